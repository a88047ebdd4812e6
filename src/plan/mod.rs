//! Phase 4, plan: the resolved report → relational steps that any engine can run.
//!
//! There is one scan per source, over it one aggregate at the finest grain that is needed (a
//! [`Base`]); every breakdown and metric is rolled up from a base or starts from another breakdown.
//! A condition is split into atoms, decided once per row of the source, and a rest, decided per
//! group. Nothing here depends on an engine, and the code that runs the plan does not depend on the
//! report: the plan carries everything that its steps need.

mod base;
mod coverage;
mod display;
mod estimate;
mod grain;
mod index;
mod keys;
mod levels;
mod planner;
mod requests;
mod scans;
mod uses;

pub use base::{Atom, AtomKind, Base, BaseAggregate, BaseAggregateKind, BaseColumn};
pub(crate) use display::describe;
pub use index::{BreakdownIndex, DimensionIndex, LookupIndex, MetricIndex};
pub use keys::KeyOrder;
pub(crate) use levels::Level;
pub use planner::plan;
pub(crate) use uses::Use;

use crate::report::{
    Breakdown, Check, Claim, ComparedText, Coverage, Dimension, EmptyInRatio, LeftOut, Lookup,
    Metric, SortedTexts, Source,
};
use crate::sql::{Expression, FilteredAggregate, Ordered, Quantile};
use crate::text::Locale;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All steps of a report, and the definitions that they need.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The sources, by the index used in scans and bases.
    pub sources: Vec<Source>,
    /// The dimensions, each after those that it builds on.
    pub dimensions: Vec<DimensionStep>,
    /// The lookups of the dimensions.
    pub lookups: Vec<Arc<Lookup>>,
    /// The locale in which labels are ordered.
    pub locale: Locale,
    /// One scan for each source that is used.
    pub scans: Vec<Scan>,
    /// The aggregates at the finest grain.
    pub bases: Vec<Base>,
    /// The scope, computed before everything else.
    pub scope: Option<ScopeStep>,
    /// The breakdowns, each after those that it starts from.
    pub breakdowns: Vec<BreakdownStep>,
    /// The metrics, each after those that it divides by.
    pub metrics: Vec<MetricStep>,
    /// The claims, on breakdowns and metrics.
    pub claims: Vec<ClaimStep>,
    /// The checks of breakdowns.
    pub checks: Vec<CheckStep>,
    /// What lookups and columns know, as far as the spec asks.
    pub coverage: Vec<CoverageStep>,
    /// The sums and counts of each source, in a report with periods.
    pub totals: Vec<TotalStep>,
    /// Texts that expressions compare with values of the rows.
    pub compared: Vec<ComparedText>,
    /// Values of rows that expressions put in order as texts.
    pub ordered: Vec<OrderStep>,
    /// Rows that conditions leave out since they have no value.
    pub left_out: Vec<LeftOutStep>,
    /// Rows that count on one side of a ratio only.
    pub one_sided: Vec<OneSidedStep>,
    /// Columns of texts that templates put in order.
    pub sorted: Vec<SortedTexts>,
}

/// How the values of a dimension follow from others.
#[derive(Clone, Debug)]
pub struct DimensionStep {
    /// Its definition.
    pub definition: Dimension,
    /// The lookup that it reads: for its attribute, or for the valid values of its list.
    pub lookup: Option<LookupIndex>,
    /// The exploded dimension that it is or builds on.
    pub list: Option<DimensionIndex>,
    /// The base in which the keys that its lookup does not have are counted.
    pub noted_in: Option<usize>,
}

/// Which rows the whole report speaks of.
#[derive(Clone, Debug)]
pub struct ScopeStep {
    /// Groups by the dimension whose values are chosen; one group without it.
    pub rollup: Rollup,
    /// How many values; none: every row that passes the condition of the rollup.
    pub n: Option<usize>,
}

/// The scan of a source: it is read once, and only the columns that are used.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Index of the source.
    pub source: usize,
    /// Columns of the contract that are used, in the order of the contract.
    pub columns: Vec<String>,
    /// Texts that expressions compare a column with that no base has in its key: whether any row has
    /// them is asked, by column.
    pub asked: BTreeMap<String, BTreeSet<String>>,
}

