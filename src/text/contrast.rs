//! Two numbers beside each other in words. In: both, and the thresholds of words. Out: `loin devant`, `près de cinq fois autant
//! que`, `ont nettement progressé`; `far ahead of`, `nearly five times as much as`, `rose sharply`.

use super::Locale;
use super::agreement::Agreement;
use super::french::{de, que};
use super::number::integer;
use super::ordinal::{Gender, cardinal_word};
use super::rounding::Number;
use super::standing::{NumberForm, standing};
use super::thresholds::{ONE, Words, of, parts, quotient};
use std::cmp::Ordering;

/// How one share stands to another: `loin devant`, `de peu devant`, `à égalité avec`. What their digits do not show is no
/// difference.
#[must_use]
pub(crate) fn lead(
    one: Number,
    other: Number,
    written: NumberForm,
    words: &Words,
    locale: Locale,
) -> &'static str {
    let (french, english) = match standing(one, other, written) {
        Ordering::Equal => ("à égalité avec", "level with"),
        Ordering::Less => ("derrière", "behind"),
        Ordering::Greater => {
            let gap = parts(one).zip(parts(other)).map(|(one, other)| one - other);
            let ratio = quotient(one, other).unwrap_or(i128::MAX);
            match gap {
                Some(gap) if gap >= of(words.far_gap) && ratio >= of(words.far_ratio) => {
                    ("loin devant", "far ahead of")
                }
                Some(gap) if gap < of(words.just_ahead) => ("de peu devant", "just ahead of"),
                Some(_) | None => ("devant", "ahead of"),
            }
        }
    };
    match locale {
        Locale::Fr => french,
        Locale::En => english,
    }
}

/// What is compared: `autant de téléchargements que celles d’Allemagne`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Compared<'a> {
    /// What there is of it.
    pub(crate) noun: Option<&'a str>,
    /// What it is compared with; elided after `que`.
    pub(crate) than: Option<&'a str>,
    /// Whether it is counted: `as many as`.
    pub(crate) is_counted: bool,
}

/// A quotient of two numbers in words: `plus de quatre fois autant que`, `à peine plus de modèles que`; none if the second is
/// not above zero.
#[must_use]
pub(crate) fn times(
    one: Number,
    other: Number,
    compared: Compared<'_>,
    words: &Words,
    locale: Locale,
) -> Option<String> {
    let ratio = quotient(one, other)?;
    let (amount, is_equative) = compared_amount(ratio, words, locale);
    let noun = compared.noun;
    Some(match locale {
        Locale::Fr => {
            let noun = noun.map_or_else(String::new, |noun| format!(" {}", de(noun)));
            let than = compared.than.map_or_else(|| "que".to_owned(), que);
            format!("{amount}{noun} {than}")
        }
        Locale::En => {
            let joins = if is_equative { "as" } else { "than" };
            let amount = match (noun, compared.is_counted, is_equative) {
                (Some(noun), _, true) => format!("{amount} many {noun}"),
                (Some(noun), _, false) => format!("{amount} {noun}"),
                (None, true, true) => format!("{amount} many"),
                (None, false, true) => format!("{amount} much"),
                (None, _, false) => amount,
            };
            let than = compared
                .than
                .map_or_else(String::new, |than| format!(" {than}"));
            format!("{amount} {joins}{than}")
        }
    })
}

/// How much more, and whether English compares it with `as`.
fn compared_amount(ratio: i128, words: &Words, locale: Locale) -> (String, bool) {
    let exact = of(words.ratio_exact);
    let is_close = |to: i128| (ratio - to).abs() <= exact;
    let of_two = |french: &str, english: &str, is_equative: bool| match locale {
        Locale::Fr => (french.to_owned(), is_equative),
        Locale::En => (english.to_owned(), is_equative),
    };
    if ratio == ONE {
        return of_two("autant", "as", true);
    }
    if ratio < ONE {
        let turned = (ONE * ONE).checked_div(ratio).unwrap_or(i128::MAX);
        if (turned - 2 * ONE).abs() <= 2 * exact {
            return of_two("environ moitié moins", "about half as", true);
        }
        return if turned < of(words.barely) {
            of_two("à peine moins", "barely less", false)
        } else {
            of_two("moins", "less", false)
        };
    }
    if ratio < of(words.barely) {
        return of_two("à peine plus", "barely more", false);
    }
    if ratio < of(words.little) {
        return of_two("un peu plus", "a little more", false);
    }
    if is_close(ONE * 3 / 2) {
        return of_two("une fois et demie autant", "one and a half times as", true);
    }
    let near = of(words.ratio_near);
    if ratio < 2 * ONE - near {
        return of_two("nettement plus", "clearly more", false);
    }
    let count = (ratio + near) / ONE;
    let (distance, number) = (ratio - count * ONE, times_word(count, locale));
    let word = match distance {
        _ if distance.abs() <= exact => ("", ""),
        _ if distance < 0 => ("près de ", "nearly "),
        _ => ("plus de ", "more than "),
    };
    match locale {
        Locale::Fr => (format!("{}{number} fois autant", word.0), true),
        Locale::En => (format!("{}{number} as", word.1), true),
    }
}

/// `quatre`, `12`; `twice`, `four times`.
fn times_word(count: i128, locale: Locale) -> String {
    let number = if count <= 10 {
        cardinal_word(count, Gender::Masculine, locale)
    } else {
        integer(Number::Integer(count), locale)
    };
    match locale {
        Locale::Fr => number,
        Locale::En if count == 2 => "twice".to_owned(),
        Locale::En => format!("{number} times"),
    }
}

/// A growth in words that agree with what has grown: `ont légèrement progressé`, `est restée au même niveau`; `rose slightly`.
#[must_use]
pub(crate) fn trend(growth: Number, subject: Agreement, words: &Words, locale: Locale) -> String {
    let parts = parts(growth).unwrap_or_default();
    let size = parts.abs();
    let is_level = size < of(words.level);
    match locale {
        Locale::Fr if is_level => {
            let verb = if subject.is_plural { "sont" } else { "est" };
            let ending = subject.pick(["", "e", "s", "es"]);
            format!("{verb} resté{ending} au même niveau")
        }
        Locale::Fr => {
            let verb = if subject.is_plural { "ont" } else { "a" };
            let done = if parts > 0 { "progressé" } else { "reculé" };
            let how = if size < of(words.slight) {
                "légèrement "
            } else if size >= of(words.sharp) {
                "nettement "
            } else {
                ""
            };
            format!("{verb} {how}{done}")
        }
        Locale::En if is_level => "stayed at the same level".to_owned(),
        Locale::En => {
            let done = if parts > 0 { "rose" } else { "fell" };
            let how = if size < of(words.slight) {
                " slightly"
            } else if size >= of(words.sharp) {
                " sharply"
            } else {
                ""
            };
            format!("{done}{how}")
        }
    }
}
