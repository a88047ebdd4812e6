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

    /// The span of a key that stands in the spec itself.
    #[must_use]
    pub fn own(&self, pointer: &str) -> Option<Span> {
        self.values.get(pointer).and_then(|place| place.key)
    }

    /// The span of a value's key, else of the value.
    #[must_use]
    pub fn key(&self, pointer: &str) -> Option<Span> {
        self.get(pointer)
            .map(|place| place.key.unwrap_or(place.value))
    }

    /// The span of the bytes `start..end` of a text value, in quotes with their escapes, plain or in
    /// a block; the whole value where its form in the file cannot be followed.
    #[must_use]
    pub fn inside(
        &self,
        sources: &SourceMap,
        pointer: &str,
        text: &str,
        start: usize,
        end: usize,
    ) -> Option<Span> {
        let found = self.found_inside(sources, pointer, text, (start, end))?;
        // The text may have an end of line that the file has not.
        let length = sources.file(found.file).text.len();
        let start = found.start.min(length);
        Some(Span {
            start,
            end: found.end.clamp(start, length),
            ..found
        })
    }

    fn found_inside(
        &self,
        sources: &SourceMap,
        pointer: &str,
        text: &str,
        (start, end): (usize, usize),
    ) -> Option<Span> {
        let place = self.get(pointer)?;
        let file = &sources.file(place.value.file).text;
        let raw = file.get(place.value.start..place.value.end)?;
        if let Some(at) = (place.style == Style::Quoted)
            .then(|| decoded(raw, text))
            .flatten()
        {
            return Some(Span {
                file: place.value.file,
                start: place.value.start + *at.get(start)?,
                end: place.value.start + *at.get(end)?,
            });
        }
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

/// For each byte of a quoted text, and one past its last, the byte of the file that it comes from;
/// `None` when the text is not what the quotes hold.
fn decoded(raw: &str, text: &str) -> Option<Vec<usize>> {
    let mark = raw.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut offsets = Vec::with_capacity(text.len() + 1);
    let mut found = String::with_capacity(text.len());
    let mut at = 1;
    loop {
        let rest = raw.get(at..)?;
        let c = rest.chars().next()?;
        let mut length = c.len_utf8();
        let value = if c == mark {
            if mark == '\'' && rest.starts_with("''") {
                length = 2;
                Some('\'')
            } else {
                break;
            }
        } else if c == '\\' && mark == '"' {
            let (escaped, value) = escape_sequence(rest)?;
            length = escaped;
            value
        } else if c == '\n' || c == '\r' || blank_before_break(rest) {
            // A break and the white space around it are a space; further breaks stay breaks.
            let blank = rest.len() - rest.trim_start().len();
            let breaks = rest[..blank].matches('\n').count();
            for _ in 1..breaks {
                found.push('\n');
                offsets.push(at);
            }
            length = blank;
            (breaks == 1).then_some(' ')
        } else {
            Some(c)
        };
        if let Some(value) = value {
            found.push(value);
            offsets.extend(std::iter::repeat_n(at, value.len_utf8()));
        }
        at += length;
    }
    offsets.push(at);
    (found == text).then_some(offsets)
}

/// Whether spaces stand here with the end of the line behind them.
fn blank_before_break(rest: &str) -> bool {
    let behind = rest.trim_start_matches([' ', '\t']);
    behind.len() < rest.len() && behind.starts_with(['\n', '\r'])
}

/// The length of an escape of double quotes and what it stands for; a break that is escaped stands
/// for nothing.
fn escape_sequence(rest: &str) -> Option<(usize, Option<char>)> {
    let kind = rest.chars().nth(1)?;
    let digits = |count: usize| {
        let code = u32::from_str_radix(rest.get(2..2 + count)?, 16).ok()?;
        Some((2 + count, Some(char::from_u32(code)?)))
    };
    let value = match kind {
        'n' => '\n',
        't' | '\t' => '\t',
        'r' => '\r',
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => return digits(2),
        'u' => return digits(4),
        'U' => return digits(8),
        '\n' => {
            let blank = rest[1..].len() - rest[1..].trim_start().len();
            return Some((1 + blank, None));
        }
        other => other,
    };
    Some((1 + kind.len_utf8(), Some(value)))
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

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn places_inside_of_quotes_follow_escapes_and_folded_lines() {
        for (raw, text, part) in [
            (r#""a \"b\" wrong""#, r#"a "b" wrong"#, "wrong"),
            ("'it''s wrong'", "it's wrong", "wrong"),
            (r#""\u00e9 \x41 wrong""#, "é A wrong", "wrong"),
            ("\"a\n   b wrong\"", "a b wrong", "wrong"),
            ("\"a  \n\n  b wrong\"", "a\nb wrong", "wrong"),
            ("\"a\\\n   b wrong\"", "ab wrong", "wrong"),
            ("'é wrong'", "é wrong", "wrong"),
        ] {
            let offsets = decoded(raw, text).unwrap_or_else(|| panic!("{raw}"));
            let start = text.find(part).unwrap();
            let found = &raw[offsets[start]..offsets[start + part.len()]];
            assert_eq!(found, part, "{raw}");
        }
        assert_eq!(decoded("plain", "plain"), None);
        assert_eq!(decoded("'other'", "text"), None);
    }
}
