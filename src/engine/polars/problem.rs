//! Problems with the rows of a source.

use crate::diagnostic::{Diagnostic, Location};
use crate::engine::refused;
use polars::prelude::PolarsError;

/// A problem with rows: the engine's own error, or a complete diagnostic.
pub(super) enum Problem {
    Polars(PolarsError),
    Told(Box<Diagnostic>),
}

impl Problem {
    /// A name in the plan that does not exist.
    pub(super) fn plan(name: &str) -> Self {
        Self::Told(Box::new(refused("the plan", &name)))
    }

    /// As a diagnostic about a source.
    pub(super) fn into_diagnostic(self, source: &str) -> Diagnostic {
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
