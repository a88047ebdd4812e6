//! Many problems at once: collected over a phase, in the order of the file, each reported once.

use super::{Code, Diagnostic, Severity};
use std::collections::BTreeMap;

/// A result of a phase that can fail in several places at once.
pub type Outcome<T> = Result<T, Vec<Diagnostic>>;

/// Collects problems over a phase, so that all are reported at once.
#[derive(Debug, Default)]
pub struct Collector {
    items: Vec<Diagnostic>,
    /// Indexes of the problems with the same message and location.
    known: BTreeMap<(String, String), Vec<usize>>,
}

impl Collector {
    /// Adds a problem, unless it is already there.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let location = format!("{:?}", diagnostic.location);
        let known = self.known.entry((diagnostic.message.clone(), location));
        let known = known.or_default();
        if !known.iter().any(|at| self.items[*at] == diagnostic) {
            known.push(self.items.len());
            self.items.push(diagnostic);
        }
    }

    /// Takes the problem out of a result and returns its value.
    pub(crate) fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(diagnostic) => {
                self.push(diagnostic);
                None
            }
        }
    }

    /// Whether an error is among them.
    #[must_use]
    pub(crate) fn has_errors(&self) -> bool {
        self.items.iter().any(|d| d.severity == Severity::Error)
    }

    /// All problems, in the order in which they were found.
    #[must_use]
    pub(crate) fn into_problems(self) -> Vec<Diagnostic> {
        self.items
    }
}

/// How many further spans a message shows.
const SHOWN_SPANS: usize = 3;

/// Merges problems with the same message and hints: the first one keeps its span and lists the other spans as
/// related. A problem found twice at one span, once per locale, is reported once.
#[must_use]
pub fn merged(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut merged: Vec<(Diagnostic, usize)> = Vec::new();
    let mut first: BTreeMap<(Code, bool, String, Vec<String>), usize> = BTreeMap::new();
    for problem in in_order(problems) {
        let is_error = problem.severity == Severity::Error;
        let (message, hints) = (problem.message.clone(), problem.hints.clone());
        let key = (problem.code, is_error, message, hints);
        let known = first.get(&key).filter(|_| problem.span().is_some());
        match known.map(|at| &mut merged[*at]) {
            Some((known, _)) if known.span() == problem.span() => {}
            Some((known, more)) => {
                *more += 1;
                if *more <= SHOWN_SPANS {
                    known
                        .related
                        .push((problem.location, "also here".to_owned()));
                }
            }
            None => {
                if problem.span().is_some() {
                    first.insert(key, merged.len());
                }
                merged.push((problem, 0));
            }
        }
    }
    let merged = merged.into_iter().map(|(problem, more)| match more {
        0..=SHOWN_SPANS => problem,
        more => problem.hint(format!("also in {} more places", more - SHOWN_SPANS)),
    });
    merged.collect()
}

/// Problems in the order of the file; those without a span come first.
#[must_use]
pub fn in_order(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.sort_by_key(|problem| problem.span().map(|span| (span.file, span.start)));
    problems
}
