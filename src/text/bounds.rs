//! Bounds of buckets in words. In: the code of a bucket, such as `100M..200M`. Out: `de 100 à 200 millions de paramètres`,
//! `from 100 to 200 million parameters`.

use super::Locale;
use super::compact::{Digits, compact, compact_counted};
use super::french::de;
use super::rounding::Number;

/// Decimals of a bound: edges are written with at most three.
const DIGITS: Digits = Digits::up_to(3);

/// From where to where a bucket goes; nothing where it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    from: Option<i128>,
    to: Option<i128>,
}

/// How bounds are told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'a> {
    /// What is counted: one, several; nothing if only the bounds are told.
    pub(crate) noun: Option<(&'a str, &'a str)>,
    /// Whether they stand after a noun: `modèles de 100 à 200 millions de paramètres`.
    pub(crate) is_after_noun: bool,
    /// Whether the upper bound belongs to the bucket, instead of the lower one.
    pub(crate) is_right_closed: bool,
}

impl Bounds {
    /// Reads `..5M`, `100M..200M`, `7.5B..`; none for any other text.
    #[must_use]
    pub(crate) fn parse(code: &str) -> Option<Self> {
        let (from, to) = code.split_once("..")?;
        let bound = |text: &str| {
            if text.is_empty() {
                Some(None)
            } else {
                amount(text).map(Some)
            }
        };
        let (from, to) = (bound(from)?, bound(to)?);
        (from.is_some() || to.is_some()).then_some(Self { from, to })
    }

    /// In words.
    #[must_use]
    pub(crate) fn words(self, told: Told<'_>, locale: Locale) -> String {
        match locale {
            Locale::Fr => self.french(told),
            Locale::En => self.english(told),
        }
    }

    fn french(self, told: Told<'_>) -> String {
        let counted = |value| counted(value, told.noun, Locale::Fr);
        let after = |phrase: String| {
            if told.is_after_noun {
                de(&phrase)
            } else {
                phrase
            }
        };
        match (self.from, self.to, told.is_right_closed) {
            (None, Some(to), false) => after(format!("moins {}", de(&counted(to)))),
            (None, Some(to), true) => after(format!("{} ou moins", counted(to))),
            (Some(from), None, false) => after(format!("{} et plus", counted(from))),
            (Some(from), None, true) => after(format!("plus {}", de(&counted(from)))),
            (Some(from), Some(to), is_right_closed) => {
                let more = if is_right_closed { "plus de " } else { "" };
                format!("de {more}{} à {}", lower(from, to, Locale::Fr), counted(to))
            }
            (None, None, _) => String::new(),
        }
    }

    fn english(self, told: Told<'_>) -> String {
        let counted = |value| counted(value, told.noun, Locale::En);
        let phrase = match (self.from, self.to, told.is_right_closed) {
            (None, Some(to), false) => format!("fewer than {}", counted(to)),
            (None, Some(to), true) => format!("{} or fewer", counted(to)),
            (Some(from), None, false) => format!("{} or more", counted(from)),
            (Some(from), None, true) => format!("more than {}", counted(from)),
            (Some(from), Some(to), is_right_closed) => {
                let more = if is_right_closed { "more than " } else { "" };
                let start = if told.is_after_noun { "" } else { "from " };
                format!(
                    "{start}{more}{} to {}",
                    lower(from, to, Locale::En),
                    counted(to)
                )
            }
            (None, None, _) => String::new(),
        };
        if told.is_after_noun {
            format!("with {phrase}")
        } else {
            phrase
        }
    }
}

/// `7.5B` as a number.
fn amount(text: &str) -> Option<i128> {
    let exponent = match text.chars().last()? {
        'k' => 3,
        'M' => 6,
        'B' => 9,
        'T' => 12,
        _ => 0,
    };
    let digits = if exponent == 0 {
        text
    } else {
        &text[..text.len() - 1]
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let missing = usize::checked_sub(exponent, decimals.len())?;
    let scale = 10_i128.checked_pow(u32::try_from(missing).ok()?)?;
    format!("{whole}{decimals}")
        .parse::<i128>()
        .ok()?
        .checked_mul(scale)
}

/// A bound with its noun; a million or a billion alone is a word: `un milliard de paramètres`.
fn counted(value: i128, noun: Option<(&str, &str)>, locale: Locale) -> String {
    let value = Number::Integer(value);
    let written = match noun {
        Some((one, other)) => compact_counted(value, DIGITS, one, other, locale),
        None => compact(value, DIGITS, locale),
    };
    in_word(written, locale)
}

fn in_word(written: String, locale: Locale) -> String {
    let word = match locale {
        Locale::Fr => "un",
        Locale::En => "one",
    };
    match written
        .strip_prefix("1\u{a0}mil")
        .or(written.strip_prefix("1\u{a0}bil"))
    {
        Some(_) => format!("{word}{}", &written[1..]),
        None => written,
    }
}

/// The lower bound, without its unit if the upper one has the same: `100` before `200 millions`.
fn lower(from: i128, to: i128, locale: Locale) -> String {
    let unit = |value: i128| match value {
        0..1_000_000 => 0,
        1_000_000..1_000_000_000 => 6,
        1_000_000_000..1_000_000_000_000 => 9,
        _ if locale == Locale::Fr => 9,
        _ => 12,
    };
    let written = compact(Number::Integer(from), DIGITS, locale);
    if unit(from) == unit(to) && unit(from) > 0 {
        let digits = written.split('\u{a0}').next().unwrap_or_default();
        return digits.to_owned();
    }
    in_word(written, locale)
}
