//! `hfreport new` of a table with a column for each year: the last one is drawn, all stand in a table.

use super::{has_lines, of_rows, page, said};
use crate::fixture::Project;

const ROWS: &str = "nom;2024;2023;2025\na;6;5;7\nb;2;1;3\n";

#[test]
fn all_years_are_measures_of_one_breakdown_and_the_last_is_drawn() {
    let (project, text) = of_rows("rows.csv", ROWS);
    has_lines(
        &text,
        &[
            "measures: [column_2023, column_2024, column_2025]",
            "sort: {by: column_2025}",
            "keep: {nom: {top: 15, by: column_2025, other: fold}}",
            "years_table: {type: table, data: by_nom, columns: [nom, column_2023, column_2024, column_2025], title: {fr: De 2023 à 2025, en: From 2023 to 2025}}",
        ],
    );
    let french = page(&project, "report.md");
    // 5 + 1 = 6; 7 + 3 = 10; 7 / 10 = 70 %.
    assert!(
        french.contains("En tête : **a**, avec 70,0 % du total de « 2025 » (7 sur 10).")
            && french.contains("De 2023 à 2025, le total est passé de 6 à 10.")
            && french.contains("| Nom | 2023 | 2024 | 2025 |")
            && french.contains("| a | 5 | 6 | 7 |"),
        "{french}"
    );
    let said = said(&project, "rows.csv");
    assert!(
        said.contains("note: columns `2023` to `2025` are years: the chart shows `2025` and a table all of them; for a line over the years")
            && said.contains("“Unpivot Columns”"),
        "{said}"
    );
}

#[test]
fn a_year_that_is_asked_for_stands_alone() {
    let project = Project::new().file("rows.csv", ROWS);
    let text = super::begun(&project, &["rows.csv", "--measure", "column_2023"]);
    assert!(text.contains("measures: [column_2023]"), "{text}");
    assert!(!text.contains("years_table"), "{text}");
}

#[test]
fn of_years_with_empty_cells_the_last_alone_is_drafted() {
    let (project, _) = of_rows("rows.csv", "nom;2023;2024;2025\na;;6;7\nb;1;2;3\n");
    let french = page(&project, "report.md");
    assert!(french.contains("a (7), puis b (3)"), "{french}");
    assert!(
        !french.contains("est passé de") && !french.contains("De 2023"),
        "{french}"
    );
}
