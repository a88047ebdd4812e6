//! The schemas in `schemas/` match the program, and every key in them is explained.

use crate::fixture::{Project, hfreport, home};
use serde_json::Value;
use std::fs;

fn is_up_to_date(file: &str, arguments: &[&str]) {
    let said = hfreport(&home(), arguments).fine().stdout;
    let path = home().join("schemas").join(file);
    if std::env::var_os("HFREPORT_UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, &said).expect("a written schema");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == said,
        "schemas/{file} is not what `hfreport {}` says; write it with `HFREPORT_UPDATE=1 cargo test schema`",
        arguments.join(" ")
    );
}

#[test]
fn the_schema_of_specs_is_what_the_program_says() {
    is_up_to_date("report.schema.json", &["schema"]);
}

#[test]
fn the_schema_of_published_figures_is_what_the_program_says() {
    is_up_to_date("published.schema.json", &["schema", "--published"]);
}

#[test]
fn the_schema_of_report_json_is_what_the_program_says() {
    is_up_to_date("report_json.schema.json", &["schema", "--report"]);
}

#[test]
fn every_key_of_the_schema_has_a_description() {
    for text in [
        hfreport::document::report_json::schema_text(),
        hfreport::spec::schema_text(),
        hfreport::resolve::published_schema_text(),
    ] {
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        let mut bare = Vec::new();
        undescribed(&schema, "", &mut bare);
        assert!(
            bare.is_empty(),
            "without a description: {}",
            bare.join(", ")
        );
    }
}

/// Keys of `properties` without a description.
fn undescribed(schema: &Value, at: &str, bare: &mut Vec<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                for (key, value) in properties {
                    if value.get("description").is_none() {
                        bare.push(format!("{at}/{key}"));
                    }
                }
            }
            for (key, value) in map {
                undescribed(value, &format!("{at}/{key}"), bare);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                undescribed(value, &format!("{at}/{index}"), bare);
            }
        }
        _ => {}
    }
}

#[test]
fn a_param_may_stand_wherever_a_number_stands() {
    let project = Project::of(
        r#"
version: 1
title: Report
params: {first: 2, least: 10, edge: {type: integer, default: 15}}
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string}
      downloads: {type: integer, min: "{{ params.least }}", on_violation: drop}
dimensions:
  size: {bucket: downloads, edges: ["{{ params.edge }}"]}
measures: {models: {sql: "count(*)"}}
scope: {top: {by: model, measure: models, n: "{{ params.first }}"}}
breakdowns:
  by_size: {by: size, measures: [models]}
sections: [{table: by_size}]
"#,
    )
    .file("rows.csv", "model,downloads\na,10\nb,20\nc,30\nd,1\n");
    assert_eq!(
        project.results().columns("by_size", &["models"]),
        "..15: 1\n15..: 1"
    );
}
