//! `hfreport compare --rows`: which rows make the changes of sums and counts.

use crate::fixture::Project;
use serde_json::{Value, json};

const SPEC: &str = r#"
version: 1
title: Rows
params:
  month: 2025-01-01
sources:
  models:
    path: "rows_{{ params.month }}.csv"
    columns:
      model: {type: string, unique: true}
      account: {type: string}
      tag: {type: string, nullable: true}
      downloads: {type: integer, min: 0}
      cost: {type: decimal(2)}
      langs: {type: "list<string>", sql: "string_split(langs, '+')"}
lookups:
  owners: {path: owners.csv, key: account}
dimensions:
  owner: {lookup: owners.owner, key: account, unmatched: keep}
  task: {sql: "coalesce(tag, 'unknown')"}
  lang: {explode: langs}
measures:
  downloads: {sql: "sum(downloads)"}
  models: {sql: "count(*)"}
  cost: {sql: "sum(cost)"}
  groups: {sql: "count(*)"}
scope: {top: {by: owner, n: 2, measure: downloads}}
breakdowns:
  by_owner: {by: owner, measures: [downloads, models, cost]}
  by_task: {by: task, measures: [downloads], rows: all}
  by_lang: {by: lang, measures: [downloads]}
  first: {from: by_owner, by: owner, where: "downloads_rank = 1", measures: [groups]}
metrics:
  all: {measure: downloads}
  chat: {measure: downloads, where: "task = 'chat'"}
  chat_share: {measure: downloads, where: "task = 'chat'", of: {}}
  chat_of_all: {measure: downloads, where: "task = 'chat'", rows: all, allow: [HF0312]}
  different: {sql: "count(DISTINCT account)", rows: all}
sections:
  - text: "{{ formatted.all }} {{ formatted.chat }} {{ formatted.chat_share }} {{ formatted.chat_of_all }} {{ formatted.different }}"
  - table: by_owner
  - table: by_task
  - table: by_lang
  - table: first
allow: [HF0405, HF0308]
outputs: {dir: "out/{{ params.month }}", formats: [json], charts: [], tables: []}
"#;

/// `a` has 150 downloads before and 185 after, `b` 100 and 80, `c` 60 and 100: in scope are A and B, then A and C.
const OCTOBER: &str = "model,account,tag,downloads,cost,langs
m1,a,chat,100,1.10,en
m2,a,,50,0.50,en+fr
m3,b,vision,80,2.00,de
m4,b,chat,20,0.25,fr
m5,c,chat,60,0.10,en
";

/// `m1` and `m5` grew, `m2` fell, has a tag now and one language less; `m4` is gone, `m6` and `m7` are new.
const NOVEMBER: &str = "model,account,tag,downloads,cost,langs
m1,a,chat,110,1.05,en
m2,a,chat,45,0.50,en
m3,b,vision,80,2.00,de
m5,c,chat,100,0.10,en
m6,a,vision,30,0.40,fr
m7,d,chat,5,0.05,en
";

fn project() -> Project {
    let project = Project::of(SPEC)
        .file("rows_2025-10-01.csv", OCTOBER)
        .file("rows_2025-11-01.csv", NOVEMBER)
        .file("owners.csv", "account,owner\na,A\nb,B\nc,C\n");
    for month in ["month=2025-10-01", "month=2025-11-01"] {
        let run = ["run", "spec.yaml", "--quiet", "--set", month];
        project.hfreport(&run).fine();
    }
    project
}

const COMPARE: [&str; 3] = ["compare", "out/2025-10-01", "out/2025-11-01"];

fn compared(project: &Project, options: &[&str]) -> Value {
    let options = [
        &COMPARE[..],
        &["--format", "json", "--rows", "models"],
        options,
    ]
    .concat();
    let outcome = project.hfreport(&options).fine();
    let found: Value = serde_json::from_str(&outcome.stdout).expect("one object");
    found["rows"].clone()
}

