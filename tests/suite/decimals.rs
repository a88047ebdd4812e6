//! Columns of `decimal(n)`: sums, means, bounds and comparisons are exact to the last digit, whatever
//! file they come from, and every output shows these digits.

use crate::fixture::{Project, lines};
use hfreport::results::Value;
use hfreport::sql::Decimal;
use polars::prelude::{Column, DataFrame, Int128Chunked, IntoColumn, IntoSeries, ParquetWriter};

/// A spec over prices by shop.
fn spec(path: &str, keys: &str) -> String {
    format!(
        r#"
version: 1
locales: [fr, en]
title: Prices
sources:
  sales:
    path: {path}
{keys}    columns:
      shop: {{type: string}}
      price: {{type: decimal(2), nullable: true}}
      items: {{type: integer, nullable: true}}
measures:
  price: {{sql: "sum(price)"}}
  dearest: {{sql: "max(price)"}}
  cheapest: {{sql: "min(price)"}}
  mean: {{sql: "avg(price)", format: {{decimals: 2}}}}
  worth: {{sql: "sum(price * items)"}}
breakdowns:
  by_shop: {{by: shop, measures: [price, dearest, cheapest, mean, worth], cumulative: true}}
metrics:
  dear: {{measure: price, where: "price > 0.29"}}
  share: {{measure: price, where: "price > 0.29", of: {{}}}}
  each: {{measure: price, of: {{measure: items}}, format: {{decimals: 2}}, allow: [HF0317]}}
  third: {{from: by_shop, sql: "sum(price)"}}
  least: {{from: by_shop, sql: "min(price) + 1"}}
sections:
  - text: "{{{{ formatted.dear }}}} {{{{ formatted.share }}}} {{{{ formatted.each }}}} {{{{ formatted.third }}}} {{{{ formatted.least }}}}"
  - chart: shops
  - table: by_shop
charts: {{shops: {{type: bar, data: by_shop, x: price, y: shop}}}}
"#
    )
    .replace("  mean:", "  items: {sql: \"sum(items)\"}\n  mean:")
}

/// 0.10 + 0.20 and 0.30 + 5.05; one price is missing.
const ROWS: &str = "shop,price,items\na,0.10,3\na,0.20,1\nb,0.3,2\nb,5.05,\nb,,7\n";

const SUMS: &str = "
    b: 5.35 5.05 0.30 535/200 0.60
    a: 0.30 0.20 0.10 30/200 0.50
";

const VALUES: [&str; 5] = ["price", "dearest", "cheapest", "mean", "worth"];

#[test]
fn sums_means_bounds_and_products_are_exact() {
    let results = Project::of(&spec("sales.csv", ""))
        .file("sales.csv", ROWS)
        .results();
    assert_eq!(results.columns("by_shop", &VALUES), lines(SUMS));
    assert_eq!(
        results.columns(
            "by_shop",
            &["price_share", "price_rank", "price_cumulative"]
        ),
        "b: 535/565 1 535/565\na: 30/565 2 565/565"
    );
    assert_eq!(results.metric("dear"), "5.35");
    assert_eq!(results.metric("share"), "535/565");
    assert_eq!(results.metric("third"), "5.65");
    assert_eq!(results.metric("least"), "1.30");
    assert_eq!(results.warnings(), Vec::<String>::new());
}

