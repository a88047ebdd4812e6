//! Params: their values from the spec and the command line, and their substitution in the spec.

use super::yaml::{Node, NodeKind};
use crate::diagnostic::{
    Code, Diagnostic, Outcome, Span, Subject, SubjectKind, nearest, there_are,
};
use crate::text::Date;
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// The value of a param.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamValue {
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A text.
    Text(String),
    /// A date.
    Date(Date),
}

impl ParamValue {
    /// The value as written in paths; dates in ISO form.
    #[must_use]
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Integer(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Boolean(value) => value.to_string(),
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
        }
    }

    /// A text as a value of the same type.
    #[must_use]
    pub(crate) fn parsed(&self, text: &str) -> Option<Self> {
        Some(match self {
            Self::Integer(_) => Self::Integer(super::Amount::parse(text)?.value),
            Self::Number(_) => Self::Number(text.parse().ok().filter(|v: &f64| v.is_finite())?),
            Self::Boolean(_) => Self::Boolean(text.parse().ok()?),
            Self::Text(_) => Self::Text(text.to_owned()),
            Self::Date(_) => Self::Date(Date::parse(text)?),
        })
    }

    /// Its type with an article.
    #[must_use]
    pub(crate) fn described(&self) -> &'static str {
        match self {
            Self::Integer(_) => "an integer",
            Self::Number(_) => "a number",
            Self::Boolean(_) => "a boolean",
            Self::Text(_) => "a string",
            Self::Date(_) => "a date",
        }
    }

    /// Whether a day or a whole number comes before another one; other values have no order.
    #[must_use]
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => one < other,
            (Self::Date(one), Self::Date(other)) => one < other,
            _ => false,
        }
    }
}

/// The params, and the source paths that are set.
type Settings = (IndexMap<String, ParamValue>, BTreeMap<String, String>);

/// The params of a spec, with the values that it declares.
///
/// # Errors
/// A default has another type than declared.
pub(super) fn declared(node: &Node) -> Outcome<IndexMap<String, ParamValue>> {
    let mut params = IndexMap::new();
    let mut problems = Vec::new();
    let entries = match node.get("params").map(|n| &n.kind) {
        Some(NodeKind::Map(entries)) => entries.as_slice(),
        _ => &[],
    };
    for entry in entries {
        let default = entry.value.get("default").unwrap_or(&entry.value);
        let kind = entry.value.get("type").and_then(Node::text);
        match value_of(default, kind) {
            Ok(value) => {
                params.insert(entry.key.clone(), value);
            }
            Err(message) => problems.push(
                Diagnostic::error(Code::PARAM, format!("param `{}`: {message}", entry.key))
                    .about(Subject::new(SubjectKind::Param, &entry.key))
                    .at(default.span),
            ),
        }
    }
    if problems.is_empty() {
        Ok(params)
    } else {
        Err(problems)
    }
}

/// The params of a run, with the values that the command line sets.
///
/// # Errors
/// A setting fits nothing.
pub(super) fn set(
    mut params: IndexMap<String, ParamValue>,
    node: &Node,
    settings: &[(String, String)],
) -> Outcome<Settings> {
    let mut problems = Vec::new();
    let source_names: Vec<&str> = match node.get("sources").map(|n| &n.kind) {
        Some(NodeKind::Map(entries)) => entries.iter().map(|e| e.key.as_str()).collect(),
        _ => Vec::new(),
    };
    let mut source_paths = BTreeMap::new();
    for (name, text) in settings {
        if let Some(value) = params.get_mut(name) {
            match value.parsed(text) {
                Some(new) => *value = new,
                None => problems.push(Diagnostic::error(
                    Code::PARAM,
                    format!(
                        "--set {name}={text}: the param is {}, this value is not{}",
                        value.described(),
                        match value {
                            ParamValue::Date(_) => "; a day is written 2025-10-01",
                            ParamValue::Number(_) if text.contains(',') => {
                                "; a number is written with a point"
                            }
                            _ => "",
                        }
                    ),
                )),
            }
        } else if source_names.contains(&name.as_str()) {
            source_paths.insert(name.clone(), text.clone());
        } else {
            let names = || {
                params
                    .keys()
                    .map(String::as_str)
                    .chain(source_names.iter().copied())
            };
            problems.push(
                Diagnostic::error(
                    Code::PARAM,
                    format!(
                        "--set {name}: no param or source has this name; {}",
                        there_are(names())
                    ),
                )
                .maybe_hint(nearest(name, names())),
            );
        }
    }
    if problems.is_empty() {
        Ok((params, source_paths))
    } else {
        Err(problems)
    }
}

