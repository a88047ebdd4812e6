//! The marks of lines: types independent of how they are drawn.

use crate::chart::breaks::BreakMark;
use crate::chart::calendar::gaps;
use crate::chart::color::Color;
use crate::chart::model::Mark;
use std::ops::Range;

/// Lines over ordered categories.
#[derive(Clone, Debug)]
pub struct Lines {
    /// Positions along x, in order.
    pub positions: Vec<LinePosition>,
    /// The lines.
    pub series: Vec<LineSeries>,
    /// Where what is counted changed.
    pub breaks: Vec<BreakMark>,
}

/// A position along x.
#[derive(Clone, Debug)]
pub struct LinePosition {
    /// Code, locale-independent; empty for a position without rows.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Whether the data have no row there: a month between others, an empty bucket.
    pub empty: bool,
}

/// One line. A position without a value is a gap.
#[derive(Clone, Debug)]
pub struct LineSeries {
    /// Code, locale-independent.
    pub key: String,
    /// Its label, drawn at the line's end if there is room.
    pub label: String,
    /// Stroke.
    pub color: Color,
    /// One entry per position: the point, or `None` for a gap.
    pub points: Vec<Option<Mark>>,
}

impl Lines {
    /// Neighbouring positions without rows.
    pub(crate) fn gaps(&self) -> Vec<Range<usize>> {
        gaps(self.positions.iter().map(|position| position.empty))
    }
}
