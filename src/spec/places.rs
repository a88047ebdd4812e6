//! Where in the files the values of a validated spec stand, by JSON pointer.

use super::yaml::{Kind, Node, Style};
use crate::diagnostic::{SourceMap, Span};
use std::collections::BTreeMap;

/// Places of all keys and values.
#[derive(Clone, Debug, Default)]
pub struct Places {
    values: BTreeMap<String, Place>,
}

/// Where a value and its key stand.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The key, for values of a map.
    pub key: Option<Span>,
    /// The value.
    pub value: Span,
    /// How a text was written.
    pub style: Style,
}

impl Places {
    /// Splits a tree into plain JSON and the places of its parts.
    #[must_use]
    pub fn split(node: &Node) -> (serde_json::Value, Self) {
        let mut places = Self::default();
        let value = places.convert(node, None, String::new());
        (value, places)
    }

    fn convert(&mut self, node: &Node, key: Option<Span>, pointer: String) -> serde_json::Value {
        use serde_json::Value;
        let value = match &node.kind {
            Kind::Null => Value::Null,
            Kind::Boolean(value) => Value::Bool(*value),
            Kind::Integer(value) => Value::from(*value),
            Kind::Number(value) => Value::from(*value),
            Kind::Text(text) => Value::String(text.clone()),
            Kind::List(items) => Value::Array(
                items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| self.convert(item, None, format!("{pointer}/{at}")))
                    .collect(),
            ),
            Kind::Map(entries) => Value::Object(
                entries
                    .iter()
                    .map(|entry| {
                        let inner = format!("{pointer}/{}", escape(&entry.key));
                        let value = self.convert(&entry.value, Some(entry.key_span), inner);
                        (entry.key.clone(), value)
                    })
                    .collect(),
            ),
        };
        self.values.insert(
            pointer,
            Place {
                key,
                value: node.span,
                style: node.style,
            },
        );
        value
    }

    /// The place of a value by JSON pointer, or of the nearest value around it.
    #[must_use]
    pub fn get(&self, pointer: &str) -> Option<Place> {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.values.get(pointer) {
                return Some(*place);
            }
            pointer = &pointer[..pointer.rfind('/')?];
            if pointer.is_empty() {
                // The whole spec is no place for one of its values.
                return None;
            }
        }
    }

    /// The span of a value.
    #[must_use]
    pub fn value(&self, pointer: &str) -> Option<Span> {
        self.get(pointer).map(|place| place.value)
    }

    /// The span of a value's key, else of the value.
    #[must_use]
    pub fn key(&self, pointer: &str) -> Option<Span> {
        self.get(pointer)
            .map(|place| place.key.unwrap_or(place.value))
    }

    /// The span of the bytes `start..end` of a text value, where its form in the file lets it be
    /// known: plain and quoted texts without escapes, and literal blocks. Else the whole value.
    #[must_use]
    pub fn inside(
        &self,
        sources: &SourceMap,
        pointer: &str,
        text: &str,
        start: usize,
        end: usize,
    ) -> Option<Span> {
        let place = self.get(pointer)?;
        let file = &sources.file(place.value.file).text;
        let raw = file.get(place.value.start..place.value.end)?;
        if let Some(at) = raw.find(text.trim_end_matches('\n')) {
            return Some(Span {
                file: place.value.file,
                start: place.value.start + at + start,
                end: place.value.start + at + end,
            });
        }
        if let Some(found) = by_letters(raw, text, start, end) {
            return Some(Span {
                file: place.value.file,
                start: place.value.start + found.0,
                end: place.value.start + found.1,
            });
        }
        if place.style == Style::Literal {
            let line = text.get(..start)?.matches('\n').count();
            let column = start - text[..start].rfind('\n').map_or(0, |i| i + 1);
            let wanted = text.lines().nth(line)?;
            let mut offset = place.value.start;
            let mut seen = 0;
            for candidate in raw.split_inclusive('\n') {
                let content = candidate.trim_end_matches('\n');
                let is_header =
                    offset == place.value.start && content.trim_start().starts_with('|');
                if !is_header {
                    if seen == line && content.ends_with(wanted) {
                        let begin = offset + content.len() - wanted.len() + column;
                        return Some(Span {
                            file: place.value.file,
                            start: begin,
                            end: begin + (end - start),
                        });
                    }
                    seen += 1;
                }
                offset += candidate.len();
            }
        }
        Some(place.value)
    }
}

/// Finds a part of a text in the form in which the file has it, where both differ by white space
/// only: lines of a block, or a text folded over several lines.
fn by_letters(raw: &str, text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let header = if raw.trim_start().starts_with(['|', '>']) {
        raw.find('\n')? + 1
    } else {
        raw.len() - raw.trim_start_matches(['"', '\'']).len()
    };
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let (before, inside) = (letters(text.get(..start)?), letters(text.get(start..end)?));
    let mut places = raw[header..]
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .map(|(at, c)| (header + at, header + at + c.len_utf8()))
        .skip(before);
    let first = places.next()?.0;
    let last = match inside {
        0 | 1 => first + raw[first..].chars().next()?.len_utf8(),
        _ => places.nth(inside - 2)?.1,
    };
    let same = |a: &str, b: &str| {
        a.split_whitespace()
            .collect::<String>()
            .eq(&b.split_whitespace().collect::<String>())
    };
    (inside == 0 || same(raw.get(first..last)?, text.get(start..end)?)).then_some((first, last))
}

/// A key as part of a JSON pointer.
#[must_use]
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
