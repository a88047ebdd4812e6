//! Phases 4 and 5: a checked report → its results, and published figures held against them.

use super::bundle_before::HandedOver;
use super::check::Checked;
use super::clock::Clock;
use super::failure::Failure;
use super::previous::{Before, Earlier, earlier};
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity, counted};
use crate::document::manifest::PreviousRecord;
use crate::engine::{WhereRowsAre, execute};
use crate::meter::Meter;
use crate::plan::{Plan, plan};
use crate::report::Report;
use crate::results::{InputsBefore, Previous, Results, guards, other_period, thresholds, verify};
use crate::world::World;
use std::sync::Arc;

/// An executed report: adds the phases plan and execute.
#[derive(Debug)]
pub struct Executed {
    /// The checked report.
    pub checked: Checked,
    /// The plan.
    pub plan: Plan,
    /// The results.
    pub results: Arc<Results>,
    /// Published figures against computed ones.
    pub figures: Vec<verify::Line>,
    /// The bundle of the period before.
    pub(super) previous: Option<PreviousRecord>,
    /// The inputs of that bundle.
    inputs: Option<InputsBefore>,
}

impl Executed {
    /// Number of cells in all tables of results.
    #[must_use]
    pub(crate) fn cells(&self) -> usize {
        let frames = self.results.frames.values();
        frames
            .map(|frame| frame.rows.len() * (frame.columns.all().len() + 1))
            .sum()
    }
}

impl Executed {
    /// What is wrong with the inputs: too little is known, or they are too far from those of the period before.
    #[must_use]
    pub(crate) fn unfit(&mut self) -> Vec<Diagnostic> {
        let report = &self.checked.report;
        let mut found = thresholds::unreached(report, &self.results);
        match &self.inputs {
            Some(inputs) => found.extend(guards::problems(report, &self.results, inputs)),
            None => self.checked.waivers.spare(&guards::CODES),
        }
        found
    }
}

/// A planned report, and what its execution takes besides.
pub struct Execution<'a> {
    /// The world of the spec.
    pub world: &'a dyn World,
    /// The report.
    pub report: &'a Report,
    /// Its plan.
    pub plan: &'a Plan,
    /// The period before, if there is one.
    pub before: Option<&'a Before>,
    /// Measures the single steps.
    pub meter: &'a Meter,
}

impl Execution<'_> {
    /// What the report is compared with, if there is a period before.
    #[must_use]
    pub(crate) fn previous(&self) -> Option<&Arc<Previous>> {
        self.before.map(|before| &before.results)
    }
}

/// The results, from where the rows are.
pub(super) fn where_rows_are(it: &Execution<'_>) -> Outcome<Arc<Results>> {
    execute(&WhereRowsAre, it.world, it.plan, it.previous(), it.meter).map(Arc::new)
}

/// Plans and executes a checked report.
///
/// What would keep its bundle from being published, guards that compare it with the period before, thresholds of coverage and
/// published figures that differ, is found by [`publish`](super::publish): numbers that are read from here are not guarded yet.
///
/// # Errors
/// Data that break the contract, a failed check.
pub fn run(world: &dyn World, checked: Checked) -> Result<Executed, Failure> {
    run_with(world, checked, where_rows_are)
}

/// Like [`run`], with results provided by `execute`.
///
/// # Errors
/// Those of `execute`.
pub fn run_with(
    world: &dyn World,
    checked: Checked,
    execute: impl FnOnce(&Execution<'_>) -> Outcome<Arc<Results>>,
) -> Result<Executed, Failure> {
    run_after(world, checked, None, execute)
}

/// Like [`run_with`], after a bundle that was handed over.
pub(super) fn run_after(
    world: &dyn World,
    checked: Checked,
    handed_over: Option<&HandedOver>,
    execute: impl FnOnce(&Execution<'_>) -> Outcome<Arc<Results>>,
) -> Result<Executed, Failure> {
    let mut executed = executed(world, checked, (plan, handed_over), execute)?;
    let mut timings = std::mem::take(&mut executed.checked.timings);
    let mut clock = Clock::new(&mut timings);
    executed.figures = verify::verify(&executed.checked.report, &executed.results);
    clock.lap("verify");
    executed.checked.timings = timings;
    Ok(executed)
}

/// What is noticed in the rows of a checked report, without its breakdowns, metrics and checks.
///
/// # Errors
/// Data that break the contract.
pub(crate) fn inputs(world: &dyn World, checked: Checked) -> Result<Executed, Failure> {
    let planned = |report: &Report| plan(report).of_inputs();
    let how = (planned, None);
    executed(world, checked, how, where_rows_are)
}

fn executed(
    world: &dyn World,
    mut checked: Checked,
    (planned, handed_over): (impl FnOnce(&Report) -> Plan, Option<&HandedOver>),
    execute: impl FnOnce(&Execution<'_>) -> Outcome<Arc<Results>>,
) -> Result<Executed, Failure> {
    let mut timings = std::mem::take(&mut checked.timings);
    let mut clock = Clock::new(&mut timings);
    let plan = planned(&checked.report);
    clock.lap("plan");
    let door = checked.root.door(world);
    let Earlier {
        before,
        inputs,
        problems: found,
    } = earlier(&door, &checked, handed_over);
    clock.lap("previous");
    if found.iter().any(|it| it.severity == Severity::Error) {
        return Err(checked.fail(found));
    }
    let executed = execute(&Execution {
        world: &door,
        report: &checked.report,
        plan: &plan,
        before: before.as_ref(),
        meter: &checked.meter,
    });
    match executed {
        Ok(results) => {
            clock.lap("execute");
            checked.leave_to_rows(Code::LETTER_ORDER, &results.ordered);
            checked.leave_to_rows(Code::DIFFERENT_ROWS, &results.same_rows);
            let of_other = other_period::warnings(&checked.report, &results, inputs.as_ref());
            let problems = found.into_iter().chain(results.problems.clone());
            let problems = problems.chain(of_other);
            let warnings = checked.locate(problems.collect());
            checked.warnings.extend(warnings);
            count_empty(&mut checked.warnings, &checked.report, &results);
            let mut checked = checked.without_denied_so_far()?;
            checked.timings = timings;
            Ok(Executed {
                checked,
                plan,
                results,
                figures: Vec::new(),
                previous: before.map(|before| before.record),
                inputs,
            })
        }
        Err(problems) => Err(checked.fail(found.into_iter().chain(problems).collect())),
    }
}

/// Adds to the warnings of ratios of different rows how many rows that are this time.
fn count_empty(warnings: &mut [Diagnostic], report: &Report, results: &Results) {
    let ratios = warnings
        .iter_mut()
        .filter(|it| it.code == Code::DIFFERENT_ROWS);
    for warning in ratios {
        let mut known = report.empty_in_ratios.iter();
        let Some(ratio) = known.find(|it| it.subject == warning.subject) else {
            continue;
        };
        let source = &report.sources[ratio.source].name;
        let found = results.sources.iter().find(|it| it.name == *source);
        for (name, cells) in found.iter().flat_map(|it| &it.empty) {
            if ratio.columns.contains(name) {
                let rows = found.map_or(0, |it| it.rows);
                let has = if *cells == 1 { "has" } else { "have" };
                let hint = format!(
                    "here {cells} of {} {has} no `{name}`",
                    counted(rows as i128, "row", "rows")
                );
                warning.hints.push(hint);
            }
        }
    }
}
