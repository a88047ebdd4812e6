//! What the calendar says of breakdowns that go over dates. In: their frames. Out: a warning for periods
//! without rows, and for periods that are not whole.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::Breakdown;
use crate::results::{Frame, FrameCalendar};
use crate::text::{CalendarUnit, Locale};

/// How many periods a message names.
const NAMED: usize = 5;

/// The warnings about a frame of a breakdown.
pub(in crate::engine::rollup) fn calendar_notes(
    definition: &Breakdown,
    frame: &Frame,
) -> Vec<Diagnostic> {
    let Some(calendar) = &frame.calendar else {
        return Vec::new();
    };
    let name = &definition.name;
    let at = || Location::key(format!("{}/over", definition.pointer));
    let mut notes = Vec::new();
    if !calendar.missing.is_empty() {
        let message = format!(
            "breakdown `{name}` has no rows for {}: what would be computed of them is missing",
            named(calendar.missing.iter().map(|it| period(calendar, *it)))
        );
        let note = Diagnostic::warning(Code::MISSING_PERIOD, message).at(at());
        notes.push(note.hint(format!(
            "add the rows, or waive the warning with `allow: [{}]` in breakdown `{name}`; nothing is ever computed from one {} to another that does not follow it",
            Code::MISSING_PERIOD,
            calendar.every.key()
        )));
    }
    if let (Some(part), false) = (calendar.part, calendar.incomplete.is_empty()) {
        let incomplete = calendar
            .incomplete
            .iter()
            .map(|it| has_parts(calendar.every, part, (it.period, it.parts, it.of)));
        let message = format!(
            "not every {} of breakdown `{name}` is whole: {}",
            calendar.every.key(),
            named(incomplete)
        );
        let note = Diagnostic::warning(Code::NOT_WHOLE, message).at(at());
        notes.push(note.hint(format!(
            "labels say so, and no change, growth or mean is computed of what is not whole; waive the warning with `allow: [{}]` in breakdown `{name}`{}",
            Code::NOT_WHOLE,
            match (calendar.every, part) {
                (CalendarUnit::Year, CalendarUnit::Month) => {
                    ", or say of what a whole one is made: `parts: quarter`"
                }
                _ => "",
            }
        )));
    }
    notes.extend(cut_note(definition, calendar));
    notes
}

/// A warning for a first or last period that may not be whole, although nothing says of what a whole one is made.
fn cut_note(definition: &Breakdown, calendar: &FrameCalendar) -> Option<Diagnostic> {
    let name = &definition.name;
    let every = calendar.every.key();
    let cut = calendar.cut.iter().map(|it| it.told(calendar.every));
    let cut: Vec<String> = cut.collect();
    if cut.is_empty() {
        return None;
    }
    let message = format!(
        "a {every} of breakdown `{name}` may not be whole: {}; it is compared like the others",
        cut.join("; ")
    );
    let note = Diagnostic::warning(Code::CUT, message)
        .at(Location::key(format!("{}/over", definition.pointer)));
    Some(note.hint(format!(
        "where every day has rows, `over: {{…, parts: day}}` keeps a {every} that is not whole out of changes, and labels say so; else leave its rows out with `where`, or waive the warning with `allow: [{}]` in breakdown `{name}`",
        Code::CUT
    )))
}

/// How many parts of a period have rows: `2025 has 10 of 12 months`.
pub(super) fn has_parts(
    every: CalendarUnit,
    part: CalendarUnit,
    (period, parts, of): (i64, usize, usize),
) -> String {
    let of = part.counted(of, Locale::En).replace('\u{a0}', " ");
    format!("{} has {parts} of {of}", every.name(period, Locale::En))
}

fn period(calendar: &FrameCalendar, number: i64) -> String {
    calendar.every.name(number, Locale::En)
}

/// The first of some names, and how many there are more.
fn named(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let first: Vec<String> = names.take(NAMED).collect();
    match more {
        0 => first.join(", "),
        _ => format!("{} and {more} more", first.join(", ")),
    }
}
