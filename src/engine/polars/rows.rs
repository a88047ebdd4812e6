//! The rows of a source, with everything decided per row: buckets, expressions, truth values, the
//! mentions of lists. Columns are numbered once, for all bases.

use super::cells::RowValues;
use super::columns::{coded, coded_unique};
use super::expressions;
use super::lists::{self, Lists, Mentions};
use super::problem::Problem;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::engine::rollup::KeyInScope;
use crate::engine::rollup::coded::Coded;
use crate::engine::rollup::numbering::number_tuples;
use crate::plan::{AtomKind, Base, BaseColumn, DimensionIndex, Plan};
use crate::report::DimensionKind;
use crate::sql::{Expression, Type};
use foldhash::fast::RandomState;
use indexmap::IndexSet;
use polars::prelude::*;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of a source.
pub(super) struct SourceRows<'a> {
    plan: &'a Plan,
    source: usize,
    frame: DataFrame,
    numbered: BTreeMap<String, Coded>,
    /// The lists of columns that dimensions explode: several may explode one.
    lists: BTreeMap<String, Lists>,
    mentions: BTreeMap<DimensionIndex, Mentions>,
}

impl<'a> SourceRows<'a> {
    /// The rows of a contract frame.
    pub(super) fn new(plan: &'a Plan, source: usize, frame: DataFrame) -> Self {
        Self {
            plan,
            source,
            frame,
            numbered: BTreeMap::new(),
            lists: BTreeMap::new(),
            mentions: BTreeMap::new(),
        }
    }

    /// Decides per row and numbers what some bases read.
    pub(super) fn prepare(&mut self, bases: &[&Base]) -> Result<(), Problem> {
        let mut wanted = FxHashSet::default();
        for base in bases {
            for key in &base.keys {
                if self.of_one_column(key).is_none() {
                    wanted.insert(key.name.clone());
                }
            }
            for atom in &base.atoms {
                if let AtomKind::Condition(condition) = &atom.kind {
                    wanted.extend(condition.names.iter().cloned());
                }
            }
            for aggregate in &base.aggregates {
                wanted.extend(aggregate.value.names.iter().cloned());
            }
        }
        self.row_dimensions(&wanted)?;
        self.number(bases.iter().flat_map(|base| &base.keys))?;
        for base in bases {
            let exploded = base.atoms.iter().filter_map(|atom| match &atom.kind {
                AtomKind::HasValid(dimension) => Some(*dimension),
                AtomKind::Condition(_) => None,
            });
            for dimension in exploded.chain(base.explode) {
                self.mention(dimension)?;
            }
        }
        Ok(())
    }

    /// Some columns of the contract, and those of the rows for which `kept` is true.
    pub(super) fn filter(&self, kept: &[bool], names: &BTreeSet<String>) -> Result<Self, Problem> {
        let columns = &self.plan.sources[self.source].columns;
        let names = names.iter().filter(|name| columns.contains_key(*name));
        let frame = self.frame.select(names)?;
        let frame = frame.filter(&kept.iter().copied().collect())?;
        Ok(Self::new(self.plan, self.source, frame))
    }

    /// Which rows have one of the values of a key; none where it is no column of texts.
    pub(super) fn with_one_of(&self, key: &KeyInScope) -> Option<Vec<bool>> {
        let texts = self.frame.column(&key.name).ok()?.str().ok()?;
        let known: IndexSet<&str, RandomState> = key.texts.iter().map(|text| &**text).collect();
        if let Some(numbered) = self.numbered(&key.name) {
            let kept = numbered.which(|text| known.contains(text));
            let is_in = |code: &u32| kept.get(*code as usize).copied();
            let codes = numbered.codes.iter();
            return Some(
                codes
                    .map(|code| is_in(code).unwrap_or(key.is_missing_in))
                    .collect(),
            );
        }
        let is_in = |text: Option<&str>| text.map_or(key.is_missing_in, |it| known.contains(it));
        Some(texts.iter().map(is_in).collect())
    }

    /// The plan.
    pub(super) fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// Number of rows.
    pub(super) fn height(&self) -> usize {
        self.frame.height()
    }

