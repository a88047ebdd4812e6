//! Outputs: what is written, and where.

use super::{Formats, LocalText};
use crate::text::Date;
use indexmap::IndexMap;
use std::path::PathBuf;

/// What is written, and where.
#[derive(Clone, Debug)]
pub struct Outputs {
    /// Target folder.
    pub folder: PathBuf,
    /// Whether the folder was given on the command line.
    pub typed: bool,
    /// Whether to replace the bundle of another spec or period.
    pub replaces_others: bool,
    /// Kinds of files.
    pub formats: Formats,
    /// Maximum size of a page in bytes.
    pub page_budget: Option<u64>,
    /// The address at which the bundle will be published, with a trailing slash; empty if it is
    /// unknown.
    pub address: String,
    /// The index of the periods, if this run renews it.
    pub index: Option<PeriodIndex>,
    /// The post, if it is wanted.
    pub jekyll: Option<Jekyll>,
}

/// The index of the periods, in the folder above that of the bundle.
#[derive(Clone, Debug)]
pub struct PeriodIndex {
    /// Its heading, a template; none: the words of the language.
    pub title: Option<LocalText>,
    /// Metrics that are its headline numbers; empty: the first ones.
    pub metrics: Vec<String>,
    /// What the period is marked with, a template.
    pub status: Option<LocalText>,
    /// Address of its folder, with a trailing slash; empty if it is unknown.
    pub address: String,
}

/// A post of a Jekyll site.
#[derive(Clone, Debug)]
pub struct Jekyll {
    /// Date of the post.
    pub date: Date,
    /// Its name in addresses.
    pub slug: String,
    /// What the spec adds to the front matter.
    pub front_matter: IndexMap<String, FrontMatter>,
}

/// A value of the front matter.
#[derive(Clone, Debug)]
pub enum FrontMatter {
    /// A template, with the pointer of its text.
    Text(LocalText, String),
    /// Values in order.
    List(Vec<FrontMatter>),
    /// Values by key.
    Map(IndexMap<String, FrontMatter>),
    /// A number, a truth value, or null.
    Plain(serde_json::Value),
}

impl FrontMatter {
    /// All templates in it, with their pointers.
    #[must_use]
    pub(crate) fn texts(&self) -> Vec<(&LocalText, &str)> {
        match self {
            Self::Text(text, pointer) => vec![(text, pointer)],
            Self::List(values) => values.iter().flat_map(Self::texts).collect(),
            Self::Map(values) => values.values().flat_map(Self::texts).collect(),
            Self::Plain(_) => Vec::new(),
        }
    }
}
