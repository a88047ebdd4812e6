//! Panels of bars: rows → marks → SVG. In: the rows of a chart with a dimension of panels. Out: bars for each of its values on
//! one scale, whose categories are named once.

use crate::chart::bars::BarChart;
use crate::chart::bars::horizontal_endings::{Ending, draw_endings, endings};
use crate::chart::bars::model::{Arrangement, BarPanels, Bars, Category};
use crate::chart::bars::names::CategoryColumn;
use crate::chart::bars::segments::{
    Segment, draw_marks, draw_values, segments, slot_extent, value_scale,
};
use crate::chart::data::{Data, KeyNames};
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::model::{Common, Panel};
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::Shape;
use crate::chart::svg::heading::{Heading, MARGIN, chart_width};
use crate::chart::svg::panels::{Grid, draw_head};
use crate::chart::svg::text_style::TextStyle;
use crate::chart::svg::value_axis::{TICK_ROW, TITLE_ROW, draw_grid, draw_horizontal, widest_tick};
use crate::chart::theme::Theme;
use crate::diagnostic::Diagnostic;

/// Height of a row.
const ROW: f64 = 22.0;
/// A panel is at least so wide, beside its texts after the bars.
const NARROWEST: f64 = 150.0;
/// The part of a panel that the bars have if the texts after them are long.
const LEAST: f64 = 0.4;
/// Space between a bar and the text after it.
const AFTER: f64 = 5.0;

impl BarChart {
    /// The bars of each value of the dimension of panels; all panels have the categories of all rows.
    pub(crate) fn panels(
        &self,
        data: &Data<'_>,
        names: &KeyNames,
    ) -> Result<BarPanels, Diagnostic> {
        let facet = data.encoding.facet.as_str();
        let whole = self.bars(data, names)?;
        let mut panels = Vec::new();
        for (key, frame) in &data.panels(facet) {
            let part = data.part(frame);
            let mut bars = self.bars(&part, names)?;
            let mut own = std::mem::take(&mut bars.categories);
            let all = whole.categories.iter().map(|category| {
                let found = own.iter().position(|it| it.key == category.key && !it.gap);
                match found {
                    Some(at) => own.swap_remove(at),
                    None => Category {
                        end_label: String::new(),
                        marks: Vec::new(),
                        ..category.clone()
                    },
                }
            });
            bars.categories = all.collect();
            panels.push(Panel {
                label: data.words.label(facet, key),
                total: part.total(),
                content: bars,
            });
        }
        Ok(BarPanels { panels })
    }
}

/// Bars of a panel with their place.
struct Plot<'data> {
    panel: &'data Panel<Bars>,
    segments: Vec<Segment<'data>>,
    endings: Vec<Ending>,
    area: Area,
}

/// Draws the chart.
pub(super) fn draw(common: &Common, panels: &BarPanels, theme: &Theme) -> String {
    let heading = Heading::measure(common, common.legend.as_ref(), theme);
    let sheet = chart_width(common);
    let Some(first) = panels.panels.first() else {
        return String::new();
    };
    let rows = first.content.categories.len().max(1) as f64;
    let column = CategoryColumn::measure(&first.content.categories, ROW, sheet, theme);
    let title_row = if common.value_title.is_empty() {
        0.0
    } else {
        TITLE_ROW
    };
    let plot = Area {
        left: column.right,
        top: heading.bottom,
        width: (sheet - column.right - MARGIN).max(80.0),
        height: rows * ROW,
    };
    let written = panels.panels.iter().flat_map(|panel| {
        let segments = segments(&panel.content);
        endings(common, &panel.content, &segments, plot, theme)
    });
    let longest = written
        .map(|ending| ending.width + AFTER)
        .fold(0.0, f64::max);
    let grid = Grid::measure(
        plot,
        panels.panels.len(),
        NARROWEST + longest,
        TICK_ROW,
        theme,
    );
    let all = panels.panels.iter().flat_map(|it| &it.content.categories);
    let all = Bars {
        categories: all.cloned().collect(),
        ..first.content.clone()
    };
    let scale = value_scale(
        &all,
        &segments(&all),
        (&[], common.logarithmic),
        ((grid.width / 90.0).max(1.0), false),
    );
    let plots = panels.panels.iter().enumerate().map(|(at, panel)| {
        let area = grid.area(at);
        let segments = segments(&panel.content);
        Plot {
            endings: endings(common, &panel.content, &segments, area, theme),
            panel,
            segments,
            area,
        }
    });
    let mut plots: Vec<Plot<'_>> = plots.collect();
    // One width for all bars, so that lengths compare; the last tick stands clear of the next panel.
    let longest = longest.max(widest_tick(&scale, common, theme) / 2.0 + 2.0);
    for plot in &mut plots {
        plot.area.width = (plot.area.width - longest).max(plot.area.width * LEAST);
    }
    let height = grid.bottom() + title_row + 6.0;
    let canvas = Canvas::new(
        (sheet, height),
        theme,
        &common.id,
        &common.title,
        &common.alternative,
    );
    heading.draw(&canvas);
    let untitled = Common {
        value_title: String::new(),
        ..common.clone()
    };
    for (at, plot) in plots.iter().enumerate() {
        draw_head(
            &canvas,
            plot.area,
            grid.width,
            (&plot.panel.label, &plot.panel.total),
            theme,
        );
        draw_horizontal(&canvas, plot.area, &scale, false, &untitled, theme);
        draw_bars(&canvas, plot, &scale, common, theme);
        if grid.is_first_of_row(at) {
            column.draw(&canvas, plot.area, theme);
        }
    }
    if !common.value_title.is_empty() {
        let style = TextStyle::new(theme.small_size, theme.muted);
        let at = (plot.left, grid.bottom() + TITLE_ROW / 2.0);
        canvas.text_within(at, &common.value_title, &style, plot.width);
    }
    canvas.finish()
}

fn draw_bars(canvas: &Canvas, plot: &Plot<'_>, scale: &Scale, common: &Common, theme: &Theme) {
    let bars = &plot.panel.content;
    let rows = bars.categories.len().max(1) as f64;
    let on = canvas.plot(plot.area, scale.clone(), Scale::plain(0.0, rows));
    draw_grid(canvas, &on, scale, [(0.0, 0.0), (0.0, rows)], theme);
    draw_marks(
        canvas,
        &on,
        (bars, theme.background, true),
        &plot.segments,
        [Shape::Row, Shape::RowSegment],
        |segment| {
            let (low, high) = slot_extent(bars, segment.mark.slot);
            let index = segment.category as f64;
            [(segment.start, index + low), (segment.end, index + high)]
        },
    );
    let row = plot.area.height / rows;
    if common.value_labels && bars.arrangement == Arrangement::Normalized {
        let (low, high) = slot_extent(bars, 0);
        draw_values(canvas, bars, &plot.segments, theme, |segment, text| {
            let ends = [segment.start, segment.end];
            let [start, end] = ends.map(|it| scale.position(it, plot.area.width));
            let x = plot.area.left + f64::midpoint(start, end);
            let y = plot.area.top + (segment.category as f64 + 0.5) * row;
            let fits = text.width + 4.0 <= end - start && text.height <= (high - low) * row;
            fits.then_some((x, y))
        });
    }
    draw_endings(canvas, &plot.endings, plot.area, row, scale, theme);
}
