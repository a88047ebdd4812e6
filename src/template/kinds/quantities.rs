//! The kind of number behind a name in a template. In: columns, metrics, params. Out: whether it is
//! an amount, a share or something in between, and the message when a filter formats it as another
//! kind.

use crate::report::{Column, Denominator, MeasureKind, Metric, MetricRole, Numerator, Role};
use crate::spec::ParamValue;
use crate::sql::{Type, Unit};
use crate::template::filters::NumberKind;

/// A kind of number, as far as it is known before a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// A count, a quantity, a rank, a year: an integer.
    Amount,
    /// A part of a whole: a fraction of 1.
    Share,
    /// A metric that is written in percent, of which it is not known whether it is a part of a whole.
    InPercent,
    /// A part of a whole that is rounded together with others, to so many decimals in percent.
    AddedShare(u8),
    /// The part of a whole that rows have together with those before them, and its decimals if it is rounded with others.
    Cumulative(Option<u8>),
    /// A change as a part of the value before: a fraction of 1.
    Growth,
    /// A difference of two shares that a template computes: percentage points.
    Difference,
    /// What cumulative shares differ by, or what is left of a share: a part of the whole itself, or a difference of two.
    Between,
    /// A share, a growth or a difference of shares that a template multiplies or divides by 100.
    Hundredfold {
        /// Whether the fraction stands for percentage points.
        in_points: bool,
    },
    /// A change of a share: percentage points.
    Points,
    /// A number whose unit is `%`, 5.5 for 5.5 %, or what two of them differ by.
    Percentage {
        /// Whether it is a difference: percentage points.
        in_points: bool,
    },
    /// A mean, or a ratio of two measures: any number.
    Mean,
}

impl Quantity {
    /// The kind without the way in which it is rounded.
    fn plain(self) -> Self {
        match self {
            Self::InPercent | Self::AddedShare(_) | Self::Cumulative(_) => Self::Share,
            other => other,
        }
    }

    /// Whether it is a fraction of 1 that stands for a percentage or for percentage points.
    pub(super) fn is_fraction(self) -> bool {
        match self.plain() {
            Self::Amount | Self::Mean | Self::Percentage { .. } | Self::Hundredfold { .. } => false,
            Self::Share
            | Self::InPercent
            | Self::AddedShare(_)
            | Self::Cumulative(_)
            | Self::Growth
            | Self::Difference
            | Self::Between
            | Self::Points => true,
        }
    }

    /// The unit in which conditions compare it, where it is a fraction of 1.
    pub(super) fn unit(self) -> Option<Unit> {
        match self {
            Self::Share | Self::AddedShare(_) | Self::Cumulative(_) => Some(Unit::Share),
            Self::Difference | Self::Between | Self::Points => Some(Unit::Points),
            Self::Growth => Some(Unit::Growth),
            Self::Amount
            | Self::InPercent
            | Self::Percentage { .. }
            | Self::Mean
            | Self::Hundredfold { .. } => None,
        }
    }

    /// The decimals to which it is rounded together with others.
    pub(super) fn added_decimals(self) -> Option<u8> {
        match self {
            Self::AddedShare(decimals) => Some(decimals),
            Self::Cumulative(decimals) => decimals,
            _ => None,
        }
    }

    /// What it is, after "is"; `None` for what any filter may write.
    fn described(self) -> Option<&'static str> {
        match self {
            Self::Amount => Some("an amount"),
            Self::Share | Self::InPercent | Self::AddedShare(_) | Self::Cumulative(_) => {
                Some("a share, a fraction of 1")
            }
            Self::Growth => Some("a growth, a fraction of 1"),
            Self::Difference => Some("a difference of shares, in percentage points"),
            Self::Between => Some("a difference of shares"),
            Self::Points => Some("a change of a share, in percentage points"),
            Self::Percentage { in_points: false } => Some("a number in percent, 5.5 for 5.5 %"),
            Self::Percentage { in_points: true } => {
                Some("a number in percentage points, 5.5 for 5.5 points")
            }
            // What is written of it is told with the fraction that it is of.
            Self::Mean | Self::Hundredfold { .. } => None,
        }
    }
}

