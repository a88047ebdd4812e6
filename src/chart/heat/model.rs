//! The marks of a heatmap: types independent of how they are drawn.

use crate::chart::color::Color;

/// Cells in rows and columns.
#[derive(Clone, Debug)]
pub(crate) struct Heat {
    /// Names down the left side, from the top.
    pub rows: Vec<Name>,
    /// Names along x, from the left.
    pub columns: Vec<Name>,
    /// Title of the columns; empty if there is none.
    pub column_title: String,
    /// Row by row, one entry per column; `None` if the data have no value.
    pub cells: Vec<Vec<Option<Cell>>>,
    /// Values at the ends of the colours, in data units. Finite, the first below the second.
    pub ends: (f64, f64),
    /// The colours from one end to the other, evenly spaced.
    pub colors: Vec<Color>,
}

/// The name of a row or column.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Code, locale-independent; empty for a position without rows.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Whether it is the folded rest.
    pub others: bool,
}

/// A cell with a value.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// Value in data units. Finite.
    pub value: f64,
    /// The value as written in the cell; short.
    pub text: String,
    /// Row of the data table that it shows, from 0.
    pub row: usize,
    /// Fill: one of `colors`.
    pub color: Color,
}
