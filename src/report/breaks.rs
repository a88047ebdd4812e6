//! Counting breaks: days on which what is counted changed, so that numbers before and behind it are not of one kind.

use super::LocalText;
use crate::text::{Date, Locale};
use std::ops::Range;
use std::path::PathBuf;

/// The counting breaks that a report knows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Breaks {
    /// Their table.
    pub path: Option<PathBuf>,
    /// All of them, the oldest first.
    pub list: Vec<CountingBreak>,
    /// Positions of those behind the period before, up to the one that is run; all in a report without periods.
    pub since: Range<usize>,
}

/// A day on which what is counted changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CountingBreak {
    /// The first day that is counted in the new way, or one by which it is.
    pub date: Date,
    /// Whether the day is only one by which it is, such as that of the documentation.
    pub latest: bool,
    /// What changed, a sentence.
    pub what: LocalText,
    /// Where it is said.
    pub source: String,
}

impl CountingBreak {
    /// The day and what changed, a sentence.
    pub(crate) fn sentence(&self, locale: Locale) -> String {
        let (day, what) = (self.date.long(locale), self.what.get(locale));
        match (locale, self.latest) {
            (Locale::Fr, false) => format!("Ce qui est compté a changé le {day}\u{a0}: {what}"),
            (Locale::Fr, true) => {
                format!("Ce qui est compté a changé au plus tard le {day}\u{a0}: {what}")
            }
            (Locale::En, false) => format!("What is counted changed on {day}: {what}"),
            (Locale::En, true) => {
                format!("What is counted changed by {day} at the latest: {what}")
            }
        }
    }
}

impl Breaks {
    /// Those behind the period before.
    pub(crate) fn since(&self) -> &[CountingBreak] {
        self.list.get(self.since.clone()).unwrap_or_default()
    }

    /// Those behind the period before in a line, for messages; empty where there are none.
    pub(crate) fn told(&self) -> String {
        let told = self.since().iter().map(|it| {
            let what = it.what.get(Locale::En);
            let by = if it.latest { "at the latest on " } else { "" };
            format!("{by}{}: {what}", it.date)
        });
        told.collect::<Vec<_>>().join("; ")
    }
}
