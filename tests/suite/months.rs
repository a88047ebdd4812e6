//! Several files form one source: each is converted to the contract before they are joined, and
//! columns missing in some of them are reported with the names of the files.

use crate::fixture::Project;
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, ParquetWriter, Series};

/// A spec over some files that adds up downloads by model.
fn spec(path: &str, keys: &str, columns: &str) -> String {
    format!(
        r#"
version: 1
title: Months
sources:
  models:
    path: "{path}"
{keys}    columns: {{{columns}}}
measures: {{downloads: {{sql: "sum(downloads)"}}}}
breakdowns: {{by_model: {{by: model, measures: [downloads], sort: key}}}}
sections: [{{table: by_model}}]
"#
    )
}

const COLUMNS: &str = "model: {type: string}, downloads: {type: integer}";

fn parquet(columns: Vec<Column>) -> Vec<u8> {
    let mut frame = DataFrame::new_infer_height(columns).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

#[test]
fn files_may_order_and_write_their_columns_as_they_like() {
    let texts = |values: &[&str]| Column::new("model".into(), values);
    let first = parquet(vec![
        texts(&["a"]),
        Column::new("downloads".into(), [1_i64]),
    ]);
    let second = parquet(vec![Column::new("downloads".into(), [2_u8]), texts(&["a"])]);
    let third = parquet(vec![
        texts(&["b"]),
        Column::new("downloads".into(), [4.0_f64]),
    ]);
    let fourth = parquet(vec![texts(&["b"]), Column::new("downloads".into(), ["8"])]);
    let project = Project::of(&spec("hub_*.parquet", "", COLUMNS))
        .file("hub_1.parquet", first)
        .file("hub_2.parquet", second)
        .file("hub_3.parquet", third)
        .file("hub_4.parquet", fourth);
    assert_eq!(
        project.results().columns("by_model", &["downloads"]),
        "a: 3\nb: 12"
    );
}

#[test]
fn a_column_of_lists_in_one_file_and_of_values_in_another_is_told_with_the_files() {
    let models = || Column::new("model".into(), ["a"]);
    let list = Column::new("tag".into(), [Series::new("".into(), ["x", "y"])]);
    let lists = parquet(vec![models(), list]);
    let values = parquet(vec![models(), Column::new("tag".into(), [1_i64])]);
    let spec = |tag: &str| {
        let columns = format!("model: {{type: string}}, tag: {{type: string, {tag}}}");
        spec("hub_*.parquet", "", &columns).replace("sum(downloads)", "count(tag)")
    };
    let run = |tag: &str| {
        let project = Project::of(&spec(tag))
            .file("hub_1.parquet", lists.clone())
            .file("hub_2.parquet", values.clone());
        project.hfreport(&["run", "spec.yaml"]).ends_with(1).stderr
    };
    let told = run("sql: \"CAST(tag AS TEXT)\"");
    assert!(
        told.contains("HF0402")
            && told.contains("`tag` is of type list<string> in `hub_1.parquet` and of type integer in `hub_2.parquet`"),
        "{told}"
    );
    // Numbers and texts are texts to an expression.
    let numbers = parquet(vec![models(), Column::new("tag".into(), ["1"])]);
    let project = Project::of(&spec("sql: \"CAST(tag + 1 AS TEXT)\""))
        .file("hub_1.parquet", numbers)
        .file("hub_2.parquet", values.clone());
    let told = project.hfreport(&["run", "spec.yaml"]).ends_with(1).stderr;
    assert!(
        told.contains("`tag` is of type string in `hub_1.parquet` and of type integer in `hub_2.parquet`, and a text for expressions: write `CAST(tag AS INTEGER)`"),
        "{told}"
    );
    // Without an expression each cell is held against the contract.
    let told = run("nullable: true");
    assert!(
        told.contains("HF0404") && told.contains("`hub_1.parquet` row 1"),
        "{told}"
    );
}

#[test]
fn a_column_that_is_empty_throughout_a_file_is_empty_there() {
    let columns = "model: {type: string}, downloads: {type: integer, nullable: true}, owner: {type: string, nullable: true, sql: \"lower(owner)\"}";
    let first = "{\"model\": \"a\", \"downloads\": null, \"owner\": null}\n";
    let second = "{\"model\": \"a\", \"downloads\": 3, \"owner\": \"X\"}\n";
    let spec = spec("*.ndjson", "", columns).replace(
        "sections:",
        "metrics: {owned: {measure: downloads, where: \"owner = 'x'\"}}\nsections:",
    );
    let project = Project::of(&spec.replace(
        "[{table",
        "[{text: \"{{ metrics.owned|integer }}\"}, {table",
    ))
    .file("1.ndjson", first)
    .file("2.ndjson", second);
    let results = project.results();
    assert_eq!(results.columns("by_model", &["downloads"]), "a: 3");
    assert_eq!(results.metric("owned"), "3");
    assert_eq!(results.warnings(), Vec::<String>::new());
}

#[test]
fn a_column_that_some_files_lack_is_an_error_that_names_them_already_for_check() {
    let project = Project::of(&spec("hub_*.csv", "", COLUMNS))
        .file("hub_1.csv", "model,downloads\na,1\n")
        .file("hub_2.csv", "model\na\n")
        .file("hub_3.csv", "model,likes\na,1\n");
    let told = project
        .hfreport(&["check", "spec.yaml"])
        .ends_with(1)
        .stderr;
    assert!(told.contains("HF0403"), "{told}");
    assert!(
        told.contains("column `downloads` is missing in `hub_2.csv`, `hub_3.csv`"),
        "{told}"
    );
    assert!(told.contains("nullable: true"), "{told}");
}

#[test]
fn a_nullable_column_that_some_files_lack_is_empty_there_with_a_warning() {
    let columns = "model: {type: string}, downloads: {type: integer, nullable: true}";
    let project = Project::of(&spec("hub_*.csv", "", columns))
        .file("hub_1.csv", "model,downloads\na,1\n")
        .file("hub_2.csv", "model\na\nb\n")
        .file("hub_3.csv", "downloads,model\n5,b\n");
    let results = project.results();
    assert_eq!(results.columns("by_model", &["downloads"]), "a: 1\nb: 5");
    let told = results.warnings().join("\n");
    assert!(
        told.contains("HF0421") && told.contains("missing in `hub_2.csv`"),
        "{told}"
    );
}

#[test]
fn a_bad_cell_has_the_name_of_its_file_and_its_row_there() {
    let project = Project::of(&spec("hub_*.csv", "", COLUMNS))
        .file("hub_1.csv", "model,downloads\na,1\nb,2\n")
        .file("hub_2.csv", "model,downloads\na,1\nb,x\n");
    assert!(
        project
            .problems()
            .contains("`hub_2.csv` line 3, row 2: `x`"),
        "{}",
        project.problems()
    );
}

#[test]
fn a_value_is_unique_in_a_file_where_its_name_gives_a_column() {
    let columns =
        "model: {type: string, unique: true}, downloads: {type: integer}, month: {type: string}";
    let keys = "    from_file: \"hub_{month}.csv\"\n";
    let project = Project::of(&spec("hub_*.csv", keys, columns))
        .file("hub_1.csv", "model,downloads\na,1\nb,2\n")
        .file("hub_2.csv", "model,downloads\na,10\nb,20\n");
    assert_eq!(
        project.results().columns("by_model", &["downloads"]),
        "a: 11\nb: 22"
    );
    project.write("hub_2.csv", "model,downloads\na,10\na,20\n");
    let told = project.problems();
    assert!(told.contains("1 repeated value"), "{told}");
    assert!(
        told.contains("`hub_2.csv` line 3, row 2 (a): `a`"),
        "{told}"
    );
}

#[test]
fn a_value_that_stands_in_two_files_is_no_reason_to_drop_the_later_month() {
    let columns = "model: {type: string, unique: true}, downloads: {type: integer}";
    let project = Project::of(&spec("hub_*.csv", "", columns))
        .file("hub_1.csv", "model,downloads\na,1\n")
        .file("hub_2.csv", "model,downloads\na,10\n");
    let told = project.problems();
    assert!(told.contains("`from_file`"), "{told}");
    assert!(!told.contains("on_violation"), "{told}");
}

#[test]
fn the_pattern_of_a_name_fits_with_and_without_the_ending_of_compression() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(b"model,downloads\na,1\n").unwrap();
    let columns = "model: {type: string}, downloads: {type: integer}, month: {type: string}";
    let keys = "    from_file: \"hub_{month}.csv\"\n";
    let project = Project::of(
        &spec("hub_*.csv.gz", keys, columns)
            .replace("by: model", "by: month")
            .replace("by_model", "by_month"),
    )
    .file("hub_1.csv.gz", encoder.finish().unwrap());
    assert_eq!(
        project.results().columns("by_month", &["downloads"]),
        "1: 1"
    );
}

