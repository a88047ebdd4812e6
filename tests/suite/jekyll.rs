//! Posts for a Jekyll site: valid YAML front matter, frames with existing and small pages, no
//! Liquid but our own.

use crate::fixture::{Project, bundle, hfreport, home};
use hfreport::diagnostic::SourceMap;
use hfreport::spec::{Spans, read_yaml};
use hfreport::world::SystemWorld;
use serde_json::Value;
use std::path::Path;

/// Maximum size of a chart's page in bytes.
const CHART_BYTES: usize = 60_000;

/// Front matter and body of a post.
fn post(project: &Project, path: &str) -> (Value, String) {
    let text = project.read(path);
    let (front, body) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .unwrap_or_else(|| panic!("{path} has no front matter: {text}"));
    project.write("front.yaml", front);
    let node = read_yaml(
        &SystemWorld,
        &mut SourceMap::default(),
        &project.folder().join("front.yaml"),
    );
    let node = node.unwrap_or_else(|error| panic!("{}: {front}", error.message));
    (Spans::split(&node).0, body.to_owned())
}

/// The paths of the pages framed by a post.
fn framed(body: &str) -> Vec<String> {
    body.split("<iframe src=\"{{ '/")
        .skip(1)
        .map(|rest| rest.split("' | relative_url }}\"").next().expect("a path"))
        .map(|path| format!("jekyll/{path}"))
        .collect()
}

/// Whether every Liquid tag is one of ours.
fn is_without_foreign_liquid(body: &str) -> bool {
    let mut tags = body.split("{{").skip(1);
    !body.contains("{%") && tags.all(|tag| tag.starts_with(" '/assets/"))
}

#[test]
fn every_chart_of_the_october_report_is_a_page_of_its_own_that_is_small() {
    let project = Project::new();
    let out = project.folder().join("out").display().to_string();
    let spec = "reports/october_2025.yaml";
    hfreport(
        &home(),
        &["run", spec, "--format", "jekyll", "--out", &out, "--quiet"],
    )
    .fine();
    let files = bundle(Path::new(&out));
    let size = |path: &str| {
        let found = files.iter().find(|(name, _)| name == path);
        found.unwrap_or_else(|| panic!("{path} is missing")).1.len()
    };
    for (name, lang) in [("", "fr"), ("-en", "en")] {
        let path = format!("out/jekyll/_posts/2025-10-01-october-2025{name}.md");
        let (front, body) = post(&project, &path);
        assert_eq!(front["lang"], lang);
        assert_eq!(front["date"], "2025-10-01");
        assert_eq!(front["layout"], "post");
        assert!(
            front["title"]
                .as_str()
                .is_some_and(|title| title.contains("50"))
        );
        let pages = framed(&body);
        assert_eq!(pages.len(), 29);
        for page in pages {
            assert!(size(&page) <= CHART_BYTES, "{page}: {}", size(&page));
            let html = project.read(&format!("out/{page}"));
            assert!(html.contains("default-src 'none'") && !html.contains("<script"));
        }
        assert!(is_without_foreign_liquid(&body));
    }
}

const HOSTILE: &str = r#"
version: 1
locales: [fr, en]
title: "A: 'b' \"c\" # {{ by_model[0].model }}"
sources:
  models:
    path: rows.json
    columns:
      model: {type: string}
      downloads: {type: integer}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns: {by_model: {by: model, measures: [downloads]}}
charts: {models: {type: bar, data: by_model, x: downloads, y: model, title: "{{ by_model[1].model }}"}}
sections:
  - text: "{{ by_model[0].model }} `{{ by_model[1].model }}` {{ by_model[2].model }}"
  - chart: models
  - table: by_model
outputs:
  formats: [jekyll]
  jekyll:
    date: 2025-10-28
    front_matter:
      tags: ["{{ by_model[2].model }}", 3, true]
      author: {name: {fr: "Une : autrice", en: An author}, since: 2019}
      permalink: null
"#;

const ROWS: &str = r#"[
  {"model": "{{ site.x }}\n--- <b>", "downloads": 3},
  {"model": "{% include x %}", "downloads": 2},
  {"model": "{% endraw %}: {{{", "downloads": 1}
]"#;

#[test]
fn what_comes_from_the_data_is_neither_liquid_nor_yaml() {
    let project = Project::of(HOSTILE).file("rows.json", ROWS);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let (front, body) = post(&project, "out/jekyll/_posts/2025-10-28-spec.md");
    assert_eq!(
        front["tags"],
        serde_json::json!(["{% endraw %}: {{{", 3, true])
    );
    assert_eq!(
        front["author"]["name"],
        "Une : autrice".replace(" :", "\u{a0}:")
    );
    assert_eq!(front["author"]["since"], 2019);
    assert_eq!(front["permalink"], Value::Null);
    let title = front["title"].as_str().expect("a title");
    assert!(title.contains("{{ site.x }}"), "{title}");
    assert!(is_without_foreign_liquid(&body), "{body}");
    assert!(!body.contains("<b>"), "{body}");
    let (front, _) = post(&project, "out/jekyll/_posts/2025-10-28-spec-en.md");
    assert_eq!(front["author"]["name"], "An author");
}

#[test]
fn markdown_alone_gets_bitmaps_and_holds_no_html() {
    let project = Project::of(HOSTILE).file("rows.json", ROWS);
    project
        .hfreport(&["run", "spec.yaml", "--format", "markdown", "--quiet"])
        .fine();
    let text = project.read("out/report.md");
    assert!(text.contains("](charts/models.fr.png)"), "{text}");
    assert!(project.folder().join("out/charts/models.fr.png").exists());
    let html = pulldown_cmark::Parser::new(&text).any(|event| {
        matches!(
            event,
            pulldown_cmark::Event::Html(_) | pulldown_cmark::Event::InlineHtml(_)
        )
    });
    assert!(!html, "{text}");
}
