//! `hfreport compare --attribute`: what each part of the inputs makes of a change.

use crate::fixture::Project;
use serde_json::{Value, json};
use std::fs;

const SPEC: &str = r#"
version: 1
title: Parts
params:
  month: 2025-10-01
  hub: 1000
sources:
  models:
    path: "rows_{{ params.month }}.csv"
    columns:
      account: {type: string}
      downloads: {type: integer, min: 0}
lookups:
  owners: {path: owners.csv, key: account}
dimensions:
  owner: {lookup: owners.owner, key: account, unmatched: keep}
measures:
  downloads: {sql: "sum(downloads)"}
breakdowns:
  by_owner: {by: owner, measures: [downloads]}
metrics:
  of_a: {measure: downloads, where: "owner = 'A'"}
  of_hub: {measure: downloads, of: {param: hub}}
sections:
  - text: "{{ formatted.of_a }} {{ formatted.of_hub }}"
  - table: by_owner
checks:
  nobody has half: {from: by_owner, sql: "max(downloads_share) < 0.9"}
allow: [HF0405]
outputs: {dir: "out/{{ params.month }}", formats: [json], charts: [], tables: []}
"#;

fn run(project: &Project, month: &str, hub: &str) {
    let (month, hub) = (format!("month={month}"), format!("hub={hub}"));
    let arguments = [
        "run",
        "spec.yaml",
        "--quiet",
        "--set",
        &month,
        "--set",
        &hub,
    ];
    project.hfreport(&arguments).fine();
}

/// October: A 150, B 100. November: A 180, B 90; the hub grows from 1,000 to 1,200.
fn project() -> Project {
    Project::of(SPEC)
        .file("rows_2025-10-01.csv", "account,downloads\na,150\nb,100\n")
        .file("rows_2025-11-01.csv", "account,downloads\na,180\nb,90\n")
        .file("owners.csv", "account,owner\na,A\nb,B\n")
}

fn two_months() -> Project {
    let project = project();
    run(&project, "2025-10-01", "1000");
    run(&project, "2025-11-01", "1200");
    project
}

const COMPARE: [&str; 4] = ["compare", "out/2025-10-01", "out/2025-11-01", "--attribute"];

fn attributed(project: &Project, options: &[&str]) -> Value {
    let options = [&COMPARE[..], &["--format", "json"], options].concat();
    let outcome = project.hfreport(&options).fine();
    let found: Value = serde_json::from_str(&outcome.stdout).expect("one object");
    found["attribution"].clone()
}

/// A metric: its change, what each part makes of it, and the rest.
fn told(found: &Value, name: &str) -> String {
    let metrics = found["metrics"].as_array().expect("a list");
    let metric = metrics.iter().find(|it| it["name"] == name);
    let metric = metric.unwrap_or_else(|| panic!("no {name} in {found:#}"));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let effects = metric["effects"].as_object().expect("effects").iter();
    let effects: Vec<String> = effects
        .map(|(part, it)| format!("{part} {}", text(it)))
        .collect();
    format!(
        "{} = {}; {}",
        text(&metric["change"]),
        effects.join(", "),
        text(&metric["rest"])
    )
}

#[test]
fn rows_and_params_are_exchanged_one_at_a_time_and_the_rest_is_what_they_do_together() {
    let found = attributed(&two_months(), &[]);
    assert_eq!(
        found["parts"],
        json!([
            {"name": "params", "left_out": null},
            {"name": "rows models", "left_out": null},
        ])
    );
    // 150 to 180, and nothing of it by the params.
    assert_eq!(
        told(&found, "of_a"),
        "+20.00% = params 0, rows models +20.00%; 0"
    );
    // 250/1000 to 270/1200; with the old hub 270/1000, with the old rows 250/1200.
    assert_eq!(
        told(&found, "of_hub"),
        "\u{2212}2.50 pt = params \u{2212}4.50 pt, rows models +1.67 pt; +0.33 pt"
    );
    let metric = &found["metrics"][1];
    assert_eq!(
        metric["with_old"]["params"],
        json!({"numerator": 270, "denominator": 1000})
    );
    // A share: 150/250 to 180/270.
    let cell = &found["cells"][0];
    assert_eq!(cell["name"], "by_owner, A, downloads_share");
    assert_eq!(cell["effects"]["rows models"], "+6.67 pt");
}

