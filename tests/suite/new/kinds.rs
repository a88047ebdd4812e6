//! `hfreport new` on ten kinds of ordinary files: the spec runs, and its sums are right.

use super::{begun, drafted, has_lines, of_rows, page};
use crate::fixture::Project;
use polars::prelude::*;

/// The sum of the drafted measure, from the table of the drafted breakdown.
#[track_caller]
fn total(project: &Project, measure: &str) -> i64 {
    let report: serde_json::Value =
        serde_json::from_str(&project.read("bundle/report.json")).unwrap();
    let breakdowns = report["breakdowns"].as_object().unwrap();
    let breakdown = breakdowns.values().next().unwrap();
    let columns = breakdown["columns"].as_array().unwrap();
    let at = columns
        .iter()
        .filter(|column| column["measure"].is_string())
        .position(|column| column["name"] == measure)
        .unwrap_or_else(|| panic!("no {measure} in {columns:?}"));
    let rows = breakdown["rows"].as_array().unwrap();
    let value = |row: &serde_json::Value| row["values"][at].as_i64();
    rows.iter()
        .map(|row| value(row).unwrap_or_else(|| panic!("no {measure} in {row}")))
        .sum()
}

/// A file saved by a French spreadsheet: 1,234 + 12,345 + 7 sold.
const FRENCH: &str = "article;vendus;prix;créé le\r\n\
    café;1 234;12,81;01/02/2025\r\n\
    thé;12 345;3,5;28/02/2025\r\n\
    sucre;7;1 200,00;15/03/2025\r\n";

const FRENCH_LINES: [&str; 6] = [
    "delimiter: \";\"",
    "decimal: \",\"",
    "thousands: \" \"",
    "vendus: {type: integer, min: 0}",
    "prix: {type: decimal(2), min: 0}",
    "cree_le: {type: date, sql: '\"créé le\"', date: \"%d/%m/%Y\", title: créé le}",
];

#[test]
fn a_file_of_a_french_spreadsheet_in_utf_8_with_a_mark() {
    let (project, text) = of_rows("ventes.csv", format!("\u{feff}{FRENCH}"));
    has_lines(&text, &FRENCH_LINES);
    assert!(!text.contains("encoding:"), "{text}");
    assert_eq!(total(&project, "vendus"), 13_586);
}

#[test]
fn a_file_of_a_french_spreadsheet_in_latin_1() {
    let bytes: Vec<u8> = FRENCH
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let (project, text) = of_rows("ventes.csv", bytes);
    has_lines(&text, &FRENCH_LINES);
    has_lines(&text, &["encoding: latin1"]);
    assert_eq!(total(&project, "vendus"), 13_586);
}

#[test]
fn a_file_in_windows_1252_with_no_break_blanks() {
    let mut bytes = b"article;vendus\nc\x9cur \x80;1\xa0000\n".to_vec();
    bytes.extend(b"th\xe9;2\xa0500\n");
    let (project, text) = of_rows("ventes.csv", bytes);
    has_lines(&text, &["encoding: windows-1252", "thousands: \" \""]);
    assert_eq!(total(&project, "vendus"), 3500);
}

#[test]
fn a_file_in_utf_16() {
    let text = "\u{feff}article\tvendus\r\ncafé\t3\r\nthé\t4\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (project, text) = of_rows("ventes.csv", bytes);
    has_lines(&text, &["encoding: utf-16", "delimiter: \"\\t\""]);
    assert_eq!(total(&project, "vendus"), 7);
}

#[test]
fn a_file_of_everything_in_quotes_with_blank_lines() {
    let rows = "\"model\",\"downloads\"\n\n\"a\",\"3\"\n\"b\",\"\"\n\"c\",\"4\"\n\n\n";
    let (project, text) = of_rows("rows.csv", rows);
    has_lines(
        &text,
        &["downloads: {type: integer, nullable: true, min: 0}  # empty in 1 of 3 rows"],
    );
    assert_eq!(total(&project, "downloads"), 7);
}

#[test]
fn a_file_with_an_index_that_has_no_name() {
    let (project, text) = of_rows("rows.csv", ",model,downloads\n0,a,3\n1,b,4\n");
    has_lines(&text, &["allow: [HF0420]"]);
    assert!(
        text.contains("the header has no name for column 1"),
        "{text}"
    );
    assert_eq!(total(&project, "downloads"), 7);
}

