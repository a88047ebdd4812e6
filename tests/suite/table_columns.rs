//! Columns of tables that are made of something, and links. Expected values were worked out by hand.

use crate::fixture::Project;

/// a: 60 of 100, b: 30, c: 10. Of a, x has 30, y 24, z 6; of b, x and y have 15 each; of c, x all.
const ROWS: &str = "account,kind,downloads\na,x,30\na,y,24\na,z,6\nb,x,15\nb,y,15\n<i>/..,x,10\n";

fn project(columns: &str) -> Project {
    project_of(columns, ROWS)
}

fn project_of(columns: &str, rows: &str) -> Project {
    let spec = format!(
        r##"
version: 1
locales: [en, fr]
title: Tables
sources:
  rows:
    path: rows.csv
    columns:
      account: {{type: string, title: Account, link: "https://example.org/of/{{{{ key }}}}"}}
      kind: {{type: string, title: Kind, link: "https://example.org/kinds?q={{{{ key }}}}"}}
      downloads: {{type: integer}}
measures: {{downloads: {{sql: "sum(downloads)", title: Downloads}}}}
breakdowns:
  by_account: {{by: account, measures: [downloads], total: true}}
  by_both: {{by: [account, kind], measures: [downloads], within: account}}
charts:
  it:
    type: table
    data: by_account
    columns: [{columns}]
  bars: {{type: bar, data: by_account, x: downloads, y: account}}
sections: [{{chart: it}}, {{chart: bars}}]
colors: {{kind: {{x: "#112233", y: "#223344", z: "#334455"}}}}
outputs: {{formats: [html, markdown, json], charts: [svg]}}
"##
    );
    let project = Project::of(&spec).file("rows.csv", rows);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    project
}

/// The rows of the table as Markdown.
fn markdown(project: &Project) -> Vec<String> {
    let text = project.read("out/report.md");
    let rows = text.lines().filter(|line| line.starts_with('|'));
    rows.map(str::to_owned).collect()
}

#[test]
fn a_bar_is_as_long_as_its_part_of_the_largest() {
    let project = project("account, {bar: downloads, note: [downloads_share, downloads_rank]}");
    let page = project.read("out/index.html");
    for bar in [
        "60 <small>60.0% · 1</small><i style=--v:1></i>",
        "30 <small>30.0% · 2</small><i style=--v:0.5></i>",
        "10 <small>10.0% · 3</small><i style=--v:0.17></i>",
    ] {
        assert!(page.contains(bar), "{bar}\n{page}");
    }
    assert_eq!(
        markdown(&project)[2..4],
        [
            "| [a](https://example.org/of/a) | 60 (60.0% · 1) |",
            "| [b](https://example.org/of/b) | 30 (30.0% · 2) |"
        ]
    );
    // The total is of numbers as they are.
    assert!(
        page.contains("<tfoot><tr><th>Total<td>100</table>"),
        "{page}"
    );
}

#[test]
fn a_strip_has_the_parts_of_its_row_in_one_order_and_names_the_largest() {
    let project = project("account, {strip: by_both}, {strip: by_both, title: Again}");
    let page = project.read("out/index.html");
    // Together x weighs 0.5 + 0.5 + 1, y 0.4 + 0.5, z 0.1.
    for strip in [
        "aria-label=\"x 50.0% · y 40.0% · z 10.0%\"><b class=A style=width:50%></b><b class=B style=width:40%></b>\
         <b class=C style=width:10%></b></u><small>x 50.0%</small>",
        // Level parts are both named.
        "<b class=A style=width:50%></b><b class=B style=width:50%></b></u><small>x 50.0% · y 50.0%</small>",
        "<b class=A style=width:100%></b></u><small>x 100.0%</small>",
        ".A{--c:#123}",
        "<ul class=key><li>",
    ] {
        assert!(page.contains(strip), "{strip}\n{page}");
    }
    assert_eq!(
        markdown(&project)[..3],
        [
            "| Account | Kind | Again |",
            "| --- | --- | --- |",
            "| [a](https://example.org/of/a) | x 50.0% · y 40.0% · z 10.0% | x 50.0% · y 40.0% · z 10.0% |"
        ]
    );
}

#[test]
fn a_part_that_rounds_to_nothing_is_not_written_as_nothing() {
    let rows = "account,kind,downloads\na,x,9999\na,y,1\n";
    let project = project_of("account, {strip: by_both}", rows);
    let written = markdown(&project)[2].replace('\\', "");
    assert!(written.ends_with("| x 100.0% · y <0.1% |"), "{written}");
}

