//! `1er` and `1re` with their letters raised, as French prints them. In: text of a page. Out: the same with `<sup>`, and a
//! narrow space before the noun that follows.

use pulldown_cmark::{Event, Tag, TagEnd};

/// The narrow space that breaks no line.
const NARROW: char = '\u{202f}';

/// Raises the letters of ordinals in events of the Markdown parser.
pub(super) fn ordinals(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let has_some =
        |event: &Event<'_>| matches!(event, Event::Text(text) if next(text, 0).is_some());
    if !events.iter().any(has_some) {
        return events;
    }
    let mut done = Vec::with_capacity(events.len() + 8);
    let mut is_code = false;
    for event in events {
        match &event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            _ => {}
        }
        let text = match &event {
            Event::Text(text) if !is_code => text,
            _ => {
                done.push(event);
                continue;
            }
        };
        let mut rest = 0;
        while let Some(at) = next(text, rest) {
            done.push(Event::Text(text[rest..=at].to_owned().into()));
            done.push(Event::InlineHtml("<sup>".into()));
            done.push(Event::Text(text[at + 1..at + 3].to_owned().into()));
            done.push(Event::InlineHtml("</sup>".into()));
            rest = at + 3;
            if let Some(space) = space(&text[rest..]) {
                done.push(Event::Text(NARROW.to_string().into()));
                rest += space;
            }
        }
        match rest {
            0 => done.push(event),
            _ if rest < text.len() => done.push(Event::Text(text[rest..].to_owned().into())),
            _ => {}
        }
    }
    done
}

/// The same in escaped text.
pub(super) fn ordinals_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let mut rest = 0;
    while let Some(at) = next(text, rest) {
        html.extend([&text[rest..=at], "<sup>", &text[at + 1..at + 3], "</sup>"]);
        rest = at + 3;
        if let Some(space) = space(&text[rest..]) {
            html.push(NARROW);
            rest += space;
        }
    }
    html.push_str(&text[rest..]);
    html
}

/// Where the next ordinal begins.
fn next(text: &str, from: usize) -> Option<usize> {
    let places = text[from..].match_indices("1er");
    let places = places.chain(text[from..].match_indices("1re"));
    let places = places.map(|(at, _)| from + at);
    let alone = |at: &usize| {
        let joins = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '/' | '.' | ',');
        let before = text[..*at].chars().next_back();
        let behind = text[at + 3..].chars().next();
        !before.is_some_and(joins)
            && !behind.is_some_and(|it| it.is_alphanumeric() || matches!(it, '-' | '_' | '/'))
    };
    places.filter(alone).min()
}

/// The length of the space before a noun.
fn space(text: &str) -> Option<usize> {
    let mut characters = text.chars();
    let space = characters
        .next()
        .filter(|it| matches!(it, ' ' | '\u{a0}'))?;
    let letter = characters.next().is_some_and(char::is_alphabetic);
    letter.then(|| space.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::{ordinals, ordinals_html};
    use pulldown_cmark::{Event, Parser, html};

    #[test]
    fn letters_of_a_first_one_are_raised_and_a_narrow_space_follows() {
        for (text, found) in [
            (
                "au 1er\u{a0}octobre\u{a0}2025, le 1er.",
                "au 1<sup>er</sup>\u{202f}octobre\u{a0}2025, le 1<sup>er</sup>.",
            ),
            ("1re langue", "1<sup>re</sup>\u{202f}langue"),
            ("(1er)", "(1<sup>er</sup>)"),
            ("1er 2", "1<sup>er</sup> 2"),
        ] {
            assert_eq!(ordinals_html(text), found);
            let events: Vec<Event<'_>> = ordinals(Parser::new(text).collect());
            let mut page = String::new();
            html::push_html(&mut page, events.into_iter());
            assert_eq!(page, format!("<p>{found}</p>\n"));
        }
    }

    #[test]
    fn code_stays_as_it_is() {
        let text = "1er mai\n\n```\ntitle = {Au 1er mai}\n```\n\n`1er mai`";
        let events: Vec<Event<'_>> = ordinals(Parser::new(text).collect());
        let mut page = String::new();
        html::push_html(&mut page, events.into_iter());
        assert_eq!(
            page,
            "<p>1<sup>er</sup>\u{202f}mai</p>\n<pre><code>title = {Au 1er mai}\n</code></pre>\n<p><code>1er mai</code></p>\n"
        );
    }

    #[test]
    fn names_and_longer_numbers_are_no_ordinals() {
        for text in [
            "21er",
            "model-1er",
            "1er-v2",
            "0.1er",
            "1error",
            "a/1re",
            "1era",
        ] {
            assert_eq!(ordinals_html(text), text);
        }
    }
}
