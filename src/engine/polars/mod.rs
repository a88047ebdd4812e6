//! The engine on Polars: reads rows in chunks, checks them against their contract, and groups them by
//! the keys of the bases.
//!
//! In: a scan of the plan. Out: groups with numbered keys and exact integers. Polars types do not
//! leave this folder (and `source`).

mod absent;
mod base;
mod cells;
mod columns;
mod contract;
mod convert;
mod coverage;
mod expressions;
mod forms;
mod lists;
mod minus;
mod passes;
mod problem;
mod profile;
mod rows;
mod suspects;
mod translate;
mod weight;

pub(crate) use forms::Guess;
pub(crate) use profile::{
    Broken, ColumnProfile, Copies, Course, Differs, Fit, Kind, Mixed, Nearly, Notation, Odd,
    Outside, Profile, Total, profile,
};
pub(crate) use suspects::{Asked, suspects};

use super::{Engine, Scanned};
use crate::diagnostic::Diagnostic;
use crate::meter::{Meter, Step};
use crate::plan::{Plan, Scan};
use crate::source::Chunking;
use crate::world::World;
use contract::Contract;
use passes::Passes;

/// The engine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Polars {
    /// How much of a source is read at a time.
    pub chunking: Chunking,
}

impl Engine for Polars {
    fn scan(
        &self,
        world: &dyn World,
        plan: &Plan,
        scan: &Scan,
        meter: &Meter,
    ) -> Result<Scanned, Vec<Diagnostic>> {
        let source = &plan.sources[scan.source];
        let name = || source.name.clone();
        let contract = meter.time(Step::Source, name, || {
            Contract::open(world, source, self.chunking)
        })?;
        Passes::new(plan, scan, &contract, meter).run()
    }
}
