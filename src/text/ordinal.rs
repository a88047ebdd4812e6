//! Ranks and small numbers in words. In: an integer and the gender of the noun. Out: `1er`, `2e`,
//! `première`, `vingt et une`; `1st`, `first`, `twenty-one`.

use super::Locale;
use super::number::integer;
use super::rounding::Number;

/// Gender of a French noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Gender {
    /// `le modèle`.
    Masculine,
    /// `la langue`.
    Feminine,
}

impl Gender {
    /// Parses `m` or `f`, as specs and templates write it.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "m" => Some(Self::Masculine),
            "f" => Some(Self::Feminine),
            _ => None,
        }
    }
}

/// A rank in digits: `1er`, `1re`, `2e`; `1st`, `22nd`, `111th`. English ignores the gender.
#[must_use]
pub(crate) fn ordinal(rank: i128, gender: Gender, locale: Locale) -> String {
    let suffix = match (locale, gender) {
        (Locale::Fr, Gender::Masculine) if rank == 1 => "er",
        (Locale::Fr, Gender::Feminine) if rank == 1 => "re",
        (Locale::Fr, _) => "e",
        (Locale::En, _) => english_suffix(rank),
    };
    format!("{}{suffix}", integer(Number::Integer(rank), locale))
}

fn english_suffix(rank: i128) -> &'static str {
    let last_two = rank.unsigned_abs() % 100;
    match (last_two, last_two % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// A rank in words up to the hundredth (`premier`, `première`, `quarante-neuvième`; `forty-ninth`), then in digits.
#[must_use]
pub(crate) fn ordinal_word(rank: i128, gender: Gender, locale: Locale) -> String {
    let word = match (locale, gender) {
        (Locale::Fr, Gender::Masculine) if rank == 1 => Some("premier".to_owned()),
        (Locale::Fr, Gender::Feminine) if rank == 1 => Some("première".to_owned()),
        (Locale::Fr, _) => french_ordinal(rank),
        (Locale::En, _) => english_ordinal(rank),
    };
    word.unwrap_or_else(|| ordinal(rank, gender, locale))
}

/// The cardinal with `-ième`, which takes the place of a final `e` and of the `s` of `quatre-vingts`.
fn french_ordinal(rank: i128) -> Option<String> {
    let cardinal = french_cardinal(rank, Gender::Masculine).filter(|_| rank > 0)?;
    Some(match cardinal.strip_suffix("neuf") {
        Some(before) => format!("{before}neuvième"),
        None if cardinal.ends_with("cinq") => format!("{cardinal}uième"),
        None if rank == 80 => "quatre-vingtième".to_owned(),
        None => format!("{}ième", cardinal.strip_suffix('e').unwrap_or(&cardinal)),
    })
}

const ENGLISH_ORDINALS: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

fn english_ordinal(rank: i128) -> Option<String> {
    match rank {
        1..=19 => word_at(&ENGLISH_ORDINALS, rank).map(str::to_owned),
        20..=99 => {
            let tens = word_at(&ENGLISH_TENS, rank / 10 - 2)?;
            match rank % 10 {
                0 => Some(format!("{}ieth", tens.strip_suffix('y').unwrap_or(tens))),
                rest => Some(format!("{tens}-{}", word_at(&ENGLISH_ORDINALS, rest)?)),
            }
        }
        100 => Some("one hundredth".to_owned()),
        _ => None,
    }
}

const FRENCH_CARDINALS: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];
const FRENCH_TENS: [&str; 5] = ["vingt", "trente", "quarante", "cinquante", "soixante"];
const ENGLISH_CARDINALS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// A number from 0 to 100 in words, for a text that begins with one: `cinquante`, `vingt et une`,
/// `quatre-vingt-un`; `fifty`, `twenty-one`. Other numbers stay in digits.
#[must_use]
pub(crate) fn cardinal_word(number: i128, gender: Gender, locale: Locale) -> String {
    let word = match locale {
        Locale::Fr => french_cardinal(number, gender),
        Locale::En => english_cardinal(number),
    };
    word.unwrap_or_else(|| integer(Number::Integer(number), locale))
}

fn french_cardinal(number: i128, gender: Gender) -> Option<String> {
    let small = |rest: i128| match (rest, gender) {
        (1, Gender::Feminine) => Some("une"),
        _ => word_at(&FRENCH_CARDINALS, rest),
    };
    // Seventy continues from sixty, ninety from eighty.
    let (tens, rest) = match number {
        0..=19 => return small(number).map(str::to_owned),
        20..=59 => (word_at(&FRENCH_TENS, number / 10 - 2)?, number % 10),
        60..=79 => (word_at(&FRENCH_TENS, 4)?, number - 60),
        80 => return Some("quatre-vingts".to_owned()),
        81..=99 => return Some(format!("quatre-vingt-{}", small(number - 80)?)),
        100 => return Some("cent".to_owned()),
        _ => return None,
    };
    match rest {
        0 => Some(tens.to_owned()),
        1 | 11 => Some(format!("{tens} et {}", small(rest)?)),
        _ => Some(format!("{tens}-{}", small(rest)?)),
    }
}

