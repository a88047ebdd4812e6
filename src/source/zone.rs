//! Moments → days. In: a moment, as a number of seconds or as a text with its offset. Out: its day in a
//! time zone, by the rules of the IANA database (crate `chrono-tz`), summer time included.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::text::Date;
use chrono::{Datelike, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(Tz);

impl Default for Zone {
    fn default() -> Self {
        Self(Tz::UTC)
    }
}

impl Zone {
    /// The zone of a name of the IANA database: `Europe/Paris`.
    ///
    /// # Errors
    /// There is none of this name.
    pub(crate) fn parse(name: &str) -> Result<Self, Diagnostic> {
        name.parse().map(Self).map_err(|_| {
            let names = TZ_VARIANTS.iter().map(|zone| zone.name());
            Diagnostic::error(Code::WRONG_VALUE, format!("`{name}` is no time zone"))
                .maybe_hint(nearest(name, names))
                .hint("zones are named as in the IANA database: `Europe/Paris`, `America/New_York`, `UTC`")
        })
    }

    /// The day of a moment: seconds since the beginning of 1970 in UTC.
    #[must_use]
    pub(crate) fn day(self, seconds: i64) -> Option<Date> {
        if self.0 == Tz::UTC {
            return Date::from_number(seconds.div_euclid(DAY));
        }
        let day = self.0.timestamp_opt(seconds, 0).single()?.date_naive();
        let (month, of_month) = (u8::try_from(day.month()), u8::try_from(day.day()));
        Date::new(u16::try_from(day.year()).ok()?, month.ok()?, of_month.ok()?)
    }
}

/// A point of time that a text writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// The day that is written.
    pub(super) day: Date,
    /// Seconds since its beginning.
    pub(super) seconds: i64,
    /// Seconds that its clock is ahead of UTC; none where the text does not say it.
    pub(super) offset: Option<i64>,
}

impl Moment {
    /// Its day in a zone; without an offset the day that is written.
    pub(super) fn day_in(self, zone: Zone) -> Option<Date> {
        match self.offset {
            None => Some(self.day),
            Some(offset) => zone.day(self.day.number() * DAY + self.seconds - offset),
        }
    }

    /// Reads ISO 8601: `2025-10-01T23:30:00Z`, `2025-10-01 23:30+02:00`, seconds and what is below
    /// them left out or not.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (day, clock) = text.split_at_checked(10)?;
        let day = Date::parse(day)?;
        let clock = clock.strip_prefix(['T', 't', ' '])?;
        let end = clock.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.'));
        let (clock, offset) = clock.split_at(end.unwrap_or(clock.len()));
        Some(Self {
            day,
            seconds: seconds(clock)?,
            offset: match offset.trim_start() {
                "" => None,
                offset => Some(offset_of(offset)?),
            },
        })
    }
}

/// `23:30`, `23:30:00`, `23:30:00.123`.
fn seconds(clock: &str) -> Option<i64> {
    let (clock, below) = clock.split_once('.').unwrap_or((clock, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if !is_number(below) {
        return None;
    }
    let mut parts = clock.split(':');
    let mut part = |most: i64| {
        let text = parts.next()?;
        let number: i64 = text.parse().ok()?;
        (text.len() == 2 && is_number(text) && number <= most).then_some(number)
    };
    let (hours, minutes) = (part(23)?, part(59)?);
    // A leap second belongs to its minute.
    let seconds = if clock.len() > 5 { part(60)? } else { 0 };
    (clock.len() <= 8).then_some(hours * 3600 + minutes * 60 + seconds.min(59))
}

/// Seconds ahead of UTC: `Z`, `UTC`, `+02:00`, `+0200`, `+02`.
pub(super) fn offset_of(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z" | "UTC") {
        return Some(0);
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.len() {
        2 => (digits, "00"),
        4 => digits.split_at_checked(2)?,
        5 => digits.split_once(':')?,
        _ => return None,
    };
    let number = |text: &str, most: i64| {
        let is_number = text.len() == 2 && text.bytes().all(|it| it.is_ascii_digit());
        let number: i64 = text.parse().ok()?;
        (is_number && number <= most).then_some(number)
    };
    Some(sign * (number(hours, 18)? * 3600 + number(minutes, 59)? * 60))
}

#[cfg(test)]
mod tests {
    use super::{Moment, Zone};

    fn day(text: &str, zone: &str) -> Option<String> {
        let zone = Zone::parse(zone).expect("a zone");
        Some(Moment::parse(text)?.day_in(zone)?.iso())
    }

    #[test]
    fn a_moment_has_its_day_in_the_zone() {
        for (text, zone, wanted) in [
            ("2025-10-01T23:30:00Z", "UTC", "2025-10-01"),
            ("2025-10-01T23:30:00Z", "Europe/Paris", "2025-10-02"),
            ("2025-10-01T23:30:00+02:00", "UTC", "2025-10-01"),
            ("2025-10-02T01:30:00+02:00", "UTC", "2025-10-01"),
            ("2025-10-02 01:30+0200", "America/New_York", "2025-10-01"),
            ("2025-10-01T23:30:00.123456Z", "Asia/Kolkata", "2025-10-02"),
            ("2025-12-31T23:30:00-01", "UTC", "2026-01-01"),
        ] {
            assert_eq!(day(text, zone).as_deref(), Some(wanted), "{text} {zone}");
        }
    }

    #[test]
    fn summer_time_moves_midnight() {
        for (text, wanted) in [
            // Midnight is at 23:00 UTC in winter, at 22:00 in summer.
            ("2025-03-29T22:59:59Z", "2025-03-29"),
            ("2025-03-29T23:00:00Z", "2025-03-30"),
            ("2025-03-30T21:59:59Z", "2025-03-30"),
            ("2025-03-30T22:00:00Z", "2025-03-31"),
            ("2025-10-25T21:59:59Z", "2025-10-25"),
            ("2025-10-25T22:00:00Z", "2025-10-26"),
            ("2025-10-26T22:59:59Z", "2025-10-26"),
            ("2025-10-26T23:00:00Z", "2025-10-27"),
        ] {
            assert_eq!(day(text, "Europe/Paris").as_deref(), Some(wanted), "{text}");
        }
        // The hour from midnight to one does not exist on 4 November 2018 in São Paulo.
        let first = day("2018-11-04T03:00:00Z", "America/Sao_Paulo");
        assert_eq!(first.as_deref(), Some("2018-11-04"));
        let last = day("2018-11-04T02:59:59Z", "America/Sao_Paulo");
        assert_eq!(last.as_deref(), Some("2018-11-03"));
    }

    #[test]
    fn a_moment_without_an_offset_is_in_the_day_that_is_written() {
        let found = day("2025-10-01T23:30:00", "Europe/Paris");
        assert_eq!(found.as_deref(), Some("2025-10-01"));
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "2025-10-01",
            "2025-10-01T",
            "2025-10-01T24:00",
            "2025-10-01T12",
            "2025-10-01T12:3",
            "2025-10-01T12:30:",
            "2025-10-01T12:30:00.",
            "2025-10-01T12:30:00X",
            "2025-10-01T12:30:00+2",
            "2025-13-01T12:30:00Z",
            "2025-10-01 noon",
            "é2025-10-0",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_zone_has_a_name_of_the_database() {
        let problem = Zone::parse("Europe/Pari").unwrap_err();
        assert!(problem.hints[0].contains("Europe/Paris"), "{problem:?}");
        assert!(Zone::parse("CEST").is_err());
    }
}
