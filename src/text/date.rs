//! Calendar dates. In: an ISO date. Out: the date as written in a French or English text.

use std::fmt;

use super::Locale;
use super::french;

const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SHORT_FRENCH_MONTHS: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];
const SHORT_ENGLISH_MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The names of months in each language, in full and short.
pub(crate) const fn month_names() -> [&'static [&'static str; 12]; 4] {
    [
        &FRENCH_MONTHS,
        &ENGLISH_MONTHS,
        &SHORT_FRENCH_MONTHS,
        &SHORT_ENGLISH_MONTHS,
    ]
}

/// A valid date of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The date, if it exists: years 1 to 9999, with leap years.
    #[must_use]
    pub(crate) fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// Parses `2025-10-01`, and no other form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = digits(parts.next()?, 2)?;
        let day = digits(parts.next()?, 2)?;
        if parts.next().is_some() {
            return None;
        }
        Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Year, 1 to 9999.
    #[must_use]
    pub(crate) const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub(crate) const fn month_number(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub(crate) const fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01; negative before it.
    #[must_use]
    pub(crate) const fn number(self) -> i64 {
        // Years begin in March, so that the leap day is the last day of the year.
        let year = self.year as i64 - (self.month <= 2) as i64;
        let era = year.div_euclid(400);
        let year_of_era = year - era * 400;
        let month = (self.month as i64 + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + self.day as i64 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The date that many days after 1970-01-01, within the years 1 to 9999.
    #[must_use]
    pub(crate) fn from_number(number: i64) -> Option<Self> {
        let days = number.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(
            u16::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }

    /// `2025-10-01`.
    #[must_use]
    pub(crate) fn iso(self) -> String {
        self.to_string()
    }

    /// `1er octobre 2025`, `October 1, 2025`.
    #[must_use]
    pub(crate) fn long(self, locale: Locale) -> String {
        let (name, day, year) = (self.month_name(locale), self.day, self.year);
        match locale {
            Locale::Fr if day == 1 => format!("1er\u{a0}{name}\u{a0}{year}"),
            Locale::Fr => format!("{day}\u{a0}{name}\u{a0}{year}"),
            Locale::En => format!("{name} {day}, {year}"),
        }
    }

    /// `octobre 2025`, `October 2025`.
    #[must_use]
    pub(crate) fn month(self, locale: Locale) -> String {
        format!("{} {}", self.month_name(locale), self.year)
    }

    /// `oct. 2025`, `Oct 2025`: for narrow spaces.
    #[must_use]
    pub(crate) fn short_month(self, locale: Locale) -> String {
        let names = match locale {
            Locale::Fr => SHORT_FRENCH_MONTHS,
            Locale::En => SHORT_ENGLISH_MONTHS,
        };
        format!("{} {}", names[usize::from(self.month - 1)], self.year)
    }

    /// The next day, unless it is the last one of the calendar.
    #[must_use]
    pub(crate) fn next(self) -> Option<Self> {
        let Self { year, month, day } = self;
        Self::new(year, month, day + 1)
            .or_else(|| Self::new(year, month + 1, 1))
            .or_else(|| Self::new(year + 1, 1, 1))
    }

    /// After a noun: `d’octobre 2025`, `de novembre 2025`; `of October 2025`.
    #[must_use]
    pub(crate) fn of_month(self, locale: Locale) -> String {
        let month = self.month(locale);
        match locale {
            Locale::Fr => french::de(&month),
            Locale::En => format!("of {month}"),
        }
    }

    fn month_name(self, locale: Locale) -> &'static str {
        let names = match locale {
            Locale::Fr => FRENCH_MONTHS,
            Locale::En => ENGLISH_MONTHS,
        };
        names[usize::from(self.month - 1)]
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}-{:02}-{:02}",
            self.year, self.month, self.day
        )
    }
}

/// Exactly this many ASCII digits.
fn digits(text: &str, count: usize) -> Option<u16> {
    let all_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;
    use crate::text::Locale::{En, Fr};

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn days_that_exist_are_read_and_written_back() {
        for text in [
            "2025-10-01",
            "2024-02-29",
            "2000-02-29",
            "0001-01-01",
            "9999-12-31",
        ] {
            assert_eq!(date(text).iso(), text);
        }
        assert!(date("2025-09-30") < date("2025-10-01"));
        let parts = date("2025-10-01");
        assert_eq!(
            (parts.year(), parts.month_number(), parts.day()),
            (2025, 10, 1)
        );
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2025-02-29",
            "1900-02-29",
            "2025-13-01",
            "2025-00-10",
            "2025-04-31",
            "2025-10-00",
            "2025-10-32",
            "0000-01-01",
            "2025-1-01",
            "25-10-01",
            "2025-10-01-01",
            "2025-10",
            "",
            "+025-10-01",
            "2025/10/01",
            "2025-10-01T00:00",
            "２025-10-01",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_numbered_from_1970_and_back() {
        for (text, number) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-03-01", 11_017),
            ("2025-10-01", 20_362),
            ("0001-01-01", -719_162),
            ("9999-12-31", 2_932_896),
        ] {
            assert_eq!(date(text).number(), number, "{text}");
            assert_eq!(Date::from_number(number), Some(date(text)));
        }
        for number in -1000..1000 {
            assert_eq!(Date::from_number(number).unwrap().number(), number);
        }
        assert_eq!(Date::from_number(-719_163), None);
        assert_eq!(Date::from_number(2_932_897), None);
    }

    #[test]
    fn dates_are_written_as_each_language_does() {
        assert_eq!(date("2025-10-01").long(Fr), "1er\u{a0}octobre\u{a0}2025");
        assert_eq!(date("2025-10-01").long(En), "October 1, 2025");
        assert_eq!(date("2025-08-22").long(Fr), "22\u{a0}août\u{a0}2025");
        assert_eq!(date("2025-10-01").month(Fr), "octobre 2025");
        assert_eq!(date("2025-10-01").month(En), "October 2025");
    }

    #[test]
    fn days_follow_each_other_over_months_leap_days_and_years() {
        assert_eq!(date("2024-02-28").next(), Some(date("2024-02-29")));
        assert_eq!(date("2025-12-31").next(), Some(date("2026-01-01")));
        assert_eq!(date("9999-12-31").next(), None);
        // 1970-01-01 is day 719,163 and 2000-03-01 day 730,180 of R.D. (Calendrical Calculations).
        assert_eq!(date("2000-03-01").number(), 730_180 - 719_163);
        assert_eq!(date("0001-01-01").number(), 1 - 719_163);
    }

    #[test]
    fn months_elide_before_a_vowel() {
        assert_eq!(date("2025-10-01").of_month(Fr), "d’octobre 2025");
        assert_eq!(date("2025-08-01").of_month(Fr), "d’août 2025");
        assert_eq!(date("2025-11-01").of_month(Fr), "de novembre 2025");
        assert_eq!(date("2025-11-01").of_month(En), "of November 2025");
    }
}
