//! What the condition of a claim compares: shares, changes of shares, growth and amounts are not compared with each other, and
//! fractions of 1 not with percentages.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Columns, Denominator, Metric, MetricRole, Numerator};
use crate::sql::{Aggregate, Expression, Node, Type, Value};
use indexmap::IndexMap;

/// Growth is seldom beyond this; what is compared with more was meant in percent.
const LARGE_GROWTH: f64 = 4.0;

/// The unit of a value that a condition compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// A part of a whole, from 0 to 1.
    Share,
    /// A difference of shares, from -1 to 1.
    Points,
    /// A change as a fraction of what was before.
    Growth,
    /// A sum or a count.
    Amount,
}

impl Unit {
    /// As a message names it.
    const fn word(self) -> &'static str {
        match self {
            Self::Share => "a share",
            Self::Points => "a change of a share in points",
            Self::Growth => "a growth",
            Self::Amount => "an amount",
        }
    }

    /// The magnitude beyond which a number that it is compared with was meant in percent; none where any number is meant.
    const fn most(self) -> Option<f64> {
        match self {
            Self::Share | Self::Points => Some(1.0),
            Self::Growth => Some(LARGE_GROWTH),
            Self::Amount => None,
        }
    }
}

/// The comparisons of a condition on metrics whose sides do not fit each other.
pub(super) fn of_metrics(
    expression: &Expression,
    metrics: &IndexMap<String, Metric>,
) -> Vec<Diagnostic> {
    let unit = |name: &str| {
        if let Some(metric) = metrics.get(name) {
            return of_metric(metric);
        }
        let (metric, role) = MetricRole::of(name, |name| metrics.contains_key(name))?;
        let unit = of_metric(&metrics[metric]);
        match role {
            MetricRole::Growth => Some(Unit::Growth),
            MetricRole::Change if unit == Some(Unit::Share) => Some(Unit::Points),
            MetricRole::Value | MetricRole::Previous | MetricRole::Change => unit,
        }
    };
    problems(expression, &unit)
}

/// The same of a condition over the rows of a breakdown.
pub(super) fn of_rows(expression: &Expression, columns: &Columns) -> Vec<Diagnostic> {
    let unit = |name: &str| {
        let column = columns.get(name)?;
        if column.is_share() {
            Some(Unit::Share)
        } else if column.is_in_points() {
            Some(Unit::Points)
        } else if column.is_in_percent() {
            Some(Unit::Growth)
        } else {
            None
        }
    };
    problems(expression, &unit)
}

/// The unit of a metric, where it is known.
fn of_metric(metric: &Metric) -> Option<Unit> {
    if metric.is_part_of_a_whole() {
        return Some(Unit::Share);
    }
    let Numerator::Aggregate { measure, .. } = &metric.numerator else {
        return None;
    };
    let is_number = matches!(measure.expression.kind, Type::Integer | Type::Decimal(_));
    let is_whole = matches!(metric.denominator, Denominator::None);
    (is_number && is_whole && !metric.is_written_in_percent()).then_some(Unit::Amount)
}

fn problems(expression: &Expression, unit: &dyn Fn(&str) -> Option<Unit>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    collect(&expression.node, unit, &mut found);
    let pointer = &expression.pointer;
    let located = found.into_iter();
    located
        .map(|problem| problem.at(Location::value(pointer)))
        .collect()
}

fn collect(node: &Node, unit: &dyn Fn(&str) -> Option<Unit>, found: &mut Vec<Diagnostic>) {
    match node {
        Node::Not(inner) | Node::Is(inner, _) => collect(inner, unit, found),
        Node::And(parts) | Node::Or(parts) => {
            for part in parts {
                collect(part, unit, found);
            }
        }
        Node::Compare(_, sides) => {
            let [left, right] = &**sides;
            found.extend(compared(left, right, unit));
            found.extend(compared(right, left, unit));
            if let (Some((one, first)), Some((other, second))) =
                (named(left, unit), named(right, unit))
                && first != second
            {
                let message = format!(
                    "`{one}` is {} and `{other}` is {}: they cannot be compared",
                    first.word(),
                    second.word()
                );
                found.push(Diagnostic::error(Code::DEFINITION, message));
            }
        }
        _ => {}
    }
}

/// What is wrong with a value that is compared with a number.
fn compared(
    value: &Node,
    number: &Node,
    unit: &dyn Fn(&str) -> Option<Unit>,
) -> Option<Diagnostic> {
    let (name, unit) = named(value, unit)?;
    let number = literal(number)?;
    let most = unit.most()?;
    if number.abs() <= most {
        return None;
    }
    let message = format!(
        "`{name}` is {}, a fraction of 1, and is compared with {number}, which is {}%",
        unit.word(),
        number * 100.0
    );
    let problem = if unit == Unit::Growth {
        Diagnostic::warning(Code::DEFINITION, message)
    } else {
        Diagnostic::error(Code::DEFINITION, message)
    };
    Some(problem.hint(format!("write `{}` for {number}%", number / 100.0)))
}

/// The column or metric that a side is, or is the least, greatest or mean of, with its unit.
fn named<'a>(node: &'a Node, unit: &dyn Fn(&str) -> Option<Unit>) -> Option<(&'a str, Unit)> {
    match node {
        Node::Name(name) => Some((name, unit(name)?)),
        Node::Aggregate(aggregate) => match &aggregate.aggregate {
            Aggregate::Least(inner) | Aggregate::Greatest(inner) | Aggregate::Mean(inner) => {
                named(&inner.node, unit)
            }
            _ => None,
        },
        _ => None,
    }
}

fn literal(node: &Node) -> Option<f64> {
    match node {
        Node::Literal(Value::Integer(value)) => Some(*value as f64),
        Node::Literal(Value::Decimal(value)) => Some(value.float()),
        Node::Literal(Value::Number(value)) => Some(*value),
        Node::Negate(inner) => Some(-literal(inner)?),
        _ => None,
    }
}
