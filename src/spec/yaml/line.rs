//! Lines of a file that is not YAML, and its parts as messages write them.

use std::ops::Range;

/// A line with its span.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) start: usize,
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn at(text: &'a str, at: usize) -> Self {
        let at = at.min(text.len());
        let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
        let rest = &text[start..];
        Self {
            start,
            text: rest.lines().next().unwrap_or(""),
        }
    }

    /// The nearest line before that is neither blank nor a comment.
    pub(super) fn before(&self, text: &'a str) -> Option<Self> {
        let mut line = *self;
        while line.start > 0 {
            line = Self::at(text, line.start - 1);
            if line.says_something() {
                return Some(line);
            }
        }
        None
    }

    /// The nearest line after that is neither blank nor a comment: the parser may stop before the
    /// wrong line.
    pub(super) fn after(&self, text: &'a str) -> Option<Self> {
        let mut line = *self;
        loop {
            let next = line_end(text, line.start) + 1;
            if next >= text.len() {
                return None;
            }
            line = Self::at(text, next);
            if line.says_something() {
                return Some(line);
            }
        }
    }

    pub(super) fn says_something(&self) -> bool {
        let content = self.text.trim_start();
        !content.is_empty() && !content.starts_with('#')
    }

    pub(super) fn indentation(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Where the content begins, after `- `.
    pub(super) fn content(&self) -> usize {
        let mut at = self.indentation();
        while self.text[at..].starts_with("- ") {
            at += 2;
            at += self.text[at..].len() - self.text[at..].trim_start_matches(' ').len();
        }
        at
    }

    /// The offset and text of the value after the first `: `.
    pub(super) fn value(&self) -> Option<(usize, &'a str)> {
        let content = self.content();
        let colon = content + self.text[content..].find(": ")?;
        let rest = &self.text[colon + 1..];
        let at = colon + 1 + rest.len() - rest.trim_start().len();
        Some((at, self.text[at..].trim_end()))
    }

    pub(super) fn key(&self) -> &'a str {
        let content = &self.text[self.content()..];
        content.split_once(':').map_or(content, |(key, _)| key)
    }

    pub(super) fn range(&self, from: usize, to: usize) -> Range<usize> {
        self.start + from..self.start + to
    }
}

/// A text, shortened to fit into a message.
pub(super) fn short(text: &str) -> String {
    if text.chars().count() <= 100 {
        return text.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let begin: String = characters[..60].iter().collect();
    let end: String = characters[characters.len() - 30..].iter().collect();
    format!("{begin} … {end}")
}

/// A text in the kind of quotes that it does not contain itself.
pub(super) fn quoted(text: &str) -> String {
    let text = &short(text);
    if text.contains('\'') && !text.contains('"') {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// Where the line of a byte ends.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let at = (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    let at = at.unwrap_or(0);
    text[at..].find('\n').map_or(text.len(), |found| at + found)
}

/// What stands behind the end of a quoted text; `None` when it does not end.
pub(super) fn behind_quote(text: &str) -> Option<&str> {
    let mark = text.chars().next()?;
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = characters.next() {
        if c == '\\' && mark == '"' {
            characters.next();
        } else if c == mark {
            if mark == '\'' && characters.peek().is_some_and(|(_, next)| *next == '\'') {
                characters.next();
                continue;
            }
            return Some(&text[at + 1..]);
        }
    }
    None
}
