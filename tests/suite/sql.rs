//! SQL means the same everywhere: over rows of a source, groups and rows of breakdowns.

use crate::fixture::Project;

const ROWS: &str = "model,region,downloads,parameters,likes,price,k,tags
éa,Bretagne,300000000,70000000000,0,0.1,9,x
b,Bretagne,20000000,8000000,3,0.2,3,y
c,Alsace,5,1000,0,1.005,,x
d,Alsace,0,7,0,2.5,5,x
";

fn project(rest: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: SQL
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string, unique: true}}
      region: {{type: string}}
      downloads: {{type: integer}}
      parameters: {{type: integer}}
      likes: {{type: integer}}
      price: {{type: number}}
      k: {{type: integer, nullable: true}}
      tags: {{type: string}}
dimensions:
  ratio: {{sql: "likes / downloads"}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "count(*)"}}
  product: {{sql: "sum(downloads * parameters)"}}
  greatest: {{sql: "max(downloads * parameters)"}}
  mean: {{sql: "avg(downloads * parameters)"}}
  prices: {{sql: "sum(price)"}}
  mean_price: {{sql: "avg(price)"}}
breakdowns:
  by_region: {{by: region, measures: [downloads, product, models, prices]}}
  by_model: {{by: model, measures: [downloads, models]}}
  by_ratio: {{by: ratio, measures: [models]}}
{rest}
allow: [HF0308]
"#
    );
    Project::of(&spec).file("rows.csv", ROWS)
}

fn metric(definition: &str) -> String {
    let rest = format!("metrics: {{m: {definition}}}\nsections: [{{table: by_region}}]");
    project(&rest).results().metric("m")
}

fn models(condition: &str) -> String {
    metric(&format!("{{measure: models, where: \"{condition}\"}}"))
}

#[test]
fn products_never_wrap_in_any_aggregate_or_step() {
    assert_eq!(metric("{measure: product}"), "21000160000000005000");
    assert_eq!(metric("{measure: greatest}"), "21000000000000000000");
    assert_eq!(metric("{measure: mean}"), "21000160000000005000/4");
    assert_eq!(models("downloads + 9223372036854775807 > 0"), "4");
    assert_eq!(models("downloads * parameters > 9223372036854775807"), "1");
    let second = "{from: by_region, sql: \"sum(product * 1000)\"}";
    assert_eq!(metric(second), "21000160000000005000000");
    let condition =
        "{from: by_region, where: \"product * 1000 > 20000000000000000000000\", sql: \"count(*)\"}";
    assert_eq!(metric(condition), "1");
}

#[test]
fn a_division_by_zero_is_missing_in_conditions_and_keys() {
    assert_eq!(models("likes / downloads > 0.4"), "0");
    assert_eq!(models("(likes / downloads) IS NULL"), "1");
    let results = project("sections: [{table: by_ratio}]").results();
    let table = results.table("by_ratio");
    assert!(!table.contains("inf") && !table.contains("NaN"), "{table}");
    assert!(
        table.contains("0.00000015: ") && table.contains("0: models 2"),
        "{table}"
    );
}

#[test]
fn texts_are_counted_in_characters() {
    assert_eq!(models("strpos(model, 'a') = 2"), "1");
    assert_eq!(models("length(model) = 2"), "1");
}

#[test]
fn rounding_and_casts_are_exact() {
    assert_eq!(models("round(price) = 3"), "1");
    assert_eq!(models("CAST(round(price * 1000) AS INTEGER) = 1005"), "1");
    assert_eq!(models("price * 1000 = 1005"), "1");
    let problems = project("metrics: {m: {measure: models, where: \"CAST(price AS INTEGER) = 1\"}}\nsections: [{table: by_region}]").problems();
    assert!(problems.contains("HF0430"), "{problems}");
    assert!(problems.contains("price is 0.1"), "{problems}");
}

#[test]
fn rows_without_a_value_are_not_true() {
    assert_eq!(models("(k > 5) IS NOT TRUE"), "3");
    assert_eq!(models("NOT (k > 5)"), "2");
    assert_eq!(models("k IN (5, 9)"), "2");
}

#[test]
fn sums_of_numbers_are_decimal() {
    assert_eq!(metric("{measure: prices}"), "3.805");
    assert_eq!(metric("{measure: mean_price}"), "3805/4000");
    let by_region = "{from: by_region, where: \"region = 'Bretagne'\", sql: \"max(prices) = 0.3\"}";
    assert_eq!(metric(by_region), "true");
}

#[test]
fn what_only_a_run_could_find_is_found_by_check_at_its_place() {
    for (condition, part) in [
        ("model LIKE 'a!' ESCAPE '!'", "the pattern ends with `!`"),
        ("regexp_like(model, '(')", "no regular expression"),
        (
            "regexp_like(model, '((a{999}){999}){9}')",
            "repetitions of repetitions multiply",
        ),
        (
            "downloads > 999999999999999999999999999999999999999999",
            "more digits than a number keeps",
        ),
        (
            "CAST(string_split(tags, ',') AS STRING) = 'x'",
            "array_to_string",
        ),
        (
            "string_split(tags, ',') = string_split(model, ',')",
            "array_contains",
        ),
    ] {
        let rest = format!(
            "metrics:\n  m: {{measure: models, where: \"{condition}\"}}\nsections: [{{table: by_region}}]"
        );
        let outcome = project(&rest)
            .hfreport(&["check", "spec.yaml"])
            .ends_with(1);
        assert!(
            outcome.stderr.contains(part),
            "{condition}: {}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains("spec.yaml:31"),
            "{condition}: {}",
            outcome.stderr
        );
    }
    assert_eq!(models("model LIKE region || '%'"), "0");
}
