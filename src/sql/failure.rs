//! Why an expression has no value for a row: an inexact result is an error.

use super::Value;
use crate::diagnostic::{Code, Diagnostic};

/// A value, or why there is none.
pub type Outcome = Result<Value, Failure>;

/// The failure of an expression in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure(Box<Message>);

#[derive(Clone, Debug, PartialEq)]
struct Message {
    code: Code,
    text: String,
    hint: Option<String>,
}

impl Failure {
    /// An operation that is impossible for its values.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self::of_code(Code::SQL_VALUE, text.into())
    }

    /// A whole number with more digits than are kept.
    pub(crate) fn overflow(what: &str) -> Self {
        Self::of_code(
            Code::OVERFLOW,
            format!("`{what}` is more than the 38 digits of a whole number"),
        )
        .hint("look for a wrong cell, or bound the column with `max`")
    }

    fn of_code(code: Code, text: String) -> Self {
        Self(Box::new(Message {
            code,
            text,
            hint: None,
        }))
    }

    /// Adds what to do about it.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// The failure as a diagnostic without a location.
    #[must_use]
    pub(crate) fn diagnostic(self) -> Diagnostic {
        Diagnostic::error(self.0.code, self.0.text).maybe_hint(self.0.hint)
    }
}
