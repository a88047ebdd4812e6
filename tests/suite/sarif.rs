//! `--message-format sarif`: one log of one run for all specs, that other programs can read.

use crate::fixture::{Project, home};
use serde_json::{Value, json};
use std::fs;

/// The part of the standard that our logs must follow.
fn ours() -> Value {
    let path = home().join("tests/cases/sarif.schema.json");
    let text = fs::read_to_string(path).expect("our own constraints");
    serde_json::from_str(&text).expect("a schema")
}

/// The schema of the standard, which is not part of the project: `.ci/run` installs it. If it is
/// missing, the test reports it; under `CI=true` that is a failure.
fn of_the_standard() -> Option<Value> {
    let path = home()
        .join("target/sarif/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    let Ok(text) = fs::read_to_string(&path) else {
        let ci = std::env::var("CI").is_ok_and(|value| value == "true");
        assert!(!ci, "the schema of SARIF is missing: {}", path.display());
        eprintln!(
            "skipped: the schema of SARIF is missing: npm install --prefix target/sarif @microsoft/jest-sarif"
        );
        return None;
    };
    let mut schema: Value = serde_json::from_str(&text).expect("a schema");
    // Its pattern is not a valid regular expression, and our logs do not name a language.
    for definition in ["run", "toolComponent"] {
        schema["definitions"][definition]["properties"]["language"] = json!({});
    }
    Some(schema)
}

/// The log written by a command, validated.
fn log(project: &Project, arguments: &[&str], code: i32) -> Value {
    let outcome = project.hfreport(arguments).ends_with(code);
    let log: Value = serde_json::from_str(&outcome.stderr)
        .unwrap_or_else(|error| panic!("{error}\n{}", outcome.stderr));
    for schema in [Some(ours()), of_the_standard()].into_iter().flatten() {
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let problems: Vec<String> = validator
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{problems:#?}\n{log:#}");
    }
    let run = &log["runs"][0];
    for result in run["results"].as_array().expect("results") {
        let rule = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
    }
    log
}

const ROWS: &str = "model,downloads\na,1\nb,2\n";

/// A spec with a metric with this name, and a text that reads it.
fn spec(metric: &str, text: &str) -> String {
    format!(
        "version: 1
title: Report
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string}}
      downloads: {{type: integer}}
measures:
  downloads: {{sql: sum(downloads)}}
metrics:
  {metric}: {{measure: downloads}}
sections:
  - text: \"{text}\"
"
    )
}

#[test]
fn one_log_holds_the_problems_of_all_specs_with_their_regions_and_definitions() {
    let base = spec("total", "{{ formatted.total }}");
    let over = "extends: \"the base.yaml\"
metrics:
  part: {measure: download, where: \"downloads > 1\"}
sections:
  - text: \"{{ formatted.total }} {{ formatted.part }}\"
";
    let project = Project::new()
        .file("rows.csv", ROWS)
        .file("the base.yaml", base)
        .file("over.yaml", over)
        .file("fine.yaml", spec("total", "{{ formatted.total }}"))
        .file("warned.yaml", spec("total", "Nothing."));
    let arguments = [
        "check",
        "over.yaml",
        "fine.yaml",
        "warned.yaml",
        "missing.yaml",
        "--message-format",
        "sarif",
    ];
    let log = log(&project, &arguments, 2);
    let results = log["runs"][0]["results"].as_array().expect("results");
    let told: Vec<(&str, &str)> = results
        .iter()
        .map(|result| {
            let text = |name: &str| result[name].as_str().unwrap_or_default();
            (text("ruleId"), text("level"))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("HF0301", "error"),
            ("HF0315", "warning"),
            ("HF0308", "warning"),
            ("HF0101", "error")
        ]
    );
    assert_eq!(
        results[0],
        json!({
            "ruleId": "HF0301",
            "ruleIndex": 1,
            "level": "error",
            "message": { "text": "there is no measure `download`; there is only `downloads`\ndid you mean `downloads`?" },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": { "uri": "over.yaml" },
                    "region": { "startLine": 3, "startColumn": 19, "endLine": 3, "endColumn": 27 },
                },
                "logicalLocations": [{
                    "name": "part",
                    "kind": "metric",
                    "fullyQualifiedName": "metrics.part",
                }],
            }],
            "relatedLocations": [],
        })
    );
    let unused = &results[2]["locations"][0];
    assert_eq!(unused["logicalLocations"][0]["name"], "total");
    assert_eq!(
        results[3]["locations"],
        json!([{ "physicalLocation": { "artifactLocation": { "uri": "missing.yaml" } } }])
    );
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .expect("rules");
    assert_eq!(rules.len(), 4);
    assert!(rules.iter().all(|rule| rule["help"]["text"].is_string()));
}

#[test]
fn what_is_wrong_in_a_base_is_related_to_the_spec_that_extends_it() {
    let project = Project::new()
        .file("rows.csv", ROWS)
        .file("the base.yaml", spec("total", "{{ formatted.totl }}"))
        .file("spec.yaml", "extends: \"the base.yaml\"\n");
    let log = log(
        &project,
        &["run", "spec.yaml", "--message-format", "sarif"],
        1,
    );
    let result = &log["runs"][0]["results"][0];
    assert_eq!(
        result["locations"][0]["physicalLocation"],
        json!({
            "artifactLocation": { "uri": "the%20base.yaml" },
            "region": { "startLine": 14, "startColumn": 25, "endLine": 14, "endColumn": 29 },
        })
    );
    assert_eq!(
        result["relatedLocations"],
        json!([{
            "id": 0,
            "message": { "text": "extended here" },
            "physicalLocation": {
                "artifactLocation": { "uri": "spec.yaml" },
                "region": { "startLine": 1, "startColumn": 10, "endLine": 1, "endColumn": 25 },
            },
        }])
    );
}

#[test]
fn a_run_reports_what_the_rows_break_and_a_fine_one_an_empty_log() {
    let text = spec("total", "{{ formatted.total }}");
    let project = Project::of(&text).file("rows.csv", "model,downloads\na,1\nb,x\n");
    let run = ["run", "spec.yaml", "--message-format", "sarif"];
    let broken = log(&project, &run, 1);
    let result = &broken["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "HF0404");
    let location = &result["locations"][0];
    assert_eq!(
        location["logicalLocations"][0]["fullyQualifiedName"],
        "sources.models"
    );
    assert_eq!(location["physicalLocation"]["region"]["startLine"], 8);
    project.write("rows.csv", ROWS);
    let fine = log(&project, &run, 0);
    assert_eq!(fine["runs"][0]["results"], json!([]));
}

#[test]
fn a_run_that_renews_an_index_and_one_of_all_periods_report_one_log() {
    let text = spec("total", "{{ formatted.total }}")
        .replace(
            "version: 1\n",
            "version: 1\nparams: {month: 1}\nperiods: {param: month, rows: [{month: 1}, {month: 2}]}\n",
        )
        .replace("rows.csv", "rows_{{ params.month }}.csv")
        + "\noutputs: {dir: \"out/{{ params.month }}\", index: {}}\n";
    let project = Project::of(&text)
        .file("rows_1.csv", ROWS)
        .file("rows_2.csv", ROWS.replace("b,", "c,"));
    let run = ["run", "spec.yaml", "--message-format", "sarif"];
    for more in [&["--set", "month=1"][..], &["--each"]] {
        // One document, or it would not be read.
        let log = log(&project, &[&run[..], more].concat(), 0);
        assert_eq!(log["runs"].as_array().expect("runs").len(), 1);
    }
}
