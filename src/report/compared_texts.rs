//! Texts that expressions compare with values.

use crate::diagnostic::Location;

/// A text that an expression compares with the values of a column or dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedText {
    /// Index of the source; none for a column of a breakdown, whose values may be of any source.
    pub source: Option<usize>,
    /// The column or dimension.
    pub name: String,
    /// The text.
    pub text: String,
    /// Where it stands.
    pub location: Location,
}

impl ComparedText {
    /// Whether it speaks of a source.
    #[must_use]
    pub(crate) fn is_of(&self, source: usize) -> bool {
        self.source.is_none_or(|own| own == source)
    }
}
