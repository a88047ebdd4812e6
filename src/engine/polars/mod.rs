//! The engine on Polars: reads rows, checks them against their contract, and groups them by the
//! keys of the bases.
//!
//! In: a scan of the plan. Out: groups with numbered keys and exact integers. Polars types do not
//! leave this folder (and `source`).

mod absent;
mod base;
mod cells;
mod columns;
mod contract;
mod convert;
mod expressions;
mod forms;
mod lists;
mod problem;
mod profile;
mod rows;
mod translate;

pub(crate) use forms::Guess;
pub(crate) use profile::{Fit, Nearly, Profile, profile};

use super::rollup::groups::GroupTable;
use super::rollup::invalid::Invalid;
use super::{Engine, Scanned, rollup};
use crate::diagnostic::Diagnostic;
use crate::meter::{Meter, Step};
use crate::plan::{Base, DimensionIndex, Plan, Scan};
use crate::world::World;
use problem::Problem;
use rayon::prelude::*;
use rows::SourceRows;
use std::collections::BTreeMap;

/// The engine.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Polars;

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
        let reported =
            |problem: Problem| vec![problem.into_diagnostic(&plan.sources[scan.source].name)];
        let bases = (0..).zip(&plan.bases);
        let bases = bases.filter(|(_, base)| base.source == scan.source);
        let (in_scope, of_all): (Vec<_>, Vec<_>) = bases.partition(|(_, base)| base.in_scope);
        let exploded = in_scope
            .iter()
            .chain(&of_all)
            .filter_map(|(_, base)| base.explode);
        let mut rows = SourceRows::new(plan, scan.source, frame);
        let mut found = groups(&mut rows, &of_all, meter).map_err(reported)?;
        let invalid = invalid(plan, &mut rows, exploded).map_err(reported)?;
        let absent = absent::absent(rows.frame(), &scan.asked).map_err(reported)?;
        if !in_scope.is_empty() {
            if let Some(kept) = rows_in_scope(plan, &found) {
                rows = rows.filter(&kept).map_err(reported)?;
            }
            found.extend(groups(&mut rows, &in_scope, meter).map_err(reported)?);
            found.sort_by_key(|(at, _)| *at);
        }
        let tables = found.into_iter().map(|(at, (table, _))| (at, table));
        Ok(Scanned {
            statistics,
            warnings,
            tables: tables.collect(),
            invalid,
            absent,
        })
    }
}

/// A base by its position in the plan, its groups, and the group of each row.
type Grouped = (usize, (GroupTable, Vec<u32>));

/// The groups that rows make in some bases.
fn groups(
    rows: &mut SourceRows<'_>,
    bases: &[(usize, &Base)],
    meter: &Meter,
) -> Result<Vec<Grouped>, Problem> {
    let of: Vec<&Base> = bases.iter().map(|(_, base)| *base).collect();
    rows.prepare(&of)?;
    let rows = &*rows;
    let found: Vec<_> = bases
        .par_iter()
        .map(|(at, base)| {
            let name = || {
                let keys = base.keys.iter().map(|key| key.name.as_str());
                format!("{at} ({})", keys.collect::<Vec<_>>().join(", "))
            };
            let found = meter.time(Step::Base, name, || base::aggregate(base, rows))?;
            Ok((*at, found))
        })
        .collect();
    found.into_iter().collect()
}

/// What is left out of exploded dimensions, counted over all rows.
fn invalid(
    plan: &Plan,
    rows: &mut SourceRows<'_>,
    exploded: impl Iterator<Item = DimensionIndex>,
) -> Result<BTreeMap<DimensionIndex, Invalid>, Problem> {
    let mut invalid = BTreeMap::new();
    for dimension in exploded {
        if plan[dimension].lookup.is_some() && !invalid.contains_key(&dimension) {
            invalid.insert(dimension, rows.mention(dimension)?.invalid.clone());
        }
    }
    Ok(invalid)
}

/// Which rows are in the scope; none where all are, or where it cannot be reported.
fn rows_in_scope(plan: &Plan, found: &[Grouped]) -> Option<Vec<bool>> {
    let base = plan.scope.as_ref()?.rollup.base;
    let (_, (table, of)) = found.iter().find(|(at, _)| *at == base)?;
    let groups = rollup::groups_in_scope(plan, table)?;
    let kept: Vec<bool> = of.iter().map(|group| groups[*group as usize]).collect();
    kept.contains(&false).then_some(kept)
}
