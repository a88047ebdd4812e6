//! Under `type: string` a number of JSON that is written in several ways is several texts, and a value that files have in several types may be:
//! that is a warning with both.

use crate::fixture::Project;
use polars::prelude::{
    Column, DataFrame, DataType, Int128Chunked, IntoColumn, IntoSeries, NewChunkedArray,
    ParquetWriter,
};

/// The warnings of a run over some files with a column `release`.
fn warnings(kind: &str, files: &[(&str, &str)]) -> Vec<String> {
    let ending = files[0].0.rsplit('.').next().unwrap_or_default();
    let spec = format!(
        r#"
version: 1
title: Releases
sources:
  models:
    path: "rows*.{ending}"
    columns: {{release: {{type: {kind}, nullable: true}}, downloads: {{type: integer}}}}
measures: {{downloads: {{sql: "sum(downloads)"}}}}
breakdowns: {{by_release: {{by: release, measures: [downloads]}}}}
sections: [{{table: by_release}}]
"#
    );
    let mut project = Project::of(&spec);
    for (name, rows) in files {
        project = project.file(name, *rows);
    }
    let arguments = ["run", "spec.yaml", "--message-format", "short"];
    let outcome = project.hfreport(&arguments).fine();
    let lines = outcome.stderr.lines();
    let found = lines.filter(|line| line.contains("warning["));
    found.map(str::to_owned).collect()
}

fn row(release: &str) -> String {
    format!("{{\"release\": {release}, \"downloads\": 1}}\n")
}

fn rows(releases: &[&str]) -> String {
    releases.iter().map(|release| row(release)).collect()
}

