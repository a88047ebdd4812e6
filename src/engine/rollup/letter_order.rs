//! Texts in the order of their letters that read like numbers, versions or days. In: metrics and frames as they are computed. Out:
//! a warning where the least or greatest of some texts is one of these, and where `sort: key` puts codes in another order than
//! that of the numbers for which they stand.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Breakdown, KeepRule, Metric, Order, Role};
use crate::results::{Frame, MetricResult, Value};
use crate::sql::{Aggregate, Expression, Node, Reading, Type};
use std::cmp::Ordering;

/// The warning of a metric.
pub(super) fn of_metric(metric: &Metric, result: &MetricResult) -> Option<Diagnostic> {
    let warning = extreme(metric.numerator.expression(), &[&result.value])?;
    Some(warning.at(Location::key(&metric.pointer)))
}

/// The warnings of a breakdown: of its measures, and of its order.
pub(super) fn of_breakdown(definition: &Breakdown, frame: &Frame) -> Vec<Diagnostic> {
    let values = frame.columns.values().iter();
    let values = values.filter(|column| column.role() == Some(Role::Value));
    let of_measures = values.filter_map(|column| {
        let measure = definition.measures.get(column.measure()?)?;
        let cells = frame.rows.iter().filter_map(|row| row.value(column.slot));
        let warning = extreme(&measure.expression, &cells.collect::<Vec<_>>())?;
        Some(warning.at(Location::value(&measure.expression.pointer)))
    });
    let levels = 0..definition.by.len();
    let of_order = levels.filter_map(|level| sorted(definition, frame, level));
    of_measures.chain(of_order).collect()
}

/// The warning of the least or greatest of some texts, if one of the values that it has reads like a number.
fn extreme(expression: &Expression, values: &[&Value]) -> Option<Diagnostic> {
    let aggregate = &expression.aggregate()?.aggregate;
    if !matches!(aggregate, Aggregate::Least(_) | Aggregate::Greatest(_)) {
        return None;
    }
    let mut texts = values.iter().filter_map(|value| match value {
        Value::Text(text) => Some(&**text),
        _ => None,
    });
    let (text, reading) = texts.find_map(|text| Some((text, Reading::of(text)?)))?;
    let message = format!(
        "`{}` is '{text}', found by comparing texts letter by letter: {}",
        expression.text,
        reading.example()
    );
    let hint = reading.instead(&expression.node, text);
    Some(Diagnostic::warning(Code::LETTER_ORDER, message).hint(hint))
}

/// The warning of a level in the order of its codes, if two of them stand in another order than what they read like.
fn sorted(definition: &Breakdown, frame: &Frame, level: usize) -> Option<Diagnostic> {
    let column = frame.columns.dimensions().get(level)?;
    let keep = definition.keep.get(&level).map(|keep| &keep.rule);
    let is_by_letters = definition.sort.get(level) == Some(&Order::Key)
        && column.value_type == Type::Text
        && frame.domains.get(level)?.is_none()
        && !matches!(keep, Some(KeepRule::Values(_)));
    if !is_by_letters {
        return None;
    }
    let mut codes: Vec<&str> = frame
        .rows
        .iter()
        .filter_map(|row| row.keys.get(level)?.code())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let read: Vec<(&str, Reading)> = codes
        .into_iter()
        .filter_map(|code| Some((code, Reading::of(code)?)))
        .collect();
    let (first, second) = read
        .iter()
        .zip(read.iter().skip(1))
        .find(|(a, b)| a.1.compare(&b.1) == Some(Ordering::Greater))?;
    let name = &column.name;
    let message = format!(
        "`sort: key` puts the texts of `{name}` in order letter by letter, '{}' before '{}'",
        first.0, second.0
    );
    let hint = match &first.1 {
        Reading::Version(_) => {
            let number = first.1.value_of(name, first.0).unwrap_or_default();
            format!(
                "order the rows by a measure, `sort: {{by: …}}`, for instance by `max({number})`"
            )
        }
        reading => reading.instead(&Node::Name(name.clone()), first.0),
    };
    let warning = Diagnostic::warning(Code::LETTER_ORDER, message).hint(hint);
    Some(warning.at(Location::key(&definition.pointer)))
}
