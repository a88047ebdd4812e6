//! Moments with an offset or a zone: their days are those of the zone that the source names, in every
//! format alike.

use crate::fixture::{Project, lines};
use polars::prelude::*;
use std::fs::File;

fn spec(path: &str, zone: &str) -> String {
    format!(
        r#"
version: 1
title: Moments
sources:
  models:
    path: {path}
    {zone}
    columns:
      model: {{type: string, unique: true}}
      at: {{type: date}}
dimensions:
  month: {{sql: "date_trunc('month', at)"}}
measures:
  models: {{sql: "count(*)"}}
breakdowns:
  by_day: {{by: at, measures: [models]}}
  by_month: {{by: month, measures: [models]}}
sections: [{{table: by_day}}, {{table: by_month}}]
"#
    )
}

const PARIS: &str = "zone: Europe/Paris";

/// The night before summer time, and the last of a month.
const MOMENTS: [&str; 4] = [
    "2025-03-29T22:59:59Z",
    "2025-03-30T00:30:00+01:00",
    "2025-03-30T22:00:00Z",
    "2025-09-30T22:00:00Z",
];

fn text_files() -> [(&'static str, String); 3] {
    let rows = MOMENTS.iter().enumerate();
    let csv: String = rows
        .clone()
        .map(|(at, text)| format!("m{at},{text}\n"))
        .collect();
    let json = rows
        .clone()
        .map(|(at, text)| format!("{{\"model\": \"m{at}\", \"at\": \"{text}\"}}"));
    let json: Vec<String> = json.collect();
    [
        ("rows.csv", format!("model,at\n{csv}")),
        ("rows.ndjson", json.join("\n")),
        ("rows.json", format!("[{}]", json.join(","))),
    ]
}

/// The same moments as milliseconds, adjusted to UTC or not.
fn parquet(project: &Project, zone: Option<TimeZone>) {
    let seconds = [
        1_743_289_199_i64,
        1_743_291_000,
        1_743_372_000,
        1_759_269_600,
    ];
    let moments = Int64Chunked::from_vec("at".into(), seconds.map(|it| it * 1000).to_vec());
    let moments = moments.into_datetime(TimeUnit::Milliseconds, zone);
    let names = Column::new("model".into(), ["m0", "m1", "m2", "m3"]);
    let mut frame = DataFrame::new(4, vec![names, moments.into_series().into_column()]).unwrap();
    let file = File::create(project.folder().join("rows.parquet")).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
}

#[test]
fn days_and_months_are_those_of_the_zone_in_every_format() {
    let in_paris = lines(
        "2025-03-29: 1
         2025-03-30: 1
         2025-03-31: 1
         2025-10-01: 1",
    );
    let mut projects: Vec<Project> = text_files()
        .into_iter()
        .map(|(path, text)| Project::of(&spec(path, PARIS)).file(path, text))
        .collect();
    let project = Project::of(&spec("rows.parquet", PARIS));
    parquet(&project, Some(TimeZone::UTC));
    projects.push(project);
    for project in projects {
        let results = project.results();
        assert_eq!(results.columns("by_day", &["models"]), in_paris);
        assert_eq!(
            results.columns("by_month", &["models"]),
            lines(
                "2025-03-01: 3
                 2025-10-01: 1"
            )
        );
    }
}

#[test]
fn without_a_zone_days_are_those_of_utc() {
    let utc = lines(
        "2025-03-29: 2
         2025-03-30: 1
         2025-09-30: 1",
    );
    for (path, text) in text_files() {
        let results = Project::of(&spec(path, "")).file(path, text).results();
        assert_eq!(results.columns("by_day", &["models"]), utc);
    }
    let project = Project::of(&spec("rows.parquet", ""));
    parquet(&project, Some(TimeZone::UTC));
    assert_eq!(project.results().columns("by_day", &["models"]), utc);
}

#[test]
fn a_moment_that_says_no_offset_is_in_the_day_that_is_written() {
    let project = Project::of(&spec("rows.csv", PARIS)).file(
        "rows.csv",
        "model,at\na,2025-09-30T23:30:00\nb,2025-09-30 23:30\nc,2025-09-30\n",
    );
    assert_eq!(
        project.results().columns("by_day", &["models"]),
        "2025-09-30: 3"
    );
    let project = Project::of(&spec("rows.parquet", PARIS));
    parquet(&project, None);
    // The clock shows what UTC shows above.
    assert_eq!(
        project.results().columns("by_day", &["models"]),
        lines(
            "2025-03-29: 2
             2025-03-30: 1
             2025-09-30: 1"
        )
    );
}

#[test]
fn a_pattern_may_read_the_offset() {
    let spec = spec("rows.csv", PARIS).replace(
        "at: {type: date}",
        "at: {type: date, date: \"%d/%m/%Y %H:%M %z\"}",
    );
    let rows = "model,at\na,30/09/2025 22:30 +0000\nb,30/09/2025 22:30 +02:00\n";
    let results = Project::of(&spec).file("rows.csv", rows).results();
    assert_eq!(
        results.columns("by_day", &["models"]),
        lines(
            "2025-09-30: 1
             2025-10-01: 1"
        )
    );
}

#[test]
fn a_zone_that_is_none_is_refused_with_the_nearest() {
    let project = Project::of(&spec("rows.csv", "zone: Europe/Pari"))
        .file("rows.csv", "model,at\na,2025-09-30\n");
    let problems = project.problems();
    assert!(
        problems.contains("`Europe/Pari` is no time zone"),
        "{problems}"
    );
    assert!(
        problems.contains("did you mean `Europe/Paris`?"),
        "{problems}"
    );
    assert!(problems.contains("spec.yaml:7"), "{problems}");
}

/// A spec in which one column of moments is read twice, in two zones, and once in an expression.
fn in_two_zones(path: &str) -> String {
    let columns = "at: {type: date}
      in_tokyo: {type: date, sql: at, zone: Asia/Tokyo}";
    spec(path, PARIS)
        .replace("at: {type: date}", columns)
        .replace("by: at", "by: [at, in_tokyo], within: total")
}

#[test]
fn a_column_may_have_a_zone_of_its_own() {
    // Midnight is at 22:00 or 23:00 UTC in Paris, at 15:00 in Tokyo.
    let days = lines(
        "2025-03-29 / 2025-03-30: 1
         2025-03-30 / 2025-03-30: 1
         2025-03-31 / 2025-03-31: 1
         2025-10-01 / 2025-10-01: 1",
    );
    let mut projects: Vec<Project> = text_files()
        .into_iter()
        .map(|(path, text)| Project::of(&in_two_zones(path)).file(path, text))
        .collect();
    let project = Project::of(&in_two_zones("rows.parquet"));
    parquet(&project, Some(TimeZone::UTC));
    projects.push(project);
    for project in projects {
        assert_eq!(project.results().columns("by_day", &["models"]), days);
    }
}

#[test]
fn an_expression_over_a_moment_is_in_the_zone_of_its_column() {
    let spec = spec("rows.parquet", "").replace(
        "at: {type: date}",
        "at: {type: date, sql: \"date_trunc('month', at)\", zone: Europe/Paris}",
    );
    let project = Project::of(&spec);
    parquet(&project, Some(TimeZone::UTC));
    assert_eq!(
        project.results().columns("by_day", &["models"]),
        lines(
            "2025-03-01: 3
             2025-10-01: 1"
        )
    );
}

#[test]
fn a_zone_is_that_of_a_column_of_days() {
    let spec = spec("rows.csv", "").replace(
        "model: {type: string, unique: true}",
        "model: {type: string, unique: true, zone: Europe/Paris}",
    );
    let problems = Project::of(&spec)
        .file("rows.csv", "model,at\na,2025-09-30\n")
        .problems();
    assert!(
        problems.contains("`zone` says whose days moments are in, this column is of type string"),
        "{problems}"
    );
}
