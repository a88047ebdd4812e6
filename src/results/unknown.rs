//! What means nothing in a run. In: columns of a breakdown. Out: whether an expression over its rows reads one of
//! them, so that it has no value either.

use std::collections::BTreeSet;

/// Columns of a breakdown without a meaning in this run: those of change, where there is no period before or the
/// change is withheld, and all that is computed from these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Whether not even its rows mean anything.
    everything: bool,
    columns: BTreeSet<String>,
}

impl Unknown {
    /// Some columns.
    pub(crate) fn columns(names: impl IntoIterator<Item = String>) -> Self {
        Self {
            everything: false,
            columns: names.into_iter().collect(),
        }
    }

    /// The rows and all columns.
    #[must_use]
    pub(crate) fn everything() -> Self {
        Self {
            everything: true,
            columns: BTreeSet::new(),
        }
    }

    /// Whether one of these names, or the rows themselves, mean nothing.
    pub(crate) fn touches<'a>(&self, names: impl IntoIterator<Item = &'a String>) -> bool {
        self.everything || names.into_iter().any(|name| self.columns.contains(name))
    }
}
