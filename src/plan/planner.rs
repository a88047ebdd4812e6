//! Assigns every scope, breakdown and metric to a base and collects what the base must hold.

use super::base::{AtomKind, Base, BaseAggregate, BaseAggregateKind};
use super::{
    BreakdownStep, Level, MetricStep, Plan, Rollup, RollupKind, RollupMeasure, Scan, ScopeStep,
    StepRows,
};
use crate::report::{
    Breakdown, Denominator, DimensionKind, Keep, MeasureUse, Metric, Numerator, Report, Rows,
    UnmatchedKeys,
};
use crate::spec::grammar::{KeepOther, ShareOf};
use crate::sql::{Aggregate, Expression, FilteredAggregate, Type, split};
use std::collections::BTreeSet;

/// Plans a report.
#[must_use]
pub fn plan(report: &Report) -> Plan {
    let mut planner = Planner {
        report,
        bases: Vec::new(),
    };
    let scope = report.scope.as_ref().map(|scope| {
        let request = Request {
            source: scope.source,
            by: std::slice::from_ref(&scope.by),
            measures: vec![&scope.measure.aggregate],
            filter: None,
            in_scope: false,
            also: &[],
            once: true,
            mentioned: None,
            excluding: &[],
        };
        ScopeStep {
            rollup: planner.rollup(&request),
            n: scope.n,
        }
    });
    let breakdowns = report.breakdowns.values();
    let breakdowns = breakdowns.map(|it| planner.breakdown(it)).collect();
    let metrics = report.metrics.values();
    let metrics = metrics.map(|it| planner.metric(it)).collect();
    let scans = planner.scans();
    Plan {
        sources: report.sources.clone(),
        dimensions: report.dimensions.clone(),
        lookups: report.lookups.clone(),
        locale: report.locales[0],
        checks: report.checks.clone(),
        scans,
        bases: planner.bases,
        scope,
        breakdowns,
        metrics,
    }
}

/// What is asked of a base.
struct Request<'a> {
    source: usize,
    by: &'a [String],
    measures: Vec<&'a FilteredAggregate>,
    filter: Option<&'a Expression>,
    in_scope: bool,
    /// Further dimensions that the groups must tell apart.
    also: &'a [String],
    /// Whether a row counts once in a group, however many mentions of its list are in it.
    once: bool,
    /// Exploded dimension of which each row must have a valid value.
    mentioned: Option<&'a str>,
    /// Dimensions beside `by` whose excluded rows are left out.
    excluding: &'a [String],
}

