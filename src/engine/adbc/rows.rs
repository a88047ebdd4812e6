//! The rows of a source as a part of queries: its columns in the types of the contract, without the cells and rows
//! that break it.

use crate::report::{ContractColumn, Source};
use crate::source::{Database, SqlDialect};
use crate::spec::grammar::OnViolation;
use crate::sql::Type;
use std::collections::BTreeMap;

/// What may be wrong with a cell, and the condition that says so.
pub(super) type Wrong = (&'static str, String);

/// The rows of a source.
#[derive(Clone)]
pub(super) struct SourceRows<'a> {
    pub(super) source: &'a Source,
    pub(super) database: &'a Database,
    /// Names in queries and SQL of the columns of the contract that are columns of the table.
    pub(super) columns: BTreeMap<&'a str, Plain>,
    /// The same for the columns of the table that others are computed of.
    pub(super) given: BTreeMap<String, (String, String)>,
    /// Condition on the names in queries that says which rows are asked for.
    pub(super) within: Option<String>,
}

/// A column of the contract that is one of the table.
#[derive(Clone)]
pub(super) struct Plain {
    /// Its name in queries.
    pub(super) alias: String,
    /// The cell of the table.
    pub(super) cell: String,
    /// Its value before cells are cleared.
    pub(super) value: String,
    /// What may be wrong with it.
    pub(super) wrong: Vec<Wrong>,
}

impl<'a> SourceRows<'a> {
    /// How SQL is written.
    pub(super) fn dialect(&self) -> SqlDialect {
        self.database.dialect
    }

    /// A column of the contract that is one of the table.
    pub(super) fn plain(&self, name: &str) -> Option<&Plain> {
        self.columns.get(name)
    }

    /// The name in queries of a column of the contract that is one of the table, and its type.
    pub(super) fn column(&self, name: &str) -> Option<(&str, Type)> {
        let plain = self.columns.get(name)?;
        Some((&plain.alias, self.source.columns[name].kind))
    }

    /// The name in queries of a column of the table that others are computed of.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        Some(&self.given.get(name)?.0)
    }

    /// The columns of the contract that are computed here.
    pub(super) fn computed(&self) -> impl Iterator<Item = (&'a String, &'a ContractColumn)> {
        let columns = self.source.columns.iter();
        columns.filter(|(_, column)| !column.is_plain())
    }

    /// The same rows, of which all are asked for that the contract keeps.
    pub(super) fn whole(&self) -> Self {
        Self {
            within: None,
            ..self.clone()
        }
    }

    /// The same rows, of which only those are asked for that pass a further condition.
    pub(super) fn restricted(&self, condition: &str) -> Self {
        let within = match &self.within {
            Some(within) => format!("({within}) AND ({condition})"),
            None => condition.to_owned(),
        };
        Self {
            within: Some(within),
            ..self.clone()
        }
    }

    /// Behind `FROM`: all rows of the table that the contract keeps.
    pub(super) fn kept(&self) -> String {
        let columns = self.columns.iter().map(|(name, plain)| {
            let value = match self.source.columns[*name].on_violation {
                OnViolation::Clear if !plain.wrong.is_empty() => {
                    format!(
                        "CASE WHEN {} THEN NULL ELSE {} END",
                        any(&plain.wrong),
                        plain.value
                    )
                }
                _ => plain.value.clone(),
            };
            format!("{value} AS {}", plain.alias)
        });
        let given = self.given.values();
        let given = given.map(|(alias, value)| format!("{value} AS {alias}"));
        let columns: Vec<String> = columns.chain(given).collect();
        let dropped = self.columns.iter().filter(|(name, plain)| {
            let on_violation = self.source.columns[**name].on_violation;
            on_violation == OnViolation::Drop && !plain.wrong.is_empty()
        });
        let dropped: Vec<String> = dropped.map(|(_, plain)| any(&plain.wrong)).collect();
        let condition = match dropped.len() {
            0 => String::new(),
            _ => format!(" WHERE NOT ({})", dropped.join(" OR ")),
        };
        format!(
            "(SELECT {} FROM {}{condition}) AS kept",
            columns.join(", "),
            self.database.from()
        )
    }

    /// From `FROM`: the rows that are asked for.
    pub(super) fn asked(&self) -> String {
        let kept = self.kept();
        match &self.within {
            Some(within) => format!("FROM {kept} WHERE {within}"),
            None => format!("FROM {kept}"),
        }
    }
}

/// The condition that one of several holds, where one that is unknown does not.
fn any(wrong: &[Wrong]) -> String {
    let conditions = wrong.iter();
    let conditions = conditions.map(|(_, condition)| format!("COALESCE({condition}, FALSE)"));
    format!("({})", conditions.collect::<Vec<_>>().join(" OR "))
}
