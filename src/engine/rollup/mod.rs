//! Rolls groups up: values that follow from keys, conditions on groups, breakdowns, second steps,
//! metrics, checks.
//!
//! In: a plan and the groups made by an engine. Out: [`Results`]. Pure: nothing here reads rows of
//! a source or depends on an engine; integers have 128 bits.

pub(crate) mod absent;
mod adds_up;
mod aggregate;
mod ahead;
mod alike;
mod amounts;
mod breakdown;
mod by_row;
mod changes;
mod claims;
pub mod coded;
pub mod codes;
mod conditions;
mod courses;
mod coverage;
mod cumulative;
mod dictionary;
mod grouping;
pub mod groups;
pub mod invalid;
mod keep;
mod kept_levels;
mod left_out;
mod letter_order;
mod lookalikes;
mod lookups;
mod margin;
mod members;
pub(super) mod merge;
mod metrics;
pub(crate) mod numbering;
pub mod numbers;
mod of_no_value;
mod one_sided;
mod order;
mod outdone;
mod over;
mod over_rows;
mod over_whole;
mod percent_twice;
mod quantiles;
mod ranks;
mod scope;
mod second;
mod spelled;
mod sum_of_parts;
mod texts;
mod total;
mod unknown_sums;
pub(super) mod unmatched;
mod visible;
mod wholes;

pub(super) use ahead::{InScope, KeyInScope, ScopeAhead};

use super::Scanned;
use crate::diagnostic::{Diagnostic, Severity};
use crate::meter::{Meter, Step};
use crate::plan::{Base, DimensionIndex, KeyOrder, Plan, StepRows};
use crate::results::{BaseSize, MetricResult, Previous, Pushdown, Results, UnmatchedReport};
pub(crate) use by_row::RowGroup;
pub(super) use by_row::by_row;
use groups::GroupTable;
use indexmap::IndexMap;
use rayon::prelude::*;
use scope::{Scope, scope};
pub(super) use spelled::{MOST_NAMES, spelled_differently};
use std::collections::BTreeSet;
use std::sync::Arc;
pub(super) use visible::{has_no_width, visible_form};

/// Everything that a plan computes from the groups of its sources and from the period before.
///
/// # Errors
/// Keys that must not be missing in a lookup, an expression without an exact value, an empty scope
/// or denominator, a failed check.
pub(super) fn results(
    plan: &Plan,
    scanned: Vec<Arc<Scanned>>,
    previous: Option<&Arc<Previous>>,
    meter: &Meter,
) -> Result<Results, Vec<Diagnostic>> {
    let mut results = beside(previous);
    compute(plan, scanned, meter, &mut results)?;
    let mut problems = results.problems.iter();
    if problems.any(|problem| problem.severity == Severity::Error) {
        return Err(results.problems);
    }
    Ok(results)
}

/// The metrics alone; one that cannot be computed is null, and nothing else that is wrong is told.
///
/// # Errors
/// What no metric can be computed without.
pub(super) fn metrics_alone(
    plan: &Plan,
    scanned: Vec<Arc<Scanned>>,
    previous: Option<&Arc<Previous>>,
    meter: &Meter,
) -> Result<IndexMap<String, MetricResult>, Vec<Diagnostic>> {
    let mut results = beside(previous);
    let computed = compute(plan, scanned, meter, &mut results);
    if results.metrics.len() < plan.metrics.len() {
        computed?;
    }
    Ok(results.metrics)
}

/// Results that are still to be computed, beside the period before.
fn beside(previous: Option<&Arc<Previous>>) -> Results {
    Results {
        previous: previous.cloned(),
        ..Results::default()
    }
}

/// Fills in what a plan computes.
///
/// # Errors
/// Those of [`results`], but for failed checks, which are among the problems.
fn compute(
    plan: &Plan,
    scanned: Vec<Arc<Scanned>>,
    meter: &Meter,
    results: &mut Results,
) -> Result<(), Vec<Diagnostic>> {
    let tables = tables(plan, scanned, results)?;
    let scope = match &plan.scope {
        Some(step) => scope(step, &tables)?,
        None => Scope::default(),
    };
    let covered = plan.coverage.iter();
    let covered = covered.map(|step| coverage::coverage(plan, step, &tables, &scope));
    results.coverage = covered.collect::<Result<_, _>>().map_err(|d| vec![d])?;
    letter_order::of_rows(plan, (&tables, &scope), results);
    left_out::of_rows(plan, (&tables, &scope), results);
    results.totals = coverage::totals(plan, &tables, &scope).map_err(|d| vec![d])?;
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
                let all = step.definition.periods.as_ref().map(|periods| {
                    let previous = results.previous.as_ref();
                    let earlier = previous.and_then(|previous| previous.courses.get(name));
                    courses::with_earlier(from, periods, earlier.map_or(&[], Vec::as_slice))
                });
                let from = all.as_ref().unwrap_or(from);
                let frame = || breakdown::from_frame(plan, step, from, orders);
                meter.time(Step::Breakdown, || name.clone(), frame)
            }
            (StepRows::Base { .. }, Some(frame)) => frame,
            (StepRows::Base { .. }, None) => continue,
        };
        let mut frame = frame.map_err(|d| vec![d])?;
        if !frame.columns.changes().is_empty() {
            let previous = results.previous.as_ref();
            let before = previous.and_then(|previous| previous.breakdowns.get(name));
            changes::fill(&mut frame, &step.definition, before);
            if let Some(name) = &step.definition.sort_by_change {
                changes::order_by(&mut frame, name);
            }
        }
        if let StepRows::From { breakdown, .. } = &step.rows {
            let from = &results.frames[breakdown.0];
            changes::inherit(&mut frame, &step.definition, from);
            let rows = (from, &plan[*breakdown].definition);
            let told = over_rows::told_of_measures(&step.definition, rows);
            results.problems.extend(told);
        }
        adds_up::add_up(&mut frame, &step.definition).map_err(|d| vec![d])?;
        let notes = over::calendar_notes(&step.definition, &frame);
        results.problems.extend(notes);
        results
            .problems
            .extend(over_whole::of_breakdown(&step.definition, &frame));
        results
            .problems
            .extend(percent_twice::of_breakdown(&step.definition, &frame));
        results
            .problems
            .extend(letter_order::of_breakdown(step, (&tables, &scope), &frame));
        let unknown = unknown_sums::of_breakdown(plan, step, (&tables, &scope), &frame);
        results.problems.extend(unknown);
        results.frames.insert(name.clone(), frame);
    }
    letter_order::of_templates(&plan.sorted, results);
    let all = || "all".to_owned();
    meter.time(Step::Metrics, all, || {
        metrics::metrics(plan, &tables, &scope, results)?;
        claims::claims(plan, results)?;
        metrics::checks(plan, results)
    })
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
        let sizes = scanned.tables.iter().map(|(base, table)| BaseSize {
            base: *base,
            rows: table.rows.iter().sum(),
            groups: table.rows.len(),
        });
        results.pushdowns.push(Pushdown {
            bases: sizes.collect(),
            ..scanned.pushdown
        });
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
