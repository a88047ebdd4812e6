//! How the texts of a file write numbers and dates.
//!
//! In: a cell, and the file's settings: the decimal separator, the thousands separator, the date
//! pattern. Out: an exact integer, a number or a date; `None` if the cell is none of these.

use super::months::in_signs;
use super::numbers::{float, whole};
use super::zone::{Moment, Zone, offset_of};
use crate::sql::{Decimal, Type, Value};
use crate::text::Date;
use std::borrow::Cow;
use std::sync::Arc;

/// How texts write numbers and dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextForms {
    /// Decimal separator.
    pub decimal: char,
    /// Separator between groups of three digits; a space also matches no-break spaces.
    pub thousands: Option<char>,
    /// Date pattern; ISO 8601 without one.
    pub date: Option<DatePattern>,
    /// The zone of the days of moments.
    pub zone: Zone,
}

impl Default for TextForms {
    fn default() -> Self {
        Self {
            decimal: '.',
            thousands: None,
            date: None,
            zone: Zone::default(),
        }
    }
}

/// The truth value that a text is.
#[must_use]
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

impl TextForms {
    /// The keys of the spec that make these settings of others, in words.
    #[must_use]
    pub(crate) fn keys(&self, others: &Self) -> String {
        let date = self.date.as_ref();
        // Of a day nothing else matters.
        if let Some(date) = date.filter(|date| others.date.as_ref() != Some(*date)) {
            return format!("`date: \"{}\"`", date.as_str());
        }
        let own = || format!("`decimal: \"{}\"`", self.decimal);
        let decimal = (self.decimal != others.decimal).then(own);
        let thousands = match self.thousands {
            Some(sign) if others.thousands != Some(sign) => {
                Some(format!("`thousands: \"{sign}\"`"))
            }
            // What separates thousands is no decimal sign.
            None if others.thousands == Some(self.decimal) => Some("no `thousands`".to_owned()),
            _ => None,
        };
        let keys: Vec<String> = [decimal, thousands].into_iter().flatten().collect();
        let keys = keys.join(" and ");
        if keys.is_empty() { own() } else { keys }
    }

    /// The value of a type that a text is; none if it is no value of it. A list is written as a list of texts in JSON.
    #[must_use]
    pub(crate) fn value(&self, text: &str, kind: Type) -> Option<Value> {
        Some(match kind {
            Type::Text | Type::Any => Value::text(text),
            Type::Integer => Value::Integer(self.integer(text)?.into()),
            Type::Number => Value::Number(self.number(text)?),
            Type::Decimal(scale) => Value::Decimal(self.decimal(text, scale)?),
            Type::Boolean => Value::Boolean(truth(text)?),
            Type::Date => Value::Date(self.day(text)?),
            Type::List => {
                let items: Vec<Option<Arc<str>>> =
                    serde_json::from_str::<Vec<Option<String>>>(text)
                        .ok()?
                        .into_iter()
                        .map(|item| item.map(Arc::from))
                        .collect();
                Value::List(items.into())
            }
        })
    }

    /// The integer that a text is exactly; `7.0` is one, `1e3` is not.
    #[must_use]
    pub(crate) fn integer(&self, text: &str) -> Option<i64> {
        let plain = self.plain(text)?;
        whole(&plain).filter(|_| !plain.contains(['e', 'E']))
    }

    /// The finite float that stands for the number in a text.
    #[must_use]
    pub(crate) fn number(&self, text: &str) -> Option<f64> {
        float(&self.plain(text)?)
    }

    /// The decimal that a text is exactly; none with three digits behind the mark where it has fewer: `1,500` is a thousand and a half.
    #[must_use]
    pub(crate) fn decimal(&self, text: &str, scale: u8) -> Option<Decimal> {
        let plain = self.plain(text)?;
        let below = plain.split_once('.').map_or("", |(_, below)| below);
        let may_be_thousands = below.len() == 3 && scale < 3;
        (!may_be_thousands).then(|| Decimal::parse(&plain, scale))?
    }

    /// How many digits a number has behind the point, as it is written and without the zeros at their end; none with an exponent.
    #[must_use]
    pub(crate) fn digits_behind(&self, text: &str) -> Option<(usize, usize)> {
        let plain = self.plain(text)?;
        let below = plain.split_once('.').map_or("", |(_, below)| below);
        let is_plain = !plain.contains(['e', 'E']);
        is_plain.then(|| (below.len(), below.trim_end_matches('0').len()))
    }

