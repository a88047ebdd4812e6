//! Ratios of different rows: columns of which empty cells are missing on one side only.

use crate::diagnostic::{Location, Subject};
use crate::sql::Expression;
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
    /// Where the warning of it stands.
    pub(crate) location: Location,
    /// True of the rows that count on one side only; none where the rows of a source do not tell.
    pub(crate) one_sided: Option<Expression>,
}
