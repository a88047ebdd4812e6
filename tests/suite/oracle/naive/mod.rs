//! The results of a report, by plain loops over its rows.

mod breakdown;
mod frame;
mod groups;
mod rows;

use super::cell::Cell;
use super::condition::Condition;
use super::spec::{Below, Breakdown, Check, Measure, Scope, Spec, Upper, is_list};
use super::table::Row;
use breakdown::breakdown;
use frame::Frame;
use rows::{Item, distinct, items, measured, passing, refs};
use std::cmp::Ordering;

/// All results.
pub(super) struct Report {
    pub(super) frames: Vec<Frame>,
    pub(super) metrics: Vec<String>,
    /// The checks that do not hold.
    pub(super) failed: Vec<String>,
}

pub(super) fn report(rows: &[Row], more: &[Row], spec: &Spec) -> Report {
    let scope = scope(rows, spec);
    let mut frames: Vec<Frame> = Vec::new();
    for definition in &spec.breakdowns {
        let frame = if let Some(from) = definition.from {
            breakdown(frames[from].items(), definition, false, spec.right_closed)
        } else if definition.of_more {
            let items = items(more, spec, false, None);
            breakdown(items, definition, false, spec.right_closed)
        } else {
            let takes_apart = names_list(definition, spec);
            let scope = (!definition.all_rows).then_some(&*scope);
            let items = items(rows, spec, takes_apart, scope);
            breakdown(items, definition, takes_apart, spec.right_closed)
        };
        frames.push(frame);
    }
    let metrics = spec
        .metrics
        .iter()
        .map(|metric| match &metric.upper {
            Upper::Second { from, aggregate } => {
                let passing = passing(frames[*from].items(), metric.filter.as_ref());
                measured(&refs(&passing), aggregate, true).shown()
            }
            Upper::Rows {
                measure,
                all_rows,
                below,
                ..
            } => {
                let amount = |measure: &Measure, all_rows: bool, filter: Option<&Condition>| {
                    let scope = (!all_rows).then_some(&*scope);
                    let items = items(rows, spec, true, scope);
                    measured(&refs(&passing(items, filter)), measure, true)
                };
                let above = amount(measure, *all_rows, metric.filter.as_ref());
                let below = match below {
                    Below::None => return above.shown(),
                    Below::Everything => amount(measure, *all_rows, None),
                    Below::Where(filter) => amount(measure, *all_rows, Some(filter)),
                    Below::Measure(measure) => amount(measure, *all_rows, None),
                    Below::AllRows => amount(measure, true, None),
                };
                match (above.units(), below.units()) {
                    (_, Some(0)) => "0".to_owned(),
                    (Some(above), Some(below)) => format!("{above}/{below}"),
                    _ => panic!("{above:?} of {below:?}"),
                }
            }
        })
        .collect();
    let holds = |check: &&Check| {
        let passing = passing(frames[check.from].items(), check.filter.as_ref());
        let found = measured(&refs(&passing), &check.aggregate, true);
        !found.is_null() && found.compare(&Cell::Integer(check.least)) != Ordering::Less
    };
    let failed = spec.checks.iter().filter(|check| !holds(check));
    Report {
        failed: failed.map(|check| check.name.clone()).collect(),
        frames,
        metrics,
    }
}

/// Whether no row is in the scope.
pub(super) fn is_empty_scope(rows: &[Row], spec: &Spec) -> bool {
    let scope = scope(rows, spec);
    items(rows, spec, true, Some(&scope)).is_empty()
}

/// The first values of the scope; none if it asks for none, or if no row has a value.
fn scope(rows: &[Row], spec: &Spec) -> Vec<Cell> {
    let Some(Scope {
        filter,
        top: Some(scope),
    }) = &spec.scope
    else {
        return Vec::new();
    };
    let items = passing(items(rows, spec, true, None), filter.as_ref());
    let values = items.iter().map(|item| item.cells[&scope.by].clone());
    let values = distinct(values.filter(|value| !value.is_null()));
    let amounts = values.into_iter().map(|value| {
        let of: Vec<&Item> = items
            .iter()
            .filter(|item| item.cells[&scope.by] == value)
            .collect();
        (measured(&of, &scope.measure, true), value)
    });
    let mut amounts: Vec<(Cell, Cell)> = amounts.collect();
    amounts.sort_by(|a, b| b.0.compare(&a.0).then_with(|| a.1.compare(&b.1)));
    amounts
        .into_iter()
        .take(scope.n)
        .map(|(_, value)| value)
        .collect()
}

/// Whether a breakdown names the list.
fn names_list(definition: &Breakdown, spec: &Spec) -> bool {
    let mut names: Vec<&str> = definition.by.iter().map(String::as_str).collect();
    names.extend(definition.with.iter().map(|(name, _)| name.as_str()));
    let measures = definition.measures.iter();
    for filter in measures
        .clone()
        .flat_map(Measure::filters)
        .chain(&definition.filter)
    {
        names.extend(filter.names());
    }
    names.extend(measures.flat_map(Measure::distinct));
    let scope = spec.scope.as_ref().filter(|_| !definition.all_rows);
    let top = scope.and_then(|scope| scope.top.as_ref());
    names.extend(top.map(|top| top.by.as_str()));
    names.into_iter().any(is_list)
}
