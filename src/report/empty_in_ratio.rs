//! Ratios of different rows: columns of which empty cells are missing on one side only.

use crate::diagnostic::Subject;
use std::collections::BTreeSet;

/// A ratio that is wrong by the rows without some columns.
#[derive(Clone, Debug)]
pub(crate) struct EmptyInRatio {
    /// The measure or metric.
    pub(crate) subject: Option<Subject>,
    /// Index of the source.
    pub(crate) source: usize,
    /// The columns.
    pub(crate) columns: BTreeSet<String>,
}
