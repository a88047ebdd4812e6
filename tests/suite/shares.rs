//! The denominators of shares: the total, a parent, dimensions held fixed; rows, valid rows or
//! mentions.

use crate::fixture::{Project, lines};

const ROWS: &str = "model,country,account,task,downloads
m1,US,google,nlp,50
m2,US,google,vision,30
m3,US,openai,vision,20
m4,FR,mistral,nlp,40
m5,FR,camem,nlp,10
";

fn shares(breakdown: &str) -> String {
    let spec = format!(
        r#"
version: 1
title: Shares
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string}}
      country: {{type: string}}
      account: {{type: string}}
      task: {{type: string}}
      downloads: {{type: integer}}
measures: {{downloads: {{sql: "sum(downloads)"}}, models: {{sql: "count(*)"}}}}
breakdowns:
  t: {{{breakdown}}}
sections: [{{table: t}}]
"#
    );
    Project::of(&spec)
        .file("rows.csv", ROWS)
        .results()
        .table("t")
}

#[test]
fn shares_are_of_the_total_unless_the_spec_says_otherwise() {
    assert_eq!(
        shares("by: [country, account], measures: [downloads], within: total"),
        lines(
            "US / google: downloads 80, downloads_share 80/150, downloads_rank 1
             US / openai: downloads 20, downloads_share 20/150, downloads_rank 3
             FR / mistral: downloads 40, downloads_share 40/150, downloads_rank 2
             FR / camem: downloads 10, downloads_share 10/150, downloads_rank 4"
        )
    );
}

#[test]
fn the_parent_is_all_dimensions_but_the_last() {
    let expected = lines(
        "US / google: downloads 80, downloads_share 80/100, downloads_rank 1
         US / openai: downloads 20, downloads_share 20/100, downloads_rank 2
         FR / mistral: downloads 40, downloads_share 40/50, downloads_rank 1
         FR / camem: downloads 10, downloads_share 10/50, downloads_rank 2",
    );
    assert_eq!(
        shares("by: [country, account], measures: [downloads], within: parent"),
        expected
    );
    assert_eq!(
        shares("by: [country, account], measures: [downloads], within: country"),
        expected
    );
}

#[test]
fn any_dimension_can_be_held_fixed() {
    assert_eq!(
        shares("by: [country, task], measures: [downloads], within: task"),
        lines(
            "US / nlp: downloads 50, downloads_share 50/100, downloads_rank 1
             US / vision: downloads 50, downloads_share 50/50, downloads_rank 1
             FR / nlp: downloads 50, downloads_share 50/100, downloads_rank 1"
        )
    );
}

#[test]
fn cumulative_shares_follow_the_order_and_end_at_everything() {
    assert_eq!(
        shares("by: account, measures: [downloads], cumulative: true"),
        lines(
            "google: downloads 80, downloads_share 80/150, downloads_rank 1, downloads_cumulative 80/150
             mistral: downloads 40, downloads_share 40/150, downloads_rank 2, downloads_cumulative 120/150
             openai: downloads 20, downloads_share 20/150, downloads_rank 3, downloads_cumulative 140/150
             camem: downloads 10, downloads_share 10/150, downloads_rank 4, downloads_cumulative 150/150"
        )
    );
}

#[test]
fn cumulative_shares_start_again_in_what_is_held_fixed() {
    assert_eq!(
        shares("by: [country, account], measures: [models], within: country, cumulative: true"),
        lines(
            "US / google: models 2, models_share 2/3, models_rank 1, models_cumulative 2/3
             US / openai: models 1, models_share 1/3, models_rank 2, models_cumulative 3/3
             FR / camem: models 1, models_share 1/2, models_rank 1, models_cumulative 1/2
             FR / mistral: models 1, models_share 1/2, models_rank 1, models_cumulative 2/2"
        )
    );
}

#[test]
fn a_condition_bounds_the_denominator_too() {
    assert_eq!(
        shares("by: country, measures: [downloads], where: \"task = 'nlp'\""),
        lines(
            "FR: downloads 50, downloads_share 50/100, downloads_rank 1
             US: downloads 50, downloads_share 50/100, downloads_rank 1"
        )
    );
}

const LANGUAGES: &str = r#"[
    {"kind": "x", "languages": ["en", "fr"], "downloads": 10},
    {"kind": "x", "languages": ["en", "zz"], "downloads": 20},
    {"kind": "x", "languages": ["zz"], "downloads": 30},
    {"kind": "y", "languages": [], "downloads": 40},
    {"kind": "y", "languages": ["fr"], "downloads": 50},
    {"kind": "y", "languages": null, "downloads": 60}
]"#;

fn languages(breakdown: &str) -> String {
    let results = project(breakdown, LANGUAGES).results();
    results.columns("t", &["downloads", "downloads_share"])
}

