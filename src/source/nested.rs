//! Columns of the engine → columns that the language reads.
//!
//! The fields of a structure become columns, `safetensors.total`; those of structures in a list
//! become lists, `siblings.name`. A dictionary becomes its texts, the values of a list texts, a
//! timestamp its date: in a zone, which the contract names, if it is adjusted to UTC.

use super::zone::Zone;
use crate::sql::Type;
use polars::prelude::*;

/// The columns offered by a column of a file: names and types.
pub(super) fn offered(name: &str, kind: &DataType) -> Vec<(String, Type)> {
    let fields = match kind {
        DataType::Struct(fields) => fields,
        DataType::List(inner) => match &**inner {
            DataType::Struct(fields) => {
                let lists = fields.iter().map(|field| {
                    let kind = DataType::List(Box::new(field.dtype().clone()));
                    (format!("{name}.{}", field.name()), type_of(&kind))
                });
                return lists.collect();
            }
            _ => return vec![(name.to_owned(), type_of(kind))],
        },
        kind => return vec![(name.to_owned(), type_of(kind))],
    };
    let fields = fields.iter();
    fields
        .flat_map(|field| offered(&format!("{name}.{}", field.name()), field.dtype()))
        .collect()
}

/// The column `wanted`, which a column offers under its own name or as a nested field.
pub(super) fn picked(column: &Column, wanted: &str) -> PolarsResult<Option<Column>> {
    let name = column.name().as_str();
    let Some(below) = wanted.strip_prefix(name) else {
        return Ok(None);
    };
    if below.is_empty() {
        return plain(column).map(Some);
    }
    let Some(field) = below.strip_prefix('.') else {
        return Ok(None);
    };
    match column.dtype() {
        DataType::Struct(_) => {
            let fields = column.struct_()?.clone().unnest();
            for inner in fields.columns() {
                if let Some(found) = picked(inner, field)? {
                    return Ok(Some(found.with_name(wanted.into())));
                }
            }
            Ok(None)
        }
        DataType::List(inner) if matches!(&**inner, DataType::Struct(fields) if fields.iter().any(|it| it.name() == field)) =>
        {
            let values = column.list()?.apply_to_inner(&|items| {
                items
                    .struct_()?
                    .clone()
                    .unnest()
                    .column(field)
                    .map(|it| it.as_materialized_series().clone())
            })?;
            let values = values.with_name(wanted.into());
            plain(&values.into_series().into_column()).map(Some)
        }
        _ => Ok(None),
    }
}

/// A column as the language reads it.
fn plain(column: &Column) -> PolarsResult<Column> {
    match column.dtype() {
        DataType::Categorical(..) | DataType::Enum(..) => column.cast(&DataType::String),
        // A moment that is adjusted to no zone is in the day that is written.
        DataType::Datetime(_, None) => column.cast(&DataType::Date),
        DataType::List(inner) if is_single(inner) => {
            column.cast(&DataType::List(Box::new(DataType::String)))
        }
        _ => Ok(column.clone()),
    }
}

/// A column as its days in a zone, if it holds moments; else unchanged.
pub(super) fn in_zone(column: &Column, zone: Zone) -> PolarsResult<Column> {
    let DataType::Datetime(unit, Some(_)) = column.dtype() else {
        return Ok(column.clone());
    };
    let a_second = match unit {
        TimeUnit::Nanoseconds => 1_000_000_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Milliseconds => 1_000,
    };
    let moments = column.to_physical_repr();
    let days = moments.i64()?.iter().map(|moment| {
        let day = zone.day(moment?.div_euclid(a_second))?;
        i32::try_from(day.number()).ok()
    });
    let days: Int32Chunked = days.collect();
    let days = days.with_name(column.name().clone()).into_series();
    Ok(days.cast(&DataType::Date)?.into_column())
}

/// Whether the values of a list are read as texts.
fn is_single(kind: &DataType) -> bool {
    kind.is_primitive_numeric()
        || matches!(
            kind,
            DataType::String
                | DataType::Null
                | DataType::Boolean
                | DataType::Date
                | DataType::Categorical(..)
                | DataType::Enum(..)
        )
}

/// The type in expressions.
pub(super) fn type_of(kind: &DataType) -> Type {
    match kind {
        DataType::String | DataType::Categorical(..) | DataType::Enum(..) => Type::Text,
        DataType::Boolean => Type::Boolean,
        DataType::Date | DataType::Datetime(..) => Type::Date,
        DataType::List(inner) if is_single(inner) => Type::List,
        DataType::Decimal(_, scale) => u8::try_from(*scale).map_or(Type::Number, Type::of_scale),
        kind if kind.is_integer() => Type::Integer,
        kind if kind.is_float() => Type::Number,
        _ => Type::Any,
    }
}
