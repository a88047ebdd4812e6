//! Sources in databases: which drivers may be loaded, what a spec reaches through them, and how rows are held against
//! their contract. That the numbers are those of files is in `engines.rs` and `oracle/`.

#![cfg(feature = "adbc")]

use crate::duckdb::{allowed, driver, make};
use crate::fixture::{Outcome, Project, bundle};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A spec whose source is in a database.
fn spec(database: &str) -> String {
    format!(
        r#"
version: 1
title: Models
sources:
  models:
    database: {database}
    columns:
      model: {{type: string, unique: true}}
      tag: {{type: string, nullable: true}}
      downloads: {{type: integer, min: 0}}
measures: {{downloads: {{sql: "sum(downloads)"}}, models: {{sql: "count(*)"}}}}
breakdowns: {{by_tag: {{by: tag, measures: [downloads, models]}}}}
metrics: {{all: {{measure: downloads}}}}
sections: [{{chart: tags}}, {{text: "{{{{ metrics.all }}}} downloads."}}]
charts: {{tags: {{type: bar, data: by_tag, x: downloads, y: tag, title: Tags}}}}
outputs: {{dir: out}}
"#
    )
}

const ROWS: &str = "CREATE TABLE models AS SELECT * FROM (VALUES ('a', 'x', 9223372036854775807), ('b', 'y', 9223372036854775807), ('c', 'x', 3), ('d', NULL, 4)) AS t(model, tag, downloads)";

/// Runs a spec that may load DuckDB.
fn run(project: &Project, driver: &Path) -> Outcome {
    project.hfreport(&["run", "spec.yaml", "--driver", &allowed(driver)])
}

fn total(project: &Project) -> Value {
    let report: Value = serde_json::from_str(&project.read("out/report.json")).expect("JSON");
    report["metrics"]["all"].clone()
}