fn value_of(node: &Node, kind: Option<&str>) -> Result<ParamValue, String> {
    let value = match &node.kind {
        NodeKind::Integer(value) => ParamValue::Integer(*value),
        NodeKind::Number(value) => ParamValue::Number(*value),
        NodeKind::Boolean(value) => ParamValue::Boolean(*value),
        NodeKind::Text(text) => match (Date::parse(text), kind) {
            (Some(date), None | Some("date")) => ParamValue::Date(date),
            (None, Some("date")) => {
                return Err(format!(
                    "`{text}` is not a date; a day is written 2025-10-01"
                ));
            }
            (None, None) if looks_like_a_day(text) => {
                return Err(format!(
                    "`{text}` is not a date; a day is written 2025-10-01, a text that looks like one `{{type: string, default: \"{text}\"}}`"
                ));
            }
            _ => match (kind, super::Amount::parse(text)) {
                (Some("integer"), Some(amount)) => ParamValue::Integer(amount.value),
                _ => ParamValue::Text(text.clone()),
            },
        },
        _ => {
            return Err(format!(
                "the default is one value, found {}",
                node.describe()
            ));
        }
    };
    let fits = match kind {
        Some("number") => matches!(value, ParamValue::Number(_) | ParamValue::Integer(_)),
        Some("string") => return Ok(ParamValue::Text(value.plain())),
        Some(kind @ ("integer" | "boolean" | "date")) => value.described().ends_with(kind),
        // Of a type that is none validation says which there are.
        None | Some(_) => true,
    };
    if fits {
        Ok(value)
    } else {
        Err(format!(
            "the type is {}, the default is {}",
            kind.unwrap_or(""),
            value.described()
        ))
    }
}

/// `2025-13-01`, `2025-1-1`: three numbers with hyphens, the first of four digits.
fn looks_like_a_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let lengths = parts.iter().map(|part| part.len());
    parts.iter().all(digits) && matches!(*lengths.collect::<Vec<_>>(), [4, 1..=2, 1..=2])
}

/// Replaces scalars that are exactly `"{{ params.x }}"` by the param's value, with its type.
pub(super) fn substitute(
    node: &mut Node,
    params: &IndexMap<String, ParamValue>,
    (problems, uses): (&mut Vec<Diagnostic>, &mut Vec<(Span, String)>),
    top: bool,
) {
    match &mut node.kind {
        NodeKind::Text(text) => {
            let Some(name) = whole_param(text) else {
                return;
            };
            uses.push((node.span, name.to_owned()));
            match params.get(name) {
                Some(ParamValue::Integer(value)) => node.kind = NodeKind::Integer(*value),
                Some(ParamValue::Number(value)) => node.kind = NodeKind::Number(*value),
                Some(ParamValue::Boolean(value)) => node.kind = NodeKind::Boolean(*value),
                // Texts and dates stay templates, so that a title can format a date for its locale.
                Some(ParamValue::Text(_) | ParamValue::Date(_)) => {}
                None => problems.push(unknown_param(name, params).at(node.span)),
            }
        }
        NodeKind::List(items) => {
            for item in items {
                substitute(item, params, (problems, uses), false);
            }
        }
        NodeKind::Map(entries) => {
            for entry in entries {
                // Texts under these keys are templates, in which a number must stay formattable.
                let text = matches!(entry.key.as_str(), "title" | "text" | "caption" | "heading");
                if !(text || top && entry.key == "params") {
                    substitute(&mut entry.value, params, (problems, uses), false);
                }
            }
        }
        _ => {}
    }
}

/// The param's name, if the text is exactly `{{ params.name }}`.
fn whole_param(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    let name = inner.strip_prefix("params.")?;
    name.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'_')
        .then_some(name)
}

/// The problem of a reference to a param that does not exist.
pub(crate) fn unknown_param(name: &str, params: &IndexMap<String, ParamValue>) -> Diagnostic {
    Diagnostic::error(
        Code::PARAM,
        format!(
            "there is no param `{name}`; {}",
            there_are(params.keys().map(String::as_str))
        ),
    )
    .unknown(name)
    .maybe_hint(nearest(name, params.keys().map(String::as_str)))
}
