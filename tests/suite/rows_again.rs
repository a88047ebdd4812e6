//! Rows of one file of a source that stand in another one too are a warning; months that are only alike are none.

use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
title: Sales
sources:
  sales:
    path: "sales_*.csv"
    columns: {region: {type: string}, day: {type: date}, amount: {type: integer}}
measures: {amount: {sql: "sum(amount)"}}
breakdowns: {by_region: {by: region, measures: [amount]}}
sections: [{table: by_region}]
"#;

/// Forty rows of a month, each with an amount of its own.
fn month(month: usize) -> Vec<String> {
    let row = |at: usize| {
        let (region, day, amount) = (["N", "S"][at % 2], at % 28 + 1, 1000 * month + at * 7);
        format!("{region},2025-{month:02}-{day:02},{amount}\n")
    };
    (0..40).map(row).collect()
}

/// What a run over some files says of rows that are there twice.
fn said(spec: &str, files: &[(&str, Vec<String>)]) -> Vec<String> {
    let mut project = Project::of(spec);
    for (name, rows) in files {
        project = project.file(name, format!("region,day,amount\n{}", rows.concat()));
    }
    let run = ["run", "spec.yaml", "--message-format", "short"];
    let stderr = project.hfreport(&run).fine().stderr;
    stderr
        .lines()
        .filter(|it| it.contains("warning[HF0466]"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn rows_that_stand_in_two_files_are_told_with_both() {
    let october = || month(10);
    let (one, other) = ("sales_2025-10.csv", "sales_2025-11.csv");
    let told = "source `sales`: all 40 different rows with `amount` of `sales_2025-10.csv` stand in `sales_2025-11.csv` too";
    let backwards = october().into_iter().rev().collect();
    let goes_on = [october(), month(11)].concat();
    for later in [october(), backwards, goes_on] {
        let found = said(SPEC, &[(one, october()), (other, later)]);
        assert!(found.len() == 1 && found[0].contains(told), "{found:?}");
    }
    // The later file is a part of the earlier one.
    let found = said(
        SPEC,
        &[(one, [october(), month(9)].concat()), (other, october())],
    );
    let told = "of `sales_2025-11.csv` stand in `sales_2025-10.csv` too";
    assert!(found.len() == 1 && found[0].contains(told), "{found:?}");
    let waived = SPEC.replace("    path:", "    allow: [HF0466]\n    path:");
    assert!(said(&waived, &[(one, october()), (other, october())]).is_empty());
}

#[test]
fn months_of_their_own_and_short_tables_are_not_told() {
    let (one, other) = ("sales_2025-10.csv", "sales_2025-11.csv");
    let short = || month(10)[..15].to_vec();
    let without = || {
        month(10)
            .iter()
            .map(|row| format!("{},0\n", &row[..12]))
            .collect()
    };
    for (earlier, later) in [
        (month(10), month(11)),
        (short(), short()),
        (without(), without()),
        (month(10), [&month(10)[..20], &month(11)[..]].concat()),
    ] {
        let found = said(SPEC, &[(one, earlier), (other, later)]);
        assert!(found.is_empty(), "{found:?}");
    }
}
