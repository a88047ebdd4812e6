//! Horizontal bars, one row per category. In: the bars of a model. Out: the finished chart.

use crate::chart::annotation::levels;
use crate::chart::bars::horizontal_annotations::{Rows, labels_height};
use crate::chart::bars::horizontal_endings::{AFTER, Ending, draw_endings, endings};
use crate::chart::bars::model::{Arrangement, Bars};
use crate::chart::bars::names::CategoryColumn;
use crate::chart::bars::segments::{
    Segment, draw_marks, draw_values, segments, slot_extent, value_scale,
};
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, width};
use crate::chart::model::Common;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::Shape;
use crate::chart::svg::heading::{Heading, MARGIN, chart_height, chart_width};
use crate::chart::svg::text_style::TextStyle;
use crate::chart::svg::value_axis::{
    TICK_ROW, TITLE_ROW, draw_grid, draw_horizontal, tick_texts, widest_tick,
};
use crate::chart::theme::Theme;

/// From this height on, ticks are also drawn above the bars.
const TALL: f64 = 420.0;
/// Space between the title of the categories and the ticks beside it.
const GAP: f64 = 16.0;

struct Layout<'data> {
    common: &'data Common,
    bars: &'data Bars,
    theme: &'data Theme,
    segments: Vec<Segment<'data>>,
    scale: Scale,
    endings: Vec<Ending>,
    area: Area,
    both: bool,
}

/// Draws the chart.
pub(crate) fn draw(common: &Common, bars: &Bars, theme: &Theme) -> String {
    let mut heading = Heading::measure(common, common.legend.as_ref(), theme);
    let chart_width = chart_width(common);
    let labels_at = heading.bottom;
    heading.bottom += labels_height(&common.annotations);
    let rows = bars.categories.len().max(1) as f64;
    let below = TICK_ROW
        + if common.value_title.is_empty() {
            0.0
        } else {
            TITLE_ROW
        }
        + 6.0;
    let wanted_row = wanted_row(bars);
    let title_above = if common.category_title.is_empty() {
        0.0
    } else {
        TITLE_ROW
    };
    let given = chart_height(common)
        .map(|height| (height - heading.bottom - below - title_above).max(rows));
    let inner = given.unwrap_or(rows * wanted_row);
    let both = inner > TALL;
    let top = heading.bottom
        + if both {
            title_above.max(TICK_ROW)
        } else {
            title_above
        };
    let height = given
        .map_or(inner, |inner| inner - (top - heading.bottom - title_above))
        .max(1.0);

    let column = CategoryColumn::measure(&bars.categories, height / rows, chart_width, theme);
    let left = column.right;
    let title = TextStyle::new(theme.small_size, theme.muted);
    let title_width = width(&common.category_title, title.size, Weight::Regular);
    // Beside the ticks above the bars, or above them if it does not fit.
    let lifted = both && title_width > left - MARGIN - GAP;
    let (top, height) = match (lifted, given) {
        (false, _) => (top, height),
        (true, None) => (top + TITLE_ROW, height),
        (true, Some(_)) => (top + TITLE_ROW, (height - TITLE_ROW).max(1.0)),
    };
    let area = Area {
        left,
        top,
        width: (chart_width - left - MARGIN).max(40.0),
        height,
    };
    let segments = segments(bars);
    let levels = levels(&common.annotations);
    let axis = (levels.as_slice(), common.logarithmic);
    let scale = value_scale(bars, &segments, axis, (area.width / 90.0, false));
    let endings = endings(common, bars, &segments, area, theme);
    let mut layout = Layout {
        common,
        bars,
        theme,
        segments,
        scale,
        endings,
        area,
        both,
    };
    layout.make_room();

    let title_row = if lifted { TICK_ROW } else { 0.0 };
    let title_at = (MARGIN, top - title_row - TITLE_ROW / 2.0);
    let crossed = layout.written_above(title_at.1, title_width);
    let total_height = area.bottom() + below;
    let sketch = layout.rows().sketch(
        &common.annotations,
        (chart_width, labels_at),
        &crossed,
        common.locale,
        theme,
    );
    let canvas = Canvas::new(
        (chart_width, total_height + sketch.notes_height(chart_width)),
        theme,
        &common.id,
        &common.title,
        &common.alternative,
    );
    heading.draw(&canvas);
    layout.draw(&canvas);
    column.draw(
        &canvas,
        Area {
            left,
            width: layout.area.right() - left,
            ..layout.area
        },
        theme,
    );
    if !common.category_title.is_empty() {
        let room = chart_width - 2.0 * MARGIN;
        canvas.text_within(title_at, &common.category_title, &title, room);
    }
    sketch.draw(&canvas, total_height);
    canvas.finish()
}

