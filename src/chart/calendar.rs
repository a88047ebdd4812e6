//! The calendar along an axis. In: the dates that have rows, and the periods for which they stand where a breakdown
//! says it. Out: the dates between them, and a label for each.

use crate::report::Slot;
use crate::results::Frame;
use crate::text::CalendarUnit::{self, Month};
use crate::text::{Date, Locale};
use std::ops::Range;

/// If there would be more positions than this per date, the dates are not regular: they are placed
/// side by side.
const MOST_PLACES: usize = 3;

/// The distance between the dates of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Calendar {
    /// Always the same day of the month, or the last, this many months apart.
    Months(i64),
    /// This many days apart.
    Days(i64),
    /// One in each period of a kind, on any day of it.
    Each(CalendarUnit),
    /// Nothing regular.
    Irregular,
}

impl Calendar {
    /// The calendar of the dates of a frame's dimension, in ascending order and without duplicates.
    pub(crate) fn of_frame(frame: &Frame, dimension: &str, dates: &[Date]) -> Self {
        let calendar = frame.calendar.as_ref();
        let of_dimension = calendar
            .filter(|calendar| frame.column(dimension) == Some(Slot::Dimension(calendar.level)));
        of_dimension.map_or_else(|| Self::of(dates), |calendar| Self::Each(calendar.every))
    }

    /// The calendar of dates in ascending order, without duplicates.
    pub(crate) fn of(dates: &[Date]) -> Self {
        let Some(calendar) = Self::least(dates) else {
            return Self::Irregular;
        };
        let ends = dates.first().zip(dates.last());
        let places = ends.map_or(0, |(first, last)| {
            calendar.place(*last) - calendar.place(*first)
        });
        let most = MOST_PLACES * dates.len() + MOST_PLACES;
        if usize::try_from(places).is_ok_and(|places| places < most) {
            calendar
        } else {
            Self::Irregular
        }
    }

    /// The calendar of dates of which most follow each other, however long the gaps between the others are.
    pub(crate) fn with_long_gaps(dates: &[Date]) -> Self {
        let Some(calendar) = Self::least(dates) else {
            return Self::Irregular;
        };
        let pairs = dates.windows(2);
        let follows = |pair: &&[Date]| calendar.place(pair[1]) - calendar.place(pair[0]) == 1;
        let following = pairs.clone().filter(follows).count();
        if 2 * following > pairs.len() {
            calendar
        } else {
            Self::Irregular
        }
    }

    /// The greatest step that leads from each date to the next one.
    fn least(dates: &[Date]) -> Option<Self> {
        let first = dates.first()?;
        let steps = |number: fn(Date) -> i64| {
            let between = dates
                .windows(2)
                .map(|pair| number(pair[1]) - number(pair[0]));
            between.fold(0, greatest_common_divisor)
        };
        let same_day = dates.iter().all(|date| date.day() == first.day());
        let last_days = dates
            .iter()
            .all(|date| date.next().is_some_and(|next| next.day() == 1));
        Some(if same_day || last_days {
            // Quarters, half-years and years are regular steps; two or five months are gaps.
            let step = match steps(months) {
                0 => 12,
                step if step % 12 == 0 => 12,
                step if step % 6 == 0 => 6,
                step if step % 3 == 0 => 3,
                _ => 1,
            };
            Self::Months(step)
        } else {
            let step = steps(Date::number).max(1);
            Self::Days(step)
        })
    }

    /// The number of the step in which a date lies.
    pub(crate) fn place(self, date: Date) -> i64 {
        match self {
            Self::Months(step) => months(date).div_euclid(step.max(1)),
            Self::Days(step) => date.number().div_euclid(step.max(1)),
            Self::Each(unit) => unit.of(date),
            Self::Irregular => date.number(),
        }
    }

    /// The dates of an axis with the first and the last one of each gap between them.
    pub(crate) fn fill_ends(self, dates: &[Date]) -> Vec<Date> {
        let mut filled = Vec::new();
        for pair in dates.windows(2) {
            filled.push(pair[0]);
            filled.extend(self.between(pair[0], pair[1]));
        }
        filled.extend(dates.last());
        filled
    }

    /// The first and the last date that is missing between two others; one if they are the same.
    fn between(self, before: Date, after: Date) -> Vec<Date> {
        let steps = self.place(after) - self.place(before);
        let step = |count: i64| match self {
            Self::Months(step) => Month.first_day(months(before) + count * step),
            Self::Days(step) => Date::from_number(before.number() + count * step),
            Self::Each(_) | Self::Irregular => None,
        };
        let ends = match steps {
            ..=1 => Vec::new(),
            2 => vec![1],
            _ => vec![1, steps - 1],
        };
        ends.into_iter().filter_map(step).collect()
    }

