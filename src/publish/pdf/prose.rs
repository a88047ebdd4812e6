//! The texts of a PDF. In: CommonMark with tables, footnotes and strikethrough, and plain text. Out: the tree that the
//! template sets. Links and pictures that a page refuses are text here too.

use super::files::Files;
use super::nodes::{Cell, Column, Entry, Inline, Marked, Part, TablePart, words};
use super::shown::shown;
use crate::document::NumberOrigin;
use crate::publish::links::without_refused_links;
use crate::publish::names::{TakenNames, slug};
use crate::publish::number_links::with_marks;
use crate::publish::ordinals_html::ordinals;
use crate::text::markdown_extensions;
use pulldown_cmark::{Alignment, CowStr, Event, LinkType, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, VecDeque};

/// What is nested deeper is set without its container: the template descends into each.
const DEEPEST: usize = 8;

/// Events of a text that are not read yet.
type Events<'a> = VecDeque<Event<'a>>;

/// The state of the texts of a report.
#[derive(Debug)]
pub(super) struct Prose {
    french: bool,
    /// Address of the bundle, for links to its files; empty if it is unknown.
    address: String,
    /// The level of the last heading.
    level: u8,
    /// The anchors of glossaries that are not set yet.
    pub(super) terms: VecDeque<String>,
    pub(super) taken: TakenNames,
    pub(super) places: BTreeMap<String, String>,
    pub(super) files: Files,
    /// The notes of the text that is read, by their labels.
    notes: BTreeMap<String, Vec<Event<'static>>>,
    /// The names of its notes that were mentioned.
    mentioned: BTreeMap<String, String>,
    /// Notes so far.
    count: usize,
}

impl Prose {
    /// For a report in French or another language, whose bundle will have an address.
    pub(super) fn new(french: bool, address: &str, taken: TakenNames) -> Self {
        Self {
            french,
            address: address.to_owned(),
            level: 1,
            terms: VecDeque::new(),
            taken,
            places: BTreeMap::new(),
            files: Files::default(),
            notes: BTreeMap::new(),
            mentioned: BTreeMap::new(),
            count: 0,
        }
    }

    /// A new place, which links with its name lead to.
    pub(super) fn place(&mut self, name: &str) -> String {
        let anchor = self.taken.claim(&slug(name));
        self.places.insert(anchor.clone(), anchor.clone());
        anchor
    }

    /// What follows stands below a heading of a level.
    pub(super) fn below(&mut self, level: u8) {
        self.level = level;
    }

    /// A heading; no level is left out above it.
    pub(super) fn heading(&mut self, level: u8, text: &str, body: Vec<Inline>) -> Part {
        self.level = level.clamp(2, self.level.saturating_add(1).min(6));
        Part::Heading {
            level: self.level,
            anchor: self.place(text),
            body,
        }
    }

    /// Plain text.
    pub(super) fn plain(&mut self, text: &str) -> Vec<Inline> {
        let events = vec![Event::Text(text.to_owned().into())];
        let mut events: Events<'_> = self.raised(events).into();
        self.inlines(&mut events, 0)
    }

    /// Blocks of Markdown.
    pub(super) fn blocks(&mut self, markdown: &str, numbers: &[NumberOrigin]) -> Vec<Part> {
        let mut events = self.events(markdown, numbers);
        let mut parts = self.parts(&mut events, 0);
        // A note that nothing mentions stays, behind the text.
        while let Some((_, events)) = self.notes.pop_first() {
            parts.extend(self.parts(&mut events.into(), 0));
        }
        parts
    }

    /// Markdown without paragraphs.
    pub(super) fn line(&mut self, markdown: &str, numbers: &[NumberOrigin]) -> Vec<Inline> {
        let events = self.events(markdown, numbers);
        let events = events.into_iter().filter_map(|event| match event {
            Event::Start(Tag::Paragraph) => None,
            Event::End(TagEnd::Paragraph) => Some(Event::SoftBreak),
            _ => Some(event),
        });
        let mut events: Events<'_> = events.collect();
        while events.back() == Some(&Event::SoftBreak) {
            events.pop_back();
        }
        self.inlines(&mut events, 0)
    }

    /// The terms of the next glossary: every heading is one.
    pub(super) fn glossary(&mut self, markdown: &str, numbers: &[NumberOrigin]) -> Part {
        let mut events = self.events(markdown, numbers);
        let mut entries: Vec<Entry> = Vec::new();
        let mut before = Events::new();
        while let Some(event) = events.pop_front() {
            if !matches!(event, Event::Start(Tag::Heading { .. })) {
                before.push_back(event);
                continue;
            }
            self.explain(&mut entries, &mut before);
            entries.push(Entry {
                anchor: self.terms.pop_front().unwrap_or_default(),
                term: self.inlines(&mut events, 1),
                body: Vec::new(),
            });
        }
        self.explain(&mut entries, &mut before);
        Part::Glossary { entries }
    }

