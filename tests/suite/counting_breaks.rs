//! Days on which what is counted changed: texts tell of those since the period before, charts over dates mark them, guards and
//! changes that go over one say so.

use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
locales: [fr, en]
title: {fr: Mois, en: Months}
params: {snapshot: 2026-07-01}
periods: {param: snapshot, rows: [{snapshot: 2026-07-01}, {snapshot: 2026-08-01}, {snapshot: 2026-09-01}]}
breaks: breaks.csv
sources:
  models:
    path: "rows_{{ params.snapshot }}.csv"
    columns:
      model: {type: string}
      downloads: {type: integer, min: 0}
measures: {downloads: {sql: "sum(downloads)", title: {fr: Téléchargements, en: Downloads}}}
breakdowns:
  by_model: {by: model, measures: [downloads], title: {fr: Par modèle, en: By model}}
  course: {from: by_model, periods: all, by: [snapshot, model], measures: [downloads], within: snapshot, title: {fr: Cours, en: Course}}
metrics:
  all: {measure: downloads, title: {fr: Tous, en: All}}
charts:
  lines: {type: line, data: course, x: snapshot, y: downloads, color: model, title: {fr: Cours, en: Course}}
  ranks: {type: bump, data: course, x: snapshot, y: downloads_rank, color: model, title: {fr: Rangs, en: Ranks}}
sections:
  - text: "{% if previous %}{{ formatted.all_change }}{% endif %}.{% for it in breaks %} [{{ it.date }} {{ it.what }} {{ it.source }}]{% endfor %}"
  - chart: lines
  - chart: ranks
outputs: {dir: "out/{{ params.snapshot }}", formats: [markdown, json], tables: []}
"#;

const BREAKS: &str = "date,what_fr,what_en,source
2026-09-02,Plus tard.,Later.,https://example.org/later
2026-08-06,Un autre fichier compte.,Another file counts.,https://example.org/file
2026-08-01,Une demande compte.,A request counts.,https://example.org/request
2026-07-01,Avant.,Before.,https://example.org/before
";

fn project(last: u32) -> Project {
    let rows = |a, b| format!("model,downloads\na,{a}\nb,{b}\n");
    Project::of(SPEC)
        .file("breaks.csv", BREAKS)
        .file("rows_2026-07-01.csv", rows(10, 20))
        .file("rows_2026-08-01.csv", rows(11, 20))
        .file("rows_2026-09-01.csv", rows(15, last))
}

fn line(project: &Project, month: &str, locale: &str) -> String {
    let text = project.read(&format!("out/{month}/report{locale}.md"));
    let line = text
        .lines()
        .find(|line| line.contains('.') && line.contains('[') || *line == ".");
    line.unwrap_or_else(|| panic!("{text}")).replace('\\', "")
}

#[test]
fn a_text_tells_the_breaks_behind_the_period_before_up_to_its_own_day() {
    let project = project(20);
    project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    // The first period has none before it.
    assert_eq!(line(&project, "2026-07-01", ""), ".");
    // Behind 1 July, up to 1 August, the day itself included.
    let english = line(&project, "2026-08-01", ".en");
    assert!(
        english.contains("[2026-08-01 A request counts. https://example.org/request]")
            && !english.contains("Another file")
            && !english.contains("Before"),
        "{english}"
    );
    let french = line(&project, "2026-09-01", "");
    assert!(
        french.contains("[2026-08-06 Un autre fichier compte. https://example.org/file]")
            && !french.contains("Une demande")
            && !french.contains("Plus tard"),
        "{french}"
    );
    let manifest = project.read("out/2026-09-01/manifest.json");
    assert!(manifest.contains("\"breaks.csv\""), "{manifest}");
}

#[test]
fn a_chart_over_dates_marks_the_breaks_between_its_positions_and_says_them() {
    let project = project(20);
    project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    for chart in ["lines", "ranks"] {
        let svg = project.read(&format!("out/2026-09-01/charts/{chart}.en.svg"));
        let marks = svg
            .split("class=\"breaks\"")
            .nth(1)
            .unwrap_or_else(|| panic!("{svg}"));
        // Before August and before September; 1 July and 2 September are at no position's side.
        assert_eq!(
            marks.matches("counting changed</text>").count(),
            2,
            "{marks}"
        );
        for (said, count) in [
            (
                "What is counted changed on August\u{a0}1, 2026: A request counts.",
                2,
            ),
            (
                "What is counted changed on August\u{a0}6, 2026: Another file counts.",
                2,
            ),
            ("Later.", 0),
            ("Before.", 0),
        ] {
            let said = said.replace('\u{a0}', " ");
            let found = svg.replace('\u{a0}', " ").matches(&said).count();
            // In the alternative text and in the tooltip.
            assert_eq!(found, count, "{chart}: {said} in {svg}");
        }
    }
}

