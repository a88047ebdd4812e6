//! Two thousand files with irregularities are read as Python reads them, or refused at the same
//! row.

use crate::fixture::home;
use hfreport::diagnostic::{Code, Diagnostic};
use hfreport::source::{Dialect, Location, RawTable, Refusal, columns, format_of, read};
use hfreport::spec::grammar::Encoding;
use hfreport::world::SystemWorld;
use polars::prelude::AnyValue;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const CASES: usize = 2000;

/// Writes the files; false if there is no Python, which CI must have.
fn generated(folder: &Path) -> bool {
    let script = home().join(".ci/records.py");
    let run = Command::new("python3")
        .arg(script)
        .arg(folder)
        .arg(CASES.to_string())
        .status();
    match run {
        Ok(status) => {
            assert!(status.success(), "the generator failed");
            true
        }
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "python3: {error}");
            eprintln!("skipped: no python3");
            false
        }
    }
}

#[test]
fn generated_files_are_read_as_python_reads_them_or_refused_at_the_same_row() {
    let folder = tempfile::tempdir().unwrap();
    if !generated(folder.path()) {
        return;
    }
    let expected = std::fs::read_to_string(folder.path().join("expected.ndjson")).unwrap();
    let mut wrong = Vec::new();
    for line in expected.lines() {
        let expected: Value = serde_json::from_str(line).unwrap();
        if let Err(what) = held(folder.path(), &expected) {
            wrong.push(format!("{}: {what}", expected["file"]));
        }
    }
    assert_eq!(expected.lines().count(), CASES);
    let shown = wrong.iter().take(20).cloned().collect::<Vec<_>>();
    assert!(
        wrong.is_empty(),
        "{} files differ:\n{}",
        wrong.len(),
        shown.join("\n")
    );
}

/// Compares one file with its expectation.
fn held(folder: &Path, expected: &Value) -> Result<(), String> {
    let name = expected["file"].as_str().unwrap();
    let format = format_of(name).0.unwrap();
    let location = Location {
        path: folder.join(name),
        shown: name.to_owned(),
        format,
        gzip: false,
        encoding: Encoding::Utf8,
        dialect: Dialect {
            delimiter: expected["delimiter"].as_str().unwrap().as_bytes()[0],
            ..Dialect::of(format)
        },
        zone: hfreport::source::Zone::default(),
        from_file: String::new(),
    };
    match (expected["error"].as_u64(), whole(&location)) {
        (Some(row), Err(told)) if told.message.contains(&format!("(row {row}):")) => Ok(()),
        (Some(row), Err(told)) => Err(format!("not at row {row}: {}", told.message)),
        (Some(row), Ok(table)) => Err(format!("{} rows, but row {row} is faulty", table.height())),
        (None, Err(told)) if told.code == Code::EMPTY_SOURCE && rows(expected).is_empty() => Ok(()),
        (None, Err(told)) => Err(told.message),
        (None, Ok(table)) => same(expected, &table),
    }
}

/// A file with all readable columns, after reading each of them alone.
fn whole(location: &Location) -> Result<RawTable, Diagnostic> {
    let found = columns(&SystemWorld, location)?;
    let can_be_read =
        |name: &&String| !matches!(found.refused.get(*name), Some((Refusal::Always, _)));
    let names: Vec<String> = found
        .columns
        .iter()
        .map(|(name, _)| name)
        .filter(can_be_read)
        .cloned()
        .collect();
    let table = read(&SystemWorld, location, &names, &names)?;
    for name in names {
        let alone = read(&SystemWorld, location, std::slice::from_ref(&name), &[])?;
        assert_eq!(alone.height(), table.height(), "{}", location.shown);
    }
    Ok(table)
}

fn rows(expected: &Value) -> &[Value] {
    expected["rows"].as_array().map_or(&[], Vec::as_slice)
}

fn same(expected: &Value, table: &RawTable) -> Result<(), String> {
    let rows = rows(expected);
    if rows.len() != table.height() {
        return Err(format!("{} rows instead of {}", table.height(), rows.len()));
    }
    let names = expected["names"].as_array().unwrap();
    for column in table.parts[0].frame.columns() {
        let at = names.iter().position(|name| name == column.name().as_str());
        let at = at.ok_or_else(|| format!("a column `{}`", column.name()))?;
        for (row, cells) in rows.iter().enumerate() {
            let found = column.get(row).unwrap();
            if !is(&cells[at], &found) {
                let name = column.name();
                return Err(format!(
                    "row {}, column `{name}`: {found:?} instead of {}",
                    row + 1,
                    cells[at]
                ));
            }
        }
    }
    Ok(())
}

/// Whether a cell equals what Python read: numbers exactly, or as written.
fn is(expected: &Value, found: &AnyValue) -> bool {
    if let AnyValue::StringOwned(text) = found {
        return is(expected, &AnyValue::String(text));
    }
    let written = expected["number"].as_str();
    match found {
        AnyValue::Null => expected.is_null(),
        AnyValue::String(text) => {
            let truth = expected["boolean"].as_bool().map(|truth| truth.to_string());
            [expected["text"].as_str(), written, truth.as_deref()].contains(&Some(*text))
        }
        AnyValue::Boolean(truth) => expected["boolean"].as_bool() == Some(*truth),
        AnyValue::Int64(value) => expected["integer"].as_str() == Some(&value.to_string()),
        AnyValue::Decimal(units, _, scale) => {
            written.is_some_and(|text| units_of(text, *scale) == Some(*units))
        }
        AnyValue::Float64(value) => written.and_then(|text| text.parse().ok()) == Some(*value),
        AnyValue::List(items) => {
            let items: Vec<Option<&str>> = items.str().unwrap().iter().collect();
            let expected = expected["list"].as_array();
            expected.is_some_and(|expected| {
                expected.iter().map(Value::as_str).collect::<Vec<_>>() == items
            })
        }
        _ => false,
    }
}

/// A number as whole units of its last decimal place; `None` where it has more digits than that.
fn units_of(written: &str, scale: usize) -> Option<i128> {
    let (whole, digits) = written.split_once('.').unwrap_or((written, ""));
    let digits = digits.trim_end_matches('0');
    (digits.len() <= scale)
        .then(|| format!("{whole}{digits:0<scale$}"))
        .and_then(|units| units.parse().ok())
}
