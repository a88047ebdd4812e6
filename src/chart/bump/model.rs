//! The marks of a bump chart: types independent of how they are drawn.

use crate::chart::breaks::BreakMark;
use crate::chart::calendar::gaps;
use crate::chart::color::Color;
use crate::chart::lines::model::LinePosition;
use std::ops::Range;

/// Ranks over periods.
#[derive(Clone, Debug)]
pub(crate) struct Bumps {
    /// Positions along x, in order.
    pub positions: Vec<LinePosition>,
    /// The lowest rank that is drawn.
    pub ranks: u32,
    /// The lines.
    pub lines: Vec<BumpLine>,
    /// Where what is counted changed.
    pub breaks: Vec<BreakMark>,
}

/// The ranks of one key.
#[derive(Clone, Debug)]
pub(crate) struct BumpLine {
    /// Its label.
    pub label: String,
    /// Stroke.
    pub color: Color,
    /// One entry per position; none where it has no rank, or a lower one than is drawn.
    pub points: Vec<Option<BumpPoint>>,
}

/// A rank at a position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BumpPoint {
    /// The rank, from 1.
    pub rank: u32,
    /// Row of the data table that it shows, from 0.
    pub row: usize,
}

impl Bumps {
    /// Neighbouring positions without rows.
    pub(crate) fn gaps(&self) -> Vec<Range<usize>> {
        gaps(self.positions.iter().map(|position| position.empty))
    }
}
