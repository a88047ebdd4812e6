//! A part of a comparison as people read it: a heading, and lines of cells.

/// A part.
pub(super) struct Part {
    pub(super) heading: String,
    /// The heads of the columns.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// What is said where there are no rows.
    pub(super) nothing: &'static str,
    /// Whether the heads are needed on a terminal too.
    pub(super) has_heads: bool,
}

impl Part {
    /// A part whose lines speak for themselves.
    pub(super) fn new(heading: &str, columns: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self {
            heading: heading.to_owned(),
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            rows,
            nothing: "",
            has_heads: false,
        }
    }

    /// With what is said where there are no lines.
    pub(super) fn or(mut self, nothing: &'static str) -> Self {
        self.nothing = nothing;
        self
    }

    /// With the heads of its columns above the lines.
    pub(super) fn headed(mut self) -> Self {
        self.has_heads = !self.rows.is_empty();
        self
    }
}
