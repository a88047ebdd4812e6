//! Many problems at once: collected over a phase, in the order of the file, each reported once.

use super::{Code, Diagnostic, Severity};
use std::collections::BTreeMap;

/// A result of a phase that can fail in several places at once.
pub type Outcome<T> = Result<T, Vec<Diagnostic>>;

/// Collects problems over a phase, so that all are reported at once.
#[derive(Debug, Default)]
pub struct Collector {
    items: Vec<Diagnostic>,
    /// Numbers of the problems with one message at one location.
    known: BTreeMap<(String, String), Vec<usize>>,
}

impl Collector {
    /// Keeps a problem, once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let location = format!("{:?}", diagnostic.location);
        let known = self.known.entry((diagnostic.message.clone(), location));
        let known = known.or_default();
        if !known.iter().any(|at| self.items[*at] == diagnostic) {
            known.push(self.items.len());
            self.items.push(diagnostic);
        }
    }

    /// Keeps the problem of a result and returns its value.
    pub fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
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
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|d| d.severity == Severity::Error)
    }

    /// All problems, in the order in which they came up.
    #[must_use]
    pub fn into_problems(self) -> Vec<Diagnostic> {
        self.items
    }
}

/// Further spans that a message shows.
const SHOWN_SPANS: usize = 3;

/// One problem for each message: what is wrong for the same reason at several spans is reported once,
/// with the other spans beside the first; what is found twice at one span, once a locale, is one.
#[must_use]
pub fn merged(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut merged: Vec<(Diagnostic, usize)> = Vec::new();
    let mut first: BTreeMap<(Code, bool, String), usize> = BTreeMap::new();
    for problem in in_order(problems) {
        let is_error = problem.severity == Severity::Error;
        let key = (problem.code, is_error, problem.message.clone());
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
