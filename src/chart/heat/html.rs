//! A heat map in a page. In: the cells of a model. Out: a table whose cells are coloured, and the scale of its colours.

use crate::chart::annotation::{Target, said};
use crate::chart::heat::model::Heat;
use crate::chart::html::fit::{NARROW, class_attribute, classes, plain, widest_word};
use crate::chart::html::paint::painted;
use crate::chart::html::rows_attribute;
use crate::chart::layout::scale::Scale;
use crate::chart::model::{Common, HtmlDrawing};
use crate::chart::svg::markup::escaped;
use crate::chart::svg::value_axis::tick_texts;
use crate::text::Locale;
use std::fmt::Write as _;

/// Sizes of text in the style of the page.
const NAME: f64 = 12.5;
const VALUE: f64 = 12.5;
/// Names of columns that do not fit side by side stand upright, and these are not closer together than their height.
const UPRIGHT: f64 = 15.0;
/// Widest names of rows, in a wide and in a narrow figure.
const WIDEST: [f64; 2] = [220.0, 96.0];
/// How many steps of colour the scale shows.
const STEPS: usize = 8;

/// The heat map of a page.
pub(crate) fn draw(common: &Common, heat: &Heat) -> HtmlDrawing {
    let count = heat.columns.len().max(1) as f64;
    let names = heat.rows.iter().map(|it| plain(&it.label, NAME) + 10.0);
    let names = names.fold(0.0, f64::max);
    let column = |width: f64| {
        let beside = if width < 600.0 {
            names.min(WIDEST[1])
        } else {
            names.min(WIDEST[0])
        };
        (width - beside) / count - 2.0
    };
    let heads = heat.columns.iter();
    let word = heads.map(|it| widest_word(&it.label, |word| plain(word, NAME)) + 4.0);
    let word = word.fold(0.0, f64::max);
    let values = heat.cells.iter().flatten().flatten();
    let value = values
        .map(|it| plain(&it.text, VALUE) + 4.0)
        .fold(0.0, f64::max);
    let fits = |wanted: f64| classes(column(NARROW) >= wanted, |width| column(width) >= wanted);
    let mut class = "heat".to_owned();
    for (name, fits) in [('h', fits(word)), ('c', fits(value))] {
        for step in fits.split(' ').filter(|it| !it.is_empty()) {
            // Writing to a string cannot fail.
            let _ = write!(class, " {name}{step}");
        }
    }
    let looks = Looks::of(common);
    let mut html = scale(common, heat);
    let rows = heat.cells.iter().flatten().flatten();
    let rows: Vec<usize> = rows.map(|it| it.row).collect();
    let _ = write!(
        html,
        "<table class=\"{class}\" style=\"--n:{}px;--s:{}px\"{}><tr><th>",
        names.min(WIDEST[0]).ceil(),
        names.min(WIDEST[1]).ceil(),
        rows_attribute(&rows)
    );
    for (at, name) in heat.columns.iter().enumerate() {
        let shown = classes(nth(at, column(NARROW)), |width| nth(at, column(width)));
        let label = if shown.is_empty() {
            String::new()
        } else {
            escaped(&name.label)
        };
        let own = class_attribute(looks.of_column(at));
        let shown = class_attribute(&shown);
        let _ = write!(html, "<th{own}><span{shown}>{label}</span>");
    }
    for (row, (name, cells)) in heat.rows.iter().zip(&heat.cells).enumerate() {
        let own = class_attribute(looks.of_row(row));
        let _ = write!(html, "<tr{own}><th>{}", escaped(&name.label));
        for (column, cell) in cells.iter().enumerate() {
            let own = looks.of_cell(row, column);
            match cell {
                Some(cell) if common.value_labels => {
                    let class = painted(cell.color, &own);
                    let _ = write!(html, "<td{class}>{}", escaped(&cell.text));
                }
                Some(cell) => {
                    let _ = write!(html, "<td{}>", painted(cell.color, &own));
                }
                None if own.is_empty() => html.push_str("<td class=none>·"),
                None => {
                    let _ = write!(html, "<td class=\"none {own}\">·");
                }
            }
        }
    }
    html.push_str("</table>");
    // Cells leave no room for words.
    let noted = common.annotations.iter().filter(|it| !it.line().is_empty());
    for annotation in noted {
        let said = said(annotation, common.locale);
        let _ = write!(html, "<p class=said>{}</p>", escaped(&said));
    }
    HtmlDrawing {
        kind: "cells",
        html,
    }
}

/// Frames around cells, and lines before columns and rows.
#[derive(Default)]
struct Looks {
    cells: Vec<(usize, usize)>,
    columns: Vec<usize>,
    rows: Vec<usize>,
}

impl Looks {
    fn of(common: &Common) -> Self {
        let mut looks = Self::default();
        for annotation in &common.annotations {
            match annotation.target {
                Target::Cell(row, column) => looks.cells.push((row, column)),
                Target::Before(column) => looks.columns.push(column),
                Target::BeforeRow(row) => looks.rows.push(row),
                // No other has a place among cells.
                Target::Level(_) | Target::Range(_) | Target::Mark(..) => {}
            }
        }
        looks
    }

