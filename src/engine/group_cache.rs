//! Keeps the groups of sources from an earlier run for as long as they stay the same. Lookups come
//! later, so the groups are kept when only a lookup has changed.

use super::{Engine, Scanned};
use crate::diagnostic::Diagnostic;
use crate::meter::Meter;
use crate::plan::{Base, Plan, Scan};
use crate::report::{Cells, Dimension, DimensionKind, Lookup};
use crate::source::is_current;
use crate::world::World;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The groups of the sources, for a later run over the same rows.
#[derive(Debug, Default)]
pub(crate) struct GroupCache {
    /// By source, and whether its cells are corrected: the inputs that its groups depend on, and the groups.
    scanned: BTreeMap<(usize, bool), (String, Arc<Scanned>)>,
}

impl GroupCache {
    /// The groups of a source: the kept ones if they are still the same, else new ones.
    pub(super) fn scanned(
        &mut self,
        engine: &dyn Engine,
        world: &dyn World,
        plan: &Plan,
        scan: &Scan,
        meter: &Meter,
    ) -> Result<Arc<Scanned>, Vec<Diagnostic>> {
        let source = &plan.sources[scan.source];
        let purpose = purpose(plan, scan);
        let corrections = source.corrections.as_ref();
        let is_corrected = corrections.is_some_and(|it| it.cells == Cells::Corrected);
        let place = (scan.source, is_corrected);
        if let Some((known, scanned)) = self.scanned.get(&place)
            && *known == purpose
            && is_current(world, source.files(), &scanned.statistics.files)
        {
            return Ok(scanned.clone());
        }
        let scanned = Arc::new(engine.scan(world, plan, scan, meter)?);
        let entry = (purpose, scanned.clone());
        self.scanned.insert(place, entry);
        Ok(scanned)
    }
}

/// Everything of a plan that groups depend on, written out: the source with its contract, its bases, the
/// dimensions, the lookups that say which values of lists are valid or which keys are counted, and where rows out of
/// scope are left out the scope with its lookups.
fn purpose(plan: &Plan, scan: &Scan) -> String {
    let source = &plan.sources[scan.source];
    let bases = (0..).zip(&plan.bases);
    let bases: Vec<(usize, &Base)> = bases
        .filter(|(_, base)| base.source == scan.source)
        .collect();
    let definitions: Vec<&Dimension> = plan.dimensions.iter().map(|it| &it.definition).collect();
    let valid = plan.dimensions.iter().filter_map(|it| {
        let explodes = matches!(it.definition.kind, DimensionKind::Explode { .. });
        it.lookup.filter(|_| explodes).map(|lookup| &plan[lookup])
    });
    let valid: Vec<&Lookup> = valid.collect();
    // Of bases that only count, rows whose keys are all known are one group.
    let counting = bases.iter().filter(|(_, base)| base.for_coverage);
    let derived = counting.flat_map(|(_, base)| &base.derived);
    let counted = derived.filter_map(|column| Some(&plan[plan[column.dimension?].lookup?]));
    let counted: Vec<&Lookup> = counted.collect();
    let asked = &scan.asked;
    let scope = plan.scope.iter();
    let scope: Vec<_> = scope
        .filter(|_| bases.iter().any(|(_, base)| base.in_scope))
        .map(|step| {
            let derived = plan.bases[step.rollup.base].derived.iter();
            let lookups = derived.filter_map(|column| plan[column.dimension?].lookup);
            (
                step,
                lookups.map(|lookup| &plan[lookup]).collect::<Vec<_>>(),
            )
        })
        .collect();
    format!("{source:?}{bases:?}{definitions:?}{valid:?}{counted:?}{asked:?}{scope:?}")
}
