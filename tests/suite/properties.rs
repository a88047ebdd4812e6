//! Properties of any table: nothing is lost or counted twice, whatever is kept, held fixed or
//! reordered. Numbers are compared as integers.

use crate::fixture::{Computed, Project};
use hfreport::results::{Key, Row, Value};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A row of a random table: account, task, downloads, size.
type Line = (u8, Option<u8>, u32, Option<u8>);

fn table() -> impl Strategy<Value = Vec<Line>> {
    let line = (
        0..6_u8,
        prop::option::of(0..4_u8),
        0..50_u32,
        prop::option::of(0..40_u8),
    );
    prop::collection::vec(line, 1..60)
}

fn csv(lines: &[Line]) -> String {
    let mut text = "model,account,task,downloads,size\n".to_owned();
    for (at, (account, task, downloads, size)) in lines.iter().enumerate() {
        let task = task.map_or_else(String::new, |task| format!("t{task}"));
        let size = size.map_or_else(String::new, |size| size.to_string());
        text.push_str(&format!("m{at},a{account},{task},{downloads},{size}\n"));
    }
    text
}

fn computed(lines: &[Line], breakdowns: &str) -> Computed {
    let spec = format!(
        r#"
version: 1
title: Any
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string, unique: true}}
      account: {{type: string}}
      task: {{type: string, nullable: true}}
      downloads: {{type: integer, min: 0}}
      size: {{type: integer, nullable: true}}
dimensions:
  bucket: {{bucket: size, edges: [5, 10, 20]}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "count(*)"}}
  tasks: {{count_distinct: task}}
breakdowns:
{breakdowns}
metrics: {{all: {{measure: downloads}}}}
sections: [{{text: "{{{{ metrics.all }}}}"}}]
allow: [HF0308]
"#
    );
    Project::of(&spec).file("rows.csv", csv(lines)).results()
}

fn integer(results: &Computed, breakdown: &str, row: &Row, column: &str) -> i128 {
    let frame = &results.executed.results.frames[breakdown];
    let column = frame.column(column).expect("a column");
    match row.value(column).expect("a value column") {
        Value::Integer(value) => *value,
        Value::Ratio(ratio) => ratio.numerator,
        Value::Null => 0,
        other => panic!("{other:?}"),
    }
}

fn denominator(results: &Computed, breakdown: &str, row: &Row, column: &str) -> Option<i128> {
    let frame = &results.executed.results.frames[breakdown];
    let column = frame.column(column).expect("a column");
    match row.value(column).expect("a value column") {
        Value::Ratio(ratio) => Some(ratio.denominator),
        _ => None,
    }
}

fn total(results: &Computed, breakdown: &str, column: &str) -> i128 {
    let rows = results.rows(breakdown).iter();
    rows.map(|row| integer(results, breakdown, row, column))
        .sum()
}

fn account(account: u8) -> Key {
    Key::Code(format!("a{account}").into())
}

