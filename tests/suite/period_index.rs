//! `outputs.index`: every run of a period renews the index beside its bundle, and pages lead to those of other
//! periods through it.

use crate::fixture::{Project, bundle, differences};
use std::fs;

const SPEC: &str = r#"
version: 1
title: {fr: "Mois {{ params.month }}", en: "Month {{ params.month }}"}
locales: [fr, en]
params:
  month: 2025-01-01
  made_up: false
periods:
  param: month
  rows:
    - {month: 2025-10-01, made_up: false}
    - {month: 2025-11-01, made_up: true}
    - {month: 2025-12-01, made_up: true}
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
  first: {measure: downloads, where: "account = 'a'", title: {fr: Ceux de a, en: Those of a}}
sections:
  - text: "{{ formatted.all }}"
  - table: by_account
outputs:
  dir: "out/{{ params.month }}"
  formats: [html, markdown, json, jekyll]
  charts: []
  tables: []
  address: "https://example.org/hub/{{ params.month }}/"
  jekyll: {date: "{{ params.month }}", slug: "hub-{{ params.month }}"}
  index:
    title: {fr: Mois après mois, en: Month after month}
    metrics: [first]
    status:
      fr: "{% if params.made_up %}projection{% endif %}"
      en: "{% if params.made_up %}projection{% endif %}"
"#;

const MONTHS: [&str; 3] = ["2025-10-01", "2025-11-01", "2025-12-01"];

fn project_of(spec: &str) -> Project {
    let downloads = [1000, 1400, 1800];
    let months = MONTHS.iter().zip(downloads);
    months.fold(Project::of(spec), |project, (month, downloads)| {
        let rows = format!("account,downloads\na,{downloads}\nb,1000\n");
        project.file(&format!("rows_{month}.csv"), rows)
    })
}

fn project() -> Project {
    project_of(SPEC)
}

#[test]
fn one_command_makes_all_bundles_and_their_index_and_two_runs_give_the_same_bytes() {
    let project = project();
    let outcome = project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    assert!(
        outcome
            .stdout
            .ends_with("index of the periods: out/index.html\n"),
        "{}",
        outcome.stdout
    );
    let first = bundle(&project.folder().join("out"));
    for month in MONTHS {
        assert!(
            first
                .iter()
                .any(|(name, _)| *name == format!("{month}/index.html"))
        );
    }
    let page = project.read("out/index.en.html");
    for part in [
        "<h1>Month after month</h1>",
        "Those of a",
        ">projection</span>",
        // The number is that of the last month alone.
        ">December 2025 · line since October 2025</p>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert_eq!(page.matches("class=\"mark\"").count(), 2);
    assert!(!page.contains(">Downloads<"), "{page}");
    project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    assert_eq!(
        differences(&first, &bundle(&project.folder().join("out"))),
        ""
    );
    // `hfreport index` makes the same of the bundles alone.
    project.hfreport(&["index", "out"]).fine();
    assert_eq!(
        differences(&first, &bundle(&project.folder().join("out"))),
        ""
    );
}

#[test]
fn the_run_of_one_period_adds_it_and_leaves_the_bundles_of_others_as_they_are() {
    let project = project();
    let run = |month: &str| {
        let setting = format!("month={month}");
        project
            .hfreport(&["run", "spec.yaml", "--set", &setting, "--quiet"])
            .fine();
    };
    let months = || {
        let list: serde_json::Value =
            serde_json::from_str(&project.read("out/periods.json")).expect("JSON");
        list["periods"].as_array().map_or(0, Vec::len)
    };
    run("2025-10-01");
    run("2025-11-01");
    assert_eq!(months(), 2);
    let before = [0, 1].map(|at| bundle(&project.folder().join("out").join(MONTHS[at])));
    run("2025-12-01");
    assert_eq!(months(), 3);
    let after = [0, 1].map(|at| bundle(&project.folder().join("out").join(MONTHS[at])));
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(differences(before, after), "");
    }
}

/// The targets of a text between two marks.
fn between<'a>(text: &'a str, open: &str, close: char) -> Vec<&'a str> {
    let parts = text.split(open).skip(1);
    parts.filter_map(|part| part.split(close).next()).collect()
}

#[test]
fn every_link_of_every_page_and_text_leads_to_a_place_in_the_index() {
    let project = project();
    project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    let mut followed = 0;
    for month in MONTHS {
        for (file, index) in [
            ("index.html", "index.html"),
            ("index.en.html", "index.en.html"),
        ] {
            let page = project.read(&format!("out/{month}/{file}"));
            let links: Vec<&str> = between(&page, "href=\"../", '"');
            let (feed, links): (Vec<&str>, Vec<&str>) =
                links.into_iter().partition(|link| link.starts_with("feed"));
            assert_eq!(feed.len(), 1);
            assert!(
                project.folder().join("out").join(feed[0]).is_file(),
                "{feed:?}"
            );
            let anchors: Vec<String> = ["before-", "", "after-"]
                .map(|kind| format!("{index}#{kind}{month}"))
                .to_vec();
            assert_eq!(links, anchors, "{month}/{file}");
            let text = file.replace("index", "report").replace("html", "md");
            let text = project.read(&format!("out/{month}/{text}"));
            assert_eq!(between(&text, "](../", ')'), anchors, "{month}/{file}");
            let index = project.read(&format!("out/{index}"));
            for link in anchors {
                let anchor = link.split('#').nth(1).expect("an anchor");
                assert_eq!(
                    index.matches(&format!("id=\"{anchor}\"")).count(),
                    1,
                    "{link}"
                );
                followed += 1;
            }
        }
    }
    assert_eq!(followed, 18);
    // What comes after October is November, and before it nothing.
    let index = project.read("out/index.html");
    let after = index
        .split("id=\"after-2025-10-01\">")
        .nth(1)
        .expect("a link");
    assert!(
        after.starts_with("<a href=\"2025-11-01/index.html\">"),
        "{index}"
    );
    let before = index
        .split("id=\"before-2025-10-01\">")
        .nth(1)
        .expect("a line");
    assert!(
        before.starts_with("Il n’y a pas de rapport plus ancien."),
        "{index}"
    );
}

