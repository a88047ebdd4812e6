//! The layout of lines. In: the series of a model, the heading above them. Out: the plot with its
//! position.

use crate::chart::color::{Color, darkened_for};
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, width};
use crate::chart::lines::brackets::brackets_height;
use crate::chart::lines::model::{LinePosition, Lines};
use crate::chart::model::Common;
use crate::chart::spacing::{Bands, Spacing};
use crate::chart::svg::category_row::CategoryRow;
use crate::chart::svg::heading::{Heading, MARGIN, chart_height, chart_width};
use crate::chart::svg::value_axis::{TITLE_ROW, widest_tick};
use crate::chart::theme::Theme;

const PLOT_HEIGHT: f64 = 380.0;
/// Space between the end of a line and its name.
pub(crate) const LEADER: f64 = 14.0;

/// The plot with its position.
pub(crate) struct Layout<'data> {
    /// What is drawn.
    pub(crate) lines: &'data Lines,
    /// The theme.
    pub(crate) theme: &'data Theme,
    /// The value axis.
    pub(crate) scale: Scale,
    /// The area of the lines.
    pub(crate) area: Area,
}

/// Height of the text below the plot.
pub(crate) fn below(row: &CategoryRow<'_>, common: &Common) -> f64 {
    row.height(false)
        + if common.category_title.is_empty() {
            0.0
        } else {
            TITLE_ROW
        }
        + 6.0
}

/// The names of positions; of those that stand at their dates, only what has rows has one.
pub(crate) fn ordered_names<'data>(
    positions: &'data [LinePosition],
    spacing: &Spacing,
) -> Vec<&'data str> {
    let names = positions.iter().map(|position| {
        if position.empty && !spacing.is_even() {
            ""
        } else {
            position.label.as_str()
        }
    });
    names.collect()
}

/// A thin line needs more contrast with the paper than bars of the same colour.
pub(crate) fn line_color(color: Color, theme: &Theme) -> Color {
    darkened_for(color, theme.background, 2.0)
}

/// The largest part of the sheet that names take.
const MOST_OF_NAMES: f64 = 0.25;

fn widest_name(lines: &Lines, theme: &Theme) -> f64 {
    let names = lines.series.iter();
    let names = names.map(|series| width(&series.label, theme.small_size, Weight::Regular));
    names.fold(0.0, f64::max)
}

/// Whether no name needs more room than names have beside lines.
pub(crate) fn names_fit(common: &Common, lines: &Lines, theme: &Theme) -> bool {
    widest_name(lines, theme) <= chart_width(common) * MOST_OF_NAMES
}

impl<'data> Layout<'data> {
    /// Lays out the plot; `with_names` leaves room for names to its right.
    pub(crate) fn measure(
        common: &'data Common,
        lines: &'data Lines,
        scale: &Scale,
        heading: &Heading,
        with_names: bool,
        theme: &'data Theme,
    ) -> Self {
        let chart_width = chart_width(common);
        let left = MARGIN + widest_tick(scale, common, theme) + 8.0;
        let right = if with_names {
            widest_name(lines, theme).min(chart_width * MOST_OF_NAMES) + LEADER + 4.0
        } else {
            0.0
        };
        let title_above = if common.value_title.is_empty() {
            6.0
        } else {
            TITLE_ROW + 2.0
        };
        let brackets = brackets_height(&common.annotations, theme);
        let top = heading.bottom + title_above + 6.0 + brackets;
        let width = (chart_width - left - right - MARGIN).max(40.0);
        let area = Area {
            left,
            top,
            width,
            height: PLOT_HEIGHT,
        };
        let mut layout = Self {
            lines,
            theme,
            scale: scale.clone(),
            area,
        };
        let row = layout.row();
        if !with_names {
            // The name of the last position must not be cut off at the edge of the sheet.
            let band = width / lines.positions.len().max(1) as f64;
            layout.area.width -= (row.right() - band / 2.0 - MARGIN).max(0.0);
        }
        if let Some(height) = chart_height(common) {
            layout.area.height = (height - top - below(&row, common)).max(60.0);
        }
        layout
    }

    /// The names of the positions.
    pub(crate) fn row(&self) -> CategoryRow<'data> {
        let names = ordered_names(&self.lines.positions, &self.lines.spacing);
        CategoryRow::along(names, self.bands(), self.theme)
    }

    /// The bands of the positions.
    pub(crate) fn bands(&self) -> Bands<'data> {
        Bands {
            area: self.area,
            count: self.lines.positions.len(),
            spacing: &self.lines.spacing,
        }
    }

    /// The height of a series at a position, in pixels from the top: of an area its middle.
    pub(crate) fn middle_of(&self, series: usize, position: usize) -> f64 {
        let extent = self.lines.extent(series, position);
        let middle = extent.map(|(low, high)| {
            // Of huge values the sum is infinite.
            if low < high {
                low / 2.0 + high / 2.0
            } else {
                high
            }
        });
        self.height_of(middle.unwrap_or_default())
    }

    /// The position of a value, in pixels from the top.
    pub(crate) fn height_of(&self, value: f64) -> f64 {
        self.area.bottom() - self.scale.position(value, self.area.height)
    }
}
