//! The spans of a validated spec's values, by JSON pointer. In: the tree. Out: spans of keys,
//! values and parts of texts.

use super::text_form::within;
use super::yaml::{Node, NodeKind, Style};
use crate::diagnostic::{Diagnostic, Location, SourceMap, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// Spans of all keys and values.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    values: BTreeMap<String, ValueSpan>,
}

/// The spans of a value and of its key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ValueSpan {
    /// The key, for values of a map.
    pub key: Option<Span>,
    /// The value.
    pub value: Span,
    /// How a text was written.
    pub style: Style,
}

impl Spans {
    /// Splits a tree into plain JSON and the spans of its parts.
    #[must_use]
    pub fn split(node: &Node) -> (serde_json::Value, Self) {
        let mut spans = Self::default();
        let value = spans.convert(node, None, String::new());
        (value, spans)
    }

    fn convert(&mut self, node: &Node, key: Option<Span>, pointer: String) -> serde_json::Value {
        use serde_json::Value;
        let value = match &node.kind {
            NodeKind::Null => Value::Null,
            NodeKind::Boolean(value) => Value::Bool(*value),
            NodeKind::Integer(value) => Value::from(*value),
            NodeKind::Number(value) => Value::from(*value),
            NodeKind::Text(text) => Value::String(text.clone()),
            NodeKind::List(items) => Value::Array(
                items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| self.convert(item, None, format!("{pointer}/{at}")))
                    .collect(),
            ),
            NodeKind::Map(entries) => Value::Object(
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
            ValueSpan {
                key,
                value: node.span,
                style: node.style,
            },
        );
        value
    }

    /// Turns a problem's locations in the spec into spans of its files.
    #[must_use]
    pub(crate) fn locate(&self, mut problem: Diagnostic, sources: &SourceMap) -> Diagnostic {
        let located = |location: &Location| self.located(location, sources).into();
        problem.location = located(&problem.location);
        for (location, _) in &mut problem.related {
            *location = located(location);
        }
        problem
    }

    fn located(&self, location: &Location, sources: &SourceMap) -> Option<Span> {
        match location {
            Location::Unknown => None,
            Location::Key(pointer) => self.key(pointer),
            Location::Value(pointer) => self.value(pointer),
            Location::Part {
                pointer,
                text,
                start,
                end,
            } => self.inside(sources, pointer, text, *start..*end),
            Location::Span(span) => Some(*span),
        }
    }

    /// The span of the value at a JSON pointer, or of the nearest value that contains it.
    #[must_use]
    pub(crate) fn get(&self, pointer: &str) -> Option<ValueSpan> {
        let mut pointer = pointer;
        loop {
            if let Some(found) = self.values.get(pointer) {
                return Some(*found);
            }
            pointer = &pointer[..pointer.rfind('/')?];
            if pointer.is_empty() {
                // The whole spec does not count as a containing value.
                return None;
            }
        }
    }

    /// The span of a value.
    #[must_use]
    pub(crate) fn value(&self, pointer: &str) -> Option<Span> {
        self.get(pointer).map(|found| found.value)
    }

    /// The span of a key, only if the key itself is in the spec.
    #[must_use]
    pub(crate) fn own(&self, pointer: &str) -> Option<Span> {
        self.values.get(pointer).and_then(|found| found.key)
    }

    /// The span of a value's key, or else of the value.
    #[must_use]
    pub(crate) fn key(&self, pointer: &str) -> Option<Span> {
        self.get(pointer)
            .map(|found| found.key.unwrap_or(found.value))
    }

    /// The span of the bytes `start..end` of a text value; the whole value where its written form
    /// cannot be mapped back.
    fn inside(
        &self,
        sources: &SourceMap,
        pointer: &str,
        text: &str,
        part: Range<usize>,
    ) -> Option<Span> {
        let at = self.get(pointer)?;
        let file = &sources.file(at.value.file).text;
        let found = within(file, at.value.start..at.value.end, at.style, text, part);
        Some(found.map_or(at.value, |found| Span {
            start: found.start,
            end: found.end,
            ..at.value
        }))
    }
}

/// A key, escaped as a segment of a JSON pointer.
#[must_use]
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
