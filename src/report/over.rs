//! Change inside of one source of many dates: along which dates, in which periods of the calendar.

use crate::text::{CalendarUnit, Date};
use std::fmt::Write;

/// The dates along which a breakdown compares its rows, and what it computes besides.
#[derive(Clone, Debug)]
pub struct Over {
    /// Position in `by` of the dimension of dates.
    pub level: usize,
    /// The kind of period in which each date stands for one.
    pub every: CalendarUnit,
    /// Over how many periods the mean goes, the row's own and those before it; none without a mean.
    pub mean: Option<u32>,
    /// The period whose value is 100; none without an index.
    pub index: Option<IndexBase>,
    /// The finer dates that a period is made of; none where they are not known.
    pub parts: Option<Parts>,
}

/// The period whose value is 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexBase {
    /// The first one with rows.
    First,
    /// The one in which a day lies.
    Of(Date),
}

/// The finer dates that a period is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Column or dimension of these dates.
    pub dates: String,
    /// In which periods a whole period has rows; none where the dates tell it.
    pub unit: Option<CalendarUnit>,
}

impl Over {
    /// Its definition in the words of a spec: `by month, every month, mean 3, index first`.
    #[must_use]
    pub(crate) fn described(&self, by: &[String]) -> String {
        // Writing to a string cannot fail.
        let mut text = format!("by {}, every {}", by[self.level], self.every.key());
        if let Some(mean) = self.mean {
            let _ = write!(text, ", mean {mean}");
        }
        match self.index {
            None => {}
            Some(IndexBase::First) => text.push_str(", index first"),
            Some(IndexBase::Of(date)) => {
                let _ = write!(text, ", index {date}");
            }
        }
        if let Some(unit) = self.parts.as_ref().and_then(|parts| parts.unit) {
            let _ = write!(text, ", parts {}", unit.key());
        }
        text
    }
}
