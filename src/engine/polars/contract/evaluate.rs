//! The expressions of a contract over the columns of each file.

use crate::diagnostic::Diagnostic;
use crate::engine::polars::cells::RowValues;
use crate::engine::polars::expressions;
use crate::engine::polars::problem::Problem;
use crate::engine::polars::rows::too_wide;
use crate::report::Source;
use crate::source::{RawTable, Zone};
use crate::sql::{Expression, Node};
use indexmap::IndexMap;
use polars::prelude::*;

/// The columns of the contract for each file, not yet converted. Moments become days in the zone of the
/// column that reads them.
pub(super) fn evaluate(source: &Source, raw: &RawTable) -> Result<Vec<DataFrame>, Diagnostic> {
    let told = |problem: Problem| problem.into_diagnostic(&source.name);
    let mut by_zone: Vec<(Zone, RawTable)> = Vec::new();
    for column in source.columns.values() {
        let zone = column.written.zone;
        if by_zone.iter().all(|(known, _)| *known != zone) {
            let of_zone = raw.in_zone(zone).map_err(|error| told(error.into()))?;
            by_zone.push((zone, of_zone));
        }
    }
    let parts = raw.parts.iter().enumerate();
    let parts = parts.map(|(at, part)| {
        let columns = evaluated(source, &by_zone, at).map_err(told)?;
        DataFrame::new(part.file.rows, columns).map_err(|error| told(error.into()))
    });
    parts.collect()
}

fn evaluated(
    source: &Source,
    by_zone: &[(Zone, RawTable)],
    part: usize,
) -> Result<Vec<Column>, Problem> {
    let mut found: IndexMap<&str, Column> = IndexMap::new();
    for (zone, raw) in by_zone {
        let rows = &raw.parts[part];
        let of_zone = || {
            let columns = source.columns.iter();
            columns.filter(|(_, column)| column.written.zone == *zone)
        };
        let made: Vec<&Expression> = of_zone()
            .filter(|(_, column)| !column.is_plain())
            .map(|(_, column)| &column.value)
            .collect();
        let mut computed = if made.is_empty() {
            Vec::new()
        } else {
            expressions::evaluate(&raw.alike(rows)?, &made)?
        }
        .into_iter();
        for (name, column) in of_zone() {
            let given = match &column.value.node {
                Node::Name(read) => rows.frame.column(read)?.clone(),
                _ => match computed.next() {
                    Some(RowValues::Column(values)) => values,
                    Some(RowValues::Wide(_)) | None => return Err(too_wide(&column.value)),
                },
            };
            found.insert(name, given.with_name(name.as_str().into()));
        }
    }
    let columns = source.columns.keys();
    let columns = columns.filter_map(|name| found.swap_remove(name.as_str()));
    Ok(columns.collect())
}
