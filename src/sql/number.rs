//! Exact arithmetic. Whole numbers have 38 digits and never wrap; numbers with a fraction are
//! fractions of two such integers. A float stands for the shortest decimal number that reads back
//! as it, so 0.1 is a tenth. Only where a fraction needs more digits is the nearest float used.

use super::{Decimal, Failure, Outcome, Value};
use crate::text::Ratio;
use std::cmp::Ordering;
use std::io::Write;

/// Maximum number of decimals of a 128-bit fraction.
pub(super) const MAX_DECIMALS: u32 = 36;

/// Digits and exponent of the shortest decimal number that reads back as a finite float: `digits ·
/// 10^exponent`.
#[must_use]
pub(crate) fn shortest(float: f64) -> (i64, i32) {
    // A sign, 17 digits, a point, `e` and an exponent of up to four characters.
    let mut buffer = [0_u8; 32];
    let mut rest = &mut buffer[..];
    let _ = write!(rest, "{float:e}");
    let length = 32 - rest.len();
    let (mut digits, mut exponent, mut decimals, mut of_exponent) = (0_i64, 0_i32, 0, None);
    let (mut negative, mut after_point) = (false, false);
    for byte in &buffer[..length] {
        match (byte, &mut of_exponent) {
            (b'-', None) => negative = true,
            (b'-', Some(sign)) => *sign = -1,
            (b'.', _) => after_point = true,
            (b'e', _) => of_exponent = Some(1),
            (digit, None) => {
                digits = digits * 10 + i64::from(digit - b'0');
                decimals += i32::from(after_point);
            }
            (digit, Some(_)) => exponent = exponent * 10 + i32::from(digit - b'0'),
        }
    }
    let digits = if negative { -digits } else { digits };
    (digits, exponent * of_exponent.unwrap_or(1) - decimals)
}

/// A number as a fraction of two integers, if they fit into 128 bits.
pub(super) fn exact(value: &Value) -> Option<Ratio> {
    match value {
        Value::Integer(value) => Some(Ratio {
            numerator: *value,
            denominator: 1,
        }),
        Value::Ratio(ratio) => Some(*ratio),
        Value::Rounded(share) => Some(share.exact),
        Value::Decimal(decimal) => Some(decimal.ratio()),
        // Whole floats up to 2^53 are exact integers.
        Value::Number(float) if float.fract() == 0.0 && float.abs() < 9.0e15 => Some(Ratio {
            numerator: *float as i128,
            denominator: 1,
        }),
        Value::Number(float) => {
            let (digits, exponent) = shortest(*float);
            decimal(i128::from(digits), exponent)
        }
        _ => None,
    }
}

/// `digits · 10^exponent`, if it fits into 128 bits.
pub(super) fn decimal(digits: i128, exponent: i32) -> Option<Ratio> {
    let power = 10_i128.checked_pow(exponent.unsigned_abs())?;
    if exponent >= 0 {
        Some(Ratio {
            numerator: digits.checked_mul(power)?,
            denominator: 1,
        })
    } else {
        (exponent.unsigned_abs() <= MAX_DECIMALS).then_some(Ratio {
            numerator: digits,
            denominator: power,
        })
    }
}

/// The same fraction in lowest terms.
pub(super) fn reduced(ratio: Ratio) -> Ratio {
    let (mut a, mut b) = (
        ratio.numerator.unsigned_abs(),
        ratio.denominator.unsigned_abs(),
    );
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let divisor = i128::try_from(a).unwrap_or(1).max(1);
    Ratio {
        numerator: ratio.numerator / divisor,
        denominator: ratio.denominator / divisor,
    }
}

