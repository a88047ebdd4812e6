//! Heatmaps: cells without a row, shares, folding, keys that do not fit. Expected values were worked out by hand.

use crate::charts::alternatives;
use crate::fixture::Project;

/// Of a, only 2022 and a zero in 2023; of b, only 2023.
const CELLS: &str = "when,account,downloads\n2022,a,30\n2023,a,0\n2023,b,70\n";
const CELL_BREAKDOWN: &str = "cells: {by: [account, when], measures: [downloads], within: account}";

#[test]
fn a_heatmap_distinguishes_a_cell_without_a_row_from_a_zero() {
    let heatmap = "{type: heatmap, data: cells, x: when, y: account}";
    let (project, [french, english]) = alternatives("integer", CELL_BREAKDOWN, heatmap, CELLS);
    assert_eq!(
        english,
        "Heatmap: 2\u{a0}rows and 2\u{a0}columns. Largest: b, 2023 (70), then a, 2022 (30), \
         then a, 2023 (0). No data: 1\u{a0}cell."
    );
    assert_eq!(
        french,
        "Carte de chaleur\u{a0}: 2\u{a0}lignes et 2\u{a0}colonnes. En tête\u{a0}: b, 2023 (70), \
         puis a, 2022 (30), puis a, 2023 (0). Sans donnée\u{a0}: 1\u{a0}case."
    );
    let svg = project.read("out/charts/it.en.svg");
    let marks = svg.split("class=\"marks\"").nth(1).expect("marks");
    let marks = marks.split("</g>").next().expect("marks");
    // Rows of the table: b of 2023 first, then a of 2022 and of 2023; each of its own colour.
    for row in ["0-0", "1-1", "2-2"] {
        assert!(marks.contains(&format!("data-r=\"{row}\"")), "{marks}");
    }
    assert_eq!(marks.matches("<path").count(), 3, "{marks}");
    assert!(
        svg.contains("class=\"missing\"") && svg.contains(">no data<"),
        "{svg}"
    );
}

#[test]
fn a_heatmap_of_shares_has_a_legend_in_percent_and_folds_its_smallest_rows() {
    let heatmap =
        "{type: heatmap, data: cells, x: when, y: account, value: downloads_share, marks: 2}";
    let rows = "when,account,downloads\n2022,a,30\n2022,b,20\n2022,c,10\n2023,d,5\n";
    let breakdown = "cells: {by: [account, when], measures: [downloads], within: total}";
    let (project, [_, english]) = alternatives("integer", breakdown, heatmap, rows);
    // 30, 20, 10 and 5 of 65: 46.2, 30.8, 15.4 and 7.7 %.
    assert_eq!(
        english,
        "Heatmap: 3\u{a0}rows and 2\u{a0}columns. Largest: a, 2022 (46.2%), then b, 2022 (30.8%). \
         No data: 2\u{a0}cells."
    );
    let svg = project.read("out/charts/it.fr.svg");
    assert!(svg.contains(">40\u{202f}%<"), "{svg}");
}

#[test]
fn keys_of_a_heatmap_that_do_not_fit_are_errors_at_their_places() {
    for (chart, problem) in [
        ("{type: heatmap, data: cells, x: when}", "needs `x` and `y`"),
        (
            "{type: heatmap, data: cells, x: when, y: when}",
            "`when` stands along x already",
        ),
        (
            "{type: heatmap, data: cells, x: [account, when], y: when}",
            "has one dimension, found 2",
        ),
        (
            "{type: heatmap, data: cells, x: when, y: account, color: account}",
            "`color` means nothing for a chart of type heatmap",
        ),
        (
            "{type: heatmap, data: cells, x: when, y: acount}",
            "there is no dimension `acount` of breakdown `cells`",
        ),
    ] {
        let spec = format!(
            "version: 1\nlocales: [en]\ntitle: Cells\nsources:\n  models:\n    path: rows.csv\n    columns: {{when: {{type: integer}}, account: {{type: string}}, downloads: {{type: integer}}}}\nmeasures: {{downloads: {{sql: \"sum(downloads)\"}}}}\nbreakdowns:\n  {CELL_BREAKDOWN}\ncharts:\n  it: {chart}\nsections: [{{chart: it}}]\n"
        );
        let project = Project::of(&spec).file("rows.csv", CELLS);
        let problems = project.problems();
        assert!(problems.contains(problem), "{problems}");
        assert!(problems.contains("spec.yaml:12:"), "{problems}");
    }
}
