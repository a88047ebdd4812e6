//! Phase 2, validate: the tree against the schema, all errors at once, then typed.

use super::grammar::Spec;
use super::load::Tree;
use super::places::{Places, escape};
use super::schema::schema;
use crate::diagnostic::{Code, Collector, Diagnostic, Outcome, allowed, nearest};
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

/// Keys that belong to later versions.
const RESERVED: [&str; 5] = ["claims", "coverage", "period", "previous", "engine"];

/// A typed spec with the places of its parts.
#[derive(Debug)]
pub struct Validated {
    /// The spec as written.
    pub spec: Spec,
    /// Where everything stands.
    pub places: Places,
    /// The whole spec after `extends` and params, as JSON, for the manifest.
    pub value: Value,
}

/// Validates a tree.
///
/// # Errors
/// Everything in which the tree differs from the grammar.
pub fn validate(tree: &Tree) -> Outcome<Validated> {
    let (value, places) = Places::split(&tree.root);
    validate_value::<Spec>(&value, &places, &schema()).map(|spec| Validated {
        spec,
        places,
        value,
    })
}

/// Validates any value against a schema and gives it its type.
///
/// # Errors
/// Everything in which the value differs.
pub fn validate_value<T: serde::de::DeserializeOwned>(
    value: &Value,
    places: &Places,
    schema: &Value,
) -> Outcome<T> {
    let mut problems = Collector::default();
    match jsonschema::validator_for(schema) {
        Ok(validator) => {
            for error in validator.iter_errors(value) {
                explain(&error, value, places, schema, &mut problems);
            }
        }
        Err(error) => problems.push(Diagnostic::error(Code::WRONG_VALUE, error.to_string())),
    }
    if problems.has_errors() {
        return Err(problems.into_sorted());
    }
    T::deserialize(value).map_err(|error| {
        // Such an error quotes the value but not its place.
        let text = error.to_string();
        let quoted = text.split('`').nth(1).unwrap_or_default();
        let pointer = pointer_of(value, quoted, String::new()).unwrap_or_default();
        vec![
            Diagnostic::error(
                Code::WRONG_VALUE,
                format!("the spec does not fit the grammar: {text}"),
            )
            .at(places.value(&pointer)),
        ]
    })
}

/// The first value that is written so.
fn pointer_of(value: &Value, written: &str, pointer: String) -> Option<String> {
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(at, item)| pointer_of(item, written, format!("{pointer}/{at}"))),
        Value::Object(map) => map.iter().find_map(|(key, item)| {
            pointer_of(item, written, format!("{pointer}/{}", escape(key)))
        }),
        Value::String(text) => (text == written).then_some(pointer),
        other => {
            let plain = other.to_string();
            (plain == written).then_some(pointer)
        }
    }
}

