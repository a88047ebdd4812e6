//! Any corrections of any rows in any format give what the rows give in which somebody has edited the cells by hand.

use super::HEADER;
use crate::fixture::{Computed, Project};
use hfreport::results::WithoutCorrections;
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, ParquetWriter, Series};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The columns behind the model, with their types.
const COLUMNS: [(&str, &str); 7] = [
    ("downloads", "integer"),
    ("tag", "string"),
    ("size", "integer"),
    ("price", "decimal(2)"),
    ("gated", "boolean"),
    ("day", "date"),
    ("langs", "list<string>"),
];

/// The cells of a row; none: empty.
type Row = Vec<Option<String>>;

/// New cells, by row and column.
type Edits = BTreeMap<(usize, usize), Option<String>>;

/// Rows as a file.
type Writer<'a> = &'a dyn Fn(&[Row]) -> Vec<u8>;

/// A cell of a column; downloads are never empty.
fn cell(at: usize) -> BoxedStrategy<Option<String>> {
    let text = match COLUMNS[at].1 {
        "integer" => (0..60_i64).prop_map(|it| it.to_string()).boxed(),
        "decimal(2)" => (0..4000_i64)
            .prop_map(|it| format!("{}.{:02}", it / 100, it % 100))
            .boxed(),
        "boolean" => any::<bool>().prop_map(|it| it.to_string()).boxed(),
        "date" => (1..29_u8)
            .prop_map(|day| format!("2025-02-{day:02}"))
            .boxed(),
        "list<string>" => {
            prop::collection::vec(prop::sample::select(vec!["en", "fr", "a,\"b"]), 0..3)
                .prop_map(|items| serde_json::to_string(&items).expect("JSON"))
                .boxed()
        }
        _ => prop::sample::select(vec!["t1", "t2", "é, \"x\"", "=1", "0"])
            .prop_map(str::to_owned)
            .boxed(),
    };
    match at {
        0 => text.prop_map(Some).boxed(),
        _ => prop::option::weighted(0.7, text).boxed(),
    }
}

fn row() -> impl Strategy<Value = Row> {
    (0..COLUMNS.len()).map(cell).collect::<Vec<_>>()
}

/// Rows, and new cells for some of them by row and column.
fn edits() -> impl Strategy<Value = (Vec<Row>, Edits)> {
    prop::collection::vec(row(), 1..25).prop_flat_map(|rows| {
        let height = rows.len();
        let edit = (0..height, 0..COLUMNS.len()).prop_flat_map(|(row, column)| {
            cell(column).prop_map(move |cell| ((row, column), cell))
        });
        let edits = prop::collection::vec(edit, 0..8);
        edits.prop_map(move |edits| (rows.clone(), edits.into_iter().collect()))
    })
}

