//! Converts between columns and values.
//!
//! In: columns of the engine. Out: values of expressions, and back.

use crate::source::decimals;
use crate::sql::{Decimal, Type, Value};
use crate::text::Date;
use polars::prelude::*;
use std::sync::Arc;

/// A column whose cells are read as values.
pub(super) enum Cells {
    Integers(Int64Chunked),
    Numbers(Float64Chunked),
    Decimals(Int128Chunked, u8),
    Texts(StringChunked),
    Truths(BooleanChunked),
    Days(Int32Chunked),
    Other(Column),
}

impl Cells {
    pub(super) fn of(column: &Column) -> PolarsResult<Self> {
        let column = column.rechunk();
        Ok(match column.dtype() {
            DataType::Int64 => Self::Integers(column.i64()?.clone()),
            DataType::Float64 => Self::Numbers(column.f64()?.clone()),
            DataType::Decimal(_, scale) => Self::Decimals(
                column.decimal()?.physical().clone(),
                u8::try_from(*scale).unwrap_or(u8::MAX),
            ),
            DataType::String => Self::Texts(column.str()?.clone()),
            DataType::Boolean => Self::Truths(column.bool()?.clone()),
            DataType::Date => Self::Days(column.to_physical_repr().i32()?.clone()),
            kind if kind.is_integer() && *kind != DataType::UInt64 => {
                Self::Integers(column.cast(&DataType::Int64)?.i64()?.clone())
            }
            _ => Self::Other(column),
        })
    }

    /// The cell of a row; a number that is not finite is missing.
    pub(super) fn value(&self, row: usize) -> Value {
        let found = match self {
            Self::Integers(cells) => cells
                .get(row)
                .map(|value| Value::Integer(i128::from(value))),
            Self::Numbers(cells) => cells.get(row).filter(|v| v.is_finite()).map(Value::Number),
            Self::Decimals(cells, 0) => cells.get(row).map(Value::Integer),
            Self::Decimals(cells, scale) => cells.get(row).map(|units| {
                let scale = *scale;
                Value::Decimal(Decimal { units, scale })
            }),
            Self::Texts(cells) => cells.get(row).map(Value::text),
            Self::Truths(cells) => cells.get(row).map(Value::Boolean),
            Self::Days(cells) => cells
                .get(row)
                .and_then(|day| Date::from_number(i64::from(day)))
                .map(Value::Date),
            Self::Other(column) => column.get(row).ok().map(|value| value_of(&value)),
        };
        found.unwrap_or(Value::Null)
    }

    /// All cells.
    pub(super) fn values(column: &Column) -> PolarsResult<Vec<Value>> {
        let cells = Self::of(column)?;
        Ok((0..column.len()).map(|row| cells.value(row)).collect())
    }
}

/// The columns that expressions read, by name.
pub(super) struct Reading<'a>(Vec<(&'a str, Cells)>);

impl<'a> Reading<'a> {
    pub(super) fn new(
        frame: &DataFrame,
        names: impl Iterator<Item = &'a str>,
    ) -> PolarsResult<Self> {
        let cells = names.map(|name| Ok((name, Cells::of(frame.column(name)?)?)));
        Ok(Self(cells.collect::<PolarsResult<_>>()?))
    }

    /// The cell of a named column in a row.
    pub(super) fn cell(&self, row: usize, name: &str) -> Value {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map_or(Value::Null, |(_, cells)| cells.value(row))
    }

    /// The cells that an expression reads in a row, for messages.
    pub(super) fn shown(&self, row: usize) -> String {
        let cells = self.0.iter().map(|(name, cells)| {
            let text: String = cells.value(row).to_string().chars().take(60).collect();
            format!("{name} is {text}")
        });
        cells.collect::<Vec<_>>().join(", ")
    }
}

/// Converts a value of the engine.
pub(super) fn value_of(value: &AnyValue<'_>) -> Value {
    match value {
        AnyValue::Boolean(value) => Value::Boolean(*value),
        AnyValue::String(text) => Value::text(text),
        AnyValue::StringOwned(text) => Value::text(text),
        AnyValue::Float64(value) if value.is_finite() => Value::Number(*value),
        AnyValue::Float32(value) if value.is_finite() => {
            // By its own shortest digits: 0.1, not 0.10000000149.
            value.to_string().parse().map_or(Value::Null, Value::Number)
        }
        AnyValue::Date(days) => {
            Date::from_number(i64::from(*days)).map_or(Value::Null, Value::Date)
        }
        AnyValue::List(items) => {
            let texts = items.cast(&DataType::String);
            match texts.as_ref().map(|texts| texts.str()) {
                Ok(Ok(texts)) => {
                    Value::List(texts.iter().map(|text| text.map(Arc::from)).collect())
                }
                _ => Value::Null,
            }
        }
        AnyValue::Categorical(..) | AnyValue::Enum(..) => {
            value.get_str().map_or(Value::Null, Value::text)
        }
        value if value.dtype().is_integer() => {
            value.extract::<i128>().map_or(Value::Null, Value::Integer)
        }
        _ => Value::Null,
    }
}

