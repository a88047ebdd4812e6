//! Corrections: declared changes of single cells of a source, each with the value that the cell had.

use crate::diagnostic::{FileId, Span};
use crate::sql::Value;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// The corrections of a source, from one file.
#[derive(Clone)]
pub struct Corrections {
    /// The file.
    pub path: PathBuf,
    /// The path as messages show it.
    pub shown: String,
    /// Its number among the texts that spans refer to.
    pub file: FileId,
    /// Its text, of which everything else follows.
    pub text: Arc<str>,
    /// The unique column of the contract, whose value names a row.
    pub key: String,
    /// Columns from the file name that name a row too, where the key is unique within a file only.
    pub within: Vec<String>,
    /// One per line, in the order of the file.
    pub list: Arc<[Correction]>,
    /// Which cells the rows have.
    pub cells: Cells,
}

/// Which cells rows have that are corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// The corrected ones.
    Corrected,
    /// Those of the files. One that breaks the contract is empty, so that the effect of its correction can be told.
    AsTheyWere,
}

/// A change of one cell.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The values of `within` that its row has.
    pub within: Vec<String>,
    /// The value of the key that its row has, as plain text.
    pub key: String,
    /// The column of the contract, which is one of the file.
    pub column: String,
    /// The cell as it stands in the file.
    pub was: Written,
    /// The cell as it is from now on.
    pub is: Written,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub origin: String,
    /// The key, the value that was and the one that is, in the file of corrections.
    pub places: [Span; 3],
}

/// A cell as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Its text; none: the cell is empty.
    pub text: Option<String>,
    /// The value of this text in its column; null for an empty cell, or for a text that is no value of the type.
    pub value: Value,
}

impl Corrections {
    /// The name of their file.
    #[must_use]
    pub(crate) fn file_name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

impl Correction {
    /// Where it names its row.
    #[must_use]
    pub(crate) fn key_place(&self) -> Span {
        self.places[0]
    }

    /// Where it says what the cell was.
    #[must_use]
    pub(crate) fn was_place(&self) -> Span {
        self.places[1]
    }

    /// Where it says what the cell is.
    #[must_use]
    pub(crate) fn is_place(&self) -> Span {
        self.places[2]
    }
}

/// All that rows and problems depend on.
impl fmt::Debug for Corrections {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Corrections")
            .field("path", &self.path)
            .field("file", &self.file)
            .field("text", &self.text)
            .field("cells", &self.cells)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Written {
    /// The text in backticks, or that there is none.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => write!(formatter, "`{}`", text.chars().take(80).collect::<String>()),
            None => formatter.write_str("empty"),
        }
    }
}
