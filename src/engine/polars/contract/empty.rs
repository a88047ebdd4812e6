//! Empty cells in the rows that a contract leaves, of each column that may have some.

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
        self.totals.note(self.source, frame)?;
        empty_cells(self.source, frame)
    }
}