fn task(task: Option<u8>) -> Key {
    task.map_or(Key::Missing, |task| Key::Code(format!("t{task}").into()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn named_and_others_and_missing_are_the_total(
        lines in table(),
        top in 1..5_usize,
        inner in 1..4_usize,
        per in prop::sample::select(vec!["total", "parent"]),
        share in 0..10_u8,
    ) {
        let breakdowns = format!(
            "  one: {{by: task, measures: [downloads, models], keep: {{task: {{top: {top}}}}}}}
  two: {{by: [account, task], measures: [downloads, models], within: total, keep: {{account: {{top: {top}}}, task: {{top: {inner}, per: {per}}}}}}}
  any: {{by: [account, task], measures: [downloads, models], within: account, keep: {{task: {{any: \"downloads_share > 0.{share}\"}}}}}}
  values: {{by: task, measures: [downloads, models], keep: {{task: {{values: [t0, t3]}}}}}}
  bucket: {{by: bucket, measures: [downloads, models]}}"
        );
        let results = computed(&lines, &breakdowns);
        let downloads: i128 = lines.iter().map(|line| i128::from(line.2)).sum();
        for name in ["one", "two", "any", "values", "bucket"] {
            prop_assert_eq!(total(&results, name, "downloads"), downloads, "{}", name);
            prop_assert_eq!(total(&results, name, "models"), lines.len() as i128, "{}", name);
            let keys: BTreeSet<&Vec<Key>> = results.rows(name).iter().map(|row| &row.keys).collect();
            prop_assert_eq!(keys.len(), results.rows(name).len(), "a key stands twice in {}", name);
        }
    }

    #[test]
    fn shares_within_a_parent_sum_to_one(lines in table()) {
        let results = computed(
            &lines,
            "  t: {by: [account, task], measures: [downloads], within: account, cumulative: true}
  u: {by: [account, task], measures: [downloads], within: task}",
        );
        for (name, fixed) in [("t", 0), ("u", 1)] {
            let mut sums: BTreeMap<&Key, (i128, BTreeSet<i128>)> = BTreeMap::new();
            for row in results.rows(name) {
                let (sum, wholes) = sums.entry(&row.keys[fixed]).or_default();
                if let Some(whole) = denominator(&results, name, row, "downloads_share") {
                    *sum += integer(&results, name, row, "downloads_share");
                    wholes.insert(whole);
                }
            }
            for (sum, wholes) in sums.into_values() {
                prop_assert!(wholes.len() <= 1);
                prop_assert!(wholes.is_empty() || wholes.contains(&sum));
            }
        }
        for parent in lines.iter().map(|line| account(line.0)) {
            let last = results.rows("t").iter().rfind(|row| row.keys[0] == parent);
            let last = last.expect("a row");
            if let Some(whole) = denominator(&results, "t", last, "downloads_cumulative") {
                prop_assert_eq!(integer(&results, "t", last, "downloads_cumulative"), whole);
            }
        }
    }

    #[test]
    fn a_rank_is_one_more_than_the_number_of_rows_with_a_greater_value(lines in table()) {
        let results = computed(&lines, "  t: {by: account, measures: [downloads]}");
        let rows = results.rows("t");
        let values: Vec<i128> = rows.iter().map(|row| integer(&results, "t", row, "downloads")).collect();
        for (row, own) in rows.iter().zip(&values) {
            let greater = values.iter().filter(|value| *value > own).count() as i128;
            prop_assert_eq!(integer(&results, "t", row, "downloads_rank"), greater + 1);
        }
        // The order of the rows is that of the values, and of equal ones that of their codes.
        for pair in rows.windows(2) {
            let (a, b) = (integer(&results, "t", &pair[0], "downloads"), integer(&results, "t", &pair[1], "downloads"));
            prop_assert!(a > b || a == b && pair[0].keys < pair[1].keys);
        }
    }

    #[test]
    fn a_breakdown_is_what_a_loop_over_the_rows_gives(lines in table()) {
        let results = computed(&lines, "  t: {by: [account, task], measures: [downloads, models], within: total}\n  u: {by: account, measures: [tasks]}");
        let mut naive: BTreeMap<Vec<Key>, (i128, i128)> = BTreeMap::new();
        let mut tasks: BTreeMap<Key, BTreeSet<u8>> = BTreeMap::new();
        for line in &lines {
            let group = naive.entry(vec![account(line.0), task(line.1)]).or_default();
            group.0 += i128::from(line.2);
            group.1 += 1;
            tasks.entry(account(line.0)).or_default().extend(line.1);
        }
        let found: BTreeMap<Vec<Key>, (i128, i128)> = results
            .rows("t")
            .iter()
            .map(|row| {
                let amounts = (integer(&results, "t", row, "downloads"), integer(&results, "t", row, "models"));
                (row.keys.clone(), amounts)
            })
            .collect();
        prop_assert_eq!(found, naive);
        for row in results.rows("u") {
            let expected = tasks[&row.keys[0]].len() as i128;
            prop_assert_eq!(integer(&results, "u", row, "tasks"), expected);
        }
    }

    #[test]
    fn the_rows_behind_a_breakdown_are_all_rows(lines in table()) {
        let results = computed(&lines, "  t: {by: [account, task], measures: [downloads], within: total, keep: {task: {top: 1, per: parent}}}");
        let behind = results.executed.results.frames["t"].source_rows;
        prop_assert_eq!(behind, lines.len() as i128);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_rows_changes_no_number(lines in table(), seed in any::<u64>()) {
        let breakdowns = "  t: {by: [account, task], measures: [downloads, models, tasks], within: account, keep: {task: {top: 2}}}
  u: {by: account, measures: [downloads], with: {task: largest}}";
        let mut turned: Vec<(u64, Line)> = lines
            .iter()
            .enumerate()
            .map(|(at, line)| ((at as u64 + 1).wrapping_mul(seed | 1).rotate_left(17), *line))
            .collect();
        turned.sort_by_key(|(key, _)| *key);
        let turned: Vec<Line> = turned.into_iter().map(|(_, line)| line).collect();
        let (one, other) = (computed(&lines, breakdowns), computed(&turned, breakdowns));
        for name in ["t", "u"] {
            prop_assert_eq!(one.rows(name), other.rows(name));
        }
    }
}
