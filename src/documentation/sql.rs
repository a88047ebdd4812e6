//! `docs/sql.md`: the result of each operator, function, cast and aggregate, from the tables that
//! define them; a test runs every example.

use super::{GENERATED, cell};
use crate::sql::{AGGREGATES, FUNCTION_GROUPS, FunctionEntry, Line, OPERATORS, PRINCIPLES, Type};
use std::fmt::Write;

const INTRODUCTION: &str = "# SQL\n\n\
    Expressions are what stands in a SELECT list. They mean the same wherever they stand: in a column of a \
    contract, a dimension, a filter, a measure, a metric, a check, and whatever reads the rows. This page says what \
    each operator and function gives; every line of it is run by the tests of the program.\n\n";

const NAMES: &str = "- **Names.** Columns, dimensions, filters; `\"a name\"` in double quotes where it has spaces. Params are \
    `params.name`.\n";

/// `docs/sql.md`.
#[must_use]
pub fn sql() -> String {
    let mut text = format!("{GENERATED}\n{INTRODUCTION}");
    for Line {
        written,
        meaning,
        cases,
    } in PRINCIPLES
    {
        let cases = cases.iter();
        let cases: Vec<String> = cases
            .map(|(sql, gives)| format!("{} → {}", code(sql), code(gives)))
            .collect();
        let _ = writeln!(
            text,
            "- **{written}** {meaning} For instance {}.",
            cases.join(", ")
        );
    }
    text.push_str(NAMES);
    for (title, lines) in OPERATORS {
        let _ = write!(
            text,
            "\n## {title}\n\n| written | gives | for instance |\n| --- | --- | --- |\n"
        );
        for Line {
            written,
            meaning,
            cases,
        } in lines
        {
            row(&mut text, written, meaning, cases);
        }
    }
    for (title, functions) in FUNCTION_GROUPS {
        let _ = write!(
            text,
            "\n## Functions: {}\n\n| function | gives | for instance |\n| --- | --- | --- |\n",
            title.to_lowercase()
        );
        for entry in functions {
            let gives = match entry.result {
                Type::Any => "the type of the first".to_owned(),
                kind => kind.to_string(),
            };
            let meaning = format!("{gives}: {}", entry.description);
            row(
                &mut text,
                &format!("`{}`", signature(entry)),
                &meaning,
                entry.cases,
            );
        }
    }
    aggregates(&mut text);
    text
}

fn aggregates(text: &mut String) {
    text.push_str(
        "\n## Aggregates\n\nA measure and a metric compute one value of many rows, here of the values of `x`. What stands between \
         aggregates is computed of their values: `sum(downloads) / count(*)`, `max(day) - min(day)`. It is computed anew for \
         every row of a breakdown, others included, and never from what others show.\n\n\
         | written | gives | for instance |\n| --- | --- | --- |\n",
    );
    for entry in &AGGREGATES {
        let cases = entry.cases.iter().map(|(sql, values, gives)| {
            let of = match *values {
                "" => "nothing".to_owned(),
                values => code(values),
            };
            format!("{} of {of} → {}", code(sql), code(gives))
        });
        let cases: Vec<String> = cases.collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} |",
            cell(entry.written),
            cell(entry.meaning),
            cases.join("<br>")
        );
    }
}

fn row(text: &mut String, written: &str, meaning: &str, cases: &[(&str, &str)]) {
    let cases: Vec<String> = cases
        .iter()
        .map(|(sql, gives)| format!("{} → {}", code(sql), code(gives)))
        .collect();
    let _ = writeln!(
        text,
        "| {} | {} | {} |",
        cell(written),
        cell(meaning),
        cases.join("<br>")
    );
}

/// As code in a table cell, whatever backticks it contains.
fn code(text: &str) -> String {
    let text = cell(text);
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// The signature: `round(number[, integer])`, `concat(string, …)`.
fn signature(entry: &FunctionEntry) -> String {
    let mut text = format!("{}(", entry.name);
    for (at, kind) in entry.arguments.iter().enumerate() {
        let separator = if at == 0 { "" } else { ", " };
        let name = match kind {
            Type::Any => "any".to_owned(),
            kind => kind.to_string(),
        };
        let _ = if at < entry.least {
            write!(text, "{separator}{name}")
        } else {
            write!(text, "[{separator}{name}]")
        };
    }
    text.push_str(if entry.variadic { ", …)" } else { ")" });
    text
}
