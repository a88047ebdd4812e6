//! The kind of number behind a name in a template. In: columns, metrics, params. Out: whether it is
//! an amount, a share or something in between, and the message when a filter formats it as another
//! kind.

use crate::report::{Column, Denominator, MeasureKind, Metric, MetricRole, Numerator};
use crate::spec::ParamValue;
use crate::sql::Type;
use crate::template::filters::NumberKind;

/// A kind of number, as far as it is known before a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// A count, a quantity, a rank, a year: an integer.
    Amount,
    /// A part of a whole: a fraction of 1.
    Share,
    /// A part of a whole that is rounded together with others, to so many decimals in percent.
    AddedShare(u8),
    /// A change as a part of the value before: a fraction of 1.
    Growth,
    /// A difference of two shares that a template computes: a part of the whole itself, or a change of a share.
    Difference,
    /// A change of a share: percentage points.
    Points,
    /// A mean, or a ratio of two measures: any number.
    Mean,
}

impl Quantity {
    /// The kind without the way in which it is rounded.
    fn plain(self) -> Self {
        match self {
            Self::AddedShare(_) => Self::Share,
            other => other,
        }
    }

    /// What it is, after "is"; `None` for what any filter may write.
    fn described(self) -> Option<&'static str> {
        match self {
            Self::Amount => Some("an amount"),
            Self::Share | Self::AddedShare(_) => Some("a share, a fraction of 1"),
            Self::Growth => Some("a growth, a fraction of 1"),
            Self::Difference => Some("a difference of shares"),
            Self::Points => Some("a change of a share, in percentage points"),
            Self::Mean => None,
        }
    }
}

/// The kind of a breakdown's column; `None` for texts, dates, truth values.
pub(crate) fn of_column(column: &Column) -> Option<Quantity> {
    match column.value_type {
        _ if let Some(decimals) = column.adds_up => Some(Quantity::AddedShare(decimals)),
        _ if column.is_share() => Some(Quantity::Share),
        _ if column.is_in_points() => Some(Quantity::Points),
        _ if column.is_in_percent() => Some(Quantity::Growth),
        Type::Integer | Type::Decimal(_) => Some(Quantity::Amount),
        Type::Number => Some(Quantity::Mean),
        _ => None,
    }
}

