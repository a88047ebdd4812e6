//! The pieces of the document in order.

use super::LocalText;
use crate::text::Locale;
use std::collections::BTreeMap;

/// A piece of the document.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it is.
    pub content: SectionContent,
    /// The condition under which it is in the document; `None`: always.
    pub when: Option<When>,
}

/// The condition of a section.
#[derive(Clone, Debug)]
pub struct When {
    /// An expression of the template language.
    pub text: String,
    /// Whether it asks for the period before.
    pub asks: bool,
    /// Pointer into the spec.
    pub pointer: String,
}

/// What a piece of the document is.
#[derive(Clone, Debug)]
pub enum SectionContent {
    /// A heading.
    Heading(u8, LocalText, String),
    /// A template per locale.
    Text(BTreeMap<Locale, Template>),
    /// A chart.
    Chart(String),
    /// A breakdown as a table.
    Table(String),
}

/// A template with the location at which its problems are reported.
#[derive(Clone, Debug)]
pub struct Template {
    /// Name: the path of its file, or the pointer of the text in the spec.
    pub name: String,
    /// Content.
    pub text: String,
    /// File number, if it is a file of its own.
    pub file: Option<crate::diagnostic::FileId>,
    /// Pointer into the spec.
    pub pointer: String,
}
