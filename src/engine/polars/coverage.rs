//! Bases that only count the keys that lookups do not have, over the mentions of a list: those of rows with such a
//! key are groups, and all other rows are two at most, those with a list and those without, for what they weigh.
//!
//! In: the rows of a chunk. Out: its groups. Lists of a hub have millions of mentions, and all but a few of their values
//! are known.

use super::base::keys;
use super::cells::RowValues;
use super::problem::Problem;
use super::rows::SourceRows;
use crate::engine::rollup::codes::MISSING;
use crate::engine::rollup::groups::{AggregateColumn, GroupTable};
use crate::engine::rollup::numbering::{KeyPart, number_tuples};
use crate::engine::rollup::unmatched::unmatched;
use crate::plan::{Base, BaseAggregate};
use crate::sql::Expression;
use polars::prelude::*;

/// The groups of such a base; none for other bases.
pub(super) fn counted(base: &Base, rows: &SourceRows<'_>) -> Result<Option<GroupTable>, Problem> {
    let Some(exploded) = base.explode.filter(|_| base.for_coverage && base.per_row) else {
        return Ok(None);
    };
    if !base.aggregates.iter().all(BaseAggregate::is_amount) {
        return Ok(None);
    }
    let mentions = rows.mentions(exploded)?;
    let at = &mentions.rows;
    let keys = keys(base, rows, at, Some(&mentions.values))?;
    let parts: Vec<KeyPart<'_>> = keys.iter().map(|(_, coded)| coded.part()).collect();
    let tuples = number_tuples(&parts, 0..at.len() as u32);
    let distinct = GroupTable {
        rows: vec![0; tuples.first.len()],
        keys: keys
            .iter()
            .map(|(name, coded)| ((*name).clone(), coded.take(&tuples.first)))
            .collect(),
        ..GroupTable::default()
    };
    let Some(unmatched) = unmatched(rows.plan(), base, &distinct) else {
        return Ok(None);
    };
    let is_unmatched = |mention: usize| unmatched[tuples.codes[mention] as usize];
    let mut kept: Vec<u32> = Vec::new();
    // The first mentions of rows without such a key: those with a list, and those without, which weigh in for the
    // lookups of other columns.
    let mut others = [Vec::<u32>::new(), Vec::new()];
    let mut first = 0;
    // The mentions of a row follow each other.
    for of_row in at.chunk_by(|a, b| a == b) {
        let own = first..first + of_row.len();
        first = own.end;
        if own.clone().any(is_unmatched) {
            kept.extend(own.map(|mention| mention as u32));
        } else {
            let has_none = mentions.values.codes[own.start] == MISSING;
            others[usize::from(has_none)].push(own.start as u32);
        }
    }
    let others = others.iter().filter(|others| !others.is_empty());
    let others: Vec<&Vec<u32>> = others.collect();
    let own = kept.len();
    kept.extend(others.iter().map(|others| others[0]));
    let values: Vec<&Expression> = base.aggregates.iter().map(|it| &it.value).collect();
    let mut aggregates = Vec::new();
    for values in rows.evaluate(&values)? {
        let amounts = amounts(&values)?;
        let of = |mention: &u32| amounts(at[*mention as usize]);
        let mut sums: Vec<i128> = kept.iter().map(of).collect();
        for (sum, others) in sums[own..].iter_mut().zip(&others) {
            let add = |sum: i128, mention: &u32| sum.checked_add(of(mention));
            let Some(all) = others.iter().try_fold(0, add) else {
                return Ok(None);
            };
            *sum = all;
        }
        aggregates.push(AggregateColumn::Integers(sums));
    }
    let keys = keys.iter();
    Ok(Some(GroupTable {
        rows: vec![1; kept.len()],
        source_rows: Some(kept.iter().map(|mention| at[*mention as usize]).collect()),
        keys: keys
            .map(|(name, coded)| ((*name).clone(), coded.take(&kept)))
            .collect(),
        aggregates,
        ..GroupTable::default()
    }))
}

/// The whole number of each row; 0 where it has none.
fn amounts(values: &RowValues) -> PolarsResult<Box<dyn Fn(u32) -> i128 + '_>> {
    Ok(match values {
        RowValues::Wide(values) => Box::new(|row| values[row as usize].unwrap_or(0)),
        RowValues::Column(column) => {
            let column = column.cast(&DataType::Int64)?.rechunk();
            let integers = column.i64()?.downcast_as_array().clone();
            Box::new(move |row| integers.get(row as usize).map_or(0, i128::from))
        }
    })
}
