//! Coverage: how much of a measure a lookup or a column knows, and how much it must. Guards: how far a period may
//! be from the one before.

use super::MeasureUse;
use crate::diagnostic::Span;
use crate::spec::grammar::CheckSeverity;

/// What is asked of the coverage of a lookup dimension or of a column.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Name of the dimension or column.
    pub name: String,
    /// Index of the source.
    pub source: usize,
    /// What must be known.
    pub of: Covered,
    /// Values of the attribute that stand for none.
    pub blank: Vec<String>,
    /// The measure whose shares are meant, one that adds up; none: the number of rows.
    pub measure: Option<MeasureUse>,
    /// Whether only rows in scope count.
    pub in_scope: bool,
    /// What is asked, each a fraction of 1.
    pub thresholds: Thresholds,
    /// What happens below.
    pub severity: CheckSeverity,
    /// Pointer into the spec.
    pub pointer: String,
}

/// What must be known.
#[derive(Clone, Debug, PartialEq)]
pub enum Covered {
    /// The keys of a lookup dimension.
    Lookup {
        /// Name of the lookup.
        lookup: String,
        /// Position of the attribute that a key must have.
        attribute: usize,
        /// Column or dimension that holds the key.
        key: String,
    },
    /// The cells of a column: the condition that one is not empty.
    Column(crate::sql::Expression),
}

/// What is asked of a coverage, each a fraction of 1; what is none is not asked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Thresholds {
    /// Least share of the measure whose rows are known.
    pub at_least: Option<f64>,
    /// Least share of the rows that are known.
    pub rows_at_least: Option<f64>,
    /// Most of the measure whose rows have a key that the lookup does not have.
    pub unknown_at_most: Option<f64>,
}

/// How far a period may be from the one before, each a fraction of 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Guards {
    /// Share by which rows and the sums and counts of a source may rise or fall.
    pub change: f64,
    /// Difference between the shares of empty cells of a column.
    pub empty: f64,
    /// Most of the measure that a key may carry which a lookup newly does not have.
    pub unknown: f64,
    /// The numbers that the row of the period sets, each with its cell.
    pub params: Vec<(String, Span)>,
}

impl Guards {
    /// Those of a spec that does not say it: more than a quarter more or less is hardly growth, one cell in twenty
    /// is more than a month fills in, and what has a hundredth of everything deserves a name.
    pub const CHANGE: f64 = 0.25;
    /// Likewise.
    pub const EMPTY: f64 = 0.05;
    /// Likewise.
    pub const UNKNOWN: f64 = 0.01;
}

/// What is added up in a source, to be held against the period before: one of its measures.
#[derive(Clone, Debug)]
pub struct SourceTotal {
    /// Index of the source.
    pub source: usize,
    /// The measure.
    pub measure: MeasureUse,
}
