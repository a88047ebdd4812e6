//! Labels for the keys of a frame. In: a key among the rows. Out: its label, which cannot be
//! confused with that of a value of the data; the word for a row that is new.

use crate::report::{Column, Fact, Keep, Report, Slot};
use crate::results::{Frame, Key, Row, Value, key_label};
use crate::text::{CalendarUnit, Locale};
use std::cell::RefCell;

/// Labels for the keys of a frame, in one locale.
pub(super) struct RowLabels<'a> {
    report: &'a Report,
    frame: &'a Frame,
    locale: Locale,
    /// Of the folded rest and of missing values in a column, whether a value has the same label, as far as it is known.
    taken: RefCell<Vec<(Slot, Key, bool)>>,
}

impl<'a> RowLabels<'a> {
    pub(super) fn new(report: &'a Report, frame: &'a Frame, locale: Locale) -> Self {
        Self {
            report,
            frame,
            locale,
            taken: RefCell::default(),
        }
    }

    /// The label of a key among the rows of the frame; of a period its name, and that it is not whole. If a value of the data
    /// has the same label as the folded rest or as missing values, the label of these is made more explicit.
    pub(super) fn label(&self, dimension: &str, key: &Key) -> String {
        let (frame, locale) = (self.frame, self.locale);
        let Some(column) = frame.columns.get(dimension) else {
            return String::new();
        };
        let label = key_label(self.report, column, key, locale);
        let said_more = match (key, locale) {
            (Key::Code(code), _) => {
                let name = frame.period_name(column.slot, code, locale);
                let label = name.unwrap_or(label);
                return match frame.incomplete(column.slot, code) {
                    Some((parts, of, unit)) => not_whole(&label, parts, unit, of, locale),
                    None => label,
                };
            }
            (Key::Others, Locale::Fr) => "le reste, regroupé",
            (Key::Others, Locale::En) => "the rest, folded",
            (Key::Missing, Locale::Fr) => "sans valeur",
            (Key::Missing, Locale::En) => "without a value",
        };
        if self.is_taken(column, key, &label) {
            format!("{label} ({said_more})")
        } else {
            label
        }
    }

    /// Whether a value of the data has the label of another key.
    fn is_taken(&self, column: &Column, key: &Key, label: &str) -> bool {
        let mut known = self.taken.borrow_mut();
        let mut found = known.iter();
        if let Some((_, _, is_taken)) =
            found.find(|(slot, of, _)| *slot == column.slot && of == key)
        {
            return *is_taken;
        }
        let mut keys = self
            .frame
            .rows
            .iter()
            .filter_map(|row| row.key(column.slot));
        let is_taken = keys.any(|other| {
            let is_value = matches!(other, Key::Code(_));
            is_value && key_label(self.report, column, other, self.locale) == label
        });
        known.push((column.slot, key.clone(), is_taken));
        is_taken
    }
}

/// The word for a row that was not there in the period before: new, or one that has come among those that are kept, since it may have
/// been folded then.
pub(super) fn word_of_new(
    report: &Report,
    frame: &Frame,
    row: &Row,
    locale: Locale,
) -> Option<&'static str> {
    let entered = frame.columns.get(Fact::Entered.name())?;
    let is_new = row.value(entered.slot) == Some(&Value::Boolean(true));
    let breakdown = report.breakdowns.get(&frame.name);
    let keeps = breakdown.is_some_and(|it| it.keep.values().any(Keep::is_chosen_by_data));
    is_new.then(|| match (keeps, locale) {
        (false, _) => Fact::Entered.word(locale),
        (true, Locale::Fr) => "entrée",
        (true, Locale::En) => "enters",
    })
}

/// A period of which parts are missing: `2022 (11 mois sur 12)`, `2022 (11 of 12 months)`.
fn not_whole(label: &str, parts: usize, unit: CalendarUnit, of: usize, locale: Locale) -> String {
    match locale {
        Locale::Fr => format!("{label} ({} sur\u{a0}{of})", unit.counted(parts, locale)),
        Locale::En => format!("{label} ({parts} of {})", unit.counted(of, locale)),
    }
}
