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
    /// A template per locale, whose headings are terms.
    Glossary(BTreeMap<Locale, Template>),
    /// A chart.
    Chart(String),
    /// Charts of one figure, each with its name on the switch and the pointer of that name.
    Variants(Vec<(String, LocalText, String)>),
    /// A breakdown as a table.
    Table(String),
}

impl SectionContent {
    /// The charts in it, by name.
    pub(crate) fn charts(&self) -> impl Iterator<Item = &str> {
        let (one, several) = match self {
            Self::Chart(name) => (Some(name), None),
            Self::Variants(charts) => (None, Some(charts)),
            Self::Heading(..) | Self::Text(_) | Self::Glossary(_) | Self::Table(_) => (None, None),
        };
        let several = several.into_iter().flatten().map(|(name, ..)| name);
        one.into_iter().chain(several).map(String::as_str)
    }
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
