//! The expressions of a contract over the columns of a chunk.

use super::Named;
use crate::engine::polars::cells::RowValues;
use crate::engine::polars::expressions;
use crate::engine::polars::problem::Problem;
use crate::engine::polars::rows::too_wide;
use crate::source::{OpenSource, Zone, in_zone};
use crate::sql::{Expression, Node, Type};
use polars::prelude::*;

/// Columns of the contract for the rows of a chunk, not yet converted. Moments become days in the zone of
/// the column that reads them.
pub(super) fn evaluate(
    columns: &[Named<'_>],
    files: &OpenSource<'_>,
    raw: &DataFrame,
) -> Result<Vec<Column>, Problem> {
    let mut zones: Vec<Zone> = Vec::new();
    for (_, column) in columns {
        if !zones.contains(&column.written.zone) {
            zones.push(column.written.zone);
        }
    }
    let mut found: Vec<(usize, Column)> = Vec::with_capacity(columns.len());
    for zone in zones {
        let raw = in_zone(raw, zone)?;
        let of_zone = || {
            let columns = columns.iter().enumerate();
            columns.filter(|(_, (_, column))| column.written.zone == zone)
        };
        let made: Vec<&Expression> = of_zone()
            .filter(|(_, (_, column))| !column.is_plain())
            .map(|(_, (_, column))| &column.value)
            .collect();
        let mut computed = if made.is_empty() {
            Vec::new()
        } else {
            expressions::evaluate(&files.alike(&read_by(&made, &raw)?)?, &made)?
        }
        .into_iter();
        for (at, (name, column)) in of_zone() {
            let given = match &column.value.node {
                Node::Name(read) if column.kind == Type::Text => {
                    files.as_texts(raw.column(read)?)?
                }
                Node::Name(read) => raw.column(read)?.clone(),
                _ => match computed.next() {
                    Some(RowValues::Column(values)) => values,
                    Some(RowValues::Wide(_)) | None => return Err(too_wide(&column.value)),
                },
            };
            found.push((at, given.with_name(name.as_str().into())));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    Ok(found.into_iter().map(|(_, column)| column).collect())
}

/// The columns that expressions read: others may hold corrected cells that expressions could not.
fn read_by(made: &[&Expression], raw: &DataFrame) -> PolarsResult<DataFrame> {
    let is_read = |name: &str| {
        let mut names = made.iter().flat_map(|expression| &expression.names);
        names.any(|read| read == name)
    };
    let names = raw.columns().iter().map(|column| column.name().clone());
    let names: Vec<PlSmallStr> = names.filter(|name| is_read(name)).collect();
    // What reads nothing has as many values as there are rows.
    if names.is_empty() {
        return Ok(raw.clone());
    }
    raw.select(names)
}
