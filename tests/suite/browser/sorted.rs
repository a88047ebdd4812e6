//! Tables that a reader sorts: months stand in the order of the year, amounts in words in that of their numbers, and what has none
//! comes last.

use super::{Tab, opened};
use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
locales: [fr]
title: Mois
sources:
  sales:
    path: rows.csv
    columns: {day: {type: date, nullable: true}, step: {type: string}, amount: {type: integer}}
dimensions:
  month: {sql: "date_trunc('month', day)", title: Mois}
  stage: {sql: "step", title: Étape, labels: {"1": {fr: récolte}, "2": {fr: tri}, "3": {fr: envoi}}}
measures: {amount: {sql: "sum(amount)", title: Montant}, views: {sql: "sum(amount) * 100000000", title: Vues, format: compact}}
breakdowns:
  by_month: {by: month, measures: [amount]}
  by_stage: {by: stage, measures: [amount], sort: key}
  views_by_month: {by: month, measures: [views]}
sections:
  - {table: by_month}
  - {table: by_stage}
  - {table: views_by_month}
"#;
const ROWS: &str =
    "day,step,amount\n2025-04-03,1,5\n2025-08-01,2,40\n2025-01-31,3,30\n2025-12-01,1,20\n,1,1\n";

/// The texts of the first column of a table, in the order in which they stand.
fn names(tab: &Tab, table: usize) -> String {
    tab.text(&format!(
        "[...document.querySelectorAll('.table table')[{table}].tBodies[0].rows].map(it => it.cells[0].textContent).join()"
    ))
    .replace('\u{a0}', " ")
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn months_and_labels_of_codes_are_sorted_in_their_own_order_and_not_by_their_letters() {
    let tab = Tab::new();
    let _project = opened(Project::of(SPEC).file("rows.csv", ROWS), &tab);
    let heads = ".table table th button";
    let click = |at: usize| {
        tab.eval(&format!(
            "document.querySelectorAll('{heads}')[{at}].click(); 0"
        ));
    };
    let by_amount = "août 2025,janvier 2025,décembre 2025,avril 2025,non renseigné";
    click(1);
    assert_eq!(names(&tab, 0), by_amount);
    click(0);
    assert_eq!(
        names(&tab, 0),
        "janvier 2025,avril 2025,août 2025,décembre 2025,non renseigné"
    );
    click(0);
    assert_eq!(
        names(&tab, 0),
        "décembre 2025,août 2025,avril 2025,janvier 2025,non renseigné"
    );
    // Numbers stay numbers, and the one head that is sorted says so.
    click(1);
    assert_eq!(names(&tab, 0), by_amount);
    let sorted = "[...document.querySelectorAll('[aria-sort]')].map(it => it.textContent + it.ariaSort).join()";
    assert_eq!(tab.text(sorted), "Montantdescending");
    // By the amount, then by the stage.
    click(5);
    assert_eq!(names(&tab, 1), "tri,envoi,récolte");
    click(4);
    assert_eq!(names(&tab, 1), "récolte,tri,envoi");
    // 4 milliards, 500 millions.
    click(8);
    click(9);
    assert_eq!(names(&tab, 2), by_amount);
    assert_eq!(tab.take_errors(), Vec::<String>::new());
}
