//! Numbers with a fixed count of digits behind the point, as integers of their last digit.
//!
//! In: how a number is written, or a number of any kind. Out: the same number exactly, or nothing where
//! it has more digits than that.

use super::number::{exact, nearest, reduced};
use super::{Failure, Outcome, Type, Value};
use crate::text::Ratio;
use std::fmt;

/// A number with a fixed count of digits behind the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The number in units of its last digit: 1281 for 12.81.
    pub units: i128,
    /// Digits behind the point, at most 36.
    pub scale: u8,
}

impl Decimal {
    /// The float nearest to it.
    #[must_use]
    pub(crate) fn float(self) -> f64 {
        nearest(self.ratio())
    }

    /// The number that a text writes with a point, `-12.81`: at most `scale` digits behind it that are
    /// not zero, and no exponent.
    #[must_use]
    pub(crate) fn parse(text: &str, scale: u8) -> Option<Self> {
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !is_plain(whole) || !is_plain(fraction) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let scale_of_text = u8::try_from(fraction.len()).ok()?;
        let units: i128 = match format!("{whole}{fraction}").as_str() {
            "" => 0,
            digits => digits.parse().ok()?,
        };
        Self {
            units: sign * units,
            scale: scale_of_text,
        }
        .rescaled(scale)
    }

    /// The same number with another count of digits; none where digits would be lost, or 128 bits do
    /// not hold it.
    #[must_use]
    pub(crate) fn rescaled(self, scale: u8) -> Option<Self> {
        let power = 10_i128.checked_pow(u32::from(scale.abs_diff(self.scale)))?;
        let units = if scale >= self.scale {
            self.units.checked_mul(power)?
        } else if self.units % power == 0 {
            self.units / power
        } else {
            return None;
        };
        Some(Self { units, scale })
    }

    /// Any number, where it has so few digits.
    #[must_use]
    pub fn of(value: &Value, scale: u8) -> Option<Self> {
        if let Value::Decimal(decimal) = value {
            return decimal.rescaled(scale);
        }
        let ratio = exact(value)?;
        let power = 10_i128.checked_pow(u32::from(scale))?;
        let exactly = |ratio: Ratio| {
            let units = ratio.numerator.checked_mul(power)?;
            (units % ratio.denominator == 0).then(|| units / ratio.denominator)
        };
        let units = exactly(ratio).or_else(|| exactly(reduced(ratio)))?;
        Some(Self { units, scale })
    }

    /// The number as a fraction of two integers.
    #[must_use]
    pub fn ratio(self) -> Ratio {
        Ratio {
            numerator: self.units,
            denominator: 10_i128.pow(u32::from(self.scale)),
        }
    }
}

/// All of its digits: `12.80`.
impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let scale = usize::from(self.scale);
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let point = if scale == 0 { "" } else { "." };
        write!(out, "{sign}{whole}{point}{fraction}")
    }
}

impl Value {
    /// The value as one of a type: of a decimal, with the digits that the type has.
    ///
    /// # Errors
    /// It has more digits than 128 bits hold.
    pub(crate) fn of_type(self, kind: Type) -> Outcome {
        let Type::Decimal(scale) = kind else {
            return Ok(self);
        };
        if self.float().is_none() {
            return Ok(self);
        }
        let found = Decimal::of(&self, scale).map(Value::Decimal);
        found.ok_or_else(|| Failure::overflow(&self.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;
    use crate::sql::Value;
    use crate::text::Ratio;

    #[test]
    fn a_decimal_has_the_digits_that_are_written_or_is_none() {
        for (text, scale, units) in [
            ("12.81", 2, Some(1281)),
            ("12.8", 2, Some(1280)),
            ("12", 2, Some(1200)),
            ("12.810", 2, Some(1281)),
            ("-0.05", 2, Some(-5)),
            (".5", 1, Some(5)),
            ("5.", 1, Some(50)),
            ("0.00", 0, Some(0)),
            ("12.815", 2, None),
            ("1e3", 2, None),
            ("", 2, None),
            (".", 2, None),
            ("1,5", 2, None),
            (
                "1701411834604692317316873037158841057.27",
                2,
                Some(i128::MAX),
            ),
            ("1701411834604692317316873037158841057.28", 2, None),
        ] {
            let found = Decimal::parse(text, scale).map(|it| it.units);
            assert_eq!(found, units, "{text}");
        }
    }

    #[test]
    fn a_decimal_is_written_with_all_of_its_digits() {
        for (units, scale, text) in [
            (1280, 2, "12.80"),
            (-5, 2, "-0.05"),
            (0, 3, "0.000"),
            (7, 0, "7"),
        ] {
            assert_eq!(Decimal { units, scale }.to_string(), text);
        }
    }

    #[test]
    fn numbers_of_all_kinds_become_decimals_or_are_refused() {
        let of = |value: Value| Decimal::of(&value, 2).map(|it| it.units);
        assert_eq!(of(Value::Number(12.81)), Some(1281));
        assert_eq!(of(Value::Number(0.1 + 0.2)), None);
        assert_eq!(of(Value::Integer(-3)), Some(-300));
        let ratio = |numerator, denominator| {
            Value::Ratio(Ratio {
                numerator,
                denominator,
            })
        };
        assert_eq!(of(ratio(3, 8)), None);
        assert_eq!(of(ratio(9, 12)), Some(75));
    }
}