/// Rows of a base, filtered, grouped and aggregated.
#[derive(Clone, Debug, PartialEq)]
pub struct Rollup {
    /// Index of the base.
    pub base: usize,
    /// Dimensions.
    pub by: Vec<String>,
    /// Index of the condition in the base; `None` for all rows.
    pub condition: Option<usize>,
    /// Measures.
    pub measures: Vec<RollupMeasure>,
    /// Whether the scope applies.
    pub in_scope: bool,
    /// An exploded dimension of the base for which a row must have a value.
    pub mentioned: Option<String>,
    /// Dimensions besides `by` whose excluded rows are left out.
    pub excluding: Vec<String>,
}

/// How a measure is computed from a base.
#[derive(Clone, Debug, PartialEq)]
pub struct RollupMeasure {
    /// The aggregates of the expression, from left to right.
    pub parts: Vec<RollupAggregate>,
    /// What is computed of them.
    pub expression: Expression,
}

impl RollupMeasure {
    /// A measure of which `part` says how each aggregate comes out of a base.
    ///
    /// # Errors
    /// Those of `part`.
    pub(crate) fn of<E>(
        expression: &Expression,
        part: impl FnMut(&FilteredAggregate) -> Result<RollupAggregate, E>,
    ) -> Result<Self, E> {
        let parts = expression.node.aggregates().into_iter().map(part);
        Ok(Self {
            parts: parts.collect::<Result<_, E>>()?,
            expression: expression.clone(),
        })
    }

    /// The aggregate that is its value, where nothing is computed of several.
    #[must_use]
    pub(crate) fn aggregate(&self) -> Option<&RollupAggregate> {
        self.expression.aggregate().and(self.parts.first())
    }
}

/// How an aggregate comes out of a base.
#[derive(Clone, Debug, PartialEq)]
pub struct RollupAggregate {
    /// Index of a condition of its own (`FILTER`); `None` for all rows of the group.
    pub condition: Option<usize>,
    /// The aggregate.
    pub kind: RollupKind,
    /// Of the least or greatest of texts, the column of the base with that which is meant, where texts read like numbers.
    pub meant: Option<usize>,
}

/// Aggregates of a rollup, over columns of the base.
#[derive(Clone, Debug, PartialEq)]
pub enum RollupKind {
    /// Sum of the numbers of source rows.
    Count,
    /// Sum of a column of the base.
    Sum(usize),
    /// Smallest value of a column of the base.
    Least(usize),
    /// Largest value of a column of the base.
    Greatest(usize),
    /// Sum of one column over the sum of another.
    Mean(usize, usize),
    /// The number at a place among all of a column of the base.
    Quantile(usize, Quantile),
    /// Number of distinct tuples of dimensions.
    CountDistinct(Vec<String>),
}

/// How a breakdown is computed.
#[derive(Clone, Debug)]
pub struct BreakdownStep {
    /// Its definition: what to keep, hold fixed, order and compute.
    pub definition: Breakdown,
    /// One per dimension, outermost first.
    pub levels: Vec<Level>,
    /// The rows to group.
    pub rows: StepRows,
}

/// The rows of a breakdown.
#[derive(Clone, Debug)]
pub enum StepRows {
    /// Those of a base.
    Base {
        /// Groups.
        rollup: Rollup,
        /// Denominators of shares that are not sums of the groups: an exploded dimension's share of
        /// rows, or of rows with a valid value.
        denominators: Option<Rollup>,
        /// Counts the rows of the source if the groups count mentions of a list instead.
        counted: Option<Rollup>,
    },
    /// The rows of an earlier breakdown.
    From {
        /// The breakdown.
        breakdown: BreakdownIndex,
        /// The order of the values in each of its columns, by name.
        orders: BTreeMap<String, KeyOrder>,
    },
}

