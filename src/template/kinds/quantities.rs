//! The kind of number behind a name in a template. In: columns, metrics, params. Out: whether it is
//! an amount, a share or something in between, and the message when a filter formats it as another
//! kind.

use crate::report::{Column, Denominator, MeasureKind, Metric, Numerator};
use crate::spec::ParamValue;
use crate::sql::Type;
use crate::template::filters::NumberKind;

/// A kind of number, as far as it is known before a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// A count, a quantity, a rank, a year: an integer.
    Amount,
    /// A part of a whole, or a difference of such parts: a fraction of 1.
    Share,
    /// A mean, or a ratio of two measures: any number.
    Mean,
}

/// The kind of a breakdown's column; `None` for texts, dates, truth values.
pub(crate) fn of_column(column: &Column) -> Option<Quantity> {
    match column.value_type {
        _ if column.is_share() => Some(Quantity::Share),
        Type::Integer | Type::Decimal(_) => Some(Quantity::Amount),
        Type::Number => Some(Quantity::Mean),
        _ => None,
    }
}

/// The kind of a metric; `None` for a truth value, and if only the run can tell.
pub(crate) fn of_metric(metric: &Metric) -> Option<Quantity> {
    if metric.is_written_in_percent() || metric.is_part_of_a_whole() {
        return Some(Quantity::Share);
    }
    if metric.is_amount() {
        return Some(Quantity::Amount);
    }
    let is_mean = match &metric.numerator {
        _ if !matches!(metric.denominator, Denominator::None) => true,
        Numerator::Aggregate { measure, .. } => {
            measure.kind() == MeasureKind::Derived(Type::Number)
        }
        Numerator::Second { .. } => false,
    };
    is_mean.then_some(Quantity::Mean)
}

/// The kind of a param: an integer is an amount, a number may be any kind.
pub(crate) fn of_param(value: &ParamValue) -> Option<Quantity> {
    matches!(value, ParamValue::Integer(_)).then_some(Quantity::Amount)
}

/// The kind of a sum or difference.
pub(crate) fn of_sum(one: Option<Quantity>, other: Option<Quantity>) -> Option<Quantity> {
    one.filter(|one| Some(*one) == other && *one != Quantity::Mean)
}

/// The message and the hint if the filter does not fit the kind of number.
pub(crate) fn misfit(
    filter: &str,
    wanted: NumberKind,
    quantity: Quantity,
    expression: &str,
) -> Option<(String, &'static str)> {
    match (wanted, quantity) {
        (NumberKind::Share, Quantity::Amount) => Some((
            format!("`{filter}` writes a share, and `{expression}` is an amount"),
            "take its share (`…_share`) or a metric with `of:`, or write the amount: `|integer`, `|compact`",
        )),
        (NumberKind::Amount, Quantity::Share) => Some((
            format!("`{filter}` writes an amount, and `{expression}` is a share, a fraction of 1"),
            "write it with `|percent(1)`, or a difference of shares with `|points(1)`",
        )),
        _ => None,
    }
}

/// The message and the hint for printing a number without a filter.
pub(crate) fn bare(quantity: Quantity, expression: &str) -> Option<(String, &'static str)> {
    let (what, hint) = match quantity {
        Quantity::Amount => return None,
        Quantity::Share => ("a share", "`|percent(1)`; of a metric `formatted.name`"),
        Quantity::Mean => ("a fraction", "`|decimal(1)`; of a metric `formatted.name`"),
    };
    let message =
        format!("`{expression}` is {what}, which needs a filter that says how it is written");
    Some((message, hint))
}
