//! Cells of a file → values of a type of the contract.

use super::cells::Cells;
use crate::source::{TextForms, decimal, decimals, float, texts_of, truth, whole};
use crate::sql::{Decimal, Type, Value};
use polars::prelude::*;

/// Greatest magnitude up to which a float tells all integers apart.
const EXACT: u128 = 1 << 53;

/// Units of a decimal below which a float tells all of them apart: 15 digits.
const FLOAT_UNITS: i128 = 1_000_000_000_000_000;

/// Converts a column to a type of the contract; cells that cannot be converted become null. Texts
/// are parsed as `written` specifies.
pub(super) fn convert(column: &Column, kind: Type, written: &TextForms) -> PolarsResult<Column> {
    let name = column.name().clone();
    let converted = match (kind, column.dtype()) {
        (Type::Text, DataType::String)
        | (Type::Boolean, DataType::Boolean)
        | (Type::Integer, DataType::Int64)
        | (Type::Date, DataType::Date) => return Ok(column.clone()),
        (Type::Text, DataType::List(_) | DataType::Struct(_)) => {
            Column::full_null(name, column.len(), &DataType::String)
        }
        (_, DataType::Binary) => return numbers_as_written(column, kind),
        (Type::Text, _) => column.cast(&DataType::String)?,
        (Type::Integer, kind) if kind.is_float() => whole_numbers(column)?,
        (Type::Integer, DataType::String) => {
            let texts = column.str()?.iter();
            let integers = texts.map(|text| text.and_then(|text| written.integer(text)));
            let integers: Int64Chunked = integers.collect();
            integers.with_name(name).into_series().into_column()
        }
        (Type::Integer, DataType::Decimal(_, scale)) => whole_decimals(column, *scale)?,
        (Type::Integer, kind) if kind.is_integer() => column.cast(&DataType::Int64)?,
        (Type::Number, DataType::Decimal(..)) => {
            // A float keeps few of the numbers with many digits before the point.
            let cells = Cells::of(column)?;
            let numbers = (0..column.len()).map(|row| match cells.value(row) {
                Value::Null => None,
                value => float(&value.to_string()),
            });
            let numbers: Float64Chunked = numbers.collect();
            numbers.with_name(name).into_series().into_column()
        }
        (Type::Number, kind) if kind.is_integer() => {
            // Of whole numbers, too, only those that a float holds.
            let cells = Cells::of(column)?;
            let numbers = (0..column.len()).map(|row| match cells.value(row) {
                Value::Integer(whole) if whole.unsigned_abs() <= EXACT => Some(whole as f64),
                Value::Integer(whole) => float(&whole.to_string()),
                _ => None,
            });
            let numbers: Float64Chunked = numbers.collect();
            numbers.with_name(name).into_series().into_column()
        }
        (Type::Decimal(scale), DataType::String) => {
            let texts = column.str()?.iter();
            let units =
                texts.map(|text| text.and_then(|text| Some(written.decimal(text, scale)?.units)));
            decimals(units.collect(), scale)
                .with_name(name)
                .into_column()
        }
        (Type::Decimal(scale), kind) if kind.is_numeric() => {
            let cells = Cells::of(column)?;
            let units = (0..column.len()).map(|row| {
                let value = cells.value(row);
                let units = Decimal::of(&value, scale)?.units;
                // Beyond, a float may stand for a neighbour of the decimal that was meant.
                let is_sure = !matches!(value, Value::Number(_)) || units.abs() < FLOAT_UNITS;
                is_sure.then_some(units)
            });
            decimals(units.collect(), scale)
                .with_name(name)
                .into_column()
        }
        (Type::Number, DataType::Float32) => {
            // By its own shortest digits: 0.1, not 0.10000000149.
            let numbers = column.f32()?.iter().map(|number| {
                let number = number.filter(|number| number.is_finite())?;
                number.to_string().parse().ok()
            });
            let numbers: Float64Chunked = numbers.collect();
            numbers.with_name(name).into_series().into_column()
        }
        (Type::Number, kind) if kind.is_numeric() => finite(&column.cast(&DataType::Float64)?)?,
        (Type::Number, DataType::String) => {
            let texts = column.str()?.iter();
            let numbers = texts.map(|text| text.and_then(|text| written.number(text)));
            let numbers: Float64Chunked = numbers.collect();
            numbers.with_name(name).into_series().into_column()
        }
        (Type::Boolean, DataType::String) => {
            let truths: BooleanChunked = column
                .str()?
                .iter()
                .map(|text| text.and_then(truth))
                .collect();
            truths.with_name(name).into_series().into_column()
        }
        (Type::Date, DataType::String) => {
            let texts = column.str()?.iter();
            let days = texts
                .map(|text| text.and_then(|text| i32::try_from(written.day(text)?.number()).ok()));
            let days: Int32Chunked = days.collect();
            days.with_name(name)
                .into_series()
                .cast(&DataType::Date)?
                .into_column()
        }
        (Type::List, DataType::List(_)) => {
            column.cast(&DataType::List(Box::new(DataType::String)))?
        }
        (kind, _) => Column::full_null(name, column.len(), &data_type(kind)),
    };
    Ok(converted)
}

