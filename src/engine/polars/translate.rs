//! Conditions on which the engine agrees with the evaluator: comparisons of columns with literals,
//! and their combinations. A test compares the two.
//!
//! Everything else (arithmetic that may exceed 64 bits, casts, texts, numbers with more digits than
//! a float keeps) is left to the evaluator.

use crate::sql::{Comparison, Node, Value};
use polars::prelude::*;

/// Maximum length of a list that is translated into comparisons.
const MAX_LIST: usize = 12;
/// Numbers below this have at most 15 digits, which a float always keeps.
const FLOAT_DIGITS: f64 = 1e15;

/// The condition for the engine, if it can be translated.
pub(super) fn translate(node: &Node, schema: &Schema) -> Option<Expr> {
    let inner = |node: &Node| translate(node, schema);
    match node {
        Node::Literal(Value::Boolean(truth)) => Some(lit(*truth)),
        Node::Name(name) => (schema.get(name)? == &DataType::Boolean).then(|| col(name.as_str())),
        Node::Not(part) => Some(inner(part)?.not()),
        Node::And(parts) => {
            let parts: Option<Vec<Expr>> = parts.iter().map(inner).collect();
            parts?.into_iter().reduce(Expr::and)
        }
        Node::Or(parts) => {
            let parts: Option<Vec<Expr>> = parts.iter().map(inner).collect();
            parts?.into_iter().reduce(Expr::or)
        }
        Node::Is(part, truth) => {
            let part = inner(part)?;
            let wanted = if *truth { part } else { part.not() };
            Some(wanted.fill_null(lit(false)))
        }
        Node::IsNull(part) => match &**part {
            // A float that is not finite counts as missing.
            Node::Name(name) if *schema.get(name)? != DataType::Float64 => {
                Some(col(name.as_str()).is_null())
            }
            _ => None,
        },
        Node::Compare(comparison, parts) => compare(*comparison, &parts[0], &parts[1], schema),
        Node::Between(parts) => {
            let [value, low, high] = &**parts;
            let above = compare(Comparison::GreaterOrEqual, value, low, schema)?;
            Some(above.and(compare(Comparison::LessOrEqual, value, high, schema)?))
        }
        Node::In(value, list) if list.len() <= MAX_LIST => {
            let same = |item: &Node| compare(Comparison::Equal, value, item, schema);
            let parts: Option<Vec<Expr>> = list.iter().map(same).collect();
            parts?.into_iter().reduce(Expr::or)
        }
        _ => None,
    }
}

fn compare(comparison: Comparison, a: &Node, b: &Node, schema: &Schema) -> Option<Expr> {
    let (left, right) = match (a, b) {
        (Node::Name(name), Node::Name(other)) => {
            let (kind, other_kind) = (schema.get(name)?, schema.get(other)?);
            let compares = matches!(
                kind,
                DataType::Int64 | DataType::String | DataType::Date | DataType::Float64
            );
            if kind != other_kind || !compares {
                return None;
            }
            (col(name.as_str()), col(other.as_str()))
        }
        (Node::Name(name), Node::Literal(value)) => {
            (col(name.as_str()), literal(value, schema.get(name)?)?)
        }
        (Node::Literal(value), Node::Name(name)) => {
            (literal(value, schema.get(name)?)?, col(name.as_str()))
        }
        _ => return None,
    };
    Some(match comparison {
        Comparison::Equal => left.eq(right),
        Comparison::Different => left.neq(right),
        Comparison::Less => left.lt(right),
        Comparison::LessOrEqual => left.lt_eq(right),
        Comparison::Greater => left.gt(right),
        Comparison::GreaterOrEqual => left.gt_eq(right),
    })
}

/// A literal to compare a column with, if the engine compares such values directly.
fn literal(value: &Value, kind: &DataType) -> Option<Expr> {
    match (kind, value) {
        (DataType::Int64, Value::Integer(value)) => i64::try_from(*value).ok().map(lit),
        // Decimals of up to 15 digits each have a nearest float of their own.
        (DataType::Float64, Value::Integer(value)) => {
            let float = *value as f64;
            (float.abs() < FLOAT_DIGITS).then(|| lit(float))
        }
        (DataType::Float64, Value::Ratio(ratio)) => {
            let short = (ratio.numerator as f64).abs() < FLOAT_DIGITS;
            (short && is_power_of_ten(ratio.denominator)).then(|| value.float().map(lit))?
        }
        (DataType::String, Value::Text(text)) => Some(lit(text.to_string())),
        (DataType::Date, Value::Date(day)) => {
            let days = i32::try_from(day.number()).ok()?;
            Some(lit(days).cast(DataType::Date))
        }
        (DataType::Boolean, Value::Boolean(truth)) => Some(lit(*truth)),
        _ => None,
    }
}

fn is_power_of_ten(mut number: i128) -> bool {
    while number >= 10 && number % 10 == 0 {
        number /= 10;
    }
    number == 1
}

#[cfg(test)]
#[path = "translate_tests.rs"]
mod tests;
