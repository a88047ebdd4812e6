//! Columns of names that stand in the first of several rows alone, as merged cells of a sheet leave them in a file.
//!
//! In: the columns of the rows that count, from the left. Out: which of them look so.

use super::{ColumnProfile, Fit};
use crate::sql::Type;
use polars::prelude::*;

/// Notes which of the first columns may be of merged cells: each name once, the first row with one, and more cells without.
pub(super) fn look(frame: &DataFrame, columns: &mut [ColumnProfile]) -> PolarsResult<()> {
    for column in columns {
        let cells = frame.column(&column.name)?;
        let names = cells.len() - cells.null_count();
        column.is_merged = column.fit == Fit::As(Type::Text)
            && names > 1
            && column.distinct == names
            && cells.null_count() >= names
            && cells.get(0).is_ok_and(|first| !first.is_null());
        if !column.is_merged {
            break;
        }
    }
    Ok(())
}
