//! Bytes → a YAML tree in which every key and value has its span.
//!
//! YAML 1.2 core schema: only `true`, `false`, `null`, numbers and texts; `no`, `on`, `off` are
//! texts. Rejected, each with its own message: duplicate keys, merges, tags, several documents,
//! aliases that expand without bound, nesting deeper than [`MAX_DEPTH`], files larger than
//! [`MAX_BYTES`].

mod line;
mod meant;
mod mistakes;
mod unseen;

use crate::diagnostic::{Code, Diagnostic, FileId, Span};
use mistakes::mistake;
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::collections::BTreeMap;
use std::ops::Range;
use unseen::{colon_and_space, visible};

/// Maximum nesting of maps and lists.
pub(super) const MAX_DEPTH: usize = 64;
/// Maximum size of a spec in bytes.
pub(super) const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Maximum number of nodes after aliases are expanded.
pub(super) const MAX_NODES: usize = 200_000;

/// A node with its span.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its value.
    pub kind: NodeKind,
    /// Its span.
    pub span: Span,
    /// For a text: its written form, to find positions inside it.
    pub style: Style,
}

/// The written form of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// A block introduced by `|`.
    Literal,
    /// A block introduced by `>`.
    Folded,
}

/// The value of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a point or exponent.
    Number(f64),
    /// Anything else.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The span of the key.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The value under a key of a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry under a key of a map.
    #[must_use]
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.kind {
            NodeKind::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// Whether a text of it names a param.
    pub(super) fn names_param(&self, name: &str) -> bool {
        match &self.kind {
            NodeKind::Text(text) => text.split("params.").skip(1).any(|rest| {
                let is_of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
                rest.split(|letter| !is_of_name(letter)).next() == Some(name)
            }),
            NodeKind::List(items) => items.iter().any(|it| it.names_param(name)),
            NodeKind::Map(entries) => entries.iter().any(|it| {
                // A denominator says the name alone.
                let is_name = it.key == "param" && it.value.text() == Some(name);
                is_name || it.value.names_param(name)
            }),
            _ => false,
        }
    }

    /// The value, described for messages.
    pub(super) fn describe(&self) -> String {
        match &self.kind {
            NodeKind::Null => "nothing".into(),
            NodeKind::Boolean(value) => format!("the truth value `{value}`"),
            NodeKind::Integer(value) => format!("the number `{value}`"),
            NodeKind::Number(value) => format!("the number `{value}`"),
            NodeKind::Text(text) => {
                let short: String = text.chars().take(40).collect();
                format!("the text `{short}`")
            }
            NodeKind::List(_) => "a list".into(),
            NodeKind::Map(_) => "a map".into(),
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A parsed file.
pub(super) struct Document {
    /// Its value.
    pub(super) root: Node,
    /// Values with an anchor, and the aliases that repeat them.
    pub(super) aliases: Vec<(Span, Span)>,
}

struct Loader<'a> {
    text: &'a str,
    file: FileId,
    /// Byte offset of each character, because the parser counts characters.
    offsets: Vec<usize>,
    anchors: BTreeMap<usize, Node>,
    /// Values with an anchor, and the aliases that repeat them.
    aliases: Vec<(Span, Span)>,
    nodes: usize,
}

/// Parses one document.
///
/// # Errors
/// The first thing that is not YAML, or that a spec may not use.
pub(super) fn parse(text: &str, file: FileId) -> Result<Document, Diagnostic> {
    if text.len() > MAX_BYTES {
        return Err(Diagnostic::error(
            Code::YAML,
            format!(
                "the file has {} bytes, at most {MAX_BYTES} are allowed",
                text.len()
            ),
        ));
    }
    let mut offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    offsets.push(text.len());
    let mut loader = Loader {
        text,
        file,
        offsets,
        anchors: BTreeMap::new(),
        aliases: Vec::new(),
        nodes: 0,
    };
    let mut parser = Parser::new_from_str(text);
    let mut root = None;
    loop {
        let (event, span) = loader.next(&mut parser)?;
        match event {
            Event::StreamEnd => break,
            Event::DocumentStart(_) if root.is_some() => {
                return Err(Diagnostic::error(
                    Code::YAML,
                    "a spec is one YAML document; `---` begins a second one",
                )
                .at(span)
                .hint("remove the line `---`"));
            }
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
            event => root = Some(loader.node(&mut parser, event, span, 0)?),
        }
    }
    let root = root.unwrap_or(Node {
        kind: NodeKind::Null,
        span: Span {
            file,
            start: 0,
            end: 0,
        },
        style: Style::Plain,
    });
    Ok(Document {
        root,
        aliases: loader.aliases,
    })
}

type Stream<'a> = Parser<'a, saphyr_parser::StrInput<'a>>;

impl<'a> Loader<'a> {
    fn next(&self, parser: &mut Stream<'a>) -> Result<(Event<'a>, Span), Diagnostic> {
        match parser.next_event() {
            Some(Ok((event, span))) => Ok((
                event,
                Span {
                    file: self.file,
                    start: self.offset(span.start.index()),
                    end: self.offset(span.end.index()),
                },
            )),
            Some(Err(error)) => {
                Err(self.not_yaml(self.offset(error.marker().index()), error.info()))
            }
            None => Ok((
                Event::StreamEnd,
                Span {
                    file: self.file,
                    start: 0,
                    end: 0,
                },
            )),
        }
    }

    fn offset(&self, character: usize) -> usize {
        self.offsets
            .get(character)
            .copied()
            .unwrap_or(self.text.len())
    }

    /// A message for what the parser rejected, worded as the mistake if it is a frequent one.
    fn not_yaml(&self, start: usize, parser: &str) -> Diagnostic {
        let file = self.file;
        let span = |range: Range<usize>| Span {
            file,
            start: range.start,
            end: range.end.max(range.start),
        };
        match mistake(self.text, start, parser) {
            Some(found) => {
                let related = found.related;
                let diagnostic = Diagnostic::error(Code::YAML, found.message)
                    .at(span(found.place))
                    .hint(found.hint);
                match related {
                    Some((place, role)) => diagnostic.related(span(place), role),
                    None => diagnostic,
                }
            }
            None => Diagnostic::error(Code::YAML, format!("not valid YAML: {parser}"))
                .at(span(start..(start + 1).min(self.text.len()))),
        }
    }

    fn node(
        &mut self,
        parser: &mut Stream<'a>,
        event: Event<'a>,
        span: Span,
        depth: usize,
    ) -> Result<Node, Diagnostic> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return Err(Diagnostic::error(
                Code::YAML,
                format!("maps and lists are nested at most {MAX_DEPTH} deep, and a spec has at most {MAX_NODES} nodes"),
            )
            .at(span));
        }
        let (kind, anchor, style, end) = match event {
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned().ok_or_else(|| {
                    Diagnostic::error(Code::YAML, "an alias refers to itself").at(span)
                })?;
                self.nodes += count(&node);
                self.aliases.push((node.span, span));
                return Ok(node);
            }
            Event::Scalar(text, style, anchor, tag) => {
                no_tag(tag.is_some(), span)?;
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                    ScalarStyle::Literal => Style::Literal,
                    ScalarStyle::Folded => Style::Folded,
                };
                if style == Style::Plain {
                    visible(&text, span)?;
                }
                (scalar(&text, style), anchor, style, span.end)
            }
            Event::SequenceStart(anchor, tag) => {
                no_tag(tag.is_some(), span)?;
                let mut items = Vec::new();
                loop {
                    let (event, at) = self.next(parser)?;
                    if matches!(event, Event::SequenceEnd) {
                        break (NodeKind::List(items), anchor, Style::Plain, at.end);
                    }
                    items.push(self.node(parser, event, at, depth + 1)?);
                }
            }
            Event::MappingStart(anchor, tag) => {
                no_tag(tag.is_some(), span)?;
                let (entries, end) = self.entries(parser, depth)?;
                (NodeKind::Map(entries), anchor, Style::Plain, end)
            }
            _ => return Err(Diagnostic::error(Code::YAML, "not valid YAML").at(span)),
        };
        let node = Node {
            kind,
            span: Span {
                file: self.file,
                start: span.start,
                end: end.max(span.start),
            },
            style,
        };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn entries(
        &mut self,
        parser: &mut Stream<'a>,
        depth: usize,
    ) -> Result<(Vec<Entry>, usize), Diagnostic> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        loop {
            let (event, span) = self.next(parser)?;
            let (key, key_span) = match event {
                Event::MappingEnd => return Ok((entries, span.end)),
                Event::Scalar(text, style, ..) => {
                    if style == ScalarStyle::Plain {
                        visible(&text, span)?;
                        colon_and_space(&text, span)?;
                    }
                    (text.into_owned(), span)
                }
                _ => return Err(complex_key(self.text, span)),
            };
            if key == "<<" {
                return Err(Diagnostic::error(Code::YAML, "merges (`<<`) are not used in a spec")
                    .at(key_span)
                    .hint("share parts between specs with `extends: base.yaml`, or repeat a value with an anchor (`&name`, `*name`)"));
            }
            if let Some(first) = seen.get(&key) {
                let begin = entries.first().map_or(0, |entry| entry.key_span.start);
                let before = self.text[..begin].rsplit('\n').next().unwrap_or_default();
                let rest = self.text[key_span.start..].lines().next();
                let entry =
                    rest.filter(|_| before.trim() == "-")
                        .map_or_else(String::new, |rest| {
                            format!(
                                ", or begin another entry of the list with it: `- {}`",
                                rest.trim_end()
                            )
                        });
                return Err(Diagnostic::error(
                    Code::DUPLICATE_KEY,
                    format!("the key `{key}` stands twice in this map"),
                )
                .at(key_span)
                .related(*first, "first here")
                .hint(format!("rename or remove one of them{entry}")));
            }
            seen.insert(key.clone(), key_span);
            let (event, at) = self.next(parser)?;
            let value = self.node(parser, event, at, depth + 1)?;
            entries.push(Entry {
                key,
                key_span,
                value,
            });
        }
    }
}

