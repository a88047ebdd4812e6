//! Exploded lists: rows are exploded by one list at a time.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::MeasureUse;
use crate::sql::{Aggregate, Expression};
use std::collections::BTreeSet;

/// The names by which some rows are grouped, filtered and measured.
#[derive(Default)]
pub(super) struct Named<'a> {
    names: BTreeSet<&'a str>,
}

impl<'a> Named<'a> {
    /// Adds dimensions.
    pub(super) fn dimensions(mut self, names: impl IntoIterator<Item = &'a String>) -> Self {
        self.names.extend(names.into_iter().map(String::as_str));
        self
    }

    /// Adds the names that a condition reads.
    pub(super) fn condition(self, filter: Option<&'a Expression>) -> Self {
        self.dimensions(filter.into_iter().flat_map(|filter| &filter.names))
    }

    /// Adds the names that a measure reads.
    pub(super) fn measure(mut self, measure: &'a MeasureUse) -> Self {
        for filtered in measure.expression.node.aggregates() {
            self = self.condition(filtered.filter.as_ref());
            if let Aggregate::CountDistinct(columns) = &filtered.aggregate {
                self = self.dimensions(columns);
            }
        }
        self
    }
}

impl Context<'_> {
    /// Reports more than one list among the names; in scope, the dimension of the scope counts as
    /// well.
    pub(super) fn one_list(&mut self, what: &str, named: Named<'_>, in_scope: bool, pointer: &str) {
        let named = match self.report.scope.as_ref().filter(|_| in_scope) {
            Some(scope) => named.dimensions(scope.names()),
            None => named,
        };
        let lists = named
            .names
            .iter()
            .flat_map(|name| self.report.lists_of(name));
        let lists: BTreeSet<&str> = lists.collect();
        if lists.len() < 2 {
            return;
        }
        let lists: Vec<String> = lists.iter().map(|name| format!("`{name}`")).collect();
        let message = format!(
            "{what} takes rows apart by one list, this one names {}",
            lists.join(" and ")
        );
        let diagnostic = Diagnostic::error(Code::DEFINITION, message)
            .at(Location::key(pointer))
            .hint("ask a list for a value without taking rows apart: `array_contains(languages, 'en')`");
        self.problems.push(diagnostic);
    }
}
