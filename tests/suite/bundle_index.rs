//! `hfreport index`: a page, a feed and a list of the bundles in a folder.

use crate::fixture::Project;
use serde_json::Value;

const SPEC: &str = r#"
version: 1
title: {fr: "Mois <{{ params.month }}>", en: "Month <{{ params.month }}>"}
locales: [fr, en]
params:
  month: 2025-01-01
periods: {param: month, rows: [{month: 2025-10-01}, {month: 2025-11-01}, {month: 2025-12-01}]}
sources:
  models:
    path: "rows_{{ params.month }}.csv"
    columns:
      account: {type: string}
      downloads: {type: integer, min: 0}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns:
  by_account: {by: account, measures: [downloads]}
metrics:
  all: {measure: downloads, title: {fr: Téléchargements, en: Downloads}}
  first: {measure: downloads, where: "account = 'a'", of: {}, title: {fr: Part de a, en: Share of a}}
sections:
  - text: "{{ formatted.all }} {{ formatted.first }}"
  - table: by_account
outputs: {dir: "out/{{ params.month }}", formats: [html, json], charts: [], tables: []}
"#;

fn project() -> Project {
    let project = Project::of(SPEC)
        .file("rows_2025-10-01.csv", "account,downloads\na,1000\nb,1000\n")
        .file("rows_2025-11-01.csv", "account,downloads\na,2000\nb,1000\n")
        .file("rows_2025-12-01.csv", "account,downloads\na,3000\nb,1000\n");
    project
        .hfreport(&["run", "spec.yaml", "--each", "--quiet"])
        .fine();
    project
}

#[test]
fn the_periods_are_listed_oldest_first_with_exact_headline_numbers() {
    let project = project();
    project.hfreport(&["index", "out"]).fine();
    let list: Value = serde_json::from_str(&project.read("out/periods.json")).expect("JSON");
    let periods = list["periods"].as_array().expect("a list");
    let months: Vec<&str> = periods
        .iter()
        .map(|it| it["period"]["month"].as_str().expect("a month"))
        .collect();
    assert_eq!(months, ["2025-10-01", "2025-11-01", "2025-12-01"]);
    assert_eq!(periods[2]["page"], "2025-12-01/index.html");
    assert_eq!(periods[2]["metrics"]["all"]["value"], 4000);
    assert_eq!(
        periods[1]["metrics"]["first"]["value"],
        serde_json::json!({"numerator": 2000, "denominator": 3000})
    );
}

#[test]
fn the_page_links_each_period_the_newest_first_and_draws_the_course() {
    let project = project();
    project
        .hfreport(&["index", "out", "--metric", "all"])
        .fine();
    let page = project.read("out/index.html");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}\n{page}"));
    assert!(at("href=\"2025-12-01&#x2f;index.html\"") < at("href=\"2025-10-01&#x2f;index.html\""));
    at("Mois &lt;");
    at("<polyline points=\"0.0,23.0 60.0,12.0 120.0,1.0\"/>");
    at("aria-label=\"Téléchargements\u{a0}: 2\u{202f}000 → 4\u{202f}000\"");
    assert!(!page.contains("Part de a"), "{page}");
}

#[test]
fn the_feed_is_well_formed_and_has_the_addresses_of_the_periods() {
    let project = project();
    let address = ["index", "out", "--address", "https://example.org/hub/"];
    project.hfreport(&address).fine();
    let feed = project.read("out/feed.xml");
    let tree = roxmltree::Document::parse(&feed).expect("XML");
    let entries: Vec<_> = tree
        .descendants()
        .filter(|it| it.has_tag_name(("http://www.w3.org/2005/Atom", "entry")))
        .collect();
    assert_eq!(entries.len(), 3);
    let text = |name: &str| {
        let found = entries[0]
            .children()
            .find(|it| it.tag_name().name() == name);
        found
            .and_then(|it| it.text())
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(text("id"), "https://example.org/hub/2025-12-01/");
    assert_eq!(text("updated"), "2025-12-01T00:00:00Z");
    assert!(
        text("summary")
            .starts_with("Téléchargements\u{a0}: 4\u{202f}000\u{202f}; Part de a\u{a0}: 75,0"),
        "{feed}"
    );
}

#[test]
fn bundles_keep_their_bytes_and_a_second_index_gives_the_same() {
    let project = project();
    let bundle = || crate::fixture::bundle(&project.folder().join("out/2025-10-01"));
    let before = bundle();
    project.hfreport(&["index", "out"]).fine();
    assert_eq!(crate::fixture::differences(&before, &bundle()), "");
    let first =
        ["index.html", "feed.xml", "periods.json"].map(|it| project.read(&format!("out/{it}")));
    project.hfreport(&["index", "out"]).fine();
    let second =
        ["index.html", "feed.xml", "periods.json"].map(|it| project.read(&format!("out/{it}")));
    assert_eq!(first, second);
}

#[test]
fn a_file_of_another_origin_is_not_replaced() {
    let project = project().file("out/index.html", "<p>mine</p>");
    let outcome = project.hfreport(&["index", "out"]).ends_with(1);
    assert!(
        outcome.stderr.contains("`out/index.html` is in the way"),
        "{}",
        outcome.stderr
    );
    assert_eq!(project.read("out/index.html"), "<p>mine</p>");
    assert!(!project.folder().join("out/feed.xml").exists());
}

#[test]
fn what_has_no_bundles_or_no_such_metric_is_refused() {
    let project = project();
    let outcome = project.hfreport(&["index", "out/2025-10-01"]).ends_with(2);
    assert!(
        outcome.stderr.contains("has no folders that are bundles"),
        "{}",
        outcome.stderr
    );
    let outcome = project
        .hfreport(&["index", "out", "--metric", "al"])
        .ends_with(1);
    assert!(
        outcome.stderr.contains("did you mean `all`?"),
        "{}",
        outcome.stderr
    );
    project
        .hfreport(&["index", "out", "--address", "example.org"])
        .ends_with(2);
}
