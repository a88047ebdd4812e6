//! Rows that stand for no value and are counted as if they did. In: what is computed over the rows of a breakdown. Out: a warning
//! where others, or rows without a value, are one of the rows that are counted, or of whose numbers the mean, the least or the
//! greatest is taken.
//!
//! A condition that names the dimension, or `folded`, has asked for it.

use super::second::cell;
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::report::columns::FOLDED;
use crate::results::{Frame, Key, Value};
use crate::sql::{Aggregate, Expression, FilteredAggregate, Node};
use std::collections::BTreeSet;

/// The warning of an expression over the rows of a frame that pass a condition, at the metric, claim or breakdown that has it. Rows of
/// no value of a dimension by which they are `grouped` again are counted apart from the others.
pub(super) fn counted_rows(
    (frame, grouped): (&Frame, &[String]),
    expression: &Expression,
    filter: Option<&Expression>,
    place: Location,
) -> Option<Diagnostic> {
    let aggregates = expression.node.aggregates();
    let (aggregate, rows) = aggregates.into_iter().find_map(|aggregate| {
        let rows = rows_of_no_value((frame, grouped), aggregate, filter);
        (!rows.is_empty()).then_some((aggregate, rows))
    })?;
    let names = frame.columns.dimensions().iter().enumerate();
    let names = names.filter(|(_, column)| !grouped.contains(&column.name));
    let names = names.filter(|(at, _)| {
        let mut rows = rows.iter();
        rows.any(|row| frame.rows[*row].keys[*at].code().is_none())
    });
    let (levels, names): (Vec<usize>, Vec<&str>) =
        names.map(|(at, column)| (at, column.name.as_str())).unzip();
    let keys = rows.iter().flat_map(|row| {
        let keys = &frame.rows[*row].keys;
        levels.iter().map(|level| &keys[*level])
    });
    let keys: BTreeSet<&Key> = keys.filter(|key| key.code().is_none()).collect();
    let what: Vec<&str> = keys
        .into_iter()
        .map(|key| match key {
            Key::Others => "others",
            Key::Missing | Key::Code(_) => "rows without a value",
        })
        .collect();
    let known: Vec<String> = names
        .iter()
        .map(|name| format!("{name} IS NOT NULL"))
        .collect();
    let stands = if rows.len() == 1 { "stands" } else { "stand" };
    let message = format!(
        "`{aggregate}` is also over {} of breakdown `{}` that {stands} for no `{}`: {}",
        counted(rows.len() as i128, "row", "rows"),
        frame.name,
        names.join("` or `"),
        what.join(" and "),
    );
    let known = known.join(" AND ");
    let warning = Diagnostic::warning(Code::COUNTED_ROWS, message)
        .at(place)
        .hint(format!(
            "leave them out: `FILTER (WHERE {known})` behind it, or `where: \"{known}\"`; neither others nor rows without a value have a code"
        ));
    Some(warning)
}

/// The rows of an aggregate that stand for no value, where its conditions do not ask for them.
fn rows_of_no_value(
    (frame, grouped): (&Frame, &[String]),
    aggregate: &FilteredAggregate,
    filter: Option<&Expression>,
) -> Vec<usize> {
    let value = match &aggregate.aggregate {
        Aggregate::Count => None,
        Aggregate::CountValues(value)
        | Aggregate::Mean(value)
        | Aggregate::Quantile(value, _)
        | Aggregate::Least(value)
        | Aggregate::Greatest(value) => Some(value),
        // `sum(1)` and `sum(CASE WHEN … THEN 1 END)` count rows; amounts that are added up are of all of them.
        Aggregate::Sum(value) if counts(&value.node) => Some(value),
        Aggregate::Sum(_) => return Vec::new(),
        // Rows of no value have no code, and what is missing is no distinct value.
        Aggregate::CountDistinct(columns) => {
            let dimensions = frame.columns.dimensions();
            if columns
                .iter()
                .any(|name| dimensions.iter().any(|it| it.name == *name))
            {
                return Vec::new();
            }
            None
        }
    };
    let distinct = match &aggregate.aggregate {
        Aggregate::CountDistinct(columns) => columns.as_slice(),
        _ => &[],
    };
    let conditions: Vec<&Expression> = aggregate.filter.iter().chain(filter).collect();
    // `CASE WHEN region IS NOT NULL THEN 1 END` asks, too.
    let asked = || conditions.iter().copied().chain(value);
    let asks = |name: &str| asked().any(|it| it.names.contains(name));
    let is_apart = |name: &String| grouped.contains(name);
    let dimensions = frame.columns.dimensions();
    let is_unasked = |row: usize| {
        let mut keys = dimensions.iter().zip(&frame.rows[row].keys);
        keys.any(|(column, key)| match key {
            Key::Code(_) => false,
            Key::Missing => !is_apart(&column.name) && !asks(&column.name),
            Key::Others => !is_apart(&column.name) && !asks(&column.name) && !asks(FOLDED),
        })
    };
    let is_counted = |row: usize| {
        let read = |name: &str| cell(frame, row, name);
        let mut conditions = conditions.iter();
        conditions.all(|it| it.node.holds(&read).unwrap_or_default())
            && distinct.iter().all(|name| read(name) != Value::Null)
            && value.is_none_or(|it| !matches!(it.node.value(&read), Ok(Value::Null) | Err(_)))
    };
    let rows = 0..frame.rows.len();
    rows.filter(|row| is_unasked(*row) && is_counted(*row))
        .collect()
}

/// Whether what is added up is no amount of the rows: a number that is written down, or a truth that is cast to one.
fn counts(node: &Node) -> bool {
    match node {
        Node::Literal(_) => true,
        Node::Case(case) => {
            let values = case.branches.iter().map(|(_, value)| value);
            values.chain(&case.otherwise).all(counts)
        }
        Node::Negate(inner) => counts(inner),
        Node::Compute(_, parts) => parts.iter().all(counts),
        Node::Call(_, arguments) => !arguments.is_empty() && arguments.iter().all(counts),
        Node::Cast(cast) => counts(&cast.value) || cast.value.is_condition(),
        _ => false,
    }
}
