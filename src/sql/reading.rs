//! What texts read like whose order is not that of their letters: numbers, versions, hours, months and days.
//!
//! In: texts, of an expression or of the data. Out: what each reads like, in which order two were meant.

use crate::text::Date;
use std::cmp::Ordering;

/// Years that are written as numbers; as texts of four digits they stand in their order.
const YEARS: std::ops::Range<u64> = 1900..2100;

/// Longest text that is read, in bytes.
const LONGEST: usize = 64;

/// Letters that are a unit behind a number without a space: `7B`, `12k`; `2A` is a code.
const SCALES: &str = "kKMBGT";

/// What a text reads like whose order is not that of its letters.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reading {
    /// `10`, `9.5`, `1 000`, `1,234`, `9 GB`, `9%`.
    Number {
        /// The number.
        value: f64,
        /// What stands behind it, as it is written: ` GB`, `%`.
        unit: String,
        /// Its digits before and behind the point, as the parts of a version; none of a number that can be none.
        parts: Option<Vec<Digits>>,
    },
    /// `1.10.0`, `v2.1`: its parts.
    Version(Vec<u128>),
    /// `9:30`: its parts.
    Clock(Vec<u128>),
    /// `01/10/2025`, `2025-1-5`, `9/2025`: a day, or the first day of a month.
    Day {
        /// The day.
        day: Date,
        /// How it is written: `%d/%m/%Y`, `%m/%Y`.
        form: String,
        /// Whether it is no day with month and day exchanged.
        is_certain: bool,
    },
}

/// A run of digits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Digits {
    pub(super) value: u128,
    count: usize,
}

impl Reading {
    /// What a text reads like; none for words, and for what stands in its order as a text too: days and months in ISO form, years,
    /// digits that are filled up with zeros.
    #[must_use]
    pub(crate) fn of(text: &str) -> Option<Self> {
        Self::among_others(text).filter(|it| !it.stands_in_order(text.trim()))
    }

    /// What a text reads like beside others, which may be written otherwise; none for words.
    #[must_use]
    pub(crate) fn among_others(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST || !text.bytes().any(|it| it.is_ascii_digit()) {
            return None;
        }
        day(text)
            .or_else(|| month(text))
            .or_else(|| clock(text))
            .or_else(|| version(text).map(Self::Version))
            .or_else(|| number(text))
    }

    /// Whether texts that are all written like this one stand in their order.
    fn stands_in_order(&self, text: &str) -> bool {
        match self {
            Self::Number { .. } => {
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let is_year = digits == text.len()
                    && digits == 4
                    && text.parse().is_ok_and(|year| YEARS.contains(&year));
                is_year || digits > 1 && text.starts_with('0')
            }
            Self::Version(_) => false,
            Self::Clock(_) => text.find(':') == Some(2),
            Self::Day { form, .. } => {
                let is_whole = match form.matches('%').count() {
                    3 => text.len() == 10,
                    _ => text.len() == 7,
                };
                form.starts_with("%Y") && is_whole
            }
        }
    }

    /// The order in which two were meant; none where they are not of one kind.
    #[must_use]
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (
                Self::Number { value, unit, parts },
                Self::Number {
                    value: b,
                    unit: unit_of_b,
                    parts: parts_of_b,
                },
            ) if unit.trim() == unit_of_b.trim() => match (parts, parts_of_b) {
                (Some(a), Some(b)) if are_versions(a, b) => Some(values(a).cmp(&values(b))),
                _ => value.partial_cmp(b),
            },
            (Self::Number { parts, .. }, Self::Version(b)) => Some(values(parts.as_ref()?).cmp(b)),
            (Self::Version(_), Self::Number { .. }) => other.compare(self).map(Ordering::reverse),
            (Self::Version(a), Self::Version(b)) | (Self::Clock(a), Self::Clock(b)) => {
                Some(a.cmp(b))
            }
            (
                Self::Day { day, form, .. },
                Self::Day {
                    day: b,
                    form: other,
                    ..
                },
            ) if form == other => Some(day.cmp(b)),
            _ => None,
        }
    }

    /// Two texts of this kind whose order is a surprise.
    #[must_use]
    pub(crate) fn example(&self) -> String {
        match self {
            Self::Number { unit, .. } => format!("'9{unit}' is more than '10{unit}'"),
            Self::Version(_) => "'1.9.0' is more than '1.10.0'".to_owned(),
            Self::Clock(_) => "'9:30' is more than '10:00'".to_owned(),
            Self::Day { form, .. } => match form.as_str() {
                "%m/%Y" => "'9/2025' is more than '10/2025'".to_owned(),
                "%m-%Y" => "'9-2025' is more than '10-2025'".to_owned(),
                "%Y-%m-%d" => "'2025-2-1' is more than '2025-10-1'".to_owned(),
                "%Y-%m" => "'2025-9' is more than '2025-10'".to_owned(),
                _ => "'02/01/2024' is more than '01/12/2025'".to_owned(),
            },
        }
    }

    /// What those that can be compared have in common, in words of no reader.
    #[must_use]
    pub(crate) fn kind(&self) -> String {
        match self {
            Self::Number { unit, .. } => format!("number {}", unit.trim()),
            Self::Version(_) => "number ".to_owned(),
            Self::Clock(_) => "clock".to_owned(),
            Self::Day { form, .. } => form.clone(),
        }
    }
}

