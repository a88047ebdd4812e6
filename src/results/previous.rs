//! The period before, as it was published. In: what the pipeline reads in its bundle. Out: exact values of
//! its rows and metrics, in the columns of this report, for what may be compared.

use super::{Key, PreviousCoverage, Value};
use crate::spec::ParamValue;
use indexmap::IndexMap;

/// The period before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Previous {
    /// Its name: the value of the param that names periods, as in paths.
    pub period: String,
    /// Its params.
    pub params: IndexMap<String, ParamValue>,
    /// Its breakdowns. One is missing where the change of it is withheld, or it was not there.
    pub breakdowns: IndexMap<String, PreviousBreakdown>,
    /// The values of its metrics; likewise.
    pub metrics: IndexMap<String, Value>,
    /// Whether its claims held. One is missing where its condition, or what that uses, is not the same now.
    pub claims: IndexMap<String, bool>,
    /// Of each breakdown with rows of several periods, the rows that it starts from as they were in those before, the
    /// oldest first, by the name of the period.
    pub courses: IndexMap<String, Vec<(String, PreviousBreakdown)>>,
    /// What was known of each coverage of which the same is asked now.
    pub coverage: IndexMap<String, PreviousCoverage>,
}

/// A breakdown of the period before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PreviousBreakdown {
    /// Its rows in order.
    pub rows: Vec<PreviousRow>,
    /// The values of the total, where it had one.
    pub total: Option<Vec<Value>>,
}

/// A row of a breakdown of the period before.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviousRow {
    /// One per dimension.
    pub keys: Vec<Key>,
    /// One per attribute.
    pub attributes: Vec<Key>,
    /// One per column of this report that holds a value and is none of change; null where it was not there.
    pub values: Vec<Value>,
}

/// How a metric has changed since the period before.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricChange {
    /// The value in the period before.
    pub previous: Value,
    /// The value minus that one; of a share in percentage points.
    pub change: Value,
    /// The change as a fraction of the value before; null of a share.
    pub growth: Value,
}
