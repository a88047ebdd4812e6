//! Columns of keys: small codes for values, with the values once.

use super::cells::Cells;
use super::numbering::{Numbering, Part, number_unique, number_values};
use crate::sql::{Type, Value};
use crate::text::Date;
use indexmap::IndexMap;
use polars::prelude::*;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

/// No value.
pub(super) const MISSING: u32 = u32::MAX;
/// The folded rest.
pub(super) const OTHERS: u32 = u32::MAX - 1;
/// A key that a lookup does not have, of a dimension that leaves such rows out.
pub(super) const EXCLUDED: u32 = u32::MAX - 2;

/// A column whose values are numbered.
#[derive(Clone, Debug, Default)]
pub(super) struct Coded {
    /// One number a row: a position in [`Coded::values`], or one of the constants above.
    pub(super) codes: Vec<u32>,
    /// What the numbers stand for; columns made of the same one share it.
    values: Arc<Values>,
    /// How the values compare.
    order: KeyOrder,
}

/// How the values of a column of keys compare, all being texts.
#[derive(Clone, Debug, Default)]
pub(super) enum KeyOrder {
    /// As texts: also days and truth values.
    #[default]
    Texts,
    /// As numbers.
    Numbers,
    /// By their position among these.
    Positions(Arc<[Arc<str>]>),
}

impl KeyOrder {
    /// The order of values of a type.
    pub(super) fn of(kind: Type) -> Self {
        match kind {
            Type::Integer | Type::Number => Self::Numbers,
            _ => Self::Texts,
        }
    }

    fn compare(&self, x: &str, y: &str) -> Ordering {
        match self {
            Self::Texts => x.cmp(y),
            Self::Numbers => {
                if let (Ok(x), Ok(y)) = (x.parse::<i128>(), y.parse::<i128>()) {
                    return x.cmp(&y);
                }
                let number = |text: &str| text.parse::<f64>().unwrap_or_default();
                number(x).total_cmp(&number(y)).then_with(|| x.cmp(y))
            }
            Self::Positions(codes) => {
                let position = |text: &str| codes.iter().position(|code| **code == *text);
                position(x).cmp(&position(y))
            }
        }
    }
}

/// Distinct values; their texts are made when they are first asked for, which those of the ids of a
/// hub never are.
#[derive(Clone, Debug, Default)]
struct Values {
    distinct: StringChunked,
    texts: OnceLock<Vec<Arc<str>>>,
    /// Position of each value in the order of the column.
    positions: OnceLock<Vec<u32>>,
}

impl Coded {
    /// A column of numbers and what they stand for.
    pub(super) fn new(codes: Vec<u32>, values: &[Arc<str>]) -> Self {
        let distinct = values.iter().map(|value| Some(&**value)).collect();
        Self::of(codes, distinct)
    }

    fn of(codes: Vec<u32>, distinct: StringChunked) -> Self {
        let values = Values {
            distinct,
            ..Values::default()
        };
        Self {
            codes,
            values: Arc::new(values),
            order: KeyOrder::default(),
        }
    }

    /// The same column with its values in another order.
    pub(super) fn ordered(mut self, order: KeyOrder) -> Self {
        self.order = order;
        self
    }

    /// Numbers the values of a Polars column; other types than text by their plain form.
    pub(super) fn from_column(column: &Column) -> PolarsResult<Self> {
        let kind = column.dtype();
        let numbering = if kind.is_integer() || kind.is_bool() || *kind == DataType::Date {
            let numbers = column.to_physical_repr().cast(&DataType::Int64)?;
            number_values(numbers.i64()?.iter())
        } else if *kind == DataType::String {
            number_values(column.str()?.iter())
        } else if kind.is_float() {
            return Ok(Self::from_values(&Cells::values(column)?));
        } else {
            return Self::from_column(&column.cast(&DataType::String)?);
        };
        Self::numbered(column, numbering)
    }

    /// Numbers the rows of a column in which no value stands twice.
    pub(super) fn from_unique(column: &Column) -> PolarsResult<Self> {
        Self::numbered(column, number_unique(&column.is_not_null()))
    }

    fn numbered(column: &Column, numbering: Numbering) -> PolarsResult<Self> {
        let texts = if numbering.first.len() == column.len() {
            column.cast(&DataType::String)?
        } else {
            let first = IdxCa::from_vec("first".into(), numbering.first);
            column.take(&first)?.cast(&DataType::String)?
        };
        Ok(Self::of(numbering.codes, texts.str()?.clone()))
    }

    /// How many values the numbers stand for.
    pub(super) fn count(&self) -> usize {
        self.values.distinct.len()
    }

    /// The value of a number; a constant has none.
    pub(super) fn text(&self, code: u32) -> Option<&str> {
        ((code as usize) < self.count())
            .then(|| self.values.distinct.get(code as usize))
            .flatten()
    }

    /// Whether a test holds, for each distinct value.
    pub(super) fn which(&self, test: impl Fn(&str) -> bool) -> Vec<bool> {
        let values = self.values.distinct.iter();
        values.map(|value| value.is_some_and(&test)).collect()
    }

