//! The heading above the marks: the title and the legend. In: the model and the width. Out: their
//! positions, the height that they take, their drawing.

use crate::chart::color::Color;
use crate::chart::layout::text_measure::{LINE_HEIGHT, Weight, wrap};
use crate::chart::model::{Common, Legend};
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::legend::LegendLayout;
use crate::chart::svg::text_style::TextStyle;
use crate::chart::theme::Theme;

/// Space around the drawing, in pixels.
pub(crate) const MARGIN: f64 = 12.0;

/// Maximum number of lines of the title.
const TITLE_LINES: usize = 3;

/// A sheet that is narrower has no room for names on both sides.
pub(crate) const NARROW: f64 = 500.0;

/// Width of a chart whose model gives none.
pub(crate) const DEFAULT_WIDTH: u32 = 960;

/// The width of a model's chart in pixels, limited to a readable and drawable range.
pub(crate) fn chart_width(common: &Common) -> f64 {
    f64::from(common.width.unwrap_or(DEFAULT_WIDTH).clamp(200, 4000))
}

/// The height of a model's chart in pixels, if the model gives one.
pub(crate) fn chart_height(common: &Common) -> Option<f64> {
    common
        .height
        .map(|height| f64::from(height.clamp(120, 20_000)))
}

/// Title and legend, laid out.
pub(crate) struct Heading {
    title: Vec<String>,
    style: TextStyle,
    paper: Color,
    legend: Option<LegendLayout>,
    /// Where the marks may begin.
    pub(crate) bottom: f64,
}

impl Heading {
    /// Measures the title and the legend (`None`: no legend).
    pub(crate) fn measure(common: &Common, legend: Option<&Legend>, theme: &Theme) -> Self {
        let room = chart_width(common) - 2.0 * MARGIN;
        let style = TextStyle::new(theme.title_size, theme.ink).bold();
        let title = wrap(&common.title, style.size, Weight::Bold, room, TITLE_LINES);
        let mut bottom = MARGIN;
        if !title.is_empty() {
            bottom += title.len() as f64 * style.size * LINE_HEIGHT + 6.0;
        }
        let legend = legend.map(|legend| LegendLayout::measure(legend, room, common.locale, theme));
        if let Some(legend) = legend.as_ref().filter(|legend| legend.height > 0.0) {
            bottom += legend.height + 6.0;
        }
        Self {
            title,
            style,
            paper: theme.background,
            legend,
            bottom,
        }
    }

    /// Draws both.
    pub(crate) fn draw(&self, canvas: &Canvas) {
        let line = self.style.size * LINE_HEIGHT;
        canvas.lines(
            (MARGIN, MARGIN + line / 2.0),
            &self.title,
            &self.style,
            line,
        );
        if let Some(legend) = &self.legend {
            let above = if self.title.is_empty() {
                0.0
            } else {
                self.title.len() as f64 * line + 6.0
            };
            legend.draw(canvas, (MARGIN, MARGIN + above), self.paper);
        }
    }
}