    fn of_column(&self, column: usize) -> &'static str {
        if self.columns.contains(&column) {
            "l"
        } else {
            ""
        }
    }

    fn of_row(&self, row: usize) -> &'static str {
        if self.rows.contains(&row) { "t" } else { "" }
    }

    fn of_cell(&self, row: usize, column: usize) -> String {
        let framed = if self.cells.contains(&(row, column)) {
            "f"
        } else {
            ""
        };
        let parts = [framed, self.of_column(column)].into_iter();
        parts
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Whether the name of a column is shown where columns are so wide: each second, third, … if they are narrower than a line is high.
fn nth(at: usize, column: f64) -> bool {
    let every = (UPRIGHT / column.max(0.5)).ceil() as usize;
    at.is_multiple_of(every.max(1))
}

/// The scale of the colours, from one end to the other.
fn scale(common: &Common, heat: &Heat) -> String {
    let mut scale = Scale::of_values([heat.ends.0, heat.ends.1].into_iter(), 3.0, false);
    scale.ticks = vec![heat.ends.0, heat.ends.1];
    let ticks = tick_texts(&scale, common);
    let mut html = "<p class=scale>".to_owned();
    if let Some((_, first)) = ticks.first() {
        let _ = write!(html, "<span>{}</span>", escaped(first));
    }
    let last = heat.colors.len().saturating_sub(1);
    for step in 0..STEPS {
        if let Some(color) = heat.colors.get(step * last / (STEPS - 1)) {
            let _ = write!(html, "<i{}></i>", painted(*color, ""));
        }
    }
    if let Some((_, last)) = ticks.last() {
        let _ = write!(html, "<span>{}</span>", escaped(last));
    }
    if heat.cells.iter().flatten().any(Option::is_none) {
        html.push_str(match common.locale {
            Locale::Fr => " · sans donnée",
            Locale::En => " · no data",
        });
    }
    html + "</p>"
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::chart::annotation::{Annotation, Target};
    use crate::chart::color::Color;
    use crate::chart::heat::model::{Cell, Heat, Name};
    use crate::chart::model::{Common, ValueFormat};
    use crate::text::{Affix, Locale};

    fn html(annotations: Vec<Annotation>) -> String {
        let color = Color {
            red: 0x27,
            green: 0x66,
            blue: 0xb0,
        };
        let name = |label: &str| Name {
            key: label.to_owned(),
            label: label.to_owned(),
            others: false,
        };
        let cell = Cell {
            value: 4.0,
            text: "4 M".to_owned(),
            row: 7,
            color,
        };
        let heat = Heat {
            rows: vec![name("a")],
            columns: vec![name("x"), name("y")],
            column_title: String::new(),
            cells: vec![vec![Some(cell), None]],
            ends: (0.0, 4e6),
            colors: vec![color; 32],
        };
        let common = Common {
            id: "h".to_owned(),
            title: String::new(),
            alternative: String::new(),
            locale: Locale::En,
            value_title: String::new(),
            category_title: String::new(),
            value_format: ValueFormat::Compact,
            affix: Affix::default(),
            value_labels: true,
            legend: None,
            annotations,
            logarithmic: false,
            width: None,
            height: None,
        };
        draw(&common, &heat).html
    }

    #[test]
    fn cells_are_coloured_and_one_without_a_row_says_so() {
        let html = html(Vec::new());
        let row = "<tr><th>a<td class=\u{1}2766b0>4 M<td class=none>·</table>";
        assert!(html.ends_with(row), "{html}");
        assert!(
            html.starts_with("<p class=scale><span>0</span><i"),
            "{html}"
        );
        assert!(html.contains("<span>4M</span> · no data</p>"), "{html}");
        assert!(
            html.contains("class=\"heat hn ha cn ca\"") && html.contains("data-r=\"7\""),
            "{html}"
        );
    }

    #[test]
    fn frames_and_lines_stand_at_their_cells_and_their_words_below() {
        let note = |target, names: &[&str], text: &str| Annotation {
            target,
            names: names.iter().map(|it| (*it).to_owned()).collect(),
            value: String::new(),
            text: text.to_owned(),
        };
        let html = html(vec![
            note(Target::Cell(0, 1), &["a", "y"], ""),
            note(Target::Before(1), &["x", "y"], "the edge"),
            note(Target::BeforeRow(0), &[], ""),
        ]);
        assert!(
            html.contains("<th class=l><span class=\"n a\">y</span>"),
            "{html}"
        );
        let end = "<tr class=t><th>a<td class=\u{1}2766b0>4 M<td class=\"none f l\">·</table><p class=said>Between x and y: the edge</p>";
        assert!(html.ends_with(end), "{html}");
    }
}
