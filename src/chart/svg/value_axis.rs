//! The value axis: light lines, round numbers, a zero line. In: a scale and the area of the plot.
//! Out: its drawing, below (and above) or to the left of the marks.

use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, width};
use crate::chart::model::{Common, ValueFormat};
use crate::chart::svg::canvas::{Canvas, Plot, draw_in, draw_ticks};
use crate::chart::svg::element::Stroke;
use crate::chart::svg::group::Group;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::theme::Theme;

/// Height of a line of tick labels including the space around it.
pub(crate) const TICK_ROW: f64 = 20.0;
/// Height of an axis title.
pub(crate) const TITLE_ROW: f64 = 18.0;

/// Every tick of the values of a chart with its text.
pub(crate) fn tick_texts(scale: &Scale, common: &Common) -> Vec<(f64, String)> {
    let mut labels = scale.tick_labels(common.value_format, common.locale);
    if common.value_format == ValueFormat::Compact {
        for (_, text) in &mut labels {
            *text = common.affix.around(text);
        }
    }
    labels
}

/// Width of the widest tick label.
pub(crate) fn widest_tick(scale: &Scale, common: &Common, theme: &Theme) -> f64 {
    let labels = tick_texts(scale, common);
    let widths = labels
        .iter()
        .map(|(_, text)| width(text, theme.small_size, Weight::Regular));
    widths.fold(0.0, f64::max)
}

/// Draws the grid of a plot and, if values lie on both sides of it, the zero line.
pub(crate) fn draw_grid(
    canvas: &Canvas,
    plot: &Plot,
    scale: &Scale,
    zero: [(f64, f64); 2],
    theme: &Theme,
) {
    canvas.group(&Group::new().class("grid").stroke(theme.grid, 1.0), |_| {
        draw_ticks(plot);
    });
    let color = if scale.low < 0.0 {
        theme.ink
    } else {
        theme.muted
    };
    canvas.group(&Group::new().class("grid").stroke(color, 1.0), |_| {
        draw_in(
            plot,
            &Stroke {
                points: zero.to_vec(),
            },
        );
    });
}

/// Tick labels below the area, and above it too if `both`; the title of the axis below them.
pub(crate) fn draw_horizontal(
    canvas: &Canvas,
    area: Area,
    scale: &Scale,
    both: bool,
    common: &Common,
    theme: &Theme,
) {
    let style = TextStyle::new(theme.small_size, theme.muted).anchored(Anchor::Middle);
    canvas.group(&Group::new().class("axis").text(&style), |canvas| {
        for (tick, text) in tick_texts(scale, common) {
            let x = area.left + scale.position(tick, area.width);
            canvas.text((x, area.bottom() + TICK_ROW / 2.0 + 1.0), &text, &style);
            if both {
                canvas.text((x, area.top - TICK_ROW / 2.0 + 1.0), &text, &style);
            }
        }
        if !common.value_title.is_empty() {
            let y = area.bottom() + TICK_ROW + TITLE_ROW / 2.0;
            let middle = (area.left + area.width / 2.0, y);
            canvas.text_within(middle, &common.value_title, &style, area.width);
        }
    });
}

/// Tick labels to the left of the area; the title of the axis above its upper left corner, at `left`.
pub(crate) fn draw_vertical(
    canvas: &Canvas,
    area: Area,
    scale: &Scale,
    title_at: (f64, f64),
    common: &Common,
    theme: &Theme,
) {
    let style = TextStyle::new(theme.small_size, theme.muted).anchored(Anchor::End);
    canvas.group(&Group::new().class("axis").text(&style), |canvas| {
        for (tick, text) in tick_texts(scale, common) {
            let y = area.bottom() - scale.position(tick, area.height);
            canvas.text((area.left - 6.0, y), &text, &style);
        }
        if !common.value_title.is_empty() {
            let room = area.right() - title_at.0;
            let style = style.clone().anchored(Anchor::Start);
            canvas.text_within(title_at, &common.value_title, &style, room);
        }
    });
}
