//! Aggregates: what they read, and their value over the rows of a small table.
//!
//! In: an aggregate and the cells of rows. Out: its value, independent of the order of the rows.

use super::{Aggregate, Expression, Failure, FilteredAggregate, Node, Outcome, Sum, Value};
use crate::text::Ratio;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The rows of a small table: their number, and their cells by name.
pub struct Rows<'a> {
    /// The number of rows.
    pub count: usize,
    /// The value of a named cell in a row.
    pub cell: &'a dyn Fn(usize, &str) -> Value,
}

impl Aggregate {
    /// What is computed for each row.
    #[must_use]
    pub(crate) fn value(&self) -> Option<&Expression> {
        match self {
            Self::Count | Self::CountDistinct(_) => None,
            Self::CountValues(value)
            | Self::Sum(value)
            | Self::Least(value)
            | Self::Greatest(value)
            | Self::Mean(value)
            | Self::Quantile(value, _) => Some(value),
        }
    }
}

impl FilteredAggregate {
    /// The columns and dimensions that it reads.
    #[must_use]
    pub(crate) fn names(&self) -> BTreeSet<String> {
        let mut names: BTreeSet<String> =
            self.filter.iter().flat_map(|f| f.names.clone()).collect();
        if let Aggregate::CountDistinct(columns) = &self.aggregate {
            names.extend(columns.iter().cloned());
        }
        if let Some(value) = self.aggregate.value() {
            names.extend(value.names.iter().cloned());
        }
        names
    }

    /// Restricts it to rows that also meet a condition.
    pub(crate) fn filter_also(&mut self, condition: &Expression) {
        self.filter = Some(match self.filter.take() {
            Some(own) => Expression {
                names: &own.names | &condition.names,
                node: own.node.and(condition.node.clone()),
                ..own
            },
            None => condition.clone(),
        });
    }

    /// Its value over rows.
    ///
    /// # Errors
    /// An expression has no exact value for a row.
    pub(crate) fn over(&self, rows: &Rows<'_>) -> Outcome {
        let mut chosen = Vec::new();
        for row in 0..rows.count {
            let holds = match &self.filter {
                Some(filter) => filter.node.holds(&|name| (rows.cell)(row, name))?,
                None => true,
            };
            if holds {
                chosen.push(row);
            }
        }
        let values = |expression: &Expression| -> Result<Vec<Value>, Failure> {
            let mut values = Vec::with_capacity(chosen.len());
            for row in &chosen {
                let value = expression.node.value(&|name| (rows.cell)(*row, name))?;
                if value != Value::Null {
                    values.push(value);
                }
            }
            Ok(values)
        };
        Ok(match &self.aggregate {
            Aggregate::Count => Value::Integer(chosen.len() as i128),
            Aggregate::CountValues(value) => Value::Integer(values(value)?.len() as i128),
            Aggregate::Sum(value) => Sum::of(&values(value)?).value()?,
            Aggregate::Mean(value) => {
                let values = values(value)?;
                Sum::of(&values).mean(values.len() as i128)?
            }
            Aggregate::Quantile(value, quantile) => {
                let mut values = values(value)?;
                quantile.of(&mut values, Value::compare, Value::clone)?
            }
            Aggregate::Least(value) => extreme(values(value)?, Ordering::Less),
            Aggregate::Greatest(value) => extreme(values(value)?, Ordering::Greater),
            Aggregate::CountDistinct(columns) => {
                let mut tuples: Vec<Vec<Value>> = chosen
                    .iter()
                    .map(|row| columns.iter().map(|name| (rows.cell)(*row, name)).collect())
                    .filter(|tuple: &Vec<Value>| !tuple.contains(&Value::Null))
                    .collect();
                let compare = |a: &Vec<Value>, b: &Vec<Value>| {
                    let mut orders = a.iter().zip(b).map(|(a, b)| a.compare(b));
                    orders
                        .find(|order| order.is_ne())
                        .unwrap_or(Ordering::Equal)
                };
                tuples.sort_by(compare);
                tuples.dedup_by(|a, b| compare(a, b).is_eq());
                Value::Integer(tuples.len() as i128)
            }
        })
    }
}

impl Node {
    /// The value over the rows of a small table.
    ///
    /// # Errors
    /// Those of the aggregates, and of the expressions computed from them.
    pub(crate) fn over(&self, rows: &Rows<'_>) -> Outcome {
        self.of_aggregates(&|aggregate| aggregate.over(rows))
    }
}

fn extreme(values: Vec<Value>, wanted: Ordering) -> Value {
    let mut values = values.into_iter();
    let first = values.next().unwrap_or(Value::Null);
    values.fold(first, |best, value| {
        if value.compare(&best) == wanted {
            value
        } else {
            best
        }
    })
}

/// The mean, given a sum and a count.
pub(super) fn divided(sum: &Value, count: i128) -> Outcome {
    if count == 0 {
        return Ok(Value::Null);
    }
    match sum {
        // A mean keeps its two integers.
        Value::Integer(sum) => Ok(Value::Ratio(Ratio {
            numerator: *sum,
            denominator: count,
        })),
        sum => super::number::compute(super::Operation::Divide, sum, &Value::Integer(count)),
    }
}
