//! `report.json`: the results of a report, for programs. In: JSON, or the values from rendering.
//! Out: the same without loss, so that a later run, a comparison or an index can read the numbers
//! of a bundle with their definitions, exact and as shown.
//!
//! Integers are exact; a share is kept as its two integers and never divided. `VERSION` increases
//! when a reader of the previous version would misread the file.

mod breakdown;
mod cell;
mod claim;
mod corrections;
mod coverage;
mod definitions;

pub use breakdown::{
    Breakdown, Calendar, Code, Column, Holds, IncompletePeriod, LeftRow, Row, RowKind,
};
pub use cell::{Cell, Whole};
pub use claim::{Claim, ClaimDefinition, Margin, MarginUnit, Step};
pub use corrections::{CorrectedCell, CorrectedSource, Corrections, MetricWithout};
pub use coverage::{
    Coverage, CoverageDefinition, CoveredLookup, HeaviestKeys, Key, PreviousCoverage, UnusedKeys,
    Weight, WeightShare,
};
pub use definitions::{
    BreakdownDefinition, Definitions, DenominatorDefinition, Dimension, Measure, MetricDefinition,
    RowsOf, Scope, ScopeTop, Source,
};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The version that this program writes and reads.
pub(crate) const VERSION: u32 = 1;

/// Texts by locale: `{"fr": "…", "en": "…"}`.
pub(crate) type Texts = IndexMap<String, String>;

/// The results of a report with their definitions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportJson {
    /// Version of this form of the file: 1.
    pub version: u32,
    /// Title of the report by locale, as printed.
    pub title: Texts,
    /// What an index of the periods says of it; absent: the spec asks for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<InIndex>,
    /// The definitions behind the numbers.
    pub definitions: Definitions,
    /// Metrics by name.
    pub metrics: IndexMap<String, Metric>,
    /// Breakdowns by name, with all of their rows.
    pub breakdowns: IndexMap<String, Breakdown>,
    /// Claims by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub claims: IndexMap<String, Claim>,
    /// Charts by name.
    pub charts: IndexMap<String, Chart>,
    /// Keys missing in a lookup, and values outside a list of valid ones.
    pub unmatched: Vec<Unmatched>,
    /// How much lookups and columns know, as far as the spec asks, by the name of the dimension or column.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub coverage: IndexMap<String, Coverage>,
    /// Cells that were corrected before anything was computed, and what that does; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<Corrections>,
    /// The period before that this one is compared with; absent: with none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// Figures that are in print for this spec and period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<PublishedFigure>,
}

/// What an index of the periods says of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InIndex {
    /// The name of the period.
    pub period: String,
    /// Heading of the index by locale; absent: the words of the language.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub title: Texts,
    /// What the period is marked with, by locale; absent: nothing.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub status: Texts,
    /// Metrics that are headline numbers; empty: the first ones.
    pub metrics: Vec<String>,
    /// Address of the folder of the index, with a trailing slash; empty if it is unknown.
    pub address: String,
}

/// A figure that is in print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedFigure {
    /// Its name.
    pub id: String,
    /// As printed.
    pub printed: String,
    /// As computed, with as many digits; empty if nothing computes it.
    pub computed: String,
}

/// A metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// Title by locale, as printed.
    pub title: Texts,
    /// Its definition.
    pub definition: MetricDefinition,
    /// Its exact value.
    pub value: Cell,
    /// The exact value in the period before; absent where there was none, or the change is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Cell>,
    /// Whether it is a part of a whole, or written in percent, so that it changes by percentage points.
    #[serde(default)]
    pub share: bool,
    /// The value by locale, as texts print it with `formatted`.
    pub shown: Texts,
    /// The numerator; the value itself if there is no denominator.
    pub numerator: Cell,
    /// Rows behind the numerator.
    pub numerator_rows: Whole,
    /// The denominator, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Cell>,
    /// Rows behind the denominator, if there is one.
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
    /// By locale, its texts in the document; absent if no section shows it.
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
    /// Its content in words, for those who cannot see it.
    pub alternative: String,
}

/// Keys missing in a lookup, or values outside a list of valid ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unmatched {
    /// Dimension.
    pub dimension: String,
    /// Lookup.
    pub lookup: String,
    /// Distinct keys.
    pub keys: usize,
    /// The heaviest of them, at most 20, the heaviest first.
    pub heaviest: Vec<Key>,
    /// Source rows with such a key or with none.
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
    /// It is not JSON of this form, or has a version that this program does not know.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        read(bytes, |report: &Self| report.version)
    }

    /// The version of the form of a file.
    ///
    /// # Errors
    /// It is not JSON with a version.
    pub(crate) fn version(bytes: &[u8]) -> Result<u32, String> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let found: Versioned = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        Ok(found.version)
    }
}

/// What an index reads of a file: all but its breakdowns, which are most of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Headlines {
    version: u32,
    /// As in [`ReportJson`].
    pub(crate) title: Texts,
    /// As in [`ReportJson`].
    #[serde(default)]
    pub(crate) index: Option<InIndex>,
    /// As in [`ReportJson`].
    pub(crate) metrics: IndexMap<String, Metric>,
}

impl Headlines {
    /// Those of a report whose file is being written.
    pub(crate) fn of(report: &ReportJson) -> Self {
        Self {
            version: report.version,
            title: report.title.clone(),
            index: report.index.clone(),
            metrics: report.metrics.clone(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`ReportJson::read`].
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        read(bytes, |headlines: &Self| headlines.version)
    }
}

/// A file that was just written.
#[derive(Clone, Debug)]
pub(crate) struct WrittenNumbers {
    /// SHA-256 of the file.
    pub(crate) sha256: String,
    /// What an index reads of it.
    pub(crate) headlines: Headlines,
}

/// Reads a file of this version. If one cannot be read, its version comes first: it may be why.
fn read<T: DeserializeOwned>(bytes: &[u8], version: fn(&T) -> u32) -> Result<T, String> {
    let read = serde_json::from_slice::<T>(bytes).map_err(|error| error.to_string());
    let version = match &read {
        Ok(read) => version(read),
        Err(_) => ReportJson::version(bytes)?,
    };
    if version == VERSION {
        read
    } else {
        Err(format!(
            "version {version} of report.json, this program reads {VERSION}"
        ))
    }
}

/// The JSON Schema of the file, as text.
#[must_use]
pub fn schema_text() -> String {
    super::schema_of::<ReportJson>()
}
