//! The table of a breakdown after execution: exact cells in rows, under the columns of the report.

use crate::report::{Column, Columns, Report, Slot, labels};
use crate::sql::Value;
use crate::text::Locale;
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
    /// The total over all of its rows, one a value column, where the breakdown asks for it. It is no row:
    /// nothing counts, orders or draws it.
    pub total: Option<Vec<Value>>,
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

/// The label of any key of a column.
#[must_use]
pub fn key_label(report: &Report, column: &Column, key: &Key, locale: Locale) -> String {
    match key {
        Key::Code(code) => column.label(report, code, locale),
        Key::Others => labels::others(locale).to_owned(),
        Key::Missing => labels::missing(locale).to_owned(),
    }
}
