//! A claim in a template: printed it is its sentence, in a condition whether it holds. In: what a run knows of it.
//! Out: a template value.

use super::api::ClaimPart;
use super::signs::{Signed, Signs};
use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};
use std::sync::Arc;

/// The sentence of a claim in one locale, with the spaces that it is written with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    /// Plain text.
    pub(crate) plain: String,
    /// Markdown.
    pub(crate) markdown: String,
    /// The numbers in its Markdown that have an origin.
    pub(crate) numbers: Vec<Signed>,
    /// Why it cannot be printed.
    pub(crate) failure: Option<String>,
}

impl Sentence {
    /// Its Markdown with signs around the numbers.
    pub(super) fn signed(&self, signs: Signs) -> String {
        let mut text = String::with_capacity(self.markdown.len() * 2);
        let mut done = 0;
        for Signed { range, code } in &self.numbers {
            text.push_str(&self.markdown[done..range.start]);
            text.push_str(&signs.around(code, &self.markdown[range.clone()]));
            done = range.end;
        }
        text.push_str(&self.markdown[done..]);
        text
    }
}

/// A claim as a template value.
#[derive(Debug)]
pub(crate) struct ClaimValue {
    /// Whether it holds.
    pub(crate) holds: bool,
    /// Whether it has turned since the period before; none where that is not known.
    pub(crate) turned: Option<bool>,
    /// Its sentence; none inside of the texts of claims.
    pub(crate) sentence: Option<Arc<Sentence>>,
}

impl ClaimValue {
    /// The claim behind a value.
    pub(super) fn of(value: &Value) -> Option<&Self> {
        value.downcast_object_ref()
    }
}

impl Object for ClaimValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.holds
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match ClaimPart::of(key.as_str()?)? {
            ClaimPart::Turned => Some(Value::from(self.turned)),
        }
    }
}
