//! Where the numbers of a document come from: for each its definition, and the rows that it is taken from.

/// Where the numbers of a document come from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// By block: the numbers of its Markdown, or of a figure's caption, in order and apart.
    pub numbers: Vec<Vec<NumberOrigin>>,
    /// What they are taken from or computed with, in the order of their first mention.
    pub definitions: Vec<NumberDefinition>,
}

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberOrigin {
    /// Its bytes in the Markdown.
    pub range: std::ops::Range<usize>,
    /// Position of its definition.
    pub definition: usize,
    /// The rows that it is taken from, where its definition alone does not say its exact value.
    pub rows: Vec<RowOrigin>,
}

/// A row that a number is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOrigin {
    /// The exact number, or the numerator of a share.
    pub numerator: String,
    /// The denominator of a share, unless the definition says it.
    pub denominator: Option<i128>,
    /// What the row is, plain text.
    pub label: String,
}

/// What numbers are taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberDefinition {
    /// Plain text.
    pub title: String,
    /// What its exact numbers count, plain text; empty for nothing.
    pub unit: String,
    /// The denominator of all rows that are told of it, if it is the same.
    pub denominator: Option<i128>,
    /// Names and texts of its parts, plain text.
    pub parts: Vec<(String, String)>,
    /// Positions of the definitions that it is computed from.
    pub computed_from: Vec<usize>,
}
