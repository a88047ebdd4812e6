//! Output to the terminal: the only place that prints. A closed pipe ends quietly.

use super::{Color, Exit};
use crate::diagnostic::{
    Batch, Code, Diagnostic, Format, Severity, SourceMap, counted, emit, nearest, there_are,
};
use crate::meter::Lap;
use crate::pipeline::{Checked, Failure};
use std::io::{BufRead, ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What of standard output could not be written, and why.
static UNWRITTEN: Mutex<Option<std::io::Error>> = Mutex::new(None);

/// The problems of a command that writes one log of them when it ends.
static LOG: Mutex<Vec<Logged>> = Mutex::new(Vec::new());

/// The problems of a spec, for a log.
struct Logged {
    spec: PathBuf,
    problems: Vec<Diagnostic>,
    sources: SourceMap,
}

/// Sets when messages have colours.
pub(super) fn color(when: Color) {
    let choice = match when {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Prints how long the phases and the measured steps took.
pub(super) fn timings(checked: &Checked) {
    let phases: Vec<String> = checked
        .timings
        .iter()
        .map(|(phase, time)| format!("{phase} {}", milliseconds(*time)))
        .collect();
    out(&phases.join(", "));
    let laps = checked.meter.laps();
    let name = |lap: &Lap| format!("{} {}", lap.step.name(), lap.name);
    let width = laps.iter().map(|lap| name(lap).chars().count()).max();
    for lap in &laps {
        let (name, width) = (name(lap), width.unwrap_or_default());
        out(&format!("  {name:<width$}  {:>9}", milliseconds(lap.time)));
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Writes to standard output.
pub(super) fn out(text: &str) {
    let mut stream = anstream::stdout();
    let written = writeln!(stream, "{text}").and_then(|()| stream.flush());
    // If the reader has gone, nobody is left to read it.
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        *UNWRITTEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

/// Writes the log of problems, if there is one, and returns how a command ended: not well where its output could not be written.
pub(super) fn end(exit: Exit) -> Exit {
    let logged = std::mem::take(&mut *LOG.lock().unwrap_or_else(PoisonError::into_inner));
    if !logged.is_empty() {
        let batches = logged.iter().map(|it| Batch {
            spec: &it.spec,
            problems: &it.problems,
            sources: &it.sources,
        });
        let batches: Vec<Batch<'_>> = batches.collect();
        let _ = write!(
            anstream::stderr(),
            "{}",
            emit(&batches, Format::Sarif, true)
        );
    }
    let unwritten = UNWRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(error) = &*unwritten else {
        return exit;
    };
    note(&format!("cannot write to standard output: {error}"));
    if exit == Exit::Wrong {
        exit
    } else {
        Exit::Environment
    }
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

/// Writes all problems to standard error; anstream removes the colours if there is no terminal, or
/// with `NO_COLOR`. A log in SARIF is one document, which is written when the command ends.
pub(super) fn report(batches: &[Batch<'_>], format: Format) {
    if format == Format::Sarif {
        let logged = batches.iter().map(|batch| Logged {
            spec: batch.spec.to_owned(),
            problems: batch.problems.to_vec(),
            sources: batch.sources.clone(),
        });
        let mut log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend(logged);
        return;
    }
    let mut stream = anstream::stderr();
    let _ = write!(stream, "{}", emit(batches, format, true));
}

/// Prints the number of errors, or else of warnings, and what to do next.
pub(super) fn summary(batches: &[Batch<'_>], format: Format) {
    if format.is_for_programs() {
        return;
    }
    let codes = |severity: Severity| -> Vec<Code> {
        let problems = batches.iter().flat_map(|batch| batch.problems);
        let problems = problems.filter(|problem| problem.severity == severity);
        problems.map(|problem| problem.code).collect()
    };
    let (errors, warnings) = (codes(Severity::Error), codes(Severity::Warning));
    if let Some(first) = errors.first() {
        note(&format!(
            "{}; `hfreport explain {first}` says more",
            counted(errors.len(), "error", "errors"),
        ));
    } else if let Some(first) = warnings.first() {
        let mut codes = warnings.iter();
        let waivable = codes.find(|code| **code != Code::UNUSED_WAIVER);
        note(&format!(
            "{}; `hfreport explain {}` says more{}",
            counted(warnings.len(), "warning", "warnings"),
            waivable.unwrap_or(first),
            waivable.map_or_else(String::new, |code| format!(
                ", `allow: [{code}]` keeps it as it is"
            ))
        ));
    }
}

/// Reports a failure and its summary, and returns the outcome of the command.
pub(super) fn fail(failure: &Failure, format: Format) -> Exit {
    report(&[failure.batch()], format);
    summary(&[failure.batch()], format);
    ended(failure)
}

/// Reports a name of the command line that refers to nothing; `what` is what it should be.
pub(super) fn unknown<'n>(
    what: &str,
    name: &str,
    names: impl Iterator<Item = &'n str> + Clone,
    (checked, format): (&Checked, Format),
) -> Exit {
    let message = format!("there is no {what} `{name}`; {}", there_are(names.clone()));
    let problem = Diagnostic::error(Code::UNKNOWN_NAME, message)
        .maybe_hint(nearest(name, names))
        .environment();
    let failure = Failure {
        spec: checked.path.clone(),
        problems: vec![problem],
        sources: SourceMap::default(),
    };
    fail(&failure, format)
}

/// The outcome of a failed command.
pub(super) fn ended(failure: &Failure) -> Exit {
    if failure.is_environment() {
        Exit::Environment
    } else {
        Exit::Wrong
    }
}

/// Questions to the user at the terminal.
#[derive(Debug)]
pub(super) struct Questions;

impl Questions {
    /// Questions can be asked if standard input and standard error are terminals.
    pub(super) fn on_terminal() -> Option<Self> {
        (std::io::stdin().is_terminal() && is_terminal()).then_some(Self)
    }

    /// The answer, or what is suggested when the answer is empty or there is none.
    #[allow(clippy::unused_self, reason = "only who is at a terminal can ask")]
    pub(super) fn ask(&self, question: &str, suggested: &str) -> String {
        ask(
            &mut std::io::stdin().lock(),
            &mut anstream::stderr(),
            question,
            suggested,
        )
    }

    /// One of some names; the question is repeated for any other answer.
    pub(super) fn choose(&self, question: &str, names: &[String], suggested: &str) -> String {
        loop {
            note(&format!("  {}", names.join(", ")));
            let answer = self.ask(question, suggested);
            if answer == suggested || names.contains(&answer) {
                return answer;
            }
            let nearest = crate::diagnostic::nearest(&answer, names.iter().map(String::as_str));
            note(&format!(
                "  `{answer}` is none of them{}",
                nearest.map_or_else(String::new, |hint| format!("; {hint}"))
            ));
        }
    }
}

fn ask(
    input: &mut impl BufRead,
    output: &mut impl Write,
    question: &str,
    suggested: &str,
) -> String {
    let shown = if suggested.is_empty() {
        String::new()
    } else {
        format!(" [{suggested}]")
    };
    let _ = write!(output, "{question}{shown}: ");
    let _ = output.flush();
    let mut answer = String::new();
    // End of input counts as an empty answer.
    let _ = input.read_line(&mut answer);
    let answer = answer.trim();
    let answer = if answer.is_empty() { suggested } else { answer };
    answer.to_owned()
}

#[cfg(test)]
mod tests {
    use super::ask;

    fn answered(typed: &str) -> (String, String) {
        let mut shown = Vec::new();
        let answer = ask(&mut typed.as_bytes(), &mut shown, "Measure", "downloads");
        (answer, String::from_utf8(shown).unwrap())
    }

    #[test]
    fn an_empty_answer_takes_what_is_suggested() {
        let question = "Measure [downloads]: ".to_owned();
        assert_eq!(
            answered("likes\nmore\n"),
            ("likes".into(), question.clone())
        );
        assert_eq!(answered("\n"), ("downloads".into(), question.clone()));
        assert_eq!(answered(""), ("downloads".into(), question));
    }
}
