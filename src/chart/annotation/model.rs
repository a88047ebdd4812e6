//! What an annotation is about, by codes and by places.

use std::ops::Range;

/// What an annotation is about, by codes.
#[derive(Clone, Debug, PartialEq)]
pub enum Sought {
    /// A value of the measure.
    Level(f64),
    /// The boundary between two neighbours along an axis.
    Between([String; 2]),
    /// So many of the first along the axis.
    First(usize),
    /// From one along the axis to another; the first and the last where there is none.
    Range([Option<String>; 2]),
    /// A mark.
    Mark {
        /// Codes of its place along the axis, outermost first; without those that do not matter.
        category: Vec<Option<String>>,
        /// Code of its series, if that matters.
        series: Option<String>,
    },
    /// A cell.
    Cell {
        /// Code of its row.
        row: String,
        /// Code of its column.
        column: String,
    },
}

/// What an annotation is about, by places.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A value of the measure.
    Level(f64),
    /// The boundary before a place along the axis.
    Before(usize),
    /// The boundary before a row of cells.
    BeforeRow(usize),
    /// Places along the axis, the last one excluded.
    Range(Range<usize>),
    /// What stands at a place along the axis; of several series the one at a position.
    Mark(usize, Option<usize>),
    /// The cell of a row and a column.
    Cell(usize, usize),
}

/// The place of what an annotation is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The place.
    pub target: Target,
    /// The names of what is there, as labels.
    pub names: Vec<String>,
    /// The row of the data table that it shows, if it is one.
    pub row: Option<usize>,
}

/// An annotation in one locale.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Its place.
    pub target: Target,
    /// The names of what it is about.
    pub names: Vec<String>,
    /// What is written large; may be empty.
    pub value: String,
    /// What is written; empty only for the frame of a cell.
    pub text: String,
}

impl Annotation {
    /// Both of its texts in one line.
    pub(crate) fn line(&self) -> String {
        let parts = [self.value.as_str(), self.text.as_str()];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// The values at which lines stand, to which an axis must reach.
pub(crate) fn levels(annotations: &[Annotation]) -> Vec<f64> {
    let levels = annotations.iter().filter_map(|it| match it.target {
        Target::Level(value) => Some(value),
        Target::Before(_)
        | Target::BeforeRow(_)
        | Target::Range(_)
        | Target::Mark(..)
        | Target::Cell(..) => None,
    });
    levels.collect()
}
