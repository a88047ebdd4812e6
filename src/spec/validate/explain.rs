//! Turns the errors of the JSON Schema validator into problems in the terms of the spec, each with
//! the repair that removes it.

use super::Problems;
use super::hints::{
    format_of_a_spreadsheet, of_another_language, percentage, type_hint, value_hint,
};
use super::keys::{is_misspelt, known_keys, unknown_keys};
use super::order::value_of_order;
use crate::diagnostic::{Code, Diagnostic, Location, allowed, nearest};
use crate::spec::grammar::{A_DECIMAL, AMOUNT, DECIMAL_PATTERN, SIZE};
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

/// The problems of one validator error: what was expected, what was found, what was probably meant.
pub(super) fn explain(
    error: &ValidationError<'_>,
    root: &Value,
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
                    explain(inner, root, schema, problems);
                }
                return;
            }
            let forms = error.schema_path().as_str();
            let format = named_format(schema, forms);
            let wanted = format.map_or_else(|| alternatives(context, pointer), str::to_owned);
            let value = root.pointer(pointer);
            // A hint from the format already serves as the example.
            let hint = type_hint(&wanted, root, pointer)
                .or_else(|| value_of_order(value, root, pointer))
                .or_else(|| value_hint(value, pointer))
                .or_else(|| example(schema, forms).filter(|_| format.is_none()));
            problems.push(
                pointer,
                Diagnostic::error(
                    Code::WRONG_VALUE,
                    format!("expected {wanted}, found {}", found()),
                )
                .at(Location::value(pointer))
                .maybe_hint(hint),
            );
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let path = error.schema_path().as_str();
            let known = known_keys(schema, path);
            let here = (known.as_slice(), path);
            unknown_keys(unexpected, here, (root, pointer), schema, problems);
        }
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let known = known_keys(schema, error.schema_path().as_str());
            if is_misspelt(name, &known, root.pointer(pointer)) {
                // The unknown key is reported with this one as what was meant.
                return;
            }
            let object = error.schema_path().as_str().rsplit_once('/');
            let hint = object
                .and_then(|(object, _)| example(schema, &format!("{object}/properties/{name}")));
            problems.push(
                pointer,
                Diagnostic::error(Code::MISSING_KEY, format!("the key `{name}` is missing"))
                    .at(Location::key(pointer))
                    .maybe_hint(hint),
            );
        }
        _ => wrong_value(error, root, schema, problems),
    }
}

/// A value of a wrong type, or a value that is not allowed.
fn wrong_value(error: &ValidationError<'_>, root: &Value, schema: &Value, problems: &mut Problems) {
    let pointer = error.instance_path().as_str();
    let value = root.pointer(pointer);
    let example = || example(schema, error.schema_path().as_str());
    let found = || value.map_or_else(String::new, describe_json);
    match error.kind() {
        ValidationErrorKind::Type { kind } => problems.push(
            pointer,
            Diagnostic::error(
                Code::WRONG_VALUE,
                format!("expected {}, found {}", type_words(kind), found()),
            )
            .at(Location::value(pointer))
            .maybe_hint(
                type_hint(&type_words(kind), root, pointer)
                    .or_else(|| value_hint(value, pointer))
                    .or_else(example),
            ),
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
                .at(Location::value(pointer))
                .maybe_hint(
                    of_another_language(wanted, &names().collect::<Vec<_>>())
                        .or_else(|| value_of_order(value, root, pointer))
                        .or_else(|| format_of_a_spreadsheet(wanted, pointer))
                        .or_else(|| nearest(wanted, names()))
                        .or_else(|| value_hint(value, pointer)),
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
                .at(Location::value(pointer))
                .maybe_hint(percentage(value, limit).or_else(example)),
            );
        }
        ValidationErrorKind::Format { .. } | ValidationErrorKind::Pattern { .. } => {
            let words = format_of(schema, error.schema_path().as_str());
            let message = match words {
                Some(words) => format!("expected {words}, found {}", found()),
                None => format!("{} does not have the form that is expected here", found()),
            };
            let hint = value_hint(value, pointer).or_else(|| example().filter(|_| words.is_none()));
            problems.push(
                pointer,
                Diagnostic::error(Code::WRONG_VALUE, message)
                    .at(Location::value(pointer))
                    .maybe_hint(hint),
            );
        }
        _ => problems.push(
            pointer,
            Diagnostic::error(Code::WRONG_VALUE, error.to_string()).at(Location::value(pointer)),
        ),
    }
}

/// Of several forms of a value, the one that has the JSON type of what was written: the branch
/// without a type error at the value itself. `None` when no branch, or more than one, has that
/// type.
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

/// The names that an enumeration allows, documented one by one (`oneOf`) or not (`enum`).
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
        // One name stands for those of all scales.
        ValidationErrorKind::Pattern { pattern } if pattern == DECIMAL_PATTERN => {
            vec![A_DECIMAL.to_owned()]
        }
        _ => Vec::new(),
    }
}

/// Whether this is the alternative "or a param" of typed values, which messages leave out.
fn is_param_pattern(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Pattern { pattern } if pattern.contains("params"))
}

/// The example of the nearest part of the schema that has one, to show a correct value.
fn example(schema: &Value, path: &str) -> Option<String> {
    let mut path = path;
    loop {
        let example = schema
            .pointer(path)
            .and_then(|it| it.pointer("/examples/0"));
        if let Some(example) = example.and_then(Value::as_str) {
            return Some(format!("for instance `{example}`"));
        }
        let (parent, last) = path.rsplit_once('/')?;
        if matches!(last, "properties" | "$defs") {
            return None;
        }
        path = parent;
    }
}

/// A description of a text in one of our formats.
fn words_of(format: &str) -> Option<&'static str> {
    match format {
        AMOUNT => Some("a whole number such as `100` or `7.5B`"),
        SIZE => Some("a size such as `500KB` or `1.5MB`"),
        _ => None,
    }
}

/// The description of a text's format, given the path of one of the format's keywords.
fn format_of(schema: &Value, path: &str) -> Option<&'static str> {
    let (text, _) = path.rsplit_once('/')?;
    words_of(schema.pointer(text)?.get("format")?.as_str()?)
}

/// The description of the format among several forms of a value.
fn named_format(schema: &Value, forms: &str) -> Option<&'static str> {
    let forms = schema.pointer(forms)?.as_array()?.iter();
    let mut formats = forms.filter_map(|form| form.get("format")?.as_str());
    formats.find_map(words_of)
}

/// The forms that a value may have.
fn alternatives(context: &[Vec<ValidationError<'static>>], pointer: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for error in context.iter().flatten() {
        let word = match error.kind() {
            ValidationErrorKind::Type { kind } if error.instance_path().as_str() == pointer => {
                type_words(kind)
            }
            ValidationErrorKind::Format { format } => match words_of(format) {
                Some(words) => words.to_owned(),
                None => continue,
            },
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
