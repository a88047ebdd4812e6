//! Coverage of lookups and columns, and guards against the period before.

use super::{CheckSeverity, RowsOf};
use schemars::JsonSchema;
use serde::Deserialize;

/// How much of a measure, and of the rows, must be known; `{}` only says how much is.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Least share of the measure whose rows are known, a fraction of 1: the lookup has their key and a value for it, the cell of the column is not empty. Exactly as much is enough. Default: none. Example: `at_least: 0.99`
    #[schemars(range(min = 0.0, max = 1.0))]
    pub at_least: Option<f64>,
    /// The same for the rows: least share of them that are known. Default: none. Example: `rows_at_least: 0.6`
    #[schemars(range(min = 0.0, max = 1.0))]
    pub rows_at_least: Option<f64>,
    /// Most of the measure that rows may carry whose key the lookup does not have, a fraction of 1; rows without any key are not counted. Exactly as much is allowed. Default: none. Example: `unknown_at_most: 0.001`
    #[schemars(range(min = 0.0, max = 1.0))]
    pub unknown_at_most: Option<f64>,
    /// Values of the lookup that stand for none, such as a code for what has no country: rows with such a key are blank, not known. Default: none. Example: `blank: [ZZ]`
    #[serde(default)]
    pub blank: Vec<String>,
    /// Measure whose shares are meant, one that adds up. Default: the first one of the spec that adds up and that the report uses of the same source, else the number of rows. Example: `measure: downloads`
    pub measure: Option<String>,
    /// `scope` or `all`: whether only rows in scope count. Default: `scope`. Example: `rows: all`
    #[serde(default)]
    pub rows: RowsOf,
    /// What happens below a threshold: `error`, nothing is published, or `warning`. Default: `error`. Example: `severity: warning`
    #[serde(default)]
    pub severity: CheckSeverity,
}

/// How far a period may be from the one before. Beyond that nothing is published, unless `allow` waives the code of the problem.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guards {
    /// Share by which the rows of a source, and what measures sum or count of them, may rise or fall, a fraction of 1. Default: `0.25`. Example: `change: 0.5`
    #[schemars(range(min = 0.0))]
    pub change: Option<f64>,
    /// Difference by which the share of empty cells of a column may rise or fall, a fraction of 1. Default: `0.05`. Example: `empty: 0.1`
    #[schemars(range(min = 0.0, max = 1.0))]
    pub empty: Option<f64>,
    /// Most of the measure that a single key may carry which a lookup does not have, unless it was lacking in the period before too; a fraction of 1. Default: `0.01`. Example: `unknown: 0.002`
    #[schemars(range(min = 0.0, max = 1.0))]
    pub unknown: Option<f64>,
}
