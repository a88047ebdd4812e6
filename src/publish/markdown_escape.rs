//! Text inside a Markdown file. In: plain text, or Markdown of a section. Out: Markdown that shows
//! the plain text as it is, and sections that hold no raw HTML and cannot spoil what follows them.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::markdown_html::options;

/// Escaping raw HTML can uncover more of it (a backtick in an attribute opens a code span); after so
/// many rounds, text that goes on like this is taken for hostile.
const ROUNDS: usize = 8;

/// Plain text in one line, for a heading, a table cell or an alternative text.
pub(super) fn inline_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let shown = if character.is_control() {
            ' '
        } else {
            character
        };
        let inside_word = before.is_alphanumeric()
            && characters.peek().is_some_and(|next| next.is_alphanumeric());
        let special = match shown {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '#' => true,
            // Inside a word an underscore marks nothing, and names are full of them.
            '_' => !inside_word,
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        if !(shown == ' ' && before == ' ') {
            escaped.push(shown);
        }
        before = shown;
    }
    escaped.trim_end().to_owned()
}

/// Plain text as a paragraph: as [`inline_text`], and nothing at its start makes a list or a
/// heading of it.
pub(super) fn paragraph_text(text: &str) -> String {
    let escaped = inline_text(text);
    let digits = escaped.chars().take_while(char::is_ascii_digit).count();
    if escaped.starts_with(['+', '-', '=']) {
        format!("\\{escaped}")
    } else if digits > 0 && escaped[digits..].starts_with(['.', ')']) {
        format!("{}\\{}", &escaped[..digits], &escaped[digits..])
    } else {
        escaped
    }
}

/// The Markdown of the section at `index`, fit to stand in one file with the others: raw HTML
/// escaped, footnotes renamed so that they do not meet those of other sections, an open code block
/// closed.
pub(super) fn section_text(markdown: &str, index: usize) -> String {
    let escaped = without_html(markdown);
    let renamed = with_own_footnotes(&escaped, index);
    let closed = with_closed_code(&renamed);
    closed.trim_end().to_owned()
}

fn without_html(markdown: &str) -> String {
    let mut text = markdown.to_owned();
    for _ in 0..ROUNDS {
        let mut places: Vec<usize> = Vec::new();
        for (event, range) in Parser::new_ext(&text, options()).into_offset_iter() {
            if matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
                let start = range.start;
                places.extend(
                    text[range]
                        .match_indices('<')
                        .map(|(place, _)| start + place),
                );
            }
        }
        if places.is_empty() {
            return text;
        }
        text = with_insertions(&text, &places, "\\");
    }
    text.replace('<', "&lt;")
}

fn with_own_footnotes(markdown: &str, index: usize) -> String {
    let mut places: Vec<usize> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        if matches!(
            event,
            Event::FootnoteReference(_) | Event::Start(Tag::FootnoteDefinition(_))
        ) {
            let mark = markdown[range.clone()].find("[^");
            places.extend(mark.map(|place| range.start + place + 2));
        }
    }
    with_insertions(markdown, &places, &format!("{}-", index + 1))
}

fn with_closed_code(markdown: &str) -> String {
    let mut depth = 0_usize;
    let mut last_block = None;
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    let fenced = matches!(tag, Tag::CodeBlock(CodeBlockKind::Fenced(_)));
                    last_block = fenced.then(|| range.clone());
                }
                depth += 1;
            }
            Event::End(TagEnd::MetadataBlock(_)) => {}
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let Some(block) = last_block.map(|range| markdown[range].trim()) else {
        return markdown.to_owned();
    };
    let mark = if block.starts_with('~') { '~' } else { '`' };
    let length = block
        .chars()
        .take_while(|&character| character == mark)
        .count();
    let last_line = block.lines().skip(1).last().unwrap_or_default().trim();
    let closed = last_line.len() >= length && last_line.chars().all(|character| character == mark);
    if closed {
        markdown.to_owned()
    } else {
        format!(
            "{}\n{}",
            markdown.trim_end(),
            mark.to_string().repeat(length)
        )
    }
}

/// `text` with `inserted` before each of the byte `places`.
fn with_insertions(text: &str, places: &[usize], inserted: &str) -> String {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut out = String::with_capacity(text.len() + sorted.len() * inserted.len());
    let mut done = 0;
    for place in sorted {
        out.push_str(&text[done..place]);
        out.push_str(inserted);
        done = place;
    }
    out.push_str(&text[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::{inline_text, paragraph_text, section_text};
    use pulldown_cmark::{Event, Parser};

    #[test]
    fn plain_text_keeps_its_characters() {
        assert_eq!(inline_text("a|b\\c <b> *x*"), "a\\|b\\\\c \\<b\\> \\*x\\*");
        assert_eq!(inline_text("google_bert _x_"), "google_bert \\_x\\_");
        assert_eq!(inline_text("two\n lines"), "two lines");
        assert_eq!(inline_text("A&B [x]"), "A\\&B \\[x\\]");
    }

    #[test]
    fn a_paragraph_is_not_taken_for_a_list() {
        assert_eq!(paragraph_text("- x"), "\\- x");
        assert_eq!(paragraph_text("1. x"), "1\\. x");
        assert_eq!(paragraph_text("2025 x"), "2025 x");
    }

    #[test]
    fn a_section_holds_no_html() {
        assert_eq!(section_text("a <b>c</b> `<i>`", 0), "a \\<b>c\\</b> `<i>`");
        let hostile = "<a x=\"`\"> `<script>`\n\n<div>\n<script>x</script>\n</div>";
        let safe = section_text(hostile, 0);
        let raw = |event: Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
        assert!(!Parser::new(&safe).any(raw), "{safe}");
    }

    #[test]
    fn footnotes_of_two_sections_do_not_meet() {
        assert_eq!(
            section_text("x[^1]\n\n[^1]: note", 0),
            "x[^1-1]\n\n[^1-1]: note"
        );
        assert_eq!(
            section_text("x[^1]\n\n[^1]: note", 4),
            "x[^5-1]\n\n[^5-1]: note"
        );
    }

    #[test]
    fn an_open_code_block_does_not_swallow_the_next_section() {
        assert_eq!(
            section_text("a\n\n~~~~ sql\nSELECT", 0),
            "a\n\n~~~~ sql\nSELECT\n~~~~"
        );
        assert_eq!(section_text("```\nx\n```\n", 0), "```\nx\n```");
        assert_eq!(section_text("```\nx\n```\n\nend", 0), "```\nx\n```\n\nend");
    }
}
