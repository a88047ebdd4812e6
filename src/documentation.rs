//! Documentation generated from the code: every key of the language from its schema, every SQL
//! function, text filter, colour and diagnostic from its table. Out: the Markdown of
//! `docs/reference.md`, `docs/sql.md` and `docs/diagnostics.md`; a test rejects drift.

mod sql;

pub use sql::sql;

use crate::chart::COLOR_NAMES;
use crate::diagnostic::{CODES, CodeEntry, Raised};
use crate::resolve::published_schema;
use crate::spec::{definition_words as words, schema};
use crate::template::{FilterExample, filter_documentation, test_documentation};
use indexmap::IndexSet;
use serde_json::{Map, Value};
use std::fmt::Write;

const GENERATED: &str =
    "<!-- Made from the code; `HFREPORT_UPDATE=1 cargo test documentation` writes it again. -->";

/// `docs/reference.md`: keys, text filters, colours.
#[must_use]
pub fn reference() -> String {
    let mut text = format!(
        "{GENERATED}\n# Reference\n\nEvery key of a spec and every text filter. \
         [spec.md](spec.md) explains them by topic, [sql.md](sql.md) says what expressions give. Keys that begin with `x-` are free. Where a \
         number or a truth value stands, `\"{{{{ params.name }}}}\"` may stand too.\n\n"
    );
    text.push_str("- [Spec](#spec)\n- [Published figures](#published-figures)\n");
    text.push_str("- [Text filters](#text-filters)\n- [Colours](#colours)\n\n");
    text.push_str("## Spec\n\n");
    definitions(&schema(), "spec", &mut text);
    text.push_str("## Published figures\n\nThe file that `published:` names.\n\n");
    definitions(&published_schema(), "file of published figures", &mut text);
    filters(&mut text);
    let colors: Vec<String> = COLOR_NAMES.iter().map(|name| format!("`{name}`")).collect();
    let _ = writeln!(
        text,
        "## Colours\n\n`#rrggbb`, or one of {}.",
        colors.join(", ")
    );
    text
}

/// `docs/diagnostics.md`: every code with its meaning and the names of its test cases, which are
/// folders of `tests/cases/diagnostics`.
#[must_use]
pub fn diagnostics(cases: &[String]) -> String {
    let mut text = format!(
        "{GENERATED}\n# Diagnostics\n\nEvery message has a stable code; `hfreport explain HF0301` prints its page. \
         Warnings are waived by code, for the whole spec or on the definition that is meant: \
         `allow: [HF0308]`. The first two digits say the part: 01 files and YAML, 02 grammar, 03 names \
         and expressions, 04 data, 05 results, 06 texts, 07 published figures, 08 outputs.\n\n\
         Each case is a small spec with the mistake and the message that it gets.\n\n\
         | code | meaning | cases |\n| --- | --- | --- |\n"
    );
    for entry in CODES {
        let own: Vec<String> = cases
            .iter()
            .filter_map(|case| {
                let name = case.strip_prefix(entry.code.as_str())?.strip_prefix('-')?;
                Some(format!("[{name}](../tests/cases/diagnostics/{case})"))
            })
            .collect();
        let _ = writeln!(
            text,
            "| [{}](#{}) | {} | {} |",
            entry.code,
            entry.code.as_str().to_lowercase(),
            entry.title,
            own.join(", ")
        );
    }
    for entry in CODES {
        let _ = write!(text, "\n## {}\n\n{}\n", entry.code, page(entry));
    }
    text
}

/// The text about a code, for a terminal.
#[must_use]
pub(crate) fn diagnostic_page(entry: &CodeEntry) -> String {
    format!(
        "{}: {}",
        entry.code,
        page(entry).replace("**", "").replace("\n\n", "\n")
    )
}

fn page(entry: &CodeEntry) -> String {
    let waivable = match entry.raised {
        Raised::AsError => String::new(),
        Raised::AsWarning => format!(
            "\n\nA warning, reported by `check` and `run`; waived by `allow: [{}]`.",
            entry.code
        ),
        Raised::AsWarningOfRun => format!(
            "\n\nA warning that needs the rows, reported by `run`; waived by `allow: [{}]`.",
            entry.code
        ),
        Raised::AsErrorUnlessSaid => format!(
            "\n\nAn error that needs the rows, reported by `run`, which `allow` does not waive; with `severity: warning` a warning, waived by `allow: [{}]`.",
            entry.code
        ),
        Raised::AsErrorOfRun => format!(
            "\n\nAn error that needs the rows, reported by `run`; waived by `allow: [{}]` all the same.",
            entry.code
        ),
    };
    format!(
        "**{}.** {}{waivable}",
        capitalized(entry.title),
        entry.explanation
    )
}

/// The root of a schema and all definitions that it refers to, in the order of reference.
fn definitions(schema: &Value, root: &str, text: &mut String) {
    let mut queue: IndexSet<String> = IndexSet::new();
    let none = Map::new();
    let known = schema
        .get("$defs")
        .and_then(Value::as_object)
        .unwrap_or(&none);
    let _ = writeln!(text, "### {root}\n");
    definition(schema, text);
    references(schema, &mut queue);
    let mut at = 0;
    while at < queue.len() {
        let name = queue[at].clone();
        if let Some(found) = known.get(&name) {
            let _ = writeln!(text, "### {}\n", words(&name));
            definition(found, text);
            references(found, &mut queue);
        }
        at += 1;
    }
}

