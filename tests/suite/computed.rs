//! Measures that are computed of several aggregates, and medians and quantiles: exact in every row, and
//! recomputed from rows for others.

use crate::fixture::{Project, lines};

const ROWS: &str = r#"{"model": "m1", "account": "google", "downloads": 50, "parameters": 100, "price": 0.1, "day": "2024-02-28", "languages": ["en", "fr"]}
{"model": "m2", "account": "google", "downloads": 30, "parameters": null, "price": 0.2, "day": "2024-03-01", "languages": ["en"]}
{"model": "m3", "account": "openai", "downloads": 15, "parameters": 2000, "price": 2.25, "day": "2025-01-01", "languages": ["fr"]}
{"model": "m4", "account": "mistral", "downloads": 5, "parameters": 500, "price": null, "day": "2024-12-31", "languages": []}
{"model": "m5", "account": "nobody", "downloads": 0, "parameters": null, "price": 1.5, "day": "2025-01-02", "languages": ["en", "fr"]}
"#;

fn project(measures: &str, rest: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Computed
params:
  place: {{type: number, default: 0.9}}
sources:
  models:
    path: rows.ndjson
    columns:
      model: {{type: string, unique: true}}
      account: {{type: string}}
      downloads: {{type: integer}}
      parameters: {{type: integer, nullable: true}}
      price: {{type: number, nullable: true}}
      day: {{type: date}}
      languages: {{type: "list<string>"}}
dimensions:
  language: {{explode: languages}}
measures:
  downloads: {{sql: "sum(downloads)"}}
{measures}
{rest}
allow: [HF0308]
"#
    );
    Project::of(&spec).file("rows.ndjson", ROWS)
}

const BY_ACCOUNT: &str =
    "breakdowns: {by_account: {by: account, measures: [downloads, it], keep: {account: {top: 2}}}}
sections: [{table: by_account}]";

/// A measure in the rows of google, openai and the others, `mistral` and `nobody`.
fn by_account(sql: &str) -> String {
    let project = project(&format!("  it: {{sql: \"{sql}\"}}"), BY_ACCOUNT);
    project.results().columns("by_account", &["it"])
}

fn metric(sql: &str) -> String {
    let rest = format!(
        "metrics: {{m: {{sql: \"{sql}\"}}}}\nbreakdowns: {{b: {{by: account}}}}\nsections: [{{table: b}}]"
    );
    project("", &rest).results().metric("m")
}

#[test]
fn a_quotient_of_sums_keeps_its_two_integers_and_is_recomputed_for_others() {
    assert_eq!(
        by_account("sum(downloads) / count(*)"),
        lines(
            "google: 80/2
             openai: 15/1
             (others): 5/2"
        )
    );
    assert_eq!(
        by_account("sum(downloads) / sum(parameters)"),
        lines(
            "google: 80/100
             openai: 15/2000
             (others): 5/500"
        )
    );
}

#[test]
fn a_division_by_zero_is_missing() {
    assert_eq!(
        by_account("count(*) / (count(*) - count(parameters))"),
        lines(
            "google: 2/1
             openai: -
             (others): 2/1"
        )
    );
    assert_eq!(metric("sum(downloads) / (count(*) - 5)"), "-");
}

#[test]
fn differences_are_of_numbers_and_of_days() {
    assert_eq!(
        by_account("sum(downloads) - sum(parameters) FILTER (WHERE parameters < 1000)"),
        lines(
            "google: -20
             openai: 15
             (others): -495"
        )
    );
    // 2024 is a leap year: from 28 February to 1 March are two days.
    assert_eq!(
        by_account("max(day) - min(day)"),
        lines(
            "google: 2
             openai: 0
             (others): 2"
        )
    );
}

#[test]
fn a_median_is_of_all_the_rows_of_a_group() {
    // google has 50 and 30, the others 5 and 0.
    assert_eq!(
        by_account("median(downloads)"),
        lines(
            "google: 40
             openai: 15
             (others): 5/2"
        )
    );
    // Missing values are none.
    assert_eq!(
        by_account("median(parameters)"),
        lines(
            "google: 100
             openai: 2000
             (others): 500"
        )
    );
    // (0.1 + 0.2) / 2 of decimals.
    assert_eq!(
        by_account("median(price)"),
        lines(
            "google: 3/20
             openai: 2.25
             (others): 1.5"
        )
    );
    assert_eq!(metric("median(downloads)"), "15");
    assert_eq!(
        metric("median(downloads) FILTER (WHERE account = 'google')"),
        "40"
    );
}

