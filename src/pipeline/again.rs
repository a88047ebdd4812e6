//! A report computed again, as a whole or row by row, without writing anything.

use super::check::Checked;
use super::failure::Failure;
use super::run::run;
use crate::diagnostic::Diagnostic;
use crate::document::ReportJson;
use crate::engine::{RowGroup, WhereRowsAre, by_row};
use crate::plan::plan;
use crate::render::numbers;
use crate::report::Report;
use crate::results::SourceStatistics;
use crate::world::World;
use std::sync::Arc;

/// The numbers of a report.
#[derive(Debug)]
pub(crate) struct Recomputed {
    /// Metrics and breakdowns.
    pub report: ReportJson,
    /// The sources that they are computed from.
    pub sources: Vec<SourceStatistics>,
}

/// Computes a report again. What it checks and what is in print does not end the run: it may be of other rows.
///
/// # Errors
/// Data that break the contract, numbers that do not exist.
pub(crate) fn recomputed(world: &dyn World, mut checked: Checked) -> Result<Recomputed, Failure> {
    let report = Arc::make_mut(&mut checked.report);
    report.checks.clear();
    report.published.clear();
    report.coverage.clear();
    let executed = run(world, checked)?;
    Ok(Recomputed {
        report: numbers(&executed.checked.report, &executed.results),
        sources: executed.results.sources.clone(),
    })
}

impl Checked {
    /// Computes a report whose breakdowns are by the key of the rows, in the place of the checked one: the groups of each
    /// breakdown go to `take` with its position. Returns what was read.
    ///
    /// # Errors
    /// Data that break the contract.
    pub(crate) fn by_row(
        &self,
        world: &dyn World,
        report: &Report,
        take: &mut dyn FnMut(usize, Vec<RowGroup>),
    ) -> Result<Vec<SourceStatistics>, Vec<Diagnostic>> {
        by_row(&WhereRowsAre, &self.root.door(world), &plan(report), take)
    }

    /// A failure with these problems.
    #[must_use]
    pub(crate) fn failed(self, problems: Vec<Diagnostic>) -> Failure {
        self.fail(problems)
    }
}
