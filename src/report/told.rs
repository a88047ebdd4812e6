//! What texts and charts tell of the period before.

use std::collections::{BTreeMap, BTreeSet};

/// What a report tells of the period before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tells {
    /// Whether a text, a chart, a table, a metric or a check does.
    pub any: bool,
    /// By template, the definitions of which it tells: where the change of one is withheld, there is no
    /// `previous` for it.
    pub by_text: BTreeMap<String, BTreeSet<Told>>,
    /// By chart, the same.
    pub by_chart: BTreeMap<String, BTreeSet<Told>>,
    /// By breakdown of which all columns are computed from change, the same.
    pub by_table: BTreeMap<String, BTreeSet<Told>>,
}

/// A definition of which something tells how it has changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    /// Columns of change of a breakdown, or its rows that left.
    Breakdown(String),
    /// The change of a metric.
    Metric(String),
}
