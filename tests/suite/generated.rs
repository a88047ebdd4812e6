//! Two thousand files with irregularities are read as Python reads them, or refused at the same
//! row; what a report counts and adds up of them is what Python does.

use crate::fixture::{Project, home};
use hfreport::diagnostic::{Code, Diagnostic};
use hfreport::records::Dialect;
use hfreport::results::Value as Exact;
use hfreport::source::{Location, Place, RawTable, Refusal, columns, format_of, read};
use hfreport::spec::grammar::Encoding;
use hfreport::world::SystemWorld;
use polars::prelude::AnyValue;
use serde_json::Value;
use std::fmt::Write;
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
    let project = Project::new();
    if !generated(project.folder()) {
        return;
    }
    let expected: Vec<Value> = project
        .read("expected.ndjson")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut wrong = Vec::new();
    for expected in &expected {
        if let Err(what) = held(project.folder(), expected) {
            wrong.push(format!("{}: {what}", expected["file"]));
        }
    }
    assert_eq!(expected.len(), CASES);
    let summed = expected.iter().filter(|it| sum_of(it).is_some());
    let summed: Vec<&Value> = summed.collect();
    assert!(summed.len() > CASES / 3, "{} with numbers", summed.len());
    for some in summed.chunks(SOURCES) {
        reported(&project, some, &mut wrong);
    }
    let shown = wrong.iter().take(20).cloned().collect::<Vec<_>>();
    assert!(
        wrong.is_empty(),
        "{} files differ:\n{}",
        wrong.len(),
        shown.join("\n")
    );
}

/// Files that one spec counts and adds up.
const SOURCES: usize = 50;

/// The column of numbers of a file, and its sum.
fn sum_of(expected: &Value) -> Option<(&str, &str)> {
    let (name, sum) = expected["sums"].as_object()?.iter().next()?;
    Some((name, sum.as_str()?))
}

/// Holds counts and sums of a report over some files against Python's.
fn reported(project: &Project, files: &[&Value], wrong: &mut Vec<String>) {
    let mut spec = "version: 1\ntitle: Sums\nsources:\n".to_owned();
    let mut metrics = "metrics:\n".to_owned();
    for (at, expected) in files.iter().enumerate() {
        let (column, _) = sum_of(expected).unwrap();
        let kind = match column {
            "whole" => "integer",
            _ => "decimal(2)",
        };
        let file = expected["file"].as_str().unwrap();
        let delimiter = match file.rsplit_once('.').unwrap().1 {
            "csv" => format!(", delimiter: {}", expected["delimiter"]),
            _ => String::new(),
        };
        let _ = writeln!(
            spec,
            "  s{at}: {{path: {file}{delimiter}, columns: {{{column}: {{type: {kind}, nullable: true}}}}}}"
        );
        let _ = writeln!(metrics, "  rows{at}: {{sql: \"count(*)\", from: s{at}}}");
        let _ = writeln!(
            metrics,
            "  sum{at}: {{sql: \"sum({column})\", from: s{at}}}"
        );
    }
    let end = "sections: [{text: \".\"}]\nallow: [HF0308, HF0420]\n";
    project.write("spec.yaml", spec + &metrics + end);
    let results = project.results();
    for (at, expected) in files.iter().enumerate() {
        let (column, sum) = sum_of(expected).unwrap();
        let found = match &results.metric_result(&format!("sum{at}")).value {
            Exact::Decimal(decimal) => decimal.units.to_string(),
            value => value.to_string(),
        };
        if found != sum {
            let file = &expected["file"];
            wrong.push(format!(
                "{file}: sum of {column} is {found} instead of {sum}"
            ));
        }
        let count = &results.metric_result(&format!("rows{at}")).value;
        if count.to_string() != rows(expected).len().to_string() {
            wrong.push(format!("{}: {count} rows", expected["file"]));
        }
    }
}

/// Compares one file with its expectation.
fn held(folder: &Path, expected: &Value) -> Result<(), String> {
    let name = expected["file"].as_str().unwrap();
    let format = format_of(name).0.unwrap();
    let location = Location {
        place: Place::Local(folder.join(name)),
        shown: name.to_owned(),
        format,
        gzip: false,
        encoding: Encoding::Utf8,
        dialect: Dialect {
            delimiter: expected["delimiter"].as_str().unwrap().as_bytes()[0],
            ..format.dialect()
        },
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
    let is_written = |bytes: &[u8]| written.map(str::as_bytes) == Some(bytes);
    match found {
        AnyValue::Binary(bytes) => is_written(bytes),
        AnyValue::BinaryOwned(bytes) => is_written(bytes),
        AnyValue::Null => expected.is_null(),
        AnyValue::String(text) => {
            let truth = expected["boolean"].as_bool().map(|truth| truth.to_string());
            [expected["text"].as_str(), written, truth.as_deref()].contains(&Some(*text))
        }
        AnyValue::Boolean(truth) => expected["boolean"].as_bool() == Some(*truth),
        AnyValue::Int64(value) => expected["integer"].as_str() == Some(&value.to_string()),
        AnyValue::Decimal(units, _, scale) => {
            let part = |at: usize| expected["exact"][at].as_str()?.parse::<i128>().ok();
            let exactly = part(0).zip(part(1));
            exactly
                .is_some_and(|(above, below)| units * below == above * 10_i128.pow(*scale as u32))
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
