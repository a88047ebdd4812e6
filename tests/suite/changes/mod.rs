//! Columns of change: what each number was in the period before, from the bundle of that period.

mod bundles;
mod changed_before;
mod gone;
mod order;
mod shown;
mod withheld;

use crate::fixture::{Outcome, Project};
use serde_json::{Value, json};

/// Two months of seven models; answers below are worked out by hand.
const OCTOBER: &str = "model,maker,kind,downloads
a1,Ada,open,400
a2,Ada,open,200
b1,Bo,open,250
c1,Cy,closed,100
d1,Di,open,50
";
const NOVEMBER: &str = "model,maker,kind,downloads
a1,Ada,open,420
a2,Ada,open,210
b1,Bo,closed,230
d1,Di,open,260
e1,Eve,open,80
";

pub(super) const SPEC: &str = r#"
version: 1
title: Months
params: {snapshot: 2025-10-01, least: 0}
periods: {param: snapshot, rows: [{snapshot: 2025-10-01}, {snapshot: 2025-11-01}]}
guards: {unknown: 1, change: 1, empty: 1}
sources:
  models:
    path: "{{ params.snapshot }}.csv"
    columns:
      model: {type: string, unique: true}
      maker: {type: string, nullable: true}
      kind: {type: string}
      downloads: {type: integer, min: 0}
lookups:
  makers: {path: makers.csv, key: maker}
dimensions:
  country: {lookup: makers.country, key: maker, unmatched: {code: none}}
measures:
  downloads: {sql: "sum(downloads)"}
breakdowns:
  by_maker: {by: maker, measures: [downloads], total: true}
  by_country: {by: country, measures: [downloads]}
metrics:
  all: {measure: downloads}
  open: {measure: downloads, where: "kind = 'open' AND downloads >= params.least", of: {}}
sections:
  - text: {en: text.md.j2}
  - {table: by_maker}
  - {table: by_country}
outputs: {dir: "out/{{ params.snapshot }}", formats: [markdown, json], charts: [], tables: [csv]}
"#;

const TEXT: &str =
    "{% if previous %}Since {{ previous.snapshot }}: {{ metrics.all_change|integer|signed }}.
{% else %}Nothing before.
{% endif %}";

pub(super) fn with_text(text: &str) -> Project {
    project(SPEC).file("text.md.j2", text)
}

pub(super) fn project(spec: &str) -> Project {
    Project::of(spec)
        .file("2025-10-01.csv", OCTOBER)
        .file("2025-11-01.csv", NOVEMBER)
        .file("makers.csv", "maker,country\nAda,GB\nBo,SE\nCy,GR\nDi,GB\n")
        .file("text.md.j2", TEXT)
}

pub(super) fn report(project: &Project, month: &str) -> Value {
    let text = project.read(&format!("out/{month}/report.json"));
    serde_json::from_str(&text).expect("a report")
}

pub(super) fn markdown(project: &Project, month: &str) -> String {
    project.read(&format!("out/{month}/report.md"))
}

/// The rows of a table of a Markdown report, as cells, for those that begin with a name.
pub(super) fn row(markdown: &str, name: &str) -> Vec<String> {
    let line = markdown
        .lines()
        .find(|line| line.starts_with(&format!("| {name} |")))
        .unwrap_or_else(|| panic!("no {name} in {markdown}"));
    let cells = line.trim_matches('|').split('|');
    cells.map(|cell| cell.trim().replace('\\', "")).collect()
}

pub(super) fn both(project: &Project) -> Outcome {
    project.hfreport(&["run", "spec.yaml", "--each"]).fine()
}

pub(super) fn november(project: &Project) -> Outcome {
    let month = ["--set", "snapshot=2025-11-01", "--message-format", "short"];
    project.hfreport(&[&["run", "spec.yaml"][..], &month].concat())
}

/// A spec whose first section is a table of all columns of change.
pub(super) fn with_table() -> String {
    let chart = "charts:
  moves: {type: table, data: by_maker, columns: [maker, downloads_previous, downloads_change, downloads_growth, downloads_share_previous, downloads_share_change, downloads_rank_previous, downloads_rank_change, entered]}
sections:
  - {chart: moves, when: previous}";
    SPEC.replacen("sections:", chart, 1)
}

