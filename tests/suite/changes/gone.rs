//! What left since the period before, in a sentence below tables and charts of change.

use super::{OCTOBER, SPEC, both, markdown, project};

/// The spec with a table of change and more.
fn with(charts: &str, sections: &str) -> String {
    let moves = "charts:
  moves: {type: table, data: by_maker, columns: [maker, downloads, downloads_change]}
";
    let shown = "sections:
  - {chart: moves, when: previous}
";
    SPEC.replacen(
        "sections:\n",
        &format!("{moves}{charts}{shown}{sections}"),
        1,
    )
}

/// The sentences of November, with plain spaces.
fn sentences(spec: &str, october: &str, begin: &str) -> Vec<String> {
    let project = project(spec).file("2025-10-01.csv", october);
    both(&project);
    assert!(!markdown(&project, "2025-10-01").contains(begin));
    let page = markdown(&project, "2025-11-01").replace('\u{a0}', " ");
    let lines = page.lines().filter(|line| line.contains(begin));
    lines.map(str::to_owned).collect()
}

const GONE: &str = "No longer listed";

#[test]
fn a_table_of_change_names_what_left_with_its_value() {
    let found = sentences(&with("", ""), OCTOBER, GONE);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("No longer listed (value of the period before): Cy (100)."),
        "{found:?}"
    );
    // The table of the section below has no column of change.
    let more = format!("{OCTOBER}f1,Fay,open,7\ng1,Gil,open,70\nh1,Hal,open,700\ni1,Ida,open,1\n");
    let found = sentences(&with("", ""), &more, GONE);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains(
            "No longer listed (values of the period before): Hal (700), Cy (100), Gil (70), and 2 more, 878 in all."
        ),
        "{found:?}"
    );
}

#[test]
fn it_is_said_in_french_too() {
    let spec = with("", "").replacen("title: Months", "title: Mois\nlocales: [fr]", 1);
    let spec = spec.replace("{en: text.md.j2}", "{fr: text.md.j2}");
    let begin = "N’appara";
    let found = sentences(&spec, OCTOBER, begin);
    assert!(
        found[0].contains("N’apparaît plus (valeur de la période précédente) : Cy (100)."),
        "{found:?}"
    );
    let more = format!("{OCTOBER}f1,Fay,open,7\n");
    let found = sentences(&spec, &more, begin);
    assert!(
        found[0].contains("N’apparaissent plus (valeurs de la période précédente) : Cy (100) et Fay (7), soit 107 au total."),
        "{found:?}"
    );
}

#[test]
fn a_chart_of_change_says_it_below_and_one_that_draws_what_left_does_not() {
    let charts = "  bars: {type: bar, data: by_maker, x: downloads_change, y: maker}
  plain: {type: bar, data: by_maker, x: downloads, y: maker}
";
    let sections = "  - {chart: bars, when: previous}
  - {chart: plain}
";
    let spec = with(charts, sections);
    let found = sentences(&spec, OCTOBER, GONE);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn what_may_be_among_the_rest_has_not_gone() {
    let spec = with("", "").replacen(
        "by: maker, measures: [downloads], total: true",
        "by: maker, measures: [downloads], keep: {maker: {top: 3}}",
        1,
    );
    assert_eq!(sentences(&spec, OCTOBER, GONE), [""; 0]);
    // Cy is not among the two largest in November, whether it is there or not.
    let scoped = with("", "").replacen(
        "breakdowns:",
        "scope: {top: {by: maker, measure: downloads, n: 4}}\nbreakdowns:",
        1,
    );
    assert_eq!(sentences(&scoped, OCTOBER, GONE), [""; 0]);
    let nothing = OCTOBER.replace("c1,Cy,closed", "c1,Bo,closed");
    assert_eq!(sentences(&with("", ""), &nothing, GONE), [""; 0]);
}
