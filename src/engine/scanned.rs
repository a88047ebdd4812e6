//! The part of executing that is as long as a source: its rows, read and held against the contract, as
//! the groups of its bases. Lookups come later, so that the groups stay when only a lookup has changed.

use super::groups::GroupTable;
use super::lists::Invalid;
use super::rows::{Problem, SourceRows};
use super::{base, contract};
use crate::diagnostic::Diagnostic;
use crate::frame::SourceStatistics;
use crate::meter::{Meter, Step};
use crate::plan::{Base, Plan, Scan};
use crate::report::{DimensionKind, Report};
use crate::source::is_current;
use crate::world::World;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The groups of the sources, for a later run over the same rows.
#[derive(Debug, Default)]
pub struct Kept {
    /// By source: what they were made for, and they.
    scanned: BTreeMap<usize, (String, Arc<Scanned>)>,
}

/// The groups of a source.
#[derive(Debug)]
pub(super) struct Scanned {
    pub(super) statistics: SourceStatistics,
    pub(super) warnings: Vec<Diagnostic>,
    /// One a base of the source, with its position in the plan.
    pub(super) tables: Vec<(usize, GroupTable)>,
    /// What is left out of exploded dimensions, by dimension.
    pub(super) invalid: BTreeMap<String, Invalid>,
}

impl Kept {
    /// The groups of a source: those that are kept, if they are the same, or fresh ones.
    pub(super) fn scanned(
        &mut self,
        world: &dyn World,
        report: &Report,
        plan: &Plan,
        scan: &Scan,
        meter: &Meter,
    ) -> Result<Arc<Scanned>, Vec<Diagnostic>> {
        let source = &report.sources[scan.source];
        let purpose = purpose(report, plan, scan);
        if let Some((known, scanned)) = self.scanned.get(&scan.source)
            && *known == purpose
            && is_current(world, &source.location, &scanned.statistics.files)
        {
            return Ok(scanned.clone());
        }
        let scanned = Arc::new(fresh(world, report, plan, scan, meter)?);
        let entry = (purpose, scanned.clone());
        self.scanned.insert(scan.source, entry);
        Ok(scanned)
    }
}

/// Everything of report and plan that groups depend on, written out: the source with its contract, its
/// bases, the dimensions, and the lookups that say which values of lists are valid.
fn purpose(report: &Report, plan: &Plan, scan: &Scan) -> String {
    let source = &report.sources[scan.source];
    let bases = (0..).zip(&plan.bases);
    let bases: Vec<(usize, &Base)> = bases
        .filter(|(_, base)| base.source == scan.source)
        .collect();
    let valid = report.dimensions.values().filter_map(|it| match &it.kind {
        DimensionKind::Explode {
            valid: Some((lookup, _)),
            ..
        } => Some(&report.lookups[lookup]),
        _ => None,
    });
    let valid: Vec<_> = valid.collect();
    format!("{source:?}{bases:?}{:?}{valid:?}", report.dimensions)
}

fn fresh(
    world: &dyn World,
    report: &Report,
    plan: &Plan,
    scan: &Scan,
    meter: &Meter,
) -> Result<Scanned, Vec<Diagnostic>> {
    let source = || report.sources[scan.source].name.clone();
    let (frame, statistics, warnings) = meter.time(Step::Source, source, || {
        contract::contract_frame(world, report, scan)
    })?;
    let bases: Vec<&Base> = plan
        .bases
        .iter()
        .filter(|base| base.source == scan.source)
        .collect();
    let told = |problem: Problem| vec![problem.told(&report.sources[scan.source].name)];
    let mut rows = SourceRows::new(report, scan.source, &bases, frame).map_err(told)?;
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
    })
}
