//! What was noticed in the data: what was read, what breaks a contract, keys that a lookup does not have.

use super::{CorrectedRows, KeyWeight};
use crate::diagnostic::counted;
use crate::source::InputFile;
use crate::sql::Value;
use crate::text::Locale;
use crate::text::number::percent;

/// What was noticed in a source.
#[derive(Clone, Debug)]
pub struct SourceStatistics {
    /// Name of the source.
    pub name: String,
    /// The files.
    pub files: Vec<InputFile>,
    /// Rows in the files.
    pub rows_read: usize,
    /// Rows that the report uses.
    pub rows: usize,
    /// Cells that were cleared.
    pub cells_cleared: usize,
    /// Rows that break the contract and were left out.
    pub rows_dropped: usize,
    /// Rows that do not pass the condition of the source.
    pub rows_outside: usize,
    /// Number of empty cells among the rows that the report uses, of each column that may have some.
    pub empty: Vec<(String, usize)>,
    /// Every cell that breaks the contract and was cleared, or whose row was dropped.
    pub violations: Vec<Violation>,
    /// What was corrected; none where the source has no corrections.
    pub corrected: Option<CorrectedRows>,
    /// The digest of the rows that the report uses, in any order; none where all periods have the same files, or the rows are in a
    /// database.
    pub likeness: Option<String>,
}

/// A cell that breaks the column contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// File.
    pub file: String,
    /// Row in the file, from 1, not counting the header.
    pub row: usize,
    /// Value of the unique column, if there is one.
    pub key: String,
    /// Column.
    pub column: String,
    /// What is wrong.
    pub problem: &'static str,
    /// The cell as it is in the file.
    pub found: String,
    /// `clear` or `drop`.
    pub action: &'static str,
}

/// Keys that a lookup lacks, or values outside a list of valid ones.
#[derive(Clone, Debug, PartialEq)]
pub struct UnmatchedReport {
    /// Dimension.
    pub dimension: String,
    /// Lookup.
    pub lookup: String,
    /// Distinct keys.
    pub keys: usize,
    /// The heaviest of them, at most [`UnmatchedReport::KEPT`], the heaviest first.
    pub heaviest: Vec<KeyWeight>,
    /// Source rows with such a key or with none.
    pub rows: i128,
    /// Share of the first summed measure that these rows carry.
    pub share: Value,
    /// What `share` is a share of: `sum(downloads)`, or `mentions`.
    pub measure: String,
}

impl UnmatchedReport {
    /// Keys that are kept by name.
    pub const KEPT: usize = 20;
    /// Keys that a message shows.
    const SHOWN: usize = 5;

    /// How many keys are missing, and what they carry: ``dimension `country`: 2 keys are not in lookup `countries` (5 rows,
    /// 0.42% of sum(downloads))``.
    #[must_use]
    pub(crate) fn sentence(&self) -> String {
        let share = self
            .share
            .number()
            .map(|share| percent(share, 2, Locale::En));
        let share = share.map_or_else(String::new, |share| {
            format!(", {share} of {}", self.measure)
        });
        format!(
            "dimension `{}`: {} not in lookup `{}` ({}{share})",
            self.dimension,
            counted(self.keys as i128, "key is", "keys are"),
            self.lookup,
            counted(self.rows, "row", "rows")
        )
    }

    /// The heaviest keys by name: `first keys: alpha, beta`.
    #[must_use]
    pub(crate) fn first_keys(&self) -> String {
        let first = self.heaviest.iter().take(Self::SHOWN);
        let first: Vec<&str> = first.map(|it| &*it.key).collect();
        format!("first keys: {}", first.join(", "))
    }
}
