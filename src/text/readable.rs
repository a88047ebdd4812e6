//! The bytes of a Markdown source that are prose. In: Markdown. Out: for every byte, whether it
//! belongs to text that people read, rather than to code, markup, data or an address.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

/// For every byte of the source, whether it belongs to text that people read.
pub(super) fn readable_bytes(markdown: &str) -> Vec<bool> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut readable = vec![false; markdown.len()];
    let mut hidden_until = 0;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(tag) if hides_text(&tag) => hidden_until = range.end,
            // Text whose source differs from what is read, such as an entity, is left alone.
            Event::Text(text)
                if range.start >= hidden_until && markdown.get(range.clone()) == Some(&*text) =>
            {
                mark(&mut readable, range, true);
            }
            _ => {}
        }
    }
    for range in bare_addresses(markdown) {
        mark(&mut readable, range, false);
    }
    readable
}

/// Whether the text inside is code, data or the name of a link target.
const fn hides_text(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::CodeBlock(_) | Tag::MetadataBlock(_) => true,
        Tag::Link { link_type, .. } | Tag::Image { link_type, .. } => {
            !matches!(link_type, LinkType::Inline | LinkType::Reference)
        }
        _ => false,
    }
}

/// Web addresses in the text without any markup.
fn bare_addresses(markdown: &str) -> Vec<Range<usize>> {
    let mut addresses: Vec<Range<usize>> = Vec::new();
    for (middle, _) in markdown.match_indices("://") {
        // Each address is scanned once; otherwise a hostile line would take quadratic time.
        if addresses.last().is_some_and(|last| middle < last.end) {
            continue;
        }
        let before = markdown.get(..middle).unwrap_or_default();
        let scheme = before.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric());
        let after = markdown.get(middle..).unwrap_or_default();
        let length = after
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '<' | '>' | '"' | '»'))
            .unwrap_or(after.len());
        addresses.push(scheme.len()..middle + length);
    }
    addresses
}

fn mark(readable: &mut [bool], range: Range<usize>, value: bool) {
    if let Some(bytes) = readable.get_mut(range) {
        bytes.fill(value);
    }
}

#[cfg(test)]
mod tests {
    use super::readable_bytes;

    fn readable(markdown: &str) -> String {
        let bytes = readable_bytes(markdown);
        markdown
            .char_indices()
            .map(|(start, character)| if bytes[start] { character } else { '-' })
            .collect()
    }

    #[test]
    fn only_prose_is_readable() {
        for (markdown, expected) in [
            ("un `b` *c*", "un --- -c-"),
            ("[un](b) <i>c</i>", "-un---- ---c----"),
            ("a &lt; b", "a ---- b"),
            ("voir https://a.b fin", "voir ----------- fin"),
            ("| a |\n|---|\n| b |", "--a-----------b--"),
        ] {
            assert_eq!(readable(markdown), expected);
        }
    }
}
