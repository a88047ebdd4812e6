//! Conditions that every database decides as we do: comparisons of columns with literals, and their combinations.
//!
//! Everything else (arithmetic, casts, functions of texts, floats of many digits) is computed here.

use super::rows::SourceRows;
use crate::sql::{Comparison, Node, Type, Value};

/// Numbers below this have at most 15 digits, which a float always keeps.
const FLOAT_DIGITS: f64 = 1e15;

/// A condition over columns of the table, in SQL; none where it has to be computed here.
pub(super) fn condition(node: &Node, rows: &SourceRows<'_>) -> Option<String> {
    let inner = |node: &Node| condition(node, rows);
    let joined = |parts: &[Node], sign: &str| {
        let parts: Option<Vec<String>> = parts.iter().map(inner).collect();
        Some(format!("({})", parts?.join(sign)))
    };
    match node {
        Node::Literal(Value::Boolean(truth)) => Some(truth.to_string().to_uppercase()),
        Node::Name(name) => {
            let (alias, kind) = rows.column(name)?;
            (kind == Type::Boolean).then(|| alias.to_owned())
        }
        Node::Not(part) => Some(format!("(NOT {})", inner(part)?)),
        Node::And(parts) => joined(parts, " AND "),
        Node::Or(parts) => joined(parts, " OR "),
        Node::Is(part, truth) => {
            let part = inner(part)?;
            let not = if *truth { "" } else { "NOT " };
            Some(format!("COALESCE({not}{part}, FALSE)"))
        }
        Node::IsNull(part) => match &**part {
            Node::Name(name) => Some(format!("({} IS NULL)", rows.column(name)?.0)),
            _ => None,
        },
        Node::Compare(comparison, parts) => compare(*comparison, &parts[0], &parts[1], rows),
        Node::Between(parts) => {
            let [value, low, high] = &**parts;
            let above = compare(Comparison::GreaterOrEqual, value, low, rows)?;
            let below = compare(Comparison::LessOrEqual, value, high, rows)?;
            Some(format!("({above} AND {below})"))
        }
        Node::In(value, list) => {
            let Node::Name(name) = &**value else {
                return None;
            };
            let (alias, kind) = rows.column(name)?;
            let items = list.iter().map(|item| match item {
                Node::Literal(value) => literal(value, kind, rows),
                _ => None,
            });
            let items: Vec<String> = items.collect::<Option<_>>()?;
            (!items.is_empty()).then(|| format!("({alias} IN ({}))", items.join(", ")))
        }
        _ => None,
    }
}

fn compare(comparison: Comparison, a: &Node, b: &Node, rows: &SourceRows<'_>) -> Option<String> {
    let (left, right) = match (a, b) {
        (Node::Name(name), Node::Name(other)) => {
            let ((left, kind), (right, other)) = (rows.column(name)?, rows.column(other)?);
            let compares = matches!(
                kind,
                Type::Integer | Type::Text | Type::Date | Type::Number | Type::Decimal(_)
            );
            if kind != other || !compares {
                return None;
            }
            (left.to_owned(), right.to_owned())
        }
        (Node::Name(name), Node::Literal(value)) => {
            let (alias, kind) = rows.column(name)?;
            (alias.to_owned(), literal(value, kind, rows)?)
        }
        (Node::Literal(value), Node::Name(name)) => {
            let (alias, kind) = rows.column(name)?;
            (literal(value, kind, rows)?, alias.to_owned())
        }
        _ => return None,
    };
    Some(format!("({left} {} {right})", comparison.sign()))
}

/// A literal to compare a column of a type with, if both are compared without a conversion.
fn literal(value: &Value, kind: Type, rows: &SourceRows<'_>) -> Option<String> {
    let dialect = rows.dialect();
    match (kind, value) {
        (Type::Integer, Value::Integer(value)) => {
            i64::try_from(*value).ok().map(|value| value.to_string())
        }
        (Type::Decimal(_), Value::Integer(value)) => {
            let value = i64::try_from(*value).ok()?;
            Some(format!("CAST({value} AS DECIMAL(38,0))"))
        }
        (Type::Number, Value::Integer(_) | Value::Ratio(_)) => {
            let is_short = match value {
                Value::Integer(value) => (*value as f64).abs() < FLOAT_DIGITS,
                Value::Ratio(ratio) => {
                    (ratio.numerator as f64).abs() < FLOAT_DIGITS
                        && is_power_of_ten(ratio.denominator)
                }
                _ => false,
            };
            is_short.then(|| value.float().map(|float| dialect.float(float)))?
        }
        (Type::Text, Value::Text(text)) if !text.contains('\0') => Some(dialect.text(text)),
        (Type::Date, Value::Date(day)) => Some(format!("DATE '{}'", day.iso())),
        (Type::Boolean, Value::Boolean(truth)) => Some(truth.to_string().to_uppercase()),
        _ => None,
    }
}

fn is_power_of_ten(mut number: i128) -> bool {
    while number >= 10 && number % 10 == 0 {
        number /= 10;
    }
    number == 1
}
