//! What a message advises runs, and changes no other number.

use crate::fixture::Project;
use serde_json::Value;

const ROWS: &str = "year,department,accidents,deaths\n2023,Mayotte,,1\n2023,Nord,5,2\n2023,Nord,,1\n2024,Mayotte,4,1\n2024,Nord,6,2\n";

fn project(breakdowns: &str, metric: &str, text: &str) -> Project {
    let spec = format!(
        r#"version: 1
title: Accidents
locales: [en]
sources:
  rows:
    path: rows.csv
    columns: {{year: {{type: integer}}, department: {{type: string}}, accidents: {{type: integer, nullable: true}}, deaths: {{type: integer}}}}
measures: {{accidents: {{sql: "sum(accidents)"}}, deaths: {{sql: sum(deaths)}}}}
breakdowns:
{breakdowns}
metrics:
  mayotte: {{{metric}, where: "department = 'Mayotte' AND year = 2023"}}
  deaths: {{measure: deaths}}
sections:
  - table: it
  - text: "{text} {{{{ formatted.deaths }}}}"
"#
    );
    Project::of(&spec).file("rows.csv", ROWS)
}

/// The rows of the breakdown `it`, each with its numbers and how they are shown.
fn rows(project: &Project) -> Vec<String> {
    let report: Value = serde_json::from_str(&project.read("bundle/report.json")).unwrap();
    let rows = report["breakdowns"]["it"]["rows"].as_array().unwrap();
    rows.iter().map(Value::to_string).collect()
}

#[test]
fn sums_of_nothing_are_left_out_where_that_changes_no_other_number() {
    const ALONE: &str = "  it: {by: [year, department], measures: [accidents], within: year}";
    const BESIDE: &str =
        "  it: {by: [year, department], measures: [accidents, deaths], within: year}";
    const METRIC: &str = "measure: accidents";
    let run = ["run", "spec.yaml", "--out", "bundle", "--quiet"];
    let denied = [&run[..], &["--deny", "warnings"]].concat();

    let before = project(ALONE, METRIC, "{{ formatted.mayotte }}");
    let said = before.hfreport(&run).fine().stderr;
    let advised = "where: \"accidents IS NOT NULL\"";
    assert!(
        said.contains(&format!("leave such rows out with `{advised}`")),
        "{said}"
    );
    let sql = "sql: \"CASE WHEN count(accidents) > 0 THEN sum(accidents) END\"";
    assert!(
        said.contains(&format!("`{sql}` in this metric gives it no value")),
        "{said}"
    );
    let asks = "{% if formatted.mayotte is none %}";
    assert!(said.contains(&format!("`{asks}`")), "{said}");

    let mended = project(
        &ALONE.replace("within", &format!("{advised}, within")),
        sql,
        &format!("{asks}not known{{% else %}}{{{{ formatted.mayotte }}}}{{% endif %}}"),
    );
    assert_eq!(mended.hfreport(&denied).fine().stderr, "");
    assert!(mended.read("bundle/report.md").contains("not known 7"));
    // Shares and ranks of the others are the same.
    let known = rows(&mended);
    let mut all = rows(&before);
    assert_eq!(all.len(), known.len() + 1);
    all.retain(|row| !row.contains("Mayotte\"],\"values\":[0") && !row.contains("[0,"));
    assert_eq!(all, known);

    // Rows of deaths would be left out, too.
    let beside = project(BESIDE, METRIC, "{{ formatted.mayotte }}");
    let said = beside.hfreport(&run).fine().stderr;
    assert!(
        said.contains("take `accidents` into a breakdown of its own, with `where: \"accidents IS NOT NULL\"`; here that would take rows from `deaths`, too"),
        "{said}"
    );
    assert!(
        said.contains("no `accidents_share` and no change of one"),
        "{said}"
    );
}
