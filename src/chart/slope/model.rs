//! The marks of a slope chart: types independent of how they are drawn.

use crate::chart::color::Color;

/// Lines from one period to another.
#[derive(Clone, Debug)]
pub(crate) struct Slopes {
    /// Names of the two periods.
    pub ends: [String; 2],
    /// Those of the two that are not whole, so that what lies between them is no rise and no fall.
    pub not_whole: Vec<String>,
    /// The lines, largest first.
    pub lines: Vec<SlopeLine>,
    /// Whether a smaller value is higher, as of ranks.
    pub falling: bool,
}

/// A line; one without a value at an end has a point at the other one only.
#[derive(Clone, Debug)]
pub(crate) struct SlopeLine {
    /// Its label.
    pub label: String,
    /// Stroke.
    pub color: Color,
    /// True for the folded rest.
    pub others: bool,
    /// Whether it is that of rows without a value.
    pub missing: bool,
    /// Its values in the two periods.
    pub values: [Option<SlopeEnd>; 2],
}

/// An end of a line.
#[derive(Clone, Debug)]
pub(crate) struct SlopeEnd {
    /// Value in data units. Finite.
    pub value: f64,
    /// Where it is drawn, in data units: at its value; of equal ranks the second and further ones below the first.
    pub place: f64,
    /// The value as written beside it.
    pub text: String,
    /// Row of the data table that it shows, from 0.
    pub row: usize,
}

/// The way of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// To a larger value, or a better rank.
    Up,
    /// To a smaller one.
    Down,
    /// Its two values are shown alike.
    Level,
    /// It has a value in the second period only.
    New,
    /// It has a value in the first period only.
    Gone,
    /// It has no value.
    Unknown,
}

impl SlopeLine {
    /// Its way; of two values that are written alike no difference is told. `falling` where a smaller value is
    /// higher.
    pub(crate) fn way(&self, falling: bool) -> Way {
        match &self.values {
            [Some(one), Some(other)] if one.text == other.text => Way::Level,
            [Some(one), Some(other)] if (one.value < other.value) != falling => Way::Up,
            [Some(_), Some(_)] => Way::Down,
            [None, Some(_)] => Way::New,
            [Some(_), None] => Way::Gone,
            [None, None] => Way::Unknown,
        }
    }
}