    /// Adds the wanted buckets and row expressions to the frame.
    fn row_dimensions(&mut self, wanted: &FxHashSet<String>) -> Result<(), Problem> {
        let mut wanted = wanted.clone();
        // A dimension comes after those that it builds on.
        let dimensions = self.plan.dimensions.iter().map(|it| &it.definition);
        for dimension in dimensions.clone().rev() {
            if let DimensionKind::Sql(expression) = &dimension.kind
                && wanted.contains(&dimension.name)
            {
                wanted.extend(expression.names.iter().cloned());
            }
        }
        for dimension in dimensions {
            let name = &dimension.name;
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
                    match self.evaluate(&[expression])?.swap_remove(0) {
                        RowValues::Column(column) => column,
                        RowValues::Wide(_) => return Err(too_wide(expression)),
                    }
                }
                _ => continue,
            };
            self.frame
                .with_column(column.with_name(name.as_str().into()))?;
        }
        Ok(())
    }

    /// Expression and column of a dimension that reads a single column whose values repeat.
    fn of_one_column(&self, key: &BaseColumn) -> Option<(&Expression, &str)> {
        let columns = &self.plan.sources[self.source].columns;
        let DimensionKind::Sql(expression) = &self.plan[key.dimension?].definition.kind else {
            return None;
        };
        let mut names = expression.names.iter();
        let (only, None) = (names.next()?, names.next()) else {
            return None;
        };
        let column = columns.get(only)?;
        (!column.unique && column.kind != Type::List).then_some((expression, only.as_str()))
    }

    /// The values of expressions, one per row.
    pub(super) fn evaluate(&self, expressions: &[&Expression]) -> Result<Vec<RowValues>, Problem> {
        expressions::evaluate(&self.frame, expressions)
    }

    /// Numbers the values of some columns and dimensions.
    fn number<'n>(&mut self, keys: impl Iterator<Item = &'n BaseColumn>) -> Result<(), Problem> {
        let keys = keys.map(|key| (&key.name, key));
        let keys = keys.filter(|(name, _)| !self.numbered.contains_key(*name));
        let keys: BTreeMap<&String, &BaseColumn> = keys.collect();
        let numbered: Vec<Result<_, Problem>> = keys
            .into_par_iter()
            .filter_map(|(name, key)| {
                let coded = if self.frame.column(name).is_ok() {
                    self.coded(name).map_err(Problem::from)
                } else {
                    let (expression, column) = self.of_one_column(key)?;
                    self.once_a_value(expression, column)
                };
                Some(coded.map(|coded| (name.clone(), coded)))
            })
            .collect();
        for numbered in numbered {
            let (name, coded) = numbered?;
            self.numbered.insert(name, coded);
        }
        Ok(())
    }

    fn coded(&self, name: &str) -> PolarsResult<Coded> {
        let column = self.frame.column(name)?;
        let contract = &self.plan.sources[self.source].columns;
        // The contract has ensured that.
        if contract.get(name).is_some_and(|column| column.unique) {
            coded_unique(column)
        } else {
            coded(column)
        }
    }

    /// An expression, evaluated once per distinct value of the column that it reads.
    fn once_a_value(&self, expression: &Expression, column: &str) -> Result<Coded, Problem> {
        let numbered = self.coded(column)?;
        let distinct = number_tuples(&[numbered.part()], 0..self.height() as u32);
        let first = IdxCa::from_vec("first".into(), distinct.first);
        let frame = self.frame.select([column])?.take(&first)?;
        match expressions::evaluate(&frame, &[expression])?.swap_remove(0) {
            RowValues::Column(found) => Ok(coded(&found)?.take(&distinct.codes)),
            RowValues::Wide(_) => Err(too_wide(expression)),
        }
    }

    /// A column that has been numbered.
    pub(super) fn numbered(&self, name: &str) -> Option<&Coded> {
        self.numbered.get(name)
    }

    /// Finds the mentions of an exploded dimension.
    pub(super) fn mention(&mut self, dimension: DimensionIndex) -> Result<&Mentions, Problem> {
        if !self.mentions.contains_key(&dimension) {
            let DimensionKind::Explode { column, .. } = &self.plan[dimension].definition.kind
            else {
                return Err(Problem::plan(&self.plan[dimension].definition.name));
            };
            if !self.lists.contains_key(column) {
                let lists = Lists::of(self.frame.column(column)?)?;
                self.lists.insert(column.clone(), lists);
            }
            let found = lists::mentions(self.plan, dimension, &self.lists[column])?;
            self.mentions.insert(dimension, found);
        }
        self.mentions(dimension)
    }

    /// The mentions in the lists of an exploded dimension.
    pub(super) fn mentions(&self, dimension: DimensionIndex) -> Result<&Mentions, Problem> {
        let found = self.mentions.get(&dimension);
        found.ok_or_else(|| Problem::plan(&self.plan[dimension].definition.name))
    }
}

/// The problem of a column or dimension whose whole numbers exceed 64 bits.
pub(super) fn too_wide(expression: &Expression) -> Problem {
    Problem::Told(Box::new(
        Diagnostic::error(
            Code::OVERFLOW,
            format!("`{expression}` gives whole numbers of more than 64 bits, which no column or dimension has"),
        )
        .at(Location::value(&expression.pointer)),
    ))
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
