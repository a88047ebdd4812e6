//! A value → a cell of `report.json`, which loses nothing of it.

use crate::document::report_json::{Cell, Whole};
use crate::results::Value;

/// A value, exact.
pub(super) fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Missing,
        Value::Boolean(value) => Cell::Boolean(*value),
        Value::Integer(value) => Cell::integer(*value),
        Value::Ratio(ratio) => Cell::Share {
            numerator: Whole(ratio.numerator),
            denominator: Whole(ratio.denominator),
        },
        Value::Decimal(decimal) => Cell::Decimal {
            decimal: decimal.to_string(),
        },
        Value::Number(value) => Cell::Number(*value),
        Value::Text(text) => Cell::Text(text.to_string()),
        Value::Date(_) | Value::List(_) => {
            Cell::Text(value.plain().unwrap_or_default().to_string())
        }
    }
}
