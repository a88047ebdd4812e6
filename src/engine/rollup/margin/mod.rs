//! How far a condition is from turning. In: the typed tree of a condition that has a value, and the rows of a
//! breakdown or the metrics that it reads. Out: the least change that turns it, exact.
//!
//! - A comparison of two numbers is as far from turning as its sides differ. Sides that are equal, as `=` wants, are
//!   1 apart where both are whole numbers, else 0.
//! - `a AND b` that holds turns with one part, one that does not with all parts that do not hold; OR the other way
//!   round. NOT is as far from turning as what it negates.
//! - A comparison of a rank is as far from turning as the measure of the row differs from that of the row whose
//!   place it would take (`rank`).
//! - A comparison of a count of rows turns with as many rows as are too many or too few, those that need the least
//!   change (`count`).
//! - What a row is, its codes and attributes, does not change.

mod count;
mod rank;
mod side;
mod turn;
mod words;

use super::second::cell;
use crate::report::{Breakdown, Role, Slot};
use crate::results::{ClaimResult, Frame, Unit, Value};
use crate::sql::{Comparison, Expression, Failure, Node, Rows, compared, difference_of};
use rank::Ranked;
use side::common;
use std::collections::BTreeMap;
use turn::{Distance, Event, Turn, Verb};

/// A metric that a condition reads.
#[derive(Clone, Debug)]
pub(super) struct MetricCell {
    /// Its value.
    pub(super) value: Value,
    /// Its unit.
    pub(super) unit: Unit,
}

/// What a condition reads.
pub(super) enum Ground<'a> {
    /// The rows of a breakdown.
    Rows(&'a Frame, &'a Breakdown),
    /// Metrics by name.
    Metrics(&'a BTreeMap<String, MetricCell>),
}

/// A condition over what it reads, and how far it is from turning; none if it has no value.
///
/// # Errors
/// A part of it has no exact value.
pub(super) fn claim(ground: &Ground<'_>, node: &Node) -> Result<Option<ClaimResult>, Failure> {
    let ranked = match ground {
        Ground::Rows(frame, breakdown) => Ranked::new(frame, breakdown, &node.names()),
        Ground::Metrics(_) => Ranked::default(),
    };
    let reader = Reader { ground, ranked };
    let Reading { truth, turn } = reader.condition(node, None)?;
    let Some(holds) = truth else {
        return Ok(None);
    };
    let least = turn.least(&reader);
    Ok(Some(ClaimResult {
        holds,
        margin: least.margin,
        ways: least.ways,
        turned: None,
    }))
}

/// The truth of a condition, unknown where it has no value, and what turns it.
struct Reading {
    truth: Option<bool>,
    turn: Turn,
}

struct Reader<'a> {
    ground: &'a Ground<'a>,
    ranked: Ranked,
}

