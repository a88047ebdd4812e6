//! Rolls groups up: values that follow from keys, conditions on groups, breakdowns, second steps,
//! metrics, checks.
//!
//! In: a plan and the groups made by an engine. Out: [`Results`]. Pure: nothing here reads rows of
//! a source or depends on an engine; integers have 128 bits.

pub mod absent;
mod aggregate;
mod amounts;
mod breakdown;
pub mod coded;
pub mod codes;
mod conditions;
mod cumulative;
mod grouping;
pub mod groups;
pub mod invalid;
mod keep;
mod kept_levels;
mod lookalikes;
mod lookups;
mod members;
mod metrics;
pub(crate) mod numbering;
pub mod numbers;
mod order;
mod quantiles;
mod ranks;
mod scope;
mod second;
mod total;

use super::Scanned;
use crate::diagnostic::{Diagnostic, Severity};
use crate::meter::{Meter, Step};
use crate::plan::{Base, KeyOrder, Plan, StepRows};
use crate::results::{Results, UnmatchedReport};
use groups::GroupTable;
use rayon::prelude::*;
use scope::{Scope, chosen, in_scope, scope};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything that a plan computes from the groups of its sources.
///
/// # Errors
/// Keys that must not be missing in a lookup, an expression without an exact value, an empty scope
/// or denominator, a failed check.
pub(super) fn results(
    plan: &Plan,
    scanned: Vec<Arc<Scanned>>,
    meter: &Meter,
) -> Result<Results, Vec<Diagnostic>> {
    let mut results = Results::default();
    let tables = tables(plan, scanned, &mut results)?;
    let scope = match &plan.scope {
        Some(step) => scope(step, &tables)?,
        None => Scope::default(),
    };
    let from_bases: Vec<_> = plan
        .breakdowns
        .par_iter()
        .map(|step| match &step.rows {
            StepRows::Base {
                rollup,
                denominators,
                counted,
            } => {
                let rollups = (rollup, denominators.as_ref(), counted.as_ref());
                let frame = || breakdown::from_base(plan, step, rollups, &tables, &scope);
                Some(meter.time(Step::Breakdown, || step.definition.name.clone(), frame))
            }
            StepRows::From(_) => None,
        })
        .collect();
    for (step, frame) in plan.breakdowns.iter().zip(from_bases) {
        let name = &step.definition.name;
        let frame = match (&step.rows, frame) {
            (StepRows::From(from), _) => {
                let frame = || breakdown::from_frame(plan, step, &results.frames[from]);
                meter.time(Step::Breakdown, || name.clone(), frame)
            }
            (StepRows::Base { .. }, Some(frame)) => frame,
            (StepRows::Base { .. }, None) => continue,
        };
        let frame = frame.map_err(|d| vec![d])?;
        results.frames.insert(name.clone(), frame);
    }
    let all = || "all".to_owned();
    meter.time(Step::Metrics, all, || {
        metrics::metrics(plan, &tables, &scope, &mut results)?;
        metrics::checks(plan, &mut results)
    })?;
    let mut problems = results.problems.iter();
    if problems.any(|problem| problem.severity == Severity::Error) {
        return Err(results.problems);
    }
    Ok(results)
}

/// The groups of all bases, with the values that follow from their keys and the results of their
/// conditions.
fn tables(
    plan: &Plan,
    scanned: Vec<Arc<Scanned>>,
    results: &mut Results,
) -> Result<Vec<GroupTable>, Vec<Diagnostic>> {
    let mut tables: Vec<Option<GroupTable>> = vec![None; plan.bases.len()];
    let mut seen = BTreeSet::new();
    let mut absent = Vec::new();
    for scanned in scanned {
        let scanned = Arc::unwrap_or_clone(scanned);
        results.problems.extend(scanned.warnings);
        results.sources.push(scanned.statistics);
        absent.push(scanned.absent);
        for (at, table) in scanned.tables {
            let base = &plan.bases[at];
            if let Some(invalid) = scanned.invalid.get(&base.explode) {
                invalid::note_invalid(plan, &base.explode, invalid, results);
            }
            let is_noted = |name: &str| plan.noted_in(name) == Some(at);
            let table = completed(plan, base, table, is_noted, results)?;
            lookalikes::note_lookalikes(plan, &table, &mut seen, results);
            tables[at] = Some(table);
        }
    }
    absent::note_absent(plan, &absent, &tables, results);
    let place = |report: &UnmatchedReport| plan.dimensions.get_index_of(&report.dimension);
    results.unmatched.sort_by_key(place);
    Ok(tables.into_iter().flatten().collect())
}

/// Groups with what follows from their keys and the truth of their conditions; of dimensions that are noted the
/// keys that a lookup does not have are reported.
fn completed(
    plan: &Plan,
    base: &Base,
    mut table: GroupTable,
    is_noted: impl Fn(&str) -> bool,
    results: &mut Results,
) -> Result<GroupTable, Vec<Diagnostic>> {
    lookups::derive(plan, base, &mut table, is_noted, results)?;
    for (name, coded) in &mut table.keys {
        if let Some(dimension) = plan.dimensions.get(name) {
            let order = KeyOrder::of_dimension(dimension);
            *coded = std::mem::take(coded).ordered(order);
        }
    }
    conditions::conditions(plan, base, &mut table).map_err(|d| vec![d])?;
    Ok(table)
}

/// Which groups of the scope's base are in scope, for an engine that leaves the rows of the others out of bases that
/// are asked for no more; none where it cannot be reported, which [`results`] will report.
pub(super) fn groups_in_scope(plan: &Plan, table: &GroupTable) -> Option<Vec<bool>> {
    let step = plan.scope.as_ref()?;
    let base = &plan.bases[step.rollup.base];
    let table = completed(
        plan,
        base,
        table.clone(),
        |_| false,
        &mut Results::default(),
    )
    .ok()?;
    in_scope(&chosen(step, &table).ok()??, &table)
}
