//! What a random spec may hold: dimensions of all kinds, measures of all kinds, breakdowns with all that they may say,
//! second steps, metrics, checks.

use super::cell::Cell;
use super::condition::Condition;

/// What happens to keys without a row.
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
    pub(super) checks: Vec<Check>,
}

/// What must hold of a breakdown: an aggregate of so much at least.
#[derive(Clone, Debug)]
pub(super) struct Check {
    pub(super) name: String,
    pub(super) from: usize,
    pub(super) aggregate: Measure,
    pub(super) least: i128,
    pub(super) filter: Option<Condition>,
}

/// The rows that the report is about: those that pass a condition, those of the first values, or both.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) filter: Option<Condition>,
    pub(super) top: Option<ScopeTop>,
}

/// The n values of a dimension with the most of a measure.
#[derive(Clone, Debug)]
pub(super) struct ScopeTop {
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

#[derive(Clone, Debug)]
pub(super) enum Aggregate {
    Count,
    CountValues(String),
    Sum(String),
    Least(String),
    Greatest(String),
    Mean(String),
    /// The number at a place, as it is written and as a fraction.
    Quantile(String, &'static str, (i128, i128)),
    Distinct(Vec<String>),
    Difference(Box<Measure>, Box<Measure>),
    Quotient(Box<Measure>, Box<Measure>),
    /// A quotient of two measures by their names.
    Ratio(Box<Measure>, Box<Measure>),
}

/// What comes with the values of a measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Shares, ranks, cumulative shares.
    Amount,
    /// Ranks.
    Derived,
    /// Nothing.
    Value,
}

impl Measure {
    pub(super) fn kind(&self) -> Kind {
        match &self.kind {
            Aggregate::Count | Aggregate::CountValues(_) | Aggregate::Distinct(_) => Kind::Amount,
            Aggregate::Sum(column) if column != "price" => Kind::Amount,
            Aggregate::Sum(_) | Aggregate::Least(_) | Aggregate::Greatest(_) => Kind::Value,
            Aggregate::Mean(_)
            | Aggregate::Quantile(..)
            | Aggregate::Difference(..)
            | Aggregate::Quotient(..)
            | Aggregate::Ratio(..) => Kind::Derived,
        }
    }

    /// Whether it has shares and cumulative shares.
    pub(super) fn is_amount(&self) -> bool {
        self.kind() == Kind::Amount
    }

    /// The conditions of its aggregates.
    pub(super) fn filters(&self) -> Vec<&Condition> {
        match &self.kind {
            Aggregate::Difference(a, b) | Aggregate::Quotient(a, b) | Aggregate::Ratio(a, b) => {
                [a.filters(), b.filters()].concat()
            }
            _ => self.filter.iter().collect(),
        }
    }

    /// The columns of its distinct counts.
    pub(super) fn distinct(&self) -> Vec<&str> {
        match &self.kind {
            Aggregate::Difference(a, b) | Aggregate::Quotient(a, b) | Aggregate::Ratio(a, b) => {
                [a.distinct(), b.distinct()].concat()
            }
            Aggregate::Distinct(columns) => columns.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

/// The values of a level that stay.
#[derive(Clone, Debug)]
pub(super) struct Keep {
    pub(super) rule: Rule,
    pub(super) fold: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Rule {
    Top {
        n: usize,
        per_parent: bool,
        /// Position of the measure that chooses them.
        by: usize,
    },
    Any(Condition),
    Values(Vec<Cell>),
}

/// The denominator of a list's shares.
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
    /// Whether its rows are those of the second source.
    pub(super) of_more: bool,
    pub(super) by: Vec<String>,
    pub(super) measures: Vec<Measure>,
    pub(super) filter: Option<Condition>,
    pub(super) all_rows: bool,
    pub(super) within: Vec<usize>,
    pub(super) share_of: ShareOf,
    pub(super) cumulative: bool,
    pub(super) keep: Vec<Option<Keep>>,
    /// Attributes, with whether the value must be the only one.
    pub(super) with: Vec<(String, bool)>,
    /// How rows are ordered; none for what the language says.
    pub(super) sort: Option<Sort>,
    /// Whether its tables end with the total.
    pub(super) total: bool,
}

/// How the values of a level are ordered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sort {
    Value,
    /// By a measure of the breakdown.
    By(usize),
    Key,
    Label,
}

/// The denominator of a metric.
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
        /// Whether it stands in the metric itself.
        inline: bool,
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
