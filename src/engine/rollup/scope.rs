//! The rows of a base that count: those that pass a condition and lie in the scope of the report.

use super::coded::Coded;
use super::codes::EXCLUDED;
use super::grouping::group;
use super::groups::GroupTable;
use super::ranks::MostFirst;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::plan::{Rollup, ScopeStep};
use foldhash::fast::RandomState;
use indexmap::IndexSet;
use std::sync::Arc;

/// The rows of each base that are in the scope.
#[derive(Default)]
pub(super) struct Scope {
    rows: Vec<Option<Vec<bool>>>,
}

impl Scope {
    /// The rows with one of the scope's values; a base without the scope's dimension is never
    /// queried.
    fn new(chosen: &Chosen, tables: &[GroupTable]) -> Self {
        let rows = tables.iter().map(|table| in_scope(chosen, table));
        Self {
            rows: rows.collect(),
        }
    }

    fn of(&self, base: usize) -> Option<&Vec<bool>> {
        self.rows.get(base)?.as_ref()
    }
}

/// The groups that have one of the scope's values; none where the table does not have its dimension.
pub(super) fn in_scope(chosen: &Chosen, table: &GroupTable) -> Option<Vec<bool>> {
    let column = table.keys.get(&chosen.by)?;
    let kept = column.which(|value| chosen.codes.contains(value));
    let of = |code: &u32| kept.get(*code as usize).copied().unwrap_or(false);
    Some(column.codes.iter().map(of).collect())
}

/// The rows of a base that meet condition and scope, have a value of the grouped list, and are not
/// excluded by a grouped dimension.
pub(super) fn selected(table: &GroupTable, rollup: &Rollup, scope: &Scope) -> Vec<u32> {
    let condition = rollup.condition.map(|at| &table.conditions[at]);
    let in_scope = if rollup.in_scope {
        scope.of(rollup.base)
    } else {
        None
    };
    let names = rollup.by.iter().chain(&rollup.excluding);
    let columns: Vec<&Coded> = names.map(|name| &table.keys[name]).collect();
    let is_mentioned = table.mentioned(rollup.mentioned.as_deref());
    (0..table.rows.len() as u32)
        .filter(|row| {
            let row = *row as usize;
            condition.is_none_or(|c| c[row])
                && in_scope.is_none_or(|s| s[row])
                && is_mentioned(row)
                && columns.iter().all(|column| column.codes[row] != EXCLUDED)
        })
        .collect()
}

/// The rows that the report speaks of: all that pass the condition, or those of the values that it
/// chooses.
pub(super) fn scope(step: &ScopeStep, tables: &[GroupTable]) -> Result<Scope, Vec<Diagnostic>> {
    let chosen = chosen(step, &tables[step.rollup.base])?;
    Ok(chosen.map_or_else(Scope::default, |chosen| Scope::new(&chosen, tables)))
}

/// The values of a dimension that a scope chooses.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Chosen {
    /// Name of the dimension.
    pub(super) by: String,
    codes: IndexSet<Arc<str>, RandomState>,
}

/// The n values of its dimension with most of the first measure that a scope chooses, ties by code; none
/// where a condition alone says what is in scope.
pub(super) fn chosen(
    step: &ScopeStep,
    table: &GroupTable,
) -> Result<Option<Chosen>, Vec<Diagnostic>> {
    let rollup = &step.rollup;
    let rows = selected(table, rollup, &Scope::default());
    let is_empty = |why: &str| {
        let message = format!("the scope is empty: {why}");
        Err(vec![
            Diagnostic::error(Code::EMPTY_BREAKDOWN, message).at(Location::key("/scope")),
        ])
    };
    if rows.is_empty() && rollup.condition.is_some() {
        return is_empty("no row passes its `where`");
    }
    let (Some(n), Some(by)) = (step.n, rollup.by.first()) else {
        return Ok(None);
    };
    let grouped = group(table, &rows, &rollup.by, &rollup.measures).map_err(|d| vec![d])?;
    let groups = grouped.groups;
    let column = &table.keys[by];
    let first = MostFirst::new(&[column], &groups, 0).first(n.max(1), 0);
    if first.is_empty() {
        return is_empty(&format!("no row has a value of `{by}`"));
    }
    let texts = first
        .into_iter()
        .filter_map(|at| column.text(groups.codes(at)[0]));
    let codes = texts.take(n).map(Arc::from).collect();
    let by = by.clone();
    Ok(Some(Chosen { by, codes }))
}
