//! Rows of many periods: ranks, lines and sparklines over the bundles of all periods before. Expected values were worked out by hand.

use crate::fixture::{Outcome, Project};
use crate::server::{PATIENCE, Server};
use serde_json::{Value, json};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// b passes a in the third month, d leaves in the second, e comes in the fourth. Every month its own file.
const MONTHS: [(&str, &str); 4] = [
    ("2025-09-01", "key,n\na,50\nb,30\nc,12\nd,8\n"),
    ("2025-10-01", "key,n\na,45\nb,40\nc,15\n"),
    ("2025-11-01", "key,n\na,40\nb,48\nc,12\n"),
    ("2025-12-01", "key,n\na,30\nb,50\nc,10\ne,10\n"),
];

const SPEC: &str = r#"
version: 1
locales: [en, fr]
title: Courses
params: {snapshot: 2025-09-01, least: 0}
periods: {param: snapshot, rows: [{snapshot: 2025-09-01}, {snapshot: 2025-10-01}, {snapshot: 2025-11-01}, {snapshot: 2025-12-01}]}
sources: {rows: {path: "rows_{{ params.snapshot }}.csv", columns: {key: {type: string}, n: {type: integer}}}}
guards: {change: 1}
measures: {n: {sql: "sum(n)", title: Number}}
breakdowns:
  by_key: {by: key, where: "n >= params.least", measures: [n]}
  course: {from: by_key, periods: all, by: [snapshot, key], measures: [n], within: snapshot}
charts:
  ranks: {type: bump, data: course, x: snapshot, y: n_rank, color: key}
  slope: {type: slope, data: by_key, y: n}
  table: {type: table, data: by_key, columns: [key, n, n_rank_change], sparkline: {data: course, x: snapshot, y: n}}
sections:
  - chart: ranks
  - {chart: slope, when: previous}
  - {chart: table, when: previous}
outputs: {dir: "out/{{ params.snapshot }}", formats: [html, markdown, json], charts: [svg], tables: [csv]}
"#;

fn project(spec: &str) -> Project {
    let project = Project::of(spec);
    for (month, rows) in MONTHS {
        project.write(&format!("rows_{month}.csv"), rows);
    }
    project
}

fn each(project: &Project) -> Outcome {
    project
        .hfreport(&["run", "spec.yaml", "--quiet", "--each"])
        .fine()
}

fn december(project: &Project) -> Outcome {
    let arguments = [
        "run",
        "spec.yaml",
        "--quiet",
        "--set",
        "snapshot=2025-12-01",
    ];
    project.hfreport(&arguments)
}

/// The alternative text of a figure, from 0.
fn alternative(project: &Project, file: &str, figure: usize) -> String {
    let page = project.read(file);
    let text = page.split("![").nth(figure + 1).expect("a figure");
    text.split("](").next().expect("a text").to_owned()
}

/// Codes and ranks of the course in a bundle.
fn ranks(project: &Project, month: &str) -> Vec<String> {
    let report = project.read(&format!("out/{month}/report.json"));
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let rows = report["breakdowns"]["course"]["rows"]
        .as_array()
        .expect("rows");
    let row = |row: &Value| {
        let code = |at: usize| row["codes"][at].as_str().expect("a code").to_owned();
        format!("{} {} {}", code(0), code(1), row["values"][2])
    };
    rows.iter().map(row).collect()
}

