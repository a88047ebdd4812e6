//! The scope: what it keeps, and what is counted over all rows all the same.

use crate::fixture::Project;

const ROWS: &str = r#"[
  {"model": "a", "account": "google", "downloads": 60, "tag": "nlp", "languages": ["en"]},
  {"model": "b", "account": "meta", "downloads": 30, "tag": "odd", "languages": ["xx", "en"]},
  {"model": "c", "account": "meta", "downloads": 6, "tag": "odd", "languages": null},
  {"model": "d", "account": "google", "downloads": 4, "tag": "nlp", "languages": ["en", "fr"]}
]"#;

/// A report on the first account by downloads, `google`.
fn project(definitions: &str) -> Project {
    first_by("downloads", definitions)
}

/// A report on the first account by a measure.
fn first_by(measure: &str, definitions: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Scope
allow: [HF0308]
sources:
  models:
    path: rows.json
    columns:
      model: {{type: string, unique: true}}
      account: {{type: string}}
      downloads: {{type: integer}}
      tag: {{type: string}}
      languages: {{type: "list<string>", nullable: true}}
lookups:
  tasks: {{key: tag, rows: [{{tag: nlp, task: text}}]}}
  names: {{key: code, rows: [{{code: en, name: English}}, {{code: fr, name: French}}]}}
dimensions:
  task: {{lookup: tasks.task, key: tag}}
  language: {{explode: languages, valid: names.code}}
  value: {{explode: languages}}
  value_name: {{lookup: names.name, key: value}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "count(*)"}}
  named: {{count_distinct: [language]}}
scope: {{top: {{by: account, measure: {measure}, n: 1}}}}
{definitions}
"#
    );
    Project::of(&spec).file("rows.json", ROWS)
}

fn by(breakdown: &str) -> Project {
    project(&format!(
        "breakdowns: {{table: {breakdown}}}\nsections: [{{table: table}}]"
    ))
}

#[test]
fn keys_of_rows_out_of_scope_that_a_lookup_does_not_have_are_reported() {
    let results = by("{by: task, measures: [downloads]}").results();
    assert_eq!(results.columns("table", &["downloads"]), "text: 64");
    assert_eq!(
        results.warnings(),
        [
            "HF0405 dimension `task`: 1 key is not in lookup `tasks` (2 rows, 36.00% of sum(downloads))"
        ]
    );
}

#[test]
fn values_of_lists_out_of_scope_that_are_not_valid_are_reported() {
    let results = by("{by: language, measures: [downloads]}").results();
    assert_eq!(results.columns("table", &["downloads"]), "en: 64\nfr: 4");
    assert_eq!(
        results.warnings(),
        ["HF0405 dimension `language`: 1 key is not in lookup `names` (1 row, 20.00% of mentions)"]
    );
}

#[test]
fn keys_of_lists_out_of_scope_that_a_lookup_does_not_have_are_reported() {
    let results = by("{by: value_name, measures: [downloads]}").results();
    assert_eq!(
        results.columns("table", &["downloads"]),
        "English: 64\nFrench: 4"
    );
    assert_eq!(
        results.warnings(),
        [
            "HF0405 dimension `value_name`: 1 key is not in lookup `names` (1 row, 31.91% of sum(downloads))"
        ]
    );
}

#[test]
fn rows_out_of_scope_count_where_all_rows_are_asked_for() {
    let results = project(
        r#"
breakdowns:
  inside: {by: tag, measures: [models]}
  outside: {by: tag, measures: [models], rows: all}
metrics:
  share: {measure: downloads, where: "model = 'a'", of: {rows: all}}
sections: [{table: inside}, {table: outside}, {text: "{{ metrics.share|percent }}"}]
"#,
    )
    .results();
    assert_eq!(results.columns("inside", &["models"]), "nlp: 2");
    assert_eq!(results.columns("outside", &["models"]), "nlp: 2\nodd: 2");
    assert_eq!(results.metric("share"), "60/100");
}

#[test]
fn a_scope_whose_measure_reads_a_list_keeps_whole_rows() {
    let results = first_by(
        "named",
        "breakdowns: {table: {by: tag, measures: [models]}}\nsections: [{table: table}]",
    )
    .results();
    assert_eq!(results.columns("table", &["models"]), "nlp: 2");
}