/// Whether two numbers with a point are versions: `1.9` and `1.10`, of which no number would be written with a zero at its end.
fn are_versions(a: &[Digits], b: &[Digits]) -> bool {
    let ([_, a], [_, b]) = (a, b) else {
        return false;
    };
    let ends_in_zero = |part: &Digits| part.count > 1 && part.value.is_multiple_of(10);
    a.count != b.count && (ends_in_zero(a) || ends_in_zero(b))
}

pub(super) fn values(parts: &[Digits]) -> Vec<u128> {
    parts.iter().map(|part| part.value).collect()
}

fn is_digits(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit())
}

/// `10`, `-9.5`, `9,5`, `1 000`, `1,234`, `9 GB`, `9%`.
fn number(text: &str) -> Option<Reading> {
    let of_number = |sign: char| {
        sign.is_ascii_digit() || matches!(sign, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'')
    };
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let end = unsigned.find(|sign| !of_number(sign));
    let (digits, _) = unsigned.split_at(end.unwrap_or(unsigned.len()));
    let digits = digits.trim_end();
    let unit = unsigned.get(digits.len()..)?;
    if !unit.is_empty() && !is_unit(unit) {
        return None;
    }
    let separators = [' ', '\u{a0}', '\u{202f}', '\''];
    let in_thousands = |sign: char| {
        let mut groups = digits.split(sign);
        let first = groups.next().unwrap_or_default();
        let has_more = digits.contains(sign);
        has_more
            && is_digits(first)
            && first.len() <= 3
            && groups.all(|group| group.len() == 3 && is_digits(group))
    };
    let (whole, fraction) = if in_thousands(',') {
        (digits.replace(',', ""), None)
    } else {
        let mut parts = digits.splitn(2, ['.', ',']);
        let whole: String = parts.next()?.split(separators).collect();
        (whole, parts.next())
    };
    if !is_digits(&whole) || !fraction.is_none_or(is_digits) {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    let value = format!("{sign}{whole}.{}", fraction.unwrap_or("0"));
    let part = |digits: &str| {
        Some(Digits {
            value: digits.parse().ok()?,
            count: digits.len(),
        })
    };
    let is_plain = unit.is_empty() && unsigned == text && !digits.contains(',');
    let parts: Option<Vec<Digits>> = [Some(whole.as_str()), fraction]
        .into_iter()
        .flatten()
        .map(part)
        .collect();
    Some(Reading::Number {
        value: value.parse().ok()?,
        unit: unit.to_owned(),
        parts: parts.filter(|_| is_plain),
    })
}

/// What stands behind a number and says of what it is one.
fn is_unit(unit: &str) -> bool {
    let name = unit.trim_start();
    let is_apart = name.len() < unit.len();
    let is_sign = |sign: char| matches!(sign, '%' | '‰' | '€' | '$' | '£' | '°');
    let is_name = name
        .chars()
        .all(|sign| sign.is_alphabetic() || is_sign(sign));
    let is_scale = name.len() == 1 && SCALES.contains(name);
    let has_sign = name.starts_with(is_sign);
    is_name
        && !name.is_empty()
        && (is_apart || is_scale || has_sign || name.chars().nth(1).is_some())
}

/// The parts of `1.10.0`, `v2.1`, `1.2.3-rc1`; not of `2025.10.01`, whose parts are all as long.
fn version(text: &str) -> Option<Vec<u128>> {
    let unmarked = text.strip_prefix(['v', 'V']);
    let least = if unmarked.is_some() { 2 } else { 3 };
    let body = unmarked.unwrap_or(text);
    let end = body.find(|sign: char| !sign.is_ascii_digit() && sign != '.');
    let (numbers, rest) = body.split_at(end.unwrap_or(body.len()));
    let has_suffix =
        rest.starts_with(|sign: char| sign.is_ascii_alphabetic() || "-+".contains(sign));
    let parts: Vec<&str> = numbers.split('.').collect();
    let is_day = matches!(parts.as_slice(), [year, month, day]
        if year.len() == 4 && month.len() == 2 && day.len() == 2);
    if parts.len() < least || is_day || !(rest.is_empty() || has_suffix) {
        return None;
    }
    let parts: Result<Vec<u128>, _> = parts.into_iter().map(str::parse).collect();
    parts.ok()
}

/// `9:30`, `10:15:00`.
fn clock(text: &str) -> Option<Reading> {
    let parts: Vec<&str> = text.split(':').collect();
    let (hours, rest) = parts.split_first()?;
    let is_clock = matches!(rest.len(), 1 | 2)
        && is_digits(hours)
        && hours.len() <= 2
        && rest.iter().all(|part| is_digits(part) && part.len() == 2);
    let parts: Result<Vec<u128>, _> = parts.iter().map(|part| part.parse()).collect();
    parts.ok().filter(|_| is_clock).map(Reading::Clock)
}

/// `01/10/2025`, `1.10.2025`, `10/31/2025`, `2025-1-5`.
fn day(text: &str) -> Option<Reading> {
    let sign = text.chars().find(|sign| !sign.is_ascii_digit())?;
    let parts: Vec<&str> = text.split(sign).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let iso = |year: &str, month: &str, day: &str| {
        let is_short = |part: &str| is_digits(part) && part.len() <= 2;
        let fits = year.len() == 4 && is_digits(year) && is_short(month) && is_short(day);
        let written = || format!("{year}-{month:0>2}-{day:0>2}");
        fits.then(|| Date::parse(&written())).flatten()
    };
    if !matches!(sign, '/' | '.' | '-') {
        return None;
    }
    if let (Some(day), '-' | '/') = (iso(first, second, third), sign) {
        return Some(Reading::Day {
            day,
            form: format!("%Y{sign}%m{sign}%d"),
            is_certain: true,
        });
    }
    let form = |first: char, second: char| format!("%{first}{sign}%{second}{sign}%Y");
    let (day, form, other) = match (iso(third, second, first), iso(third, first, second)) {
        (Some(day), other) => (day, form('d', 'm'), other),
        (None, Some(day)) => (day, form('m', 'd'), None),
        (None, None) => return None,
    };
    Some(Reading::Day {
        day,
        form,
        is_certain: other.is_none_or(|other| other == day),
    })
}

/// `9/2025`, `2025-9`.
fn month(text: &str) -> Option<Reading> {
    let sign = text.chars().find(|sign| !sign.is_ascii_digit())?;
    let (first, second) = text.split_once(sign)?;
    if !matches!(sign, '/' | '-') {
        return None;
    }
    let month = |year: &str, month: &str, form: String| {
        let fits = year.len() == 4 && is_digits(year) && is_digits(month) && month.len() <= 2;
        let day = || Date::parse(&format!("{year}-{month:0>2}-01"));
        Some(Reading::Day {
            day: fits.then(day).flatten()?,
            form,
            is_certain: true,
        })
    };
    month(first, second, format!("%Y{sign}%m"))
        .or_else(|| month(second, first, format!("%m{sign}%Y")))
}

#[cfg(test)]
mod tests {
    use super::Reading;
    use std::cmp::Ordering;

    #[test]
    fn texts_whose_letters_stand_in_order_read_like_nothing() {
        for text in [
            "2025-10-01",
            "2025-10",
            "2025",
            "1999",
            "2025.10.01",
            "06",
            "01000",
            "2025-W07",
            "2025-Q1",
            "2A",
            "a",
            "",
            "-",
            ".",
            "v",
            "1.2.",
            "v.1",
            "12h30",
            "32/13/2025",
            "09:30",
            "09 GB",
            "A01",
            "0012",
            "4x4",
            "10 rue de la Paix",
        ] {
            assert_eq!(Reading::of(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_versions_and_days_are_read_in_the_order_that_is_meant() {
        for (low, high) in [
            ("9", "10"),
            ("-10", "-9"),
            ("0", "0.5"),
            ("9.5", "10"),
            ("9,5", "10,25"),
            ("9 000", "10\u{202f}000"),
            ("1850", "9999"),
            ("1.9.0", "1.10.0"),
            ("v1.9", "v1.10"),
            ("1.2.3-rc1", "1.2.10"),
            ("1.2.3", "1.2.3.4"),
            ("2024.9.1", "2024.10.1"),
            ("02/01/2024", "01/12/2025"),
            ("9.11.2025", "10.11.2025"),
            ("2025-2-1", "2025-10-1"),
            ("2025-9", "2025-10"),
            ("9/2025", "10/2025"),
            ("12/2024", "1/2025"),
            ("9 GB", "10 GB"),
            ("7B", "13B"),
            ("9%", "10%"),
            ("9,5 %", "10 %"),
            ("9:30", "10:00"),
            ("999", "1,234"),
            ("1,234", "12,000"),
            ("1.9", "1.10.0"),
            ("1.9", "1.10"),
        ] {
            let read = |text: &str| Reading::among_others(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                read(low).compare(&read(high)),
                Some(Ordering::Less),
                "{low}, {high}"
            );
        }
    }
}
