//! The schema as editors read it. In: a schema of the grammar. Out: the text of a file of `schemas/`, whose
//! examples are values that an editor inserts, and in which what a key means is not hidden behind what one of its
//! forms means.

use super::spans::Spans;
use super::yaml;
use crate::diagnostic::SourceMap;
use serde_json::{Map, Value};

/// The text of a schema for editors.
#[must_use]
pub fn editor_schema_text(mut schema: Value) -> String {
    for_editors(&mut schema, None);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Rewrites a schema and all below it; `key` is the name of the property that it is of.
fn for_editors(schema: &mut Value, key: Option<&str>) {
    match schema {
        Value::Array(items) => {
            for item in items {
                for_editors(item, None);
            }
        }
        Value::Object(map) => {
            examples_as_values(map, key);
            one_description(map);
            for (keyword, inner) in map {
                match (keyword.as_str(), inner) {
                    ("properties", Value::Object(properties)) => {
                        for (name, property) in properties {
                            for_editors(property, Some(name));
                        }
                    }
                    ("examples", _) => {}
                    (_, inner) => for_editors(inner, None),
                }
            }
        }
        _ => {}
    }
}

/// `Example: ` of a key is written with the key, since that is what people copy; an editor inserts its value.
fn examples_as_values(map: &mut Map<String, Value>, key: Option<&str>) {
    let Some(Value::Array(examples)) = map.get_mut("examples") else {
        return;
    };
    for example in examples {
        if let Some(value) = example.as_str().and_then(value_of) {
            *example = match (value, key) {
                (Value::Object(mut map), Some(key)) if map.len() == 1 && map.contains_key(key) => {
                    map.remove(key).unwrap_or_default()
                }
                (value, _) => value,
            };
        }
    }
}

fn value_of(text: &str) -> Option<Value> {
    let file = SourceMap::default().add(String::new(), text);
    let document = yaml::parse(text, file).ok()?;
    Some(Spans::split(&document.root).0)
}

/// Editors show the description of the form that a value has. Where it only says which form that is, the one of the
/// whole is shown instead.
fn one_description(map: &mut Map<String, Value>) {
    if !map.contains_key("description") {
        return;
    }
    if let Some(Value::Array(forms)) = map.get_mut("anyOf") {
        for form in forms.iter_mut().filter_map(Value::as_object_mut) {
            form.remove("description");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::editor_schema_text;
    use serde_json::{Value, json};

    #[test]
    fn an_example_is_the_value_of_its_key_and_forms_do_not_hide_what_the_key_means() {
        let schema = json!({"properties": {"top": {
            "description": "How many. Example: `top: {n: 10}`",
            "examples": ["top: {n: 10}"],
            "anyOf": [{"description": "One.", "type": "string"}, {"description": "Several.", "type": "array"}],
        }}});
        let published: Value = serde_json::from_str(&editor_schema_text(schema)).unwrap();
        assert_eq!(
            published,
            json!({"properties": {"top": {
                "description": "How many. Example: `top: {n: 10}`",
                "examples": [{"n": 10}],
                "anyOf": [{"type": "string"}, {"type": "array"}],
            }}})
        );
    }
}
