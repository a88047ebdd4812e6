//! Panels of one scale: what each shows, in which order, on which axis. Expected values were worked out by hand.

use crate::charts::{alternatives, texts};
use crate::fixture::Project;

/// Of 2022: a 40, b 10; of 2023: a 30, c 20.
const ROWS: &str = "when,account,downloads\n2022,a,40\n2022,b,10\n2023,a,30\n2023,c,20\n";
const BREAKDOWN: &str = "cells: {by: [when, account], measures: [downloads], within: when}";

fn bars(kind: &str, more: &str) -> (Project, [String; 2]) {
    let chart =
        format!("{{type: {kind}, data: cells, x: downloads, y: account, facet: when{more}}}");
    alternatives("integer", BREAKDOWN, &chart, ROWS)
}

#[test]
fn each_panel_has_its_sum_and_its_bars() {
    let (project, [french, english]) = bars("bar", "");
    assert!(
        english
            .starts_with("2\u{a0}panels on one scale. Bar chart. 2022 (50): 3\u{a0}categories. "),
        "{english}"
    );
    assert!(
        english.contains(" 2023 (50): 3\u{a0}categories. "),
        "{english}"
    );
    assert!(
        french.starts_with(
            "2\u{a0}panneaux à la même échelle. Diagramme en barres. 2022 (50)\u{a0}: "
        ),
        "{french}"
    );
    let written = texts(&project, "it.en.svg");
    // A name stands once, a head in each panel.
    for once in ["a", "b", "c", "2022", "2023"] {
        let count = written.iter().filter(|text| *text == once).count();
        assert_eq!(count, 1, "{once}: {written:?}");
    }
}

#[test]
fn lengths_of_all_panels_are_on_one_scale() {
    let (project, _) = bars("bar", "");
    let svg = project.read("out/charts/it.en.svg");
    let lengths: Vec<Vec<f64>> = svg
        .split("class=\"marks\"")
        .skip(1)
        .map(|panel| {
            let end = panel.find("</g>").expect("an end");
            let bars = panel[..end].split('h').skip(1);
            bars.filter_map(|rest| rest.split('v').next()?.parse().ok())
                .collect()
        })
        .collect();
    let [first, second] = lengths.as_slice() else {
        panic!("{lengths:?}")
    };
    // 40 and 10 in the one, 30 and 20 in the other.
    let unit = first[0] / 40.0;
    for (length, value) in first.iter().chain(second).zip([40.0, 10.0, 30.0, 20.0]) {
        assert!((length - value * unit).abs() < 1.5, "{lengths:?}");
    }
}

#[test]
fn lines_have_panels_on_one_axis() {
    let rows = "when,account,downloads\n2022,a,40\n2022,b,10\n2023,a,1\n2023,b,9\n";
    let breakdown = "both: {by: [when, account], measures: [downloads], within: when}";
    let chart = "{type: line, data: both, x: when, y: downloads, facet: account}";
    let (project, [_, english]) = alternatives("integer", breakdown, chart, rows);
    assert!(
        english.contains(
            "Line chart. a (41): 2\u{a0}points. Total: from 40 (2022), the peak, to 1 (2023)."
        ),
        "{english}"
    );
    assert!(english.contains(" b (19): 2\u{a0}points."), "{english}");
    assert_eq!(
        project
            .read("out/charts/it.en.svg")
            .matches("class=\"marks\"")
            .count(),
        2
    );
}

#[test]
fn more_panels_than_can_be_compared_are_an_error_that_says_what_to_keep() {
    let rows: String = (0..13)
        .map(|at| format!("{},a,{}\n", 2000 + at, at + 1))
        .collect();
    let spec = format!(
        "version: 1\nlocales: [en]\ntitle: Panels\nsources:\n  models:\n    path: rows.csv\n    columns: {{when: {{type: integer}}, account: {{type: string}}, downloads: {{type: integer}}}}\nmeasures: {{downloads: {{sql: \"sum(downloads)\"}}}}\nbreakdowns:\n  {BREAKDOWN}\ncharts:\n  it: {{type: bar, data: cells, x: downloads, y: account, facet: when}}\nsections: [{{chart: it}}]\n"
    );
    let project = Project::of(&spec).file("rows.csv", format!("when,account,downloads\n{rows}"));
    let outcome = project.hfreport(&["run", "spec.yaml", "--out", "out", "--quiet"]);
    assert!(
        outcome.stderr.contains("would have 13 panels, at most 12"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("keep: {when: {top: 12}}"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn keys_of_panels_that_do_not_fit_are_errors_at_their_places() {
    for (chart, problem) in [
        (
            "{type: bar, data: cells, x: downloads, y: account, facet: account}",
            "`account` is shown in each panel already",
        ),
        (
            "{type: bar, data: cells, x: account, y: downloads, facet: when}",
            "panels are of horizontal bars",
        ),
        (
            "{type: bar, data: cells, x: downloads, y: account, facet: whne}",
            "there is no dimension `whne`",
        ),
        (
            "{type: treemap, data: cells, facet: when}",
            "`facet` means nothing for a chart of type treemap",
        ),
        (
            "{type: bar, data: cells, x: downloads, y: account, facet: when, annotations: [{at: a, text: here}]}",
            "`at` is no place in a chart of several panels",
        ),
    ] {
        let spec = format!(
            "version: 1\nlocales: [en]\ntitle: Panels\nsources:\n  models:\n    path: rows.csv\n    columns: {{when: {{type: integer}}, account: {{type: string}}, downloads: {{type: integer}}}}\nmeasures: {{downloads: {{sql: \"sum(downloads)\"}}}}\nbreakdowns:\n  {BREAKDOWN}\ncharts:\n  it: {chart}\nsections: [{{chart: it}}]\n"
        );
        let project = Project::of(&spec).file("rows.csv", ROWS);
        let problems = project.problems();
        assert!(problems.contains(problem), "{problems}");
        assert!(problems.contains("spec.yaml:12:"), "{problems}");
    }
}

#[test]
fn bars_of_panels_name_no_rows_that_a_script_would_take_for_whole_series() {
    let (project, _) = bars("bar", "");
    let svg = project.read("out/charts/it.en.svg");
    assert!(!svg.contains("data-r="), "{svg}");
}
