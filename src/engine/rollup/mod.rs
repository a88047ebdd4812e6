//! Rolls groups up: values that follow from keys, conditions on groups, breakdowns, second steps,
//! metrics, checks.
//!
//! In: a plan and the groups made by an engine. Out: [`Results`]. Pure: nothing here reads rows of
//! a source or depends on an engine; integers have 128 bits.

pub(crate) mod absent;
mod aggregate;
mod amounts;
mod breakdown;
pub mod coded;
pub mod codes;
pub(super) mod condensed;
mod conditions;
mod cumulative;
mod dictionary;
mod grouping;
pub mod groups;
pub mod invalid;
mod keep;
mod kept_levels;
mod lookalikes;
mod lookups;
mod members;
pub(super) mod merge;
mod metrics;
pub(crate) mod numbering;
pub mod numbers;
mod order;
mod quantiles;
mod ranks;
mod scope;
mod second;
mod texts;
mod total;
mod wholes;

use super::Scanned;
use crate::diagnostic::{Diagnostic, Severity};
use crate::meter::{Meter, Step};
use crate::plan::{Base, BaseColumn, DimensionIndex, KeyOrder, Plan, RollupKind, StepRows};
use crate::report::DimensionKind;
use crate::results::{Results, UnmatchedReport};
use crate::sql::Expression;
use groups::GroupTable;
use merge::BaseTable;
use rayon::prelude::*;
pub(super) use scope::Chosen;
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
            StepRows::From { .. } => None,
        })
        .collect();
    for (step, frame) in plan.breakdowns.iter().zip(from_bases) {
        let name = &step.definition.name;
        let frame = match (&step.rows, frame) {
            (StepRows::From { breakdown, orders }, _) => {
                let from = &results.frames[breakdown.0];
                let frame = || breakdown::from_frame(plan, step, from, orders);
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
    let mut noticed = Noticed::default();
    for scanned in scanned {
        let scanned = Arc::unwrap_or_clone(scanned);
        noticed.problems.extend(scanned.warnings);
        results.sources.push(scanned.statistics);
        absent.push(scanned.absent);
        for (at, table) in scanned.tables {
            let base = &plan.bases[at];
            if let Some(exploded) = base.explode
                && let Some(invalid) = scanned.invalid.get(&exploded)
            {
                invalid::note_invalid(plan, exploded, invalid, &mut noticed);
            }
            let is_noted = |dimension: DimensionIndex| plan[dimension].noted_in == Some(at);
            let table = completed(plan, base, table, is_noted, &mut noticed)?;
            lookalikes::note_lookalikes(plan, base, &table, &mut seen, &mut noticed);
            tables[at] = Some(table);
        }
    }
    absent::note_absent(plan, &absent, &tables, &mut noticed);
    noticed.unmatched.sort_by_key(|(dimension, _)| *dimension);
    let unmatched = noticed.unmatched.into_iter();
    results.unmatched = unmatched.map(|(_, report)| report).collect();
    results.problems.extend(noticed.problems);
    Ok(tables.into_iter().flatten().collect())
}

/// What is noticed in the groups.
#[derive(Default)]
struct Noticed {
    problems: Vec<Diagnostic>,
    /// Keys without a row in a lookup, and values that are not valid.
    unmatched: Vec<(DimensionIndex, UnmatchedReport)>,
}

/// Groups with what follows from their keys and the truth of their conditions; of dimensions that are noted the
/// keys that a lookup does not have are reported.
fn completed(
    plan: &Plan,
    base: &Base,
    mut table: GroupTable,
    is_noted: impl Fn(DimensionIndex) -> bool,
    noticed: &mut Noticed,
) -> Result<GroupTable, Vec<Diagnostic>> {
    lookups::derive(plan, base, &mut table, is_noted, noticed)?;
    for column in base.columns() {
        if let Some(dimension) = column.dimension
            && let Some(coded) = table.keys.get_mut(&column.name)
        {
            let order = KeyOrder::of_dimension(&plan[dimension].definition);
            *coded = std::mem::take(coded).ordered(order);
        }
    }
    conditions::conditions(base, &mut table).map_err(|d| vec![d])?;
    Ok(table)
}

/// The values of a dimension that the scope chooses, for an engine that leaves the rows of others out of
/// bases that are asked for no more; none where it chooses none or where they cannot be told, which
/// [`results`] will report.
pub(super) fn chosen_of(plan: &Plan, tables: &[BaseTable]) -> Option<Chosen> {
    let step = plan.scope.as_ref()?;
    let (_, table) = tables.iter().find(|(at, _)| *at == step.rollup.base)?;
    let mut step = step.clone();
    // The conditions that the scope reads, in new positions.
    let mut read: Vec<usize> = Vec::new();
    let mut place = |at: usize| {
        let known = read.iter().position(|known| *known == at);
        known.unwrap_or_else(|| {
            read.push(at);
            read.len() - 1
        })
    };
    step.rollup.condition = step.rollup.condition.map(&mut place);
    let mut names: BTreeSet<String> = step.rollup.by.iter().cloned().collect();
    for part in step.rollup.measures.iter_mut().flat_map(|it| &mut it.parts) {
        part.condition = part.condition.map(&mut place);
        if let RollupKind::CountDistinct(columns) = &part.kind {
            names.extend(columns.iter().cloned());
        }
    }
    let base = &plan.bases[step.rollup.base];
    let conditions = read.into_iter().map(|at| base.conditions[at].clone());
    let conditions: Vec<Expression> = conditions.collect();
    names.extend(conditions.iter().flat_map(|it| it.names.iter().cloned()));
    names.extend(step.rollup.excluding.iter().cloned());
    names.extend(step.rollup.mentioned.iter().cloned());
    let table = completed_in(plan, step.rollup.base, table.clone(), names, conditions)?;
    chosen(&step, &table).ok()?
}

/// Which groups of the scope's base have one of the values that the scope chooses.
pub(super) fn groups_in_scope(
    plan: &Plan,
    chosen: &Chosen,
    table: &GroupTable,
) -> Option<Vec<bool>> {
    let base = plan.scope.as_ref()?.rollup.base;
    let names = BTreeSet::from([chosen.by.clone()]);
    in_scope(
        chosen,
        &completed_in(plan, base, table.clone(), names, Vec::new())?,
    )
}

/// Groups of a base with some of its columns and conditions.
fn completed_in(
    plan: &Plan,
    base: usize,
    mut table: GroupTable,
    mut names: BTreeSet<String>,
    conditions: Vec<Expression>,
) -> Option<GroupTable> {
    let mut base = plan.bases[base].clone();
    base.conditions = conditions;
    // A dimension comes after those that it builds on.
    let derived = std::mem::take(&mut base.derived).into_iter().rev();
    let mut derived: Vec<BaseColumn> = derived
        .filter(|column| {
            let dimension = column.dimension.filter(|_| names.contains(&column.name));
            dimension.is_some_and(|at| match &plan[at].definition.kind {
                DimensionKind::Column(name) | DimensionKind::Lookup { key: name, .. } => {
                    names.insert(name.clone());
                    true
                }
                DimensionKind::Sql(expression) => {
                    names.extend(expression.names.iter().cloned());
                    true
                }
                DimensionKind::Bucket { .. } | DimensionKind::Explode { .. } => false,
            })
        })
        .collect();
    derived.reverse();
    base.derived = derived;
    table.keys.retain(|name, _| names.contains(name));
    completed(plan, &base, table, |_| false, &mut Noticed::default()).ok()
}
