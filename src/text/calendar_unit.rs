//! Periods of the calendar: days, weeks of ISO 8601, months, quarters, years. In: a date. Out: the
//! number of the period that it lies in, which is one more for each period that follows, and what
//! is known of a period by its number: its first day, the same one a year before, its name.

use super::Locale;
use super::date::Date;
use super::number::NO_BREAK_SPACE;
use super::ordinal::{Gender, ordinal};
use std::ops::RangeInclusive;

/// A kind of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalendarUnit {
    /// A day.
    Day,
    /// A week, from Monday to Sunday; the first one of a year has its first Thursday.
    Week,
    /// A month.
    Month,
    /// Three months, from January, April, July or October.
    Quarter,
    /// A year.
    Year,
}

impl CalendarUnit {
    /// Its name in a spec.
    #[must_use]
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The number of the period in which a day lies.
    #[must_use]
    pub(crate) fn of(self, day: Date) -> i64 {
        let year = i64::from(day.year());
        let month = i64::from(day.month_number()) - 1;
        match self {
            Self::Day => day.number(),
            // 1970-01-01 was a Thursday.
            Self::Week => (day.number() + 3).div_euclid(7),
            Self::Month => year * 12 + month,
            Self::Quarter => year * 4 + month / 3,
            Self::Year => year,
        }
    }

    /// The first day of a period, within the years 1 to 9999.
    #[must_use]
    pub(crate) fn first_day(self, number: i64) -> Option<Date> {
        let of_month = |month: i64| {
            let year = u16::try_from(month.div_euclid(12)).ok()?;
            let month = u8::try_from(month.rem_euclid(12) + 1).ok()?;
            Date::new(year, month, 1)
        };
        match self {
            Self::Day => Date::from_number(number),
            Self::Week => Date::from_number(number.checked_mul(7)?.checked_sub(3)?),
            Self::Month => of_month(number),
            Self::Quarter => of_month(number.checked_mul(3)?),
            Self::Year => of_month(number.checked_mul(12)?),
        }
    }

    /// The same period a year before: the same day, month or quarter, the week of the same number. There is
    /// none of 29 February, and of a 53rd week where that year has fewer.
    #[must_use]
    pub(crate) fn year_before(self, number: i64) -> Option<i64> {
        match self {
            Self::Day => {
                let day = self.first_day(number)?;
                let before = Date::new(day.year().checked_sub(1)?, day.month_number(), day.day());
                before.map(Date::number)
            }
            Self::Week => {
                let (year, week) = week_of(self.first_day(number)?);
                let fourth = Date::new(u16::try_from(year - 1).ok()?, 1, 4)?;
                let before = self.of(fourth) + week - 1;
                let exists = week_of(self.first_day(before)?) == (year - 1, week);
                exists.then_some(before)
            }
            Self::Month => Some(number - 12),
            Self::Quarter => Some(number - 4),
            Self::Year => Some(number - 1),
        }
    }

    /// Whether every period of this kind is made of whole ones of another.
    #[must_use]
    pub(crate) fn is_made_of(self, part: Self) -> bool {
        match part {
            Self::Day => self > Self::Day,
            Self::Week => false,
            Self::Month | Self::Quarter | Self::Year => self > part,
        }
    }

    /// The numbers of the parts of a period, which is made of these; none beyond the last year.
    #[must_use]
    pub(crate) fn parts(self, number: i64, part: Self) -> Option<RangeInclusive<i64>> {
        let first = part.of(self.first_day(number)?);
        let next = part.of(self.first_day(number + 1)?);
        Some(first..=next - 1)
    }

