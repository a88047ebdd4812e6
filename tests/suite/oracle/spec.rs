//! What a random spec may hold: dimensions of all kinds, measures of all kinds, breakdowns with all that they may say,
//! second steps, metrics.

use super::cell::Cell;
use super::condition::Condition;

/// What becomes of keys without a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unmatched {
    Warn,
    Keep,
    Exclude,
    Code,
}

/// A report.
#[derive(Clone, Debug)]
pub(super) struct Spec {
    pub(super) owner: Unmatched,
    pub(super) zone: Unmatched,
    pub(super) family: Unmatched,
    pub(super) right_closed: bool,
    pub(super) scope: Option<Scope>,
    pub(super) breakdowns: Vec<Breakdown>,
    pub(super) metrics: Vec<Metric>,
}

/// The n values of a dimension with most of a measure.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) by: String,
    pub(super) measure: Measure,
    pub(super) n: usize,
}

/// A measure.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    pub(super) name: String,
    pub(super) kind: Aggregate,
    pub(super) filter: Option<Condition>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Aggregate {
    Count,
    CountValues(String),
    Sum(String),
    Least(String),
    Greatest(String),
    Mean(String),
    Distinct(Vec<String>),
}

impl Measure {
    /// Whether shares and cumulative shares come with it.
    pub(super) fn is_amount(&self) -> bool {
        !matches!(
            self.kind,
            Aggregate::Least(_) | Aggregate::Greatest(_) | Aggregate::Mean(_)
        )
    }

    pub(super) fn is_mean(&self) -> bool {
        matches!(self.kind, Aggregate::Mean(_))
    }
}

/// What stays of a level.
#[derive(Clone, Debug)]
pub(super) struct Keep {
    pub(super) rule: Rule,
    pub(super) fold: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Rule {
    Top { n: usize, per_parent: bool },
    Any(Condition),
    Values(Vec<Cell>),
}

/// What shares of a list are of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ShareOf {
    Valid,
    Rows,
    Mentions,
}

#[derive(Clone, Debug)]
pub(super) struct Breakdown {
    pub(super) name: String,
    /// Position of the breakdown that it starts from.
    pub(super) from: Option<usize>,
    pub(super) by: Vec<String>,
    pub(super) measures: Vec<Measure>,
    pub(super) filter: Option<Condition>,
    pub(super) all_rows: bool,
    pub(super) within: Vec<usize>,
    pub(super) share_of: ShareOf,
    pub(super) cumulative: bool,
    pub(super) keep: Vec<Option<Keep>>,
    /// Attributes, with whether it must be the only one.
    pub(super) with: Vec<(String, bool)>,
    /// Whether rows are ordered by key; none for what the language says.
    pub(super) by_key: Option<bool>,
}

/// What stands below a metric.
#[derive(Clone, Debug)]
pub(super) enum Below {
    None,
    Everything,
    Where(Condition),
    Measure(Measure),
    AllRows,
}

#[derive(Clone, Debug)]
pub(super) enum Upper {
    Rows {
        measure: Measure,
        all_rows: bool,
        below: Below,
    },
    /// An aggregate over the rows of a breakdown.
    Second { from: usize, aggregate: Measure },
}

#[derive(Clone, Debug)]
pub(super) struct Metric {
    pub(super) name: String,
    pub(super) upper: Upper,
    pub(super) filter: Option<Condition>,
}

/// Whether a dimension is the list or builds on it.
pub(super) fn is_list(name: &str) -> bool {
    name == "language" || name == "family"
}
