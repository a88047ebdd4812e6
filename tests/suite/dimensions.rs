//! The five kinds of dimensions, on rows whose groups were counted by hand.

use crate::fixture::Project;

const ROWS: &str = r#"[
    {"model": "a/x", "downloads": 10, "size": 99, "languages": ["en", "fr"], "day": "2025-01-31"},
    {"model": "a/y", "downloads": 20, "size": 100, "languages": ["en", "en", "xx"], "day": "2025-02-01"},
    {"model": "b/z", "downloads": 30, "size": 101, "languages": [], "day": "2024-12-31"},
    {"model": "c/u", "downloads": 40, "size": 200, "languages": ["xx"], "day": "2025-02-01"},
    {"model": "c/v", "downloads": 50, "size": null, "languages": null, "day": null},
    {"model": "d/w", "downloads": 60, "size": 0, "languages": ["fr"], "day": "2025-01-31"}
]"#;

fn project(dimensions: &str, breakdowns: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Dimensions
sources:
  models:
    path: rows.json
    columns:
      model: {{type: string}}
      downloads: {{type: integer}}
      size: {{type: integer, nullable: true}}
      languages: {{type: "list<string>", nullable: true}}
      day: {{type: date, nullable: true}}
lookups:
  languages: {{key: code, rows: [{{code: en}}, {{code: fr}}, {{code: de}}]}}
dimensions:
{dimensions}
measures: {{downloads: {{sql: "sum(downloads)"}}, models: {{sql: "count(*)"}}}}
breakdowns:
{breakdowns}
metrics:
  all: {{measure: downloads}}
sections: [{{text: "{{{{ metrics.all }}}}"}}]
allow: [HF0308]
"#
    );
    Project::of(&spec).file("rows.json", ROWS)
}

fn one(dimension: &str, breakdown: &str, columns: &[&str]) -> String {
    let dimensions = format!("  d: {dimension}");
    let breakdowns = format!("  table: {{by: d, measures: [downloads, models]{breakdown}}}");
    project(&dimensions, &breakdowns)
        .results()
        .columns("table", columns)
}

#[test]
fn a_column_can_be_grouped_by_under_its_own_and_another_name() {
    let dimensions = "  account: {sql: \"split_part(model, '/', 1)\"}\n  other: {column: day}";
    let breakdowns =
        "  own: {by: day, measures: [downloads]}\n  renamed: {by: other, measures: [downloads]}";
    let results = project(dimensions, breakdowns).results();
    let days = "2024-12-31: 30\n2025-01-31: 70\n2025-02-01: 60\n(missing): 50";
    assert_eq!(results.columns("own", &["downloads"]), days);
    assert_eq!(results.columns("renamed", &["downloads"]), days);
}

#[test]
fn an_expression_groups_rows() {
    assert_eq!(
        one(
            "{sql: \"split_part(model, '/', 1)\"}",
            "",
            &["downloads", "models"]
        ),
        "c: 90 2\nd: 60 1\na: 30 2\nb: 30 1"
    );
}

#[test]
fn a_truth_value_groups_rows() {
    assert_eq!(
        one("{sql: \"downloads > 25\"}", "", &["downloads", "models"]),
        "true: 180 4\nfalse: 30 2"
    );
}

#[test]
fn an_expression_without_a_value_is_missing() {
    assert_eq!(
        one("{sql: \"size > 100\"}", "", &["models"]),
        "false: 3\ntrue: 2\n(missing): 1"
    );
}

#[test]
fn a_part_of_a_date_and_a_case_group_rows() {
    assert_eq!(
        one(
            "{sql: \"date_part('year', day)\"}",
            ", sort: key",
            &["models"]
        ),
        "2024: 1\n2025: 4\n(missing): 1"
    );
    assert_eq!(
        one(
            "{sql: \"CASE WHEN day >= DATE '2025-02-01' THEN 'late' WHEN day IS NULL THEN 'never' ELSE 'early' END\"}",
            "",
            &["models"]
        ),
        "early: 3\nlate: 2\nnever: 1"
    );
}

#[test]
fn buckets_closed_on_the_left_hold_their_lower_edge() {
    assert_eq!(
        one(
            "{bucket: size, edges: [100, 200]}",
            "",
            &["downloads", "models"]
        ),
        "..100: 70 2\n100..200: 50 2\n200..: 40 1\n(missing): 50 1"
    );
}

