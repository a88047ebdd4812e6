//! Rows that are read and rows that are kept.

use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
locales: [fr, en]
title: Models
sources:
  models:
    path: rows.csv
    where: "account <> 'Gamma'"
    columns: {account: {type: string, title: {fr: Compte, en: Account}}, downloads: {type: integer}}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns: {by_account: {by: account, measures: [downloads]}}
sections: [{text: "{{ sources.models.rows }} of {{ sources.models.rows_read }}, {{ by_account[0].downloads }}"}]
"#;

#[test]
fn both_are_named_where_they_differ() {
    let rows = "account,downloads\nAlpha,40\nAlpha,30\nBeta,20\nGamma,10\n";
    let project = Project::of(SPEC).file("rows.csv", rows);
    let run = ["run", "spec.yaml", "--out", "out", "--format", "html"];
    project.hfreport(&run).fine();
    let page = project.read("out/index.en.html");
    assert!(
        page.contains("rows.csv (4\u{a0}rows read, 3 kept)"),
        "{page}"
    );
    let page = project.read("out/index.html");
    for part in [
        "rows.csv (4\u{a0}lignes lues, 3\u{a0}retenues)",
        "<b>Lignes retenues</b>",
        "<dt>Par<dd>«\u{a0}Compte",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}
