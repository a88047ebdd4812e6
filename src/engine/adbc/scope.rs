//! The scope, as a condition of queries: bases that are asked for in scope only need no other rows.

use super::rows::SourceRows;
use super::translate::condition;
use crate::engine::rollup::ScopeAhead;
use crate::engine::rollup::groups::GroupTable;
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
    let ahead = ScopeAhead::of(plan)?;
    let in_scope = ahead.choose(plan, ahead.part_of(table))?;
    let key = in_scope.key.as_ref()?;
    let (_, kind) = rows.column(&key.name)?;
    if key.is_missing_in || key.texts.len() > MOST {
        return None;
    }
    let mut values = Vec::new();
    for text in &key.texts {
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
