//! Arrow, in which drivers answer → types of expressions, and values.

use super::super::{Refusal, SourceColumns};
use crate::diagnostic::{Code, Diagnostic};
use crate::sql::{Decimal, MAX_SCALE, Type, Value};
use crate::text::Date;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Schema};
use std::sync::Arc;

/// The columns that a table offers to its contract.
pub(super) fn offered(schema: &Schema) -> SourceColumns {
    let mut columns = SourceColumns::default();
    for field in schema.fields() {
        let name = field.name();
        let kind = type_of(field.data_type());
        columns
            .columns
            .push((name.clone(), kind.unwrap_or(Type::Any)));
        if kind.is_none() {
            let message = format!(
                "column `{name}` has a type of the database that no type of the contract fits"
            );
            let why = Diagnostic::error(Code::DATABASE, message)
                .hint("convert it in a view or in `query`");
            columns.refuse(name, Refusal::Always, why);
        }
    }
    columns
}

/// The type in expressions of a column.
pub(crate) fn type_of(kind: &DataType) -> Option<Type> {
    Some(match kind {
        DataType::Null => Type::Any,
        DataType::Boolean => Type::Boolean,
        kind if kind.is_integer() => Type::Integer,
        DataType::Decimal128(_, 0) => Type::Integer,
        DataType::Decimal128(_, scale) => {
            let scale = u8::try_from(*scale).ok()?;
            (scale <= MAX_SCALE).then_some(Type::Decimal(scale))?
        }
        DataType::Float32 | DataType::Float64 => Type::Number,
        DataType::Date32 | DataType::Timestamp(_, None) => Type::Date,
        DataType::List(item) | DataType::LargeList(item) if is_text(item.data_type()) => Type::List,
        kind if is_text(kind) => Type::Text,
        _ => return None,
    })
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// The values of a column of an answer; none where it is of a type that is never asked for.
pub(super) fn values(array: &ArrayRef) -> Option<Vec<Value>> {
    macro_rules! integers {
        ($kind:ty) => {
            each(array.as_primitive::<$kind>().iter(), |value| {
                Value::Integer(i128::from(value))
            })
        };
    }
    Some(match array.data_type() {
        DataType::Null => vec![Value::Null; array.len()],
        DataType::Boolean => each(array.as_boolean().iter(), Value::Boolean),
        DataType::Int8 => integers!(Int8Type),
        DataType::Int16 => integers!(Int16Type),
        DataType::Int32 => integers!(Int32Type),
        DataType::Int64 => integers!(Int64Type),
        DataType::UInt8 => integers!(UInt8Type),
        DataType::UInt16 => integers!(UInt16Type),
        DataType::UInt32 => integers!(UInt32Type),
        DataType::UInt64 => integers!(UInt64Type),
        DataType::Float32 => each(array.as_primitive::<Float32Type>().iter(), |value| {
            finite(f64::from(value))
        }),
        DataType::Float64 => each(array.as_primitive::<Float64Type>().iter(), finite),
        DataType::Decimal128(_, 0) => each(
            array.as_primitive::<Decimal128Type>().iter(),
            Value::Integer,
        ),
        DataType::Decimal128(_, scale) => {
            let scale = u8::try_from(*scale).ok()?;
            each(array.as_primitive::<Decimal128Type>().iter(), |units| {
                Value::Decimal(Decimal { units, scale })
            })
        }
        DataType::Date32 => each(array.as_primitive::<Date32Type>().iter(), |day| {
            Date::from_number(i64::from(day)).map_or(Value::Null, Value::Date)
        }),
        DataType::List(_) => lists(array.as_list::<i32>().iter())?,
        DataType::LargeList(_) => lists(array.as_list::<i64>().iter())?,
        _ => {
            let texts = texts(array)?.into_iter();
            texts
                .map(|text| text.map_or(Value::Null, Value::Text))
                .collect()
        }
    })
}

fn each<T>(cells: impl Iterator<Item = Option<T>>, value: impl Fn(T) -> Value) -> Vec<Value> {
    cells.map(|cell| cell.map_or(Value::Null, &value)).collect()
}

fn finite(number: f64) -> Value {
    match number {
        number if number.is_finite() => Value::Number(number),
        _ => Value::Null,
    }
}

fn lists(cells: impl Iterator<Item = Option<ArrayRef>>) -> Option<Vec<Value>> {
    cells
        .map(|list| {
            let Some(list) = list else {
                return Some(Value::Null);
            };
            Some(Value::List(texts(&list)?.into()))
        })
        .collect()
}

fn texts(array: &ArrayRef) -> Option<Vec<Option<Arc<str>>>> {
    let shared = |text: Option<&str>| text.map(Arc::from);
    Some(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().map(shared).collect(),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().map(shared).collect(),
        DataType::Utf8View => array.as_string_view().iter().map(shared).collect(),
        DataType::Null => vec![None; array.len()],
        _ => return None,
    })
}
