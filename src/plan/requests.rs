//! A request for groups → a rollup of a base: finds the base that is fine enough, or makes it, and puts
//! into it what the request needs.

use super::DimensionIndex;
use super::base::{AtomKind, Base, BaseAggregate, BaseAggregateKind};
use super::{Rollup, RollupAggregate, RollupKind, RollupMeasure};
use crate::report::{ContractColumn, DimensionKind, Report};
use crate::sql::{Aggregate, Expression, FilteredAggregate, Node, Type, meant_key_of, split};
use std::collections::BTreeSet;
use std::convert::Infallible;

/// A report, and the bases that its plan has so far.
pub(super) struct Planner<'a> {
    pub(super) report: &'a Report,
    pub(super) bases: Vec<Base>,
}

/// What a base must provide.
pub(super) struct Request<'a> {
    pub(super) source: usize,
    pub(super) by: &'a [String],
    pub(super) measures: Vec<&'a Expression>,
    pub(super) filter: Option<&'a Expression>,
    pub(super) in_scope: bool,
    /// Further dimensions by which the groups must be distinguished.
    pub(super) also: &'a [String],
    /// Whether a row counts once in a group, even if the group has several mentions of its list.
    pub(super) once: bool,
    /// Exploded dimension for which each row must have a valid value.
    pub(super) mentioned: Option<DimensionIndex>,
    /// Dimensions besides `by` whose excluded rows are left out.
    pub(super) excluding: &'a [String],
}

