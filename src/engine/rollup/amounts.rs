//! Groups with their aggregates, column by column: a breakdown by the ids of a hub has as many groups as the
//! source has rows.

use super::codes::EXCLUDED;
use super::numbering::{KeyPart, Numbering, number_tuples};
use crate::results::Value;
use crate::sql::Decimal;
use smallvec::SmallVec;
use std::cmp::Ordering;

/// Codes of a group's values, one per dimension, without an allocation.
pub(super) type Codes = SmallVec<[u32; 4]>;

/// The value of a measure in each group.
#[derive(Clone, Debug)]
pub(super) enum Amounts {
    /// Sums and counts.
    Integers(Vec<i128>),
    /// Sums of decimals of a scale, in units of their last digit.
    Decimals(Vec<i128>, u8),
    /// Means, smallest and largest values.
    Values(Vec<Value>),
}

impl Amounts {
    /// The value of a group.
    pub(super) fn get(&self, at: u32) -> Value {
        match self {
            Self::Integers(values) => Value::Integer(values[at as usize]),
            Self::Decimals(values, scale) => Value::Decimal(Decimal {
                units: values[at as usize],
                scale: *scale,
            }),
            Self::Values(values) => values[at as usize].clone(),
        }
    }

    /// Whether a group has no value.
    pub(super) fn is_missing(&self, at: u32) -> bool {
        matches!(self, Self::Values(values) if values[at as usize] == Value::Null)
    }

    /// The order of two groups' values by size.
    pub(super) fn compare(&self, a: u32, b: u32) -> Ordering {
        match self {
            Self::Integers(values) | Self::Decimals(values, _) => {
                values[a as usize].cmp(&values[b as usize])
            }
            Self::Values(values) => values[a as usize].compare(&values[b as usize]),
        }
    }

    pub(super) fn take(&self, wanted: &[u32]) -> Self {
        match self {
            Self::Integers(values) => {
                Self::Integers(wanted.iter().map(|at| values[*at as usize]).collect())
            }
            Self::Decimals(values, scale) => {
                let units = wanted.iter().map(|at| values[*at as usize]);
                Self::Decimals(units.collect(), *scale)
            }
            Self::Values(values) => {
                let wanted = wanted.iter();
                Self::Values(wanted.map(|at| values[*at as usize].clone()).collect())
            }
        }
    }

    pub(super) fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::Integers(values), Self::Integers(more)) => values.extend(more),
            (Self::Decimals(values, scale), Self::Decimals(more, of)) if *scale == of => {
                values.extend(more);
            }
            (Self::Values(values), Self::Values(more)) => values.extend(more),
            (values, more) => {
                let all = |amounts: &Self, count: usize| -> Vec<Value> {
                    (0..count as u32).map(|at| amounts.get(at)).collect()
                };
                let mut both = all(values, values.len());
                both.extend(all(&more, more.len()));
                *values = Self::Values(both);
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Integers(values) | Self::Decimals(values, _) => values.len(),
            Self::Values(values) => values.len(),
        }
    }
}

/// Groups with their aggregates.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    /// Codes of the keys, concatenated group by group.
    pub(super) codes: Vec<u32>,
    /// Number of codes per group.
    pub(super) width: usize,
    /// How many groups there are.
    pub(super) count: usize,
    /// One column per measure.
    pub(super) amounts: Vec<Amounts>,
}

impl Groups {
    /// Number of groups.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The positions of the groups.
    pub(super) fn positions(&self) -> std::ops::Range<u32> {
        0..self.count() as u32
    }

    /// The codes of a group's key.
    pub(super) fn codes(&self, at: u32) -> &[u32] {
        let first = at as usize * self.width;
        &self.codes[first..first + self.width]
    }

    /// Groups with the same codes in some levels get the same number.
    pub(super) fn numbered(&self, levels: &[usize]) -> Numbering {
        let of_level = |level: &usize| self.positions().map(|at| self.codes(at)[*level]).collect();
        let columns: Vec<Vec<u32>> = levels.iter().map(of_level).collect();
        let parts = columns.iter().map(|codes| {
            let largest = codes.iter().filter(|code| **code < EXCLUDED).max();
            KeyPart {
                codes,
                values: largest.map_or(0, |largest| *largest as usize + 1),
            }
        });
        number_tuples(&parts.collect::<Vec<_>>(), self.positions())
    }

    /// The values of a group, one per measure.
    pub(super) fn values(&self, at: u32) -> Vec<Value> {
        let amounts = self.amounts.iter();
        amounts.map(|amounts| amounts.get(at)).collect()
    }

    /// Some of the groups.
    pub(super) fn take(&self, wanted: &[u32]) -> Self {
        let codes = wanted.iter().flat_map(|at| self.codes(*at));
        Self {
            codes: codes.copied().collect(),
            width: self.width,
            count: wanted.len(),
            amounts: self.amounts.iter().map(|one| one.take(wanted)).collect(),
        }
    }

    /// Appends groups.
    pub(super) fn append(&mut self, more: Self) {
        self.codes.extend(more.codes);
        self.count += more.count;
        for (amounts, more) in self.amounts.iter_mut().zip(more.amounts) {
            amounts.append(more);
        }
    }
}