fn field(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn csv(rows: &[Row]) -> Vec<u8> {
    let mut text = "model,downloads,tag,size,price,gated,day\n".to_owned();
    for (at, row) in rows.iter().enumerate() {
        let cells = row[..6]
            .iter()
            .map(|cell| cell.as_deref().map_or_else(String::new, field));
        text.push_str(&format!("m{at},{}\n", cells.collect::<Vec<_>>().join(",")));
    }
    text.into_bytes()
}

fn json(rows: &[Row], lines: bool) -> Vec<u8> {
    let objects = rows.iter().enumerate().map(|(at, row)| {
        let cells = COLUMNS.iter().zip(row).map(|((name, kind), cell)| {
            let value = match (cell, *kind) {
                (None, _) => "null".to_owned(),
                (Some(text), "string" | "date") => serde_json::to_string(text).expect("JSON"),
                (Some(text), _) => text.clone(),
            };
            format!("\"{name}\": {value}")
        });
        format!(
            "{{\"model\": \"m{at}\", {}}}",
            cells.collect::<Vec<_>>().join(", ")
        )
    });
    let objects: Vec<String> = objects.collect();
    if lines {
        objects.join("\n").into_bytes()
    } else {
        format!("[{}]", objects.join(",\n")).into_bytes()
    }
}

fn parquet(rows: &[Row]) -> Vec<u8> {
    let texts = |at: usize| {
        rows.iter()
            .map(|row| row[at].as_deref())
            .collect::<Vec<Option<&str>>>()
    };
    let numbers = |at: usize| {
        texts(at)
            .into_iter()
            .map(|it| it.map(|it| it.parse().expect("a number")))
            .collect::<Vec<Option<i64>>>()
    };
    let floats: Vec<Option<f64>> = texts(3)
        .into_iter()
        .map(|it| it.map(|it| it.parse().expect("a number")))
        .collect();
    let truths: Vec<Option<bool>> = texts(4)
        .into_iter()
        .map(|it| it.map(|it| it == "true"))
        .collect();
    let lists = texts(6).into_iter().map(|it| {
        let items: Vec<String> = serde_json::from_str(it?).expect("a list");
        Some(Series::new("".into(), items))
    });
    let lists: Vec<Option<Series>> = lists.collect();
    let lists = Series::new("langs".into(), lists);
    let lists = lists
        .cast(&DataType::List(Box::new(DataType::String)))
        .expect("lists");
    let models: Vec<String> = (0..rows.len()).map(|at| format!("m{at}")).collect();
    let days = Series::new(
        "day".into(),
        texts(5)
            .into_iter()
            .map(|it| it.map(|it| 20_119 + it[8..].parse::<i32>().expect("a day")))
            .collect::<Vec<_>>(),
    );
    let mut frame = DataFrame::new(
        rows.len(),
        vec![
            Column::new("model".into(), models),
            Column::new("downloads".into(), numbers(0)),
            Column::new("tag".into(), texts(1)),
            Column::new("size".into(), numbers(2)),
            Column::new("price".into(), floats),
            Column::new("gated".into(), truths),
            days.cast(&DataType::Date).expect("days").into_column(),
            lists.into_column(),
        ],
    )
    .expect("a frame");
    let mut bytes = Vec::new();
    let writer = ParquetWriter::new(&mut bytes).with_row_group_size(Some(4));
    writer.finish(&mut frame).expect("a file");
    bytes
}

fn computed(format: &str, rows: &[u8], corrections: Option<&str>) -> Computed {
    let has_lists = format != "csv";
    let mut columns = String::new();
    for (at, (name, kind)) in COLUMNS.iter().enumerate() {
        if has_lists || *name != "langs" {
            columns.push_str(&format!(
                "      {name}: {{type: \"{kind}\", nullable: {}}}\n",
                at > 0
            ));
        }
    }
    let lists = if has_lists {
        "  by_lang: {by: lang, measures: [models], share_of: rows}\n"
    } else {
        ""
    };
    let dimension = if has_lists {
        "dimensions: {lang: {explode: langs}}\n"
    } else {
        ""
    };
    let named = corrections.map_or("", |_| "    corrections: corrections.csv\n");
    let spec = format!(
        "version: 1\ntitle: Any\nsources:\n  models:\n    path: rows.{format}\n{named}    columns:\n      model: {{type: string, unique: true}}\n{columns}{dimension}\
         measures: {{downloads: {{sql: sum(downloads)}}, models: {{sql: count(*)}}, prices: {{sql: sum(price)}}}}\n\
         breakdowns:\n  by_tag: {{by: tag, measures: [downloads, prices]}}\n  by_gated: {{by: [gated, day], measures: [models], within: total}}\n  by_size: {{by: size, measures: [downloads, models]}}\n{lists}\
         scope: {{top: {{by: model, measure: downloads, n: 5}}}}\n\
         metrics:\n  total: {{measure: downloads, rows: all}}\n  in_scope: {{measure: downloads, of: {{rows: all}}, empty: 0}}\n  price: {{sql: sum(price)}}\n  size: {{sql: median(size)}}\n  last: {{sql: max(day), rows: all}}\n  tags: {{sql: count(DISTINCT tag)}}\n  most: {{from: by_size, sql: max(downloads)}}\n\
         allow: [HF0308]\n"
    );
    let project = Project::of(&spec).file(&format!("rows.{format}"), rows);
    if let Some(lines) = corrections {
        project.write("corrections.csv", lines);
    }
    project.results()
}

fn tables(computed: &Computed) -> String {
    let frames = &computed.executed.results.frames;
    let tables = frames
        .keys()
        .map(|name| format!("{name}\n{}\n", computed.table(name)));
    tables.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn corrections_give_what_an_edit_of_the_cells_gives((rows, edits) in edits()) {
        let mut edited = rows.clone();
        let (mut lines, mut without_lists) = (HEADER.to_owned(), HEADER.to_owned());
        for ((row, column), cell) in &edits {
            let was = &rows[*row][*column];
            if was == cell {
                continue;
            }
            edited[*row][*column].clone_from(cell);
            let [was, is] = [was, cell].map(|it| it.as_deref().map_or_else(String::new, field));
            let line = format!("m{row},{},{was},{is},r,o\n", COLUMNS[*column].0);
            lines.push_str(&line);
            if COLUMNS[*column].0 != "langs" {
                without_lists.push_str(&line);
            }
        }
        let write: [(&str, Writer<'_>); 4] = [
            ("csv", &csv),
            ("json", &|rows| json(rows, false)),
            ("ndjson", &|rows| json(rows, true)),
            ("parquet", &parquet),
        ];
        for (format, write) in write {
            let lines = if format == "csv" { &without_lists } else { &lines };
            let corrected = computed(format, &write(&rows), Some(lines));
            let by_hand = computed(format, &write(&edited), None);
            prop_assert_eq!(tables(&corrected), tables(&by_hand), "{}", format);
            let results = &corrected.executed.results;
            prop_assert_eq!(&results.metrics, &by_hand.executed.results.metrics);
            let as_they_were = computed(format, &write(&rows), None);
            let as_they_were = &as_they_were.executed.results.metrics;
            match &results.without_corrections {
                Some(WithoutCorrections::Metrics(without)) => prop_assert_eq!(without, as_they_were),
                other => {
                    prop_assert!(other.is_none());
                    prop_assert_eq!(&results.metrics, as_they_were);
                }
            }
            prop_assert!(!corrected.warnings().iter().any(|it| it.starts_with("HF045")), "{:?}", corrected.warnings());
        }
    }
}
