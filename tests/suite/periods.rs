//! `periods`: which of them is run, what it sets, and all of them with `--each`.

use crate::fixture::Project;
use std::fs;

const SPEC: &str = r#"
version: 1
title: "Month {{ params.snapshot }}"
params:
  snapshot: 2025-01-01
  hub: {type: integer, default: 1}
periods: {param: snapshot, table: periods.csv}
sources:
  models:
    path: "rows_{{ params.snapshot }}.csv"
    columns:
      account: {type: string}
      downloads: {type: integer, min: 0}
lookups:
  accounts: {path: accounts.csv, key: account}
dimensions:
  entity: {lookup: accounts.entity, key: account}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns:
  by_entity: {by: entity, measures: [downloads]}
metrics:
  of_hub: {measure: downloads, of: {param: hub}}
sections:
  - text: "{{ formatted.of_hub }} of {{ params.hub }}."
  - table: by_entity
outputs: {dir: "out/{{ params.snapshot }}", formats: [markdown, json], charts: [], tables: []}
"#;

/// What the text says of the period before.
const CHANGE: &str = "{{ formatted.of_hub }}, {% if by_entity[0].downloads_change is none %}no change known{% else %}{{ by_entity[0].downloads_change }}{% endif %} of";

/// Three months, of which the hub's total doubles.
fn project() -> Project {
    let months = ["2025-10-01", "2025-11-01", "2025-12-01"];
    // Each month has other rows than the one before, of which the report says the same.
    let months = months.iter().zip(["a", "b", "a"]);
    let rows = months.fold(Project::of(SPEC), |project, (month, account)| {
        let rows = format!("account,downloads\n{account},10\n");
        project.file(&format!("rows_{month}.csv"), rows)
    });
    rows.file("accounts.csv", "account,entity\na,A\nb,A\n")
        .file(
            "periods.csv",
            "snapshot,hub\n2025-10-01,20\n2025-11-01,40\n2025-12-01,80\n",
        )
}

fn text(project: &Project, month: &str) -> String {
    let text = project.read(&format!("out/{month}/report.md"));
    let line = text.lines().find(|line| line.contains(" of "));
    line.unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[test]
fn a_run_takes_the_last_period_and_the_params_of_its_row() {
    let project = project();
    project.hfreport(&["run", "spec.yaml"]).fine();
    assert_eq!(text(&project, "2025-12-01"), "12.5% of 80.");
    assert!(!project.folder().join("out/2025-11-01").exists());
}

#[test]
fn set_names_the_period_and_other_params_that_it_sets_stand() {
    let project = project();
    let month = ["--set", "snapshot=2025-10-01"];
    let hub = ["--set", "hub=1000"];
    project
        .hfreport(&[&["run", "spec.yaml"][..], &month].concat())
        .fine();
    assert_eq!(text(&project, "2025-10-01"), "50.0% of 20.");
    let both = [&["run", "spec.yaml", "--replace"][..], &month, &hub].concat();
    project.hfreport(&both).fine();
    assert_eq!(text(&project, "2025-10-01"), "1.0% of 1000.");
}

#[test]
fn a_spec_that_extends_says_which_period_is_its_own() {
    let project = project().file(
        "october.yaml",
        "version: 1\nextends: spec.yaml\nperiods: {default: 2025-10-01}\n",
    );
    project.hfreport(&["run", "october.yaml"]).fine();
    assert_eq!(text(&project, "2025-10-01"), "50.0% of 20.");
    let november = ["run", "october.yaml", "--set", "snapshot=2025-11-01"];
    project.hfreport(&november).fine();
    assert_eq!(text(&project, "2025-11-01"), "25.0% of 40.");
}

#[test]
fn rows_in_line_are_periods_and_integers_may_name_them() {
    let spec = SPEC.replace("snapshot", "year").replace(
        "table: periods.csv",
        "rows: [{year: 2024, hub: 100}, {year: 2025, hub: 200}]",
    );
    let spec = spec.replace("year: 2025-01-01", "year: 2000");
    let project = Project::of(&spec)
        .file("accounts.csv", "account,entity\na,A\nb,A\n")
        .file("rows_2024.csv", "account,downloads\na,10\n")
        .file("rows_2025.csv", "account,downloads\nb,10\n");
    project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    assert_eq!(text(&project, "2024"), "10.0% of 100.");
    assert_eq!(text(&project, "2025"), "5.0% of 200.");
}

#[test]
fn each_runs_all_periods_the_oldest_first_with_a_line_for_each() {
    let project = project();
    let outcome = project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    let [october, november, december] = lines.as_slice() else {
        panic!("{}", outcome.stdout)
    };
    assert!(october.starts_with("2025-10-01: fine, "), "{october}");
    assert!(november.starts_with("2025-11-01: fine, "), "{november}");
    assert!(december.ends_with(" in out/2025-12-01"), "{december}");
    assert_eq!(text(&project, "2025-10-01"), "50.0% of 20.");
    assert_eq!(text(&project, "2025-11-01"), "25.0% of 40.");
    assert_eq!(text(&project, "2025-12-01"), "12.5% of 80.");
}

#[test]
fn a_bundle_is_the_same_whether_its_period_was_run_alone_or_with_all() {
    let spec = SPEC.replace("{{ formatted.of_hub }} of", CHANGE);
    let [alone, all] = [(); 2].map(|()| project().file("spec.yaml", spec.clone()));
    all.hfreport(&["run", "spec.yaml", "--each"]).fine();
    // November reads the bundle of October.
    for month in ["snapshot=2025-10-01", "snapshot=2025-11-01"] {
        alone.hfreport(&["run", "spec.yaml", "--set", month]).fine();
    }
    let bundle =
        |project: &Project| crate::fixture::bundle(&project.folder().join("out/2025-11-01"));
    assert_eq!(
        crate::fixture::differences(&bundle(&alone), &bundle(&all)),
        ""
    );
}

#[test]
fn a_range_includes_both_ends_and_may_be_open() {
    for (range, months) in [
        ("2025-10-01..2025-11-01", &["2025-10-01", "2025-11-01"][..]),
        ("2025-11-15..", &["2025-12-01"]),
        ("..2025-10-31", &["2025-10-01"]),
        ("..", &["2025-10-01", "2025-11-01", "2025-12-01"]),
    ] {
        let project = project();
        project
            .hfreport(&["run", "spec.yaml", "--each", range])
            .fine();
        let mut made: Vec<String> = fs::read_dir(project.folder().join("out"))
            .expect("bundles")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a name")
            })
            .collect();
        made.sort();
        assert_eq!(made, months, "{range}");
    }
}

