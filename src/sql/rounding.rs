//! Rounding of exact numbers. In: a value of any kind of number. Out: the nearest number of some decimals,
//! half away from zero, or the whole number below or above.

use super::number::{MAX_DECIMALS, exact, finite, plain, reduced};
use super::{Failure, Outcome, Value};
use crate::text::Ratio;

/// Rounds to a number of decimals, half away from zero; a negative number rounds to tens, hundreds
/// and so on. A result without a fraction is a whole number.
pub(super) fn round(value: &Value, decimals: i128) -> Outcome {
    let places = u32::try_from(decimals.unsigned_abs()).unwrap_or(u32::MAX);
    match value {
        Value::Integer(_) if decimals >= 0 => return Ok(value.clone()),
        // A float has no more than 324 decimals.
        Value::Number(_) | Value::Ratio(_) | Value::Decimal(_)
            if decimals > i128::from(MAX_DECIMALS) =>
        {
            return Ok(value.clone());
        }
        _ => {}
    }
    let Some(ratio) = exact(value).map(reduced) else {
        return round_float(value, decimals);
    };
    let power = 10_i128.checked_pow(places);
    let rounded = if decimals >= 0 {
        power
            .and_then(|power| ratio.numerator.checked_mul(power))
            .map(|numerator| half_away(numerator, ratio.denominator))
            .zip(power)
            .map(|(numerator, denominator)| Ratio {
                numerator,
                denominator,
            })
    } else {
        match power.and_then(|power| ratio.denominator.checked_mul(power)) {
            // Less than half of that power of ten.
            None => Some(Ratio {
                numerator: 0,
                denominator: 1,
            }),
            Some(denominator) => half_away(ratio.numerator, denominator)
                .checked_mul(power.unwrap_or(1))
                .map(|numerator| Ratio {
                    numerator,
                    denominator: 1,
                }),
        }
    };
    match rounded {
        Some(ratio) if ratio.denominator == 1 => Ok(Value::Integer(ratio.numerator)),
        Some(ratio) => Ok(Value::Ratio(ratio)),
        None => round_float(value, decimals),
    }
}

/// The whole number nearest to a fraction, half away from zero.
fn half_away(numerator: i128, denominator: i128) -> i128 {
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    let away = i128::from(rest.unsigned_abs() >= denominator.unsigned_abs() - rest.unsigned_abs());
    if numerator < 0 {
        whole - away
    } else {
        whole + away
    }
}

/// Rounds a number whose digits do not fit into 128 bits: very large, or very small.
fn round_float(value: &Value, decimals: i128) -> Outcome {
    let float = value.float().unwrap_or(f64::NAN);
    if decimals <= 0 {
        return if float.abs() < 0.5 {
            Ok(Value::Integer(0))
        } else {
            Err(Failure::overflow(&plain(value)))
        };
    }
    let places = usize::try_from(decimals).unwrap_or(0);
    let rounded: f64 = format!("{float:.places$}").parse().unwrap_or(float);
    finite(rounded).ok_or_else(|| Failure::overflow(&plain(value)))
}

/// The nearest whole number below or, if `above`, above.
pub(super) fn whole(value: &Value, above: bool) -> Outcome {
    if let Value::Integer(_) = value {
        return Ok(value.clone());
    }
    if let Some(ratio) = exact(value) {
        let below = ratio.numerator.div_euclid(ratio.denominator);
        let more = above && ratio.numerator.rem_euclid(ratio.denominator) != 0;
        return Ok(Value::Integer(below + i128::from(more)));
    }
    let float = value.float().unwrap_or(f64::NAN);
    if float.abs() >= 1.0 {
        return Err(Failure::overflow(&plain(value)));
    }
    Ok(Value::Integer(match (above, float > 0.0) {
        (true, true) => 1,
        (false, false) => -1,
        _ => 0,
    }))
}
