//! Numbers as they are written → exact integers, decimals, and the floats that stand for them; columns of the engine.

use crate::sql::{Decimal, shortest};
use polars::prelude::*;
use std::borrow::Cow;

/// The integer to which a decimal number is exactly equal: `12`, `12.0`, `1.2e1`.
#[must_use]
pub(crate) fn whole(text: &str) -> Option<i64> {
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let Significant {
        sign,
        digits,
        zeros,
    } = Significant::of(text)?;
    if digits.is_empty() {
        return Some(0);
    }
    let zeros = usize::try_from(zeros).ok()?;
    if digits.len() + zeros > 19 {
        return None;
    }
    format!("{sign}{digits}{}", "0".repeat(zeros)).parse().ok()
}

/// Digits before the point of which a float keeps all, whatever they are.
const FLOAT_DIGITS: i64 = 15;

/// The finite float that stands for a number as it is written with a point; none where it would be another number: with more
/// than fifteen digits before the point all digits must be those of its shortest decimal, and only zero is 0.
#[must_use]
pub(crate) fn float(text: &str) -> Option<f64> {
    /// Below, floats are nearer to each other than whole numbers.
    const SURE: f64 = 1e15;
    let number: f64 = text.parse().ok().filter(|it: &f64| it.is_finite())?;
    let size = number.abs();
    if size > 0.0 && size < SURE {
        return Some(number);
    }
    let written = Significant::of(text)?;
    let length = i64::try_from(written.digits.len()).ok()?;
    let is_same = if size > 0.0 {
        written.zeros.saturating_add(length) <= FLOAT_DIGITS || written.is(size)
    } else {
        written.digits.is_empty()
    };
    is_same.then_some(number)
}

/// Whether the shortest decimal of the nearest float has all digits of a number, those behind the point too.
#[must_use]
pub(crate) fn is_kept(text: &str) -> bool {
    let kept = || {
        let number: f64 = text.parse().ok()?;
        let written = Significant::of(text)?;
        Some(match number.abs() {
            0.0 => written.digits.is_empty(),
            size => size.is_finite() && written.is(size),
        })
    };
    kept().unwrap_or_default()
}

/// The decimal that a number is exactly, with or without an exponent.
#[must_use]
pub(crate) fn decimal(text: &str, scale: u8) -> Option<Decimal> {
    Decimal::parse(&without_exponent(text)?, scale)
}

/// The digits of a number from the first to the last that is not zero.
struct Significant<'t> {
    sign: &'static str,
    /// Empty for zero.
    digits: Cow<'t, str>,
    /// Zeros behind them; below zero, how many of them stand behind the point.
    zeros: i64,
}

impl<'t> Significant<'t> {
    /// Whether these are the digits of a float above zero.
    fn is(&self, float: f64) -> bool {
        let (digits, zeros) = shortest(float);
        self.digits.parse() == Ok(digits) && self.zeros == i64::from(zeros)
    }

    fn of(text: &'t str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i64 = exponent.parse().ok()?;
        let (sign, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (above, below) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = match below {
            "" => Cow::Borrowed(above),
            below => Cow::Owned(format!("{above}{below}")),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // Position of the decimal point among the digits.
        let point = i64::try_from(above.len()).ok()?.checked_add(exponent)?;
        let without = digits.trim_end_matches('0').len();
        let zeros = point.checked_sub(i64::try_from(without).ok()?)?;
        let digits = match digits {
            Cow::Borrowed(all) => Cow::Borrowed(all[..without].trim_start_matches('0')),
            Cow::Owned(all) => Cow::Owned(all[..without].trim_start_matches('0').to_owned()),
        };
        Some(Self {
            sign,
            digits,
            zeros,
        })
    }
}

/// Numbers as they are written, cell for cell, for columns whose values no type of the engine holds with all that is written. They are
/// bytes to the engine, so that they are not taken for texts.
pub(super) fn written<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> Series {
    texts
        .map(|text| text.map(str::as_bytes))
        .collect::<BinaryChunked>()
        .into_series()
}

/// The texts of a column of [`written`] numbers.
///
/// # Errors
/// The column is none.
pub(crate) fn texts_of(column: &Column) -> PolarsResult<impl Iterator<Item = Option<&str>>> {
    let cells = column.binary()?.iter();
    Ok(cells.map(|cell| cell.and_then(|bytes| std::str::from_utf8(bytes).ok())))
}

/// A column of [`written`] numbers in a type of expressions; a number that it does not hold is an error.
pub(super) fn computed(column: &Column, kind: &DataType) -> PolarsResult<Column> {
    let name = column.name().clone();
    let cells = texts_of(column)?;
    let series = match kind {
        DataType::Int64 => cells
            .map(|it| it.and_then(whole))
            .collect::<Int64Chunked>()
            .into_series(),
        DataType::Float64 => cells
            .map(|it| it.and_then(float))
            .collect::<Float64Chunked>()
            .into_series(),
        DataType::Decimal(_, scale) => {
            let scale = u8::try_from(*scale).unwrap_or(u8::MAX);
            let units = cells.map(|it| Some(decimal(it?, scale)?.units));
            decimals(units.collect(), scale)
        }
        _ => cells.collect::<StringChunked>().into_series(),
    };
    if series.null_count() > column.null_count() {
        let held = series.is_not_null();
        let mut cells = texts_of(column)?.zip(held.iter());
        let lost = cells.find_map(|(cell, is_held)| cell.filter(|_| is_held != Some(true)));
        let lost = lost.unwrap_or_default();
        let words = match kind {
            DataType::Int64 => "a whole number of 64 bits",
            DataType::Float64 => "a number with a fraction, a float of 64 bits,",
            _ => "a decimal with these digits",
        };
        let what = format!(
            "column `{name}` has {lost}, which {words} does not hold exactly; write the column with one type into all files, or read it without an expression"
        );
        return Err(PolarsError::ComputeError(what.into()));
    }
    Ok(series.with_name(name).into_column())
}

/// Zeros that an exponent may stand for.
const MAX_ZEROS: usize = 60;

/// The same number without an exponent: `1.5e3` is `1500`, `1e-2` is `0.01`; none where that has very many
/// zeros, or where it is no number.
#[must_use]
pub(super) fn without_exponent(text: &str) -> Option<Cow<'_, str>> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return Some(Cow::Borrowed(text));
    };
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (above, below) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i32 = exponent.parse().ok()?;
    let zeros = usize::try_from(exponent.unsigned_abs()).ok()?;
    if zeros > MAX_ZEROS {
        return None;
    }
    let zeros = "0".repeat(zeros);
    let (above, below) = if exponent < 0 {
        let digits = zeros + above;
        let (above, moved) = digits.split_at(digits.len() - exponent.unsigned_abs() as usize);
        (above.to_owned(), format!("{moved}{below}"))
    } else {
        let digits = below.to_owned() + &zeros;
        let (moved, below) = digits.split_at(zeros.len());
        (
            format!("{above}{moved}"),
            below.trim_end_matches('0').to_owned(),
        )
    };
    let above = match above.trim_start_matches('0') {
        "" => "0",
        above => above,
    };
    Some(Cow::Owned(match below.as_str() {
        "" => format!("{sign}{above}"),
        below => format!("{sign}{above}.{below}"),
    }))
}