fn english_cardinal(number: i128) -> Option<String> {
    match number {
        0..=19 => word_at(&ENGLISH_CARDINALS, number).map(str::to_owned),
        20..=99 => {
            let tens = word_at(&ENGLISH_TENS, number / 10 - 2)?;
            match number % 10 {
                0 => Some(tens.to_owned()),
                rest => Some(format!("{tens}-{}", word_at(&ENGLISH_CARDINALS, rest)?)),
            }
        }
        100 => Some("one hundred".to_owned()),
        _ => None,
    }
}

fn word_at<'word>(words: &[&'word str], index: i128) -> Option<&'word str> {
    usize::try_from(index)
        .ok()
        .and_then(|index| words.get(index))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::Gender::{Feminine, Masculine};
    use super::{cardinal_word, ordinal, ordinal_word};
    use crate::text::Locale::{En, Fr};

    #[test]
    fn only_the_first_has_a_gender_in_french() {
        assert_eq!(ordinal(1, Masculine, Fr), "1er");
        assert_eq!(ordinal(1, Feminine, Fr), "1re");
        assert_eq!(ordinal(2, Feminine, Fr), "2e");
        assert_eq!(ordinal(21, Masculine, Fr), "21e");
        assert_eq!(ordinal(1000, Masculine, Fr), "1\u{202f}000e");
    }

    #[test]
    fn english_suffixes_follow_the_last_digits_but_for_the_teens() {
        for (rank, expected) in [
            (1, "1st"),
            (2, "2nd"),
            (3, "3rd"),
            (4, "4th"),
            (10, "10th"),
            (11, "11th"),
            (12, "12th"),
            (13, "13th"),
            (21, "21st"),
            (22, "22nd"),
            (101, "101st"),
            (111, "111th"),
            (113, "113th"),
            (1002, "1,002nd"),
        ] {
            assert_eq!(ordinal(rank, Masculine, En), expected);
        }
    }

    #[test]
    fn ranks_are_words_up_to_a_hundred() {
        for (rank, gender, french, english) in [
            (1, Masculine, "premier", "first"),
            (1, Feminine, "première", "first"),
            (2, Feminine, "deuxième", "second"),
            (4, Masculine, "quatrième", "fourth"),
            (5, Masculine, "cinquième", "fifth"),
            (9, Masculine, "neuvième", "ninth"),
            (11, Masculine, "onzième", "eleventh"),
            (12, Masculine, "douzième", "twelfth"),
            (20, Feminine, "vingtième", "twentieth"),
            (21, Feminine, "vingt et unième", "twenty-first"),
            (49, Masculine, "quarante-neuvième", "forty-ninth"),
            (71, Masculine, "soixante et onzième", "seventy-first"),
            (80, Masculine, "quatre-vingtième", "eightieth"),
            (81, Masculine, "quatre-vingt-unième", "eighty-first"),
            (95, Masculine, "quatre-vingt-quinzième", "ninety-fifth"),
            (100, Masculine, "centième", "one hundredth"),
            (101, Masculine, "101e", "101st"),
            (0, Masculine, "0e", "0th"),
        ] {
            assert_eq!(ordinal_word(rank, gender, Fr), french);
            assert_eq!(ordinal_word(rank, gender, En), english);
        }
        assert_eq!(
            ordinal_word(i128::MIN, Masculine, En).chars().next(),
            Some('\u{2212}')
        );
    }

    #[test]
    fn numbers_up_to_a_hundred_have_words() {
        for (number, french, english) in [
            (0, "zéro", "zero"),
            (1, "un", "one"),
            (16, "seize", "sixteen"),
            (17, "dix-sept", "seventeen"),
            (20, "vingt", "twenty"),
            (21, "vingt et un", "twenty-one"),
            (50, "cinquante", "fifty"),
            (69, "soixante-neuf", "sixty-nine"),
            (70, "soixante-dix", "seventy"),
            (71, "soixante et onze", "seventy-one"),
            (80, "quatre-vingts", "eighty"),
            (81, "quatre-vingt-un", "eighty-one"),
            (91, "quatre-vingt-onze", "ninety-one"),
            (99, "quatre-vingt-dix-neuf", "ninety-nine"),
            (100, "cent", "one hundred"),
            (1234, "1\u{202f}234", "1,234"),
            (-3, "\u{2212}3", "\u{2212}3"),
        ] {
            assert_eq!(cardinal_word(number, Masculine, Fr), french);
            assert_eq!(cardinal_word(number, Masculine, En), english);
        }
        assert_eq!(cardinal_word(1, Feminine, Fr), "une");
        assert_eq!(cardinal_word(51, Feminine, Fr), "cinquante et une");
        assert_eq!(cardinal_word(81, Feminine, Fr), "quatre-vingt-une");
        assert_eq!(cardinal_word(71, Feminine, Fr), "soixante et onze");
    }
}
