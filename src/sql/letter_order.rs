//! Texts that read like numbers, versions or days and are put in order letter by letter: as a text `'9'` is more than `'10'`.
//!
//! In: a text that is written in an expression, or that the data have. Out: what it reads like, in which order it was meant, and
//! what to write instead.

use super::check::Reader;
use super::parse::plain;
use super::{Aggregate, Node, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Date;
use sqlparser::ast::{Expr, Spanned};
use std::cmp::Ordering;

/// Years that are written as numbers; as texts of four digits they stand in their order.
const YEARS: std::ops::Range<u64> = 1900..2100;

/// By how much the part of a version counts more than the next one, at least.
const PART: u128 = 1000;

/// What a text reads like whose order is not that of its letters.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reading {
    /// `10`, `9.5`, `1 000`.
    Number(f64),
    /// `1.10.0`, `v2.1`: its parts.
    Version(Vec<u128>),
    /// `01/10/2025`: a day that does not begin with the year.
    Day {
        /// The day.
        day: Date,
        /// How it is written: `%d/%m/%Y`.
        form: String,
        /// Whether it is no day with month and day exchanged.
        is_certain: bool,
    },
}

impl Reading {
    /// What a text reads like; none for words, and for what stands in its order as a text too: days and months in ISO form, years,
    /// digits that are filled up with zeros.
    #[must_use]
    pub(crate) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        day(text)
            .or_else(|| version(text).map(Self::Version))
            .or_else(|| number(text).map(Self::Number))
    }

    /// The order in which two were meant; none where they are not of one kind.
    #[must_use]
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.partial_cmp(b),
            (Self::Version(a), Self::Version(b)) => Some(a.cmp(b)),
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
    pub(crate) fn example(&self) -> &'static str {
        match self {
            Self::Number(_) => "'9' is more than '10'",
            Self::Version(_) => "'1.9.0' is more than '1.10.0'",
            Self::Day { .. } => "'02/01/2024' is more than '01/12/2025'",
        }
    }

    /// The value whose order is that which was meant, of an expression with texts such as `text`; none where the texts have to be
    /// read otherwise.
    pub(crate) fn value_of(&self, written: &str, text: &str) -> Option<String> {
        match self {
            Self::Number(_) if text.contains([',', ' ', '\u{a0}', '\u{202f}']) => None,
            Self::Number(_) => Some(format!("CAST({written} AS {})", number_types(text).1)),
            Self::Version(parts) => Some(parts_of(written, text, parts)),
            Self::Day { .. } => None,
        }
    }

    /// What to write for an expression whose texts are such as `text`; the least or greatest of texts becomes that of the values.
    #[must_use]
    pub(crate) fn instead(&self, node: &Node, text: &str) -> String {
        let (inner, around) = match node {
            Node::Aggregate(aggregate) => match &aggregate.aggregate {
                Aggregate::Least(value) => (&value.node, Some("min")),
                Aggregate::Greatest(value) => (&value.node, Some("max")),
                _ => (node, None),
            },
            node => (node, None),
        };
        let is_column = matches!(inner, Node::Name(_));
        let value = self.value_of(&inner.to_string(), text);
        let value = value.map(|value| match around {
            Some(aggregate) => format!("{aggregate}({value})"),
            None => value,
        });
        match self {
            Self::Number(_) => {
                let (kind, _) = number_types(text);
                let typed = match &value {
                    Some(_) => format!("give the column a type, `{{type: {kind}}}`"),
                    None => format!(
                        "give the column a type, `{{type: {kind}}}`; `decimal` and `thousands` of the source say how its numbers are written"
                    ),
                };
                match value {
                    Some(value) if is_column => format!("{typed}, or write `{value}`"),
                    Some(value) => format!("write `{value}`"),
                    None => typed,
                }
            }
            Self::Version(_) => {
                let value = value.unwrap_or_default();
                format!("compare the parts of a version as numbers: `{value}`")
            }
            Self::Day {
                form, is_certain, ..
            } => {
                let other = if *is_certain {
                    ""
                } else {
                    " (or `%m` first, where the month stands first)"
                };
                format!("give the column a type, `{{type: date, date: \"{form}\"}}`{other}")
            }
        }
    }

    /// How a text is written beside the value that is compared instead.
    fn literal(&self, text: &str) -> Option<String> {
        match self {
            Self::Number(_) => {
                let signs = text.chars().filter(|sign| !sign.is_whitespace());
                Some(signs.collect::<String>().replace(',', "."))
            }
            Self::Version(parts) => number_of(parts).map(|number| number.to_string()),
            Self::Day {
                day, is_certain, ..
            } => is_certain.then(|| format!("DATE '{day}'")),
        }
    }
}

impl Reader<'_> {
    /// Warns of a value that is put in order with a text which reads like a number, a version or a day, whichever stands first.
    pub(super) fn puts_in_order(&mut self, (left, a): (&Expr, &Node), (right, b): (&Expr, &Node)) {
        let (value, node, tree, text) = match (a, b) {
            (Node::Literal(_), Node::Literal(_)) => return,
            (_, Node::Literal(Value::Text(text))) => (left, a, right, text),
            (Node::Literal(Value::Text(text)), _) => (right, b, left, text),
            _ => return,
        };
        if has_length(node, text.chars().count()) {
            return;
        }
        let Some(reading) = Reading::of(text) else {
            return;
        };
        let name = plain(value);
        let message = format!(
            "`{name}` is a text and is put in order with '{text}' letter by letter: {}",
            reading.example()
        );
        let instead = reading.instead(node, text);
        let hint = match reading.literal(text) {
            Some(literal) => format!("{instead}, and `{literal}` for '{text}'"),
            None => instead,
        };
        let span = tree.span();
        let place = self.span(span.start, span.end);
        let problem = Diagnostic::warning(Code::LETTER_ORDER, message).at(place);
        self.warnings.push(problem.hint(hint));
    }
}

