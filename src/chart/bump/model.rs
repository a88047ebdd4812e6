//! The marks of a bump chart: types independent of how they are drawn.

use crate::chart::breaks::BreakMark;
use crate::chart::calendar::gaps;
use crate::chart::color::Color;
use crate::chart::lines::model::LinePosition;
use crate::chart::spacing::Spacing;
use std::ops::Range;

/// Ranks over periods.
#[derive(Clone, Debug)]
pub(crate) struct Bumps {
    /// Positions along x, in order.
    pub positions: Vec<LinePosition>,
    /// Where they are.
    pub spacing: Spacing,
    /// The lowest place that is drawn.
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

/// A rank at a position along x.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BumpPoint {
    /// The rank, from 1.
    pub rank: u32,
    /// The place where it is drawn: its rank, and of equal ones the next places in the order of the rows.
    pub place: u32,
    /// Row of the data table that it shows, from 0.
    pub row: usize,
}

impl Bumps {
    /// What is written beside a place at a position: the rank of the line that is drawn there.
    pub(crate) fn rank_at(&self, at: usize, place: u32) -> u32 {
        let mut points = self.lines.iter().filter_map(|line| *line.points.get(at)?);
        let found = points.find(|point| point.place == place);
        found.map_or(place, |point| point.rank)
    }

    /// Neighbouring positions without rows.
    pub(crate) fn gaps(&self) -> Vec<Range<usize>> {
        gaps(self.positions.iter().map(|position| position.empty))
    }
}
