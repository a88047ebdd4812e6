//! A row of a file that stands for others: where it is and what it is called.

use crate::engine::labels::{Called, Statistic, has, is_sure, pattern};
use std::ops::Range;

/// A row that is called a total or the like, or has the sum of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Total {
    /// What it is of others.
    pub kind: Kind,
    /// The column that calls it so.
    pub column: String,
    /// What it is called; none where the cell is empty.
    pub label: Option<String>,
    /// The rows that it stands for, from 0 in all files.
    pub(super) of: Range<usize>,
    /// The columns by which the rows agree for which it stands, where these are not all of its file or beside.
    pub by: Vec<String>,
    /// The pattern of names that such rows have and no other row has, as `ILIKE` takes it.
    pub like: Option<String>,
    /// Where it is called nothing, the first column and those of texts and days in which it has none, unless a row that counts lacks
    /// all of them too.
    pub lacks: Vec<String>,
    /// The row in its file, from 1.
    pub row: usize,
    /// Whether it is the last row of its file.
    pub is_last: bool,
    /// Whether it is the first of its cells that calls it so.
    pub(super) is_first_cell: bool,
    /// Whether it has nothing but numbers, beside several columns of names or days.
    pub(super) is_bare: bool,
    /// The row in all files, from 0.
    pub(super) at: usize,
}

impl Total {
    /// What it is called.
    pub(super) fn called(&self) -> Option<Called> {
        Called::of(self.label.as_deref()?)
    }

    /// Whether it is called a total, a mean or the like.
    #[must_use]
    pub(crate) fn is_called_so(&self) -> bool {
        self.called().is_some()
    }

    /// Whether a text has the pattern of its name.
    #[must_use]
    pub(crate) fn is_called_like(&self, text: &str) -> bool {
        let pattern = self.like.as_deref();
        pattern.is_some_and(|pattern| has(text, pattern))
    }

    /// Whether it is called a subtotal.
    #[must_use]
    pub(crate) fn is_subtotal(&self) -> bool {
        self.called() == Some(Called::Part)
    }

    /// Whether no row that counts is called so.
    pub(super) fn is_surely_called_so(&self) -> bool {
        self.label.as_deref().is_some_and(is_sure)
    }

    /// Whether another one of the same column is called so too, or by the same pattern.
    pub(super) fn is_called_as(&self, other: &Self) -> bool {
        let (Some(own), Some(others)) = (self.label.as_deref(), other.label.as_deref()) else {
            return false;
        };
        let is_same = || own.trim().to_lowercase() == others.trim().to_lowercase();
        let has_pattern = || pattern(own).is_some() && pattern(own) == pattern(others);
        self.column == other.column && (is_same() || has_pattern())
    }

    /// Whether its first cell calls it so: a row that lacks a cell is called nothing.
    pub(super) fn is_named(&self) -> bool {
        self.label.is_some() && self.is_first_cell
    }

    /// Whether it is a sum, and called no subtotal.
    pub(super) fn is_total(&self) -> bool {
        !self.is_statistic() && !self.is_subtotal()
    }

    /// Whether what it is called is a name of people, too.
    pub(super) fn may_be_name(&self) -> bool {
        use Statistic::{Greatest, Least};
        matches!(self.kind, Kind::Statistic(Greatest | Least))
    }

    /// Whether it is a mean or the like.
    #[must_use]
    pub(crate) fn is_statistic(&self) -> bool {
        matches!(self.kind, Kind::Statistic(_))
    }
}

/// What a row is of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The sum of all others of its file.
    Whole,
    /// The sum of those beside.
    Part,
    /// The sum of those that agree with it in some columns.
    Group,
    /// Another number that stands for them.
    Statistic(Statistic),
}

impl From<Called> for Kind {
    fn from(called: Called) -> Self {
        match called {
            Called::Total => Self::Whole,
            Called::Part => Self::Part,
            Called::Statistic(statistic) => Self::Statistic(statistic),
        }
    }
}

/// The rows of the files of a source, one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a> {
    /// How many rows each file has.
    pub(super) heights: &'a [usize],
}

impl Rows<'_> {
    /// The rows of each file, from 0 in all files.
    pub(super) fn files(self) -> impl Iterator<Item = Range<usize>> {
        let mut first = 0;
        self.heights.iter().map(move |height| {
            let rows = first..first + height;
            first += height;
            rows
        })
    }

    /// The rows of the file that has a row.
    pub(super) fn file_of(self, at: usize) -> Range<usize> {
        let mut files = self.files();
        files.find(|rows| rows.contains(&at)).unwrap_or_default()
    }

    /// The row in its file, from 1.
    pub(super) fn row_of(self, at: usize) -> usize {
        at - self.file_of(at).start + 1
    }
}