#[test]
fn a_quantile_is_in_proportion_between_two_numbers() {
    // 0, 5, 15, 30, 50: the place of 0.9 is 3.6, that of 0.25 is 1.
    assert_eq!(metric("quantile(downloads, 0.9)"), "42");
    assert_eq!(metric("quantile(downloads, params.place)"), "42");
    assert_eq!(metric("quantile(downloads, 0.25)"), "5");
    assert_eq!(
        metric("quantile(downloads, 1) - quantile(downloads, 0)"),
        "50"
    );
}

#[test]
fn a_row_counts_once_among_its_values_of_a_list() {
    let rest = "breakdowns: {b: {by: language, measures: [it], share_of: rows, keep: {language: {top: 1}}}, all: {by: account, measures: [it], where: \"language IN ('en', 'fr')\"}}
sections: [{table: b}, {table: all}]";
    let results = project("  it: {sql: \"median(downloads)\"}", rest).results();
    // English: 50, 30, 0; French, folded: 50, 15, 0.
    assert_eq!(
        results.columns("b", &["it"]),
        lines(
            "en: 30
             (others): 15"
        )
    );
    assert_eq!(
        results.columns("all", &["it"]),
        lines(
            "google: 40
             openai: 15
             nobody: 0"
        )
    );
}

#[test]
fn what_is_computed_has_a_rank_and_no_share() {
    let results = project("  it: {sql: \"sum(downloads) / count(*)\"}", BY_ACCOUNT).results();
    assert_eq!(
        results.table("by_account"),
        lines(
            "google: downloads 80, downloads_share 80/100, downloads_rank 1, it 80/2, it_rank 1
             openai: downloads 15, downloads_share 15/100, downloads_rank 2, it 15/1, it_rank 2
             (others): downloads 5, downloads_share 5/100, downloads_rank -, it 5/2, it_rank -"
        )
    );
}

#[test]
fn a_second_step_computes_of_the_rows_of_a_breakdown() {
    let rest = "breakdowns:
  by_account: {by: account, measures: [downloads, it]}
  again: {from: by_account, by: downloads_rank, measures: [middle]}
metrics:
  most: {from: by_account, sql: \"max(it) - min(it)\"}
  middle: {from: by_account, sql: \"median(downloads)\"}
sections: [{table: by_account}]";
    let measures =
        "  it: {sql: \"sum(downloads) / count(*)\"}\n  middle: {sql: \"median(it) / count(*)\"}";
    let results = project(measures, rest).results();
    assert_eq!(results.metric("most"), "80/2");
    // 80, 15, 5, 0
    assert_eq!(results.metric("middle"), "10");
    // One row each: its own mean, of one row.
    assert_eq!(
        results.columns("again", &["middle"]),
        lines(
            "1: 80/2
             2: 15/1
             3: 5/1
             4: 0/1"
        )
    );
}

#[test]
fn what_cannot_be_measured_is_refused_at_its_place() {
    for (sql, part) in [
        ("1 + 1", "expected an aggregate"),
        ("downloads / count(*)", "`downloads` has many values here"),
        ("median(account)", "number is needed here"),
        ("quantile(downloads, 2)", "a number from 0 to 1"),
        ("quantile(downloads, downloads)", "written down or a param"),
        ("quantile(downloads)", "takes a number and a place"),
        (
            "percentile_cont(downloads, 0.9)",
            "write `quantile(value, 0.9)`",
        ),
        ("sum(DISTINCT downloads)", "only `count(DISTINCT …)` does"),
    ] {
        let problems = project(&format!("  it: {{sql: \"{sql}\"}}"), BY_ACCOUNT).problems();
        assert!(problems.contains(part), "{sql}: {problems}");
        assert!(problems.contains("spec.yaml:21"), "{sql}: {problems}");
    }
}

#[test]
fn a_group_without_an_exact_value_is_named_by_its_parts() {
    let measures = "  it: {sql: \"CAST(sum(downloads) / count(*) AS INTEGER)\"}";
    let problems = project(measures, BY_ACCOUNT).problems();
    assert!(problems.contains("would lose a fraction"), "{problems}");
    assert!(
        problems.contains("sum(downloads) is 5, count(*) is 2"),
        "{problems}"
    );
}

#[test]
fn what_only_groups_know_is_no_value_of_a_row() {
    let rest = "lookups: {owners: {key: account, rows: [{account: google, owner: Alphabet}]}}\n"
        .to_owned()
        + BY_ACCOUNT;
    let project = project("  it: {sql: \"max(owner)\"}", &rest);
    let spec = project.read("spec.yaml").replace(
        "  language: {explode: languages}",
        "  language: {explode: languages}\n  owner: {lookup: owners.owner, key: account, unmatched: keep}",
    );
    project.write("spec.yaml", spec);
    let problems = project.problems();
    assert!(
        problems.contains("`max(owner)` reads `owner` of each row"),
        "{problems}"
    );
}