fn explain(
    error: &ValidationError<'_>,
    root: &Value,
    places: &Places,
    schema: &Value,
    problems: &mut Collector,
) {
    let pointer = error.instance_path().as_str();
    let found = || {
        root.pointer(pointer)
            .map_or_else(String::new, describe_json)
    };
    match error.kind() {
        ValidationErrorKind::AnyOf { context } => match meant_branch(context, pointer) {
            Some(branch) => {
                for inner in branch {
                    explain(inner, root, places, schema, problems);
                }
            }
            None => problems.push(
                Diagnostic::error(
                    Code::WRONG_VALUE,
                    format!(
                        "expected {}, found {}",
                        alternatives(context, pointer),
                        found()
                    ),
                )
                .at(places.value(pointer))
                .maybe_hint(value_hint(root.pointer(pointer))),
            ),
        },
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let known = known_keys(schema, error.schema_path().as_str());
            unknown_keys(unexpected, &known, (root, pointer), places, problems);
        }
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            problems.push(
                Diagnostic::error(Code::MISSING_KEY, format!("the key `{name}` is missing"))
                    .at(places.key(pointer)),
            );
        }
        ValidationErrorKind::Type { kind } => problems.push(
            Diagnostic::error(
                Code::WRONG_VALUE,
                format!("expected {}, found {}", type_words(kind), found()),
            )
            .at(places.value(pointer))
            .maybe_hint(value_hint(root.pointer(pointer))),
        ),
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::OneOfNotValid { .. } => {
            let names = admitted(error);
            let names = || names.iter().map(String::as_str);
            let wanted = root.pointer(pointer).and_then(Value::as_str).unwrap_or("");
            problems.push(
                Diagnostic::error(
                    Code::WRONG_VALUE,
                    format!("expected one of {}, found {}", allowed(names()), found()),
                )
                .at(places.value(pointer))
                .maybe_hint(nearest(wanted, names())),
            );
        }
        ValidationErrorKind::Minimum { limit } | ValidationErrorKind::Maximum { limit } => {
            let least = matches!(error.kind(), ValidationErrorKind::Minimum { .. });
            problems.push(
                Diagnostic::error(
                    Code::WRONG_VALUE,
                    format!(
                        "expected at {} {limit}, found {}",
                        if least { "least" } else { "most" },
                        found()
                    ),
                )
                .at(places.value(pointer)),
            );
        }
        ValidationErrorKind::Pattern { .. } => problems.push(
            Diagnostic::error(
                Code::WRONG_VALUE,
                format!("{} does not have the form that is expected here", found()),
            )
            .at(places.value(pointer))
            .maybe_hint(value_hint(root.pointer(pointer))),
        ),
        _ => problems.push(
            Diagnostic::error(Code::WRONG_VALUE, error.to_string()).at(places.value(pointer)),
        ),
    }
}

/// Keys that a map of the grammar does not have.
fn unknown_keys(
    unexpected: &[String],
    known: &[String],
    (root, pointer): (&Value, &str),
    places: &Places,
    problems: &mut Collector,
) {
    for key in unexpected {
        let place = places.key(&format!("{pointer}/{}", escape(key)));
        if pointer.is_empty() && RESERVED.contains(&key.as_str()) || key == "corrections" {
            problems.push(
                Diagnostic::error(
                    Code::RESERVED,
                    format!("the key `{key}` is reserved for a later version"),
                )
                .at(place)
                .hint("remove it, or begin your own keys with `x-`"),
            );
            continue;
        }
        // `{fr: a, b}` is a text that ends at the comma, then a key without value.
        let bare = root
            .pointer(&format!("{pointer}/{}", escape(key)))
            .is_some_and(Value::is_null);
        let hint = if bare && known.iter().any(|name| name == "fr") {
            Some("a text with a comma needs quotes inside `{ }`".to_owned())
        } else {
            nearest(key, known.iter().map(String::as_str))
        };
        problems.push(
            Diagnostic::error(
                Code::UNKNOWN_KEY,
                format!(
                    "unknown key `{key}`, the keys here are {}",
                    allowed(known.iter().map(String::as_str))
                ),
            )
            .at(place)
            .maybe_hint(hint),
        );
    }
}

/// Of several forms of a value, the one whose JSON type was written: the branch without a type
/// error at the value itself. `None` when no branch, or more than one, has that type.
fn meant_branch<'a>(
    context: &'a [Vec<ValidationError<'static>>],
    pointer: &str,
) -> Option<&'a [ValidationError<'static>]> {
    let mut fitting = context.iter().filter(|branch| {
        !branch.iter().any(|error| {
            error.instance_path().as_str() == pointer
                && matches!(error.kind(), ValidationErrorKind::Type { .. })
                || matches!(error.kind(), ValidationErrorKind::AnyOf { context }
                    if error.instance_path().as_str() == pointer && meant_branch(context, pointer).is_none())
                || matches!(error.kind(), ValidationErrorKind::OneOfNotValid { .. })
                    && error.instance_path().as_str() == pointer
                    && !error.instance().is_string()
                || is_param_pattern(error)
        })
    });
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first.as_slice())
}

