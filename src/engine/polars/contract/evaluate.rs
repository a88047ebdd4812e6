//! The expressions of a contract over the columns of each file.

use crate::diagnostic::Diagnostic;
use crate::engine::polars::cells::RowValues;
use crate::engine::polars::expressions;
use crate::engine::polars::problem::Problem;
use crate::engine::polars::rows::too_wide;
use crate::report::Source;
use crate::source::{FileRows, RawTable};
use crate::sql::{Expression, Node};
use polars::prelude::*;

/// The columns of the contract for each file, not yet converted.
pub(super) fn evaluate(source: &Source, raw: &RawTable) -> Result<Vec<DataFrame>, Diagnostic> {
    let parts = raw.parts.iter().map(|part| {
        evaluated(source, raw, part).map_err(|problem| problem.into_diagnostic(&source.name))
    });
    parts.collect()
}

fn evaluated(source: &Source, raw: &RawTable, part: &FileRows) -> Result<DataFrame, Problem> {
    let made: Vec<&Expression> = source
        .columns
        .values()
        .filter(|column| !column.is_plain())
        .map(|column| &column.value)
        .collect();
    let mut computed = if made.is_empty() {
        Vec::new()
    } else {
        expressions::evaluate(&raw.alike(part)?, &made)?
    }
    .into_iter();
    let mut columns = Vec::new();
    for (name, column) in &source.columns {
        let given = match &column.value.node {
            Node::Name(read) => part.frame.column(read)?.clone(),
            _ => match computed.next() {
                Some(RowValues::Column(values)) => values,
                Some(RowValues::Wide(_)) | None => return Err(too_wide(&column.value)),
            },
        };
        columns.push(given.with_name(name.as_str().into()));
    }
    Ok(DataFrame::new(part.file.rows, columns)?)
}
