//! Second steps: a breakdown's rows as a Polars frame, for expressions that start from it.
//!
//! Shares stand in it as floats (the quotient of their two integers); rows of others have no code
//! and `folded` true.

use super::base::{value_of, values};
use super::columns::{Coded, typed};
use super::groups::{AggregateColumn, GroupTable};
use super::refused;

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::frame::{Frame, Key, Value};
use crate::plan::{RollupKind, RollupMeasure};
use crate::report::columns::FOLDED;
use crate::report::{Breakdown, Column as BreakdownColumn, Slot};
use crate::sql::{Aggregate, Expression, FilteredAggregate, Type, with_filter};
use polars::prelude::*;
use polars::sql::sql_expr;

/// A frame as a Polars frame.
pub(super) fn polars_frame(frame: &Frame) -> Result<DataFrame, Diagnostic> {
    let mut columns = Vec::new();
    for column in frame.columns.all() {
        let rows = frame.rows.iter();
        columns.push(match column.slot {
            Slot::Dimension(at) => key_column(column, rows.map(|row| &row.keys[at]))?,
            Slot::Attribute(at) => key_column(column, rows.map(|row| &row.attributes[at]))?,
            Slot::Value(at) => {
                let cells: Vec<&Value> = rows.map(|row| &row.values[at]).collect();
                value_column(column, &cells)?
            }
        });
    }
    let folded: BooleanChunked = frame.rows.iter().map(|row| Some(row.folded())).collect();
    columns.push(folded.with_name(FOLDED.into()).into_series().into_column());
    DataFrame::new(frame.rows.len(), columns).map_err(|error| refused(&frame.name, &error))
}

fn key_column<'a>(
    column: &BreakdownColumn,
    keys: impl Iterator<Item = &'a Key>,
) -> Result<Column, Diagnostic> {
    let name = column.name.as_str();
    let texts: StringChunked = keys.map(Key::code).collect();
    let texts = texts.with_name(name.into()).into_series().into_column();
    typed(texts, column.value_type).map_err(|error| refused(name, &error))
}

/// The cells of a measure in the type that expressions were checked with.
fn value_column(column: &BreakdownColumn, cells: &[&Value]) -> Result<Column, Diagnostic> {
    let name = column.name.as_str();
    let texts = |text: fn(&Value) -> Option<String>| -> Result<Column, Diagnostic> {
        let texts: StringChunked = cells.iter().map(|value| text(value)).collect();
        let texts = texts.with_name(name.into()).into_series().into_column();
        typed(texts, column.value_type).map_err(|error| refused(name, &error))
    };
    let series = match column.value_type {
        Type::Text | Type::List | Type::Any => {
            return texts(|value| match value {
                Value::Text(text) => Some(text.to_string()),
                _ => None,
            });
        }
        Type::Date => {
            return texts(|value| match value {
                Value::Date(date) => Some(date.to_string()),
                _ => None,
            });
        }
        Type::Boolean => {
            let truths: BooleanChunked = cells
                .iter()
                .map(|value| match value {
                    Value::Boolean(truth) => Some(*truth),
                    _ => None,
                })
                .collect();
            truths.into_series()
        }
        Type::Number => {
            let numbers: Float64Chunked = cells.iter().map(|value| value.float()).collect();
            numbers.into_series()
        }
        Type::Integer => {
            let mut integers: Vec<Option<i64>> = Vec::with_capacity(cells.len());
            for value in cells {
                integers.push(match value {
                    Value::Integer(value) => Some(i64::try_from(*value).map_err(|_| {
                        Diagnostic::error(
                            Code::OVERFLOW,
                            format!("`{name}` is {value}, more than 64 bits hold"),
                        )
                    })?),
                    _ => None,
                });
            }
            integers.into_iter().collect::<Int64Chunked>().into_series()
        }
    };
    Ok(series.with_name(name.into()).into_column())
}

/// For which rows of a frame a condition is true.
pub(super) fn truths(frame: &Frame, condition: &Expression) -> Result<Vec<bool>, Diagnostic> {
    let height = frame.rows.len();
    let polars = polars_frame(frame)?;
    let found = sql_expr(condition.sql())
        .and_then(|expression| polars.lazy().select([expression.alias("truth")]).collect())
        .and_then(|found| found.column("truth").cloned())
        .map_err(|error| refused(&condition.text, &error).at(Location::key(&condition.pointer)))?;
    let truth = found
        .bool()
        .map_err(|error| refused(&condition.text, &error).at(Location::key(&condition.pointer)))?;
    Ok((0..height)
        .map(|row| truth.get(if truth.len() == height { row } else { 0 }) == Some(true))
        .collect())
}

