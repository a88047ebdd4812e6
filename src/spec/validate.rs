//! Phase 2, validate: the tree against the schema, all errors at once, then typed.

use super::grammar::Spec;
use super::load::Tree;
use super::places::{Places, escape};
use super::repair::{Repair, repair};
use super::schema::schema;
use crate::diagnostic::{Code, Collector, Diagnostic, Outcome, allowed, nearest, nearest_name};
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;
use std::collections::BTreeSet;

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

/// What is left of a spec without its mistakes.
#[derive(Debug)]
pub struct Rest {
    /// The spec that is left.
    pub validated: Validated,
    /// Names of definitions that are gone: what refers to them is no further mistake.
    pub broken: BTreeSet<String>,
}

/// Rounds of repairs: one mistake may hide another in the same value.
const ROUNDS: usize = 3;

/// Validates a tree.
///
/// # Errors
/// Everything in which the tree differs from the grammar, and what is left without that, if it can be
/// checked further.
pub fn validate(tree: &Tree) -> Result<Validated, (Vec<Diagnostic>, Option<Box<Rest>>)> {
    let schema = schema();
    let mut problems = Vec::new();
    let mut broken = BTreeSet::new();
    let mut root = tree.root.clone();
    for round in 0..ROUNDS {
        let (value, places) = Places::split(&root);
        match checked::<Spec>(&value, &places, &schema) {
            Ok(spec) => {
                let validated = Validated {
                    spec,
                    places,
                    value,
                };
                if round == 0 {
                    return Ok(validated);
                }
                let rest = Rest { validated, broken };
                return Err((problems, Some(Box::new(rest))));
            }
            Err((found, repairs)) => {
                // Later rounds see what the first one told already.
                problems.extend(found.into_iter().filter(|_| round == 0));
                match repair(root, &repairs, &mut broken) {
                    Some(repaired) if !repairs.is_empty() => root = repaired,
                    _ => break,
                }
            }
        }
    }
    Err((problems, None))
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
    checked(value, places, schema).map_err(|(problems, _)| problems)
}

/// Problems of a value, with what takes them out.
#[derive(Default)]
struct Problems {
    told: Collector,
    repairs: Vec<Repair>,
}

impl Problems {
    /// A wrong value.
    fn push(&mut self, pointer: &str, diagnostic: Diagnostic) {
        self.repairs.push(Repair::Leave(pointer.to_owned()));
        self.told.push(diagnostic);
    }
}

