//! The effects of a list on rows without a value, distinct values, denominators, cumulative shares.
//! Six rows, three of which have a language.

use crate::fixture::{Computed, Project, lines};

const ROWS: &str = r#"[
    {"account": "a", "downloads": 10, "languages": ["en", "fr"], "tags": ["x"]},
    {"account": "a", "downloads": 20, "languages": [], "tags": []},
    {"account": "a", "downloads": 30, "languages": null, "tags": ["x", "y"]},
    {"account": "b", "downloads": 40, "languages": ["en"], "tags": null},
    {"account": "b", "downloads": 50, "languages": ["fr", "de", "fr"], "tags": ["y"]},
    {"account": "c", "downloads": 60, "languages": [], "tags": []}
]"#;

fn project(definitions: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Lists
sources:
  models:
    path: rows.json
    columns:
      account: {{type: string}}
      downloads: {{type: integer}}
      languages: {{type: "list<string>", nullable: true}}
      tags: {{type: "list<string>", nullable: true}}
lookups:
  families:
    key: code
    rows: [{{code: en, family: germanic}}, {{code: de, family: germanic}}, {{code: fr, family: romance}}]
  big:
    key: account
    rows: [{{account: b, size: big}}]
dimensions:
  language: {{explode: languages}}
  tag: {{explode: tags}}
  family: {{lookup: families.family, key: language, unmatched: error}}
  size: {{lookup: big.size, key: account, unmatched: exclude}}
measures:
  models: {{sql: "count(*)"}}
  downloads: {{sql: "sum(downloads)"}}
  english: {{sql: "count(*) FILTER (WHERE language = 'en')"}}
  languages: {{count_distinct: language}}
  pairs: {{count_distinct: [account, language]}}
  accounts: {{count_distinct: account}}
  tags: {{count_distinct: tag}}
{definitions}
sections: [{{text: "."}}]
allow: [HF0308]
"#
    );
    Project::of(&spec).file("rows.json", ROWS)
}

fn breakdown(definition: &str) -> Computed {
    project(&format!("breakdowns:\n  t: {{{definition}}}")).results()
}

#[test]
fn a_list_that_is_an_attribute_leaves_no_row_out() {
    let results =
        breakdown("by: account, measures: [models, downloads], with: {language: largest}");
    assert_eq!(
        results.columns("t", &["models", "downloads", "language"]),
        "a: 3 60 en\nb: 2 90 de\nc: 1 60 (missing)"
    );
}

#[test]
fn an_attribute_that_excludes_rows_of_its_own_breakdowns_leaves_no_row_out_of_others() {
    let results = breakdown("by: account, measures: [models], with: {size: largest}");
    assert_eq!(
        results.columns("t", &["models", "size"]),
        "a: 3 (missing)\nb: 2 big\nc: 1 (missing)"
    );
}

#[test]
fn a_list_that_one_measure_names_changes_no_other_measure() {
    let results = breakdown("by: account, measures: [models, english, languages, pairs]");
    assert_eq!(
        results.columns("t", &["models", "english", "languages", "pairs"]),
        "a: 3 1 2 2\nb: 2 1 3 3\nc: 1 0 0 0"
    );
}

#[test]
fn a_condition_on_a_list_keeps_the_rows_that_pass_without_it() {
    let results =
        breakdown("by: account, measures: [models], where: \"account = 'c' OR language = 'en'\"");
    assert_eq!(results.columns("t", &["models"]), "a: 1\nb: 1\nc: 1");
    let results = breakdown("by: account, measures: [models], where: \"language IS NULL\"");
    assert_eq!(results.columns("t", &["models"]), "a: 2\nc: 1");
}

