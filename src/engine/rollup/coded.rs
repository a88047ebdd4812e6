//! Key columns: small codes for values, each value stored once.

use super::codes::{EXCLUDED, MISSING};
use super::numbering::{KeyPart, number_values};
use super::texts::Texts;
use crate::plan::KeyOrder;
use crate::sql::{Decimal, Type, Value};
use crate::text::Date;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

/// A column whose values are numbered.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// One number a row: a position in `values`, or one of those of [`codes`](super::codes).
    pub codes: Vec<u32>,
    /// The values behind the codes; derived columns share them.
    values: Arc<Values>,
    /// The order of the values.
    order: KeyOrder,
}

/// Distinct values; their texts are only materialised when first needed, which for a hub's ids is
/// never the case.
#[derive(Clone, Debug, Default)]
struct Values {
    distinct: Texts,
    texts: OnceLock<Vec<Arc<str>>>,
    /// Position of each value in the order of the column.
    positions: OnceLock<Vec<u32>>,
}

impl Coded {
    /// A column from codes and their values.
    #[must_use]
    pub fn new<'a>(
        codes: Vec<u32>,
        values: impl IntoIterator<Item = &'a str, IntoIter: Clone>,
    ) -> Self {
        Self {
            codes,
            ..Self::of_texts(Texts::of(values.into_iter()))
        }
    }

    /// A column from codes and their values, of which is known how many there are and how many bytes they have.
    pub(crate) fn of_size<'a>(
        codes: Vec<u32>,
        size: (usize, usize),
        values: impl Iterator<Item = &'a str>,
    ) -> Self {
        Self {
            codes,
            ..Self::of_texts(Texts::of_size(size, values))
        }
    }

    /// A column of no rows that has values.
    pub(super) fn of_texts(distinct: Texts) -> Self {
        let values = Values {
            distinct,
            ..Values::default()
        };
        Self {
            codes: Vec::new(),
            values: Arc::new(values),
            order: KeyOrder::default(),
        }
    }

    /// A column of other rows with the same values.
    pub(super) fn with_codes(&self, codes: Vec<u32>) -> Self {
        Self {
            codes,
            values: self.values.clone(),
            order: self.order.clone(),
        }
    }

    /// Whether both columns have one list of values.
    pub(super) fn shares_values(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.values, &other.values)
    }

    /// The distinct values, by code.
    pub(super) fn distinct(&self) -> impl Iterator<Item = &str> + Clone {
        self.values.distinct.iter()
    }

    /// The distinct values with other characters than visible ones of ASCII, and perhaps neighbours of these.
    pub(super) fn beyond_visible_ascii(&self) -> impl Iterator<Item = &str> {
        self.values.distinct.beyond_visible_ascii()
    }

    /// The same column with its values in another order.
    pub(crate) fn ordered(mut self, order: KeyOrder) -> Self {
        self.order = order;
        self
    }

    /// The number of values.
    pub(crate) fn count(&self) -> usize {
        self.values.distinct.len()
    }

    /// The value behind a code; a constant has none.
    pub(crate) fn text(&self, code: u32) -> Option<&str> {
        self.values.distinct.get(code as usize)
    }

    /// Whether a test holds, for each distinct value.
    pub(crate) fn which(&self, test: impl Fn(&str) -> bool) -> Vec<bool> {
        let values = self.values.distinct.iter();
        values.map(test).collect()
    }

    /// The distinct values, by code.
    pub(crate) fn values(&self) -> &[Arc<str>] {
        self.values.texts.get_or_init(|| {
            let texts = self.values.distinct.iter();
            texts.map(Arc::from).collect()
        })
    }

    /// The value behind a code, as a shared text.
    pub(crate) fn shared_text(&self, code: u32) -> Arc<str> {
        match self.values.texts.get() {
            Some(texts) => texts[code as usize].clone(),
            None => Arc::from(self.text(code).unwrap_or_default()),
        }
    }

    /// The order of two codes by their values; the constants come first.
    pub(crate) fn compare(&self, a: u32, b: u32) -> Ordering {
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

    /// Some of the rows, by position.
    pub(crate) fn take(&self, rows: &[u32]) -> Self {
        self.with_codes(rows.iter().map(|row| self.codes[*row as usize]).collect())
    }

    /// The column as a part of tuples.
    pub(crate) fn part(&self) -> KeyPart<'_> {
        KeyPart {
            codes: &self.codes,
            values: self.count(),
        }
    }

    /// The same rows with every distinct value replaced; `missing` stands for no value.
    pub(crate) fn map<'a>(&'a self, missing: u32, replace: impl Fn(&'a str) -> Mapped<'a>) -> Self {
        let replaced: Vec<Mapped<'a>> = self.values.distinct.iter().map(replace).collect();
        let numbering = number_values(replaced.iter().map(Mapped::value));
        let first = numbering.first.iter();
        let values = first.filter_map(|at| replaced[*at as usize].value());
        let number = |at: u32| match replaced[at as usize] {
            Mapped::Excluded => EXCLUDED,
            Mapped::Missing | Mapped::Value(_) => numbering.codes[at as usize],
        };
        let codes = self.codes.iter().map(|code| match *code {
            MISSING => missing,
            EXCLUDED => EXCLUDED,
            code => number(code),
        });
        Self::new(codes.collect(), values)
    }

    /// Precomputes the order of the values before groups are compared, unless there are far fewer
    /// groups than values.
    pub(crate) fn order_for(&self, groups: usize) {
        if groups * 8 < self.count() {
            return;
        }
        self.values.positions.get_or_init(|| {
            let values: Vec<&str> = self.values.distinct.iter().collect();
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

    /// The code of a value, which is added if it is new.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        let values = self.values.clone();
        if let Some(known) = values.distinct.iter().position(|value| value == text) {
            return known as u32;
        }
        let codes = std::mem::take(&mut self.codes);
        *self = Self::new(codes, values.distinct.iter().chain([text]));
        self.count() as u32 - 1
    }

    /// The distinct values, by code, as values of a type.
    pub(crate) fn typed_values(&self, kind: Type) -> Vec<Value> {
        let values = self.values.distinct.iter();
        values.map(|text| typed(text, kind)).collect()
    }

    /// Numbers values by their plain form.
    pub(crate) fn from_values(values: &[Value]) -> Self {
        let texts: Vec<Option<Arc<str>>> = values.iter().map(Value::plain).collect();
        let numbering = number_values(texts.iter().map(|text| text.as_deref()));
        let first = numbering.first.iter();
        let distinct = first.filter_map(|at| texts[*at as usize].as_deref());
        Self::new(numbering.codes, distinct)
    }
}

/// A key, which is a text, as a value of its column's type.
pub(crate) fn typed(text: &str, kind: Type) -> Value {
    let typed = match kind {
        Type::Text | Type::List | Type::Any => Some(Value::text(text)),
        Type::Integer => text.parse().ok().map(Value::Integer),
        Type::Number => text.parse().ok().map(Value::Number),
        Type::Decimal(scale) => Decimal::parse(text, scale).map(Value::Decimal),
        Type::Boolean => text.parse().ok().map(Value::Boolean),
        Type::Date => Date::parse(text).map(Value::Date),
    };
    typed.unwrap_or(Value::Null)
}

/// The result of replacing a value.
#[derive(Clone, Copy)]
pub(crate) enum Mapped<'a> {
    /// Another value.
    Value(&'a str),
    /// No value.
    Missing,
    /// The row is left out.
    Excluded,
}

impl<'a> Mapped<'a> {
    fn value(&self) -> Option<&'a str> {
        match *self {
            Self::Value(value) => Some(value),
            Self::Missing | Self::Excluded => None,
        }
    }
}
