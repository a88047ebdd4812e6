//! Quantiles: the number at a place among numbers in order, exact.
//!
//! In: numbers, and a place between 0 (the least) and 1 (the greatest). Out: the number there. A place
//! between two numbers gives the number in proportion between them, as `PERCENTILE_CONT` of the SQL
//! standard does (definition 7 of Hyndman and Fan, 1996): of n numbers the place is `(n - 1) · q`,
//! counted from 0. The median of an even number of numbers is thus the mean of the two in the middle.

use super::number::{self, Operation};
use super::{Outcome, Value};
use crate::text::Ratio;
use std::cmp::Ordering;
use std::fmt;

/// A place among numbers in order: `above / below`, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantile {
    above: u32,
    below: u32,
}

impl Quantile {
    /// The middle.
    pub(crate) const MEDIAN: Self = Self { above: 1, below: 2 };
    /// Decimals of a place, at most.
    pub(crate) const DECIMALS: usize = 6;

    /// The place of a number from 0 to 1 with at most [`Self::DECIMALS`] decimals.
    #[must_use]
    pub(crate) fn at(place: &Value) -> Option<Self> {
        let ratio = number::reduced(number::exact(place)?);
        let most = 10_i128.pow(u32::try_from(Self::DECIMALS).ok()?);
        let is_place = (0..=ratio.denominator).contains(&ratio.numerator);
        (is_place && most % ratio.denominator == 0).then_some(())?;
        Some(Self {
            above: u32::try_from(ratio.numerator).ok()?,
            below: u32::try_from(ratio.denominator).ok()?,
        })
    }

    /// The number at this place, missing of none. The numbers are put in order as far as needed.
    ///
    /// # Errors
    /// The number between two would have more than 38 digits.
    pub(crate) fn of<T>(
        self,
        numbers: &mut [T],
        compare: impl Fn(&T, &T) -> Ordering,
        value: impl Fn(&T) -> Value,
    ) -> Outcome {
        if numbers.is_empty() {
            return Ok(Value::Null);
        }
        let (above, below) = (i128::from(self.above), i128::from(self.below));
        let place = (numbers.len() as i128 - 1) * above;
        let (whole, rest) = ((place / below) as usize, place % below);
        let (_, lower, behind) = numbers.select_nth_unstable_by(whole, &compare);
        let lower = value(lower);
        let next = behind.iter().min_by(|a, b| compare(a, b));
        let Some(upper) = next.filter(|_| rest > 0).map(value) else {
            return Ok(lower);
        };
        let part = Value::Ratio(Ratio {
            numerator: rest,
            denominator: below,
        });
        let gap = number::compute(Operation::Subtract, &upper, &lower)?;
        let step = number::compute(Operation::Multiply, &gap, &part)?;
        Ok(plain(number::compute(Operation::Add, &lower, &step)?))
    }
}

/// A fraction in its least terms, a whole number where it is one.
fn plain(value: Value) -> Value {
    match value {
        Value::Ratio(ratio) => match number::reduced(ratio) {
            Ratio {
                numerator,
                denominator: 1,
            } => Value::Integer(numerator),
            ratio => Value::Ratio(ratio),
        },
        other => other,
    }
}

/// As a decimal number: `0.9`.
impl fmt::Display for Quantile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", f64::from(self.above) / f64::from(self.below))
    }
}

#[cfg(test)]
mod tests {
    use super::{Quantile, Value};
    use crate::text::Ratio;

    fn of(place: &str, numbers: &[i128]) -> Value {
        let place = super::number::parse(place).unwrap();
        let mut numbers = numbers.to_vec();
        let found = Quantile::at(&place).unwrap();
        found
            .of(&mut numbers, Ord::cmp, |number| Value::Integer(*number))
            .unwrap()
    }

    fn ratio(numerator: i128, denominator: i128) -> Value {
        Value::Ratio(Ratio {
            numerator,
            denominator,
        })
    }

    #[test]
    fn a_median_is_the_middle_or_the_mean_of_the_two_in_the_middle() {
        assert_eq!(of("0.5", &[9, 1, 5]), Value::Integer(5));
        assert_eq!(of("0.5", &[4, 1, 9, 2]), Value::Integer(3));
        assert_eq!(of("0.5", &[4, 1, 9, 1]), ratio(5, 2));
        assert_eq!(of("0.5", &[7]), Value::Integer(7));
        assert_eq!(of("0.5", &[]), Value::Null);
    }

    #[test]
    fn a_place_between_two_numbers_gives_the_number_in_proportion() {
        // (10 - 1) · 0.9 = 8.1: behind the ninth number a tenth of the way to the tenth.
        let numbers: Vec<i128> = (1..=10).map(|number| number * 10).collect();
        assert_eq!(of("0.9", &numbers), Value::Integer(91));
        assert_eq!(of("0.25", &numbers), ratio(65, 2));
        assert_eq!(of("0", &numbers), Value::Integer(10));
        assert_eq!(of("1", &numbers), Value::Integer(100));
        // 2 · 0.001 = 0.002 of the way from -5 to 0.
        assert_eq!(of("0.001", &[3, 0, -5]), ratio(-499, 100));
    }

    #[test]
    fn the_gap_of_the_greatest_and_the_least_number_does_not_wrap() {
        let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
        assert_eq!(of("0.5", &[most, least]), ratio(-1, 2));
    }

    #[test]
    fn a_place_is_from_0_to_1() {
        for place in ["-0.1", "1.1", "0.1234567"] {
            let value = super::number::parse(place).unwrap();
            assert_eq!(Quantile::at(&value), None, "{place}");
        }
    }
}
