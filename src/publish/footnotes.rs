//! Footnotes of a page. In: events of the Markdown parser for one block of text. Out: the same with
//! numbered links for references, and the notes at the end of the block.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::table_html::escape;

/// Numbers footnotes in the order of their first reference, starting from `*last + 1`, and leaves
/// the last number used in `last`. A note without a reference comes after the others. `back` names
/// the link from a note to its reference.
pub(super) fn number_footnotes<'a>(
    events: Vec<Event<'a>>,
    last: &mut usize,
    back: &str,
) -> Vec<Event<'a>> {
    let numbers = numbers(&events, *last);
    if numbers.is_empty() {
        return events;
    }
    *last += numbers.len();
    let mut text = Vec::with_capacity(events.len());
    let mut notes: BTreeMap<usize, Note<'a>> = numbers
        .values()
        .map(|&number| (number, Note::default()))
        .collect();
    let mut inside: Option<usize> = None;
    for event in events {
        let event = match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                inside = numbers.get(&key(&label)).copied();
                continue;
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                inside = None;
                continue;
            }
            Event::FootnoteReference(label) => {
                let number = numbers.get(&key(&label)).copied().unwrap_or_default();
                let first = notes
                    .get_mut(&number)
                    .is_some_and(|note| !std::mem::replace(&mut note.mentioned, true));
                Event::InlineHtml(mention(number, first).into())
            }
            other => other,
        };
        match inside.and_then(|number| notes.get_mut(&number)) {
            Some(note) => note.events.push(event),
            None => text.push(event),
        }
    }
    for (number, note) in notes {
        let opening =
            format!("<div class=\"note\" id=\"note-{number}\"><span>{number}</span><div>");
        text.push(Event::Html(opening.into()));
        text.extend(note.events);
        if note.mentioned {
            let name = escape(back);
            let link = format!("<a href=\"#mention-{number}\" aria-label=\"{name}\">↩</a>");
            text.push(Event::Html(link.into()));
        }
        text.push(Event::Html("</div></div>\n".into()));
    }
    text
}

/// A note while its block is read.
#[derive(Debug, Default)]
struct Note<'a> {
    mentioned: bool,
    events: Vec<Event<'a>>,
}

/// The number of each label.
fn numbers(events: &[Event<'_>], last: usize) -> BTreeMap<String, usize> {
    let mentions = events.iter().filter_map(|event| match event {
        Event::FootnoteReference(label) => Some(key(label)),
        _ => None,
    });
    let definitions = events.iter().filter_map(|event| match event {
        Event::Start(Tag::FootnoteDefinition(label)) => Some(key(label)),
        _ => None,
    });
    let mut numbers = BTreeMap::new();
    for label in mentions.chain(definitions) {
        let next = last + numbers.len() + 1;
        numbers.entry(label).or_insert(next);
    }
    numbers
}

/// Labels are case-insensitive.
fn key(label: &str) -> String {
    label.to_lowercase()
}

/// The superscript number; the note links back to its first reference.
fn mention(number: usize, first: bool) -> String {
    let id = if first {
        format!(" id=\"mention-{number}\"")
    } else {
        String::new()
    };
    format!("<sup{id}><a href=\"#note-{number}\">{number}</a></sup>")
}

#[cfg(test)]
mod tests {
    use super::number_footnotes;
    use pulldown_cmark::{Options, Parser, html};

    fn rendered(markdown: &str, last: &mut usize) -> String {
        let events = Parser::new_ext(markdown, Options::ENABLE_FOOTNOTES).collect();
        let mut out = String::new();
        html::push_html(&mut out, number_footnotes(events, last, "Back").into_iter());
        out
    }

    #[test]
    fn a_note_that_is_not_mentioned_stays_and_comes_last() {
        let mut last = 0;
        let html = rendered("a[^b]\n\n[^x]: X\n\n[^B]: B", &mut last);
        assert_eq!(
            html,
            "<p>a<sup id=\"mention-1\"><a href=\"#note-1\">1</a></sup></p>\n\
             <div class=\"note\" id=\"note-1\"><span>1</span><div>\n<p>B</p>\n\
             <a href=\"#mention-1\" aria-label=\"Back\">↩</a></div></div>\n\
             <div class=\"note\" id=\"note-2\"><span>2</span><div>\n<p>X</p>\n</div></div>\n"
        );
        assert_eq!(last, 2);
    }

    #[test]
    fn text_without_footnotes_is_left_alone() {
        let mut last = 4;
        assert_eq!(rendered("a", &mut last), "<p>a</p>\n");
        assert_eq!(last, 4);
    }
}
