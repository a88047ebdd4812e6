//! What single rows give to a report's numbers. In: a plan whose breakdowns are by the key of the rows, and the groups of its
//! sources. Out: the groups of each breakdown as they are: nothing is ordered, folded or divided.

use super::super::Scanned;
use super::aggregate::key;
use super::coded::Coded;
use super::grouping::group;
use super::scope::{Scope, scope, selected};
use super::tables;
use crate::diagnostic::Diagnostic;
use crate::plan::{Plan, StepRows};
use crate::results::{Key, Results, SourceStatistics, Value};
use std::sync::Arc;

/// A group of a breakdown.
#[derive(Clone, Debug)]
pub(crate) struct RowGroup {
    /// One per dimension.
    pub(crate) keys: Vec<Key>,
    /// One per measure.
    pub(crate) values: Vec<Value>,
}

/// Hands the groups of each breakdown over to `take`, one breakdown after the other, with its position; returns what was
/// read.
///
/// # Errors
/// As of results.
pub(in crate::engine) fn by_row(
    plan: &Plan,
    scanned: Vec<Arc<Scanned>>,
    take: &mut dyn FnMut(usize, Vec<RowGroup>),
) -> Result<Vec<SourceStatistics>, Vec<Diagnostic>> {
    let mut results = Results::default();
    let tables = tables(plan, scanned, &mut results)?;
    let scope = match &plan.scope {
        Some(step) => scope(step, &tables)?,
        None => Scope::default(),
    };
    for (at, step) in plan.breakdowns.iter().enumerate() {
        let StepRows::Base { rollup, .. } = &step.rows else {
            continue;
        };
        let table = &tables[rollup.base];
        let rows = selected(table, rollup, &scope);
        let grouped = group(table, &rows, &rollup.by, &rollup.measures).map_err(|d| vec![d])?;
        let columns: Vec<&Coded> = rollup.by.iter().map(|name| &table.keys[name]).collect();
        let groups = &grouped.groups;
        let groups = groups.positions().map(|at| {
            let codes = columns.iter().zip(groups.codes(at));
            RowGroup {
                keys: codes.map(|(column, code)| key(column, *code)).collect(),
                values: groups.values(at),
            }
        });
        take(at, groups.collect());
    }
    Ok(results.sources)
}
