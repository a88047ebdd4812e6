//! What goes to the terminal; the only place that prints. A closed pipe ends quietly.

use super::Exit;
use crate::diagnostic::{Code, Diagnostic, Format, Severity, SourceMap, render};
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
pub(super) fn tell(problems: &[Diagnostic], sources: &SourceMap, format: Format) {
    for problem in problems {
        note(&render(problem, sources, format, true));
        if format == Format::Human {
            note("");
        }
    }
}

/// Says what to do with warnings.
pub(super) fn warned(warnings: &[Diagnostic], format: Format) {
    let Some(first) = warnings.first().filter(|_| format != Format::Json) else {
        return;
    };
    let mut codes = warnings.iter().map(|warning| warning.code);
    let waivable = codes.find(|code| *code != Code::UNUSED_WAIVER);
    note(&format!(
        "{} warning{}; `hfreport explain {}` says more{}",
        warnings.len(),
        if warnings.len() == 1 { "" } else { "s" },
        waivable.unwrap_or(first.code),
        waivable.map_or_else(String::new, |code| format!(
            ", `allow: [{code}]` keeps it as it is"
        ))
    ));
}

/// Tells a failure and its summary, and says how the command ends.
pub(super) fn fail(failure: &Failure, format: Format) -> Exit {
    tell(&failure.problems, &failure.sources, format);
    if format != Format::Json {
        let errors = failure.problems.iter();
        let errors = errors.filter(|problem| problem.severity == Severity::Error);
        let codes: Vec<&str> = errors.map(|problem| problem.code.as_str()).collect();
        note(&format!(
            "{} error{}{}",
            codes.len(),
            if codes.len() == 1 { "" } else { "s" },
            codes.first().map_or_else(String::new, |code| format!(
                "; `hfreport explain {code}` says more"
            ))
        ));
    }
    if failure.is_environment() {
        Exit::Environment
    } else {
        Exit::Wrong
    }
}
