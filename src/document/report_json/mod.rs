//! `report.json`: what a report computed, for programs. In: JSON, or what rendering fills in. Out: the same
//! without loss, so that a later run, a comparison or an index reads the numbers of a bundle with their
//! definitions, exact and as they were shown.
//!
//! Integers are exact; a share stands with both of its integers and is never divided. [`VERSION`]
//! grows when a reader of the version before would misread the file.

mod breakdown;
mod cell;
mod definitions;

pub use breakdown::{Breakdown, Code, Column, Holds, Row, RowKind};
pub use cell::{Cell, Whole};
pub use definitions::{
    BreakdownDefinition, Definitions, DenominatorDefinition, Dimension, Measure, MetricDefinition,
    RowsOf, Scope, ScopeTop, Source,
};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version that this program writes and reads.
pub const VERSION: u32 = 1;

/// Texts by locale: `{"fr": "…", "en": "…"}`.
pub type Texts = IndexMap<String, String>;

/// The results of a report with their definitions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportJson {
    /// Version of this form of the file: 1.
    pub version: u32,
    /// Title of the report by locale, as printed.
    pub title: Texts,
    /// What the numbers are computed with.
    pub definitions: Definitions,
    /// Metrics by name.
    pub metrics: IndexMap<String, Metric>,
    /// Breakdowns by name, with all of their rows.
    pub breakdowns: IndexMap<String, Breakdown>,
    /// Charts by name.
    pub charts: IndexMap<String, Chart>,
    /// Keys that a lookup does not have, and values outside a list of valid ones.
    pub unmatched: Vec<Unmatched>,
}

/// A metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// Title by locale, as printed.
    pub title: Texts,
    /// What it is.
    pub definition: MetricDefinition,
    /// Its exact value.
    pub value: Cell,
    /// The value by locale, as texts print it with `formatted`.
    pub shown: Texts,
    /// The upper part; the value itself without a denominator.
    pub numerator: Cell,
    /// Rows behind the upper part.
    pub numerator_rows: Whole,
    /// The lower part, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Cell>,
    /// Rows behind the lower part, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator_rows: Option<Whole>,
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// Type, as in the spec.
    #[serde(rename = "type")]
    pub kind: String,
    /// Breakdown that it shows.
    pub data: String,
    /// Dimensions along the axis of categories, or levels of a treemap.
    pub dimensions: Vec<String>,
    /// Column of the value; absent for a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Dimension or attribute that colours the marks; absent: one colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// By locale, how it stands in the document; absent where no section shows it.
    pub locales: IndexMap<String, ChartText>,
}

/// A chart in the document of a locale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChartText {
    /// Number of the figure.
    pub number: usize,
    /// Title, as printed.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub alternative: String,
}

/// Keys that a lookup does not have, or values outside a list of valid ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unmatched {
    /// Dimension.
    pub dimension: String,
    /// Lookup.
    pub lookup: String,
    /// Distinct keys.
    pub keys: usize,
    /// The first five, those with most rows first.
    pub examples: Vec<String>,
    /// Source rows that have such a key, or none.
    pub rows: Whole,
    /// Share of `share_of` that these rows carry.
    pub share: Cell,
    /// What the share is of: an aggregate, or `mentions`.
    pub share_of: String,
}

impl ReportJson {
    /// Reads a file.
    ///
    /// # Errors
    /// It is no JSON of this form, or of a version that this program does not know.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let found: Versioned = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if found.version != VERSION {
            return Err(format!(
                "version {} of report.json, this program reads {VERSION}",
                found.version
            ));
        }
        serde_json::from_slice(bytes).map_err(|error| error.to_string())
    }
}

/// The JSON Schema of the file, as text.
#[must_use]
pub fn schema_text() -> String {
    let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let schema = generator.into_root_schema_for::<ReportJson>().to_value();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
