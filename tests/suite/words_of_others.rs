//! What people bring from a spreadsheet, from Python, R or another database is told with what to write here.

use crate::fixture::Project;

const SPEC: &str = r#"version: 1
title: Regions
locales: [fr]
sources:
  rows:
    path: rows.csv
    columns:
      region: {type: string}
      day: {type: string}
      km: {type: "decimal(1)"}
      amount: {type: integer}
dimensions: {size: {bucket: amount, edges: [1, 4]}}
measures: {n: {sql: "count(*)"}, amount: {sql: "sum(amount)"}, km: {sql: "avg(km)"}}
metrics: {all: {measure: n}, mean: {measure: km}, part: {measure: n, where: "region = 'Nord'", of: {}}}
breakdowns:
  by_region: {by: region, measures: [n, amount]}
  by_size: {by: size, measures: [n]}
charts: {c: {type: bar, data: by_region, x: amount, y: region}}
sections:
  - chart: c
  - table: by_size
  - text: "{{ formatted.all }} {{ formatted.mean }} {{ formatted.part }}"
"#;

const ROWS: &str = "region,day,km,amount\nNord,01/02/2025,12.5,3\nSud,03/02/2025,7.5,4\n";

/// The errors of the spec with a part that is written otherwise; the spec itself has none.
#[track_caller]
fn told(part: &str, written: &str) -> String {
    assert!(SPEC.contains(part), "{part}");
    let project = Project::of(&SPEC.replacen(part, written, 1)).file("rows.csv", ROWS);
    let outcome = project.hfreport(&["check", "spec.yaml"]).ends_with(1);
    outcome.stderr
}

#[test]
fn the_spec_without_mistakes_is_fine() {
    let project = Project::of(SPEC).file("rows.csv", ROWS);
    let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    assert_eq!(outcome.stderr, "");
}

#[test]
fn functions_and_formats_of_programs_in_a_text_are_told_as_filters() {
    const TEXT: &str = "\"{{ formatted.all }} ";
    for (written, hint) in [
        (
            "{{ round(metrics.mean, 1) }}",
            "write `metrics.mean|decimal(1)`",
        ),
        (
            "{{ round(metrics.part, 2) }}",
            "write `metrics.part|percent(2)`",
        ),
        ("{{ format(metrics.all) }}", "write `metrics.all|integer`"),
        ("{{ str(metrics.all) }}", "write `metrics.all|integer`"),
        (
            "{{ '{:.1f}'.format(metrics.mean) }}",
            "write `metrics.mean|decimal(1)`",
        ),
        (
            "{{ '{:.1%}'.format(metrics.part) }}",
            "write `metrics.part|percent(1)`",
        ),
        (
            "{{ '%.2f' % metrics.mean }}",
            "write `metrics.mean|decimal(2)`",
        ),
        (
            "{{ '%.2f'|format(metrics.mean) }}",
            "write `metrics.mean|decimal(2)`",
        ),
        (
            "{{ metrics.mean|format }}",
            "write `metrics.mean|decimal(1)`",
        ),
        ("{{ metrics.mean:.1f }}", "write `metrics.mean|decimal(1)`"),
        (
            "{{ f'{metrics.all} km' }}",
            "write `{{ metrics.all|integer }}` where it stands, without the quotes",
        ),
        (
            "{{ metrics.part.round(1) }}",
            "write `metrics.part|percent(1)`",
        ),
        (
            "{{ format(formatted.all) }}",
            "`formatted.all` is written already",
        ),
        ("{{ len(by_region) }}", "write `by_region|length`"),
        (
            "{{ sum(by_region.n) }}",
            "write `by_region|sum(attribute=\"n\")`",
        ),
        ("{{ 'a'.upper() }}", "write `\"a\"|upper`"),
        ("{{ today() }}", "a report has no clock"),
        (
            "{{ si(metrics.all > 1, 'a', 'b') }}",
            "write `{{ one if condition else other }}`",
        ),
    ] {
        let said = told(TEXT, &format!("{TEXT}{written} "));
        assert!(said.contains(hint), "{written}\n{said}");
    }
    // Macros are functions.
    let said = told(
        TEXT,
        "\"{% macro twice(x) %}{{ x|integer }}{% endmacro %}{{ twic(metrics.all) }} ",
    );
    assert!(said.contains("did you mean `twice`?"), "{said}");
}

