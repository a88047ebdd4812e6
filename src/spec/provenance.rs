//! Values that stand in one place and count in another: through `extends`, an alias, a param.

use crate::diagnostic::{Diagnostic, FileId, Span};

/// Where values come from.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// Files that are extended, with the `extends` that names them.
    pub(super) extended: Vec<(FileId, Span)>,
    /// Values with an anchor, and the alias that repeats them.
    pub(super) aliases: Vec<(Span, Span)>,
    /// Values that are params.
    pub(super) params: Vec<ParamUse>,
}

/// A value that is `"{{ params.name }}"`.
#[derive(Clone, Debug)]
pub(super) struct ParamUse {
    /// Where it stands.
    pub(super) value: Span,
    /// Where the param is declared.
    pub(super) declared: Span,
    /// `first is 3 here`.
    pub(super) what: String,
    /// Whether the command line set it.
    pub(super) set: Option<String>,
}

impl Provenance {
    /// Adds the further locations of a problem.
    #[must_use]
    pub fn explain(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        let Some(span) = diagnostic.span() else {
            return diagnostic;
        };
        for (_, extends) in self.extended.iter().filter(|(file, _)| *file == span.file) {
            diagnostic = diagnostic.related(*extends, "extended here");
        }
        for (_, alias) in self
            .aliases
            .iter()
            .filter(|(value, _)| within(span, *value))
        {
            diagnostic = diagnostic.related(*alias, "repeated here");
        }
        for param in self.params.iter().filter(|param| within(span, param.value)) {
            diagnostic = diagnostic.related(param.declared, param.what.clone());
            if let Some(set) = &param.set {
                diagnostic = diagnostic.hint(format!("`--set {set}` gives the value"));
            }
        }
        diagnostic
    }
}

fn within(span: Span, whole: Span) -> bool {
    span.file == whole.file && span.start >= whole.start && span.end <= whole.end
}
