//! Evaluates an expression for a row: the one definition of the meaning of SQL in a report.
//!
//! In: a tree and the cells of a row. Out: its value, or why it has no exact one. AND stops at the
//! first part that is false, OR at the first that is true, CASE and `coalesce` at the first branch
//! that applies; everything else is computed.

use super::functions::Missing;
use super::tree::{Case, Comparison};
use super::{
    Failure, FilteredAggregate, Node, Outcome, Value, bounded, cast, json, number, pattern,
};
use std::cmp::Ordering;

/// The inputs of an expression.
struct Cells<'a> {
    /// The value of a named cell in the row.
    cell: &'a dyn Fn(&str) -> Value,
    /// The value of an aggregate over the rows.
    aggregate: &'a dyn Fn(&FilteredAggregate) -> Outcome,
}

impl Node {
    /// The value for a row; `cell` gives the row's cell by name.
    ///
    /// # Errors
    /// The value would not be exact, or a cast fails.
    pub fn value(&self, cell: &dyn Fn(&str) -> Value) -> Outcome {
        let aggregate = |aggregate: &FilteredAggregate| {
            Err(Failure::new(format!("`{aggregate}` stands in a row")))
        };
        self.compute(&Cells {
            cell,
            aggregate: &aggregate,
        })
    }

    /// Whether a condition is true for a row; unknown counts as not true.
    ///
    /// # Errors
    /// Those of [`Node::value`].
    pub(crate) fn holds(&self, cell: &dyn Fn(&str) -> Value) -> Result<bool, Failure> {
        Ok(self.value(cell)? == Value::Boolean(true))
    }

    /// The value over rows, once its aggregates are known.
    ///
    /// # Errors
    /// Those of [`Node::value`] and of the aggregates.
    pub(crate) fn of_aggregates(
        &self,
        aggregate: &dyn Fn(&FilteredAggregate) -> Outcome,
    ) -> Outcome {
        self.compute(&Cells {
            cell: &|_| Value::Null,
            aggregate,
        })
    }

    fn compute(&self, cells: &Cells<'_>) -> Outcome {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Name(name) => Ok((cells.cell)(name)),
            Self::Aggregate(aggregate) => (cells.aggregate)(aggregate),
            Self::Not(inner) => Ok(match inner.compute(cells)? {
                Value::Boolean(truth) => Value::Boolean(!truth),
                _ => Value::Null,
            }),
            Self::And(parts) => chain(parts, false, cells),
            Self::Or(parts) => chain(parts, true, cells),
            Self::Compare(comparison, parts) => {
                let (a, b) = (parts[0].compute(cells)?, parts[1].compute(cells)?);
                Ok(compare(*comparison, &a, &b))
            }
            Self::IsNull(inner) => Ok(Value::Boolean(inner.compute(cells)? == Value::Null)),
            Self::Is(inner, truth) => Ok(Value::Boolean(
                inner.compute(cells)? == Value::Boolean(*truth),
            )),
            Self::In(value, list) => is_in(&value.compute(cells)?, list, cells),
            Self::Between(parts) => {
                let [value, low, high] = &**parts;
                let value = value.compute(cells)?;
                let above = compare(Comparison::GreaterOrEqual, &value, &low.compute(cells)?);
                let below = compare(Comparison::LessOrEqual, &value, &high.compute(cells)?);
                Ok(both(&above, &below))
            }
            Self::Like(like) => {
                let (value, pattern) = (like.value.compute(cells)?, like.pattern.compute(cells)?);
                match (value, pattern) {
                    (Value::Text(text), Value::Text(pattern)) => {
                        pattern::like(&text, &pattern, like.escape, like.any_case)
                            .map(Value::Boolean)
                    }
                    _ => Ok(Value::Null),
                }
            }
            Self::Negate(inner) => number::negate(&inner.compute(cells)?),
            Self::Compute(operation, parts) => {
                let (a, b) = (parts[0].compute(cells)?, parts[1].compute(cells)?);
                match (&a, &b) {
                    (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
                    (Value::Date(_), _) | (_, Value::Date(_)) => {
                        super::functions::days::shift(*operation, &a, &b)
                    }
                    _ => number::compute(*operation, &a, &b),
                }
            }
            Self::Join(parts) => {
                let (a, b) = (parts[0].compute(cells)?, parts[1].compute(cells)?);
                match (a, b) {
                    (Value::Text(a), Value::Text(b)) => bounded::joined("`||`", [&*a, &*b]),
                    _ => Ok(Value::Null),
                }
            }
            Self::Member { parts, plain } => {
                let (text, member) = (parts[0].compute(cells)?, parts[1].compute(cells)?);
                match text {
                    Value::Text(text) => json::member(&text, &member, *plain),
                    _ => Ok(Value::Null),
                }
            }
            Self::Case(case) => choose(case, cells),
            Self::Cast(cast) => {
                let found = cast::convert(&cast.value.compute(cells)?, cast);
                if cast.attempt {
                    return Ok(found.unwrap_or(Value::Null));
                }
                found
            }
            Self::Call(entry, arguments) => {
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    let value = argument.compute(cells)?;
                    match (entry.missing, &value) {
                        (Missing::Spreads, Value::Null) => return Ok(Value::Null),
                        (Missing::Skipped, Value::Null) => {}
                        (Missing::StandsAside, value) if *value != Value::Null => {
                            return Ok(value.clone());
                        }
                        _ => values.push(value),
                    }
                }
                entry.value(&values)
            }
        }
    }
}