    fn explain(&mut self, entries: &mut [Entry], events: &mut Events<'_>) {
        let parts = self.parts(events, 1);
        if let Some(entry) = entries.last_mut() {
            entry.body.extend(parts);
        }
    }

    /// The events of a text; its notes are put aside.
    fn events(&mut self, markdown: &str, numbers: &[NumberOrigin]) -> Events<'static> {
        let marked = with_marks(markdown, numbers);
        let parser = Parser::new_ext(&marked, markdown_extensions());
        let events = parser.map(|event| match event {
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            other => other,
        });
        let events = without_refused_links(events).into_iter();
        let events: Vec<Event<'static>> = self.raised(events.map(Event::into_static).collect());
        self.mentioned.clear();
        let mut text = Events::new();
        let mut inside: Option<String> = None;
        for event in events {
            match (&event, &inside) {
                (Event::Start(Tag::FootnoteDefinition(label)), _) => {
                    let label = label.to_lowercase();
                    self.notes.entry(label.clone()).or_default();
                    inside = Some(label);
                }
                (Event::End(TagEnd::FootnoteDefinition), _) => inside = None,
                (_, Some(label)) => self.notes.entry(label.clone()).or_default().push(event),
                (_, None) => text.push_back(event),
            }
        }
        text
    }

    /// French ordinals with raised letters.
    fn raised<'a>(&self, events: Vec<Event<'a>>) -> Vec<Event<'a>> {
        if self.french {
            ordinals(events)
        } else {
            events
        }
    }

    /// Blocks up to the end of the one around them.
    fn parts(&mut self, events: &mut Events<'_>, depth: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        while let Some(event) = events.pop_front() {
            let tag = match event {
                Event::End(_) => return parts,
                Event::Rule => {
                    parts.push(Part::Rule);
                    continue;
                }
                Event::Start(tag) => tag,
                other => {
                    // The text of a tight item has no paragraph of its own.
                    events.push_front(other);
                    let body = self.loose(events, depth);
                    parts.push(Part::Paragraph { body });
                    continue;
                }
            };
            match tag {
                Tag::Heading { level, .. } => {
                    let body = self.inlines(events, depth + 1);
                    let text = words(&body);
                    if !text.trim().is_empty() {
                        parts.push(self.heading(level as u8, &text, body));
                    }
                }
                Tag::Paragraph => {
                    let body = self.inlines(events, depth + 1);
                    parts.push(Part::Paragraph { body });
                }
                Tag::BlockQuote(_) | Tag::List(_) | Tag::Item if depth >= DEEPEST => {
                    parts.extend(self.parts(events, depth));
                }
                Tag::BlockQuote(_) => {
                    let body = self.parts(events, depth + 1);
                    parts.push(Part::Quote { body });
                }
                Tag::List(start) => {
                    let mut items = Vec::new();
                    while let Some(Event::Start(Tag::Item)) = events.pop_front() {
                        items.push(self.parts(events, depth + 1));
                    }
                    parts.push(Part::List { start, items });
                }
                Tag::CodeBlock(_) => parts.push(Part::Lines {
                    text: lines(events),
                }),
                Tag::Table(alignments) => parts.push(self.table(events, &alignments)),
                mark => {
                    events.push_front(Event::Start(mark));
                    let body = self.loose(events, depth);
                    parts.push(Part::Paragraph { body });
                }
            }
        }
        parts
    }

    /// Text outside of any paragraph, up to the next block.
    fn loose(&mut self, events: &mut Events<'_>, depth: usize) -> Vec<Inline> {
        let mut line = Events::new();
        let mut open = 0_usize;
        while let Some(event) = events.pop_front() {
            let is_block = match &event {
                Event::Start(tag) => open == 0 && !is_mark(tag),
                Event::End(_) => open == 0,
                Event::Rule => true,
                _ => false,
            };
            if is_block {
                events.push_front(event);
                break;
            }
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            line.push_back(event);
        }
        self.inlines(&mut line, depth + 1)
    }

    /// A table of Markdown.
    fn table(&mut self, events: &mut Events<'_>, alignments: &[Alignment]) -> Part {
        let mut table = TablePart::default();
        let mut is_head = false;
        while let Some(event) = events.pop_front() {
            match event {
                Event::Start(Tag::TableHead) => is_head = true,
                Event::Start(Tag::TableRow) => {
                    is_head = false;
                    table.rows.push(Vec::new());
                }
                Event::Start(Tag::TableCell) => {
                    let body = self.inlines(events, 1);
                    let place = table.columns.len();
                    if is_head {
                        let alignment = alignments.get(place).copied();
                        table.columns.push(Column {
                            title: body,
                            align: match alignment.unwrap_or(Alignment::None) {
                                Alignment::None | Alignment::Left => "start",
                                Alignment::Center => "center",
                                Alignment::Right => "end",
                            },
                            widest: 0,
                        });
                    } else if let Some(row) = table.rows.last_mut() {
                        row.push(Cell {
                            body,
                            rows: 1,
                            ..Cell::default()
                        });
                    }
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        table.measure();
        Part::Table(table)
    }

    /// The pieces of a line up to the end of what is around them.
    fn inlines(&mut self, events: &mut Events<'_>, depth: usize) -> Vec<Inline> {
        let mut line = Vec::new();
        while let Some(event) = events.pop_front() {
            match event {
                Event::End(_) => break,
                Event::Text(text) => push(&mut line, &shown(&text)),
                Event::Code(code) => line.push(Inline::Marked(Marked::Code { text: shown(&code) })),
                Event::SoftBreak => push(&mut line, " "),
                Event::HardBreak => line.push(Inline::Marked(Marked::Break)),
                Event::InlineHtml(tag) => {
                    // Our own: all others became text.
                    if &*tag == "<sup>" {
                        let body = self.inlines(events, depth + 1);
                        line.push(Inline::Marked(Marked::Raised { body }));
                    } else {
                        break;
                    }
                }
                Event::FootnoteReference(label) => {
                    let note = self.note(&label, depth);
                    line.extend(note);
                }
                Event::Start(tag) => {
                    let body = self.inlines(events, depth + 1);
                    match self.mark(tag, body, depth) {
                        Ok(mark) => line.push(Inline::Marked(mark)),
                        Err(body) => line.extend(body),
                    }
                }
                Event::Html(_)
                | Event::Rule
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::TaskListMarker(_) => {}
            }
        }
        line
    }

    /// What a tag makes of its content; the content itself if it makes nothing.
    fn mark(
        &mut self,
        tag: Tag<'_>,
        body: Vec<Inline>,
        depth: usize,
    ) -> Result<Marked, Vec<Inline>> {
        if depth >= DEEPEST {
            return Err(body);
        }
        match tag {
            Tag::Emphasis => Ok(Marked::Em { body }),
            Tag::Strong => Ok(Marked::Strong { body }),
            Tag::Strikethrough => Ok(Marked::Struck { body }),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.link(link_type, &dest_url, body),
            Tag::Image { dest_url, .. } => match self.files.embedded(&dest_url) {
                Some(file) => Ok(Marked::Picture {
                    file,
                    alternative: words(&body),
                }),
                None => Err(body),
            },
            _ => Err(body),
        }
    }

    fn link(
        &self,
        kind: LinkType,
        target: &CowStr<'_>,
        body: Vec<Inline>,
    ) -> Result<Marked, Vec<Inline>> {
        if body.is_empty() {
            return Err(body);
        }
        if let Some(name) = target.strip_prefix('#') {
            let to = name.to_owned();
            return Ok(Marked::Place { to, body });
        }
        let target = if kind == LinkType::Email {
            format!("mailto:{target}")
        } else {
            target.to_string()
        };
        match address(&target, &self.address) {
            Some(to) => Ok(Marked::Link { to, body }),
            None => Err(body),
        }
    }

    /// A mention of a footnote.
    fn note(&mut self, label: &str, depth: usize) -> Option<Inline> {
        let label = label.to_lowercase();
        if let Some(id) = self.mentioned.get(&label) {
            return Some(Inline::Marked(Marked::Again { id: id.clone() }));
        }
        let events = self.notes.remove(&label)?;
        self.count += 1;
        let id = format!("note {}", self.count);
        self.mentioned.insert(label, id.clone());
        // A note stands apart from the headings of the text.
        let level = self.level;
        let body = self.parts(&mut events.into(), depth + 1);
        self.level = level;
        Some(Inline::Marked(Marked::Note { id, body }))
    }
}

/// The longest address, in bytes: Typst refuses longer ones.
const LONGEST_ADDRESS: usize = 8000;

/// The address that a link leads to; `None` if it is known only where the bundle lies, or too long.
pub(super) fn address(target: &str, bundle: &str) -> Option<String> {
    if target.len() + bundle.len() > LONGEST_ADDRESS {
        return None;
    }
    let lower = target.to_ascii_lowercase();
    let is_whole = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme));
    if is_whole {
        return Some(target.to_owned());
    }
    let is_file = !bundle.is_empty() && !target.is_empty() && !target.contains([':', '\\']);
    (is_file && !target.starts_with('/')).then(|| format!("{bundle}{target}"))
}

/// Adds text to a line, to the text at its end if there is some.
fn push(line: &mut Vec<Inline>, text: &str) {
    match line.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        // Nothing is no piece of a line.
        _ if text.is_empty() => {}
        _ => line.push(Inline::Text(text.to_owned())),
    }
}

/// The lines of a block of code.
fn lines(events: &mut Events<'_>) -> String {
    let mut text = String::new();
    while let Some(event) = events.pop_front() {
        match event {
            Event::Text(line) => text.extend(line.split_inclusive('\n').map(code_line)),
            Event::End(_) => break,
            _ => {}
        }
    }
    text.trim_end().to_owned()
}

fn code_line(line: &str) -> String {
    match line.strip_suffix('\n') {
        Some(line) => shown(line) + "\n",
        None => shown(line),
    }
}

/// Whether a tag stands inside of a line.
fn is_mark(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}
