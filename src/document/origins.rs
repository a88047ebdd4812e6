//! The origins of the numbers in a document: for each its definition, and the rows from which it is
//! taken.

/// The mark of a number that is not in print, behind a narrow space.
pub(crate) const MARK: &str = "\u{202f}°";

/// The origins of a document's numbers.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// By block: the numbers in its Markdown, in a figure's caption, or in the texts of a table's cells
    /// ([`Look::start`](super::Look)), in order and disjoint.
    pub numbers: Vec<Vec<NumberOrigin>>,
    /// The definitions behind them, in the order of their first mention.
    pub definitions: Vec<NumberDefinition>,
}

/// A number in a text, or a part of the sentence of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberOrigin {
    /// Its bytes in the text.
    pub range: std::ops::Range<usize>,
    /// Position of its definition.
    pub definition: usize,
    /// Whether it is a part of a sentence that stands on a condition, and no number.
    pub claim: bool,
    /// Whether it is marked as not in print, in a report whose rows are not measured.
    pub marked: bool,
    /// The rows from which it is taken, if its definition alone does not determine its exact value.
    pub rows: Vec<RowOrigin>,
}

/// A row from which a number is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOrigin {
    /// The exact number, or the numerator of a share.
    pub numerator: String,
    /// The denominator of a share, unless the definition has it.
    pub denominator: Option<i128>,
    /// The row's description, plain text.
    pub label: String,
}

/// A definition from which numbers are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberDefinition {
    /// Plain text.
    pub title: String,
    /// Whether it is what a claim stands on.
    pub claim: bool,
    /// The unit of its exact numbers, plain text; empty if there is none.
    pub unit: String,
    /// The denominator of all rows that it shows, if they share one.
    pub denominator: Option<i128>,
    /// Names and texts of its parts, plain text.
    pub parts: Vec<(String, String)>,
    /// Positions of the definitions that it is computed from.
    pub computed_from: Vec<usize>,
}