/// A number: change = stayed (grew, shrank), new, gone, recoded (by the scope), each with its rows.
fn told(rows: &Value, name: &str, of: &str) -> String {
    let list = rows["numbers"].as_array().expect("a list");
    let found = list
        .iter()
        .find(|it| it["name"] == name && (it["rows"] == of || it["measure"] == of));
    let found = found.unwrap_or_else(|| panic!("no {name} {of} in {rows:#}"));
    let amount = |value: &Value| match &value["decimal"] {
        Value::String(digits) => digits.clone(),
        _ => value.to_string(),
    };
    let part = |value: &Value| format!("{} of {}", amount(&value["change"]), value["rows"]);
    format!(
        "{} = {} ({}, {}), {}, {}, {} ({})",
        amount(&found["change"]),
        part(&found["stayed"]),
        part(&found["stayed"]["grew"]),
        part(&found["stayed"]["shrank"]),
        part(&found["added"]),
        part(&found["gone"]),
        part(&found["recoded"]),
        part(&found["recoded"]["by_scope"]),
    )
}

#[test]
fn every_change_of_a_sum_is_that_of_rows_that_stayed_are_new_gone_or_recoded() {
    let rows = compared(&project(), &[]);
    assert_eq!(rows["key"], "model");
    assert_eq!(rows["stayed"], 4);
    assert_eq!(rows["new"], 2);
    assert_eq!(rows["gone"], 1);
    // 310 to 370: m1 +10 and m5 +40, m2 −5; m6 30 and m7 5; m4 −20.
    assert_eq!(
        told(&rows, "downloads", "all"),
        "60 = 45 of 4 (50 of 2, -5 of 1), 35 of 2, -20 of 1, 0 of 0 (0 of 0)"
    );
    // 250 to 285: B leaves the scope with m3, C enters it with m5.
    assert_eq!(
        told(&rows, "downloads", "scope"),
        "35 = 5 of 2 (10 of 1, -5 of 1), 30 of 1, -20 of 1, 20 of 2 (20 of 2)"
    );
    assert_eq!(
        told(&rows, "models", "all"),
        "1 = 0 of 4 (0 of 0, 0 of 0), 2 of 2, -1 of 1, 0 of 0 (0 of 0)"
    );
    // 3.95 to 4.10.
    assert_eq!(
        told(&rows, "cost", "all"),
        "0.15 = -0.05 of 4 (0.00 of 0, -0.05 of 1), 0.45 of 2, -0.25 of 1, 0.00 of 0 (0.00 of 0)"
    );
}

#[test]
fn a_row_whose_dimension_changed_is_recoded_in_each_metric_that_it_enters() {
    let rows = compared(&project(), &[]);
    // 120 to 255: m1 +10, m4 −20; m2 has the tag now, m5 is in scope.
    let chat = "135 = 10 of 1 (10 of 1, 0 of 0), 0 of 0, -20 of 1, 145 of 2 (100 of 1)";
    assert_eq!(told(&rows, "chat", "scope"), chat);
    assert_eq!(told(&rows, "chat_share", "scope"), chat);
    let numerator = rows["numbers"].as_array().expect("a list").iter();
    let mut numerator = numerator.filter(|it| it["name"] == "chat_share");
    assert_eq!(numerator.next().expect("a number")["kind"], "numerator");
    // 180 to 260.
    assert_eq!(
        told(&rows, "chat_of_all", "all"),
        "80 = 50 of 2 (50 of 2, 0 of 0), 5 of 1, -20 of 1, 45 of 1 (0 of 0)"
    );
    assert_eq!(
        rows["recoded"],
        json!([{
            "dimension": "task",
            "rows": 1,
            "moves": [{"from": "unknown", "to": "chat", "rows": 1, "amount": 45}],
        }])
    );
    assert_eq!(rows["not_split"], json!(["different"]));
}