/// Values of an expression, one per row.
#[derive(Clone)]
pub(super) enum RowValues {
    /// As a column of the engine.
    Column(Column),
    /// Whole numbers, at least one of which needs more than 64 bits.
    Wide(Vec<Option<i128>>),
}

impl RowValues {
    /// Values of a type; numbers as the nearest floats.
    pub(super) fn of(values: &[Value], kind: Type) -> Self {
        let column = |series: Series| Self::Column(series.into_column());
        match kind {
            Type::Boolean => {
                let truths: BooleanChunked = values
                    .iter()
                    .map(|value| match value {
                        Value::Boolean(truth) => Some(*truth),
                        _ => None,
                    })
                    .collect();
                column(truths.into_series())
            }
            Type::Integer => {
                let narrow = |value: &Value| match value {
                    Value::Integer(value) => i64::try_from(*value).map(Some),
                    _ => Ok(None),
                };
                let narrow: Result<Vec<_>, _> = values.iter().map(narrow).collect();
                match narrow {
                    Ok(integers) => {
                        column(integers.into_iter().collect::<Int64Chunked>().into_series())
                    }
                    Err(_) => Self::Wide(values.iter().map(whole).collect()),
                }
            }
            Type::Number => {
                let numbers: Float64Chunked = values.iter().map(Value::float).collect();
                column(numbers.into_series())
            }
            Type::Decimal(scale) => {
                let units = values
                    .iter()
                    .map(|value| Decimal::of(value, scale).map(|it| it.units));
                column(decimals(units.collect(), scale))
            }
            Type::Date => {
                let days: Int32Chunked = values
                    .iter()
                    .map(|value| match value {
                        Value::Date(day) => i32::try_from(day.number()).ok(),
                        _ => None,
                    })
                    .collect();
                match days.into_series().cast(&DataType::Date) {
                    Ok(days) => column(days),
                    Err(_) => Self::Wide(vec![None; values.len()]),
                }
            }
            Type::List => {
                let mut lists = ListStringChunkedBuilder::new("".into(), values.len(), 2);
                for value in values {
                    match value {
                        Value::List(items) => {
                            lists.append_trusted_len_iter(items.iter().map(Option::as_deref));
                        }
                        _ => lists.append_null(),
                    }
                }
                column(lists.finish().into_series())
            }
            Type::Text | Type::Any => {
                let texts: StringChunked = values
                    .iter()
                    .map(|value| match value {
                        Value::Text(text) => Some(&**text),
                        _ => None,
                    })
                    .collect();
                column(texts.into_series())
            }
        }
    }

    /// Concatenates parts.
    pub(super) fn joined(parts: Vec<Self>) -> PolarsResult<Self> {
        if parts.iter().any(|part| matches!(part, Self::Wide(_))) {
            let mut all = Vec::new();
            for part in parts {
                match part {
                    Self::Wide(values) => all.extend(values),
                    Self::Column(column) => {
                        all.extend(column.i64()?.iter().map(|value| value.map(i128::from)));
                    }
                }
            }
            return Ok(Self::Wide(all));
        }
        let mut columns = parts.into_iter().filter_map(|part| match part {
            Self::Column(column) => Some(column),
            Self::Wide(_) => None,
        });
        let Some(mut first) = columns.next() else {
            return Ok(Self::Wide(Vec::new()));
        };
        for column in columns {
            first.append(&column)?;
        }
        Ok(Self::Column(first.rechunk()))
    }

    /// Some of the rows, by position.
    pub(super) fn take(&self, rows: &[u32]) -> PolarsResult<Self> {
        Ok(match self {
            Self::Column(column) => {
                let rows = IdxCa::from_slice("rows".into(), rows);
                Self::Column(column.take(&rows)?)
            }
            Self::Wide(values) => {
                Self::Wide(rows.iter().map(|row| values[*row as usize]).collect())
            }
        })
    }

    /// Whether each row has a value.
    pub(super) fn is_given(&self) -> Vec<bool> {
        match self {
            Self::Column(column) => column
                .is_not_null()
                .iter()
                .map(|it| it == Some(true))
                .collect(),
            Self::Wide(values) => values.iter().map(Option::is_some).collect(),
        }
    }

    /// The same value in every row.
    pub(super) fn constant(value: &Value, kind: Type, height: usize) -> Self {
        match Self::of(std::slice::from_ref(value), kind) {
            Self::Column(one) => Self::Column(one.new_from_index(0, height)),
            Self::Wide(one) => Self::Wide(vec![one[0]; height]),
        }
    }
}

fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::Integer(value) => Some(*value),
        _ => None,
    }
}
