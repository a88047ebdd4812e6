//! Lines over ordered positions. In: the series of a model. Out: the finished chart, with the names
//! at the ends of the lines if there is room, else in a legend.

use crate::chart::annotation::levels;
use crate::chart::layout::scale::Scale;
use crate::chart::lines::brackets::brackets_height;
use crate::chart::lines::layout::{Layout, below, line_color, names_fit};
use crate::chart::lines::model::{Form, LineSeries, Lines};
use crate::chart::model::{Common, Legend, LegendEntry, Mark};
use crate::chart::svg::breaks::draw_breaks;
use crate::chart::svg::canvas::{Canvas, Plot, draw_in};
use crate::chart::svg::category_row::draw_title;
use crate::chart::svg::element::{DotMark, Stroke};
use crate::chart::svg::gaps::draw_gaps;
use crate::chart::svg::group::Group;
use crate::chart::svg::heading::{Heading, MARGIN, NARROW, chart_width};
use crate::chart::svg::value_axis::{TITLE_ROW, draw_grid, draw_vertical};
use crate::chart::theme::Theme;

/// Up to this many positions, every point is a visible dot.
const FEW_POSITIONS: usize = 24;
/// Places along the axis, each with the lower and the upper end of a value.
type Extents = Vec<(f64, (f64, f64))>;

/// Width of an area without neighbours.
const ALONE: f64 = 8.0;
/// Maximum number of entries in a legend that the model did not request.
const MOST_ENTRIES: usize = 24;

/// Draws the chart.
pub(crate) fn draw(common: &Common, lines: &Lines, theme: &Theme) -> String {
    let scale = scale_of(common, std::iter::once(lines));
    let plain = Heading::measure(common, None, theme);
    let layout = Layout::measure(common, lines, &scale, &plain, true, theme);
    let narrow = chart_width(common) < NARROW;
    let names = layout.name_heights();
    // Rather a legend than beginnings of names.
    let names = names.filter(|_| !narrow || names_fit(common, lines, theme));
    let legend;
    let (heading, layout) = if names.is_some() {
        (plain, layout)
    } else {
        legend = legend_of(common, lines, theme);
        let heading = Heading::measure(common, Some(&legend), theme);
        let layout = Layout::measure(common, lines, &scale, &heading, false, theme);
        (heading, layout)
    };
    let row = layout.row();
    let below = below(&row, common);
    let height = layout.area.bottom() + below;
    let sheet = chart_width(common);
    let above = layout.area.top - brackets_height(&common.annotations, theme);
    let sketch = layout.sketch(&common.annotations, above, common.locale);
    let canvas = Canvas::new(
        (sheet, height + sketch.notes_height(sheet)),
        theme,
        &common.id,
        &common.title,
        &common.alternative,
    );
    heading.draw(&canvas);
    draw_vertical(
        &canvas,
        layout.area,
        &scale,
        (MARGIN, heading.bottom + TITLE_ROW / 2.0),
        common,
        theme,
    );
    let bands = layout.bands();
    draw_gaps(&canvas, bands, &lines.gaps(), common.locale, theme);
    draw_breaks(&canvas, bands, &lines.breaks, common.locale, theme);
    layout.draw(&canvas, true);
    if let Some(heights) = names {
        layout.draw_names(&canvas, &heights);
    }
    row.draw(&canvas, layout.area, &[], theme);
    draw_title(&canvas, &common.category_title, layout.area, height, theme);
    sketch.draw(&canvas, height);
    canvas.finish()
}

/// The value axis of all lines, which are of one form.
pub(super) fn scale_of<'a>(common: &Common, all: impl Iterator<Item = &'a Lines>) -> Scale {
    let mut values = levels(&common.annotations);
    for lines in all {
        let points = lines
            .series
            .iter()
            .flat_map(|it| it.points.iter().flatten());
        match lines.form {
            Form::Normalized => return Scale::of_shares(),
            Form::Lines => values.extend(points.map(|mark| mark.value)),
            Form::Stacked => values.extend((0..lines.positions.len()).map(|at| lines.height(at))),
        }
    }
    let values = values.into_iter();
    if common.logarithmic {
        Scale::of_logarithms(values, 5.0)
    } else {
        Scale::of_values(values, 5.0, true)
    }
}

/// The legend of the model, or one made from the series, in the colours of the lines.
pub(super) fn legend_of(common: &Common, lines: &Lines, theme: &Theme) -> Legend {
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
    let mut legend = common.legend.clone().unwrap_or_else(own);
    for entry in &mut legend.entries {
        entry.color = line_color(entry.color, theme);
    }
    legend
}

