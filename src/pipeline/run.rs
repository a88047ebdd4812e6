//! Phases 4 and 5: a checked report → its results, and published figures held against them.

use super::check::Checked;
use super::clock::Clock;
use super::failure::Failure;
use super::previous::{Before, Earlier, earlier};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::manifest::PreviousRecord;
use crate::engine::{WhereRowsAre, execute};
use crate::meter::Meter;
use crate::plan::{Plan, plan};
use crate::report::Report;
use crate::results::{InputsBefore, Results, guards, thresholds, verify};
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

/// Plans and executes a checked report.
///
/// # Errors
/// Data that break the contract, a failed check.
pub fn run(world: &dyn World, checked: Checked) -> Result<Executed, Failure> {
    run_with(world, checked, |world, _, plan, before, meter| {
        let previous = before.map(|before| &before.results);
        execute(&WhereRowsAre, world, plan, previous, meter).map(Arc::new)
    })
}

/// Like [`run`], with results provided by `execute`, which gets the world of the spec.
///
/// # Errors
/// Those of `execute`.
pub fn run_with(
    world: &dyn World,
    checked: Checked,
    execute: impl FnOnce(
        &dyn World,
        &Report,
        &Plan,
        Option<&Before>,
        &Meter,
    ) -> Result<Arc<Results>, Vec<Diagnostic>>,
) -> Result<Executed, Failure> {
    let mut executed = executed(world, checked, plan, execute)?;
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
    executed(world, checked, planned, |world, _, plan, before, meter| {
        let previous = before.map(|before| &before.results);
        execute(&WhereRowsAre, world, plan, previous, meter).map(Arc::new)
    })
}

fn executed(
    world: &dyn World,
    mut checked: Checked,
    planned: impl FnOnce(&Report) -> Plan,
    execute: impl FnOnce(
        &dyn World,
        &Report,
        &Plan,
        Option<&Before>,
        &Meter,
    ) -> Result<Arc<Results>, Vec<Diagnostic>>,
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
    } = earlier(&door, &checked);
    clock.lap("previous");
    if found.iter().any(|it| it.severity == Severity::Error) {
        return Err(checked.fail(found));
    }
    let executed = execute(
        &door,
        &checked.report,
        &plan,
        before.as_ref(),
        &checked.meter,
    );
    match executed {
        Ok(results) => {
            clock.lap("execute");
            let problems = found.into_iter().chain(results.problems.clone());
            let warnings = checked.locate(problems.collect());
            checked.warnings.extend(warnings);
            let mut checked = checked.without_denied()?;
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