#[test]
fn a_row_has_what_it_was_and_how_it_changed() {
    let project = project(&with_table());
    both(&project);
    let page = markdown(&project, "2025-11-01");
    // 630 of 1200 after 600 of 1000: 52.5 % after 60 %.
    let ada = [
        "Ada",
        "600",
        "+30",
        "+5.0%",
        "60.0%",
        "−7.50\u{a0}pt",
        "1",
        "=",
        "no",
    ];
    assert_eq!(row(&page, "Ada"), ada);
    // 260 of 1200 after 50 of 1000: 21.67 % after 5 %, from the fourth place to the second.
    let di = [
        "Di",
        "50",
        "+210",
        "+420.0%",
        "5.0%",
        "+16.67\u{a0}pt",
        "4",
        "▲\u{a0}2",
        "no",
    ];
    assert_eq!(row(&page, "Di"), di);
    let bo = [
        "Bo",
        "250",
        "−20",
        "−8.0%",
        "25.0%",
        "−5.83\u{a0}pt",
        "2",
        "▼\u{a0}1",
        "no",
    ];
    assert_eq!(row(&page, "Bo"), bo);
    assert_eq!(
        row(&page, "Eve"),
        ["Eve", "", "", "", "", "", "", "new", "yes"]
    );
    let total = [
        "**Total**",
        "**1,000**",
        "**+200**",
        "**+20.0%**",
        "**100.0%**",
        "**0.00\u{a0}pt**",
        "",
        "",
        "",
    ];
    assert_eq!(row(&page, "**Total**"), total);
}

#[test]
fn tables_and_files_that_name_no_columns_do_not_grow() {
    let project = project(&with_table());
    both(&project);
    for month in ["2025-10-01", "2025-11-01"] {
        let file = project.read(&format!("out/{month}/tables/by_maker.csv"));
        assert!(
            file.starts_with("maker,downloads,downloads_share,downloads_rank\n"),
            "{file}"
        );
    }
    let page = markdown(&project, "2025-11-01");
    assert!(
        page.contains("| Maker | Downloads | Share | Rank |"),
        "{page}"
    );
}

#[test]
fn report_json_has_the_exact_values_before_and_what_left() {
    let project = project(SPEC);
    both(&project);
    let report = report(&project, "2025-11-01");
    assert_eq!(report["previous"], "2025-10-01");
    let by_maker = &report["breakdowns"]["by_maker"];
    let share = |numerator: i64, denominator: i64| json!({"numerator": numerator, "denominator": denominator});
    let di = &by_maker["rows"][1];
    assert_eq!(di["codes"], json!(["Di"]));
    assert_eq!(di["values"], json!([260, share(260, 1200), 2]));
    assert_eq!(di["previous"], json!([50, share(50, 1000), 4]));
    assert_eq!(by_maker["rows"][3]["codes"], json!(["Eve"]));
    assert_eq!(by_maker["rows"][3]["previous"], Value::Null);
    assert_eq!(
        by_maker["left"],
        json!([{"codes": ["Cy"], "previous": [100, share(100, 1000), 3]}])
    );
    assert_eq!(report["metrics"]["all"]["previous"], json!(1000));
    assert_eq!(report["metrics"]["open"]["previous"], share(900, 1000));
    let manifest = |month: &str| -> Value {
        let text = project.read(&format!("out/{month}/manifest.json"));
        serde_json::from_str(&text).expect("a manifest")
    };
    let previous = &manifest("2025-11-01")["previous"];
    assert_eq!(previous["period"], "2025-10-01");
    let october = manifest("2025-10-01");
    let files = october["outputs"].as_array().expect("a list");
    let json = files.iter().find(|it| it["path"] == "report.json");
    assert_eq!(
        previous["report_json_sha256"],
        json.expect("the file")["sha256"]
    );
}

#[test]
fn the_first_period_has_nothing_before() {
    let project = project(&with_table());
    both(&project);
    let page = markdown(&project, "2025-10-01");
    assert!(page.contains("Nothing before."), "{page}");
    assert!(!page.contains("previous value"), "{page}");
    let report = report(&project, "2025-10-01");
    assert_eq!(report["previous"], Value::Null);
    assert_eq!(
        report["breakdowns"]["by_maker"]["rows"][0]["previous"],
        Value::Null
    );
    assert_eq!(report["metrics"]["all"]["previous"], Value::Null);
}

#[test]
fn metrics_have_what_they_were_with_shares_in_points() {
    let text = "{% if previous %}{{ formatted.all_previous }} {{ metrics.all_change|integer|signed }} {{ formatted.all_growth }}
{{ formatted.open_previous }} {{ formatted.open_change }} {{ metrics.open_change|points(2)|signed }}{% endif %}";
    let project = with_text(text);
    both(&project);
    let page = markdown(&project, "2025-11-01");
    // 970 of 1200 after 900 of 1000: 80.83 % after 90 %.
    assert!(page.contains("1,000 +200 20.0%"), "{page}");
    let points = "90.0% −9.2\u{a0}percentage points −9.17\u{a0}percentage points";
    assert!(page.contains(points), "{page}");
}

