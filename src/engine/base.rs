//! Rows of a source → groups of a base: the tuples of its key are numbered, its aggregates summed
//! exactly.

use super::columns::{Coded, MISSING};
use super::groups::{AggregateColumn, GroupTable};
use super::numbering::{Part, number_tuples};
use super::rows::{Problem, SourceRows};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::frame::Value;
use crate::plan::{AtomKind, Base, BaseAggregateKind};
use crate::report::Report;
use crate::text::Date;
use polars::prelude::*;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

/// Aggregates a source to a base.
pub(super) fn aggregate(
    report: &Report,
    base: &Base,
    rows: &SourceRows<'_>,
) -> Result<GroupTable, Problem> {
    let atoms = atoms(base, rows)?;
    let aggregates: Vec<String> = base.aggregates.iter().map(|a| a.sql.clone()).collect();
    let amounts = rows.evaluate(&aggregates)?;
    // What is grouped: the rows of the source, or the mentions of a list.
    let (at, mentioned): (Vec<u32>, Option<&Coded>) = if base.explode.is_empty() {
        ((0..rows.height() as u32).collect(), None)
    } else {
        let mentions = rows.mentions(&base.explode)?;
        (mentions.rows.clone(), Some(&mentions.values))
    };
    let truths: Vec<Vec<u32>> = if mentioned.is_some() {
        let atoms = atoms.iter();
        let of_rows = |codes: &Vec<u32>| at.iter().map(|row| codes[*row as usize]).collect();
        atoms.map(of_rows).collect()
    } else {
        atoms
    };
    let mut keys: Vec<(&String, Cow<'_, Coded>)> = Vec::new();
    for name in &base.keys {
        let coded = match (mentioned, rows.numbered(name)) {
            (Some(values), _) if *name == base.explode => Cow::Borrowed(values),
            (None, Some(coded)) => Cow::Borrowed(coded),
            (Some(_), Some(coded)) => Cow::Owned(coded.take(&at)),
            (_, None) => {
                return Err(Problem::Told(Box::new(super::refused(
                    "the plan",
                    &format!("`{name}` is no column of the source"),
                ))));
            }
        };
        keys.push((name, coded));
    }
    let parts: Vec<Part<'_>> = keys
        .iter()
        .map(|(_, coded)| coded.part())
        .chain(truths.iter().map(|codes| Part { codes, values: 3 }))
        .chain(base.per_row.then_some(Part {
            codes: &at,
            values: rows.height(),
        }))
        .collect();
    let numbering = number_tuples(&parts, 0..at.len() as u32);
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
    for (position, aggregate) in base.aggregates.iter().enumerate() {
        let found = match aggregate.kind {
            BaseAggregateKind::Sum => sums(&amounts[position], &at, &numbering.codes, groups)?
                .map_err(|magnitude| overflow(report, base, &aggregate.sql, magnitude))?,
            BaseAggregateKind::Count => {
                let given = amounts[position].is_not_null();
                let mut counts = vec![0_i64; groups];
                for (row, group) in at.iter().zip(&numbering.codes) {
                    counts[*group as usize] += i64::from(given.get(*row as usize) == Some(true));
                }
                AggregateColumn::Integers(counts)
            }
            BaseAggregateKind::Least => extremes(
                &amounts[position],
                &at,
                &numbering.codes,
                groups,
                Ordering::Less,
            )?,
            BaseAggregateKind::Greatest => extremes(
                &amounts[position],
                &at,
                &numbering.codes,
                groups,
                Ordering::Greater,
            )?,
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
    Ok(table)
}

/// The truth values of each row, one column an atom: 0 for unknown, 1 for false, 2 for true.
fn atoms(base: &Base, rows: &SourceRows<'_>) -> Result<Vec<Vec<u32>>, Problem> {
    let expressions: Vec<String> = base
        .atoms
        .iter()
        .filter_map(|atom| match &atom.kind {
            AtomKind::Sql(sql) => Some(sql.clone()),
            AtomKind::HasValid(_) => None,
        })
        .collect();
    let mut found = rows.evaluate(&expressions)?.into_iter();
    let mut atoms = Vec::new();
    for atom in &base.atoms {
        let codes = match &atom.kind {
            AtomKind::Sql(_) => match found.next() {
                Some(column) => column
                    .bool()?
                    .iter()
                    .map(|truth| truth.map_or(0, |truth| 1 + u32::from(truth)))
                    .collect(),
                None => Vec::new(),
            },
            AtomKind::HasValid(dimension) => {
                let mentions = rows.mentions(dimension)?;
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

/// Exact sums; the sum of all magnitudes when it is more than 64 bits hold.
fn sums(
    values: &Column,
    rows: &[u32],
    group_of: &[u32],
    groups: usize,
) -> PolarsResult<Result<AggregateColumn, u128>> {
    let values = values.cast(&DataType::Int64)?.rechunk();
    let values = values.i64()?;
    let mut sums = vec![0_i64; groups];
    let mut magnitude = 0_u128;
    for (row, group) in rows.iter().zip(group_of) {
        let Some(value) = values.get(*row as usize) else {
            continue;
        };
        magnitude += u128::from(value.unsigned_abs());
        // Wrapped sums are refused below.
        sums[*group as usize] = sums[*group as usize].wrapping_add(value);
    }
    Ok(match i64::try_from(magnitude) {
        Ok(_) => Ok(AggregateColumn::Integers(sums)),
        Err(_) => Err(magnitude),
    })
}

fn extremes(
    values: &Column,
    rows: &[u32],
    group_of: &[u32],
    groups: usize,
    wanted: Ordering,
) -> PolarsResult<AggregateColumn> {
    if *values.dtype() == DataType::Int64 {
        let values = values.i64()?.rechunk();
        let mut best: Vec<Option<i64>> = vec![None; groups];
        for (row, group) in rows.iter().zip(group_of) {
            let value = values.get(*row as usize);
            let known = &mut best[*group as usize];
            if value.is_some() && (known.is_none() || value.cmp(known) == wanted) {
                *known = value;
            }
        }
        return Ok(AggregateColumn::Extremes(best));
    }
    let cells = self::values(values);
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

fn overflow(report: &Report, base: &Base, sql: &str, magnitude: u128) -> Problem {
    Problem::Told(Box::new(
        Diagnostic::error(
            Code::OVERFLOW,
            format!(
                "the sum of `{}` could pass 64 bits: its magnitudes add up to {:.3e}",
                sql.replace('"', ""),
                magnitude
            ),
        )
        .at(Location::key(summed_column(report, base, sql)))
        .hint("bound the column with `max` in its contract and `on_violation: clear`"),
    ))
}

/// Where the contract of a summed column stands; that of the source for any other expression.
fn summed_column(report: &Report, base: &Base, sql: &str) -> String {
    let source = &report.sources[base.source];
    source
        .columns
        .iter()
        .find(|(name, _)| format!("\"{name}\"") == sql)
        .map_or_else(
            || format!("/sources/{}", crate::spec::escape(&source.name)),
            |(_, column)| column.pointer.clone(),
        )
}

/// A Polars column as values.
pub(super) fn values(column: &Column) -> Vec<Value> {
    (0..column.len())
        .map(|row| match column.get(row) {
            Ok(value) => value_of(&value),
            Err(_) => Value::Null,
        })
        .collect()
}

/// A Polars value.
pub(super) fn value_of(value: &AnyValue<'_>) -> Value {
    match value {
        AnyValue::Boolean(value) => Value::Boolean(*value),
        AnyValue::String(text) => Value::Text(Arc::from(*text)),
        AnyValue::StringOwned(text) => Value::Text(Arc::from(text.as_str())),
        AnyValue::Float64(value) if value.is_finite() => Value::Number(*value),
        AnyValue::Float32(value) if value.is_finite() => Value::Number(f64::from(*value)),
        AnyValue::Date(_) => Date::parse(&value.to_string()).map_or(Value::Null, Value::Date),
        value if value.dtype().is_integer() => {
            value.extract::<i128>().map_or(Value::Null, Value::Integer)
        }
        _ => Value::Null,
    }
}
