//! The rows of a source, with what is decided per row: buckets, expressions, truth values, the
//! mentions of lists. Columns are numbered once, for all bases.

use super::columns::Coded;
use super::lists::{self, Mentions};
use super::numbering::number_tuples;
use super::refused;
use crate::diagnostic::{Diagnostic, Location};
use crate::plan::{AtomKind, Base};
use crate::report::{DimensionKind, Report};
use crate::sql::{Expression, Type};
use polars::prelude::*;
use polars::sql::sql_expr;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// What can go wrong with rows: the engine's own error, or one that is told in full.
pub(super) enum Problem {
    Polars(PolarsError),
    Told(Box<Diagnostic>),
}

impl Problem {
    /// What the plan names is not there.
    pub(super) fn plan(name: &str) -> Self {
        Self::Told(Box::new(refused("the plan", &name)))
    }

    /// As a diagnostic about a source.
    pub(super) fn told(self, report: &Report, source: usize) -> Diagnostic {
        match self {
            Self::Told(diagnostic) => *diagnostic,
            Self::Polars(error) => {
                let source = &report.sources[source].name;
                let told = refused(&format!("source `{source}`"), &error).at(Location::key(
                    format!("/sources/{}", crate::spec::escape(source)),
                ));
                if error.to_string().contains("conversion from") {
                    told.hint("`TRY_CAST(… AS …)` gives no value where `CAST` fails")
                } else {
                    told
                }
            }
        }
    }
}

impl From<PolarsError> for Problem {
    fn from(error: PolarsError) -> Self {
        Self::Polars(error)
    }
}

/// The rows of a source.
pub(super) struct SourceRows<'a> {
    report: &'a Report,
    source: usize,
    frame: DataFrame,
    numbered: BTreeMap<String, Coded>,
    mentions: BTreeMap<String, Mentions>,
}

impl<'a> SourceRows<'a> {
    /// The rows of a contract frame, with the dimensions that the bases decide per row.
    pub(super) fn new(
        report: &'a Report,
        source: usize,
        bases: &[&Base],
        frame: DataFrame,
    ) -> Result<Self, Problem> {
        let mut rows = Self {
            report,
            source,
            frame,
            numbered: BTreeMap::new(),
            mentions: BTreeMap::new(),
        };
        let mut wanted = FxHashSet::default();
        for base in bases {
            for key in &base.keys {
                if rows.of_one_column(key).is_none() {
                    wanted.insert(key.clone());
                }
            }
            for atom in &base.atoms {
                if let AtomKind::Sql(sql) = &atom.kind {
                    rows.mentioned(sql, &mut wanted);
                }
            }
            for aggregate in &base.aggregates {
                rows.mentioned(&aggregate.sql, &mut wanted);
            }
        }
        rows.row_dimensions(&wanted)?;
        Ok(rows)
    }

    /// Number of rows.
    pub(super) fn height(&self) -> usize {
        self.frame.height()
    }

    /// Adds the dimensions that an expression names, and those that these build on.
    fn mentioned(&self, sql: &str, wanted: &mut FxHashSet<String>) {
        for name in self.report.dimensions.keys() {
            if mentions(sql, name) {
                wanted.insert(name.clone());
            }
        }
    }

    /// Adds the wanted buckets and row expressions to the frame.
    fn row_dimensions(&mut self, wanted: &FxHashSet<String>) -> Result<(), Problem> {
        let mut wanted = wanted.clone();
        // A dimension stands behind those that it builds on.
        for (name, dimension) in self.report.dimensions.iter().rev() {
            if let DimensionKind::Sql(expression) = &dimension.kind
                && wanted.contains(name)
            {
                wanted.extend(expression.names.iter().cloned());
            }
        }
        for (name, dimension) in &self.report.dimensions {
            if !wanted.contains(name) || self.frame.column(name).is_ok() {
                continue;
            }
            let column = match &dimension.kind {
                DimensionKind::Bucket {
                    column,
                    edges,
                    right_closed,
                    codes,
                } => {
                    let Ok(values) = self.frame.column(column) else {
                        continue;
                    };
                    bucket(values, edges, *right_closed, codes)?
                }
                DimensionKind::Sql(expression)
                    if expression
                        .names
                        .iter()
                        .all(|inner| self.frame.column(inner).is_ok()) =>
                {
                    self.evaluate(&[expression.sql()])?.swap_remove(0)
                }
                _ => continue,
            };
            self.frame
                .with_column(column.with_name(name.as_str().into()))?;
        }
        Ok(())
    }

    /// Expression and column of a dimension that reads a single column, whose values repeat.
    fn of_one_column(&self, name: &str) -> Option<(&Expression, &str)> {
        let columns = &self.report.sources[self.source].columns;
        let DimensionKind::Sql(expression) = &self.report.dimensions.get(name)?.kind else {
            return None;
        };
        let mut names = expression.names.iter();
        let (only, None) = (names.next()?, names.next()) else {
            return None;
        };
        let column = columns.get(only)?;
        (!column.unique && column.kind != Type::List).then_some((expression, only.as_str()))
    }