    /// The day that a text writes; that of a moment with an offset in the zone of the source.
    #[must_use]
    pub(crate) fn day(&self, text: &str) -> Option<Date> {
        let text = text.trim();
        let moment = match &self.date {
            None => match Date::parse(text) {
                Some(day) => return Some(day),
                None => Moment::parse(text),
            },
            Some(pattern) => pattern.moment(text),
        };
        moment?.day_in(self.zone)
    }

    /// Whether a text has the digits of a day where they belong, so that there is no such day if it is none.
    #[must_use]
    pub(crate) fn is_shaped_as_day(&self, text: &str) -> bool {
        let pattern = self.date.as_ref().map_or("%Y-%m-%d", DatePattern::as_str);
        let shape = ["%d", "%m", "%y"].iter();
        let shape = shape.fold(pattern.to_owned(), |shape, it| shape.replace(it, "00"));
        let digit = |sign: char| if sign.is_ascii_digit() { '0' } else { sign };
        let given: String = text.trim().chars().map(digit).collect();
        given == shape.replace("%Y", "0000")
    }

    /// A text with a decimal point and without thousands separators.
    fn plain<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        let text = text.trim();
        if self.decimal == '.' && self.thousands.is_none() {
            return Some(Cow::Borrowed(text));
        }
        let (above, below) = match text.split_once(self.decimal) {
            Some((above, below)) => (above, Some(below)),
            None => (text, None),
        };
        let above = self.ungrouped(above)?;
        let is_foreign = |part: &str| part.contains(['.', ',']);
        if is_foreign(&above) || below.is_some_and(is_foreign) {
            return None;
        }
        Some(match below {
            None => above,
            Some(below) => Cow::Owned(format!("{above}.{below}")),
        })
    }

    /// Digits without thousands separators.
    fn ungrouped<'t>(&self, digits: &'t str) -> Option<Cow<'t, str>> {
        let Some(sign) = self.thousands else {
            return Some(Cow::Borrowed(digits));
        };
        let is_sign = |c: char| {
            c == sign
                || sign == ' ' && matches!(c, '\u{a0}' | '\u{202f}')
                || sign == '\'' && c == '’'
        };
        if !digits.contains(is_sign) {
            return Some(Cow::Borrowed(digits));
        }
        let mut groups = digits.split(is_sign);
        let first = groups.next()?;
        let leading = first.trim_start_matches(['-', '+']);
        let is_group =
            |group: &str| group.len() == 3 && group.bytes().all(|it| it.is_ascii_digit());
        let is_grouped = (1..=3).contains(&leading.len()) && groups.clone().all(is_group);
        is_grouped.then(|| Cow::Owned(first.to_owned() + &groups.collect::<String>()))
    }
}

/// The least year of two digits that is one of the 1900s, as POSIX has it; those below are of the 2000s.
const FIRST_SHORT: u16 = 69;

/// A pattern of days, made of `%d`, `%m`, `%Y` or `%y`, parts of a clock and what stands between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatePattern {
    /// As written in the spec.
    text: String,
    parts: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Day,
    Month,
    Year,
    /// The last two digits of a year from 1969 to 2068.
    ShortYear,
    Hour,
    Minute,
    Second,
    /// How far the clock is ahead of UTC: `Z`, `+02:00`, `+0200`.
    Offset,
    Sign(char),
}

