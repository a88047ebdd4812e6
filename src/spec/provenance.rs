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
    /// Adds the further places of a problem.
    #[must_use]
    pub fn explain(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        let Some(place) = diagnostic.place else {
            return diagnostic;
        };
        for (_, extends) in self.extended.iter().filter(|(file, _)| *file == place.file) {
            diagnostic = diagnostic.related(Some(*extends), "extended here");
        }
        for (_, alias) in self
            .aliases
            .iter()
            .filter(|(value, _)| within(place, *value))
        {
            diagnostic = diagnostic.related(Some(*alias), "repeated here");
        }
        for param in self
            .params
            .iter()
            .filter(|param| within(place, param.value))
        {
            diagnostic = diagnostic.related(Some(param.declared), param.what.clone());
            if let Some(set) = &param.set {
                diagnostic = diagnostic.hint(format!("`--set {set}` gives the value"));
            }
        }
        diagnostic
    }
}

fn within(place: Span, whole: Span) -> bool {
    place.file == whole.file && place.start >= whole.start && place.end <= whole.end
}
