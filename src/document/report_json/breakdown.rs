//! Breakdowns in `report.json`: columns, and every row with its codes and what kind of row it is.

use super::{BreakdownDefinition, Cell, Texts, Whole};
use crate::document::Rows;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A breakdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Title by locale, as printed.
    pub title: Texts,
    /// How it is computed.
    pub definition: BreakdownDefinition,
    /// Its columns: dimensions, attributes, then what is computed.
    pub columns: Vec<Column>,
    /// Labels by dimension or attribute, code and locale; a code that is its own label has none.
    pub labels: IndexMap<String, IndexMap<String, Texts>>,
    /// What the folded rest of a dimension is called, by dimension and locale; no label of a code is the same.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub others: IndexMap<String, Texts>,
    /// How many rows of its source or breakdown it speaks of; each counts once.
    pub source_rows: Whole,
    /// Its rows in order.
    pub rows: Rows<Row>,
    /// The total over all rows, computed again from them, where it asks for one; its kind is `total`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Row>,
}

/// A column of a breakdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Name in expressions, texts and tables.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
    /// Measure that it is of, for what is computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Type of its cells: `string`, `integer`, `decimal(2)`, `number`, `boolean`, `date`. A share, whose cell has two integers, is a number.
    #[serde(rename = "type")]
    pub kind: String,
    /// Title by locale, as printed.
    pub title: Texts,
    /// What is counted by its cells, or by both integers of a share, by locale; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Texts>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// Codes that rows are grouped by; in `codes` of a row.
    Dimension,
    /// Codes that come with a row; in `attributes` of a row.
    Attribute,
    /// A measure; in `values` of a row, like all that follow.
    Value,
    /// Its part of the whole.
    Share,
    /// The position among the rows, from 1.
    Rank,
    /// The part of the whole of this row and those before it.
    Cumulative,
}

/// A row of a breakdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What kind of row it is.
    pub kind: RowKind,
    /// One code a dimension, in the order of the columns; none of a total.
    pub codes: Vec<Code>,
    /// One code an attribute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Code>,
    /// One exact value for each column of a measure.
    pub values: Vec<Cell>,
    /// By locale, the values as tables show them, in the same order; an empty text for no value.
    pub shown: IndexMap<String, Vec<String>>,
}

/// What kind of row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// Every dimension has a value of the data.
    Value,
    /// A dimension has no value, and none is folded.
    Missing,
    /// A dimension is folded: the rest of its values.
    Others,
    /// All rows together.
    Total,
}

/// The cell of a dimension or attribute: its code; `null` where there is no value; `{"others": true}` for the
/// folded rest, which no value of the data can be mistaken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Code {
    /// A value of the data.
    Value(String),
    /// The folded rest.
    Others {
        /// Always true.
        others: bool,
    },
    /// No value.
    Missing,
}

#[cfg(test)]
mod tests {
    use super::super::cell::tests::there_and_back;
    use super::Code;

    #[test]
    fn no_code_of_the_data_is_taken_for_others_or_for_nothing() {
        there_and_back(&Code::Value("null".to_owned()), "\"null\"");
        there_and_back(&Code::Missing, "null");
        there_and_back(&Code::Others { others: true }, "{\"others\":true}");
    }
}