#[test]
fn a_driver_is_loaded_only_where_the_command_line_or_the_workspace_says_so() {
    let project = Project::of(&spec("{driver: duckdb, table: models}"));
    let outcome = project.hfreport(&["check", "spec.yaml"]).ends_with(1);
    assert!(
        outcome
            .stderr
            .contains("error[HF0440]: the driver `duckdb` may not be loaded"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("--driver duckdb=LIBRARY"),
        "{}",
        outcome.stderr
    );
    // A workspace that came with a spec cannot bring the code along.
    project.write("libduckdb.so", "code");
    let inside = project.folder().join("libduckdb.so").display().to_string();
    for (library, why) in [
        (inside.as_str(), "lies inside of the root"),
        ("lib/x.so", "is no whole path"),
    ] {
        project.write(
            "hfreport.toml",
            format!("[drivers]\nduckdb = \"{library}\"\n"),
        );
        let outcome = project.hfreport(&["check", "spec.yaml"]).ends_with(1);
        assert!(
            outcome.stderr.contains("error[HF0440]") && outcome.stderr.contains(why),
            "{}",
            outcome.stderr
        );
    }
    // What is typed is tried, and is no library.
    project.write("hfreport.toml", "");
    let typed = format!("duckdb={inside}");
    let outcome = project
        .hfreport(&["check", "spec.yaml", "--driver", &typed])
        .ends_with(2);
    assert!(
        outcome
            .stderr
            .contains("error[HF0441]: the driver `duckdb` cannot be loaded"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_table_a_view_and_a_query_give_exact_sums_beyond_64_bits() {
    let Some(driver) = driver() else { return };
    let project = Project::new();
    make(
        driver,
        &project.folder().join("hub.duckdb"),
        &[ROWS, "CREATE VIEW shown AS SELECT * FROM models"],
    );
    let mut totals = Vec::new();
    for database in [
        "{driver: duckdb, uri: hub.duckdb, table: models}",
        "{driver: duckdb, uri: hub.duckdb, table: main.shown}",
        "{driver: duckdb, uri: hub.duckdb, table: [hub, main, models]}",
        "{driver: duckdb, uri: hub.duckdb, query: \"SELECT * FROM models;\"}",
    ] {
        project.write("spec.yaml", spec(database));
        let outcome = run(&project, driver).fine();
        assert!(
            outcome
                .stdout
                .contains("read 4 rows of source models from its database"),
            "{}",
            outcome.stdout
        );
        totals.push(total(&project).to_string());
    }
    assert!(totals[0].contains("18446744073709551621"), "{}", totals[0]);
    assert!(totals.iter().all(|it| *it == totals[0]), "{totals:?}");
}

#[test]
fn the_driver_may_stand_in_the_workspace() {
    let Some(driver) = driver() else { return };
    let project = Project::of(&spec("{driver: duckdb, uri: hub.duckdb, table: models}"));
    make(driver, &project.folder().join("hub.duckdb"), &[ROWS]);
    project.write(
        "hfreport.toml",
        format!("[drivers]\nduckdb = \"{}\"\n", driver.display()),
    );
    project.hfreport(&["run", "spec.yaml"]).fine();
    let entry = format!(
        "[drivers]\nduckdb = {{library = \"{}\", entry = \"duckdb_adbc_init\"}}\n",
        driver.display()
    );
    project.write("hfreport.toml", entry);
    project.hfreport(&["run", "spec.yaml"]).fine();
}

#[test]
fn a_spec_reaches_no_file_outside_of_the_root_through_duckdb_and_writes_none() {
    let Some(driver) = driver() else { return };
    let outside = Project::new();
    outside.write("rows.csv", "model,tag,downloads\na,x,1\n");
    let secret = outside.folder().join("rows.csv").display().to_string();
    let project = Project::new();
    project.write("rows.csv", "model,tag,downloads\na,x,1\n");
    std::os::unix::fs::symlink(outside.folder(), project.folder().join("link")).expect("a link");
    let refused = |database: &str, said: &str| {
        project.write("spec.yaml", spec(database));
        let outcome = run(&project, driver);
        assert_ne!(outcome.code, 0, "{database}");
        assert!(
            outcome.stderr.contains(said),
            "{database}\n{}",
            outcome.stderr
        );
    };
    for query in [
        format!("SELECT * FROM read_csv('{secret}')"),
        "SELECT * FROM read_csv('../rows.csv')".to_owned(),
        "SELECT * FROM read_text('{{ root }}/../../etc/passwd')".to_owned(),
        "SELECT * FROM read_text('{{ root }}/link/rows.csv')".to_owned(),
        "SELECT * FROM read_text('/etc/passwd')".to_owned(),
        format!("SELECT * FROM glob('{}/*')", outside.folder().display()),
        "SELECT * FROM read_csv('https://example.org/rows.csv')".to_owned(),
    ] {
        refused(&format!("{{driver: duckdb, query: \"{query}\"}}"), "HF0441");
    }
    for query in [
        "COPY (SELECT 1) TO 'stolen.csv'",
        "SELECT 1; COPY (SELECT 1) TO 'stolen.csv'",
        "SELECT 1) AS a; COPY (SELECT 1) TO 'stolen.csv'; SELECT * FROM (SELECT 1",
        "INSTALL httpfs",
    ] {
        refused(
            &format!("{{driver: duckdb, query: \"{query}\"}}"),
            "`query` is one SELECT",
        );
    }
    refused(
        &format!("{{driver: duckdb, uri: \"{secret}\", table: models}}"),
        "HF0102",
    );
    refused(
        "{driver: duckdb, table: models, options: {allow_unsigned_extensions: \"true\"}}",
        "no setting that a spec may give DuckDB",
    );
    assert!(!project.folder().join("stolen.csv").exists());
    project.write("spec.yaml", spec("{driver: duckdb, query: \"SELECT * FROM read_csv('{{ root }}/rows.csv')\", options: {threads: \"1\"}}"));
    run(&project, driver).fine();
}

#[test]
fn what_comes_from_the_environment_is_in_no_message_and_in_nothing_that_is_written() {
    let Some(driver) = driver() else { return };
    let project = Project::of(&spec(
        "{driver: duckdb, uri: {env: HUB_DATABASE}, table: models}",
    ));
    let secret = "xyzzy-swordfish";
    fs::create_dir(project.folder().join(secret)).expect("a folder");
    let file = project.folder().join(secret).join("hub.duckdb");
    make(driver, &file, &[ROWS]);
    let allowed = allowed(driver);
    let arguments = ["run", "spec.yaml", "--verbose", "--driver", &allowed];
    let outcome = project.hfreport(&arguments).ends_with(2);
    assert!(
        outcome
            .stderr
            .contains("the environment has no variable `HUB_DATABASE`"),
        "{}",
        outcome.stderr
    );
    let is_clean = |outcome: &Outcome| {
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!said.contains(secret), "{said}");
    };
    let shown = file.display().to_string();
    is_clean(
        &project
            .hfreport_with(&[("HUB_DATABASE", &shown)], &arguments)
            .fine(),
    );
    for (path, bytes) in bundle(&project.folder().join("out")) {
        let found = bytes
            .windows(secret.len())
            .any(|it| it == secret.as_bytes());
        assert!(!found, "{path}");
    }
    let missing = format!("/{secret}/none.duckdb");
    let outcome = project
        .hfreport_with(&[("HUB_DATABASE", &missing)], &arguments)
        .ends_with(2);
    assert!(
        outcome.stderr.contains("cannot be opened"),
        "{}",
        outcome.stderr
    );
    is_clean(&outcome);
}

#[test]
fn a_password_in_a_spec_is_refused() {
    let project = Project::new();
    let check = |database: &str, said: &str| {
        project.write("spec.yaml", spec(database));
        let outcome =
            project.hfreport(&["check", "spec.yaml", "--driver", "flightsql=/no/library.so"]);
        assert!(
            outcome.stderr.contains(said),
            "{database}\n{}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains("say `{env: NAME}`"),
            "{}",
            outcome.stderr
        );
    };
    check(
        "{driver: flightsql, uri: \"grpc://me:word@127.0.0.1:1\", table: t}",
        "this address has a password in it",
    );
    check(
        "{driver: flightsql, uri: \"grpc://127.0.0.1:1\", table: t, options: {\"adbc.token\": abc}}",
        "`adbc.token` stands in the spec",
    );
}

#[test]
fn the_contract_is_held_against_the_rows_where_they_are() {
    let Some(driver) = driver() else { return };
    let rows = "CREATE TABLE models AS SELECT * FROM (VALUES ('a', 'x', 5), ('b', NULL, -1), ('b', 'y', NULL), ('c', 'y', 7)) AS t(model, tag, downloads)";
    let project = Project::of(&spec("{driver: duckdb, uri: hub.duckdb, table: models}"));
    make(driver, &project.folder().join("hub.duckdb"), &[rows]);
    let outcome = run(&project, driver).ends_with(1);
    for part in [
        "column `model`: 1 repeated value, and the contract says `unique: true`",
        "first of them: `b`",
        "column `downloads`: 1 empty cell",
        "column `downloads`: 1 cell below min 0",
        "first of them: b: `-1`",
    ] {
        assert!(outcome.stderr.contains(part), "{part}\n{}", outcome.stderr);
    }
    assert!(!project.folder().join("out").exists());
    let text = project.read("spec.yaml");
    let text = text
        .replace(", unique: true", "")
        .replace("min: 0}", "min: 0, nullable: true, on_violation: clear}");
    project.write("spec.yaml", &text);
    let outcome = run(&project, driver).fine();
    assert!(
        outcome.stderr.contains("1 cell cleared, 0 rows dropped"),
        "{}",
        outcome.stderr
    );
    assert!(
        total(&project).to_string().contains("12"),
        "{}",
        total(&project)
    );
    let listed = project.read("out/tables/contract_violations.csv");
    assert!(listed.contains("downloads,below min,-1,clear"), "{listed}");
    project.write(
        "spec.yaml",
        text.replace("on_violation: clear", "on_violation: drop"),
    );
    let outcome = run(&project, driver).fine();
    assert!(
        outcome.stderr.contains("0 cells cleared, 1 row dropped"),
        "{}",
        outcome.stderr
    );
    project.write(
        "spec.yaml",
        text.replace("tag: {type: string", "tag: {type: integer"),
    );
    let outcome = run(&project, driver).ends_with(1);
    assert!(
        outcome
            .stderr
            .contains("a text in the database, which is not read as integer"),
        "{}",
        outcome.stderr
    );
}