fn project(breakdown: &str, rows: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Languages
sources:
  models:
    path: rows.json
    columns:
      kind: {{type: string}}
      languages: {{type: "list<string>", nullable: true}}
      downloads: {{type: integer}}
lookups: {{languages: {{key: code, rows: [{{code: en}}, {{code: fr}}]}}}}
dimensions:
  language: {{explode: languages, valid: languages.code}}
measures: {{downloads: {{sql: "sum(downloads)"}}, models: {{sql: "count(*)"}}}}
breakdowns:
  t: {{{breakdown}}}
sections: [{{table: t}}]
"#
    );
    Project::of(&spec).file("rows.json", rows)
}

#[test]
fn the_share_of_a_list_is_of_all_rows_of_valid_rows_or_of_mentions() {
    let of = |what: &str| {
        languages(&format!(
            "by: language, measures: [downloads], share_of: {what}"
        ))
    };
    assert_eq!(of("rows"), "fr: 60 60/210\nen: 30 30/210");
    assert_eq!(of("valid"), "fr: 60 60/80\nen: 30 30/80");
    assert_eq!(of("mentions"), "fr: 60 60/90\nen: 30 30/90");
}

#[test]
fn without_a_word_the_share_of_a_list_is_of_valid_rows() {
    assert_eq!(
        languages("by: language, measures: [downloads]"),
        "fr: 60 60/80\nen: 30 30/80"
    );
}

#[test]
fn the_denominator_of_a_list_can_be_held_fixed_by_another_dimension() {
    let of = |what: &str| {
        languages(&format!(
            "by: [kind, language], measures: [downloads], within: kind, share_of: {what}"
        ))
    };
    assert_eq!(
        of("rows"),
        "y / fr: 50 50/150\nx / en: 30 30/60\nx / fr: 10 10/60"
    );
    assert_eq!(
        of("valid"),
        "y / fr: 50 50/50\nx / en: 30 30/30\nx / fr: 10 10/30"
    );
    assert_eq!(
        of("mentions"),
        "y / fr: 50 50/50\nx / en: 30 30/40\nx / fr: 10 10/40"
    );
}

/// Four rows: 100 in English and French, 20 in all three, 3 in German and French, 5 in none.
const MIXED: &str = r#"[
    {"kind": "x", "downloads": 100, "languages": ["en", "fr"]},
    {"kind": "x", "downloads": 20, "languages": ["de", "en", "fr"]},
    {"kind": "y", "downloads": 3, "languages": ["fr", "de", "de"]},
    {"kind": "y", "downloads": 5, "languages": []}
]"#;

fn mixed(definition: &str) -> String {
    let spec = format!(
        r#"
version: 1
title: Languages
sources:
  models:
    path: rows.json
    columns:
      kind: {{type: string}}
      languages: {{type: "list<string>", nullable: true}}
      downloads: {{type: integer}}
lookups:
  families:
    key: code
    rows: [{{code: en, family: germanic}}, {{code: de, family: germanic}}, {{code: fr, family: romance}}]
dimensions:
  language: {{explode: languages}}
  family: {{lookup: families.family, key: language}}
measures: {{downloads: {{sql: "sum(downloads)"}}, models: {{sql: "count(*)"}}}}
breakdowns: {{{definition}}}
sections: [{{table: t}}]
"#
    );
    Project::of(&spec)
        .file("rows.json", MIXED)
        .results()
        .columns("t", &["downloads", "models", "downloads_share"])
}

#[test]
fn a_row_counts_once_among_the_others_of_a_list_unless_mentions_are_counted() {
    let folded = |what: &str| {
        mixed(&format!(
            "t: {{by: language, measures: [downloads, models], keep: {{language: {{values: [fr]}}}}, share_of: {what}}}"
        ))
    };
    // Others: German or English. 100 + 20 + 3 from three rows, one of which has both.
    assert_eq!(
        folded("valid"),
        "fr: 123 3 123/123\n(others): 123 3 123/123"
    );
    assert_eq!(folded("rows"), "fr: 123 3 123/128\n(others): 123 3 123/128");
    assert_eq!(
        folded("mentions"),
        "fr: 123 3 123/266\n(others): 143 4 143/266"
    );
}

#[test]
fn a_row_counts_once_in_an_attribute_that_several_of_its_values_share() {
    let by_family = |what: &str| {
        mixed(&format!(
            "t: {{by: family, measures: [downloads, models], share_of: {what}}}"
        ))
    };
    assert_eq!(
        by_family("valid"),
        "germanic: 123 3 123/123\nromance: 123 3 123/123"
    );
    assert_eq!(
        by_family("mentions"),
        "germanic: 143 4 143/266\nromance: 123 3 123/266"
    );
}

#[test]
fn a_row_counts_once_where_a_filter_names_several_of_its_values() {
    assert_eq!(
        mixed("t: {by: kind, measures: [downloads, models], where: \"language IN ('en', 'de')\"}"),
        "x: 120 2 120/123\ny: 3 1 3/123"
    );
}