#[test]
fn a_guard_that_a_jump_breaks_says_that_the_counting_changed() {
    let project = project(2000);
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--each"])
        .ends_with(1);
    assert!(
        outcome.stderr.contains("HF0462")
            && outcome.stderr.contains(
                "since the period before what is counted changed: 2026-08-06: Another file counts."
            ),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_change_over_a_break_of_which_no_text_tells_is_a_warning() {
    let told = |spec: &str, settings: &[&str]| {
        let project = project(20);
        project.write("spec.yaml", spec);
        let mut arguments = vec!["check", "spec.yaml"];
        arguments.extend(settings);
        project.hfreport(&arguments).fine().stderr
    };
    let silent = SPEC.replace(
        "{% for it in breaks %} [{{ it.date }} {{ it.what }} {{ it.source }}]{% endfor %}",
        "",
    );
    let warned = told(&silent, &[]);
    assert!(
        warned.contains("HF0371")
            && warned.contains("between the periods `2026-08-01` and `2026-09-01`")
            && warned.contains("2026-08-06: Another file counts."),
        "{warned}"
    );
    assert!(!told(SPEC, &[]).contains("HF0371"));
    // The first period has no change, and without a break there is nothing to tell.
    assert!(!told(&silent, &["--set", "snapshot=2026-07-01"]).contains("HF0371"));
    let without = silent.replace("breaks: breaks.csv\n", "");
    assert!(!told(&without, &[]).contains("HF0371"));
}

/// Only a day is known by which it had changed: texts, charts and guards say so.
#[test]
fn a_day_by_which_the_counting_had_changed_is_not_told_as_that_of_the_change() {
    let table = BREAKS
        .replace("date,", "date,latest,")
        .replace("2026-09-02,", "2026-09-02,false,")
        .replace("2026-08-06,", "2026-08-06,true,")
        .replace("2026-08-01,", "2026-08-01,,")
        .replace("2026-07-01,", "2026-07-01,,");
    let project = project(2000).file("breaks.csv", table);
    let spec = SPEC.replace(
        " [{{ it.date }}",
        " [{{ it.date }}{% if it.latest %} at the latest{% endif %}",
    );
    project.write("spec.yaml", &spec);
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--each"])
        .ends_with(1);
    let told = "what is counted changed: at the latest on 2026-08-06: Another file counts.";
    assert!(outcome.stderr.contains(told), "{}", outcome.stderr);
    let waived = format!("allow: [HF0462]\n{spec}");
    project.write("spec.yaml", waived);
    project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    let english = line(&project, "2026-09-01", ".en");
    assert!(
        english.contains("[2026-08-06 at the latest Another file"),
        "{english}"
    );
    let english = line(&project, "2026-08-01", ".en");
    assert!(english.contains("[2026-08-01 A request"), "{english}");
    for (locale, by, on) in [
        (
            "en",
            "changed by August 6, 2026 at the latest: Another",
            "changed on August 1, 2026: A",
        ),
        (
            "fr",
            "a changé au plus tard le 6 août 2026 : Un autre",
            "a changé le 1er août 2026 : Une",
        ),
    ] {
        let svg = project.read(&format!("out/2026-09-01/charts/lines.{locale}.svg"));
        let svg = svg.replace(['\u{a0}', '\u{202f}'], " ");
        for said in [by, on] {
            assert_eq!(svg.matches(said).count(), 2, "{said} in {svg}");
        }
    }
}

/// A line of years that ends with the year of the break, whose first days alone are behind it.
#[test]
fn a_break_inside_of_a_period_stands_before_it() {
    const SPEC: &str = r#"
version: 1
locales: [en]
title: Years
breaks: breaks.csv
sources: {rows: {path: rows.csv, columns: {day: {type: date}, n: {type: integer}}}}
dimensions: {year: {sql: "date_trunc('year', day)"}}
measures: {n: {sql: "sum(n)", title: Number}}
breakdowns: {by_year: {by: year, measures: [n]}, by_day: {by: day, measures: [n]}}
charts:
  years: {type: line, data: by_year, x: year, y: n, title: Years}
  days: {type: line, data: by_day, x: day, y: n, title: Days}
sections: [{chart: years}, {chart: days}]
outputs: {formats: [json], charts: [svg]}
"#;
    let project = Project::of(SPEC)
        .file(
            "rows.csv",
            "day,n\n2024-05-01,1\n2025-01-01,2\n2025-02-01,3\n",
        )
        .file(
            "breaks.csv",
            "date,what,source\n2025-07-25,A request counts.,https://example.org/a\n",
        );
    project.hfreport(&["run", "spec.yaml"]).fine();
    let said = "A request counts.";
    let count = |chart: &str| {
        let svg = project.read(&format!("out/charts/{chart}.en.svg"));
        svg.matches(said).count()
    };
    assert_eq!((count("years"), count("days")), (2, 0));
}

/// The table that ships: each break has its day, both languages and an address.
#[test]
fn the_breaks_that_ship_are_told_by_the_report_of_a_month_behind_them() {
    let table =
        std::fs::read_to_string(crate::fixture::home().join("data/counting_breaks.csv")).unwrap();
    let project = project(20).file("breaks.csv", table);
    project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    let text = line(&project, "2026-09-01", ".en");
    assert!(
        text.contains("2026-08-06 For models of the diffusers library")
            && text.contains("https://github.com/huggingface/hub-docs/pull/2687"),
        "{text}"
    );
}
