//! A heatmap described in a few sentences. In: its cells. Out: how many there are, the largest and
//! the smallest, how many are missing.

use crate::chart::alternative::{Amount, counted, extremes};
use crate::chart::data::is_missing;
use crate::chart::heat::model::Heat;
use crate::text::Locale;

/// The sentences about a heatmap.
pub(crate) fn heat_text(heat: &Heat, locale: Locale) -> Vec<String> {
    let [rows, columns] = [heat.rows.len(), heat.columns.len()];
    let mut sentences = vec![match locale {
        Locale::Fr => {
            let rows = counted(rows, ("ligne", "lignes"), locale);
            let columns = counted(columns, ("colonne", "colonnes"), locale);
            format!("Carte de chaleur\u{a0}: {rows} et {columns}.")
        }
        Locale::En => {
            let rows = counted(rows, ("row", "rows"), locale);
            let columns = counted(columns, ("column", "columns"), locale);
            format!("Heatmap: {rows} and {columns}.")
        }
    }];
    let cells = heat.rows.iter().zip(&heat.cells).flat_map(|(row, cells)| {
        let named = heat.columns.iter().zip(cells);
        named.filter_map(move |(column, cell)| Some((row, column, cell.as_ref()?)))
    });
    let named: Vec<_> = cells
        .map(|(row, column, cell)| {
            let name = format!("{}, {}", row.label, column.label);
            (name, cell, [row, column])
        })
        .collect();
    let missing = rows * columns - named.len();
    let amounts = named.iter().map(|(name, cell, of)| Amount {
        name,
        text: &cell.text,
        value: cell.value,
        is_rest: of.iter().any(|it| it.others),
        is_missing: of.iter().any(|it| is_missing(&it.key)),
    });
    sentences.extend(extremes(amounts.collect(), locale));
    if missing > 0 {
        sentences.push(match locale {
            Locale::Fr => {
                let cells = counted(missing, ("case", "cases"), locale);
                format!("Sans donnée\u{a0}: {cells}.")
            }
            Locale::En => format!("No data: {}.", counted(missing, ("cell", "cells"), locale)),
        });
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::heat_text;
    use crate::chart::color::Color;
    use crate::chart::heat::model::{Cell, Heat, Name};
    use crate::text::Locale::{En, Fr};

    #[test]
    fn the_greatest_cells_and_those_without_a_value_are_named() {
        let color = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        let names = |labels: [&str; 2]| {
            let name = |label: &str| Name {
                key: label.to_owned(),
                label: label.to_owned(),
                others: false,
            };
            labels.map(name).to_vec()
        };
        let cell = |value: f64| {
            Some(Cell {
                value,
                text: format!("{value} M"),
                row: 0,
                color,
            })
        };
        let heat = Heat {
            rows: names(["France", "Chine"]),
            columns: names(["texte", "image"]),
            column_title: String::new(),
            cells: vec![vec![cell(3.0), None], vec![cell(0.0), cell(7.0)]],
            ends: (0.0, 7.0),
            colors: vec![color],
        };
        let french = "Carte de chaleur\u{a0}: 2\u{a0}lignes et 2\u{a0}colonnes. En tête\u{a0}: Chine, image (7 M), puis France, texte (3 M), puis Chine, texte (0 M). Sans donnée\u{a0}: 1\u{a0}case.";
        assert_eq!(heat_text(&heat, Fr).join(" "), french);
        let mut unnamed = heat.clone();
        unnamed.rows[1].key = "(missing)".to_owned();
        let text = heat_text(&unnamed, Fr).join(" ");
        assert!(text.contains("France, texte (3 M). Sans donnée"), "{text}");
        let english = "Heatmap: 2\u{a0}rows and 2\u{a0}columns. Largest: Chine, image (7 M), then France, texte (3 M), then Chine, texte (0 M). No data: 1\u{a0}cell.";
        assert_eq!(heat_text(&heat, En).join(" "), english);
        let mut folded = heat;
        folded.rows[1].others = true;
        let english = "Heatmap: 2\u{a0}rows and 2\u{a0}columns. Largest: France, texte (3 M). No data: 1\u{a0}cell.";
        assert_eq!(heat_text(&folded, En).join(" "), english);
    }
}
