//! Markdown to HTML for the page. In: CommonMark with tables, footnotes and strikethrough, as
//! templates produce it. Out: HTML whose only markup comes from Markdown: raw HTML is shown as
//! text, links that are neither http, https, mailto nor relative lose their target, and pictures
//! that are not embedded become their alternative text.
//!
//! One [`PageMarkdown`] serves a whole page, so that anchors and footnote numbers are unique in it.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html};

use super::footnotes::number_footnotes;
use super::links::without_refused_links;
use super::names::{TakenNames, slug};
use super::names_apart::names_apart;
use super::number_links::{LinkRows, link_cell, link_numbers};
use super::ordinals_html::{ordinals, ordinals_html};
use super::table_html::escape;
use super::terms::Terms;
use crate::document::{Document, NumberOrigin};
use crate::text::{Locale, markdown_extensions};

/// A heading with its anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// 1 to 6.
    pub(super) level: u8,
    /// Plain text.
    pub(super) text: String,
    /// Value of its `id`.
    pub(super) anchor: String,
}

/// The state of a page's Markdown: anchors, headings, footnote numbers, the rows behind links.
#[derive(Debug)]
pub(super) struct PageMarkdown {
    taken: TakenNames,
    headings: Vec<Heading>,
    footnotes: usize,
    rows: LinkRows,
    back: &'static str,
    /// Whether ordinals are written as French ones.
    french: bool,
    terms: Terms,
}

impl PageMarkdown {
    /// For a page on which the anchors `taken` are in use; `back` names the link from a footnote to
    /// its reference.
    pub(super) fn new(taken: TakenNames, back: &'static str) -> Self {
        Self {
            taken,
            headings: Vec::new(),
            footnotes: 0,
            rows: LinkRows::default(),
            back,
            french: false,
            terms: Terms::default(),
        }
    }

    /// The same for a document: its language, and the terms that its glossaries explain.
    pub(super) fn of(mut self, document: &Document) -> Self {
        self.french = document.locale == Locale::Fr;
        self.terms = Terms::new(document, &mut self.taken);
        self
    }

    /// The terms of the next glossary, each with what it means.
    pub(super) fn glossary(&mut self, markdown: &str, numbers: &[NumberOrigin]) -> String {
        let events = self.inside(markdown, numbers);
        let events = self.terms.entries(events);
        self.rows.take(&to_html(events), numbers)
    }

    /// Plain text as HTML.
    pub(super) fn plain(&self, text: &str) -> String {
        let escaped = escape(text);
        if self.french {
            ordinals_html(&escaped)
        } else {
            escaped
        }
    }

    /// The headings so far, in order.
    pub(super) fn into_headings(self) -> Vec<Heading> {
        self.headings
    }

    /// The rows behind the links so far; see [`LinkRows::lines`].
    pub(super) fn link_rows(&self) -> String {
        self.rows.lines()
    }

    /// A unique anchor for something that is not a heading.
    pub(super) fn anchor(&mut self, text: &str) -> String {
        self.taken.claim(&slug(text))
    }

    /// Adds a heading to the table of contents and returns its anchor.
    pub(super) fn heading(&mut self, level: u8, text: &str) -> String {
        let anchor = self.anchor(text);
        self.headings.push(Heading {
            level,
            text: text.to_owned(),
            anchor: anchor.clone(),
        });
        anchor
    }

    /// Blocks of Markdown as HTML, with links on their numbers.
    pub(super) fn blocks(&mut self, markdown: &str, numbers: &[NumberOrigin]) -> String {
        let events = self.events(markdown, numbers);
        self.rows.take(&to_html(events), numbers)
    }

    /// Markdown as HTML without paragraphs, for captions and remarks.
    pub(super) fn inline(&mut self, markdown: &str, numbers: &[NumberOrigin]) -> String {
        let events = self
            .events(markdown, numbers)
            .into_iter()
            .filter_map(|event| match event {
                Event::Start(Tag::Paragraph) => None,
                Event::End(TagEnd::Paragraph) => Some(Event::SoftBreak),
                _ => Some(event),
            });
        let html = to_html(events);
        self.rows.take(html.trim_end(), numbers)
    }

    /// A cell whose text begins at `start` among those of its table, with links on its numbers.
    pub(super) fn cell(&mut self, cell: &str, start: usize, numbers: &[NumberOrigin]) -> String {
        self.rows.take(&link_cell(cell, start, numbers), numbers)
    }

    fn events<'a>(&mut self, markdown: &'a str, numbers: &[NumberOrigin]) -> Vec<Event<'a>> {
        let events = self.inside(markdown, numbers);
        self.anchor_headings(events)
    }

    /// Events of a text whose headings have no anchors yet.
    fn inside<'a>(&mut self, markdown: &'a str, numbers: &[NumberOrigin]) -> Vec<Event<'a>> {
        let parser = Parser::new_ext(markdown, markdown_extensions()).into_offset_iter();
        let harmless = parser.map(|(event, place)| (harmless_markup(event), place));
        let numbered = link_numbers(harmless, markdown, numbers);
        let linked = without_refused_links(numbered.into_iter());
        let noted = number_footnotes(linked, &mut self.footnotes, self.back);
        let apart = self.terms.opened(names_apart(noted));
        if self.french { ordinals(apart) } else { apart }
    }

    /// Gives headings their anchors and puts wide tables into scrolling frames.
    fn anchor_headings<'a>(&mut self, events: Vec<Event<'a>>) -> Vec<Event<'a>> {
        let mut done = Vec::with_capacity(events.len());
        let mut open: Option<(usize, String)> = None;
        for event in events {
            match &event {
                Event::Start(Tag::Heading { .. }) => open = Some((done.len(), String::new())),
                Event::Text(text) | Event::Code(text) => {
                    if let Some((_, title)) = &mut open {
                        title.push_str(text);
                    }
                }
                Event::SoftBreak | Event::HardBreak => {
                    if let Some((_, title)) = &mut open {
                        title.push(' ');
                    }
                }
                Event::End(TagEnd::Heading(level)) => {
                    if let Some((start, title)) = open.take() {
                        let anchor = self.heading(level_number(*level), &title);
                        if let Some(Event::Start(Tag::Heading { id, .. })) = done.get_mut(start) {
                            *id = Some(anchor.into());
                        }
                    }
                }
                Event::Start(Tag::Table(_)) => {
                    done.push(markup("<div class=\"scroll\" tabindex=\"0\">"));
                }
                _ => {}
            }
            let table_ends = event == Event::End(TagEnd::Table);
            done.push(event);
            if table_ends {
                done.push(markup("</div>\n"));
            }
        }
        done
    }
}

