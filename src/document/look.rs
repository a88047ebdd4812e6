//! How the cells of a table look where they are more than their text: links, small letters, bars, strips, small lines.
//! Every cell says in its text all that its look shows.

use std::collections::BTreeMap;

/// The cells of a table that are more than their text, by row and column, and the legend of their colours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looks {
    /// By row and column.
    pub cells: BTreeMap<(usize, usize), Look>,
    /// Labels of the colours of strips with these, `rrggbb`.
    pub legend: Vec<(String, String)>,
}

impl Looks {
    /// That of a cell.
    #[must_use]
    pub fn of(&self, row: usize, column: usize) -> Option<&Look> {
        self.cells.get(&(row, column))
    }
}

/// How a cell looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// What stands in usual letters; empty: the text of the cell.
    pub head: String,
    /// What stands in small letters behind it; empty if there is nothing.
    pub note: String,
    /// An address to which the head leads; empty if it does not.
    pub link: String,
    /// What is drawn in the cell.
    pub mark: CellMark,
    /// Where the text of the cell begins among those of the table whose numbers have origins, one behind the other
    /// ([`Origins`](super::Origins)); `None` if they have none.
    pub start: Option<usize>,
}

/// What is drawn in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CellMark {
    /// Nothing.
    #[default]
    None,
    /// The path of a small line, before the text.
    Line(String),
    /// A bar below the number, of this length; 1 is the longest.
    Bar(f64),
    /// A strip of parts with their shares of the whole and their colours, `rrggbb`.
    Strip(Vec<(f64, String)>),
}
