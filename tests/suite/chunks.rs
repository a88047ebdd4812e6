//! A source that is read in many chunks, twice, gives what the same source read at once gives: numbers,
//! messages, repairs. Values that must be distinct are distinct across chunks.

use crate::faulty::{Fault, FaultyDisk, FaultyWorld};
use crate::fixture::Project;
use hfreport::diagnostic::{Format, emit};
use hfreport::engine::{Polars, execute};
use hfreport::pipeline::{Executed, Failure, Request, check, run_with};
use hfreport::source::Chunking;
use hfreport::world::SystemWorld;
use polars::prelude::{
    Column, DataFrame, IntoColumn, IntoSeries, NamedFrom, ParquetWriter, Series,
};
use std::fmt::Debug;
use std::sync::Arc;

const ROWS: usize = 60;

/// The rows: 60 models of 7 accounts; `repeated` have the name of an earlier one.
fn rows(repeated: &[usize], bad: &[usize]) -> DataFrame {
    let name = |row: usize| {
        let row = if repeated.contains(&row) {
            row / 2
        } else {
            row
        };
        format!("m{row}")
    };
    let models: Vec<String> = (0..ROWS).map(name).collect();
    let accounts: Vec<String> = (0..ROWS).map(|row| format!("a{}", row * row % 7)).collect();
    let downloads = (0..60_i64).map(|row| {
        if bad.contains(&(row as usize)) {
            -row
        } else {
            row * 37 % 101
        }
    });
    let downloads: Vec<i64> = downloads.collect();
    let parameters: Vec<Option<i64>> = (0..60_i64)
        .map(|row| (row % 4 > 0).then_some(row * 13 % 50))
        .collect();
    let tags = ["en", "fr", "de", "xx"];
    let tags: Vec<Option<Series>> = (0..ROWS)
        .map(|row| {
            let tags = &tags[row % 4..(row % 4 + row % 3).min(4)];
            (row % 5 > 0).then(|| Series::new("".into(), tags))
        })
        .collect();
    DataFrame::new(
        ROWS,
        vec![
            Column::new("model".into(), models),
            Column::new("account".into(), accounts),
            Column::new("downloads".into(), downloads),
            Column::new("parameters".into(), parameters),
            Series::new("tags".into(), tags).into_series().into_column(),
        ],
    )
    .unwrap()
}

fn parquet(mut rows: DataFrame, group: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_row_group_size(Some(group))
        .finish(&mut rows)
        .unwrap();
    bytes
}

fn project(unique: &str, downloads: &str, rows: DataFrame) -> Project {
    let spec = format!(
        r#"
version: 1
title: Chunks
params: {{month: 10}}
periods: {{param: month, rows: [{{month: 10}}]}}
sources:
  models:
    path: "rows_{{{{ params.month }}}}.parquet"
    columns:
      model: {{type: string, unique: true{unique}}}
      account: {{type: string}}
      downloads: {{type: integer, min: 0{downloads}}}
      parameters: {{type: integer, nullable: true}}
      tags: {{type: "list<string>", nullable: true}}
lookups:
  accounts:
    key: account
    rows: [{{account: a0, country: FR}}, {{account: a1, country: US}}, {{account: a2, country: FR}}]
  tags: {{key: tag, rows: [{{tag: en}}, {{tag: fr}}, {{tag: de}}]}}
dimensions:
  country: {{lookup: accounts.country, key: account}}
  size: {{bucket: parameters, edges: [10, 20, 40]}}
  tag: {{explode: tags, valid: tags.tag}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "count(*)"}}
  most: {{sql: "max(parameters)"}}
  middle: {{sql: "median(downloads)"}}
  mean: {{sql: "avg(downloads)"}}
scope: {{top: {{by: account, measure: downloads, n: 2}}}}
breakdowns:
  by_account: {{by: account, measures: [downloads, models, most, middle, mean], rows: all}}
  by_country: {{by: country, measures: [downloads]}}
  by_size: {{by: size, measures: [downloads, models]}}
  by_tag: {{by: tag, measures: [models]}}
  first: {{by: model, measures: [downloads], keep: {{model: {{top: 4}}}}}}
metrics:
  share: {{measure: downloads, of: {{rows: all}}}}
  small: {{measure: downloads, where: "parameters < 25", of: {{where: "parameters IS NOT NULL"}}}}
  named: {{measure: models, where: "model = 'm6' OR account = 'a9'"}}
sections:
  - text: "{{{{ formatted.share }}}} {{{{ formatted.small }}}} {{{{ formatted.named }}}}"
outputs: {{dir: "out/{{{{ params.month }}}}"}}
"#
    );
    Project::of(&spec).file("rows_10.parquet", parquet(rows, 7))
}

