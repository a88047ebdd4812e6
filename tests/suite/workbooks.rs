//! Workbooks, which people open, beside CSV files, which programs read.

use crate::fixture::Project;
use calamine::{Reader, Xlsx, open_workbook};

const SPEC: &str = r#"
version: 1
locales: [fr, en]
title: Ventes
sources:
  rows:
    path: rows.csv
    columns: {region: {type: string, nullable: true, title: {fr: Région, en: Region}}, amount: {type: decimal(2)}, n: {type: integer}}
measures:
  amount: {sql: "sum(amount)", title: {fr: Montant, en: Amount}, format: {currency: EUR}}
  n: {sql: "sum(n)", title: {fr: Billets, en: Tickets}}
breakdowns: {it: {by: region, measures: [amount, n], keep: {region: {top: 1}}}}
sections: [{table: it}]
outputs: {tables: [csv, xlsx]}
"#;

#[test]
fn a_workbook_has_titles_and_names_rows_without_a_value_and_others_and_csv_has_codes() {
    let rows = "region,amount,n\na,5.50,4\nb,2.25,3\nc,1.00,1\n,0.75,2\n";
    let project = Project::of(SPEC).file("rows.csv", rows);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let mut workbook: Xlsx<_> =
        open_workbook(project.folder().join("out/report.xlsx")).expect("a workbook");
    let sheet = workbook.worksheet_range("it").expect("a sheet");
    let line = |cells: &[calamine::Data]| {
        let cells = cells.iter().map(ToString::to_string);
        cells.collect::<Vec<String>>().join("|")
    };
    let lines: Vec<String> = sheet.rows().map(line).collect();
    assert!(lines[0].starts_with("Région|Montant|"), "{lines:?}");
    let named = |name: &str| lines.iter().any(|it| it.starts_with(name));
    assert!(named("a|5.5|"), "{lines:?}");
    assert!(
        named("Autres|3.25|") && named("non renseigné|0.75|"),
        "{lines:?}"
    );
    // In the file for programs the column of the rest tells them apart, and integers are integers.
    let csv = project.read("out/tables/it.csv");
    assert!(csv.starts_with("region,amount,"), "{csv}");
    let of = |start: &str| csv.lines().find(|it| it.starts_with(start)).expect(start);
    assert!(of(",3.25").ends_with(",region"), "{csv}");
    assert!(of(",0.75").ends_with(','), "{csv}");
}

#[test]
fn the_total_of_a_mean_is_called_in_a_workbook_as_in_the_page() {
    let spec = SPEC
        .replace(
            "  n: {sql: \"sum(n)\", title: {fr: Billets, en: Tickets}}",
            "  n: {sql: \"avg(n)\", title: {fr: Billets, en: Tickets}}",
        )
        .replace(
            "{it: {by: region, measures: [amount, n], keep: {region: {top: 1}}}}",
            "{it: {by: region, measures: [n], total: true}}",
        );
    let project = Project::of(&spec).file("rows.csv", "region,amount,n\na,5.50,4\nb,2.25,3\n");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let mut workbook: Xlsx<_> =
        open_workbook(project.folder().join("out/report.xlsx")).expect("a workbook");
    let sheet = workbook.worksheet_range("it").expect("a sheet");
    let names: Vec<String> = sheet.rows().map(|row| row[0].to_string()).collect();
    assert_eq!(
        names.last().map(String::as_str),
        Some("Ensemble"),
        "{names:?}"
    );
}
