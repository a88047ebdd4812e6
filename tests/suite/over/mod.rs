//! `over`: change along the dates of one source, on the 55 real months of an organisation. Every answer is worked out
//! here by plain loops over the files, and every column of every row must be the same.

mod days;
mod expected;

use crate::fixture::{Computed, Project, shared};
use expected::{Month, Table, expected_models, expected_months, expected_years, fraction};
use hfreport::report::Slot;
use hfreport::results::{Key, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const SPEC: &str = r#"
version: 1
locales: [en, fr]
title: Months
sources:
  rows:
    path: "org/*.csv"
    from_file: "{snapshot}_hf.csv"
    columns:
      snapshot: {type: date}
      id: {type: string, sql: "split_part(model_url, '/', 4) || '/' || split_part(model_url, '/', 5)"}
      downloads: {type: integer, min: 0}
dimensions:
  year: {sql: "date_trunc('year', snapshot)"}
measures:
  downloads: {sql: "sum(downloads)"}
  models: {count_distinct: id}
  each: {ratio: [downloads, models], format: {decimals: 1}}
breakdowns:
  by_month: {by: snapshot, measures: [downloads, models, each], over: {by: snapshot, every: month, mean: 3, index: first}}
  month_model: {by: [snapshot, id], measures: [downloads], within: snapshot, over: {by: snapshot, every: month, mean: 3, index: first}}
  by_year: {by: year, measures: [downloads, models], over: {by: year, every: year, mean: 2, index: 2023-06-01}}
charts:
  course: {type: line, data: by_month, x: snapshot, y: downloads}
  years: {type: bar, data: by_year, x: year, y: downloads}
sections: [{chart: course}, {chart: years}, {table: by_year}, {text: "{{ month_model|length }}"}]
outputs: {formats: [json, markdown], tables: [csv]}
"#;

fn folder() -> Option<PathBuf> {
    shared("data").map(|data| data.join("org_monthly"))
}

/// The months of the files, in order, without the one of a day.
fn months(left_out: &str) -> Option<Vec<Month>> {
    let mut months = Vec::new();
    for entry in fs::read_dir(folder()?).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|it| it.to_str()).expect("a name");
        let day = name.strip_suffix("_hf.csv").expect("a day").to_owned();
        if day == left_out {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text");
        assert!(!text.contains('"'), "fields are split at commas");
        let mut rows = BTreeMap::new();
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            assert_eq!(fields.len(), 5, "{line}");
            let id = fields[0].strip_prefix("https://huggingface.co/");
            let downloads: i128 = fields[1].parse().expect("a number");
            let known = rows.insert(id.expect("an address").to_owned(), downloads);
            assert!(known.is_none(), "{line}");
        }
        let part = |at: std::ops::Range<usize>| day[at].parse::<i64>().expect("a number");
        let number = part(0..4) * 12 + part(5..7) - 1;
        months.push(Month { day, number, rows });
    }
    months.sort_by_key(|month| month.number);
    Some(months)
}

fn computed(left_out: &str) -> Computed {
    let project = project();
    if !left_out.is_empty() {
        let file = format!("org/{left_out}_hf.csv");
        fs::remove_file(project.folder().join(file)).expect("a removed file");
    }
    project.results()
}

fn project() -> Project {
    let folder = folder().expect("the data");
    Project::of(SPEC).with_copy_of(&folder, "org")
}

/// A number in lowest terms, or `-` for a missing value.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Integer(value) => value.to_string(),
        Value::Boolean(value) => value.to_string(),
        Value::Ratio(ratio) => fraction(Some((ratio.numerator, ratio.denominator))),
        other => panic!("{other:?}"),
    }
}

/// All columns of a breakdown: the row's codes, then each column by its name.
fn table(results: &Computed, breakdown: &str) -> Table {
    let frame = &results.executed.results.frames[breakdown];
    let columns: Vec<(String, Slot)> = frame
        .columns
        .names()
        .map(|name| (name.to_owned(), frame.column(name).expect("a column")))
        .collect();
    let rows = frame.rows.iter().map(|row| {
        let codes = row.keys.iter().map(|key| match key {
            Key::Code(code) => code.to_string(),
            other => panic!("{other:?}"),
        });
        let cells = columns
            .iter()
            .filter_map(|(name, slot)| Some((name.clone(), shown(row.value(*slot)?))));
        (codes.collect(), cells.collect())
    });
    rows.collect()
}

/// Every column of every row, with the place of the first difference.
#[track_caller]
fn assert_same(found: &Table, expected: &Table) {
    let rows = |table: &Table| table.keys().cloned().collect::<Vec<_>>();
    assert_eq!(rows(found), rows(expected));
    for (codes, cells) in expected {
        assert_eq!(&found[codes], cells, "{codes:?}");
    }
}

