//! The unit of one side of a comparison. In: an expression. Out: points, a measure's unit, rows, or none.

use super::{Ground, Reader};
use crate::report::Role;
use crate::results::Unit;
use crate::sql::{Aggregate, Node, Operation, Type};

/// Functions whose result counts what their first argument counts.
const KEEPING: [&str; 4] = ["abs", "round", "floor", "ceil"];

/// One side of a comparison: what its number counts; none for a number that is given.
pub(super) type Side = Option<Unit>;

/// The unit of what is computed of two sides, or compared.
pub(super) fn common(one: &Side, other: &Side) -> Unit {
    match (one, other) {
        (Some(one), Some(other)) if one == other => one.clone(),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        _ => Unit::Number,
    }
}

impl Reader<'_> {
    /// What the number of an expression counts.
    pub(super) fn side(&self, node: &Node) -> Side {
        match node {
            Node::Literal(_) => None,
            Node::Name(name) => Some(self.unit_of(name)),
            Node::Aggregate(filtered) => Some(match &filtered.aggregate {
                Aggregate::Count | Aggregate::CountValues(_) => Unit::Rows,
                Aggregate::CountDistinct(_) => Unit::Number,
                Aggregate::Sum(value)
                | Aggregate::Least(value)
                | Aggregate::Greatest(value)
                | Aggregate::Mean(value)
                | Aggregate::Quantile(value, _) => self.side(&value.node).unwrap_or(Unit::Number),
            }),
            Node::Negate(inner) => self.side(inner),
            Node::Compute(operation, parts) => {
                let [left, right] = [self.side(&parts[0]), self.side(&parts[1])];
                match (operation, &left, &right) {
                    (_, None, None) => None,
                    (Operation::Add | Operation::Subtract, ..) => Some(common(&left, &right)),
                    (Operation::Multiply | Operation::Divide, Some(unit), None)
                    | (Operation::Multiply, None, Some(unit)) => Some(unit.clone()),
                    _ => Some(Unit::Number),
                }
            }
            // `coalesce` and the like give one of their arguments, `round` keeps what its first one counts.
            Node::Call(entry, arguments) if entry.result == Type::Any => {
                let units = arguments.iter().filter_map(|argument| self.side(argument));
                units.reduce(|one, other| common(&Some(one), &Some(other)))
            }
            Node::Call(entry, arguments) if KEEPING.contains(&entry.name) => {
                arguments.first().and_then(|first| self.side(first))
            }
            _ => Some(Unit::Number),
        }
    }

    fn unit_of(&self, name: &str) -> Unit {
        match self.ground {
            Ground::Metrics(metrics) => {
                let metric = metrics.get(name);
                metric.map_or(Unit::Number, |metric| metric.unit.clone())
            }
            Ground::Rows(frame, breakdown) => {
                let column = frame.columns.get(name);
                if column.is_some_and(|it| it.format.is_percent() || it.format.is_points()) {
                    return Unit::Points;
                }
                let measure = column.and_then(|column| Some((column.role()?, column.measure()?)));
                match measure {
                    Some((role, at)) if role.base() == Role::Value => {
                        Unit::Measure(breakdown.measures[at].name.clone())
                    }
                    _ => Unit::Number,
                }
            }
        }
    }
}
