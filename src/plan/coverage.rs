//! What lookups do not have is counted over all rows, whatever the scope: bases for that.

use super::DimensionIndex;
use super::base::{Base, noted_in};
use super::requests::Planner;
use crate::report::DimensionKind;

impl Planner<'_> {
    /// A lookup that only bases of rows in scope read gets a base of its key over all rows, with the sum that its
    /// unmatched keys are weighed by.
    pub(super) fn count_unmatched(&mut self) {
        for (at, (name, dimension)) in self.report.dimensions.iter().enumerate() {
            let found = noted_in(&self.bases, DimensionIndex(at)).map(|at| &self.bases[at]);
            let Some(found) = found.filter(|base| base.in_scope) else {
                continue;
            };
            if !matches!(dimension.kind, DimensionKind::Lookup { .. }) {
                continue;
            }
            let keys = self.keys(found.source, name);
            let keys = keys.iter().map(|key| self.column(found.source, key));
            let base = Base {
                source: found.source,
                explode: found.explode,
                per_row: found.per_row,
                for_coverage: true,
                keys: keys.collect(),
                aggregates: found.amount().cloned().into_iter().collect(),
                ..Base::default()
            };
            let known = self.bases.iter().position(|known| {
                !known.in_scope
                    && known.source == base.source
                    && known.explode == base.explode
                    && known.per_row == base.per_row
                    && known.keys == base.keys
                    && known.amount() == base.amount()
            });
            let at = known.unwrap_or_else(|| {
                self.bases.push(base);
                self.bases.len() - 1
            });
            self.need(at, name);
        }
    }
}
