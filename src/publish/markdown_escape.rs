//! Plain text inside a Markdown file. In: text of the data. Out: Markdown that shows it unchanged
//! to readers of CommonMark, to kramdown, and to Liquid, which a site runs first.
//!
//! Braces are written as character references, so that `{{`, `{%` and `{:` never occur; most
//! punctuation gets a backslash, which both kinds of Markdown read alike, the rest becomes a
//! reference. An address is no link: links are written as such.

use crate::text::makes_a_link;

/// Plain text on one line, for a heading, a table cell, an alternative text or a paragraph.
pub(super) fn inline_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    push_text(&mut escaped, text);
    escaped.truncate(escaped.trim_end().len());
    escaped
}

/// Appends plain text to a block; at the start of a line it cannot make a list, a heading or a
/// definition.
pub(super) fn push_text(out: &mut String, text: &str) {
    let mut before = out.chars().next_back().unwrap_or('\n');
    let mut at_start = before == '\n';
    // Digits at the start of a line may number a list, even after an earlier text: an escape
    // prevents that.
    let is_digit = |it: char| it.is_ascii_digit();
    let mut in_number = text.trim_start_matches(is_digit).starts_with(['.', ')']) && {
        let before_digits = out.trim_end_matches(is_digit);
        before_digits.is_empty() || before_digits.ends_with('\n')
    };
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let character = if character.is_control() {
            ' '
        } else {
            character
        };
        if character == ' ' && matches!(before, ' ' | '\n') {
            continue;
        }
        let next = characters.peek();
        let inside_word =
            before.is_alphanumeric() && next.is_some_and(|next| next.is_alphanumeric());
        match character {
            '{' => out.push_str("&#123;"),
            '\\' => out.push_str("&#92;"),
            '~' => out.push_str("&#126;"),
            '&' => out.push_str("&amp;"),
            '^' if at_start => out.push_str("&#94;"),
            '`' | '*' | '[' | ']' | '<' | '>' | '|' | '$' | '#' => {
                out.extend(['\\', character]);
            }
            // Inside a word an underscore has no meaning, and names are full of them.
            '_' if !inside_word => out.push_str("\\_"),
            '+' | '-' | '=' | ':' if at_start => out.extend(['\\', character]),
            '.' | ')' if in_number && !at_start && next.is_none_or(|it| it.is_whitespace()) => {
                out.extend(['\\', character]);
            }
            _ if makes_a_link(out, character, next.copied()) => out.extend(['\\', character]),
            // kramdown turns two hyphens or three dots into other characters.
            '-' | '.' if character == before => out.extend(['\\', character]),
            _ => out.push(character),
        }
        in_number &= character.is_ascii_digit();
        at_start = false;
        before = character;
    }
}

#[cfg(test)]
mod tests {
    use super::{inline_text, push_text};

    #[test]
    fn plain_text_keeps_its_characters() {
        assert_eq!(inline_text("a|b\\c <b> *x*"), "a\\|b&#92;c \\<b\\> \\*x\\*");
        assert_eq!(inline_text("google_bert _x_"), "google_bert \\_x\\_");
        assert_eq!(inline_text("two\n lines"), "two lines");
        assert_eq!(inline_text("A&B [x]"), "A&amp;B \\[x\\]");
        assert_eq!(inline_text("a--b ... 3.5"), "a-\\-b .\\.\\. 3.5");
    }

    #[test]
    fn an_address_is_text_wherever_it_is_split() {
        assert_eq!(
            inline_text("x https://a.b, www.c.d"),
            "x https\\://a.b, www\\.c.d"
        );
        let mut line = String::new();
        for part in ["www", ".a.b https:", "//c.d http", "://e.f"] {
            push_text(&mut line, part);
        }
        assert_eq!(line, "www\\.a.b https\\://c.d http\\://e.f");
    }

    #[test]
    fn neither_liquid_nor_kramdown_finds_a_brace() {
        assert_eq!(
            inline_text("{{ a }} {% b %}"),
            "&#123;&#123; a }} &#123;% b %}"
        );
        assert_eq!(
            inline_text("x {: onclick=\"y\"}"),
            "x &#123;: onclick=\"y\"}"
        );
    }

    #[test]
    fn control_characters_are_not_written() {
        assert_eq!(inline_text("a\u{1b}[1mb\u{0}c\u{85}d"), "a \\[1mb c d");
    }

    #[test]
    fn a_paragraph_is_not_taken_for_a_list() {
        assert_eq!(inline_text("- x"), "\\- x");
        assert_eq!(inline_text("1. x"), "1\\. x");
        assert_eq!(inline_text("2025 x 1."), "2025 x 1.");
        let mut line = "1".to_owned();
        push_text(&mut line, ". x");
        assert_eq!(line, "1\\. x");
        assert_eq!(inline_text("53.846 %"), "53.846 %");
        assert_eq!(inline_text(": x"), "\\: x");
        assert_eq!(inline_text("  ^"), "&#94;");
    }
}
