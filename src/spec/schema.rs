//! The JSON Schema of the language, generated from the grammar's types.

use super::grammar::{AMOUNT, SIZE, Spec};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The schema of a spec as JSON.
#[must_use]
pub fn schema() -> Value {
    schema_of::<Spec>()
}

/// Whether a word is a key of the language somewhere.
pub(super) fn is_key(word: &str) -> bool {
    let schema = schema();
    let definitions = schema.get("$defs").and_then(Value::as_object);
    let mut all = definitions.into_iter().flat_map(Map::values);
    let has = |it: &Value| {
        it.get("properties")
            .is_some_and(|keys| keys.get(word).is_some())
    };
    has(&schema) || all.any(has)
}

/// The schema of any grammar type as JSON.
#[must_use]
pub fn schema_of<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    polish(&mut schema);
    schema
}

/// Adds what the types cannot express: typed values may be params, free keys are allowed, an
/// example stands by itself as well, an absent key is not `null`.
fn polish(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(polish),
        Value::Object(map) => {
            for inner in map.values_mut() {
                polish(inner);
            }
            plain_description(map);
            examples(map);
            without_null(map);
            free_keys(map);
            params(map);
        }
        _ => {}
    }
}

/// `Default: …` and `Example: …` stay in the description for editors that show only that; rustdoc
/// links are removed. Integer types become bounds.
fn plain_description(map: &mut Map<String, Value>) {
    if let Some(Value::String(text)) = map.get_mut("description")
        && text.contains('\n')
    {
        *text = text.replace('\n', " ");
    }
    // A property may be called `format`; the keyword's value is a string.
    let Some(Value::String(format)) = map.get("format") else {
        return;
    };
    let most = match format.as_str() {
        AMOUNT | SIZE => return,
        "uint8" => Some(u32::from(u8::MAX)),
        "uint16" => Some(u32::from(u16::MAX)),
        "uint32" => Some(u32::MAX),
        // No number in YAML is larger than that.
        _ => None,
    };
    map.remove("format");
    if let Some(most) = most {
        map.entry("maximum").or_insert_with(|| json!(most));
    }
}

fn examples(map: &mut Map<String, Value>) {
    let Some(Value::String(text)) = map.get("description") else {
        return;
    };
    let Some((_, example)) = text.rsplit_once("Example: `") else {
        return;
    };
    let example = example.trim_end_matches('`').to_owned();
    map.entry("examples").or_insert_with(|| json!([example]));
}

fn without_null(map: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = map.get_mut("type") {
        types.retain(|kind| kind != "null");
        if types.len() == 1 {
            let only = types.remove(0);
            map.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(options)) = map.get_mut("anyOf") {
        options.retain(|option| !is_null(option));
        if options.len() == 1
            && let Value::Object(only) = options.remove(0)
        {
            map.remove("anyOf");
            for (key, value) in only {
                map.entry(key).or_insert(value);
            }
        }
    }
    if let Some(Value::Array(options)) = map.get_mut("enum") {
        options.retain(|option| !option.is_null());
    }
    if map.get("default").is_some_and(Value::is_null) {
        map.remove("default");
    }
}

/// Whether a schema is `{"type": "null"}`.
fn is_null(option: &Value) -> bool {
    let Value::Object(map) = option else {
        return false;
    };
    map.len() == 1 && map.get("type").and_then(Value::as_str) == Some("null")
}

fn free_keys(map: &mut Map<String, Value>) {
    if map.contains_key("properties")
        && map.get("additionalProperties") == Some(&Value::Bool(false))
    {
        map.insert("patternProperties".into(), json!({"^x-": true}));
    }
}

fn params(map: &mut Map<String, Value>) {
    let typed = matches!(
        map.get("type").and_then(Value::as_str),
        Some("integer" | "number" | "boolean")
    );
    if !typed {
        return;
    }
    let mut inner = Map::new();
    for key in ["type", "minimum", "maximum"] {
        if let Some(value) = map.remove(key) {
            inner.insert(key.into(), value);
        }
    }
    map.insert(
        "anyOf".into(),
        json!([inner, {"type": "string", "pattern": "^\\{\\{ *params\\.[A-Za-z0-9_]+ *\\}\\}$"}]),
    );
}

/// The name of a definition in words: `ScopeTop` → `scope top`.
#[must_use]
pub fn definition_words(name: &str) -> String {
    let mut words = String::new();
    for (at, c) in name.char_indices() {
        if c.is_uppercase() && at > 0 {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}
