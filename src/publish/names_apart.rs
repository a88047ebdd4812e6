//! Names isolated from the writing direction around them. In: events of the Markdown parser, in
//! which such names are between U+2068 and U+2069. Out: the same with `<bdi>` around them. In
//! attributes and drawings, where no element is possible, the two characters do the same.

use crate::text::{END, ISOLATE};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeSet;

/// Puts the names into elements. A name that is not closed in the element where it was opened is
/// left unchanged.
pub(super) fn names_apart(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let marks = paired(&events);
    if marks.is_empty() {
        return events;
    }
    let mut done = Vec::with_capacity(events.len() + 2 * marks.len());
    for (at, event) in events.into_iter().enumerate() {
        let Event::Text(text) = &event else {
            done.push(event);
            continue;
        };
        let mut rest = 0;
        for (_, offset) in marks.range((at, 0)..(at + 1, 0)) {
            if *offset > rest {
                done.push(Event::Text(text[rest..*offset].to_owned().into()));
            }
            let ends = text[*offset..].starts_with(END);
            let tag = if ends { "</bdi>" } else { "<bdi>" };
            done.push(Event::InlineHtml(tag.into()));
            rest = offset + END.len_utf8();
        }
        match rest {
            0 => done.push(event),
            _ if rest < text.len() => done.push(Event::Text(text[rest..].to_owned().into())),
            _ => {}
        }
    }
    done
}

/// The positions of marks of names that begin and end inside the same element: event and byte.
fn paired(events: &[Event<'_>]) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    let mut open: Vec<(usize, usize, bool)> = Vec::new();
    // How many were open at the beginning of an element.
    let mut elements: Vec<usize> = Vec::new();
    let mut pictures = 0_usize;
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                elements.push(open.len());
                pictures += usize::from(matches!(tag, Tag::Image { .. }));
            }
            Event::End(tag) => {
                open.truncate(elements.pop().unwrap_or_default());
                pictures = pictures.saturating_sub(usize::from(*tag == TagEnd::Image));
            }
            // The text of a picture becomes an attribute.
            Event::Text(text) if pictures == 0 => {
                for (offset, mark) in text.match_indices(['\u{2066}', '\u{2067}', ISOLATE, END]) {
                    if !mark.starts_with(END) {
                        open.push((at, offset, mark.starts_with(ISOLATE)));
                    } else if open.len() > elements.last().copied().unwrap_or_default()
                        && let Some((event, start, true)) = open.pop()
                    {
                        found.insert((event, start));
                        found.insert((at, offset));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::names_apart;
    use pulldown_cmark::{Parser, html};

    fn page(markdown: &str) -> String {
        let mut out = String::new();
        html::push_html(
            &mut out,
            names_apart(Parser::new(markdown).collect()).into_iter(),
        );
        out
    }

    #[test]
    fn a_name_is_an_element_of_its_own_in_text_and_stays_in_attributes() {
        assert_eq!(
            page("a \u{2068}b\\*c\u{2069} (1 %)"),
            "<p>a <bdi>b*c</bdi> (1 %)</p>\n"
        );
        assert_eq!(
            page("![\u{2068}b\u{2069}](c)"),
            "<p><img src=\"c\" alt=\"\u{2068}b\u{2069}\" /></p>\n"
        );
    }

    #[test]
    fn what_is_not_closed_where_it_was_opened_is_no_element() {
        for markdown in [
            "*a \u{2068}b* c\u{2069}",
            "\u{2068}a\n\nb\u{2069}",
            "a\u{2069}",
        ] {
            assert!(!page(markdown).contains("bdi"), "{markdown}");
        }
        assert_eq!(
            page("\u{2068}a\u{2067}b\u{2069}\u{2069}"),
            "<p><bdi>a\u{2067}b\u{2069}</bdi></p>\n"
        );
    }
}