#[test]
fn a_changed_lookup_is_told_apart_from_changed_rows_where_the_old_one_is_at_hand() {
    let project = project();
    run(&project, "2025-10-01", "1000");
    for file in ["spec.yaml", "owners.csv", "rows_2025-10-01.csv"] {
        project.write(&format!("then/{file}"), project.read(file));
    }
    project.write("owners.csv", "account,owner\na,A\nb,A\n");
    // Everything is of A now: a check that fails ends no comparison.
    project.write("spec.yaml", SPEC.replace("< 0.9", "<= 1"));
    run(&project, "2025-11-01", "1000");
    let found = attributed(&project, &[]);
    assert_eq!(
        found["parts"],
        json!([
            {"name": "definitions", "left_out": "`spec.yaml` has changed since"},
            {"name": "params", "left_out": null},
            {"name": "lookup owners", "left_out": "lookup `owners`, `owners.csv`, has changed since"},
            {"name": "rows models", "left_out": null},
        ])
    );
    // 150 to 270: with the old rows 250.
    assert_eq!(
        told(&found, "of_a"),
        "+80.00% = params 0, rows models +13.33%; +66.67%"
    );
    // With the old lookup 180.
    let found = attributed(&project, &["--old-root", "then"]);
    assert_eq!(
        told(&found, "of_a"),
        "+80.00% = definitions 0, params 0, lookup owners +60.00%, rows models +13.33%; +6.67%"
    );
    assert_eq!(
        found["moves"],
        json!([{"breakdown": "by_owner", "what": "B left", "needs": ["lookup owners"]}])
    );
}

#[test]
fn changed_definitions_are_a_part_of_their_own() {
    let project = project();
    run(&project, "2025-10-01", "1000");
    for file in ["spec.yaml", "owners.csv", "rows_2025-10-01.csv"] {
        project.write(&format!("then/{file}"), project.read(file));
    }
    project.write(
        "spec.yaml",
        SPEC.replace("owner = 'A'", "owner IN ('A', 'B')"),
    );
    run(&project, "2025-11-01", "1000");
    let found = attributed(&project, &["--old-root", "then"]);
    // 150 to 270: with the old definition 180, with the old rows 250.
    assert_eq!(
        told(&found, "of_a"),
        "+80.00% = definitions +60.00%, params 0, rows models +13.33%; +6.67%"
    );
}

#[test]
fn what_is_not_at_hand_is_left_out_with_the_reason() {
    let project = two_months();
    fs::remove_file(project.folder().join("rows_2025-10-01.csv")).expect("a file");
    let found = attributed(&project, &[]);
    let reason = found["parts"][1]["left_out"].as_str().expect("a reason");
    assert!(
        reason.starts_with("[HF0101] cannot read `rows_2025-10-01.csv`"),
        "{reason}"
    );
    assert_eq!(
        told(&found, "of_hub"),
        "\u{2212}2.50 pt = params \u{2212}4.50 pt; +2.00 pt"
    );
    let options = [&COMPARE[..], &["--format", "terminal"]].concat();
    let text = project.hfreport(&options).fine().stdout;
    assert!(
        text.contains("rows models  left out: [HF0101] cannot read"),
        "{text}"
    );
    // A bundle of another version cannot be made again.
    let manifest = project.read("out/2025-10-01/manifest.json");
    let version = format!("\"hfreport\": \"{}\"", env!("CARGO_PKG_VERSION"));
    project.write(
        "out/2025-10-01/manifest.json",
        manifest.replace(&version, "\"hfreport\": \"0.0.9\""),
    );
    let found = attributed(&project, &[]);
    assert_eq!(
        found["parts"][0]["left_out"],
        "another version of the program made it, 0.0.9"
    );
}