#[test]
fn a_bump_chart_goes_over_the_bundles_of_all_periods_before() {
    let project = project(SPEC);
    assert_eq!(each(&project).stderr, "");
    assert_eq!(
        ranks(&project, "2025-12-01"),
        [
            "2025-09-01 a 1",
            "2025-09-01 b 2",
            "2025-09-01 c 3",
            "2025-09-01 d 4",
            "2025-10-01 a 1",
            "2025-10-01 b 2",
            "2025-10-01 c 3",
            "2025-11-01 b 1",
            "2025-11-01 a 2",
            "2025-11-01 c 3",
            "2025-12-01 b 1",
            "2025-12-01 a 2",
            "2025-12-01 c 3",
            // As many as c.
            "2025-12-01 e 3",
        ]
    );
    assert_eq!(ranks(&project, "2025-09-01").len(), 4);
    assert_eq!(
        alternative(&project, "out/2025-12-01/report.md", 0),
        "Ranks from 1 to 4: 5\u{a0}lines over 4\u{a0}points. Ranked first: a (Sep 2025 and Oct 2025), then b (Nov 2025 and Dec 2025). \
         Largest climb between Sep 2025 and Dec 2025: b (from rank 2 to rank 1). \
         Largest fall between Sep 2025 and Dec 2025: a (from rank 1 to rank 2)."
    );
    assert_eq!(
        alternative(&project, "out/2025-12-01/report.fr.md", 0),
        "Rangs de 1 à 4\u{a0}: 5\u{a0}courbes sur 4\u{a0}points. Au premier rang\u{a0}: a (sept. 2025 et oct. 2025), puis b (nov. 2025 et déc. 2025). \
         Plus forte montée entre sept. 2025 et déc. 2025\u{a0}: b (du rang 2 au rang 1). \
         Plus forte descente entre sept. 2025 et déc. 2025\u{a0}: a (du rang 1 au rang 2)."
    );
}

#[test]
fn a_slope_between_two_bundles_has_what_entered_and_what_left() {
    let project = project(SPEC);
    each(&project);
    assert_eq!(
        alternative(&project, "out/2025-12-01/report.md", 1),
        "Slope chart, November 2025 and December 2025: 4\u{a0}lines. Up: 1; down: 2; at the end only: 1. \
         Largest rise: b (from 48 to 50). Largest fall: a (from 40 to 30)."
    );
    assert_eq!(
        alternative(&project, "out/2025-10-01/report.md", 1),
        "Slope chart, September 2025 and October 2025: 4\u{a0}lines. Up: 2; down: 1; at the start only: 1. \
         Largest rise: b (from 30 to 40). Largest fall: a (from 50 to 45)."
    );
}

#[test]
fn a_sparkline_goes_over_the_bundles_of_all_periods_before() {
    let project = project(SPEC);
    each(&project);
    let page = project.read("out/2025-12-01/index.html");
    for course in ["30 → 50", "50 → 30", "12 → 10"] {
        assert!(page.contains(course), "{course}");
    }
}

#[test]
fn the_last_periods_are_those_that_are_asked_for_and_a_missing_bundle_is_told() {
    let project = project(&SPEC.replace("periods: all", "periods: 3"));
    each(&project);
    let months = |project: &Project| {
        let mut months: Vec<String> = ranks(project, "2025-12-01")
            .iter()
            .map(|it| it[..10].to_owned())
            .collect();
        months.dedup();
        months
    };
    assert_eq!(months(&project), ["2025-10-01", "2025-11-01", "2025-12-01"]);
    std::fs::remove_dir_all(project.folder().join("out/2025-10-01")).expect("a folder");
    let outcome = december(&project).fine();
    assert!(
        outcome
            .stderr
            .contains("warning[HF0510]: the bundle of the period 2025-10-01 is not in "),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains(": it is missing in `course`"),
        "{}",
        outcome.stderr
    );
    assert_eq!(months(&project), ["2025-11-01", "2025-12-01"]);
    // The place of the month stays empty, and no line goes over it.
    each(&project);
    std::fs::remove_dir_all(project.folder().join("out/2025-09-01")).expect("a folder");
    assert_eq!(
        december(&project).fine().stderr,
        "",
        "nobody asks for September"
    );
}

#[test]
fn a_period_that_computes_the_rows_in_another_way_is_left_out() {
    let project = project(SPEC);
    each(&project);
    // What no period sets is a definition: October and before are as they were, November is run again.
    project.write("spec.yaml", SPEC.replace("least: 0", "least: 1"));
    let november = [
        "run",
        "spec.yaml",
        "--quiet",
        "--set",
        "snapshot=2025-11-01",
    ];
    project.hfreport(&november).fine();
    let outcome = december(&project).fine();
    let told: Vec<&str> = outcome
        .stderr
        .lines()
        .filter(|it| it.contains("HF0513"))
        .collect();
    assert_eq!(told.len(), 2, "{}", outcome.stderr);
    assert!(
        told[0].contains("breakdown `course` has no rows of 2025-09-01, which computes breakdown `by_key` in another way: param least differs"),
        "{}", told[0]
    );
    assert_eq!(ranks(&project, "2025-12-01")[0], "2025-11-01 b 1");
    assert_eq!(each(&project).stderr, "");
    assert_eq!(ranks(&project, "2025-12-01").len(), 14);
}

