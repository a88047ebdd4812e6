//! The calendar of a breakdown. In: the dates that have rows, and the finer dates that each is made of.
//! Out: which periods there are, which of them are whole, which are missing between others.

use super::cut::cut;
use crate::results::CutPeriod;
use crate::text::{CalendarUnit, Date};
use std::collections::{BTreeMap, BTreeSet};

/// The periods that have rows.
#[derive(Debug)]
pub(super) struct Timeline {
    every: CalendarUnit,
    periods: BTreeMap<i64, Period>,
    /// The first period of which something is missing although there is more behind it.
    broken: Option<i64>,
    part: Option<CalendarUnit>,
    cut: Vec<CutPeriod>,
}

/// A period with rows.
#[derive(Clone, Copy, Debug)]
struct Period {
    date: Date,
    /// How many of its parts have rows, and how many there are; none where this is not known.
    parts: Option<(usize, usize)>,
}

/// A period that is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Incomplete {
    /// The date that stands for it.
    pub(super) date: Date,
    /// Its number.
    pub(super) period: i64,
    /// How many of its parts have rows.
    pub(super) parts: usize,
    /// How many parts it has.
    pub(super) of: usize,
}

/// The finer dates of each date, and in which periods of these a whole period has rows, where it is said.
pub(super) struct FinerDates {
    pub(super) of: BTreeMap<Date, BTreeSet<Date>>,
    pub(super) unit: Option<CalendarUnit>,
}

impl Timeline {
    /// The periods of some dates; the error is two dates that stand for one period.
    pub(super) fn new(
        every: CalendarUnit,
        dates: &BTreeSet<Date>,
        finer: Option<&FinerDates>,
    ) -> Result<Self, [Date; 2]> {
        let part = finer.and_then(|finer| finer.unit.or_else(|| usual_part(every, finer)));
        let mut periods = BTreeMap::new();
        let mut all = BTreeSet::new();
        for date in dates {
            let number = every.of(*date);
            let mut parts = None;
            if let (Some(part), Some(finer)) = (part, finer) {
                let own = finer.of.get(date).into_iter().flatten();
                let own: BTreeSet<i64> = own.map(|day| part.of(*day)).collect();
                parts = every.parts(number, part).map(|range| {
                    (
                        own.iter().filter(|at| range.contains(at)).count(),
                        range.count(),
                    )
                });
                all.extend(own);
            } else {
                all.insert(number);
            }
            let period = Period { date: *date, parts };
            if let Some(known) = periods.insert(number, period) {
                return Err([known.date, *date]);
            }
        }
        let step = part.unwrap_or(every);
        let following = all.iter().zip(all.iter().skip(1));
        let gap = following.into_iter().find(|(one, next)| *next - *one > 1);
        let broken = gap.and_then(|(one, _)| Some(every.of(step.first_day(one + 1)?)));
        Ok(Self {
            every,
            periods,
            broken,
            part,
            cut: Vec::new(),
        }
        .with_cut(finer))
    }

    /// Notes the first and the last period that seem to be cut, where it is not said of what a period is made.
    fn with_cut(mut self, finer: Option<&FinerDates>) -> Self {
        let finer = finer.filter(|finer| finer.unit.is_none());
        let days = finer.into_iter().flat_map(|finer| {
            let periods = self.periods.iter();
            periods.filter_map(|(number, found)| Some((*number, finer.of.get(&found.date)?)))
        });
        let mut cut = cut(self.every, &days.collect::<Vec<_>>());
        cut.retain(|it| self.is_whole(it.period));
        self.cut = cut;
        self
    }

    /// The first and the last period, as far as they seem to be cut.
    pub(super) fn cut(&self) -> &[CutPeriod] {
        &self.cut
    }

    /// In which periods a whole one has rows, where this is known.
    pub(super) fn part(&self) -> Option<CalendarUnit> {
        self.part
    }

    /// The number of the period of a date.
    pub(super) fn period(&self, date: Date) -> i64 {
        self.every.of(date)
    }

    /// Whether every date is the first day of its period.
    pub(super) fn is_named(&self) -> bool {
        let mut periods = self.periods.iter();
        periods.all(|(number, found)| self.every.first_day(*number) == Some(found.date))
    }

