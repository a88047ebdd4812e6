//! The content of a bundle: the same digits everywhere, hashes of the input, no effect of hostile
//! names.

use crate::fixture::{Project, bundle};
use serde_json::Value;
use sha2::{Digest, Sha256};

const SPEC: &str = r#"
version: 1
locales: [fr, en]
title: {fr: Comptes & modèles, en: Accounts & models}
params: {day: 2025-10-01}
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string}
      account: {type: string}
      downloads: {type: integer}
lookups: {names: {path: names.csv, key: account}}
dimensions: {name: {lookup: names.name, key: account, unmatched: keep}}
measures: {downloads: {sql: "sum(downloads)", title: {fr: Téléchargements, en: Downloads}}}
breakdowns:
  by_name: {by: name, measures: [downloads], title: {fr: Par nom, en: By name}}
metrics:
  share: {measure: downloads, where: "account = 'a'", of: {}, format: {percent: 3}}
charts:
  names: {type: bar, data: by_name, x: downloads, y: name, title: {fr: Noms, en: Names}}
  tree: {type: treemap, data: by_name, title: {fr: Aires, en: Areas}}
sections:
  - heading: {fr: Résumé, en: Summary}
  - text: "{{ formatted.share }} — {{ by_name[0].name }}"
  - chart: names
  - chart: tree
  - table: by_name
outputs: {charts: [svg, png]}
"#;

const ROWS: &str = "model,account,downloads\nx,a,7\ny,b,2\nz,c,4\n";
const NAMES: &str = "account,name\na,Alpha\n";

fn project(rows: &str, names: &str) -> Project {
    let project = Project::of(SPEC)
        .file("rows.csv", rows)
        .file("names.csv", names);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    project
}

fn hash(text: &str) -> String {
    Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn a_bundle_holds_every_output_in_every_language() {
    let project = project(ROWS, NAMES);
    let files: Vec<String> = bundle(&project.folder().join("out"))
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let expected = [
        "charts/names.en.png",
        "charts/names.en.svg",
        "charts/names.fr.png",
        "charts/names.fr.svg",
        "charts/tree.en.png",
        "charts/tree.en.svg",
        "charts/tree.fr.png",
        "charts/tree.fr.svg",
        "index.en.html",
        "index.html",
        "manifest.json",
        "preview.en.png",
        "preview.png",
        "report.en.md",
        "report.json",
        "report.md",
        "report.xlsx",
        "tables/by_name.csv",
    ];
    assert_eq!(files, expected);
}

#[test]
fn the_manifest_names_every_input_by_its_hash_and_no_time() {
    let project = project(ROWS, NAMES);
    let manifest: Value = serde_json::from_str(&project.read("out/manifest.json")).expect("JSON");
    assert_eq!(
        manifest["sources"]["models"]["files"][0]["sha256"],
        hash(ROWS)
    );
    assert_eq!(manifest["lookups"]["names"]["sha256"], hash(NAMES));
    assert_eq!(manifest["spec"]["files"][0]["sha256"], hash(SPEC));
    assert_eq!(manifest["params"]["day"], "2025-10-01");
    assert_eq!(manifest["sources"]["models"]["rows"], 3);
    assert!(!project.read("out/manifest.json").contains("/tmp"));
}

#[test]
fn text_json_table_and_chart_show_the_same_number() {
    let project = project(ROWS, NAMES);
    // 7 of 13 is 53.846153… %.
    assert!(project.read("out/report.en.md").contains("53.846% — Alpha"));
    let json = project.read("out/report.json");
    let report: Value = serde_json::from_str(&json).expect("JSON");
    let metric = report["metrics"]
        .as_array()
        .map_or_else(|| report["metrics"]["share"].clone(), |all| all[0].clone())
        .to_string();
    assert!(
        metric.contains("53.846%") && metric.contains("13"),
        "{metric}"
    );
    assert!(
        project
            .read("out/tables/by_name.csv")
            .starts_with("name,downloads,downloads_share,downloads_rank\nAlpha,7,0.53846153846153")
    );
    assert!(project.read("out/charts/names.en.svg").contains("53.8%"));
}

#[test]
fn names_that_are_markup_stay_names() {
    let evil = "<script>alert(1)</script>";
    let project = project(ROWS, &format!("account,name\na,{evil}\n"));
    for (path, bytes) in bundle(&project.folder().join("out")) {
        let text = String::from_utf8_lossy(&bytes);
        let page = path.ends_with(".html") || path.ends_with(".svg") || path.ends_with(".md");
        assert!(!page || !text.contains(evil), "{path}");
    }
    assert!(
        project.read("out/tables/by_name.csv").contains(evil),
        "data stay data"
    );
}

#[test]
fn names_that_are_formulas_or_markdown_stay_names() {
    let project = project(
        ROWS,
        "account,name\na,=cmd()\nb,**b** [x](http://y)\nc,| pipe |\n",
    );
    let markdown = project.read("out/report.en.md");
    assert!(!markdown.contains("**b** [x](http://y)"), "{markdown}");
    let sheet = project.read("out/tables/by_name.csv");
    assert!(
        !sheet.lines().any(|line| line.starts_with("=cmd()")),
        "{sheet}"
    );
}

#[test]
fn a_page_needs_no_network() {
    let project = project(ROWS, NAMES);
    for page in ["out/index.html", "out/index.en.html"] {
        let text = project.read(page);
        for part in [
            "src=\"http",
            "href=\"http",
            "url(http",
            "@import",
            "<link rel=\"stylesheet\"",
        ] {
            assert!(!text.contains(part), "{page}: {part}");
        }
        assert!(text.contains("<div class=\"chart ") && text.contains("lang=\""));
    }
}

#[test]
fn every_chart_has_an_alternative_text_and_its_data() {
    let project = project(ROWS, NAMES);
    let page = project.read("out/index.html");
    for kind in ["Diagramme en barres", "Carte proportionnelle"] {
        let picture = format!(" role=img aria-label=\"{kind}");
        assert!(
            page.contains(&picture),
            "{kind}: charts are pictures to screen readers"
        );
    }
    assert!(page.matches("Voir les données").count() >= 2);
}

#[test]
fn french_pages_have_french_spaces_and_english_ones_have_none() {
    let project = project("model,account,downloads\nx,a,1234567\ny,b,2\n", NAMES);
    assert!(
        project
            .read("out/index.html")
            .contains("1\u{202f}234\u{202f}567")
    );
    assert!(project.read("out/index.en.html").contains("1,234,567"));
}
