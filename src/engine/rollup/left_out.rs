//! Rows that conditions leave out, or that count on one side of a ratio only, since they have no value. In: their number in the
//! groups of all bases. Out: a warning for each condition and value, with the most rows where several definitions have it; the ratios
//! whose sides are of the same rows.

use super::aggregate::aggregate;
use super::groups::GroupTable;
use super::scope::{Scope, selected};
use super::second::cell;
use crate::diagnostic::{Diagnostic, Location};
use crate::plan::{LeftOutStep, OneSidedStep, Plan, Rollup};
use crate::report::columns::Column;
use crate::report::missing_left_out;
use crate::results::{Frame, Results, Value};
use crate::sql::{Expression, exclusions, exclusions_of_aggregate};
use std::collections::BTreeMap;

/// Tells of the rows that conditions leave out, and which ratios are of the same rows.
pub(super) fn of_rows(
    plan: &Plan,
    (tables, scope): (&[GroupTable], &Scope),
    results: &mut Results,
) {
    let mut found: Vec<(&LeftOutStep, i128)> = Vec::new();
    let number_of = |rollup: &Rollup| {
        let table = &tables[rollup.base];
        let rows = selected(table, rollup, scope);
        match aggregate(table, &rows, rollup.measures.first()?) {
            Ok((Value::Integer(rows), _)) => Some(rows),
            _ => None,
        }
    };
    for step in &plan.left_out {
        let Some(rows @ 1..) = number_of(&step.rollup) else {
            continue;
        };
        let mut known = found.iter_mut();
        match known.find(|(known, _)| known.definition.is_like(&step.definition)) {
            Some((_, most)) => *most = rows.max(*most),
            None => found.push((step, rows)),
        }
    }
    for (step, rows) in found {
        let name = &plan.sources[step.definition.source].name;
        let all = results.sources.iter().find(|it| it.name == *name);
        let all = all.map_or(rows, |source| source.rows as i128);
        results.problems.push(step.definition.told(rows, all));
    }
    let is_of_same_rows = |step: &OneSidedStep| {
        let number = step.rollup.as_ref().and_then(number_of);
        number == Some(0)
    };
    let places: BTreeMap<Option<&str>, (&Location, bool)> =
        plan.one_sided
            .iter()
            .fold(BTreeMap::new(), |mut places, step| {
                let location = &step.definition.location;
                let (_, all) = places.entry(location.pointer()).or_insert((location, true));
                *all &= is_of_same_rows(step);
                places
            });
    let same_rows = places.into_values().filter(|(_, all)| *all);
    results.same_rows = same_rows.map(|(place, _)| place.clone()).collect();
}

/// The warnings of an expression over the rows of a frame that pass a condition: of rows that are left out since they have no value.
pub(super) fn over_rows(
    frame: &Frame,
    expression: &Expression,
    filter: Option<&Expression>,
    place: &Location,
) -> Vec<Diagnostic> {
    let of_filter = filter
        .map(|filter| exclusions(&filter.node))
        .unwrap_or_default();
    let aggregates = expression.node.aggregates().into_iter();
    let of_aggregates = aggregates
        .flat_map(exclusions_of_aggregate)
        .map(|it| it.among(filter.map(|filter| filter.node.clone())));
    let told = of_filter
        .into_iter()
        .chain(of_aggregates)
        .filter_map(|exclusion| {
            // What was before is missing of what was not there, and nobody excludes that.
            let mut names = exclusion.value.names().into_iter();
            let is_of_change =
                |name: String| frame.columns.get(&name).is_some_and(Column::is_of_change);
            if names.any(is_of_change) {
                return None;
            }
            let is_left_out = |row: &usize| {
                let read = |name: &str| cell(frame, *row, name);
                exclusion.left_out.holds(&read).unwrap_or_default()
            };
            let rows = (0..frame.rows.len()).filter(is_left_out).count();
            let all = format!("rows of breakdown `{}`", frame.name);
            let of = (frame.rows.len() as i128, all.as_str());
            (rows > 0).then(|| missing_left_out(&exclusion, rows as i128, of).at(place.clone()))
        });
    told.collect()
}
