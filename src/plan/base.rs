//! The aggregate at the finest grain that a set of breakdowns and metrics needs.

use super::DimensionIndex;
use crate::sql::{Expression, Type};
use std::collections::BTreeSet;

/// Groups of rows of a source: keys, atoms, sums.
#[derive(Clone, Debug, Default)]
pub struct Base {
    /// Index of the source.
    pub source: usize,
    /// Dimension whose list is exploded.
    pub explode: Option<DimensionIndex>,
    /// Whether it is asked for rows in scope only. An engine may leave the others out.
    pub in_scope: bool,
    /// Whether it only counts the keys that lookups do not have: rows that have all of their keys there need
    /// not be told apart.
    pub for_coverage: bool,
    /// Whether every mention of an exploded list is a group of its own, so that a row with several of
    /// its values can be counted once.
    pub per_row: bool,
    /// Columns that no other base has in its key, because they have nearly as many values as there
    /// are rows.
    pub wide: BTreeSet<String>,
    /// Key: columns of the contract, and dimensions that are decided per row.
    pub keys: Vec<BaseColumn>,
    /// Truth values decided per row, part of the key.
    pub atoms: Vec<Atom>,
    /// Aggregates of row values.
    pub aggregates: Vec<BaseAggregate>,
    /// Dimensions that follow from the key, each after those that it builds on.
    pub derived: Vec<BaseColumn>,
    /// Conditions over keys, derived dimensions and atoms.
    pub conditions: Vec<Expression>,
}

/// A column of a base: a part of its key, or a dimension that follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseColumn {
    /// Name in conditions.
    pub name: String,
    /// Type of its values in expressions.
    pub kind: Type,
    /// The dimension that it is; none for a column of the contract that is no dimension.
    pub dimension: Option<DimensionIndex>,
}

/// A truth value of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    /// Name in conditions.
    pub name: String,
    /// Its meaning.
    pub kind: AtomKind,
}

/// Kinds of atoms.
#[derive(Clone, Debug, PartialEq)]
pub enum AtomKind {
    /// A condition on the row.
    Condition(Expression),
    /// The list of an exploded dimension holds at least one valid value.
    HasValid(DimensionIndex),
}

/// An aggregate of a row value.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseAggregate {
    /// Which aggregate.
    pub kind: BaseAggregateKind,
    /// Expression over the row's columns.
    pub value: Expression,
}

impl BaseAggregate {
    /// Whether it is a sum of whole numbers.
    pub(crate) fn is_amount(&self) -> bool {
        self.kind == BaseAggregateKind::Sum && self.value.kind == Type::Integer
    }
}

/// Aggregates that can be rolled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaseAggregateKind {
    /// Exact sum of numbers.
    Sum,
    /// Number of values that are not null.
    Count,
    /// Smallest value.
    Least,
    /// Largest value.
    Greatest,
    /// Every number, for what less does not tell: quantiles.
    Every,
}

/// The base in which the keys that a lookup does not have are counted: one of all rows that counts each once,
/// where there is one.
pub(super) fn noted_in(bases: &[Base], dimension: DimensionIndex) -> Option<usize> {
    let bases = (0..).zip(bases);
    let derives = |base: &Base| {
        base.derived
            .iter()
            .any(|it| it.dimension == Some(dimension))
    };
    bases
        .filter(|(_, base)| derives(base))
        .min_by_key(|(at, base)| (base.in_scope, base.explode.is_some(), !base.per_row, *at))
        .map(|(at, _)| at)
}

impl Base {
    /// The first sum of whole numbers: what keys that a lookup does not have are weighed by.
    pub(crate) fn amount(&self) -> Option<&BaseAggregate> {
        self.aggregates.iter().find(|it| it.is_amount())
    }

    /// Its columns, those of the key first.
    pub fn columns(&self) -> impl Iterator<Item = &BaseColumn> {
        self.keys.iter().chain(&self.derived)
    }

    /// The column with a name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&BaseColumn> {
        self.columns().find(|column| column.name == name)
    }

    pub(super) fn key(&mut self, column: BaseColumn) {
        if !self.keys.iter().any(|known| known.name == column.name) {
            self.keys.push(column);
        }
    }

    pub(super) fn atom(&mut self, kind: AtomKind) -> String {
        if let Some(known) = self.atoms.iter().find(|atom| atom.kind == kind) {
            return known.name.clone();
        }
        let name = format!("atom {}", self.atoms.len());
        self.atoms.push(Atom {
            name: name.clone(),
            kind,
        });
        name
    }

    pub(super) fn aggregate(&mut self, aggregate: BaseAggregate) -> usize {
        if let Some(known) = self.aggregates.iter().position(|a| *a == aggregate) {
            return known;
        }
        self.aggregates.push(aggregate);
        self.aggregates.len() - 1
    }

    pub(super) fn condition(&mut self, condition: Expression) -> usize {
        if let Some(known) = self.conditions.iter().position(|c| *c == condition) {
            return known;
        }
        self.conditions.push(condition);
        self.conditions.len() - 1
    }
}
