//! The numbers whose changes are split by rows. In: the reports of both bundles. Out: those that are sums or counts of rows of
//! one source, each as a breakdown by the key of the rows.

use crate::compare::ReadBundle;
use crate::compare::split::RowsOf;
use crate::document::report_json::Cell;
use crate::report::{
    Breakdown, ByName, Denominator, Dimension, DimensionKind, MeasureUse, Numerator, Order, Report,
    Rows,
};
use crate::spec::grammar::ShareOf;
use crate::sql::{Aggregate, Expression, FilteredAggregate, Node, Type};
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A number that is a sum or a count of rows.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// What it is: `measure`, `metric`, `numerator`.
    pub(super) kind: &'static str,
    /// Its name.
    pub(super) name: String,
    /// Its measure.
    pub(super) measure: String,
    pub(super) rows: RowsOf,
    /// Its value in both bundles, where they have it.
    pub(super) bundles: Option<[Cell; 2]>,
}

/// A source of a report, and the column that finds its rows again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) report: &'a Report,
    /// Its position.
    pub(super) at: usize,
    /// The unique column.
    pub(super) key: &'a str,
}

impl Source<'_> {
    /// The measures over its rows that are sums or counts, by name.
    pub(super) fn measures(&self) -> IndexMap<String, MeasureUse> {
        let report = self.report;
        let of_metrics = report
            .metrics
            .values()
            .filter_map(|metric| match &metric.numerator {
                Numerator::Aggregate {
                    source, measure, ..
                } => Some((*source, measure)),
                Numerator::Second { .. } => None,
            });
        let of_breakdowns = report.breakdowns.values().flat_map(|breakdown| {
            let source = match breakdown.rows {
                Rows::Source(source) => Some(source),
                Rows::Breakdown(_) => None,
            };
            breakdown
                .measures
                .iter()
                .filter_map(move |it| Some((source?, it)))
        });
        let of_scope = report.scope.iter().filter_map(|scope| {
            let top = scope.top.as_ref()?;
            Some((scope.source, &top.measure))
        });
        let all = of_breakdowns.chain(of_scope).chain(of_metrics);
        let own = all.filter(|(source, measure)| *source == self.at && measure.adds_up());
        let mut measures: IndexMap<String, MeasureUse> = IndexMap::new();
        for (_, measure) in own {
            // Aggregates without a name are those of one metric.
            if report.measures.contains_key(&measure.name) {
                measures
                    .entry(measure.name.clone())
                    .or_insert_with(|| measure.clone());
            }
        }
        measures
    }

    /// Whether the report speaks of some of its rows only.
    pub(super) fn has_scope(&self) -> bool {
        let scope = self.report.scope.as_ref();
        scope.is_some_and(|scope| scope.source == self.at)
    }

    /// The dimensions that give each row one value, besides what tells the rows apart.
    pub(super) fn dimensions(&self) -> Vec<&Dimension> {
        let columns = &self.report.sources[self.at].columns;
        let is_fine = |name: &str| {
            let column = columns.get(name);
            column.is_some_and(|column| column.unique || column.kind.is_number())
        };
        let one_value = |dimension: &&Dimension| {
            let is_list = !self.report.lists_of(&dimension.name).is_empty();
            let is_fine = match &dimension.kind {
                DimensionKind::Column(column) => is_fine(column),
                _ => false,
            };
            dimension.source == self.at && !is_list && !is_fine
        };
        self.report.dimensions.values().filter(one_value).collect()
    }

    /// The rows of a breakdown by its dimensions and their key, of a sum or count and of the number of rows.
    pub(super) fn rows_of(&self, breakdown: &Breakdown, measure: &MeasureUse) -> Breakdown {
        let rows = if breakdown.in_scope {
            RowsOf::Scope
        } else {
            RowsOf::All
        };
        Breakdown {
            share_of: breakdown.share_of,
            ..self.by(&breakdown.by, measure, breakdown.filter.as_ref(), rows)
        }
    }

    /// Its rows by some dimensions and their key, of a sum or count and of the number of rows.
    pub(super) fn by(
        &self,
        dimensions: &[String],
        measure: &MeasureUse,
        filter: Option<&Expression>,
        rows: RowsOf,
    ) -> Breakdown {
        let by: Vec<String> = dimensions
            .iter()
            .cloned()
            .chain([self.key.to_owned()])
            .collect();
        Breakdown {
            name: String::new(),
            rows: Rows::Source(self.at),
            by_list: by.iter().any(|name| self.report.list_of(name).is_some()),
            measures: vec![measure.clone(), counted()],
            filter: filter.cloned(),
            in_scope: rows == RowsOf::Scope,
            within: Vec::new(),
            share_of: ShareOf::Valid,
            cumulative: false,
            add_up: None,
            total: false,
            periods: None,
            over: None,
            keep: std::collections::BTreeMap::new(),
            with: IndexMap::new(),
            sort: vec![Order::Key; by.len()],
            sort_by_change: None,
            by,
            columns: Arc::default(),
            title: crate::report::LocalText::default(),
            pointer: String::new(),
        }
    }

    /// A number as a breakdown by the key.
    pub(super) fn number(&self, wanted: &Wanted) -> Option<Breakdown> {
        if wanted.kind == MEASURE {
            let measure = &self.measures()[&wanted.measure];
            return Some(self.by(&[], measure, None, wanted.rows));
        }
        let metric = self.report.metrics.get(&wanted.name)?;
        let Numerator::Aggregate {
            source,
            measure,
            in_scope,
        } = &metric.numerator
        else {
            return None;
        };
        let rows = if *in_scope {
            RowsOf::Scope
        } else {
            RowsOf::All
        };
        let fits = *source == self.at && measure.adds_up() && rows == wanted.rows;
        fits.then(|| self.by(&[], measure, metric.filter.as_ref(), rows))
    }

    /// The report with these breakdowns alone.
    pub(super) fn with(&self, breakdowns: Vec<Breakdown>) -> Report {
        let mut report = self.report.clone();
        report.charts.clear();
        report.sections.clear();
        report.metrics.clear();
        report.checks.clear();
        report.published.clear();
        report.compared.clear();
        report.ordered.clear();
        report.left_out.clear();
        report.empty_in_ratios.clear();
        report.sorted.clear();
        report.coverage.clear();
        report.claims.clear();
        let column = &report.sources[self.at].columns[self.key];
        let dimension = Dimension {
            name: self.key.to_owned(),
            source: self.at,
            kind: DimensionKind::Column(self.key.to_owned()),
            value_type: column.kind,
            title: column.title.clone(),
            labels: ByName::default(),
            label_from: std::collections::BTreeMap::new(),
            link: None,
            pointer: column.pointer.clone(),
        };
        report
            .dimensions
            .entry(self.key.to_owned())
            .or_insert(dimension);
        let named = breakdowns.into_iter().enumerate();
        report.breakdowns = named
            .map(|(at, breakdown)| (format!("#{at}"), breakdown))
            .collect();
        report
    }
}

