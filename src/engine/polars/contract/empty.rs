//! Empty cells: those in the rows that a contract leaves, of each column that may have some, and those that it makes.

use super::Contract;
use crate::report::Source;
use crate::source::Chunk;
use polars::prelude::*;

/// The columns of a contract of which cells may be empty.
pub(super) fn columns_with_empty(source: &Source) -> impl Iterator<Item = &str> {
    let columns = source.columns.iter();
    let columns = columns.filter(|(_, column)| column.may_be_empty());
    columns.map(|(name, _)| name.as_str())
}

/// The number of empty cells of each of them; a list without values is one.
fn empty_cells(source: &Source, frame: &DataFrame) -> PolarsResult<Vec<usize>> {
    let counts = columns_with_empty(source).map(|name| {
        let column = frame.column(name)?;
        let lists = match column.dtype() {
            DataType::List(_) => {
                let lengths = column.list()?.lst_lengths();
                lengths.iter().filter(|length| *length == Some(0)).count()
            }
            _ => 0,
        };
        Ok(column.null_count() + lists)
    });
    counts.collect()
}

impl Contract<'_> {
    /// Notes what the rows of a chunk are, and counts their empty cells.
    pub(super) fn noted(&self, frame: &DataFrame, chunk: &Chunk) -> PolarsResult<Vec<usize>> {
        let file = Some(chunk.file).filter(|_| self.holds_files_against_each_other());
        self.likeness.note(self.source, frame, file)?;
        self.days.note(self.source, frame, chunk.file)?;
        self.totals.note(self.source, frame)?;
        empty_cells(self.source, frame)
    }
}

/// A column whose cells in some rows are empty.
pub(super) fn emptied(column: &Column, rows: impl Iterator<Item = usize>) -> PolarsResult<Column> {
    let height = column.len();
    let empty = Column::full_null(column.name().clone(), height, column.dtype());
    column.zip_with(&without(height, rows), &empty)
}

/// A mask of all rows but some.
pub(super) fn without(height: usize, rows: impl Iterator<Item = usize>) -> BooleanChunked {
    let mut kept = vec![true; height];
    for row in rows {
        kept[row] = false;
    }
    kept.into_iter().collect()
}
