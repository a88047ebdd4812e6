//! Files of rows that are cut off, corrupt, bombs, or of another form than they claim.

use super::{SPEC, over, refused_rows, told, zipped};
use crate::fixture::Project;

/// A small Parquet file, made by the engine.
fn parquet() -> Vec<u8> {
    use polars::prelude::*;
    let names: Vec<String> = (0..5000).map(|it| format!("model {it}")).collect();
    let downloads: Vec<i64> = (0..5000).collect();
    let mut frame = df!("model" => names, "downloads" => downloads).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

#[test]
fn parquet_that_is_cut_off_or_corrupt_is_reported() {
    let whole = parquet();
    over("rows.parquet", &whole).fine();
    for length in [
        0,
        3,
        4,
        8,
        100,
        whole.len() / 2,
        whole.len() - 9,
        whole.len() - 1,
    ] {
        let outcome = over("rows.parquet", &whole[..length]).ends_with(1);
        assert!(
            outcome.stderr.contains("HF040"),
            "{length}: {}",
            outcome.stderr
        );
    }
    for start in [100, 1000, whole.len() / 2, whole.len() - 600] {
        told(
            over("rows.parquet", &whole[start..]),
            "HF0402",
            "rows.parquet",
        );
    }
    let mut state = 1_u64;
    for round in 0..60 {
        let mut broken = whole.clone();
        for _ in 0..20 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = (state >> 33) as usize % broken.len();
            broken[at] ^= (state >> 20) as u8 | 1;
        }
        let outcome = over("rows.parquet", &broken);
        assert!(outcome.code < 2, "round {round}: {}", outcome.stderr);
        assert!(
            !outcome.stderr.contains("panicked"),
            "round {round}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn gzip_that_is_cut_off_or_corrupt_is_reported() {
    let whole = zipped(&b"model,downloads\na,1\n".repeat(100));
    let cut = &whole[..whole.len() / 2];
    refused_rows(
        "rows.csv.gz",
        cut,
        "HF0402",
        "is cut off: it ends in the middle",
    );
    let mut broken = whole.clone();
    let middle = broken.len() / 2;
    broken[middle] ^= 0xff;
    refused_rows("rows.csv.gz", &broken, "HF0402", "not valid gzip");
}

#[test]
fn what_begins_as_no_json_is_reported() {
    refused_rows(
        "rows.json",
        b"x\x01 rows",
        "HF0402",
        "line 1, column 1 (row 1): found `x",
    );
    refused_rows(
        "rows.ndjson",
        b"model,downloads\na,1\n",
        "HF0402",
        "line 1, column 1 (row 1): found `model`, a row is an object",
    );
}

#[test]
fn a_table_is_not_taken_for_compressed_and_a_compressed_one_not_for_a_table() {
    let spec = SPEC
        .replace("model: {type: string}", "\"x^2\": {type: string}")
        .replace("by: model", "by: x^2")
        .replace("keep: {model:", "keep: {x^2:")
        .replace("x: model", "x: x^2");
    let project = Project::of(&spec).file("rows.csv", "x^2,downloads\na,1\n");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    refused_rows(
        "rows.csv",
        &zipped(b"model,downloads\na,1\n"),
        "HF0402",
        "name it `rows.csv.gz`",
    );
}

#[test]
fn a_zip_bomb_is_refused() {
    let mut rows = b"model,downloads\n".to_vec();
    rows.extend(b"a,1\n".repeat(30_000_000));
    refused_rows(
        "rows.csv.gz",
        &zipped(&rows),
        "HF0402",
        "expands to more than",
    );
}

#[test]
fn json_that_is_nested_deeply_cut_off_or_no_json_is_reported() {
    let deep = format!(
        "[{{\"model\": {}{}, \"downloads\": 1}}]",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    refused_rows(
        "rows.json",
        deep.as_bytes(),
        "HF0402",
        "nested more than 64 deep",
    );
    refused_rows(
        "rows.ndjson",
        &deep.as_bytes()[1..],
        "HF0402",
        "nested more than 64 deep",
    );
    refused_rows(
        "rows.json",
        b"[{\"model\": \"a\", \"downloads\": 1},",
        "HF0402",
        "line 1, column 33 (row 2): found the end, a row is an object",
    );
    refused_rows(
        "rows.ndjson",
        b"{\"model\": \"a\", \"downloads\": NaN}\n",
        "HF0402",
        "line 1, column 29 (row 1): found `NaN`, expected a value",
    );
}

#[test]
fn ragged_rows_and_open_quotes_are_reported() {
    refused_rows(
        "rows.csv",
        b"model,downloads\na,1\nb,2,3\n",
        "HF0402",
        "line 3 (row 2): 3 fields, the header has 2",
    );
    refused_rows(
        "rows.csv",
        b"model,downloads\n\"a,1\nb,2\n",
        "HF0402",
        "line 2 (row 1): a quote is not closed",
    );
    refused_rows(
        "rows.csv",
        b"model,downloads\na\n",
        "HF0402",
        "line 2 (row 1): 1 field, the header has 2",
    );
}

#[test]
fn other_encodings_are_reported() {
    refused_rows(
        "rows.csv",
        b"model,downloads\na\xff\xfe,1\n",
        "HF0402",
        "line 2: the byte 0xFF is not UTF-8",
    );
    let wide: Vec<u8> = "\u{feff}model,downloads\na,1\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    refused_rows("rows.csv", &wide, "HF0402", "is UTF-16");
}

#[test]
fn nul_bytes_are_no_text() {
    for (rows, line) in [
        (&b"model,downloads\na\0b,1\n"[..], 2),
        (b"model,downloads\na,1\0\n", 2),
        (&[0; 64], 1),
    ] {
        let told = format!("`rows.csv`, line {line}: the byte 0x00, which no text has");
        refused_rows("rows.csv", rows, "HF0402", &told);
    }
}

#[test]
fn a_cell_of_a_hundred_megabytes_is_a_violation() {
    let mut rows = b"model,downloads\n".to_vec();
    rows.extend(vec![b'x'; 100_000_000]);
    rows.extend(b",1\nb,2\n");
    refused_rows(
        "rows.csv",
        &rows,
        "HF0404",
        "1 text that is longer than 32767 characters",
    );
}

#[test]
fn infinities_and_what_is_no_number_are_violations() {
    refused_rows(
        "rows.csv",
        b"model,downloads\na,NaN\nb,inf\nc,-inf\n",
        "HF0404",
        "3 cells that are not of type integer",
    );
    refused_rows(
        "rows.csv",
        b"model,downloads\na,1e400\n",
        "HF0404",
        "not of type integer",
    );
}

#[test]
fn integers_past_64_bits_are_violations() {
    refused_rows(
        "rows.csv",
        b"model,downloads\na,9223372036854775808\n",
        "HF0404",
        "not of type integer",
    );
    refused_rows(
        "rows.json",
        b"[{\"model\": \"a\", \"downloads\": 18446744073709551616}]",
        "HF0404",
        "not of type integer",
    );
}

#[test]
fn sums_past_64_bits_are_exact() {
    let spec = SPEC.replace("sections:", "checks: {exact: {from: by_model, sql: \"sum(downloads) = 18446744073709551614\"}}\nsections:");
    Project::of(&spec)
        .file(
            "rows.csv",
            "model,downloads\na,9223372036854775807\nb,9223372036854775807\n",
        )
        .hfreport(&["run", "spec.yaml", "--quiet"])
        .fine();
}

#[test]
fn days_that_do_not_exist_or_are_outside_of_the_calendar_are_violations() {
    let spec = SPEC.replace(
        "downloads: {type: integer}",
        "downloads: {type: integer}, day: {type: date}",
    );
    for day in ["2025-02-30", "999999-01-01", "-300000-01-01", "2025-13-01"] {
        let project =
            Project::of(&spec).file("rows.csv", format!("model,downloads,day\na,1,{day}\n"));
        told(
            project.hfreport(&["run", "spec.yaml", "--quiet"]),
            "HF0404",
            "not of type date",
        );
    }
}

#[test]
fn tables_without_rows_with_one_row_and_without_values_are_fine_or_reported() {
    refused_rows("rows.csv", b"", "HF0401", "no bytes");
    refused_rows("rows.csv", b"model,downloads\n", "HF0401", "no rows");
    refused_rows(
        "rows.csv",
        b"model,downloads\n,\n,\n",
        "HF0404",
        "empty cells",
    );
    over("rows.csv", b"model,downloads\na,1\n").fine();
    let spec = SPEC
        .replace("{type: string}", "{type: string, nullable: true}")
        .replace("{type: integer}", "{type: integer, nullable: true}");
    let project = Project::of(&spec).file("rows.csv", "model,downloads\n,\n,\n");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
}

#[test]
fn a_million_groups_are_folded_and_not_drawn() {
    let mut rows = String::from("model,downloads\n");
    for row in 0..1_000_000 {
        rows.push_str(&format!("m{row},{row}\n"));
    }
    over("rows.csv", rows.as_bytes()).fine();
    let spec = SPEC.replace(", keep: {model: {top: 3}}", "");
    let project = Project::of(&spec).file("rows.csv", &rows);
    let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]);
    told(
        outcome,
        "HF0313",
        "would have 1000000 marks, at most 10000 are drawn",
    );
}

#[test]
fn a_table_of_twenty_thousand_columns_is_reported_in_a_few_words() {
    let names: Vec<String> = (0..20_000).map(|it| format!("c{it}")).collect();
    refused_rows(
        "rows.csv",
        names.join(",").as_bytes(),
        "HF0403",
        "and 19976 more",
    );
}