struct Planner<'a> {
    report: &'a Report,
    bases: Vec<Base>,
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
                Rows::Breakdown(from) => StepRows::From(from.clone()),
                Rows::Source(source) => self.rows_of_base(breakdown, *source),
            },
        }
    }

    fn rows_of_base(&mut self, breakdown: &Breakdown, source: usize) -> StepRows {
        let with: Vec<String> = breakdown.with.keys().cloned().collect();
        let exploded = breakdown.by.iter().find_map(|name| self.exploded(name));
        let once = breakdown.share_of != ShareOf::Mentions && !self.is_plain_list(breakdown);
        let of_groups = Request {
            source,
            by: &breakdown.by,
            measures: breakdown.measures.iter().map(aggregate_of).collect(),
            filter: breakdown.filter.as_ref(),
            in_scope: breakdown.in_scope,
            also: &with,
            once,
            mentioned: exploded.as_deref(),
            excluding: &[],
        };
        let rollup = self.rollup(&of_groups);
        let (mut denominators, mut counted) = (None, None);
        if let Some(dimension) = &exploded {
            let fixed: Vec<String> = breakdown
                .within
                .iter()
                .map(|at| breakdown.by[*at].clone())
                .collect();
            // What is folded is known in the base of the groups only.
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

    /// Whether a dimension may leave rows out.
    fn excludes(&self, name: &str) -> bool {
        match self.report.dimensions.get(name).map(|d| &d.kind) {
            Some(DimensionKind::Lookup { key, unmatched, .. }) => {
                *unmatched == UnmatchedKeys::Exclude || self.excludes(key)
            }
            Some(DimensionKind::Column(column)) if column != name => self.excludes(column),
            _ => false,
        }
    }

    /// Whether the groups of a breakdown are the values of a list, of which no row has one twice, and each
    /// is looked at alone.
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
            && !breakdown.with.keys().any(reads_list)
            && !breakdown.keep.values().any(folds)
    }

    fn metric(&mut self, metric: &Metric) -> MetricStep {
        let numerator = match &metric.numerator {
            Numerator::Second { .. } => None,
            Numerator::Aggregate {
                source,
                measure,
                in_scope,
            } => Some(self.rollup(&Request {
                source: *source,
                by: &[],
                measures: vec![&measure.aggregate],
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
            } => Some(self.rollup(&Request {
                source: *source,
                by: &[],
                measures: vec![&measure.aggregate],
                filter: filter.as_ref(),
                in_scope: *in_scope,
                also: &[],
                once: true,
                mentioned: None,
                excluding: &[],
            })),
            _ => None,
        };
        MetricStep {
            definition: metric.clone(),
            numerator,
            denominator,
        }
    }

    fn rollup(&mut self, request: &Request<'_>) -> Rollup {
        let base = self.base_for(request);
        let mut condition = request.filter.map(|filter| self.condition(base, filter));
        let explodes = !self.bases[base].explode.is_empty();
        if let Some(dimension) = request.mentioned
            && !explodes
        {
            let atom = self.bases[base].atom(AtomKind::HasValid(dimension.to_owned()));
            let valid = Expression::name(&atom, Type::Boolean, "");
            let both = match condition.map(|at| &self.bases[base].conditions[at]) {
                Some(own) => own.condition(own.node.clone().and(valid.node)),
                None => valid,
            };
            condition = Some(self.bases[base].condition(both));
        }
        let measures = request
            .measures
            .iter()
            .map(|measure| self.rollup_measure(base, measure))
            .collect();
        let scope_by = self.report.scope.as_ref().map(|scope| scope.by.clone());
        let in_scope = request.in_scope
            && self
                .report
                .scope
                .as_ref()
                .is_some_and(|scope| scope.source == request.source);
        for name in request
            .by
            .iter()
            .chain(request.also)
            .chain(request.excluding)
            .chain(scope_by.iter().filter(|_| in_scope))
        {
            self.need(base, name);
        }
        Rollup {
            base,
            by: request.by.to_vec(),
            condition,
            measures,
            in_scope,
            mentioned: request
                .mentioned
                .filter(|_| explodes)
                .unwrap_or_default()
                .to_owned(),
            excluding: request.excluding.to_vec(),
        }
    }

    /// The base that fits a request: same source, same exploded list, same wide columns.
    fn base_for(&mut self, request: &Request<'_>) -> usize {
        let by = request.by.iter().chain(request.also);
        let mut names: BTreeSet<String> = by.chain(request.excluding).cloned().collect();
        let mut conditions: Vec<&Expression> = request.filter.into_iter().collect();
        for measure in &request.measures {
            conditions.extend(&measure.filter);
            if let Aggregate::CountDistinct(columns) = &measure.aggregate {
                names.extend(columns.iter().cloned());
            }
        }
        if request.in_scope
            && let Some(scope) = &self.report.scope
            && scope.source == request.source
        {
            names.insert(scope.by.clone());
        }
        let mut wide: BTreeSet<String> = BTreeSet::new();
        for name in &names {
            wide.extend(self.wide_keys(request.source, name));
        }
        for condition in conditions {
            names.extend(condition.names.iter().cloned());
            let found = split(
                &condition.node,
                &|name| self.is_wide(request.source, name),
                &|name| self.is_row(request.source, name),
                &mut |_| String::new(),
            );
            wide.extend(found.wide);
        }
        let explode = names
            .iter()
            .find_map(|name| self.exploded(name))
            .unwrap_or_default();
        let per_row = request.once && !explode.is_empty();
        let found = self.bases.iter().position(|base| {
            base.source == request.source
                && base.explode == explode
                && base.per_row == per_row
                && base.wide == wide
        });
        found.unwrap_or_else(|| {
            let mut base = Base {
                source: request.source,
                explode,
                per_row,
                ..Base::default()
            };
            for name in &wide {
                base.key(name);
            }
            base.wide = wide;
            self.bases.push(base);
            self.bases.len() - 1
        })
    }

    fn rollup_measure(&mut self, base: usize, measure: &FilteredAggregate) -> RollupMeasure {
        let condition = measure
            .filter
            .as_ref()
            .map(|filter| self.condition(base, filter));
        let mut aggregate = |kind, value: &Expression| {
            self.bases[base].aggregate(BaseAggregate {
                kind,
                value: value.clone(),
            })
        };
        let kind = match &measure.aggregate {
            Aggregate::Count => RollupKind::Count,
            Aggregate::CountValues(value) => {
                RollupKind::Sum(aggregate(BaseAggregateKind::Count, value))
            }
            Aggregate::Sum(value) => RollupKind::Sum(aggregate(BaseAggregateKind::Sum, value)),
            Aggregate::Least(value) => {
                RollupKind::Least(aggregate(BaseAggregateKind::Least, value))
            }
            Aggregate::Greatest(value) => {
                RollupKind::Greatest(aggregate(BaseAggregateKind::Greatest, value))
            }
            Aggregate::Mean(value) => RollupKind::Mean(
                aggregate(BaseAggregateKind::Sum, value),
                aggregate(BaseAggregateKind::Count, value),
            ),
            Aggregate::CountDistinct(columns) => {
                for column in columns {
                    self.need(base, column);
                }
                RollupKind::CountDistinct(columns.clone())
            }
        };
        RollupMeasure { condition, kind }
    }

    /// Takes the atoms out of a condition and keeps the rest in the base.
    fn condition(&mut self, base: usize, condition: &Expression) -> usize {
        let source = self.bases[base].source;
        let wide = self.bases[base].wide.clone();
        let mut names = self.bases[base].clone();
        let found = split(
            &condition.node,
            &|name| self.is_wide(source, name) && !wide.contains(name),
            &|name| self.is_row(source, name),
            &mut |atom| names.atom(AtomKind::Condition(condition.condition(atom.clone()))),
        );
        for (_, atom) in found.atoms {
            self.bases[base].atom(AtomKind::Condition(condition.condition(atom)));
        }
        let read = found.rest.names();
        for name in condition.names.intersection(&read) {
            if !self.is_wide(source, name) || wide.contains(name) {
                self.need(base, name);
            }
        }
        self.bases[base].condition(condition.condition(found.rest))
    }

    /// Makes a column or dimension available in a base.
    fn need(&mut self, base: usize, name: &str) {
        let source = self.bases[base].source;
        for key in self.keys(source, name) {
            self.bases[base].key(&key);
        }
        self.derive(base, name);
    }

    fn derive(&mut self, base: usize, name: &str) {
        let known = &self.bases[base];
        if known.keys.iter().chain(&known.derived).any(|k| k == name) {
            return;
        }
        let Some(dimension) = self.report.dimensions.get(name) else {
            return;
        };
        match &dimension.kind {
            DimensionKind::Column(column) if column == name => return,
            DimensionKind::Column(column) => self.derive(base, &column.clone()),
            DimensionKind::Lookup { key, .. } => self.derive(base, &key.clone()),
            DimensionKind::Sql(expression) => {
                for inner in expression.names.clone() {
                    self.derive(base, &inner);
                }
            }
            DimensionKind::Bucket { .. } | DimensionKind::Explode { .. } => return,
        }
        self.bases[base].derived.push(name.to_owned());
    }

    /// The row columns that must be in the key for a name to be known per group.
    fn keys(&self, source: usize, name: &str) -> BTreeSet<String> {
        match self.report.dimensions.get(name).map(|d| &d.kind) {
            None => BTreeSet::from([name.to_owned()]),
            Some(DimensionKind::Column(column)) => BTreeSet::from([column.clone()]),
            Some(DimensionKind::Lookup { key, .. }) => self.keys(source, key),
            Some(DimensionKind::Bucket { .. } | DimensionKind::Explode { .. }) => {
                BTreeSet::from([name.to_owned()])
            }
            Some(DimensionKind::Sql(expression)) => {
                if self.is_row_dimension(source, name) {
                    return BTreeSet::from([name.to_owned()]);
                }
                expression
                    .names
                    .iter()
                    .flat_map(|inner| self.keys(source, inner))
                    .collect()
            }
        }
    }

    fn wide_keys(&self, source: usize, name: &str) -> BTreeSet<String> {
        self.keys(source, name)
            .into_iter()
            .filter(|key| self.is_unique(source, key) || self.reads_unique(source, key))
            .collect()
    }

    /// Whether a row's dimension is made of a unique column, so that it is nearly as fine as the rows.
    fn reads_unique(&self, source: usize, name: &str) -> bool {
        match self.report.dimensions.get(name).map(|d| &d.kind) {
            Some(DimensionKind::Sql(expression)) => expression
                .names
                .iter()
                .any(|inner| self.is_unique(source, inner)),
            _ => false,
        }
    }

    fn is_unique(&self, source: usize, name: &str) -> bool {
        self.report.sources[source]
            .columns
            .get(name)
            .is_some_and(|column| column.unique)
    }

    /// Whether a name is a column that is too fine to be part of every key.
    fn is_wide(&self, source: usize, name: &str) -> bool {
        self.report.sources[source]
            .columns
            .get(name)
            .is_some_and(|column| {
                column.unique || matches!(column.kind, Type::Integer | Type::Number | Type::List)
            })
    }

    /// Whether a name is known for a single row of the source.
    fn is_row(&self, source: usize, name: &str) -> bool {
        self.report.sources[source].columns.contains_key(name)
            || self.is_row_dimension(source, name)
    }

    /// A bucket, or an expression over columns of the row: its values are fewer than theirs.
    fn is_row_dimension(&self, source: usize, name: &str) -> bool {
        match self.report.dimensions.get(name).map(|d| &d.kind) {
            Some(DimensionKind::Bucket { .. }) => true,
            Some(DimensionKind::Sql(expression)) => {
                let mut names = expression.names.iter();
                names.all(|name| self.is_row(source, name))
            }
            _ => false,
        }
    }

    /// The exploded dimension that a name is or builds on.
    fn exploded(&self, name: &str) -> Option<String> {
        self.report.list_of(name).map(str::to_owned)
    }

    /// The columns that each source must deliver.
    fn scans(&self) -> Vec<Scan> {
        let mut scans = Vec::new();
        for (index, source) in self.report.sources.iter().enumerate() {
            let bases: Vec<&Base> = self.bases.iter().filter(|b| b.source == index).collect();
            if bases.is_empty() {
                continue;
            }
            // The whole contract is checked, whatever a report uses of it.
            scans.push(Scan {
                source: index,
                columns: source.columns.keys().cloned().collect(),
            });
        }
        scans
    }
}

fn aggregate_of(measure: &MeasureUse) -> &FilteredAggregate {
    &measure.aggregate
}
