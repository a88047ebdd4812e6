//! What lookups and columns know of the rows that the report speaks of, as far as the spec asks; what lookups do not
//! have is counted over all rows besides, whatever the scope: bases for that.

use super::base::{Base, noted_in};
use super::requests::{Planner, Request};
use super::{CoverageStep, CoveredRows, DimensionIndex, LookupIndex, Rollup, TotalStep};
use crate::report::{Coverage, Covered, DimensionKind, SourceTotal};
use crate::sql::Expression;

impl Planner<'_> {
    /// How a coverage is computed.
    pub(super) fn coverage(&mut self, coverage: &Coverage) -> CoverageStep {
        let measure = coverage.measure.as_ref().map(|it| it.expression.clone());
        let measure = measure.unwrap_or_else(Expression::count_of_rows);
        let rows = match &coverage.of {
            Covered::Lookup { lookup, key, .. } => {
                let lookup = self.report.lookups.get_index_of(lookup);
                let by = std::slice::from_ref(key);
                CoveredRows::Lookup {
                    lookup: LookupIndex(lookup.unwrap_or_default()),
                    rollup: self.covered(coverage, by, &measure, None),
                }
            }
            Covered::Column(condition) => CoveredRows::Column {
                known: self.covered(coverage, &[], &measure, Some(condition)),
                all: self.covered(coverage, &[], &measure, None),
            },
        };
        CoverageStep {
            definition: coverage.clone(),
            rows,
        }
    }

    fn covered(
        &mut self,
        coverage: &Coverage,
        by: &[String],
        measure: &Expression,
        filter: Option<&Expression>,
    ) -> Rollup {
        self.rollup(&Request {
            source: coverage.source,
            by,
            measures: vec![measure],
            filter,
            in_scope: coverage.in_scope,
            also: &[],
            once: true,
            mentioned: None,
            excluding: &[],
        })
    }

    /// How a measure of a source is added up.
    pub(super) fn total(&mut self, total: &SourceTotal) -> TotalStep {
        let rollup = self.rollup(&Request {
            source: total.source,
            by: &[],
            measures: vec![&total.measure.expression],
            filter: None,
            in_scope: true,
            also: &[],
            once: true,
            mentioned: None,
            excluding: &[],
        });
        TotalStep {
            source: total.source,
            measure: total.measure.name.clone(),
            adds_up: total.measure.adds_up(),
            rollup,
        }
    }

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
