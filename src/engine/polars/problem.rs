//! Problems with the rows of a source.

use crate::diagnostic::{Diagnostic, Location};
use crate::engine::refused;
use polars::prelude::PolarsError;

/// What can go wrong with rows: the engine's own error, or one that is told in full.
pub(super) enum Problem {
    Polars(PolarsError),
    Told(Box<Diagnostic>),
}

impl Problem {
    /// What the plan names is not there.
    pub(super) fn plan(name: &str) -> Self {
        Self::Told(Box::new(refused("the plan", &name)))
    }

    /// As a diagnostic about a source.
    pub(super) fn told(self, source: &str) -> Diagnostic {
        match self {
            Self::Told(diagnostic) => *diagnostic,
            Self::Polars(error) => refused(&format!("source `{source}`"), &error).at(
                Location::key(format!("/sources/{}", crate::spec::escape(source))),
            ),
        }
    }
}

impl From<PolarsError> for Problem {
    fn from(error: PolarsError) -> Self {
        Self::Polars(error)
    }
}
