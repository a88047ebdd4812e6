//! Two points in each row, joined by a line. In: the rows of a model. Out: the finished chart, with the values at the points
//! as far as there is room.

use crate::chart::bars::names::CategoryColumn;
use crate::chart::dumbbell::model::Dumbbells;
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, width};
use crate::chart::lines::line_color;
use crate::chart::model::{Common, Legend, Mark};
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::{DotMark, Stroke};
use crate::chart::svg::group::Group;
use crate::chart::svg::heading::{Heading, MARGIN, chart_height, chart_width};
use crate::chart::svg::label_batch::LabelBatch;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::svg::value_axis::{TICK_ROW, TITLE_ROW, draw_grid, draw_horizontal, widest_tick};
use crate::chart::theme::Theme;

/// Height of a row if the model gives none.
const ROW: f64 = 26.0;
const DOT: f64 = 5.5;
/// Space between a point and its value.
const AFTER: f64 = 5.0;
/// Entries of a legend that the model did not request.
const MOST_ENTRIES: usize = 20;

struct Layout<'data> {
    common: &'data Common,
    dumbbells: &'data Dumbbells,
    theme: &'data Theme,
    scale: Scale,
    area: Area,
}

/// Draws the chart.
pub(super) fn draw(common: &Common, dumbbells: &Dumbbells, theme: &Theme) -> String {
    let legend = legend_of(common, dumbbells);
    let heading = Heading::measure(common, Some(&legend), theme);
    let sheet = chart_width(common);
    let rows = dumbbells.rows.len().max(1) as f64;
    let title_above = if common.category_title.is_empty() {
        6.0
    } else {
        TITLE_ROW
    };
    let title_below = if common.value_title.is_empty() {
        0.0
    } else {
        TITLE_ROW
    };
    let top = heading.bottom + title_above;
    let below = TICK_ROW + title_below + 6.0;
    let height = chart_height(common)
        .map_or(rows * ROW, |height| height - top - below)
        .max(rows);
    let column = CategoryColumn::measure(&dumbbells.rows, height / rows, sheet, theme);
    let area = Area {
        left: column.right,
        top,
        width: (sheet - column.right - MARGIN).max(40.0),
        height,
    };
    let mut layout = Layout {
        common,
        dumbbells,
        theme,
        scale: scale_of(common, dumbbells, area.width / 90.0),
        area,
    };
    layout.make_room();
    let canvas = Canvas::new(
        (sheet, area.bottom() + below),
        theme,
        &common.id,
        &common.title,
        &common.alternative,
    );
    heading.draw(&canvas);
    layout.draw(&canvas);
    let beside = Area {
        left: column.right,
        width: layout.area.right() - column.right,
        ..area
    };
    column.draw(&canvas, beside, theme);
    if !common.category_title.is_empty() {
        let style = TextStyle::new(theme.small_size, theme.muted);
        let at = (MARGIN, top - TITLE_ROW / 2.0);
        canvas.text_within(at, &common.category_title, &style, sheet - 2.0 * MARGIN);
    }
    canvas.finish()
}

/// The legend of the model, or what the points are.
pub(super) fn legend_of(common: &Common, dumbbells: &Dumbbells) -> Legend {
    common.legend.clone().unwrap_or_else(|| Legend {
        title: String::new(),
        entries: dumbbells.series.clone(),
        max_entries: MOST_ENTRIES,
    })
}

/// The value axis, with about so many ticks.
pub(super) fn scale_of(common: &Common, dumbbells: &Dumbbells, ticks: f64) -> Scale {
    let values = dumbbells.rows.iter().flat_map(|row| &row.marks);
    let values = values.map(|mark| mark.value);
    if common.logarithmic {
        Scale::of_logarithms(values, ticks)
    } else {
        Scale::of_values(values, ticks, false)
    }
}

/// The points of a row from the left.
pub(super) fn ordered(marks: &[Mark]) -> Vec<&Mark> {
    let mut ordered: Vec<&Mark> = marks.iter().filter(|it| it.value.is_finite()).collect();
    ordered.sort_by(|one, other| one.value.total_cmp(&other.value));
    ordered
}

/// The values at the points of a row: the first to its left, the last to its right.
fn texts<'m>(marks: &[&'m Mark]) -> Vec<(&'m Mark, Anchor)> {
    match marks {
        [one, other] => vec![(*one, Anchor::End), (*other, Anchor::Start)],
        _ => marks.iter().map(|mark| (*mark, Anchor::Start)).collect(),
    }
}

