//! Axes of charts: dates at their positions, numbers in order, missing values, labels of the rest.

use crate::fixture::Project;

/// A project whose rows have a date, an account and downloads; returns the alternative text of its
/// only chart in French and English.
pub(crate) fn alternatives(
    column: &str,
    breakdowns: &str,
    chart: &str,
    rows: &str,
) -> (Project, [String; 2]) {
    let spec = format!(
        r#"
version: 1
locales: [fr, en]
title: Axes
sources:
  models:
    path: rows.csv
    columns: {{when: {{type: {column}}}, account: {{type: string, nullable: true}}, downloads: {{type: integer}}}}
measures: {{downloads: {{sql: "sum(downloads)", title: {{fr: Total, en: Total}}}}}}
breakdowns:
  {breakdowns}
charts:
  it: {chart}
sections: [{{chart: it}}]
"#
    );
    let project = Project::of(&spec).file("rows.csv", rows);
    let run = ["run", "spec.yaml", "--out", "out", "--quiet"];
    project.hfreport(&run).fine();
    let report: serde_json::Value =
        serde_json::from_str(&project.read("out/report.json")).expect("JSON");
    let said = ["fr", "en"].map(|locale| {
        let text = &report["charts"]["it"]["locales"][locale]["alternative"];
        text.as_str().expect("a text").to_owned()
    });
    (project, said)
}

const MONTHS: &str = "when,account,downloads\n2025-10-01,a,50\n2025-01-01,a,10\n2025-02-01,a,20\n\
                      2025-09-01,a,40\n2025-03-01,a,30\n";

#[test]
fn months_stand_at_their_places_and_a_line_breaks_and_says_where_they_have_no_row() {
    let line = "{type: line, data: by_when, x: when, y: downloads}";
    let (project, [french, english]) = alternatives(
        "date",
        "by_when: {by: when, measures: [downloads]}",
        line,
        MONTHS,
    );
    assert_eq!(
        english,
        "Line chart: 5\u{a0}points. No data: Apr 2025 to Aug 2025. \
         Total: from 10 (Jan 2025) to 50 (Oct 2025), the peak."
    );
    assert!(
        french.contains("Sans donnée\u{a0}: d’avr. 2025 à août 2025."),
        "{french}"
    );
    let svg = project.read("out/charts/it.en.svg");
    // January to March, then September and October, nine months after January.
    assert!(svg.contains("data-x=\"0 1 2 8 9\""), "{svg}");
    let marks = svg.split("class=\"marks lines\"").nth(1).expect("marks");
    let line = marks.split("</g>").next().expect("a line");
    assert_eq!(line.matches('M').count(), 2, "{line}");
    // The table behind it is in calendar order, with the same labels.
    let page = project.read("out/index.html");
    let [january, september] = ["janv. 2025", "sept. 2025"].map(|month| {
        let table = page.split("<tbody>").nth(1).expect("a table");
        table.find(month).expect(month)
    });
    assert!(january < september);
}

/// The texts of a drawing.
pub(crate) fn texts(project: &Project, file: &str) -> Vec<String> {
    let svg = project.read(&format!("out/charts/{file}"));
    let document = roxmltree::Document::parse(&svg).expect("XML");
    let texts = document.descendants().filter(|it| it.has_tag_name("text"));
    texts
        .filter_map(|it| it.text().map(str::to_owned))
        .collect()
}

