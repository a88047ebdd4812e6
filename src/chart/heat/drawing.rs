//! Cells in rows and columns. In: the cells of a model. Out: the finished chart: names on the left
//! and below, and values in the cells as far as they fit.

use crate::chart::color::{Color, readable_on};
use crate::chart::heat::model::{Cell, Heat};
use crate::chart::heat::{annotations, legend};
use crate::chart::layout::area::Area;
use crate::chart::layout::text_measure::{Weight, widest, width, wrap};
use crate::chart::model::Common;
use crate::chart::svg::annotations::Sketch;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::category_row::{CategoryRow, draw_title};
use crate::chart::svg::element::{Rectangles, Shape};
use crate::chart::svg::group::Group;
use crate::chart::svg::heading::{Heading, MARGIN, chart_height, chart_width};
use crate::chart::svg::label_batch::LabelBatch;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::svg::value_axis::TITLE_ROW;
use crate::chart::theme::Theme;
use indexmap::IndexMap;

/// Height of a row of cells if the model gives none, for few and for many rows.
const ROW: f64 = 32.0;
const MANY_ROW: f64 = 24.0;
const MANY: usize = 16;
const GAP: f64 = 8.0;
/// Values are only written in the cells if at least this fraction of them fits: a few would look
/// like the only ones.
const MOST_VALUES: f64 = 0.75;

/// The layout of the cells.
struct Layout<'data> {
    heat: &'data Heat,
    theme: &'data Theme,
    area: Area,
}

/// Draws the chart.
pub(crate) fn draw(common: &Common, heat: &Heat, theme: &Theme) -> String {
    let heading = Heading::measure(common, None, theme);
    let sheet = chart_width(common);
    let style = TextStyle::new(theme.label_size, theme.ink).anchored(Anchor::End);
    let [rows, columns] = [heat.rows.len(), heat.columns.len()].map(|count| count.max(1) as f64);
    let wrapped = |row: f64| -> Vec<Vec<String>> {
        let lines = ((row - 2.0) / (style.size * 1.15)).floor().clamp(1.0, 2.0) as usize;
        let names = heat.rows.iter();
        names
            .map(|name| wrap(&name.label, style.size, Weight::Regular, sheet * 0.3, lines))
            .collect()
    };
    let top = heading.bottom + legend::HEIGHT + 6.0;
    let wanted = if heat.rows.len() > MANY {
        MANY_ROW
    } else {
        ROW
    };
    let widest_name = wrapped(wanted)
        .iter()
        .map(|lines| widest(lines, style.size, Weight::Regular))
        .fold(0.0, f64::max);
    let names = || {
        heat.columns
            .iter()
            .map(|name| name.label.as_str())
            .collect()
    };
    let mut left = MARGIN + widest_name + GAP;
    let width_from = |left: f64| (sheet - left - MARGIN).max(40.0);
    let mut row = CategoryRow::measure(names(), width_from(left) / columns, false, theme);
    if row.left + MARGIN > left {
        left = (row.left + MARGIN).min(sheet * 0.4);
        row = CategoryRow::measure(names(), width_from(left) / columns, false, theme);
    }
    let title_below = if heat.column_title.is_empty() {
        0.0
    } else {
        TITLE_ROW
    };
    let below = row.height(false) + title_below + 6.0;
    let height = chart_height(common)
        .map_or(rows * wanted, |height| height - top - below)
        .max(rows);
    let area = Area {
        left,
        top,
        width: width_from(left),
        height,
    };
    let layout = Layout { heat, theme, area };
    let room = Area {
        left: 0.0,
        top: 0.0,
        width: sheet,
        height: area.bottom(),
    };
    let mut sketch = Sketch::new(room, Vec::new(), common.locale, theme);
    let place = |row, column| layout.place(row, column);
    annotations::sketch(&mut sketch, &common.annotations, area, place);
    let canvas = Canvas::new(
        (sheet, area.bottom() + below + sketch.notes_height(sheet)),
        theme,
        &common.id,
        &common.title,
        &common.alternative,
    );
    heading.draw(&canvas);
    legend::draw(&canvas, (MARGIN, heading.bottom + 2.0), heat, common, theme);
    layout.draw_cells(&canvas);
    if common.value_labels {
        layout.draw_values(&canvas);
    }
    layout.draw_names(&canvas, &wrapped(height / rows), &style);
    row.draw(&canvas, area, &[], theme);
    draw_title(
        &canvas,
        &heat.column_title,
        area,
        area.bottom() + below,
        theme,
    );
    sketch.draw(&canvas, area.bottom() + below);
    canvas.finish()
}

