//! The texts that an expression compares names with, each with its place, so that one that no row has
//! can be reported there.

use super::check::Reader;
use super::{Case, Node, Value};
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
    /// The text that a CASE writes in its place, where it leaves all others as they are.
    pub mended: Option<Arc<str>>,
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
            mended: None,
            location: self.span(span.start, span.end),
        };
        self.compared.push(found);
    }

    /// Notes which texts the branches of a CASE exchange for others: `CASE WHEN region = 'Nrod' THEN 'Nord' ELSE region END`.
    /// `ends` says how many texts were compared before each branch, and behind the last one.
    pub(super) fn mends(&mut self, case: &Case, ends: &[usize]) {
        let Some(Node::Name(name)) = &case.otherwise else {
            return;
        };
        for ((_, then), range) in case.branches.iter().zip(ends.windows(2)) {
            let Node::Literal(Value::Text(text)) = then else {
                continue;
            };
            let of_branch = self.compared.get_mut(range[0]..range[1]);
            let of_branch = of_branch.into_iter().flatten();
            for compared in of_branch.filter(|it| it.name == *name) {
                compared.mended = Some(text.clone());
            }
        }
    }
}
