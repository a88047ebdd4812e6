//! What was noticed in the data: what was read, what breaks a contract, keys that a lookup does not have.

use super::{CorrectedRows, KeyWeight, RowSample, Weight};
use crate::diagnostic::counted;
use crate::source::InputFile;
use crate::sql::Value;
use crate::text::Locale;
use crate::text::number::percent;
use std::collections::BTreeMap;

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
    /// A sample of those of these rows that the first sum counts; none where there is no digest, or where lists may be all that tells them apart.
    pub sample: Option<RowSample>,
    /// The rows that the report uses of each day, counted from 1970-01-01, by columns of dates; none where all periods have the same files.
    pub days: BTreeMap<String, BTreeMap<i64, DayRows>>,
}

/// The rows of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRows {
    /// How many there are.
    pub rows: usize,
    /// The position of the first file that has one.
    pub file: usize,
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
    /// Source rows with no key, which are among them, and what they carry.
    pub without_key: Weight,
    /// What `share` is a share of: `sum(downloads)`, or `mentions`.
    pub measure: String,
}

impl UnmatchedReport {
    /// Keys that are kept by name.
    pub const KEPT: usize = 20;
    /// Keys that a message shows.
    const SHOWN: usize = 5;

    /// How many keys are missing, and what they carry: ``dimension `country`: 2 keys are not in lookup `countries` (5 rows,
    /// 0.42% of sum(downloads))``. Rows without a key are not among them; where there are no others, it is of these.
    #[must_use]
    pub(crate) fn sentence(&self) -> String {
        let dimension = &self.dimension;
        match (self.keys, self.rows_without_key()) {
            (0, Some(without)) => format!("dimension `{dimension}`: {without}"),
            _ => format!(
                "dimension `{dimension}`: {} not in lookup `{}` ({})",
                counted(self.keys as i128, "key is", "keys are"),
                self.lookup,
                self.carried(self.of_keys())
            ),
        }
    }

    /// What rows have no key, and carry, beside those of [`sentence`](Self::sentence): `2 rows have no key (26.19% of sum(m))`.
    #[must_use]
    pub(crate) fn besides(&self) -> Option<String> {
        self.rows_without_key().filter(|_| self.keys > 0)
    }

    fn rows_without_key(&self) -> Option<String> {
        let rows = self.without_key.rows;
        let share = self.share_of(self.without_key.amount);
        let share = share.map_or_else(String::new, |share| format!(" ({share})"));
        (rows > 0).then(|| {
            let rows = counted(rows, "row has", "rows have");
            format!("{rows} no key{share}")
        })
    }

    /// What rows with a key that is missing weigh; their amount is counted in the digits of the share.
    fn of_keys(&self) -> Weight {
        let amount = match &self.share {
            Value::Ratio(share) => share.numerator - self.without_key.amount,
            _ => 0,
        };
        Weight {
            rows: self.rows - self.without_key.rows,
            amount,
        }
    }

    /// `5 rows, 0.42% of sum(downloads)`.
    fn carried(&self, weight: Weight) -> String {
        let rows = counted(weight.rows, "row", "rows");
        match self.share_of(weight.amount) {
            Some(share) => format!("{rows}, {share}"),
            None => rows,
        }
    }

    /// `0.42% of sum(downloads)`; none where nothing is summed.
    fn share_of(&self, amount: i128) -> Option<String> {
        let Value::Ratio(all) = &self.share else {
            return None;
        };
        let share = Value::share(amount, all.denominator).number()?;
        let share = percent(share, 2, Locale::En);
        Some(format!("{share} of {}", self.measure))
    }

    /// The heaviest keys by name: `first keys: alpha, beta`.
    #[must_use]
    pub(crate) fn first_keys(&self) -> String {
        let first = self.heaviest.iter().take(Self::SHOWN);
        let first: Vec<&str> = first.map(|it| &*it.key).collect();
        format!("first keys: {}", first.join(", "))
    }
}