/// How a metric is computed.
#[derive(Clone, Debug)]
pub struct MetricStep {
    /// Its definition: what to compute from the rows, and the value for a zero denominator.
    pub definition: Metric,
    /// Where its numerator comes from.
    pub numerator: NumeratorStep,
    /// Where its denominator comes from.
    pub denominator: DenominatorStep,
}

/// The numerator of a metric.
#[derive(Clone, Debug)]
pub enum NumeratorStep {
    /// Rows of a base.
    Rollup(Rollup),
    /// The rows of a breakdown.
    From(BreakdownIndex),
}

impl NumeratorStep {
    /// The rows of a base, where it is made of them.
    #[must_use]
    pub fn rollup(&self) -> Option<&Rollup> {
        match self {
            Self::Rollup(rollup) => Some(rollup),
            Self::From(_) => None,
        }
    }
}

/// The denominator of a metric.
#[derive(Clone, Debug)]
pub enum DenominatorStep {
    /// The metric has none.
    None,
    /// Rows of a base.
    Rollup(Rollup),
    /// A param.
    Param(i64),
    /// The value of an earlier metric.
    Metric(MetricIndex),
}

impl DenominatorStep {
    /// The rows of a base, where it is made of them.
    #[must_use]
    pub fn rollup(&self) -> Option<&Rollup> {
        match self {
            Self::Rollup(rollup) => Some(rollup),
            Self::None | Self::Param(_) | Self::Metric(_) => None,
        }
    }
}

/// A check of the rows of a breakdown.
#[derive(Clone, Debug)]
pub struct CheckStep {
    /// Its definition.
    pub definition: Check,
    /// The breakdown.
    pub from: BreakdownIndex,
}

/// How a coverage is computed.
#[derive(Clone, Debug)]
pub struct CoverageStep {
    /// Its definition: what is asked of it.
    pub definition: Coverage,
    /// The rows.
    pub rows: CoveredRows,
}

/// The rows of a coverage.
#[derive(Clone, Debug)]
pub enum CoveredRows {
    /// Those of a base by the key of a lookup.
    Lookup {
        /// The lookup.
        lookup: LookupIndex,
        /// Groups by the key.
        rollup: Rollup,
    },
    /// Those whose cell is not empty, among all.
    Column {
        /// Those whose cell is not empty.
        known: Rollup,
        /// All.
        all: Rollup,
    },
}

/// How rows are found whose texts are put in another order than the one that is meant.
#[derive(Clone, Debug)]
pub struct OrderStep {
    /// What is compared.
    pub ordered: Ordered,
    /// The first two texts of such a row, over all rows.
    pub rollup: Rollup,
}

/// How rows are counted that a condition leaves out since they have no value.
#[derive(Clone, Debug)]
pub struct LeftOutStep {
    /// The rows.
    pub definition: LeftOut,
    /// Their number.
    pub rollup: Rollup,
}

/// How rows are counted that count on one side of a ratio only.
#[derive(Clone, Debug)]
pub struct OneSidedStep {
    /// The ratio.
    pub(crate) definition: EmptyInRatio,
    /// Their number; none where the rows of a source do not tell.
    pub(crate) rollup: Option<Rollup>,
}

/// How a measure of a source is added up.
#[derive(Clone, Debug)]
pub struct TotalStep {
    /// Index of the source.
    pub source: usize,
    /// Name of the measure.
    pub measure: String,
    /// Whether it is of whole numbers or decimals, or a count.
    pub adds_up: bool,
    /// Its rows.
    pub rollup: Rollup,
}

impl Plan {
    /// The same plan without what only rendering needs: what is noticed in the data is computed all the same.
    #[must_use]
    pub(crate) fn of_inputs(self) -> Self {
        Self {
            breakdowns: Vec::new(),
            metrics: Vec::new(),
            sorted: Vec::new(),
            claims: Vec::new(),
            checks: Vec::new(),
            ..self
        }
    }
}

/// A claim, on the rows of a breakdown or on metrics.
#[derive(Clone, Debug)]
pub struct ClaimStep {
    /// Its definition.
    pub definition: Claim,
    /// The breakdown, if it is on one.
    pub from: Option<BreakdownIndex>,
}
