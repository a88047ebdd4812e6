//! Texts that say that there is no value: `n/a`, a dash, nothing but blanks.
//!
//! In: the texts of a column. Out: those that stand for no value.

use polars::prelude::*;

/// Texts for a missing value, in lower case.
const MISSING: [&str; 18] = [
    "-", "–", "—", "?", "na", "n/a", "#n/a", "n.a.", "nan", "nd", "n.d.", "none", "null", "nil",
    "nc", "n.c.", "néant", "neant",
];
/// Bytes of the longest of them.
const LONGEST: usize = 6;
/// Most different texts of one column that stand for no value.
const FEW: usize = 4;
/// The texts of a column that stand for no value, without white space at their ends; none where they are many.
pub(super) fn missing(texts: &StringChunked) -> Vec<String> {
    let mut missing: Vec<String> = Vec::new();
    for text in texts.iter().flatten() {
        let text = text.trim();
        if says_nothing(text) && !missing.iter().any(|known| known == text) {
            missing.push(text.to_owned());
        }
    }
    if missing.len() > FEW {
        missing.clear();
    }
    missing
}

/// Whether a text says that there is no value; so does a dash with the sign of a currency, and nothing but white space.
pub(super) fn says_nothing(text: &str) -> bool {
    let text = text.trim();
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    if text.len() <= LONGEST
        && !text.as_bytes().first().is_some_and(is_digit)
        && (text.is_empty() || MISSING.contains(&text.to_lowercase().as_str()))
    {
        return true;
    }
    let Some((before, behind)) = text.split_once(['-', '–', '—']) else {
        return false;
    };
    let is_currency = |text: &str| {
        let mut signs = text.chars();
        let is_one = |sign: char| !sign.is_alphanumeric() && !"-–—".contains(sign);
        let is_sign = signs.next().is_some_and(is_one) && signs.next().is_none();
        is_sign || text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    match (before.trim(), behind.trim()) {
        (sign, "") | ("", sign) => is_currency(sign),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn a_dash_beside_a_currency_says_nothing_and_a_grade_does() {
        for text in [
            "-", " - ", "n/a", "#N/A", "$-", " $ -  ", "-   €", "EUR -", "", "  ",
        ] {
            assert!(says_nothing(text), "{text:?}");
        }
        for text in ["A-", "-5", "5-", "0", "no", "Nantes", "--", "#REF!"] {
            assert!(!says_nothing(text), "{text:?}");
        }
    }
}