#[test]
fn all_columns_of_55_months_are_those_worked_out_from_the_files() {
    let Some(months) = months("") else {
        return;
    };
    assert_eq!(months.len(), 55);
    let results = computed("");
    assert_same(&table(&results, "by_month"), &expected_months(&months));
    assert_same(&table(&results, "month_model"), &expected_models(&months));
    // By hand, so that the loops above are held against something too.
    let month = &table(&results, "by_month")[&vec!["2022-03-18".to_owned()]];
    assert_eq!(month["downloads_previous"], "42041");
}

#[test]
fn years_that_are_not_whole_say_so_and_have_no_growth() {
    let Some(months) = months("") else {
        return;
    };
    let results = computed("");
    assert_same(&table(&results, "by_year"), &expected_years(&months));
    let years = table(&results, "by_year");
    let column =
        |name: &str| -> Vec<String> { years.values().map(|it| it[name].clone()).collect() };
    assert_eq!(column("whole"), ["false", "true", "true", "true", "false"]);
    let growth = column("downloads_growth");
    let is_missing: Vec<bool> = growth.iter().map(|it| it == "-").collect();
    assert_eq!(is_missing, [true, true, false, false, true]);
    let warnings = results.warnings();
    assert_eq!(
        warnings,
        [
            "HF0448 not every year of breakdown `by_year` is whole: 2022 has 11 of 12 months, 2026 has 8 of 12 months"
        ]
    );
    let project = project();
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/report.md");
    assert!(page.contains("| 2022 (11 of 12\u{a0}months) |"), "{page}");
    assert!(page.contains("| 2023 |") && page.contains("| 2026 (8 of 12\u{a0}months) |"));
    let page = project.read("out/report.fr.md");
    assert!(
        page.contains("| 2022 (11\u{a0}mois sur\u{a0}12) |"),
        "{page}"
    );
    let svg = project.read("out/charts/years.en.svg");
    assert!(
        svg.contains("2022 · 11/12") && svg.contains(">2023<"),
        "{svg}"
    );
}

#[test]
fn without_one_month_nothing_is_called_in_a_month_that_is_two() {
    let Some(months) = months("2024-05-20") else {
        return;
    };
    assert_eq!(months.len(), 54);
    let results = computed("2024-05-20");
    let found = table(&results, "by_month");
    assert_same(&found, &expected_months(&months));
    assert_same(&table(&results, "month_model"), &expected_models(&months));
    let june = &found[&vec!["2024-06-20".to_owned()]];
    for name in ["previous", "change", "growth", "mean", "running"] {
        assert_eq!(june[&format!("downloads_{name}")], "-", "{name}");
    }
    assert_ne!(june["downloads_year_growth"], "-");
    let july = &found[&vec!["2024-07-20".to_owned()]];
    assert_ne!(july["downloads_change"], "-");
    assert_eq!(july["downloads_mean"], "-");
    let later = &found[&vec!["2025-05-21".to_owned()]];
    assert_eq!(later["downloads_year_growth"], "-");
    assert_eq!(later["downloads_running"], "-");
    let warnings = results.warnings().join("\n");
    for name in ["by_month", "month_model"] {
        let told = format!("HF0446 breakdown `{name}` has no rows for May 2024");
        assert!(warnings.contains(&told), "{warnings}");
    }
    let told = "2022 has 11 of 12 months, 2024 has 11 of 12 months, 2026 has 8 of 12 months";
    assert!(warnings.contains(told), "{warnings}");
    // Nothing is grown from or to 2024, and no sum is made past May.
    let years = table(&results, "by_year");
    let column = |name: &str| -> Vec<bool> { years.values().map(|it| it[name] == "-").collect() };
    assert_eq!(column("downloads_growth"), [true; 5]);
    assert_eq!(
        column("downloads_running"),
        [false, false, true, true, true]
    );
}

#[test]
fn a_line_breaks_at_the_month_that_is_missing() {
    if folder().is_none() {
        return;
    }
    let project = project();
    let file = project.folder().join("org/2024-05-20_hf.csv");
    fs::remove_file(file).expect("a removed file");
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/report.md");
    assert!(page.contains("No data: May 2024."), "{page}");
    let french = project.read("out/report.fr.md");
    assert!(french.contains("Sans donnée\u{a0}: mai 2024."), "{french}");
}

#[test]
fn two_snapshots_of_one_month_are_refused() {
    let Some(folder) = folder() else {
        return;
    };
    let month = fs::read(folder.join("2024-05-20_hf.csv")).expect("a file");
    let project = project().file("org/2024-05-31_hf.csv", month);
    let told = project.problems();
    assert!(told.contains("HF0447"), "{told}");
    assert!(
        told.contains("has two dates in May 2024: 2024-05-20 and 2024-05-31"),
        "{told}"
    );
}