/// The shortest way to write a number with all of its digits and no exponent; none where that has very many zeros, or where it is no
/// number.
#[must_use]
pub(crate) fn shortest_text(text: &str) -> Option<String> {
    let plain = without_exponent(text).filter(|_| Significant::of(text).is_some())?;
    let (sign, plain) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (above, below) = plain.split_once('.').unwrap_or((plain, ""));
    let above = match above.trim_start_matches('0') {
        "" => "0",
        above => above,
    };
    Some(match (above, below.trim_end_matches('0')) {
        ("0", "") => "0".to_owned(),
        (above, "") => format!("{sign}{above}"),
        (above, below) => format!("{sign}{above}.{below}"),
    })
}

/// Numbers in units of their last digit as a column of decimals.
pub(crate) fn decimals(units: Int128Chunked, scale: u8) -> Series {
    /// Digits of the engine's decimals.
    const PRECISION: usize = 38;
    units
        .into_decimal_unchecked(PRECISION, usize::from(scale))
        .into_series()
}

#[cfg(test)]
mod tests {
    use super::{float, whole, without_exponent};

    #[test]
    fn a_float_stands_for_all_digits_before_the_point_and_for_no_other_number_than_zero_as_zero() {
        for (text, value) in [
            ("9007199254740992", Some(9_007_199_254_740_992.0)),
            ("9007199254740993", None),
            ("-9007199254740993.00", None),
            ("9007199254740993e0", None),
            ("9007199254740993.5", None),
            ("9007199254740993.25", None),
            ("12345678901234567890.123", None),
            ("123456789012345678.9", None),
            ("18446744073709551615", None),
            ("4611686018427387904", None),
            ("4503599627370497.5", None),
            ("170141183460469231731687303715884105728", None),
            ("100000000000000000000", Some(1e20)),
            ("1e300", Some(1e300)),
            ("6.02214076e23", Some(6.022_140_76e23)),
            ("6.022140760000000000001e23", None),
            ("123456789012345.678901", Some(123_456_789_012_345.67)),
            ("999999999999999.99", Some(1e15)),
            ("0.12345678901234567890123", Some(0.123_456_789_012_345_68)),
            ("0.000", Some(0.0)),
            ("0e-400", Some(0.0)),
            ("-0", Some(-0.0)),
            (".5", Some(0.5)),
            ("+1", Some(1.0)),
            ("1e-400", None),
            ("-0.1e-330", None),
            ("1e309", None),
            ("inf", None),
            ("nan", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(float(text), value, "{text}");
        }
    }

    #[test]
    fn a_number_without_its_exponent_is_the_same() {
        for (text, plain) in [
            ("12.50", Some("12.50")),
            ("1e3", Some("1000")),
            ("1.5e3", Some("1500")),
            ("1.2345E+2", Some("123.45")),
            ("1e-2", Some("0.01")),
            ("-12.5e-1", Some("-1.25")),
            ("0.05e1", Some("0.5")),
            ("0e5", Some("0")),
            ("1e61", None),
            ("1e-99999999999", None),
        ] {
            assert_eq!(without_exponent(text).as_deref(), plain, "{text}");
        }
    }

    #[test]
    fn integers_are_exact_however_they_are_written() {
        for (text, value) in [
            ("12", Some(12)),
            ("-12.0", Some(-12)),
            ("1.20e1", Some(12)),
            ("1e3", Some(1000)),
            ("100e-2", Some(1)),
            ("0.0", Some(0)),
            ("-0", Some(0)),
            ("0e999999999999", Some(0)),
            ("9007199254740993.0", Some(9_007_199_254_740_993)),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808.0", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("1.5", None),
            ("1e-1", None),
            ("1e400", None),
            ("", None),
            (".", None),
            ("x", None),
            ("1_000", None),
        ] {
            assert_eq!(whole(text), value, "{text}");
        }
    }
}
