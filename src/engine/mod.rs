//! Phase 5, execute: the plan on Polars for everything that is as long as the source, and exact
//! integer arithmetic of our own for the small tables that are rolled up from it.
//!
//! In: a plan. Out: [`Results`]. Polars types do not leave this folder (and `source`).

mod base;
mod breakdown;
mod columns;
mod conditions;
mod contract;
mod convert;
mod grouping;
mod groups;
mod invalid;
mod keep;
mod lists;
mod lookups;
mod metrics;
mod numbering;
mod order;
mod profile;
mod ranks;
mod rollup;
mod rows;
mod second;

pub use profile::{ColumnProfile, Fit, Nearly, Owners, Profile, profile};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::frame::Results;
use crate::meter::{Meter, Step};
use crate::plan::{Base, BreakdownStep, Plan};
use crate::resolve::Report;
use crate::world::World;
use groups::GroupTable;
use indexmap::IndexMap;
use rayon::prelude::*;
use rollup::Scope;
use rows::{Problem, SourceRows};

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
    let mut results = Results {
        frames: IndexMap::new(),
        metrics: IndexMap::new(),
        sources: Vec::new(),
        unmatched: Vec::new(),
        problems: Vec::new(),
    };
    let tables = base_tables(world, report, plan, meter, &mut results)?;
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
                ..
            } => Some(meter.time(
                Step::Breakdown,
                || name.clone(),
                || {
                    breakdown::from_base(
                        report,
                        &report.breakdowns[name],
                        &tables[rollup.base],
                        rollup,
                        denominators.as_ref().map(|d| (&tables[d.base], d)),
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
    results: &mut Results,
) -> Result<Vec<GroupTable>, Vec<Diagnostic>> {
    let mut tables: Vec<Option<GroupTable>> = vec![None; plan.bases.len()];
    let mut problems = Vec::new();
    for scan in &plan.scans {
        let source = || report.sources[scan.source].name.clone();
        let contracted = meter.time(Step::Source, source, || {
            contract::contract_frame(world, report, scan)
        });
        let (frame, statistics, warnings) = match contracted {
            Ok(found) => found,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        results.problems.extend(warnings);
        results.sources.push(statistics);
        let bases: Vec<&Base> = plan
            .bases
            .iter()
            .filter(|base| base.source == scan.source)
            .collect();
        let told = |problem: Problem| vec![problem.told(report, scan.source)];
        let mut rows = SourceRows::new(report, scan.source, &bases, frame).map_err(told)?;
        rows.number(bases.iter().flat_map(|base| &base.keys))
            .map_err(|error| told(error.into()))?;
        for base in &bases {
            rows.mention(base).map_err(told)?;
        }
        let grouped: Vec<_> = plan
            .bases
            .par_iter()
            .enumerate()
            .map(|(index, base)| {
                let name = || format!("{index} ({})", base.keys.join(", "));
                (base.source == scan.source)
                    .then(|| meter.time(Step::Base, name, || base::aggregate(report, base, &rows)))
            })
            .collect();
        for ((base, grouped), place) in plan.bases.iter().zip(grouped).zip(&mut tables) {
            let Some(grouped) = grouped else { continue };
            if !base.explode.is_empty() {
                let invalid = &rows.mentions(&base.explode).map_err(told)?.invalid;
                invalid::note_invalid(report, &base.explode, invalid, results);
            }
            let mut table = grouped.map_err(told)?;
            lookups::derive(report, base, &mut table, results)?;
            conditions::conditions(report, base, &mut table).map_err(|d| vec![d])?;
            *place = Some(table);
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
