//! The layout of ranks over positions. In: the lines of a model, the heading above them. Out: where ranks and
//! positions are.

use crate::chart::bump::model::{BumpLine, Bumps};
use crate::chart::layout::area::Area;
use crate::chart::layout::text_measure::{LINE_HEIGHT, Weight, width};
use crate::chart::lines::ordered_names;
use crate::chart::model::Common;
use crate::chart::spacing::Bands;
use crate::chart::svg::category_row::CategoryRow;
use crate::chart::svg::heading::{Heading, MARGIN, NARROW, chart_width};
use crate::chart::theme::Theme;

/// Height of a rank if the model gives none.
const ROW: f64 = 28.0;
/// Space between the last point and the names.
pub(super) const GAP: f64 = 12.0;
/// The largest part of the sheet that the names of one side take.
const MOST_OF_NAMES: f64 = 0.2;
/// The least width of the plot.
const LEAST_PLOT: f64 = 40.0;
/// The plot with its position.
pub(super) struct Layout<'data> {
    pub(super) bumps: &'data Bumps,
    pub(super) theme: &'data Theme,
    /// The area of the points, from the first position to the last one.
    pub(super) area: Area,
    /// Room for the names of each side.
    pub(super) names: [f64; 2],
}

/// The most positions of a narrow sheet that has names at its left too.
const WITH_NAMES_AT_LEFT: usize = 8;

/// Whether a line has its name at an end: on a narrow sheet at the right, and at the left if it ends before and the
/// positions are few. Many of them need the room.
pub(super) fn is_named(line: &BumpLine, at: usize, last: usize, sheet: f64) -> bool {
    let has = |at: usize| line.points.get(at).is_some_and(Option::is_some);
    let at_left = sheet >= NARROW || last < WITH_NAMES_AT_LEFT && !has(last);
    has(at) && (at == last || at_left)
}

impl<'data> Layout<'data> {
    pub(super) fn measure(
        common: &Common,
        bumps: &'data Bumps,
        heading: &Heading,
        theme: &'data Theme,
    ) -> Self {
        let sheet = chart_width(common);
        let size = theme.small_size;
        let rank = width(&bumps.ranks.to_string(), size, Weight::Regular);
        let title = if common.value_title.is_empty() {
            0.0
        } else {
            size * LINE_HEIGHT
        };
        let mut layout = Self {
            bumps,
            theme,
            area: Area {
                left: 0.0,
                top: heading.bottom + title + 8.0,
                width: 0.0,
                height: f64::from(bumps.ranks) * ROW,
            },
            names: [0.0; 2],
        };
        let last = bumps.positions.len().saturating_sub(1);
        layout.names = [0, last].map(|at| {
            let named = bumps.lines.iter();
            let named = named.filter(|line| is_named(line, at, last, sheet));
            let named = named.map(|line| width(&line.label, size, Weight::Regular));
            let most = if sheet < NARROW { 2.0 } else { 1.0 } * MOST_OF_NAMES;
            named.fold(0.0, f64::max).min(sheet * most)
        });
        if sheet < NARROW {
            // What both sides need together.
            let room = sheet - 2.0 * (MARGIN + 6.0 + rank + GAP) - LEAST_PLOT;
            let left = layout.names[0].min(room.max(0.0) / 2.0);
            layout.names = [left, layout.names[1].min((room - left).max(0.0))];
        }
        let [left, right] = layout.names.map(|names| MARGIN + names + 6.0 + rank + GAP);
        layout.area.left = left;
        layout.area.width = (sheet - left - right).max(LEAST_PLOT);
        layout
    }

    /// The distance between two positions.
    pub(super) fn step(&self) -> f64 {
        let steps = self.bumps.positions.len().saturating_sub(1).max(1);
        self.area.width / steps as f64
    }

    /// The area of the positions with half a step on both sides of each.
    pub(super) fn bands(&self) -> Bands<'data> {
        let half = self.step() / 2.0;
        let one = self.bumps.positions.len() == 1;
        let area = Area {
            left: self.area.left - half,
            width: if one {
                2.0 * half
            } else {
                self.area.width + 2.0 * half
            },
            ..self.area
        };
        Bands {
            area,
            count: self.bumps.positions.len(),
            spacing: &self.bumps.spacing,
        }
    }

    pub(super) fn row(&self) -> CategoryRow<'data> {
        let names = ordered_names(&self.bumps.positions, &self.bumps.spacing);
        CategoryRow::along(names, self.bands(), self.theme)
    }

    pub(super) fn x(&self, position: usize) -> f64 {
        self.bands().middle(position)
    }

    pub(super) fn y(&self, place: u32) -> f64 {
        let row = self.area.height / f64::from(self.bumps.ranks.max(1));
        self.area.top + (f64::from(place) - 0.5) * row
    }
}