    /// The values of expressions, one a row, in one pass.
    pub(super) fn evaluate(&self, expressions: &[String]) -> PolarsResult<Vec<Column>> {
        let mut columns: Vec<Option<Column>> = Vec::new();
        let mut others = Vec::new();
        for sql in expressions {
            let name = sql.trim_matches('"');
            let plain = (sql.len() == name.len() + 2).then(|| self.frame.column(name).ok());
            let plain = plain.flatten().cloned();
            if plain.is_none() {
                others.push(sql_expr(sql)?);
            }
            columns.push(plain);
        }
        let mut found = evaluated(&self.frame, others)?.into_iter();
        let columns = columns.into_iter();
        Ok(columns
            .filter_map(|plain| plain.or_else(|| found.next()))
            .collect())
    }

    /// Numbers the values of some columns and dimensions.
    pub(super) fn number<'n>(
        &mut self,
        names: impl Iterator<Item = &'n String>,
    ) -> PolarsResult<()> {
        let names: BTreeSet<&String> = names.collect();
        self.numbered = names
            .into_par_iter()
            .filter_map(|name| {
                let coded = if self.frame.column(name).is_ok() {
                    self.coded(name)
                } else {
                    let (expression, column) = self.of_one_column(name)?;
                    self.once_a_value(expression, column)
                };
                Some(coded.map(|coded| (name.clone(), coded)))
            })
            .collect::<PolarsResult<_>>()?;
        Ok(())
    }

    fn coded(&self, name: &str) -> PolarsResult<Coded> {
        let column = self.frame.column(name)?;
        let contract = &self.report.sources[self.source].columns;
        // The contract has seen to it.
        if contract.get(name).is_some_and(|column| column.unique) {
            Coded::from_unique(column)
        } else {
            Coded::from_column(column)
        }
    }

    /// An expression, evaluated once for each distinct value of the column that it reads.
    fn once_a_value(&self, expression: &Expression, column: &str) -> PolarsResult<Coded> {
        let numbered = self.coded(column)?;
        let distinct = number_tuples(&[numbered.part()], 0..self.height() as u32);
        let first = IdxCa::from_vec("first".into(), distinct.first);
        let frame = self.frame.select([column])?.take(&first)?;
        let found = evaluated(&frame, vec![sql_expr(expression.sql())?])?.swap_remove(0);
        Ok(Coded::from_column(&found)?.take(&distinct.codes))
    }

    /// A column that was numbered.
    pub(super) fn numbered(&self, name: &str) -> Option<&Coded> {
        self.numbered.get(name)
    }

    /// Finds the mentions of the exploded dimensions that a base reads.
    pub(super) fn mention(&mut self, base: &Base) -> Result<(), Problem> {
        let exploded = base.atoms.iter().filter_map(|atom| match &atom.kind {
            AtomKind::HasValid(dimension) => Some(dimension),
            AtomKind::Sql(_) => None,
        });
        let of_base = (!base.explode.is_empty()).then_some(&base.explode);
        for dimension in exploded.chain(of_base) {
            if !self.mentions.contains_key(dimension) {
                let found = lists::mentions(self.report, dimension, &self.frame)?;
                self.mentions.insert(dimension.clone(), found);
            }
        }
        Ok(())
    }

    /// The mentions in the lists of an exploded dimension.
    pub(super) fn mentions(&self, dimension: &str) -> Result<&Mentions, Problem> {
        self.mentions
            .get(dimension)
            .ok_or_else(|| Problem::plan(dimension))
    }
}

/// Whether an SQL text names something.
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    sql.contains(&format!("\"{}\"", name.replace('"', "\"\"")))
}

/// The values of expressions over a frame, one a row.
fn evaluated(frame: &DataFrame, expressions: Vec<Expr>) -> PolarsResult<Vec<Column>> {
    if expressions.is_empty() {
        return Ok(Vec::new());
    }
    let named = expressions.into_iter().enumerate();
    let named: Vec<Expr> = named.map(|(at, e)| e.alias(at.to_string())).collect();
    let found = frame.clone().lazy().select(named).collect()?;
    let height = frame.height();
    // A constant expression gives one row.
    let whole = |column: &Column| {
        if column.len() == height {
            column.clone()
        } else {
            column.new_from_index(0, height)
        }
    };
    Ok(found.columns().iter().map(whole).collect())
}

fn bucket(
    values: &Column,
    edges: &[i64],
    right_closed: bool,
    codes: &[String],
) -> PolarsResult<Column> {
    let texts: StringChunked = values
        .i64()?
        .iter()
        .map(|value| {
            value.map(|value| {
                let at = edges.partition_point(|edge| {
                    if right_closed {
                        *edge < value
                    } else {
                        *edge <= value
                    }
                });
                codes[at].as_str()
            })
        })
        .collect();
    Ok(texts.into_series().into_column())
}
