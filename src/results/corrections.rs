//! What corrections did: the cells that were changed, and every metric without them.

use super::{MetricResult, Value};
use indexmap::IndexMap;

/// The corrected rows of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectedRows {
    /// The cells that were changed, in the order of the file of corrections.
    pub cells: Vec<CorrectedCell>,
    /// Rows in which a cell was changed.
    pub rows: usize,
    /// What those of them that the report uses weigh, of all rows that it uses, both with corrections; null where
    /// nothing is summed exactly.
    pub share: Value,
}

/// A cell that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedCell {
    /// File.
    pub file: String,
    /// Row in the file, from 1, not counting the header.
    pub row: usize,
    /// Value of the unique column, before it was corrected itself.
    pub key: String,
    /// Column of the contract.
    pub column: String,
    /// As it stands in the file; none: empty.
    pub was: Option<String>,
    /// As it is now; none: empty.
    pub is: Option<String>,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub origin: String,
}

/// The metrics of the same run without any correction.
#[derive(Clone, Debug, PartialEq)]
pub enum WithoutCorrections {
    /// By name; one that could not be computed is null.
    Metrics(IndexMap<String, MetricResult>),
    /// Nothing can be computed of the rows as they were, and why.
    NotComputable(String),
}
