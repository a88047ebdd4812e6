//! What execution hands to rendering: exact values, tables of them, metrics, and what was noticed in the data.

use crate::diagnostic::Diagnostic;
use crate::report::{Column, Columns, Report, Slot, labels};
use crate::source::InputFile;
pub use crate::sql::Value;
use crate::text::Locale;
use indexmap::IndexMap;
use std::sync::Arc;

/// The cell of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A value of the data, by its code.
    Code(Arc<str>),
    /// Rows without a value.
    Missing,
    /// The folded rest; no value of the data can be mistaken for it.
    Others,
}

impl Key {
    /// The code of a value.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Code(code) => Some(code),
            Self::Missing | Self::Others => None,
        }
    }
}

/// A breakdown after execution.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Name of the breakdown.
    pub name: String,
    /// Its columns.
    pub columns: Arc<Columns>,
    /// Rows in order.
    pub rows: Vec<Row>,
    /// How many rows of the source, or of the breakdown that it starts from, it speaks of; each counts once.
    pub source_rows: i128,
    /// All codes of a dimension in order, where they are known beforehand (buckets), by position.
    pub domains: Vec<Option<Vec<Arc<str>>>>,
}

/// A row of a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One a dimension.
    pub keys: Vec<Key>,
    /// One an attribute.
    pub attributes: Vec<Key>,
    /// One a value column.
    pub values: Vec<Value>,
}

impl Row {
    /// The cell of a dimension or an attribute.
    #[must_use]
    pub fn key(&self, slot: Slot) -> Option<&Key> {
        match slot {
            Slot::Dimension(at) => self.keys.get(at),
            Slot::Attribute(at) => self.attributes.get(at),
            Slot::Value(_) => None,
        }
    }

    /// The cell of a value column.
    #[must_use]
    pub fn value(&self, slot: Slot) -> Option<&Value> {
        match slot {
            Slot::Value(at) => self.values.get(at),
            Slot::Dimension(_) | Slot::Attribute(_) => None,
        }
    }

    /// Whether a level is folded.
    #[must_use]
    pub fn folded(&self) -> bool {
        self.keys.contains(&Key::Others)
    }
}

impl Frame {
    /// Where the cells of the column of a name stand.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<Slot> {
        self.columns.get(name).map(|column| column.slot)
    }

    /// The row of some codes, one a dimension.
    #[must_use]
    pub fn find(&self, codes: &[&str]) -> Option<&Row> {
        self.rows.iter().find(|row| {
            row.keys.len() == codes.len()
                && row
                    .keys
                    .iter()
                    .zip(codes)
                    .all(|(key, code)| key.code() == Some(code))
        })
    }
}

/// A metric after execution.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricResult {
    /// The value.
    pub value: Value,
    /// The upper part; the value itself without a denominator.
    pub numerator: Value,
    /// The lower part; null without one.
    pub denominator: Value,
    /// Rows behind the upper part.
    pub numerator_rows: i128,
    /// Rows behind the lower part.
    pub denominator_rows: i128,
}

/// What was noticed in a source.
#[derive(Clone, Debug)]
pub struct SourceStatistics {
    /// Name of the source.
    pub name: String,
    /// The files.
    pub files: Vec<InputFile>,
    /// Rows in the files.
    pub rows_read: usize,
    /// Rows that the report works on.
    pub rows: usize,
    /// Cells that were cleared.
    pub cells_cleared: usize,
    /// Rows that were left out.
    pub rows_dropped: usize,
    /// Every cell that breaks the contract where it is cleared or the row dropped.
    pub violations: Vec<Violation>,
}

/// A cell that breaks the column contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// File.
    pub file: String,
    /// Row in the file, from 1, without header.
    pub row: usize,
    /// Value of the unique column, where there is one.
    pub key: String,
    /// Column.
    pub column: String,
    /// What is wrong.
    pub problem: &'static str,
    /// The cell as it stands in the file.
    pub found: String,
    /// `clear` or `drop`.
    pub action: &'static str,
}

/// Keys that a lookup does not have, or values outside a list of valid ones.
#[derive(Clone, Debug, PartialEq)]
pub struct UnmatchedReport {
    /// Dimension.
    pub dimension: String,
    /// Lookup.
    pub lookup: String,
    /// Distinct keys.
    pub keys: usize,
    /// The first five, those with most rows first.
    pub examples: Vec<String>,
    /// Source rows that have such a key, or none.
    pub rows: i128,
    /// Share of the first summed measure that these rows carry.
    pub share: Value,
    /// What the share is of: `sum(downloads)`, or `mentions`.
    pub measure: String,
}

/// Everything that execution gives.
#[derive(Clone, Debug)]
pub struct Results {
    /// Breakdowns by name.
    pub frames: IndexMap<String, Frame>,
    /// Metrics by name.
    pub metrics: IndexMap<String, MetricResult>,
    /// Sources in the order of the plan.
    pub sources: Vec<SourceStatistics>,
    /// Keys without a row in a lookup.
    pub unmatched: Vec<UnmatchedReport>,
    /// Warnings, and errors of checks.
    pub problems: Vec<Diagnostic>,
}

/// The label of any key of a column.
#[must_use]
pub fn key_label(report: &Report, column: &Column, key: &Key, locale: Locale) -> String {
    match key {
        Key::Code(code) => column.label(report, code, locale),
        Key::Others => labels::others(locale).to_owned(),
        Key::Missing => labels::missing(locale).to_owned(),
    }
}
