//! The legend of a colour scale: the steps of colour with ticks below them. In: the colours and the
//! values at their ends. Out: their drawing, and the drawing of missing cells.

use crate::chart::heat::model::Heat;
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, width};
use crate::chart::model::Common;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::{Rectangles, Shape, Stroke};
use crate::chart::svg::group::Group;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::svg::value_axis::tick_texts;
use crate::chart::theme::Theme;
use crate::text::Locale;

/// Height of the legend in pixels: the colours and their ticks.
pub(crate) const HEIGHT: f64 = 36.0;
const BAR: f64 = 11.0;
const LENGTH: f64 = 192.0;
const GAP: f64 = 10.0;

/// Draws the legend with its upper left corner at `corner`.
pub(crate) fn draw(
    canvas: &Canvas,
    (left, top): (f64, f64),
    heat: &Heat,
    common: &Common,
    theme: &Theme,
) {
    let style = TextStyle::new(theme.label_size, theme.muted);
    let middle = top + BAR / 2.0;
    let mut pen = left;
    canvas.group(&Group::new().class("scale"), |canvas| {
        if !common.value_title.is_empty() {
            canvas.text((pen, middle), &common.value_title, &style);
            pen += width(&common.value_title, style.size, Weight::Regular) + GAP;
        }
        let bar = Area {
            left: pen.round(),
            top,
            width: LENGTH,
            height: BAR,
        };
        draw_steps(canvas, bar, heat, theme);
        draw_ticks(canvas, bar, heat, common, theme);
        pen = bar.right() + 2.0 * GAP;
        if heat.cells.iter().flatten().any(Option::is_none) {
            let swatch = Area {
                left: pen.round(),
                width: 16.0,
                ..bar
            };
            draw_missing(canvas, &[swatch], theme);
            let text = match common.locale {
                Locale::Fr => "sans donnée",
                Locale::En => "no data",
            };
            canvas.text((swatch.right() + 6.0, middle), text, &style);
        }
    });
}

fn draw_steps(canvas: &Canvas, bar: Area, heat: &Heat, theme: &Theme) {
    let step = bar.width / heat.colors.len() as f64;
    for (at, color) in heat.colors.iter().enumerate() {
        let left = bar.left + at as f64 * step;
        let corners = [(left, bar.top), (left + step, bar.bottom())];
        let filled = Rectangles::new(*color, theme.background).with(corners, Shape::Tile);
        canvas.draw_on_page(&filled.without_outline());
    }
}

fn draw_ticks(canvas: &Canvas, bar: Area, heat: &Heat, common: &Common, theme: &Theme) {
    let (low, high) = heat.ends;
    let scale = Scale::of_values([low, high].into_iter(), 3.0, false);
    let style = TextStyle::new(theme.small_size, theme.muted).anchored(Anchor::Middle);
    let place = |value: f64| bar.left + (value - low) / (high - low) * bar.width;
    let y = bar.bottom() + 11.0;
    for (tick, text) in tick_texts(&scale, common) {
        canvas.text((place(tick), y), &text, &style);
    }
    canvas.group(&Group::new().stroke(theme.muted, 1.0), |canvas| {
        for tick in &scale.ticks {
            let x = place(*tick);
            canvas.draw_on_page(&Stroke {
                points: vec![(x, bar.bottom()), (x, bar.bottom() + 3.0)],
            });
        }
    });
}

/// Maximum of half the width and height of the stroke in a missing cell.
const STROKE: f64 = 5.0;

/// Draws missing cells: paper with a small stroke, unlike the colour of any value.
pub(crate) fn draw_missing(canvas: &Canvas, cells: &[Area], theme: &Theme) {
    canvas.group(
        &Group::new().class("missing").stroke(theme.faint, 1.0),
        |canvas| {
            for cell in cells {
                let half = STROKE.min(cell.width / 3.0).min(cell.height / 3.0);
                let middle = (cell.left + cell.width / 2.0, cell.top + cell.height / 2.0);
                canvas.draw_on_page(&Stroke {
                    points: vec![
                        (middle.0 - half, middle.1 + half),
                        (middle.0 + half, middle.1 - half),
                    ],
                });
            }
        },
    );
}