#[test]
fn bars_of_months_stand_at_their_places_under_months_of_the_locale() {
    let breakdown = "by_when: {by: when, measures: [downloads]}";
    for bars in [
        "{type: bar, data: by_when, x: when, y: downloads}",
        "{type: bar, data: by_when, x: downloads, y: when}",
    ] {
        let (project, [french, english]) = alternatives("date", breakdown, bars, MONTHS);
        assert!(
            english.contains("No data: Apr 2025 to Aug 2025."),
            "{english}"
        );
        assert!(
            french.contains("Sans donnée\u{a0}: d’avr. 2025 à août 2025."),
            "{french}"
        );
        // Ten months, of which five have no bar.
        let svg = project.read("out/charts/it.en.svg");
        assert!(svg.contains("data-x=\"0 1 2 8 9\""), "{svg}");
        for (file, months) in [
            (
                "it.en.svg",
                ["Jan 2025", "Apr 2025", "Aug 2025", "Oct 2025"],
            ),
            (
                "it.fr.svg",
                ["janv. 2025", "avr. 2025", "août 2025", "oct. 2025"],
            ),
        ] {
            let texts = texts(&project, file);
            let months = months.map(|month| texts.iter().position(|it| it == month));
            assert!(months.is_sorted() && months[0].is_some(), "{texts:?}");
            assert!(!texts.iter().any(|it| it.starts_with("2025-")), "{texts:?}");
        }
    }
}

#[test]
fn the_way_from_a_line_that_ends_early_to_its_name_does_not_look_like_the_line() {
    let line = "{type: line, data: by_both, x: when, y: downloads, color: account}";
    let breakdown = "by_both: {by: [when, account], measures: [downloads], within: when}";
    let rows = "when,account,downloads\n2025-01-01,a,1\n2025-02-01,a,2\n2025-03-01,a,3\n\
                2025-01-01,b,4\n2025-02-01,b,5\n";
    let (project, _) = alternatives("date", breakdown, line, rows);
    let svg = project.read("out/charts/it.en.svg");
    let names = svg.split("class=\"names\"").nth(1).expect("names");
    let dotted: Vec<bool> = names
        .split("class=\"entry\"")
        .skip(1)
        .map(|entry| entry.contains("stroke-dasharray"))
        .collect();
    // The larger one, `b`, comes first and has no March.
    assert_eq!(dotted, [true, false], "{names}");
}

#[test]
fn a_line_over_an_integer_year_runs_in_the_order_of_the_years() {
    let rows = "when,account,downloads\n2026,a,50\n2022,a,30\n2025,a,10\n";
    let line = "{type: line, data: by_when, x: when, y: downloads}";
    let (_project, [_, english]) = alternatives(
        "integer",
        "by_when: {by: when, measures: [downloads]}",
        line,
        rows,
    );
    assert!(
        english.ends_with("Total: from 30 (2022) to 50 (2026), the peak."),
        "{english}"
    );
}

#[test]
fn a_treemap_of_shares_writes_shares_and_one_of_nothing_says_so() {
    let breakdown = "by_account: {by: account, measures: [downloads]}";
    let tree = "{type: treemap, data: by_account, value: downloads_share}";
    let rows = "when,account,downloads\n1,a,30\n1,b,10\n";
    let (_project, [_, english]) = alternatives("integer", breakdown, tree, rows);
    assert!(
        english.contains("a (75.0%") && english.contains("b (25.0%"),
        "{english}"
    );
    let tree = "{type: treemap, data: by_account}";
    let rows = "when,account,downloads\n1,a,0\n1,b,0\n";
    let (project, [french, english]) = alternatives("integer", breakdown, tree, rows);
    assert_eq!(english, "Treemap: 0\u{a0}tiles. All values are zero.");
    assert!(
        french.ends_with("Toutes les valeurs sont nulles."),
        "{french}"
    );
    let svg = project.read("out/charts/it.en.svg");
    assert!(svg.contains(">All values are zero.<"), "{svg}");
}