/// The kind of a metric; `None` for a truth value, and if only the run can tell.
pub(crate) fn of_metric(metric: &Metric) -> Option<Quantity> {
    if metric.is_written_in_points() {
        return Some(Quantity::Points);
    }
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

/// The kind of what tells how a metric has changed.
pub(crate) fn of_change(metric: &Metric, role: MetricRole) -> Option<Quantity> {
    let of_value = of_metric(metric);
    match role {
        MetricRole::Change if of_value == Some(Quantity::Share) => Some(Quantity::Points),
        MetricRole::Value | MetricRole::Previous | MetricRole::Change => of_value,
        MetricRole::Growth => Some(Quantity::Growth),
    }
}

/// The kind of a param: an integer is an amount, a number may be any kind.
pub(crate) fn of_param(value: &ParamValue) -> Option<Quantity> {
    matches!(value, ParamValue::Integer(_)).then_some(Quantity::Amount)
}

/// The kind of a sum.
pub(crate) fn of_sum(one: Option<Quantity>, other: Option<Quantity>) -> Option<Quantity> {
    use Quantity::{AddedShare, Amount, Difference, Points, Share};
    if let (Some(AddedShare(one)), Some(AddedShare(other))) = (one, other)
        && one == other
    {
        return Some(AddedShare(one));
    }
    match (one?.plain(), other?.plain()) {
        (Amount, Amount) => Some(Amount),
        (Share, Share | Points) | (Points, Share) => Some(Share),
        (Points, Points) => Some(Points),
        (Difference, Difference | Share) | (Share, Difference) => Some(Difference),
        _ => None,
    }
}

/// The kind of a difference.
pub(crate) fn of_difference(one: Option<Quantity>, other: Option<Quantity>) -> Option<Quantity> {
    use Quantity::{Amount, Difference, Growth, Points, Share};
    match (one?.plain(), other?.plain()) {
        (Amount, Amount) => Some(Amount),
        (Share, Points) => Some(Share),
        (Points, Points) | (Growth, Growth) => Some(Points),
        (Share | Difference, Share | Difference) => Some(Difference),
        _ => None,
    }
}

/// Whether two numbers are of kinds that cannot be compared.
pub(crate) fn misfit_of(one: Quantity, other: Quantity) -> bool {
    let group = |quantity| match quantity {
        Quantity::Amount => Some(0),
        Quantity::Share | Quantity::AddedShare(_) | Quantity::Growth => Some(1),
        Quantity::Points => Some(2),
        Quantity::Difference | Quantity::Mean => None,
    };
    if let (Some(one), Some(other)) = (group(one), group(other)) {
        return one != other;
    }
    // A difference of shares may be either, but no amount.
    let both = [one, other];
    both.contains(&Quantity::Amount) && both.contains(&Quantity::Difference)
}

/// The message and the hint if the filter does not fit the kind of number.
pub(crate) fn misfit(
    filter: &str,
    wanted: NumberKind,
    quantity: Quantity,
    expression: &str,
) -> Option<(String, &'static str)> {
    use Quantity::{AddedShare, Amount, Difference, Growth, Mean, Points, Share};
    let (writes, hint) = match (wanted, quantity.plain()) {
        (NumberKind::Number, _)
        | (_, Mean | AddedShare(_))
        | (NumberKind::Amount, Amount)
        | (NumberKind::Share, Share | Growth | Difference)
        | (NumberKind::Points, Points | Difference) => return None,
        (NumberKind::Share, Amount) => (
            "a share",
            "take its share (`…_share`) or a metric with `of:`, or write the amount: `|integer`, `|compact`",
        ),
        (NumberKind::Share, Points) => ("a share", "write it with `|points(1)`"),
        (NumberKind::Points, Amount) => (
            "a difference of shares",
            "write the amount: `|integer`, `|compact`; the change of a share is `…_share_change`",
        ),
        (NumberKind::Points, Share | Growth) => (
            "a difference of shares",
            "write it with `|percent(1)`; the change of a share is `…_share_change`",
        ),
        (NumberKind::Amount, Share) => (
            "an amount",
            "write it with `|percent(1)`, or a difference of shares with `|points(1)`",
        ),
        (NumberKind::Amount, Growth) => ("an amount", "write it with `|percent(1)`"),
        (NumberKind::Amount, Difference | Points) => ("an amount", "write it with `|points(1)`"),
    };
    let described = quantity.described()?;
    let message = format!("`{filter}` writes {writes}, and `{expression}` is {described}");
    Some((message, hint))
}

/// The filter that writes a number of a kind.
pub(crate) fn filter_of(quantity: Quantity, value_type: Type) -> &'static str {
    match quantity {
        Quantity::Amount if value_type == Type::Integer => "|integer",
        Quantity::Amount | Quantity::Mean => "|decimal(1)",
        Quantity::Share | Quantity::AddedShare(_) | Quantity::Growth => "|percent(1)",
        Quantity::Difference | Quantity::Points => "|points(1)",
    }
}

/// The message and the hint for printing a number without a filter.
pub(crate) fn bare(quantity: Quantity, expression: &str) -> Option<(String, &'static str)> {
    let (what, hint) = match quantity {
        Quantity::Amount => return None,
        Quantity::Share | Quantity::AddedShare(_) => {
            ("a share", "`|percent(1)`; of a metric `formatted.name`")
        }
        Quantity::Growth => ("a growth", "`|percent(1)`; of a metric `formatted.name`"),
        Quantity::Difference => ("a difference of shares", "`|points(1)` or `|percent(1)`"),
        Quantity::Points => (
            "a change of a share",
            "`|points(1)`; of a metric `formatted.name`",
        ),
        Quantity::Mean => ("a fraction", "`|decimal(1)`; of a metric `formatted.name`"),
    };
    let message =
        format!("`{expression}` is {what}, which needs a filter that says how it is written");
    Some((message, hint))
}
