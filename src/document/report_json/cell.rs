//! Exact values in `report.json`.

use crate::sql::{Decimal, Type, Value};
use crate::text::Date;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::fmt;

/// An exact value.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Cell {
    /// No value.
    Missing,
    /// A truth value.
    Boolean(bool),
    /// A whole number that fits into 64 bits.
    Integer(i64),
    /// A whole number beyond 64 bits.
    Large {
        /// Its digits.
        integer: Whole,
    },
    /// A share, as both of its integers.
    Share {
        /// The part.
        numerator: Whole,
        /// The whole.
        denominator: Whole,
    },
    /// A number with a fraction whose digits are all known.
    Decimal {
        /// Its digits: `"12.80"`.
        decimal: String,
    },
    /// A number with a fraction.
    Number(f64),
    /// A text, or a date as `2025-10-01`, depending on the type of its column.
    Text(String),
}

impl From<&Value> for Cell {
    /// The value, exact.
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Missing,
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Integer(value) => Self::integer(*value),
            Value::Rounded(share) => Self::from(&Value::Ratio(share.exact)),
            Value::Ratio(ratio) => Self::Share {
                numerator: Whole(ratio.numerator),
                denominator: Whole(ratio.denominator),
            },
            Value::Decimal(decimal) => Self::Decimal {
                decimal: decimal.to_string(),
            },
            Value::Number(value) => Self::Number(*value),
            Value::Text(text) => Self::Text(text.to_string()),
            Value::Date(_) | Value::List(_) => {
                Self::Text(value.plain().unwrap_or_default().to_string())
            }
        }
    }
}

impl Cell {
    /// The value of a column or metric of this type; missing where it is of another one.
    #[must_use]
    pub(crate) fn value(&self, kind: Type) -> Value {
        match self {
            Self::Missing => Value::Null,
            Self::Boolean(value) => Value::Boolean(*value),
            Self::Integer(value) => Value::Integer((*value).into()),
            Self::Large { integer } => Value::Integer(integer.0),
            Self::Share {
                numerator,
                denominator,
            } => Value::share(numerator.0, denominator.0),
            Self::Decimal { decimal } => {
                let scale = decimal
                    .split_once('.')
                    .map_or(0, |(_, digits)| digits.len());
                let scale = u8::try_from(scale).ok();
                let decimal = scale.and_then(|scale| Decimal::parse(decimal, scale));
                decimal.map_or(Value::Null, Value::Decimal)
            }
            Self::Number(value) => Value::Number(*value),
            Self::Text(text) if kind == Type::Date => {
                Date::parse(text).map_or(Value::Null, Value::Date)
            }
            Self::Text(text) => Value::text(text),
        }
    }

    /// A whole number.
    #[must_use]
    pub(crate) fn integer(value: i128) -> Self {
        let large = Self::Large {
            integer: Whole(value),
        };
        i64::try_from(value).map_or(large, Self::Integer)
    }
}

/// A whole number: a JSON number if it fits into 64 bits, else its digits as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole(pub i128);

impl Serialize for Whole {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.0) {
            Ok(value) => serializer.serialize_i64(value),
            Err(_) => serializer.serialize_str(&self.0.to_string()),
        }
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl Visitor<'_> for Form {
            type Value = Whole;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a whole number, or its digits as text")
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Whole, E> {
                Ok(Whole(value.into()))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Whole, E> {
                Ok(Whole(value.into()))
            }

            fn visit_str<E: Error>(self, digits: &str) -> Result<Whole, E> {
                digits.parse().map(Whole).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Form)
    }
}

/// Cells are most of a file. What a cell is can be seen from its first byte, so none is tried as one form after the other.
impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Cell;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an exact value")
            }

            fn visit_unit<E: Error>(self) -> Result<Cell, E> {
                Ok(Cell::Missing)
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Cell, E> {
                Ok(Cell::Boolean(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Cell, E> {
                Ok(Cell::Integer(value))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Cell, E> {
                Ok(Cell::integer(value.into()))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Cell, E> {
                Ok(Cell::Number(value))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Cell, E> {
                Ok(Cell::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Cell, A::Error> {
                #[derive(Deserialize)]
                #[serde(deny_unknown_fields)]
                struct Parts {
                    integer: Option<Whole>,
                    numerator: Option<Whole>,
                    denominator: Option<Whole>,
                    decimal: Option<String>,
                }
                let parts = Parts::deserialize(MapAccessDeserializer::new(map))?;
                match parts {
                    Parts {
                        integer: None,
                        numerator: Some(numerator),
                        denominator: Some(denominator),
                        decimal: None,
                    } => Ok(Cell::Share {
                        numerator,
                        denominator,
                    }),
                    Parts {
                        integer: Some(integer),
                        numerator: None,
                        denominator: None,
                        decimal: None,
                    } => Ok(Cell::Large { integer }),
                    Parts {
                        integer: None,
                        numerator: None,
                        denominator: None,
                        decimal: Some(decimal),
                    } => Ok(Cell::Decimal { decimal }),
                    _ => Err(Error::custom("an exact value has other keys")),
                }
            }
        }
        deserializer.deserialize_any(Form)
    }
}

impl JsonSchema for Whole {
    fn schema_name() -> Cow<'static, str> {
        "Whole".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A whole number: a JSON number where 64 bits hold it, else its digits as text.",
            "anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]+$"}],
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Cell, Whole};
    use crate::sql::{Decimal, Type, Value};
    use crate::text::Date;

    pub(in super::super) fn there_and_back<T>(value: &T, json: &str)
    where
        T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
    {
        let written = serde_json::to_string(value).unwrap();
        assert_eq!(written, json);
        assert_eq!(&serde_json::from_str::<T>(&written).unwrap(), value);
    }

    #[test]
    fn values_are_read_back_as_they_were() {
        let decimal = Decimal {
            units: 1280,
            scale: 2,
        };
        for (value, kind) in [
            (Value::Null, Type::Integer),
            (Value::Boolean(true), Type::Boolean),
            (Value::Integer(i128::MAX), Type::Integer),
            (Value::share(1, 3), Type::Number),
            (Value::Decimal(decimal), Type::Decimal(2)),
            (Value::Number(0.5), Type::Number),
            (Value::text("2025-10-01"), Type::Text),
            (Value::Date(Date::parse("2025-10-01").unwrap()), Type::Date),
        ] {
            assert_eq!(Cell::from(&value).value(kind), value);
        }
    }

    #[test]
    fn cells_are_read_back_as_they_were() {
        there_and_back(&Cell::Missing, "null");
        there_and_back(&Cell::Boolean(true), "true");
        there_and_back(&Cell::integer(i64::MAX.into()), "9223372036854775807");
        there_and_back(
            &Cell::integer(i128::from(i64::MAX) + 1),
            "{\"integer\":\"9223372036854775808\"}",
        );
        let decimal = "12.80".to_owned();
        there_and_back(&Cell::Decimal { decimal }, "{\"decimal\":\"12.80\"}");
        there_and_back(&Cell::Number(5.0), "5.0");
        there_and_back(&Cell::Text("12".to_owned()), "\"12\"");
        let share = Cell::Share {
            numerator: Whole(1),
            denominator: Whole(i128::MAX),
        };
        there_and_back(
            &share,
            "{\"numerator\":1,\"denominator\":\"170141183460469231731687303715884105727\"}",
        );
    }
}
