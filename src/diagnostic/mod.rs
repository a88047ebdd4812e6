//! Problems as the user sees them: a stable code, a severity, a message, places and hints.
//!
//! Low layers raise a [`Diagnostic`] without a place; the caller that knows the place adds it.
//! In: problems of every phase. Out: one model, and its text for a terminal, a log or a program.

mod code;
mod human;
mod machine;

pub use code::{CODES, Code, CodeEntry, Raised};

use std::fmt::Write;
use std::sync::Arc;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run goes on.
    Warning,
    /// Nothing is written.
    Error,
}

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

/// The texts that places refer to.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

/// A text with the name that messages give it.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path as the user would write it.
    pub name: String,
    /// Whole content.
    pub text: Arc<str>,
}

impl SourceMap {
    /// Adds a file and returns its number.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.files.push(SourceFile {
            name: name.into(),
            text: text.into(),
        });
        FileId(self.files.len() as u32 - 1)
    }

    /// The file of a number.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Line and column of the start of a span, both from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let text = &self.file(span.file).text;
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |tail| tail.chars().count())
            + 1;
        (line, column)
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Stable code.
    pub code: Code,
    /// Severity.
    pub severity: Severity,
    /// What is wrong, with the value and what was allowed.
    pub message: String,
    /// Where.
    pub place: Option<Span>,
    /// JSON pointer into the spec, for layers that know no places; the driver turns it into one.
    pub pointer: String,
    /// A part of the text that the pointer means: the text, first byte, one past the last byte.
    pub inside: Option<(String, usize, usize)>,
    /// Said beside the caret.
    pub label: String,
    /// Further places, each with its role.
    pub related: Vec<(Span, String)>,
    /// What to do.
    pub hints: Vec<String>,
    /// True when the machine and not the spec is at fault: exit code 2.
    pub environment: bool,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: None,
            pointer: String::new(),
            inside: None,
            label: String::new(),
            related: Vec::new(),
            hints: Vec::new(),
            environment: false,
        }
    }

    /// A warning without a place.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Sets the place unless a lower layer knew a better one.
    #[must_use]
    pub fn at(mut self, place: impl Into<Option<Span>>) -> Self {
        self.place = self.place.or(place.into());
        self
    }

    /// Says which value of the spec is meant.
    #[must_use]
    pub fn of(mut self, pointer: &str) -> Self {
        if self.pointer.is_empty() {
            pointer.clone_into(&mut self.pointer);
        }
        self
    }

    /// Says which part of the text that the pointer means is wrong.
    #[must_use]
    pub fn inside(mut self, text: &str, start: usize, end: usize) -> Self {
        self.inside = Some((text.to_owned(), start, end));
        self
    }

    /// Sets what is said beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn related(mut self, span: Option<Span>, role: impl Into<String>) -> Self {
        if let Some(span) = span {
            self.related.push((span, role.into()));
        }
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint if there is one.
    #[must_use]
    pub fn maybe_hint(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// Marks a fault of the machine (I/O), for the exit code.
    #[must_use]
    pub fn environment(mut self) -> Self {
        self.environment = true;
        self
    }
}

/// How problems are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With excerpt and caret, for people.
    #[default]
    Human,
    /// One line a problem: `spec.yaml:3:5: error[HF0301]: …`.
    Short,
    /// One JSON object a line.
    Json,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Human, Self::Short, Self::Json];
}

/// The text of a problem. `color` switches ANSI colours for people; the caller decides by terminal
/// and `NO_COLOR`.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, format: Format, color: bool) -> String {
    match format {
        Format::Human => human::human(diagnostic, sources, color),
        Format::Short => machine::short(diagnostic, sources),
        Format::Json => machine::json(diagnostic, sources),
    }
}

/// Control characters of data must not reach the terminal.
fn clean(text: &str) -> String {
    let is_odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    let replaced = text.chars();
    replaced
        .map(|c| if is_odd(c) { '\u{FFFD}' } else { c })
        .collect()
}

/// A result of a phase that can fail in several places at once.
pub type Outcome<T> = Result<T, Vec<Diagnostic>>;

/// Collects problems over a phase, so that all are told at once.
#[derive(Debug, Default)]
pub struct Collector {
    items: Vec<Diagnostic>,
}

impl Collector {
    /// Keeps a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        // What an alias repeats is told once.
        let told = self.items.iter().any(|known| {
            known.code == diagnostic.code
                && known.message == diagnostic.message
                && known.place == diagnostic.place
        });
        if !told {
            self.items.push(diagnostic);
        }
    }

    /// Keeps the problem of a result and returns its value.
    pub fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(diagnostic) => {
                self.push(diagnostic);
                None
            }
        }
    }

    /// Whether an error is among them.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|d| d.severity == Severity::Error)
    }

    /// All problems, in the order of the file.
    #[must_use]
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        in_order(self.items)
    }
}

/// Further places that a message shows.
const SHOWN_PLACES: usize = 3;

/// One problem for each message: what is wrong for the same reason in several places is told once,
/// with the other places beside the first; what is found twice at one place, once a locale, is one.
#[must_use]
pub fn merged(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told: Vec<(Diagnostic, usize)> = Vec::new();
    for problem in in_order(problems) {
        let known = told.iter_mut().find(|(known, _)| {
            (known.code, known.severity, &known.message)
                == (problem.code, problem.severity, &problem.message)
                && known.place.is_some()
                && problem.place.is_some()
        });
        match known {
            Some((known, _)) if known.place == problem.place => {}
            Some((known, more)) => {
                *more += 1;
                if let (true, Some(place)) = (*more <= SHOWN_PLACES, problem.place) {
                    known.related.push((place, "also here".to_owned()));
                }
            }
            None => told.push((problem, 0)),
        }
    }
    let told = told.into_iter().map(|(problem, more)| match more {
        0..=SHOWN_PLACES => problem,
        more => problem.hint(format!("also in {} more places", more - SHOWN_PLACES)),
    });
    told.collect()
}

/// Problems in the order of the file; those without a place come first.
#[must_use]
pub fn in_order(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.sort_by_key(|d| d.place.map(|p| (p.file, p.start)));
    problems
}

/// The name nearest to `wanted`, as a hint, when one is near enough to be meant.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest_name(wanted, names).map(|name| format!("did you mean `{name}`?"))
}

/// The name nearest to `wanted`, when one is near enough to be meant.
pub fn nearest_name<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| {
            let distance = strsim::osa_distance(&wanted.to_lowercase(), &name.to_lowercase());
            (distance, name)
        })
        .filter(|(distance, name)| {
            *distance <= 1 + wanted.chars().count().max(name.chars().count()) / 4
        })
        .min()
        .map(|(_, name)| name)
}

/// `a`, `b` and `c`, for messages that list what is allowed; long lists are cut.
pub fn allowed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let shown = names.len().min(24);
    let mut text = names[..shown].join(", ");
    if names.len() > shown {
        let _ = write!(text, " and {} more", names.len() - shown);
    }
    if text.is_empty() {
        "none".to_owned()
    } else {
        text
    }
}
