//! Exact sums in any order: whole numbers in 128 bits, and other numbers by the power of ten of
//! their last digit, so that no addition rounds.
//!
//! A number is added as its shortest decimal (at most 17 digits), a non-terminating fraction as the
//! decimal of the nearest float.

use super::aggregate::divided;
use super::{Decimal, Failure, Outcome, Value, number};
use smallvec::SmallVec;

/// A running sum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    whole: i128,
    /// Sums of digits by exponent, in ascending order of exponents.
    decimals: SmallVec<[(i32, i128); 1]>,
    /// Whether anything other than a whole number was added.
    fraction: bool,
    overflow: bool,
}

impl Sum {
    /// The sum of values; missing values are ignored.
    pub fn of<'a>(values: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut sum = Self::default();
        for value in values {
            sum.add(value);
        }
        sum
    }

    /// Adds a value; anything that is not a number is ignored.
    pub(crate) fn add(&mut self, value: &Value) {
        match value {
            Value::Integer(value) => self.add_whole(*value),
            Value::Ratio(ratio) => {
                self.fraction = true;
                match ratio.numerator % ratio.denominator {
                    0 => self.add_whole(ratio.numerator / ratio.denominator),
                    _ => self.add_float(number::nearest(*ratio)),
                }
            }
            Value::Decimal(decimal) => {
                self.fraction = true;
                self.add_digits(-i32::from(decimal.scale), decimal.units);
            }
            Value::Number(float) => self.add_float(*float),
            _ => {}
        }
    }

    /// Adds a whole number.
    pub(crate) fn add_whole(&mut self, value: i128) {
        match self.whole.checked_add(value) {
            Some(sum) => self.whole = sum,
            None => self.overflow = true,
        }
    }

    fn add_float(&mut self, float: f64) {
        self.fraction = true;
        let (digits, exponent) = number::shortest(float);
        self.add_digits(exponent, i128::from(digits));
    }

    fn add_digits(&mut self, exponent: i32, digits: i128) {
        match self
            .decimals
            .binary_search_by_key(&exponent, |(known, _)| *known)
        {
            Ok(at) => match self.decimals[at].1.checked_add(digits) {
                Some(sum) => self.decimals[at].1 = sum,
                None => self.overflow = true,
            },
            Err(at) => self.decimals.insert(at, (exponent, digits)),
        }
    }

    /// Adds another sum.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.add_whole(other.whole);
        for (exponent, digits) in &other.decimals {
            self.add_digits(*exponent, *digits);
        }
        self.fraction |= other.fraction;
        self.overflow |= other.overflow;
    }

    /// The sum: a whole number, or a decimal where anything that is none was added; the sum of
    /// nothing is 0.
    ///
    /// # Errors
    /// More than 38 digits before the decimal point.
    pub(crate) fn value(&self) -> Outcome {
        if self.overflow {
            return Err(Failure::overflow("sum"));
        }
        if !self.fraction {
            return Ok(Value::Integer(self.whole));
        }
        if let Some(decimal) = self.exact() {
            return Ok(Value::Decimal(decimal));
        }
        // From the largest power down: an order that does not depend on the rows.
        let parts = self.decimals.iter().rev();
        let float = parts.fold(self.whole as f64, |sum, (exponent, digits)| {
            sum + format!("{digits}e{exponent}").parse().unwrap_or(f64::NAN)
        });
        if float.is_finite() {
            Ok(Value::Number(float))
        } else {
            Err(Failure::overflow("sum"))
        }
    }

    fn exact(&self) -> Option<Decimal> {
        let least = self
            .decimals
            .first()
            .map_or(0, |(exponent, _)| (*exponent).min(0));
        let unit = number::decimal(1, least)?;
        let scale = u8::try_from(-least).ok()?;
        let mut sum = self.whole.checked_mul(unit.denominator)?;
        for (exponent, digits) in &self.decimals {
            let power = 10_i128.checked_pow(u32::try_from(exponent - least).ok()?)?;
            sum = sum.checked_add(digits.checked_mul(power)?)?;
        }
        Some(Decimal { units: sum, scale })
    }

    /// The sum divided by a number of values; missing if there are none.
    ///
    /// # Errors
    /// Those of [`Sum::value`].
    pub(crate) fn mean(&self, count: i128) -> Outcome {
        divided(&self.value()?, count)
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Sum, Value};

    #[test]
    fn a_sum_is_exact_and_the_same_in_any_order() {
        let mut values: Vec<Value> = (0..1000).map(|_| Value::Number(0.1)).collect();
        values.extend([Value::Number(1e15), Value::Null, Value::Integer(7)]);
        let sum = Sum::of(&values).value().unwrap();
        values.reverse();
        assert_eq!(Sum::of(&values).value().unwrap(), sum);
        let exact = Decimal {
            units: 10_i128.pow(16) + 1070,
            scale: 1,
        };
        assert_eq!(sum, Value::Decimal(exact));
        let mut halves = Sum::of(&values[..500]);
        halves.merge(&Sum::of(&values[500..]));
        assert_eq!(halves.value().unwrap(), sum);
    }

    #[test]
    fn sums_of_whole_numbers_never_wrap() {
        let nearly = Value::Integer(i128::MAX);
        assert!(Sum::of([&nearly, &Value::Integer(1)]).value().is_err());
        assert_eq!(Sum::of([]).value().unwrap(), Value::Integer(0));
        assert_eq!(Sum::of([]).mean(0).unwrap(), Value::Null);
    }
}
