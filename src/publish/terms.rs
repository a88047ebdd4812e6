//! Terms that a page explains in their place. In: the glossaries of a document, events of the Markdown parser. Out: links to
//! terms as buttons that open the entry of the glossary above the text, without a script; entries of glossaries, which are
//! such an opening and stand in the page otherwise.
//!
//! An entry has the attribute `popover`, which a browser hides and the style shows again as long as it is not open: what a
//! term means stands in the page once, and is printed.

use super::names::{TakenNames, slug};
use super::table_html::escape;
use crate::document::{Block, Document};
use crate::text::markdown_extensions;
use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};
use std::collections::{BTreeSet, VecDeque};

/// So many characters behind a term stay on its line: a mark with its space.
const HELD: usize = 3;

/// The terms of a document.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// The anchors of all of them.
    anchors: BTreeSet<String>,
    /// Those of the glossaries that are not written yet, in order.
    ahead: VecDeque<String>,
}

impl Terms {
    /// The terms of a document, which take the first right to their anchors.
    pub(super) fn new(document: &Document, taken: &mut TakenNames) -> Self {
        let mut terms = Self::default();
        for block in &document.blocks {
            if let Block::Glossary(markdown) = block {
                for title in titles(markdown) {
                    let anchor = taken.claim(&slug(&title));
                    terms.anchors.insert(anchor.clone());
                    terms.ahead.push_back(anchor);
                }
            }
        }
        terms
    }

    /// Links to terms become buttons; what follows one without a space stays on its line.
    pub(super) fn opened<'a>(&self, events: Vec<Event<'a>>) -> Vec<Event<'a>> {
        if self.anchors.is_empty() {
            return events;
        }
        let mut done: Vec<Event<'a>> = Vec::with_capacity(events.len());
        let mut is_open = false;
        let mut has_ended = false;
        for event in events {
            let ended = std::mem::take(&mut has_ended);
            match event {
                Event::Start(Tag::Link { ref dest_url, .. }) if self.is_term(dest_url) => {
                    is_open = true;
                    let anchor = escape(dest_url.trim_start_matches('#'));
                    let button =
                        format!("<span class=nb><button class=term popovertarget=\"{anchor}\">");
                    done.push(Event::InlineHtml(button.into()));
                }
                Event::End(TagEnd::Link) if is_open => {
                    is_open = false;
                    has_ended = true;
                    done.push(Event::InlineHtml("</button></span>".into()));
                }
                Event::Text(text) if ended => {
                    let held = held(&text);
                    if held > 0 {
                        done.pop();
                        done.push(Event::InlineHtml("</button>".into()));
                        done.push(Event::Text(text[..held].to_owned().into()));
                        done.push(Event::InlineHtml("</span>".into()));
                    }
                    if held < text.len() {
                        done.push(Event::Text(text[held..].to_owned().into()));
                    }
                }
                other => done.push(other),
            }
        }
        done
    }

    fn is_term(&self, target: &CowStr<'_>) -> bool {
        let anchor = target.strip_prefix('#');
        anchor.is_some_and(|anchor| self.anchors.contains(anchor))
    }

    /// The entries of the next glossary.
    pub(super) fn entries<'a>(&mut self, events: Vec<Event<'a>>) -> Vec<Event<'a>> {
        let mut done = Vec::with_capacity(events.len());
        done.push(markup("<div class=gl>"));
        let mut is_open = false;
        for event in events {
            match event {
                Event::Start(Tag::Heading { .. }) => {
                    if is_open {
                        done.push(markup("</div>\n"));
                    }
                    is_open = true;
                    let anchor = self.ahead.pop_front().unwrap_or_default();
                    let entry = format!("<div popover id=\"{}\"><h3>", escape(&anchor));
                    done.push(Event::Html(entry.into()));
                }
                Event::End(TagEnd::Heading(_)) => done.push(markup("</h3>\n")),
                other => done.push(other),
            }
        }
        if is_open {
            done.push(markup("</div>\n"));
        }
        done.push(markup("</div>\n"));
        done
    }
}

fn markup(html: &'static str) -> Event<'static> {
    Event::Html(CowStr::Borrowed(html))
}

/// How many bytes at the beginning of a text belong to the line of the word before it.
fn held(text: &str) -> usize {
    let breaks = |it: char| it.is_whitespace() && !matches!(it, '\u{a0}' | '\u{202f}');
    let end = text.find(breaks).unwrap_or(text.len());
    if text[..end].chars().count() > HELD {
        return 0;
    }
    end
}

/// The headings of a text.
pub(super) fn titles(markdown: &str) -> Vec<String> {
    let mut titles = Vec::new();
    let mut open: Option<String> = None;
    for event in Parser::new_ext(markdown, markdown_extensions()) {
        match event {
            Event::Start(Tag::Heading { .. }) => open = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(title) = &mut open {
                    title.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(title) = &mut open {
                    title.push(' ');
                }
            }
            Event::End(TagEnd::Heading(_)) => titles.extend(open.take()),
            _ => {}
        }
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::{Terms, held, titles};
    use pulldown_cmark::{Event, Parser, html};

    fn terms() -> Terms {
        Terms {
            anchors: ["a".to_owned(), "b-c".to_owned()].into(),
            ahead: ["a".to_owned(), "b-c".to_owned()].into(),
        }
    }

    fn page(events: Vec<Event<'_>>) -> String {
        let mut page = String::new();
        html::push_html(&mut page, events.into_iter());
        page
    }

    #[test]
    fn a_link_to_a_term_is_a_button_and_its_mark_stays_with_it() {
        for (markdown, found) in [
            (
                "x [y](#a), z",
                "<p>x <span class=nb><button class=term popovertarget=\"a\">y</button>,</span> z</p>\n",
            ),
            (
                "[*y*](#b-c)\u{a0}: z",
                "<p><span class=nb><button class=term popovertarget=\"b-c\"><em>y</em></button>\u{a0}:</span> z</p>\n",
            ),
            (
                "[y](#a) z [u](#d)",
                "<p><span class=nb><button class=term popovertarget=\"a\">y</button></span> z <a href=\"#d\">u</a></p>\n",
            ),
        ] {
            let events = terms().opened(Parser::new(markdown).collect());
            assert_eq!(page(events), found);
        }
    }

    #[test]
    fn every_heading_of_a_glossary_is_an_entry() {
        let markdown = "before\n\n### A\n\none\n\ntwo\n\n### B c\n\nthree\n";
        let events = terms().entries(Parser::new(markdown).collect());
        assert_eq!(
            page(events),
            "<div class=gl>\n<p>before</p>\n<div popover id=\"a\"><h3>A</h3>\n<p>one</p>\n<p>two</p>\n</div>\n\
             <div popover id=\"b-c\"><h3>B c</h3>\n<p>three</p>\n</div>\n</div>\n"
        );
        assert_eq!(titles(markdown), ["A", "B c"]);
    }

    #[test]
    fn only_marks_are_held() {
        for (text, found) in [
            (", b", 1),
            (" b", 0),
            ("s b", 1),
            ("\u{202f};", 4),
            ("-words b", 0),
        ] {
            assert_eq!(held(text), found, "{text}");
        }
    }
}
