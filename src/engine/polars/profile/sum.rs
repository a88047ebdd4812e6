//! The sum of some numbers of a column, and whether another number is it.
//!
//! In: numbers in units of the last digit that a decimal has. Out: their sum, which a total may have with all digits or rounded.

use crate::sql::MAX_SCALE;

/// A total by its name may differ from the sum by one part in so many, as far as its rows are rounded.
const PARTS_OF_ROUNDING: u128 = 200;

/// What is called a total and nothing else may differ by one part in so many.
const PARTS_OF_A_SLIP: u128 = 100;

/// How near to the sum of others a number has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// The same with all digits.
    Exact,
    /// The sum of amounts that had more digits than are written, or a sum that is rounded.
    Rounded,
    /// A sum with a slip in it: of rows that are called a total and nothing else.
    Close,
}

/// What rows add up to in a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    /// The sum; none of more digits than are counted.
    pub(super) units: Option<i128>,
    /// Numbers that are added.
    count: u128,
}

impl Sum {
    pub(super) fn of(numbers: impl Iterator<Item = Option<i128>>) -> Self {
        let empty = Self {
            units: Some(0),
            count: 0,
        };
        numbers.fold(empty, Self::with)
    }

    /// The same with one more number, if there is one.
    pub(super) fn with(self, number: Option<i128>) -> Self {
        let Some(number) = number else { return self };
        Self {
            units: self.units.and_then(|units| units.checked_add(number)),
            count: self.count + 1,
        }
    }

    /// Whether nothing is added.
    pub(super) fn is_nothing(self) -> bool {
        self.count == 0
    }

    /// Whether another one is the same, and known.
    pub(super) fn is_as(self, other: Self) -> bool {
        self.units.is_some() && self.units == other.units
    }

    /// The same without one of its numbers.
    pub(super) fn without(self, number: i128) -> Self {
        Self {
            units: self.units.and_then(|units| units.checked_sub(number)),
            count: self.count.saturating_sub(1),
        }
    }

    /// Whether a number is the sum. `digits` are those behind the point of the other numbers, and of this one as it is written.
    ///
    /// A sheet adds up what it has, not what it shows: each amount may be off by half a unit of its last digit, and so may the total.
    /// Of many amounts not all are off to the same side: four times the root of their number are more than is ever seen.
    pub(super) fn is(
        self,
        number: i128,
        near: Near,
        digits: impl FnOnce() -> (usize, usize),
    ) -> bool {
        let Some(sum) = self.units else {
            return false;
        };
        if sum == number || near == Near::Exact {
            return sum == number;
        }
        if near == Near::Close {
            return sum.abs_diff(number) <= sum.unsigned_abs() / PARTS_OF_A_SLIP;
        }
        let half = |digits: usize| 10_u128.pow(MAX_SCALE.into()) / 10_u128.pow(digits as u32) / 2;
        let (others, own) = digits();
        let count = self.count.min(4 * self.count.isqrt());
        let of_all = count.saturating_mul(half(others));
        let rounding = of_all.min(sum.unsigned_abs() / PARTS_OF_ROUNDING) + half(own.min(others));
        sum.abs_diff(number) <= rounding
    }
}
