//! Charts in a page. In: a model. Out: HTML that the style of the page lays out at every width, without a script and
//! with real text; only what is a path is drawn as SVG, once for each of a few widths.
//!
//! A type that has a drawing of its own in HTML makes it in the file `html.rs` of its folder ([`Marks::html`]); all
//! others are drawn as SVG. What several types share is here: where a label fits (`fit`), colours as classes
//! (`paint`), legends.
//!
//! [`Marks::html`]: crate::chart::model::Marks::html

pub(crate) mod fit;
pub(crate) mod legend;
pub(crate) mod paint;
mod paths;

use crate::chart::model::ChartModel;
use crate::chart::svg::markup::escaped;
use std::fmt::Write as _;

/// The chart of a page, without its title: a legend if colours need one, and an element that screen readers take for a
/// picture with its alternative text. Colours stand in it as `paint` marks them.
#[must_use]
pub fn draw_for_page(model: &ChartModel) -> String {
    let common = &model.common;
    let mut html = String::new();
    let (kind, content) = match model.marks.html(common) {
        Some(drawing) => {
            // What bars are of, and what they measure.
            let names = if matches!(drawing.kind, "bars" | "fixed") {
                common.category_title.as_str()
            } else {
                ""
            };
            let titles = [names, &common.value_title];
            let titles: Vec<&str> = titles.into_iter().filter(|it| !it.is_empty()).collect();
            if !titles.is_empty() {
                // Writing to a string cannot fail.
                let _ = write!(html, "<p class=unit>{}</p>", escaped(&titles.join(" · ")));
            }
            if let Some(legend) = &common.legend {
                html.push_str(&legend::legend(legend, common.locale));
            }
            (drawing.kind, drawing.html)
        }
        None => ("paths", paths::draw(model)),
    };
    let width = common.width.map_or_else(String::new, |width| {
        format!(" style=max-width:{}px", width.clamp(200, 4000))
    });
    // It is heard, so that ordinary spaces do, which are shorter than those that break no line.
    let heard = common.alternative.replace(['\u{a0}', '\u{202f}'], " ");
    let _ = write!(
        html,
        "<div class=\"chart {kind}\"{width} role=img aria-label=\"{}\">{content}</div>",
        escaped(&heard)
    );
    html
}

/// The rows of the table that marks show, in the order of the marks: `0-4 7 6`.
pub(crate) fn rows_attribute(rows: &[usize]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while let Some(&first) = rows.get(at) {
        let mut end = at + 1;
        while rows.get(end) == Some(&(first + end - at)) {
            end += 1;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        // Writing to a string cannot fail.
        let _ = match end - at {
            1 => write!(text, "{first}"),
            more => write!(text, "{first}-{}", first + more - 1),
        };
        at = end;
    }
    format!(" data-r=\"{text}\"")
}

/// A part of one, as short as three digits allow, which are finer than a pixel of a plot: `.25`, `1`, `-.5`.
pub(crate) fn fraction(value: f64) -> String {
    let digits = format!("{value:.3}");
    let short = digits.trim_end_matches('0').trim_end_matches('.');
    match short {
        "-0" | "" => "0".to_owned(),
        _ => short.replacen(
            "0.",
            ".",
            usize::from(short.trim_start_matches('-').starts_with("0.")),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{fraction, rows_attribute};

    #[test]
    fn rows_that_follow_each_other_are_a_range() {
        assert_eq!(
            rows_attribute(&[0, 1, 2, 7, 6, 9, 10]),
            " data-r=\"0-2 7 6 9-10\""
        );
        assert_eq!(rows_attribute(&[]), " data-r=\"\"");
    }

    #[test]
    fn fractions_are_short() {
        let texts = [0.25, 1.0, -0.5, 0.000_01, 12.5, 10.0, 0.1].map(fraction);
        assert_eq!(texts, [".25", "1", "-.5", "0", "12.5", "10", ".1"]);
    }
}
