//! Which rows a report speaks of: `where` of a source, of the scope; and orders and choices by another
//! measure than the first.

use crate::fixture::{Project, lines};

const ROWS: &str = "model,account,country,downloads,private\n\
    m1,a,FR,100,false\nm2,b,FR,10,false\nm3,b,FR,20,false\nm4,b,FR,30,false\n\
    m5,c,DE,500,false\nm6,c,DE,50,true\nm7,a,FR,7,true\nm8,d,FR,5,false\n";

fn project(source: &str, scope: &str, breakdown: &str) -> Project {
    Project::of(&format!(
        r#"
version: 1
title: Rows
sources:
  models:
    path: rows.csv
{source}
    columns:
      model: {{type: string, unique: true}}
      account: {{type: string}}
      country: {{type: string}}
      downloads: {{type: integer}}
      private: {{type: boolean}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "count(*)"}}
{scope}
breakdowns:
  t: {{by: account, measures: [downloads, models]{breakdown}}}
  all: {{by: account, measures: [downloads], rows: all}}
metrics:
  inside: {{measure: downloads, of: {{rows: all}}}}
sections: [{{table: t}}, {{table: all}}, {{text: "{{{{ formatted.inside }}}} {{{{ sources.models.rows_outside|integer }}}}"}}]
"#
    ))
    .file("rows.csv", ROWS)
}

const BOTH: [&str; 2] = ["downloads", "models"];

#[test]
fn rows_that_do_not_pass_the_condition_of_a_source_are_none_of_it() {
    let project = project("    where: \"NOT private\"", "", "");
    let results = project.results();
    assert_eq!(
        results.columns("t", &BOTH),
        lines("c: 500 1\na: 100 1\nb: 60 3\nd: 5 1")
    );
    assert_eq!(results.metric("inside"), "665/665");
    let source = &results.executed.results.sources[0];
    assert_eq!(
        (source.rows_read, source.rows, source.rows_outside),
        (8, 6, 2)
    );
    let said = project
        .hfreport(&["explain", "spec.yaml", "t"])
        .fine()
        .stdout;
    assert!(said.contains("from: models, where NOT private"), "{said}");
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/index.html");
    assert!(page.contains("models, where NOT private"), "{page}");
    assert!(project.read("out/report.json").contains("NOT private"));
}

#[test]
fn a_contract_holds_for_rows_outside_of_the_source_too() {
    let project = project("    where: \"NOT private\"", "", "");
    project.write("rows.csv", ROWS.replace("m7,a,FR,7,true", "m7,a,FR,x,true"));
    let told = project.problems();
    assert!(told.contains("row 7 (m7): `x`"), "{told}");
}

#[test]
fn a_source_of_which_no_row_passes_is_an_error_at_its_condition() {
    let told = project("    where: \"downloads > 1000\"", "", "").problems();
    assert!(
        told.contains("source `models`: no row passes its `where`"),
        "{told}"
    );
    assert!(told.contains("spec.yaml:7:12"), "{told}");
}

#[test]
fn a_scope_is_a_condition_or_the_first_values_or_both() {
    let of = |scope: &str| {
        let results = project("", scope, "").results();
        let all = "c: 550\na: 107\nb: 60\nd: 5";
        assert_eq!(results.columns("all", &["downloads"]), all, "{scope}");
        format!(
            "{}\n{}",
            results.columns("t", &BOTH),
            results.metric("inside")
        )
    };
    assert_eq!(
        of("scope: {where: \"country = 'FR'\"}"),
        "a: 107 2\nb: 60 3\nd: 5 1\n172/722"
    );
    assert_eq!(
        of("scope: {where: \"country = 'FR'\", top: {by: account, measure: models, n: 1}}"),
        "b: 60 3\n60/722"
    );
    assert_eq!(
        of("scope: {top: {by: account, measure: downloads, n: 1}}"),
        "c: 550 2\n550/722"
    );
}

#[test]
fn what_is_in_scope_is_stated_where_a_number_is_explained() {
    let scope = "scope: {where: \"country = 'FR'\", top: {by: account, measure: models, n: 1}}";
    let said = project("", scope, "")
        .hfreport(&["explain", "spec.yaml", "t"])
        .fine()
        .stdout;
    let expected = "rows: scope, the first value of account, where country = 'FR'";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_scope_that_no_row_is_in_is_an_error() {
    let told = project("", "scope: {where: \"downloads > 1000\"}", "").problems();
    assert!(
        told.contains("the scope is empty: no row passes its `where`"),
        "{told}"
    );
}

#[test]
fn another_measure_orders_the_rows_and_chooses_values() {
    let of = |breakdown: &str| project("", "", breakdown).results().columns("t", &BOTH);
    // Equal numbers of models are in the order of codes.
    assert_eq!(
        of(", sort: {by: models}"),
        "b: 60 3\na: 107 2\nc: 550 2\nd: 5 1"
    );
    assert_eq!(
        of(", keep: {account: {top: 1, by: models}}"),
        "b: 60 3\n(others): 662 5"
    );
    let by_country = |breakdown: &str| of(breakdown).replace(" / ", "/");
    assert_eq!(
        by_country(", keep: {account: {top: 1}}"),
        "c: 550 2\n(others): 172 6"
    );
}

#[test]
fn levels_are_ordered_and_chosen_by_the_measure_too() {
    let project = project("", "", "");
    let spec = project.read("spec.yaml");
    let with = |more: &str| {
        let two =
            format!("by: [country, account], measures: [downloads, models], within: parent{more}");
        project.write(
            "spec.yaml",
            spec.replace("by: account, measures: [downloads, models]", &two),
        );
        project.results().columns("t", &BOTH)
    };
    assert_eq!(
        with(", sort: {by: models}"),
        "FR / b: 60 3\nFR / a: 107 2\nFR / d: 5 1\nDE / c: 550 2"
    );
    assert_eq!(
        with(", keep: {account: {top: 1, per: parent, by: models}}"),
        "DE / c: 550 2\nFR / b: 60 3\nFR / (others): 112 3"
    );
}

#[test]
fn csv_names_the_dimension_that_is_folded() {
    let project = project("", "", "");
    let spec = project.read("spec.yaml");
    let two = "by: [country, account], measures: [downloads], within: parent, keep: {account: {top: 1, per: parent}}";
    project.write(
        "spec.yaml",
        spec.replace("by: account, measures: [downloads, models]", two),
    );
    project.hfreport(&["run", "spec.yaml"]).fine();
    let csv = project.read("out/tables/t.csv");
    let folded: Vec<&str> = csv
        .lines()
        .map(|line| line.rsplit(',').next().unwrap())
        .collect();
    assert_eq!(folded, ["folded", "", "", "account"], "{csv}");
}

#[test]
fn rows_that_are_left_out_do_not_weigh_when_the_scope_is_chosen() {
    // Without its dropped row `c` has 50, without the private ones `a` has 100 and `b` 60.
    let scope = "scope: {top: {by: account, measure: downloads, n: 1}}";
    let spec = project("    where: \"NOT private\"", scope, "").read("spec.yaml");
    let spec = spec.replace(
        "country: {type: string}",
        "country: {type: string, sql: \"nullif(country, 'DE')\", on_violation: drop}",
    );
    let results = Project::of(&spec).file("rows.csv", ROWS).results();
    assert_eq!(results.columns("t", &BOTH), lines("a: 100 1"));
    assert_eq!(results.metric("inside"), "100/165");
}
