//! `CAST`: the same value as another type, or an error; nothing is truncated silently.

use super::tree::Cast;
use super::{Decimal, Failure, Outcome, Type, Value, number, rounding};
use crate::text::Date;

/// Whether the language can cast one type to another.
pub(super) fn exists(from: Type, to: Type) -> bool {
    match (from, to) {
        (Type::Any, _) => true,
        (from, to) if from == to => to != Type::List,
        (Type::List, _)
        | (_, Type::List | Type::Any)
        | (Type::Number | Type::Decimal(_), Type::Boolean)
        | (Type::Boolean, Type::Number | Type::Decimal(_)) => false,
        (_, Type::Text) | (Type::Text, _) => true,
        (Type::Date, _) | (_, Type::Date) => false,
        _ => true,
    }
}

/// A value converted to another type; a missing value stays missing.
pub(super) fn convert(value: &Value, cast: &Cast) -> Outcome {
    let fails = || {
        Failure::new(format!(
            "`CAST({value} AS {})` has no value",
            cast.type_name()
        ))
        .hint("`TRY_CAST(… AS …)` is missing where `CAST` fails")
    };
    let to = cast.to;
    if let (
        Some(digits),
        Value::Text(_) | Value::Integer(_) | Value::Ratio(_) | Value::Decimal(_) | Value::Number(_),
    ) = (cast.digits, value)
    {
        let number = match value {
            Value::Text(text) => number::parse(text.trim()).ok_or_else(fails)?,
            number => number.clone(),
        };
        return decimal(&number, digits, cast);
    }
    match (to, value) {
        (_, Value::Null)
        | (Type::Text, Value::Text(_))
        | (Type::Integer, Value::Integer(_))
        | (
            Type::Number,
            Value::Integer(_) | Value::Ratio(_) | Value::Decimal(_) | Value::Number(_),
        )
        | (Type::Boolean, Value::Boolean(_))
        | (Type::Date, Value::Date(_)) => Ok(value.clone()),
        (Type::Text, Value::Boolean(truth)) => Ok(Value::text(if *truth { "true" } else { "false" })),
        (Type::Text, Value::Date(date)) => Ok(Value::text(&date.iso())),
        (
            Type::Text,
            Value::Integer(_) | Value::Ratio(_) | Value::Decimal(_) | Value::Number(_),
        ) => Ok(Value::text(&number::plain(value))),
        (Type::Integer, Value::Boolean(truth)) => Ok(Value::Integer(i128::from(*truth))),
        (Type::Integer, Value::Ratio(_) | Value::Decimal(_) | Value::Number(_)) => whole(value),
        (Type::Integer, Value::Text(text)) => match number::parse(text.trim()) {
            Some(Value::Integer(integer)) => Ok(Value::Integer(integer)),
            Some(number) => whole(&number),
            None => Err(fails()),
        },
        (Type::Number, Value::Text(text)) => number::parse(text.trim()).ok_or_else(fails),
        (Type::Boolean, Value::Integer(0 | 1)) => Ok(Value::Boolean(*value == Value::Integer(1))),
        (Type::Boolean, Value::Text(text)) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Ok(Value::Boolean(true)),
            "false" => Ok(Value::Boolean(false)),
            _ => Err(fails()),
        },
        (Type::Date, Value::Text(text)) => {
            Date::parse(text.trim()).map(Value::Date).ok_or_else(|| {
                fails().hint("a day is written 2025-10-01; `TRY_CAST(… AS DATE)` is missing where a text is no day")
            })
        }
        _ => Err(fails()),
    }
}

/// A number with no more digits than a `DECIMAL` has, or an error.
fn decimal(number: &Value, digits: u8, cast: &Cast) -> Outcome {
    let scale = cast.to.scale().unwrap_or_default();
    let shown = || format!("`CAST({number} AS {})`", cast.type_name());
    let Some(found) = Decimal::of(number, scale) else {
        let failure = Failure::new(format!("{} would lose digits", shown()));
        return Err(failure.hint(format!("`round(…, {scale})` says how")));
    };
    let largest = 10_u128.pow(u32::from(digits)) - 1;
    if found.units.unsigned_abs() > largest {
        let message = format!("{} has more than {digits} digits", shown());
        return Err(Failure::new(message));
    }
    Ok(match cast.to {
        Type::Integer => Value::Integer(found.units),
        _ => Value::Decimal(found),
    })
}

/// A number without a fraction, or an error.
fn whole(value: &Value) -> Outcome {
    let below = rounding::whole(value, false)?;
    if below.compare(value).is_eq() {
        return Ok(below);
    }
    Err(
        Failure::new(format!("`CAST({value} AS INTEGER)` would lose a fraction"))
            .hint("say how: `round(…)`, `floor(…)` or `ceil(…)` give whole numbers"),
    )
}