/// The float nearest to a fraction.
pub(super) fn nearest(ratio: Ratio) -> f64 {
    /// Integers up to 2^53 are exact floats, and the quotient of two floats is rounded only once.
    const WHOLE: u128 = 1 << 53;
    let fits = |ratio: Ratio| {
        ratio.numerator.unsigned_abs() <= WHOLE && ratio.denominator.unsigned_abs() <= WHOLE
    };
    let ratio = if fits(ratio) { ratio } else { reduced(ratio) };
    if fits(ratio) || ratio.denominator <= 0 {
        return ratio.numerator as f64 / ratio.denominator as f64;
    }
    let (numerator, denominator) = (
        ratio.numerator.unsigned_abs(),
        ratio.denominator.unsigned_abs(),
    );
    let nearest =
        by_bits(numerator, denominator).unwrap_or_else(|| by_digits(numerator, denominator));
    if ratio.numerator < 0 {
        -nearest
    } else {
        nearest
    }
}

/// The float nearest to a quotient of which 56 bits can be computed: 53 of the float, those that decide how it is rounded, and in the
/// last one whether anything follows.
fn by_bits(numerator: u128, denominator: u128) -> Option<f64> {
    let shift = numerator.leading_zeros();
    let shifted = numerator << shift;
    let quotient = shifted / denominator;
    let rest = u128::from(!shifted.is_multiple_of(denominator));
    // Neither is the smallest nor the largest float anywhere near.
    (quotient >> 55 != 0).then(|| (quotient | rest) as f64 * 0.5_f64.powi(shift.cast_signed()))
}

/// The same, by thirty digits after the integer part, or after the leading zeros.
fn by_digits(numerator: u128, denominator: u128) -> f64 {
    let mut text = format!("{}.", numerator / denominator);
    let mut remainder = numerator % denominator;
    let mut digits = 0;
    while remainder != 0 && digits < 30 {
        let (mut digit, mut rest) = (0_u8, 0_u128);
        for _ in 0..10 {
            rest += remainder;
            if rest >= denominator {
                rest -= denominator;
                digit += 1;
            }
        }
        text.push(char::from(b'0' + digit));
        remainder = rest;
        digits += usize::from(digits > 0 || digit > 0);
    }
    text.parse().unwrap_or(f64::NAN)
}

/// The shortest decimal form of a number, without an exponent: `0.5`, `1005`.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Integer(value) => value.to_string(),
        Value::Decimal(decimal) => decimal.to_string(),
        Value::Ratio(ratio)
            if ratio.denominator > 0 && ratio.numerator % ratio.denominator == 0 =>
        {
            (ratio.numerator / ratio.denominator).to_string()
        }
        value => value.float().unwrap_or(f64::NAN).to_string(),
    }
}

/// The order of two numbers, exact wherever both are exact.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    // Shortest decimals have the order of their floats.
    if let (Value::Number(a), Value::Number(b)) = (a, b) {
        return a.partial_cmp(b).unwrap_or(Ordering::Equal);
    }
    match (exact(a), exact(b)) {
        (Some(a), Some(b)) => compare_fractions(a, b),
        _ => a.float().partial_cmp(&b.float()).unwrap_or(Ordering::Equal),
    }
}

fn compare_fractions(mut a: Ratio, mut b: Ratio) -> Ordering {
    let products = (
        a.numerator.checked_mul(b.denominator),
        b.numerator.checked_mul(a.denominator),
    );
    if let (Some(left), Some(right)) = products {
        return left.cmp(&right);
    }
    // Euclid: compare the integer parts; if they are equal, compare the reciprocals of the
    // remainders.
    loop {
        let wholes = |ratio: Ratio| ratio.numerator.div_euclid(ratio.denominator);
        let rest = |ratio: Ratio| ratio.numerator.rem_euclid(ratio.denominator);
        let order = wholes(a).cmp(&wholes(b));
        if order != Ordering::Equal {
            return order;
        }
        let (left, right) = (rest(a), rest(b));
        if left == 0 || right == 0 {
            return left.cmp(&right);
        }
        let upside_down = |ratio: Ratio, rest: i128| Ratio {
            numerator: ratio.denominator,
            denominator: rest,
        };
        (a, b) = (upside_down(b, right), upside_down(a, left));
    }
}