fn checked<T: serde::de::DeserializeOwned>(
    value: &Value,
    places: &Places,
    schema: &Value,
) -> Result<T, (Vec<Diagnostic>, Vec<Repair>)> {
    let mut problems = Problems::default();
    match jsonschema::validator_for(schema) {
        Ok(validator) => {
            for error in validator.iter_errors(value) {
                explain(&error, value, places, schema, &mut problems);
            }
        }
        Err(error) => problems.push("", Diagnostic::error(Code::WRONG_VALUE, error.to_string())),
    }
    if problems.told.has_errors() {
        return Err((problems.told.into_sorted(), problems.repairs));
    }
    T::deserialize(value).map_err(|error| {
        // Such an error quotes the value but not its place.
        let text = error.to_string();
        let quoted = text.split('`').nth(1).unwrap_or_default();
        let pointer = pointer_of(value, quoted, String::new()).unwrap_or_default();
        let diagnostic = Diagnostic::error(
            Code::WRONG_VALUE,
            format!("the spec does not fit the grammar: {text}"),
        )
        .at(places.value(&pointer));
        (vec![diagnostic], vec![Repair::Leave(pointer)])
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
    problems: &mut Problems,
) {
    let pointer = error.instance_path().as_str();
    let found = || {
        root.pointer(pointer)
            .map_or_else(String::new, describe_json)
    };
    match error.kind() {
        ValidationErrorKind::AnyOf { context } => {
            if let Some(branch) = meant_branch(context, pointer) {
                for inner in branch {
                    explain(inner, root, places, schema, problems);
                }
                return;
            }
            let (wanted, value) = (alternatives(context, pointer), root.pointer(pointer));
            let hint = type_hint(&wanted, value, pointer).or_else(|| value_hint(value));
            problems.push(
                pointer,
                Diagnostic::error(
                    Code::WRONG_VALUE,
                    format!("expected {wanted}, found {}", found()),
                )
                .at(places.value(pointer))
                .maybe_hint(hint),
            );
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let known = known_keys(schema, error.schema_path().as_str());
            unknown_keys(
                unexpected,
                &known,
                (root, pointer),
                (schema, places),
                problems,
            );
        }
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let property = error
                .schema_path()
                .as_str()
                .rsplit_once('/')
                .and_then(|(parent, _)| schema.pointer(&format!("{parent}/properties/{name}")));
            let example = property
                .and_then(|property| property.pointer("/examples/0"))
                .and_then(Value::as_str);
            problems.push(
                pointer,
                Diagnostic::error(Code::MISSING_KEY, format!("the key `{name}` is missing"))
                    .at(places.key(pointer))
                    .maybe_hint(example.map(|example| format!("for instance `{example}`"))),
            );
        }
        _ => wrong_value(error, root.pointer(pointer), places, problems),
    }
}

/// A value of a wrong type or one that is not allowed.
fn wrong_value(
    error: &ValidationError<'_>,
    value: Option<&Value>,
    places: &Places,
    problems: &mut Problems,
) {
    let pointer = error.instance_path().as_str();
    let found = || value.map_or_else(String::new, describe_json);
    match error.kind() {
        ValidationErrorKind::Type { kind } => problems.push(
            pointer,
            Diagnostic::error(
                Code::WRONG_VALUE,
                format!("expected {}, found {}", type_words(kind), found()),
            )
            .at(places.value(pointer))
            .maybe_hint(type_hint(&type_words(kind), value, pointer).or_else(|| value_hint(value))),
        ),
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::OneOfNotValid { .. } => {
            let names = admitted(error);
            let names = || names.iter().map(String::as_str);
            let wanted = value.and_then(Value::as_str).unwrap_or("");
            problems.push(
                pointer,
                Diagnostic::error(
                    Code::WRONG_VALUE,
                    format!("expected one of {}, found {}", allowed(names()), found()),
                )
                .at(places.value(pointer))
                .maybe_hint(
                    of_another_language(wanted, &names().collect::<Vec<_>>())
                        .or_else(|| nearest(wanted, names()))
                        .or_else(|| value_hint(value)),
                ),
            );
        }
        ValidationErrorKind::Minimum { limit } | ValidationErrorKind::Maximum { limit } => {
            let least = matches!(error.kind(), ValidationErrorKind::Minimum { .. });
            problems.push(
                pointer,
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
        ValidationErrorKind::Pattern { pattern } => problems.push(
            pointer,
            Diagnostic::error(
                Code::WRONG_VALUE,
                if pattern.contains("kMBT") {
                    format!(
                        "expected a number such as `5M` or `7.5B`, found {}",
                        found()
                    )
                } else {
                    format!("{} does not have the form that is expected here", found())
                },
            )
            .at(places.value(pointer))
            .maybe_hint(value_hint(value)),
        ),
        _ => problems.push(
            pointer,
            Diagnostic::error(Code::WRONG_VALUE, error.to_string()).at(places.value(pointer)),
        ),
    }
}

/// Keys that a map of the grammar does not have.
fn unknown_keys(
    unexpected: &[String],
    known: &[String],
    (root, pointer): (&Value, &str),
    (schema, places): (&Value, &Places),
    problems: &mut Problems,
) {
    for key in unexpected {
        let own = format!("{pointer}/{}", escape(key));
        let place = places.key(&own);
        if pointer.is_empty() && RESERVED.contains(&key.as_str()) || key == "corrections" {
            problems.repairs.push(Repair::RemoveKey(own.clone()));
            problems.told.push(
                Diagnostic::error(
                    Code::RESERVED,
                    format!("the key `{key}` is reserved for a later version"),
                )
                .at(place)
                .hint("remove it, or begin your own keys with `x-`"),
            );
            continue;
        }
        let present = |name: &&str| {
            let here = root.pointer(pointer).and_then(Value::as_object);
            here.is_some_and(|map| map.contains_key(*name))
        };
        let free = || {
            known
                .iter()
                .map(String::as_str)
                .filter(|name| !present(name))
        };
        // `{fr: a, b}` is a text that ends at the comma, then a key without value.
        let bare = root
            .pointer(&format!("{pointer}/{}", escape(key)))
            .is_some_and(Value::is_null);
        let hint = if bare && known.iter().any(|name| name == "fr") {
            Some("a text with a comma needs quotes inside `{ }`".to_owned())
        } else {
            nearest(key, free())
                .or_else(|| inside_of(key, known))
                .or_else(|| belongs_elsewhere(schema, key, pointer, known))
                .or_else(|| {
                    let list = "a list stands in brackets, a text with a comma in quotes";
                    bare.then(|| format!("inside `{{ }}` a comma ends the value before: {list}"))
                })
        };
        problems
            .repairs
            .push(match nearest_name(key, known.iter().map(String::as_str)) {
                Some(to) => Repair::Rename {
                    pointer: own,
                    to: to.to_owned(),
                },
                None => Repair::RemoveKey(own),
            });
        problems.told.push(
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

/// `of_where` for `of: {where: …}`.
fn inside_of(key: &str, known: &[String]) -> Option<String> {
    let (outer, inner) = key.split_once(['_', '.'])?;
    let both = [outer, inner]
        .iter()
        .all(|part| known.iter().any(|name| name == part));
    both.then(|| format!("write `{outer}: {{{inner}: …}}`"))
}

/// Definitions that have a key that is unknown here.
fn belongs_elsewhere(schema: &Value, key: &str, pointer: &str, known: &[String]) -> Option<String> {
    if known.iter().any(|name| name == "columns") {
        return Some("indent it under `columns:` if it is a column".to_owned());
    }
    let has = |definition: &Value| definition.pointer(&format!("/properties/{key}")).is_some();
    if has(schema) {
        return (!pointer.is_empty()).then(|| format!("`{key}` stands at the top of the spec"));
    }
    let definitions = schema.get("$defs")?.as_object()?;
    let having = definitions.iter().filter(|(_, definition)| has(definition));
    let names: Vec<String> = having
        .map(|(name, _)| super::schema::definition_words(name))
        .collect();
    (!names.is_empty()).then(|| format!("`{key}` is a key of: {}", names.join(", ")))
}

/// The name that the language has for a type of another one.
fn of_another_language(wanted: &str, names: &[&str]) -> Option<String> {
    let name = match wanted.to_lowercase().as_str() {
        "str" | "text" | "varchar" | "utf8" | "char" => "string",
        "int" | "int64" | "int32" | "bigint" | "long" => "integer",
        "float" | "float64" | "double" | "decimal" | "numeric" => "number",
        "bool" => "boolean",
        "datetime" | "timestamp" | "day" => "date",
        "list" | "array" | "list[str]" | "list[string]" | "list<str>" => "list<string>",
        "pie" | "donut" => "treemap",
        "column" | "histogram" => "bar",
        "stacked" => "stacked_bar",
        _ => return None,
    };
    names
        .contains(&name)
        .then(|| format!("did you mean `{name}`?"))
}

/// How the type that is wanted is written.
fn type_hint(wanted: &str, value: Option<&Value>, pointer: &str) -> Option<String> {
    match value? {
        Value::String(_) if pointer == "/version" => Some("write `version: 1`".to_owned()),
        Value::String(text) if wanted == "a list" => {
            Some(format!("a list stands in brackets: [{text}]"))
        }
        Value::String(text) if wanted == "a map" && pointer.starts_with("/sections/") => Some(
            format!("say what it is: `chart: {text}`, `table: {text}` or `text: …`"),
        ),
        Value::String(text) if wanted.contains("`true`") => {
            let truth = match text.to_lowercase().as_str() {
                "yes" | "on" | "y" | "true" => "true",
                "no" | "off" | "n" | "false" => "false",
                _ => return None,
            };
            Some(if text.eq_ignore_ascii_case(truth) {
                format!("write {truth}, without quotes")
            } else {
                format!("`{text}` is a text in YAML 1.2: write {truth}")
            })
        }
        Value::Array(_) if wanted == "a map" => {
            Some("names are keys here: remove the `- ` before them".to_owned())
        }
        Value::Object(_) if wanted == "a list" => Some("begin each entry with `- `".to_owned()),
        Value::Null => Some("write the value behind the colon, or remove the key".to_owned()),
        _ => None,
    }
}

fn value_hint(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => Some("write the value behind the colon, or remove the key".to_owned()),
        Value::String(text)
            if text.ends_with('%') && text.trim_end_matches('%').trim().parse::<f64>().is_ok() =>
        {
            Some("percent with one decimal is written `{percent: 1}`".to_owned())
        }
        Value::String(text)
            if text.contains(' ') && text.replace(' ', "").parse::<i64>().is_ok() =>
        {
            Some(format!("numbers have no spaces: {}", text.replace(' ', "")))
        }
        Value::String(text)
            if text.starts_with(|c: char| c.is_ascii_digit())
                && text.ends_with(|c: char| c.is_alphabetic())
                && text
                    .trim_end_matches(char::is_alphabetic)
                    .trim()
                    .parse::<f64>()
                    .is_ok()
                && !text.ends_with('m') =>
        {
            Some("the suffixes are `k`, `M`, `B` (10⁹) and `T` (10¹²), without a space".to_owned())
        }
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
        _ => None,
    }
}