#[test]
fn change_along_periods_goes_by_the_calendar() {
    let spec = SPEC.replace(
        "within: snapshot}",
        "within: snapshot, over: {by: snapshot, every: month}}",
    );
    let project = project(&spec);
    each(&project);
    let report: Value =
        serde_json::from_str(&project.read("out/2025-12-01/report.json")).expect("JSON");
    let course = &report["breakdowns"]["course"];
    let columns = course["columns"].as_array().expect("columns");
    let values = columns.iter().filter(|it| it["holds"] != "dimension");
    let at = values
        .clone()
        .position(|it| it["name"] == "n_change")
        .expect("a column");
    let rows = course["rows"].as_array().expect("rows");
    let row = rows
        .iter()
        .find(|it| it["codes"] == json!(["2025-12-01", "a"]))
        .expect("a row");
    assert_eq!(row["values"][at], json!(-10));
}

#[test]
fn what_has_no_earlier_rows_is_told() {
    for (old, new, told) in [
        (
            "from: by_key, periods: all, by: [snapshot, key]",
            "periods: all, by: key",
            "rows of a source are those of one period",
        ),
        (
            "periods: {param: snapshot, rows: [{snapshot: 2025-09-01}, {snapshot: 2025-10-01}, {snapshot: 2025-11-01}, {snapshot: 2025-12-01}]}\n",
            "",
            "the spec has no `periods`",
        ),
        ("periods: all", "periods: 1", "periods"),
        ("periods: all", "periods: some", "periods"),
        ("by: [snapshot, key]", "by: [month, key]", "`month`"),
    ] {
        let project = project(&SPEC.replace(old, new));
        let outcome = project.hfreport(&["check", "spec.yaml"]).ends_with(1);
        assert!(outcome.stderr.contains(told), "{new}: {}", outcome.stderr);
    }
}

#[test]
fn explain_lists_columns_of_change_and_where_rows_of_many_periods_come_from() {
    let project = project(SPEC);
    each(&project);
    let explained = |name: &str| {
        project
            .hfreport(&["explain", "spec.yaml", name])
            .fine()
            .stdout
    };
    // 30 against 40 of 100 each.
    let told = explained("by_key");
    for part in [
        "n_previous 40",
        "n_change -10",
        "n_rank_change 0",
        "entered false",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let new = told
        .lines()
        .find(|line| line.trim_start().starts_with("e: "))
        .expect("a row");
    assert!(
        new.contains("entered true") && !new.contains("n_change"),
        "{new}"
    );
    let told = explained("course");
    assert!(
        told.contains("breakdown by_key, of all periods up to this one"),
        "{told}"
    );
    assert!(
        told.contains("made of 14 rows of breakdown by_key"),
        "{told}"
    );
}

#[test]
fn serve_notices_that_the_bundle_of_an_earlier_period_has_changed() {
    let project = project(SPEC);
    each(&project);
    let server = Server::of(&project);
    let page = || server.page("index.html");
    assert!(page().contains("from 48 to 50") && page().contains("30 → 50"));
    let again = |month: &str, old: &str, new: &str| {
        let (_, rows) = MONTHS.iter().find(|it| it.0 == month).expect("a month");
        project.write(&format!("rows_{month}.csv"), rows.replace(old, new));
        let setting = format!("snapshot={month}");
        let arguments = ["run", "spec.yaml", "--quiet", "--set", &setting];
        project.hfreport(&arguments).fine();
    };
    let shows = |part: &str| {
        let end = Instant::now() + PATIENCE;
        while !page().contains(part) {
            assert!(Instant::now() < end, "{part} is not shown");
            sleep(Duration::from_millis(50));
        }
    };
    again("2025-11-01", "b,48", "b,49");
    shows("from 49 to 50");
    again("2025-09-01", "b,30", "b,31");
    shows("31 → 50");
}
