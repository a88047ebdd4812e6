//! Charts with more marks than can be distinguished, and a page's description of itself.

use crate::fixture::Project;
use std::fmt::Write as _;

fn page(charts: &str, more: &str, rows: &str) -> (Project, String) {
    let spec = format!(
        r#"
version: 1
locales: [en]
title: Many
{more}
sources:
  models:
    path: rows.csv
    columns: {{model: {{type: string}}, account: {{type: string}}, downloads: {{type: integer}}}}
measures: {{downloads: {{sql: "sum(downloads)"}}, models: {{count_distinct: model}}}}
breakdowns:
  by_account: {{by: account, measures: [downloads, models]}}
  nested: {{by: [account, model], measures: [downloads], within: account}}
charts:
  it: {charts}
sections: [{{chart: it}}, {{table: nested}}, {{table: by_account}}]
"#
    );
    let project = Project::of(&spec).file("rows.csv", rows);
    let run = ["run", "spec.yaml", "--out", "out", "--quiet"];
    project.hfreport(&run).fine();
    let page = project.read("out/index.html");
    (project, page)
}

/// The table behind the chart.
fn behind(page: &str) -> Vec<&str> {
    let figure = page.split("<figure").nth(1).expect("a figure");
    let table = figure.split("</table>").next().expect("a table");
    table.split("<tr>").skip(2).collect()
}

/// Rows of accounts a1, a2, …, of 1, 2, … downloads.
fn accounts(count: usize) -> String {
    let mut rows = String::from("model,account,downloads\n");
    for at in 1..=count {
        writeln!(rows, "m{at},a{at},{at}").expect("a row");
    }
    rows
}

#[test]
fn of_five_hundred_bars_a_hundred_are_drawn_and_the_rest_is_one_of_their_exact_sum() {
    let chart = "{type: bar, data: by_account, x: downloads, y: account}";
    let (project, page) = page(chart, "", &accounts(500));
    let rows = behind(&page);
    assert_eq!(rows.len(), 101);
    assert!(rows[0].starts_with("<th>a500<td>500<td>"), "{}", rows[0]);
    // 1 + 2 + … + 400 = 80,200 of 1 + … + 500 = 125,250: 64.03 %.
    assert!(
        rows[100].starts_with("<th>Others<td>80,200<td>64.0"),
        "{}",
        rows[100]
    );
    assert!(page.contains("400 more rows in tables/by_account.csv"));
    // A head and all the accounts.
    assert_eq!(
        project.read("out/tables/by_account.csv").lines().count(),
        501
    );
}

#[test]
fn of_five_thousand_tiles_each_group_keeps_its_total_and_the_page_stays_light() {
    let mut rows = String::from("model,account,downloads\n");
    for at in 1..=5000 {
        writeln!(
            rows,
            "m{at},{},{at}",
            if at % 2 == 0 { "even" } else { "odd" }
        )
        .expect("a row");
    }
    let (_project, page) = page("{type: treemap, data: nested}", "", &rows);
    let rows = behind(&page);
    // 400 tiles, and the rest of each of the two groups.
    assert_eq!(rows.len(), 402);
    // The largest 400 are 4,601 to 5,000, half of them even: 2 + 4 + … + 4,600 = 5,292,300 remain.
    assert!(
        rows.iter()
            .any(|row| row.contains("<th>Others<td>5,292,300")
                || row.contains("<td>Others<td>5,292,300")),
        "{rows:?}"
    );
    let drawing = page.split("<svg").nth(1).expect("a drawing");
    let drawing = drawing.split("</svg>").next().expect("its end");
    assert!(drawing.len() < 60_000, "{} bytes", drawing.len());
}

#[test]
fn marks_say_how_many_and_nothing_is_folded_that_does_not_add_up() {
    let rows = accounts(5);
    let (_project, few) = page("{type: treemap, data: by_account, marks: 2}", "", &rows);
    // 5 and 4 stay; 1 + 2 + 3 = 6 are the others, which are the largest tile.
    let found = behind(&few);
    assert_eq!(found.len(), 3);
    assert!(
        found[0].starts_with("<th>Others<td>6<td>40.0"),
        "{}",
        found[0]
    );
    let spec = "version: 1\ntitle: T\nsources: {s: {path: r.csv, columns: {m: {type: string}, a: {type: string}}}}\n\
                measures: {n: {count_distinct: m}}\nbreakdowns: {b: {by: a, measures: [n]}}\n\
                charts: {c: {type: bar, data: b, x: n, y: a, marks: 5}}\nsections: [{chart: c}]\n";
    let project = Project::of(spec).file("r.csv", "m,a\nx,y\n");
    let told = project.hfreport(&["check", "spec.yaml"]);
    assert!(
        told.stderr
            .contains("the values of this chart do not add up")
            && told.stderr.contains("spec.yaml:6:"),
        "{}",
        told.stderr
    );
}

#[test]
fn a_page_says_how_it_is_cited_and_where_it_stands() {
    let chart = "{type: bar, data: by_account, x: downloads, y: account}";
    let more = "outputs: {address: 'https://example.org/a&b\"/', charts: [png]}\ncitation: \"Doe, *{{ by_account|length }} accounts*.\"";
    let (_project, page) = page(chart, more, &accounts(3));
    assert!(page.contains("<em>"), "the citation is Markdown");
    assert!(page.contains(
        "<link rel=\"canonical\" href=\"https://example.org/a&amp;b&quot;/index.html\">"
    ));
    assert!(page.contains(
        "<meta property=\"og:image\" content=\"https://example.org/a&amp;b&quot;/preview.png\">"
    ));
}

#[test]
fn of_the_dates_of_an_axis_none_is_folded_however_many_there_are() {
    let mut rows = String::from("day,n\n");
    for month in 1..=5 {
        for day in 1..=28 {
            writeln!(rows, "2025-0{month}-{day:02},{day}").expect("a row");
        }
    }
    let spec = "version: 1\ntitle: Days\nsources: {s: {path: r.csv, columns: {day: {type: date}, n: {type: integer}}}}\n\
                measures: {n: {sql: \"sum(n)\"}}\nbreakdowns: {b: {by: day, measures: [n]}}\n\
                charts: {c: {type: bar, data: b, x: n, y: day}}\nsections: [{chart: c}]\noutputs: {formats: [html]}\n";
    for marks in ["", ", marks: 20"] {
        let spec = spec.replace("y: day}", &format!("y: day{marks}}}"));
        let project = Project::of(&spec).file("r.csv", &rows);
        let told = project.hfreport(&["run", "spec.yaml", "--out", "out"]);
        assert!(
            told.stderr.contains("chart `c` has 140 bars"),
            "{}",
            told.stderr
        );
        let page = project.read("out/index.html");
        assert_eq!(behind(&page).len(), 140);
        assert!(!page.contains("Others"), "{page}");
    }
}
