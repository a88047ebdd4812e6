//! Texts that no row has in a column that is no key of a base.

use super::rows::SourceRows;
use crate::diagnostic::Diagnostic;
use crate::engine::rollup::absent::Absent;
use crate::source::Connection;
use crate::sql::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most values that are looked at for what was meant.
const MOST: usize = 10_000;

/// The texts that are absent in columns of the contract.
pub(super) fn absent(
    rows: &SourceRows<'_>,
    wanted: &BTreeMap<String, BTreeSet<String>>,
    connection: &mut Connection,
) -> Result<Vec<Absent>, Diagnostic> {
    let column = |name: &str| Some(rows.column(name)?.0.to_owned());
    absent_in(wanted, column, &rows.asked(), rows, connection)
}

/// The texts that are absent in columns of some rows, by the names of these in queries.
pub(super) fn absent_in(
    wanted: &BTreeMap<String, BTreeSet<String>>,
    column: impl Fn(&str) -> Option<String>,
    from: &str,
    rows: &SourceRows<'_>,
    connection: &mut Connection,
) -> Result<Vec<Absent>, Diagnostic> {
    let mut found = Vec::new();
    for (name, texts) in wanted {
        let Some(alias) = column(name) else {
            continue;
        };
        let distinct = format!("SELECT DISTINCT {alias} AS v {from}");
        let contract = rows.source.columns.get(name);
        let is_list = contract.is_some_and(|column| column.kind == crate::sql::Type::List);
        let values = if is_list {
            connection.ask(&distinct)?
        } else {
            let items = texts.iter().map(|text| rows.dialect().text(text));
            let items = items.collect::<Vec<_>>().join(", ");
            connection.ask(&format!(
                "SELECT v FROM ({distinct}) AS d WHERE v IN ({items})"
            ))?
        };
        let present = flat(values.columns);
        let left: Vec<&String> = texts
            .iter()
            .filter(|text| !present.contains(text.as_str()))
            .collect();
        if left.is_empty() {
            continue;
        }
        let near = if is_list {
            present
        } else {
            let sql = format!(
                "SELECT v FROM ({distinct}) AS d WHERE v IS NOT NULL ORDER BY 1 LIMIT {MOST}"
            );
            flat(connection.ask(&sql)?.columns)
        };
        for text in left {
            found.push(Absent::new(name, text, near.iter().map(|value| &**value)));
        }
    }
    Ok(found)
}

/// The texts of a column, and those in its lists.
fn flat(columns: Vec<Vec<Value>>) -> BTreeSet<Arc<str>> {
    let mut texts = BTreeSet::new();
    for value in columns.into_iter().flatten() {
        match value {
            Value::Text(text) => {
                texts.insert(text);
            }
            Value::List(items) => texts.extend(items.iter().flatten().cloned()),
            _ => {}
        }
    }
    texts
}
