//! What every metric would be without corrections: the plan once more, over the rows as they were.
//!
//! In: a plan and the groups of its sources with their corrections. Out: the metrics that come out where no cell is
//! corrected. Only sources with corrections are scanned again, and nothing is where no cell was changed. A cell that
//! breaks the contract without its correction is empty there, since it has no value that could be counted.

use super::{Scanned, rollup};
use crate::diagnostic::Diagnostic;
use crate::meter::Meter;
use crate::plan::Plan;
use crate::report::Cells;
use crate::results::{Previous, WithoutCorrections};
use std::sync::Arc;

/// The plan over the rows as they were, and for each scan whether its rows differ; none where no cell was changed.
pub(super) fn plan(plan: &Plan, found: &[Arc<Scanned>]) -> Option<(Plan, Vec<bool>)> {
    let differs = found.iter().map(|scanned| {
        let corrected = scanned.statistics.corrected.as_ref();
        corrected.is_some_and(|corrected| !corrected.cells.is_empty())
    });
    let differs: Vec<bool> = differs.collect();
    if !differs.contains(&true) {
        return None;
    }
    let mut plan = plan.clone();
    // What must hold must do so for the rows as they are.
    plan.checks.clear();
    plan.claims.clear();
    for corrections in plan.sources.iter_mut().flat_map(|it| &mut it.corrections) {
        corrections.cells = Cells::AsTheyWere;
    }
    Some((plan, differs))
}

/// The metrics of that plan, beside the same period before; `again` scans a source once more where its rows differ.
pub(super) fn metrics(
    plan: &Plan,
    found: &[Arc<Scanned>],
    previous: Option<&Arc<Previous>>,
    meter: &Meter,
    mut again: impl FnMut(usize) -> Option<Result<Arc<Scanned>, Vec<Diagnostic>>>,
) -> WithoutCorrections {
    let scanned = found.iter().enumerate();
    let scanned = scanned.map(|(at, known)| again(at).unwrap_or_else(|| Ok(known.clone())));
    let scanned: Result<Vec<_>, Vec<Diagnostic>> = scanned.collect();
    let metrics = scanned.and_then(|scanned| rollup::metrics_alone(plan, scanned, previous, meter));
    match metrics {
        Ok(metrics) => WithoutCorrections::Metrics(metrics),
        Err(problems) => {
            let first = problems.into_iter().next();
            let why = first.map_or_else(String::new, |problem| problem.message);
            WithoutCorrections::NotComputable(why)
        }
    }
}