#[test]
fn rows_and_columns_of_tables_of_python_are_told_as_those_of_a_breakdown() {
    const TEXT: &str = "\"{{ formatted.all }} ";
    for (written, hint) in [
        (
            "{{ by_region.head(3) }}",
            "the first rows are `by_region[:3]`",
        ),
        (
            "{{ by_region.loc['Nord'].amount }}",
            "the row of a code `by_region['code']`",
        ),
        (
            "{{ by_region.iloc[0].amount }}",
            "the first row is `by_region[0]`",
        ),
        (
            "{{ by_region.amount.n }}",
            "`amount` is a column: a row has it, `by_region[0].amount`",
        ),
        (
            "{{ amount }}",
            "`amount` is a column of breakdown `by_region`",
        ),
    ] {
        let spec = SPEC.replacen(TEXT, &format!("{TEXT}{written} "), 1);
        let project = Project::of(&spec).file("rows.csv", ROWS);
        let said = project.hfreport(&["check", "spec.yaml"]).stderr;
        assert!(said.contains(hint), "{written}\n{said}");
    }
}

#[test]
fn expressions_of_others_are_told_as_they_are_here() {
    for (written, hint) in [
        ("region.isin(['Nord'])", "write `region IN ('Nord')`"),
        ("region.str.contains('N')", "write `region LIKE '%N%'`"),
        ("pd.notna(amount)", "write `amount IS NOT NULL`"),
        ("amount.sum()", "write `sum(amount)`"),
        (
            "amount %>% sum()",
            "a function has its value in brackets: `sum(amount)`",
        ),
        (
            "sum(amount, na.rm = TRUE)",
            "cells without a value are left out as it is: write `sum(amount)`",
        ),
        (
            "sum(amount) GROUP BY region",
            "rows are grouped by a breakdown",
        ),
        ("sum(df['amount'])", "a column is named as it is: `amount`"),
        ("=SOMME(B2:B100)", "cells have no addresses here"),
        ("SOMME([@amount])", "write `sum(amount)`"),
        (
            "lag(sum(amount))",
            "`NAME_previous`, `NAME_change`, `NAME_growth`",
        ),
        ("cumsum(amount)", "`NAME_running`"),
        (
            "sum(amount) / total(amount)",
            "is a column of each breakdown, `NAME_share`",
        ),
        ("std(amount)", "a root is not exact"),
        (
            "count(*) FILTER (WHERE region != None)",
            "is asked with `IS NULL` and `IS NOT NULL`",
        ),
    ] {
        let said = told("\"sum(amount)\"", &format!("\"{written}\""));
        assert!(said.contains(hint), "{written}\n{said}");
    }
}

#[test]
fn types_currencies_and_short_forms_of_others_are_told() {
    for (part, written, hint) in [
        (
            "amount: {type: integer}",
            "amount: {type: entier}",
            "did you mean `integer`?",
        ),
        (
            "region: {type: string}",
            "region: {type: texte}",
            "did you mean `string`?",
        ),
        (
            "amount: {type: integer}",
            "amount: {type: montant}",
            "did you mean `decimal(2)`?",
        ),
        ("locales: [fr]", "locales: [fr-FR]", "did you mean `fr`?"),
        (
            "{sql: \"sum(amount)\"}",
            "sum(amount)",
            "write `{sql: \"sum(amount)\"}`",
        ),
        (
            "{sql: \"sum(amount)\"}",
            "{column: amount, agg: sum}",
            "a measure is an expression: `sql: \"sum(column)\"`",
        ),
        (
            "{sql: \"sum(amount)\"}",
            "{sql: \"sum(amount)\", format: euros}",
            "write `format: {currency: EUR}`",
        ),
        (
            "{sql: \"sum(amount)\"}",
            "{sql: \"sum(amount)\", devise: EUR}",
            "write `format: {currency: EUR}`",
        ),
        (
            "{by: size, measures: [n]}",
            "{by: size, measures: [n], having: \"sum(n) > 3\"}",
            "`keep: {dimension: {any: \"amount > 100\"}}`",
        ),
        (
            "{by: size, measures: [n]}",
            "{by: size, measures: [n], pivot: region}",
            "`by: [region, year]`",
        ),
        (
            "{by: size, measures: [n]}",
            "{by: size, measures: [n], join: other}",
            "what stands in another table is a lookup",
        ),
    ] {
        let said = told(part, written);
        assert!(said.contains(hint), "{written}\n{said}");
    }
}

#[test]
fn digits_that_a_template_does_not_keep_are_told() {
    const TEXT: &str = "\"{{ formatted.all }} ";
    for number in ["0.1234567890123456789", "12345678901234567.5"] {
        let said = told(TEXT, &format!("{TEXT}{{{{ {number} }}}} "));
        let message = format!("`{number}` has more digits than a template computes with");
        assert!(said.contains(&message), "{said}");
    }
}