#[test]
fn thousands_with_commas_and_american_days() {
    let rows = "item,sold,day\na,\"1,234,567\",12/31/2024\nb,\"2,000\",01/01/2025\n";
    let (project, text) = of_rows("sales.csv", rows);
    has_lines(
        &text,
        &[
            "thousands: \",\"",
            "day: {type: date, date: \"%m/%d/%Y\", title: {fr: Date, en: Day}}",
        ],
    );
    assert_eq!(total(&project, "sold"), 1_236_567);
}

#[test]
fn integers_written_with_a_fraction_of_nothing() {
    let (project, text) = of_rows(
        "rows.csv",
        "model,parameters\na,7000000000.0\nb,\nc,110000000.0\n",
    );
    has_lines(
        &text,
        &["parameters: {type: integer, nullable: true, min: 0}  # empty in 1 of 3 rows"],
    );
    assert_eq!(total(&project, "parameters"), 7_110_000_000);
}

#[test]
fn json_with_nested_fields_late_keys_and_mixed_types() {
    let mut rows = String::new();
    for row in 0..1200 {
        rows.push_str(&format!("{{\"id\": \"m{row}\", \"downloads\": 1, \"gated\": false, \"safetensors\": {{\"total\": {row}}}}}\n"));
    }
    rows.push_str(
        "{\"id\": \"last\", \"downloads\": 1.0, \"gated\": \"manual\", \"late\": \"x\"}\n",
    );
    let (project, text) = of_rows("hub.jsonl", rows);
    assert!(text.contains("sql: '\"safetensors.total\"'"), "{text}");
    assert!(
        text.contains("late: {type: string, nullable: true}"),
        "{text}"
    );
    assert!(text.contains("gated: {type: string}"), "{text}");
    assert_eq!(total(&project, "downloads"), 1201);
}

#[test]
fn parquet_with_dictionaries_small_integers_and_moments() {
    let categories = Column::new("task".into(), ["chat", "chat", "vision"]);
    let categories = categories
        .cast(&DataType::from_categories(Categories::global()))
        .unwrap();
    let moments = Column::new("created".into(), [0_i64, 86_400_000, 86_400_000]);
    let moments = moments
        .cast(&DataType::Datetime(TimeUnit::Milliseconds, None))
        .unwrap();
    let mut frame = DataFrame::new(
        3,
        vec![
            Column::new("model".into(), ["a", "b", "c"]),
            Column::new("downloads".into(), [1_u8, 2, 250]),
            categories,
            moments,
        ],
    )
    .unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    let (project, text) = of_rows("rows.parquet", bytes);
    has_lines(
        &text,
        &[
            "downloads: {type: integer, min: 0}",
            "created: {type: date}",
        ],
    );
    assert_eq!(total(&project, "downloads"), 253);
}

#[test]
fn months_whose_columns_drift() {
    let project = Project::new()
        .file("hub/hub_2025-01-01.csv", "model,downloads\na,1\nb,2\n")
        .file(
            "hub/hub_2025-02-01.csv",
            "downloads,model,license\n10,a,mit\n20,b,\n",
        );
    let text = begun(&project, &["hub"]);
    has_lines(
        &text,
        &["from_file: \"hub_{snapshot}.csv\"", "allow: [HF0421]"],
    );
    assert_eq!(total(&project, "downloads"), 33);
}