#[test]
fn every_format_of_files_gives_the_same_digits() {
    let json: Vec<String> = ROWS
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let or_null = |text: &str| {
                if text.is_empty() {
                    "null".to_owned()
                } else {
                    text.to_owned()
                }
            };
            format!(
                "{{\"shop\": \"{}\", \"price\": {}, \"items\": {}}}",
                fields[0],
                or_null(fields[1]),
                or_null(fields[2])
            )
        })
        .collect();
    let french = ROWS.replace(',', ";").replace('.', ",");
    let units: Int128Chunked = [Some(1000_i128), Some(2000), Some(3000), Some(50_500), None]
        .into_iter()
        .collect();
    let prices = units.into_decimal_unchecked(20, 4).into_series();
    let mut frame = DataFrame::new_infer_height(vec![
        Column::new("shop".into(), ["a", "a", "b", "b", "b"]),
        prices.with_name("price".into()).into_column(),
        Column::new(
            "items".into(),
            [Some(3_i64), Some(1), Some(2), None, Some(7)],
        ),
    ])
    .unwrap();
    let mut parquet = Vec::new();
    ParquetWriter::new(&mut parquet).finish(&mut frame).unwrap();
    let ndjson = json.join("\n");
    let array = format!("[{}]", json.join(","));
    for (path, keys, bytes) in [
        ("sales.ndjson", "", ndjson.as_bytes()),
        ("sales.json", "", array.as_bytes()),
        ("sales.parquet", "", &parquet),
        (
            "french.csv",
            "    delimiter: \";\"\n    decimal: \",\"\n",
            french.as_bytes(),
        ),
    ] {
        let results = Project::of(&spec(path, keys)).file(path, bytes).results();
        assert_eq!(results.columns("by_shop", &VALUES), lines(SUMS), "{path}");
    }
}

#[test]
fn digits_beyond_those_of_a_float_are_kept() {
    let rows = "{\"shop\": \"a\", \"price\": 90071992547409930.01, \"items\": 1}\n{\"shop\": \"a\", \"price\": 0.01, \"items\": 2}\n";
    let text = "shop,price,items\na,90071992547409930.01,1\na,0.01,2\n";
    for (path, bytes) in [("sales.ndjson", rows), ("sales.csv", text)] {
        let results = Project::of(&spec(path, "")).file(path, bytes).results();
        assert_eq!(
            results.columns("by_shop", &["price", "dearest", "mean", "worth"]),
            "a: 90071992547409930.02 90071992547409930.01 9007199254740993002/200 90071992547409930.03",
            "{path}"
        );
    }
}

#[test]
fn every_output_shows_the_digits() {
    let project = Project::of(&spec("sales.csv", "")).file("sales.csv", ROWS);
    project.hfreport(&["run", "spec.yaml"]).fine();
    let csv = project.read("out/tables/by_shop.csv");
    assert_eq!(
        csv.lines().nth(1).unwrap(),
        "b,5.35,0.9469026548672567,1,0.9469026548672567,5.05,0.30,2.675,1,0.60,0.5454545454545454,1,0.5454545454545454"
    );
    let json = project.read("out/report.json");
    assert!(json.contains("\"type\":\"decimal(2)\"") || json.contains("\"type\": \"decimal(2)\""));
    assert!(
        json.contains("{\"decimal\": \"5.35\"}") || json.contains("{\"decimal\":\"5.35\"}"),
        "{json}"
    );
    let english = project.read("out/report.en.md");
    assert!(english.contains("5.35 94.7% 0.43 5.65 1.30"), "{english}");
    let french = project.read("out/report.md");
    assert!(french.contains("5,35 94,7\u{202f}% "), "{french}");
    assert!(french.contains("| b | 5,35 |"), "{french}");
}

#[test]
fn a_value_with_more_digits_is_an_error_at_its_row() {
    let rows = "shop,price,items\na,1.10,1\na,1.105,2\n";
    let told = Project::of(&spec("sales.csv", ""))
        .file("sales.csv", rows)
        .problems();
    assert!(
        told.contains("column `price`: 1 cell that is not of type decimal(2), which has 2 digits behind the point at most"),
        "{told}"
    );
    assert!(
        told.contains("first rows of `sales.csv`: line 3, row 2: `1.105`"),
        "{told}"
    );
}

#[test]
fn bounds_of_a_contract_hold_for_decimals() {
    let spec = spec("sales.csv", "").replace(
        "type: decimal(2), nullable: true",
        "type: decimal(2), nullable: true, min: 0, max: 5",
    );
    let told = Project::of(&spec).file("sales.csv", ROWS).problems();
    assert!(
        told.contains("column `price`: 1 cell above max 5"),
        "{told}"
    );
    assert!(told.contains("row 4: `5.05`"), "{told}");
}

