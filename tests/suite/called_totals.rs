//! Rows of later files that are called a total are a warning of the run; companies and films of such names are none.

use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
title: Sales
sources:
  sales:
    path: "sales*.csv"
    columns:
      id: {type: string}
      company: {type: string, nullable: true}
      tickets: {type: integer}
      amount: {type: decimal(2)}
measures: {amount: {sql: "sum(amount)"}, tickets: {sql: "sum(tickets)"}}
breakdowns: {by_company: {by: company, measures: [amount, tickets]}}
sections: [{table: by_company}]
"#;

/// 6 tickets, 90.00.
const ROWS: &str = "1,Shell,1,10.00\n2,BP,2,30.50\n3,Eni,3,49.50\n";

fn project(spec: &str, rows: &str) -> Project {
    Project::of(spec).file("sales.csv", format!("id,company,tickets,amount\n{rows}"))
}

/// What a run says of totals.
fn told(project: &Project) -> Vec<String> {
    let arguments = ["run", "spec.yaml", "--message-format", "short"];
    let outcome = project.hfreport(&arguments).fine();
    let lines = outcome.stderr.lines();
    let found = lines.filter(|line| line.contains("warning[HF0412]"));
    found.map(str::to_owned).collect()
}

#[track_caller]
fn is_told(rows: &str, expected: &str) {
    let found = told(&project(SPEC, &format!("{ROWS}{rows}")));
    assert!(
        found.len() == 1 && found[0].contains(expected),
        "{rows}: {found:?}"
    );
}

#[track_caller]
fn is_not_told(rows: &str) {
    let found = told(&project(SPEC, &format!("{ROWS}{rows}")));
    assert!(found.is_empty(), "{rows}: {found:?}");
}

#[test]
fn a_row_that_is_called_a_total_is_told_with_its_column_and_name() {
    for (rows, told) in [
        (
            "Sous-total 1ère semaine,,3,40.50\n",
            "source `sales`, column `id`: `Sous-total 1ère semaine` (1 row) is called a total",
        ),
        ("Total général,,6,90.00\n", "`Total général` (1 row)"),
        // Whatever its amounts are.
        ("Grand Total,,1,5.00\n", "`Grand Total` (1 row)"),
        (
            "Total général 2025,,1,5.00\n",
            "`Total général 2025` (1 row)",
        ),
        (
            "x,Subtotal A,1,1.00\ny,Subtotal B,1,1.00\n",
            "column `company`: `Subtotal A` (1 row), `Subtotal B` (1 row) are called totals",
        ),
    ] {
        is_told(rows, told);
    }
}

#[test]
fn a_word_that_may_be_a_name_is_a_total_by_the_sum_of_the_others() {
    // 90.00 of all others, or 90.01 as amounts are rounded.
    is_told("4,Total,0,90.00\n", "`Total` (1 row)");
    is_told("4,Total,0,90.01\n", "`Total` (1 row)");
    is_told("4,TOTAL,6,0.00\n", "`TOTAL` (1 row)");
    // Beside subtotals, of which it is no sum.
    is_told(
        "4,Sous-total,1,10.00\n5,Total,0,90.00\n",
        "`Sous-total` (1 row), `Total` (1 row)",
    );
    is_not_told("4,Total,5,88.00\n");
    is_not_told("4,Ensemble,5,88.00\n");
    is_not_told("4,TotalEnergies,6,90.00\n");
    // Films.
    is_not_told("4,Total Recall,1,5.00\n5,Total Recall,1,7.00\n");
    is_not_told("4,Total Recall,1,5.00\n");
    is_told("4,Total octobre,0,90.00\n", "`Total octobre` (1 row)");
    is_told(
        "4,Ensemble du réseau,0,90.00\n",
        "`Ensemble du réseau` (1 row)",
    );
}

#[test]
fn what_the_report_leaves_out_or_names_itself_is_not_told() {
    let rows = format!("{ROWS}x,Total général,6,90.00\n");
    let source = SPEC.replace(
        "    columns:",
        "    where: \"(company IN ('Total général')) IS NOT TRUE\"\n    columns:",
    );
    let breakdown = SPEC.replace(
        "by: company,",
        "by: company, where: \"company <> 'Total général'\",",
    );
    let waived = SPEC.replace("    columns:", "    allow: [HF0412]\n    columns:");
    for spec in [source, breakdown, waived] {
        assert_eq!(told(&project(&spec, &rows)), Vec::<String>::new(), "{spec}");
    }
}

#[test]
fn the_condition_of_the_hint_leaves_the_row_out_and_keeps_empty_cells() {
    let rows = format!("{ROWS}x,Sous-total l'été,6,90.00\ny,,1,2.50\n");
    let said = project(SPEC, &rows).hfreport(&["run", "spec.yaml"]).fine();
    let condition = "where: \"(company ILIKE 'sous-total%') IS NOT TRUE\"";
    assert!(said.stderr.contains(condition), "{}", said.stderr);
    let spec = SPEC.replace("    columns:", &format!("    {condition}\n    columns:"));
    let project = project(&spec, &rows);
    assert!(told(&project).is_empty());
    // 90.00 and the row without a company, 2.50.
    let rows = project.results().columns("by_company", &["amount"]);
    assert!(
        rows.contains("(missing): 2.5") && !rows.contains("total"),
        "{rows}"
    );
    assert_eq!(rows.lines().count(), 4, "{rows}");
}
