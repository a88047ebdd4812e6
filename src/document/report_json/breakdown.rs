//! Breakdowns in `report.json`: columns, and every row with its codes and its kind.

use super::{BreakdownDefinition, Cell, Texts, Whole};
use crate::document::Rows;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A breakdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Title by locale, as printed.
    pub title: Texts,
    /// How it is computed.
    pub definition: BreakdownDefinition,
    /// Its columns: dimensions, attributes, then the computed columns.
    pub columns: Vec<Column>,
    /// Labels by dimension or attribute, code and locale; a code without an entry is its own label.
    pub labels: IndexMap<String, IndexMap<String, Texts>>,
    /// What the folded rest of a dimension is called, by dimension and locale; no label of a code is the same.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub others: IndexMap<String, Texts>,
    /// The periods of its dates, where it is computed along these (`over`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
    /// Number of rows of its source or breakdown that went into it; each counts once.
    pub source_rows: Whole,
    /// Its rows in order.
    pub rows: Rows<Row>,
    /// The total over all rows, computed again from them, where it asks for one; its kind is `total`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Row>,
    /// Whether its rows are compared with those of the period before: a row without `previous` is then new.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub compared: bool,
    /// Rows of the period before that are no longer there, with their values in that period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<LeftRow>,
}

/// A row of the period before that is no longer there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftRow {
    /// One code a dimension, in the order of the columns.
    pub codes: Vec<Code>,
    /// One exact value per column of a measure, in the period before.
    pub previous: Vec<Cell>,
}

/// The periods of the dates of a breakdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The dimension of dates.
    pub dimension: String,
    /// The kind of period for which a date stands: `day`, `week`, `month`, `quarter`, `year`.
    pub every: String,
    /// First days of the periods without rows between others.
    pub missing: Vec<String>,
    /// Periods that are not whole, of which no change is computed.
    pub incomplete: Vec<IncompletePeriod>,
}

/// A period that is not whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IncompletePeriod {
    /// Code of the date that stands for it.
    pub code: String,
    /// How many of its parts have rows.
    pub parts: usize,
    /// How many parts it has.
    pub of: usize,
    /// What these are: `day`, `month`, `quarter`.
    pub part: String,
}

/// A column of a breakdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Name in expressions, texts and tables.
    pub name: String,
    /// Its content.
    pub holds: Holds,
    /// Measure of a computed column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Type of its cells: `string`, `integer`, `decimal(2)`, `number`, `boolean`, `date`. A share, whose cell has two integers, is a number.
    #[serde(rename = "type")]
    pub kind: String,
    /// Title by locale, as printed.
    pub title: Texts,
    /// Unit of its cells, or of both integers of a share, by locale; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Texts>,
    /// Of codes, where more is to be found on each: an address with `{{ key }}` for the code, encoded as in addresses; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// The content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Codes by which rows are grouped; in `codes` of a row.
    Dimension,
    /// Codes attached to a row; in `attributes` of a row.
    Attribute,
    /// A measure; in `values` of a row, as are all the following.
    Value,
    /// Its share of the whole.
    Share,
    /// The rank from 1: one more than how many rows have a greater value, so that equal ones share it.
    Rank,
    /// The share of this row and those before it in the whole.
    Cumulative,
    /// The measure in the period before.
    Previous,
    /// The measure minus that of the period before.
    Change,
    /// The change as a fraction of the value before.
    Growth,
    /// The share in the period before.
    SharePrevious,
    /// The share minus that of the period before: percentage points.
    ShareChange,
    /// The rank in the period before.
    RankPrevious,
    /// The rank minus that of the period before: below zero where it moved up.
    RankChange,
    /// The measure in the same period of the year before.
    YearPrevious,
    /// The change since that period as a fraction of the value there.
    YearGrowth,
    /// The mean of the measure over the last periods.
    Mean,
    /// The sum of the measure since the first period.
    Running,
    /// The measure where that of one period is 100.
    Index,
    /// Of a distinct count, how many of the values counted were not there in the period before.
    Entered,
    /// How many of the values counted in the period before are no longer there.
    Left,
    /// Whether the row was not there in the period before.
    New,
    /// Whether the row is not there in the period after.
    Leaves,
    /// Whether the period for which the date of the row stands is whole.
    Whole,
}

/// A row of a breakdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its kind.
    pub kind: RowKind,
    /// One code a dimension, in the order of the columns; none of a total.
    pub codes: Vec<Code>,
    /// One code per attribute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Code>,
    /// One exact value per column of a measure.
    pub values: Vec<Cell>,
    /// The same in the period before, exact; absent where the row was not there, or the change is withheld.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previous: Vec<Cell>,
    /// By locale, the values as tables show them, in the same order; an empty text for a missing
    /// value.
    pub shown: IndexMap<String, Vec<String>>,
}

/// The kind of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// Every dimension has a value of the data.
    Value,
    /// A dimension is missing, and none is folded.
    Missing,
    /// A dimension is folded: the rest of its values.
    Others,
    /// All rows together.
    Total,
}

/// The cell of a dimension or attribute: its code; `null` if it is missing; `{"others": true}` for
/// the folded rest, which cannot be confused with a value of the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Code;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a code, null, or {\"others\": true}")
            }

            fn visit_str<E: Error>(self, code: &str) -> Result<Code, E> {
                Ok(Code::Value(code.to_owned()))
            }

            fn visit_unit<E: Error>(self) -> Result<Code, E> {
                Ok(Code::Missing)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Code, A::Error> {
                #[derive(Deserialize)]
                #[serde(deny_unknown_fields)]
                struct Parts {
                    others: bool,
                }
                let parts = Parts::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Code::Others {
                    others: parts.others,
                })
            }
        }
        deserializer.deserialize_any(Form)
    }
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
