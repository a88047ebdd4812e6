//! `hfreport index`: pages, feeds and a list of the bundles in a folder.

use crate::fixture::Project;
use serde_json::{Value, json};
use std::fs;

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

/// The downloads of `a` and `b` in each month.
const ROWS: [(&str, &str); 3] = [
    ("2025-10-01", "account,downloads\na,1000\nb,1000\n"),
    ("2025-11-01", "account,downloads\na,1400\nb,1000\n"),
    ("2025-12-01", "account,downloads\na,1800\nb,1000\n"),
];

/// A project with three bundles in `out`.
fn project() -> Project {
    let project = ROWS
        .iter()
        .fold(Project::of(SPEC), |project, (month, rows)| {
            project.file(&format!("rows_{month}.csv"), rows)
        });
    project
        .hfreport(&["run", "spec.yaml", "--each", "--quiet"])
        .fine();
    project
}

/// The list for programs.
fn list(project: &Project) -> Value {
    serde_json::from_str(&project.read("out/periods.json")).expect("JSON")
}

const FILES: [&str; 5] = [
    "index.html",
    "feed.xml",
    "index.en.html",
    "feed.en.xml",
    "periods.json",
];

#[test]
fn the_periods_are_listed_oldest_first_with_exact_headline_numbers_and_fit_the_schema() {
    let project = project();
    project.hfreport(&["index", "out"]).fine();
    let list = list(&project);
    let periods = list["periods"].as_array().expect("a list");
    let months: Vec<&str> = periods
        .iter()
        .map(|it| it["name"].as_str().expect("a month"))
        .collect();
    assert_eq!(months, ["2025-10-01", "2025-11-01", "2025-12-01"]);
    assert_eq!(
        periods[2]["pages"],
        json!({"fr": "2025-12-01/index.html", "en": "2025-12-01/index.en.html"})
    );
    assert_eq!(
        periods[1]["label"],
        json!({"fr": "novembre 2025", "en": "November 2025"})
    );
    assert_eq!(periods[2]["metrics"]["all"]["value"], 2800);
    assert_eq!(
        periods[1]["metrics"]["first"]["value"],
        json!({"numerator": 1400, "denominator": 2400})
    );
    assert_eq!(list["missing"], json!([]));
    let schema = hfreport::document::periods_json::schema_text();
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.is_valid(&list), "{list}");
}

#[test]
fn each_language_has_a_page_that_links_the_periods_the_newest_first_and_draws_the_course() {
    let project = project();
    project
        .hfreport(&["index", "out", "--metric", "all"])
        .fine();
    for (file, pages, title, label) in [
        (
            "out/index.html",
            "index.html",
            "Mois &lt;",
            "Téléchargements\u{a0}: de 2\u{202f}000 (octobre 2025) à 2\u{202f}800 (décembre 2025)",
        ),
        (
            "out/index.en.html",
            "index.en.html",
            "Month &lt;",
            "Downloads: from 2,000 (October 2025) to 2,800 (December 2025)",
        ),
    ] {
        let page = project.read(file);
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}\n{page}"));
        let link = |month: &str| at(&format!("href=\"{month}/{pages}\""));
        assert!(link("2025-12-01") < link("2025-10-01"));
        at(title);
        // 2000, 2400 and 2800 in an area of 240 by 48 with an edge of 4.
        at("<polyline points=\"4.0,44.0 120.0,24.0 236.0,4.0\"/>");
        at(&format!("aria-label=\"{label}\""));
        assert!(!page.contains("Part de a"), "{page}");
    }
}

#[test]
fn a_month_without_a_bundle_is_a_gap_in_the_list_the_page_and_the_course() {
    let project = project();
    fs::remove_dir_all(project.folder().join("out/2025-11-01")).expect("a bundle");
    project
        .hfreport(&["index", "out", "--metric", "all"])
        .fine();
    assert_eq!(
        list(&project)["missing"],
        json!([{"after": "2025-10-01", "label": {"fr": "novembre 2025", "en": "November 2025"}}])
    );
    let page = project.read("out/index.en.html");
    for part in [
        "<th role=\"rowheader\" scope=\"row\">November 2025</th><td role=\"cell\">no report</td>",
        "<rect class=\"missing\" x=\"4.0\" y=\"0\" width=\"232.0\" height=\"48\"/>",
        "to 2,800 (December 2025), without November 2025\"",
        // What comes after October is December.
        "id=\"after-2025-10-01\"><a href=\"2025-12-01/index.en.html\">",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("<polyline"), "{page}");
}

