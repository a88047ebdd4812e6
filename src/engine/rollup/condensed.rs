//! Groups that are only there to count keys that lookups do not have: those of rows that have none of
//! them are one.
//!
//! In: every mention of a list, each a group of its own, so that a row with several such keys counts
//! once. Out: the mentions of rows with such a key, and one group of all other rows, for what they
//! weigh. Lists of a hub have millions of mentions, and all but a few of their values are known.

use super::coded::Coded;
use super::codes::MISSING;
use super::groups::{AggregateColumn, GroupTable};
use super::{Noticed, lookups};
use crate::plan::{Base, DimensionIndex, Plan};
use crate::report::DimensionKind;

/// The groups of a base that only counts; those of others are left as they are.
pub(in crate::engine) fn condensed(plan: &Plan, base: &Base, table: GroupTable) -> GroupTable {
    if !base.for_coverage {
        return table;
    }
    counted(plan, base, &table).unwrap_or(table)
}

fn counted(plan: &Plan, base: &Base, table: &GroupTable) -> Option<GroupTable> {
    let rows = table.source_rows.as_ref()?;
    let name_of = |at: DimensionIndex| plan[at].definition.name.as_str();
    let is_mentioned = table.mentioned(base.explode.map(name_of));
    let unmatched = unmatched(plan, base, table)?;
    let mut kept: Vec<u32> = Vec::new();
    let mut others: Vec<usize> = Vec::new();
    let mut first = 0;
    // The mentions of a row follow each other.
    for mentions in rows.chunk_by(|a, b| a == b) {
        let own = first..first + mentions.len();
        first = own.end;
        if own.clone().any(|at| unmatched[at]) {
            kept.extend(own.map(|at| at as u32));
        } else if is_mentioned(own.start) {
            others.push(own.start);
        }
    }
    let rest = others.first().map(|at| *at as u32);
    kept.extend(rest);
    let mut aggregates = Vec::new();
    for column in &table.aggregates {
        let AggregateColumn::Integers(values) = column else {
            return None;
        };
        let mut taken: Vec<i128> = kept.iter().map(|at| values[*at as usize]).collect();
        if let (Some(last), Some(_)) = (taken.last_mut(), rest) {
            let add = |sum: i128, at: &usize| sum.checked_add(values[*at]);
            *last = others.iter().try_fold(0, add)?;
        }
        aggregates.push(AggregateColumn::Integers(taken));
    }
    let keys = table.keys.iter();
    let keys = keys.map(|(name, column): (&String, &Coded)| (name.clone(), column.take(&kept)));
    Some(GroupTable {
        rows: kept.iter().map(|at| table.rows[*at as usize]).collect(),
        source_rows: Some(kept.iter().map(|at| rows[*at as usize]).collect()),
        keys: keys.collect(),
        aggregates,
        ..GroupTable::default()
    })
}

/// Whether each group has a key that one of the lookups does not have.
fn unmatched(plan: &Plan, base: &Base, table: &GroupTable) -> Option<Vec<bool>> {
    let mut derived = table.keys_only();
    lookups::derive(plan, base, &mut derived, |_| false, &mut Noticed::default()).ok()?;
    let mut unmatched = vec![false; table.rows.len()];
    for step in base
        .derived
        .iter()
        .filter_map(|it| Some(&plan[it.dimension?]))
    {
        let (Some(lookup), DimensionKind::Lookup { key, .. }) =
            (step.lookup, &step.definition.kind)
        else {
            continue;
        };
        let keys = derived.keys.get(key)?;
        let list = step.list.map(|list| plan[list].definition.name.as_str());
        let has_key = derived.mentioned(list);
        let rows = &plan[lookup].rows;
        let is_unknown = keys.which(|value| !rows.contains_key(value));
        for (group, code) in keys.codes.iter().enumerate() {
            let known = is_unknown.get(*code as usize).copied();
            unmatched[group] |= has_key(group) && known.unwrap_or(*code == MISSING);
        }
    }
    Some(unmatched)
}