impl Layout<'_> {
    /// The area of a cell, a pixel away from its neighbours.
    fn place(&self, row: usize, column: usize) -> Area {
        let width = self.area.width / self.heat.columns.len().max(1) as f64;
        let height = self.area.height / self.heat.rows.len().max(1) as f64;
        Area {
            left: self.area.left + column as f64 * width,
            top: self.area.top + row as f64 * height,
            width,
            height,
        }
        .inset(0.5_f64.min(width / 8.0).min(height / 8.0))
    }

    /// All cells with their areas.
    fn cells(&self) -> impl Iterator<Item = (Area, Option<&Cell>)> {
        let rows = self.heat.cells.iter().enumerate();
        rows.flat_map(move |(row, cells)| {
            let cells = cells.iter().enumerate();
            cells.map(move |(column, cell)| (self.place(row, column), cell.as_ref()))
        })
    }

    /// Draws the cells: one path per colour, with the rows of the data table that it shows.
    fn draw_cells(&self, canvas: &Canvas) {
        let mut missing = Vec::new();
        let mut colors: IndexMap<[u8; 3], (Rectangles, Vec<usize>)> = IndexMap::new();
        for (place, cell) in self.cells() {
            let Some(cell) = cell else {
                missing.push(place);
                continue;
            };
            let Color { red, green, blue } = cell.color;
            let (cells, rows) = colors.entry([red, green, blue]).or_insert_with(|| {
                let cells = Rectangles::new(cell.color, self.theme.background);
                (cells.without_outline(), Vec::new())
            });
            let corners = [(place.left, place.top), (place.right(), place.bottom())];
            cells.push(corners, Shape::Tile);
            rows.push(cell.row);
        }
        canvas.group(&Group::new().class("marks"), |canvas| {
            for (mut cells, mut rows) in colors.into_values() {
                // A single number would mean a whole series.
                if let [only] = rows[..] {
                    rows.push(only);
                }
                cells.attributes = Group::new().rows(&rows, &[]).attributes;
                canvas.draw_on_page(&cells);
            }
        });
        legend::draw_missing(canvas, &missing, self.theme);
    }

    /// Writes the values in the cells, all in one size.
    fn draw_values(&self, canvas: &Canvas) {
        let cells: Vec<(Area, &Cell)> = self
            .cells()
            .filter_map(|(place, cell)| Some((place, cell?)))
            .collect();
        let fits = |(place, cell): &&(Area, &Cell), size: f64| {
            width(&cell.text, size, Weight::Regular) + 4.0 <= place.width
                && size * 1.2 <= place.height
        };
        let fitting = |size: f64| cells.iter().filter(move |cell| fits(cell, size));
        let sizes = [
            self.theme.label_size,
            self.theme.small_size,
            self.theme.smallest_size,
        ];
        let all = sizes
            .into_iter()
            .find(|size| fitting(*size).count() == cells.len());
        let size = all.unwrap_or(self.theme.smallest_size);
        if (fitting(size).count() as f64) < MOST_VALUES * cells.len() as f64 {
            return;
        }
        let mut labels = LabelBatch::default();
        for (place, cell) in fitting(size) {
            let style = TextStyle::new(size, readable_on(cell.color)).anchored(Anchor::Middle);
            let middle = (
                place.left + place.width / 2.0,
                place.top + place.height / 2.0,
            );
            labels.push(middle, &cell.text, &style);
        }
        labels.draw(canvas, "values");
    }

    /// Writes the names of the rows.
    fn draw_names(&self, canvas: &Canvas, names: &[Vec<String>], style: &TextStyle) {
        let row = self.area.height / self.heat.rows.len().max(1) as f64;
        let size = style
            .size
            .min(row * 0.85)
            .max(self.theme.smallest_size - 2.0);
        let every = (size * 1.1 / row.max(0.1)).ceil().max(1.0) as usize;
        let line = size * 1.15;
        let group = Group::new().class("categories").text(style);
        canvas.group(&group, |canvas| {
            for (at, lines) in names.iter().enumerate().step_by(every) {
                let name = &self.heat.rows[at];
                let color = if name.others {
                    self.theme.muted
                } else {
                    self.theme.ink
                };
                let style = style.clone().sized(size).colored(color);
                let middle = self.area.top + (at as f64 + 0.5) * row;
                let first = middle - line * (lines.len().max(1) - 1) as f64 / 2.0;
                canvas.shortened(&name.label, lines, |canvas| {
                    canvas.lines((self.area.left - GAP, first), lines, &style, line);
                });
            }
        });
    }
}
