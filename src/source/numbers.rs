//! Numbers as they are written → exact integers; exact decimals → columns of the engine.

use polars::prelude::*;
use std::borrow::Cow;

/// The integer to which a decimal number is exactly equal: `12`, `12.0`, `1.2e1`.
#[must_use]
pub(crate) fn whole(text: &str) -> Option<i64> {
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (above, below) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{above}{below}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Position of the decimal point among the digits.
    let point = i64::try_from(above.len()).ok()?.checked_add(exponent)?;
    let digits = digits.trim_end_matches('0');
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    let zeros = usize::try_from(point.checked_sub(i64::try_from(digits.len()).ok()?)?).ok()?;
    if significant.len() + zeros > 19 {
        return None;
    }
    format!("{sign}{significant}{}", "0".repeat(zeros))
        .parse()
        .ok()
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
    use super::{whole, without_exponent};

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