#[test]
fn rows_that_left_are_told_with_what_they_were() {
    let text = "{% if previous %}{% for row in by_maker.left() %}{{ row.maker }} {{ row.downloads_previous }} {{ row.downloads_share_previous|percent }} {{ row.downloads_rank_previous }}{% endfor %}
{% for row in by_maker if row.entered %}{{ row.maker }}{% endfor %}
{{ by_maker.left()|shares('maker') }}{% endif %}";
    let project = with_text(text);
    both(&project);
    let page = markdown(&project, "2025-11-01");
    assert!(page.contains("Cy 100 10.0% 3EveCy (10.0%)"), "{page}");
}

#[test]
fn others_are_compared_where_they_are_the_rest_of_the_same_values() {
    let spec = with_table().replace(
        "measures: [downloads], total",
        "measures: [downloads], keep: {maker: {top: 2}}, total",
    );
    let project = project(&spec)
        .file("2025-10-01.csv", format!("{OCTOBER}x1,,open,30\n"))
        .file("2025-11-01.csv", format!("{NOVEMBER}x1,,open,45\n"));
    both(&project);
    let page = markdown(&project, "2025-11-01");
    // In October Ada and Bo were kept, now Ada and Di.
    assert_eq!(row(&page, "Others")[1..4], ["", "", ""]);
    assert_eq!(row(&page, "not given")[1..4], ["30", "+15", "+50.0%"]);
    assert_eq!(row(&page, "Others")[8], "");
    // It was there in October, among the others.
    assert_eq!(row(&page, "Di")[7], "enters");
    // Of 1000 Ada had 600 in October, of 1200 she has 630: the others are all but Ada in both.
    let spec = spec.replace("{top: 2}", "{top: 1}");
    let project = project.file("spec.yaml", spec);
    both(&project);
    let page = markdown(&project, "2025-11-01");
    assert_eq!(row(&page, "Others")[1..4], ["400", "+170", "+42.5%"]);
}

#[test]
fn second_steps_and_checks_read_the_columns_of_change() {
    let spec = SPEC.replacen(
        "sections:",
        "  new: {from: by_maker, where: entered, sql: \"count(*)\"}
  most: {from: by_maker, sql: \"max(downloads_share_change)\", format: {points: 1}}
checks:
  nothing doubles: {from: by_maker, sql: \"count(*) FILTER (WHERE downloads_growth > 1) = 0\", severity: warning}
sections:",
        1,
    );
    let text = "{% if previous %}{{ formatted.new }} new, most {{ formatted.most }}{% endif %}";
    let project = project(&spec).file("text.md.j2", text);
    let outcome = project.hfreport(&["run", "spec.yaml", "--each", "--message-format", "short"]);
    let outcome = outcome.fine();
    // Di grows by 420 %; October has nothing to hold the check against.
    assert_eq!(
        outcome.stderr.matches("HF0503").count(),
        1,
        "{}",
        outcome.stderr
    );
    let page = markdown(&project, "2025-11-01");
    assert!(
        page.contains("1 new, most 16.7\u{a0}percentage points"),
        "{page}"
    );
    assert_eq!(
        report(&project, "2025-10-01")["metrics"]["new"]["value"],
        Value::Null
    );
    assert_eq!(
        report(&project, "2025-11-01")["metrics"]["new"]["value"],
        json!(1)
    );
    assert_eq!(
        report(&project, "2025-11-01")["metrics"]["new"]["previous"],
        Value::Null
    );
}

#[test]
fn what_is_computed_from_change_means_nothing_without_a_period_before() {
    let spec = SPEC.replacen(
        "sections:",
        "charts: {c: {type: table, data: winners}}
sections:
  - {chart: c, when: previous}",
        1,
    );
    let spec = spec.replacen(
        "metrics:",
        "  winners: {from: by_maker, by: entered, where: \"downloads_change > 0 OR entered\", measures: [won, rows]}
metrics:
  won: {from: winners, sql: \"sum(won)\"}",
        1,
    );
    let spec = spec.replacen(
        "breakdowns:",
        "  won: {sql: \"sum(downloads_change)\"}\n  rows: {sql: \"count(*)\"}\nbreakdowns:",
        1,
    );
    let project = project(&spec).file(
        "text.md.j2",
        "{% if previous %}{{ metrics.won }}{% else %}Nothing before.{% endif %}",
    );
    both(&project);
    assert_eq!(
        report(&project, "2025-10-01")["metrics"]["won"]["value"],
        Value::Null
    );
    // Ada 30 and Di 210; Eve is new and has no change.
    assert_eq!(
        report(&project, "2025-11-01")["metrics"]["won"]["value"],
        json!(240)
    );
}