    /// What a period is called: `avril 2025`, `Q2 2025`, `week 14 of 2025`.
    #[must_use]
    pub(crate) fn name(self, number: i64, locale: Locale) -> String {
        let Some(day) = self.first_day(number) else {
            return number.to_string();
        };
        let year = day.year();
        match (self, locale) {
            (Self::Day, _) => day.long(locale),
            (Self::Week, _) => {
                let (year, week) = week_of(day);
                match locale {
                    Locale::Fr => format!("semaine {week} de {year}"),
                    Locale::En => format!("week {week} of {year}"),
                }
            }
            (Self::Month, _) => day.month(locale),
            (Self::Quarter, Locale::Fr) => {
                let quarter = i128::from(number.rem_euclid(4)) + 1;
                let quarter = ordinal(quarter, Gender::Masculine, locale);
                format!("{quarter} trimestre {year}")
            }
            (Self::Quarter, Locale::En) => self.short_name(number, locale),
            (Self::Year, _) => year.to_string(),
        }
    }

    /// What a period is called where there is little room: `avr. 2025`, `T2 2025`.
    #[must_use]
    pub(crate) fn short_name(self, number: i64, locale: Locale) -> String {
        match (self, self.first_day(number)) {
            (Self::Month, Some(day)) => day.short_month(locale),
            (Self::Quarter, Some(day)) => {
                let letter = match locale {
                    Locale::Fr => 'T',
                    Locale::En => 'Q',
                };
                format!("{letter}{} {}", number.rem_euclid(4) + 1, day.year())
            }
            _ => self.name(number, locale),
        }
    }

    /// A number of periods with their noun: `11 mois`, `1 day`.
    #[must_use]
    pub(crate) fn counted(self, count: usize, locale: Locale) -> String {
        let one = match locale {
            Locale::Fr => count < 2,
            Locale::En => count == 1,
        };
        let (singular, plural) = match (self, locale) {
            (Self::Day, Locale::Fr) => ("jour", "jours"),
            (Self::Day, Locale::En) => ("day", "days"),
            (Self::Week, Locale::Fr) => ("semaine", "semaines"),
            (Self::Week, Locale::En) => ("week", "weeks"),
            (Self::Month, Locale::Fr) => ("mois", "mois"),
            (Self::Month, Locale::En) => ("month", "months"),
            (Self::Quarter, Locale::Fr) => ("trimestre", "trimestres"),
            (Self::Quarter, Locale::En) => ("quarter", "quarters"),
            (Self::Year, Locale::Fr) => ("an", "ans"),
            (Self::Year, Locale::En) => ("year", "years"),
        };
        format!(
            "{count}{NO_BREAK_SPACE}{}",
            if one { singular } else { plural }
        )
    }
}

/// The day of the week; Monday is 1.
#[must_use]
pub(crate) fn weekday(day: Date) -> i64 {
    (day.number() + 3).rem_euclid(7) + 1
}

/// The year and the number of the week of a day. The last days of the year 9999 are in the first week
/// of the year 10000.
#[must_use]
pub(crate) fn week_of(day: Date) -> (i64, i64) {
    // The Thursday of a week lies in the year to which the week belongs.
    let thursday = day.number() + 4 - weekday(day);
    let first = |year| Date::new(year, 1, 1).map_or(thursday, Date::number);
    Date::from_number(thursday).map_or((10_000, 1), |found| {
        let week = (thursday - first(found.year())) / 7 + 1;
        (i64::from(found.year()), week)
    })
}

#[cfg(test)]
mod tests {
    use super::CalendarUnit::{self, Day, Month, Quarter, Week, Year};
    use crate::text::Date;
    use crate::text::Locale::{En, Fr};

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    const ALL: [CalendarUnit; 5] = [Day, Week, Month, Quarter, Year];

    #[test]
    fn periods_that_follow_each_other_have_numbers_that_do() {
        for (unit, one, next) in [
            (Day, "2024-02-28", "2024-02-29"),
            (Week, "2024-12-29", "2024-12-30"),
            (Month, "2024-12-18", "2025-01-31"),
            (Quarter, "2025-03-31", "2025-04-01"),
            (Year, "2025-12-31", "2026-01-01"),
        ] {
            assert_eq!(unit.of(date(next)) - unit.of(date(one)), 1, "{unit:?}");
        }
        // 18 February and 19 April are two months apart, whatever their days.
        assert_eq!(
            Month.of(date("2022-04-19")) - Month.of(date("2022-02-18")),
            2
        );
    }

