//! Lines between two periods. In: the lines of a model. Out: the finished chart: at each end the value and the
//! name of every line, pushed apart.

use crate::chart::layout::apart::push_apart;
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{LINE_HEIGHT, Weight, shorten, width};
use crate::chart::lines::line_color;
use crate::chart::model::Common;
use crate::chart::slope::model::{SlopeEnd, SlopeLine, Slopes};
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::{DotMark, Stroke};
use crate::chart::svg::group::Group;
use crate::chart::svg::heading::{Heading, MARGIN, NARROW, chart_height, chart_width};
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::theme::Theme;

/// Width of a chart whose model gives none.
const WIDTH: u32 = 760;
/// Height of the lines if the model gives none, unless their names need more.
const HEIGHT: f64 = 340.0;
/// Space between a point and its value, through which a thin line leads.
const LEADER: f64 = 18.0;
/// Space between a value and its name.
const GAP: f64 = 8.0;
/// The largest part of the sheet that the names of one side take.
const MOST_OF_NAMES: f64 = 0.27;
const DOT: f64 = 3.0;
/// What a narrow sheet leaves for the lines.
const LEAST_PLOT: f64 = 64.0;

/// The plot with its position.
struct Layout<'data> {
    slopes: &'data Slopes,
    theme: &'data Theme,
    area: Area,
    scale: Scale,
    /// The widest value of each side.
    values: [f64; 2],
    /// Room for the names of each side.
    names: [f64; 2],
    /// Whether each line has its name on one side only.
    is_narrow: bool,
    line: f64,
}

/// Draws the chart.
pub(crate) fn draw(common: &Common, slopes: &Slopes, theme: &Theme) -> String {
    let common = &Common {
        width: common.width.or(Some(WIDTH)),
        ..common.clone()
    };
    let heading = Heading::measure(common, common.legend.as_ref(), theme);
    let layout = Layout::measure(common, slopes, &heading, theme);
    let canvas = Canvas::new(
        (chart_width(common), layout.area.bottom() + MARGIN),
        theme,
        &common.id,
        &common.title,
        &common.alternative,
    );
    heading.draw(&canvas);
    layout.draw_ends(&canvas, common, heading.bottom);
    layout.draw_lines(&canvas);
    for side in [0, 1] {
        layout.draw_names(&canvas, side);
    }
    canvas.finish()
}

impl<'data> Layout<'data> {
    fn measure(
        common: &Common,
        slopes: &'data Slopes,
        heading: &Heading,
        theme: &'data Theme,
    ) -> Self {
        let sheet = chart_width(common);
        let size = theme.small_size;
        let line = size * LINE_HEIGHT;
        let on = |side: usize| {
            slopes
                .lines
                .iter()
                .filter(move |it| it.values[side].is_some())
        };
        let of_value = |end: &SlopeEnd| width(&end.text, size, Weight::Regular);
        let widest_value = |side: usize| {
            let ends = slopes
                .lines
                .iter()
                .filter_map(|it| it.values[side].as_ref());
            ends.map(of_value).fold(0.0, f64::max)
        };
        let values = [0, 1].map(widest_value);
        let values_beside = |side: usize| MARGIN + GAP + values[side] + LEADER;
        let most = if sheet < NARROW {
            sheet - values_beside(0) - values_beside(1) - LEAST_PLOT
        } else {
            sheet * MOST_OF_NAMES
        };
        let names = [0, 1].map(|side| {
            let named = slopes
                .lines
                .iter()
                .filter(|it| sheet >= NARROW || is_named(it, side));
            let widths = named.map(|it| width(&it.label, size, Weight::Regular));
            widths.fold(0.0, f64::max).min(most.max(0.0))
        });
        let names = if sheet < NARROW {
            // What both sides need together.
            let left = names[0].min(most.max(0.0) / 2.0);
            [left, names[1].min((most - left).max(0.0))]
        } else {
            names
        };
        let beside = |side: usize| values_beside(side) + names[side];
        // The value title, then the names of the periods.
        let title = if common.value_title.is_empty() {
            0.0
        } else {
            line
        };
        let top = heading.bottom + title + line + 14.0;
        let needed = on(0).count().max(on(1).count()) as f64 * line;
        let given = chart_height(common).map_or(HEIGHT, |height| height - top - MARGIN);
        Self {
            slopes,
            theme,
            area: Area {
                left: beside(0),
                top,
                width: (sheet - beside(0) - beside(1)).max(40.0),
                height: given.max(needed),
            },
            scale: scale(slopes),
            values,
            names,
            is_narrow: sheet < NARROW,
            line,
        }
    }