/// Converts numbers as JSON writes them, whatever forms the texts of the source have.
fn numbers_as_written(column: &Column, kind: Type) -> PolarsResult<Column> {
    let cells = texts_of(column)?;
    let series = match kind {
        Type::Text | Type::Any => cells.collect::<StringChunked>().into_series(),
        Type::Integer => cells
            .map(|cell| cell.and_then(whole))
            .collect::<Int64Chunked>()
            .into_series(),
        Type::Number => cells
            .map(|cell| cell.and_then(float))
            .collect::<Float64Chunked>()
            .into_series(),
        Type::Decimal(scale) => {
            let units = cells.map(|cell| Some(decimal(cell?, scale)?.units));
            decimals(units.collect(), scale)
        }
        Type::Boolean | Type::Date | Type::List => {
            Series::full_null("".into(), column.len(), &data_type(kind))
        }
    };
    Ok(series.with_name(column.name().clone()).into_column())
}

fn data_type(kind: Type) -> DataType {
    match kind {
        Type::Text | Type::Any => DataType::String,
        Type::Integer => DataType::Int64,
        Type::Number => DataType::Float64,
        Type::Decimal(scale) => decimals(Int128Chunked::default(), scale).dtype().clone(),
        Type::Boolean => DataType::Boolean,
        Type::Date => DataType::Date,
        Type::List => DataType::List(Box::new(DataType::String)),
    }
}

/// Converts floats that are whole numbers within ±2⁵³ (beyond, a float no longer distinguishes
/// integers, but is still whole) and within 64 bits.
fn whole_numbers(column: &Column) -> PolarsResult<Column> {
    let floats = column.cast(&DataType::Float64)?;
    let integers: Int64Chunked = floats
        .f64()?
        .iter()
        .map(|value| {
            value
                .filter(|v| v.fract() == 0.0 && v.abs() < 9.2e18)
                .map(|v| v as i64)
        })
        .collect();
    Ok(integers
        .with_name(column.name().clone())
        .into_series()
        .into_column())
}

fn finite(column: &Column) -> PolarsResult<Column> {
    let numbers: Float64Chunked = column
        .f64()?
        .iter()
        .map(|value| value.filter(|v| v.is_finite()))
        .collect();
    Ok(numbers
        .with_name(column.name().clone())
        .into_series()
        .into_column())
}

/// Converts decimals that are whole numbers of 64 bits.
fn whole_decimals(column: &Column, scale: usize) -> PolarsResult<Column> {
    let one = 10_i128.pow(u32::try_from(scale).unwrap_or(u32::MAX));
    let values = column.decimal()?.physical().iter();
    let integers = values.map(|value| {
        let value = value.filter(|value| value % one == 0)?;
        i64::try_from(value / one).ok()
    });
    let integers: Int64Chunked = integers.collect();
    let integers = integers.with_name(column.name().clone());
    Ok(integers.into_series().into_column())
}
