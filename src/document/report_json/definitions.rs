//! Definitions in `report.json`: how numbers are computed, in the words of the spec.

use super::Texts;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Definitions on which metrics and breakdowns build.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    /// Sources by name.
    pub sources: IndexMap<String, Source>,
    /// The rows that the report is about; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Measures by name.
    pub measures: IndexMap<String, Measure>,
    /// Dimensions by name: those of the spec, and columns by which rows are grouped.
    pub dimensions: IndexMap<String, Dimension>,
    /// Named conditions, each as written.
    pub filters: IndexMap<String, String>,
}

/// Which rows the report speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Condition on rows; absent: all.
    #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Values that they have; absent: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<ScopeTop>,
}

/// A source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Which rows of its files are its rows; absent: all.
    #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Columns of the contract that are computed, or whose bad cells are cleared or drop their rows; others are as in the files.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub columns: IndexMap<String, String>,
}

/// The n values of a dimension with the most of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeTop {
    /// Dimension.
    pub by: String,
    /// Measure.
    pub measure: String,
    /// How many values.
    pub n: usize,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The aggregate as written.
    pub definition: String,
    /// Of a ratio, the measures above and below; rows weigh in it by the one below. Absent: it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<[String; 2]>,
    /// Title by locale; a template if the spec has one.
    pub title: Texts,
    /// The unit, by locale; a template if the spec has one.
    pub unit: Texts,
}

/// A dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Source of its rows.
    pub source: String,
    /// Type of its values: `string`, `integer`, `boolean`, `date`.
    #[serde(rename = "type")]
    pub kind: String,
    /// How a value is derived: `column pipeline_tag`, `lookup tasks.task by pipeline_tag`, `bucket parameters`, `explode languages`, `sql upper(author)`, with its further settings.
    pub definition: String,
    /// Title by locale; a template if the spec has one.
    pub title: Texts,
}

/// How a metric is computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricDefinition {
    /// Source or breakdown whose rows it is computed from.
    pub from: String,
    /// Measure, for rows of a source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Expression, for rows of a breakdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql: Option<String>,
    /// Condition on rows; absent: all.
    #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Whether the rows stay inside the scope, for rows of a source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<RowsOf>,
    /// The denominator; absent: the metric is an amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<DenominatorDefinition>,
    /// The value if the denominator is zero; absent: an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub empty: Option<i64>,
}

/// A choice of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RowsOf {
    /// Those in scope.
    Scope,
    /// All rows of the source.
    All,
}

impl RowsOf {
    /// Whether the scope applies.
    #[must_use]
    pub(crate) const fn new(in_scope: bool) -> Self {
        if in_scope { Self::Scope } else { Self::All }
    }
}

/// The denominator of a metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum DenominatorDefinition {
    /// A measure over rows of the source.
    Measure {
        /// Measure.
        measure: String,
        /// Condition on rows; absent: all.
        #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
        filter: Option<String>,
        /// Whether the rows stay inside the scope.
        rows: RowsOf,
    },
    /// A param.
    Param {
        /// Name of the param.
        param: String,
    },
    /// Another metric.
    Metric {
        /// Name of the metric.
        metric: String,
    },
}

/// How a breakdown is computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakdownDefinition {
    /// Source or breakdown whose rows are grouped.
    pub from: String,
    /// Of how many periods up to this one the rows are: `all`, `12`; absent: of this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periods: Option<String>,
    /// Dimensions, outermost first.
    pub by: Vec<String>,
    /// Condition on rows; absent: all.
    #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Whether the rows stay inside the scope.
    pub rows: RowsOf,
    /// The dates along which rows are compared: `by month, every month, mean 3`; absent without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
    /// Dimensions that are held fixed for shares, ranks and cumulative shares.
    pub within: Vec<String>,
    /// The denominator of an exploded dimension's shares: `rows`, `valid` or `mentions`; absent if none is exploded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_of: Option<String>,
    /// The decimals with which its printed shares add up; absent if each is rounded by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add_up: Option<u8>,
    /// Which values stay, by dimension: `top 20, others folded`.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub keep: IndexMap<String, String>,
}
