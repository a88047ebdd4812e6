//! Positions in a plan: what its steps refer to each other by.

use super::{BreakdownStep, DimensionStep, MetricStep, Plan};
use crate::report::Lookup;
use std::ops::Index;

/// Position of a dimension in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DimensionIndex(pub usize);

/// Position of a lookup in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookupIndex(pub usize);

/// Position of a breakdown in its plan, and of its frame in the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakdownIndex(pub usize);

/// Position of a metric in its plan and in the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MetricIndex(pub usize);

impl Index<DimensionIndex> for Plan {
    type Output = DimensionStep;

    fn index(&self, at: DimensionIndex) -> &DimensionStep {
        &self.dimensions[at.0]
    }
}

impl Index<LookupIndex> for Plan {
    type Output = Lookup;

    fn index(&self, at: LookupIndex) -> &Lookup {
        &self.lookups[at.0]
    }
}

impl Index<BreakdownIndex> for Plan {
    type Output = BreakdownStep;

    fn index(&self, at: BreakdownIndex) -> &BreakdownStep {
        &self.breakdowns[at.0]
    }
}

impl Index<MetricIndex> for Plan {
    type Output = MetricStep;

    fn index(&self, at: MetricIndex) -> &MetricStep {
        &self.metrics[at.0]
    }
}
