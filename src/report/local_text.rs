//! Texts per locale, and words with their forms.

use crate::spec::grammar::Gender;
use crate::text::Locale;
use std::collections::BTreeMap;

/// A text per locale, complete.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LocalText {
    texts: BTreeMap<Locale, String>,
}

impl LocalText {
    /// The same text in all locales.
    #[must_use]
    pub(crate) fn same(text: &str) -> Self {
        Self::new(Locale::ALL.iter().map(|locale| (*locale, text.to_owned())))
    }

    /// A text from those of some locales.
    pub(crate) fn new(texts: impl IntoIterator<Item = (Locale, String)>) -> Self {
        Self {
            texts: texts.into_iter().collect(),
        }
    }

    /// The text of a locale; that of another one if it is missing.
    #[must_use]
    pub(crate) fn get(&self, locale: Locale) -> &str {
        self.texts
            .get(&locale)
            .or_else(|| self.texts.values().next())
            .map_or("", String::as_str)
    }
}

/// A label per locale, with its forms.
#[derive(Clone, Debug, Default)]
pub struct LocalTerm {
    /// By locale.
    pub terms: BTreeMap<Locale, ResolvedTerm>,
}

/// A word with its forms.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedTerm {
    /// Singular.
    pub one: String,
    /// Plural.
    pub other: String,
    /// Gender in French, or that it is always plural.
    pub gender: Gender,
    /// What is said for being in it, if it is something of its own.
    pub inside: Option<String>,
}
