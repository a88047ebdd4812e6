//! Periods at the ends of a source that seem to be cut. In: the days of each period. Out: the first one, if its days begin
//! later than those of all others, and the last one, if its days end sooner.

use crate::results::CutPeriod;
use crate::text::{CalendarUnit, Date};
use std::collections::BTreeSet;

/// How many other periods there must be.
const LEAST_OTHERS: usize = 2;

/// How many days most periods must have: where there are few, chance says where they end.
const LEAST_DAYS: usize = 5;

/// The first and the last of some periods with their days, in order, as far as the days that they lack at the end of the source are more than
/// twice as many as any other period lacks there, and three more: a week of working days ends two days before its Sunday.
pub(super) fn cut(every: CalendarUnit, periods: &[(i64, &BTreeSet<Date>)]) -> Vec<CutPeriod> {
    let mut sizes: Vec<usize> = periods.iter().map(|(_, days)| days.len()).collect();
    sizes.sort_unstable();
    if sizes.len() <= LEAST_OTHERS || sizes[sizes.len() / 2] < LEAST_DAYS {
        return Vec::new();
    }
    let day = |date: Date| CalendarUnit::Day.of(date);
    // The days that a period lacks at one of its ends.
    let lacking = |(period, days): &(i64, &BTreeSet<Date>), is_last: bool| {
        if is_last {
            let end = every.first_day(period + 1)?;
            days.last().map(|last| (day(end) - 1 - day(*last), *last))
        } else {
            let start = every.first_day(*period)?;
            days.first().map(|first| (day(*first) - day(start), *first))
        }
    };
    let at_end = |is_last: bool| {
        let (own, others) = if is_last {
            periods.split_last()?
        } else {
            periods.split_first()?
        };
        let (missing, found) = lacking(own, is_last)?;
        let others = others.iter().filter_map(|it| Some(lacking(it, is_last)?.0));
        let others = others.max()?;
        (missing >= 2 * others + 3).then_some(CutPeriod {
            period: own.0,
            day: found,
            is_last,
            others,
        })
    };
    [false, true].into_iter().filter_map(at_end).collect()
}

#[cfg(test)]
mod tests {
    use super::cut;
    use crate::text::{CalendarUnit, Date};
    use std::collections::{BTreeMap, BTreeSet};

    /// The ends that are found, of days from one to another as far as they pass.
    fn found(
        every: CalendarUnit,
        (from, to): (&str, &str),
        passes: impl Fn(i64) -> bool,
    ) -> Vec<(String, bool)> {
        let number = |text: &str| CalendarUnit::Day.of(Date::parse(text).unwrap());
        let mut periods: BTreeMap<i64, BTreeSet<Date>> = BTreeMap::new();
        for at in (number(from)..=number(to)).filter(|at| passes(*at)) {
            let day = CalendarUnit::Day.first_day(at).unwrap();
            periods.entry(every.of(day)).or_default().insert(day);
        }
        let periods: Vec<(i64, &BTreeSet<Date>)> =
            periods.iter().map(|(at, days)| (*at, days)).collect();
        let cut = cut(every, &periods).into_iter();
        cut.map(|it| (it.day.iso(), it.is_last)).collect()
    }

    #[test]
    fn a_month_that_goes_on_is_cut_and_one_that_is_over_is_not() {
        let every = CalendarUnit::Month;
        let of = |to| found(every, ("2025-06-01", to), |_| true);
        assert_eq!(of("2025-11-12"), [("2025-11-12".to_owned(), true)]);
        assert_eq!(of("2025-11-27"), [("2025-11-27".to_owned(), true)]);
        for to in ["2025-11-28", "2025-11-30", "2025-10-31"] {
            assert_eq!(of(to), [], "{to}");
        }
    }

    #[test]
    fn a_first_month_that_began_before_its_rows_is_cut() {
        let found = found(CalendarUnit::Month, ("2025-06-20", "2025-11-30"), |_| true);
        assert_eq!(found, [("2025-06-20".to_owned(), false)]);
    }

    #[test]
    fn working_days_make_whole_months_and_weeks() {
        // Day 0 is a Thursday in every calendar that counts from 1970; the 3rd of November 2025 is a Monday.
        let monday = CalendarUnit::Day.of(Date::parse("2025-11-03").unwrap());
        let works = |at: i64| (at - monday).rem_euclid(7) < 5;
        for to in ["2025-10-31", "2025-11-28"] {
            for every in [CalendarUnit::Month, CalendarUnit::Week] {
                assert_eq!(
                    found(every, ("2025-06-02", to), works),
                    [],
                    "{to} {every:?}"
                );
            }
        }
        let found = found(CalendarUnit::Month, ("2025-06-02", "2025-11-14"), works);
        assert_eq!(found, [("2025-11-14".to_owned(), true)]);
    }

    #[test]
    fn few_days_and_few_months_say_nothing() {
        let monthly = |at: i64| at % 29 == 0;
        let every = CalendarUnit::Month;
        assert_eq!(found(every, ("2025-01-01", "2025-11-03"), monthly), []);
        assert_eq!(found(every, ("2025-10-01", "2025-11-03"), |_| true), []);
    }
}
