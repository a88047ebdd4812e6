//! Work within limits: exceeding them is reported like any other problem, and ends the program.

use super::terminal::fail;
use crate::diagnostic::{Code, Diagnostic, Format, SourceMap};
use crate::pipeline::Failure;
use crate::serve::Work;
use crate::world::{Limits, limited};
use std::path::Path;

/// Reads and computes within limits. `spec` is the spec being worked on.
pub(super) fn computed<T>(spec: &Path, format: Format, work: impl FnOnce() -> T) -> T {
    let spec = spec.to_owned();
    let exceeded = move |what: &str| exceeded(Work::Computing, &spec, what, format);
    limited(Limits::computing, exceeded, work)
}

/// Reports work that exceeds its limits: a file that is not what it seems, definitions that
/// multiply, a template that would never end.
pub(super) fn exceeded(work: Work, spec: &Path, what: &str, format: Format) {
    let problem = match work {
        Work::Computing => Diagnostic::error(
            Code::EXECUTION,
            format!("reading and computing take {what}"),
        )
        .hint("look for a file that is not what it seems, or for definitions that multiply each other; nothing was written"),
        Work::Rendering => Diagnostic::error(Code::TEMPLATE, format!("the texts take {what}"))
            .hint("look for a loop, or a list that is added to itself; nothing was written"),
    };
    let failure = Failure {
        spec: spec.to_owned(),
        problems: vec![problem],
        sources: SourceMap::default(),
    };
    fail(&failure, format);
}
