//! The texts that an expression compares names with, each with its place, so that one that no row has
//! can be reported there.

use super::check::Reader;
use super::{Node, Value};
use crate::diagnostic::Location;
use sqlparser::ast::{Expr, Spanned};
use std::sync::Arc;

/// A text that is written down and compared with the values of a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The column or dimension.
    pub name: String,
    /// The text.
    pub text: Arc<str>,
    /// Where the text stands.
    pub location: Location,
}

impl Reader<'_> {
    /// Notes a text that is compared with a name, whichever stands first.
    pub(super) fn compares(&mut self, (left, a): (&Expr, &Node), (right, b): (&Expr, &Node)) {
        let (name, text, tree) = match (a, b) {
            (Node::Name(name), Node::Literal(Value::Text(text))) => (name, text, right),
            (Node::Literal(Value::Text(text)), Node::Name(name)) => (name, text, left),
            _ => return,
        };
        let span = tree.span();
        let found = Compared {
            name: name.clone(),
            text: text.clone(),
            location: self.span(span.start, span.end),
        };
        self.compared.push(found);
    }
}