/// The text of Markdown without its markup, on one line, for descriptions.
pub(super) fn plain_text(markdown: &str) -> String {
    let mut text = String::new();
    let mut skipped = 0_usize;
    for event in Parser::new_ext(markdown, markdown_extensions()) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::FootnoteDefinition(_) | Tag::Table(_)) => {
                skipped += 1;
            }
            Event::End(TagEnd::Heading(_) | TagEnd::FootnoteDefinition | TagEnd::Table) => {
                skipped = skipped.saturating_sub(1);
            }
            Event::Text(part) | Event::Code(part) if skipped == 0 => text.push_str(&part),
            // These end inside words.
            Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => {}
            Event::SoftBreak | Event::HardBreak | Event::End(_) => text.push(' '),
            _ => {}
        }
    }
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn to_html<'a>(events: impl IntoIterator<Item = Event<'a>>) -> String {
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
}

fn markup(html: &'static str) -> Event<'static> {
    Event::Html(CowStr::Borrowed(html))
}

/// Turns raw HTML into text, so that the only markup in the output is ours.
fn harmless_markup(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        other => other,
    }
}

const fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::{Heading, PageMarkdown, plain_text};
    use crate::publish::names::TakenNames;

    fn page() -> PageMarkdown {
        PageMarkdown::new(TakenNames::default(), "Retour")
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        assert_eq!(
            page().blocks("a <b onclick=x>b</b>\n\n<script>alert(1)</script>", &[]),
            "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n\
             <p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
        );
    }

    #[test]
    fn refused_links_and_foreign_pictures_keep_their_text() {
        assert_eq!(
            page().blocks(
                "[a](javascript:alert(1)) [b](#c) ![d](https://example.org/x.png)",
                &[]
            ),
            "<p>a <a href=\"#c\">b</a> d</p>\n"
        );
        assert_eq!(
            page().blocks("<a@b.org>", &[]),
            "<p><a href=\"mailto:a@b.org\">a@b.org</a></p>\n"
        );
    }

    #[test]
    fn headings_keep_their_level_and_share_anchors_with_the_contents() {
        let mut page = page();
        assert_eq!(page.heading(2, "Été"), "ete");
        assert_eq!(
            page.blocks("### Été *vu*\n\n#### Été", &[]),
            "<h3 id=\"ete-vu\">Été <em>vu</em></h3>\n<h4 id=\"ete-2\">Été</h4>\n"
        );
        let heading = |level, text: &str, anchor: &str| Heading {
            level,
            text: text.to_owned(),
            anchor: anchor.to_owned(),
        };
        assert_eq!(
            page.into_headings(),
            [
                heading(2, "Été", "ete"),
                heading(3, "Été vu", "ete-vu"),
                heading(4, "Été", "ete-2")
            ]
        );
    }

    #[test]
    fn footnotes_are_numbered_over_the_page_by_first_mention() {
        let mut page = page();
        page.blocks("x[^1]\n\n[^1]: first", &[]);
        assert_eq!(
            page.blocks("a[^b] b[^a] c[^b]\n\n[^a]: A\n\n[^b]: B", &[]),
            "<p>a<sup id=\"mention-2\"><a href=\"#note-2\">2</a></sup> \
             b<sup id=\"mention-3\"><a href=\"#note-3\">3</a></sup> \
             c<sup><a href=\"#note-2\">2</a></sup></p>\n\
             <div class=\"note\" id=\"note-2\"><span>2</span><div>\n<p>B</p>\n\
             <a href=\"#mention-2\" aria-label=\"Retour\">↩</a></div></div>\n\
             <div class=\"note\" id=\"note-3\"><span>3</span><div>\n<p>A</p>\n\
             <a href=\"#mention-3\" aria-label=\"Retour\">↩</a></div></div>\n"
        );
    }

    #[test]
    fn tables_scroll_in_a_frame() {
        let html = page().blocks("| a | b |\n|---|--:|\n| 1 | ~~2~~ |", &[]);
        assert!(
            html.starts_with("<div class=\"scroll\" tabindex=\"0\"><table>"),
            "{html}"
        );
        assert!(html.contains("<td style=\"text-align: right\"><del>2</del></td>"));
        assert!(html.ends_with("</table>\n</div>\n"));
    }

    #[test]
    fn a_caption_has_no_paragraph() {
        assert_eq!(
            page().inline("Part de *chaque* entité.", &[]),
            "Part de <em>chaque</em> entité."
        );
    }

    #[test]
    fn plain_text_has_no_marks() {
        assert_eq!(
            plain_text("# Titre\n\nLes **50** enti*tés* [ici](x)[^1].\nFin\n\n[^1]: note"),
            "Les 50 entités ici. Fin"
        );
    }
}