impl Layout<'_> {
    fn x(&self, mark: &Mark) -> f64 {
        self.area.left + self.scale.position(mark.value, self.area.width)
    }

    fn row(&self) -> f64 {
        self.area.height / self.dumbbells.rows.len().max(1) as f64
    }

    fn size(&self) -> f64 {
        self.theme.small_size.min(self.row() * 0.9)
    }

    /// Narrows the plot until the values stand between the names and the edge of the sheet.
    fn make_room(&mut self) {
        let whole = self.area;
        let last_tick = widest_tick(&self.scale, self.common, self.theme) / 2.0;
        let minimum = whole.width * 0.35;
        for _ in 0..6 {
            let (mut left, mut right) = (0.0_f64, 0.0_f64);
            for row in &self.dumbbells.rows {
                let marks = ordered(&row.marks);
                for (mark, anchor) in texts(&marks) {
                    let x = self.scale.position(mark.value, self.area.width);
                    let long = if self.common.value_labels {
                        width(&mark.text, self.size(), Weight::Regular) + AFTER
                    } else {
                        0.0
                    };
                    let needed = DOT + long;
                    if anchor == Anchor::End {
                        left = left.max(needed - x);
                    } else {
                        left = left.max(DOT - x);
                        right = right.max(needed - (self.area.width - x));
                    }
                }
            }
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
        let rows = self.dumbbells.rows.len() as f64;
        let plot = canvas.plot(self.area, self.scale.clone(), Scale::plain(0.0, rows));
        let (common, theme) = (self.common, self.theme);
        draw_horizontal(canvas, self.area, &self.scale, false, common, theme);
        let zero = [(0.0, 0.0), (0.0, rows.max(1.0))];
        draw_grid(canvas, &plot, &self.scale, zero, theme);
        canvas.group(&Group::new().class("marks"), |canvas| {
            for (at, row) in self.dumbbells.rows.iter().enumerate() {
                let y = self.area.top + (at as f64 + 0.5) * self.row();
                self.draw_row(canvas, &ordered(&row.marks), y);
            }
        });
        if common.value_labels {
            self.draw_values(canvas);
        }
    }

    fn draw_row(&self, canvas: &Canvas, marks: &[&Mark], y: f64) {
        let Some(first) = marks.first() else {
            return;
        };
        let mut rows: Vec<usize> = marks.iter().map(|mark| mark.row).collect();
        if rows.len() == 1 {
            // A single number would mean a whole series.
            rows.push(first.row);
        }
        canvas.group(&Group::new().rows(&rows, &[]), |canvas| {
            if let [one, other] = marks {
                let between = Group::new().fill(None).stroke(self.theme.faint, 3.0);
                canvas.group(&between, |canvas| {
                    let points = vec![(self.x(one), y), (self.x(other), y)];
                    canvas.draw_on_page(&Stroke { points });
                });
            }
            for mark in marks {
                let color = line_color(mark.color, self.theme);
                let dot = Group::new()
                    .fill(Some(color))
                    .stroke(self.theme.background, 1.0);
                canvas.group(&dot, |canvas| {
                    canvas.draw_on_page(&DotMark {
                        center: (self.x(mark), y),
                        radius: DOT.min(self.row() * 0.4),
                    });
                });
            }
        });
    }

    fn draw_values(&self, canvas: &Canvas) {
        let plain = TextStyle::new(self.size(), self.theme.ink);
        let mut labels = LabelBatch::default();
        for (at, row) in self.dumbbells.rows.iter().enumerate() {
            let y = self.area.top + (at as f64 + 0.5) * self.row();
            for (mark, anchor) in texts(&ordered(&row.marks)) {
                let away = DOT + AFTER;
                let away = if anchor == Anchor::End { -away } else { away };
                let style = plain.clone().anchored(anchor);
                labels.push((self.x(mark) + away, y), &mark.text, &style);
            }
        }
        labels.draw(canvas, "values");
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::chart::bars::model::Category;
    use crate::chart::color::Color;
    use crate::chart::dumbbell::model::Dumbbells;
    use crate::chart::layout::text_measure::{Weight, width};
    use crate::chart::model::{Common, Mark, ValueFormat};
    use crate::chart::theme::Theme;
    use crate::text::{Affix, Locale};

    fn chart(values: &[[f64; 2]], sheet: u32) -> String {
        let color = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        let mark = |key: &str, value: f64, row: usize| Mark {
            key: key.to_owned(),
            label: key.to_owned(),
            slot: 0,
            value,
            text: format!("{value} millions"),
            note: String::new(),
            row,
            color,
            others: false,
        };
        let rows = values
            .iter()
            .enumerate()
            .map(|(at, [one, other])| Category {
                key: at.to_string(),
                label: format!("row {at}"),
                group: None,
                end_label: String::new(),
                marks: vec![mark("a", *one, 2 * at), mark("b", *other, 2 * at + 1)],
                gap: false,
            });
        let dumbbells = Dumbbells {
            rows: rows.collect(),
            series: Vec::new(),
        };
        let common = Common {
            id: "it".to_owned(),
            title: String::new(),
            alternative: String::new(),
            locale: Locale::En,
            value_title: String::new(),
            category_title: String::new(),
            value_format: ValueFormat::Compact,
            affix: Affix::default(),
            value_labels: true,
            legend: None,
            annotations: Vec::new(),
            logarithmic: false,
            width: Some(sheet),
            height: None,
        };
        draw(&common, &dumbbells, &Theme::default())
    }

    #[test]
    fn values_stand_outside_of_their_points_and_on_the_sheet() {
        for sheet in [300, 960] {
            let svg = chart(&[[0.0, 100.0], [100.0, 99.0], [40.0, 40.0]], sheet);
            let values = svg.split("class=\"values\"").nth(1).expect("values");
            let points = svg.split("cx=\"").skip(1);
            let points = points.map(|it| it.split('"').next().expect("a number"));
            let points: Vec<f64> = points.map(|it| it.parse().expect("a number")).collect();
            let leftmost = points.iter().copied().fold(f64::MAX, f64::min);
            let rightmost = points.iter().copied().fold(0.0, f64::max);
            // "0 millions" stands left of the first point, "100 millions" right of the last one.
            let size = Theme::default().small_size;
            let [first, last] =
                ["0 millions", "100 millions"].map(|it| width(it, size, Weight::Regular));
            assert!(leftmost - first > 40.0, "{points:?}");
            assert!(rightmost + last < f64::from(sheet), "{points:?}");
            assert_eq!(values.matches("millions").count(), 6);
        }
    }

    #[test]
    fn a_row_lists_the_rows_of_the_table_from_the_left() {
        let svg = chart(&[[5.0, 1.0]], 400);
        assert!(svg.contains("data-r=\"1-0\""), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 2);
    }
}
