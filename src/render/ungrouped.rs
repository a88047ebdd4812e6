//! Large numbers of texts that are printed without groups of thousands. In: a text with the origins of its numbers. Out: a warning
//! of the first number of a measure, a metric or rows that a template prints without a filter: `7000000000`.

use super::trace::{Term, Traced, TracedText};
use crate::diagnostic::{Code, Diagnostic, Location, Subject};
use crate::report::Report;
use crate::results::Results;
use crate::text::MINUS;

/// The fewest digits that are grouped everywhere; years have four.
const DIGITS: usize = 5;

/// The warning of a text, at its place in the spec.
pub(super) fn ungrouped(
    (report, results): (&Report, &Results),
    written: &TracedText,
    pointer: &str,
) -> Option<Diagnostic> {
    let mut numbers = written.numbers.iter();
    let (number, digits) = numbers.find_map(|number| {
        let text = written.text.get(number.range.clone())?;
        let digits = text.trim_start_matches(MINUS);
        let is_bare = digits.len() >= DIGITS && digits.bytes().all(|it| it.is_ascii_digit());
        (is_bare && counts(number)).then_some((number, digits))
    })?;
    let of = named(report, results, number).map_or_else(String::new, |name| format!(" of {name}"));
    let message = format!("a text prints {digits}{of} without groups of thousands");
    let warning = Diagnostic::warning(Code::UNGROUPED, message)
        .about(Subject::of(pointer))
        .at(Location::value(pointer));
    Some(warning.hint("`|integer` writes it as each language does, `|compact` in words; a column of a breakdown has `|currency(\"EUR\")` and others too"))
}

/// Whether a number counts or measures: a param may be a code.
fn counts(number: &Traced) -> bool {
    !matches!(
        number.terms.first(),
        None | Some(Term::Param(_) | Term::Previous(_) | Term::Claim(_))
    )
}

/// What a number is of, in the words of the spec.
fn named(report: &Report, results: &Results, number: &Traced) -> Option<String> {
    match number.terms.first()? {
        Term::Metric(at, _) => {
            let (name, _) = report.metrics.get_index(*at)?;
            Some(format!("metric `{name}`"))
        }
        Term::Cell(cell) => {
            let (name, _) = results.frames.get_index(cell.frame)?;
            Some(format!("breakdown `{name}`"))
        }
        Term::Sum { frame, .. } | Term::Rows { frame, .. } => {
            let (name, _) = results.frames.get_index(*frame)?;
            Some(format!("breakdown `{name}`"))
        }
        _ => None,
    }
}