    fn x(&self, side: usize) -> f64 {
        self.area.left + side as f64 * self.area.width
    }

    fn y(&self, value: f64) -> f64 {
        let inside = self.area.height - self.line;
        let up = self.scale.position(value, inside);
        let up = if self.slopes.falling { inside - up } else { up };
        self.area.bottom() - self.line / 2.0 - up
    }

    /// What is shown, the names of the two periods, and a line below each.
    fn draw_ends(&self, canvas: &Canvas, common: &Common, top: f64) {
        let style = TextStyle::new(self.theme.small_size, self.theme.muted);
        if !common.value_title.is_empty() {
            let room = canvas.width() - 2.0 * MARGIN;
            canvas.text_within(
                (MARGIN, top + self.line / 2.0),
                &common.value_title,
                &style,
                room,
            );
        }
        let style = TextStyle::new(self.theme.label_size, self.theme.ink).bold();
        let y = self.area.top - self.line / 2.0 - 4.0;
        canvas.group(&Group::new().class("categories"), |canvas| {
            for (side, anchor) in [(0, Anchor::End), (1, Anchor::Start)] {
                let name = &self.slopes.ends[side];
                let style = style.clone().anchored(anchor);
                // Towards the middle of the sheet there is as much room as beside it, and at its edge a name ends.
                let room = canvas.width() / 2.0 - MARGIN;
                let wide = width(name, self.theme.label_size, Weight::Bold).min(room);
                let x = match side {
                    0 => self.x(0).max(MARGIN + wide),
                    _ => self.x(1).min(canvas.width() - MARGIN - wide),
                };
                canvas.text_within((x, y), name, &style, room);
            }
        });
        canvas.group(&Group::new().stroke(self.theme.grid, 1.0), |canvas| {
            for side in [0, 1] {
                let x = self.x(side);
                let points = vec![(x, self.area.top), (x, self.area.bottom())];
                canvas.draw_on_page(&Stroke { points });
            }
        });
    }

    fn draw_lines(&self, canvas: &Canvas) {
        canvas.group(&Group::new().class("marks"), |canvas| {
            // The first line is drawn last, on top of the others.
            for line in self.slopes.lines.iter().rev() {
                self.draw_line(canvas, line);
            }
        });
    }

    fn draw_line(&self, canvas: &Canvas, line: &SlopeLine) {
        let color = line_color(line.color, self.theme);
        let places = line.values.iter().enumerate();
        let places = places.filter_map(|(side, end)| Some((side, end.as_ref()?)));
        let places: Vec<(usize, &SlopeEnd)> = places.collect();
        let Some((_, first)) = places.first() else {
            return;
        };
        let mut rows: Vec<usize> = places.iter().map(|(_, end)| end.row).collect();
        if places.len() == 1 {
            // A single number would mean a whole series.
            rows.push(first.row);
        }
        let points: Vec<(f64, f64)> = places
            .iter()
            .map(|(side, end)| (self.x(*side), self.y(end.place)))
            .collect();
        canvas.group(&Group::new().rows(&rows, &[]), |canvas| {
            let width = if line.others { 1.2 } else { 2.0 };
            let strokes = Group::new().fill(None).stroke(color, width).round();
            let strokes = if line.others {
                strokes.dotted()
            } else {
                strokes
            };
            if points.len() == 1 {
                // A hollow point has no other end.
                let ring = Group::new()
                    .fill(Some(self.theme.background))
                    .stroke(color, 2.0);
                canvas.group(&ring, |canvas| draw_dots(canvas, &points));
                return;
            }
            canvas.group(&strokes, |canvas| {
                let points = points.clone();
                canvas.draw_on_page(&Stroke { points });
            });
            canvas.group(&Group::new().fill(Some(color)), |canvas| {
                draw_dots(canvas, &points);
            });
        });
    }