impl Layout<'_> {
    /// Draws the grid and the lines; `again` if the script of a page may draw them again.
    pub(super) fn draw(&self, canvas: &Canvas, again: bool) {
        let count = self.lines.positions.len() as f64;
        let plot = canvas.rising_plot(self.area, Scale::plain(0.0, count), self.scale.clone());
        draw_grid(
            canvas,
            &plot,
            &self.scale,
            [(0.0, 0.0), (count.max(1.0), 0.0)],
            self.theme,
        );
        let is_stacked = self.lines.is_stacked();
        // Of those that can do without others the script of a page shows some; their axis begins at zero.
        let class = if !again || is_stacked || self.scale.is_logarithmic() {
            "marks"
        } else {
            "marks lines"
        };
        let mut group = Group::new().class(class);
        let positions = || self.lines.positions.iter().enumerate();
        if positions().any(|(_, position)| position.empty) {
            let filled = positions().filter(|(_, position)| !position.empty);
            group = group.places(&filled.map(|(at, _)| at).collect::<Vec<_>>());
        }
        canvas.group(&group, |canvas| {
            // The first series is drawn last, on top of the others.
            for (at, series) in self.lines.series.iter().enumerate().rev() {
                let points = || series.points.iter().flatten();
                let rows = points().filter(|mark| mark.value.is_finite());
                let rows: Vec<usize> = rows.map(|mark| mark.row).collect();
                let named = |other: &&LineSeries| other.label == series.label;
                let same = self.lines.series.iter().filter(named);
                let same = same.flat_map(|it| it.points.iter().flatten().map(|mark| mark.row));
                let same: Vec<usize> = if again {
                    same.collect()
                } else {
                    // The points of a panel are not all of their series; a single number would mean one.
                    Vec::new()
                };
                let rows = match rows[..] {
                    [only] if !again => vec![only; 2],
                    _ => rows,
                };
                let group = Group::new().rows(&rows, &same);
                canvas.group(&group, |canvas| {
                    if is_stacked {
                        self.draw_area(canvas, &plot, at);
                    } else {
                        self.draw_series(canvas, &plot, series);
                    }
                });
            }
        });
    }

    /// An area of a stack: filled where it has values at neighbouring positions, with a line along its upper edge. Where only
    /// others have values it ends in a point, since those above it fall to what is below it.
    fn draw_area(&self, canvas: &Canvas, plot: &Plot, at: usize) {
        let series = &self.lines.series[at];
        let has = |position: &usize| self.lines.extent(at, *position).is_some();
        let positions: Vec<usize> = (0..self.lines.positions.len()).collect();
        let runs = positions.chunk_by(|one, next| has(one) == has(next));
        let runs = runs.filter(|run| run.first().is_some_and(has));
        let stand = |position: usize, extent: Option<(f64, f64)>| {
            Some((self.lines.spacing.middle(position), extent?))
        };
        let tip = |position: usize| stand(position, self.lines.tip(at, position));
        // The values of each run, and its area with the points in which it ends.
        let parts: Vec<[Extents; 2]> = runs
            .map(|run| {
                let before = run.first().and_then(|first| first.checked_sub(1));
                let after = run.last().map(|last| last + 1);
                let after = after.filter(|after| *after < positions.len());
                let inside = run.iter();
                let inside = inside.filter_map(|it| stand(*it, self.lines.extent(at, *it)));
                let inside: Vec<_> = inside.collect();
                let before = before.and_then(tip).into_iter();
                let area = before.chain(inside.clone()).chain(after.and_then(tip));
                let area = area.collect();
                [inside, area]
            })
            .collect();
        // A position between gaps is an upright stroke.
        let alone = parts.iter().filter(|[inside, _]| inside.len() == 1);
        canvas.group(&Group::new().fill(None).stroke(series.color, ALONE), |_| {
            for (x, (low, high)) in alone.flat_map(|[inside, _]| inside) {
                let points = vec![(*x, *low), (*x, *high)];
                draw_in(plot, &Stroke { points });
            }
        });
        canvas.group(&Group::new().fill(Some(series.color)), |_| {
            for [_, area] in parts.iter().filter(|[_, area]| area.len() > 1) {
                let upper = area.iter().map(|(x, (_, high))| (*x, *high));
                let lower = area.iter().rev().map(|(x, (low, _))| (*x, *low));
                let points = lower.chain(upper).collect();
                draw_in(plot, &Stroke { points });
            }
        });
        let color = line_color(series.color, self.theme);
        let edges = Group::new().fill(None).stroke(color, 1.0).round();
        canvas.group(&edges, |_| {
            for [inside, _] in parts.iter().filter(|[inside, _]| inside.len() > 1) {
                let points = inside.iter().map(|(x, (_, high))| (*x, *high)).collect();
                draw_in(plot, &Stroke { points });
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
        let place =
            |(index, mark): &(usize, &Mark)| (self.lines.spacing.middle(*index), mark.value);
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
