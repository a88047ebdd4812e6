//! What goes to the terminal; the only place that prints. A closed pipe ends quietly.

use super::Exit;
use crate::diagnostic::{Diagnostic, Severity, SourceMap, render};
use crate::pipeline::Failure;
use std::io::{IsTerminal, Write};

/// Writes to standard output.
pub(super) fn out(text: &str) {
    let mut stream = anstream::stdout();
    // Nobody is left to tell when the reader has gone.
    let _ = writeln!(stream, "{text}");
}

/// Writes to standard error.
pub(super) fn note(text: &str) {
    let mut stream = anstream::stderr();
    let _ = writeln!(stream, "{text}");
}

/// Whether standard error is a terminal.
pub(super) fn is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Tells problems; anstream takes the colours out when there is no terminal, or with `NO_COLOR`.
pub(super) fn tell(problems: &[Diagnostic], sources: &SourceMap) {
    for problem in problems {
        note(&render(problem, sources, true));
        note("");
    }
}

/// Tells a failure and its summary, and says how the command ends.
pub(super) fn fail(failure: &Failure) -> Exit {
    tell(&failure.problems, &failure.sources);
    let errors = failure
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .count();
    note(&format!(
        "{errors} error{}",
        if errors == 1 { "" } else { "s" }
    ));
    if failure.is_environment() {
        Exit::Environment
    } else {
        Exit::Wrong
    }
}