#[test]
fn a_value_named_like_the_rest_is_distinguished_from_it() {
    let breakdown = "by_account: {by: account, measures: [downloads], keep: {account: {top: 2}}}";
    let bars = "{type: bar, data: by_account, x: downloads, y: account}";
    let rows = "when,account,downloads\n1,Others,30\n1,b,10\n1,c,2\n1,d,1\n";
    let (project, [french, english]) = alternatives("integer", breakdown, bars, rows);
    assert!(
        english.contains("Others (30), then b (10). Others (the rest, folded): 3."),
        "{english}"
    );
    // In French the rest has another name anyway.
    assert!(french.contains("puis b (10). Autres\u{a0}: 3."), "{french}");
    let page = project.read("out/index.en.html");
    assert!(page.contains("<th>Others (the rest, folded)"), "{page}");
    let text = "sections:\n  - text: \"{{ by_account.others().account_label }}; {{ by_account[0].account_label }}\"\n  - ";
    let spec = project
        .read("spec.yaml")
        .replace("sections: [{chart: it}]", &format!("{text}chart: it"));
    project.write("spec.yaml", spec);
    let run = [
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "markdown,svg,csv",
        "--quiet",
    ];
    project.hfreport(&run).fine();
    let text = project.read("out/report.en.md");
    assert!(
        text.contains("Others (the rest, folded); Others\n"),
        "{text}"
    );
    // A table for programs names the dimension of which a row is the rest.
    let csv = project.read("out/tables/by_account.csv");
    let folded: Vec<&str> = csv
        .lines()
        .filter(|line| line.ends_with(",account"))
        .collect();
    assert_eq!(folded.len(), 1, "{csv}");
}

#[test]
fn dates_that_a_breakdown_folds_or_leaves_out_are_not_told_as_those_without_data() {
    for keep in [
        "{top: 3}",
        "{top: 3, other: drop}",
        "{any: \"downloads > 15\"}",
    ] {
        let breakdown =
            format!("by_when: {{by: when, measures: [downloads], keep: {{when: {keep}}}}}");
        // What starts from such a breakdown has no other dates either.
        let second =
            format!("{breakdown}\n  again: {{from: by_when, by: when, measures: [downloads]}}");
        for (breakdowns, chart) in [
            (
                &breakdown,
                "{type: bar, data: by_when, x: downloads, y: when}",
            ),
            (
                &breakdown,
                "{type: line, data: by_when, x: when, y: downloads}",
            ),
            (&second, "{type: line, data: again, x: when, y: downloads}"),
        ] {
            let (project, [french, english]) = alternatives("date", breakdowns, chart, MONTHS);
            assert!(!english.contains("No data"), "{keep}, {chart}: {english}");
            assert!(!french.contains("Sans donnée"), "{keep}, {chart}: {french}");
            let page = project.read("out/index.html");
            assert!(!page.contains("sans donnée") && !page.contains("class=gap"));
        }
    }
    // Nothing is folded or dropped of five months.
    let five = "by_when: {by: when, measures: [downloads], keep: {when: {top: 5}}}";
    let line = "{type: line, data: by_when, x: when, y: downloads}";
    let (_, [_, english]) = alternatives("date", five, line, MONTHS);
    assert!(
        english.contains("No data: Apr 2025 to Aug 2025."),
        "{english}"
    );
}

#[test]
fn a_date_of_which_all_rows_are_dropped_with_another_dimension_is_none_without_data() {
    let rows = "when,account,downloads\n2025-01-01,a,9\n2025-02-01,b,1\n2025-03-01,a,9\n";
    let breakdown = "by_both: {by: [when, account], measures: [downloads], within: when, keep: {account: {top: 1, other: drop}}}";
    let line = "{type: line, data: by_both, x: when, y: downloads, color: account}";
    let (_, [_, english]) = alternatives("date", breakdown, line, rows);
    assert!(
        english.contains("2\u{a0}points") && !english.contains("No data"),
        "{english}"
    );
}

#[test]
fn nothing_is_the_smallest_where_smaller_ones_are_folded() {
    let bar = "{type: bar, data: by_when, x: downloads, y: when}";
    let said = |keep: &str| {
        let breakdown = format!(
            "by_when: {{by: when, measures: [downloads], keep: {{when: {{top: {keep}}}}}}}"
        );
        alternatives("date", &breakdown, bar, MONTHS).1[1].clone()
    };
    assert!(
        said("5").contains("Smallest: Jan 2025 (10)."),
        "{}",
        said("5")
    );
    // January's 10 are among the others.
    assert!(!said("4").contains("Smallest"), "{}", said("4"));
}
