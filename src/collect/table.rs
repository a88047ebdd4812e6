//! The tables that a collection reads: the lookup of accounts, the periods. In: a CSV or TSV file. Out: its cells, and how
//! further ones are written.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Location, Place, format_of, text_table};
use crate::spec::grammar::{Encoding, SourceFormat};
use crate::world::World;
use std::path::Path;

/// A table as texts.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The path, as messages name it.
    pub(super) shown: String,
    pub(super) columns: Vec<String>,
    /// Cells of each row; an empty one is none.
    pub(super) rows: Vec<Vec<Option<String>>>,
    separator: char,
}

impl Table {
    /// Reads one.
    ///
    /// # Errors
    /// It cannot be read, or is no CSV or TSV file.
    pub(super) fn read(world: &dyn World, path: &Path) -> Result<Self, Diagnostic> {
        let shown = path.display().to_string();
        let (Some(format @ (SourceFormat::Csv | SourceFormat::Tsv)), false) = format_of(&shown)
        else {
            let message = format!("`{shown}` is no CSV or TSV file");
            return Err(Diagnostic::error(Code::SOURCE_FORMAT, message));
        };
        let location = Location {
            place: Place::Local(path.to_owned()),
            shown: shown.clone(),
            format,
            gzip: false,
            encoding: Encoding::default(),
            dialect: format.dialect(),
            from_file: String::new(),
        };
        let (columns, rows) = text_table(world, &location)?;
        Ok(Self {
            shown,
            columns,
            rows,
            separator: match format {
                SourceFormat::Tsv => '\t',
                _ => ',',
            },
        })
    }

    /// The ending of a file that is written as it is.
    pub(super) fn ending(&self) -> &'static str {
        match self.separator {
            '\t' => "tsv",
            _ => "csv",
        }
    }

    /// The position of a column.
    ///
    /// # Errors
    /// There is none of this name.
    pub(super) fn column(&self, name: &str) -> Result<usize, Diagnostic> {
        let found = self.columns.iter().position(|column| column == name);
        found.ok_or_else(|| {
            let message = format!("`{}` has no column `{name}`", self.shown);
            Diagnostic::error(Code::MISSING_COLUMN, message)
        })
    }

    /// A line of cells, without its end: in quotes what would be read as something else without them.
    pub(super) fn line<'a>(&self, cells: impl Iterator<Item = &'a str>) -> String {
        let is_apart = |sign: char| sign == self.separator || matches!(sign, '"' | '\n' | '\r');
        let cells = cells.map(|cell| {
            if cell.contains(is_apart) || cell != cell.trim() {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.to_owned()
            }
        });
        let separator = self.separator.to_string();
        cells.collect::<Vec<_>>().join(&separator)
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn a_cell_that_would_be_read_as_several_is_quoted() {
        let of = |separator| Table {
            shown: String::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            separator,
        };
        let cells = ["a", "b, c", "", "d \"e\"", "f\tg"];
        assert_eq!(
            of(',').line(cells.into_iter()),
            "a,\"b, c\",,\"d \"\"e\"\"\",f\tg"
        );
        assert_eq!(
            of('\t').line(cells.into_iter()),
            "a\tb, c\t\t\"d \"\"e\"\"\"\t\"f\tg\""
        );
    }
}