/// One definition: a map with its keys, an enumeration of names, or alternative forms.
fn definition(schema: &Value, text: &mut String) {
    if let Some(description) = schema.get("description").and_then(Value::as_str) {
        let _ = writeln!(text, "{description}\n");
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let required = schema.get("required").and_then(Value::as_array);
        text.push_str("| key | value | meaning |\n| --- | --- | --- |\n");
        for (key, property) in properties {
            let must = required.is_some_and(|list| list.iter().any(|name| name == key));
            let _ = writeln!(
                text,
                "| `{key}`{} | {} | {} |",
                if must { " (required)" } else { "" },
                value(property),
                cell(described(property))
            );
        }
        if let Some(free @ Value::Object(_)) = schema.get("additionalProperties") {
            let _ = writeln!(text, "| any other | {} | |", value(free));
        }
        text.push('\n');
        return;
    }
    let choices = ["oneOf", "anyOf"]
        .iter()
        .find_map(|key| schema.get(*key)?.as_array());
    let Some(choices) = choices else {
        if schema.get("type").is_some_and(|kind| kind == "array") {
            let _ = writeln!(text, "A {}.\n", value(schema));
        }
        return;
    };
    for choice in choices {
        let form = match choice.get("const") {
            Some(Value::String(name)) => format!("`{name}`"),
            _ => match (choice.get("pattern"), choice.pointer("/examples/0")) {
                // One of several names of a form.
                (Some(_), Some(Value::String(name))) => format!("`{name}`"),
                _ => value(choice),
            },
        };
        let meaning = described(choice);
        if meaning.is_empty() {
            let _ = writeln!(text, "- {form}");
        } else {
            let _ = writeln!(text, "- {form}: {meaning}");
        }
    }
    text.push('\n');
}

/// What a value may be, in words, with a link to its definition.
fn value(schema: &Value) -> String {
    if let Some(name) = reference_of(schema) {
        let title = words(name);
        return format!("[{title}](#{})", title.replace(' ', "-"));
    }
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        let forms: IndexSet<String> = choices
            .iter()
            .filter(|choice| !is_param(choice))
            .map(value)
            .collect();
        return forms.into_iter().collect::<Vec<_>>().join(" or ");
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("string") if schema.get("pattern").is_some() => "number with a suffix".to_owned(),
        Some("string") => "text".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("array") => {
            let items = schema.get("items").map_or_else(String::new, value);
            format!("list of {items}")
        }
        Some("object") => match schema.get("additionalProperties") {
            Some(inner @ Value::Object(_)) => format!("map of {}", value(inner)),
            _ => "map".to_owned(),
        },
        Some(other) => other.to_owned(),
        None => String::new(),
    }
}

/// The pattern `{{ params.name }}`, which is allowed everywhere.
fn is_param(schema: &Value) -> bool {
    schema
        .get("pattern")
        .and_then(Value::as_str)
        .is_some_and(|pattern| pattern.contains("params"))
}

fn reference_of(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

/// The names of the definitions that a schema refers to, in order.
fn references(schema: &Value, found: &mut IndexSet<String>) {
    if let Some(name) = reference_of(schema) {
        found.insert(name.to_owned());
    }
    match schema {
        Value::Object(map) => {
            for (key, inner) in map {
                if key != "$defs" {
                    references(inner, found);
                }
            }
        }
        Value::Array(items) => {
            for inner in items {
                references(inner, found);
            }
        }
        _ => {}
    }
}

fn described(schema: &Value) -> &str {
    schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Text for a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn filters(text: &mut String) {
    text.push_str(
        "## Text filters\n\nBeside the filters of MiniJinja. Arguments are given by position or by name. The results \
         have the no-break spaces of their language.\n\n\
         | filter | meaning | in French | in English |\n| --- | --- | --- | --- |\n",
    );
    for entry in filter_documentation() {
        usage(
            text,
            entry.name,
            entry.arguments,
            entry.description,
            [entry.french, entry.english],
        );
    }
    text.push_str(
        "\n### Text tests\n\nBeside the tests of MiniJinja: `{% if a is tied(b) %}`, `{% if a is not ahead_of(b) %}`. \
         They compare numbers as a reader sees them.\n\n\
         | test | meaning | in French | in English |\n| --- | --- | --- | --- |\n",
    );
    for entry in test_documentation() {
        usage(
            text,
            entry.name,
            entry.arguments,
            entry.description,
            [entry.french, entry.english],
        );
    }
    text.push('\n');
}

/// The table row of a filter or a test.
fn usage(
    text: &mut String,
    name: &str,
    arguments: &[&str],
    description: &str,
    examples: [FilterExample; 2],
) {
    let arguments = match arguments {
        [] => String::new(),
        arguments => format!("({})", arguments.join(", ")),
    };
    let _ = write!(text, "| `{name}{arguments}` | {} |", cell(description));
    for example in examples {
        let (template, result) = (cell(example.template), cell(example.result));
        let _ = write!(text, " `{template}` → {result} |");
    }
    text.push('\n');
}
