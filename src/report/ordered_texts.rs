//! Values of rows that expressions put in order as texts.

use crate::diagnostic::Location;
use crate::sql::Ordered;

/// Two values of the rows of a source that an expression puts in order as texts.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderedTexts {
    /// Index of the source.
    pub source: usize,
    /// What is compared.
    pub ordered: Ordered,
}

/// Texts of a column of a breakdown that a template puts in order.
#[derive(Clone, Debug, PartialEq)]
pub struct SortedTexts {
    /// The breakdown.
    pub breakdown: String,
    /// The column.
    pub column: String,
    /// The filter.
    pub filter: String,
    /// Pointer to the text.
    pub pointer: String,
    /// Where it stands.
    pub location: Location,
}
