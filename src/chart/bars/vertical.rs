//! Vertical bars, one band per category. In: the bars of a model. Out: the finished chart.

use crate::chart::annotation::levels;
use crate::chart::bars::model::Bars;
use crate::chart::bars::names::runs;
use crate::chart::bars::segments::{
    Segment, draw_marks, draw_values, extents, segments, slot_extent, value_scale,
};
use crate::chart::bars::vertical_annotations::{Bands, extra};
use crate::chart::bars::vertical_endings::{draw_endings, endings, fit_endings};
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::LINE_HEIGHT;
use crate::chart::model::Common;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::category_row::{CategoryRow, draw_title};
use crate::chart::svg::element::Shape;
use crate::chart::svg::heading::{Heading, MARGIN, chart_height, chart_width};
use crate::chart::svg::value_axis::{TITLE_ROW, draw_grid, draw_vertical, widest_tick};
use crate::chart::theme::Theme;

/// Height of the plot if the model gives no height.
const PLOT_HEIGHT: f64 = 380.0;
struct Layout<'data> {
    bars: &'data Bars,
    theme: &'data Theme,
    segments: Vec<Segment<'data>>,
    scale: Scale,
    area: Area,
}

/// Draws the chart.
pub(crate) fn draw(common: &Common, bars: &Bars, theme: &Theme) -> String {
    let heading = Heading::measure(common, common.legend.as_ref(), theme);
    let chart_width = chart_width(common);
    let segments = segments(bars);
    let levels = levels(&common.annotations);
    let axis = (levels.as_slice(), common.logarithmic);
    let scale = value_scale(bars, &segments, axis, (5.0, true));
    let runs = runs(&bars.categories);
    let count = bars.categories.len().max(1) as f64;
    let mut left = MARGIN + widest_tick(&scale, common, theme) + 8.0;
    let names = || {
        bars.categories
            .iter()
            .map(|category| category.label.as_str())
            .collect::<Vec<_>>()
    };
    let width_from = |left: f64| (chart_width - left - MARGIN).max(40.0);
    let mut row = CategoryRow::measure(names(), width_from(left) / count, false, theme);
    if row.left + MARGIN > left {
        left = (row.left + MARGIN).min(chart_width * 0.4);
        row = CategoryRow::measure(names(), width_from(left) / count, false, theme);
    }
    let band = width_from(left) / count;
    let endings = endings(common, bars, &segments, band, theme);

    let title_below = if common.category_title.is_empty() {
        0.0
    } else {
        TITLE_ROW
    };
    let title_above = if common.value_title.is_empty() {
        6.0
    } else {
        TITLE_ROW + 2.0
    };
    let below = row.height(!runs.is_empty()) + title_below + 6.0;
    let top = heading.bottom + title_above + 6.0;
    let height = chart_height(common)
        .map_or(PLOT_HEIGHT, |height| height - top - below)
        .max(60.0);
    let ends = extents(bars, &segments);
    let extra = extra(&common.annotations, bars.categories.len(), theme);
    let area = fit_endings(
        Area {
            left,
            top,
            width: width_from(left),
            height,
        },
        &scale,
        &endings,
        (ends.as_slice(), extra.as_slice()),
    );
    let bottom = top + height;
    let bands = Bands {
        bars,
        segments: &segments,
        scale: &scale,
        endings: &endings,
        area,
        top,
    };
    let sketch = bands.sketch(&common.annotations, common.locale, theme);

    let canvas = Canvas::new(
        (
            chart_width,
            bottom + below + sketch.notes_height(chart_width),
        ),
        theme,
        &common.id,
        &common.title,
        &common.alternative,
    );
    heading.draw(&canvas);
    let layout = Layout {
        bars,
        theme,
        segments,
        scale,
        area,
    };
    let title_at = (MARGIN, heading.bottom + TITLE_ROW / 2.0);
    draw_vertical(&canvas, area, &layout.scale, title_at, common, theme);
    layout.draw(&canvas, common);
    draw_endings(&canvas, &endings, area, band, &layout.scale, theme);
    row.draw(
        &canvas,
        Area {
            height: bottom - area.top,
            ..area
        },
        &runs,
        theme,
    );
    draw_title(&canvas, &common.category_title, area, bottom + below, theme);
    sketch.draw(&canvas, bottom + below);
    canvas.finish()
}

impl Layout<'_> {
    fn draw(&self, canvas: &Canvas, common: &Common) {
        let count = self.bars.categories.len() as f64;
        let plot = canvas.rising_plot(self.area, Scale::plain(0.0, count), self.scale.clone());
        let zero = [(0.0, 0.0), (count.max(1.0), 0.0)];
        draw_grid(canvas, &plot, &self.scale, zero, self.theme);
        let shapes = [Shape::Column, Shape::ColumnSegment];
        draw_marks(
            canvas,
            &plot,
            (self.bars, self.theme.background, false),
            &self.segments,
            shapes,
            |segment| {
                let (low, high) = slot_extent(self.bars, segment.mark.slot);
                let index = segment.category as f64;
                [(index + low, segment.start), (index + high, segment.end)]
            },
        );
        if common.value_labels {
            self.draw_inside(canvas);
        }
    }

    /// Values on the segments of stacks that are high and wide enough.
    fn draw_inside(&self, canvas: &Canvas) {
        let band = self.area.width / self.bars.categories.len().max(1) as f64;
        let (low, high) = slot_extent(self.bars, 0);
        let room = (high - low) * band - 4.0;
        draw_values(
            canvas,
            self.bars,
            &self.segments,
            self.theme,
            |segment, text| {
                let start = self.scale.position(segment.start, self.area.height);
                let end = self.scale.position(segment.end, self.area.height);
                let x = self.area.left + (segment.category as f64 + 0.5) * band;
                let y = self.area.bottom() - f64::midpoint(start, end);
                let fits = text.width <= room && end - start >= text.height * LINE_HEIGHT;
                fits.then_some((x, y))
            },
        );
    }
}