fn read(project: &Project, engine: Polars) -> Result<Executed, Failure> {
    let request = Request {
        spec: project.folder().join("spec.yaml"),
        ..Request::default()
    };
    let checked = check(&SystemWorld, &request)?;
    run_with(&SystemWorld, checked, |it| {
        execute(&engine, it.world, it.plan, None, it.meter).map(Arc::new)
    })
}

/// Reads all rows at once, then seven at a time and again for those in scope; both must be equal.
fn same(project: &Project) -> String {
    let few = Polars {
        chunking: Chunking { rows: 7, held: 0 },
    };
    let shown = |outcome: Result<Executed, Failure>| match outcome {
        Ok(executed) => {
            let results = &executed.results;
            let rows = results
                .frames
                .values()
                .map(|frame| (&frame.name, &frame.rows));
            let rows: Vec<(&String, _)> = rows.collect();
            let source = &results.sources[0];
            let counts = (
                source.rows_read,
                source.rows,
                source.cells_cleared,
                source.rows_dropped,
                &source.likeness,
                &source.sample,
            );
            text(&(
                rows,
                &results.metrics,
                counts,
                &source.violations,
                &results.unmatched,
                &results.problems,
            ))
        }
        Err(failure) => emit(&[failure.batch()], Format::Human, false),
    };
    let whole = shown(read(project, Polars::default()));
    assert_eq!(shown(read(project, few)), whole);
    whole
}

fn text(value: &impl Debug) -> String {
    format!("{value:#?}")
}

#[test]
fn rows_in_chunks_give_the_numbers_of_all_rows() {
    let project = project("", "", rows(&[], &[]));
    let computed = same(&project);
    assert!(computed.contains("by_tag"), "{computed}");
    // Only the first of the 60 rows has no downloads.
    let executed = read(&project, Polars::default());
    let executed = executed.unwrap_or_else(|_| panic!("a correct spec"));
    let sample = executed.results.sources[0].sample.as_ref();
    let sample = sample.expect("a sample").to_string();
    assert_eq!(sample.split(' ').count(), 59, "{sample}");
    assert!(project.execute().is_ok());
}

#[test]
fn values_of_other_chunks_are_repeated_values() {
    let message = same(&project("", "", rows(&[20, 50], &[])));
    for part in [
        "2 repeated values",
        "row 21 (m10): `m10`; row 51 (m25): `m25`",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
}

#[test]
fn repeated_values_of_other_chunks_are_repaired() {
    for action in ["drop", "clear"] {
        let unique = format!(", nullable: true, on_violation: {action}");
        let found = same(&project(&unique, "", rows(&[20, 50], &[])));
        assert!(found.contains(&format!("action: \"{action}\"")), "{found}");
    }
}

#[test]
fn bad_cells_of_all_chunks_are_one_error_with_the_first_of_them() {
    let message = same(&project("", "", rows(&[30], &[3, 9, 22, 41, 50, 57])));
    for part in [
        "6 cells below min 0",
        "row 4 (m3): `-3`; row 10 (m9): `-9`; row 23 (m22): `-22`; row 42 (m41): `-41`; row 51 (m50): `-50`; …",
        "1 repeated value",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
}

#[test]
fn bad_cells_of_all_chunks_are_repaired() {
    for action in ["drop", "clear"] {
        let downloads = format!(", nullable: true, on_violation: {action}");
        let found = same(&project("", &downloads, rows(&[], &[3, 9, 22, 41])));
        assert_eq!(found.matches("below min").count(), 4, "{found}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_an_error() {
    let project = project("", "", rows(&[], &[]));
    let few = Polars {
        chunking: Chunking { rows: 7, held: 0 },
    };
    let expected = read(&project, few).unwrap_or_else(|_| panic!("a correct spec"));
    let mut messages = String::new();
    for step in 0..12 {
        let disk = FaultyDisk::at(step, Fault::Cut, true);
        let world = FaultyWorld { disk };
        let request = Request {
            spec: project.folder().join("spec.yaml"),
            ..Request::default()
        };
        let checked = check(&SystemWorld, &request);
        let checked = checked.unwrap_or_else(|_| panic!("a correct spec"));
        let outcome = run_with(&SystemWorld, checked, |it| {
            execute(&few, &world, it.plan, None, it.meter).map(Arc::new)
        });
        match outcome {
            Ok(executed) => assert_eq!(executed.results.metrics, expected.results.metrics),
            Err(failure) => messages += &emit(&[failure.batch()], Format::Human, false),
        }
    }
    assert!(messages.contains("changed while it was read"), "{messages}");
}
