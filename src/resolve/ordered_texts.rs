//! Values of rows that expressions put in order as texts. In: those of an expression. Out: in the report those that the rows of a
//! source decide.

use super::context::Context;
use crate::report::OrderedTexts;
use crate::sql::{NameSpace, Node, Ordered};

impl Context<'_> {
    /// Notes what an expression puts in order, where all that it reads are columns of one source.
    pub(super) fn texts_in_order(&mut self, names: &NameSpace, ordered: Vec<Ordered>) {
        for ordered in ordered {
            let is_over_rows = |side: &Node| !side.aggregates().is_empty();
            let read = ordered.sides.iter().flat_map(Node::names);
            let sources = read.map(|name| match names.origins.get(&name) {
                Some((Some(source), column)) if *column == name => Some(*source),
                _ => None,
            });
            let sources: Option<Vec<usize>> = sources.collect();
            let Some(source) = sources.as_deref().and_then(<[usize]>::first).copied() else {
                continue;
            };
            let found = OrderedTexts { source, ordered };
            let is_known = self.report.ordered.contains(&found);
            if !is_known && !found.ordered.sides.iter().any(is_over_rows) {
                self.report.ordered.push(found);
            }
        }
    }
}
