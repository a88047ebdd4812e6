//! Assigns every scope, breakdown and metric to a base and collects what the base must hold.

use super::base::{AtomKind, Base, BaseAggregate, BaseAggregateKind};
use super::{BreakdownStep, MetricStep, Plan, Rollup, RollupKind, RollupMeasure, Scan};
use crate::report::{
    Breakdown, Denominator, DimensionKind, Keep, MeasureUse, Metric, Numerator, Report, Rows,
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
            measures: vec![&scope.measure],
            filter: None,
            in_scope: false,
            also: &[],
            once: false,
            exploded: None,
        };
        planner.rollup(&request)
    });
    let breakdowns = report
        .breakdowns
        .iter()
        .map(|(name, breakdown)| (name.clone(), planner.breakdown(breakdown)))
        .collect();
    let metrics = report
        .metrics
        .iter()
        .map(|(name, metric)| (name.clone(), planner.metric(metric)))
        .collect();
    let scans = planner.scans();
    Plan {
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
    /// Dimension of which each row must have a valid value (a denominator of shares).
    exploded: Option<&'a str>,
}

struct Planner<'a> {
    report: &'a Report,
    bases: Vec<Base>,
}

impl Planner<'_> {
    fn breakdown(&mut self, breakdown: &Breakdown) -> BreakdownStep {
        let source = match &breakdown.rows {
            Rows::Breakdown(from) => return BreakdownStep::From(from.clone()),
            Rows::Source(source) => *source,
        };
        let with: Vec<String> = breakdown.with.keys().cloned().collect();
        let mut request = Request {
            source,
            by: &breakdown.by,
            measures: breakdown.measures.iter().map(aggregate_of).collect(),
            filter: breakdown.filter.as_ref(),
            in_scope: breakdown.in_scope,
            also: &with,
            once: breakdown.share_of != ShareOf::Mentions && !self.is_plain_list(breakdown),
            exploded: None,
        };
        let rollup = self.rollup(&request);
        let fixed: Vec<String> = breakdown
            .within
            .iter()
            .map(|at| breakdown.by[*at].clone())
            .collect();
        let exploded = breakdown.by.iter().find_map(|name| self.exploded(name));
        let filter_explodes = breakdown
            .filter
            .as_ref()
            .is_some_and(|f| f.names.iter().any(|name| self.exploded(name).is_some()));
        let denominators = match (&exploded, breakdown.share_of) {
            (Some(dimension), ShareOf::Rows | ShareOf::Valid)
                if !filter_explodes && !fixed.iter().any(|name| self.exploded(name).is_some()) =>
            {
                request.by = &fixed;
                request.also = &[];
                if breakdown.share_of == ShareOf::Valid {
                    request.exploded = Some(dimension);
                }
                Some(self.rollup(&request))
            }
            _ => None,
        };
        BreakdownStep::Rollup {
            rollup,
            with,
            denominators,
        }
    }

    /// Whether the groups of a breakdown are the values of a list, of which no row has one twice.
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
        let names = |filter: &Option<Expression>| {
            filter
                .iter()
                .any(|f| f.names.iter().any(|name| self.exploded(name).is_some()))
        };
        let mut measures = breakdown.measures.iter();
        is_list
            && !breakdown.keep.values().any(folds)
            && !names(&breakdown.filter)
            && !measures.any(|measure| names(&measure.aggregate.filter))
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
                exploded: None,
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
                exploded: None,
            })),
            _ => None,
        };
        MetricStep {
            numerator,
            denominator,
        }
    }

    fn rollup(&mut self, request: &Request<'_>) -> Rollup {
        let base = self.base_for(request);
        let mut condition = request.filter.map(|filter| self.condition(base, filter));
        if let Some(dimension) = request.exploded {
            let atom = self.bases[base].atom(AtomKind::HasValid(dimension.to_owned()));
            let sql = match condition {
                Some(at) => format!("({}) AND \"{atom}\"", self.bases[base].conditions[at]),
                None => format!("\"{atom}\""),
            };
            condition = Some(self.bases[base].condition(sql));
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
        }
    }

    /// The base that fits a request: same source, same exploded list, same wide columns.
    fn base_for(&mut self, request: &Request<'_>) -> usize {
        let mut names: BTreeSet<String> = request.by.iter().chain(request.also).cloned().collect();
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
                &condition.tree,
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
                sql: value.sql(),
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
        let mut atoms: Vec<(String, String)> = Vec::new();
        let mut names = self.bases[base].clone();
        let found = split(
            &condition.tree,
            &|name| self.is_wide(source, name) && !wide.contains(name),
            &|name| self.is_row(source, name),
            &mut |sql| names.atom(AtomKind::Sql(sql.to_owned())),
        );
        atoms.extend(found.atoms);
        for (_, sql) in &atoms {
            self.bases[base].atom(AtomKind::Sql(sql.clone()));
        }
        for name in rest_names(&found.rest, &condition.names) {
            if !self.is_wide(source, &name) || wide.contains(&name) {
                self.need(base, &name);
            }
        }
        self.bases[base].condition(found.rest)
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
        match self.report.dimensions.get(name).map(|d| &d.kind) {
            Some(DimensionKind::Explode { .. }) => Some(name.to_owned()),
            Some(DimensionKind::Lookup { key, .. }) => self.exploded(key),
            Some(DimensionKind::Sql(expression)) => {
                expression.names.iter().find_map(|name| self.exploded(name))
            }
            _ => None,
        }
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

/// The names of a condition that its rest still reads.
fn rest_names(rest: &str, names: &BTreeSet<String>) -> Vec<String> {
    names
        .iter()
        .filter(|name| rest.contains(&format!("\"{}\"", name.replace('"', "\"\""))))
        .cloned()
        .collect()
}
