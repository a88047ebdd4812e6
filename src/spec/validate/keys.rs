//! Keys that a map of the grammar does not have: what was probably meant.

use super::Problems;
use super::hints::first_of;
use crate::diagnostic::{Code, Diagnostic, Location, allowed, nearest, nearest_name};
use crate::spec::repair::Repair;
use crate::spec::schema::definition_words;
use crate::spec::spans::escape;
use serde_json::Value;

/// Keys kept for later versions.
const RESERVED: [&str; 3] = ["period", "previous", "engine"];

/// Reports keys that a map of the grammar does not have.
pub(super) fn unknown_keys(
    unexpected: &[String],
    (known, path): (&[String], &str),
    (root, pointer): (&Value, &str),
    schema: &Value,
    problems: &mut Problems,
) {
    for key in unexpected {
        let own = format!("{pointer}/{}", escape(key));
        if pointer.is_empty() && RESERVED.contains(&key.as_str()) {
            problems.repairs.push(Repair::RemoveKey(own.clone()));
            problems.found.push(
                Diagnostic::error(
                    Code::RESERVED,
                    format!("the key `{key}` is reserved for a later version"),
                )
                .at(Location::key(&own))
                .hint("remove it, or begin your own keys with `x-`"),
            );
            continue;
        }
        // `{type:number}`
        if let Some((name, value)) = key.split_once(':')
            && known.iter().any(|known| known == name)
        {
            let problem = Diagnostic::error(
                Code::UNKNOWN_KEY,
                format!("unknown key `{key}`: no space stands behind its colon"),
            );
            let hint = format!("a space after the colon: `{name}: {}`", value.trim());
            let problem = problem.at(Location::key(&own)).hint(hint);
            problems.push(pointer, problem);
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
        // `{fr: a, b}` is a text that ends at the comma, followed by a key without a value.
        let bare = root
            .pointer(&format!("{pointer}/{}", escape(key)))
            .is_some_and(Value::is_null);
        let hint = if bare && known.iter().any(|name| name == "fr") {
            Some("a text with a comma needs quotes inside `{ }`".to_owned())
        } else {
            nearest(key, free())
                .or_else(|| inside_of(key, known))
                .or_else(|| inside_of_format(key, schema, path))
                .or_else(|| {
                    let number = root.pointer(&own).filter(|value| value.is_number())?;
                    let is_keep = key == "top" && known.iter().any(|name| name == "keep");
                    let by = first_of(root, pointer);
                    is_keep.then(|| format!("write `keep: {{{by}: {{top: {number}}}}}`"))
                })
                .or_else(|| belongs_elsewhere(schema, key, (root, pointer), known))
                .or_else(|| {
                    let list = "a list stands in brackets, a text with a comma in quotes";
                    bare.then(|| format!("inside `{{ }}` a comma ends the value before: {list}"))
                })
        };
        problems.found.push(
            Diagnostic::error(
                Code::UNKNOWN_KEY,
                format!(
                    "unknown key `{key}`, the keys here are {}",
                    allowed(known.iter().map(String::as_str))
                ),
            )
            .at(Location::key(&own))
            .maybe_hint(hint),
        );
        problems.repairs.push(match nearest_name(key, free()) {
            Some(to) => Repair::Rename {
                pointer: own,
                to: to.to_owned(),
            },
            None => Repair::RemoveKey(own),
        });
    }
}

/// Whether a map that lacks a key has it under a name that is only nearly right.
pub(super) fn is_misspelt(key: &str, known: &[String], map: Option<&Value>) -> bool {
    let Some(map) = map.and_then(Value::as_object) else {
        return false;
    };
    let free = || {
        let names = known.iter().map(String::as_str);
        names.filter(|name| !map.contains_key(*name))
    };
    let mut unknown = map.keys().filter(|name| !known.contains(name));
    unknown.any(|name| {
        let unspaced = name.split_once(':').is_some_and(|(name, _)| name == key);
        unspaced || nearest_name(name, free()) == Some(key)
    })
}

/// The keys of the object schema whose `additionalProperties` failed.
pub(super) fn known_keys(schema: &Value, path: &str) -> Vec<String> {
    object(schema, path)
        .map(|properties| properties.keys().cloned().collect())
        .unwrap_or_default()
}

/// The properties of the object schema in which a keyword at `path` failed.
fn object<'s>(schema: &'s Value, path: &str) -> Option<&'s serde_json::Map<String, Value>> {
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    schema.pointer(parent)?.get("properties")?.as_object()
}

/// A key of formats where a map has a `format`.
fn inside_of_format(key: &str, schema: &Value, path: &str) -> Option<String> {
    let format = object(schema, path)?.get("format")?.get("$ref")?;
    let parameters = schema.pointer("/$defs/FormatParameters/properties")?;
    (format == "#/$defs/Format" && parameters.get(key).is_some())
        .then(|| format!("write `format: {{{key}: …}}`"))
}

/// Recognises `of_where` as `of: {where: …}`.
fn inside_of(key: &str, known: &[String]) -> Option<String> {
    let (outer, inner) = key.split_once(['_', '.'])?;
    let both = [outer, inner]
        .iter()
        .all(|part| known.iter().any(|name| name == part));
    both.then(|| format!("write `{outer}: {{{inner}: …}}`"))
}

/// Kinds of definitions that have the key which is unknown here.
fn belongs_elsewhere(
    schema: &Value,
    key: &str,
    (root, pointer): (&Value, &str),
    known: &[String],
) -> Option<String> {
    let value = root.pointer(&format!("{pointer}/{}", escape(key)));
    let is_column = value.is_some_and(|value| value.get("type").is_some());
    if is_column && known.iter().any(|name| name == "columns") {
        return Some("indent it under `columns:`, it is a column".to_owned());
    }
    let has = |definition: &Value| definition.pointer(&format!("/properties/{key}")).is_some();
    if has(schema) {
        return (!pointer.is_empty()).then(|| format!("`{key}` stands at the top of the spec"));
    }
    let definitions = schema.get("$defs")?.as_object()?;
    let having = definitions.iter().filter(|(_, definition)| has(definition));
    let names: Vec<String> = having.map(|(name, _)| definition_words(name)).collect();
    (!names.is_empty()).then(|| format!("`{key}` is a key of: {}", names.join(", ")))
}
