//! The engine on Polars: rows are read, held against their contract, and grouped by the keys of the bases.
//!
//! In: a scan of the plan. Out: groups with numbered keys and exact integers. Polars types do not leave this
//! folder (and `source`).

mod absent;
mod base;
mod cells;
mod columns;
mod contract;
mod convert;
mod expressions;
mod forms;
mod lists;
mod profile;
mod rows;
mod translate;

pub use forms::Guess;
pub use profile::{ColumnProfile, Fit, Nearly, Owners, Profile, profile};

use super::{Engine, Scanned};
use crate::diagnostic::Diagnostic;
use crate::meter::{Meter, Step};
use crate::plan::{Base, Plan, Scan};
use crate::world::World;
use rayon::prelude::*;
use rows::{Problem, SourceRows};
use std::collections::BTreeMap;

/// The engine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Polars;

impl Engine for Polars {
    fn scan(
        &self,
        world: &dyn World,
        plan: &Plan,
        scan: &Scan,
        meter: &Meter,
    ) -> Result<Scanned, Vec<Diagnostic>> {
        let source = || plan.sources[scan.source].name.clone();
        let (frame, statistics, warnings) = meter.time(Step::Source, source, || {
            contract::contract_frame(world, plan, scan)
        })?;
        let bases: Vec<&Base> = plan
            .bases
            .iter()
            .filter(|base| base.source == scan.source)
            .collect();
        let told = |problem: Problem| vec![problem.told(&plan.sources[scan.source].name)];
        let mut rows = SourceRows::new(plan, scan.source, &bases, frame).map_err(told)?;
        rows.number(bases.iter().flat_map(|base| &base.keys))
            .map_err(told)?;
        for base in &bases {
            rows.mention(base).map_err(told)?;
        }
        let tables: Vec<_> = plan
            .bases
            .par_iter()
            .enumerate()
            .filter(|(_, base)| base.source == scan.source)
            .map(|(index, base)| {
                let name = || format!("{index} ({})", base.keys.join(", "));
                let table = meter.time(Step::Base, name, || base::aggregate(base, &rows))?;
                Ok((index, table))
            })
            .collect();
        let tables = tables.into_iter().collect::<Result<_, _>>().map_err(told)?;
        let mut invalid = BTreeMap::new();
        for base in bases.iter().filter(|base| !base.explode.is_empty()) {
            let mentions = rows.mentions(&base.explode).map_err(told)?;
            invalid.insert(base.explode.clone(), mentions.invalid.clone());
        }
        Ok(Scanned {
            statistics,
            warnings,
            tables,
            invalid,
            absent: absent::absent(rows.frame(), &scan.asked).map_err(told)?,
        })
    }
}
