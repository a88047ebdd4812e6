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
            let length = rest
                .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
                .unwrap_or(rest.len());
            let is_marker =
                line_start && (rest[..length].ends_with('.') || rest[length..].starts_with(')'));
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
}
