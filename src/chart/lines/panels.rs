//! Panels of lines. In: the lines of each panel. Out: the finished chart: one scale, one legend, positions named in the last
//! row of panels.

use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::lines::drawing::{legend_of, scale_of};
use crate::chart::lines::layout::Layout;
use crate::chart::lines::model::{LinePanels, Lines};
use crate::chart::model::{Common, Panel};
use crate::chart::svg::breaks::draw_breaks;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::gaps::draw_gaps;
use crate::chart::svg::heading::{Heading, MARGIN, chart_width};
use crate::chart::svg::panels::{Grid, draw_head};
use crate::chart::svg::text_style::TextStyle;
use crate::chart::svg::value_axis::{TITLE_ROW, draw_vertical, widest_tick};
use crate::chart::theme::Theme;

/// Height of a panel.
const HEIGHT: f64 = 130.0;
/// A panel is at least so wide.
const NARROWEST: f64 = 200.0;

/// Draws the chart.
pub(super) fn draw(common: &Common, panels: &LinePanels, theme: &Theme) -> String {
    let legend = panels
        .panels
        .first()
        .map(|it| legend_of(common, &it.content, theme));
    let legend = legend.filter(|legend| legend.entries.len() > 1);
    let heading = Heading::measure(common, legend.as_ref(), theme);
    let sheet = chart_width(common);
    let all = panels.panels.iter().map(|panel| &panel.content);
    let scale = scale_of(common, all);
    let left = MARGIN + widest_tick(&scale, common, theme) + 8.0;
    let title_above = if common.value_title.is_empty() {
        6.0
    } else {
        TITLE_ROW + 2.0
    };
    let plot = Area {
        left,
        top: heading.bottom + title_above,
        width: (sheet - left - MARGIN).max(80.0),
        height: HEIGHT,
    };
    // The names below a panel depend on its width only.
    let rough = Grid::measure(plot, panels.panels.len(), NARROWEST, 0.0, theme);
    let names = |panel: &Panel<Lines>| {
        let area = Area {
            width: rough.width,
            ..plot
        };
        layout(&panel.content, &scale, area, theme)
            .row()
            .height(false)
    };
    let below = panels.panels.iter().map(names).fold(0.0, f64::max);
    let grid = Grid::measure(plot, panels.panels.len(), NARROWEST, below, theme);
    let canvas = Canvas::new(
        (sheet, grid.bottom() + 6.0),
        theme,
        &common.id,
        &common.title,
        &common.alternative,
    );
    heading.draw(&canvas);
    if !common.value_title.is_empty() {
        let at = (MARGIN, heading.bottom + TITLE_ROW / 2.0);
        let style = TextStyle::new(theme.small_size, theme.muted);
        canvas.text_within(at, &common.value_title, &style, sheet - 2.0 * MARGIN);
    }
    let untitled = Common {
        value_title: String::new(),
        ..common.clone()
    };
    for (at, panel) in panels.panels.iter().enumerate() {
        let area = grid.area(at);
        let lines = &panel.content;
        draw_head(
            &canvas,
            area,
            grid.width,
            (&panel.label, &panel.total),
            theme,
        );
        if grid.is_first_of_row(at) {
            draw_vertical(&canvas, area, &scale, (0.0, 0.0), &untitled, theme);
        }
        let layout = layout(lines, &scale, area, theme);
        let bands = layout.bands();
        draw_gaps(&canvas, bands, &lines.gaps(), common.locale, theme);
        draw_breaks(&canvas, bands, &lines.breaks, common.locale, theme);
        layout.draw(&canvas, false);
        layout.row().draw(&canvas, area, &[], theme);
    }
    canvas.finish()
}

fn layout<'data>(
    lines: &'data Lines,
    scale: &Scale,
    area: Area,
    theme: &'data Theme,
) -> Layout<'data> {
    Layout {
        lines,
        theme,
        scale: scale.clone(),
        area,
    }
}