    #[test]
    fn a_period_begins_with_its_first_day() {
        for (unit, day, first) in [
            (Day, "2025-10-17", "2025-10-17"),
            (Week, "2025-01-01", "2024-12-30"),
            (Month, "2025-10-17", "2025-10-01"),
            (Quarter, "2025-12-31", "2025-10-01"),
            (Year, "2025-12-31", "2025-01-01"),
            (Day, "1969-12-31", "1969-12-31"),
            (Week, "1969-12-31", "1969-12-29"),
        ] {
            let found = unit.first_day(unit.of(date(day)));
            assert_eq!(found, Some(date(first)), "{unit:?} {day}");
        }
        for unit in ALL {
            assert!(unit.first_day(unit.of(date("9999-12-31")) + 1).is_none());
            assert_eq!(unit.first_day(i64::MAX), None);
        }
    }

    #[test]
    fn the_same_period_of_a_year_before_is_found_or_there_is_none() {
        for (unit, now, before) in [
            (Day, "2025-02-28", Some("2024-02-28")),
            (Day, "2024-02-29", None),
            (Week, "2025-03-05", Some("2024-03-10")),
            // 2020 has 53 weeks, 2019 and 2021 have 52.
            (Week, "2020-12-31", None),
            (Week, "2021-12-31", Some("2020-12-21")),
            (Month, "2023-01-18", Some("2022-01-31")),
            (Quarter, "2023-01-18", Some("2022-03-31")),
            (Year, "2023-01-18", Some("2022-03-31")),
        ] {
            let found = unit.year_before(unit.of(date(now)));
            assert_eq!(
                found,
                before.map(|day| unit.of(date(day))),
                "{unit:?} {now}"
            );
        }
        assert_eq!(Day.year_before(Day.of(date("0001-01-01"))), None);
        assert_eq!(Week.year_before(Week.of(date("0001-01-08"))), None);
    }

    #[test]
    fn a_period_is_made_of_whole_ones() {
        let count = |unit: CalendarUnit, day: &str, part| {
            unit.parts(unit.of(date(day)), part).unwrap().count()
        };
        assert_eq!(count(Year, "2024-05-05", Month), 12);
        assert_eq!(count(Year, "2024-05-05", Quarter), 4);
        assert_eq!(count(Year, "2024-05-05", Day), 366);
        assert_eq!(count(Month, "2025-02-05", Day), 28);
        assert_eq!(count(Week, "2025-02-05", Day), 7);
        assert_eq!(Year.parts(9999, Month), None);
        assert!(Year.is_made_of(Quarter) && Quarter.is_made_of(Month) && Week.is_made_of(Day));
        assert!(!Month.is_made_of(Week) && !Month.is_made_of(Month) && !Day.is_made_of(Day));
    }

    #[test]
    fn periods_have_the_names_of_each_language() {
        for (unit, french, english) in [
            (Day, "1er\u{a0}avril\u{a0}2025", "April 1, 2025"),
            (Week, "semaine 14 de 2025", "week 14 of 2025"),
            (Month, "avril 2025", "April 2025"),
            (Quarter, "2e trimestre 2025", "Q2 2025"),
            (Year, "2025", "2025"),
        ] {
            let number = unit.of(date("2025-04-01"));
            assert_eq!(unit.name(number, Fr), french);
            assert_eq!(unit.name(number, En), english);
        }
        assert_eq!(Quarter.name(2025 * 4, Fr), "1er trimestre 2025");
        assert_eq!(Quarter.short_name(2025 * 4 + 1, Fr), "T2 2025");
        assert_eq!(Month.short_name(2025 * 12 + 3, Fr), "avr. 2025");
        assert_eq!(Month.counted(11, Fr), "11\u{a0}mois");
        assert_eq!(Day.counted(1, En), "1\u{a0}day");
        assert_eq!(Quarter.counted(0, Fr), "0\u{a0}trimestre");
    }
}