#[test]
fn a_post_leads_to_the_index_by_its_address_and_without_one_not_at_all() {
    let project = project();
    project.hfreport(&["run", "spec.yaml"]).fine();
    let path = "out/2025-12-01/jekyll/_posts/2025-12-01-hub-2025-12-01-en.md";
    let post = project.read(path);
    assert!(
        post.contains("[Next period →](https://example.org/hub/index.en.html#after-2025-12-01)"),
        "{post}"
    );
    let page = project.read("out/index.html");
    assert!(
        page.contains("rel=\"canonical\" href=\"https:&#x2f;&#x2f;example.org"),
        "{page}"
    );
    let feed = project.read("out/feed.xml");
    assert!(
        feed.contains("<id>https:&#x2f;&#x2f;example.org&#x2f;hub&#x2f;2025-12-01&#x2f;#fr</id>"),
        "{feed}"
    );
    let without = SPEC.replace(
        "  address: \"https://example.org/hub/{{ params.month }}/\"\n",
        "",
    );
    let project = project_of(&without);
    project.hfreport(&["run", "spec.yaml"]).fine();
    assert!(!project.read(path).contains("Next period"));
}

#[test]
fn the_address_of_the_index_is_above_that_of_the_bundle_or_typed() {
    let address = "address: \"https://example.org/hub/{{ params.month }}/\"";
    for (change, wanted) in [
        ("address: \"https://example.org/hub/latest/\"", ""),
        (
            "address: \"https://example.org/hub/latest/\"\n  index: {address: \"https://example.org/all/\"}\nx-rest:",
            "https://example.org/all/",
        ),
        (address, "https://example.org/hub/"),
    ] {
        let project = project_of(
            &SPEC
                .replace(address, change)
                .replace("formats: [html, markdown, json, jekyll]", "formats: [json]"),
        );
        project.hfreport(&["run", "spec.yaml"]).fine();
        let list: serde_json::Value =
            serde_json::from_str(&project.read("out/periods.json")).expect("JSON");
        assert_eq!(list["address"].as_str().unwrap_or_default(), wanted);
    }
}

#[test]
fn a_bundle_that_is_written_elsewhere_has_no_index_and_no_links_to_one() {
    let project = project();
    project
        .hfreport(&["run", "spec.yaml", "--out", "elsewhere/bundle"])
        .fine();
    assert!(!project.folder().join("elsewhere/index.html").exists());
    assert!(
        !project
            .read("elsewhere/bundle/index.html")
            .contains("href=\"../")
    );
    assert!(!project.read("elsewhere/bundle/report.md").contains("](../"));
    // Nor is there one where the spec asks for none.
    let project = project_of(SPEC.split("  index:").next().expect("a spec"));
    project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    assert!(!project.folder().join("out/index.html").exists());
    assert!(
        !project
            .read("out/2025-11-01/index.html")
            .contains("href=\"../")
    );
}

#[test]
fn a_period_that_fails_leaves_the_index_to_the_others() {
    let project = project().file("rows_2025-11-01.csv", "account,downloads\na,-1\n");
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--each"])
        .ends_with(1);
    assert!(
        outcome.stdout.contains("index of the periods:"),
        "{}",
        outcome.stdout
    );
    let page = project.read("out/index.en.html");
    assert!(
        page.contains("November 2025</th><td role=\"cell\">no report"),
        "{page}"
    );
}

#[test]
fn what_is_in_the_way_of_the_index_ends_the_run_after_its_bundles() {
    let project = project().file("out/feed.xml", "<feed/>");
    let outcome = project.hfreport(&["run", "spec.yaml"]).ends_with(1);
    assert!(
        outcome.stderr.contains("`out/feed.xml` is in the way"),
        "{}",
        outcome.stderr
    );
    assert!(project.folder().join("out/2025-12-01/index.html").exists());
    assert_eq!(project.read("out/feed.xml"), "<feed/>");
    assert!(!project.folder().join("out/index.html").exists());
}

#[test]
fn what_the_index_leaves_out_may_be_waived_or_denied() {
    let project = project();
    project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    fs::remove_file(project.folder().join("out/2025-10-01/report.json")).expect("a file");
    let run = ["run", "spec.yaml", "--set", "month=2025-12-01"];
    let told = project.hfreport(&run).fine().stderr;
    assert!(told.contains("HF0109"), "{told}");
    let denied = [&run[..], &["--deny", "warnings"]].concat();
    let told = project.hfreport(&denied).ends_with(1).stderr;
    assert!(
        told.contains("error[HF0109]") && told.contains("allow: [HF0109]"),
        "{told}"
    );
    project.write("spec.yaml", format!("{SPEC}allow: [HF0109]\n"));
    let told = project.hfreport(&denied).fine().stderr;
    assert!(!told.contains("HF0"), "{told}");
}