    /// The values and names of one side, each near the end of its line.
    fn draw_names(&self, canvas: &Canvas, side: usize) {
        let lines = self.slopes.lines.iter();
        let lines = lines.filter_map(|line| Some((line, line.values[side].as_ref()?)));
        let lines: Vec<(&SlopeLine, &SlopeEnd)> = lines.collect();
        let wanted: Vec<f64> = lines.iter().map(|(_, end)| self.y(end.place)).collect();
        let half = self.line / 2.0;
        let room = (
            self.area.top + half - 0.01,
            self.area.bottom() - half + 0.01,
        );
        let Some(heights) = push_apart(&wanted, self.line, room) else {
            return;
        };
        let (out, anchor) = match side {
            0 => (-1.0, Anchor::End),
            _ => (1.0, Anchor::Start),
        };
        let x = self.x(side);
        let style = TextStyle::new(self.theme.small_size, self.theme.ink).anchored(anchor);
        canvas.group(&Group::new().class("names").text(&style), |canvas| {
            for (((line, end), height), wanted) in lines.iter().zip(&heights).zip(&wanted) {
                let leader = Group::new()
                    .fill(None)
                    .stroke(line_color(line.color, self.theme), 1.0);
                canvas.group(&leader, |canvas| {
                    let points = vec![
                        (x + out * (DOT + 1.0), *wanted),
                        (x + out * (LEADER - 7.0), *height),
                        (x + out * (LEADER - 3.0), *height),
                    ];
                    canvas.draw_on_page(&Stroke { points });
                });
                let value = x + out * LEADER;
                canvas.text((value, *height), &end.text, &style);
                let name = value + out * (self.values[side] + GAP);
                if self.is_narrow && !is_named(line, side) {
                    continue;
                }
                let shown = shorten(&line.label, style.size, Weight::Regular, self.names[side]);
                canvas.shortened(&line.label, std::slice::from_ref(&shown), |canvas| {
                    canvas.text((name, *height), &shown, &style);
                });
            }
        });
    }
}

/// Whether a line has its name on a side where it has one name only: on the right, unless it ends before.
fn is_named(line: &SlopeLine, side: usize) -> bool {
    side == usize::from(line.values[1].is_some())
}

fn draw_dots(canvas: &Canvas, points: &[(f64, f64)]) {
    for center in points {
        canvas.draw_on_page(&DotMark {
            center: *center,
            radius: DOT,
        });
    }
}