/// The four operations and the remainder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

impl Operation {
    /// How it is written.
    #[must_use]
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}

/// Computes with two numbers; a division by zero gives a missing value.
pub(crate) fn compute(operation: Operation, a: &Value, b: &Value) -> Outcome {
    use Operation::{Add, Divide, Multiply, Remainder, Subtract};
    let shown = || format!("{} {} {}", plain(a), operation.sign(), plain(b));
    if let (Value::Integer(a), Value::Integer(b)) = (a, b) {
        let result = match operation {
            Add => a.checked_add(*b),
            Subtract => a.checked_sub(*b),
            Multiply => a.checked_mul(*b),
            Divide | Remainder if *b == 0 => return Ok(Value::Null),
            // The remainder has the sign of the dividend.
            Remainder => Some(a.checked_rem(*b).unwrap_or(0)),
            Divide => {
                let ratio = quotient(*a, *b).map(Value::Ratio);
                return ratio.ok_or_else(|| Failure::overflow(&shown()));
            }
        };
        let result = result.map(Value::Integer);
        return result.ok_or_else(|| Failure::overflow(&shown()));
    }
    let zero = |value: &Value| compare(value, &Value::Integer(0)) == Ordering::Equal;
    if matches!(operation, Divide | Remainder) && zero(b) {
        return Ok(Value::Null);
    }
    if let Some(computed) = decimals(operation, a, b) {
        return computed;
    }
    if let (Some(left), Some(right)) = (exact(a), exact(b))
        && let Some(ratio) = fraction(operation, left, right)
            .or_else(|| fraction(operation, reduced(left), reduced(right)))
    {
        return Ok(Value::Ratio(ratio));
    }
    let (Some(left), Some(right)) = (a.float(), b.float()) else {
        return Err(Failure::new(format!("`{}` is no number", shown())));
    };
    let result = match operation {
        Add => left + right,
        Subtract => left - right,
        Multiply => left * right,
        Divide => left / right,
        Remainder => left % right,
    };
    finite(result).ok_or_else(|| Failure::new(format!("`{}` is larger than any number", shown())))
}

/// Computes with decimals and whole numbers, whose digits are known; none for anything else.
fn decimals(operation: Operation, a: &Value, b: &Value) -> Option<Outcome> {
    let overflow = || Failure::overflow(&format!("{} {} {}", plain(a), operation.sign(), plain(b)));
    let decimal = |value: &Value| match value {
        Value::Decimal(decimal) => Some(*decimal),
        Value::Integer(units) => Some(Decimal {
            units: *units,
            scale: 0,
        }),
        _ => None,
    };
    let (left, right) = (decimal(a)?, decimal(b)?);
    let scale = match operation {
        Operation::Divide => return None,
        Operation::Multiply => left.scale + right.scale,
        Operation::Add | Operation::Subtract | Operation::Remainder => left.scale.max(right.scale),
    };
    if u32::from(scale) > MAX_DECIMALS {
        return None;
    }
    let units = |a: Decimal, b: Decimal| match operation {
        Operation::Add => a.units.checked_add(b.units),
        Operation::Subtract => a.units.checked_sub(b.units),
        Operation::Remainder => a.units.checked_rem(b.units),
        Operation::Multiply | Operation::Divide => a.units.checked_mul(b.units),
    };
    let units = if operation == Operation::Multiply {
        units(left, right)
    } else {
        let scaled = left.rescaled(scale).zip(right.rescaled(scale));
        scaled.and_then(|(a, b)| units(a, b))
    };
    let found = units.map(|units| Value::Decimal(Decimal { units, scale }));
    Some(found.ok_or_else(overflow))
}

