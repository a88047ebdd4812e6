//! Parents, ties and sources: which rows without a parent are kept, how equal codes rank, what a
//! name means if several sources have it.

use crate::fixture::{Project, lines};

const ROWS: &str = "group,task,year,downloads
,t1,9,5
,t2,9,3
a,t1,10,6
a,t2,10,4
b,t1,2,1
b,t2,2,3
c,t3,100,2
c,t2,100,1
";

fn project(breakdowns: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Parents
sources:
  rows:
    path: rows.csv
    columns:
      group: {{type: string, nullable: true}}
      task: {{type: string}}
      year: {{type: integer}}
      downloads: {{type: integer}}
measures: {{downloads: {{sql: "sum(downloads)"}}, rows: {{sql: "count(*)"}}, tasks: {{count_distinct: task}}}}
{breakdowns}
sections: [{{text: "."}}]
allow: [HF0308]
"#
    );
    Project::of(&spec).file("rows.csv", ROWS)
}

fn table(definition: &str, columns: &[&str]) -> String {
    let project = project(&format!("breakdowns:\n  t: {{{definition}}}"));
    project.results().columns("t", columns)
}

#[test]
fn rows_without_a_parent_have_first_values_as_those_of_a_parent() {
    let of = |other: &str| {
        let keep = format!("keep: {{task: {{top: 1, per: parent, other: {other}}}}}");
        table(
            &format!("by: [group, task], measures: [downloads], within: total, {keep}"),
            &["downloads", "downloads_share"],
        )
    };
    assert_eq!(
        of("drop"),
        lines(
            "a / t1: 6 6/25
             b / t2: 3 3/25
             c / t3: 2 2/25
             (missing) / t1: 5 5/25"
        )
    );
    assert_eq!(
        of("fold"),
        lines(
            "a / t1: 6 6/25
             a / (others): 4 4/25
             b / t2: 3 3/25
             b / (others): 1 1/25
             c / t3: 2 2/25
             c / (others): 1 1/25
             (missing) / t1: 5 5/25
             (missing) / (others): 3 3/25"
        )
    );
}

#[test]
fn the_others_of_an_outer_level_are_one_parent() {
    // Of b and c together: t2 4, t3 2, t1 1.
    assert_eq!(
        table(
            "by: [group, task], measures: [downloads], keep: {group: {top: 1}, task: {top: 1, per: parent}}",
            &["downloads"],
        ),
        lines(
            "a / t1: 6
             a / (others): 4
             (missing) / t1: 5
             (missing) / (others): 3
             (others) / t2: 4
             (others) / (others): 3"
        )
    );
}

#[test]
fn equal_values_of_integer_codes_stand_by_size_and_have_one_rank() {
    // Two rows each.
    assert_eq!(
        table("by: year, measures: [rows]", &["rows", "rows_rank"]),
        "2: 2 1\n9: 2 1\n10: 2 1\n100: 2 1"
    );
    assert_eq!(
        table(
            "by: year, measures: [rows], keep: {year: {top: 2}}",
            &["rows_rank"]
        ),
        "2: 1\n9: 1\n(others): -"
    );
    assert_eq!(
        table(
            "by: task, measures: [rows], with: {year: largest}",
            &["rows", "year"]
        ),
        "t2: 4 2\nt1: 3 2\nt3: 1 100"
    );
    let scope = "scope: {top: {by: year, measure: rows, n: 2}}\nbreakdowns:\n  t: {by: year, measures: [rows]}";
    assert_eq!(
        project(scope).results().columns("t", &["rows"]),
        "2: 2\n9: 2"
    );
}

#[test]
fn rows_of_a_breakdown_that_are_grouped_again_keep_the_order_of_integers() {
    let project = project(
        "breakdowns:
  first: {by: [year, task], measures: [downloads]}
  t: {from: first, by: year, measures: [rows]}
  by_key: {from: first, by: downloads, measures: [rows], sort: key}
  sums: {from: first, by: year, measures: [downloads], sort: key, keep: {year: {top: 3}}}",
    );
    let results = project.results();
    assert_eq!(
        results.columns("t", &["rows", "rows_rank"]),
        "2: 2 1\n9: 2 1\n10: 2 1\n100: 2 1"
    );
    assert_eq!(
        results.columns("by_key", &["rows"]),
        "1: 2\n2: 1\n3: 2\n4: 1\n5: 1\n6: 1"
    );
    assert_eq!(
        results.columns("sums", &["downloads"]),
        "2: 4\n9: 8\n10: 10\n(others): 3"
    );
}

