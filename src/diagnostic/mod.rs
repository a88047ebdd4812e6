//! Problems as the user sees them: a stable code, a severity, a message, a location, hints.
//!
//! Low layers raise a [`Diagnostic`] without a location; the caller that knows it adds it. The
//! definition concerned is its `Subject`, so nothing has to read a message to learn it. In:
//! problems of every phase. Out: one model, and its text for a terminal, a log or a program.

mod code;
mod collect;
mod emit;
mod location;
mod secrets;
mod subject;
mod words;

pub use code::{CODES, Code, CodeEntry, Raised};
pub use collect::{Collector, Outcome, in_order, merged};
pub use emit::{Batch, Format, emit};
pub use location::{FileId, Location, SourceFile, SourceMap, Span};
pub(crate) use subject::{Subject, SubjectKind, unescaped};
pub(crate) use words::{
    abbreviated, allowed, allowed_with, counted, fraction_of_percent, is_typographic_quote,
    is_unseen, meant, nearest, nearest_name, there_are, unseen,
};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run goes on.
    Warning,
    /// Nothing is written.
    Error,
}

impl Severity {
    /// Its word in the list.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
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
    /// The definition concerned.
    pub subject: Option<Subject>,
    /// Where.
    pub location: Location,
    /// The undefined name as written, when that is the problem.
    pub unknown: Option<String>,
    /// Further locations, each with its role.
    pub related: Vec<(Location, String)>,
    /// What to do about it.
    pub hints: Vec<String>,
    /// True when the machine is at fault and not the spec: exit code 2.
    pub environment: bool,
}

impl Diagnostic {
    /// An error without a location.
    pub(crate) fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            subject: None,
            location: Location::Unknown,
            unknown: None,
            related: Vec::new(),
            hints: Vec::new(),
            environment: false,
        }
    }

    /// A warning without a location.
    pub(crate) fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Sets the location unless a lower layer knew a better one. If it is a pointer into the spec,
    /// sets the subject as well, unless there is one.
    #[must_use]
    pub(crate) fn at(mut self, location: impl Into<Location>) -> Self {
        let location = location.into();
        if self.subject.is_none() {
            self.subject = location.pointer().and_then(Subject::of);
        }
        if self.location == Location::Unknown {
            self.location = location;
        }
        self
    }

    /// Sets the definition concerned, unless a lower layer knew it.
    #[must_use]
    pub(crate) fn about(mut self, subject: impl Into<Option<Subject>>) -> Self {
        self.subject = self.subject.or(subject.into());
        self
    }

    /// Records the name that refers to nothing.
    #[must_use]
    pub(crate) fn unknown(mut self, name: impl Into<String>) -> Self {
        self.unknown = Some(name.into());
        self
    }

    /// Adds a further location.
    #[must_use]
    pub(crate) fn related(
        mut self,
        location: impl Into<Location>,
        role: impl Into<String>,
    ) -> Self {
        self.related.push((location.into(), role.into()));
        self
    }

    /// Adds a hint.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint if there is one.
    #[must_use]
    pub(crate) fn maybe_hint(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// Marks a fault of the machine (I/O), for the exit code.
    #[must_use]
    pub(crate) fn environment(mut self) -> Self {
        self.environment = true;
        self
    }

    /// The span, once it is known.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.location.span()
    }

    /// Further spans with their roles; locations that could not be found in a file are left out.
    fn related_spans(&self) -> impl Iterator<Item = (Span, &str)> {
        let related = self.related.iter();
        related.filter_map(|(location, role)| Some((location.span()?, role.as_str())))
    }
}
