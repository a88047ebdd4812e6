//! The marks of lines: types independent of how they are drawn.

use crate::chart::breaks::BreakMark;
use crate::chart::calendar::gaps;
use crate::chart::color::Color;
use crate::chart::model::{Mark, Panel};
use crate::chart::spacing::Spacing;
use std::ops::Range;

/// What is drawn of the series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Lines.
    Lines,
    /// Areas on top of each other, the first series at the bottom.
    Stacked,
    /// The same, each position scaled to 100 %.
    Normalized,
}

/// Lines over ordered categories, or areas.
#[derive(Clone, Debug)]
pub struct Lines {
    /// What is drawn.
    pub form: Form,
    /// Positions along x, in order.
    pub positions: Vec<LinePosition>,
    /// Where they are.
    pub spacing: Spacing,
    /// The lines.
    pub series: Vec<LineSeries>,
    /// Where what is counted changed.
    pub breaks: Vec<BreakMark>,
}

/// Lines in panels on one scale; all have the same positions.
#[derive(Clone, Debug)]
pub struct LinePanels {
    /// The panels in order.
    pub panels: Vec<Panel<Lines>>,
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
    /// Whether areas are stacked.
    pub(crate) fn is_stacked(&self) -> bool {
        match self.form {
            Form::Lines => false,
            Form::Stacked | Form::Normalized => true,
        }
    }

    /// Where a series begins and ends at a position, in data units: a point of a line has no extent; `None` without a value.
    pub(crate) fn extent(&self, series: usize, position: usize) -> Option<(f64, f64)> {
        let value = |series: &LineSeries| {
            let mark = series.points.get(position)?.as_ref()?;
            Some(mark.value).filter(|value| value.is_finite())
        };
        let own = value(self.series.get(series)?)?;
        if !self.is_stacked() {
            return Some((own, own));
        }
        let base = self.below(series, position);
        Some((base, base + own.max(0.0)))
    }

    /// The height of the stack below a series at a position.
    fn below(&self, series: usize, position: usize) -> f64 {
        let marks = self.series[..series].iter();
        let marks = marks.filter_map(|it| it.points.get(position)?.as_ref());
        let values = marks
            .map(|mark| mark.value)
            .filter(|value| value.is_finite());
        values.map(|value| value.max(0.0)).sum()
    }

    /// Where the area of a series that has no value at a position ends in a point: on top of what is below it. `None` where no
    /// series has a value.
    pub(crate) fn tip(&self, series: usize, position: usize) -> Option<(f64, f64)> {
        let in_stack = (0..self.series.len()).any(|at| self.extent(at, position).is_some());
        let base = self.below(series, position);
        in_stack.then_some((base, base))
    }

    /// The sum of a position, as high as its stack; zero without a value.
    pub(crate) fn height(&self, position: usize) -> f64 {
        let tops = (0..self.series.len()).filter_map(|at| self.extent(at, position));
        tops.map(|(_, top)| top).fold(0.0, f64::max)
    }

    /// Neighbouring positions without rows.
    pub(crate) fn gaps(&self) -> Vec<Range<usize>> {
        gaps(self.positions.iter().map(|position| position.empty))
    }
}
