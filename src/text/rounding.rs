//! Exact decimal rounding, half away from zero. In: an integer, a ratio of two integers or a float.
//! Out: decimal digits, which are never rounded a second time.

use icu_decimal::input::{Decimal, SignDisplay};

/// The minus sign, which is as wide as a digit.
pub(crate) const MINUS: char = '\u{2212}';

/// A fraction that keeps its two integers, so that it is rounded only for display.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    /// The part, in the unit of the measure.
    pub numerator: i128,
    /// The whole, in the same unit; greater than 0.
    pub denominator: i128,
}

/// A number of a report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An exact integer: a sum or a count.
    Integer(i128),
    /// An exact fraction: a share or a mean.
    Ratio(Ratio),
    /// A float, which stands for the shortest decimal number that reads back as the same float.
    Float(f64),
}

impl From<i128> for Number {
    fn from(integer: i128) -> Self {
        Self::Integer(integer)
    }
}

impl From<f64> for Number {
    fn from(float: f64) -> Self {
        Self::Float(float)
    }
}

impl From<Ratio> for Number {
    fn from(ratio: Ratio) -> Self {
        Self::Ratio(ratio)
    }
}

impl Number {
    /// The decimal digits of the number, truncated (not rounded) after `fraction_digits` if a ratio
    /// does not terminate. A later rounding to fewer digits is unaffected, because rounding half
    /// away from zero depends only on the next digit. `None` if the number is not finite.
    pub(super) fn digits(self, fraction_digits: u8) -> Option<Decimal> {
        match self {
            Self::Integer(integer) => Some(Decimal::from(integer)),
            Self::Ratio(ratio) => ratio.digits(fraction_digits),
            Self::Float(float) if float.is_finite() => {
                Decimal::try_from_str(&float.to_string()).ok()
            }
            Self::Float(_) => None,
        }
    }

    /// Whether it is above zero.
    pub(crate) fn is_positive(self) -> bool {
        match self {
            Self::Integer(integer) => integer > 0,
            Self::Ratio(ratio) => ratio.numerator > 0,
            Self::Float(float) => float > 0.0,
        }
    }

    /// The text printed for a number without digits.
    pub(super) fn without_digits(self) -> String {
        match self {
            Self::Float(float) if float == f64::INFINITY => "∞".to_owned(),
            Self::Float(float) if float == f64::NEG_INFINITY => format!("{MINUS}∞"),
            _ => "NaN".to_owned(),
        }
    }
}

impl Ratio {
    /// Long division, without a product that could overflow; `None` if the denominator is not
    /// positive.
    fn digits(self, fraction_digits: u8) -> Option<Decimal> {
        if self.denominator <= 0 {
            return None;
        }
        let denominator = self.denominator.unsigned_abs();
        let numerator = self.numerator.unsigned_abs();
        let sign = if self.numerator < 0 { "-" } else { "" };
        let mut text = format!("{sign}{}.", numerator / denominator);
        let mut remainder = numerator % denominator;
        for _ in 0..=fraction_digits {
            let (digit, rest) = times_ten_divided(remainder, denominator);
            text.push(char::from(b'0' + digit));
            remainder = rest;
        }
        Decimal::try_from_str(&text).ok()
    }
}

/// Quotient and remainder of ten times `remainder` divided by `denominator`, both below 2^127: by
/// ten additions, because the product itself may not fit.
fn times_ten_divided(remainder: u128, denominator: u128) -> (u8, u128) {
    let (mut quotient, mut rest) = (0, 0);
    for _ in 0..10 {
        rest += remainder;
        if rest >= denominator {
            rest -= denominator;
            quotient += 1;
        }
    }
    (quotient, rest)
}

/// Rounds to this many digits after the decimal mark, half away from zero, padded with zeros.
/// `None` for a float that is not finite and for a ratio whose denominator is not positive.
#[must_use]
pub(crate) fn round(number: Number, decimals: u8) -> Option<Decimal> {
    round_scaled(number, 0, decimals)
}

/// Like [`round`], for the number times ten to the power of `exponent`.
#[must_use]
pub(crate) fn round_scaled(number: Number, exponent: i16, decimals: u8) -> Option<Decimal> {
    rounded_integers(number, exponent, decimals)
        .or_else(|| rounded_digits(number, exponent, decimals))
}

