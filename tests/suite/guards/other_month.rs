//! Rows of another month than the period: told where nearly all rows of a file lie in one month, and of columns of nothing else.

use super::{NOVEMBER, OCTOBER, run};
use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
title: "Month {{ params.snapshot }}"
params: {snapshot: 2025-10-01}
periods: {param: snapshot, rows: [{snapshot: 2025-10-01}, {snapshot: 2025-11-01}]}
sources:
  sales:
    path: "rows_{{ params.snapshot }}.csv"
    columns:
      sale: {type: string, unique: true}
      day: {type: date}
      paid: {type: date, nullable: true}
      euros: {type: integer}
      shop: {type: string}
measures: {euros: {sql: "sum(euros)"}}
breakdowns: {by_shop: {by: shop, measures: [euros]}}
sections: [{table: by_shop}]
outputs: {dir: "out/{{ params.snapshot }}", formats: [markdown], charts: [], tables: []}
"#;

/// Sales of the first 28 days of a month, each with the day on which it was paid.
fn month(month: &str, paid: impl Fn(usize) -> String) -> Vec<String> {
    let rows = (0..56).map(|at| {
        let day = at % 28 + 1;
        let paid = paid(at);
        format!(
            "{month}-{at},{month}-{day:02},{paid},{},s{}",
            at + 100,
            at % 3
        )
    });
    rows.collect()
}

fn unpaid(name: &str) -> Vec<String> {
    month(name, |_| String::new())
}

/// A project with some rows of each month.
fn months(spec: &str, october: &[String], november: &[String]) -> Project {
    let csv = |rows: &[String]| format!("sale,day,paid,euros,shop\n{}\n", rows.join("\n"));
    Project::of(spec)
        .file(&format!("rows_{OCTOBER}.csv"), csv(october))
        .file(&format!("rows_{NOVEMBER}.csv"), csv(november))
}

/// What the runs of both months tell.
fn told(spec: &str, october: &[String], november: &[String]) -> [String; 2] {
    let project = months(spec, october, november);
    [OCTOBER, NOVEMBER].map(|month| run(&project, month).fine().stderr)
}

fn with(rows: Vec<String>, more: &[&str]) -> Vec<String> {
    let more = more.iter().enumerate();
    let more = more.map(|(at, day)| format!("x{at},{day},,100,s1"));
    rows.into_iter().chain(more).collect()
}

#[test]
fn rows_of_october_in_the_file_of_november_are_told_with_their_number_and_an_example() {
    let november = with(unpaid("2025-11"), &["2025-10-20", "2025-10-31"]);
    let [first, second] = told(SPEC, &unpaid("2025-10"), &november);
    assert_eq!(first, "");
    let message = "warning[HF0467]: source `sales`: 2 of 58 rows have a `day` in another month than November 2025, such as `2025-10-31` in `rows_2025-11-01.csv`\n --> spec.yaml:8:5";
    assert!(second.contains(message), "{second}");
    assert_eq!(second.matches("warning[").count(), 1, "{second}");
    assert!(!second.contains("zone"), "{second}");
    // The first period has no other one to be held against.
    let october = with(unpaid("2025-10"), &["2025-09-30"]);
    let [first, second] = told(SPEC, &october, &unpaid("2025-11"));
    assert!(first.contains("1 of 57 rows"), "{first}");
    assert!(
        first.contains("the `zone` of the source says whose day counts"),
        "{first}"
    );
    assert_eq!(second, "");
    let waived = SPEC.replace("    columns:", "    allow: [HF0467]\n    columns:");
    let both = [&october, &november].map(Vec::as_slice);
    assert_eq!(told(&waived, both[0], both[1]), [""; 2].map(str::to_owned));
}

#[test]
fn a_file_that_is_of_another_month_as_a_whole_is_told() {
    // The rows of October are those of October, so that those of November are of November and of no other month.
    for (other, named) in [("2025-09", "September 2025"), ("2025-12", "December 2025")] {
        let [first, second] = told(SPEC, &unpaid("2025-10"), &unpaid(other));
        assert_eq!(first, "");
        let message = format!(
            "warning[HF0467]: source `sales`: all 56 rows of the period `2025-11-01` have a `day` in {named}, such as `{other}-01` in `rows_2025-11-01.csv`; in the period `2025-10-01` it was October 2025"
        );
        assert!(second.contains(&message), "{second}");
    }
    // Where nothing is known of the period before, the month before may be right, as in a snapshot of the first of a month.
    for (month, is_told) in [
        ("2025-10", false),
        ("2025-09", false),
        ("2025-08", true),
        ("2025-11", true),
    ] {
        let project = months(SPEC, &unpaid(month), &[]);
        let told = run(&project, OCTOBER).fine().stderr;
        assert_eq!(told.contains("HF0467"), is_told, "{month}: {told}");
    }
    // Then it is so in every period.
    let [first, second] = told(SPEC, &unpaid("2025-09"), &unpaid("2025-10"));
    assert_eq!([first, second], ["", ""].map(str::to_owned));
    let [_, second] = told(SPEC, &unpaid("2025-09"), &unpaid("2025-11"));
    assert!(
        second.contains("in the period `2025-10-01` it was September 2025"),
        "{second}"
    );
}

