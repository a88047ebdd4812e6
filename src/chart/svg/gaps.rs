//! Positions without rows. In: bands along an axis, which of them are empty. Out: their shade, labelled where there
//! is room.

use crate::chart::layout::text_measure::{Weight, width};
use crate::chart::spacing::Bands;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::{Rectangles, Shape};
use crate::chart::svg::group::Group;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::theme::Theme;
use crate::text::Locale;
use std::ops::Range;

/// Shades the gaps among `count` bands of an area and labels them if there is room.
pub(crate) fn draw_gaps(
    canvas: &Canvas,
    bands: Bands<'_>,
    gaps: &[Range<usize>],
    locale: Locale,
    theme: &Theme,
) {
    if gaps.is_empty() {
        return;
    }
    let area = bands.area;
    let style = TextStyle::new(theme.smallest_size + 1.0, theme.muted).anchored(Anchor::Middle);
    let text = match locale {
        Locale::Fr => "sans donnée",
        Locale::En => "no data",
    };
    canvas.group(&Group::new().class("gaps"), |canvas| {
        for gap in gaps {
            let [left, right] = [gap.start, gap.end].map(|at| bands.edge(at));
            let corners = [(left, area.top), (right, area.bottom())];
            let shade = Rectangles::new(theme.shade, theme.background);
            canvas.draw_on_page(&shade.with(corners, Shape::Tile).without_outline());
            if width(text, style.size, Weight::Regular) + 6.0 <= right - left {
                let middle = (f64::midpoint(left, right), area.top + 12.0);
                canvas.text(middle, text, &style);
            }
        }
    });
}