#[test]
fn metrics_count_every_row_once_whatever_they_name() {
    let results = project(
        "metrics:
  languages: {measure: languages}
  pairs: {measure: pairs}
  without: {measure: models, where: \"language IS NULL\"}
  either: {measure: models, where: \"account = 'c' OR language IN ('fr', 'de')\", of: {}}
  english: {measure: english, of: {measure: models}}",
    )
    .results();
    assert_eq!(results.metric("languages"), "3");
    assert_eq!(results.metric("pairs"), "5");
    assert_eq!(results.metric("without"), "3");
    assert_eq!(results.metric("either"), "3/6");
    assert_eq!(results.metric("english"), "2/6");
    assert_eq!(results.metric_result("english").numerator_rows, 2);
    assert_eq!(results.metric_result("english").denominator_rows, 6);
}

#[test]
fn a_breakdown_by_what_is_looked_up_from_a_list_has_no_rows_without_a_value() {
    let results = breakdown("by: family, measures: [models]");
    assert_eq!(
        results.columns("t", &["models", "models_share"]),
        "germanic: 3 3/3\nromance: 2 2/3"
    );
}

#[test]
fn a_distinct_count_of_the_list_leaves_the_denominators_as_they_are() {
    let of = |what: &str| {
        breakdown(&format!(
            "by: language, measures: [models, pairs, downloads], share_of: {what}"
        ))
        .columns("t", &["models_share", "pairs_share", "downloads_share"])
    };
    assert_eq!(
        of("valid"),
        "en: 2/3 2/5 50/100\nfr: 2/3 2/5 60/100\nde: 1/3 1/5 50/100"
    );
    assert_eq!(
        of("rows"),
        "en: 2/6 2/5 50/210\nfr: 2/6 2/5 60/210\nde: 1/6 1/5 50/210"
    );
    assert_eq!(
        of("mentions"),
        "en: 2/5 2/5 50/160\nfr: 2/5 2/5 60/160\nde: 1/5 1/5 50/160"
    );
}

#[test]
fn folded_parents_have_the_rows_that_they_take_in_as_denominator() {
    let of = |what: &str| {
        breakdown(&format!(
            "by: [account, language], measures: [models], within: account, share_of: {what}, keep: {{account: {{top: 1}}}}"
        ))
        .columns("t", &["models_share"])
    };
    assert_eq!(
        of("rows"),
        lines(
            "b / de: 1/2
             b / en: 1/2
             b / fr: 1/2
             (others) / en: 1/4
             (others) / fr: 1/4"
        )
    );
    assert_eq!(
        of("valid"),
        lines(
            "b / de: 1/2
             b / en: 1/2
             b / fr: 1/2
             (others) / en: 1/1
             (others) / fr: 1/1"
        )
    );
}

#[test]
fn cumulative_shares_count_a_row_once_that_stands_in_several_groups() {
    let of = |what: &str| {
        breakdown(&format!(
            "by: language, measures: [models, accounts], cumulative: true, share_of: {what}"
        ))
        .columns("t", &["models_cumulative", "accounts_cumulative"])
    };
    assert_eq!(of("valid"), "en: 2/3 2/2\nfr: 3/3 2/2\nde: 3/3 2/2");
    assert_eq!(of("rows"), "en: 2/6 2/3\nfr: 3/6 2/3\nde: 3/6 2/3");
    assert_eq!(of("mentions"), "en: 2/5 2/2\nfr: 4/5 2/2\nde: 5/5 2/2");
}

#[test]
fn cumulative_shares_start_again_in_each_parent_and_end_with_the_others() {
    let results = breakdown(
        "by: [account, language], measures: [models], within: account, cumulative: true, keep: {language: {values: [en]}}",
    );
    // Of b, one row is in English, the other in two other languages.
    assert_eq!(
        results.columns("t", &["models", "models_cumulative"]),
        lines(
            "b / en: 1 1/2
             b / (others): 1 2/2
             a / en: 1 1/1
             a / (others): 1 1/1"
        )
    );
}

#[test]
fn the_rows_behind_a_breakdown_are_counted_once() {
    let source_rows =
        |definition: &str| breakdown(definition).executed.results.frames["t"].source_rows;
    assert_eq!(
        source_rows("by: account, measures: [models], with: {language: largest}"),
        6
    );
    for what in ["rows", "valid", "mentions"] {
        let plain = format!("by: language, measures: [downloads], share_of: {what}");
        assert_eq!(source_rows(&plain), 3, "{what}");
        let folded = format!("{plain}, keep: {{language: {{top: 1}}}}");
        assert_eq!(source_rows(&folded), 3, "{what}");
    }
    let explained = project("breakdowns:\n  t: {by: language, measures: [models]}")
        .hfreport(&["explain", "spec.yaml", "t"])
        .fine();
    assert!(
        explained.stdout.contains("3 rows, made of 3 source rows"),
        "{}",
        explained.stdout
    );
}

#[test]
fn a_level_is_ordered_by_its_own_total_in_which_a_row_counts_once() {
    // Of b, two rows have three languages, one of which is left out; a has one row in two.
    let results =
        breakdown("by: [account, language], measures: [accounts, models], share_of: valid");
    assert_eq!(
        results.columns("t", &["models"]),
        lines(
            "a / en: 1
             a / fr: 1
             b / de: 1
             b / en: 1
             b / fr: 1"
        )
    );
}

#[test]
fn rows_of_a_breakdown_are_not_taken_apart_again() {
    // A language of the Germanic and one of the Romance family, each a row of the first breakdown.
    let results = project(
        "breakdowns:
  first: {by: language, measures: [models], with: {family: largest}}
  t: {from: first, by: [family, language], measures: [accounts_of_it]}",
    );
    let spec = results.read("spec.yaml").replace(
        "  tags: {count_distinct: tag}",
        "  tags: {count_distinct: tag}\n  accounts_of_it: {sql: \"sum(models)\"}",
    );
    assert_eq!(
        results
            .file("spec.yaml", spec)
            .results()
            .columns("t", &["accounts_of_it"]),
        "germanic / en: 2\ngermanic / de: 1\nromance / fr: 2"
    );
}

#[test]
fn two_lists_in_one_breakdown_or_metric_are_refused_before_the_run() {
    for definition in [
        "breakdowns: {t: {by: language, measures: [models], with: {tag: largest}}}",
        "breakdowns: {t: {by: account, measures: [languages, tags]}}",
        "breakdowns: {t: {by: language, measures: [models], where: \"tag = 'x'\"}}",
        "metrics: {t: {measure: models, where: \"tag = 'x' AND language = 'en'\"}}",
        "metrics: {t: {measure: models, of: {measure: languages, where: \"tag = 'x'\"}}}",
    ] {
        let project = project(definition);
        let told = project
            .hfreport(&["check", "spec.yaml"])
            .ends_with(1)
            .stderr;
        assert!(
            told.contains("HF0307") && told.contains("`language` and `tag`"),
            "{definition}: {told}"
        );
    }
}

#[test]
fn rows_without_a_list_weigh_in_for_the_unknown_keys_of_another_lookup() {
    // 18 downloads: 5 of an account that the lookup does not have, with a list, and 13 of one that it has, without.
    let project = Project::of(
        r#"
version: 1
title: Report
locales: [en]
sources:
  rows:
    path: rows.ndjson
    columns: {account: {type: string}, languages: {type: "list<string>", nullable: true}, downloads: {type: integer}}
lookups:
  accounts: {key: account, rows: [{account: a, owner: A}]}
dimensions:
  language: {explode: languages}
  owner: {lookup: accounts.owner, key: account}
measures: {downloads: {sql: "sum(downloads)"}}
scope: {top: {by: account, measure: downloads, n: 2}}
breakdowns:
  by_language_owner: {by: [language, owner], measures: [downloads], within: total, share_of: rows}
sections: [{table: by_language_owner}]
"#,
    )
    .file(
        "rows.ndjson",
        "{\"account\":\"x\",\"languages\":[\"en\",\"fr\"],\"downloads\":5}\n{\"account\":\"a\",\"languages\":null,\"downloads\":13}\n",
    );
    let outcome = project.hfreport(&["run", "spec.yaml"]).fine();
    assert!(outcome.stderr.contains("27.78%"), "{}", outcome.stderr);
}
