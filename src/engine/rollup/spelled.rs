//! Names that are spelled differently. In: names. Out: those that differ only in case, accents, hyphens, apostrophes, `St` for `Saint`
//! and what is not seen.

use super::visible::visible_form;
use icu_normalizer::DecomposingNormalizerBorrowed;
use std::collections::BTreeMap;

/// Bytes of the longest text that may be a name.
const LONGEST: usize = 250;

/// Most names that are compared: of more, as accounts of a hub are, many differ in their case and are different things.
pub(in super::super) const MOST_NAMES: usize = 10_000;

/// Pairs of names that are spelled differently and look different, in alphabetical order. Texts with digits are codes, and no names.
pub(in super::super) fn spelled_differently<'v>(
    names: impl Iterator<Item = &'v str>,
) -> Vec<(&'v str, &'v str)> {
    let mut forms: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names.filter(|name| is_name(name)) {
        forms.entry(form(name)).or_default().push(name);
    }
    let mut pairs = Vec::new();
    for mut alike in forms.into_values().filter(|alike| alike.len() > 1) {
        alike.sort_unstable();
        let mut seen = BTreeMap::new();
        for name in alike {
            seen.entry(visible_form(name)).or_insert(name);
        }
        let names: Vec<&str> = seen.into_values().collect();
        pairs.extend(names.windows(2).map(|pair| (pair[0], pair[1])));
    }
    pairs
}

/// In what two such names differ.
pub(super) fn difference(one: &str, other: &str) -> &'static str {
    let lower = |name: &str| visible_form(name).to_lowercase();
    let (one, other) = (lower(one), lower(other));
    let words = |name: &str| words_of(name).join(" ");
    if one == other {
        "in upper and lower case"
    } else if words(&one) != words(&other) {
        "in `St` for `Saint`"
    } else if without_accents(&one) == without_accents(&other) {
        "in accents or case"
    } else {
        "in hyphens, apostrophes, accents or case"
    }
}

fn is_name(text: &str) -> bool {
    let has_digit = || text.bytes().any(|byte| byte.is_ascii_digit());
    text.len() <= LONGEST && text.contains(char::is_alphabetic) && !has_digit()
}

/// A name in lower case, without accents, with blanks for hyphens and apostrophes, and saints in full.
fn form(name: &str) -> String {
    let words = words_of(name).into_iter();
    let words = words.map(|word| match word.trim_end_matches('.') {
        "st" => "saint".to_owned(),
        "ste" => "sainte".to_owned(),
        _ => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The words of a name in lower case, without accents.
fn words_of(name: &str) -> Vec<String> {
    let is_blank = |c: char| {
        matches!(
            c,
            '-' | '\u{2010}'..='\u{2015}' | '−' | '\'' | '’' | '‘' | 'ʼ' | '`' | '´'
        )
    };
    let plain = without_accents(&visible_form(name).to_lowercase());
    let words = plain.split(|c: char| is_blank(c) || c.is_whitespace());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn without_accents(text: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    let is_accent = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    apart.chars().filter(|c| !is_accent(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::{difference, spelled_differently};

    #[test]
    fn names_differ_in_their_spelling_and_codes_do_not() {
        let names = [
            "Île-de-France",
            "Ile de France",
            "Bretagne",
            "bretagne",
            "bretagne ",
            "Côte d'Azur",
            "Côte d’Azur",
            "Open AI",
            "OpenAI",
            "Saint-Étienne",
            "St-Etienne",
            "Ste. Foy",
            "Sainte-Foy",
            "A1",
            "a1",
            "-",
            "–",
            "が",
            "か",
        ];
        assert_eq!(
            spelled_differently(names.into_iter()),
            [
                ("Bretagne", "bretagne"),
                ("Côte d'Azur", "Côte d’Azur"),
                ("Ile de France", "Île-de-France"),
                ("Saint-Étienne", "St-Etienne"),
                ("Sainte-Foy", "Ste. Foy"),
            ]
        );
    }

    #[test]
    fn a_message_says_in_what() {
        for (one, other, what) in [
            ("Nord", "NORD", "in upper and lower case"),
            ("Reunion", "Réunion", "in accents or case"),
            ("St-Etienne", "Saint-Étienne", "in `St` for `Saint`"),
            (
                "Ile de France",
                "Île-de-France",
                "in hyphens, apostrophes, accents or case",
            ),
        ] {
            assert_eq!(difference(one, other), what);
        }
    }
}
