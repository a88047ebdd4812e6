//! Types of columns, by their names in a spec.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// Most digits behind the point of a decimal.
pub const MAX_SCALE: u8 = 12;

/// The type of the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// `string`
    Text,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `decimal(2)`: the number of digits behind the point.
    Decimal(u8),
    /// `boolean`
    Boolean,
    /// `date`
    Date,
    /// `list<string>`
    List,
}

/// Names without a number, and what they are.
const NAMES: [(&str, ColumnType, &str); 6] = [
    ("string", ColumnType::Text, "Text."),
    ("integer", ColumnType::Integer, "A whole number of 64 bits."),
    (
        "number",
        ColumnType::Number,
        "A number with a fraction, as the shortest decimal that reads back as its float: for measurements. Its sums have no shares.",
    ),
    ("boolean", ColumnType::Boolean, "A truth value."),
    (
        "date",
        ColumnType::Date,
        "A day, `2025-10-01` in text formats.",
    ),
    ("list<string>", ColumnType::List, "A list of texts."),
];

/// What stands around the digits of a decimal.
const DECIMAL: (&str, &str) = ("decimal(", ")");

/// The name of a decimal in the schema; a number from 1 to [`MAX_SCALE`] stands in it.
pub const DECIMAL_PATTERN: &str = r"^decimal\(([1-9]|1[0-2])\)$";
/// One of the names that it fits.
pub const A_DECIMAL: &str = "decimal(2)";

impl ColumnType {
    /// The type of a name: `integer`, `decimal(2)`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if let Some((_, kind, _)) = NAMES.iter().find(|(known, ..)| *known == name) {
            return Some(*kind);
        }
        let digits = name.strip_prefix(DECIMAL.0)?.strip_suffix(DECIMAL.1)?;
        let scale: u8 = digits.parse().ok()?;
        let is_scale = (1..=MAX_SCALE).contains(&scale);
        is_scale.then_some(Self::Decimal(scale))
    }
}

impl<'de> Deserialize<'de> for ColumnType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("`{name}` is no type of columns")))
    }
}

impl JsonSchema for ColumnType {
    fn schema_name() -> Cow<'static, str> {
        "ColumnType".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let plain = NAMES.map(|(name, _, description)| {
            serde_json::json!({"type": "string", "const": name, "description": description})
        });
        let mut forms = plain.to_vec();
        forms.insert(
            3,
            serde_json::json!({
                "type": "string",
                "pattern": DECIMAL_PATTERN,
                "examples": [A_DECIMAL],
                "description": "A number with so many digits behind the point: money. Exact, in text and Parquet; a cell with more digits breaks the contract.",
            }),
        );
        json_schema!({"oneOf": forms, "description": "Types of columns."})
    }
}

#[cfg(test)]
mod tests {
    use super::{ColumnType, DECIMAL_PATTERN};

    #[test]
    fn the_schema_admits_the_decimals_that_there_are() {
        let pattern = regex::Regex::new(DECIMAL_PATTERN).unwrap();
        for scale in 0..100 {
            let name = format!("decimal({scale})");
            let is_type = ColumnType::parse(&name).is_some();
            assert_eq!(pattern.is_match(&name), is_type, "{name}");
        }
    }

    #[test]
    fn a_type_is_known_by_its_name() {
        let parse = ColumnType::parse;
        assert_eq!(parse("list<string>"), Some(ColumnType::List));
        assert_eq!(parse("decimal(2)"), Some(ColumnType::Decimal(2)));
        for name in ["decimal", "decimal()", "decimal(0)", "decimal(13)", "text"] {
            assert_eq!(parse(name), None, "{name}");
        }
    }
}
