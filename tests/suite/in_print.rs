//! The mark of numbers that are not in print as they are shown, where rows are not measured.

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
                   - {id: a, cell: {of: by_account, at: {account: a}, read: n_share}, printed: \"60.0 %\"}\n";
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
        page.contains("°: a number computed from these rows that has not been published, or not with these digits."),
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
        text.contains("All 5,000, again 5,000, 80.0%°, 60.0%, 40.0%°, 40.0%°, 2 rows."),
        "{text}"
    );
    assert!(
        text.contains(
            "Titles of figures, charts, and numbers in words carry no such mark, published or not."
        ),
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
    let figures = "spec: spec.yaml\nfigures:\n  - {id: a, cell: {of: by_account, at: {account: a}, read: n_share}, printed: \"60.0 %\"}\n  \
                   - {id: x, cell: {of: parts, at: {account: b, kind: x}, read: n_share}, printed: \"100.0 %\"}\n";
    let project = Project::of(spec)
        .file("rows.csv", ROWS)
        .file("figures.yaml", figures);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let text = project
        .read("out/report.md")
        .replace(['\u{202f}', '\u{a0}'], " ");
    for line in [
        "| Account | Own° | Share |",
        "| a (3,000°) | 3,000 | 60.0% | x 66.7%° · y 33.3%° | x (66.7%°) | 60.0% of all |",
        "| b (2,000°) | 2,000 | 40.0%° | x 100.0% | x (100.0%) | 40.0%° of all |",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn where_rows_are_measured_nothing_is_marked() {
    assert!(!page("").contains('°'));
}

/// The text of a report of these figures, whose metric `of_x` is 80 %.
fn text_of(figures: &str, text: &str) -> String {
    let spec = format!(
        r#"
version: 1
locales: [fr, en]
title: Numbers
badge: reconstruction
sources: {{rows: {{path: rows.csv, columns: {{account: {{type: string}}, kind: {{type: string}}, n: {{type: integer}}}}}}}}
measures: {{n: {{sql: "sum(n)", title: Number}}}}
breakdowns:
  by_account: {{by: account, measures: [n]}}
metrics:
  of_x: {{measure: n, where: "kind = 'x'", of: {{}}}}
  of_a: {{measure: n, where: "account = 'a'", of: {{}}}}
key_numbers: [{{value: "{{{{ metrics.of_x|percent }}}}", label: of all}}, {{value: "{{{{ by_account[0].n_share|percent }}}}", label: of a}}]
published: figures.yaml
sections: [{{text: "{text}"}}]
outputs: {{formats: [markdown]}}
"#
    );
    let figures = format!("spec: spec.yaml\nfigures:\n{figures}");
    let project = Project::of(&spec)
        .file("rows.csv", ROWS)
        .file("figures.yaml", &figures);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let text = project.read("out/report.en.md") + &project.read("out/report.md");
    text.replace(['\u{202f}', '\u{a0}'], " ")
}

#[test]
fn a_number_with_other_digits_than_are_printed_has_its_mark() {
    let figures = "  - {id: x, metric: of_x, printed: \"80 %\"}\n";
    let said = "In short {{ metrics.of_x|percent(0) }}, else {{ metrics.of_x|percent }} or {{ metrics.of_x|percent(2) }}.";
    let text = text_of(figures, said);
    assert!(
        text.contains("In short 80%, else 80.0%° or 80.00%°."),
        "{text}"
    );
    assert!(
        text.contains("In short 80 %, else 80,0 %° or 80,00 %°."),
        "{text}"
    );
}

#[test]
fn a_figure_that_the_rows_differ_from_with_leave_is_not_in_print() {
    let figures = "  - {id: x, metric: of_x, printed: \"70 %\", waived: \"a slip of the pen\"}\n";
    let text = text_of(figures, "It is {{ metrics.of_x|percent(0) }}.");
    assert!(text.contains("It is 80%°."), "{text}");
    // Not even where another number in print has just its value.
    let both = "  - {id: a, cell: {of: by_account, at: {account: a}, read: n_share}, printed: \"60.0 %\"}\n  - {id: x, metric: of_a, printed: \"59.0 %\", waived: \"a slip of the pen\"}\n";
    let text = text_of(
        both,
        "It is {{ metrics.of_a|percent }}, {{ by_account[0].n_share|percent }}.",
    );
    assert!(text.contains("It is 60.0%°, 60.0%."), "{text}");
}

#[test]
fn key_numbers_have_the_mark_and_words_and_ranks_have_none() {
    let figures = "  - {id: x, metric: of_x, printed: \"80.0 %\"}\n";
    let said = "More than {{ metrics.of_x|fraction }}, rank {{ by_account[0].n_rank }}, {{ by_account[0].n_rank|ordinal_word }}.";
    let text = text_of(figures, said);
    assert!(
        text.contains(
            "- **80.0%** of all\n- **60.0%°** of a\n\n°: a number computed from these rows that has not been published.\n"
        ),
        "{text}"
    );
    let words = text.lines().find(|line| line.starts_with("More than"));
    assert!(
        words.is_some_and(|line| !line.contains('°') && line.contains("rank 1, first.")),
        "{text}"
    );
}
