//! Panels of bars in a page. In: bars on one scale. Out: a list of bars for each panel, with its name and what it has in all.
//!
//! Panels stand side by side where there is room, with the names of the bars once in a row of panels, else below each other.

use crate::chart::bars::html::List;
use crate::chart::bars::html_frame::Frame;
use crate::chart::bars::html_tail::MANY;
use crate::chart::bars::model::{BarPanels, Bars};
use crate::chart::html::rows_attribute;
use crate::chart::model::{Common, HtmlDrawing};
use crate::chart::svg::markup::escaped;
use std::fmt::Write as _;

/// The panels of a page.
pub(crate) fn draw(common: &Common, panels: &BarPanels) -> HtmlDrawing {
    let all: Vec<&Bars> = panels.panels.iter().map(|it| &it.content).collect();
    let categories = all.first().map_or(&[][..], |it| &it.categories);
    // The height of a row, in lines of its name.
    let lines = if categories.len() > MANY { 1 } else { 2 };
    let frame = Frame::measure(common, &all).of_panels(all.len(), categories, lines);
    let lists = all
        .iter()
        .map(|bars| List::new(common, bars, frame.clone()));
    let lists: Vec<List<'_>> = lists.collect();
    let rows: Vec<usize> = lists.iter().flat_map(List::rows).collect();
    let [wide, wider] = frame.panels;
    // Writing to a string cannot fail.
    let mut html = format!(
        "<div class=panels style=\"--n:{}px;--i:{wide};--j:{wider}\"{}>",
        frame.names,
        rows_attribute(&rows)
    );
    for (at, (panel, list)) in panels.panels.iter().zip(&lists).enumerate() {
        // The first of a row has the names.
        html.push_str(match (at % wide == 0, at % wider == 0) {
            (true, true) => "<div class=\"i j\">",
            (true, false) => "<div class=i>",
            (false, true) => "<div class=j>",
            (false, false) => "<div>",
        });
        let _ = write!(html, "<p><b>{}</b>", escaped(&panel.label));
        if !panel.total.is_empty() {
            let _ = write!(html, " <small>{}</small>", escaped(&panel.total));
        }
        let _ = write!(html, "</p>{}</div>", list.html("", false));
    }
    HtmlDrawing {
        kind: "fixed",
        html: html + "</div>",
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::chart::bars::model::{Arrangement, BarPanels, Bars, Category, Orientation};
    use crate::chart::color::Color;
    use crate::chart::model::{Common, Mark, Panel, ValueFormat};
    use crate::text::{Affix, Locale};

    fn html(labels: [&str; 2], panels: &[[f64; 2]], logarithmic: bool) -> String {
        let category = |label: &str, value: f64, row: usize| Category {
            key: label.to_owned(),
            label: label.to_owned(),
            group: None,
            end_label: String::new(),
            marks: vec![Mark {
                key: String::new(),
                label: String::new(),
                slot: 0,
                value,
                text: format!("{value}"),
                note: String::new(),
                color: Color {
                    red: 0,
                    green: 0,
                    blue: 0,
                },
                others: false,
                row,
            }],
            gap: false,
        };
        let panels = panels.iter().enumerate().map(|(at, [one, other])| Panel {
            label: format!("P{at}"),
            total: "7".to_owned(),
            content: Bars {
                orientation: Orientation::Horizontal,
                arrangement: Arrangement::Single,
                categories: vec![
                    category(labels[0], *one, 2 * at),
                    category(labels[1], *other, 2 * at + 1),
                ],
                slots: 1,
            },
        });
        let common = Common {
            id: "b".to_owned(),
            title: String::new(),
            alternative: String::new(),
            locale: Locale::En,
            value_title: String::new(),
            category_title: String::new(),
            value_format: ValueFormat::Compact,
            affix: Affix::default(),
            value_labels: true,
            legend: None,
            annotations: Vec::new(),
            logarithmic,
            width: None,
            height: None,
        };
        let drawing = draw(
            &common,
            &BarPanels {
                panels: panels.collect(),
            },
        );
        assert_eq!(drawing.kind, "fixed");
        drawing.html
    }

    #[test]
    fn panels_have_one_scale_and_say_which_rows_they_show_together() {
        let html = html(["a", "b"], &[[8.0, 2.0], [4.0, 1.0], [2.0, 1.0]], false);
        // A quarter of the longest bar of all panels.
        assert!(
            html.contains("<p><b>P2</b> <small>7</small></p><ol class=\"rows short\""),
            "{html}"
        );
        assert_eq!(html.matches("style=--v:.25>").count(), 2, "{html}");
        assert!(
            html.contains("data-r=\"0-5\"") && html.matches("data-r").count() == 1,
            "{html}"
        );
        assert!(
            html.contains("--i:3;--j:3\"") && html.contains("<div class=\"i j\"><p><b>P0"),
            "{html}"
        );
        assert_eq!(html.matches("<div>").count(), 2, "{html}");
    }

    #[test]
    fn five_panels_stand_in_even_rows() {
        let html = html(["a", "b"], &[[1.0, 1.0]; 5], false);
        assert!(html.contains("--i:3;--j:3\""), "{html}");
        assert_eq!(html.matches("<div class=\"i j\">").count(), 2);
    }

    #[test]
    fn names_of_many_lines_stand_in_every_panel() {
        let long = "a name of so many words that it takes more than two lines beside its bar, whatever the width of the page";
        let html = html([long, "b"], &[[1.0, 1.0]; 3], false);
        assert!(html.contains("--i:1;--j:1\""), "{html}");
    }

    #[test]
    fn equal_ratios_are_equal_lengths_on_a_logarithmic_scale() {
        // From 1 to 1000: 10 is at a third, and an axis says so.
        let html = html(["a", "b"], &[[1000.0, 10.0]], true);
        assert!(
            html.contains("style=--v:.333>") && html.contains("style=--v:1>"),
            "{html}"
        );
        assert!(html.contains("<li class=axis>"), "{html}");
    }
}
