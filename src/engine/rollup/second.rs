//! Second steps: the rows of a breakdown, for expressions that start from it.
//!
//! Shares are fractions of their two integers; rows of others have no code, and `folded` is true.

use super::coded::{Coded, typed};
use super::codes::OTHERS;
use super::groups::{AggregateColumn, GroupTable};
use super::numbers::{Numbers, Runs};
use crate::diagnostic::Diagnostic;
use crate::plan::{KeyOrder, RollupAggregate, RollupKind, RollupMeasure};
use crate::report::Breakdown;
use crate::report::columns::FOLDED;
use crate::results::{Frame, Key, Value};
use crate::sql::{Aggregate, Expression, FilteredAggregate, Rows, Sum, Type};
use std::collections::BTreeMap;

/// The value of a named column in a row.
pub(super) fn cell(frame: &Frame, row: usize, name: &str) -> Value {
    let row = &frame.rows[row];
    let Some(column) = frame.columns.get(name) else {
        return match name {
            FOLDED => Value::Boolean(row.folded()),
            _ => Value::Null,
        };
    };
    match (row.key(column.slot), row.value(column.slot)) {
        (Some(Key::Code(code)), _) => typed(code, column.value_type),
        (_, Some(value)) => value.clone().exact(),
        _ => Value::Null,
    }
}

/// The values of an expression, one per row of a frame.
fn values(frame: &Frame, expression: &Expression) -> Result<Vec<Value>, Diagnostic> {
    (0..frame.rows.len())
        .map(|row| {
            let value = expression.node.value(&|name| cell(frame, row, name));
            let value = value.and_then(|value| value.of_type(expression.kind));
            value.map_err(|failure| {
                let names = expression.names.iter();
                let cells = names.map(|name| format!("{name} is {}", cell(frame, row, name)));
                let cells: Vec<String> = cells.collect();
                expression
                    .failed(failure)
                    .hint(format!("the first such row: {}", cells.join(", ")))
            })
        })
        .collect()
}

/// Whether a condition is true, for each row of a frame.
pub(super) fn truths(frame: &Frame, condition: &Expression) -> Result<Vec<bool>, Diagnostic> {
    let found = values(frame, condition)?;
    Ok(found
        .iter()
        .map(|value| *value == Value::Boolean(true))
        .collect())
}

/// A value over the rows of a frame that pass a condition, with their number.
pub(super) fn over_rows(
    frame: &Frame,
    expression: &Expression,
    filter: Option<&Expression>,
) -> Result<(Value, i128), Diagnostic> {
    let rows = Rows {
        count: frame.rows.len(),
        cell: &|row, name| cell(frame, row, name),
    };
    let value = expression.node.filtered(filter).over(&rows);
    let value = value.and_then(|value| value.of_type(expression.kind));
    let value = value.map_err(|failure| expression.failed(failure))?;
    let count = match filter {
        Some(filter) => truths(frame, filter)?.iter().filter(|t| **t).count(),
        None => frame.rows.len(),
    };
    Ok((value, count as i128))
}

/// The sides of comparisons of a condition over the rows of a frame that pass another one, with their values, in the order in which
/// they are written.
pub(super) fn sides(
    frame: &Frame,
    condition: &Expression,
    filter: Option<&Expression>,
) -> Result<Vec<(String, Value)>, Diagnostic> {
    let rows = Rows {
        count: frame.rows.len(),
        cell: &|row, name| cell(frame, row, name),
    };
    let mut found: Vec<(String, Value)> = Vec::new();
    let mut left = vec![&condition.node];
    while let Some(node) = left.pop() {
        let is_made_of_others = node.is_condition();
        let text = node.to_string();
        if is_made_of_others {
            left.extend(node.parts().into_iter().rev());
        } else if !node.aggregates().is_empty() && !found.iter().any(|(known, _)| *known == text) {
            let value = node.filtered(filter).over(&rows);
            let value = value.map_err(|failure| condition.failed(failure))?;
            found.push((text, value));
        }
    }
    Ok(found)
}

type FromFrame = (GroupTable, Vec<RollupMeasure>, Option<Vec<bool>>);