#[test]
fn edges_orders_and_limits_of_others_are_told_as_they_are_here() {
    const BREAKDOWN: &str = "measures: [n, amount]";
    const EDGES: &str = "edges: [1, 4]";
    for (written, hint) in [
        ("breaks: [1, 4]", "did you mean `edges`?"),
        ("bins: [1, 4]", "did you mean `edges`?"),
        ("seuils: [1, 4]", "keys are English: `seuils` is `edges`"),
        ("edges: [1, 4, Inf]", "leave it out"),
        ("edges: [1, 4, .inf]", "leave it out"),
        ("edges: [-.inf, 4]", "leave it out"),
        ("edges: [1, \"float('inf')\"]", "leave it out"),
    ] {
        let said = told(EDGES, written);
        assert!(said.contains(hint), "{written}\n{said}");
    }
    for (written, hint) in [
        (
            "sort: desc",
            "write `sort: value`, which puts the largest first",
        ),
        ("sort: asc", "rows begin with the largest"),
        ("sort: amount", "write `sort: {by: amount}`"),
        ("sort: -amount", "write `sort: {by: amount}`"),
        ("sort: [amount]", "write `sort: {by: amount}`"),
        ("sort: region", "write `sort: key`"),
        (
            "sort: {by: amount, order: desc}",
            "remove it: the largest comes first",
        ),
        ("order: desc", "write `sort: value`"),
        ("order_by: amount", "write `sort: {by: amount}`"),
        ("order_by: \"amount desc\"", "write `sort: {by: amount}`"),
        (
            "sort: value, ascending: false",
            "the largest comes first, and no key turns that",
        ),
        ("limit: 10", "write `keep: {region: {top: 10}}`"),
    ] {
        let said = told(BREAKDOWN, &format!("{BREAKDOWN}, {written}"));
        assert!(said.contains(hint), "{written}\n{said}");
    }
}

#[test]
fn forms_of_days_of_others_are_told_as_that_of_the_column() {
    const DAY: &str = "day: {type: string}";
    for written in [
        "day: {type: date, format: \"%d/%m/%Y\"}",
        "day: {type: date, format: dd/mm/yyyy}",
        "day: {type: date, format: jj/mm/aaaa}",
        "day: {type: date, dayfirst: true}",
    ] {
        let said = told(DAY, written);
        assert!(
            said.contains("is `date: \"%d/%m/%Y\"`"),
            "{written}\n{said}"
        );
    }
    let said = told(
        "sql: \"sum(amount)\"",
        "sql: \"sum(amount)\", format: dd/mm/yyyy",
    );
    assert!(
        said.contains("a page writes days as its language does"),
        "{said}"
    );
}

#[test]
fn charts_of_others_are_told_as_those_that_there_are() {
    for (written, hint) in [
        ("barres", "did you mean `bar`?"),
        ("colonnes", "did you mean `bar`?"),
        ("ligne", "did you mean `line`?"),
        ("courbe", "did you mean `line`?"),
        ("Barres empilées", "did you mean `stacked_bar`?"),
        ("histogramme", "a histogram is a `bar` over buckets"),
        ("camembert", "there are no pies"),
        ("pie", "there are no pies"),
        ("donut", "there are no pies"),
        ("scatter", "there are no scatter plots"),
    ] {
        let said = told("{type: bar, data", &format!("{{type: {written}, data"));
        assert!(said.contains(hint), "{written}\n{said}");
    }
}

#[test]
fn the_list_of_functions_names_what_is_no_function_too() {
    let said = told("sum(amount)", "xyzzy_quux(amount)");
    for form in [
        "`CASE WHEN p THEN a ELSE b END`",
        "`a IS NULL`",
        "`a IN (b, c)`",
    ] {
        assert!(said.contains(form), "{said}");
    }
}

#[test]
fn a_title_above_the_header_is_one_message() {
    let rows = format!("Regions 2025;;;\n\n{}", ROWS.replace(',', ";"));
    for columns in [
        SPEC.to_owned(),
        SPEC.replace(
            "region: {type: string}",
            "region: {type: string, sql: region}",
        ),
    ] {
        let spec = columns.replace("path: rows.csv", "path: rows.csv\n    delimiter: \";\"");
        let project = Project::of(&spec).file("rows.csv", &rows);
        let outcome = project
            .hfreport(&["check", "spec.yaml", "--message-format", "short"])
            .ends_with(1);
        let lines: Vec<&str> = outcome
            .stderr
            .lines()
            .filter(|it| it.contains("[HF"))
            .collect();
        assert_eq!(lines.len(), 1, "{}", outcome.stderr);
        assert!(lines[0].contains("stands above the header"), "{}", lines[0]);
    }
}

#[test]
fn denied_warnings_of_the_spec_and_of_the_rows_are_told_together() {
    let spec = SPEC.replace(
        "metrics: {",
        "metrics: {idle: {measure: n, where: \"region = 'Nrd'\"}, ",
    );
    let project = Project::of(&spec).file("rows.csv", ROWS);
    let arguments = [
        "run",
        "spec.yaml",
        "--deny",
        "warnings",
        "--message-format",
        "short",
    ];
    let said = project.hfreport(&arguments).ends_with(1).stderr;
    // The one is of the spec, the other of the rows.
    assert!(
        said.contains("error[HF0308]") && said.contains("error[HF0410]"),
        "{said}"
    );
    assert!(!project.folder().join("out").exists());
}
