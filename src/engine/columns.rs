//! Columns of keys: small codes for values, with the values once.

use super::convert::convert;
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
    /// The distinct values.
    pub(super) values: Vec<Arc<str>>,
    /// Position of each value in alphabetical order, found when it is first asked for.
    positions: OnceLock<Vec<u32>>,
}

impl Coded {
    /// Numbers the values of a Polars column; other types than text by their plain form.
    pub(super) fn from_column(column: &Column) -> PolarsResult<Self> {
        let column = match column.dtype() {
            DataType::String => column.clone(),
            _ => column.cast(&DataType::String)?,
        };
        let texts = column.str()?;
        let mut numbers: IndexMap<&str, u32> = IndexMap::new();
        let mut coded = Self::default();
        coded.codes.reserve(texts.len());
        // Neighbours are often equal; the map is asked only when they are not.
        let mut last: Option<(&str, u32)> = None;
        for text in texts.iter() {
            let Some(text) = text else {
                coded.codes.push(MISSING);
                continue;
            };
            let code = match last {
                Some((known, code)) if known == text => code,
                _ => *numbers.entry(text).or_insert_with(|| {
                    coded.values.push(Arc::from(text));
                    coded.values.len() as u32 - 1
                }),
            };
            last = Some((text, code));
            coded.codes.push(code);
        }
        Ok(coded)
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
        Self {
            codes,
            values,
            positions: OnceLock::new(),
        }
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
            self.positions = OnceLock::new();
            self.values.push(Arc::from(text));
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