/// Height of a row in pixels if the model gives no height.
fn wanted_row(bars: &Bars) -> f64 {
    match bars.slots {
        0 | 1 if bars.categories.len() > 60 => 18.0,
        0 | 1 => 22.0,
        slots => slots as f64 * 14.0 + 8.0,
    }
}

impl Layout<'_> {
    /// The bars as annotations see them.
    fn rows(&self) -> Rows<'_> {
        Rows {
            bars: self.bars,
            segments: &self.segments,
            scale: &self.scale,
            endings: &self.endings,
            area: self.area,
        }
    }

    /// What is written above the bars: the title of the categories at a height, ticks.
    fn written_above(&self, title_at: f64, title_width: f64) -> Vec<Area> {
        let line = |left: f64, middle: f64, width: f64| Area {
            left,
            top: middle - self.theme.small_size / 2.0,
            width,
            height: self.theme.small_size,
        };
        let mut written = vec![line(MARGIN, title_at, title_width)];
        if self.both {
            let size = self.theme.small_size;
            written.extend(
                tick_texts(&self.scale, self.common)
                    .iter()
                    .map(|(tick, text)| {
                        let wide = width(text, size, Weight::Regular);
                        let x = self.area.left + self.scale.position(*tick, self.area.width);
                        line(x - wide / 2.0, self.area.top - TICK_ROW / 2.0 + 1.0, wide)
                    }),
            );
        }
        written
    }

    /// Narrows the plot until the texts after the bars fit on the sheet. Their positions depend on
    /// the remaining width, so a few rounds are needed.
    fn make_room(&mut self) {
        let whole = self.area;
        let last_tick = widest_tick(&self.scale, self.common, self.theme) / 2.0;
        let minimum = whole.width * 0.35;
        for _ in 0..6 {
            let (mut left, mut right) = (0.0_f64, 0.0_f64);
            for ending in &self.endings {
                let x = self.scale.position(ending.value, self.area.width);
                let needed = ending.width + AFTER;
                if ending.value < 0.0 {
                    left = left.max(needed - x);
                } else {
                    right = right.max(needed - (self.area.width - x));
                }
            }
            let rows = self.rows();
            right = right.max(rows.excess(&self.common.annotations, self.theme));
            if let Some(tick) = self.scale.ticks.last() {
                let x = self.scale.position(*tick, self.area.width);
                right = right.max(last_tick - MARGIN - (self.area.width - x));
            }
            let width = (whole.width - left - right).max(minimum);
            self.area = Area {
                left: whole.left + left.min(whole.width - minimum),
                width,
                ..whole
            };
        }
    }

    fn draw(&self, canvas: &Canvas) {
        let rows = self.bars.categories.len() as f64;
        let plot = canvas.plot(self.area, self.scale.clone(), Scale::plain(0.0, rows));
        draw_horizontal(
            canvas,
            self.area,
            &self.scale,
            self.both,
            self.common,
            self.theme,
        );
        let zero = [(0.0, 0.0), (0.0, rows.max(1.0))];
        draw_grid(canvas, &plot, &self.scale, zero, self.theme);
        let shapes = [Shape::Row, Shape::RowSegment];
        draw_marks(
            canvas,
            &plot,
            (self.bars, self.theme.background, false),
            &self.segments,
            shapes,
            |segment| {
                let (low, high) = slot_extent(self.bars, segment.mark.slot);
                let index = segment.category as f64;
                [(segment.start, index + low), (segment.end, index + high)]
            },
        );
        if self.common.value_labels {
            self.draw_inside(canvas);
        }
        let row = self.area.height / rows.max(1.0);
        draw_endings(
            canvas,
            &self.endings,
            self.area,
            row,
            &self.scale,
            self.theme,
        );
    }

    /// Values on the segments of stacks that are wide enough.
    fn draw_inside(&self, canvas: &Canvas) {
        let row = self.area.height / self.bars.categories.len().max(1) as f64;
        let (low, high) = slot_extent(self.bars, 0);
        let grouped = self.bars.arrangement == Arrangement::Grouped;
        draw_values(
            canvas,
            self.bars,
            &self.segments,
            self.theme,
            |segment, text| {
                if (high - low) * row < text.height || grouped {
                    return None;
                }
                let start = self.scale.position(segment.start, self.area.width);
                let end = self.scale.position(segment.end, self.area.width);
                let x = self.area.left + f64::midpoint(start, end);
                let y = self.area.top + (segment.category as f64 + 0.5) * row;
                (text.width + 4.0 <= end - start).then_some((x, y))
            },
        );
    }
}