/// Values over all rows of a frame: all expressions in one query.
pub(super) fn over_rows(
    frame: &Frame,
    expressions: &[(&Expression, Option<&Expression>)],
) -> Result<Vec<(Value, i128)>, Diagnostic> {
    let polars = polars_frame(frame)?;
    let mut selected = Vec::new();
    for (at, (expression, filter)) in expressions.iter().enumerate() {
        let failed = |error: PolarsError| {
            refused(&expression.text, &error).at(Location::key(&expression.pointer))
        };
        let tree = with_filter(&expression.tree, filter.map(|f| &f.tree));
        let value = sql_expr(tree.to_string()).map_err(failed)?;
        selected.push(value.alias(format!("value {at}")));
        let rows = match filter {
            Some(filter) => sql_expr(filter.sql())
                .map_err(failed)?
                .sum()
                .cast(DataType::Int64),
            None => lit(frame.rows.len() as u64).cast(DataType::Int64),
        };
        selected.push(rows.alias(format!("rows {at}")));
    }
    let found = polars.lazy().select(selected).collect().map_err(|error| {
        let first = expressions.first();
        refused(&format!("breakdown `{}`", frame.name), &error)
            .at(first.map_or(Location::Unknown, |(e, _)| Location::key(&e.pointer)))
    })?;
    let mut results = Vec::new();
    for (at, (expression, _)) in expressions.iter().enumerate() {
        let cell = |name: String| {
            found
                .column(&name)
                .and_then(|column| column.get(0).map(|value| value_of(&value)))
                .map_err(|error| {
                    refused(&expression.text, &error).at(Location::key(&expression.pointer))
                })
        };
        let rows = match cell(format!("rows {at}"))? {
            Value::Integer(rows) => rows,
            _ => 0,
        };
        results.push((cell(format!("value {at}"))?, rows));
    }
    Ok(results)
}

type FromFrame = (GroupTable, Vec<RollupMeasure>, Option<Vec<bool>>);

/// The rows of a frame as groups, for a breakdown that starts from it.
pub(super) fn group_table(definition: &Breakdown, from: &Frame) -> Result<FromFrame, Diagnostic> {
    let polars = polars_frame(from)?;
    let mut table = GroupTable {
        rows: vec![1; from.rows.len()],
        ..GroupTable::default()
    };
    let mut names: Vec<&String> = definition.by.iter().chain(definition.with.keys()).collect();
    for measure in &definition.measures {
        if let Aggregate::CountDistinct(columns) = &measure.aggregate.aggregate {
            names.extend(columns);
        }
    }
    for name in names {
        let column = polars
            .column(name)
            .map_err(|error| refused(&definition.name, &error))?;
        let coded = Coded::from_column(column).map_err(|error| refused(name, &error))?;
        table.keys.insert(name.clone(), coded);
    }
    let mut measures = Vec::new();
    for measure in &definition.measures {
        measures.push(rollup_measure(
            from,
            &polars,
            &measure.aggregate,
            &mut table,
        )?);
    }
    let condition = match &definition.filter {
        Some(filter) => Some(truths(from, filter)?),
        None => None,
    };
    Ok((table, measures, condition))
}

fn rollup_measure(
    from: &Frame,
    polars: &DataFrame,
    measure: &FilteredAggregate,
    table: &mut GroupTable,
) -> Result<RollupMeasure, Diagnostic> {
    let condition = match &measure.filter {
        Some(filter) => {
            table.conditions.push(truths(from, filter)?);
            Some(table.conditions.len() - 1)
        }
        None => None,
    };
    let mut column = |expression: &Expression, count: bool| -> Result<usize, Diagnostic> {
        let found = sql_expr(expression.sql())
            .and_then(|value| {
                polars
                    .clone()
                    .lazy()
                    .select([value.alias("value")])
                    .collect()
            })
            .and_then(|found| found.column("value").cloned())
            .map_err(|error| {
                refused(&expression.text, &error).at(Location::key(&expression.pointer))
            })?;
        let cells = values(&found);
        let aggregate = if count {
            AggregateColumn::Integers(
                cells
                    .iter()
                    .map(|value| i64::from(*value != Value::Null))
                    .collect(),
            )
        } else {
            AggregateColumn::Values(cells)
        };
        table.aggregates.push(aggregate);
        Ok(table.aggregates.len() - 1)
    };
    let kind = match &measure.aggregate {
        Aggregate::Count => RollupKind::Count,
        Aggregate::CountValues(value) => RollupKind::Sum(column(value, true)?),
        Aggregate::Sum(value) => RollupKind::Sum(column(value, false)?),
        Aggregate::Least(value) => RollupKind::Least(column(value, false)?),
        Aggregate::Greatest(value) => RollupKind::Greatest(column(value, false)?),
        Aggregate::Mean(value) => RollupKind::Mean(column(value, false)?, column(value, true)?),
        Aggregate::CountDistinct(columns) => RollupKind::CountDistinct(columns.clone()),
    };
    Ok(RollupMeasure { condition, kind })
}
