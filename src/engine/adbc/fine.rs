//! The groups that a database gives → what is computed of their keys: dimensions, conditions and values, once a group.

use super::leaves::{Leaf, dimension, not_of_rows};
use super::rows::SourceRows;
use super::translate::condition;
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::report::{ContractColumn, DimensionKind};
use crate::sql::{Decimal, Expression, Type, Value};
use indexmap::IndexSet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Groups of rows that are alike in all columns of their key.
pub(super) struct FineGroups<'a> {
    plan: &'a Plan,
    rows: &'a SourceRows<'a>,
    leaves: IndexSet<Leaf>,
    columns: Vec<Arc<[Value]>>,
    /// Number of rows of each group.
    pub(super) counts: Vec<i64>,
    known: BTreeMap<String, Arc<[Value]>>,
}

impl<'a> FineGroups<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        rows: &'a SourceRows<'a>,
        leaves: IndexSet<Leaf>,
        columns: Vec<Vec<Value>>,
        counts: Vec<i64>,
    ) -> Self {
        Self {
            plan,
            rows,
            leaves,
            columns: columns.into_iter().map(Arc::from).collect(),
            counts,
            known: BTreeMap::new(),
        }
    }

    fn leaf(&self, leaf: &Leaf) -> Option<Arc<[Value]>> {
        let at = self.leaves.get_index_of(leaf)?;
        self.columns.get(at).cloned()
    }

    /// The values of a column or a dimension.
    pub(super) fn column(&mut self, name: &str) -> Result<Arc<[Value]>, Diagnostic> {
        if let Some(known) = self.known.get(name) {
            return Ok(known.clone());
        }
        let found = self.computed(name)?;
        self.known.insert(name.to_owned(), found.clone());
        Ok(found)
    }

    fn computed(&mut self, name: &str) -> Result<Arc<[Value]>, Diagnostic> {
        if self.rows.plain(name).is_some() {
            let leaf = Leaf::Column(name.to_owned());
            return self.leaf(&leaf).ok_or_else(|| not_of_rows(name));
        }
        let rows = self.rows;
        if let Some(column) = rows.source.columns.get(name) {
            let values = self.of_given(&column.value)?.into_iter();
            return Ok(values.map(|value| contracted(column, value)).collect());
        }
        let plan = self.plan;
        match dimension(plan, name)? {
            DimensionKind::Column(column) | DimensionKind::Explode { column, .. } => {
                self.column(column)
            }
            DimensionKind::Sql(expression) => Ok(self.values(expression)?.into()),
            DimensionKind::Bucket {
                column,
                edges,
                right_closed,
                codes,
            } => {
                let code = |position: usize| {
                    codes
                        .get(position)
                        .map_or(Value::Null, |it| Value::text(it))
                };
                if let Some(positions) = self.leaf(&Leaf::Bucket(name.to_owned())) {
                    let positions = positions.iter();
                    return Ok(positions
                        .map(|position| match position {
                            Value::Integer(position) => code(*position as usize),
                            _ => Value::Null,
                        })
                        .collect());
                }
                let values = self.column(column)?;
                Ok(values
                    .iter()
                    .map(|value| match value {
                        Value::Integer(value) => code(edges.partition_point(|edge| {
                            let edge = i128::from(*edge);
                            edge < *value || edge == *value && !right_closed
                        })),
                        _ => Value::Null,
                    })
                    .collect())
            }
            DimensionKind::Lookup { .. } => Err(not_of_rows(name)),
        }
    }

    /// The values of an expression over the columns of the table.
    pub(super) fn of_given(&mut self, expression: &Expression) -> Result<Vec<Value>, Diagnostic> {
        let mut columns = BTreeMap::new();
        for name in &expression.names {
            let leaf = self.leaf(&Leaf::Given(name.clone()));
            columns.insert(name.as_str(), leaf.ok_or_else(|| not_of_rows(name))?);
        }
        evaluated(expression, &columns, self.counts.len())
    }

    /// The values of an expression over columns of the contract and dimensions.
    pub(super) fn values(&mut self, expression: &Expression) -> Result<Vec<Value>, Diagnostic> {
        let mut columns = BTreeMap::new();
        for name in &expression.names {
            columns.insert(name.as_str(), self.column(name)?);
        }
        evaluated(expression, &columns, self.counts.len())
    }

    /// Whether a condition is true; none where that is unknown.
    pub(super) fn truths(
        &mut self,
        expression: &Expression,
    ) -> Result<Vec<Option<bool>>, Diagnostic> {
        let truth = |value: &Value| match value {
            Value::Boolean(truth) => Some(*truth),
            _ => None,
        };
        let decided = condition(&expression.node, self.rows);
        if let Some(values) = decided.and_then(|sql| self.leaf(&Leaf::Truth(sql))) {
            return Ok(values.iter().map(truth).collect());
        }
        Ok(self.values(expression)?.iter().map(truth).collect())
    }
}

fn evaluated(
    expression: &Expression,
    columns: &BTreeMap<&str, Arc<[Value]>>,
    count: usize,
) -> Result<Vec<Value>, Diagnostic> {
    let values = (0..count).map(|row| {
        let cell = |name: &str| columns.get(name).map_or(Value::Null, |it| it[row].clone());
        expression.node.value(&cell).map_err(|failure| {
            let shown = columns
                .iter()
                .map(|(name, it)| format!("{name} = {}", it[row]));
            let shown = shown.collect::<Vec<_>>().join(", ");
            expression
                .failed(failure)
                .hint(format!("rows with {shown}"))
        })
    });
    values.collect()
}

/// The value of a column that is computed here, as the contract has it: missing where it breaks it.
fn contracted(column: &ContractColumn, value: Value) -> Value {
    let value = typed(value, column.kind).unwrap_or(Value::Null);
    match column.problem_of(&value) {
        Some(_) => Value::Null,
        None => value,
    }
}

/// A value in a type of the contract; none where it is not of that type.
pub(super) fn typed(value: Value, kind: Type) -> Option<Value> {
    Some(match (kind, value) {
        (_, Value::Null) => Value::Null,
        (Type::Integer, Value::Integer(value)) => Value::Integer(i64::try_from(value).ok()?.into()),
        (Type::Integer, Value::Number(value)) => (value.fract() == 0.0 && value.abs() < 9.2e18)
            .then_some(Value::Integer(value as i128))?,
        (Type::Integer, value @ (Value::Decimal(_) | Value::Ratio(_))) => {
            let whole = Decimal::of(&value, 0)?.units;
            Value::Integer(i64::try_from(whole).ok()?.into())
        }
        (Type::Number, value) => Value::Number(value.float().filter(|it| it.is_finite())?),
        (Type::Decimal(scale), value) => Value::Decimal(Decimal::of(&value, scale)?),
        (Type::Text, value @ Value::Text(_))
        | (Type::Boolean, value @ Value::Boolean(_))
        | (Type::Date, value @ Value::Date(_))
        | (Type::List, value @ Value::List(_)) => value,
        (Type::Text, Value::List(_)) => return None,
        (Type::Text, value) => value.plain().map(Value::Text)?,
        _ => return None,
    })
}
