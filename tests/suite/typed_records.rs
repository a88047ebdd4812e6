//! JSON and NDJSON are read alike: every key and type of every row is seen, integers are exact, and
//! a message names line, column and row.

use crate::fixture::Project;

/// A spec that adds up the downloads of a file.
pub(super) fn spec(path: &str, downloads: &str) -> String {
    format!(
        r#"
version: 1
title: Rows
sources: {{models: {{path: "{path}", columns: {{model: {{type: string}}, downloads: {downloads}}}}}}}
measures: {{downloads: {{sql: "sum(downloads)"}}, rows: {{sql: "count(*)"}}}}
metrics: {{downloads: {{measure: downloads}}, rows: {{measure: rows}}}}
sections: [{{text: "{{{{ metrics.downloads|integer }}}} {{{{ metrics.rows|integer }}}}"}}]
"#
    )
}

pub(super) const INTEGER: &str = "{type: integer, nullable: true}";

/// The same rows in both formats.
pub(super) fn both(rows: &[&str]) -> [(&'static str, String); 2] {
    [
        ("rows.ndjson", rows.join("\n") + "\n"),
        ("rows.json", format!("[{}]", rows.join(",\n"))),
    ]
}

#[track_caller]
fn totals_are(rows: &[&str], count: usize, downloads: &str) {
    for (file, content) in both(rows) {
        let results = Project::of(&spec(file, INTEGER))
            .file(file, content)
            .results();
        assert_eq!(results.metric("rows"), count.to_string(), "{file}");
        assert_eq!(results.metric("downloads"), downloads, "{file}");
    }
}

#[track_caller]
pub(super) fn refused(rows: &[&str], downloads: &str, words: &[&str]) {
    for (file, content) in both(rows) {
        let told = Project::of(&spec(file, downloads))
            .file(file, content)
            .problems();
        for part in words {
            assert!(told.contains(part), "{file}: `{part}` is not in:\n{told}");
        }
    }
}

#[test]
fn a_key_that_first_appears_late_is_seen() {
    let mut rows = vec![r#"{"model": "a"}"#; 1500];
    rows.push(r#"{"model": "b", "downloads": 7}"#);
    totals_are(&rows, 1501, "7");
}

#[test]
fn integers_are_exact_beside_numbers_that_are_whole() {
    totals_are(
        &[
            r#"{"model": "a", "downloads": 9007199254740993}"#,
            r#"{"model": "b", "downloads": 1.0}"#,
            r#"{"model": "c", "downloads": 1e3}"#,
        ],
        3,
        "9007199254741994",
    );
}

#[test]
fn a_truth_value_is_no_integer() {
    let truths = [
        r#"{"model": "a", "downloads": true}"#,
        r#"{"model": "b", "downloads": false}"#,
    ];
    refused(&truths, INTEGER, &["2 cells that are not of type integer"]);
    let mixed = [
        r#"{"model": "a", "downloads": 1}"#,
        r#"{"model": "b", "downloads": true}"#,
    ];
    refused(
        &mixed,
        INTEGER,
        &["column `downloads` holds integers (first in row 1) and truth values (first in row 2)"],
    );
}

#[test]
fn mixed_types_are_an_error_only_where_they_are_read() {
    let rows = [
        r#"{"model": "a", "downloads": 1, "gated": false, "tags": ["x"]}"#,
        r#"{"model": "b", "downloads": 2, "gated": "manual", "tags": "x"}"#,
        r#"{"model": "c", "downloads": 3, "gated": 7, "tags": {"x": 1}}"#,
    ];
    totals_are(&rows, 3, "6");
    for (file, content) in both(&rows) {
        let text = spec(file, INTEGER);
        let with = |column: &str| {
            let text = text.replace("downloads: {type", &format!("{column}, downloads: {{type"));
            Project::of(&text).file(file, &content)
        };
        let told = with("tags: {type: string}").problems();
        assert!(
            told.contains("column `tags` holds lists (first in row 1) and texts (first in row 2) and objects (first in row 3)"),
            "{told}"
        );
        let told = with("gated: {type: boolean}").problems();
        assert!(
            told.contains(
                "column `gated` holds truth values (first in row 1) and texts (first in row 2)"
            ),
            "{told}"
        );
        assert!(told.contains("`type: string`"), "{told}");
        let results = with("gated: {type: string}").results();
        assert_eq!(results.metric("downloads"), "6");
    }
}

#[test]
fn an_integer_that_a_number_cannot_hold_is_never_rounded_in_silence() {
    refused(
        &[
            r#"{"model": "a", "downloads": 9007199254740993}"#,
            r#"{"model": "b", "downloads": 1.5}"#,
        ],
        "{type: number}",
        &[
            "column `downloads`: 1 cell that is not of type number",
            ", row 1: `9007199254740993`",
        ],
    );
}

#[test]
fn a_key_that_stands_twice_is_an_error_at_its_place() {
    refused(
        &[
            r#"{"model": "a", "downloads": 1}"#,
            r#"{"model": "b", "downloads": 2, "x": 1, "x": 2}"#,
        ],
        INTEGER,
        &["(row 2): the key `x` stands twice in one row"],
    );
}

#[test]
fn what_is_no_row_is_reported_at_its_line_and_column() {
    let mut rows = vec![r#"{"model": "a", "downloads": 1}"#; 3000];
    rows.push("garbage");
    let content = rows.join("\n");
    let told = Project::of(&spec("bad.ndjson", INTEGER))
        .file("bad.ndjson", content)
        .problems();
    assert!(
        told.contains("line 3001, column 1 (row 3001): found `garbage`"),
        "{told}"
    );
    refused(
        &[r#"{"model": "a", "downloads": 1 "x": 2}"#],
        INTEGER,
        &["found `\"x\"`, expected `,` or `}`"],
    );
    refused(&[r#""a""#], INTEGER, &["found `\"a\"`, "]);
}

#[test]
fn no_message_shows_the_inside_of_a_library() {
    refused(
        &[
            r#"{"model": {"a": [1, {"b": 2}]}, "downloads": 1}"#,
            r#"{"model": ["x"], "downloads": []}"#,
        ],
        INTEGER,
        &["column `downloads` holds integers (first in row 1) and lists (first in row 2)"],
    );
}

#[test]
fn one_object_instead_of_rows_says_where_they_seem_to_stand() {
    let told = |file: &str, content: &str| {
        Project::of(&spec(file, INTEGER))
            .file(file, content)
            .problems()
    };
    let wrapped = told(
        "rows.json",
        r#"{"count": 1, "models": [{"model": "a", "downloads": 1}]}"#,
    );
    assert!(
        wrapped.contains("its rows seem to stand under `models`"),
        "{wrapped}"
    );
    let lines = told(
        "rows.json",
        "{\"model\": \"a\", \"downloads\": 1}\n{\"model\": \"b\", \"downloads\": 2}\n",
    );
    assert!(lines.contains("`format: ndjson`"), "{lines}");
    let array = told("rows.ndjson", "[{\"model\": \"a\", \"downloads\": 1}]");
    assert!(array.contains("`format: json`"), "{array}");
    let pretty = told(
        "rows.ndjson",
        "{\n  \"model\": \"a\",\n  \"downloads\": 1\n}\n",
    );
    assert!(
        pretty.contains("each object stands in one line of its own"),
        "{pretty}"
    );
}

#[test]
fn lines_end_as_they_like_and_blank_ones_are_no_rows() {
    for end in ["\n", "\r\n", "\r"] {
        let content =
            "{\"model\": \"a\", \"downloads\": 1}\n\n{\"model\": \"b\", \"downloads\": 2}\n\n"
                .replace('\n', end);
        let results = Project::of(&spec("rows.ndjson", INTEGER))
            .file("rows.ndjson", content)
            .results();
        assert_eq!(
            (
                results.metric("rows").as_str(),
                results.metric("downloads").as_str()
            ),
            ("2", "3")
        );
    }
}

#[test]
fn fields_of_the_objects_of_a_list_are_a_list() {
    let rows = [
        r#"{"model": "a", "downloads": 1, "siblings": [{"name": "x"}, {"name": "y"}]}"#,
        r#"{"model": "b", "downloads": 2, "siblings": []}"#,
    ];
    for (file, content) in both(&rows) {
        let text = spec(file, INTEGER).replace(
            "downloads: {type",
            "files: {type: \"list<string>\", nullable: true, sql: \"siblings.name\"}, downloads: {type",
        );
        let text = text.replace(
            "metrics: {",
            "metrics: {of_y: {measure: downloads, where: \"array_contains(files, 'y')\"}, ",
        );
        let text = text.replace(
            "sections: [{text: \"",
            "sections: [{text: \"{{ metrics.of_y|integer }} ",
        );
        let results = Project::of(&text).file(file, content).results();
        assert_eq!(results.metric("of_y"), "1", "{file}");
    }
}

/// What a report of nested data finds in a file: `first` and `count` of a computed list, and the size inside of a
/// text that is JSON.
fn nested(columns: &str, metrics: &str, file: &str, content: impl AsRef<[u8]>) -> Project {
    let spec = format!(
        "version: 1\ntitle: Nested\nsources: {{rows: {{path: {file}, columns: {{model: {{type: string}}, {columns}}}}}}}\n\
         measures: {{models: {{sql: \"count(*)\"}}}}\nmetrics: {{{metrics}}}\n"
    );
    Project::of(&spec).file(file, content)
}

#[test]
fn elements_of_lists_and_members_of_json_in_a_text_are_read_from_every_format() {
    let columns = "tags: {type: string, nullable: true}, config: {type: string, nullable: true}";
    let metrics = "second: {measure: models, where: \"array_extract(string_split(tags, ' '), 2) = 'fr'\"}, \
                   large: {measure: models, where: \"CAST(config ->> 'layers' AS INTEGER) > 9007199254740992\"}, \
                   any: {measure: models, where: \"array_contains(['en', 'de'], split_part(tags, ' ', 1))\"}, \
                   billions: {measure: models, where: \"regexp_extract(model, '([0-9]+)b', 1) = '7'\"}";
    let csv = "model,tags,config\na-7b,en fr,\"{\"\"layers\"\": 9007199254740993}\"\nb-13b,de,\"{\"\"layers\"\": 12}\"\nc,,\n";
    let rows = [
        r#"{"model": "a-7b", "tags": "en fr", "config": "{\"layers\": 9007199254740993}"}"#,
        r#"{"model": "b-13b", "tags": "de", "config": "{\"layers\": 12}"}"#,
        r#"{"model": "c"}"#,
    ];
    let files = [("rows.csv", csv.to_owned())]
        .into_iter()
        .chain(both(&rows));
    for (file, content) in files {
        let results = nested(columns, metrics, file, content).results();
        for (metric, expected) in [
            ("second", "1"),
            ("large", "1"),
            ("any", "2"),
            ("billions", "1"),
        ] {
            assert_eq!(results.metric(metric), expected, "{file}: {metric}");
        }
    }
}

#[test]
fn a_list_of_lists_cannot_be_read_and_the_message_says_so() {
    let rows = [r#"{"model": "a", "pairs": [["x", "y"], ["z"]]}"#];
    for (file, content) in both(&rows) {
        let columns = "pairs: {type: \"list<string>\"}";
        let told = nested(columns, "all: {measure: models}", file, content).problems();
        assert!(told.contains("`pairs`"), "{file}: {told}");
        assert!(told.contains("list"), "{file}: {told}");
        // The other columns of the file can.
        let rows = [r#"{"model": "a", "pairs": [["x"]]}"#];
        for (file, content) in both(&rows) {
            let results = nested("", "all: {measure: models}", file, content).results();
            assert_eq!(results.metric("all"), "1");
        }
    }
}

mod parquet {
    use super::nested;
    use polars::prelude::*;

    fn written(columns: Vec<Column>) -> Vec<u8> {
        let mut frame = DataFrame::new(columns[0].len(), columns).unwrap();
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
        bytes
    }

    fn models() -> Column {
        Column::new("model".into(), ["a", "b", "c"])
    }

    #[test]
    fn a_float_of_32_bits_is_its_own_shortest_digits() {
        let sizes = Column::new("size".into(), [0.1_f32, 0.2, 7.5]);
        let metrics = "tenth: {measure: models, where: \"size = 0.1\"}, \
                       small: {sql: \"sum(size)\", where: \"size < 1\"}";
        let results = nested(
            "size: {type: number}",
            metrics,
            "models.parquet",
            written(vec![models(), sizes]),
        )
        .results();
        assert_eq!(results.metric("tenth"), "1");
        assert!(results.metric("small").starts_with("0.3"));
        assert!(results.metric("small").len() < 20);
    }

    #[test]
    fn a_moment_with_a_zone_is_its_day_in_utc() {
        // One second before and at midnight UTC of 1 March 2025, and none.
        let moments = Column::new(
            "at".into(),
            [Some(1_740_787_199_000_i64), Some(1_740_787_200_000), None],
        );
        let moments = moments
            .cast(&DataType::Datetime(
                TimeUnit::Milliseconds,
                Some(TimeZone::UTC),
            ))
            .unwrap();
        let metrics = "before: {measure: models, where: \"at = DATE '2025-02-28'\"}, \
                       after: {measure: models, where: \"at = DATE '2025-03-01'\"}";
        let columns = "at: {type: date, nullable: true}";
        let results = nested(
            columns,
            metrics,
            "rows.parquet",
            written(vec![models(), moments]),
        )
        .results();
        assert_eq!(
            (results.metric("before"), results.metric("after")),
            ("1".into(), "1".into())
        );
    }

    #[test]
    fn the_objects_of_a_list_are_lists_of_their_fields_and_a_list_of_lists_is_refused() {
        let item = |names: &[&str]| {
            let frame = DataFrame::new(
                names.len(),
                vec![
                    Column::new("name".into(), names),
                    Column::new("size".into(), vec![7_i64; names.len()]),
                ],
            );
            frame.unwrap().into_struct("item".into()).into_series()
        };
        let items = Column::new(
            "files".into(),
            [item(&["x", "y"]), item(&["y"]), item(&["z"])],
        );
        let lists = Series::new("inner".into(), [Series::new("".into(), ["x"])]);
        let deep = Column::new("deep".into(), [lists.clone(), lists.clone(), lists]);
        let bytes = written(vec![models(), items, deep]);
        let columns = "names: {type: \"list<string>\", sql: \"files.name\"}, sizes: {type: \"list<string>\", sql: \"files.size\"}";
        let metrics = "of_y: {measure: models, where: \"array_contains(names, 'y')\"}, \
                       sevens: {measure: models, where: \"array_extract(sizes, 1) = '7'\"}";
        let results = nested(columns, metrics, "rows.parquet", bytes.clone()).results();
        assert_eq!(
            (results.metric("of_y"), results.metric("sevens")),
            ("2".into(), "3".into())
        );
        let told = nested(
            "deep: {type: \"list<string>\"}",
            "all: {measure: models}",
            "rows.parquet",
            bytes,
        )
        .problems();
        assert!(told.contains("`deep`"), "{told}");
    }

    #[test]
    fn a_decimal_is_a_number_with_all_of_its_digits() {
        let cents = Column::new("price".into(), [1281_i128, 99, -5]);
        let Ok(prices) = cents.cast(&DataType::Decimal(38, 0)) else {
            panic!("decimals are among the features");
        };
        let prices = prices.as_materialized_series().clone().into_column();
        let metrics = "cheap: {measure: models, where: \"price < 100\"}, exact: {measure: models, where: \"price = 1281\"}";
        let results = nested(
            "price: {type: number}",
            metrics,
            "rows.parquet",
            written(vec![models(), prices]),
        )
        .results();
        assert_eq!(
            (results.metric("cheap"), results.metric("exact")),
            ("2".into(), "1".into())
        );
    }
}
