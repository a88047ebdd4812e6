//! Areas over dates: gaps, entrants, shares of each date, what cannot be stacked. Expected values were worked out by hand.

use crate::charts::{alternatives, texts};
use crate::fixture::Project;

/// April is missing; b begins in May.
const ROWS: &str = "when,account,downloads\n2025-02-01,a,10\n2025-03-01,a,30\n2025-05-01,a,60\n2025-05-01,b,20\n2025-06-01,a,30\n2025-06-01,b,10\n";
const BREAKDOWN: &str = "months: {by: [when, account], measures: [downloads], within: when}";

fn area(kind: &str, more: &str) -> (Project, [String; 2]) {
    let chart =
        format!("{{type: {kind}, data: months, x: when, y: downloads, color: account{more}}}");
    alternatives("date", BREAKDOWN, &chart, ROWS)
}

/// What is drawn for a series, found by the rows of the table that it shows.
fn series(project: &Project, rows: &str) -> String {
    let svg = project.read("out/charts/it.en.svg");
    let marks = svg.split("class=\"marks\"").nth(1).expect("marks");
    let part = marks
        .split(&format!("data-r=\"{rows}\""))
        .nth(1)
        .expect("a series");
    let end = part.find("</g></g>").expect("its end");
    part[..end].to_owned()
}

#[test]
fn a_missing_month_is_a_gap_in_every_area_and_said() {
    let (project, [french, english]) = area("area", "");
    assert_eq!(
        english,
        "Stacked area chart: 2\u{a0}series over 4\u{a0}points. No data: Apr 2025. \
         a: from 10 (Feb 2025) to 30 (Jun 2025), with a peak of 60 (May 2025). \
         b: from 20 (May 2025), the peak, to 10 (Jun 2025)."
    );
    assert!(
        french.starts_with("Aires empilées\u{a0}: 2\u{a0}séries sur 4\u{a0}points."),
        "{french}"
    );
    // Two areas with a gap between them: a subpath each, filled and along the upper edge.
    let drawn = series(&project, "0");
    assert_eq!(drawn.matches('M').count(), 4, "{drawn}");
    assert!(
        project
            .read("out/charts/it.en.svg")
            .contains("data-x=\"0 1 3 4\"")
    );
}

#[test]
fn a_series_begins_where_its_rows_do_on_top_of_the_others() {
    let (project, _) = area("area", "");
    let drawn = series(&project, "3");
    // One area of two months, and none of April, in which nothing has rows.
    assert_eq!(drawn.matches('M').count(), 2, "{drawn}");
    // 60 + 20 of May is the highest: the axis ends at 80.
    assert!(texts(&project, "it.en.svg").contains(&"80".to_owned()));
}

#[test]
fn an_area_grows_from_a_point_where_only_others_have_rows_so_that_no_hole_is_in_the_stack() {
    // c is there in March alone, b ends with it.
    let rows = "when,account,downloads\n2025-02-01,a,10\n2025-02-01,b,10\n2025-03-01,a,10\n2025-03-01,b,10\n2025-03-01,c,20\n2025-04-01,a,10\n";
    let chart = "{type: area, data: months, x: when, y: downloads, color: account}";
    let (project, _) = alternatives("date", BREAKDOWN, chart, rows);
    // The path of the area; that of a single value, and of the edge, has fewer points.
    let corners = |rows: &str| {
        let drawn = series(&project, rows);
        let paths = drawn.split(" d=\"").skip(1);
        let paths = paths.map(|path| path.split('"').next().unwrap_or_default().to_owned());
        let counted =
            paths.map(|path| (path.matches(['L', 'l', 'H', 'h', 'V', 'v']).count(), path));
        counted.max().expect("a path")
    };
    // c: February, March, April below and above; b: the same, from a full February.
    let (count, path) = corners("2");
    assert_eq!(count, 5, "{path}");
    let (count, path) = corners("1");
    assert_eq!(count, 5, "{path}");
}

#[test]
fn shares_are_those_of_each_month() {
    let (project, [_, english]) = area("normalized_area", "");
    // a has 60 of 80 and 30 of 40, b 20 of 80 and 10 of 40.
    assert!(
        english.contains("a: from 100.0% (Feb 2025), the peak, to 75.0% (Jun 2025)."),
        "{english}"
    );
    assert!(english.contains("b: 25.0% throughout."), "{english}");
    assert!(
        english.starts_with("Stacked area chart scaled to 100%"),
        "{english}"
    );
    assert!(texts(&project, "it.fr.svg").contains(&"100\u{202f}%".to_owned()));
}

#[test]
fn the_smallest_series_are_folded() {
    let rows = format!("{ROWS}2025-06-01,c,1\n");
    let chart = "{type: area, data: months, x: when, y: downloads, color: account, marks: 2}";
    let (_, [_, english]) = alternatives("date", BREAKDOWN, chart, &rows);
    assert!(english.contains("Others: 1 (Jun 2025)."), "{english}");
}

#[test]
fn what_is_below_zero_cannot_be_stacked() {
    let spec = "version: 1\nlocales: [en]\ntitle: Areas\nsources:\n  models:\n    path: rows.csv\n    columns: {when: {type: date}, account: {type: string}, downloads: {type: integer}}\nmeasures: {downloads: {sql: \"sum(downloads)\"}}\nbreakdowns:\n  months: {by: [when, account], measures: [downloads], within: when}\ncharts:\n  it: {type: area, data: months, x: when, y: downloads, color: account}\nsections: [{chart: it}]\n";
    let rows = "when,account,downloads\n2025-02-01,a,10\n2025-02-01,b,-3\n";
    let project = Project::of(spec).file("rows.csv", rows);
    let outcome = project.hfreport(&["run", "spec.yaml", "--out", "out", "--quiet"]);
    assert!(
        outcome.stderr.contains("shows parts of a whole"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn amounts_on_a_logarithmic_scale_stand_at_their_ratios_and_the_chart_says_so() {
    let breakdown = "by_account: {by: account, measures: [downloads]}";
    let chart = "{type: bar, data: by_account, x: downloads, y: account, scale: log}";
    let rows = "when,account,downloads\n1,a,10000\n1,b,100\n1,c,10\n";
    let (project, [french, english]) = alternatives("integer", breakdown, chart, rows);
    assert!(english.ends_with("Logarithmic scale."), "{english}");
    assert!(french.ends_with("Échelle logarithmique."), "{french}");
    let written = texts(&project, "it.en.svg");
    assert!(
        written.contains(&"Total (logarithmic scale)".to_owned()),
        "{written:?}"
    );
    // The axis begins at 1: 4, 2 and 1 of 4 decades.
    let svg = project.read("out/charts/it.en.svg");
    let marks = svg.split("class=\"marks\"").nth(1).expect("marks");
    let lengths: Vec<f64> = marks
        .split('h')
        .skip(1)
        .filter_map(|rest| rest.split('v').next()?.parse().ok())
        .collect();
    let [first, second, third] = lengths[..3] else {
        panic!("{lengths:?}")
    };
    assert!((second / first - 0.5).abs() < 0.01, "{lengths:?}");
    assert!((third / first - 0.25).abs() < 0.01, "{lengths:?}");
}
