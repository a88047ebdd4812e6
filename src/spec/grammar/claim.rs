//! Claims: sentences that stand on a condition.

use super::Text;
use schemars::JsonSchema;
use serde::Deserialize;

/// A sentence that stands on a condition: `{{ claims.name }}` in a text is `say` where it holds, and `else` where not.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Breakdown whose rows the condition is over. Default: none, the condition reads metrics by name. Example: `from: large_by_entity`
    pub from: Option<String>,
    /// Condition: one truth value, over all rows of `from`, or of metrics. Example: `sql: "count(*) FILTER (WHERE entity = 'Meta' AND downloads_rank = 1) = 1"`
    pub sql: String,
    /// Condition on rows of `from`. Default: all rows. Example: `where: "NOT folded"`
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// What is said where the condition holds: Markdown, a template. Example: `say: {fr: Meta est en tête., en: Meta leads.}`
    pub say: Text,
    /// What is said where it does not hold: Markdown, a template. Default: nothing. Example: `else: {fr: "En tête : {{ large_by_entity|leaders|shares('entity') }}.", en: "First: {{ large_by_entity|leaders|shares('entity') }}."}`
    #[serde(rename = "else")]
    pub otherwise: Option<Text>,
    /// Warnings that this definition waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}