impl Planner<'_> {
    pub(super) fn rollup(&mut self, request: &Request<'_>) -> Rollup {
        let report = self.report;
        let scope = report.scope.as_ref();
        let scope = scope.filter(|scope| request.in_scope && scope.source == request.source);
        let top = scope.and_then(|scope| scope.top.as_ref());
        let chosen = top.map(|top| &top.by);
        let of_scope = scope.and_then(|scope| scope.filter.as_ref());
        let filter = both(request.filter, of_scope);
        let base = self.base_for(request, filter.as_ref(), chosen);
        let mut condition = filter.map(|filter| self.condition(base, &filter));
        let explodes = self.bases[base].explode.is_some();
        if let Some(dimension) = request.mentioned
            && !explodes
        {
            let atom = self.bases[base].atom(AtomKind::HasValid(dimension));
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
        for name in request
            .by
            .iter()
            .chain(request.also)
            .chain(request.excluding)
            .chain(chosen)
        {
            self.need(base, name);
        }
        Rollup {
            base,
            by: request.by.to_vec(),
            condition,
            measures,
            in_scope: chosen.is_some(),
            mentioned: request
                .mentioned
                .filter(|_| explodes)
                .map(|at| self.report.dimensions[at.0].name.clone()),
            excluding: request.excluding.to_vec(),
        }
    }

    /// The base that fits a request with its whole condition and the dimension that the scope chooses
    /// from: same source, same exploded list, same wide columns.
    fn base_for(
        &mut self,
        request: &Request<'_>,
        filter: Option<&Expression>,
        chosen: Option<&String>,
    ) -> usize {
        let by = request.by.iter().chain(request.also);
        let mut names: BTreeSet<String> = by.chain(request.excluding).cloned().collect();
        names.extend(chosen.cloned());
        let mut conditions: Vec<&Expression> = filter.into_iter().collect();
        let aggregates = request.measures.iter().flat_map(|it| it.node.aggregates());
        for measure in aggregates {
            conditions.extend(&measure.filter);
            if let Aggregate::CountDistinct(columns) = &measure.aggregate {
                names.extend(columns.iter().cloned());
            }
        }
        // What is in scope of a list are mentions, not rows.
        let in_scope = chosen.is_some_and(|name| self.exploded(name).is_none());
        let mut wide: BTreeSet<String> = BTreeSet::new();
        for name in &names {
            wide.extend(self.wide_keys(request.source, name));
        }
        for condition in conditions {
            names.extend(condition.names.iter().cloned());
            let found = split(
                &condition.node,
                &|name| self.is_wide(request.source, name),
                &|name| self.report.is_row(request.source, name),
                &mut |_| String::new(),
            );
            wide.extend(found.wide);
        }
        let explode = names.iter().find_map(|name| self.exploded(name));
        let per_row = request.once && explode.is_some();
        let found = self.bases.iter().position(|base| {
            base.source == request.source
                && base.explode == explode
                && base.in_scope == in_scope
                && base.per_row == per_row
                && base.wide == wide
        });
        found.unwrap_or_else(|| {
            let mut base = Base {
                source: request.source,
                explode,
                in_scope,
                per_row,
                ..Base::default()
            };
            for name in &wide {
                base.key(self.column(request.source, name));
            }
            base.wide = wide;
            self.bases.push(base);
            self.bases.len() - 1
        })
    }

    fn rollup_measure(&mut self, base: usize, measure: &Expression) -> RollupMeasure {
        let part = |aggregate: &FilteredAggregate| {
            Ok::<_, Infallible>(self.rollup_aggregate(base, aggregate))
        };
        let Ok(measure) = RollupMeasure::of(measure, part);
        measure
    }

    fn rollup_aggregate(&mut self, base: usize, measure: &FilteredAggregate) -> RollupAggregate {
        let condition = measure
            .filter
            .as_ref()
            .map(|filter| self.condition(base, filter));
        let counts_cells = self.adds_column_with_empty_cells(base, measure);
        let mut aggregate = |kind, value: &Expression| {
            self.bases[base].aggregate(BaseAggregate {
                kind,
                value: value.clone(),
            })
        };
        let mut meant = None;
        let kind = match &measure.aggregate {
            Aggregate::Count => RollupKind::Count,
            Aggregate::CountValues(value) => {
                RollupKind::Sum(aggregate(BaseAggregateKind::Count, value))
            }
            Aggregate::Sum(value) => {
                if counts_cells {
                    aggregate(BaseAggregateKind::Count, value);
                }
                RollupKind::Sum(aggregate(BaseAggregateKind::Sum, value))
            }
            Aggregate::Least(value) => {
                meant = meant_of(value).map(|key| aggregate(BaseAggregateKind::Least, &key));
                RollupKind::Least(aggregate(BaseAggregateKind::Least, value))
            }
            Aggregate::Greatest(value) => {
                meant = meant_of(value).map(|key| aggregate(BaseAggregateKind::Greatest, &key));
                RollupKind::Greatest(aggregate(BaseAggregateKind::Greatest, value))
            }
            Aggregate::Mean(value) => RollupKind::Mean(
                aggregate(BaseAggregateKind::Sum, value),
                aggregate(BaseAggregateKind::Count, value),
            ),
            Aggregate::Quantile(value, quantile) => {
                RollupKind::Quantile(aggregate(BaseAggregateKind::Every, value), *quantile)
            }
            Aggregate::CountDistinct(columns) => {
                for column in columns {
                    self.need(base, column);
                }
                RollupKind::CountDistinct(columns.clone())
            }
        };
        RollupAggregate {
            condition,
            kind,
            meant,
        }
    }

    /// Whether a column is added up that may have empty cells: how many have a value says whether a sum of 0 is known.
    fn adds_column_with_empty_cells(&self, base: usize, measure: &FilteredAggregate) -> bool {
        let Aggregate::Sum(value) = &measure.aggregate else {
            return false;
        };
        let Node::Name(name) = &value.node else {
            return false;
        };
        let source = &self.report.sources[self.bases[base].source];
        let column = source.columns.get(name);
        column.is_some_and(ContractColumn::may_be_empty)
    }

    /// Takes the atoms out of a condition and keeps the rest in the base.
    fn condition(&mut self, base: usize, condition: &Expression) -> usize {
        let source = self.bases[base].source;
        let wide = self.bases[base].wide.clone();
        let mut names = self.bases[base].clone();
        let found = split(
            &condition.node,
            &|name| self.is_wide(source, name) && !wide.contains(name),
            &|name| self.report.is_row(source, name),
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
    pub(super) fn need(&mut self, base: usize, name: &str) {
        let source = self.bases[base].source;
        for key in self.keys(source, name) {
            let column = self.column(source, &key);
            self.bases[base].key(column);
        }
        self.derive(base, name);
    }

    fn derive(&mut self, base: usize, name: &str) {
        if self.bases[base].column(name).is_some() {
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
        let column = self.column(self.bases[base].source, name);
        self.bases[base].derived.push(column);
    }
}

/// What texts are put in order by where they read like numbers.
fn meant_of(value: &Expression) -> Option<Expression> {
    (value.kind == Type::Text).then(|| meant_key_of(value))
}

/// A condition that holds where both do.
fn both(one: Option<&Expression>, other: Option<&Expression>) -> Option<Expression> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.condition(one.node.clone().and(other.node.clone()))),
        (one, other) => one.or(other).cloned(),
    }
}
