//! Every format gives the same rows; globs, compression, delimiters, columns from file names.

use crate::fixture::Project;
use flate2::Compression;
use flate2::write::GzEncoder;
use polars::prelude::{Column, DataFrame, ParquetWriter};
use std::io::Write;

const CSV: &str = "model,downloads,note\na/x,3,\"one, two\"\nb/y,4,\nc/ÿ,5,\"said \"\"so\"\"\"\n";

/// A spec over one source that lists its rows.
fn spec(path: &str, extra: &str, columns: &str) -> String {
    format!(
        r#"
version: 1
title: Rows
sources:
  models:
    path: "{path}"
{extra}    columns:
{columns}measures: {{downloads: {{sql: "sum(downloads)"}}}}
breakdowns:
  by_model: {{by: model, measures: [downloads], sort: key}}
sections: [{{table: by_model}}]
"#
    )
}

const COLUMNS: &str = "      model: {type: string}\n      downloads: {type: integer}\n      note: {type: string, nullable: true}\n";

const ROWS: &str = "a/x: 3\nb/y: 4\nc/ÿ: 5";

fn listed(file: &str, content: impl AsRef<[u8]>) -> String {
    let project = Project::of(&spec(file, "", COLUMNS)).file(file, content);
    project.results().columns("by_model", &["downloads"])
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("compressed");
    encoder.finish().expect("compressed")
}

fn parquet() -> Vec<u8> {
    let mut frame = DataFrame::new(
        3,
        vec![
            Column::new("model".into(), ["a/x", "b/y", "c/ÿ"]),
            Column::new("downloads".into(), [3_i32, 4, 5]),
            Column::new("note".into(), [Some("one, two"), None, Some("said \"so\"")]),
        ],
    )
    .expect("a frame");
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .finish(&mut frame)
        .expect("written");
    bytes
}

#[test]
fn csv_with_quotes_commas_and_empty_cells_is_read() {
    assert_eq!(listed("rows.csv", CSV), ROWS);
}

#[test]
fn csv_of_windows_is_read() {
    let windows = format!("\u{feff}{}", CSV.replace('\n', "\r\n"));
    assert_eq!(listed("rows.csv", windows), ROWS);
}

#[test]
fn csv_without_a_last_line_end_is_read() {
    assert_eq!(listed("rows.csv", CSV.trim_end()), ROWS);
}

#[test]
fn tsv_is_read() {
    assert_eq!(
        listed(
            "rows.tsv",
            "model\tdownloads\tnote\na/x\t3\tone, two\nb/y\t4\t\nc/ÿ\t5\tx\n"
        ),
        ROWS
    );
}

#[test]
fn json_is_read() {
    let text = r#"[{"model": "a/x", "downloads": 3, "note": "one, two"},
        {"model": "b/y", "downloads": 4, "note": null}, {"note": "x", "model": "c/ÿ", "downloads": 5}]"#;
    assert_eq!(listed("rows.json", text), ROWS);
}

#[test]
fn ndjson_is_read_under_both_endings() {
    let text = "{\"model\": \"a/x\", \"downloads\": 3, \"note\": \"one\"}\n{\"model\": \"b/y\", \"downloads\": 4, \"note\": null}\n{\"model\": \"c/ÿ\", \"downloads\": 5, \"note\": \"x\"}\n";
    assert_eq!(listed("rows.ndjson", text), ROWS);
    assert_eq!(listed("rows.jsonl", text), ROWS);
}

#[test]
fn parquet_is_read() {
    assert_eq!(listed("rows.parquet", parquet()), ROWS);
}

#[test]
fn compressed_text_formats_are_read() {
    assert_eq!(listed("rows.csv.gz", gzip(CSV)), ROWS);
    let lines = "{\"model\": \"a/x\", \"downloads\": 3, \"note\": \"\"}\n{\"model\": \"b/y\", \"downloads\": 4, \"note\": \"\"}\n{\"model\": \"c/ÿ\", \"downloads\": 5, \"note\": \"\"}\n";
    assert_eq!(listed("rows.jsonl.gz", gzip(lines)), ROWS);
}

#[test]
fn a_delimiter_and_a_format_can_be_given() {
    let text = CSV.replace("\"one, two\"", "one").replace(',', ";");
    let extra = "    delimiter: \";\"\n    format: csv\n";
    let project = Project::of(&spec("rows.txt", extra, COLUMNS)).file("rows.txt", text);
    assert_eq!(project.results().columns("by_model", &["downloads"]), ROWS);
}

#[test]
fn a_glob_is_one_source_in_the_order_of_the_names() {
    let project = Project::of(&spec("rows/hub_*.csv", "", COLUMNS))
        .file("rows/hub_2.csv", "model,downloads,note\nc/ÿ,5,\nb/y,1,\n")
        .file("rows/hub_1.csv", "note,downloads,model\n,3,a/x\n,3,b/y\n")
        .file("rows/other.csv", "model\nz\n");
    let results = project.results();
    assert_eq!(results.columns("by_model", &["downloads"]), ROWS);
    let source = &results.executed.results.sources[0];
    let files: Vec<(String, usize)> = source
        .files
        .iter()
        .map(|file| {
            (
                file.path
                    .file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                file.rows,
            )
        })
        .collect();
    assert_eq!(
        files,
        [("hub_1.csv".to_owned(), 2), ("hub_2.csv".to_owned(), 2)]
    );
}

