//! Change inside of one source of many dates: along which dates, in which periods of the calendar.

use super::definition_part::Wording;
use crate::text::{CalendarUnit, Date, Locale};
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
    /// In which periods a whole period has rows; none where it is not said: the dates tell it of quarters and years, and of no shorter
    /// period.
    pub unit: Option<CalendarUnit>,
}

impl Over {
    /// Whether it is known of each period if it is whole.
    #[must_use]
    pub(crate) fn tells_whole(&self) -> bool {
        let is_long = matches!(self.every, CalendarUnit::Quarter | CalendarUnit::Year);
        self.parts
            .as_ref()
            .is_some_and(|it| is_long || it.unit.is_some())
    }

    /// Its definition along a dimension: in the words of a spec `by month, every month, mean 3, index first`.
    #[must_use]
    pub(crate) fn described(&self, along: &str, wording: Wording<'_>) -> String {
        match wording {
            Wording::Spec => self.described_as_written(along),
            Wording::Page(Locale::Fr, _) => self.described_in_french(along),
            Wording::Page(Locale::En, _) => self.described_in_english(along),
        }
    }

    fn described_in_english(&self, along: &str) -> String {
        let mut text = format!("{along}, by {}", self.every.key());
        if let Some(mean) = self.mean {
            let _ = write!(text, ", {mean}-{} average", self.every.key());
        }
        match self.index {
            None => {}
            Some(IndexBase::First) => text.push_str(", first date = 100"),
            Some(IndexBase::Of(date)) => {
                let _ = write!(text, ", {} = 100", date.long(Locale::En));
            }
        }
        if let Some(parts) = self.parts.as_ref().and_then(|parts| parts.unit) {
            let _ = write!(text, ", whole periods in {}s", parts.key());
        }
        text
    }

    fn described_in_french(&self, along: &str) -> String {
        let mut text = format!("{along}, par {}", unit(self.every, false));
        if let Some(mean) = self.mean {
            let _ = write!(text, ", moyenne sur {mean} {}", unit(self.every, true));
        }
        match self.index {
            None => {}
            Some(IndexBase::First) => text.push_str(", base 100 à la première date"),
            Some(IndexBase::Of(date)) => {
                let _ = write!(text, ", base 100 au {}", date.long(Locale::Fr));
            }
        }
        if let Some(parts) = self.parts.as_ref().and_then(|parts| parts.unit) {
            let _ = write!(text, ", périodes complètes en {}", unit(parts, true));
        }
        text
    }

    fn described_as_written(&self, along: &str) -> String {
        // Writing to a string cannot fail.
        let mut text = format!("by {along}, every {}", self.every.key());
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

/// A French noun for a kind of period.
#[must_use]
pub(super) const fn unit(unit: CalendarUnit, is_many: bool) -> &'static str {
    match (unit, is_many) {
        (CalendarUnit::Day, false) => "jour",
        (CalendarUnit::Day, true) => "jours",
        (CalendarUnit::Week, false) => "semaine",
        (CalendarUnit::Week, true) => "semaines",
        (CalendarUnit::Month, _) => "mois",
        (CalendarUnit::Quarter, false) => "trimestre",
        (CalendarUnit::Quarter, true) => "trimestres",
        (CalendarUnit::Year, false) => "année",
        (CalendarUnit::Year, true) => "années",
    }
}
