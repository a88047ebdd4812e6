//! A run in two steps, so that the first one may be taken while the period before is still being written: what needs only a
//! checked spec and the rows, then the rest, which may need the bundle of the period before.

use super::check::Checked;
use super::clock::Clock;
use super::failure::Failure;
use super::run::{Executed, run_with};
use crate::diagnostic::Diagnostic;
use crate::engine::{Scanned, WhereRowsAre, execute, execute_scanned, scanned};
use crate::plan::plan;
use crate::report::Report;
use crate::world::World;
use std::sync::Arc;

/// Rows are read ahead up to this many bytes of files: two periods are in memory then, within the limits of one.
const MOST_BYTES: u64 = 8 << 20;

/// The first step of a run.
#[derive(Debug)]
pub(crate) struct Begun {
    checked: Checked,
    /// The groups of the rows, or what is wrong with them; none: they are not read yet.
    scanned: Option<Result<Vec<Arc<Scanned>>, Vec<Diagnostic>>>,
}

/// Reads the rows of the sources of a checked report where they are few.
pub(crate) fn begin(world: &dyn World, mut checked: Checked) -> Begun {
    let mut timings = std::mem::take(&mut checked.timings);
    let mut clock = Clock::new(&mut timings);
    let door = checked.root.door(world);
    let report = &checked.report;
    let scanned = bytes(&door, report)
        .is_some_and(|bytes| bytes <= MOST_BYTES)
        .then(|| scanned(&WhereRowsAre, &door, &plan(report), &checked.meter));
    clock.lap("read ahead");
    checked.timings = timings;
    Begun { checked, scanned }
}

/// The bytes of all files of rows; none if they are not known.
fn bytes(world: &dyn World, report: &Report) -> Option<u64> {
    let files = report.sources.iter().map(|source| {
        let files = source.files()?.files(world).ok()?;
        let bytes = files.iter().map(|file| Some(world.stamp(file)?.length));
        bytes.sum::<Option<u64>>()
    });
    files.sum()
}

impl Begun {
    /// Plans and executes the rest.
    ///
    /// # Errors
    /// Data that break the contract, a failed check.
    pub(crate) fn run(self, world: &dyn World) -> Result<Executed, Failure> {
        let Self { checked, scanned } = self;
        run_with(world, checked, |world, _, plan, before, meter| {
            let (engine, previous) = (&WhereRowsAre, before.map(|before| &before.results));
            let results = match scanned {
                Some(scanned) => execute_scanned(engine, world, plan, scanned?, previous, meter),
                None => execute(engine, world, plan, previous, meter),
            };
            results.map(Arc::new)
        })
    }
}
