//! Rows that conditions leave out, or that count on one side of a ratio only, since they have no value. In: their number in the
//! groups of all bases. Out: a warning for each condition and value, with the most rows where several definitions have it; the ratios
//! whose sides are of the same rows.

use super::aggregate::aggregate;
use super::groups::GroupTable;
use super::scope::{Scope, selected};
use crate::diagnostic::Location;
use crate::plan::{LeftOutStep, OneSidedStep, Plan, Rollup};
use crate::results::{Results, Value};
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
