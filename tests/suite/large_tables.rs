//! Breakdowns of very many groups: every format has all rows, pages and Markdown say where the others are, and
//! memory grows with what is computed and not with what is written.
//!
//! `HFREPORT_LONG=1` takes 235,000 groups instead of 20,000 and prints what it took.

use crate::fixture::Project;
use calamine::{Reader, Xlsx, open_workbook};
use hfreport::document::ReportJson;
use std::fmt::Write;
use std::fs;
use std::time::Instant;

const SPEC: &str = r#"
version: 1
locales: [en, fr]
title: Models
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string}
      account: {type: string}
      task: {type: string}
      downloads: {type: integer}
measures:
  downloads: {sql: sum(downloads), title: Downloads}
  models: {sql: "count(*)", title: Models}
  largest: {sql: max(downloads), title: Largest}
breakdowns:
  by_model: {by: model, measures: [downloads, models, largest]}
  by_account_and_model: {by: [account, model], measures: [downloads], within: account}
  largest: {by: model, measures: [downloads], keep: {model: {top: 10}}}
charts:
  models: {type: bar, data: largest, x: downloads, y: model}
  table: {type: table, data: by_model, columns: [model, downloads], rows: 20}
sections:
  - text: {en: "{{ by_model|length|integer }} models.", fr: "{{ by_model|length|integer }} modèles."}
  - chart: models
  - chart: table
  - table: by_model
  - table: by_account_and_model
outputs:
  formats: [html, markdown, json]
  tables: [csv, xlsx]
"#;

/// Downloads of the model at a position: each a number of its own.
fn downloads(at: usize) -> usize {
    1_000_000 + at
}

fn project(groups: usize) -> Project {
    let mut rows = "model,account,task,downloads\n".to_owned();
    for at in 0..groups {
        let (account, task) = (at % 997, at % 7);
        writeln!(
            rows,
            "organisation-{account}/model-{at},organisation-{account},task-{task},{}",
            downloads(at)
        )
        .unwrap();
    }
    Project::of(SPEC).file("rows.csv", rows)
}

#[test]
fn every_format_has_all_rows_of_a_breakdown_of_very_many_groups() {
    let long = std::env::var_os("HFREPORT_LONG").is_some();
    let groups = if long { 235_000 } else { 20_000 };
    let project = project(groups);
    let begun = Instant::now();
    let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let usage = outcome.usage;
    let out = project.folder().join("out");
    let size = |name: &str| fs::metadata(out.join(name)).unwrap().len();
    let names = [
        "tables/by_model.csv",
        "tables/by_account_and_model.csv",
        "report.xlsx",
        "report.json",
        "index.html",
        "report.md",
    ];
    let sizes: Vec<_> = names
        .iter()
        .map(|it| format!("{it} {}", size(it)))
        .collect();
    eprintln!(
        "{groups} groups: {:.1} s, {usage}; {}",
        begun.elapsed().as_secs_f64(),
        sizes.join(", ")
    );

    let total: usize = (0..groups).map(downloads).sum();
    for name in &names[..2] {
        let table = project.read(&format!("out/{name}"));
        let head: Vec<&str> = table.lines().next().unwrap().split(',').collect();
        let column = head.iter().position(|it| *it == "downloads").unwrap();
        let cells = table.lines().skip(1).map(|line| {
            let cell = line.split(',').nth(column).unwrap();
            cell.parse::<usize>().unwrap()
        });
        let cells: Vec<usize> = cells.collect();
        assert_eq!((cells.len(), cells.iter().sum()), (groups, total), "{name}");
    }
    let report = ReportJson::read(&fs::read(out.join("report.json")).unwrap()).unwrap();
    for name in ["by_model", "by_account_and_model"] {
        assert_eq!(report.breakdowns[name].rows.count(), groups, "{name}");
    }
    let mut workbook: Xlsx<_> = open_workbook(out.join("report.xlsx")).unwrap();
    let sheet = workbook.worksheet_range("by_model").unwrap();
    assert_eq!(sheet.height(), groups + 1);
    for name in ["index.html", "report.md"] {
        let text = project.read(&format!("out/{name}"));
        let more = |rows: usize| {
            let digits = rows.to_string();
            let (thousands, rest) = digits.split_at(digits.len() - 3);
            format!("{thousands},{rest} more rows in tables/by")
        };
        for rows in [groups - 500, groups - 20] {
            assert!(
                text.replace('\\', "").contains(&more(rows)),
                "{name}: {}",
                more(rows)
            );
        }
        assert!(text.len() < 500_000, "{name}: {}", text.len());
    }
    // 100 MB for the program, its engine and its fonts; of the rest the workbook takes most. With 20,000 groups it is 205 to 216 MB, and
    // up to 231 MB where threads wait for processors that other tests have.
    let most = (140 << 20) + groups as u64 * 5120;
    assert!(usage.memory < most, "{usage} of {} MB", most >> 20);
}
