//! Numbers of JSON and of text are exact in the type of their column, or an error that quotes the file.

use crate::fixture::Project;
use crate::typed_records::{INTEGER, both, refused, spec};

#[test]
fn a_number_under_type_string_is_the_text_as_it_is_written() {
    let written = [
        "170141183460469231731687303715884105728",
        "170141183460469231731687303715884105729",
        "18446744073709551615",
        "18446744073709551614",
        "9223372036854775808",
        "9007199254740993",
        "9007199254740992.0",
        "1.10",
        "1.1",
        "1e3",
        "1000",
        "-0",
        "0",
        "0.1000000000000000055511151231257827",
    ];
    let is_exactly = |texts: &[&str]| {
        let rows = texts
            .iter()
            .map(|it| format!("{{\"model\": {it}, \"downloads\": 1}}"));
        let rows: Vec<String> = rows.collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        for (file, content) in both(&rows) {
            let spec = spec(file, INTEGER).replace(
                "metrics: {",
                "breakdowns: {by_model: {by: model, measures: [downloads]}}\nmetrics: {distinct: {sql: \"count(DISTINCT model)\"}, ",
            );
            let spec = spec.replace("sections: [", "sections: [{table: by_model}, ");
            let results = Project::of(&spec).file(file, content).results();
            assert_eq!(results.metric("distinct"), texts.len().to_string());
            let found = results.columns("by_model", &["downloads"]);
            for text in texts {
                let is_it = |line: &str| line == format!("{text}: 1");
                assert!(found.lines().any(is_it), "{text} in {file}:\n{found}");
            }
        }
    };
    is_exactly(&written);
    // Also where all would fit into one type.
    is_exactly(&["18446744073709551615", "18446744073709551614"]);
    is_exactly(&["1.10", "1.1"]);
    is_exactly(&["1e3", "1000"]);
}

#[test]
fn a_number_is_exact_in_its_type_or_an_error_that_quotes_the_file() {
    let one = |number: &str, kind: &str, told: &str| {
        let row = format!("{{\"model\": \"a\", \"downloads\": {number}}}");
        let downloads = format!("{{type: {kind}}}");
        if let Some(value) = told.strip_prefix("= ") {
            for (file, content) in both(&[&row]) {
                let results = Project::of(&spec(file, &downloads))
                    .file(file, content)
                    .results();
                assert_eq!(results.metric("downloads"), value, "{number} as {kind}");
            }
        } else {
            refused(&[&row], &downloads, &[told]);
        }
    };
    let quoted = |number: &str| format!(", row 1: `{number}`");
    for (number, kind, value) in [
        ("9223372036854775807", "integer", "= 9223372036854775807"),
        ("1.20e1", "integer", "= 12"),
        (
            "18446744073709551615",
            "decimal(1)",
            "= 18446744073709551615.0",
        ),
        (
            "123456789012345678.9",
            "decimal(1)",
            "= 123456789012345678.9",
        ),
        ("1e-2", "decimal(2)", "= 0.01"),
        ("100000000000000000000", "number", "= 100000000000000000000"),
    ] {
        one(number, kind, value);
    }
    for (number, kind) in [
        ("18446744073709551615", "integer"),
        ("1e19", "integer"),
        ("0.1000000000000000055511151231257827", "decimal(2)"),
        ("170141183460469231731687303715884105728", "decimal(1)"),
        ("18446744073709551615", "number"),
        ("170141183460469231731687303715884105728", "number"),
        ("9007199254740993.5", "number"),
        ("1e-400", "number"),
        ("1e309", "number"),
    ] {
        one(number, kind, &quoted(number));
    }
}

#[test]
fn no_expression_computes_with_a_number_that_it_would_round() {
    let sql = "{type: number, sql: \"downloads * 2\"}";
    refused(
        &[
            r#"{"model": "a", "downloads": 1.5}"#,
            r#"{"model": "b", "downloads": 170141183460469231731687303715884105728}"#,
        ],
        sql,
        &[
            "holds `170141183460469231731687303715884105728` (row 2), and no type of expressions holds all of its numbers exactly",
        ],
    );
    // In the types that expressions read, numbers as they are written are the same as ever.
    for (rows, downloads, sum) in [
        (["1.5", "1e1"], sql, "23"),
        (
            ["7.0", "1e1"],
            "{type: integer, sql: \"downloads * 2\"}",
            "34",
        ),
        (
            ["90071992547409.93", "1e-2"],
            "{type: decimal(2), sql: \"downloads + 1\"}",
            "90071992547411.94",
        ),
    ] {
        let rows = rows.map(|it| format!("{{\"model\": \"a\", \"downloads\": {it}}}"));
        for (file, content) in both(&[&rows[0], &rows[1]]) {
            let results = Project::of(&spec(file, downloads))
                .file(file, content)
                .results();
            assert_eq!(results.metric("downloads"), sum, "{file}");
        }
    }
}

#[test]
fn files_that_write_one_column_in_different_types_are_read_together() {
    let spec = spec(
        "rows_*.ndjson",
        "{type: decimal(2), sql: \"downloads * 2\"}",
    )
    .replace(
        "downloads: {type",
        "as_text: {type: string, sql: downloads}, downloads: {type",
    );
    let spec = spec.replace(
        "metrics: {",
        "metrics: {texts: {sql: \"count(DISTINCT as_text)\"}, ",
    );
    let results = Project::of(&spec)
        .file("rows_1.ndjson", "{\"model\": \"a\", \"downloads\": 1}\n")
        .file(
            "rows_2.ndjson",
            "{\"model\": \"a\", \"downloads\": 1.50}\n{\"model\": \"b\", \"downloads\": 1.5}\n",
        )
        .results();
    assert_eq!(results.metric("texts"), "3");
    assert_eq!(results.metric("downloads"), "8.00");
}

#[test]
fn the_digits_before_the_point_are_kept_in_text_too() {
    for (number, told) in [
        ("9007199254740993.5", "`type: decimal(1)` does"),
        ("12345678901234567890.123", "`type: decimal(3)` does"),
        ("123456789012345678.9", "`type: decimal(1)` does"),
        (
            "9007199254740993.0",
            "a number does not keep all of their digits",
        ),
        ("1e-400", "not of type number"),
        ("1e309", "not of type number"),
    ] {
        let told_by = Project::of(&spec("rows.csv", "{type: number}"))
            .file("rows.csv", format!("model,downloads\na,{number}\n"))
            .problems();
        for part in [told, &format!(", row 1: `{number}`")] {
            assert!(told_by.contains(part), "{part}\n{told_by}");
        }
    }
    let beyond = Project::of(&spec("rows.csv", INTEGER))
        .file("rows.csv", "model,downloads\na,9223372036854775808\n")
        .problems();
    assert!(
        beyond.contains("they have more than the 64 bits of an integer (9.2e18): `type: string` for ids, `type: decimal(1)` to compute with them"),
        "{beyond}"
    );
}