#[test]
fn the_first_of_a_row_is_named_with_its_share_and_what_is_skipped_is_not() {
    let project = project("account, {top: by_both}, {top: by_both, skip: [x], title: Known}");
    let rows = markdown(&project);
    assert_eq!(
        rows[2..],
        [
            "| [a](https://example.org/of/a) | [x](https://example.org/kinds?q=x) (50.0%) | [y](https://example.org/kinds?q=y) (40.0%) |",
            // Two that are level are both named, and lead nowhere.
            "| [b](https://example.org/of/b) | x · y (50.0%) | [y](https://example.org/kinds?q=y) (50.0%) |",
            "| \\<i\\>/.\\. | [x](https://example.org/kinds?q=x) (100.0%) |  |",
            "| **Total** |  |  |"
        ]
    );
}

#[test]
fn a_text_is_written_for_each_row_and_is_no_markup() {
    let project =
        project("account, {text: \"{{ row.account }} *has* {{ row.downloads }}\", title: Said}");
    let page = project.read("out/index.html");
    assert!(page.contains("<td>a *has* <a href=#.0>60</a>"), "{page}");
    assert!(
        page.contains("<td>&lt;i&gt;/.. *has* <a href=#.0>10</a>"),
        "{page}"
    );
    assert!(markdown(&project)[2].ends_with("| a \\*has\\* 60 |"));
}

#[test]
fn the_numbers_of_a_text_say_where_they_come_from() {
    let text =
        "\"{{ row.account }} <b> {{ row.downloads }}, {{ (row.downloads / 2)|decimal(1) }}\"";
    let project = project(&format!(
        "account, {{text: {text}, title: Said}}, {{text: \"{{{{ row.downloads + row.downloads_rank }}}}\", title: Sum}}, \
         {{text: \"{{{{ 'x: {{share of x}}'|filled([by_both[row.account]]) }}}}\", title: Filled}}"
    ));
    let page = project.read("out/index.html");
    for cell in [
        "<td role=cell>a &lt;b&gt; <a href=#.0>60</a>, <a href=#.1>30.0</a><td role=cell><a href=#.3>61</a><td role=cell>x: <a href=#.4>50.0%</a>",
        "<td role=cell>b &lt;b&gt; <a href=#.0>30</a>, <a href=#.1>15.0</a><td role=cell><a href=#.3>32</a><td role=cell>x: <a href=#.4>50.0%</a>",
    ] {
        assert!(page.contains(cell), "{cell}\n{page}");
    }
    // A line for each link, with the row behind it, and what is computed.
    assert!(page.contains("data-n=\"60 a\n"), "{page}");
    assert!(
        page.contains("row.downloads + row.downloads_rank"),
        "{page}"
    );
}

#[test]
fn a_key_that_would_leave_its_folder_has_no_link_and_none_is_markup() {
    let project = project("account, downloads");
    let page = project.read("out/index.html");
    assert!(
        page.contains("<a href=\"https://example.org/of/a\">a</a>"),
        "{page}"
    );
    assert!(page.contains("<th>&lt;i&gt;/..<td>10"), "{page}");
    // The table behind the chart is read by programs, and its cells are texts.
    assert_eq!(page.matches("https://example.org/of/").count(), 2, "{page}");
    let report: serde_json::Value =
        serde_json::from_str(&project.read("out/report.json")).expect("JSON");
    assert_eq!(
        report["breakdowns"]["by_account"]["columns"][0]["link"],
        "https://example.org/of/{{ key }}"
    );
}

#[test]
fn rows_of_more_than_three_columns_become_cards_that_stay_a_table() {
    let wide = project("downloads_rank, account, downloads, downloads_share");
    let page = wide.read("out/index.html");
    assert!(
        page.contains("<table class=cards role=table><caption>Downloads by account</caption><thead role=rowgroup><tr role=row><th class=n role=columnheader>Rank<th role=columnheader>"),
        "{page}"
    );
    assert!(
        page.contains("<tr role=row><td class=n role=cell>1<th role=rowheader>"),
        "{page}"
    );
    assert!(
        page.contains("@media(max-width:599px){#table-it tr>:nth-child(1)::before{content:\""),
        "{page}"
    );
    let narrow = project("account, downloads, downloads_share");
    assert!(!narrow.read("out/index.html").contains("role=rowheader"));
}
