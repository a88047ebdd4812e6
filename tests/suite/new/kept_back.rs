//! `hfreport new` reads marks of numbers that are kept back, `<5`, `*`, `c`, as cells without a value, and says how many there are.

use super::{begun, of_rows, page, said};
use crate::fixture::Project;

#[test]
fn marks_in_a_minority_of_numbers_are_empty_cells_and_are_told() {
    for marks in [["<5", "*"], ["c", "s"], ["n.d.", "< 11"], ["secret", ".."]] {
        let mut rows = "Région;Effectif\n".to_owned();
        for at in 0..10 {
            let mark = marks.get(at);
            let cell = mark.map_or_else(|| (8 + at).to_string(), |mark| (*mark).to_owned());
            rows += &format!("{};{cell}\n", ["Nord", "Sud"][at % 2]);
        }
        let (project, _) = of_rows("rows.csv", &rows);
        let french = page(&project, "report.md");
        // 10 + 12 + 14 + 16 = 52, 11 + 13 + 15 + 17 = 56.
        assert!(
            french.contains("(56 sur 108)")
                && french.contains(
                    "2 lignes n’ont pas de valeur pour « Effectif » (20,0 % des lignes)."
                ),
            "{french}"
        );
        let said = said(&project, "rows.csv");
        assert!(
            said.contains("note: 2 of 10 cells of `Effectif` have `"),
            "{said}"
        );
        assert!(
            said.contains("in place of a number: they are read as empty, and its text says how many rows have no value: sums lack these amounts"),
            "{said}"
        );
    }
}

#[test]
fn marks_of_a_column_beside_the_measure_are_told_too() {
    let rows = "Région;Effectif;Places\nNord;1;*\nSud;2;4\nNord;3;5\nSud;4;6\n";
    let (project, _) = of_rows("rows.csv", rows);
    let said = said(&project, "rows.csv");
    assert!(
        said.contains(
            "note: 1 of 4 cells of `Places` has `*` in place of a number: it is read as empty\n"
        ),
        "{said}"
    );
}

#[test]
fn names_and_marks_that_are_the_most_stay_texts() {
    for rows in [
        "classe;n\nc;1\ns;2\nx;3\nb;4\n",
        "classe;n\n1;1\n*;2\n*;3\nc;4\n",
    ] {
        let (_, text) = of_rows("rows.csv", rows);
        assert!(text.contains("classe: {type: string"), "{text}");
    }
}

#[test]
fn a_period_may_have_other_marks_than_the_last_one() {
    let of = |cells: [&str; 4]| {
        let rows = cells.map(|cell| format!("Nord;{cell}\n"));
        format!("Région;Effectif\n{}", rows.concat())
    };
    let project = Project::new()
        .file("f_2025-01.csv", of(["<5", "20", "30", "40"]))
        .file("f_2025-02.csv", of(["10", "*", "30", "41"]));
    let text = begun(&project, &["f_2025-01.csv", "f_2025-02.csv"]);
    assert!(text.contains("'<5'") && text.contains("'*'"), "{text}");
}
