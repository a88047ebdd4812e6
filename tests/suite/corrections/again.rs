//! Corrections and the period before: they go with the rows that they are of.

use super::{FIVE, HEADER, ROWS, TEXT, spec};
use crate::changes;
use crate::fixture::Project;
use serde_json::{Value, json};

/// Two months of a spec whose corrections, and rows as `rows` says, are named by the month.
fn months(rows: &str) -> Project {
    let named = "    corrections: \"corrections_{{ params.month }}.csv\"\n";
    let spec = spec(named, "", "params: {month: 2025-10-01}\n")
        .replace("path: rows.csv", &format!("path: \"{rows}\""))
        .replace("dir: out,", "dir: \"out/{{ params.month }}\",");
    Project::of(&spec).file("text.md.j2", TEXT)
}

fn run(project: &Project) {
    for month in ["2025-10-01", "2025-11-01"] {
        let month = format!("month={month}");
        let outcome = project
            .hfreport(&["run", "spec.yaml", "--set", &month])
            .fine();
        assert_eq!(outcome.stderr, "");
    }
}

fn attributed(project: &Project) -> Value {
    let arguments = [
        "compare",
        "out/2025-10-01",
        "out/2025-11-01",
        "--attribute",
        "--format",
        "json",
    ];
    let outcome = project.hfreport(&arguments).fine();
    let found: Value = serde_json::from_str(&outcome.stdout).expect("one object");
    found["attribution"].clone()
}

fn effects(found: &Value, metric: &str) -> Value {
    let metrics = found["metrics"].as_array().expect("a list").iter();
    let mut metrics = metrics.filter(|it| it["name"] == metric);
    metrics.next().expect("the metric")["with_old"].clone()
}

#[test]
fn corrections_of_the_same_rows_are_a_part_of_their_own() {
    let project = months("rows.csv")
        .file("rows.csv", ROWS)
        .file("corrections_2025-10-01.csv", HEADER)
        .file("corrections_2025-11-01.csv", format!("{HEADER}{FIVE}"));
    run(&project);
    let found = attributed(&project);
    assert_eq!(
        found["parts"],
        json!([{"name": "params", "left_out": null}, {"name": "corrections of models", "left_out": null}])
    );
    // All of the change is due to the corrections, and none of it to the params that name their file.
    assert_eq!(
        effects(&found, "total"),
        json!({"params": 240, "corrections of models": 210})
    );
    assert_eq!(
        effects(&found, "small"),
        json!({"params": 120, "corrections of models": 80})
    );
    project.write(
        "corrections_2025-10-01.csv",
        format!("{HEADER}b/w,size,0,2000,r,o\n"),
    );
    let found = attributed(&project);
    assert_eq!(
        found["parts"][1]["left_out"],
        "the corrections of source `models`, `corrections_2025-10-01.csv`, have changed since"
    );
}

#[test]
fn other_rows_bring_their_own_corrections() {
    let november = ROWS
        .replace("b/w,20,chat,0", "b/w,20,chat,7")
        .replace("a/x-7b,100", "a/x-7b,110");
    let project = months("rows_{{ params.month }}.csv")
        .file("rows_2025-10-01.csv", ROWS)
        .file("rows_2025-11-01.csv", november)
        .file("corrections_2025-10-01.csv", format!("{HEADER}{FIVE}"))
        .file(
            "corrections_2025-11-01.csv",
            format!("{HEADER}b/w,size,7,3000,r,o\n"),
        );
    run(&project);
    let found = attributed(&project);
    // October's corrections alone do not fit the rows of November.
    let left_out = |at: usize| found["parts"][at]["left_out"].is_string();
    assert_eq!([0, 1, 2].map(left_out), [false, true, false]);
    // October has 240 downloads with its corrections; November 220.
    let effects = effects(&found, "total");
    assert_eq!(
        [&effects["params"], &effects["rows models"]],
        [&json!(220), &json!(240)]
    );
    let said = project
        .hfreport(&[
            "compare",
            "out/2025-10-01",
            "out/2025-11-01",
            "--rows",
            "models",
        ])
        .fine()
        .stdout;
    assert!(said.contains("total"), "{said}");
    project.write("corrections_2025-11-01.csv", HEADER);
    let said = project
        .hfreport(&[
            "compare",
            "out/2025-10-01",
            "out/2025-11-01",
            "--rows",
            "models",
        ])
        .ends_with(1)
        .stderr;
    assert!(
        said.contains(
            "the corrections of source `models`, `corrections_2025-11-01.csv`, have changed since"
        ),
        "{said}"
    );
}

#[test]
fn what_a_metric_of_change_is_without_corrections_is_beside_the_same_period_before() {
    let spec = changes::SPEC
        .replace(
            "    columns:\n",
            "    corrections: \"corrections_{{ params.snapshot }}.csv\"\n    columns:\n",
        )
        .replace(
            "  all: {measure: downloads}\n",
            "  all: {measure: downloads}\n  most: {from: by_maker, sql: \"max(downloads_change)\"}\n  \
             new: {from: by_maker, sql: \"count(*) FILTER (WHERE entered)\"}\n",
        );
    let project = changes::project(&spec)
        .file(
            "corrections_2025-10-01.csv",
            format!("{HEADER}d1,downloads,50,40,r,o\n"),
        )
        .file(
            "corrections_2025-11-01.csv",
            format!("{HEADER}d1,downloads,260,360,r,o\ne1,maker,Eve,Cy,r,o\n"),
        );
    changes::both(&project);
    let without = |month: &str, name: &str| {
        let report = changes::report(&project, month);
        let value = report["metrics"][name]["value"].clone();
        let without = &report["corrections"]["without"][name];
        (value, without["value"].clone(), without["differs"].clone())
    };
    // Nothing is known of a change before October.
    assert_eq!(
        without("2025-10-01", "most"),
        (Value::Null, Value::Null, json!(false))
    );
    // Di had 40 as October was published; Cy was there, Eve was not.
    assert_eq!(
        without("2025-11-01", "most"),
        (json!(320), json!(220), json!(true))
    );
    assert_eq!(
        without("2025-11-01", "new"),
        (json!(0), json!(1), json!(true))
    );
}
