//! Shares that add up to more than their whole say so below tables and drawings; those that do not say nothing.

use crate::fixture::Project;

const NOTE: &str = "Shares add up to more than 100%";

/// The page of a table and a chart of shares of distinct customers.
fn page(rows: &str, breakdown: &str) -> String {
    let spec = format!(
        r#"
version: 1
title: Customers
sources:
  sales:
    path: rows.csv
    columns: {{town: {{type: string}}, kind: {{type: string}}, customer: {{type: string}}, amount: {{type: integer}}}}
measures:
  customers: {{count_distinct: customer}}
  amount: {{sql: "sum(amount)"}}
breakdowns:
  by_town: {{{breakdown}}}
charts:
  towns: {{type: bar, data: by_town, x: customers_share, y: town}}
sections: [{{table: by_town}}, {{chart: towns}}]
outputs: {{dir: out, formats: [markdown]}}
"#
    );
    let project = Project::of(&spec).file("rows.csv", rows);
    project.hfreport(&["run", "spec.yaml"]).fine();
    project.read("out/report.md")
}

const IN_ONE: &str = "town,kind,customer,amount\nLyon,x,a,1\nLyon,x,b,2\nNice,y,c,3\n";
/// Customer `a` is in two towns: 2 and 2 of 3.
const IN_TWO: &str = "town,kind,customer,amount\nLyon,x,a,1\nLyon,x,b,2\nNice,y,c,3\nNice,y,a,1\n";
const BY_TOWN: &str = "by: town, measures: [customers]";

#[test]
fn distinct_values_in_several_rows_are_told_below_table_and_drawing() {
    let page = page(IN_TWO, BY_TOWN);
    assert!(page.contains("66.7%"), "{page}");
    assert_eq!(page.matches(NOTE).count(), 2, "{page}");
}

#[test]
fn distinct_values_in_one_row_each_are_a_whole() {
    let page = page(IN_ONE, BY_TOWN);
    assert!(page.contains("66.7%"), "{page}");
    assert!(!page.contains(NOTE), "{page}");
}

#[test]
fn each_whole_is_added_up_by_itself() {
    let spec = r#"
version: 1
title: Customers
sources:
  sales:
    path: rows.csv
    columns: {town: {type: string}, kind: {type: string}, customer: {type: string}, amount: {type: integer}}
measures:
  customers: {count_distinct: customer}
  amount: {sql: "sum(amount)"}
breakdowns:
  kinds: {by: [town, kind], measures: [customers], within: town}
  amounts: {by: town, measures: [amount]}
sections: [{table: kinds}, {table: amounts}]
outputs: {dir: out, formats: [markdown]}
"#;
    // In each town each customer has one kind, whatever the other town has.
    let project = Project::of(spec).file("rows.csv", IN_TWO);
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/report.md");
    assert!(!page.contains(NOTE), "{page}");
}

#[test]
fn of_several_measures_those_are_named_whose_shares_are_more_than_a_whole() {
    // Amounts of towns are 3 and 4 of 7; customer `a` is in both towns.
    let page = page(IN_TWO, "by: town, measures: [amount, customers]");
    let note = "Shares of “Customers” add up to more than 100%, since what is in several rows counts in each of them";
    assert_eq!(page.matches(note).count(), 1, "{page}");
    // The drawing has shares of customers only.
    assert_eq!(page.matches(NOTE).count(), 1, "{page}");
}

#[test]
fn shares_above_a_whole_of_which_an_amount_below_zero_is_dropped_are_in_no_several_rows() {
    let spec = r#"
version: 1
title: Accounts
sources:
  sales:
    path: rows.csv
    columns: {account: {type: string}, amount: {type: integer}}
measures: {amount: {sql: "sum(amount)"}}
breakdowns:
  largest: {by: account, measures: [amount], keep: {account: {top: 2, other: drop}}}
metrics:
  of_both: {from: largest, sql: "sum(amount)"}
sections: [{table: largest}, {text: "Both have {{ formatted.of_both }}."}]
outputs: {dir: out, formats: [markdown]}
"#;
    // 150 and 10 of 150 - 50 + 10 = 110.
    let project = Project::of(spec).file("rows.csv", "account,amount\nA,150\nB,-50\nC,10\n");
    let run = project.hfreport(&["run", "spec.yaml"]);
    assert!(!run.stderr.contains("HF0516"), "{}", run.stderr);
    let page = project.read("out/report.md");
    assert!(page.contains("136.4%"), "{page}");
    assert!(!page.contains("more than 100%"), "{page}");
}
