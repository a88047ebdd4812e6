//! Ranks over positions. In: the lines of a model. Out: the finished chart: a row for each place, the names at both
//! ends of the lines.

use crate::chart::bump::layout::Layout;
use crate::chart::bump::model::{BumpLine, BumpPoint, Bumps};
use crate::chart::bump::names;
use crate::chart::layout::text_measure::LINE_HEIGHT;
use crate::chart::lines::line_color;
use crate::chart::model::Common;
use crate::chart::svg::breaks::draw_breaks;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::category_row::draw_title;
use crate::chart::svg::element::{DotMark, Stroke};
use crate::chart::svg::gaps::draw_gaps;
use crate::chart::svg::group::Group;
use crate::chart::svg::heading::{Heading, MARGIN, chart_height, chart_width};
use crate::chart::svg::text_style::TextStyle;
use crate::chart::svg::value_axis::TITLE_ROW;
use crate::chart::theme::Theme;

/// Up to this many positions, every rank is a visible dot.
const FEW_POSITIONS: usize = 24;

/// Draws the chart.
pub(crate) fn draw(common: &Common, bumps: &Bumps, theme: &Theme) -> String {
    let heading = Heading::measure(common, None, theme);
    let mut layout = Layout::measure(common, bumps, &heading, theme);
    let row = layout.row();
    let title = if common.category_title.is_empty() {
        0.0
    } else {
        TITLE_ROW
    };
    let below = row.height(false) + title + 6.0;
    if let Some(height) = chart_height(common) {
        let height = height - layout.area.top - below;
        layout.area.height = height.max(f64::from(bumps.ranks) * theme.small_size * 1.2);
    }
    let row = layout.row();
    let bottom = layout.area.bottom() + below;
    let canvas = Canvas::new(
        (chart_width(common), bottom),
        theme,
        &common.id,
        &common.title,
        &common.alternative,
    );
    heading.draw(&canvas);
    layout.draw_title(&canvas, common, heading.bottom);
    let bands = layout.bands();
    draw_gaps(&canvas, bands, &bumps.gaps(), common.locale, theme);
    draw_breaks(&canvas, bands, &bumps.breaks, common.locale, theme);
    layout.draw_rows(&canvas);
    layout.draw_lines(&canvas);
    names::draw(&layout, &canvas);
    row.draw(&canvas, layout.bands().area, &[], theme);
    draw_title(&canvas, &common.category_title, layout.area, bottom, theme);
    canvas.finish()
}

impl Layout<'_> {
    /// What the ranks are of.
    fn draw_title(&self, canvas: &Canvas, common: &Common, top: f64) {
        if !common.value_title.is_empty() {
            let style = TextStyle::new(self.theme.small_size, self.theme.muted);
            let middle = (MARGIN, top + style.size * LINE_HEIGHT / 2.0);
            let room = canvas.width() - 2.0 * MARGIN;
            canvas.text_within(middle, &common.value_title, &style, room);
        }
    }

    fn draw_rows(&self, canvas: &Canvas) {
        canvas.group(
            &Group::new().class("grid").stroke(self.theme.grid, 1.0),
            |canvas| {
                for place in 1..=self.bumps.ranks {
                    let y = self.y(place);
                    let points = vec![(self.area.left, y), (self.area.right(), y)];
                    canvas.draw_on_page(&Stroke { points });
                }
            },
        );
    }

    fn draw_lines(&self, canvas: &Canvas) {
        canvas.group(&Group::new().class("marks"), |canvas| {
            // The first line is drawn last, on top of the others.
            for line in self.bumps.lines.iter().rev() {
                let points = || line.points.iter().flatten();
                let mut rows: Vec<usize> = points().map(|point| point.row).collect();
                if let [only] = rows[..] {
                    // A single number would mean a whole series.
                    rows.push(only);
                }
                let group = Group::new().rows(&rows, &[]);
                canvas.group(&group, |canvas| self.draw_line(canvas, line));
            }
        });
    }

    fn draw_line(&self, canvas: &Canvas, line: &BumpLine) {
        let few = self.bumps.positions.len() <= FEW_POSITIONS;
        // What is no longer there at the end stays behind.
        let (color, width, radius) = match line.points.last() {
            Some(Some(_)) => (line_color(line.color, self.theme), 2.5, 4.0),
            _ => (self.theme.faint, 1.2, 2.5),
        };
        let parts = parts(&line.points);
        let place = |(at, point): &(usize, BumpPoint)| (self.x(*at), self.y(point.place));
        let strokes = Group::new().fill(None).stroke(color, width).round();
        canvas.group(&strokes, |canvas| {
            for part in parts.iter().filter(|part| part.len() > 1) {
                let points = part.iter().map(place).collect();
                canvas.draw_on_page(&Stroke { points });
            }
        });
        canvas.group(&Group::new().fill(Some(color)), |canvas| {
            for part in &parts {
                for point in part.iter().filter(|_| few || part.len() == 1) {
                    canvas.draw_on_page(&DotMark {
                        center: place(point),
                        radius,
                    });
                }
            }
        });
    }
}

