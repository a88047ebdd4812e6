//! Texts that say that there is no value: `n/a`, a dash, nothing but blanks.
//!
//! In: the texts of a column. Out: those that stand for no value.

use polars::prelude::*;
use std::collections::BTreeSet;

/// Texts for a missing value, in lower case.
const MISSING: [&str; 18] = [
    "-", "–", "—", "?", "na", "n/a", "#n/a", "n.a.", "nan", "nd", "n.d.", "none", "null", "nil",
    "nc", "n.c.", "néant", "neant",
];
/// Marks of numbers that are kept back, as offices of statistics write them, in lower case.
const KEPT_BACK: [&str; 22] = [
    "*",
    "**",
    "***",
    "#",
    ":",
    "..",
    "...",
    "…",
    "c",
    "s",
    "x",
    "(c)",
    "(s)",
    "(x)",
    "ns",
    "n.s.",
    "secret",
    "supprimé",
    "suppressed",
    "confidentiel",
    "confidential",
    "masqué",
];
/// Bytes of the longest of them.
const LONGEST: usize = 6;
/// Bytes of the longest of these marks.
const LONGEST_KEPT_BACK: usize = 12;
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

/// The marks of numbers that are kept back, `<5`, `*`, `c`, in a column whose other texts have digits; none where they are many.
pub(super) fn kept_back(texts: &StringChunked) -> Vec<String> {
    /// Different numbers from which on they are no codes among which a letter is one, too.
    const MANY: usize = 6;
    let mut marks: Vec<String> = Vec::new();
    let mut numbers: BTreeSet<&str> = BTreeSet::new();
    let (mut marked, mut others) = (0, 0);
    for text in texts.iter().flatten().map(str::trim) {
        if is_kept_back(text) {
            marked += 1;
            if !marks.iter().any(|known| known == text) {
                marks.push(text.to_owned());
            }
            if marks.len() > FEW {
                return Vec::new();
            }
        } else if !says_nothing(text) {
            let is_begun = |sign: char| sign.is_ascii_digit() || "-−+(€$£.,".contains(sign);
            if !text.starts_with(is_begun) || !text.contains(|sign: char| sign.is_ascii_digit()) {
                return Vec::new();
            }
            others += 1;
            if numbers.len() < MANY {
                numbers.insert(text);
            }
        }
    }
    let is_letter = |mark: &String| mark.chars().all(char::is_alphabetic) && mark.len() == 1;
    let may_be_codes = numbers.len() < MANY && 2 * numbers.len() < others;
    if marked >= others || may_be_codes && marks.iter().any(is_letter) {
        marks.clear();
    }
    marks
}

/// Whether a text is such a mark: a word or a sign, or a bound below which numbers are not told.
fn is_kept_back(text: &str) -> bool {
    if let Some(bound) = text.strip_prefix(['<', '≤']) {
        let digits = bound.trim_start_matches(['=', ' ', '\u{a0}', '\u{202f}']);
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    }
    text.len() <= LONGEST_KEPT_BACK && KEPT_BACK.contains(&text.to_lowercase().as_str())
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
    use super::{kept_back, says_nothing};
    use polars::prelude::*;

    #[test]
    fn marks_among_numbers_are_numbers_that_are_kept_back() {
        let found = |texts: &[&str]| {
            let texts = StringChunked::from_slice("cells".into(), texts);
            kept_back(&texts)
        };
        assert_eq!(found(&["12", "<5", "7", "*", "140"]), ["<5", "*"]);
        assert_eq!(found(&["12", "7", "c", "s", "1 400"]), ["c", "s"]);
        assert_eq!(found(&["12", "≤ 4", "-7"]), ["≤ 4"]);
        for texts in [
            &["a", "b", "c", "s"][..],
            &["1", "2", "c", "yes"],
            &["1", "c", "s"],
            &["12", "<5a", "7"],
            // Sections, of which one is called `c`.
            &["1", "1", "1", "2", "2", "2", "c"],
            &["12", "7"],
        ] {
            assert!(found(texts).is_empty(), "{texts:?}");
        }
    }

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
