//! The marks of lines. In: nothing. Out: types without a trace of how they are drawn.

use crate::chart::color::Color;
use crate::chart::model::Mark;

/// Lines over ordered categories.
#[derive(Clone, Debug)]
pub struct Lines {
    /// Codes and labels along x, in order.
    pub positions: Vec<(String, String)>,
    /// The lines.
    pub series: Vec<LineSeries>,
}

/// One line. A position without a value is a gap.
#[derive(Clone, Debug)]
pub struct LineSeries {
    /// Code, locale-independent.
    pub key: String,
    /// What people read; drawn at the line's end where there is room.
    pub label: String,
    /// Stroke.
    pub color: Color,
    /// One entry a position: the point, or `None` for a gap.
    pub points: Vec<Option<Mark>>,
}
