//! Rows of a source → groups of a base: the tuples of its key are numbered, its aggregates are
//! summed exactly.

use super::cells::{Cells, RowValues};
use super::problem::Problem;
use super::rows::SourceRows;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::engine::rollup::coded::Coded;
use crate::engine::rollup::codes::MISSING;
use crate::engine::rollup::groups::{AggregateColumn, GroupTable};
use crate::engine::rollup::numbering::{KeyPart, number_tuples, number_unique};
use crate::engine::rollup::numbers::{Numbers, Runs};
use crate::plan::{AtomKind, Base, BaseAggregateKind};
use crate::results::Value;
use crate::sql::{Expression, Sum, Type};
use polars::prelude::*;
use std::borrow::Cow;
use std::cmp::Ordering;

/// Aggregates a source to a base; beside it the group of each row, of one with several mentions that of the last.
pub(super) fn aggregate(
    base: &Base,
    rows: &SourceRows<'_>,
) -> Result<(GroupTable, Vec<u32>), Problem> {
    let atoms = atoms(base, rows)?;
    let aggregates: Vec<&Expression> = base.aggregates.iter().map(|a| &a.value).collect();
    let amounts = rows.evaluate(&aggregates)?;
    // What is grouped: the rows of the source, or the mentions of a list.
    let (at, mentioned): (Vec<u32>, Option<&Coded>) = match base.explode {
        None => ((0..rows.height() as u32).collect(), None),
        Some(exploded) => {
            let mentions = rows.mentions(exploded)?;
            (mentions.rows.clone(), Some(&mentions.values))
        }
    };
    let truths: Vec<Vec<u32>> = if mentioned.is_some() {
        let atoms = atoms.iter();
        let of_rows = |codes: &Vec<u32>| at.iter().map(|row| codes[*row as usize]).collect();
        atoms.map(of_rows).collect()
    } else {
        atoms
    };
    let keys = keys(base, rows, &at, mentioned)?;
    let numbering = if base.per_row {
        // No row has a value twice.
        number_unique(at.iter().map(|_| true))
    } else {
        let keys = keys.iter().map(|(_, coded)| coded.part());
        let truths = truths.iter().map(|codes| KeyPart { codes, values: 3 });
        let parts: Vec<KeyPart<'_>> = keys.chain(truths).collect();
        number_tuples(&parts, 0..at.len() as u32)
    };
    let groups = numbering.first.len();
    let mut counts = vec![0_i64; groups];
    for group in &numbering.codes {
        counts[*group as usize] += 1;
    }
    let source_rows = base.per_row.then(|| {
        let mentions = numbering.first.iter();
        mentions.map(|mention| at[*mention as usize]).collect()
    });
    let mut table = GroupTable {
        rows: counts,
        source_rows,
        ..GroupTable::default()
    };
    let grouped = (at.as_slice(), numbering.codes.as_slice(), groups);
    for (position, aggregate) in base.aggregates.iter().enumerate() {
        let found = match aggregate.kind {
            BaseAggregateKind::Sum => sums(&amounts[position], grouped, &aggregate.value)?,
            BaseAggregateKind::Count => {
                let given = amounts[position].is_given();
                let mut counts = vec![0_i128; groups];
                for (row, group) in at.iter().zip(&numbering.codes) {
                    counts[*group as usize] += i128::from(given[*row as usize]);
                }
                AggregateColumn::Integers(counts)
            }
            BaseAggregateKind::Least => extremes(&amounts[position], grouped, Ordering::Less)?,
            BaseAggregateKind::Greatest => {
                extremes(&amounts[position], grouped, Ordering::Greater)?
            }
            BaseAggregateKind::Every => numbers(&amounts[position], grouped)?,
        };
        table.aggregates.push(found);
    }
    for (atom, codes) in base.atoms.iter().zip(&truths) {
        let truth = numbering
            .first
            .iter()
            .map(|row| match codes[*row as usize] {
                0 => None,
                code => Some(code == 2),
            });
        table.atoms.insert(atom.name.clone(), truth.collect());
    }
    for (name, coded) in keys {
        table
            .keys
            .insert(name.clone(), coded.take(&numbering.first));
    }
    if mentioned.is_none() {
        return Ok((table, numbering.codes));
    }
    let mut of_rows = vec![0; rows.height()];
    for (row, group) in at.iter().zip(&numbering.codes) {
        of_rows[*row as usize] = *group;
    }
    Ok((table, of_rows))
}