    /// The first period with rows.
    pub(super) fn first(&self) -> Option<i64> {
        self.periods.keys().next().copied()
    }

    /// Whether a period has rows.
    pub(super) fn has(&self, period: i64) -> bool {
        self.periods.contains_key(&period)
    }

    /// Whether a period has rows in all of its parts; true where its parts are not known.
    pub(super) fn is_whole(&self, period: i64) -> bool {
        let found = self.periods.get(&period);
        found.is_some_and(|it| it.parts.is_none_or(|(parts, of)| parts >= of))
    }

    /// Whether both periods are whole, so that a difference between them is one of their values.
    pub(super) fn are_comparable(&self, one: i64, other: i64) -> bool {
        self.is_whole(one) && self.is_whole(other)
    }

    /// The period before, if it has rows.
    pub(super) fn before(&self, period: i64) -> Option<i64> {
        Some(period - 1).filter(|before| self.has(*before))
    }

    /// The period after, if it has rows.
    pub(super) fn after(&self, period: i64) -> Option<i64> {
        Some(period + 1).filter(|after| self.has(*after))
    }

    /// The same period of the year before, if it has rows.
    pub(super) fn year_before(&self, period: i64) -> Option<i64> {
        let before = self.every.year_before(period)?;
        Some(before).filter(|before| self.has(*before))
    }

    /// Whether nothing is missing between the first period and the end of this one, or of what there is of it.
    pub(super) fn is_unbroken(&self, period: i64) -> bool {
        self.broken.is_none_or(|broken| period < broken)
    }

    /// The periods without rows between others, in order.
    pub(super) fn missing(&self) -> Vec<i64> {
        let known: Vec<i64> = self.periods.keys().copied().collect();
        let between = known.windows(2).flat_map(|pair| pair[0] + 1..pair[1]);
        between.collect()
    }

    /// The periods that are not whole, in order.
    pub(super) fn incomplete(&self) -> Vec<Incomplete> {
        let all = self.periods.iter().filter_map(|(period, found)| {
            let (parts, of) = found.parts.filter(|(parts, of)| parts < of)?;
            Some(Incomplete {
                date: found.date,
                period: *period,
                parts,
                of,
            })
        });
        all.collect()
    }
}

/// The parts of years and quarters where the spec does not say them: quarters if none has two dates, else months;
/// none where each period has a single date.
fn usual_part(every: CalendarUnit, finer: &FinerDates) -> Option<CalendarUnit> {
    let dates: BTreeSet<Date> = finer.of.values().flatten().copied().collect();
    let one_in_each = |unit: CalendarUnit| {
        let periods: BTreeSet<i64> = dates.iter().map(|day| unit.of(*day)).collect();
        periods.len() == dates.len()
    };
    match every {
        CalendarUnit::Day | CalendarUnit::Week | CalendarUnit::Month => None,
        CalendarUnit::Quarter | CalendarUnit::Year if one_in_each(every) => None,
        CalendarUnit::Year if one_in_each(CalendarUnit::Quarter) => Some(CalendarUnit::Quarter),
        CalendarUnit::Quarter | CalendarUnit::Year => Some(CalendarUnit::Month),
    }
}

#[cfg(test)]
mod tests {
    use super::{FinerDates, Timeline};
    use crate::text::CalendarUnit::{self, Day, Month, Quarter, Week, Year};
    use crate::text::Date;
    use std::collections::{BTreeMap, BTreeSet};

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn of(every: CalendarUnit, dates: &[&str]) -> Result<Timeline, [Date; 2]> {
        Timeline::new(every, &dates.iter().map(|it| date(it)).collect(), None)
    }

    /// Years of the days of a source.
    fn years(days: &[String], unit: Option<CalendarUnit>) -> Timeline {
        let mut of: BTreeMap<Date, BTreeSet<Date>> = BTreeMap::new();
        for day in days {
            let first = Year.first_day(Year.of(date(day))).unwrap();
            of.entry(first).or_default().insert(date(day));
        }
        let dates = of.keys().copied().collect();
        Timeline::new(Year, &dates, Some(&FinerDates { of, unit })).unwrap()
    }

