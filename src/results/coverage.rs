//! What lookups and columns know: rows and amounts of a measure, known and not, and keys by what they carry.

use crate::sql::{Decimal, Value, difference_of};
use std::sync::Arc;

/// Rows, and what they carry of a measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// Rows of the source.
    pub rows: i128,
    /// The measure, in units of its last digit.
    pub amount: i128,
}

impl Weight {
    /// Adds rows.
    pub(crate) fn add(&mut self, more: Self) {
        self.rows += more.rows;
        self.amount += more.amount;
    }
}

/// A key with what its rows carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyWeight {
    /// The key.
    pub key: Arc<str>,
    /// Its rows.
    pub weight: Weight,
}

/// What a row counts as. The worst of several keys of a row is what the row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The lookup has the key and a value for it; the cell is not empty.
    Known,
    /// The lookup has the key, but no value for it, or one that stands for none.
    Blank,
    /// The row has no key; the cell is empty.
    Empty,
    /// The lookup does not have the key.
    Unknown,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Known, Self::Blank, Self::Empty, Self::Unknown];
}

/// How much of a measure a lookup or a column knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// Name of the dimension or column, as in the report.
    pub name: String,
    /// What counts as each [`Standing`].
    pub weights: [Weight; 4],
    /// Digits behind the point of the measure, if it is a decimal.
    pub scale: Option<u8>,
    /// Keys that the lookup does not have, the heaviest first.
    pub unknown: Vec<KeyWeight>,
    /// Keys for which the lookup has no value, the heaviest first.
    pub blank: Vec<KeyWeight>,
    /// Keys of the lookup that no row has, in its order.
    pub unused: Vec<String>,
}

impl Coverage {
    /// What counts as something.
    #[must_use]
    pub fn of(&self, standing: Standing) -> Weight {
        self.weights[standing as usize]
    }

    /// All of it.
    #[must_use]
    pub fn all(&self) -> Weight {
        let mut all = Weight::default();
        self.weights.iter().for_each(|weight| all.add(*weight));
        all
    }

    /// A share of the measure, exact; none where there is nothing to share.
    #[must_use]
    pub fn share(&self, of: Weight) -> Value {
        Value::share(of.amount, self.all().amount)
    }

    /// A share of the rows.
    #[must_use]
    pub fn rows_share(&self, of: Weight) -> Value {
        Value::share(of.rows, self.all().rows)
    }

    /// An amount as a value of its measure.
    #[must_use]
    pub fn amount(&self, of: Weight) -> Value {
        match self.scale {
            Some(scale) => Value::Decimal(Decimal {
                units: of.amount,
                scale,
            }),
            None => Value::Integer(of.amount),
        }
    }
}

/// A coverage in the bundle of the period before.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviousCoverage {
    /// Share of the measure that was known.
    pub share: Value,
    /// Share of the rows that were known.
    pub rows_share: Value,
    /// The heaviest keys that were unknown.
    pub unknown: Vec<String>,
}

impl PreviousCoverage {
    /// The share of the measure that is known now minus the one before.
    #[must_use]
    pub fn change(&self, now: &Coverage) -> Value {
        difference_of(&now.share(now.of(Standing::Known)), &self.share)
    }

    /// Whether a key that is unknown was not among the heaviest unknown ones before.
    #[must_use]
    pub fn is_new(&self, key: &KeyWeight) -> bool {
        !self.unknown.iter().any(|known| **known == *key.key)
    }
}

/// A measure of a source over the rows that the report speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceTotal {
    /// Name of the source.
    pub source: String,
    /// Name of the measure.
    pub measure: String,
    /// Its value.
    pub value: Value,
    /// Whether it is of whole numbers or decimals, or a count.
    pub adds_up: bool,
}
