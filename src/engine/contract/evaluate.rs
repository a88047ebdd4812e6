//! The expressions of a contract over the columns of each file.

use crate::diagnostic::Diagnostic;
use crate::engine::refused;
use crate::report::Source;
use crate::source::{Part, RawTable};
use polars::prelude::*;
use polars::sql::sql_expr;

/// The columns of the contract as they stand in each file, not converted yet.
pub(super) fn evaluate(source: &Source, raw: &RawTable) -> Result<Vec<DataFrame>, Diagnostic> {
    let mut expressions = Vec::new();
    for (name, column) in &source.columns {
        if !column.is_plain() {
            let expression = sql_expr(&column.sql)
                .map_err(|error| refused(&format!("column `{name}`"), &error))?;
            expressions.push(expression.alias(name.as_str()));
        }
    }
    let parts = raw.parts.iter().map(|part| {
        evaluated(source, raw, part, &expressions)
            .map_err(|error| refused(&format!("source `{}`", source.name), &error))
    });
    parts.collect()
}

fn evaluated(
    source: &Source,
    raw: &RawTable,
    part: &Part,
    expressions: &[Expr],
) -> PolarsResult<DataFrame> {
    let height = part.file.rows;
    let mut computed = if expressions.is_empty() {
        Vec::new()
    } else {
        let frame = raw.alike(part)?.lazy().select(expressions).collect()?;
        // A constant expression gives one row.
        let is_whole = frame.height() == height;
        let whole = |column: &Column| {
            if is_whole {
                column.clone()
            } else {
                column.new_from_index(0, height)
            }
        };
        frame.columns().iter().map(whole).collect()
    }
    .into_iter();
    let columns: PolarsResult<Vec<Column>> = source
        .columns
        .iter()
        .map(|(name, column)| {
            if column.is_plain() {
                let given = part.frame.column(&column.reads[0])?;
                return Ok(given.clone().with_name(name.as_str().into()));
            }
            computed
                .next()
                .ok_or_else(|| polars_err!(ComputeError: "no column `{name}`"))
        })
        .collect();
    DataFrame::new(height, columns?)
}
