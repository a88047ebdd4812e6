//! Values that are written in one place and take effect in another: through `extends`, an alias, a
//! param.

use crate::diagnostic::{Diagnostic, FileId, Severity, Span};

/// Origins of values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Provenance {
    /// Files that are extended, and the `extends` that names each.
    pub(super) extended: Vec<(FileId, Span)>,
    /// Definitions that change one of a base: their name, span, and the one of the base.
    pub(super) changes: Vec<(String, Span, Span)>,
    /// Values with an anchor, and the alias that repeats them.
    pub(super) aliases: Vec<(Span, Span)>,
    /// Values that are params.
    pub(super) params: Vec<ParamUse>,
}

/// A value that is `"{{ params.name }}"`.
#[derive(Clone, Debug)]
pub(super) struct ParamUse {
    /// The span of the value.
    pub(super) value: Span,
    /// The span of the param's declaration, or of the cell that a period sets it with.
    pub(super) declared: Span,
    /// The text beside the declaration: `first is 3 here`.
    pub(super) what: String,
    /// The name of the param.
    pub(super) name: String,
    /// The setting, if the command line set the param.
    pub(super) set: Option<String>,
}

impl Provenance {
    /// Whether some values are a param, and all of these are in a place.
    pub(super) fn is_param_of(&self, name: &str, is_there: impl Fn(&Span) -> bool) -> bool {
        let mut uses = self.params.iter().filter(|it| it.name == name).peekable();
        uses.peek().is_some() && uses.all(|it| is_there(&it.value))
    }

    /// Adds to a problem the other locations that explain its value.
    #[must_use]
    pub(crate) fn explain(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        let Some(span) = diagnostic.span() else {
            return diagnostic;
        };
        for (_, extends) in self.extended.iter().filter(|(file, _)| *file == span.file) {
            diagnostic = diagnostic.related(*extends, "extended here");
        }
        let is_error = diagnostic.severity == Severity::Error;
        let changes = self.changes.iter().filter(|_| is_error);
        for (name, _, base) in changes.filter(|(_, own, _)| within(span, *own)) {
            diagnostic =
                diagnostic.related(*base, format!("`{name}` changes this one of the base"));
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