#[test]
fn a_sum_of_decimals_that_128_bits_do_not_hold_is_an_error() {
    let large = "1".repeat(36);
    let rows: String = (0..200).map(|_| format!("a,{large}.00,1\n")).collect();
    let told = Project::of(&spec("sales.csv", ""))
        .file("sales.csv", format!("shop,price,items\n{rows}"))
        .problems();
    assert!(
        told.contains("the sum of `price` could have more than 38 digits"),
        "{told}"
    );
}

#[test]
fn a_type_of_a_decimal_that_is_none_is_reported_with_what_there_is() {
    for (written, hint) in [
        ("decimal", "did you mean `decimal(2)`?"),
        ("decimal(13)", "decimal(2)"),
    ] {
        let spec = spec("sales.csv", "").replace("decimal(2)", written);
        let told = Project::of(&spec).file("sales.csv", ROWS).problems();
        assert!(told.contains(hint), "{told}");
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

/// A number of hundredths as a file may write it.
fn written(dice: &mut Dice, units: i128) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let (whole, rest) = (units.unsigned_abs() / 100, units.unsigned_abs() % 100);
    match dice.roll(3) {
        0 if rest == 0 => format!("{sign}{whole}"),
        1 if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        _ => format!("{sign}{whole}.{rest:02}"),
    }
}

#[test]
fn loops_over_whole_numbers_of_cents_give_the_same() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for case in 0..60 {
        let mut rows: Vec<(String, Option<i128>)> = Vec::new();
        let mut csv = "shop,price,items\n".to_owned();
        for _ in 0..=dice.roll(40) {
            let shop = format!("s{}", dice.roll(4));
            let size = [100, 10_000, 1_000_000_000_000_000_000][dice.roll(3) as usize];
            let units = i128::from(dice.roll(size)) - i128::from(size / 10);
            let price = (dice.roll(6) > 0).then_some(units);
            let text = price.map_or_else(String::new, |units| written(&mut dice, units));
            csv += &format!("{shop},{text},1\n");
            rows.push((shop, price));
        }
        let results = Project::of(&spec("sales.csv", ""))
            .file("sales.csv", &csv)
            .results();
        let total: i128 = rows.iter().filter_map(|row| row.1).sum();
        for row in results.rows("by_shop") {
            let shop = row.keys[0].code().unwrap();
            let own = rows
                .iter()
                .filter(|row| row.0 == shop)
                .filter_map(|row| row.1);
            let own: Vec<i128> = own.collect();
            let columns = &results.executed.results.frames["by_shop"].columns;
            let cell = |name: &str| row.value(columns.get(name).unwrap().slot).unwrap().clone();
            let decimal = |units: i128| Value::Decimal(Decimal { units, scale: 2 });
            let or_none = |units: Option<&i128>| units.map_or(Value::Null, |it| decimal(*it));
            let sum: i128 = own.iter().sum();
            assert_eq!(cell("price"), decimal(sum), "case {case}\n{csv}");
            assert_eq!(cell("worth"), decimal(sum), "case {case}\n{csv}");
            assert_eq!(
                cell("dearest"),
                or_none(own.iter().max()),
                "case {case}\n{csv}"
            );
            assert_eq!(
                cell("cheapest"),
                or_none(own.iter().min()),
                "case {case}\n{csv}"
            );
            assert_eq!(cell("mean"), Value::share(sum, own.len() as i128 * 100));
            assert_eq!(
                cell("price_share"),
                Value::share(sum, total),
                "case {case}\n{csv}"
            );
        }
        let dear: i128 = rows
            .iter()
            .filter_map(|row| row.1)
            .filter(|units| *units > 29)
            .sum();
        assert_eq!(
            results.metric_result("dear").value.units(),
            dear,
            "case {case}\n{csv}"
        );
    }
}

