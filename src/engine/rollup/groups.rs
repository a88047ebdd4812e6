//! A base after execution: groups of rows with coded keys and exact aggregates.

use super::coded::Coded;
use super::codes::MISSING;
use super::numbers::Numbers;
use crate::report::ByName;
use crate::results::Value;
use crate::sql::{Decimal, Sum};

/// Groups of source rows.
#[derive(Clone, Debug, Default)]
pub struct GroupTable {
    /// Number of source rows in each group (mentions, for exploded lists; a row without values has
    /// one mention without a value).
    pub rows: Vec<i64>,
    /// The source row of each group, if every mention of a list is a group of its own: a row can
    /// then be counted once, even if several of its mentions are counted together.
    pub source_rows: Option<Vec<u32>>,
    /// Keys and derived dimensions by name.
    pub keys: ByName<Coded>,
    /// One column per aggregate of the base.
    pub aggregates: Vec<AggregateColumn>,
    /// Truth values of atoms, by name; `None` is unknown.
    pub atoms: ByName<Vec<Option<bool>>>,
    /// One column per condition of the base: whether it is true.
    pub conditions: Vec<Vec<bool>>,
}

impl GroupTable {
    /// The groups without their aggregates.
    pub(in crate::engine) fn keys_only(&self) -> Self {
        Self {
            aggregates: Vec::new(),
            ..self.clone()
        }
    }

    /// Says of a group whether it has a value of the list that the base explodes; true without one.
    pub(crate) fn mentioned(&self, exploded: Option<&str>) -> impl Fn(usize) -> bool {
        let column = exploded.and_then(|name| self.keys.get(name));
        move |row| column.is_none_or(|column| column.codes[row] != MISSING)
    }
}

/// An aggregate for each group.
#[derive(Clone, Debug)]
pub enum AggregateColumn {
    /// Sums and counts.
    Integers(Vec<i128>),
    /// Sums of decimals of a scale, in units of their last digit.
    Decimals(Vec<i128>, u8),
    /// Sums of numbers with fractions.
    Sums(Vec<Sum>),
    /// Smallest and largest whole numbers.
    Extremes(Vec<Option<i128>>),
    /// Smallest and largest values of other types.
    Values(Vec<Value>),
    /// Every number.
    Numbers(Numbers),
}

impl AggregateColumn {
    /// Number of groups.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Integers(values) | Self::Decimals(values, _) => values.len(),
            Self::Sums(values) => values.len(),
            Self::Extremes(values) => values.len(),
            Self::Values(values) => values.len(),
            Self::Numbers(numbers) => numbers.groups(),
        }
    }

    /// A whole number, or a decimal in units of its last digit.
    pub(crate) fn integer(&self, row: usize) -> i128 {
        match self {
            Self::Integers(values) | Self::Decimals(values, _) => values[row],
            Self::Sums(_) | Self::Numbers(_) => 0,
            Self::Extremes(values) => values[row].unwrap_or(0),
            Self::Values(values) => values[row].units(),
        }
    }

    pub(crate) fn value(&self, row: usize) -> Value {
        match self {
            Self::Integers(values) => Value::Integer(values[row]),
            Self::Decimals(values, scale) => Value::Decimal(Decimal {
                units: values[row],
                scale: *scale,
            }),
            Self::Sums(sums) => sums[row].value().unwrap_or(Value::Null),
            Self::Extremes(values) => values[row].map_or(Value::Null, Value::Integer),
            Self::Values(values) => values[row].clone(),
            Self::Numbers(_) => Value::Null,
        }
    }
}