/// The quotient of two numbers, exact where possible; `None` for other types and for a denominator
/// of zero.
#[must_use]
pub(crate) fn quotient_of(above: &Value, below: &Value) -> Option<Value> {
    let numbers = above.float().is_some() && below.float().is_some();
    let found = numbers.then(|| compute(Operation::Divide, above, below).ok())??;
    (found != Value::Null).then_some(found)
}

pub(super) fn finite(float: f64) -> Option<Value> {
    float.is_finite().then_some(Value::Number(float))
}

/// A fraction with a positive denominator.
fn quotient(numerator: i128, denominator: i128) -> Option<Ratio> {
    if denominator > 0 {
        return Some(Ratio {
            numerator,
            denominator,
        });
    }
    Some(Ratio {
        numerator: numerator.checked_neg()?,
        denominator: denominator.checked_neg()?,
    })
}

fn fraction(operation: Operation, a: Ratio, b: Ratio) -> Option<Ratio> {
    let sum = |right: i128| {
        if a.denominator == b.denominator {
            return Some(Ratio {
                numerator: a.numerator.checked_add(right)?,
                denominator: a.denominator,
            });
        }
        let left = a.numerator.checked_mul(b.denominator)?;
        let right = right.checked_mul(a.denominator)?;
        Some(Ratio {
            numerator: left.checked_add(right)?,
            denominator: a.denominator.checked_mul(b.denominator)?,
        })
    };
    match operation {
        Operation::Add => sum(b.numerator),
        Operation::Subtract => sum(b.numerator.checked_neg()?),
        Operation::Multiply => Some(Ratio {
            numerator: a.numerator.checked_mul(b.numerator)?,
            denominator: a.denominator.checked_mul(b.denominator)?,
        }),
        Operation::Divide => quotient(
            a.numerator.checked_mul(b.denominator)?,
            a.denominator.checked_mul(b.numerator)?,
        ),
        Operation::Remainder => {
            let whole = fraction(Operation::Divide, a, b)?;
            let times = Ratio {
                numerator: whole.numerator / whole.denominator,
                denominator: 1,
            };
            fraction(
                Operation::Subtract,
                a,
                fraction(Operation::Multiply, times, b)?,
            )
        }
    }
}

/// A number with the opposite sign.
pub(super) fn negate(value: &Value) -> Outcome {
    Ok(match value {
        Value::Integer(integer) => Value::Integer(
            integer
                .checked_neg()
                .ok_or_else(|| Failure::overflow(&format!("-({integer})")))?,
        ),
        Value::Ratio(ratio) => Value::Ratio(Ratio {
            numerator: ratio
                .numerator
                .checked_neg()
                .ok_or_else(|| Failure::overflow(&format!("-({})", ratio.numerator)))?,
            denominator: ratio.denominator,
        }),
        Value::Decimal(decimal) => Value::Decimal(Decimal {
            units: decimal
                .units
                .checked_neg()
                .ok_or_else(|| Failure::overflow(&format!("-({decimal})")))?,
            ..*decimal
        }),
        Value::Number(float) => Value::Number(-float),
        other => other.clone(),
    })
}

/// Parses `-12`, `0.5`, `1.5e3`: an exact number, or the nearest float where 38 digits are not
/// enough. Nothing else is accepted: no spaces, no NaN.
pub(super) fn parse(text: &str) -> Option<Value> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let digits: Option<i128> = format!("{whole}{fraction}").parse().ok();
    let decimals = i32::try_from(fraction.len()).ok()?;
    let read = digits.and_then(|digits| {
        let digits = if mantissa.starts_with('-') {
            -digits
        } else {
            digits
        };
        if exponent == 0 && decimals == 0 {
            return Some(Value::Integer(digits));
        }
        let ratio = decimal(digits, exponent.checked_sub(decimals)?)?;
        Some(if ratio.denominator == 1 && fraction.is_empty() {
            Value::Integer(ratio.numerator)
        } else {
            Value::Ratio(ratio)
        })
    });
    read.or_else(|| finite(text.parse().ok()?))
}

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
