//! A column of a chunk → a typed column, and the cells that break its contract.

use crate::engine::polars::convert::convert;
use crate::report::{ContractColumn, MAX_TEXT, is_long};
use crate::sql::Type;
use polars::prelude::*;
use std::cmp::Ordering;

/// What is wrong with a value that stood in an earlier row already.
pub(super) const DUPLICATE: &str = "duplicate";

/// A bad cell: its row in the chunk and what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bad {
    pub(super) row: usize,
    pub(super) problem: &'static str,
}

/// Converts a column and finds the bad cells in the order of the rows; `repeated` are rows whose value
/// stood in an earlier one already.
pub(super) fn inspect(
    column: &ContractColumn,
    given: &Column,
    repeated: &[usize],
) -> PolarsResult<(Column, Vec<Bad>)> {
    let mut bad = Vec::new();
    let typed = convert(given, column.kind, &column.written)?.rechunk();
    if typed.null_count() > given.null_count() {
        let lost = &typed.is_null() & &given.is_not_null();
        bad.extend(positions(&lost).map(|row| Bad {
            row,
            problem: "wrong type",
        }));
    }
    if !column.nullable && given.null_count() > 0 {
        bad.extend(positions(&given.is_null()).map(|row| Bad {
            row,
            problem: "null",
        }));
    }
    range(column, &typed, &mut bad)?;
    too_long(&typed, &mut bad);
    bad.extend(repeated.iter().map(|row| Bad {
        row: *row,
        problem: DUPLICATE,
    }));
    bad.sort_by_key(|bad| bad.row);
    Ok((typed, bad))
}

/// Finds texts too long for a spreadsheet cell, a label or a name.
fn too_long(typed: &Column, bad: &mut Vec<Bad>) {
    let is_long = |text: Option<&str>| text.is_some_and(is_long);
    let mut found = |row: usize| {
        bad.push(Bad {
            row,
            problem: "too long",
        });
    };
    if let Ok(texts) = typed.str() {
        if may_be_long(texts) {
            for (row, text) in texts.iter().enumerate() {
                if is_long(text) {
                    found(row);
                }
            }
        }
    } else if let Ok(lists) = typed.list() {
        let inner = lists.get_inner();
        let any = inner
            .str()
            .is_ok_and(|texts| may_be_long(texts) && texts.iter().any(is_long));
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

/// Whether a text has more bytes than a cell may have characters, by the lengths alone.
fn may_be_long(texts: &StringChunked) -> bool {
    let is_long = |length: u32| length as usize > MAX_TEXT;
    let mut parts = texts.downcast_iter();
    parts.any(|part| part.views().iter().any(|view| is_long(view.length)))
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
    let bounds = [
        (column.min, Ordering::Less, "below min"),
        (column.max, Ordering::Greater, "above max"),
    ];
    for (bound, order, problem) in bounds {
        let Some(bound) = bound else {
            continue;
        };
        let mask = beyond(bound, order)?;
        if mask.any() {
            bad.extend(positions(&mask).map(|row| Bad { row, problem }));
        }
    }
    Ok(())
}

fn positions(mask: &BooleanChunked) -> impl Iterator<Item = usize> + '_ {
    mask.iter()
        .enumerate()
        .filter(|(_, bad)| *bad == Some(true))
        .map(|(row, _)| row)
}