/// The elements of a feed with a name.
fn elements<'a>(of: roxmltree::Node<'a, 'a>, name: &str) -> Vec<roxmltree::Node<'a, 'a>> {
    let atom = ("http://www.w3.org/2005/Atom", name);
    of.children().filter(|it| it.has_tag_name(atom)).collect()
}

/// What RFC 4287 asks of a feed and of each of its entries.
fn is_atom(text: &str) {
    let tree = roxmltree::Document::parse(text).expect("XML");
    let feed = tree.root_element();
    assert!(feed.has_tag_name(("http://www.w3.org/2005/Atom", "feed")));
    let entries = elements(feed, "entry");
    let moment = regex::Regex::new(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$").expect("a pattern");
    let mut ids = Vec::new();
    for element in entries.iter().copied().chain([feed]) {
        for name in ["id", "title", "updated"] {
            assert_eq!(elements(element, name).len(), 1, "{name}: {text}");
        }
        let id = elements(element, "id")[0].text().expect("an id");
        assert!(
            id.starts_with("urn:uuid:") || id.starts_with("https://"),
            "{id}"
        );
        assert!(!ids.contains(&id), "{id} twice");
        ids.push(id);
        let updated = elements(element, "updated")[0].text().expect("a moment");
        assert!(moment.is_match(updated), "{updated}");
        let links = elements(element, "link");
        let alternates = links
            .iter()
            .filter(|it| it.attribute("rel") == Some("alternate"));
        assert_eq!(alternates.count(), 1, "{text}");
        assert!(links.iter().all(|it| it.attribute("href").is_some()));
    }
    let authors = elements(feed, "author");
    assert_eq!(authors.len(), 1);
    assert_eq!(elements(authors[0], "name").len(), 1);
}

#[test]
fn the_feeds_are_valid_atom_with_the_periods_the_newest_first() {
    let project = project();
    for address in ["", "https://example.org/hub/"] {
        project
            .hfreport(&["index", "out", "--address", address])
            .fine();
        is_atom(&project.read("out/feed.xml"));
        is_atom(&project.read("out/feed.en.xml"));
    }
    let text = project.read("out/feed.en.xml");
    let tree = roxmltree::Document::parse(&text).expect("XML");
    let entries = elements(tree.root_element(), "entry");
    let said = |name: &str| {
        elements(entries[0], name)[0]
            .text()
            .expect("a text")
            .to_owned()
    };
    assert_eq!(said("id"), "https://example.org/hub/2025-12-01/#en");
    assert_eq!(said("updated"), "2025-12-01T00:00:00Z");
    assert_eq!(said("summary"), "Downloads: 2,800; Share of a: 64.3%");
    let french = project.read("out/feed.xml");
    assert!(
        french.contains("Téléchargements\u{a0}: 2\u{202f}800\u{202f}; Part de a"),
        "{french}"
    );
}

#[test]
fn bundles_keep_their_bytes_and_a_second_index_gives_the_same() {
    let project = project();
    let bundle = || crate::fixture::bundle(&project.folder().join("out/2025-10-01"));
    let before = bundle();
    project.hfreport(&["index", "out"]).fine();
    assert_eq!(crate::fixture::differences(&before, &bundle()), "");
    let first = FILES.map(|it| project.read(&format!("out/{it}")));
    project.hfreport(&["index", "out"]).fine();
    assert_eq!(first, FILES.map(|it| project.read(&format!("out/{it}"))));
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
fn a_bundle_of_another_version_or_without_numbers_is_listed_and_said() {
    let project = project();
    let manifest = project.read("out/2025-10-01/manifest.json");
    let older = manifest
        .replace("\"schema_version\": 1", "\"schema_version\": 0")
        .replace(env!("CARGO_PKG_VERSION"), "0.0.9");
    project.write("out/2025-10-01/manifest.json", older);
    let report = project.read("out/2025-11-01/report.json");
    project.write(
        "out/2025-11-01/report.json",
        report.replacen("\"version\": 1", "\"version\": 99", 1),
    );
    let told = project.hfreport(&["index", "out"]).fine().stderr;
    for part in [
        "warning[HF0109]: the index lists `out/2025-10-01` without numbers: its manifest has another form",
        "hfreport 0.0.9 wrote it: run its period again with this version",
        "warning[HF0109]: the index lists `out/2025-11-01` without numbers: version 99 of report.json",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let list = list(&project);
    assert_eq!(list["periods"][0]["name"], "2025-10-01");
    assert_eq!(list["periods"][0]["unread"], "version");
    assert_eq!(list["periods"][1]["unread"], "version");
    assert_eq!(list["periods"][1]["metrics"], json!({}));
    let page = project.read("out/index.en.html");
    let said = page.matches("Written by another version: its numbers cannot be read here");
    assert_eq!(said.count(), 2, "{page}");
    fs::remove_file(project.folder().join("out/2025-12-01/report.json")).expect("a file");
    let told = project.hfreport(&["index", "out"]).fine().stderr;
    assert!(told.contains("`report.json` cannot be read"), "{told}");
    assert_eq!(self::list(&project)["periods"][2]["unread"], "damaged");
}

#[test]
fn bundles_of_other_specs_are_not_listed_and_two_of_one_period_are_refused() {
    let project = project();
    let other = SPEC.replace("out/{{ params.month }}", "out/other-{{ params.month }}");
    project.write("other.yaml", other);
    project
        .hfreport(&["run", "other.yaml", "--set", "month=2025-10-01", "--quiet"])
        .fine();
    let told = project.hfreport(&["index", "out"]).fine().stderr;
    assert!(
        told.contains(
            "`out/other-2025-10-01` is a bundle of `other.yaml`: the index is of `spec.yaml`"
        ),
        "{told}"
    );
    assert_eq!(list(&project)["periods"].as_array().map(Vec::len), Some(3));
    // A month with texts of its own is one of its base.
    project.write(
        "december.yaml",
        "version: 1\nextends: spec.yaml\noutputs: {dir: \"out/new-{{ params.month }}\"}\n",
    );
    project
        .hfreport(&["run", "december.yaml", "--quiet"])
        .fine();
    let told = project.hfreport(&["index", "out"]).ends_with(1).stderr;
    assert!(
        told.contains(
            "`out/2025-12-01` and `out/new-2025-12-01` are bundles of one period, `2025-12-01`"
        ),
        "{told}"
    );
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

/// A number without a title has that of its measure where it is all of it, or else a name that people read.
#[test]
fn numbers_without_a_title_are_called_what_their_measure_is_called() {
    let spec = SPEC
        .replace(
            "measures: {downloads: {sql: \"sum(downloads)\"}}",
            "measures: {downloads: {sql: \"sum(downloads)\", title: {fr: Téléchargements, en: Downloads}}}",
        )
        .replace("all: {measure: downloads, title: {fr: Téléchargements, en: Downloads}}", "all: {measure: downloads}")
        .replace(", title: {fr: Part de a, en: Share of a}}", "}\n  of_account_a: {measure: downloads, where: \"account = 'a'\"}")
        .replace("{{ formatted.first }}\"", "{{ formatted.first }} {{ formatted.of_account_a }}\"");
    let project = ROWS
        .iter()
        .fold(Project::of(&spec), |project, (month, rows)| {
            project.file(&format!("rows_{month}.csv"), rows)
        });
    project
        .hfreport(&["run", "spec.yaml", "--each", "--quiet"])
        .fine();
    project.hfreport(&["index", "out"]).fine();
    let metrics = &list(&project)["metrics"];
    assert_eq!(
        metrics,
        &json!({
            "all": {"fr": "Téléchargements", "en": "Downloads"},
            "first": {"fr": "First", "en": "First"},
            "of_account_a": {"fr": "Of account a", "en": "Of account a"},
        })
    );
}