#[test]
fn days_of_something_else_than_the_period_are_left_alone() {
    let fine = |spec: &str, october: &[String], november: &[String]| {
        assert_eq!(told(spec, october, november), [""; 2].map(str::to_owned));
    };
    // Most sales are paid in their month and some in the next one: the period is that of the sale.
    let paid = |name: &str, next: &str| {
        month(name, |at| match at {
            0..53 => format!("{name}-{:02}", at % 28 + 1),
            _ => format!("{next}-03"),
        })
    };
    fine(
        SPEC,
        &paid("2025-10", "2025-11"),
        &paid("2025-11", "2025-12"),
    );
    // Days over many months, as on which something was created.
    let created = |name: &str| -> Vec<String> {
        let rows = unpaid(name).into_iter().enumerate();
        let other = |(at, row): (usize, String)| match at % 4 {
            0 => row.replace(&format!(",{name}-"), &format!(",2025-0{}-", at % 9 + 1)),
            _ => row,
        };
        rows.map(other).collect()
    };
    fine(SPEC, &created("2025-10"), &created("2025-11"));
    // One day that stays, such as that of a list of prices.
    let of_list = |name: &str| month(name, |_| "2024-01-01".to_owned());
    fine(SPEC, &of_list("2025-10"), &of_list("2025-11"));
    // The thirty days before a snapshot end with its own day.
    let before = |name: &str, own: &str| with(unpaid(name), &[own, own]);
    fine(
        SPEC,
        &before("2025-09", "2025-10-01"),
        &before("2025-10", "2025-11-01"),
    );
    // Who asks for the days of a period knows that there are others.
    let november = with(unpaid("2025-11"), &["2025-10-20"]);
    for asked in [
        SPEC.replace(
            "breakdowns:",
            "scope: {where: \"day >= params.snapshot\"}\nbreakdowns:",
        ),
        SPEC.replace(
            "    columns:",
            "    where: \"day >= params.snapshot OR shop = 's1'\"\n    columns:",
        ),
        SPEC.replace(
            "sum(euros)",
            "sum(euros) FILTER (WHERE day >= params.snapshot)",
        ),
        SPEC.replace(
            "measures: [euros]}",
            "measures: [euros], where: \"month = params.snapshot\"}",
        )
        .replace(
            "measures: {",
            "dimensions: {month: {sql: \"date_trunc('month', day)\"}}\nmeasures: {",
        ),
    ] {
        fine(&asked, &unpaid("2025-10"), &november);
    }
    // All periods have the same file.
    let one = SPEC.replace("rows_{{ params.snapshot }}.csv", "rows_2025-11-01.csv");
    fine(&one, &unpaid("2025-10"), &november);
}

#[test]
fn weeks_have_no_month_and_years_are_held_against_their_year() {
    let weeks = SPEC.replace("snapshot: 2025-11-01}]", "snapshot: 2025-10-08}]");
    let project = months(&weeks, &[], &[]).file("rows_2025-10-08.csv", "");
    let rows = |more: &[&str]| with(unpaid("2025-10"), more);
    let csv = |rows: &[String]| format!("sale,day,paid,euros,shop\n{}\n", rows.join("\n"));
    project.write("rows_2025-10-01.csv", csv(&rows(&["2025-09-29"])));
    assert_eq!(run(&project, OCTOBER).fine().stderr, "");

    let years = SPEC
        .replace("2025-10-01", "2024")
        .replace("2025-11-01", "2025");
    let project = months(&years, &[], &[]).file("rows_2025.csv", "");
    project.write("rows_2024.csv", csv(&unpaid("2024-05")));
    assert_eq!(run(&project, "2024").fine().stderr, "");
    project.write(
        "rows_2025.csv",
        csv(&with(unpaid("2025-05"), &["2025-12-31", "2024-12-31"])),
    );
    let told = run(&project, "2025").fine().stderr;
    assert!(
        told.contains("1 of 58 rows has a `day` in another year than 2025, such as `2024-12-31`"),
        "{told}"
    );
    project.write("rows_2024.csv", csv(&unpaid("2023-05")));
    let told = run(&project, "2024").fine().stderr;
    assert!(
        told.contains("all 56 rows of the period `2024` have a `day` in 2023"),
        "{told}"
    );
}

#[test]
fn a_file_of_which_half_is_of_the_month_before_is_told_like_one_of_which_a_tenth_is() {
    let half: Vec<String> = unpaid("2025-11").into_iter().take(28).collect();
    let november = with(half, &["2025-10-20"; 28]);
    let [first, second] = told(SPEC, &unpaid("2025-10"), &november);
    assert_eq!(first, "");
    let message = "28 of 56 rows have a `day` in another month than November 2025";
    assert!(second.contains(message), "{second}");
    // Days that lay in many months in the period before are none of the period.
    let october: Vec<String> = unpaid("2025-10").into_iter().take(28).collect();
    let october = with(october, &["2025-08-20"; 28]);
    let [first, second] = told(SPEC, &october, &november);
    assert_eq!(first + &second, "");
}