/// The rows of a frame as groups, for a breakdown that starts from it.
pub(super) fn group_table(
    definition: &Breakdown,
    from: &Frame,
    orders: &BTreeMap<String, KeyOrder>,
) -> Result<FromFrame, Diagnostic> {
    let mut table = GroupTable {
        rows: vec![1; from.rows.len()],
        ..GroupTable::default()
    };
    let mut names: Vec<&String> = definition.by.iter().chain(definition.with.keys()).collect();
    for measure in &definition.measures {
        for filtered in measure.expression.node.aggregates() {
            if let Aggregate::CountDistinct(columns) = &filtered.aggregate {
                names.extend(columns);
            }
        }
    }
    for name in names {
        let cells: Vec<Value> = (0..from.rows.len())
            .map(|row| cell(from, row, name))
            .collect();
        let order = orders.get(name).cloned().unwrap_or_default();
        let mut coded = Coded::from_values(&cells).ordered(order);
        if definition.by.contains(name) {
            // Others have no code either, and are not what has no value.
            for (code, row) in coded.codes.iter_mut().zip(&from.rows) {
                let column = from.columns.get(name);
                if column.and_then(|column| row.key(column.slot)) == Some(&Key::Others) {
                    *code = OTHERS;
                }
            }
        }
        table.keys.insert(name.clone(), coded);
    }
    let mut measures = Vec::new();
    for measure in &definition.measures {
        let part = |aggregate: &FilteredAggregate| rollup_aggregate(from, aggregate, &mut table);
        measures.push(RollupMeasure::of(&measure.expression, part)?);
    }
    let condition = match &definition.filter {
        Some(filter) => Some(truths(from, filter)?),
        None => None,
    };
    Ok((table, measures, condition))
}

fn rollup_aggregate(
    from: &Frame,
    measure: &FilteredAggregate,
    table: &mut GroupTable,
) -> Result<RollupAggregate, Diagnostic> {
    let condition = match &measure.filter {
        Some(filter) => {
            table.conditions.push(truths(from, filter)?);
            Some(table.conditions.len() - 1)
        }
        None => None,
    };
    let is_sum = matches!(measure.aggregate, Aggregate::Sum(_) | Aggregate::Mean(_));
    let is_quantile = matches!(measure.aggregate, Aggregate::Quantile(..));
    let mut column = |expression: &Expression, count: bool| -> Result<usize, Diagnostic> {
        let cells = values(from, expression)?;
        let aggregate = if count {
            let given = cells.iter().map(|value| i128::from(*value != Value::Null));
            AggregateColumn::Integers(given.collect())
        } else if let (true, Type::Decimal(scale)) = (is_sum, expression.kind) {
            AggregateColumn::Decimals(cells.iter().map(Value::units).collect(), scale)
        } else if is_quantile {
            let given = (0..).zip(cells).filter(|(_, value)| *value != Value::Null);
            AggregateColumn::Numbers(Numbers::Values(Runs::new(from.rows.len(), given.collect())))
        } else if is_sum && expression.kind == Type::Number {
            AggregateColumn::Sums(cells.iter().map(|value| Sum::of([value])).collect())
        } else {
            AggregateColumn::Values(cells)
        };
        table.aggregates.push(aggregate);
        Ok(table.aggregates.len() - 1)
    };
    let kind = match &measure.aggregate {
        Aggregate::Count => RollupKind::Count,
        Aggregate::CountValues(value) => RollupKind::Sum(column(value, true)?),
        Aggregate::Sum(value) => RollupKind::Sum(column(value, false)?),
        Aggregate::Least(value) => RollupKind::Least(column(value, false)?),
        Aggregate::Greatest(value) => RollupKind::Greatest(column(value, false)?),
        Aggregate::Mean(value) => RollupKind::Mean(column(value, false)?, column(value, true)?),
        Aggregate::Quantile(value, quantile) => {
            RollupKind::Quantile(column(value, false)?, *quantile)
        }
        Aggregate::CountDistinct(columns) => RollupKind::CountDistinct(columns.clone()),
    };
    // What is over rows of a frame is looked at in these.
    Ok(RollupAggregate {
        condition,
        kind,
        meant: None,
    })
}
