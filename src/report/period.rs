//! The period of a run, and the one before.

use crate::source::Location;
use crate::text::{CalendarUnit, Date};
use indexmap::IndexMap;
use std::path::PathBuf;

/// The period of a run, in a report with `periods`.
#[derive(Clone, Debug)]
pub(crate) struct Period {
    /// The param that names it.
    pub param: String,
    /// Its name: the value of that param, as in paths.
    pub name: String,
    /// How much of the calendar a period is, by the distance of those that there are; `None` of weeks, days, and what is no time.
    pub unit: Option<CalendarUnit>,
    /// The params that periods set.
    pub sets: Vec<String>,
    /// The period before; `None` of the first one.
    pub before: Option<PeriodBefore>,
    /// What the spec gives the period before today; nothing of the first one.
    pub inputs_before: PeriodInputs,
    /// The periods before that one, the oldest first.
    pub earlier: Vec<PeriodBefore>,
}

/// The period before, and the place of its bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PeriodBefore {
    /// Its name.
    pub name: String,
    /// The folder of its bundle.
    pub folder: PathBuf,
    /// Whether the folder was given on the command line.
    pub is_typed: bool,
    /// Whether the periods are run in turn, so that the bundle would be there if its run had not failed.
    pub is_expected: bool,
}

/// What a period has of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct PeriodInputs {
    /// The params that periods set, as in paths.
    pub params: IndexMap<String, String>,
    /// The files of the sources whose path names the period; none that are fetched.
    pub files: IndexMap<String, Location>,
}

/// The day that the name of a period says, or the first one of the month or the year: `2025-11-01`, `202511`, `2025`.
pub(crate) fn first_day(name: &str) -> Option<Date> {
    let of_digits = || {
        let number: u32 = name.parse().ok()?;
        let (year, month) = match name.len() {
            4 => (number, 1),
            6 => (number / 100, number % 100),
            _ => return None,
        };
        let year = u16::try_from(year)
            .ok()
            .filter(|it| (1900..=2199).contains(it))?;
        Date::new(year, u8::try_from(month).ok()?, 1)
    };
    Date::parse(name).or_else(of_digits)
}

/// How much of the calendar each of some periods is, by their names: a month where they are about a month or two apart, and where there is one alone that
/// names no year; `None` where they are no days, or stand closer together.
pub(crate) fn unit_of(names: &[String]) -> Option<CalendarUnit> {
    let days = names.iter().map(|it| first_day(it).map(Date::number));
    let days: Vec<i64> = days.collect::<Option<_>>()?;
    let distances = days.windows(2).map(|two| two[1] - two[0]);
    match distances.min() {
        None if names.iter().any(|it| it.len() == 4) => Some(CalendarUnit::Year),
        None | Some(25..85) => Some(CalendarUnit::Month),
        Some(85..350) => Some(CalendarUnit::Quarter),
        Some(350..) => Some(CalendarUnit::Year),
        Some(_) => None,
    }
}
