//! Leaves and aggregates → a query, and its answer.

use super::fine::FineGroups;
use super::leaves::{Leaves, not_of_rows};
use super::rows::SourceRows;
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::source::Connection;
use crate::sql::Value;

/// Groups by leaves, counts rows, and aggregates.
pub(super) fn asked<'a>(
    plan: &'a Plan,
    rows: &'a SourceRows<'a>,
    leaves: Leaves<'a>,
    aggregates: &[String],
    connection: &mut Connection,
) -> Result<(FineGroups<'a>, Vec<Vec<Value>>), Diagnostic> {
    let keys = leaves.sql();
    let count = "COUNT(*)".to_owned();
    let selected: Vec<String> = keys
        .iter()
        .chain([&count])
        .chain(aggregates)
        .enumerate()
        .map(|(at, sql)| format!("{sql} AS a{at}"))
        .collect();
    let grouped: Vec<String> = (1..=keys.len()).map(|at| at.to_string()).collect();
    let group_by = match grouped.len() {
        0 => String::new(),
        _ => format!(" GROUP BY {}", grouped.join(", ")),
    };
    let sql = format!("SELECT {} {}{group_by}", selected.join(", "), rows.asked());
    let answer = connection.ask(&sql)?;
    let mut columns = answer.columns.into_iter();
    let keys: Vec<Vec<Value>> = columns.by_ref().take(keys.len()).collect();
    let counts = columns.next().unwrap_or_default();
    let mut counted = Vec::with_capacity(counts.len());
    for count in counts {
        match count {
            Value::Integer(count) => counted.push(i64::try_from(count).unwrap_or(i64::MAX)),
            _ => return Err(not_of_rows("COUNT(*)")),
        }
    }
    let mut rest: Vec<Vec<Value>> = columns.collect();
    // Without a key there is one group, even of no rows.
    if keys.is_empty() && counted == [0] {
        counted.clear();
        rest.iter_mut().for_each(Vec::clear);
    }
    let fine = FineGroups::new(plan, rows, leaves.all, keys, counted);
    Ok((fine, rest))
}