fn no_tag(tagged: bool, span: Span) -> Result<(), Diagnostic> {
    if tagged {
        return Err(
            Diagnostic::error(Code::YAML, "tags (`!…`) are not used in a spec")
                .at(span)
                .hint("put a text that begins with `!` in quotes"),
        );
    }
    Ok(())
}

/// The text begun by an unquoted template: up to the end of its line, or inside `{ }` and `[ ]` up
/// to the next entry.
fn whole_template<'a>(before: &str, rest: &'a str) -> Option<&'a str> {
    if !rest.starts_with("{{") {
        return None;
    }
    let inside = rest.find("}}")? + 2;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let end = if line.contains(['{', '[']) {
        let entry = rest[inside..].find([',', '}', ']']);
        entry.map_or(rest.len(), |entry| inside + entry)
    } else {
        rest.len()
    };
    Some(rest[..end].trim_end())
}

fn complex_key(text: &str, span: Span) -> Diagnostic {
    let from = span.start.saturating_sub(1);
    let rest = text.get(from..).and_then(|rest| rest.lines().next());
    match rest.and_then(|rest| whole_template(&text[..from], rest)) {
        Some(template) => {
            let quoted = if template.contains('"') {
                format!("'{template}'")
            } else {
                format!("\"{template}\"")
            };
            Diagnostic::error(Code::YAML, "`{{` begins a map for YAML, not a template")
                .at(Span {
                    start: span.start - 1,
                    end: span.start + 1,
                    ..span
                })
                .hint(format!("put the whole text in quotes: {quoted}"))
        }
        None => {
            Diagnostic::error(Code::YAML, "a map or a list stands where a key is expected").at(span)
        }
    }
}

fn count(node: &Node) -> usize {
    match &node.kind {
        NodeKind::List(items) => 1 + items.iter().map(count).sum::<usize>(),
        NodeKind::Map(entries) => 1 + entries.iter().map(|e| count(&e.value)).sum::<usize>(),
        _ => 1,
    }
}

/// A plain scalar by the YAML 1.2 core schema; a number that an i64 cannot hold exactly stays text.
fn scalar(text: &str, style: Style) -> NodeKind {
    if style != Style::Plain {
        return NodeKind::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return NodeKind::Null,
        "true" | "True" | "TRUE" => return NodeKind::Boolean(true),
        "false" | "False" | "FALSE" => return NodeKind::Boolean(false),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        if let Ok(value) = text.parse() {
            return NodeKind::Integer(value);
        }
    } else if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'))
        && let Ok(value) = text.parse::<f64>()
        && value.is_finite()
    {
        return NodeKind::Number(value);
    }
    NodeKind::Text(text.to_owned())
}