#[test]
fn the_rows_of_a_breakdown_are_split_too_also_where_a_row_is_in_several() {
    let project = project();
    let rows = compared(&project, &["--of", "by_lang"]);
    // 150 to 255 and 70 to 30: m2 is no longer in French.
    assert_eq!(
        told(&rows, "en", "downloads"),
        "105 = 5 of 2 (10 of 1, -5 of 1), 0 of 0, 0 of 0, 100 of 1 (100 of 1)"
    );
    assert_eq!(
        told(&rows, "fr", "downloads"),
        "-40 = 0 of 0 (0 of 0, 0 of 0), 30 of 1, -20 of 1, -50 of 1 (0 of 0)"
    );
    let rows = compared(&project, &["--of", "by_task"]);
    assert_eq!(
        told(&rows, "unknown", "downloads"),
        "-50 = 0 of 0 (0 of 0, 0 of 0), 0 of 0, 0 of 0, -50 of 1 (0 of 0)"
    );
}

#[test]
fn a_terminal_and_markdown_show_the_parts_of_each_change() {
    let project = project();
    let options = [&COMPARE[..], &["--rows", "models"]].concat();
    let text = project.hfreport(&options).fine().stdout;
    for line in [
        "Rows of `models` by `model`: 4 stayed, 2 new, 1 gone\n",
        "  downloads in scope      +35     +10 (1 row)   −5 (1 row)     +30 (1 row)     −20 (1 row)    +20 (2 rows)\n",
        "  task  1 row\n        1      unknown → chat\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let options = [&options[..], &["--format", "markdown"]].concat();
    let text = project.hfreport(&options).fine().stdout;
    assert!(
        text.contains("| sum or count | change | grew | shrank | new | gone | recoded |"),
        "{text}"
    );
}

/// What is said of a comparison that cannot be made.
fn refused(project: &Project, options: &[&str]) -> String {
    let options = [&COMPARE[..], options].concat();
    project.hfreport(&options).ends_with(1).stderr
}

#[test]
fn rows_that_are_no_longer_those_of_the_bundle_are_refused() {
    let project = project();
    project.write(
        "rows_2025-10-01.csv",
        OCTOBER.replace("100,1.10", "101,1.10"),
    );
    let told = refused(&project, &["--rows", "models"]);
    for part in [
        "error[HF0110]: the inputs of `out/2025-10-01` are not at hand as they were: `rows_2025-10-01.csv` of source `models` has changed since",
        "run both periods again (`--each` runs all of them)",
        "`--old-root DIR`",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn a_changed_lookup_and_a_changed_spec_are_refused_and_another_working_tree_has_them_as_they_were()
{
    let project = project();
    for file in [
        "spec.yaml",
        "owners.csv",
        "rows_2025-10-01.csv",
        "rows_2025-11-01.csv",
    ] {
        project.write(&format!("then/{file}"), project.read(file));
    }
    project.write("owners.csv", "account,owner\na,A\nb,A\nc,C\n");
    let told = refused(&project, &["--rows", "models"]);
    assert!(
        told.contains("lookup `owners`, `owners.csv`, has changed since"),
        "{told}"
    );
    project.write("owners.csv", project.read("then/owners.csv"));
    project.write(
        "spec.yaml",
        SPEC.replace("task = 'chat'", "task = 'vision'"),
    );
    let told = refused(&project, &["--rows", "models"]);
    assert!(
        told.contains("is another number there now: `spec.yaml` or the program has changed since"),
        "{told}"
    );
    let roots = ["--old-root", "then", "--new-root", "then"];
    let rows = compared(&project, &roots);
    assert_eq!(rows["stayed"], 4);
    let told = refused(&project, &["--rows", "models", "--old-root", "nowhere"]);
    assert!(
        told.contains("the spec of `out/2025-10-01` is not in `nowhere`: `spec.yaml`"),
        "{told}"
    );
}

#[test]
fn what_cannot_be_split_is_said() {
    let project = project();
    let told = refused(&project, &["--rows", "model"]);
    assert!(
        told.contains("there is no source `model`; there is only `models`"),
        "{told}"
    );
    let told = refused(&project, &["--rows", "models", "--of", "first"]);
    assert!(
        told.contains("breakdown `first` is not one of rows of this source"),
        "{told}"
    );
    project.write("spec.yaml", SPEC.replace(", unique: true", ""));
    let told = refused(&project, &["--rows", "models"]);
    assert!(told.contains("error[HF0110]: the rows of source `models` are not found again: none of its columns is `unique`"), "{told}");
}
