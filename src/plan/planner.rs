//! Report → plan: what the scope, each breakdown and each metric asks of bases.

use super::base::noted_in;
use super::requests::{Planner, Request};
use super::{
    BreakdownIndex, BreakdownStep, CheckStep, ClaimStep, DenominatorStep, DimensionIndex,
    DimensionStep, KeyOrder, LeftOutStep, Level, LookupIndex, MetricIndex, MetricStep,
    NumeratorStep, OneSidedStep, OrderStep, Plan, Rollup, ScopeStep, StepRows,
};
use crate::report::columns::ColumnContent;
use crate::report::{
    Breakdown, Check, Claim, Denominator, Dimension, DimensionKind, EmptyInRatio, Keep, LeftOut,
    Metric, Numerator, OrderedTexts, Report, Rows,
};
use crate::spec::grammar::{KeepOther, ShareOf};
use crate::sql::Expression;
use std::collections::BTreeMap;

/// Plans a report.
#[must_use]
pub fn plan(report: &Report) -> Plan {
    let mut planner = Planner {
        report,
        bases: Vec::new(),
    };
    let scope = report.scope.as_ref().map(|scope| {
        let top = scope.top.as_ref();
        let request = Request {
            source: scope.source,
            by: top.map_or(&[], |top| std::slice::from_ref(&top.by)),
            measures: top.iter().map(|top| &top.measure.expression).collect(),
            filter: scope.filter.as_ref(),
            in_scope: false,
            also: &[],
            once: true,
            mentioned: None,
            excluding: &[],
        };
        ScopeStep {
            rollup: planner.rollup(&request),
            n: top.map(|top| top.n),
        }
    });
    let breakdowns = report.breakdowns.values();
    let breakdowns = breakdowns.map(|it| planner.breakdown(it)).collect();
    let metrics = report.metrics.values();
    let metrics = metrics.map(|it| planner.metric(it)).collect();
    let coverage = report.coverage.values();
    let coverage = coverage.map(|it| planner.coverage(it)).collect();
    let totals = report.totals.iter();
    let totals = totals.map(|it| planner.total(it)).collect();
    let ordered = report.ordered.iter();
    let ordered = ordered.filter_map(|it| planner.ordered(it)).collect();
    let left_out = report.left_out.iter();
    let left_out = left_out.map(|it| planner.left_out(it)).collect();
    let one_sided = report.empty_in_ratios.iter();
    let one_sided = one_sided.map(|it| planner.one_sided(it)).collect();
    planner.count_unmatched();
    let scans = planner.scans();
    Plan {
        sources: report.sources.clone(),
        dimensions: planner.dimensions(),
        lookups: report.lookups.values().cloned().collect(),
        locale: report.locales[0],
        claims: report.claims.values().map(|it| planner.claim(it)).collect(),
        checks: report.checks.iter().map(|it| planner.check(it)).collect(),
        compared: report.compared.clone(),
        ordered,
        left_out,
        one_sided,
        sorted: report.sorted.clone(),
        scans,
        bases: planner.bases,
        scope,
        breakdowns,
        metrics,
        coverage,
        totals,
    }
}