#[test]
fn a_period_that_fails_leaves_the_others_alone() {
    let project = project().file("rows_2025-11-01.csv", "account,downloads\na,-1\n");
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--each"])
        .ends_with(1);
    assert!(
        outcome.stdout.contains("2025-11-01: failed, 1 error"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stderr.contains("period 2025-11-01:"),
        "{}",
        outcome.stderr
    );
    assert!(project.folder().join("out/2025-10-01").exists());
    assert!(!project.folder().join("out/2025-11-01").exists());
    assert!(project.folder().join("out/2025-12-01").exists());
}

/// While a bundle is put into its folder, the next period is compared with it already.
#[test]
fn what_follows_a_bundle_that_has_no_folder_says_the_same_as_if_each_had_waited_for_the_one_before()
{
    let spec = SPEC.replace("{{ formatted.of_hub }} of", CHANGE);
    let spec = format!("{spec}guards: {{change: 10, unknown: 1}}\n");
    let run = |jobs: &[&str]| {
        let rows = "account,downloads\na,10\na,20\n";
        let project = project()
            .file("spec.yaml", spec.clone())
            .file("rows_2025-12-01.csv", rows)
            .file("out/2025-11-01/notes.txt", "of somebody else");
        let arguments = [&["run", "spec.yaml", "--each"], jobs].concat();
        let outcome = project.hfreport(&arguments).ends_with(2);
        assert_eq!(project.read("out/2025-11-01/notes.txt"), "of somebody else");
        let december = crate::fixture::bundle(&project.folder().join("out/2025-12-01"));
        (
            outcome.stdout,
            outcome.stderr,
            text(&project, "2025-12-01"),
            december,
        )
    };
    let (alone, beside) = (run(&["--jobs", "1"]), run(&[]));
    assert_eq!(alone.2, "37.5%, no change known of 80.");
    assert_eq!((alone.0, alone.1, alone.2), (beside.0, beside.1, beside.2));
    assert_eq!(crate::fixture::differences(&alone.3, &beside.3), "");
}

#[test]
fn a_period_with_a_warning_says_so_in_its_line() {
    let lenient = format!("{SPEC}guards: {{change: 1, unknown: 1}}\n");
    let project = project()
        .file("spec.yaml", lenient)
        .file("rows_2025-12-01.csv", "account,downloads\na,10\nc,2\n");
    let outcome = project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    assert!(
        outcome.stdout.contains("2025-12-01: 1 warning, "),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome
            .stderr
            .starts_with("period 2025-12-01:\nwarning[HF0405]"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn each_excludes_what_would_put_all_bundles_in_one_place_or_name_one_period() {
    let project = project();
    project
        .hfreport(&["run", "spec.yaml", "--each", "--out", "x"])
        .ends_with(2);
    let named = ["run", "spec.yaml", "--each", "--set", "snapshot=2025-11-01"];
    let outcome = project.hfreport(&named).ends_with(1);
    assert!(
        outcome.stderr.contains("`--set snapshot` names one"),
        "{}",
        outcome.stderr
    );
    let outcome = project
        .hfreport(&["run", "--each", "spec.yaml"])
        .ends_with(2);
    assert!(
        outcome.stderr.contains("the spec stands before `--each`"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_source_on_the_command_line_needs_no_file_of_each_period() {
    let project = project().file("mine.csv", "account,downloads\na,20\n");
    let remove = |name| fs::remove_file(project.folder().join(name)).expect("a file");
    // Of another period it is a warning, which is said once where all are run.
    remove("rows_2025-10-01.csv");
    let warned = project.hfreport(&["check", "spec.yaml"]).fine().stderr;
    assert!(
        warned.contains("warning[HF0111]: the period `2025-10-01`"),
        "{warned}"
    );
    let all = self::project();
    fs::remove_file(all.folder().join("rows_2025-10-01.csv")).expect("a file");
    let each = all.hfreport(&["run", "spec.yaml", "--each"]).ends_with(2);
    assert_eq!(
        each.stderr.matches("rows_2025-10-01.csv").count(),
        1,
        "{}",
        each.stderr
    );
    assert!(!each.stderr.contains("HF0111"), "{}", each.stderr);
    remove("rows_2025-12-01.csv");
    project.hfreport(&["check", "spec.yaml"]).ends_with(2);
    project
        .hfreport(&["run", "spec.yaml", "--set", "models=mine.csv"])
        .fine();
    assert_eq!(text(&project, "2025-12-01"), "25.0% of 80.");
}

/// Every key of `outputs` that is a text, with what the row of a period says.
const OUTPUTS: &str = r#"
version: 1
locales: [en]
title: "Month {{ params.snapshot }}"
params:
  snapshot: 2025-01-01
  name: none
  budget: 1
  drawn_up: 2025-01-02
periods:
  param: snapshot
  rows:
    - {snapshot: 2025-10-01, name: october, budget: 90000, drawn_up: 2025-10-28}
    - {snapshot: 2025-11-01, name: november, budget: 80000, drawn_up: 2025-11-27}
sources:
  models:
    path: "rows_{{ params.snapshot }}.csv"
    columns:
      account: {type: string}
      downloads: {type: integer, min: 0}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns:
  by_account: {by: account, measures: [downloads]}
metrics:
  all: {measure: downloads}
sections:
  - text: "{{ formatted.all }}"
  - table: by_account
outputs:
  dir: "out/{{ params.name }}"
  formats: [html, json, jekyll]
  charts: []
  tables: []
  page_budget: "{{ params.budget }}"
  address: "https://example.org/{{ params.name }}/"
  jekyll:
    date: "{{ params.drawn_up }}"
    slug: "hub-{{ params.name }}"
    front_matter:
      description: "All of {{ params.name }}"
      tags: ["{{ params.name }}", hub]
      by_language: {en: "{{ params.name }} in English"}
  index:
    title: "Hub"
    status: "{{ params.name }}"
    address: "https://example.org/{{ params.name }}/all/"
"#;

#[test]
fn every_text_of_outputs_sees_the_params_of_its_period_so_that_nothing_is_typed_anew() {
    let project = Project::of(OUTPUTS)
        .file("rows_2025-10-01.csv", "account,downloads\na,100\nb,50\n")
        .file("rows_2025-11-01.csv", "account,downloads\na,110\nb,52\n");
    project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    for (name, drawn_up) in [("october", "2025-10-28"), ("november", "2025-11-27")] {
        let page = project.read(&format!("out/{name}/index.html"));
        let address =
            format!("<link rel=\"canonical\" href=\"https://example.org/{name}/index.html\">");
        assert!(page.contains(&address), "{page}");
        let post = format!("out/{name}/jekyll/_posts/{drawn_up}-hub-{name}.md");
        let post = project.read(&post);
        for line in [
            format!("\"date\": \"{drawn_up}\""),
            format!("\"description\": \"All of {name}\""),
            format!("\"tags\": [\"{name}\",\"hub\"]"),
            format!("\"by_language\": \"{name} in English\""),
            format!("(https://example.org/{name}/all/index.html#"),
        ] {
            assert!(post.contains(&line), "{line}\n{post}");
        }
    }
    let list: serde_json::Value =
        serde_json::from_str(&project.read("out/periods.json")).expect("JSON");
    assert_eq!(list["periods"][0]["status"]["en"], "october");
    assert_eq!(list["address"], "https://example.org/november/all/");
    // The budget of a month is its own.
    let small = OUTPUTS.replace("budget: 80000", "budget: 8000");
    project.write("spec.yaml", small);
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--each"])
        .ends_with(1);
    assert!(
        outcome.stderr.contains("the budget is 8000"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stdout.contains("2025-10-01: fine"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_spec_without_periods_is_run_as_it_was_and_has_none() {
    let spec = SPEC.replace("periods: {param: snapshot, table: periods.csv}\n", "");
    let project = Project::of(&spec)
        .file("accounts.csv", "account,entity\na,A\n")
        .file("rows_2025-01-01.csv", "account,downloads\na,10\n");
    project.hfreport(&["run", "spec.yaml"]).fine();
    assert_eq!(text(&project, "2025-01-01"), "1,000.0% of 1.");
    let manifest: serde_json::Value =
        serde_json::from_str(&project.read("out/2025-01-01/manifest.json")).expect("JSON");
    assert_eq!(
        manifest["period"],
        serde_json::json!({"snapshot": "2025-01-01"})
    );
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--each"])
        .ends_with(1);
    assert!(
        outcome.stderr.contains(
            "error[HF0108]: `--each` runs every period of a spec, this one has no `periods`"
        ),
        "{}",
        outcome.stderr
    );
}

/// A warning of every period is read once; programs get it for each.
#[test]
fn what_is_wrong_in_all_periods_alike_is_said_once_and_to_programs_for_each() {
    let unused = "  by_account: {by: account, measures: [downloads]}\nmetrics:";
    let spec = SPEC.replace("metrics:", unused);
    let spec = format!("{spec}guards: {{change: 1, unknown: 1}}\n");
    let project = project()
        .file("spec.yaml", spec)
        .file("rows_2025-12-01.csv", "account,downloads\na,10\nc,2\n");
    let outcome = project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    let said = outcome.stderr;
    assert!(
        said.starts_with("all 3 periods:\nwarning[HF0308]"),
        "{said}"
    );
    assert_eq!(said.matches("HF0308]:").count(), 1, "{said}");
    assert!(
        said.contains("\nperiod 2025-12-01:\nwarning[HF0405]"),
        "{said}"
    );
    assert!(said.contains("\n2 warnings; "), "{said}");
    assert!(outcome.stdout.contains("2025-10-01: 1 warning, "));
    assert!(outcome.stdout.contains("2025-12-01: 2 warnings, "));
    let arguments = ["run", "spec.yaml", "--each", "--message-format", "json"];
    let lines = project.hfreport(&arguments).fine().stderr;
    assert_eq!(lines.matches("\"HF0308\"").count(), 3, "{lines}");
}

#[test]
fn a_number_with_a_comma_in_the_table_is_told_with_how_to_write_it() {
    let told = |table: &str| {
        let project = project();
        project.write("periods.csv", table);
        let text = SPEC.replace(
            "hub: {type: integer, default: 1}",
            "hub: {type: number, default: 1.5}",
        );
        project.write("spec.yaml", text);
        project.hfreport(&["check", "spec.yaml"]).stderr
    };
    let quoted = told("snapshot,hub\n2025-10-01,\"0,75\"\n");
    assert!(
        quoted.contains("`hub` is a number, found `0,75`"),
        "{quoted}"
    );
    assert!(
        quoted.contains("a number is written with a point: 0.75"),
        "{quoted}"
    );
    let semicolons = "commas stand between the fields of a CSV file, and numbers have a point";
    for table in [
        "snapshot;hub\n2025-10-01;0,75\n",
        "snapshot;hub\n2025-10-01;0.75\n",
    ] {
        let found = told(table);
        assert!(
            found.contains(semicolons) && !found.contains("delimiter"),
            "{found}"
        );
    }
    let project = project();
    let rows = "{param: snapshot, rows: [{snapshot: 2025-10-01, hub: 0,75}]}";
    project.write(
        "spec.yaml",
        SPEC.replace("{param: snapshot, table: periods.csv}", rows),
    );
    let in_line = project.hfreport(&["check", "spec.yaml"]).stderr;
    assert!(
        in_line.contains("a number is written with a point, `0.75`"),
        "{in_line}"
    );
    project.write("spec.yaml", SPEC);
    project.write("periods.csv", "snapshot,hub\n2025-10-01,0.75\n");
    let whole = project.hfreport(&["check", "spec.yaml"]).stderr;
    assert!(
        whole.contains("`hub: {type: number, default: 0.75}`"),
        "{whole}"
    );
}
