//! The scope, as a condition of queries: bases that are asked for in scope only need no other rows.

use super::rows::SourceRows;
use super::translate::condition;
use crate::engine::rollup::codes::MISSING;
use crate::engine::rollup::groups::GroupTable;
use crate::engine::rollup::{chosen_of, groups_in_scope};
use crate::plan::Plan;
use crate::sql::{Node, Type, Value};

/// Most values of a scope that a query lists.
const MOST: usize = 1000;

/// The rows in scope, where they are those of some values of a column of the table; none where all rows are to be
/// asked for.
pub(super) fn restricted<'a>(
    plan: &Plan,
    tables: &[(usize, GroupTable)],
    rows: &SourceRows<'a>,
) -> Option<SourceRows<'a>> {
    let base = plan.scope.as_ref()?.rollup.base;
    let (_, table) = tables.iter().find(|(at, _)| *at == base)?;
    let kept = groups_in_scope(plan, &chosen_of(plan, tables)?, table)?;
    let [key] = plan.bases[base].keys.as_slice() else {
        return None;
    };
    let (_, kind) = rows.column(&key.name)?;
    let coded = table.keys.get(&key.name)?;
    let mut values = Vec::new();
    for (code, _) in coded.codes.iter().zip(&kept).filter(|(_, kept)| **kept) {
        if *code == MISSING || values.len() == MOST {
            return None;
        }
        let text = coded.text(*code)?;
        values.push(Node::Literal(match kind {
            Type::Text => Value::text(text),
            Type::Integer => Value::Integer(text.parse().ok()?),
            _ => return None,
        }));
    }
    let name = Node::Name(key.name.clone());
    let within = condition(&Node::In(Box::new(name), values), rows)?;
    Some(rows.restricted(&within))
}
