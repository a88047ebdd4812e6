//! Corrections in `report.json`: the cells that were changed before anything was computed, and what that does.

use super::cell::Cell;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Corrected cells, and the metrics without them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// Sources with corrections, by name.
    pub sources: IndexMap<String, CorrectedSource>,
    /// Every metric, by name, as it would be without any of these corrections; a cell that breaks the contract then is empty. Absent: they cannot be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without: Option<IndexMap<String, MetricWithout>>,
    /// Why the metrics cannot be computed without corrections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_computable: Option<String>,
}

/// A source with corrections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectedSource {
    /// The file of corrections.
    pub file: String,
    /// Rows in which a cell was changed.
    pub rows: usize,
    /// The measure that rows are weighed by: the first exact sum; absent: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// The share of this measure that the changed rows have, of all rows that the report uses.
    pub share: Cell,
    /// The changed cells, in the order of the file of corrections.
    pub cells: Vec<CorrectedCell>,
}

/// A cell that was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectedCell {
    /// File of the row.
    pub file: String,
    /// The row in it, from 1, not counting a header.
    pub row: usize,
    /// Value of the unique column.
    pub key: String,
    /// Column of the contract.
    pub column: String,
    /// As it stands in the file; null: empty.
    pub was: Option<String>,
    /// As the report takes it; null: empty.
    pub is: Option<String>,
    /// Why it was changed.
    pub reason: String,
    /// Who says so.
    pub origin: String,
}

/// A metric as it would be without corrections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricWithout {
    /// Its exact value; null too where it cannot be computed.
    pub value: Cell,
    /// Whether that is another value than the one with corrections.
    pub differs: bool,
}
