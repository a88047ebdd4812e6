//! Ratios over the rows of a breakdown of which some count on one side only. In: an expression over its rows. Out: a warning where a
//! row has no value on one side of a division, and counts on the other.
//!
//! `sum(loans) / sum(population)` is too high where a town has loans and no population.

use super::second::cell;
use crate::diagnostic::{Code, Diagnostic, Location, Subject, counted};
use crate::report::columns::Role;
use crate::results::{Frame, Key, Value};
use crate::sql::{
    Aggregate, Conditions, Expression, FilteredAggregate, Node, divided_pairs, present,
    sides_that_may_lack,
};
use std::collections::BTreeSet;

/// The warnings of an expression over the rows of a frame that pass a condition.
pub(super) fn told(
    frame: &Frame,
    expression: &Expression,
    filter: Option<&Expression>,
    place: &Location,
) -> Vec<Diagnostic> {
    let told = divided_pairs(&expression.node)
        .into_iter()
        .flat_map(|(above, below)| {
            let (low, high) = sides_that_may_lack(above, below);
            let low = low.then(|| Lacking::of(frame, (above, below), filter));
            let high = high.then(|| Lacking::of(frame, (below, above), filter));
            let found = low.flatten().into_iter().chain(high.flatten());
            found.map(|it| it.told(frame)).collect::<Vec<_>>()
        });
    let subject = Subject::of(&expression.pointer).map_or_else(String::new, |it| format!("{it}: "));
    let told = told.map(|(message, hint)| {
        Diagnostic::warning(Code::DIFFERENT_ROWS, format!("{subject}{message}"))
            .at(place.clone())
            .hint(hint)
    });
    told.collect()
}

/// Rows without a value that one aggregate leaves out and another one counts.
struct Lacking<'a> {
    leaves_out: &'a FilteredAggregate,
    counts: &'a FilteredAggregate,
    rows: Vec<usize>,
    /// The columns without a value.
    columns: BTreeSet<&'a str>,
}

impl<'a> Lacking<'a> {
    fn of(
        frame: &Frame,
        (leaves_out, counts): (&'a FilteredAggregate, &'a FilteredAggregate),
        filter: Option<&Expression>,
    ) -> Option<Self> {
        let needed: Vec<&str> = needed(leaves_out)
            .into_iter()
            .filter(|name| is_given(frame, name))
            .collect();
        let mut columns = BTreeSet::new();
        let mut rows = Vec::new();
        for row in 0..frame.rows.len() {
            let read = |name: &str| cell(frame, row, name);
            let mut conditions = leaves_out.filter.iter().chain(&counts.filter).chain(filter);
            let is_chosen = conditions.all(|it| it.node.holds(&read).unwrap_or_default());
            let has_no = |name: &&str| read(name) == Value::Null;
            let missing: Vec<&str> = needed.iter().copied().filter(has_no).collect();
            let is_counted = counted_values(counts)
                .iter()
                .all(|value| !matches!(value.value(&read), Ok(Value::Null) | Err(_)));
            if is_chosen && is_counted && !missing.is_empty() {
                rows.push(row);
                columns.extend(missing);
            }
        }
        (!rows.is_empty()).then_some(Self {
            leaves_out,
            counts,
            rows,
            columns,
        })
    }

    /// What is said of it, and what to do.
    fn told(&self, frame: &Frame) -> (String, String) {
        let columns: Vec<String> = self.columns.iter().map(|it| format!("`{it}`")).collect();
        let has = if self.rows.len() == 1 { "has" } else { "have" };
        let first = &frame.rows[self.rows[0]];
        let dimensions = frame.columns.dimensions().iter().zip(&first.keys);
        let first: Vec<String> = dimensions
            .map(|(column, key)| match key {
                Key::Code(code) => format!("{} '{code}'", column.name),
                Key::Others => format!("others of {}", column.name),
                Key::Missing => format!("no {}", column.name),
            })
            .collect();
        let message = format!(
            "{} of breakdown `{}` {has} no {} (the first: {}); `{}` leaves {} out and `{}` counts {}: the two are of different rows",
            counted(self.rows.len() as i128, "row", "rows"),
            frame.name,
            columns.join(" or "),
            first.join(", "),
            self.leaves_out,
            if self.rows.len() == 1 { "it" } else { "them" },
            self.counts,
            if self.rows.len() == 1 { "it" } else { "them" },
        );
        let known = self.columns.iter();
        let known: Vec<String> = known.map(|it| format!("{it} IS NOT NULL")).collect();
        let known = known.join(" AND ");
        let hint = format!(
            "give these rows a value, or leave them out on both sides: `FILTER (WHERE {known})` behind `{}`, or `where: \"{known}\"`",
            self.counts
        );
        (message, hint)
    }
}

/// The columns without which a row adds nothing to an aggregate.
fn needed(aggregate: &FilteredAggregate) -> Vec<&str> {
    let names = |node| {
        let parts = present(node, Conditions::Aside).unwrap_or_default();
        parts.into_iter().filter_map(|part| match part {
            Node::Name(name) => Some(name.as_str()),
            _ => None,
        })
    };
    match &aggregate.aggregate {
        Aggregate::CountDistinct(columns) => columns.iter().map(String::as_str).collect(),
        other => other
            .value()
            .into_iter()
            .flat_map(|value| names(&value.node))
            .collect(),
    }
}

/// What must have a value in a row that an aggregate counts.
fn counted_values(aggregate: &FilteredAggregate) -> Vec<Node> {
    match &aggregate.aggregate {
        Aggregate::CountDistinct(columns) => columns.iter().cloned().map(Node::Name).collect(),
        other => other
            .value()
            .map(|it| it.node.clone())
            .into_iter()
            .collect(),
    }
}

/// Whether a column is an attribute or a measure: what was before is missing of what was not there, which is what is meant.
fn is_given(frame: &Frame, name: &str) -> bool {
    let is_attribute = frame.columns.attributes().iter().any(|it| it.name == name);
    let column = frame.columns.get(name);
    is_attribute || column.is_some_and(|it| it.role() == Some(Role::Value))
}