/// What a measure of the spec is called.
pub(super) const MEASURE: &str = "measure";

/// The number of rows, as a measure.
pub(super) fn counted() -> MeasureUse {
    let node = Node::Aggregate(Box::new(FilteredAggregate {
        aggregate: Aggregate::Count,
        filter: None,
    }));
    MeasureUse {
        name: String::new(),
        expression: Expression {
            node,
            names: BTreeSet::new(),
            kind: Type::Integer,
            text: "count(*)".to_owned(),
            pointer: String::new(),
        },
        shares: true,
    }
}

/// The sums and counts of a source that may have changed, and the names of changed metrics that are none.
pub(super) fn wanted(
    sources: &[Source<'_>; 2],
    [old, new]: [&ReadBundle; 2],
) -> (Vec<Wanted>, Vec<String>) {
    let mut found = Vec::new();
    let measures = sources.map(|source| source.measures());
    let has_scope = sources.iter().all(Source::has_scope);
    for name in measures[1]
        .keys()
        .filter(|name| measures[0].contains_key(*name))
    {
        let mut add = |rows| {
            found.push(Wanted {
                kind: MEASURE,
                name: name.clone(),
                measure: name.clone(),
                rows,
                bundles: None,
            });
        };
        add(RowsOf::All);
        if has_scope {
            add(RowsOf::Scope);
        }
    }
    let mut not_split = Vec::new();
    for (name, after) in &new.report.metrics {
        let Some(before) = old.report.metrics.get(name) else {
            continue;
        };
        let reports = sources.map(|source| source.report.metrics.get(name));
        let [Some(_), Some(metric)] = reports else {
            continue;
        };
        let kind = match metric.denominator {
            Denominator::None => "metric",
            _ => "numerator",
        };
        let aggregate = match &metric.numerator {
            Numerator::Aggregate {
                measure, in_scope, ..
            } => Some((measure, in_scope)),
            Numerator::Second { .. } => None,
        };
        let wanted = aggregate.map(|(measure, in_scope)| Wanted {
            kind,
            name: name.clone(),
            measure: measure.name.clone(),
            rows: if *in_scope {
                RowsOf::Scope
            } else {
                RowsOf::All
            },
            bundles: Some([before.numerator.clone(), after.numerator.clone()]),
        });
        let wanted = wanted.filter(|wanted| sources.iter().all(|it| it.number(wanted).is_some()));
        match wanted {
            Some(wanted) => found.push(wanted),
            None if before.value != after.value => not_split.push(name.clone()),
            None => {}
        }
    }
    (found, not_split)
}