#[test]
fn the_inputs_of_the_new_bundle_must_be_as_they_were() {
    let project = two_months();
    project.write("rows_2025-11-01.csv", "account,downloads\na,181\nb,90\n");
    let told = project.hfreport(&COMPARE).ends_with(1).stderr;
    for part in [
        "error[HF0110]: the inputs of `out/2025-11-01` are not at hand as they were: `rows_2025-11-01.csv` of source `models` has changed since",
        "`--new-root DIR`",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    project.write("rows_2025-11-01.csv", "account,downloads\na,180\nb,90\n");
    project.write("spec.yaml", SPEC.replace("owner = 'A'", "owner = 'B'"));
    let told = project.hfreport(&COMPARE).ends_with(1).stderr;
    assert!(
        told.contains("metric `of_a` is another number there now"),
        "{told}"
    );
}

#[test]
fn bundles_of_the_same_inputs_have_nothing_to_attribute() {
    let project = two_months();
    let same = ["compare", "out/2025-11-01", "out/2025-11-01", "--attribute"];
    let text = project.hfreport(&same).fine().stdout;
    assert!(
        text.contains("none: the inputs of both bundles are the same"),
        "{text}"
    );
}

/// The spec with corrections of each month.
fn corrected() -> Project {
    let spec = SPEC
        .replace("      account: {type: string}\n", "      account: {type: string, unique: true}\n")
        .replace(
            "    path: \"rows_{{ params.month }}.csv\"\n",
            "    path: \"rows_{{ params.month }}.csv\"\n    corrections: \"corrections_{{ params.month }}.csv\"\n",
        );
    let header = "account,column,was,is,reason,origin\n";
    let line = |was: &str, is: &str| format!("{header}a,downloads,{was},{is},a slip,us\n");
    project()
        .file("spec.yaml", spec)
        .file("corrections_2025-10-01.csv", line("150", "140"))
        .file("corrections_2025-11-01.csv", line("180", "200"))
}

#[test]
fn corrections_go_with_the_rows_that_they_name_and_are_a_part_where_they_fit() {
    let project = corrected();
    run(&project, "2025-10-01", "1000");
    run(&project, "2025-11-01", "1000");
    let found = attributed(&project, &[]);
    let names = |found: &Value| {
        let parts = found["parts"].as_array().expect("a list").clone();
        parts
            .iter()
            .map(|it| it["name"].as_str().expect("a name").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(&found),
        ["params", "corrections of models", "rows models"]
    );
    // October's line names a cell that November does not have.
    assert!(found["parts"][1]["left_out"].is_string(), "{found:#}");
    // 140 to 200.
    assert_eq!(
        told(&found, "of_a"),
        "+42.86% = params 0, rows models +42.86%; 0"
    );
    // The same rows with other corrections.
    fs::rename(
        project.folder().join("out/2025-11-01"),
        project.folder().join("out/2025-10-01-first"),
    )
    .expect("a bundle");
    project.write("then/spec.yaml", project.read("spec.yaml"));
    for file in [
        "owners.csv",
        "rows_2025-11-01.csv",
        "corrections_2025-11-01.csv",
    ] {
        project.write(&format!("then/{file}"), project.read(file));
    }
    let line = "account,column,was,is,reason,origin\na,downloads,180,190,a slip,us\n";
    project.write("corrections_2025-11-01.csv", line);
    run(&project, "2025-11-01", "1000");
    let compare = [
        "compare",
        "out/2025-10-01-first",
        "out/2025-11-01",
        "--attribute",
        "--format",
        "json",
    ];
    let compare = [&compare[..], &["--old-root", "then"]].concat();
    let outcome = project.hfreport(&compare).fine();
    let found: Value = serde_json::from_str(&outcome.stdout).expect("one object");
    let found = &found["attribution"];
    assert_eq!(names(found), ["corrections of models"]);
    assert_eq!(
        told(found, "of_a"),
        "\u{2212}5.00% = corrections of models \u{2212}5.00%; 0"
    );
}