#[test]
fn a_value_is_kept_for_an_attribute_of_its_row() {
    assert_eq!(
        table(
            "by: group, measures: [downloads], with: {year: largest}, keep: {group: {any: \"year >= 10\"}}",
            &["downloads"],
        ),
        "a: 10\nc: 3\n(missing): 8\n(others): 4"
    );
}

#[test]
fn a_count_of_the_rows_of_a_breakdown_under_the_name_of_its_column_is_refused() {
    for definition in [
        "breakdowns:\n  first: {by: [group, task], measures: [rows]}\n  t: {from: first, by: group, measures: [rows]}",
        "breakdowns:\n  first: {by: group, measures: [rows]}\nmetrics: {m: {from: first, measure: rows}}",
    ] {
        let outcome = project(definition).hfreport(&["check", "spec.yaml"]);
        let told = outcome.ends_with(1).stderr;
        assert!(
            told.contains("HF0307") && told.contains("sum(rows)"),
            "{told}"
        );
    }
}

fn two_sources(dimensions: &str, kind: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Two sources
sources:
  one: {{path: one.csv, columns: {{account: {{type: string}}, n: {{type: integer}}}}}}
  two: {{path: two.csv, columns: {{account: {{type: {kind}}}, m: {{type: integer}}}}}}
{dimensions}
measures: {{n: {{sql: "sum(n)"}}, m: {{sql: "sum(m)"}}}}
breakdowns:
  of_one: {{by: account, measures: [n], from: one}}
  of_two: {{by: account, measures: [m], from: two}}
sections: [{{table: of_one}}, {{table: of_two}}]
allow: [HF0308]
"#
    );
    Project::of(&spec)
        .file("one.csv", "account,n\n1,10\n2,20\n")
        .file("two.csv", "account,m\n1,7\n3,5\n")
}

#[test]
fn a_column_that_two_sources_have_is_grouped_by_in_each() {
    let results = two_sources("", "string").results();
    assert_eq!(results.columns("of_one", &["n"]), "2: 20\n1: 10");
    assert_eq!(results.columns("of_two", &["m"]), "1: 7\n3: 5");
}

#[test]
fn a_name_that_means_two_things_is_refused() {
    let types = two_sources("", "integer").problems();
    assert!(
        types.contains("is of type string in source `one` and of type integer in source `two`"),
        "{types}"
    );
    let hidden = two_sources("dimensions: {m: {sql: \"n > 10\", from: one}}", "string").problems();
    assert!(hidden.contains("`m` is a column already"), "{hidden}");
}

#[test]
fn values_outside_of_the_valid_ones_are_a_warning() {
    let spec = "version: 1\ntitle: Valid\nsources: {rows: {path: rows.json, columns: {tags: {type: \"list<string>\"}}}}\n\
                lookups: {known: {key: code, rows: [{code: a}, {code: b}]}}\n\
                dimensions: {tag: {explode: tags, valid: known.code}}\n\
                measures: {n: {sql: \"count(*)\"}}\nbreakdowns: {t: {by: tag, measures: [n]}}\nsections: [{table: t}]\n";
    let project = Project::of(spec).file(
        "rows.json",
        r#"[{"tags": ["a", "x"]}, {"tags": ["x", "y", "b"]}, {"tags": ["a"]}]"#,
    );
    let results = project.results();
    assert_eq!(results.columns("t", &["n"]), "a: 2\nb: 1");
    // x in two rows and y in one of these: three of six mentions.
    let told = results.warnings();
    assert!(
        told.iter().any(|line| line.starts_with("HF0405")
            && line.contains("2 keys are not in lookup `known` (2 rows, 50")),
        "{told:?}"
    );
}
