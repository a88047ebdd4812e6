//! Lines over ordered positions. In: the series of a model. Out: the finished chart, with the names at
//! the ends of the lines where there is room and in a legend where there is not.

use super::canvas::{Area, Canvas, Plot, draw_in};
use super::category_row::CategoryRow;
use super::color::darkened_for;
use super::element::{DotMark, Stroke};
use super::group::Group;
use super::heading::{Heading, MARGIN, chart_height, chart_width};
use super::line_names::LEADER;
use super::model::{ChartModel, Color, Legend, LegendEntry, LineSeries, Lines, Mark};
use super::scale::Scale;
use super::text_measure::{Weight, shorten, width};
use super::text_style::{Anchor, TextStyle};
use super::theme::Theme;
use super::value_axis::{TITLE_ROW, draw_grid, draw_vertical, widest_tick};

const PLOT_HEIGHT: f64 = 380.0;
/// Up to so many positions every point is a visible dot.
const FEW_POSITIONS: usize = 24;
/// Entries of a legend that the model did not ask for.
const MOST_ENTRIES: usize = 24;

/// The plot in its place.
pub(super) struct Layout<'data> {
    /// What is drawn.
    pub(super) lines: &'data Lines,
    /// Its look.
    pub(super) theme: &'data Theme,
    /// The value axis.
    pub(super) scale: Scale,
    /// Where the lines are.
    pub(super) area: Area,
}

/// Draws the chart.
pub(super) fn draw(model: &ChartModel, lines: &Lines, theme: &Theme) -> String {
    let values = lines
        .series
        .iter()
        .flat_map(|series| series.points.iter().flatten().map(|mark| mark.value));
    let scale = Scale::of_values(values, 5.0, true);
    let plain = Heading::measure(model, None, theme);
    let layout = Layout::measure(model, lines, &scale, &plain, true, theme);
    let names = layout.name_heights();
    let legend;
    let (heading, layout) = if names.is_some() {
        (plain, layout)
    } else {
        legend = legend_of(model, lines, theme);
        let heading = Heading::measure(model, Some(&legend), theme);
        let layout = Layout::measure(model, lines, &scale, &heading, false, theme);
        (heading, layout)
    };
    let row = layout.row();
    let below = below(&row, model);
    let height = layout.area.bottom() + below;
    let canvas = Canvas::new(
        (chart_width(model), height),
        theme,
        &model.id,
        &model.title,
        &model.alternative,
    );
    heading.draw(&canvas);
    draw_vertical(
        &canvas,
        layout.area,
        &scale,
        (MARGIN, heading.bottom + TITLE_ROW / 2.0),
        model,
        theme,
    );
    layout.draw(&canvas);
    if let Some(heights) = names {
        layout.draw_names(&canvas, &heights);
    }
    row.draw(&canvas, layout.area, &[], theme);
    if !model.category_title.is_empty() {
        let style = TextStyle::new(theme.small_size, theme.muted).anchored(Anchor::Middle);
        let title = shorten(
            &model.category_title,
            style.size,
            Weight::Regular,
            layout.area.width,
        );
        let x = layout.area.left + layout.area.width / 2.0;
        canvas.text((x, height - TITLE_ROW / 2.0 - 6.0), &title, &style);
    }
    canvas.finish()
}

fn below(row: &CategoryRow<'_>, model: &ChartModel) -> f64 {
    row.height(false)
        + if model.category_title.is_empty() {
            0.0
        } else {
            TITLE_ROW
        }
        + 6.0
}

/// The legend of the model, or one made of the series, in the colours that lines are drawn in.
fn legend_of(model: &ChartModel, lines: &Lines, theme: &Theme) -> Legend {
    let entry = |series: &LineSeries| LegendEntry {
        key: series.key.clone(),
        label: series.label.clone(),
        color: series.color,
    };
    let entries = lines.series.iter().map(entry).collect();
    let own = || Legend {
        title: String::new(),
        entries,
        max_entries: MOST_ENTRIES,
    };
    let mut legend = model.legend.clone().unwrap_or_else(own);
    for entry in &mut legend.entries {
        entry.color = line_color(entry.color, theme);
    }
    legend
}

/// A thin line needs more contrast with the paper than the bars that share its colour.
pub(super) fn line_color(color: Color, theme: &Theme) -> Color {
    darkened_for(color, theme.background, 2.0)
}

