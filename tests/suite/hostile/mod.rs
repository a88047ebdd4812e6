//! Untrusted input: YAML, templates, expressions and data that would exhaust the machine, crash a
//! reader, or be executed in the output. Each is reported, and nothing panics.

mod data;
mod expressions;
mod outputs;
mod templates;
mod yaml;

use crate::fixture::{Outcome, Project};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

pub(super) const SPEC: &str = "
version: 1
title: Rows
sources: {models: {path: rows.csv, columns: {model: {type: string}, downloads: {type: integer}}}}
measures: {downloads: {sql: sum(downloads)}}
breakdowns: {by_model: {by: model, measures: [downloads], keep: {model: {top: 3}}}}
charts: {models: {type: bar, data: by_model, x: model, y: downloads}}
sections: [{chart: models}, {table: by_model}]
";

/// Runs a spec over a file of rows.
pub(super) fn over(file: &str, rows: &[u8]) -> Outcome {
    let spec = SPEC.replace("rows.csv", file);
    let project = Project::of(&spec).file(file, rows);
    let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]);
    outcome.bounded(file)
}

#[track_caller]
pub(super) fn told(outcome: Outcome, code: &str, part: &str) -> Outcome {
    let outcome = outcome.bounded(part).ends_with(1);
    assert!(outcome.stderr.contains(code), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(part), "{}", outcome.stderr);
    assert!(
        outcome.stderr.len() < 5000,
        "{} bytes",
        outcome.stderr.len()
    );
    outcome
}

pub(super) fn refused_rows(file: &str, rows: &[u8], code: &str, part: &str) {
    told(over(file, rows), code, part);
}

/// The spec followed by more text.
pub(super) fn refused_spec(more: &str, code: &str, part: &str) {
    let project = Project::of(&format!("{SPEC}{more}")).file("rows.csv", "model,downloads\na,1\n");
    told(
        project.hfreport(&["run", "spec.yaml", "--quiet"]),
        code,
        part,
    );
}

pub(super) fn refused_template(template: &str, part: &str) -> Outcome {
    let template = serde_json::Value::from(template);
    let spec = SPEC.replace(
        "{table: by_model}",
        &format!("{{table: by_model}}, {{text: {template}}}"),
    );
    let project = Project::of(&spec).file("rows.csv", "model,downloads\na,1\n");
    told(
        project.hfreport(&["run", "spec.yaml", "--quiet"]),
        "HF0601",
        part,
    )
}

pub(super) fn zipped(rows: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(rows).unwrap();
    encoder.finish().unwrap()
}