    /// The distinct values, by number.
    pub(super) fn values(&self) -> &[Arc<str>] {
        self.values.texts.get_or_init(|| {
            let texts = self.values.distinct.iter();
            texts
                .map(|text| Arc::from(text.unwrap_or_default()))
                .collect()
        })
    }

    /// The value of a number to keep.
    pub(super) fn shared_text(&self, code: u32) -> Arc<str> {
        match self.values.texts.get() {
            Some(texts) => texts[code as usize].clone(),
            None => Arc::from(self.text(code).unwrap_or_default()),
        }
    }

    /// The order of two values; the constants come first.
    pub(super) fn compare(&self, a: u32, b: u32) -> Ordering {
        match self.values.positions.get() {
            Some(positions) => {
                let position = |code: u32| positions.get(code as usize);
                position(a).cmp(&position(b))
            }
            None => match (self.text(a), self.text(b)) {
                (Some(a), Some(b)) => self.order.compare(a, b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            },
        }
    }

    /// Some rows of the column, by position.
    pub(super) fn take(&self, rows: &[u32]) -> Self {
        Self {
            codes: rows.iter().map(|row| self.codes[*row as usize]).collect(),
            values: self.values.clone(),
            order: self.order.clone(),
        }
    }

    /// The column as a part of tuples.
    pub(super) fn part(&self) -> Part<'_> {
        Part {
            codes: &self.codes,
            values: self.count(),
        }
    }

    /// The same rows with every distinct value replaced; `None` is no value.
    pub(super) fn map(&self, missing: u32, replace: impl Fn(&str) -> Mapped) -> Self {
        let mut numbers: IndexMap<Arc<str>, u32> = IndexMap::new();
        let mut values = Vec::new();
        let mut number = |text: Arc<str>| {
            *numbers.entry(text.clone()).or_insert_with(|| {
                values.push(text);
                values.len() as u32 - 1
            })
        };
        let table: Vec<u32> = self
            .values()
            .iter()
            .map(|value| match replace(value) {
                Mapped::Value(text) => number(text),
                Mapped::Missing => MISSING,
                Mapped::Excluded => EXCLUDED,
            })
            .collect();
        let codes = self
            .codes
            .iter()
            .map(|code| match *code {
                MISSING => missing,
                EXCLUDED => EXCLUDED,
                code => table[code as usize],
            })
            .collect();
        Self::new(codes, &values)
    }

    /// Puts the values in order before some groups are compared, where these are not far
    /// fewer than the values.
    pub(super) fn order_for(&self, groups: usize) {
        if groups * 8 < self.count() {
            return;
        }
        self.values.positions.get_or_init(|| {
            let values: Vec<&str> = self
                .values
                .distinct
                .iter()
                .map(Option::unwrap_or_default)
                .collect();
            let mut order: Vec<u32> = (0..values.len() as u32).collect();
            order.sort_unstable_by(|a, b| {
                self.order.compare(values[*a as usize], values[*b as usize])
            });
            let mut positions = vec![0; order.len()];
            for (position, value) in order.into_iter().enumerate() {
                positions[value as usize] = position as u32;
            }
            positions
        });
    }

    /// The number of a value, added if it is new.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        let known = self.values().iter().position(|value| **value == *text);
        known.unwrap_or_else(|| {
            let mut values = self.values().to_vec();
            values.push(Arc::from(text));
            *self = Self::new(std::mem::take(&mut self.codes), &values);
            values.len() - 1
        }) as u32
    }

    /// The distinct values, by number, as values of a type.
    pub(super) fn typed_values(&self, kind: Type) -> Vec<Value> {
        let values = self.values.distinct.iter();
        values
            .map(|text| text.map_or(Value::Null, |text| typed(text, kind)))
            .collect()
    }

    /// Numbers values by their plain form.
    pub(super) fn from_values(values: &[Value]) -> Self {
        let texts: Vec<Option<Arc<str>>> = values.iter().map(Value::plain).collect();
        let numbering = number_values(texts.iter().map(|text| text.as_deref()));
        let first = numbering.first.iter();
        let distinct: Vec<Arc<str>> = first.filter_map(|at| texts[*at as usize].clone()).collect();
        Self::new(numbering.codes, &distinct)
    }
}

/// Keys are texts; in expressions they have the type of their column.
pub(super) fn typed(text: &str, kind: Type) -> Value {
    let typed = match kind {
        Type::Text | Type::List | Type::Any => Some(Value::text(text)),
        Type::Integer => text.parse().ok().map(Value::Integer),
        Type::Number => text.parse().ok().map(Value::Number),
        Type::Boolean => text.parse().ok().map(Value::Boolean),
        Type::Date => Date::parse(text).map(Value::Date),
    };
    typed.unwrap_or(Value::Null)
}

/// What a value becomes.
pub(super) enum Mapped {
    /// Another value.
    Value(Arc<str>),
    /// No value.
    Missing,
    /// The row is left out.
    Excluded,
}
