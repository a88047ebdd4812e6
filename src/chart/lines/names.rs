//! The names of lines, written beside their ends. In: the lines with their positions. Out: heights
//! at which the names do not overlap, if there is room, and their drawing.

use crate::chart::layout::apart::push_apart;
use crate::chart::layout::text_measure::{Weight, shorten};
use crate::chart::lines::layout::{LEADER, Layout, line_color};
use crate::chart::lines::model::LineSeries;
use crate::chart::model::Mark;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::Stroke;
use crate::chart::svg::group::Group;
use crate::chart::svg::text_style::TextStyle;

/// The last point of a series and its position.
fn last_point(series: &LineSeries) -> Option<(usize, &Mark)> {
    let points = series.points.iter().enumerate().rev();
    points
        .filter_map(|(index, point)| Some((index, point.as_ref()?)))
        .find(|(_, mark)| mark.value.is_finite())
}

impl Layout<'_> {
    /// The positions of the names; `None` if they do not fit. Lines without a point have none.
    pub(crate) fn name_heights(&self) -> Option<Vec<f64>> {
        let series = self.lines.series.iter().enumerate();
        let ends = series.filter_map(|(at, series)| Some((at, last_point(series)?.0)));
        let wanted: Vec<f64> = ends.map(|(at, last)| self.middle_of(at, last)).collect();
        let line = self.theme.small_size * 1.2;
        push_apart(&wanted, line, (self.area.top, self.area.bottom()))
    }

    /// Writes the names at these heights, each with a leader to the end of its line; dotted if the line ends before the
    /// last position, since it would look like the line itself.
    pub(crate) fn draw_names(&self, canvas: &Canvas, heights: &[f64]) {
        let style = TextStyle::new(self.theme.small_size, self.theme.ink);
        let bands = self.bands();
        let room = self.area.right() + LEADER;
        let ended = self
            .lines
            .series
            .iter()
            .enumerate()
            .filter_map(|(at, series)| Some((at, series, last_point(series)?.0)));
        canvas.group(&Group::new().class("names").text(&style), |canvas| {
            for ((at, series, index), height) in ended.zip(heights) {
                let end = (bands.middle(index) + 3.0, self.middle_of(at, index));
                canvas.group(&Group::new().class("entry"), |canvas| {
                    let elbow = (room - 10.0_f64).max(end.0);
                    let points = vec![end, (elbow, *height), (room - 3.0, *height)];
                    let leader = Group::new()
                        .fill(None)
                        .stroke(line_color(series.color, self.theme), 1.0);
                    let ends_early = index + 1 < self.lines.positions.len();
                    let leader = if ends_early { leader.dotted() } else { leader };
                    canvas.group(&leader, |canvas| {
                        canvas.draw_on_page(&Stroke { points });
                    });
                    let max = canvas.width() - room - 4.0;
                    let name = shorten(&series.label, style.size, Weight::Regular, max);
                    if name != series.label {
                        canvas.tooltip(&series.label);
                    }
                    canvas.text((room, *height), &name, &style);
                });
            }
        });
    }
}
