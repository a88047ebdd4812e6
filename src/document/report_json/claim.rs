//! Claims in `report.json`: whether they hold, by how much, what would turn them, what they say.

use super::{Cell, Texts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A sentence that stands on a condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Its condition.
    pub definition: ClaimDefinition,
    /// Whether it holds.
    pub holds: bool,
    /// Whether it has turned since the period before; absent: there is none, or it was another claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turned: Option<bool>,
    /// How far it is from turning; absent: `no_margin` says why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<Margin>,
    /// Why there is no margin, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_margin: Option<String>,
    /// What would turn it with the least change: each of these ways alone, all steps of a way together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turned_by: Vec<Vec<Step>>,
    /// Its sentence by locale, as plain text; empty where it says nothing.
    pub says: Texts,
}

/// The condition of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimDefinition {
    /// Breakdown over whose rows it is; absent: it reads metrics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The condition, as written.
    pub sql: String,
    /// Condition on rows; absent: all.
    #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
}

/// A distance between two sides of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Margin {
    /// The difference of both sides, exact, 0 or more; in points a fraction of 1.
    pub difference: Cell,
    /// Its unit.
    pub unit: MarginUnit,
    /// The measure whose unit it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// The same distance as a difference of shares, a fraction of 1, where both sides have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Cell>,
    /// The margin by locale, in words: `2.3 percentage points`.
    pub shown: Texts,
}

/// The unit of a margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MarginUnit {
    /// Percentage points.
    Points,
    /// The unit of a measure.
    Measure,
    /// Rows of a breakdown.
    Rows,
    /// None.
    Number,
}

/// A change that turns a claim, or is needed for that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What happens, in English: `Meta falls behind Google`.
    pub change: String,
    /// How far it is from happening.
    pub margin: Margin,
}
