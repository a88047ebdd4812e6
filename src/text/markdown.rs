//! Text inside Markdown. In: text from the data. Out: Markdown that shows it unchanged anywhere in
//! a line: nothing in it is markup, nothing at its start makes a list, a heading or a rule, and no
//! address in it becomes a link.

/// Whether a character behind `before` makes a link of a bare address for readers of GitHub's
/// Markdown, unless it is escaped: the colon of `https://`, the dot of `www.`.
pub(crate) fn makes_a_link(before: &str, character: char, next: Option<char>) -> bool {
    let is_behind = |word: &str| {
        let at = before.len().checked_sub(word.len());
        let tail = at.and_then(|at| before.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word))
    };
    match character {
        // The slash may be that of a following text.
        ':' => {
            next.is_none_or(|next| next == '/')
                && ["http", "https", "ftp"].into_iter().any(is_behind)
        }
        '.' => is_behind("www"),
        _ => false,
    }
}

/// Text that Markdown shows unchanged, on one line.
#[must_use]
pub(crate) fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    // The characters so far could be the marker of a numbered list.
    let mut digits_only = true;
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let shown = if breaks(character) { ' ' } else { character };
        // A marker ends with a space or at the end of the line, which may come from the following
        // text.
        let next = characters.peek().copied();
        let alone = next.is_none_or(|next| next.is_whitespace() || breaks(next));
        if shown == ' ' && escaped.ends_with(' ') {
            continue;
        }
        let is_read = match shown {
            '-' | '+' | '=' => escaped.trim_start().is_empty() && (alone || next == Some(shown)),
            '.' | ')' => digits_only && alone,
            _ => false,
        } || makes_a_link(&escaped, shown, next);
        let special = matches!(
            shown,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#'
        );
        if is_read || special {
            escaped.push('\\');
        }
        digits_only &= shown == ' ' || shown.is_ascii_digit();
        escaped.push(shown);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape_markdown;
    use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    /// The Markdown source of a single paragraph; `None` for anything else.
    fn paragraph(markdown: &str) -> Option<String> {
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
        let mut text = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                Event::Text(part) => text.push_str(&part),
                _ => return None,
            }
        }
        Some(shown(&text))
    }

    fn shown(text: &str) -> String {
        text.split(|c: char| c.is_control() || c == ' ' || matches!(c, '\u{2028}' | '\u{2029}'))
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn no_address_is_a_link() {
        for (text, markdown) in [
            ("https://a.b", "https\\://a.b"),
            ("x HTTP://a.b", "x HTTP\\://a.b"),
            ("ftp://a.b", "ftp\\://a.b"),
            ("www.a.b", "www\\.a.b"),
            ("Www.a.b", "Www\\.a.b"),
            ("Note: a.b", "Note: a.b"),
            ("éhttp: x", "éhttp: x"),
        ] {
            assert_eq!(escape_markdown(text), markdown);
            assert_eq!(paragraph(markdown).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_would_begin_a_block_is_text() {
        for name in [
            "e\n---",
            "1. first",
            "12) x",
            "- dash",
            "-",
            "---",
            "+ plus",
            "===",
            "# one",
            "> quote",
            "    code",
            "\tcode",
            "a\r\n\r\nb",
            "| a |\n|---|",
            "[a]: b",
            "[^1]: b",
            "* star",
            "~~~",
            "```",
            "<div>",
            "&amp;",
            "a  \nb",
            ". x",
            ") x",
            " - x",
            " 1. x",
            "_a_ **b** ~~c~~ `d` [e](f) ![g](h)",
        ] {
            for before in ["", "text\n", "- item\n\n", "1"] {
                let markdown = format!("{before}{}", escape_markdown(name));
                let (start, rest) = markdown.split_at(before.len());
                let all = paragraph(&format!("text {rest}"));
                assert_eq!(
                    all.as_deref(),
                    Some(format!("text {}", shown(name)).as_str()),
                    "{name:?}"
                );
                if start.is_empty() || start == "1" {
                    let expected = format!("{start}{}", shown(name));
                    let expected = if start == "1" && name.starts_with(char::is_whitespace) {
                        format!("1 {}", shown(name))
                    } else {
                        expected
                    };
                    assert_eq!(
                        paragraph(&markdown).as_deref(),
                        Some(expected.as_str()),
                        "{name:?}"
                    );
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_one_paragraph_that_shows_it(
            name in "[a1 .)\\-+=#>*_`~|<&\\[\\]!:^\"'(){}\\\\\\n\\r\\t]{0,16}"
        ) {
            let expected = shown(&name);
            prop_assert_eq!(paragraph(&escape_markdown(&name)), Some(expected));
        }
    }
}
