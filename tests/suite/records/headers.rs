//! Headers of delimited files: names in them, and lines that look like a header.

use super::{SPEC_OF_NAMES, project, refused, spec};
use crate::fixture::Project;

#[test]
fn a_name_in_the_header_may_hold_a_line_end() {
    let text = "model,\"down\nloads\"\na,1\n";
    let spec = spec("rows.csv", "").replace(
        "downloads: {type: integer}",
        "downloads: {type: integer, sql: \"CAST(\\\"down\\nloads\\\" AS integer)\"}",
    );
    let project = Project::of(&spec).file("rows.csv", text);
    assert_eq!(project.results().metric("downloads"), "1");
}

#[test]
fn a_name_that_stands_twice_in_the_header_cannot_be_read_and_is_reported() {
    let text = "model,downloads,downloads\na,1,2\n";
    refused(
        "rows.csv",
        "",
        text,
        &["has several columns `downloads`", "rename all but one"],
    );
    let unread = project("rows.csv", "", "model,downloads,note,note\na,1,2,3\n").results();
    assert_eq!(unread.metric("downloads"), "1");
    let told = unread.warnings().join("\n");
    assert!(
        told.contains("HF0420") && told.contains("several columns `note`"),
        "{told}"
    );
}

#[test]
fn a_column_without_a_name_is_reported() {
    let results = project("rows.csv", "", ",model,downloads\n0,a,1\n").results();
    let told = results.warnings().join("\n");
    assert!(told.contains("no name for column 1"), "{told}");
    let waived = project(
        "rows.csv",
        "    allow: [HF0420]\n",
        ",model,downloads\n0,a,1\n",
    );
    assert_eq!(waived.results().warnings(), Vec::<String>::new());
}

#[test]
fn a_second_line_of_the_header_is_reported() {
    let text = "model,downloads,likes\n,per month,total\na,1,1\nb,2,2\nc,3,3\n";
    let spec = spec("rows.csv", "").replace("{type: string}", "{type: string, nullable: true}");
    let project = Project::of(&spec.replace(
        "downloads: {type: integer}",
        "downloads: {type: integer, sql: \"1\"}",
    ))
    .file("rows.csv", text);
    let told = project.results().warnings().join("\n");
    assert!(
        told.contains("looks like a second line of the header: `per month`"),
        "{told}"
    );
}

#[test]
fn a_first_row_whose_numbers_are_written_in_full_is_no_line_of_the_header() {
    for (number, form) in [
        ("1 450,50", ","),
        ("\"1,450\"", "."),
        ("1450,5", ","),
        ("12 %", "."),
    ] {
        let text = format!("model;downloads;likes\nz;{number};x\na;1;y\nb;2;y\nc;3;y\n");
        let keys = format!("    delimiter: \";\"\n    decimal: \"{form}\"\n");
        let spec = spec("rows.csv", &keys).replace(
            "downloads: {type: integer}",
            "downloads: {type: integer, sql: \"1\"}",
        );
        let results = Project::of(&spec).file("rows.csv", text).results();
        assert_eq!(results.warnings(), Vec::<String>::new(), "{number}");
    }
}

#[test]
fn a_first_row_that_shares_its_month_with_the_rows_below_is_no_line_of_the_header() {
    let text = "model,downloads,likes\nnovember,not counted,total\nnovember,1,1\nnovember,2,2\nnovember,3,3\n";
    let spec = spec("rows.csv", "").replace(
        "downloads: {type: integer}",
        "downloads: {type: integer, sql: \"1\"}",
    );
    let results = Project::of(&spec).file("rows.csv", text).results();
    assert_eq!(results.warnings(), Vec::<String>::new());
}

#[test]
fn a_waiver_of_an_odd_header_may_stay_in_a_period_whose_header_is_not() {
    let spec = spec(
        "rows_{{ params.month }}.csv",
        "    allow: [HF0420]\n",
    )
    .replace(
        "sources:",
        "params: {month: 2025-10-01}\nperiods: {param: month, rows: [{month: 2025-10-01}, {month: 2025-11-01}]}\noutputs: {dir: \"out/{{ params.month }}\"}\nsources:",
    );
    let project = Project::of(&spec)
        .file("rows_2025-10-01.csv", "model,downloads\na,1\n")
        .file("rows_2025-11-01.csv", ",model,downloads\n0,a,1\n");
    for month in ["2025-10-01", "2025-11-01"] {
        let set = format!("month={month}");
        let outcome = project.hfreport(&["check", "spec.yaml", "--set", &set]);
        assert!(
            !outcome.stderr.contains("HF0"),
            "{month}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn up_to_three_further_lines_of_the_header_are_reported() {
    let further = ["per month,total", "(thousands),(units)", "note,x"];
    for lines in 1..=3 {
        let text = format!(
            "model,downloads,likes\n{}a,1,1\nb,2,2\nc,3,3\n",
            further[..lines]
                .iter()
                .map(|line| format!("m,{line}\n"))
                .collect::<String>()
        );
        let spec = spec("rows.csv", "").replace(
            "downloads: {type: integer}",
            "downloads: {type: integer, sql: \"1\"}",
        );
        let results = Project::of(&spec).file("rows.csv", text).results();
        let told = results.warnings().join("\n");
        let words = match lines {
            1 => "the first row looks like a second line of the header: `per month`".to_owned(),
            _ => {
                format!("the first {lines} rows look like further lines of the header: `per month`")
            }
        };
        assert!(told.contains(&words), "{told}");
    }
}

#[test]
fn the_header_once_more_is_an_error_at_its_row_wherever_it_stands() {
    let header = "model,downloads,note\n";
    let rows = |count: usize| (0..count).map(|at| format!("m{at},{at},x\n"));
    let far: String = rows(3000).collect();
    for (text, place) in [
        (format!("{header}{header}a,1,x\n"), "line 2 (row 1)"),
        (format!("{header}{header}{header}a,1,x\n"), "line 2 (row 1)"),
        (
            format!("{header}a,1,x\n\n{header}b,2,x\n"),
            "line 4 (row 2)",
        ),
        (
            format!("{header}a,1,x\nmodel,\"downloads\",note\nb,2,x\n"),
            "line 3 (row 2)",
        ),
        (
            format!("{header}{far}{header}b,2,x\n"),
            "line 3002 (row 3001)",
        ),
    ] {
        refused(
            "rows.csv",
            "",
            &text,
            &[place, "the header stands here once more"],
        );
    }
    // In one column a value may be its name.
    let only = SPEC_OF_NAMES.replace("ROWS", "names.csv");
    let results = Project::of(&only)
        .file("names.csv", "name\nname\nother\n")
        .results();
    assert_eq!(results.metric("names"), "2");
}

#[test]
fn a_first_value_that_is_missing_is_no_second_line_of_the_header() {
    let text = "model,downloads,likes\na,1,n/a\nb,2,2\nc,3,3\nd,4,4\n";
    let results = project("rows.csv", "", text).results();
    assert_eq!(results.warnings(), Vec::<String>::new());
}
