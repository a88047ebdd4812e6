//! Phase 5, execute: an engine does the work proportional to the rows of a source and returns
//! groups; rolling groups up is exact and the same for all engines.
//!
//! In: a plan. Out: [`Results`]. Another engine implements [`Engine`]: from a scan of the plan it
//! makes the groups of its bases. `polars` is the engine in use; the test suite has another one.

#[cfg(feature = "adbc")]
mod adbc;
mod group_cache;
mod labels;
mod polars;
pub mod rollup;
mod uncorrected;

pub(crate) use group_cache::GroupCache;
pub use polars::Polars;
pub(crate) use polars::{
    Asked, Broken, ColumnProfile, Copies, Course, Differs, Fit, Guess, Kind, Mixed, Nearly,
    Notation, Odd, Outside, Profile, Total, profile, suspects,
};
pub(crate) use rollup::RowGroup;

use crate::diagnostic::{Code, Diagnostic};
use crate::meter::Meter;
use crate::plan::{DimensionIndex, Plan, Scan};
use crate::report::Reads;
use crate::results::{Previous, Pushdown, Results, SourceStatistics};
use crate::world::World;
use rollup::absent::Absent;
use rollup::groups::GroupTable;
use rollup::invalid::Invalid;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An engine: it scans sources.
pub trait Engine: Sync {
    /// Reads a source once, checks it against its contract, and groups its rows by the keys of each
    /// of its bases.
    ///
    /// # Errors
    /// Data that break the contract, expressions without an exact value, files that cannot be read.
    fn scan(
        &self,
        world: &dyn World,
        plan: &Plan,
        scan: &Scan,
        meter: &Meter,
    ) -> Result<Scanned, Vec<Diagnostic>>;
}

/// The engine that is where the rows are: Polars for files, the database itself for what is in one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WhereRowsAre;

impl Engine for WhereRowsAre {
    fn scan(
        &self,
        world: &dyn World,
        plan: &Plan,
        scan: &Scan,
        meter: &Meter,
    ) -> Result<Scanned, Vec<Diagnostic>> {
        match &plan.sources[scan.source].reads {
            Reads::Files(_) => Polars::default().scan(world, plan, scan, meter),
            #[cfg(feature = "adbc")]
            Reads::Database(database) => adbc::scan(world, plan, scan, database, meter),
            #[cfg(not(feature = "adbc"))]
            Reads::Database(database) => Err(database.columns(world).err().into_iter().collect()),
        }
    }
}

/// The groups of a source.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// What was noticed in the source.
    pub statistics: SourceStatistics,
    /// Warnings about cleared cells and dropped rows.
    pub warnings: Vec<Diagnostic>,
    /// One table per base of the source, with the base's position in the plan.
    pub tables: Vec<(usize, GroupTable)>,
    /// Invalid values of exploded dimensions, by dimension.
    pub invalid: BTreeMap<DimensionIndex, Invalid>,
    /// Texts that were asked for and that no row has.
    pub absent: Vec<Absent>,
    /// What was left out before rows were grouped.
    pub pushdown: Pushdown,
}

/// Runs a plan, beside the period before if there is one.
///
/// # Errors
/// Data that break the contract, sums that overflow, an empty denominator, a failed check.
pub fn execute(
    engine: &dyn Engine,
    world: &dyn World,
    plan: &Plan,
    previous: Option<&Arc<Previous>>,
    meter: &Meter,
) -> Result<Results, Vec<Diagnostic>> {
    let found = scanned(engine, world, plan, meter)?;
    execute_scanned(engine, world, plan, found, previous, meter)
}

/// Like [`execute`], but reuses the groups of an earlier run if they are the same.
///
/// # Errors
/// Those of [`execute`].
pub(crate) fn execute_again(
    engine: &dyn Engine,
    world: &dyn World,
    plan: &Plan,
    previous: Option<&Arc<Previous>>,
    meter: &Meter,
    kept: &mut GroupCache,
) -> Result<Results, Vec<Diagnostic>> {
    let mut scanned = |plan: &Plan, scan: &Scan| kept.scanned(engine, world, plan, scan, meter);
    let found = all_scanned(plan, |scan| scanned(plan, scan))?;
    computed(plan, found, previous, meter, scanned)
}

/// Reads the sources of a plan and groups their rows: what of [`execute`] needs nothing but the rows.
///
/// # Errors
/// Data that break the contract, files that cannot be read.
pub(crate) fn scanned(
    engine: &dyn Engine,
    world: &dyn World,
    plan: &Plan,
    meter: &Meter,
) -> Result<Vec<Arc<Scanned>>, Vec<Diagnostic>> {
    all_scanned(plan, |scan| {
        engine.scan(world, plan, scan, meter).map(Arc::new)
    })
}

/// Like [`execute`], from the groups of [`scanned`].
///
/// # Errors
/// Those of [`execute`].
pub(crate) fn execute_scanned(
    engine: &dyn Engine,
    world: &dyn World,
    plan: &Plan,
    scanned: Vec<Arc<Scanned>>,
    previous: Option<&Arc<Previous>>,
    meter: &Meter,
) -> Result<Results, Vec<Diagnostic>> {
    computed(plan, scanned, previous, meter, |plan, scan| {
        engine.scan(world, plan, scan, meter).map(Arc::new)
    })
}

/// Hands the groups of each breakdown of a plan over to `take` as they are, one breakdown after the other, with its position;
/// returns what was read.
///
/// # Errors
/// Those of [`execute`].
pub(crate) fn by_row(
    engine: &dyn Engine,
    world: &dyn World,
    plan: &Plan,
    take: &mut dyn FnMut(usize, Vec<RowGroup>),
) -> Result<Vec<SourceStatistics>, Vec<Diagnostic>> {
    let found = scanned(engine, world, plan, &Meter::default())?;
    rollup::by_row(plan, found, take)
}

/// What follows from the groups of a plan. Where cells were corrected, the rows are read once more as they were.
fn computed(
    plan: &Plan,
    found: Vec<Arc<Scanned>>,
    previous: Option<&Arc<Previous>>,
    meter: &Meter,
    mut scanned: impl FnMut(&Plan, &Scan) -> Result<Arc<Scanned>, Vec<Diagnostic>>,
) -> Result<Results, Vec<Diagnostic>> {
    let as_they_were = uncorrected::plan(plan, &found);
    let without = as_they_were.map(|(plan, scans)| {
        uncorrected::metrics(&plan, &found, previous, meter, |at| {
            let scan = &plan.scans[at];
            scans[at].then(|| scanned(&plan, scan))
        })
    });
    let mut results = rollup::results(plan, found, previous, meter)?;
    results.without_corrections = without;
    Ok(results)
}

/// The groups of all sources.
fn all_scanned(
    plan: &Plan,
    mut scanned: impl FnMut(&Scan) -> Result<Arc<Scanned>, Vec<Diagnostic>>,
) -> Result<Vec<Arc<Scanned>>, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for scan in &plan.scans {
        match scanned(scan) {
            Ok(scanned) => found.push(scanned),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(problems)
    }
}

/// The problem of a step that the engine refuses.
pub(crate) fn refused(what: &str, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error(Code::EXECUTION, format!("{what}: {error}"))
}