impl Planner<'_> {
    fn breakdown(&mut self, breakdown: &Breakdown) -> BreakdownStep {
        let columns = breakdown.columns.dimensions().iter();
        let levels = columns.zip(&breakdown.sort);
        let levels = levels.map(|(column, order)| Level::new(self.report, column, *order));
        BreakdownStep {
            definition: breakdown.clone(),
            levels: levels.collect(),
            rows: match &breakdown.rows {
                Rows::Breakdown(from) => StepRows::From {
                    breakdown: self.breakdown_index(from),
                    orders: self.orders(&self.report.breakdowns[from]),
                },
                Rows::Source(source) => self.rows_of_base(breakdown, *source),
            },
        }
    }

    fn rows_of_base(&mut self, breakdown: &Breakdown, source: usize) -> StepRows {
        let with: Vec<String> = breakdown.with.keys().cloned().collect();
        // The finer dates of which a period is made.
        let parts = breakdown.over.as_ref().and_then(|over| over.parts.as_ref());
        let dates = parts.map(|parts| parts.dates.clone());
        let also: Vec<String> = with.iter().cloned().chain(dates).collect();
        let exploded = breakdown.by.iter().find_map(|name| self.exploded(name));
        let once = breakdown.share_of != ShareOf::Mentions && !self.is_plain_list(breakdown);
        let of_groups = Request {
            source,
            by: &breakdown.by,
            measures: breakdown.measures.iter().map(|it| &it.expression).collect(),
            filter: breakdown.filter.as_ref(),
            in_scope: breakdown.in_scope,
            also: &also,
            once,
            mentioned: exploded,
            excluding: &[],
        };
        let rollup = self.rollup(&of_groups);
        let (mut denominators, mut counted) = (None, None);
        if let Some(dimension) = exploded {
            let fixed: Vec<String> = breakdown
                .within
                .iter()
                .map(|at| breakdown.by[*at].clone())
                .collect();
            // Folded values are known in the base of the groups only.
            let folds_fixed = breakdown.keep.iter().any(|(level, keep)| {
                keep.other == KeepOther::Fold && breakdown.within.contains(level)
            });
            let every: Vec<String> = breakdown.by.iter().chain(&with).cloned().collect();
            let (of_list, of_row): (Vec<String>, Vec<String>) = breakdown
                .by
                .iter()
                .filter(|name| self.excludes(name))
                .cloned()
                .partition(|name| self.exploded(name).is_some());
            let of_rows = Request {
                by: &fixed,
                also: if folds_fixed { &every } else { &[] },
                once: true,
                excluding: &of_row,
                mentioned: (breakdown.share_of != ShareOf::Rows).then_some(dimension),
                measures: of_groups.measures.clone(),
                ..of_groups
            };
            let list_is_fixed = fixed.iter().any(|name| self.exploded(name).is_some());
            if breakdown.share_of != ShareOf::Mentions && !list_is_fixed {
                denominators = Some(self.rollup(&of_rows));
            }
            if !once {
                counted = Some(self.rollup(&Request {
                    by: &[],
                    measures: Vec::new(),
                    mentioned: Some(dimension),
                    excluding: &[of_row.clone(), of_list].concat(),
                    ..of_rows
                }));
            }
        }
        StepRows::Base {
            rollup,
            denominators,
            counted,
        }
    }

    /// Whether the groups of a breakdown are the values of a list that no row holds twice, each
    /// considered alone: no rest, no total, nothing cumulative puts several together.
    fn is_plain_list(&self, breakdown: &Breakdown) -> bool {
        let [only] = breakdown.by.as_slice() else {
            return false;
        };
        let is_list = self
            .report
            .dimensions
            .get(only)
            .is_some_and(|found| matches!(found.kind, DimensionKind::Explode { .. }));
        let folds = |keep: &Keep| keep.other == KeepOther::Fold;
        let reads_list = |name: &String| self.exploded(name).is_some();
        is_list
            && !breakdown.cumulative
            && !breakdown.total
            && !breakdown.with.keys().any(reads_list)
            && !breakdown.keep.values().any(folds)
    }

    fn metric(&mut self, metric: &Metric) -> MetricStep {
        let numerator = match &metric.numerator {
            Numerator::Second { from, .. } => NumeratorStep::From(self.breakdown_index(from)),
            Numerator::Aggregate {
                source,
                measure,
                in_scope,
            } => NumeratorStep::Rollup(self.rollup(&Request {
                source: *source,
                by: &[],
                measures: vec![&measure.expression],
                filter: metric.filter.as_ref(),
                in_scope: *in_scope,
                also: &[],
                once: true,
                mentioned: None,
                excluding: &[],
            })),
        };
        let denominator = match &metric.denominator {
            Denominator::Aggregate {
                source,
                measure,
                filter,
                in_scope,
            } => DenominatorStep::Rollup(self.rollup(&Request {
                source: *source,
                by: &[],
                measures: vec![&measure.expression],
                filter: filter.as_ref(),
                in_scope: *in_scope,
                also: &[],
                once: true,
                mentioned: None,
                excluding: &[],
            })),
            Denominator::None => DenominatorStep::None,
            Denominator::Param(_, value) => DenominatorStep::Param(*value),
            Denominator::Metric(other) => {
                let at = self.report.metrics.get_index_of(other);
                DenominatorStep::Metric(MetricIndex(at.unwrap_or_default()))
            }
        };
        MetricStep {
            definition: metric.clone(),
            numerator,
            denominator,
        }
    }

    /// How rows are found whose texts are put in another order than the one that is meant; only columns of the source are looked at.
    fn ordered(&mut self, texts: &OrderedTexts) -> Option<OrderStep> {
        let surprise = texts.ordered.least_surprise();
        let columns = &self.report.sources[texts.source].columns;
        if !surprise.names.iter().all(|it| columns.contains_key(it)) {
            return None;
        }
        let rollup = self.rollup(&Request {
            source: texts.source,
            by: &[],
            measures: vec![&surprise],
            filter: None,
            in_scope: false,
            also: &[],
            once: true,
            mentioned: None,
            excluding: &[],
        });
        Some(OrderStep {
            ordered: texts.ordered.clone(),
            rollup,
        })
    }

    /// How rows are counted that a condition leaves out since they have no value.
    fn left_out(&mut self, left_out: &LeftOut) -> LeftOutStep {
        LeftOutStep {
            definition: left_out.clone(),
            rollup: self.number_of((left_out.source, left_out.in_scope), &left_out.rows),
        }
    }

    /// How rows are counted that count on one side of a ratio only.
    fn one_sided(&mut self, ratio: &EmptyInRatio) -> OneSidedStep {
        let rows = ratio.one_sided.as_ref();
        OneSidedStep {
            rollup: rows.map(|rows| self.number_of((ratio.source, false), rows)),
            definition: ratio.clone(),
        }
    }

    /// The number of rows of a source, or of those in scope, of which a condition is true.
    fn number_of(&mut self, (source, in_scope): (usize, bool), condition: &Expression) -> Rollup {
        self.rollup(&Request {
            source,
            by: &[],
            measures: vec![&Expression::count_of_rows()],
            filter: Some(condition),
            in_scope,
            also: &[],
            once: true,
            mentioned: None,
            excluding: &[],
        })
    }

    /// The position of a breakdown, which the report has.
    fn breakdown_index(&self, name: &str) -> BreakdownIndex {
        let at = self.report.breakdowns.get_index_of(name);
        BreakdownIndex(at.unwrap_or_default())
    }

    /// The orders of the values in the columns of a breakdown.
    fn orders(&self, breakdown: &Breakdown) -> BTreeMap<String, KeyOrder> {
        let columns = breakdown.columns.all().iter();
        let orders = columns.map(|column| {
            let dimension = match &column.holds {
                ColumnContent::Codes(Some(dimension)) => self.report.dimensions.get(dimension),
                _ => None,
            };
            let order =
                dimension.map_or_else(|| KeyOrder::of(column.value_type), KeyOrder::of_dimension);
            (column.name.clone(), order)
        });
        orders.collect()
    }

    fn check(&self, check: &Check) -> CheckStep {
        CheckStep {
            definition: check.clone(),
            from: self.breakdown_index(&check.from),
        }
    }

    fn claim(&self, claim: &Claim) -> ClaimStep {
        let from = claim.condition.from.as_ref();
        ClaimStep {
            definition: claim.clone(),
            from: from.map(|from| self.breakdown_index(from)),
        }
    }

    fn dimensions(&self) -> Vec<DimensionStep> {
        let dimensions = self.report.dimensions.values().enumerate();
        let step = |(at, definition): (usize, &Dimension)| {
            let lookup = match &definition.kind {
                DimensionKind::Lookup { lookup, .. }
                | DimensionKind::Explode {
                    valid: Some((lookup, _)),
                    ..
                } => self.report.lookups.get_index_of(lookup),
                _ => None,
            };
            DimensionStep {
                definition: definition.clone(),
                lookup: lookup.map(LookupIndex),
                list: self.exploded(&definition.name),
                noted_in: noted_in(&self.bases, DimensionIndex(at)),
            }
        };
        dimensions.map(step).collect()
    }
}
