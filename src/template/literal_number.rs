//! Numbers written by hand in a template.

use std::ops::Range;

/// Beginnings and ends of the parts that are skipped.
const SKIPPED: [(&str, &str); 7] = [
    ("{{", "}}"),
    ("{%", "%}"),
    ("{#", "#}"),
    ("`", "`"),
    ("](", ")"),
    // The label of a note is no number.
    ("[^", "]"),
    ("<", ">"),
];

/// The numbers outside of tags, code, links, labels of notes and list markers, as byte ranges.
#[must_use]
pub(crate) fn literal_numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut line_start = true;
    // An end that is missing once is missing for the rest of the text.
    let mut has_no_end = [false; SKIPPED.len()];
    while at < bytes.len() {
        let rest = &text[at..];
        let may_open = SKIPPED
            .iter()
            .any(|(open, _)| open.as_bytes()[0] == bytes[at]);
        let mut kinds = SKIPPED.iter().zip(&mut has_no_end).filter(|_| may_open);
        let skip = kinds.find_map(|((open, close), has_no_end)| {
            let inner = rest.strip_prefix(open).filter(|_| !*has_no_end)?;
            let end = inner.find(close);
            *has_no_end = end.is_none();
            Some(open.len() + end? + close.len())
        });
        if let Some(length) = skip {
            at += length;
            line_start = false;
            continue;
        }
        let Some(c) = rest.chars().next() else {
            break;
        };
        if c.is_ascii_digit() {
            let length = length(rest);
            let is_marker = line_start && rest[length..].starts_with(['.', ')']);
            let before = text[..at].chars().next_back();
            let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
            if !is_marker && !in_word {
                found.push(at..at + length);
            }
            at += length;
        } else {
            at += c.len_utf8();
        }
        line_start = c == '\n' || line_start && c.is_whitespace();
    }
    found
}

/// Bytes of the number with which a text begins: digits, between which stand points and commas, or blanks and apostrophes before groups
/// of three.
fn length(text: &str) -> usize {
    let digits = |at: usize| {
        let rest = &text[at..];
        rest.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len())
    };
    let mut end = digits(0);
    let mut may_be_group = end <= 3;
    while let Some(sign) = text[end..].chars().next() {
        let first = end + sign.len_utf8();
        let more = digits(first);
        let is_part = match sign {
            '.' | ',' => more > 0,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' => may_be_group && more == 3,
            _ => false,
        };
        if !is_part {
            break;
        }
        // Behind a decimal sign nothing is grouped; `1,500,000` goes on as it began.
        may_be_group &= !matches!(sign, '.' | ',');
        end = first + more;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::literal_numbers;

    fn numbers(text: &str) -> Vec<&str> {
        let found = literal_numbers(text).into_iter();
        found.map(|range| &text[range]).collect()
    }

    #[test]
    fn a_number_by_hand_is_found_but_no_tag_code_link_or_list_marker() {
        let clean = "{{ x|percent(2) }} of `v1` [a](b2) x[^3]\n1. one\n\n[^3]: note";
        assert!(numbers(clean).is_empty());
        assert!(numbers("BERT2 and GPT-4 are names").is_empty());
        assert_eq!(numbers("about 92.48 percent of 50"), ["92.48", "50"]);
    }

    #[test]
    fn a_number_is_one_whatever_stands_between_its_thousands() {
        for number in [
            "5 000",
            "5\u{a0}000",
            "12\u{202f}345\u{202f}678",
            "5\u{2009}000,25",
            "1'000",
            "1’000.50",
            "1,500,000",
            "1.234.567,89",
            "3.14",
        ] {
            assert_eq!(numbers(&format!("of {number} people")), [number]);
            assert_eq!(numbers(&format!("of {number}.")), [number]);
            assert_eq!(numbers(&format!("of {number}, and")), [number]);
        }
        assert_eq!(numbers("in 2024 100 people"), ["2024", "100"]);
        assert_eq!(numbers("3 50 7000"), ["3", "50", "7000"]);
        assert_eq!(numbers("of 5 0000"), ["5", "0000"]);
        assert!(numbers("1. one\n 2) two").is_empty());
    }
}
