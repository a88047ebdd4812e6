//! The distinct values that a measure counts. In: the rows of a breakdown in groups. Out: the values in
//! each group, as numbers.

use crate::engine::rollup::aggregate::is_whole;
use crate::engine::rollup::coded::Coded;
use crate::engine::rollup::grouping::Grouped;
use crate::engine::rollup::groups::GroupTable;
use crate::engine::rollup::numbering::{KeyPart, number_tuples};
use crate::plan::{RollupKind, RollupMeasure};
use rustc_hash::FxHashSet;

/// The values in each of some groups; `of` says of each finer group in which of them it is. Nothing for a measure
/// that counts no distinct values.
pub(super) fn distinct_values(
    table: &GroupTable,
    full: &Grouped<'_>,
    (of, groups): (&[Option<u32>], usize),
    measure: &RollupMeasure,
) -> Vec<FxHashSet<u32>> {
    let mut found = vec![FxHashSet::default(); groups];
    let Some(aggregate) = measure.aggregate() else {
        return found;
    };
    let RollupKind::CountDistinct(names) = &aggregate.kind else {
        return found;
    };
    let columns: Vec<&Coded> = names.iter().map(|name| &table.keys[name]).collect();
    let parts: Vec<KeyPart<'_>> = columns.iter().map(|column| column.part()).collect();
    let tuples = number_tuples(&parts, full.rows.iter().copied());
    let condition = aggregate.condition.map(|at| &table.conditions[at]);
    for ((row, group), tuple) in full.rows.iter().zip(&full.of).zip(&tuples.codes) {
        let row = *row as usize;
        let counts = condition.is_none_or(|condition| condition[row]);
        if let Some(at) = of[*group as usize]
            && counts
            && is_whole(table, names, row)
        {
            found[at as usize].insert(*tuple);
        }
    }
    found
}
