//! The column of all files → one typed column, and the cells that break its contract.

use crate::engine::polars::convert::convert;
use crate::report::ContractColumn;
use crate::source::RawTable;
use crate::sql::Type;
use polars::prelude::*;
use std::cmp::Ordering;

/// Longest text of a cell in characters: the limit of a workbook's cell.
pub(crate) const MAX_TEXT: usize = 32_767;

/// A bad cell: its row in the source and what is wrong.
pub(super) struct Bad {
    pub(super) row: usize,
    pub(super) problem: &'static str,
}

/// Converts the column of each file, joins them, and finds the bad cells in the order of the rows.
pub(super) fn inspect(
    column: &ContractColumn,
    given: &[&Column],
    raw: &RawTable,
) -> PolarsResult<(Column, Vec<Bad>)> {
    let mut bad = Vec::new();
    let mut whole: Option<Column> = None;
    let mut first = 0;
    for given in given {
        let typed = convert(given, column.kind, &column.written)?;
        let (was, is) = (given.is_null(), typed.is_null());
        if typed.null_count() > given.null_count() {
            bad.extend(positions(&(&is & &!was.clone())).map(|row| Bad {
                row: first + row,
                problem: "wrong type",
            }));
        }
        if !column.nullable && given.null_count() > 0 {
            bad.extend(positions(&was).map(|row| Bad {
                row: first + row,
                problem: "null",
            }));
        }
        first += given.len();
        match &mut whole {
            None => whole = Some(typed),
            Some(whole) => {
                whole.append(&typed)?;
            }
        }
    }
    let typed = whole.unwrap_or_default().rechunk();
    range(column, &typed, &mut bad)?;
    too_long(&typed, &mut bad);
    let groups = if column.unique_in_file {
        raw.alike_in_name()
    } else if column.unique {
        vec![(0..raw.parts.len()).collect()]
    } else {
        Vec::new()
    };
    for parts in groups {
        duplicates(&typed, raw, &parts, &mut bad)?;
    }
    bad.sort_by_key(|bad| bad.row);
    Ok((typed, bad))
}

/// Finds texts too long for a spreadsheet cell, a label or a name.
fn too_long(typed: &Column, bad: &mut Vec<Bad>) {
    let is_long = |text: Option<&str>| {
        text.is_some_and(|text| text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT)
    };
    let mut found = |row: usize| {
        bad.push(Bad {
            row,
            problem: "too long",
        });
    };
    if let Ok(texts) = typed.str() {
        for (row, text) in texts.iter().enumerate() {
            if is_long(text) {
                found(row);
            }
        }
    } else if let Ok(lists) = typed.list() {
        let inner = lists.get_inner();
        let any = inner.str().is_ok_and(|texts| texts.iter().any(is_long));
        if any {
            for row in 0..lists.len() {
                let list = lists.get_as_series(row);
                let texts = list.as_ref().and_then(|list| list.str().ok());
                if texts.is_some_and(|texts| texts.iter().any(is_long)) {
                    found(row);
                }
            }
        }
    }
}

/// Finds values outside the bounds.
fn range(column: &ContractColumn, typed: &Column, bad: &mut Vec<Bad>) -> PolarsResult<()> {
    let series = typed.as_materialized_series();
    // A decimal is compared in units of its last digit.
    let beyond = |bound: i64, order: Ordering| -> PolarsResult<BooleanChunked> {
        let Type::Decimal(scale) = column.kind else {
            return match order {
                Ordering::Less => series.lt(bound),
                _ => series.gt(bound),
            };
        };
        let bound = i128::from(bound) * 10_i128.pow(u32::from(scale));
        let units = series.decimal()?.physical().iter();
        Ok(units
            .map(|units| units.map(|units| units.cmp(&bound) == order))
            .collect())
    };
    if let Some(min) = column.min {
        let mask = beyond(min, Ordering::Less)?;
        bad.extend(positions(&mask).map(|row| Bad {
            row,
            problem: "below min",
        }));
    }
    if let Some(max) = column.max {
        let mask = beyond(max, Ordering::Greater)?;
        bad.extend(positions(&mask).map(|row| Bad {
            row,
            problem: "above max",
        }));
    }
    Ok(())
}

fn positions(mask: &BooleanChunked) -> impl Iterator<Item = usize> + '_ {
    mask.iter()
        .enumerate()
        .filter(|(_, bad)| *bad == Some(true))
        .map(|(row, _)| row)
}

/// Rows of some files whose value already appeared in an earlier row.
fn duplicates(
    typed: &Column,
    raw: &RawTable,
    parts: &[usize],
    bad: &mut Vec<Bad>,
) -> PolarsResult<()> {
    let typed = typed.as_materialized_series();
    if parts.len() == raw.parts.len() {
        return twice(typed, |at| at, bad);
    }
    let rows: Vec<usize> = parts.iter().flat_map(|part| raw.rows_of(*part)).collect();
    let indices = rows.iter().map(|row| *row as IdxSize).collect();
    let indices = IdxCa::from_vec(PlSmallStr::EMPTY, indices);
    twice(&typed.take(&indices)?, |at| rows[at], bad)
}

/// Values that stood in an earlier place already; `row` is the row of a place.
fn twice(values: &Series, row: impl Fn(usize) -> usize, bad: &mut Vec<Bad>) -> PolarsResult<()> {
    if values.n_unique()? == values.len() {
        return Ok(());
    }
    let first = is_first_distinct(values)?;
    let null = values.is_null();
    for at in 0..values.len() {
        if first.get(at) == Some(false) && null.get(at) == Some(false) {
            bad.push(Bad {
                row: row(at),
                problem: "duplicate",
            });
        }
    }
    Ok(())
}
