//! Texts that are needed before the data is read: paths, folders, days, statements of databases. In: the text and the
//! params. Out: the text with their values in it, or why it cannot be filled in.

use crate::diagnostic::{Code, Diagnostic, allowed};
use crate::spec::ParamValue;
use crate::template::{template_message, template_names};
use indexmap::IndexMap;
use minijinja::ErrorKind;
use std::collections::BTreeMap;
use std::ops::Range;

/// A text with some params filled in.
///
/// # Errors
/// It names something else, or is no template; with the bytes that are wrong, if they are known.
pub(super) fn filled(
    text: &str,
    params: &IndexMap<String, ParamValue>,
) -> Result<String, (Diagnostic, Option<Range<usize>>)> {
    if !text.contains("{{") && !text.contains("{%") {
        return Ok(text.to_owned());
    }
    let plain: BTreeMap<&str, String> = params
        .iter()
        .map(|(name, value)| (name.as_str(), value.plain()))
        .collect();
    let mut environment = minijinja::Environment::empty();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    let result = template_names(text)
        .and_then(|_| environment.render_str(text, minijinja::context! { params => plain }));
    let names = || params.keys().map(String::as_str);
    result.map_err(|error| {
        let missing = template_names(text).ok().and_then(|found| {
            let mut asked = found
                .names
                .into_iter()
                .filter_map(|name| Some(name.strip_prefix("params.")?.to_owned()));
            asked.find(|name| !params.contains_key(name))
        });
        let hint = format!("only params can stand in it: {}", allowed(names()));
        match (missing, filter_of(text)) {
            (Some(name), _) if params.is_empty() => {
                let hint = format!("say its value at the top of the spec: `params: {{{name}: …}}`");
                (crate::spec::unknown_param(&name, params).hint(hint), None)
            }
            (Some(name), _) => (crate::spec::unknown_param(&name, params).hint(hint), None),
            (None, Some((filter, place))) if error.kind() == ErrorKind::UnknownFilter => {
                (without_filters(filter, params), Some(place))
            }
            (None, _) => {
                let why = template_message(&error);
                let message = format!("the text cannot be filled in: {why}");
                (Diagnostic::error(Code::TEMPLATE, message).hint(hint), None)
            }
        }
    })
}

/// The first filter of a text that only params can fill in, and where it stands.
fn filter_of(text: &str) -> Option<(&str, Range<usize>)> {
    let open = text.find("{{")?;
    let sign = open + text[open..].find('|')?;
    let behind = text[sign + 1..].trim_start();
    let start = text.len() - behind.len();
    let length = behind.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
    let name = &behind[..length.unwrap_or(behind.len())];
    (!name.is_empty()).then_some((name, sign..start + name.len()))
}

/// The problem of a text with a filter that is filled in with params alone.
fn without_filters(filter: &str, params: &IndexMap<String, ParamValue>) -> Diagnostic {
    let message = format!(
        "`|{filter}` cannot stand here: filters are for the texts of a report, and this is filled in with params as they are"
    );
    let day = params.iter().find_map(|(name, value)| match value {
        ParamValue::Date(day) => Some((name, day.iso())),
        _ => None,
    });
    let problem = Diagnostic::error(Code::TEMPLATE, message);
    match day {
        Some((name, day)) => problem.hint(format!(
            "`{{{{ params.{name} }}}}` gives `{day}`, `{{{{ params.{name}[:7] }}}}` gives `{}`; what is written otherwise is a param of its own",
            day.get(..7).unwrap_or_default()
        )),
        None => problem.hint("write `{{ params.name }}`, and give the param the value as it is needed here"),
    }
}
