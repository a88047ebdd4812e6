//! A JSON Schema without what it says to people. In: its text. Out: what it asks of values, which is read and compiled in
//! half of the time.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Reads a schema and leaves out titles, descriptions, examples and defaults.
pub(super) fn bare(text: &str) -> serde_json::Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let schema = Part::Schema.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(schema)
}

/// What a value of a schema is.
#[derive(Clone, Copy)]
enum Part {
    /// A schema.
    Schema,
    /// Schemas by name.
    Named,
    /// A list of schemas.
    List,
}

impl Part {
    /// What stands behind a key of a schema; none: something else.
    fn behind(key: &str) -> Option<Self> {
        match key {
            "properties" | "patternProperties" | "$defs" => Some(Self::Named),
            "anyOf" | "oneOf" | "allOf" => Some(Self::List),
            "items" | "additionalProperties" | "not" => Some(Self::Schema),
            _ => None,
        }
    }
}

/// Whether a key of a schema asks nothing of a value. The dialect is that of whoever reads the schema.
fn is_said_to_people(key: &str) -> bool {
    ["title", "description", "examples", "default", "$schema"].contains(&key)
}

impl<'de> DeserializeSeed<'de> for Part {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Schema => "a schema",
            Self::Named => "schemas by name",
            Self::List => "a list of schemas",
        })
    }

    fn visit_bool<E: Error>(self, fits: bool) -> Result<Value, E> {
        Ok(Value::Bool(fits))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut schemas = Vec::new();
        while let Some(schema) = list.next_element_seed(Self::Schema)? {
            schemas.push(schema);
        }
        Ok(Value::Array(schemas))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut kept = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let part = match self {
                Self::Schema if is_said_to_people(&key) => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
                Self::Schema => Self::behind(&key),
                Self::Named | Self::List => Some(Self::Schema),
            };
            let value = match part {
                Some(part) => map.next_value_seed(part)?,
                None => map.next_value()?,
            };
            kept.insert(key, value);
        }
        Ok(Value::Object(kept))
    }
}

#[cfg(test)]
mod tests {
    use super::bare;
    use serde_json::json;

    #[test]
    fn what_is_said_to_people_is_left_out_and_names_that_are_called_so_stay() {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "description": "A thing.",
            "properties": {
                "title": {"type": "string", "title": "Title", "default": "x"},
                "default": {"$ref": "#/$defs/examples"},
            },
            "additionalProperties": false,
            "$defs": {"examples": {
                "anyOf": [{"const": {"title": 1}, "description": "One."}, {"items": true, "examples": [1]}],
            }},
        });
        let asked = json!({
            "properties": {
                "title": {"type": "string"},
                "default": {"$ref": "#/$defs/examples"},
            },
            "additionalProperties": false,
            "$defs": {"examples": {"anyOf": [{"const": {"title": 1}}, {"items": true}]}},
        });
        assert_eq!(bare(&schema.to_string()).unwrap(), asked);
    }
}