/// AND and OR: the first part that decides the result ends the evaluation; if none does, an unknown
/// part makes it unknown.
fn chain(parts: &[Node], decides: bool, cells: &Cells<'_>) -> Outcome {
    let mut unknown = false;
    for part in parts {
        match part.compute(cells)? {
            Value::Boolean(truth) if truth == decides => return Ok(Value::Boolean(decides)),
            Value::Boolean(_) => {}
            _ => unknown = true,
        }
    }
    Ok(if unknown {
        Value::Null
    } else {
        Value::Boolean(!decides)
    })
}

fn both(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Boolean(false), _) | (_, Value::Boolean(false)) => Value::Boolean(false),
        (Value::Boolean(true), Value::Boolean(true)) => Value::Boolean(true),
        _ => Value::Null,
    }
}

/// Unknown where either side is missing.
/// The truth of a comparison; unknown where a side is missing.
pub(crate) fn compare(comparison: Comparison, a: &Value, b: &Value) -> Value {
    if *a == Value::Null || *b == Value::Null {
        return Value::Null;
    }
    let order = a.compare(b);
    Value::Boolean(match comparison {
        Comparison::Equal => order == Ordering::Equal,
        Comparison::Different => order != Ordering::Equal,
        Comparison::Less => order == Ordering::Less,
        Comparison::LessOrEqual => order != Ordering::Greater,
        Comparison::Greater => order == Ordering::Greater,
        Comparison::GreaterOrEqual => order != Ordering::Less,
    })
}

/// True if it equals an item; unknown if it equals none and something is missing.
fn is_in(value: &Value, list: &[Node], cells: &Cells<'_>) -> Outcome {
    if *value == Value::Null {
        return Ok(Value::Null);
    }
    let mut unknown = false;
    for item in list {
        let item = match item {
            Node::Literal(item) => std::borrow::Cow::Borrowed(item),
            other => std::borrow::Cow::Owned(other.compute(cells)?),
        };
        match &*item {
            Value::Null => unknown = true,
            item if value.compare(item) == Ordering::Equal => return Ok(Value::Boolean(true)),
            _ => {}
        }
    }
    Ok(if unknown {
        Value::Null
    } else {
        Value::Boolean(false)
    })
}

fn choose(case: &Case, cells: &Cells<'_>) -> Outcome {
    let operand = match &case.operand {
        Some(operand) => Some(operand.compute(cells)?),
        None => None,
    };
    for (when, then) in &case.branches {
        let condition = when.compute(cells)?;
        let condition = match &operand {
            Some(operand) => compare(Comparison::Equal, operand, &condition),
            None => condition,
        };
        if condition == Value::Boolean(true) {
            return then.compute(cells);
        }
    }
    match &case.otherwise {
        Some(value) => value.compute(cells),
        None => Ok(Value::Null),
    }
}
