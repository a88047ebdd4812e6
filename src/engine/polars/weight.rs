//! What rows weigh: the amounts of a measure that is an exact sum, one a row.

use super::cells::{Cells, RowValues};
use super::expressions;
use super::problem::Problem;
use crate::report::MeasureUse;
use crate::results::Value;
use crate::sql::Aggregate;
use polars::prelude::DataFrame;

/// What each row of a frame adds to a sum; null where it is none of its rows.
pub(super) fn weights(frame: &DataFrame, measure: &MeasureUse) -> Result<Vec<Value>, Problem> {
    let filtered = measure.expression.aggregate();
    let Some((filtered, Aggregate::Sum(value))) = filtered.map(|it| (it, &it.aggregate)) else {
        return Ok(vec![Value::Null; frame.height()]);
    };
    let asked: Vec<_> = std::iter::once(value).chain(&filtered.filter).collect();
    let mut found = expressions::evaluate(frame, &asked)?.into_iter();
    let mut amounts = match found.next() {
        Some(RowValues::Column(column)) => Cells::values(&column)?,
        Some(RowValues::Wide(wide)) => {
            let wide = wide.into_iter();
            wide.map(|it| it.map_or(Value::Null, Value::Integer))
                .collect()
        }
        None => Vec::new(),
    };
    if let Some(RowValues::Column(passes)) = found.next() {
        for (amount, passes) in amounts.iter_mut().zip(passes.bool()?.iter()) {
            if passes != Some(true) {
                *amount = Value::Null;
            }
        }
    }
    Ok(amounts)
}