#[test]
fn buckets_closed_on_the_right_hold_their_upper_edge() {
    assert_eq!(
        one(
            "{bucket: size, edges: [100, 200], closed: right}",
            "",
            &["downloads", "models"]
        ),
        "..100: 90 3\n100..200: 70 2\n200..: 0 0\n(missing): 50 1"
    );
}

#[test]
fn empty_buckets_stay_and_their_sum_is_zero() {
    assert_eq!(
        one(
            "{bucket: size, edges: [10, 20, 1k]}",
            ", where: \"size IS NOT NULL\"",
            &["downloads", "models"]
        ),
        "..10: 60 1\n10..20: 0 0\n20..1k: 100 4\n1k..: 0 0"
    );
}

#[test]
fn buckets_have_one_code_however_their_edges_are_written() {
    for edges in [
        "[100M, 7.5B]",
        "[100000k, 7500M]",
        "[100000000, 7500000000]",
    ] {
        let dimension = format!("{{bucket: size, edges: {edges}}}");
        assert_eq!(
            one(&dimension, ", where: \"size IS NOT NULL\"", &["models"]),
            "..100M: 5\n100M..7.5B: 0\n7.5B..: 0"
        );
    }
}

#[test]
fn integers_that_are_cast_have_64_bits() {
    assert_eq!(
        one(
            "{sql: \"CAST(concat('30000000', '00') AS integer) + downloads > 3000000030\"}",
            "",
            &["models"]
        ),
        "true: 3\nfalse: 3"
    );
}

#[test]
fn a_list_counts_each_of_its_values_once_per_row() {
    assert_eq!(
        one(
            "{explode: languages}",
            ", share_of: mentions",
            &["downloads", "downloads_share", "models"]
        ),
        "fr: 70 70/160 2\nxx: 60 60/160 2\nen: 30 30/160 2"
    );
}

#[test]
fn values_that_are_not_valid_are_left_out_counted_and_reported() {
    let dimensions = "  d: {explode: languages, valid: languages.code}";
    let breakdowns = "  table: {by: d, measures: [downloads, models]}";
    let results = project(dimensions, breakdowns).results();
    assert_eq!(
        results.columns(
            "table",
            &["downloads", "downloads_share", "models", "models_share"]
        ),
        "fr: 70 70/90 2 2/3\nen: 30 30/90 2 2/3"
    );
    let unmatched = &results.executed.results.unmatched[0];
    assert_eq!(
        (unmatched.dimension.as_str(), unmatched.keys, unmatched.rows),
        ("d", 1, 2)
    );
    assert_eq!(&*unmatched.heaviest[0].key, "xx");
}

#[test]
fn the_labels_of_buckets_follow_the_language() {
    let project = project(
        "  d: {bucket: size, edges: [5M, 1B, 7.5B], labels: {7.5B..: {fr: géants, en: giants}}}",
        "  table: {by: d, measures: [models]}",
    );
    let spec = project
        .read("spec.yaml")
        .replace("title: Dimensions", "locales: [fr, en]\ntitle: Dimensions")
        .replace(
            "{{ metrics.all }}",
            "{% for row in table %}[{{ row.d_label }}]{% endfor %}",
        );
    let project = project.file("spec.yaml", spec);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let plain = |file: &str| {
        project
            .read(file)
            .replace(['\u{a0}', '\u{202f}', '\\'], " ")
            .replace("  ", " ")
    };
    let (french, english) = (plain("out/report.md"), plain("out/report.en.md"));
    for label in ["< 5 M", "5 M – 1 Md", "1 Md – 7,5 Md", "géants"] {
        assert!(
            french.replace("&lt;", "<").contains(label),
            "{label}\n{french}"
        );
    }
    for label in ["<5M", "5M–1B", "1B–7.5B", "giants"] {
        assert!(
            english
                .replace("&lt;", "<")
                .replace("< 5M", "<5M")
                .contains(label),
            "{label}\n{english}"
        );
    }
}

#[test]
fn dimensions_may_stand_in_conditions_and_expressions() {
    let dimensions = "  account: {sql: \"split_part(model, '/', 1)\"}\n  bucket: {bucket: size, edges: [100]}\n  vowel: {sql: \"account = 'a'\"}";
    let breakdowns = "  large: {by: account, measures: [downloads], where: \"bucket = '100..'\"}\n  vowels: {by: vowel, measures: [downloads]}";
    let results = project(dimensions, breakdowns).results();
    assert_eq!(
        results.columns("large", &["downloads"]),
        "c: 40\nb: 30\na: 20"
    );
    assert_eq!(
        results.columns("vowels", &["downloads"]),
        "false: 180\ntrue: 30"
    );
}
