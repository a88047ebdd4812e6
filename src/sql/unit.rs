//! What a condition compares. In: a checked expression, and the units of its names. Out: shares, changes of shares, growth and
//! amounts that are compared with each other, and fractions of 1 that are compared with percentages.

use super::{Aggregate, Expression, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Location};
use std::collections::BTreeMap;

/// Growth is seldom beyond this; what is compared with more was meant in percent.
const LARGE_GROWTH: f64 = 4.0;

/// The unit of a value that a condition compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
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

    /// What is wrong where a value of this unit is compared with a number.
    pub(crate) fn compared_with(self, name: &str, number: f64) -> Option<Diagnostic> {
        let most = self.most()?;
        if number.abs() <= most {
            return None;
        }
        let message = format!(
            "`{name}` is {}, a fraction of 1, and is compared with {number}, which is {}%",
            self.word(),
            number * 100.0
        );
        let problem = if self == Self::Growth {
            Diagnostic::warning(Code::DEFINITION, message)
        } else {
            Diagnostic::error(Code::DEFINITION, message)
        };
        Some(problem.hint(format!("write `{}` for {number}%", number / 100.0)))
    }
}

/// The units of the names of an expression, as far as they are known.
pub(crate) type Units = BTreeMap<String, Unit>;

/// The comparisons of an expression whose sides do not fit each other.
pub(super) fn differing(expression: &Expression, units: &Units) -> Vec<Diagnostic> {
    if units.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    collect(&expression.node, units, &mut found);
    let pointer = &expression.pointer;
    let located = found.into_iter();
    located
        .map(|problem| problem.at(Location::value(pointer)))
        .collect()
}

fn collect(node: &Node, units: &Units, found: &mut Vec<Diagnostic>) {
    for part in node.parts() {
        collect(part, units, found);
    }
    match node {
        Node::Aggregate(aggregate) => {
            let filter = aggregate.filter.iter();
            for inner in aggregate.aggregate.value().into_iter().chain(filter) {
                collect(&inner.node, units, found);
            }
        }
        Node::Between(parts) => {
            let [value, low, high] = &**parts;
            found.extend(compared(value, low, units));
            found.extend(compared(value, high, units));
        }
        Node::Compare(_, sides) => {
            let [left, right] = &**sides;
            found.extend(compared(left, right, units));
            found.extend(compared(right, left, units));
            if let (Some((one, first)), Some((other, second))) =
                (named(left, units), named(right, units))
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
fn compared(value: &Node, number: &Node, units: &Units) -> Option<Diagnostic> {
    let (name, unit) = named(value, units)?;
    unit.compared_with(name, literal(number)?)
}

/// The column or metric that a side is, or is the least, greatest or mean of, with its unit.
fn named<'a>(node: &'a Node, units: &Units) -> Option<(&'a str, Unit)> {
    match node {
        Node::Name(name) => Some((name, *units.get(name)?)),
        Node::Aggregate(aggregate) => match &aggregate.aggregate {
            Aggregate::Least(inner) | Aggregate::Greatest(inner) | Aggregate::Mean(inner) => {
                named(&inner.node, units)
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
