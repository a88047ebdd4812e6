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
fn the_schema_of_the_index_of_periods_is_what_the_program_says() {
    is_up_to_date("periods_json.schema.json", &["schema", "--periods"]);
}

#[test]
fn every_key_of_the_schema_has_a_description() {
    for text in [
        hfreport::document::periods_json::schema_text(),
        hfreport::document::report_json::schema_text(),
        hfreport::spec::editor_schema_text(hfreport::spec::schema()),
        hfreport::spec::editor_schema_text(hfreport::resolve::published_schema()),
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

#[test]
fn every_example_of_the_schema_is_a_value_that_the_schema_allows() {
    for arguments in [["schema"].as_slice(), &["schema", "--published"]] {
        let said = hfreport(&home(), arguments).fine().stdout;
        let schema: Value = serde_json::from_str(&said).expect("JSON");
        let mut examples = Vec::new();
        examples_below(&schema, "", &mut examples);
        let mut all = schema["$defs"].clone();
        all["whole"] = schema.clone();
        let mut wrong = Vec::new();
        for (at, example) in &examples {
            let start = if at.starts_with("/$defs/") {
                "#"
            } else {
                "#/$defs/whole"
            };
            let part = serde_json::json!({"$defs": all, "$ref": format!("{start}{at}")});
            let validator = jsonschema::validator_for(&part).expect("a schema");
            wrong.extend(
                validator
                    .iter_errors(example)
                    .map(|it| format!("{at}: {it}")),
            );
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(examples.len() > 3, "{} examples", examples.len());
    }
}

/// Pointers to the parts of a schema that have examples, each with one of them.
fn examples_below(schema: &Value, at: &str, found: &mut Vec<(String, Value)>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Array(examples)) = map.get("examples") {
                found.extend(examples.iter().map(|it| (at.to_owned(), it.clone())));
            }
            for (key, value) in map.iter().filter(|(key, _)| *key != "examples") {
                let key = key.replace('~', "~0").replace('/', "~1");
                examples_below(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                examples_below(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}
