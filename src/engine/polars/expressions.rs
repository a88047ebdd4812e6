//! Expressions over the rows of a frame, as long as the source: the engine decides what it decides
//! as we do, the rest is evaluated once for each distinct text or list, or over the rows in chunks.
//!
//! In: a frame and expressions. Out: values, one per row, or the failure of the first row that has
//! one.

use super::cells::{Reading, RowValues};
use super::columns::number_texts;
use super::lists::number_lists;
use super::problem::Problem;
use super::translate::translate;
use crate::diagnostic::Diagnostic;
use crate::engine::rollup::numbering::Numbering;
use crate::sql::{Expression, Node, Value};
use polars::prelude::*;
use rayon::prelude::*;
use std::ops::Range;

/// Number of rows that are evaluated together.
const CHUNK: usize = 8192;
/// Number of rows sampled to see whether texts repeat.
const SAMPLE: usize = 1024;

/// The values of expressions.
pub(super) fn evaluate(
    frame: &DataFrame,
    expressions: &[&Expression],
) -> Result<Vec<RowValues>, Problem> {
    let mut found: Vec<Option<RowValues>> = expressions.iter().map(|_| None).collect();
    let (mut for_engine, mut places) = (Vec::new(), Vec::new());
    for (at, expression) in expressions.iter().enumerate() {
        let node = &expression.node;
        if let Node::Name(name) = node {
            found[at] = Some(RowValues::Column(frame.column(name)?.clone()));
        } else if let Some(condition) = translate(node, frame.schema()) {
            for_engine.push(condition.alias(at.to_string()));
            places.push(at);
        }
    }
    let decided = decided(frame, for_engine)?;
    for (at, column) in places.into_iter().zip(decided) {
        found[at] = Some(RowValues::Column(column));
    }
    let found = found.into_par_iter().zip(expressions);
    let found: Vec<Result<RowValues, Problem>> = found
        .map(|(found, expression)| match found {
            Some(found) => Ok(found),
            None => computed(frame, expression),
        })
        .collect();
    found.into_iter().collect()
}

/// The conditions that the engine evaluates, one value per row.
fn decided(frame: &DataFrame, conditions: Vec<Expr>) -> PolarsResult<Vec<Column>> {
    if conditions.is_empty() {
        return Ok(Vec::new());
    }
    let found = frame.clone().lazy().select(conditions).collect()?;
    let height = frame.height();
    // A constant condition gives a single row.
    let whole = |column: &Column| {
        if column.len() == height {
            column.clone()
        } else {
            column.new_from_index(0, height)
        }
    };
    Ok(found.columns().iter().map(whole).collect())
}

fn computed(frame: &DataFrame, expression: &Expression) -> Result<RowValues, Problem> {
    let mut only = expression.names.iter();
    let Some(first) = only.next() else {
        let value = expression.node.value(&|_| Value::Null);
        let value = value.map_err(|failure| reported(expression.failed(failure)))?;
        return Ok(RowValues::constant(&value, expression.kind, frame.height()));
    };
    let column = frame.column(first)?;
    if only.next().is_none()
        && let Some(numbering) = numbered(column)?
    {
        return once_a_value(column, numbering, expression);
    }
    over_rows(frame, expression)
}

/// The values of a column by number, if they are texts that seem to repeat, or lists.
fn numbered(column: &Column) -> PolarsResult<Option<Numbering>> {
    Ok(match column.dtype() {
        DataType::String if repeats(column)? => Some(number_texts(column.str()?)),
        DataType::List(inner) if **inner == DataType::String => Some(number_lists(column)?),
        _ => None,
    })
}

/// Whether the texts of a column seem to repeat.
fn repeats(column: &Column) -> PolarsResult<bool> {
    let sample = column.head(Some(SAMPLE));
    Ok(column.len() > SAMPLE && sample.n_unique()? * 2 < sample.len())
}

/// Evaluates an expression for each distinct value of the only column that it reads.
fn once_a_value(
    column: &Column,
    numbering: Numbering,
    expression: &Expression,
) -> Result<RowValues, Problem> {
    let missing = numbering.first.len() as u32;
    let mut distinct = column.take(&IdxCa::from_vec("first".into(), numbering.first))?;
    if column.null_count() > 0 {
        distinct.append(&Column::full_null(column.name().clone(), 1, column.dtype()))?;
    }
    let distinct = DataFrame::new(distinct.len(), vec![distinct])?;
    let values = over_rows(&distinct, expression)?;
    let codes = numbering.codes.iter().map(|code| (*code).min(missing));
    Ok(values.take(&codes.collect::<Vec<_>>())?)
}

fn over_rows(frame: &DataFrame, expression: &Expression) -> Result<RowValues, Problem> {
    if frame.height() == 0 {
        return Ok(RowValues::of(&[], expression.kind));
    }
    if let Node::Call(entry, arguments) = &expression.node
        && let (Some(text_of), [Node::Name(name)]) = (entry.text_of_text(), arguments.as_slice())
        && let Ok(texts) = frame.column(name)?.str()
    {
        let made = texts.apply_values(text_of);
        return Ok(RowValues::Column(made.into_series().into_column()));
    }
    let reading = Reading::new(frame, expression.names.iter().map(String::as_str))?;
    let chunks: Vec<Range<usize>> = (0..frame.height())
        .step_by(CHUNK)
        .map(|start| start..(start + CHUNK).min(frame.height()))
        .collect();
    let parts: Vec<Result<RowValues, Problem>> = chunks
        .into_par_iter()
        .map(|rows| {
            let mut values = Vec::with_capacity(rows.len());
            for row in rows {
                let value = expression.node.value(&|name| reading.cell(row, name));
                values.push(value.map_err(|failure| {
                    let shown = format!("the first such row: {}", reading.shown(row));
                    reported(expression.failed(failure).hint(shown))
                })?);
            }
            Ok(RowValues::of(&values, expression.kind))
        })
        .collect();
    let parts = parts.into_iter().collect::<Result<_, _>>()?;
    Ok(RowValues::joined(parts)?)
}

fn reported(diagnostic: Diagnostic) -> Problem {
    Problem::Told(Box::new(diagnostic))
}

#[cfg(test)]
#[path = "meaning_tests.rs"]
mod tests;
