//! Shares that are more than their whole, or of a whole below zero. In: metrics and frames as they are computed. Out: a warning at the definition of each.

use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::report::{Breakdown, Metric, Role};
use crate::results::{Frame, MetricResult, Row, Value};

/// The warning of a metric that is a share of more than its denominator, or of one below zero.
pub(super) fn of_metric(metric: &Metric, result: &MetricResult) -> Option<Diagnostic> {
    if result.denominator == Value::Null || !metric.is_share() {
        return None;
    }
    let is_below_zero = result.denominator.compare(&Value::Integer(0)).is_lt();
    let (what, hint) = if is_below_zero {
        (
            "a share of a whole below zero",
            "of such a whole a gain has a share below zero, and a loss one above: show amounts instead, or write what is a ratio as one: `format: {decimals: 2}`",
        )
    } else if is_over_whole(&result.value) {
        (
            "a share of more than 100 %",
            "its numerator is not part of its denominator: give both the same condition and `rows`, or write what is a ratio as one: `format: {decimals: 2}`",
        )
    } else {
        return None;
    };
    let message = format!(
        "metric `{}` is {what}: {} of {}",
        metric.name, result.numerator, result.denominator
    );
    let place = Location::key(&metric.pointer);
    Some(
        Diagnostic::warning(Code::OVER_WHOLE, message)
            .at(place)
            .hint(hint),
    )
}

/// The warning of a breakdown with rows that are more than the whole that their shares are of, or below zero and no part of it.
pub(super) fn of_breakdown(definition: &Breakdown, frame: &Frame) -> Option<Diagnostic> {
    let shares = frame.columns.values().iter();
    let shares = shares.filter(|column| column.role() == Some(Role::Share));
    let found = shares.flat_map(|column| {
        let rows = frame.rows.iter();
        rows.filter_map(move |row| {
            let value = row.value(column.slot)?;
            let is_wrong = is_over_whole(value) || is_below_zero(value);
            is_wrong.then_some((column, row, value))
        })
    });
    let found: Vec<_> = found.collect();
    let worst = found.iter().find(|(.., value)| is_over_whole(value));
    let (column, row, value) = worst.or(found.first())?;
    let more = match found.len() - 1 {
        0 => String::new(),
        more => format!(
            "; {} below zero or more than 100 %",
            counted(more as i128, "other share is", "other shares are")
        ),
    };
    let parts = match value {
        Value::Ratio(ratio) => format!(", {} of {}", ratio.numerator, ratio.denominator),
        _ => String::new(),
    };
    let message = format!(
        "breakdown `{}`: `{}` of {} is {}{parts}{more}",
        definition.name,
        column.name,
        named(row),
        if is_below_zero(value) {
            "below zero"
        } else {
            "more than 100 %"
        }
    );
    let warning = Diagnostic::warning(Code::OVER_WHOLE, message)
        .at(Location::key(&definition.pointer))
        .hint("values below zero are no parts of a whole, and make it less than the others together: leave such rows out with `where`, or show amounts alone, with `shares: false` of the measure");
    Some(warning)
}

/// Whether a share is more than 1.
fn is_over_whole(value: &Value) -> bool {
    match value {
        Value::Ratio(ratio) => ratio.numerator > ratio.denominator,
        value => value.float().is_some_and(|share| share > 1.0),
    }
}

/// Whether a share is less than 0.
fn is_below_zero(value: &Value) -> bool {
    match value {
        Value::Ratio(ratio) => {
            (ratio.numerator < 0) != (ratio.denominator < 0) && ratio.numerator != 0
        }
        value => value.float().is_some_and(|share| share < 0.0),
    }
}

fn named(row: &Row) -> String {
    let keys = row.keys.iter().map(|key| match key.code() {
        Some(code) => format!("`{code}`"),
        None if row.folded() => "others".to_owned(),
        None => "rows without a value".to_owned(),
    });
    keys.collect::<Vec<_>>().join(" / ")
}