#[test]
fn a_number_that_is_written_in_two_ways_is_told_with_both_places() {
    let array = format!("[\n{},\n{}]", row("7"), row("7.0"));
    for (name, content, told) in [
        (
            "rows.ndjson",
            rows(&["7", "1.5", "7.0", "7"]),
            "one number is several texts: `7` (`rows.ndjson`, line 1, row 1) and `7.0` (`rows.ndjson`, line 3, row 3)",
        ),
        (
            "rows.ndjson",
            rows(&["1e2", "100", "-0", "0", "1.50", "1.5", "2.0", "2"]),
            "`-0` (`rows.ndjson`, line 3, row 3) and `0` (`rows.ndjson`, line 4, row 4); `1.5` (`rows.ndjson`, line 6, row 6) and `1.50` (`rows.ndjson`, line 5, row 5); `100` (`rows.ndjson`, line 2, row 2) and `1e2` (`rows.ndjson`, line 1, row 1); and 1 more",
        ),
        (
            "rows.json",
            array,
            "`7` (`rows.json`, line 2, row 1) and `7.0` (`rows.json`, line 4, row 2)",
        ),
    ] {
        let found = warnings("string", &[(name, &content)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("warning[HF0409]"), "{found:?}");
        assert!(found[0].contains(told), "{found:?}");
    }
}

#[test]
fn files_that_write_numbers_in_different_ways_are_told() {
    let (one, other) = (rows(&["7", "8"]), rows(&["8.0", "null"]));
    let found = warnings(
        "string",
        &[("rows1.ndjson", &one), ("rows2.ndjson", &other)],
    );
    let told = "`8` (`rows1.ndjson`, line 2, row 2) and `8.0` (`rows2.ndjson`, line 1, row 1)";
    assert!(found.iter().any(|it| it.contains(told)), "{found:?}");
}

#[test]
fn numbers_texts_and_one_way_of_writing_are_fine() {
    for (kind, releases) in [
        ("number", &["7", "7.0"][..]),
        ("integer", &["7", "7.0"]),
        ("string", &["\"7\"", "\"7.0\""]),
        ("string", &["1.10", "1.2", "7.0", "7.0"]),
        (
            "string",
            &["1", "10", "123456789012345678901234567890123456789"],
        ),
    ] {
        let found = warnings(kind, &[("rows.ndjson", &rows(releases))]);
        assert_eq!(found, Vec::<String>::new(), "{kind} {releases:?}");
    }
}

/// A Parquet file of the column `release`, one download each.
fn parquet(releases: Column) -> Vec<u8> {
    let downloads = Column::new("downloads".into(), vec![1_i64; releases.len()]);
    let mut frame = DataFrame::new(releases.len(), vec![releases, downloads]).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

/// The groups and the warnings of a run over two Parquet files with a column `release` of type string.
fn of_two(one: Column, other: Column) -> (String, Vec<String>) {
    let spec = r#"
version: 1
title: Releases
sources:
  models:
    path: "rows*.parquet"
    columns: {release: {type: string, nullable: true}, downloads: {type: integer}}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns: {by_release: {by: release, measures: [downloads], sort: key}}
sections: [{table: by_release}]
"#;
    let results = Project::of(spec)
        .file("rows1.parquet", parquet(one))
        .file("rows2.parquet", parquet(other))
        .results();
    (
        results.columns("by_release", &["downloads"]),
        results.warnings(),
    )
}

fn decimals(units: &[i128], scale: usize) -> Column {
    let units = Int128Chunked::from_slice("release".into(), units);
    units
        .into_decimal_unchecked(20, scale)
        .into_series()
        .into_column()
}

#[test]
fn a_number_of_parquet_is_one_text_whatever_type_each_file_has() {
    let name = || "release".into();
    let integers = || Column::new(name(), [1_i64, 2]);
    for (one, other, groups) in [
        (
            integers(),
            Column::new(name(), [1.0, 2.5]),
            "1: 2\n2: 1\n2.5: 1",
        ),
        (
            integers(),
            Column::new(name(), [1_i32, 3]),
            "1: 2\n2: 1\n3: 1",
        ),
        (integers(), decimals(&[100, 250], 2), "1: 2\n2: 1\n2.5: 1"),
        (
            decimals(&[10, 25], 1),
            decimals(&[100, 250], 2),
            "1: 2\n2.5: 2",
        ),
        (
            decimals(&[10, 25], 1),
            Column::new(name(), [1.0, 2.5]),
            "1: 2\n2.5: 2",
        ),
        (
            Column::new(name(), [0.1_f32, 2.5]),
            Column::new(name(), [0.1, 2.5]),
            "0.1: 2\n2.5: 2",
        ),
        (
            integers(),
            Column::new(name(), ["1", "b"]),
            "1: 2\n2: 1\nb: 1",
        ),
        (
            Column::new(name(), [1.0, 1e22]),
            Column::new(name(), ["1", "b"]),
            "1: 2\n10000000000000000000000: 1\nb: 1",
        ),
    ] {
        assert_eq!(of_two(one, other), (groups.to_owned(), Vec::new()));
    }
    // In the files of one type a float stays one.
    let floats = || Column::new(name(), [1.0, 2.5]);
    assert_eq!(
        of_two(floats(), floats()),
        ("1.0: 2\n2.5: 2".to_owned(), Vec::new())
    );
}

#[test]
fn a_text_of_one_file_that_is_a_value_of_another_one_is_told_with_files_and_types() {
    let name = || "release".into();
    let day = |number: i32| {
        let days = Column::new(name(), [number]);
        days.cast(&DataType::Date).unwrap()
    };
    for (one, other, told, types) in [
        (
            Column::new(name(), [1_i64, 2]),
            Column::new(name(), ["01", "1.0"]),
            "`01` (`rows2.parquet`, row 1) and `1` (`rows1.parquet`, row 1) and `1.0` (`rows2.parquet`, row 2)",
            "of type integer in `rows1.parquet` and of type string in `rows2.parquet`",
        ),
        (
            Column::new(name(), [true, false]),
            Column::new(name(), ["FALSE", "yes"]),
            "`FALSE` (`rows2.parquet`, row 1) and `false` (`rows1.parquet`, row 2)",
            "of type boolean in `rows1.parquet` and of type string in `rows2.parquet`",
        ),
        (
            Column::new(name(), [1_i64, 2]),
            Column::new(name(), [true, false]),
            "`1` (`rows1.parquet`, row 1) and `true` (`rows2.parquet`, row 1)",
            "of type integer in `rows1.parquet` and of type boolean in `rows2.parquet`",
        ),
        (
            day(20_362),
            Column::new(name(), ["01/10/2025", "x"]),
            "`01/10/2025` (`rows2.parquet`, row 1) and `2025-10-01` (`rows1.parquet`, row 1)",
            "of type date in `rows1.parquet` and of type string in `rows2.parquet`",
        ),
    ] {
        let (_, warnings) = of_two(one, other);
        let found = warnings
            .iter()
            .find(|it| it.contains("HF0409") && it.contains("one value"));
        let found = found.unwrap_or_else(|| panic!("{warnings:?}"));
        assert!(found.contains(told), "{found}");
        assert!(found.contains(types), "{found}");
    }
    // What is no value of the other type is a text like others.
    let (_, warnings) = of_two(day(20_362), Column::new(name(), ["x", "2025-10-01"]));
    assert_eq!(warnings, Vec::<String>::new());
}
