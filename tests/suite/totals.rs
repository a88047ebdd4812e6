//! The total below a breakdown is computed again from its rows, and is none of them.

use crate::fixture::Project;
use hfreport::document::report_json::{ReportJson, RowKind};

/// Two French and two English models of three accounts; one has no language.
const ROWS: &str = "model,account,language,downloads\n\
    m1,a,fr,10\nm2,a,en,20\nm3,b,fr,30\nm4,b,en,40\nm5,c,,50\n";

fn project(breakdown: &str) -> Project {
    Project::of(&format!(
        r#"
version: 1
locales: [fr, en]
title: Totals
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string, unique: true}}
      account: {{type: string}}
      language: {{type: string, nullable: true}}
      downloads: {{type: integer}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  accounts: {{count_distinct: account}}
  mean: {{sql: "avg(downloads)", format: {{decimals: 1}}}}
  most: {{sql: "max(downloads)"}}
breakdowns:
  t: {breakdown}
sections: [{{table: t}}, {{chart: c}}, {{text: "{{{{ t|length }}}}"}}]
charts: {{c: {{type: bar, data: t, x: downloads, y: language}}}}
"#
    ))
    .file("rows.csv", ROWS)
}

fn total(breakdown: &str) -> String {
    let results = project(breakdown).results();
    let frame = &results.executed.results.frames["t"];
    let values = frame.total.as_ref().expect("a total").iter();
    values
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

const ALL: &str = "measures: [downloads, accounts, mean, most], total: true";

#[test]
fn a_total_is_computed_again_from_the_rows() {
    // Sum, share, rank; distinct accounts, share, rank; mean, rank; greatest.
    let all = "150 1 NULL 3 1 NULL 30 NULL 50";
    assert_eq!(total(&format!("{{by: language, {ALL}}}")), all);
    // What is folded or dropped is in the total.
    for keep in ["{language: {top: 1}}", "{language: {top: 1, other: drop}}"] {
        assert_eq!(
            total(&format!("{{by: language, {ALL}, keep: {keep}}}")),
            all
        );
    }
    let filtered = format!("{{by: language, {ALL}, where: \"account <> 'c'\"}}");
    assert_eq!(total(&filtered), "100 1 NULL 2 1 NULL 25 NULL 40");
}

#[test]
fn where_each_parent_is_a_whole_the_total_has_no_share() {
    let breakdown = "{by: [language, account], measures: [downloads], within: parent, total: true}";
    let spec = project(breakdown);
    spec.write(
        "spec.yaml",
        spec.read("spec.yaml")
            .replace("y: language", "y: [language, account]"),
    );
    let results = spec.results();
    let total = results.executed.results.frames["t"].total.clone().unwrap();
    let total: Vec<String> = total.iter().map(ToString::to_string).collect();
    assert_eq!(total, ["150", "NULL", "NULL"]);
}

#[test]
fn a_total_stands_below_the_rows_of_every_table_and_counts_nowhere() {
    let project = project(&format!("{{by: language, {ALL}, title: Languages}}"));
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/index.en.html");
    assert!(page.contains("<th role=rowheader>Total<td"), "{page}");
    assert_eq!(
        page.matches("<tfoot").count(),
        1,
        "the table behind a chart has marks only"
    );
    let markdown = project.read("out/report.md");
    assert!(
        markdown.contains("| **Total** | **150** | **100,0\u{202f}%** |  | **3** | **100,0\u{202f}%** |  | **30,0** |  | **50** |"),
        "{markdown}"
    );
    // Two languages, and the rows without one.
    assert!(markdown.contains("\n2\n"), "two languages: {markdown}");
    let csv = project.read("out/tables/t.csv");
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let json = ReportJson::read(project.read("out/report.json").as_bytes()).unwrap();
    let breakdown = &json.breakdowns["t"];
    assert_eq!(breakdown.rows.count(), 3);
    let total = breakdown.total.as_ref().unwrap();
    assert_eq!(total.kind, RowKind::Total);
    assert_eq!(total.shown["fr"][6], "30,0");
    let workbook = std::fs::read(project.folder().join("out/report.xlsx")).unwrap();
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(workbook)).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut workbook, "t").unwrap();
    let last: Vec<String> = sheet
        .rows()
        .next_back()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(last[..2], ["Total", "150"]);
    let explained = project
        .hfreport(&["explain", "spec.yaml", "t"])
        .fine()
        .stdout;
    assert!(
        explained.contains("total: downloads 150, downloads_share 1.0"),
        "{explained}"
    );
}

