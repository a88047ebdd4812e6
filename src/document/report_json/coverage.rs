//! Coverage in `report.json`: how much of a measure lookups and columns know.

use super::{Cell, RowsOf, Whole};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much of a measure a lookup dimension or a column knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// What is asked of it.
    pub definition: CoverageDefinition,
    /// Everything: known, blank, empty and unknown together.
    pub all: Weight,
    /// Rows whose key the lookup has, with a value for it; rows whose cell is not empty.
    pub known: WeightShare,
    /// Rows whose key the lookup has, but without a value for it.
    pub blank: WeightShare,
    /// Rows without a key, or with an empty cell.
    pub empty: WeightShare,
    /// Rows with a key that the lookup does not have.
    pub unknown: WeightShare,
    /// Keys that the lookup does not have.
    pub unknown_keys: HeaviestKeys,
    /// Keys for which the lookup has no value.
    pub blank_keys: HeaviestKeys,
    /// Keys of the lookup that no row has.
    pub unused_keys: UnusedKeys,
    /// The same in the bundle of the period before; absent: there is none, or something else was asked there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PreviousCoverage>,
}

/// What is asked of a coverage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverageDefinition {
    /// Source of the rows.
    pub source: String,
    /// The lookup; absent: it is the coverage of a column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lookup: Option<CoveredLookup>,
    /// The measure whose shares are meant; absent: the number of rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Whether only rows in scope count.
    pub rows: RowsOf,
    /// Least share of the measure that must be known; absent: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// Least share of the rows that must be known; absent: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows_at_least: Option<f64>,
    /// Most of the measure whose key may be unknown; absent: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_at_most: Option<f64>,
    /// Values of the attribute that stand for none, so that rows of their keys are blank.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blank: Vec<String>,
}

/// The lookup of a coverage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoveredLookup {
    /// Its name.
    pub name: String,
    /// The attribute that a key must have.
    pub attribute: String,
    /// Column or dimension of the key.
    pub key: String,
}

/// Rows, and what they carry of the measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// Rows of the source.
    pub rows: Whole,
    /// The measure.
    pub amount: Cell,
}

/// Rows, what they carry, and the shares of both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeightShare {
    /// Rows of the source.
    pub rows: Whole,
    /// Their share of all rows.
    pub rows_share: Cell,
    /// The measure.
    pub amount: Cell,
    /// Its share of all.
    pub share: Cell,
}

/// Keys by what their rows carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeaviestKeys {
    /// How many there are.
    pub count: usize,
    /// The heaviest of them, at most 100, the heaviest first.
    pub heaviest: Vec<Key>,
}

/// Keys of a lookup that no row has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnusedKeys {
    /// How many there are.
    pub count: usize,
    /// The first of them, at most 100, in the order of the lookup.
    pub first: Vec<String>,
}

/// A key with what its rows carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The key.
    pub key: String,
    /// Its rows.
    pub rows: Whole,
    /// What they carry.
    pub amount: Cell,
}

/// A coverage in the period before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviousCoverage {
    /// Share of the measure that was known.
    pub share: Cell,
    /// Share of the rows that were known.
    pub rows_share: Cell,
    /// Keys that are unknown now and were not among the heaviest unknown ones then, at most 100, the heaviest first.
    pub new_unknown: Vec<String>,
}
