//! Sums of values as charts write them. In: values of one column. Out: their exact sum, if they have one.

use crate::results::Value;
use crate::sql::{Decimal, Rounded};
use crate::text::Ratio;

/// The exact sum of integers, of decimals, or of shares of one whole, of which those that add up are printed as the sum of
/// what they print; nothing otherwise.
pub(crate) fn sum<'a>(values: impl Iterator<Item = &'a Value>) -> Value {
    let mut total: Option<Value> = None;
    for value in values {
        total = Some(match (total, value) {
            (None, value) => value.clone(),
            (Some(Value::Integer(one)), Value::Integer(other)) => Value::Integer(one + other),
            (Some(Value::Decimal(one)), Value::Decimal(other)) if one.scale == other.scale => {
                Value::Decimal(Decimal {
                    units: one.units + other.units,
                    ..one
                })
            }
            (Some(Value::Ratio(one)), Value::Ratio(other))
                if one.denominator == other.denominator =>
            {
                Value::Ratio(of_one_whole(one, *other))
            }
            (Some(Value::Rounded(one)), Value::Rounded(other))
                if one.exact.denominator == other.exact.denominator =>
            {
                Value::Rounded(Box::new(Rounded {
                    exact: of_one_whole(one.exact, other.exact),
                    printed: of_one_whole(one.printed, other.printed),
                }))
            }
            _ => return Value::Null,
        });
    }
    total.unwrap_or(Value::Null)
}

/// The sum of two shares of one whole.
fn of_one_whole(one: Ratio, other: Ratio) -> Ratio {
    Ratio {
        numerator: one.numerator + other.numerator,
        denominator: one.denominator,
    }
}
