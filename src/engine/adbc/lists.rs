//! Lists in the keys of groups → the distinct valid values in them: one mention each, as many times as the group has
//! rows; a list without any has one mention without a value.

use super::fine::FineGroups;
use super::leaves::{Leaves, not_of_rows};
use super::query::asked;
use super::rows::SourceRows;
use crate::diagnostic::Diagnostic;
use crate::engine::rollup::invalid::Invalid;
use crate::plan::{DimensionIndex, Plan};
use crate::report::DimensionKind;
use crate::source::Connection;
use crate::sql::Value;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The mentions in the lists of some groups.
pub(super) struct Mentions {
    /// The group of each mention.
    pub(super) groups: Vec<u32>,
    /// The value of each mention.
    pub(super) values: Vec<Value>,
    /// The values that are left out.
    invalid: Invalid,
}

/// The mentions of an exploded dimension.
pub(super) fn mentions(
    plan: &Plan,
    dimension: DimensionIndex,
    fine: &mut FineGroups<'_>,
) -> Result<Mentions, Diagnostic> {
    let step = &plan[dimension];
    let DimensionKind::Explode { column, valid } = &step.definition.kind else {
        return Err(not_of_rows(&step.definition.name));
    };
    let valid = step.lookup.zip(valid.as_ref());
    let known: Option<FxHashSet<&str>> = valid.map(|(lookup, (_, attribute))| {
        let rows = plan[lookup].rows.values();
        rows.filter_map(|row| row[*attribute].as_deref()).collect()
    });
    let lists = fine.column(column)?;
    let mut left_out: BTreeMap<Arc<str>, i128> = BTreeMap::new();
    let mut found = Mentions {
        groups: Vec::new(),
        values: Vec::new(),
        invalid: Invalid::default(),
    };
    let mut seen: Vec<&Arc<str>> = Vec::new();
    for ((group, list), rows) in (0_u32..).zip(lists.iter()).zip(&fine.counts) {
        let rows = i128::from(*rows);
        seen.clear();
        let before = found.groups.len();
        let mut is_left_out = false;
        let items: &[Option<Arc<str>>] = match list {
            Value::List(items) => items,
            _ => &[],
        };
        for text in items.iter().flatten() {
            if seen.contains(&text) {
                continue;
            }
            seen.push(text);
            if known.as_ref().is_none_or(|known| known.contains(&**text)) {
                found.groups.push(group);
                found.values.push(Value::Text(text.clone()));
            } else {
                *left_out.entry(text.clone()).or_default() += rows;
                is_left_out = true;
            }
        }
        if found.groups.len() == before {
            found.groups.push(group);
            found.values.push(Value::Null);
        }
        found.invalid.mentions += seen.len() as i128 * rows;
        found.invalid.rows += if is_left_out { rows } else { 0 };
    }
    found.invalid.values = left_out.into_iter().collect();
    Ok(found)
}

/// What is left out of an exploded dimension, counted over all rows.
pub(super) fn invalid(
    plan: &Plan,
    dimension: DimensionIndex,
    rows: &SourceRows<'_>,
    connection: &mut Connection,
) -> Result<Invalid, Diagnostic> {
    let mut leaves = Leaves::new(plan, rows);
    leaves.name(&plan[dimension].definition.name)?;
    let (mut fine, _) = asked(plan, rows, leaves, &[], connection)?;
    Ok(mentions(plan, dimension, &mut fine)?.invalid)
}
