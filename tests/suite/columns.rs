//! Columns of breakdowns are identified by their content, never by their spelling.

use crate::fixture::{Project, lines};

const ROWS: &str = "model,author,market_share,downloads,date
a1,acme,10,100,2024-01-01
a2,acme,20,50,2024-03-01
b1,beta,30,7,2024-01-01
";

/// A spec over these rows: two measures, and whatever a test adds.
fn project(rest: &str) -> Project {
    let spec = format!(
        r"
version: 1
title: Columns
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string}}
      author: {{type: string}}
      market_share: {{type: integer}}
      downloads: {{type: integer}}
      date: {{type: date}}
allow: [HF0308]
{rest}"
    );
    Project::of(&spec).file("rows.csv", ROWS)
}

const MARKET: &str = r#"
measures:
  market_share: {sql: "sum(market_share)", format: integer}
breakdowns:
  by_author: {by: author, measures: [market_share]}
  large: {by: author, measures: [market_share], keep: {author: {any: "market_share > 5", other: drop}}}
metrics:
  total: {from: by_author, sql: "sum(market_share)", format: integer}
  most: {from: by_author, sql: "max(market_share)", format: integer}
checks:
  the sum is right: {from: by_author, sql: "sum(market_share) = 60"}
charts:
  market: {type: table, data: by_author}
"#;

#[test]
fn a_measure_whose_name_ends_like_a_share_is_a_number_in_second_steps_checks_and_conditions() {
    let results = project(&format!(
        "{MARKET}sections: [{{text: \"{{{{ metrics.total }}}} {{{{ metrics.most }}}} {{{{ large|length }}}}\"}}]"
    ))
    .results();
    assert_eq!(results.metric("total"), "60");
    assert_eq!(results.metric("most"), "30");
    assert_eq!(
        results.columns("large", &["market_share"]),
        lines("acme: 30\nbeta: 30")
    );
}

#[test]
fn a_measure_whose_name_ends_like_a_share_is_written_as_a_number_everywhere() {
    let project = project(&format!(
        "{MARKET}sections: [{{text: \"{{{{ by_author|shares('author') }}}} : {{{{ metrics.total }}}}\"}}, {{chart: market}}]"
    ));
    project
        .hfreport(&[
            "run",
            "spec.yaml",
            "--out",
            "out",
            "--format",
            "markdown,csv,svg",
        ])
        .fine();
    let text = project.read("out/report.md");
    assert!(
        text.contains("acme (50.0%) and beta (50.0%) : 60"),
        "{text}"
    );
    let row = text.lines().find(|line| line.starts_with("| acme"));
    assert_eq!(row, Some("| acme | 30 | 50.0% | 1 |"));
}

#[test]
fn rows_of_a_breakdown_are_grouped_by_a_date_that_it_computed() {
    let results = project(
        r#"
measures:
  first_seen: {sql: "min(date)"}
  authors: {sql: "count(*)"}
  downloads: {sql: "sum(downloads)"}
breakdowns:
  by_model: {by: model, measures: [downloads, first_seen]}
  by_day: {from: by_model, by: first_seen, measures: [downloads, authors]}
metrics:
  late: {from: by_model, where: "first_seen >= DATE '2024-02-01'", sql: "count(*)"}
  last: {from: by_model, sql: "max(first_seen)"}
sections: [{text: "{{ by_day|length }} {{ metrics.late }} {{ metrics.last|date }}"}]
"#,
    )
    .results();
    assert_eq!(
        results.columns("by_day", &["downloads", "authors"]),
        lines("2024-01-01: 107 2\n2024-03-01: 50 1")
    );
    assert_eq!(results.metric("late"), "1");
    assert_eq!(results.metric("last"), "2024-03-01");
}

#[test]
fn a_name_that_the_language_makes_is_refused_where_it_is_defined() {
    for (definitions, told) in [
        (
            "measures:\n  downloads: {sql: \"sum(downloads)\"}\n  downloads_share: {sql: \"sum(market_share)\"}",
            "`downloads_share` is a name that the language makes: the share of measure `downloads`",
        ),
        (
            "measures:\n  downloads: {sql: \"sum(downloads)\"}\n  downloads_previous: {sql: \"sum(market_share)\"}",
            "`downloads_previous` is a name that the language makes: the previous value of measure `downloads`",
        ),
        (
            "measures:\n  folded: {sql: \"sum(downloads)\"}",
            "`folded` is a name that the language makes: whether a row is the folded rest",
        ),
        (
            "measures:\n  downloads: {sql: \"sum(downloads)\"}\ndimensions:\n  kind: {sql: \"upper(author)\"}\n  kind_label: {sql: \"lower(author)\"}",
            "`kind_label` is a name that the language makes: the label of dimension `kind`",
        ),
        (
            "measures:\n  downloads: {sql: \"sum(downloads)\"}\nfilters:\n  downloads_rank: \"downloads > 1\"",
            "`downloads_rank` is a name that the language makes: the rank of measure `downloads`",
        ),
    ] {
        let problems = project(&format!("{definitions}\nsections: []\n")).problems();
        assert!(problems.contains(told), "{problems}");
        let name = told.split('`').nth(1).unwrap();
        assert!(problems.contains(&format!("  {name}:")), "{problems}");
    }
}

