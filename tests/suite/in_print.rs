//! The mark of numbers that are not in print, where rows are not measured.

use crate::fixture::Project;

/// a: 3000 of 5000, b: 2000.
const ROWS: &str = "account,kind,n\na,x,2000\na,y,1000\nb,x,2000\n";

fn project(badge: &str) -> Project {
    let spec = format!(
        r#"
version: 1
locales: [en]
title: Numbers
badge: "{badge}"
sources: {{rows: {{path: rows.csv, columns: {{account: {{type: string}}, kind: {{type: string}}, n: {{type: integer}}}}}}}}
measures: {{n: {{sql: "sum(n)", title: Number}}}}
breakdowns:
  by_account: {{by: account, measures: [n]}}
  by_kind: {{by: kind, measures: [n]}}
metrics:
  all: {{measure: n}}
  again: {{measure: n, where: "account IN ('a', 'b')"}}
  of_x: {{measure: n, where: "kind = 'x'", of: {{}}}}
published: figures.yaml
sections:
  - text: "All {{{{ metrics.all|integer }}}}, again {{{{ metrics.again|integer }}}}, {{{{ metrics.of_x|percent }}}}, {{{{ by_account[0].n_share|percent }}}}, {{{{ by_account[1].n_share|percent }}}}, {{{{ (1 - by_account[0].n_share)|percent }}}}, {{{{ by_account|length }}}} rows."
  - table: by_account
  - table: by_kind
outputs: {{formats: [html, markdown]}}
"#
    );
    let figures = "spec: spec.yaml\nfigures:\n  - {id: all, metric: all, printed: 5000}\n  \
                   - {id: a, cell: {of: by_account, at: {account: a}, read: n_share}, printed: \"60 %\"}\n";
    let project = Project::of(&spec)
        .file("rows.csv", ROWS)
        .file("figures.yaml", figures);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    project
}

/// The page without links.
fn page(badge: &str) -> String {
    let page = project(badge).read("out/index.html");
    let links = regex::Regex::new("<a href=#[^>]*>|</a>").expect("a pattern");
    links.replace_all(&page, "").replace('\u{202f}', " ")
}

#[test]
fn what_is_in_print_by_name_or_by_its_exact_value_has_no_mark_and_the_rest_has() {
    let page = page("reconstruction");
    // The metric of another name is the same 5000; what is computed from a share in print is not in print.
    assert!(
        page.contains("All 5,000, again 5,000, 80.0% °, 60.0%, 40.0% °, 40.0% °, 2 rows."),
        "{page}"
    );
    assert!(
        page.contains("°: a number computed from these rows"),
        "{page}"
    );
}

#[test]
fn tables_mark_columns_of_which_nothing_is_in_print_else_cells() {
    let page = page("projection");
    // Nothing of the amounts by account is in print, one of the shares is.
    assert_eq!(page.matches("Number °<th").count(), 2, "{page}");
    assert!(
        page.contains("b<td role=cell>2,000<td role=cell>40.0% °"),
        "{page}"
    );
}

#[test]
fn markdown_has_the_marks_of_the_page_and_says_what_carries_none() {
    let text = project("reconstruction").read("out/report.md");
    let text = text.replace(['\u{202f}', '\u{a0}'], " ");
    assert!(
        text.contains("All 5,000, again 5,000, 80.0% °, 60.0%, 40.0% °, 40.0% °, 2 rows."),
        "{text}"
    );
    assert!(
        text.contains("Titles, key numbers, and charts carry no such mark, published or not."),
        "{text}"
    );
}

/// a: 3000 of 5000, 60 %, in print; b: 40 %, not. Of a's rows 2000 of 3000 are of x, of b's all.
#[test]
fn columns_that_are_made_of_something_keep_their_marks() {
    let spec = r#"
version: 1
locales: [en]
title: Numbers
badge: reconstruction
sources: {rows: {path: rows.csv, columns: {account: {type: string}, kind: {type: string}, n: {type: integer}}}}
measures: {n: {sql: "sum(n)", title: Number}, rows: {sql: "count(*)", title: Rows}}
breakdowns:
  by_account: {by: account, measures: [n, rows]}
  parts: {by: [account, kind], measures: [n], within: account}
charts:
  made:
    type: table
    data: by_account
    title: Made
    columns:
      - {column: account, note: n}
      - {column: n, title: Own}
      - {bar: n_share, title: Share}
      - {strip: parts}
      - {top: parts}
      - {text: "{{ row.n_share|percent }} of all", title: Said}
published: figures.yaml
sections: [{chart: made}]
outputs: {formats: [html, markdown]}
"#;
    let figures = "spec: spec.yaml\nfigures:\n  - {id: a, cell: {of: by_account, at: {account: a}, read: n_share}, printed: \"60 %\"}\n  \
                   - {id: x, cell: {of: parts, at: {account: b, kind: x}, read: n_share}, printed: \"100 %\"}\n";
    let project = Project::of(spec)
        .file("rows.csv", ROWS)
        .file("figures.yaml", figures);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let text = project
        .read("out/report.md")
        .replace(['\u{202f}', '\u{a0}'], " ");
    for line in [
        "| account | Own ° | Share |",
        "| a (3,000 °) | 3,000 | 60.0% | x 66.7% ° · y 33.3% ° | x (66.7% °) | 60.0% of all |",
        "| b (2,000 °) | 2,000 | 40.0% ° | x 100.0% | x (100.0%) | 40.0% of all ° |",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn where_rows_are_measured_nothing_is_marked() {
    assert!(!page("").contains('°'));
}
