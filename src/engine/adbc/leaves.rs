//! What a query groups by: all that the key of a base is computed of and that the database need not decide.

use super::rows::SourceRows;
use super::translate::condition;
use crate::diagnostic::Diagnostic;
use crate::engine::refused;
use crate::plan::Plan;
use crate::report::DimensionKind;
use crate::sql::Expression;
use indexmap::IndexSet;
use std::fmt::Write;

/// A column of the groups that a query gives.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Leaf {
    /// A column of the contract.
    Column(String),
    /// A column of the table that others are computed of.
    Given(String),
    /// The position of a column's value among the edges of a dimension.
    Bucket(String),
    /// A truth value, in SQL.
    Truth(String),
}

/// The columns of groups, in the order of the query.
pub(super) struct Leaves<'a> {
    plan: &'a Plan,
    rows: &'a SourceRows<'a>,
    pub(super) all: IndexSet<Leaf>,
}

impl<'a> Leaves<'a> {
    pub(super) fn new(plan: &'a Plan, rows: &'a SourceRows<'a>) -> Self {
        let all = IndexSet::new();
        Self { plan, rows, all }
    }

    /// Groups by what a column or a dimension is computed of.
    pub(super) fn name(&mut self, name: &str) -> Result<(), Diagnostic> {
        if self.rows.plain(name).is_some() {
            self.all.insert(Leaf::Column(name.to_owned()));
            return Ok(());
        }
        if let Some(column) = self.rows.source.columns.get(name) {
            for given in &column.value.names {
                self.all.insert(Leaf::Given(given.clone()));
            }
            return Ok(());
        }
        match dimension(self.plan, name)? {
            DimensionKind::Bucket { column, .. } => {
                if self.rows.plain(column).is_some() {
                    self.all.insert(Leaf::Bucket(name.to_owned()));
                    Ok(())
                } else {
                    self.name(column)
                }
            }
            DimensionKind::Sql(expression) => self.names(expression),
            DimensionKind::Column(column) | DimensionKind::Explode { column, .. } => {
                self.name(column)
            }
            DimensionKind::Lookup { .. } => Err(not_of_rows(name)),
        }
    }

    /// Groups by all that an expression reads.
    pub(super) fn names(&mut self, expression: &Expression) -> Result<(), Diagnostic> {
        expression.names.iter().try_for_each(|name| self.name(name))
    }

    /// Groups by the truth of a condition, or by all that it reads where the database does not decide it.
    pub(super) fn truth(&mut self, expression: &Expression) -> Result<(), Diagnostic> {
        match condition(&expression.node, self.rows) {
            Some(sql) => {
                self.all.insert(Leaf::Truth(sql));
                Ok(())
            }
            None => self.names(expression),
        }
    }

    /// What a query selects for its groups, in order.
    pub(super) fn sql(&self) -> Vec<String> {
        let leaves = self.all.iter();
        let sql = leaves.map(|leaf| match leaf {
            Leaf::Column(name) => {
                let alias = self.rows.column(name).map(|(alias, _)| alias);
                alias.unwrap_or_default().to_owned()
            }
            Leaf::Given(name) => self.rows.given(name).unwrap_or_default().to_owned(),
            Leaf::Truth(sql) => sql.clone(),
            Leaf::Bucket(name) => self.bucket(name),
        });
        sql.collect()
    }

    fn bucket(&self, name: &str) -> String {
        let Ok(DimensionKind::Bucket {
            column,
            edges,
            right_closed,
            ..
        }) = dimension(self.plan, name)
        else {
            return String::new();
        };
        let alias = self.rows.column(column).map_or("", |(alias, _)| alias);
        let sign = if *right_closed { "<=" } else { "<" };
        let mut sql = format!("CASE WHEN {alias} IS NULL THEN NULL");
        for (position, edge) in edges.iter().enumerate() {
            let _ = write!(sql, " WHEN {alias} {sign} {edge} THEN {position}");
        }
        let _ = write!(sql, " ELSE {} END", edges.len());
        sql
    }
}

/// The dimension of a name.
pub(super) fn dimension<'a>(plan: &'a Plan, name: &str) -> Result<&'a DimensionKind, Diagnostic> {
    let mut dimensions = plan.dimensions.iter().map(|it| &it.definition);
    let found = dimensions.find(|it| it.name == name);
    found.map(|it| &it.kind).ok_or_else(|| not_of_rows(name))
}

/// A name that the plan asks of rows and that rows do not have.
pub(super) fn not_of_rows(name: &str) -> Diagnostic {
    refused("the plan", &format!("`{name}` is no column of the source"))
}