    /// All dates of an axis, from the first to the last one with rows.
    pub(crate) fn fill(self, dates: &[Date]) -> Vec<Date> {
        let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
            return Vec::new();
        };
        match self {
            Self::Irregular => dates.to_vec(),
            Self::Months(step) => (months(*first)..=months(*last))
                .step_by(usize::try_from(step).unwrap_or(1))
                .filter_map(|month| {
                    let known = dates.iter().find(|date| months(**date) == month);
                    known.copied().or_else(|| Month.first_day(month))
                })
                .collect(),
            Self::Each(unit) => (unit.of(*first)..=unit.of(*last))
                .filter_map(|period| {
                    let known = dates.iter().find(|date| unit.of(**date) == period);
                    known.copied().or_else(|| unit.first_day(period))
                })
                .collect(),
            Self::Days(step) => {
                let days = std::iter::successors(Some(*first), |day| day.next());
                let days = days.take_while(|day| day <= last);
                days.step_by(usize::try_from(step).unwrap_or(1)).collect()
            }
        }
    }

    /// The label of a date in this calendar.
    pub(crate) fn label(self, date: Date, locale: Locale) -> String {
        match self {
            Self::Months(12) | Self::Each(CalendarUnit::Year) => date.year().to_string(),
            Self::Months(_) => date.short_month(locale),
            Self::Each(unit @ (Month | CalendarUnit::Quarter)) => {
                unit.short_name(unit.of(date), locale)
            }
            Self::Days(_)
            | Self::Irregular
            | Self::Each(CalendarUnit::Day | CalendarUnit::Week) => date.long(locale),
        }
    }
}

/// The places in a row that have no rows, given for each place whether it has none.
pub(crate) fn gaps(empty: impl Iterator<Item = bool>) -> Vec<Range<usize>> {
    let mut gaps: Vec<Range<usize>> = Vec::new();
    for (at, _) in empty.enumerate().filter(|(_, empty)| *empty) {
        match gaps.last_mut() {
            Some(gap) if gap.end == at => gap.end = at + 1,
            _ => gaps.push(at..at + 1),
        }
    }
    gaps
}

/// Months since the year 0.
fn months(date: Date) -> i64 {
    Month.of(date)
}

fn greatest_common_divisor(one: i64, other: i64) -> i64 {
    if other == 0 {
        one
    } else {
        greatest_common_divisor(other, one % other)
    }
}

#[cfg(test)]
mod tests {
    use super::Calendar;
    use crate::text::{CalendarUnit, Date, Locale};

    fn dates(texts: &[&str]) -> Vec<Date> {
        texts
            .iter()
            .map(|text| Date::parse(text).unwrap())
            .collect()
    }

    fn filled(texts: &[&str]) -> Vec<String> {
        let dates = dates(texts);
        let filled = Calendar::of(&dates).fill(&dates);
        filled.into_iter().map(Date::iso).collect()
    }

    #[test]
    fn months_without_rows_keep_their_places() {
        let filled = filled(&["2024-11-01", "2024-12-01", "2025-02-01"]);
        assert_eq!(
            filled,
            ["2024-11-01", "2024-12-01", "2025-01-01", "2025-02-01"]
        );
    }

    #[test]
    fn last_days_of_months_are_months() {
        let filled = filled(&["2025-01-31", "2025-02-28", "2025-04-30"]);
        assert_eq!(
            filled,
            ["2025-01-31", "2025-02-28", "2025-03-01", "2025-04-30"]
        );
    }

    #[test]
    fn quarters_and_years_are_steps_and_two_months_are_a_gap() {
        assert_eq!(filled(&["2025-01-01", "2025-04-01", "2025-10-01"]).len(), 4);
        assert_eq!(filled(&["2022-01-01", "2023-01-01", "2025-01-01"]).len(), 4);
        assert_eq!(filled(&["2025-01-01", "2025-03-01"]).len(), 3);
    }

    #[test]
    fn weeks_are_steps_and_days_without_order_stand_side_by_side() {
        let weeks = filled(&["2025-02-20", "2025-02-27", "2025-03-13"]);
        assert_eq!(
            weeks,
            ["2025-02-20", "2025-02-27", "2025-03-06", "2025-03-13"]
        );
        assert_eq!(filled(&["2020-01-03", "2022-05-17", "2025-12-30"]).len(), 3);
    }

    #[test]
    fn a_date_that_stands_for_its_month_has_the_place_of_the_month() {
        let dates = dates(&["2022-02-18", "2022-03-01", "2022-05-31"]);
        let calendar = Calendar::Each(CalendarUnit::Month);
        let filled = calendar.fill(&dates).into_iter().map(Date::iso);
        let filled: Vec<String> = filled.collect();
        assert_eq!(
            filled,
            ["2022-02-18", "2022-03-01", "2022-04-01", "2022-05-31"]
        );
        assert_eq!(calendar.label(dates[0], Locale::En), "Feb 2022");
        let quarters = Calendar::Each(CalendarUnit::Quarter);
        assert_eq!(quarters.label(dates[2], Locale::Fr), "T2 2022");
    }

    #[test]
    fn a_month_is_named_in_the_words_of_the_locale() {
        let days = dates(&["2025-02-01", "2025-03-01"]);
        let calendar = Calendar::of(&days);
        assert_eq!(calendar.label(days[0], Locale::Fr), "févr. 2025");
        assert_eq!(calendar.label(days[0], Locale::En), "Feb 2025");
        let years = dates(&["2024-01-01", "2025-01-01"]);
        assert_eq!(Calendar::of(&years).label(years[0], Locale::Fr), "2024");
    }
}