#[test]
fn fields_of_nested_objects_are_columns_from_every_format() {
    let columns =
        "model: {type: string, sql: id}, downloads: {type: integer, sql: \"safetensors.total\"}";
    let rows = [
        (r#"{"id": "a", "safetensors": {"total": 7000000000, "parameters": {"F16": 1}}}"#),
        (r#"{"id": "b", "safetensors": {"total": 9007199254740993}}"#),
    ];
    let lines = rows.join("\n");
    let array = format!("[{}]", rows.join(", "));
    for (file, content) in [("hub.ndjson", lines), ("hub.json", array)] {
        let project = Project::of(&spec(file, "", columns)).file(file, content);
        assert_eq!(
            project.results().columns("by_model", &["downloads"]),
            "a: 7000000000\nb: 9007199254740993",
            "{file}"
        );
    }
    let total = Column::new("total".into(), [7_000_000_000_i64, 9_007_199_254_740_993]);
    let nested = DataFrame::new_infer_height(vec![total])
        .unwrap()
        .into_struct("safetensors".into());
    let bytes = parquet(vec![
        Column::new("id".into(), ["a", "b"]),
        nested.into_column(),
    ]);
    let project = Project::of(&spec("hub.parquet", "", columns)).file("hub.parquet", bytes);
    assert_eq!(
        project.results().columns("by_model", &["downloads"]),
        "a: 7000000000\nb: 9007199254740993"
    );
}
