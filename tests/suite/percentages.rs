//! What a measure that is shown in percent changes by is in percentage points wherever it stands: every number was worked out by
//! hand.

use crate::charts::texts;
use crate::fixture::Project;

/// Four thefts of ten incidents in January, five of ten in February; the mean rate rises from 12.0 to 15.5.
const ROWS: &str = "day,kind,n,rate\n2025-01-05,theft,4,12\n2025-01-06,fire,6,12\n2025-02-05,theft,5,15.5\n2025-02-06,fire,5,15.5\n";

fn project(text: &str) -> Project {
    let spec = r#"
version: 1
locales: [en, fr]
title: Thefts
sources:
  rows:
    path: rows.csv
    columns: {day: {type: date}, kind: {type: string}, n: {type: integer}, rate: {type: number}}
dimensions: {month: {sql: "date_trunc('month', day)"}}
measures:
  thefts: {sql: "sum(n) FILTER (WHERE kind = 'theft')"}
  incidents: {sql: "sum(n)"}
  part: {ratio: [thefts, incidents], title: {en: Thefts, fr: Vols}, format: percent}
  exact: {ratio: [thefts, incidents], title: {en: Exact, fr: Exact}, format: {percent: 2}}
  rate: {sql: "avg(rate)", title: {en: Rate, fr: Taux}, format: {decimals: 1, unit: "%"}}
breakdowns:
  t: {by: month, measures: [part, exact, rate], over: {by: month, every: month}}
metrics:
  moved: {from: t, sql: "max(part_change)"}
  mean: {measure: rate}
charts:
  both: {type: table, data: t, columns: [month, part, part_change, part_growth, exact_change, rate, rate_change, rate_growth]}
  moves: {type: bar, data: t, x: part_change, y: month}
  rates: {type: bar, data: t, x: rate_change, y: month}
  parts: {type: bar, data: t, x: part, y: month}
sections:
  - text: {en: "Text: TEXT", fr: "Texte : TEXT"}
  - chart: both
  - chart: moves
  - chart: rates
  - chart: parts
outputs: {formats: [markdown, json], charts: [svg], tables: []}
"#;
    Project::of(&spec.replace("TEXT", text)).file("rows.csv", ROWS)
}

#[test]
fn a_change_of_a_measure_in_percent_is_in_points_in_tables_and_texts() {
    let project = project(
        "{{ (t|last).part_change|points(1)|signed }}, {{ formatted.moved }}, {{ (t|last).rate_change|decimal(1) }}",
    );
    let run = ["run", "spec.yaml", "--out", "out", "--quiet"];
    project.hfreport(&run).fine();
    let page = project.read("out/report.md");
    for wanted in [
        "Text: +10.0\u{a0}percentage points, 10.0\u{a0}percentage points, 3.5",
        "| 50.0% | \\+10.0\u{a0}pt | \\+25.0% | \\+10.00\u{a0}pt | 15.5\u{a0}% | \\+3.5\u{a0}pt | \\+29.2% |",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    let page = project.read("out/report.fr.md");
    let wanted = "+10,0\u{a0}pt";
    assert!(page.contains(wanted), "{page}");
}

#[test]
fn a_chart_of_a_change_of_a_measure_in_percent_is_in_points() {
    let project = project("None.");
    let run = ["run", "spec.yaml", "--out", "out", "--quiet"];
    project.hfreport(&run).fine();
    for (chart, sign) in [("moves", "pt"), ("rates", "pt"), ("parts", "%")] {
        let texts = texts(&project, &format!("{chart}.en.svg"));
        let numbers = texts
            .iter()
            .filter(|it| it.starts_with(|it: char| it.is_ascii_digit()));
        let numbers: Vec<&String> = numbers.collect();
        assert!(
            numbers.len() > 1 && numbers.iter().all(|it| it.ends_with(sign)),
            "{chart}: {texts:?}"
        );
    }
}

#[test]
fn percent_on_a_change_of_a_measure_in_percent_is_an_error() {
    for (text, message) in [
        (
            "{{ (t|last).part_change|percent }}",
            "`percent` writes a share, and `(t|last).part_change` is a change of a share, in percentage points",
        ),
        (
            "{{ (t|last).rate|percent }}",
            "`percent` writes a fraction of 1 and multiplies it by 100, and `(t|last).rate` is a number in percent, 5.5 for 5.5 %",
        ),
        (
            "{{ (t|last).rate_change|points }}",
            "`points` writes a fraction of 1 and multiplies it by 100, and `(t|last).rate_change` is a number in percentage points",
        ),
        (
            "{{ metrics.mean|percent }}",
            "`percent` writes a fraction of 1 and multiplies it by 100, and `metrics.mean` is a number in percent",
        ),
        (
            "{{ formatted.mean }}%",
            "`formatted.mean` is written with its sign, and a second `%` stands behind it",
        ),
    ] {
        let problems = project(text).problems();
        assert!(problems.contains(message), "{text}: {problems}");
    }
}

#[test]
fn a_change_keeps_its_sign_where_a_currency_stands_first_and_where_it_is_tiny() {
    let spec = r#"
version: 1
locales: [en]
title: Costs
sources:
  rows:
    path: rows.csv
    columns: {month: {type: date}, cost: {type: decimal(2)}, sold: {type: integer}, made: {type: integer}}
measures:
  cost: {sql: "sum(cost)", format: {currency: EUR}}
  sold: {sql: "sum(sold)"}
  made: {sql: "sum(made)"}
breakdowns:
  t: {by: month, measures: [cost, sold, made], over: {by: month, every: month}}
charts:
  all: {type: table, data: t, columns: [month, cost_change, sold_growth, made_growth]}
sections:
  - text: "Text: {{ (t|last).cost_change|currency('EUR')|signed }}, {{ (t|last).sold_growth|percent|signed }}, {{ (t|last).made_growth|percent|signed }}"
  - chart: all
outputs: {formats: [markdown], charts: [], tables: []}
"#;
    // 12.50 after 10.00, 9,997 after 10,000 and 10,003 after 10,000.
    let rows = "month,cost,sold,made\n2025-01-01,10.00,10000,10000\n2025-02-01,12.50,9997,10003\n";
    let project = Project::of(spec).file("rows.csv", rows);
    let run = ["run", "spec.yaml", "--out", "out", "--quiet"];
    project.hfreport(&run).fine();
    let page = project.read("out/report.md");
    for wanted in [
        "Text: +€2.50, \u{2212}0.03%, up by less than 0.1%",
        "| \\+€2.50 | \u{2212}0.03% | \\+0.03% |",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
}