/// The names that an enumeration admits, documented one by one (`oneOf`) or not (`enum`).
fn admitted(error: &ValidationError<'_>) -> Vec<String> {
    match error.kind() {
        ValidationErrorKind::Enum { options } => options
            .as_array()
            .map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned))
            .map(Iterator::collect)
            .unwrap_or_default(),
        ValidationErrorKind::Constant { expected_value } => expected_value
            .as_str()
            .map(str::to_owned)
            .into_iter()
            .collect(),
        ValidationErrorKind::OneOfNotValid { context } => {
            context.iter().flatten().flat_map(admitted).collect()
        }
        _ => Vec::new(),
    }
}

/// The alternative "or a param" of typed values is not worth telling about.
fn is_param_pattern(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Pattern { pattern } if pattern.contains("params"))
}

fn alternatives(context: &[Vec<ValidationError<'static>>], pointer: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for error in context.iter().flatten() {
        let word = match error.kind() {
            ValidationErrorKind::Type { kind } if error.instance_path().as_str() == pointer => {
                type_words(kind)
            }
            ValidationErrorKind::Pattern { pattern } if pattern.contains("kMBT") => {
                "a number such as `5M` or `7.5B`".into()
            }
            ValidationErrorKind::Enum { .. } | ValidationErrorKind::OneOfNotValid { .. } => {
                let names = admitted(error);
                "one of ".to_owned() + &allowed(names.iter().map(String::as_str))
            }
            _ => continue,
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() {
        return "another form".into();
    }
    words.join(" or ")
}

fn type_words(kind: &TypeKind) -> String {
    let word = |kind: &jsonschema::JsonType| match kind.to_string().as_str() {
        "array" => "a list",
        "boolean" => "`true` or `false`",
        "integer" => "a whole number",
        "number" => "a number",
        "object" => "a map",
        "null" => "nothing",
        _ => "a text",
    };
    match kind {
        TypeKind::Single(kind) => word(kind).to_owned(),
        TypeKind::Multiple(kinds) => {
            let words: Vec<&str> = kinds.iter().map(|kind| word(&kind)).collect();
            words.join(" or ")
        }
    }
}

/// The keys of the object schema whose `additionalProperties` failed.
fn known_keys(schema: &Value, path: &str) -> Vec<String> {
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    schema
        .pointer(parent)
        .and_then(|object| object.get("properties"))
        .and_then(Value::as_object)
        .map(|properties| properties.keys().cloned().collect())
        .unwrap_or_default()
}

fn describe_json(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(value) => format!("the truth value `{value}`"),
        Value::Number(value) => format!("the number `{value}`"),
        Value::String(text) => {
            let short: String = text.chars().take(40).collect();
            format!("the text `{short}`")
        }
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "a map".into(),
    }
}

fn value_hint(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text)
            if text.contains('_') && text.replace('_', "").parse::<i64>().is_ok() =>
        {
            Some(format!(
                "YAML 1.2 has no `_` in numbers: write {}, or with a suffix such as 1M",
                text.replace('_', "")
            ))
        }
        Value::String(text)
            if text.ends_with('m') && text[..text.len() - 1].parse::<f64>().is_ok() =>
        {
            Some(format!(
                "the suffix for million is `M`: {}M",
                &text[..text.len() - 1]
            ))
        }
        Value::String(text)
            if text.contains(',')
                && text
                    .replace(',', ".")
                    .trim_end_matches(['k', 'M', 'B', 'T'])
                    .parse::<f64>()
                    .is_ok() =>
        {
            Some(format!(
                "numbers in a spec have a point: {}",
                text.replace(',', ".")
            ))
        }
        Value::Object(map)
            if map.len() == 1 && map.keys().next().is_some_and(|k| k.starts_with('{')) =>
        {
            Some("a text with `{{ … }}` needs quotes: \"{{ params.top }}\"".into())
        }
        _ => None,
    }
}