impl DatePattern {
    /// Parses a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut signs = text.chars();
        while let Some(sign) = signs.next() {
            parts.push(match sign {
                '%' => match signs.next() {
                    Some('d') => Piece::Day,
                    Some('m') => Piece::Month,
                    Some('Y') => Piece::Year,
                    Some('y') => Piece::ShortYear,
                    Some('H') => Piece::Hour,
                    Some('M') => Piece::Minute,
                    Some('S') => Piece::Second,
                    Some('z') => Piece::Offset,
                    Some('%') => Piece::Sign('%'),
                    other => {
                        let other = other.map(String::from).unwrap_or_default();
                        return Err(format!(
                            "`%{other}` is no part of a day; there are %d, %m, %Y (of two digits %y), and of a moment %H, %M, %S, %z"
                        ));
                    }
                },
                sign => Piece::Sign(sign),
            });
        }
        let count = |wanted: &[Piece]| parts.iter().filter(|it| wanted.contains(it)).count();
        let once = [
            &[Piece::Day][..],
            &[Piece::Month],
            &[Piece::Year, Piece::ShortYear],
        ];
        if once.into_iter().any(|wanted| count(wanted) != 1) {
            let usual = in_signs(text);
            let is_usual = usual != text && Self::parse(&usual).is_ok();
            let instead = if is_usual {
                format!(": write `{usual}`")
            } else {
                String::new()
            };
            return Err(format!(
                "a day takes %d, %m and %Y (of two digits %y), each once{instead}"
            ));
        }
        Ok(Self {
            text: text.to_owned(),
            parts,
        })
    }

    /// The pattern as it is written.
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether its years have two digits.
    #[must_use]
    pub(crate) fn has_short_years(&self) -> bool {
        self.parts.contains(&Piece::ShortYear)
    }

    fn moment(&self, text: &str) -> Option<Moment> {
        let mut rest = text;
        let (mut year, mut month, mut day) = (0, 0, 0);
        let (mut seconds, mut offset) = (0, None);
        for part in &self.parts {
            let most = match part {
                Piece::Sign(sign) => {
                    rest = rest.strip_prefix(*sign)?;
                    continue;
                }
                Piece::Offset => {
                    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-:".contains(c));
                    let (written, behind) = rest.split_at(end.unwrap_or(rest.len()));
                    offset = Some(offset_of(written)?);
                    rest = behind;
                    continue;
                }
                Piece::Year => 4,
                _ => 2,
            };
            let digits = rest
                .bytes()
                .take(most)
                .take_while(u8::is_ascii_digit)
                .count();
            let is_year = matches!(part, Piece::Year | Piece::ShortYear);
            if digits == 0 || is_year && digits < most {
                return None;
            }
            let value: u16 = rest[..digits].parse().ok()?;
            rest = &rest[digits..];
            match part {
                Piece::Year => year = value,
                Piece::ShortYear if value < FIRST_SHORT => year = 2000 + value,
                Piece::ShortYear => year = 1900 + value,
                Piece::Month => month = value,
                Piece::Day => day = value,
                Piece::Hour if value < 24 => seconds += i64::from(value) * 3600,
                Piece::Minute if value < 60 => seconds += i64::from(value) * 60,
                Piece::Second if value <= 60 => seconds += i64::from(value.min(59)),
                _ => return None,
            }
        }
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let day = Date::new(year, month, day).filter(|_| rest.is_empty())?;
        Some(Moment {
            day,
            seconds,
            offset,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{DatePattern, TextForms, Zone};

    fn french() -> TextForms {
        TextForms {
            decimal: ',',
            thousands: Some(' '),
            date: Some(DatePattern::parse("%d/%m/%Y").unwrap()),
            ..TextForms::default()
        }
    }

    #[test]
    fn integers_are_exact_and_floats_that_are_whole_are_integers() {
        let plain = TextForms::default();
        for (text, value) in [
            ("12", Some(12)),
            (" -3 ", Some(-3)),
            ("7000000000.0", Some(7_000_000_000)),
            ("9007199254740993.00", Some(9_007_199_254_740_993)),
            ("1.5", None),
            ("1e3", None),
            ("1,234", None),
            ("", None),
        ] {
            assert_eq!(plain.integer(text), value, "{text}");
        }
    }

    #[test]
    fn thousands_stand_in_groups_of_three() {
        for (text, value) in [
            ("1 234", Some(1234)),
            ("1\u{a0}234\u{202f}567", Some(1_234_567)),
            ("-12 345,0", Some(-12_345)),
            ("1234", Some(1234)),
            ("12 34", None),
            ("1234 567", None),
            ("1.234", None),
            ("1 234,5", None),
            (" 234", Some(234)),
        ] {
            assert_eq!(french().integer(text), value, "{text}");
        }
        let english = TextForms {
            thousands: Some(','),
            ..TextForms::default()
        };
        assert_eq!(english.integer("1,234,567"), Some(1_234_567));
        assert_eq!(english.number("1,234.5"), Some(1234.5));
        assert_eq!(english.number("1.234,5"), None);
    }

    #[test]
    fn a_decimal_comma_is_no_point() {
        assert_eq!(french().number("12,81"), Some(12.81));
        assert_eq!(french().number("12.81"), None);
        assert_eq!(french().number("1 234,5"), Some(1234.5));
        assert_eq!(french().number("1,2,3"), None);
        assert_eq!(TextForms::default().number("inf"), None);
    }

    #[test]
    fn a_whole_number_that_a_float_does_not_hold_is_none() {
        let number = |text: &str| TextForms::default().number(text);
        assert_eq!(number("9007199254740992"), Some(9_007_199_254_740_992.0));
        assert_eq!(number("9007199254740993"), None);
        assert_eq!(number("-9007199254740993.00"), None);
        assert_eq!(number("1e300"), Some(1e300));
        assert_eq!(number("100000000000000000000"), Some(1e20));
        assert_eq!(
            number("0.30000000000000004"),
            Some(0.300_000_000_000_000_04)
        );
        assert_eq!(number("-0"), Some(-0.0));
        assert_eq!(number(".5"), Some(0.5));
    }

    #[test]
    fn decimals_keep_their_digits_in_every_form() {
        let units = |written: &TextForms, text| written.decimal(text, 2).map(|it| it.units);
        assert_eq!(units(&french(), "1\u{202f}234,5"), Some(123_450));
        assert_eq!(units(&french(), "-12,81"), Some(-1281));
        assert_eq!(units(&french(), "12.81"), None);
        assert_eq!(units(&french(), "12,815"), None);
        assert_eq!(
            units(&TextForms::default(), " 90071992547409.93 "),
            Some(9_007_199_254_740_993)
        );
    }

    #[test]
    fn days_follow_their_pattern() {
        let iso = |text: &str| french().day(text).map(crate::text::Date::iso);
        assert_eq!(iso("01/02/2025").as_deref(), Some("2025-02-01"));
        assert_eq!(iso("1/2/2025").as_deref(), Some("2025-02-01"));
        assert_eq!(iso("31/02/2025"), None);
        assert_eq!(iso("2025-02-01"), None);
        assert_eq!(iso("01/02/25"), None);
        assert_eq!(iso("01/02/2025 12:30"), None);
    }

    #[test]
    fn years_of_two_digits_are_those_from_1969_to_2068() {
        let written = TextForms {
            date: Some(DatePattern::parse("%d/%m/%y").unwrap()),
            ..TextForms::default()
        };
        for (text, day) in [
            ("03/02/25", Some("2025-02-03")),
            ("03/02/00", Some("2000-02-03")),
            ("03/02/68", Some("2068-02-03")),
            ("03/02/69", Some("1969-02-03")),
            ("03/02/99", Some("1999-02-03")),
            ("03/02/5", None),
            ("03/02/2025", None),
            ("29/02/25", None),
        ] {
            let found = written.day(text).map(crate::text::Date::iso);
            assert_eq!(found.as_deref(), day, "{text}");
        }
        assert!(DatePattern::parse("%d/%m/%y/%Y").is_err());
    }

    #[test]
    fn moments_follow_their_pattern_into_the_zone() {
        let in_paris = |pattern: &str, text: &str| {
            let written = TextForms {
                date: Some(DatePattern::parse(pattern).unwrap()),
                zone: Zone::parse("Europe/Paris").unwrap(),
                ..TextForms::default()
            };
            written.day(text).map(crate::text::Date::iso)
        };
        for (pattern, text, day) in [
            ("%Y.%m.%d %H:%M", "2025.02.01 23:59", Some("2025-02-01")),
            ("%Y.%m.%d %H:%M%z", "2025.02.01 23:59Z", Some("2025-02-02")),
            (
                "%d/%m/%Y %H:%M:%S %z",
                "31/12/2025 23:30:00 +0000",
                Some("2026-01-01"),
            ),
            ("%H:%M %d/%m/%Y", "25:00 01/02/2025", None),
            ("%d/%m/%Y %z", "01/02/2025 noon", None),
        ] {
            assert_eq!(in_paris(pattern, text).as_deref(), day, "{text}");
        }
    }

    #[test]
    fn a_pattern_that_says_no_day_is_refused() {
        let why = |text: &str| DatePattern::parse(text).unwrap_err();
        assert!(why("%d/%m").contains("each once"));
        assert!(why("%d/%m/%j").contains("`%j`"));
        assert!(why("jj/mm/aaaa").ends_with(": write `%d/%m/%Y`"));
    }
}