/// The kind of a breakdown's column; `None` for texts, dates, truth values.
pub(crate) fn of_column(column: &Column) -> Option<Quantity> {
    match column.value_type {
        _ if column.role() == Some(Role::Cumulative) => Some(Quantity::Cumulative(column.adds_up)),
        _ if let Some(decimals) = column.adds_up => Some(Quantity::AddedShare(decimals)),
        _ if column.is_share() => Some(Quantity::Share),
        _ if column.is_in_points() => Some(Quantity::Points),
        _ if column.is_in_percent() => Some(Quantity::Growth),
        Type::Integer | Type::Decimal(_) => Some(Quantity::Amount),
        Type::Number if column.format.has_sign_of_percent() => {
            Some(Quantity::Percentage { in_points: false })
        }
        Type::Number
            if column.role() == Some(Role::Change) && column.format.has_sign_of_points() =>
        {
            Some(Quantity::Percentage { in_points: true })
        }
        Type::Number => Some(Quantity::Mean),
        _ => None,
    }
}

/// The kind of a metric; `None` for a truth value, and if only the run can tell.
pub(crate) fn of_metric(metric: &Metric) -> Option<Quantity> {
    if metric.is_written_in_points() {
        return Some(Quantity::Points);
    }
    if metric.is_part_of_a_whole() {
        return Some(Quantity::Share);
    }
    if metric.is_written_in_percent() {
        return Some(Quantity::InPercent);
    }
    if metric.is_amount() {
        return Some(Quantity::Amount);
    }
    if metric.format.has_sign_of_percent() {
        return Some(Quantity::Percentage { in_points: false });
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
        MetricRole::Change if of_value.map(Quantity::plain) == Some(Quantity::Share) => {
            Some(Quantity::Points)
        }
        MetricRole::Change if of_value == Some(Quantity::Percentage { in_points: false }) => {
            Some(Quantity::Percentage { in_points: true })
        }
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
    use Quantity::{AddedShare, Amount, Between, Difference, Points, Share};
    if let (Some(AddedShare(one)), Some(AddedShare(other))) = (one, other)
        && one == other
    {
        return Some(AddedShare(one));
    }
    match (one?.plain(), other?.plain()) {
        (Amount, Amount) => Some(Amount),
        (Share, Share | Points) | (Points, Share) => Some(Share),
        (Points, Points) => Some(Points),
        (Difference | Points, Difference) | (Difference, Points) => Some(Difference),
        (Difference | Between, Share) | (Share | Between, Difference | Between) => Some(Between),
        _ => None,
    }
}

/// The kind of a difference.
pub(crate) fn of_difference(one: Option<Quantity>, other: Option<Quantity>) -> Option<Quantity> {
    use Quantity::{Amount, Between, Cumulative, Difference, Growth, Percentage, Points, Share};
    let of_several = [one, other].map(|it| matches!(it, Some(Cumulative(_))));
    match (one?.plain(), other?.plain()) {
        (Amount, Amount) => Some(Amount),
        (Percentage { in_points: false }, Percentage { in_points: false }) => {
            Some(Percentage { in_points: true })
        }
        (Share, Points) => Some(Share),
        (Points, Points) | (Growth, Growth) => Some(Points),
        (Share, Share) if !of_several.contains(&true) => Some(Difference),
        (Difference, Difference | Points) | (Points, Difference) => Some(Difference),
        // The rows between two cumulative shares have the share that these differ by, and what is left of a share is one.
        (Share | Difference | Between, Share | Difference | Between) => Some(Between),
        _ => None,
    }
}

/// Whether two numbers are of kinds that cannot be compared.
pub(crate) fn misfit_of(one: Quantity, other: Quantity) -> bool {
    let group = |quantity| match quantity {
        Quantity::Amount => Some(0),
        Quantity::Share
        | Quantity::InPercent
        | Quantity::AddedShare(_)
        | Quantity::Cumulative(_)
        | Quantity::Growth => Some(1),
        Quantity::Points => Some(2),
        Quantity::Difference
        | Quantity::Between
        | Quantity::Percentage { .. }
        | Quantity::Hundredfold { .. }
        | Quantity::Mean => None,
    };
    if let (Some(one), Some(other)) = (group(one), group(other)) {
        return one != other;
    }
    // A difference of shares may be either, but no amount.
    let both = [one, other];
    let difference = |quantity| matches!(quantity, Quantity::Difference | Quantity::Between);
    both.contains(&Quantity::Amount) && both.into_iter().any(difference)
}

/// The message and the hint if the filter does not fit the kind of number.
pub(crate) fn misfit(
    filter: &str,
    wanted: NumberKind,
    quantity: Quantity,
    expression: &str,
) -> Option<(String, &'static str)> {
    use Quantity::{
        AddedShare, Amount, Between, Cumulative, Difference, Growth, Hundredfold, InPercent, Mean,
        Percentage, Points, Share,
    };
    let (writes, hint) = match (wanted, quantity.plain()) {
        (NumberKind::Number, _)
        | (_, Mean | InPercent | AddedShare(_) | Cumulative(_) | Hundredfold { .. })
        | (NumberKind::Amount, Amount | Percentage { .. })
        | (NumberKind::Share, Share | Growth | Between)
        | (NumberKind::Points, Points | Difference | Between) => return None,
        (NumberKind::Share, Amount) => (
            "a share",
            "take its share (`…_share`) or a metric with `of:`, or write the amount: `|integer`, `|compact`",
        ),
        (NumberKind::Share, Points) => ("a share", "write it with `|points(1)`"),
        (NumberKind::Share, Difference) => (
            "a share",
            "write it with `|points(1)`; a part of the whole is a metric of its own",
        ),
        (NumberKind::Share | NumberKind::Points, Percentage { in_points: false }) => (
            "a fraction of 1 and multiplies it by 100",
            "write it with `|decimal(1)` and its sign behind the braces",
        ),
        (NumberKind::Share | NumberKind::Points, Percentage { in_points: true }) => (
            "a fraction of 1 and multiplies it by 100",
            "write it with `|decimal(1)` and `points` behind the braces",
        ),
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
        (NumberKind::Amount, Difference | Between | Points) => {
            ("an amount", "write it with `|points(1)`")
        }
    };
    let described = quantity.described()?;
    let message = format!("`{filter}` writes {writes}, and `{expression}` is {described}");
    Some((message, hint))
}

/// The filter that writes a number of a kind.
pub(crate) fn filter_of(quantity: Quantity, value_type: Type) -> &'static str {
    match quantity {
        Quantity::Amount if value_type == Type::Integer => "|integer",
        Quantity::Amount
        | Quantity::Mean
        | Quantity::Percentage { .. }
        | Quantity::Hundredfold { .. } => "|decimal(1)",
        Quantity::Share
        | Quantity::InPercent
        | Quantity::AddedShare(_)
        | Quantity::Cumulative(_)
        | Quantity::Growth => "|percent(1)",
        Quantity::Difference | Quantity::Between | Quantity::Points => "|points(1)",
    }
}

/// The message and the hint for printing a number without a filter.
pub(crate) fn bare(quantity: Quantity, expression: &str) -> Option<(String, &'static str)> {
    let (what, hint) = match quantity {
        Quantity::Amount | Quantity::Hundredfold { .. } => return None,
        Quantity::Share
        | Quantity::InPercent
        | Quantity::AddedShare(_)
        | Quantity::Cumulative(_) => ("a share", "`|percent(1)`; of a metric `formatted.name`"),
        Quantity::Growth => ("a growth", "`|percent(1)`; of a metric `formatted.name`"),
        Quantity::Difference => ("a difference of shares", "`|points(1)`"),
        Quantity::Between => ("a difference of shares", "`|points(1)` or `|percent(1)`"),
        Quantity::Points => (
            "a change of a share",
            "`|points(1)`; of a metric `formatted.name`",
        ),
        Quantity::Percentage { .. } => (
            "a number in percent",
            "`|decimal(1)`; of a metric `formatted.name`",
        ),
        Quantity::Mean => ("a fraction", "`|decimal(1)`; of a metric `formatted.name`"),
    };
    let message =
        format!("`{expression}` is {what}, which needs a filter that says how it is written");
    Some((message, hint))
}