impl Reader<'_> {
    /// The value of an expression: for a row, or over all rows.
    fn value(&self, node: &Node, row: Option<usize>) -> Result<Value, Failure> {
        match (self.ground, row) {
            (Ground::Rows(frame, _), Some(row)) => node.value(&|name| cell(frame, row, name)),
            (Ground::Rows(frame, _), None) => node.over(&Rows {
                count: frame.rows.len(),
                cell: &|row, name| cell(frame, row, name),
            }),
            (Ground::Metrics(metrics), _) => node.value(&|name| {
                let metric = metrics.get(name);
                metric.map_or(Value::Null, |metric| metric.value.clone())
            }),
        }
    }

    fn condition(&self, node: &Node, row: Option<usize>) -> Result<Reading, Failure> {
        let whole = |turn: Turn| -> Result<Reading, Failure> {
            let truth = match self.value(node, row)? {
                Value::Boolean(truth) => Some(truth),
                _ => None,
            };
            Ok(Reading { truth, turn })
        };
        if row.is_some() && !self.is_measured(node) {
            return whole(Turn::Fixed);
        }
        match node {
            Node::Not(inner) => {
                let Reading { truth, turn } = self.condition(inner, row)?;
                let truth = truth.map(|truth| !truth);
                Ok(Reading { truth, turn })
            }
            Node::And(parts) => self.chain(parts.iter(), true, row),
            Node::Or(parts) => self.chain(parts.iter(), false, row),
            Node::Is(inner, wanted) => {
                let Reading { truth, turn } = self.condition(inner, row)?;
                let truth = Some(truth == Some(*wanted));
                Ok(Reading { truth, turn })
            }
            Node::Between(parts) => {
                let [value, low, high] = &**parts;
                let bounds = [
                    self.comparison(Comparison::GreaterOrEqual, value, low, row)?,
                    self.comparison(Comparison::LessOrEqual, value, high, row)?,
                ];
                Ok(chained(bounds.into(), true))
            }
            Node::In(value, list) => {
                let each = list.iter();
                let each = each.map(|item| self.comparison(Comparison::Equal, value, item, row));
                Ok(chained(each.collect::<Result<_, _>>()?, false))
            }
            Node::Compare(comparison, parts) => {
                self.comparison(*comparison, &parts[0], &parts[1], row)
            }
            Node::Literal(_) => whole(Turn::Fixed),
            _ => whole(Turn::NotMeasured(node.to_string())),
        }
    }

    fn chain<'n>(
        &self,
        parts: impl Iterator<Item = &'n Node>,
        all: bool,
        row: Option<usize>,
    ) -> Result<Reading, Failure> {
        let parts = parts.map(|part| self.condition(part, row));
        Ok(chained(parts.collect::<Result<_, _>>()?, all))
    }

    fn comparison(
        &self,
        comparison: Comparison,
        left: &Node,
        right: &Node,
        row: Option<usize>,
    ) -> Result<Reading, Failure> {
        let (a, b) = (self.value(left, row)?, self.value(right, row)?);
        let Value::Boolean(truth) = compared(comparison, &a, &b) else {
            return Ok(Reading {
                truth: None,
                turn: Turn::Fixed,
            });
        };
        let turn = self.turned(comparison, (left, &a), (right, &b), truth, row)?;
        Ok(Reading {
            truth: Some(truth),
            turn,
        })
    }

    /// What turns a comparison of two values.
    fn turned(
        &self,
        comparison: Comparison,
        (left, a): (&Node, &Value),
        (right, b): (&Node, &Value),
        truth: bool,
        row: Option<usize>,
    ) -> Result<Turn, Failure> {
        let unmeasured = || {
            let text = format!("{left} {} {right}", comparison.sign());
            Turn::NotMeasured(text)
        };
        // What does not change stands on the right: a given number, or a count of rows by what they are.
        for (comparison, node, given, number) in [
            (comparison, left, right, b),
            (comparison.mirrored(), right, left, a),
        ] {
            let is_fixed = match self.ground {
                Ground::Rows(..) => !self.is_measured(given),
                Ground::Metrics(_) => given.is_given(),
            };
            if !is_fixed {
                continue;
            }
            if let Some((at, measure)) = self.rank_of(node, row)? {
                return Ok(match (at, number) {
                    (Some(at), Value::Integer(place)) => {
                        self.ranked.turn(measure, at, comparison, *place, truth)
                    }
                    _ => unmeasured(),
                });
            }
            if let (Node::Aggregate(aggregate), Value::Integer(wanted), None) = (node, number, row)
                && let Some(turn) = self.counted(aggregate, comparison, *wanted, truth)?
            {
                return Ok(turn);
            }
        }
        let order = a.compare(b);
        let (more, less) = if order.is_lt() { (b, a) } else { (a, b) };
        let difference = difference_of(more, less);
        if difference == Value::Null {
            return Ok(unmeasured());
        }
        let whole = |value: &Value| matches!(value, Value::Integer(_));
        let verb = match (comparison, truth) {
            (Comparison::Equal | Comparison::Different, _) if order.is_eq() => Verb::Leaves,
            (Comparison::Equal | Comparison::Different, _) => Verb::Reaches,
            (Comparison::GreaterOrEqual, false) | (Comparison::Less, true) => Verb::RisesTo,
            (Comparison::Greater, false) | (Comparison::LessOrEqual, true) => Verb::RisesAbove,
            (Comparison::LessOrEqual, false) | (Comparison::Greater, true) => Verb::FallsTo,
            (Comparison::Less, false) | (Comparison::GreaterOrEqual, true) => Verb::FallsBelow,
        };
        // Where both are equal whole numbers, one has to leave the other.
        let difference = if order.is_eq() && whole(a) && whole(b) {
            Value::Integer(1)
        } else {
            difference
        };
        let unit = common(&self.side(left), &self.side(right));
        Ok(Turn::By(Distance {
            share: (unit == Unit::Points).then(|| difference.clone()),
            difference,
            unit,
            event: Event::Passes {
                row,
                sides: [left.clone(), right.clone()],
                values: [a.clone(), b.clone()],
                verb,
            },
        }))
    }

    /// The row whose rank an expression is, with the position of its measure; the row is none where it is the rank
    /// of several. None for what is no rank.
    fn rank_of(
        &self,
        node: &Node,
        row: Option<usize>,
    ) -> Result<Option<(Option<usize>, usize)>, Failure> {
        let Ground::Rows(frame, _) = self.ground else {
            return Ok(None);
        };
        let rank = |name: &str| {
            let column = frame.columns.get(name)?;
            column
                .measure()
                .filter(|_| column.role() == Some(Role::Rank))
        };
        Ok(match (node, row) {
            (Node::Name(name), Some(row)) => rank(name).map(|measure| (Some(row), measure)),
            (Node::Aggregate(aggregate), None) => {
                let of = aggregate.aggregate.value().map(|value| &value.node);
                let Some(Node::Name(name)) = of else {
                    return Ok(None);
                };
                let Some(measure) = rank(name) else {
                    return Ok(None);
                };
                let rows = self.passing(aggregate.filter.as_ref())?;
                Some((<[usize; 1]>::try_from(rows).ok().map(|[row]| row), measure))
            }
            _ => None,
        })
    }

    /// The rows that pass a condition.
    fn passing(&self, condition: Option<&Expression>) -> Result<Vec<usize>, Failure> {
        let Ground::Rows(frame, _) = self.ground else {
            return Ok(Vec::new());
        };
        let mut passing = Vec::new();
        for row in 0..frame.rows.len() {
            let holds = match condition {
                Some(condition) => condition.node.holds(&|name| cell(frame, row, name))?,
                None => true,
            };
            if holds {
                passing.push(row);
            }
        }
        Ok(passing)
    }

    /// Whether an expression reads a number of a measure, and not only what a row is.
    fn is_measured(&self, node: &Node) -> bool {
        let Ground::Rows(frame, _) = self.ground else {
            return true;
        };
        let is_value = |name: &String| matches!(frame.column(name), Some(Slot::Value(_)));
        node.names().iter().any(is_value)
    }
}

/// A conjunction (`all`) of parts, or a disjunction.
fn chained(parts: Vec<Reading>, all: bool) -> Reading {
    let truths: Vec<Option<bool>> = parts.iter().map(|part| part.truth).collect();
    let truth = if truths.contains(&Some(!all)) {
        Some(!all)
    } else if truths.contains(&None) {
        None
    } else {
        Some(all)
    };
    let one_turns_it = if all {
        truth == Some(true)
    } else {
        truth != Some(true)
    };
    let turn = if one_turns_it {
        Turn::some(1, parts.into_iter().map(|part| part.turn).collect())
    } else {
        let decides = |part: &Reading| (part.truth == Some(true)) != all;
        let deciding = parts.into_iter().filter(decides);
        let deciding: Vec<Turn> = deciding.map(|part| part.turn).collect();
        Turn::some(deciding.len(), deciding)
    };
    Reading { truth, turn }
}
