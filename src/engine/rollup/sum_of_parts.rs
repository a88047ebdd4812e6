//! Sums of what does not add up. In: what is computed over the rows of a breakdown. Out: a warning where several of its rows are
//! added up that have something in common, a row of a list or a value of which distinct ones are counted, or whose numbers are
//! means or ratios.
//!
//! Whether rows have something in common is seen in their shares, which are then more than their whole together.

use super::second::cell;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Breakdown, Role};
use crate::results::{Frame, Value};
use crate::sql::{Aggregate, Expression, FilteredAggregate, Node};

/// The warning of an expression over the rows of a frame that pass a condition, at the metric, claim or breakdown that has it.
pub(super) fn told(
    (frame, definition): (&Frame, &Breakdown),
    expression: &Expression,
    filter: Option<&Expression>,
    place: &Location,
) -> Option<Diagnostic> {
    expression.node.aggregates().into_iter().find_map(|aggregate| {
        let Aggregate::Sum(value) = &aggregate.aggregate else {
            return None;
        };
        let Node::Name(name) = &value.node else {
            return None;
        };
        let column = frame.columns.get(name)?;
        let measure = definition.measures.get(column.measure()?)?;
        let role = column.role()?;
        let common = || {
            let mut columns = frame.columns.values().iter();
            let share = columns.find(|it| {
                it.role() == Some(Role::Share) && it.measure() == column.measure()
            });
            share.is_some_and(|share| frame.adds_up_to_more(share, definition))
        };
        let (from, amount) = (&frame.name, &measure.name);
        let (what, hint) = match role {
            Role::Value if measure.is_ratio_or_mean() => (
                format!("adds up means or ratios of breakdown `{from}`, which are no parts of anything"),
                format!("compute it from the rows themselves: a metric with `measure: {amount}` and without `from`"),
            ),
            Role::Value | Role::Share if common() => (
                format!("adds up rows of breakdown `{from}` that have something in common, which counts in each of them"),
                format!("count it once, in the rows themselves: a metric with `measure: {amount}` and without `from`; `total: true` puts it below the table of `{from}`"),
            ),
            _ => return None,
        };
        if rows(frame, aggregate, filter, value) < 2 {
            return None;
        }
        let warning = Diagnostic::warning(Code::SUM_OF_PARTS, format!("`{aggregate}` {what}"));
        Some(warning.at(place.clone()).hint(hint))
    })
}

/// How many rows have a number that is added up.
fn rows(
    frame: &Frame,
    aggregate: &FilteredAggregate,
    filter: Option<&Expression>,
    value: &Expression,
) -> usize {
    let rows = (0..frame.rows.len()).filter(|row| {
        let read = |name: &str| cell(frame, *row, name);
        let mut conditions = aggregate.filter.iter().chain(filter);
        conditions.all(|it| it.node.holds(&read).unwrap_or_default())
            && !matches!(value.node.value(&read), Ok(Value::Null) | Err(_))
    });
    rows.count()
}