/// From the smallest value to the largest one: lengths are not compared, so that it need not begin at zero.
fn scale(slopes: &Slopes) -> Scale {
    let ends = slopes
        .lines
        .iter()
        .flat_map(|line| line.values.iter().flatten());
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| {
        (low.min(end.place), high.max(end.place))
    });
    if low < high {
        Scale::plain(low, high)
    } else {
        // All values are the same, or there is none.
        let middle = if low.is_finite() { low } else { 0.0 };
        Scale::plain(middle - 1.0, middle + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::chart::color::Color;
    use crate::chart::layout::text_measure::{Weight, width};
    use crate::chart::model::{Common, ValueFormat};
    use crate::chart::slope::model::{SlopeEnd, SlopeLine, Slopes};
    use crate::chart::theme::Theme;
    use crate::text::{Affix, Locale};

    fn common(width: Option<u32>, height: Option<u32>) -> Common {
        Common {
            id: "it".to_owned(),
            title: "Moves".to_owned(),
            alternative: String::new(),
            locale: Locale::En,
            value_title: "Downloads".to_owned(),
            category_title: String::new(),
            value_format: ValueFormat::Compact,
            affix: Affix::default(),
            value_labels: true,
            legend: None,
            annotations: Vec::new(),
            logarithmic: false,
            width,
            height,
        }
    }

    /// Fifteen lines, all but two of them close together, with long names.
    fn crowd() -> Slopes {
        let color = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        let end = |value: f64| {
            Some(SlopeEnd {
                value,
                place: value,
                text: format!("{value:.1}%"),
                row: 0,
            })
        };
        let line = |at: u32| SlopeLine {
            label: format!("an entity with a rather long name, number {at}"),
            color,
            others: false,
            missing: false,
            values: match at {
                0 => [end(92.0), end(84.0)],
                1 => [None, end(0.1)],
                _ => [end(f64::from(at) / 10.0), end(f64::from(20 - at) / 10.0)],
            },
        };
        Slopes {
            ends: ["October 2025", "November 2025"].map(str::to_owned),
            not_whole: Vec::new(),
            lines: (0..15).map(line).collect(),
            falling: false,
        }
    }

    /// Position and content of every text.
    fn texts(svg: &str) -> Vec<(f64, f64, String)> {
        let found = svg.split("<text ").skip(1).map(|rest| {
            let number = |name: &str| {
                let value = rest.split(&format!("{name}=\"")).nth(1).expect("a place");
                let value = value.split('"').next().expect("a number");
                value.parse::<f64>().expect("a number")
            };
            let content = rest.split('>').nth(1).expect("a text");
            let content = content.split('<').next().expect("a text");
            (number("x"), number("y"), content.to_owned())
        });
        found.collect()
    }

    #[test]
    fn no_label_of_fifteen_close_lines_stands_on_another_or_leaves_the_sheet() {
        let theme = Theme::default();
        for (wide, high) in [(None, None), (Some(420), None), (Some(960), Some(200))] {
            let svg = draw(&common(wide, high), &crowd(), &theme);
            let sheet = f64::from(wide.unwrap_or(super::WIDTH));
            let texts = texts(&svg);
            let mut by_column: Vec<(i64, Vec<f64>)> = Vec::new();
            for (x, y, content) in &texts {
                let column = x.round() as i64;
                match by_column.iter_mut().find(|(known, _)| *known == column) {
                    Some((_, heights)) => heights.push(*y),
                    None => by_column.push((column, vec![*y])),
                }
                let long = width(content, theme.small_size, Weight::Regular);
                if *x > sheet / 2.0 {
                    assert!(x + long <= sheet, "{content}: {x} + {long} of {sheet}");
                } else if content.starts_with("an ") {
                    assert!(x - long >= 0.0, "{content}: {x} - {long}");
                }
            }
            let names = texts.iter().filter(|text| text.2.starts_with("an "));
            // A narrow sheet has the name of each line once.
            let once = wide.is_some_and(|wide| f64::from(wide) < super::NARROW);
            assert_eq!(names.count(), if once { 15 } else { 14 + 15 });
            for (_, mut heights) in by_column {
                heights.sort_by(f64::total_cmp);
                let apart = heights.windows(2).all(|pair| pair[1] - pair[0] >= 13.0);
                assert!(apart, "{heights:?}");
            }
        }
    }

    #[test]
    fn a_line_with_one_end_is_a_hollow_point_that_shows_one_row() {
        let mut slopes = crowd();
        slopes.lines.truncate(2);
        let svg = draw(&common(None, None), &slopes, &Theme::default());
        let marks = svg.split("class=\"marks\"").nth(1).expect("marks");
        let hollow = "data-r=\"0-0\"><g fill=\"#fff\" stroke=\"#000\" stroke-width=\"2\"><circle";
        assert!(marks.contains(hollow), "{marks}");
    }
}