/// The points of a line without those that are missing: each part is drawn as one stroke.
fn parts(points: &[Option<BumpPoint>]) -> Vec<Vec<(usize, BumpPoint)>> {
    let known = points.iter().enumerate();
    let known = known.filter_map(|(at, point)| Some((at, (*point)?)));
    let known: Vec<(usize, BumpPoint)> = known.collect();
    let parts = known.chunk_by(|one, next| next.0 == one.0 + 1);
    parts.map(<[_]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::{draw, parts};
    use crate::chart::bump::model::{BumpLine, BumpPoint, Bumps};
    use crate::chart::color::Color;
    use crate::chart::layout::text_measure::{Weight, width};
    use crate::chart::lines::model::LinePosition;
    use crate::chart::model::{Common, ValueFormat};
    use crate::chart::spacing::Spacing;
    use crate::chart::theme::Theme;
    use crate::text::{Affix, Locale};

    #[test]
    fn a_line_breaks_where_a_rank_is_missing() {
        let point = |rank| {
            Some(BumpPoint {
                rank,
                place: rank,
                row: 0,
            })
        };
        let found = parts(&[None, point(1), point(2), None, point(3)]);
        let places: Vec<Vec<usize>> = found
            .iter()
            .map(|part| part.iter().map(|(at, _)| *at).collect())
            .collect();
        assert_eq!(places, [vec![1, 2], vec![4]]);
        assert!(parts(&[None]).is_empty());
    }

    /// Fifteen lines over twelve months that change places, and three that come and go between the ends.
    fn bumps() -> Bumps {
        let color = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        let point = |rank| {
            Some(BumpPoint {
                rank,
                place: rank,
                row: 0,
            })
        };
        let line = |name: String, points: Vec<Option<BumpPoint>>| BumpLine {
            label: format!("an entity with a rather long name, {name}"),
            color,
            points,
        };
        let mut lines: Vec<BumpLine> = (0..15)
            .map(|at| {
                let points = (0..12).map(|month| point((at + month) % 15 + 1));
                line(at.to_string(), points.collect())
            })
            .collect();
        for (at, name) in [(3, "a"), (4, "b"), (8, "c")] {
            let mut points = vec![None; 12];
            points[at] = point(2);
            lines.push(BumpLine {
                label: format!("an entity {name}"),
                color,
                points,
            });
        }
        let positions = (1..=12).map(|month| LinePosition {
            key: String::new(),
            label: format!("2025-{month:02}"),
            empty: false,
        });
        Bumps {
            positions: positions.collect(),
            spacing: Spacing::default(),
            ranks: 15,
            lines,
            breaks: Vec::new(),
        }
    }

    #[test]
    fn no_name_stands_on_another_or_leaves_the_sheet() {
        let common = Common {
            id: "it".to_owned(),
            title: "Ranks".to_owned(),
            alternative: String::new(),
            locale: Locale::En,
            value_title: "Downloads (rank)".to_owned(),
            category_title: "Month".to_owned(),
            value_format: ValueFormat::Compact,
            affix: Affix::default(),
            value_labels: true,
            legend: None,
            annotations: Vec::new(),
            logarithmic: false,
            width: None,
            height: None,
        };
        let theme = Theme::default();
        let svg = draw(&common, &bumps(), &theme);
        let mut boxes: Vec<[f64; 4]> = Vec::new();
        let mut names = 0;
        for group in svg.split("class=\"names\"").skip(1) {
            let group = group.split("</g></svg>").next().expect("a group");
            let size = if group.contains("font-size=\"10\"") {
                10.0
            } else {
                11.0
            };
            let ends = group.split('>').next().expect("attributes").contains("end");
            for rest in group.split("<text ").skip(1) {
                let number = |name: &str| {
                    let value = rest.split(&format!("{name}=\"")).nth(1).expect("a place");
                    let value = value.split('"').next().expect("a number");
                    value.parse::<f64>().expect("a number")
                };
                let content = rest.split('>').nth(1).expect("a text");
                let content = content.split('<').next().expect("a text");
                if !content.starts_with("an ") && !content.starts_with('…') {
                    continue;
                }
                names += 1;
                let long = width(content, size, Weight::Regular);
                let (x, y) = (number("x"), number("y"));
                let left = if ends { x - long } else { x };
                assert!(
                    left >= 0.0 && left + long <= 960.0,
                    "{content}: {left} + {long}"
                );
                let own = [left, left + long, y - size, y];
                for other in &boxes {
                    let apart = own[1] <= other[0]
                        || other[1] <= own[0]
                        || own[3] <= other[2]
                        || other[3] <= own[2];
                    assert!(apart, "{content}: {own:?} {other:?}");
                }
                boxes.push(own);
            }
        }
        // Of the three between the ends one would stand on another.
        assert_eq!(names, 15 + 15 + 2);
    }
}