/// The same of an integer or a ratio whose integers are far enough from 2^127, by one division.
fn rounded_integers(number: Number, exponent: i16, decimals: u8) -> Option<Decimal> {
    let (numerator, denominator) = match number {
        Number::Integer(integer) => (integer, 1),
        Number::Ratio(ratio) if ratio.denominator > 0 => (ratio.numerator, ratio.denominator),
        Number::Ratio(_) | Number::Float(_) => return None,
    };
    let power = i16::from(decimals) + exponent;
    let ten = 10_i128.checked_pow(power.unsigned_abs().into())?;
    let (numerator, denominator) = if power < 0 {
        (numerator, denominator.checked_mul(ten)?)
    } else {
        (numerator.checked_mul(ten)?, denominator)
    };
    let (quotient, rest) = (numerator / denominator, numerator % denominator);
    let is_up = rest.unsigned_abs() >= denominator.unsigned_abs() - rest.unsigned_abs();
    let rounded = if is_up {
        quotient.checked_add(numerator.signum())?
    } else {
        quotient
    };
    let last = -i16::from(decimals);
    // Digits of 64 bits are found much faster than those of 128.
    let digits = i64::try_from(rounded).map(Decimal::from);
    let mut digits = digits.unwrap_or_else(|_| Decimal::from(rounded));
    digits.multiply_pow10(last);
    digits.pad_end(last);
    digits.trim_start();
    Some(digits.with_sign_display(SignDisplay::Negative))
}

/// The same, digit by digit.
fn rounded_digits(number: Number, exponent: i16, decimals: u8) -> Option<Decimal> {
    let needed = i16::from(decimals) + 1 + exponent;
    let mut digits = number.digits(u8::try_from(needed.max(0)).unwrap_or(u8::MAX))?;
    digits.multiply_pow10(exponent);
    let last = -i16::from(decimals);
    if digits.digit_at(last - 1) >= 5 {
        digits.expand(last);
    } else {
        digits.trunc(last);
    }
    digits.pad_end(last);
    digits.trim_start();
    Some(digits.with_sign_display(SignDisplay::Negative))
}

#[cfg(test)]
mod tests {
    use super::{Number, Ratio, round, rounded_digits, rounded_integers};
    use proptest::prelude::*;

    fn rounded(number: Number, decimals: u8) -> String {
        round(number, decimals).unwrap().to_string()
    }

    fn ratio(numerator: i128, denominator: i128) -> Number {
        Ratio {
            numerator,
            denominator,
        }
        .into()
    }

    #[test]
    fn a_half_goes_away_from_zero_whatever_its_binary_form() {
        for (float, expected) in [
            (0.5, "1"),
            (1.5, "2"),
            (2.5, "3"),
            (-0.5, "-1"),
            (-2.5, "-3"),
        ] {
            assert_eq!(rounded(Number::Float(float), 0), expected);
        }
        // As doubles these are below the half; their shortest decimals are exactly the half.
        assert_eq!(rounded(Number::Float(1.005), 2), "1.01");
        assert_eq!(rounded(Number::Float(2.675), 2), "2.68");
        assert_eq!(rounded(ratio(201, 200), 2), "1.01");
        assert_eq!(rounded(Number::Float(1e22), 0), "10000000000000000000000");
        assert_eq!(rounded(Number::Float(1e-7), 2), "0.00");
        assert_eq!(rounded(Number::Float(-0.04), 1), "0.0");
    }

    #[test]
    fn a_ratio_is_divided_exactly() {
        assert_eq!(rounded(ratio(2, 3), 4), "0.6667");
        assert_eq!(rounded(ratio(-1, 8), 2), "-0.13");
        // One part in 10^30 below the half stays below it; a float would lose that.
        let half = 5 * 10_i128.pow(29);
        assert_eq!(rounded(ratio(half - 1, 10_i128.pow(30)), 0), "0");
        assert_eq!(rounded(ratio(half, 10_i128.pow(30)), 0), "1");
        assert_eq!(rounded(ratio(i128::MAX - 1, i128::MAX), 3), "1.000");
        assert_eq!(rounded(ratio(i128::MIN, i128::MAX), 3), "-1.000");
        assert_eq!(round(ratio(1, 0), 1), None);
        assert_eq!(round(ratio(1, -2), 1), None);
    }

    #[test]
    fn what_is_not_finite_is_not_rounded() {
        assert_eq!(round(Number::Float(f64::NAN), 1), None);
        assert_eq!(round(Number::Float(f64::INFINITY), 1), None);
    }

    proptest! {
        #[test]
        fn a_division_rounds_as_the_digits_do(
            (numerator, small, denominator) in (any::<i64>(), -2000..2000_i64, 1..3000_i64),
            (is_small, is_integer) in (any::<bool>(), any::<bool>()),
            exponent in prop::sample::select(vec![-12_i16, -9, -6, -3, 0, 2]),
            decimals in 0..5_u8,
        ) {
            let numerator = if is_small { small } else { numerator };
            let number = if is_integer {
                Number::Integer(numerator.into())
            } else {
                ratio(numerator.into(), denominator.into())
            };
            let one = rounded_integers(number, exponent, decimals).unwrap();
            let other = rounded_digits(number, exponent, decimals).unwrap();
            prop_assert_eq!(one.to_string(), other.to_string());
            prop_assert_eq!(one.nonzero_magnitude_start(), other.nonzero_magnitude_start());
        }
    }
}