#[test]
fn the_name_of_a_file_gives_columns() {
    let columns =
        "      model: {type: string}\n      downloads: {type: integer}\n      day: {type: date}\n";
    let text = spec("hub_*.csv", "    from_file: \"hub_{day}.csv\"\n", columns)
        .replace(
            "  by_model:",
            "  by_day: {by: day, measures: [downloads]}\n  by_model:",
        )
        .replace(
            "[{table: by_model}]",
            "[{table: by_model}, {table: by_day}]",
        );
    let project = Project::of(&text)
        .file("hub_2025-11-01.csv", "model,downloads\na,1\nb,2\n")
        .file("hub_2025-10-01.csv", "model,downloads\na,10\n");
    assert_eq!(
        project.results().columns("by_day", &["downloads"]),
        "2025-10-01: 10\n2025-11-01: 3"
    );
}

#[test]
fn a_column_may_have_another_name_or_be_computed() {
    let columns = "      model: {type: string, sql: modelId}\n      downloads: {type: integer, sql: \"downloads + 1\"}\n      account: {type: string, sql: \"split_part(modelId, '/', 1)\"}\n";
    let text = spec("rows.csv", "", columns)
        .replace(
            "  by_model:",
            "  by_account: {by: account, measures: [downloads]}\n  by_model:",
        )
        .replace(
            "[{table: by_model}]",
            "[{table: by_model}, {table: by_account}]",
        );
    let project = Project::of(&text).file("rows.csv", "modelId,downloads\na/x,1\na/y,2\n");
    let problems = project.problems();
    assert!(
        problems.contains("error[HF0305]"),
        "CSV cells are texts until the contract types them: {problems}"
    );
    let text = text.replace("\"downloads + 1\"", "\"CAST(downloads AS integer) + 1\"");
    let project = Project::of(&text).file("rows.csv", "modelId,downloads\na/x,1\na/y,2\n");
    assert_eq!(
        project.results().columns("by_account", &["downloads"]),
        "a: 5"
    );
}

#[test]
fn a_float_that_is_whole_is_an_integer() {
    let mut frame = DataFrame::new(
        3,
        vec![
            Column::new("model".into(), ["a", "b", "c"]),
            Column::new("downloads".into(), [3.0_f64, 4.0, 9_007_199_254_740_992.0]),
        ],
    )
    .expect("a frame");
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .finish(&mut frame)
        .expect("written");
    let columns = "      model: {type: string}\n      downloads: {type: integer}\n";
    let project = Project::of(&spec("rows.parquet", "", columns)).file("rows.parquet", bytes);
    assert_eq!(
        project.results().columns("by_model", &["downloads"]),
        "a: 3\nb: 4\nc: 9007199254740992"
    );
}

#[test]
fn a_json_column_may_change_its_form_after_many_lines() {
    let mut text = String::new();
    for n in 0..1500 {
        text.push_str(&format!("{{\"model\": \"m{n}\", \"downloads\": {n}}}\n"));
    }
    text.push_str(
        "{\"model\": \"last\", \"downloads\": 12.0}\n{\"model\": \"late\", \"downloads\": null}\n",
    );
    let columns = "      model: {type: string}\n      downloads: {type: integer, nullable: true}\n";
    let text = Project::of(&spec("rows.ndjson", "", columns)).file("rows.ndjson", text);
    let results = text.results();
    let table = results.columns("by_model", &["downloads"]);
    assert!(table.contains("last: 12"), "{}", &table[..200]);
    assert!(table.contains("m1499: 1499"));
    // One row has no number.
    let warnings = results.warnings();
    assert!(
        warnings.iter().all(|it| it.starts_with("HF0518 ")),
        "{warnings:?}"
    );
}

#[test]
fn sources_that_are_not_used_are_reported_and_not_read() {
    let text = spec("rows.csv", "", COLUMNS).replace(
        "measures: {downloads",
        "  others: {path: missing.csv, columns: {model: {type: string}}}\nmeasures: {downloads",
    );
    let text = text.replace("{by: model", "{from: models, by: model");
    let project = Project::of(&text)
        .file("rows.csv", CSV)
        .file("missing.csv", "model\nx\n");
    let results = project.results();
    assert_eq!(
        results.warnings(),
        ["HF0308 source `others` is used by nothing"]
    );
    assert_eq!(results.executed.plan.scans.len(), 1);
}

#[test]
fn a_character_that_no_text_has_is_an_error_at_its_line() {
    for extra in ["", "    encoding: latin1\n"] {
        let told = Project::of(&spec("rows.csv", extra, COLUMNS))
            .file("rows.csv", "model,downloads,note\na,3,x\nb,4,x\0y\n")
            .problems();
        assert!(
            told.contains("HF0402")
                && told.contains("rows.csv`, line 3: the byte 0x00, which no text has"),
            "{told}"
        );
    }
}

#[test]
fn a_path_without_an_ending_says_what_is_there() {
    let told = |path: &str| {
        let project = Project::of(&spec(path, "", COLUMNS)).file("folder/rows.csv", CSV);
        #[cfg(unix)]
        {
            let link = |from: &str, to: &str| {
                std::os::unix::fs::symlink(from, project.folder().join(to)).expect("a link");
            };
            link("one", "two");
            link("two", "one");
        }
        project.problems()
    };
    for folder in [".", "folder", "folder/"] {
        let told = told(folder);
        assert!(
            told.contains(&format!(
                "`{folder}` is a folder, and a source is read from files"
            )),
            "{told}"
        );
    }
    if cfg!(unix) {
        let told = told("one");
        assert!(
            told.contains("its symbolic links lead in a circle"),
            "{told}"
        );
    }
    assert!(told("rows.txt").contains("the ending of `rows.txt` does not say the format"));
}
