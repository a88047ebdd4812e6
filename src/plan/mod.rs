//! Phase 4, plan: the resolved report → relational steps that any engine can run.
//!
//! One scan a source; over it one aggregate at the finest grain that is needed (a [`Base`]); every
//! breakdown and metric is rolled up from a base or starts from another breakdown. A condition is
//! split into atoms, decided once per row of the source, and a rest that is decided per group.
//! Nothing here knows an engine: expressions are SQL text.

mod base;
mod display;
mod planner;

pub use base::{Atom, AtomKind, Base, BaseAggregate, BaseAggregateKind};
pub use display::{describe, describe_scan};
pub use planner::plan;

/// All steps of a report.
#[derive(Clone, Debug)]
pub struct Plan {
    /// One scan for each source that is used.
    pub scans: Vec<Scan>,
    /// The aggregates at the finest grain.
    pub bases: Vec<Base>,
    /// The scope, established before everything else.
    pub scope: Option<Rollup>,
    /// The breakdowns, each behind those that it starts from.
    pub breakdowns: Vec<(String, BreakdownStep)>,
    /// The metrics over rows of sources, by name.
    pub metrics: Vec<(String, MetricStep)>,
}

impl Plan {
    /// The base in which the keys that a lookup does not have are counted: one that counts every row
    /// once, where there is one.
    #[must_use]
    pub fn noted_in(&self, dimension: &str) -> Option<usize> {
        let bases = (0..).zip(&self.bases);
        bases
            .filter(|(_, base)| base.derived.iter().any(|name| name == dimension))
            .min_by_key(|(at, base)| (!base.explode.is_empty(), !base.per_row, *at))
            .map(|(at, _)| at)
    }
}

/// A source is read once, only the columns that are used.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Index of the source.
    pub source: usize,
    /// Columns of the contract that are used, in the order of the contract.
    pub columns: Vec<String>,
}

/// Rows of a base, filtered, grouped and aggregated.
#[derive(Clone, Debug, PartialEq)]
pub struct Rollup {
    /// Index of the base.
    pub base: usize,
    /// Dimensions.
    pub by: Vec<String>,
    /// Index of the condition in the base; none for all rows.
    pub condition: Option<usize>,
    /// Measures.
    pub measures: Vec<RollupMeasure>,
    /// Whether the scope applies.
    pub in_scope: bool,
    /// An exploded dimension of the base of which a row must have a value; empty for none.
    pub mentioned: String,
    /// Dimensions beside `by` whose excluded rows are left out.
    pub excluding: Vec<String>,
}

/// How a measure comes out of a base.
#[derive(Clone, Debug, PartialEq)]
pub struct RollupMeasure {
    /// Index of a condition of its own (`FILTER`); none for all rows of the group.
    pub condition: Option<usize>,
    /// The aggregate.
    pub kind: RollupKind,
}

/// Aggregates of a rollup, over columns of the base.
#[derive(Clone, Debug, PartialEq)]
pub enum RollupKind {
    /// Sum of the numbers of source rows.
    Count,
    /// Sum of a column of the base.
    Sum(usize),
    /// Least value of a column of the base.
    Least(usize),
    /// Greatest value of a column of the base.
    Greatest(usize),
    /// Sum of one column over the sum of another.
    Mean(usize, usize),
    /// Number of distinct tuples of dimensions.
    CountDistinct(Vec<String>),
}

/// How a breakdown is computed.
#[derive(Clone, Debug)]
pub enum BreakdownStep {
    /// From a base.
    Rollup {
        /// Groups.
        rollup: Rollup,
        /// Attributes that are looked for in each group.
        with: Vec<String>,
        /// Denominators of shares over rows, where they are not sums of the groups: an exploded
        /// dimension's share of rows or of rows with a valid value.
        denominators: Option<Rollup>,
        /// Counts the rows of the source, where the groups hold mentions of a list instead.
        rows: Option<Rollup>,
    },
    /// From the rows of another breakdown.
    From(String),
}

/// How a metric over rows of a source is computed.
#[derive(Clone, Debug)]
pub struct MetricStep {
    /// The numerator; none for a second step from a breakdown.
    pub numerator: Option<Rollup>,
    /// The denominator, where it is computed from rows.
    pub denominator: Option<Rollup>,
}
