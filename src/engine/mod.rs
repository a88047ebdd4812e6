//! Phase 5, execute: the plan on Polars for everything that is as long as the source, and exact
//! integer arithmetic of our own for the small tables that are rolled up from it.
//!
//! In: a plan. Out: [`Results`]. Polars types do not leave this folder (and `source`).

mod base;
mod breakdown;
mod cells;
mod columns;
mod conditions;
mod contract;
mod convert;
mod cumulative;
mod expressions;
mod forms;
mod grouping;
mod groups;
mod invalid;
mod keep;
mod lists;
mod lookalikes;
mod lookups;
mod members;
mod metrics;
mod numbering;
mod order;
mod profile;
mod ranks;
mod rollup;
mod rows;
mod scanned;
mod second;
mod translate;

pub use forms::Guess;
pub use profile::{ColumnProfile, Fit, Nearly, Owners, Profile, profile};
pub use scanned::Kept;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::frame::Results;
use crate::meter::{Meter, Step};
use crate::plan::{BreakdownStep, Plan};
use crate::report::Report;
use crate::world::World;
use groups::GroupTable;
use indexmap::IndexMap;
use rayon::prelude::*;
use rollup::Scope;
use std::collections::BTreeSet;

/// Runs a plan.
///
/// # Errors
/// Data that break the contract, sums that overflow, an empty denominator, a check that fails.
pub fn execute(
    world: &dyn World,
    report: &Report,
    plan: &Plan,
    meter: &Meter,
) -> Result<Results, Vec<Diagnostic>> {
    execute_again(world, report, plan, meter, &mut Kept::default())
}

/// As [`execute`], with the groups of an earlier run where they are the same.
///
/// # Errors
/// Those of [`execute`].
pub fn execute_again(
    world: &dyn World,
    report: &Report,
    plan: &Plan,
    meter: &Meter,
    kept: &mut Kept,
) -> Result<Results, Vec<Diagnostic>> {
    let mut results = Results {
        frames: IndexMap::new(),
        metrics: IndexMap::new(),
        sources: Vec::new(),
        unmatched: Vec::new(),
        problems: Vec::new(),
    };
    let tables = base_tables(world, report, plan, meter, kept, &mut results)?;
    let scope = match (&plan.scope, &report.scope) {
        (Some(rollup), Some(scope)) => {
            let table = &tables[rollup.base];
            let codes = rollup::top_codes(table, rollup, scope.n)?;
            Scope::new(&scope.by, &codes, &tables)
        }
        _ => Scope::default(),
    };
    let from_bases: Vec<_> = plan
        .breakdowns
        .par_iter()
        .map(|(name, step)| match step {
            BreakdownStep::Rollup {
                rollup,
                denominators,
                rows,
                ..
            } => Some(meter.time(
                Step::Breakdown,
                || name.clone(),
                || {
                    breakdown::from_base(
                        report,
                        &report.breakdowns[name],
                        (&tables[rollup.base], rollup),
                        denominators.as_ref().map(|d| (&tables[d.base], d)),
                        rows.as_ref().map(|d| (&tables[d.base], d)),
                        &scope,
                    )
                },
            )),
            BreakdownStep::From(_) => None,
        })
        .collect();
    for ((name, step), frame) in plan.breakdowns.iter().zip(from_bases) {
        let frame = match (step, frame) {
            (BreakdownStep::From(from), _) => meter.time(
                Step::Breakdown,
                || name.clone(),
                || breakdown::from_frame(report, &report.breakdowns[name], &results.frames[from]),
            ),
            (BreakdownStep::Rollup { .. }, Some(frame)) => frame,
            (BreakdownStep::Rollup { .. }, None) => continue,
        };
        results
            .frames
            .insert(name.clone(), frame.map_err(|d| vec![d])?);
    }
    let all = || "all".to_owned();
    meter.time(Step::Metrics, all, || {
        metrics::metrics(report, plan, &tables, &scope, &mut results)?;
        metrics::checks(report, &mut results)
    })?;
    if results
        .problems
        .iter()
        .any(|d| d.severity == Severity::Error)
    {
        return Err(results.problems);
    }
    Ok(results)
}

/// Scans every source once and aggregates it to its bases.
fn base_tables(
    world: &dyn World,
    report: &Report,
    plan: &Plan,
    meter: &Meter,
    kept: &mut Kept,
    results: &mut Results,
) -> Result<Vec<GroupTable>, Vec<Diagnostic>> {
    let mut tables: Vec<Option<GroupTable>> = vec![None; plan.bases.len()];
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for scan in &plan.scans {
        let scanned = match kept.scanned(world, report, plan, scan, meter) {
            Ok(found) => found,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        results.problems.extend(scanned.warnings.iter().cloned());
        results.sources.push(scanned.statistics.clone());
        for (at, table) in &scanned.tables {
            let base = &plan.bases[*at];
            if let Some(invalid) = scanned.invalid.get(&base.explode) {
                invalid::note_invalid(report, &base.explode, invalid, results);
            }
            let mut table = table.clone();
            let is_noted = |name: &str| plan.noted_in(name) == Some(*at);
            lookups::derive(report, base, &mut table, is_noted, results)?;
            for (name, coded) in &mut table.keys {
                if let Some(dimension) = report.dimensions.get(name) {
                    *coded = std::mem::take(coded).ordered(lookups::key_order(dimension));
                }
            }
            lookalikes::note_lookalikes(report, &table, &mut seen, results);
            conditions::conditions(report, base, &mut table).map_err(|d| vec![d])?;
            tables[*at] = Some(table);
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(tables.into_iter().flatten().collect())
}

/// A step that the engine refuses.
fn refused(what: &str, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error(Code::EXECUTION, format!("{what}: {error}"))
}

/// A number with its noun, for messages: `1 row`, `2 rows`.
fn counted(count: i128, one: &str, other: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { other })
}
