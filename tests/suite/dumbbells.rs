//! Dumbbells: pairs of two values and of two columns, rows with one point, what cannot be joined. Expected values were worked out
//! by hand.

use crate::charts::{alternatives, texts};
use crate::fixture::Project;

/// Of 2022: a 40, b 10; of 2023: a 20, b 30; of 2024: b 5.
const ROWS: &str = "when,account,downloads\n2022,a,40\n2022,b,10\n2023,a,20\n2023,b,30\n2024,b,5\n";
const BREAKDOWN: &str = "cells: {by: [when, account], measures: [downloads], within: when}";

#[test]
fn two_values_of_each_row_are_points_on_one_axis() {
    let chart = "{type: dumbbell, data: cells, x: downloads, y: when, color: account}";
    let (project, [french, english]) = alternatives("integer", BREAKDOWN, chart, ROWS);
    assert_eq!(
        english,
        "Dumbbell chart: 3\u{a0}categories, with up to two points each. Largest gap: 2022 (a 40, b 10). \
         Smallest gap: 2023 (a 20, b 30)."
    );
    assert!(
        french.contains("Plus grand écart\u{a0}: 2022 (a 40, b 10)."),
        "{french}"
    );
    let svg = project.read("out/charts/it.en.svg");
    let marks = svg.split("class=\"marks\"").nth(1).expect("marks");
    // Two points of two rows, one of the third.
    assert_eq!(marks.matches("<circle").count(), 5);
    let written = texts(&project, "it.en.svg");
    for value in ["40", "10", "20", "30", "5"] {
        assert!(written.contains(&value.to_owned()), "{written:?}");
    }
}

#[test]
fn two_columns_of_one_kind_are_points_with_a_legend_of_their_titles() {
    let breakdown = "by_account: {by: account, measures: [downloads, rows]}";
    let chart = "{type: dumbbell, data: by_account, x: [downloads_share, rows_share], y: account}";
    let spec = format!(
        "version: 1\nlocales: [en]\ntitle: Pairs\nsources:\n  models:\n    path: rows.csv\n    columns: {{when: {{type: integer}}, account: {{type: string}}, downloads: {{type: integer}}}}\nmeasures: {{downloads: {{sql: \"sum(downloads)\", title: Total}}, rows: {{sql: \"count(*)\", title: Rows}}}}\nbreakdowns:\n  {breakdown}\ncharts:\n  it: {chart}\nsections: [{{chart: it}}]\n"
    );
    let project = Project::of(&spec).file("rows.csv", ROWS);
    project
        .hfreport(&[
            "run",
            "spec.yaml",
            "--out",
            "out",
            "--format",
            "svg",
            "--quiet",
        ])
        .fine();
    // a has 60 of 105 downloads and 2 of 5 rows: 57.1 and 40 %; b 45 of 105 and 3 of 5.
    let written = texts(&project, "it.en.svg");
    for value in ["57.1%", "40.0%", "42.9%", "60.0%"] {
        assert!(written.contains(&value.to_owned()), "{written:?}");
    }
}

#[test]
fn keys_of_a_dumbbell_that_do_not_fit_are_errors_at_their_places() {
    for (chart, problem) in [
        (
            "{type: dumbbell, data: cells, x: downloads}",
            "needs `x`, one or two measure columns, and `y`",
        ),
        (
            "{type: dumbbell, data: cells, x: downloads, y: when}",
            "needs `color`",
        ),
        (
            "{type: dumbbell, data: cells, x: [downloads, downloads_share], y: when}",
            "are not of one kind",
        ),
        (
            "{type: dumbbell, data: cells, x: [downloads, downloads], y: when}",
            "two different ones",
        ),
        (
            "{type: dumbbell, data: cells, x: nothing, y: when, color: account}",
            "there is no measure `nothing`",
        ),
    ] {
        let spec = format!(
            "version: 1\nlocales: [en]\ntitle: Pairs\nsources:\n  models:\n    path: rows.csv\n    columns: {{when: {{type: integer}}, account: {{type: string}}, downloads: {{type: integer}}}}\nmeasures: {{downloads: {{sql: \"sum(downloads)\"}}}}\nbreakdowns:\n  {BREAKDOWN}\ncharts:\n  it: {chart}\nsections: [{{chart: it}}]\n"
        );
        let project = Project::of(&spec).file("rows.csv", ROWS);
        let problems = project.problems();
        assert!(problems.contains(problem), "{problems}");
        assert!(problems.contains("spec.yaml:12:"), "{problems}");
    }
}

#[test]
fn two_columns_of_different_units_are_no_dumbbell() {
    let of = |first: &str, second: &str| {
        let spec = format!(
            "version: 1\nlocales: [en]\ntitle: Units\nsources:\n  bills:\n    path: rows.csv\n    columns: {{city: {{type: string}}, cost: {{type: integer}}, n: {{type: integer}}}}\nmeasures:\n  cost: {{sql: sum(cost), format: {first}}}\n  n: {{sql: sum(n), format: {second}}}\nbreakdowns:\n  cities: {{by: city, measures: [cost, n]}}\ncharts:\n  it: {{type: dumbbell, data: cities, x: [cost, n], y: city}}\nsections: [{{chart: it}}]\n"
        );
        Project::of(&spec).file("rows.csv", "city,cost,n\nOslo,5,2\nRome,7,1\n")
    };
    let euros = of("{currency: EUR}", "integer").problems();
    assert!(
        euros.contains("`cost` is in EUR, and `n` is a plain number"),
        "{euros}"
    );
    let sizes = of("{unit: GB}", "{unit: {fr: Mo, en: MB}}").problems();
    assert!(
        sizes.contains("`cost` is in GB, and `n` is in MB"),
        "{sizes}"
    );
    of("{unit: GB, decimals: 1}", "{unit: GB}")
        .hfreport(&["check", "spec.yaml"])
        .fine();
}

#[test]
fn a_row_of_three_values_is_an_error_that_says_which() {
    let rows = format!("{ROWS}2022,c,7\n");
    let spec = format!(
        "version: 1\nlocales: [en]\ntitle: Pairs\nsources:\n  models:\n    path: rows.csv\n    columns: {{when: {{type: integer}}, account: {{type: string}}, downloads: {{type: integer}}}}\nmeasures: {{downloads: {{sql: \"sum(downloads)\"}}}}\nbreakdowns:\n  {BREAKDOWN}\ncharts:\n  it: {{type: dumbbell, data: cells, x: downloads, y: when, color: account}}\nsections: [{{chart: it}}]\n"
    );
    let project = Project::of(&spec).file("rows.csv", rows);
    let outcome = project.hfreport(&[
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "svg",
        "--quiet",
    ]);
    assert!(
        outcome
            .stderr
            .contains("a dumbbell joins two values, and 2022 has 3"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("spec.yaml:12:"),
        "{}",
        outcome.stderr
    );
}
