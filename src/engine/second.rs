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
use crate::report::{Breakdown, Report};
use crate::sql::{Aggregate, Expression, FilteredAggregate, Type, with_filter};
use polars::prelude::*;
use polars::sql::sql_expr;

/// Column that is true for rows of others.
const FOLDED: &str = "folded";

/// A frame as a Polars frame.
pub(super) fn polars_frame(report: &Report, frame: &Frame) -> Result<DataFrame, Diagnostic> {
    let mut columns = Vec::new();
    for (at, name) in frame.by.iter().enumerate() {
        let keys = frame.rows.iter().map(|row| &row.keys[at]);
        columns.push(key_column(report, name, keys)?);
    }
    for (at, name) in frame.attributes.iter().enumerate() {
        let keys = frame.rows.iter().map(|row| &row.attributes[at]);
        columns.push(key_column(report, name, keys)?);
    }
    for (at, name) in frame.columns.iter().enumerate() {
        let cells: Vec<&Value> = frame.rows.iter().map(|row| &row.values[at]).collect();
        columns.push(value_column(name, &cells)?);
    }
    let folded: BooleanChunked = frame.rows.iter().map(|row| Some(row.folded())).collect();
    columns.push(folded.with_name(FOLDED.into()).into_series().into_column());
    DataFrame::new(frame.rows.len(), columns).map_err(|error| refused(&frame.name, &error))
}

fn key_column<'a>(
    report: &Report,
    name: &str,
    keys: impl Iterator<Item = &'a Key>,
) -> Result<Column, Diagnostic> {
    let texts: StringChunked = keys.map(Key::code).collect();
    let column = texts.with_name(name.into()).into_series().into_column();
    let kind = report
        .dimensions
        .get(name)
        .map_or(Type::Text, |dimension| dimension.value_type);
    typed(column, kind).map_err(|error| refused(name, &error))
}

fn value_column(name: &str, cells: &[&Value]) -> Result<Column, Diagnostic> {
    let is = |test: fn(&Value) -> bool| cells.iter().any(|value| test(value));
    let series = if is(|v| matches!(v, Value::Text(_))) {
        let texts: StringChunked = cells
            .iter()
            .map(|value| match value {
                Value::Text(text) => Some(&**text),
                _ => None,
            })
            .collect();
        texts.into_series()
    } else if is(|v| matches!(v, Value::Ratio(_) | Value::Number(_))) {
        let numbers: Float64Chunked = cells.iter().map(|value| value.float()).collect();
        numbers.into_series()
    } else {
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
        if name.ends_with("_share") || name.ends_with("_cumulative") {
            Float64Chunked::full_null(name.into(), cells.len()).into_series()
        } else {
            integers.into_iter().collect::<Int64Chunked>().into_series()
        }
    };
    Ok(series.with_name(name.into()).into_column())
}

/// For which rows of a frame a condition is true.
pub(super) fn truths(
    report: &Report,
    frame: &Frame,
    condition: &Expression,
) -> Result<Vec<bool>, Diagnostic> {
    let height = frame.rows.len();
    let polars = polars_frame(report, frame)?;
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
    report: &Report,
    frame: &Frame,
    expressions: &[(&Expression, Option<&Expression>)],
) -> Result<Vec<(Value, i128)>, Diagnostic> {
    let polars = polars_frame(report, frame)?;
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
pub(super) fn group_table(
    report: &Report,
    definition: &Breakdown,
    from: &Frame,
) -> Result<FromFrame, Diagnostic> {
    let polars = polars_frame(report, from)?;
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
            report,
            from,
            &polars,
            &measure.aggregate,
            &mut table,
        )?);
    }
    let condition = match &definition.filter {
        Some(filter) => Some(truths(report, from, filter)?),
        None => None,
    };
    Ok((table, measures, condition))
}

fn rollup_measure(
    report: &Report,
    from: &Frame,
    polars: &DataFrame,
    measure: &FilteredAggregate,
    table: &mut GroupTable,
) -> Result<RollupMeasure, Diagnostic> {
    let condition = match &measure.filter {
        Some(filter) => {
            table.conditions.push(truths(report, from, filter)?);
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
