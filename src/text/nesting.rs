//! How deep Markdown nests. In: a text. Out: the depth of its quotes, lists and marks, which whoever writes them
//! anew descends into.

use pulldown_cmark::{Event, Options, Parser};

/// The Markdown extensions of a report's texts.
pub(crate) fn markdown_extensions() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// How deep the blocks and marks of a Markdown text are nested.
pub(crate) fn nesting(markdown: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for event in Parser::new_ext(markdown, markdown_extensions()) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::nesting;

    #[test]
    fn every_block_and_mark_around_a_text_counts() {
        assert_eq!(nesting(""), 0);
        assert_eq!(nesting("a"), 1);
        // Quote, list, item, paragraph, emphasis.
        assert_eq!(nesting("a\n\n> - b\n>\n>   *c*\n\nd"), 5);
    }
}
