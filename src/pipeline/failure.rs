//! A failed phase.

use crate::diagnostic::{Batch, Diagnostic, Format, Severity, SourceMap, emit};
use std::fmt;
use std::path::PathBuf;

/// A failed phase: all problems, with the texts that their spans refer to.
///
/// As text it has a line for each problem. [`emit`] writes them in the forms of the command line, and
/// [`SourceMap::line_column`] says where a span lies.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The spec, as requested.
    pub spec: PathBuf,
    /// Problems, including warnings.
    pub problems: Vec<Diagnostic>,
    /// Texts of the files.
    pub sources: SourceMap,
}

impl Failure {
    /// The problems in the form that emitters take.
    #[must_use]
    pub fn batch(&self) -> Batch<'_> {
        Batch {
            spec: &self.spec,
            problems: &self.problems,
            sources: &self.sources,
        }
    }

    /// Whether the machine is at fault and not the spec.
    #[must_use]
    pub(crate) fn is_environment(&self) -> bool {
        self.problems
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .all(|d| d.environment)
    }
}

/// A line for each problem, errors first.
impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut problems = self.problems.clone();
        problems.sort_by_key(|problem| problem.severity != Severity::Error);
        let batch = Batch {
            problems: &problems,
            ..self.batch()
        };
        formatter.write_str(emit(&[batch], Format::Short, false).trim_end())
    }
}

impl std::error::Error for Failure {}