#[test]
fn two_columns_of_one_name_are_refused_in_the_breakdown() {
    let problems = project(
        r#"
measures:
  downloads: {sql: "sum(downloads)"}
breakdowns:
  t: {by: downloads, measures: [downloads]}
sections: [{table: t}]
"#,
    )
    .problems();
    let told = "breakdown `t` would have two columns `downloads`: a dimension and a measure";
    assert!(problems.contains(told), "{problems}");
}

#[test]
fn a_filter_over_the_rows_of_breakdowns_is_checked_against_their_columns() {
    let spec = |condition: &str| {
        format!(
            r#"
measures:
  downloads: {{sql: "sum(downloads)"}}
filters:
  wide: "{condition}"
breakdowns:
  by_author: {{by: author, measures: [downloads]}}
metrics:
  n: {{from: by_author, where: wide, sql: "count(*)"}}
sections: [{{text: "{{{{ metrics.n }}}}"}}]
"#
        )
    };
    let results = project(&spec("downloads_share > 0.5 AND NOT folded")).results();
    assert_eq!(results.metric("n"), "1");
    let problems = project(&spec("downlods_share > 0.5")).problems();
    assert!(problems.contains("downlods_share"), "{problems}");
}

#[test]
fn days_that_a_breakdown_computed_are_days_in_second_steps_and_conditions() {
    let spec = r#"
version: 1
title: Days
sources:
  models:
    path: rows.csv
    columns: {account: {type: string}, day: {type: date}}
measures: {last: {sql: "max(day)"}, models: {sql: "count(*)"}}
breakdowns:
  t: {by: account, measures: [models, last]}
  kept: {by: account, measures: [models], keep: {account: {any: "models = 1"}}}
  late: {by: account, measures: [models, last], keep: {account: {any: "last >= DATE '2025-01-01'"}}}
metrics:
  after: {from: t, where: "last >= DATE '2025-01-01'", sql: "count(*)"}
  latest: {from: t, sql: "max(last)"}
  span: {from: t, sql: "max(last) - min(last)"}
sections: [{table: t}, {table: kept}, {table: late}, {text: "{{ metrics.after }} {{ metrics.span }} {{ formatted.latest }}"}]
"#;
    let rows = "account,day\na,2024-12-31\na,2025-02-01\nb,2024-01-01\n";
    let results = Project::of(spec).file("rows.csv", rows).results();
    assert_eq!(results.metric("after"), "1");
    assert_eq!(results.metric("latest"), "2025-02-01");
    assert_eq!(results.metric("span"), "397");
    assert_eq!(
        results.columns("late", &["models", "last"]),
        lines("a: 2 2025-02-01\n(others): 1 2024-01-01")
    );
}

/// What has no title is called as the file or the spec calls it, in words, and rows are called by what they are by.
#[test]
fn what_has_no_title_is_called_in_words() {
    let spec = r#"
version: 1
title: Titles
locales: [fr, en]
sources:
  sales:
    path: rows.csv
    columns:
      region: {type: string, sql: '"Région"'}
      shop_type: {type: string}
      paid_amount: {type: integer}
measures:
  paid_amount: {sql: "sum(paid_amount)", title: {fr: Montant, en: Amount}}
  rows_read: {sql: "count(*)"}
breakdowns:
  par_region: {by: region, measures: [paid_amount]}
  by_both: {by: [region, shop_type], measures: [paid_amount, rows_read], within: total}
sections: [{table: par_region}, {table: by_both}]
outputs: {dir: out, formats: [markdown], charts: [], tables: []}
"#;
    let project = Project::of(spec).file(
        "rows.csv",
        "Région,shop_type,paid_amount\nBretagne,large,3\nBretagne,small,1\n",
    );
    project.hfreport(&["run", "spec.yaml"]).fine();
    let french = project.read("out/report.md");
    for part in [
        "Montant par région",
        "| Région | Montant |",
        "Par région et shop type",
        "| Région | Shop type | Montant |",
        "| Rows read |",
    ] {
        assert!(french.contains(part), "{part}\n{french}");
    }
    let english = project.read("out/report.en.md");
    for part in ["Amount by région", "By région and shop type"] {
        assert!(english.contains(part), "{part}\n{english}");
    }
}
