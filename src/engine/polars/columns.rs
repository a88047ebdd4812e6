//! Columns of the engine → columns of numbered values.

use super::cells::Cells;
use crate::engine::rollup::coded::Coded;
use crate::engine::rollup::numbering::{Numbering, number_unique, number_values};
use polars::prelude::*;

/// Numbers the values of a column; types other than text by their plain form.
pub(super) fn coded(column: &Column) -> PolarsResult<Coded> {
    let kind = column.dtype();
    let numbering = if kind.is_integer() || kind.is_bool() || *kind == DataType::Date {
        let numbers = column.to_physical_repr().cast(&DataType::Int64)?;
        number_values(numbers.i64()?.iter())
    } else if *kind == DataType::String {
        number_values(column.str()?.iter())
    } else if kind.is_float() {
        return Ok(Coded::from_values(&Cells::values(column)?));
    } else {
        return coded(&column.cast(&DataType::String)?);
    };
    numbered(column, numbering)
}

/// Numbers the rows of a column in which every value is unique.
pub(super) fn coded_unique(column: &Column) -> PolarsResult<Coded> {
    let given = column.is_not_null();
    numbered(
        column,
        number_unique(given.iter().map(|given| given == Some(true))),
    )
}

fn numbered(column: &Column, numbering: Numbering) -> PolarsResult<Coded> {
    let texts = if numbering.first.len() == column.len() {
        column.cast(&DataType::String)?
    } else {
        let first = IdxCa::from_vec("first".into(), numbering.first);
        column.take(&first)?.cast(&DataType::String)?
    };
    let texts = texts.str()?.rechunk();
    let distinct = texts.downcast_as_array().iter();
    let distinct = distinct.map(Option::unwrap_or_default);
    Ok(Coded::new(numbering.codes, distinct))
}
