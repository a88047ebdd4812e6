//! Slopes, ranks over dates and sparklines under mouse and keyboard.

use super::charts::NOTE;
use super::{Tab, opened};
use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
locales: [en]
title: Changes
sources: {rows: {path: rows.csv, columns: {day: {type: date}, key: {type: string}, n: {type: integer}}}}
measures: {n: {sql: "sum(n)", title: Number}}
breakdowns: {it: {by: [day, key], measures: [n], within: day, over: {by: day, every: month}}}
charts:
  slope: {type: slope, data: it, y: n}
  along: {type: slope, data: it, x: day, y: n, color: key}
  ranks: {type: bump, data: it, x: day, y: n_rank, color: key}
  table: {type: table, data: it, columns: [key, n], sparkline: {data: it, x: day}}
sections: [{chart: slope}, {chart: along}, {chart: ranks}, {chart: table}]
"#;

const ROWS: &str = "day,key,n\n2025-01-18,a,50\n2025-01-18,b,30\n2025-02-19,a,45\n2025-02-19,b,48\n2025-02-19,c,1\n";

/// What the marks of a figure say, one after the other by keyboard.
fn said(tab: &Tab, figure: &str) -> Vec<String> {
    let drawing = format!("document.querySelector('#figure-{figure} .drawing')");
    let count = tab.eval(&format!(
        "({drawing}.scrollIntoView({{block: 'center', behavior: 'instant'}}), {drawing}.focus(), \
         [...{drawing}.querySelectorAll('.marks circle')].filter(it => it.checkVisibility()).length)"
    ));
    let marks = count.as_u64().expect("a count");
    tab.key("Home");
    let mut found = Vec::new();
    for _ in 0..marks {
        found.push(tab.text(NOTE));
        tab.key("ArrowRight");
    }
    found.sort();
    found
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn every_point_of_a_slope_and_of_ranks_says_its_row_and_nothing_is_drawn_again() {
    let tab = Tab::new();
    let _project = opened(Project::of(SPEC).file("rows.csv", ROWS), &tab);
    let along = said(&tab, "along");
    let first: Vec<&str> = along
        .iter()
        .filter_map(|note| note.split('|').next())
        .collect();
    assert_eq!(
        first,
        [
            "Feb 2025 › a",
            "Feb 2025 › b",
            "Feb 2025 › c",
            "Jan 2025 › a",
            "Jan 2025 › b"
        ]
    );
    assert!(along[0].starts_with("Feb 2025 › a|45"), "{along:?}");
    let slope = said(&tab, "slope");
    assert_eq!(slope.len(), 5);
    assert!(
        slope.iter().filter(|note| note.starts_with("a|45")).count() == 2,
        "{slope:?}"
    );
    let ranks = said(&tab, "ranks");
    assert!(
        ranks.contains(&ranks[0]) && ranks[0].starts_with("Feb 2025 › a|2"),
        "{ranks:?}"
    );
    // Neither ranges nor series are offered.
    for figure in ["slope", "along", "ranks"] {
        let panels = tab.eval(&format!(
            "document.querySelectorAll('#figure-{figure} .tools details').length"
        ));
        assert_eq!(panels, 0, "{figure}");
    }
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_table_that_is_sorted_and_filtered_keeps_its_sparklines() {
    let tab = Tab::new();
    let _project = opened(Project::of(SPEC).file("rows.csv", ROWS), &tab);
    let lines = "[...document.querySelectorAll('.table tbody tr')].map(row => \
        row.cells[0].textContent + ' ' + row.querySelector('svg.spark path').getAttribute('d')).join('|')";
    let before = tab.eval(lines);
    let before = before.as_str().expect("a text").to_owned();
    assert_eq!(before.split('|').count(), 5, "{before}");
    tab.click(".table thead th:nth-child(2) button");
    let sorted = tab.eval(lines);
    let sorted = sorted.as_str().expect("a text");
    assert_ne!(sorted, before);
    let in_order = |text: &str| {
        let mut rows: Vec<String> = text.split('|').map(str::to_owned).collect();
        rows.sort();
        rows
    };
    assert_eq!(in_order(sorted), in_order(&before));
}