impl<'data> Layout<'data> {
    fn measure(
        model: &'data ChartModel,
        lines: &'data Lines,
        scale: &Scale,
        heading: &Heading,
        with_names: bool,
        theme: &'data Theme,
    ) -> Self {
        let chart_width = chart_width(model);
        let left = MARGIN + widest_tick(scale, model, theme) + 8.0;
        let right = if with_names {
            let names = lines
                .series
                .iter()
                .map(|series| width(&series.label, theme.small_size, Weight::Regular));
            names.fold(0.0, f64::max).min(chart_width * 0.25) + LEADER + 4.0
        } else {
            0.0
        };
        let title_above = if model.value_title.is_empty() {
            6.0
        } else {
            TITLE_ROW + 2.0
        };
        let top = heading.bottom + title_above + 6.0;
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
            // The name of the last position must not be cut at the edge of the sheet.
            let band = width / lines.positions.len().max(1) as f64;
            layout.area.width -= (row.right() - band / 2.0 - MARGIN).max(0.0);
        }
        if let Some(height) = chart_height(model) {
            layout.area.height = (height - top - below(&row, model)).max(60.0);
        }
        layout
    }

    fn row(&self) -> CategoryRow<'data> {
        let names: Vec<_> = self
            .lines
            .positions
            .iter()
            .map(|(_, label)| label.as_str())
            .collect();
        let band = self.area.width / names.len().max(1) as f64;
        CategoryRow::measure(names, band, true, self.theme)
    }

    /// Where a value stands, in pixels from the top.
    pub(super) fn height_of(&self, value: f64) -> f64 {
        self.area.bottom() - self.scale.position(value, self.area.height)
    }

    fn draw(&self, canvas: &Canvas) {
        let count = self.lines.positions.len() as f64;
        let plot = canvas.rising_plot(self.area, Scale::plain(0.0, count), self.scale.clone());
        draw_grid(
            canvas,
            &plot,
            &self.scale,
            [(0.0, 0.0), (count.max(1.0), 0.0)],
            self.theme,
        );
        let group = Group::new().class("marks").direction("lines");
        canvas.group(&group.plot(self.area), |canvas| {
            // The first series is drawn last, on top of the others.
            for series in self.lines.series.iter().rev() {
                let points = || series.points.iter().flatten();
                let rows = points().filter(|mark| mark.value.is_finite());
                let rows: Vec<usize> = rows.map(|mark| mark.row).collect();
                let named = |other: &&LineSeries| other.label == series.label;
                let same = self.lines.series.iter().filter(named);
                let same = same.flat_map(|it| it.points.iter().flatten().map(|mark| mark.row));
                let group = Group::new().rows(&rows, &same.collect::<Vec<_>>());
                canvas.group(&group, |canvas| self.draw_series(canvas, &plot, series));
            }
        });
    }

    fn draw_series(&self, canvas: &Canvas, plot: &Plot, series: &LineSeries) {
        let few = self.lines.positions.len() <= FEW_POSITIONS;
        let mut parts: Vec<Vec<(usize, &Mark)>> = vec![Vec::new()];
        for (index, point) in series
            .points
            .iter()
            .enumerate()
            .take(self.lines.positions.len())
        {
            match (
                point.as_ref().filter(|mark| mark.value.is_finite()),
                parts.last_mut(),
            ) {
                (Some(mark), Some(part)) => part.push((index, mark)),
                _ => parts.push(Vec::new()),
            }
        }
        let place = |(index, mark): &(usize, &Mark)| (*index as f64 + 0.5, mark.value);
        let color = line_color(series.color, self.theme);
        let rest = series.points.iter().flatten().all(|mark| mark.others);
        let strokes = Group::new()
            .fill(None)
            .stroke(color, if rest { 1.2 } else { 2.0 })
            .round();
        canvas.group(&strokes, |_| {
            for part in parts.iter().filter(|part| part.len() > 1) {
                draw_in(
                    plot,
                    &Stroke {
                        points: part.iter().map(place).collect(),
                    },
                );
            }
        });
        canvas.group(&Group::new().fill(Some(color)), |_| {
            for part in &parts {
                for point in part.iter().filter(|_| few || part.len() == 1) {
                    draw_in(
                        plot,
                        &DotMark {
                            center: place(point),
                            radius: 3.0,
                        },
                    );
                }
            }
        });
    }
}
