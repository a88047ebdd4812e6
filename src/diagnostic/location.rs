//! The location of a problem: in one of the texts that were read, or at a value of the spec.

use super::secrets::shown;
use std::fmt;
use std::sync::Arc;

/// Number of a file in a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The location of a problem. Code that knows the spec only by JSON pointers
/// (`/breakdowns/by_size/by`) gives a pointer; `spec::Spans` turns it into a span of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Location {
    /// Not in a file, or not known yet.
    #[default]
    Unknown,
    /// The key of a value of the spec.
    Key(String),
    /// A value of the spec.
    Value(String),
    /// A byte range of a text in the spec.
    Part {
        /// Pointer to the text.
        pointer: String,
        /// The text, without quotes and escapes.
        text: String,
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
    },
    /// A byte range of a file.
    Span(Span),
}

impl Location {
    /// The key of the value at a pointer.
    #[must_use]
    pub(crate) fn key(pointer: impl Into<String>) -> Self {
        Self::Key(pointer.into())
    }

    /// The value at a pointer.
    #[must_use]
    pub(crate) fn value(pointer: impl Into<String>) -> Self {
        Self::Value(pointer.into())
    }

    /// The bytes `start..end` of the text at a pointer.
    #[must_use]
    pub(crate) fn part(
        pointer: impl Into<String>,
        text: impl Into<String>,
        start: usize,
        end: usize,
    ) -> Self {
        Self::Part {
            pointer: pointer.into(),
            text: text.into(),
            start,
            end,
        }
    }

    /// The pointer, for a location in the spec whose span is not known yet.
    #[must_use]
    pub(crate) fn pointer(&self) -> Option<&str> {
        match self {
            Self::Key(pointer) | Self::Value(pointer) | Self::Part { pointer, .. } => Some(pointer),
            Self::Unknown | Self::Span(_) => None,
        }
    }

    /// The span, once it is known.
    #[must_use]
    pub(crate) fn span(&self) -> Option<Span> {
        match self {
            Self::Span(span) => Some(*span),
            _ => None,
        }
    }
}

impl From<Span> for Location {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

impl From<Option<Span>> for Location {
    fn from(span: Option<Span>) -> Self {
        span.map_or(Self::Unknown, Self::Span)
    }
}

/// The texts that spans refer to.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

/// A text with the name that messages give it.
#[derive(Clone)]
pub struct SourceFile {
    /// Path as the user would write it.
    pub name: String,
    /// Whole content.
    pub text: Arc<str>,
    /// The same as excerpts show it, with as many bytes: without what may be secret in addresses.
    pub(crate) shown: Arc<str>,
    /// Where each line begins.
    lines: Vec<usize>,
}

/// Without its text, which may have a secret.
impl fmt::Debug for SourceFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines.len();
        write!(formatter, "{} ({lines} lines)", self.name)
    }
}

impl SourceMap {
    /// Adds a file and returns its number.
    pub(crate) fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let text: Arc<str> = text.into();
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        self.files.push(SourceFile {
            name: name.into(),
            lines: std::iter::once(0).chain(ends).collect(),
            shown: shown(&text),
            text,
        });
        FileId(self.files.len() as u32 - 1)
    }

    /// The file with this number.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Line and column of the start of a span, both from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let SourceFile { text, lines, .. } = self.file(span.file);
        let at = if text.is_char_boundary(span.start) {
            span.start
        } else {
            text.len()
        };
        let line = lines.partition_point(|start| *start <= at);
        let before = &text[lines[line - 1]..at];
        (line, before.chars().count() + 1)
    }

    /// Line and column just past the end of a span, both from 1.
    #[must_use]
    pub(crate) fn end_line_column(&self, span: Span) -> (usize, usize) {
        self.line_column(Span {
            start: span.end.max(span.start),
            ..span
        })
    }
}
