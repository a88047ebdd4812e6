//! Two points in each row of a page. In: the rows of a model. Out: a list with an entry for each row: its name, its points,
//! their values outside of them.

use crate::chart::bars::html_axis::push_axis;
use crate::chart::bars::html_names::{are_short, push_name, widths};
use crate::chart::dumbbell::drawing::{legend_of, ordered, scale_of};
use crate::chart::dumbbell::model::Dumbbells;
use crate::chart::html::fit::bold;
use crate::chart::html::legend::legend;
use crate::chart::html::paint::painted;
use crate::chart::html::{fraction, rows_attribute};
use crate::chart::model::{Common, HtmlDrawing, Mark};
use crate::chart::svg::markup::escaped;
use std::fmt::Write as _;

/// Size of values in the style of the page.
const VALUE: f64 = 13.0;
/// Half of a point, and the space between it and its value.
const BESIDE: f64 = 12.0;
/// Ticks of the axis.
const TICKS: f64 = 4.0;

/// The dumbbells of a page.
pub(super) fn draw(common: &Common, dumbbells: &Dumbbells) -> HtmlDrawing {
    let scale = scale_of(common, dumbbells, TICKS);
    let rows = dumbbells.rows.as_slice();
    let (names, groups) = widths(rows.iter());
    let points: Vec<Vec<&Mark>> = rows.iter().map(|row| ordered(&row.marks)).collect();
    let wide = |mark: Option<&&Mark>| match mark {
        Some(mark) if common.value_labels => bold(&mark.text, VALUE),
        _ => 0.0,
    };
    let pairs = points.iter().filter(|it| it.len() > 1);
    let before = pairs.map(|it| wide(it.first())).fold(0.0, f64::max);
    let behind = points.iter().map(|it| wide(it.last())).fold(0.0, f64::max);
    let mut html = String::new();
    if common.legend.is_none() {
        html.push_str(&legend(&legend_of(common, dumbbells), common.locale));
    }
    let shown: Vec<usize> = points.iter().flatten().map(|it| it.row).collect();
    let short = if are_short((names, groups)) {
        " short"
    } else {
        ""
    };
    // Writing to a string cannot fail.
    let _ = write!(
        html,
        "<ol class=\"rows pair{short}\" style=\"--n:{names}px;--l:{}px;--e:{}px",
        (before + BESIDE).ceil(),
        (behind + BESIDE + 2.0).ceil()
    );
    if groups > 0.0 {
        let _ = write!(html, ";--g:{groups}px");
    }
    let _ = write!(html, "\"{}>", rows_attribute(&shown));
    for (at, points) in points.iter().enumerate() {
        push_name(&mut html, rows, at);
        html.push_str("<p>");
        let places: Vec<f64> = points
            .iter()
            .map(|it| scale.position(it.value, 1.0))
            .collect();
        if let [one, other] = places[..] {
            let _ = write!(
                html,
                "<s style=\"--v:{};--w:{}\"></s>",
                fraction(one),
                fraction(other - one)
            );
        }
        for (index, (mark, place)) in points.iter().zip(&places).enumerate() {
            let class = painted(mark.color, "");
            let place = fraction(*place);
            let _ = write!(html, "<i{class} style=--v:{place}></i>");
            if common.value_labels {
                let left = if index + 1 < points.len() {
                    " class=l"
                } else {
                    ""
                };
                let text = escaped(&mark.text);
                let _ = write!(html, "<b{left} style=--v:{place}>{text}</b>");
            }
        }
        html.push_str("</p>");
    }
    if !common.value_labels || common.logarithmic {
        push_axis(&mut html, &scale, common);
    }
    HtmlDrawing {
        kind: "fixed",
        html: html + "</ol>",
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::chart::bars::model::Category;
    use crate::chart::color::Color;
    use crate::chart::dumbbell::model::Dumbbells;
    use crate::chart::model::{Common, LegendEntry, Mark, ValueFormat};
    use crate::text::{Affix, Locale};

    fn html(values: &[&[f64]], logarithmic: bool) -> String {
        let color = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        let mark = |(at, value): (usize, &f64)| Mark {
            key: at.to_string(),
            label: at.to_string(),
            slot: 0,
            value: *value,
            text: format!("{value}"),
            note: String::new(),
            row: at,
            color,
            others: false,
        };
        let rows = values.iter().map(|values| Category {
            key: "r".to_owned(),
            label: "r".to_owned(),
            group: None,
            end_label: String::new(),
            marks: values.iter().enumerate().map(mark).collect(),
            gap: false,
        });
        let dumbbells = Dumbbells {
            rows: rows.collect(),
            series: vec![LegendEntry {
                key: "0".to_owned(),
                label: "first".to_owned(),
                color,
            }],
        };
        let common = Common {
            id: "it".to_owned(),
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
        draw(&common, &dumbbells).html
    }

    #[test]
    fn points_stand_at_their_values_from_the_left_with_their_values_outside() {
        let html = html(&[&[8.0, 2.0], &[4.0]], false);
        assert!(html.starts_with("<ul class=legend>"), "{html}");
        // The second point is at a quarter of the longest, the first at its end.
        assert!(
            html.contains("<s style=\"--v:.25;--w:.75\"></s><i class=\u{1}000000 style=--v:.25></i><b class=l style=--v:.25>2</b><i class=\u{1}000000 style=--v:1></i><b style=--v:1>8</b></p>"),
            "{html}"
        );
        assert!(
            html.contains("<p><i class=\u{1}000000 style=--v:.5></i><b style=--v:.5>4</b></p>"),
            "{html}"
        );
        assert!(
            html.contains("data-r=\"1 0 0\"") && !html.contains("axis"),
            "{html}"
        );
    }

    #[test]
    fn a_logarithmic_scale_has_an_axis() {
        // From 1 to 10,000.
        let html = html(&[&[100.0, 10_000.0], &[10.0]], true);
        assert!(html.contains("<s style=\"--v:.5;--w:.5\">"), "{html}");
        assert!(html.contains("<li class=axis>"), "{html}");
    }
}
