//! `over` on a few days: what is folded, what a condition sees, weeks, quarters, months of days. Expected values were
//! worked out by hand.

use crate::fixture::Project;
use std::fmt::Write;

/// A spec over six days of three keys.
fn days(breakdown: &str, rows: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Days
sources: {{rows: {{path: rows.csv, columns: {{day: {{type: date}}, key: {{type: string}}, n: {{type: integer}}}}}}}}
dimensions:
  month: {{sql: "date_trunc('month', day)"}}
  quarter: {{sql: "date_trunc('quarter', day)"}}
measures: {{n: {{sql: "sum(n)"}}, keys: {{count_distinct: key}}}}
breakdowns: {{b: {breakdown}}}
sections: [{{table: b}}]
"#
    );
    Project::of(&spec).file("rows.csv", format!("day,key,n\n{rows}"))
}

#[test]
fn a_value_that_is_folded_in_one_month_is_still_what_the_next_is_compared_with() {
    let rows = "2025-01-05,a,9\n2025-01-05,b,5\n2025-01-05,c,1\n2025-02-06,a,2\n2025-02-06,b,6\n2025-02-06,c,8\n";
    let each = days(
        "{by: [day, key], measures: [n], within: day, keep: {key: {top: 2, per: parent}}, over: {by: day, every: month}}",
        rows,
    );
    // c was third in January, where it is folded; what is folded differs from month to month.
    assert_eq!(
        each.results().columns(
            "b",
            &["n", "n_previous", "n_change", "n_rank_change", "entered"]
        ),
        "2025-01-05 / a: 9 - - - -\n2025-01-05 / b: 5 - - - -\n2025-01-05 / (others): 1 - - - -\n\
         2025-02-06 / c: 8 1 7 -2 false\n2025-02-06 / b: 6 5 1 0 false\n2025-02-06 / (others): 2 - - - -"
    );
    let once = days(
        "{by: [day, key], measures: [n], within: day, keep: {key: {top: 1}}, over: {by: day, every: month}}",
        rows,
    );
    // Over both months a and b have 11, so that a stays; the others are b and c in both.
    assert_eq!(
        once.results()
            .columns("b", &["n", "n_previous", "n_change"]),
        "2025-01-05 / a: 9 - -\n2025-01-05 / (others): 6 - -\n2025-02-06 / a: 2 9 -7\n2025-02-06 / (others): 14 6 8"
    );
}

#[test]
fn conditions_of_keep_see_the_columns_of_change() {
    let rows = "2025-01-05,a,9\n2025-01-05,b,5\n2025-02-06,a,2\n2025-02-06,b,6\n";
    let risen = days(
        "{by: [day, key], measures: [n], within: day, keep: {key: {any: \"n_change > 0\", other: drop}}, over: {by: day, every: month}}",
        rows,
    );
    assert_eq!(
        risen.results().columns("b", &["n", "n_change"]),
        "2025-01-05 / b: 5 -\n2025-02-06 / b: 6 1"
    );
}

#[test]
fn a_month_of_days_is_whole_where_the_spec_says_what_it_is_made_of() {
    let mut rows = String::new();
    for day in 1..=28 {
        writeln!(rows, "2025-02-{day:02},a,1").expect("a text");
    }
    rows.push_str("2025-03-01,a,5\n2025-03-02,b,5\n");
    let plain = days(
        "{by: month, measures: [n], over: {by: month, every: month}}",
        &rows,
    );
    assert_eq!(
        plain.results().columns("b", &["n", "n_change"]),
        "2025-02-01: 28 -\n2025-03-01: 10 -18"
    );
    let made = days(
        "{by: month, measures: [n], over: {by: month, every: month, parts: day}}",
        &rows,
    );
    let results = made.results();
    assert_eq!(
        results.columns("b", &["n", "n_previous", "n_change", "n_running", "whole"]),
        "2025-02-01: 28 - - 28 true\n2025-03-01: 10 28 - 38 false"
    );
    assert!(
        results
            .warnings()
            .join("\n")
            .contains("March 2025 has 2 of 31 days")
    );
}

#[test]
fn quarters_and_weeks_go_by_the_calendar() {
    let rows = "2024-12-30,a,1\n2025-01-08,a,2\n2025-01-20,b,5\n2025-12-29,b,7\n";
    let weeks = days(
        "{by: day, measures: [n], over: {by: day, every: week}}",
        rows,
    );
    // Weeks 1, 2 and 4 of 2025, and week 1 of 2026.
    assert_eq!(
        weeks
            .results()
            .columns("b", &["n_previous", "n_year_previous", "n_running"]),
        "2024-12-30: - - 1\n2025-01-08: 1 - 3\n2025-01-20: - - -\n2025-12-29: - 1 -"
    );
    let quarters = days(
        "{by: quarter, measures: [n, keys], over: {by: quarter, every: quarter}, where: \"day < DATE '2025-06-01'\"}",
        rows,
    );
    let results = quarters.results();
    assert_eq!(
        results.columns(
            "b",
            &[
                "n",
                "n_previous",
                "n_change",
                "keys_entered",
                "keys_left",
                "whole"
            ]
        ),
        "2024-10-01: 1 - - - - false\n2025-01-01: 7 1 - - - false"
    );
}

#[test]
fn a_last_month_that_goes_on_is_reported_unless_the_spec_says_what_a_month_is_made_of() {
    let mut rows = String::new();
    for (month, days) in [(1, 31), (2, 28), (3, 12)] {
        for day in 1..=days {
            writeln!(rows, "2025-{month:02}-{day:02},a,1").expect("a text");
        }
    }
    let warned = |over: &str| {
        let breakdown =
            format!("{{by: month, measures: [n], over: {{by: month, every: month{over}}}}}");
        let warnings = days(&breakdown, &rows).results().warnings();
        let count = |code| warnings.iter().filter(|it| it.starts_with(code)).count();
        [count("HF0445"), count("HF0448")]
    };
    assert_eq!(warned(""), [1, 0]);
    // March has no change then.
    assert_eq!(warned(", parts: day"), [0, 1]);
    let text = days(
        "{by: month, measures: [n], over: {by: month, every: month}}",
        &rows,
    )
    .results()
    .warnings();
    assert!(
        text.iter().any(|it| it.contains("the dates of March 2025 end on 2025-03-12, and in no other period a day is missing there")),
        "{text:?}"
    );
}
