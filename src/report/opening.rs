//! The opening of the document: headline, key numbers, findings.

use super::LocalText;
use crate::spec::grammar::PictureType;

/// What stands before the first section.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The headline, which a page prints in the place of the title.
    pub headline: Option<LocalText>,
    /// Two lines under it.
    pub standfirst: Option<LocalText>,
    /// Date, author, method in one line.
    pub byline: Option<LocalText>,
    /// What the rows are if they are not measured: a template of `reconstruction`, `projection` or nothing.
    pub badge: Option<LocalText>,
    /// Key numbers.
    pub key_numbers: Vec<KeyNumber>,
    /// Findings.
    pub findings: Vec<Finding>,
}

/// A number at the head of the document.
#[derive(Clone, Debug)]
pub struct KeyNumber {
    /// The number.
    pub value: LocalText,
    /// What it is the number of.
    pub label: LocalText,
    /// A picture of it.
    pub picture: Option<Picture>,
}

/// A small picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Type.
    pub kind: PictureType,
    /// Metrics of a split or a waffle.
    pub metrics: Vec<String>,
    /// The breakdown of a ranking or a strip; empty for the other types.
    pub data: String,
    /// The number of rows of a ranking that stand out.
    pub first: usize,
    /// The values of a strip that have colours.
    pub values: Vec<String>,
    /// Pointer into the spec.
    pub pointer: String,
}

/// A finding at the head of the document.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its first words.
    pub lead: LocalText,
    /// The finding.
    pub text: LocalText,
    /// The chart that shows it.
    pub figure: Option<String>,
}