#[test]
fn a_cast_makes_a_decimal_whose_sums_and_shares_are_exact() {
    let spec = spec("sales.csv", "").replace(
        "price: {type: decimal(2), nullable: true}",
        "price: {type: decimal(2), nullable: true, sql: \"CAST(price AS DECIMAL(6, 2))\"}",
    );
    let results = Project::of(&spec).file("sales.csv", ROWS).results();
    assert_eq!(results.columns("by_shop", &VALUES), lines(SUMS));
    // In a measure too: a third of a cent is rounded as it is said.
    let spec = spec.replace(
        "sum(price)\"}\n  dearest",
        "sum(CAST(round(price / 3, 2) AS DECIMAL(18, 2)))\"}\n  dearest",
    );
    let results = Project::of(&spec).file("sales.csv", ROWS).results();
    // 0.10 + 1.68; 0.03 + 0.07.
    assert_eq!(
        results.columns("by_shop", &["price", "price_share"]),
        lines("b: 1.78 178/188\na: 0.10 10/188")
    );
}

#[test]
fn a_cell_with_more_digits_than_the_decimal_of_a_cast_is_an_error_at_its_row() {
    let spec = spec("sales.csv", "").replace(
        "price: {type: decimal(2), nullable: true}",
        "price: {type: decimal(2), nullable: true, sql: \"CAST(price AS DECIMAL(6, 2))\"}",
    );
    let rows = ROWS.replace("5.05", "5.055");
    let problems = Project::of(&spec).file("sales.csv", rows).problems();
    assert!(
        problems.contains("`CAST(5.055 AS DECIMAL(6, 2))` would lose digits"),
        "{problems}"
    );
    assert!(
        problems.contains("the first such row: price is '5.055'"),
        "{problems}"
    );
}

#[test]
fn a_decimal_of_json_is_exact_beside_a_number_with_an_exponent() {
    // The nearest float of the first is that of 90071992547409.94 too.
    let rows = "{\"shop\": \"a\", \"price\": 90071992547409.93, \"items\": 1}\n{\"shop\": \"a\", \"price\": 1e-2, \"items\": 1}\n";
    let results = Project::of(&spec("sales.ndjson", ""))
        .file("sales.ndjson", rows)
        .results();
    assert_eq!(
        results.columns("by_shop", &["price", "dearest", "cheapest"]),
        "a: 90071992547409.94 90071992547409.93 0.01"
    );
}

#[test]
fn a_float_that_does_not_tell_decimals_apart_is_no_decimal() {
    let refused = |price: f64| {
        let mut frame = DataFrame::new(
            1,
            vec![
                Column::new("shop".into(), ["a"]),
                Column::new("price".into(), [price]),
                Column::new("items".into(), [1_i64]),
            ],
        )
        .unwrap();
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
        Project::of(&spec("sales.parquet", ""))
            .file("sales.parquet", bytes)
            .execute()
            .is_err()
    };
    assert!(!refused(9_999_999_999_999.99));
    assert!(refused(90_071_992_547_409.94));
}

/// A file in another style: a thousand and a half must not become one and a half.
#[test]
fn three_digits_behind_the_mark_are_no_decimal_of_two() {
    let read = |kind: &str, cell: &str| {
        let spec = format!(
            r#"
version: 1
title: Sales
sources:
  sales: {{path: sales.csv, delimiter: ";", decimal: ",", columns: {{shop: {{type: string}}, price: {{type: {kind}}}}}}}
measures: {{price: {{sql: "sum(price)"}}}}
breakdowns: {{by_shop: {{by: shop, measures: [price]}}}}
sections: [{{table: by_shop}}]
outputs: {{dir: out, formats: [json], charts: [], tables: []}}
"#
        );
        let project =
            Project::of(&spec).file("sales.csv", format!("shop;price\na;1,50\nb;{cell}\n"));
        project.hfreport(&["check", "spec.yaml"]).fine();
        project.execute().is_ok()
    };
    assert!(!read("decimal(2)", "6,100"));
    assert!(read("decimal(2)", "6,10"));
    assert!(read("decimal(2)", "6,1000"));
    assert!(read("decimal(3)", "6,100"));
}