/// The columns of the key of a base, for rows, or for the rows of what is mentioned.
pub(super) fn keys<'a>(
    base: &'a Base,
    rows: &'a SourceRows<'_>,
    at: &[u32],
    mentioned: Option<&'a Coded>,
) -> Result<Vec<(&'a String, Cow<'a, Coded>)>, Problem> {
    let mut keys: Vec<(&String, Cow<'a, Coded>)> = Vec::new();
    for column in &base.keys {
        let name = &column.name;
        let coded = match (mentioned, rows.numbered(name)) {
            (Some(values), _) if column.dimension == base.explode => Cow::Borrowed(values),
            (None, Some(coded)) => Cow::Borrowed(coded),
            (Some(_), Some(coded)) => Cow::Owned(coded.take(at)),
            (_, None) => {
                return Err(Problem::Told(Box::new(crate::engine::refused(
                    "the plan",
                    &format!("`{name}` is no column of the source"),
                ))));
            }
        };
        keys.push((name, coded));
    }
    Ok(keys)
}

/// The truth values of each row, one column per atom: 0 for unknown, 1 for false, 2 for true.
fn atoms(base: &Base, rows: &SourceRows<'_>) -> Result<Vec<Vec<u32>>, Problem> {
    let expressions: Vec<&Expression> = base
        .atoms
        .iter()
        .filter_map(|atom| match &atom.kind {
            AtomKind::Condition(condition) => Some(condition),
            AtomKind::HasValid(_) => None,
        })
        .collect();
    let mut found = rows.evaluate(&expressions)?.into_iter();
    let mut atoms = Vec::new();
    for atom in &base.atoms {
        let codes = match &atom.kind {
            AtomKind::Condition(_) => match found.next() {
                Some(RowValues::Column(column)) => column
                    .bool()?
                    .iter()
                    .map(|truth| truth.map_or(0, |truth| 1 + u32::from(truth)))
                    .collect(),
                Some(RowValues::Wide(_)) | None => Vec::new(),
            },
            AtomKind::HasValid(dimension) => {
                let mentions = rows.mentions(*dimension)?;
                let mut codes = vec![1; rows.height()];
                for (row, value) in mentions.rows.iter().zip(&mentions.values.codes) {
                    if *value != MISSING {
                        codes[*row as usize] = 2;
                    }
                }
                codes
            }
        };
        atoms.push(codes);
    }
    Ok(atoms)
}

/// Exact sums. If the sum over all rows could exceed 128 bits, it is an error, so that no group's
/// sum can exceed them either.
fn sums(
    values: &RowValues,
    (rows, group_of, groups): (&[u32], &[u32], usize),
    expression: &Expression,
) -> Result<AggregateColumn, Problem> {
    let places = || rows.iter().map(|row| *row as usize).zip(group_of);
    if expression.kind == Type::Number {
        let RowValues::Column(column) = values else {
            return Err(overflow(expression));
        };
        let cells = Cells::of(column)?;
        let (mut sums, mut all) = (vec![Sum::default(); groups], Sum::default());
        for (row, group) in places() {
            sums[*group as usize].add(&cells.value(row));
        }
        for sum in &sums {
            all.merge(sum);
        }
        return match all.value() {
            Ok(_) => Ok(AggregateColumn::Sums(sums)),
            Err(_) => Err(overflow(expression)),
        };
    }
    if let (Type::Decimal(scale), RowValues::Column(column)) = (expression.kind, values) {
        let units = column.decimal()?.physical().rechunk();
        let units = units.downcast_as_array();
        let sums = wide_sums(places(), groups, |row| units.get(row));
        let sums = sums.ok_or_else(|| overflow(expression))?;
        return Ok(AggregateColumn::Decimals(sums, scale));
    }
    let mut sums = vec![0_i128; groups];
    match values {
        RowValues::Column(column) => {
            let values = column.cast(&DataType::Int64)?.rechunk();
            let values = values.i64()?.downcast_as_array();
            for (row, group) in places() {
                if let Some(value) = values.get(row) {
                    // The sum of any number of rows fits.
                    sums[*group as usize] += i128::from(value);
                }
            }
        }
        RowValues::Wide(values) => {
            let wide = wide_sums(places(), groups, |row| values[row]);
            sums = wide.ok_or_else(|| overflow(expression))?;
        }
    }
    Ok(AggregateColumn::Integers(sums))
}

/// Sums of 128-bit numbers in groups; none where the sum of their magnitudes is beyond 128 bits.
fn wide_sums<'a>(
    places: impl Iterator<Item = (usize, &'a u32)>,
    groups: usize,
    value: impl Fn(usize) -> Option<i128>,
) -> Option<Vec<i128>> {
    let mut sums = vec![0_i128; groups];
    let mut magnitude = 0_i128;
    for (row, group) in places {
        if let Some(value) = value(row) {
            magnitude = magnitude.checked_add(value.checked_abs()?)?;
            sums[*group as usize] += value;
        }
    }
    Some(sums)
}

fn extremes(
    values: &RowValues,
    (rows, group_of, groups): (&[u32], &[u32], usize),
    wanted: Ordering,
) -> Result<AggregateColumn, Problem> {
    let column = match values {
        RowValues::Wide(values) => {
            return Ok(whole_extremes(
                |row| values[row],
                (rows, group_of, groups),
                wanted,
            ));
        }
        RowValues::Column(column) => column,
    };
    if *column.dtype() == DataType::Int64 {
        let values = column.i64()?.rechunk();
        let values = values.downcast_as_array();
        return Ok(whole_extremes(
            |row| values.get(row).map(i128::from),
            (rows, group_of, groups),
            wanted,
        ));
    }
    let cells = Cells::values(column)?;
    let mut best = vec![Value::Null; groups];
    for (row, group) in rows.iter().zip(group_of) {
        let value = &cells[*row as usize];
        let known = &mut best[*group as usize];
        if *value != Value::Null && (*known == Value::Null || value.compare(known) == wanted) {
            known.clone_from(value);
        }
    }
    Ok(AggregateColumn::Values(best))
}

fn numbers(
    values: &RowValues,
    (rows, group_of, groups): (&[u32], &[u32], usize),
) -> Result<AggregateColumn, Problem> {
    let places = group_of.iter().zip(rows.iter().map(|row| *row as usize));
    if let RowValues::Column(column) = values
        && *column.dtype() == DataType::Int64
    {
        let values = column.i64()?.rechunk();
        let values = values.downcast_as_array();
        let given = places.filter_map(|(group, row)| Some((*group, values.get(row)?)));
        let runs = Runs::new(groups, given.collect());
        return Ok(AggregateColumn::Numbers(Numbers::Integers(runs)));
    }
    let cells = match values {
        RowValues::Column(column) => Cells::values(column)?,
        RowValues::Wide(values) => {
            let values = values.iter();
            let values = values.map(|value| value.map_or(Value::Null, Value::Integer));
            values.collect()
        }
    };
    let given = places.filter(|(_, row)| cells[*row] != Value::Null);
    let given = given.map(|(group, row)| (*group, cells[row].clone()));
    let runs = Runs::new(groups, given.collect());
    Ok(AggregateColumn::Numbers(Numbers::Values(runs)))
}

fn whole_extremes(
    value: impl Fn(usize) -> Option<i128>,
    (rows, group_of, groups): (&[u32], &[u32], usize),
    wanted: Ordering,
) -> AggregateColumn {
    let mut best: Vec<Option<i128>> = vec![None; groups];
    for (row, group) in rows.iter().zip(group_of) {
        let value = value(*row as usize);
        let known = &mut best[*group as usize];
        if value.is_some() && (known.is_none() || value.cmp(known) == wanted) {
            *known = value;
        }
    }
    AggregateColumn::Extremes(best)
}

/// The problem of a sum that could need more than 128 bits.
pub(super) fn overflow(expression: &Expression) -> Problem {
    Problem::Told(Box::new(
        Diagnostic::error(
            Code::OVERFLOW,
            format!("the sum of `{expression}` could have more than 38 digits"),
        )
        .at(Location::value(&expression.pointer))
        .hint("look for a wrong cell, or bound the column with `max` in its contract"),
    ))
}