#[test]
fn a_row_counts_once_in_the_total_of_its_list() {
    let spec = r#"
version: 1
title: Lists
sources:
  models:
    path: rows.ndjson
    columns: {model: {type: string}, languages: {type: "list<string>"}, downloads: {type: integer}}
dimensions: {language: {explode: languages}}
measures: {downloads: {sql: "sum(downloads)"}, models: {sql: "count(*)"}, mean: {sql: "avg(downloads)"}}
breakdowns:
  rows: {by: language, measures: [downloads, models, mean], total: true}
  mentions: {by: language, measures: [downloads, models, mean], share_of: mentions, total: true}
sections: [{table: rows}, {table: mentions}]
"#;
    let rows = "{\"model\": \"a\", \"languages\": [\"en\", \"fr\"], \"downloads\": 10}\n\
        {\"model\": \"b\", \"languages\": [\"en\"], \"downloads\": 2}\n";
    let results = Project::of(spec).file("rows.ndjson", rows).results();
    let total = |name: &str| {
        let values = results.executed.results.frames[name].total.clone().unwrap();
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        values.join(" ")
    };
    // Downloads, share, rank; models, share, rank; mean, rank.
    assert_eq!(total("rows"), "12 1 NULL 2 1 NULL 6 NULL");
    assert_eq!(
        total("mentions"),
        "22 1 NULL 3 1 NULL 7.333333333333333 NULL"
    );
}

/// The Markdown of a text.
fn text(breakdown: &str, text: &str) -> String {
    let project = project(breakdown);
    let spec = project.read("spec.yaml").replace("{{ t|length }}", text);
    project.write("spec.yaml", spec);
    project.hfreport(&["run", "spec.yaml"]).fine();
    project.read("out/report.en.md").replace('\\', "")
}

#[test]
fn a_text_asks_a_breakdown_for_its_total() {
    let all = format!("{{by: language, {ALL}}}");
    let asks = "{% set all = t.total() %}{{ all.language_label }}: {{ all.downloads }}, {{ all.accounts }}, {{ all.mean|decimal(1) }}, {{ all.downloads_share|percent }}, {{ 'no rank' if all.downloads_rank is none }}, {{ 'folded' if all.folded else 'whole' }}, {{ t|length }}.";
    let written = text(&all, asks);
    assert!(
        written.contains("Total: 150, 3, 30.0, 100.0%, no rank, whole, 2."),
        "{written}"
    );
}

#[test]
fn a_number_of_a_total_has_its_origin_in_the_page() {
    let project = project(&format!("{{by: language, {ALL}}}"));
    let spec = project.read("spec.yaml");
    project.write(
        "spec.yaml",
        spec.replace("{{ t|length }}", "{{ t.total().downloads }}"),
    );
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/index.en.html");
    assert!(page.contains(">150</a>"), "{page}");
    assert!(page.contains("sum(downloads)"), "{page}");
}

#[test]
fn a_breakdown_without_a_total_is_told_to_say_it() {
    for (breakdown, asks, told) in [
        (
            "{by: language, measures: [downloads]}",
            "{{ t.total().downloads }}",
            "breakdown `t` has no total",
        ),
        (
            "{by: [language, account], measures: [downloads], within: total, total: true}",
            "{{ t['fr'].total().downloads }}",
            "the total is of breakdown `t` as a whole",
        ),
    ] {
        let project = project(breakdown);
        let spec = project.read("spec.yaml").replace("{{ t|length }}", asks);
        project.write("spec.yaml", spec);
        let problems = project.problems();
        assert!(problems.contains(told), "{problems}");
    }
}