#[test]
fn a_file_without_a_column_that_can_be_read_says_which_there_are_and_why() {
    let bytes = Column::new("blob".into(), [b"a".as_slice(), b"b"]);
    let mut frame = DataFrame::new(2, vec![bytes]).unwrap();
    let mut written = Vec::new();
    ParquetWriter::new(&mut written).finish(&mut frame).unwrap();
    let project = Project::new().file("rows.parquet", written);
    let outcome = project.hfreport(&["new", "rows.parquet"]).ends_with(1);
    assert!(
        outcome
            .stderr
            .contains("has no column that a report can read"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("`blob`: bytes, which are no text"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn where_nothing_adds_up_the_spec_says_why_rows_are_counted() {
    let (_, text) = of_rows(
        "rows.csv",
        "model,height,sold\na,1.5,3\nb,2.5,4\nc,1,5\nd,1,6\ne,1,7\nf,1,many\n",
    );
    has_lines(
        &text,
        &[
            "# Rows are counted, since no column is an amount that adds up by itself:",
            "# - `height` has fractions and may be a measurement: `--measure height` adds it up",
            "# - `sold` is not a number in 1 of 6 rows, such as `many` in row 6: mend these cells in the file, or write `sold: {type: integer, nullable: true, on_violation: clear}`, which empties them",
        ],
    );
}

#[test]
fn a_file_in_which_quotes_are_text() {
    let (project, text) = of_rows(
        "rows.tsv",
        "model\tdownloads\tnote\na\t3\ta 5\" disk\nb\t4\t\"\n",
    );
    has_lines(&text, &["quote: none"]);
    assert_eq!(total(&project, "downloads"), 7);
}

/// A Parquet file of some columns.
fn parquet(columns: Vec<Column>) -> Vec<u8> {
    let mut frame = DataFrame::new(columns[0].len(), columns).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

#[test]
fn parquet_with_decimals_moments_of_a_zone_and_floats_that_are_integers() {
    let cents = Int128Chunked::from_vec("price".into(), vec![1281_i128, 700, 5]);
    let cents = cents.into_decimal(18, 2).unwrap().into_series();
    // 23:30 in UTC on the last of January, and two hours later.
    let moments = Int64Chunked::from_vec(
        "at".into(),
        vec![1_738_366_200_000_i64, 1_738_373_400_000, 0],
    );
    let moments = moments.into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC));
    let bytes = parquet(vec![
        Column::new("model".into(), ["a", "b", "c"]),
        cents.into_column(),
        moments.into_series().into_column(),
        Column::new("parameters".into(), [7_000_000_000.0_f64, 1.0, 2.0]),
    ]);
    let (project, text) = of_rows("rows.parquet", bytes);
    has_lines(
        &text,
        &[
            "price: {type: decimal(2), min: 0}",
            "at: {type: date}",
            "parameters: {type: integer, min: 0}",
        ],
    );
    assert_eq!(total(&project, "parameters"), 7_000_000_003);
}

#[test]
fn a_header_over_two_lines_is_warned_of() {
    let project = Project::new().file("rows.csv", "sales,sales\nmodel,downloads\na,3\nb,4\n");
    let outcome = project.hfreport(&["new", "rows.csv", "--out", "begun.yaml"]);
    assert_eq!(outcome.code, 1, "{}{}", outcome.stdout, outcome.stderr);
    assert!(
        outcome
            .stderr
            .contains("has no column that a report can read"),
        "{}",
        outcome.stderr
    );
    for rows in ["a,3\nb,4\n", "a,3\nb,4\nc,5\nd,6\ne,7\n"] {
        let text = format!("model,downloads\nname,number\n{rows}");
        let project = Project::new().file("rows.csv", text);
        let text = begun(&project, &["rows.csv"]);
        assert!(
            text.contains("`downloads` is not a number in 1 of"),
            "{text}"
        );
        assert!(text.contains("such as `number`"), "{text}");
        assert_eq!(text.contains("allow: [HF0420]"), rows.len() > 10, "{text}");
    }
}

#[test]
fn amounts_that_are_read_as_versions_are_said_and_versions_are_remarked() {
    let rows = |name: &str| {
        let rows = "A,2.5\nB,2.50\nA,3.0\nB,4.5\n".repeat(4);
        format!("shop,{name}\n{rows}")
    };
    let (text, _, said) = drafted(&rows("amount"), "shop");
    let why = "`amount` has `2.5` and `2.50`, which are two versions and one number, and is read as texts: if they are amounts, write them alike in the file";
    assert!(text.contains(why), "{text}");
    assert!(
        said.contains(&format!("note: rows are counted: {why}")),
        "{said}"
    );
    let (text, _, said) = drafted(&rows("release"), "shop");
    assert!(text.contains("`release` has `2.5` and `2.50`"), "{text}");
    assert!(!said.contains("note:"), "{said}");
}

#[test]
fn a_row_that_is_called_a_total_is_left_out_in_every_format() {
    let json =
        r#"[{"region":"N","views":10},{"region":"S","views":4},{"region":"Total","views":14}]"#;
    let ndjson = "{\"region\":\"N\",\"views\":10}\n{\"region\":\"S\",\"views\":4}\n{\"region\":\"Total\",\"views\":14}\n";
    // A list, a truth value and an object beside them.
    let nested = r#"[{"region":"N","views":10,"tags":["a"],"open":true,"at":{"x":1}},{"region":"S","views":4,"tags":[],"open":false,"at":{"x":2}},{"region":"Total","views":14,"tags":null,"open":null,"at":null}]"#;
    let files = [
        ("views.json", json),
        ("views.ndjson", ndjson),
        ("nested.json", nested),
    ];
    for (name, rows) in files {
        let (project, text) = of_rows(name, rows);
        assert!(text.contains("where: \""), "{text}");
        assert!(!text.contains("HF0412"), "{text}");
        let english = page(&project, "report.en.md");
        let told = "**N** leads with 71.4% of all views (10 of 14).";
        assert!(english.contains(told), "{english}");
    }
}