/// Whether the texts of an expression are cut or filled up to as many characters as a text has, so that digits stand in order.
fn has_length(node: &Node, length: usize) -> bool {
    let Node::Call(entry, arguments) = node else {
        return false;
    };
    let wanted = match entry.name {
        "left" | "right" | "lpad" => arguments.get(1),
        "substring" => arguments.get(2),
        _ => None,
    };
    matches!(wanted, Some(Node::Literal(Value::Integer(number))) if usize::try_from(*number) == Ok(length))
}

/// The type of a column of such numbers, and the one to cast to.
fn number_types(text: &str) -> (&'static str, &'static str) {
    if text.contains(['.', ',']) {
        ("number", "DOUBLE")
    } else {
        ("integer", "INTEGER")
    }
}

/// `10`, `-9.5`, `9,5`, `1 000`; not `06`, whose zero says that all are as long, and not a year.
fn number(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let mut parts = unsigned.splitn(2, ['.', ',']);
    let whole: String = parts.next()?.split([' ', '\u{a0}', '\u{202f}']).collect();
    let fraction = parts.next();
    let is_padded = whole.len() > 1 && whole.starts_with('0');
    let is_year = fraction.is_none()
        && unsigned.len() == 4
        && whole.parse().is_ok_and(|year| YEARS.contains(&year));
    if !is_digits(&whole) || !fraction.is_none_or(is_digits) || is_padded || is_year {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    format!("{sign}{whole}.{}", fraction.unwrap_or("0"))
        .parse()
        .ok()
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

/// `01/10/2025`, `1.10.2025`, `10/31/2025`.
fn day(text: &str) -> Option<Reading> {
    let sign = text.chars().find(|sign| !sign.is_ascii_digit())?;
    let parts: Vec<&str> = text.split(sign).collect();
    let [first, second, year] = parts.as_slice() else {
        return None;
    };
    if !matches!(sign, '/' | '.' | '-') || year.len() != 4 || first.len() > 2 || second.len() > 2 {
        return None;
    }
    let iso = |month: &str, day: &str| Date::parse(&format!("{year}-{month:0>2}-{day:0>2}"));
    let form = |first: char, second: char| format!("%{first}{sign}%{second}{sign}%Y");
    let (day, form, other) = match (iso(second, first), iso(first, second)) {
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

/// The number that stands for the parts of a version: each counts a thousand times as much as the next one, or more where a
/// part has more digits.
fn number_of(parts: &[u128]) -> Option<u128> {
    let base = base_of(parts);
    parts.iter().try_fold(0_u128, |number, part| {
        number.checked_mul(base)?.checked_add(*part)
    })
}

fn base_of(parts: &[u128]) -> u128 {
    let most = parts.iter().skip(1).max().copied().unwrap_or_default();
    let mut base = PART;
    while base <= most {
        base = base.saturating_mul(10);
    }
    base
}

/// The expression for that number.
fn parts_of(written: &str, text: &str, parts: &[u128]) -> String {
    let mark = text.chars().next().filter(|sign| matches!(sign, 'v' | 'V'));
    let plain = match mark {
        Some(mark) => format!("replace({written}, '{mark}', '')"),
        None => written.to_owned(),
    };
    let has_suffix = text
        .trim_start_matches(['v', 'V'])
        .contains(|sign: char| !sign.is_ascii_digit() && sign != '.');
    let base = base_of(parts);
    let terms = parts.iter().enumerate().map(|(at, _)| {
        let mut part = format!("split_part({plain}, '.', {})", at + 1);
        if has_suffix && at + 1 == parts.len() {
            part = format!("regexp_extract({part}, '^[0-9]+')");
        }
        if at > 0 {
            part = format!("coalesce({part}, '0')");
        }
        let weight = (at + 1..parts.len()).fold(1_u128, |weight, _| weight.saturating_mul(base));
        match weight {
            1 => format!("CAST({part} AS INTEGER)"),
            weight => format!("CAST({part} AS INTEGER) * {weight}"),
        }
    });
    terms.collect::<Vec<String>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use super::Reading;
    use crate::sql::tests::read;
    use crate::sql::{Type, Value};
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
        ] {
            let read = |text: &str| Reading::of(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                read(low).compare(&read(high)),
                Some(Ordering::Less),
                "{low}, {high}"
            );
        }
    }

    #[test]
    fn what_is_written_for_a_version_puts_versions_in_order() {
        let versions = [
            "1.2.0", "1.9.0", "1.9.12", "1.10", "1.10.1", "2.0.0", "10.0.0",
        ];
        for (given, mark) in [("1.10.0", ""), ("v1.10.0", "v"), ("1.10.0-rc1", "")] {
            let reading = Reading::of(given).expect("a version");
            let written = reading.value_of("v", given).expect("an expression");
            let expression = read(&written, &[("v", Type::Text)]);
            let number = |version: &str| {
                let text = Value::text(&format!("{mark}{version}"));
                let value = expression.node.value(&|_| text.clone());
                match value.expect("a value") {
                    Value::Integer(number) => number,
                    other => panic!("{version} is {other}"),
                }
            };
            let numbers: Vec<i128> = versions.iter().map(|version| number(version)).collect();
            assert!(numbers.is_sorted_by(|a, b| a < b), "{written}: {numbers:?}");
            let literal: i128 = reading
                .literal(given)
                .expect("a number")
                .parse()
                .expect("it");
            assert_eq!(number("1.10.0"), literal, "{written}");
        }
        let large = Reading::of("1.2025.7").expect("a version");
        assert_eq!(large.literal("1.2025.7").as_deref(), Some("120250007"));
    }
}
