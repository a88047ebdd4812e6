//! The same input gives the same bytes: twice, with any number of threads, with the rows in any order.

use crate::fixture::{Project, bundle, differences, home};
use std::fs;

const SPEC: &str = r#"
version: 1
locales: [fr, en]
title: {fr: Modèles, en: Models}
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string, unique: true}
      account: {type: string}
      downloads: {type: integer, min: 0}
      task: {type: string, nullable: true}
      parameters: {type: integer, nullable: true}
dimensions:
  size: {bucket: parameters, edges: [10, 20, 40]}
measures:
  downloads: {sql: "sum(downloads)"}
  models: {sql: "count(*)"}
  tasks: {count_distinct: task}
scope: {top: {by: account, measure: downloads, n: 6}}
breakdowns:
  by_account: {by: account, measures: [downloads, models, tasks], with: {task: largest}}
  account_task: {by: [account, task], measures: [downloads], within: account, keep: {task: {top: 3}}}
  by_size: {by: size, measures: [models], cumulative: true}
metrics:
  all: {measure: downloads, of: {rows: all}, format: {percent: 3}}
charts:
  accounts: {type: bar, data: by_account, x: downloads, y: account, color: task}
  tasks: {type: stacked_bar, data: account_task, x: downloads, y: account, color: task}
  tree: {type: treemap, data: account_task}
  sizes: {type: line, data: by_size, x: size, y: models}
sections:
  - text: "{{ formatted.all }} · {{ by_account[0].account }}"
  - chart: accounts
  - chart: tasks
  - chart: tree
  - chart: sizes
outputs: {charts: [svg, png]}
"#;

/// 240 rows with many ties, none of which may appear in a random order.
fn rows() -> Vec<String> {
    (0..240_u32)
        .map(|n| {
            let account = n * 7 % 11;
            let downloads = n * n % 17;
            let task = ["", "fill-mask", "translation", "asr", "ocr"][(n % 5) as usize];
            let parameters = if n % 6 == 0 {
                String::new()
            } else {
                (n % 53).to_string()
            };
            format!("m{n},account{account},{downloads},{task},{parameters}")
        })
        .collect()
}

fn table(rows: &[String]) -> String {
    format!(
        "model,account,downloads,task,parameters\n{}\n",
        rows.join("\n")
    )
}

fn written(project: &Project, arguments: &[&str]) -> Vec<(String, Vec<u8>)> {
    let _ = fs::remove_dir_all(project.folder().join("out"));
    let mut all = vec!["run", "spec.yaml", "--quiet"];
    all.extend(arguments);
    project.hfreport(&all).fine();
    bundle(&project.folder().join("out"))
}

#[test]
fn two_runs_write_the_same_bytes() {
    let project = Project::of(SPEC).file("rows.csv", table(&rows()));
    let (one, other) = (written(&project, &[]), written(&project, &[]));
    assert!(one.len() > 20);
    assert_eq!(differences(&one, &other), "");
}

#[test]
fn one_and_two_threads_write_the_same_bytes() {
    let project = Project::of(SPEC).file("rows.csv", table(&rows()));
    let (one, two) = (
        written(&project, &["--jobs", "1"]),
        written(&project, &["--jobs", "2"]),
    );
    assert_eq!(differences(&one, &two), "");
}

#[test]
fn the_folder_in_which_a_report_stands_leaves_no_trace() {
    let here = Project::of(SPEC).file("rows.csv", table(&rows()));
    let there = Project::of(SPEC).file("rows.csv", table(&rows()));
    assert_eq!(differences(&written(&here, &[]), &written(&there, &[])), "");
}

#[test]
fn the_order_of_the_rows_changes_the_manifest_alone() {
    let project = Project::of(SPEC).file("rows.csv", table(&rows()));
    let one = written(&project, &[]);
    let mut turned = rows();
    turned.reverse();
    turned.rotate_left(101);
    project.write("rows.csv", table(&turned));
    let other = written(&project, &[]);
    assert_eq!(differences(&one, &other), "manifest.json differs\n");
}

#[test]
fn changing_one_row_changes_the_numbers() {
    let project = Project::of(SPEC).file("rows.csv", table(&rows()));
    let one = written(&project, &["--format", "csv"]);
    let mut changed = rows();
    changed[16] = changed[16].replace(",1,", ",2,");
    assert_ne!(changed, rows());
    project.write("rows.csv", table(&changed));
    let other = written(&project, &["--format", "csv"]);
    assert!(differences(&one, &other).contains("tables/by_account.csv differs"));
}

#[test]
fn the_real_hub_gives_the_same_bytes_with_one_and_two_threads() {
    if !home().join("../shared/data").is_dir() {
        eprintln!("skipped: the folder ../shared/data is missing");
        return;
    }
    let project = Project::new();
    let out = |name: &str| project.folder().join(name).display().to_string();
    let run = |jobs: &str, folder: &str| {
        let arguments = [
            "run",
            "tests/real/hub_2022-10.yaml",
            "--allow-path",
            "../shared",
            "--quiet",
            "--format",
            "html,markdown,json,svg,csv,xlsx",
            "--jobs",
            jobs,
            "--out",
            folder,
        ];
        crate::fixture::hfreport(&home(), &arguments).fine();
        bundle(std::path::Path::new(folder))
    };
    let (one, two) = (run("1", &out("one")), run("2", &out("two")));
    assert_eq!(differences(&one, &two), "");
}