    fn incomplete(timeline: &Timeline) -> Vec<(i64, usize, usize)> {
        let all = timeline.incomplete().into_iter();
        all.map(|it| (it.period, it.parts, it.of)).collect()
    }

    #[test]
    fn a_month_is_one_whatever_its_day_and_two_months_are_not_one() {
        let months = of(Month, &["2022-02-18", "2022-03-01", "2022-05-31"]).unwrap();
        let at = |text| months.period(date(text));
        assert_eq!(months.before(at("2022-03-10")), Some(at("2022-02-18")));
        assert_eq!(months.before(at("2022-05-31")), None);
        assert_eq!(months.before(at("2022-02-18")), None);
        assert_eq!(months.missing(), [at("2022-04-01")]);
        assert_eq!(months.first(), Some(at("2022-02-28")));
        assert!(months.is_unbroken(at("2022-03-01")) && !months.is_unbroken(at("2022-05-01")));
        assert!(months.is_whole(at("2022-05-01")) && !months.is_whole(at("2022-04-01")));
        assert!(months.incomplete().is_empty() && !months.is_named());
        assert!(of(Month, &["2022-02-01", "2022-03-01"]).unwrap().is_named());
    }

    #[test]
    fn two_dates_in_one_period_are_refused() {
        let dates = ["2022-02-01", "2022-02-18"];
        let refused = of(Month, &dates).unwrap_err();
        assert_eq!(refused, dates.map(date));
        assert!(of(Day, &dates).is_ok() && of(Week, &dates).is_ok());
        assert!(of(Quarter, &dates).is_err() && of(Year, &dates).is_err());
    }

    #[test]
    fn a_year_before_needs_rows_in_its_period() {
        let months = of(Month, &["2022-02-18", "2023-01-31", "2023-02-02"]).unwrap();
        let at = |text| months.period(date(text));
        assert_eq!(months.year_before(at("2023-02-02")), Some(at("2022-02-18")));
        assert_eq!(months.year_before(at("2023-01-31")), None);
    }

    #[test]
    fn a_year_of_months_is_whole_with_twelve_of_them() {
        let month = |year: i32, month: i32| format!("{year}-{month:02}-{:02}", 17 + month % 5);
        let mut days: Vec<String> = (2..=12).map(|it| month(2022, it)).collect();
        days.extend((1..=12).map(|it| month(2023, it)));
        days.extend((1..=8).map(|it| month(2024, it)));
        let found = years(&days, None);
        assert_eq!(found.part(), Some(Month));
        assert_eq!(incomplete(&found), [(2022, 11, 12), (2024, 8, 12)]);
        assert!(found.is_whole(2023) && !found.is_whole(2024));
        // Nothing is missing between the first month and the last one.
        assert!((2022..=2024).all(|year| found.is_unbroken(year)));
        // Without the December of 2022 all that comes behind it lacks it.
        days.retain(|day| !day.starts_with("2022-12"));
        let found = years(&days, None);
        assert_eq!(incomplete(&found)[0], (2022, 10, 12));
        assert!((2022..=2024).all(|year| !found.is_unbroken(year)));
    }

    #[test]
    fn parts_are_those_in_which_the_dates_come_unless_they_are_said() {
        let texts = |days: &[&str]| days.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let yearly = texts(&["2022-06-01", "2023-06-01"]);
        assert_eq!(years(&yearly, None).part(), None);
        assert!(years(&yearly, None).is_whole(2022));
        assert_eq!(incomplete(&years(&yearly, Some(Month))).len(), 2);
        let quarterly = texts(&["2022-01-31", "2022-04-30", "2022-07-31", "2022-10-31"]);
        assert_eq!(years(&quarterly, None).part(), Some(Quarter));
        assert!(years(&quarterly, None).is_whole(2022));
        let daily = texts(&["2022-01-01", "2022-01-02", "2022-04-01"]);
        assert_eq!(incomplete(&years(&daily, None)), [(2022, 2, 12)]);
        assert_eq!(incomplete(&years(&daily, Some(Day))), [(2022, 3, 365)]);
    }
}
