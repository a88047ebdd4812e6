//! `report.json` has every number exactly, with its definition, and is read back without loss.

use crate::fixture::{Project, examples, hfreport, home};
use hfreport::document::ReportJson;
use hfreport::document::report_json::{
    Cell, Code, DenominatorDefinition, Holds, RowKind, RowsOf, Whole,
};

const SPEC: &str = r#"
version: 1
locales: [fr, en]
title: {fr: Comptes, en: Accounts}
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string}
      account: {type: string, nullable: true}
      size: {type: integer, nullable: true}
      created: {type: date}
      downloads: {type: integer}
measures:
  downloads: {sql: "sum(downloads)", unit: {fr: téléchargements, en: downloads}}
  first: {sql: "min(created)"}
breakdowns:
  by_account:
    by: account
    measures: [downloads, first]
    cumulative: true
    keep: {account: {top: 1}}
    with: {size: only}
metrics:
  large: {measure: downloads, where: "downloads > 3", of: {}, format: {percent: 1}}
  all: {measure: downloads}
sections:
  - text: "{{ metrics.large|percent }} {{ metrics.all }}"
  - table: by_account
allow: [HF0308]
"#;

const ROWS: &str = "model,account,size,created,downloads
x,a,5,2024-01-02,7
y,b,,2024-01-03,2
z,,1,2024-02-01,4
w,c,1,2023-02-01,3
";

fn written() -> (String, ReportJson) {
    let project = Project::of(SPEC).file("rows.csv", ROWS);
    project
        .hfreport(&["run", "spec.yaml", "--quiet", "--format", "json"])
        .fine();
    let text = project.read("out/report.json");
    let report = ReportJson::read(text.as_bytes()).expect("the form of report.json");
    (text, report)
}

fn share(numerator: i128, denominator: i128) -> Cell {
    Cell::Share {
        numerator: Whole(numerator),
        denominator: Whole(denominator),
    }
}

#[test]
fn a_share_has_both_integers_and_a_row_says_what_kind_it_is() {
    let (_, report) = written();
    let breakdown = &report.breakdowns["by_account"];
    let names: Vec<&str> = breakdown
        .columns
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "account",
            "size",
            "downloads",
            "downloads_share",
            "downloads_rank",
            "downloads_cumulative",
            "first"
        ]
    );
    let holds: Vec<Holds> = breakdown.columns.iter().map(|it| it.holds).collect();
    assert_eq!(
        holds,
        [
            Holds::Dimension,
            Holds::Attribute,
            Holds::Value,
            Holds::Share,
            Holds::Rank,
            Holds::Cumulative,
            Holds::Value
        ]
    );
    let rows: Vec<_> = breakdown.rows.iter().collect();
    let kinds: Vec<RowKind> = rows.iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [RowKind::Value, RowKind::Missing, RowKind::Others]);
    assert_eq!(rows[0].codes, [Code::Value("a".to_owned())]);
    assert_eq!(rows[0].attributes, [Code::Value("5".to_owned())]);
    assert_eq!(
        rows[0].values,
        [
            Cell::Integer(7),
            share(7, 16),
            Cell::Integer(1),
            share(7, 16),
            Cell::Text("2024-01-02".to_owned())
        ]
    );
    assert_eq!(rows[0].shown["fr"][..2], ["7", "43,8\u{202f}%"]);
    assert_eq!(rows[0].shown["en"][..2], ["7", "43.8%"]);
    assert_eq!(rows[1].codes, [Code::Missing]);
    assert_eq!(rows[2].codes, [Code::Others { others: true }]);
    assert_eq!(rows[2].values[..2], [Cell::Integer(5), share(5, 16)]);
    assert_eq!(breakdown.source_rows, Whole(4));
}

#[test]
fn a_number_stands_with_its_definition() {
    let (_, report) = written();
    let large = &report.metrics["large"];
    assert_eq!(large.value, share(11, 16));
    assert_eq!(large.numerator, Cell::Integer(11));
    assert_eq!(large.denominator, Some(Cell::Integer(16)));
    assert_eq!(large.shown["en"], "68.8%");
    assert_eq!(large.definition.from, "models");
    assert_eq!(large.definition.filter.as_deref(), Some("downloads > 3"));
    let all = DenominatorDefinition::Measure {
        measure: "downloads".to_owned(),
        filter: None,
        rows: RowsOf::Scope,
    };
    assert_eq!(large.definition.of, Some(all));
    let breakdown = &report.breakdowns["by_account"].definition;
    assert_eq!(breakdown.keep["account"], "top 1; others folded");
    let definitions = &report.definitions;
    assert_eq!(
        definitions.measures["downloads"].definition,
        "sum(downloads)"
    );
    assert_eq!(
        definitions.dimensions["account"].definition,
        "column account"
    );
}

#[test]
fn the_file_is_read_back_without_loss() {
    let (text, report) = written();
    let again: serde_json::Value = serde_json::to_value(&report).unwrap();
    let first: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(again, first);
    for spec in examples() {
        let project = Project::new();
        let out = project.folder().join("out").display().to_string();
        let spec = spec.display().to_string();
        hfreport(
            &home(),
            &["run", &spec, "--out", &out, "--format", "json", "--quiet"],
        )
        .fine();
        let text = project.read("out/report.json");
        let report = ReportJson::read(text.as_bytes()).unwrap_or_else(|e| panic!("{spec}: {e}"));
        let again: serde_json::Value = serde_json::to_value(&report).unwrap();
        let first: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(again, first, "{spec}");
        let schema = hfreport::document::report_json::schema_text();
        let schema = serde_json::from_str(&schema).unwrap();
        let problems = jsonschema::validator_for(&schema).unwrap();
        let problems: Vec<String> = problems
            .iter_errors(&first)
            .map(|e| e.to_string())
            .collect();
        assert!(problems.is_empty(), "{spec}: {problems:?}");
    }
}

#[test]
fn another_version_or_a_key_too_many_is_refused_by_name() {
    let (text, _) = written();
    let newer = text.replacen("\"version\": 1", "\"version\": 2", 1);
    let refused = ReportJson::read(newer.as_bytes()).unwrap_err();
    assert_eq!(refused, "version 2 of report.json, this program reads 1");
    let more = text.replacen("\"version\": 1", "\"version\": 1, \"shares\": 1", 1);
    let refused = ReportJson::read(more.as_bytes()).unwrap_err();
    assert!(refused.contains("unknown field `shares`"), "{refused}");
}
