//! Columns of keys: small codes for values, with the values once.

use super::convert::convert;
use super::numbering::{Part, number_values};
use crate::sql::Type;
use indexmap::IndexMap;
use polars::prelude::*;
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
    /// One number a row: a position in `values`, or one of the constants above.
    pub(super) codes: Vec<u32>,
    /// The distinct values; columns made of the same one share them.
    pub(super) values: Arc<Vec<Arc<str>>>,
    /// Position of each value in alphabetical order, found when it is first asked for.
    positions: Arc<OnceLock<Vec<u32>>>,
}

impl Coded {
    /// A column of numbers and what they stand for.
    pub(super) fn new(codes: Vec<u32>, values: Vec<Arc<str>>) -> Self {
        Self {
            codes,
            values: Arc::new(values),
            positions: Arc::default(),
        }
    }

    /// Numbers the values of a Polars column; other types than text by their plain form.
    pub(super) fn from_column(column: &Column) -> PolarsResult<Self> {
        let kind = column.dtype();
        let numbering = if kind.is_integer() || kind.is_bool() || *kind == DataType::Date {
            let numbers = column.to_physical_repr().cast(&DataType::Int64)?;
            number_values(numbers.i64()?.iter())
        } else if *kind == DataType::String {
            number_values(column.str()?.iter())
        } else {
            return Self::from_column(&column.cast(&DataType::String)?);
        };
        let first = IdxCa::from_vec("first".into(), numbering.first);
        let texts = column
            .as_materialized_series()
            .take(&first)?
            .cast(&DataType::String)?;
        let values = texts.str()?.iter().flatten().map(Arc::from).collect();
        Ok(Self::new(numbering.codes, values))
    }

    /// Some rows of the column, by position.
    pub(super) fn take(&self, rows: &[u32]) -> Self {
        Self {
            codes: rows.iter().map(|row| self.codes[*row as usize]).collect(),
            values: self.values.clone(),
            positions: self.positions.clone(),
        }
    }

    /// The column as a part of tuples.
    pub(super) fn part(&self) -> Part<'_> {
        Part {
            codes: &self.codes,
            values: self.values.len(),
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
            .values
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
        Self::new(codes, values)
    }

    /// Position of each value in alphabetical order: ties are broken by it, thousands of times.
    pub(super) fn positions(&self) -> &[u32] {
        self.positions.get_or_init(|| {
            let mut order: Vec<u32> = (0..self.values.len() as u32).collect();
            order.sort_unstable_by(|a, b| self.values[*a as usize].cmp(&self.values[*b as usize]));
            let mut positions = vec![0; order.len()];
            for (position, value) in order.into_iter().enumerate() {
                positions[value as usize] = position as u32;
            }
            positions
        })
    }

    /// The number of a value, added if it is new.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if let Some(at) = self.values.iter().position(|value| **value == *text) {
            at as u32
        } else {
            self.positions = Arc::default();
            Arc::make_mut(&mut self.values).push(Arc::from(text));
            self.values.len() as u32 - 1
        }
    }

    /// The column in Polars, as values of a type.
    pub(super) fn to_column(&self, name: &str, kind: Type) -> PolarsResult<Column> {
        let texts: StringChunked = self
            .codes
            .iter()
            .map(|code| self.values.get(*code as usize).map(|value| &**value))
            .collect();
        typed(
            texts.with_name(name.into()).into_series().into_column(),
            kind,
        )
    }
}

/// Keys are texts; in expressions they have the type of their column.
pub(super) fn typed(texts: Column, kind: Type) -> PolarsResult<Column> {
    match kind {
        Type::Text | Type::List | Type::Any => Ok(texts),
        kind => convert(&texts, kind),
    }
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
