//! How fine a name is: which columns of a row it takes to know it, and whether these are nearly as many as
//! the rows.

use super::requests::Planner;
use super::{BaseColumn, DimensionIndex};
use crate::report::{DimensionKind, UnmatchedKeys};
use crate::sql::Type;
use std::collections::BTreeSet;

impl Planner<'_> {
    /// The row columns that must be in the key so that a name is known per group.
    pub(super) fn keys(&self, source: usize, name: &str) -> BTreeSet<String> {
        match self.report.dimensions.get(name).map(|d| &d.kind) {
            None => BTreeSet::from([name.to_owned()]),
            Some(DimensionKind::Column(column)) => BTreeSet::from([column.clone()]),
            Some(DimensionKind::Lookup { key, .. }) => self.keys(source, key),
            Some(DimensionKind::Bucket { .. } | DimensionKind::Explode { .. }) => {
                BTreeSet::from([name.to_owned()])
            }
            Some(DimensionKind::Sql(expression)) => {
                if self.report.is_row_dimension(source, name) {
                    return BTreeSet::from([name.to_owned()]);
                }
                expression
                    .names
                    .iter()
                    .flat_map(|inner| self.keys(source, inner))
                    .collect()
            }
        }
    }

    pub(super) fn wide_keys(&self, source: usize, name: &str) -> BTreeSet<String> {
        self.keys(source, name)
            .into_iter()
            .filter(|key| self.is_unique(source, key) || self.reads_unique(source, key))
            .collect()
    }

    /// Whether a row's dimension is made from a unique column, so that it is nearly as fine as the
    /// rows.
    fn reads_unique(&self, source: usize, name: &str) -> bool {
        match self.report.dimensions.get(name).map(|d| &d.kind) {
            Some(DimensionKind::Sql(expression)) => expression
                .names
                .iter()
                .any(|inner| self.is_unique(source, inner)),
            _ => false,
        }
    }

    fn is_unique(&self, source: usize, name: &str) -> bool {
        self.report.sources[source]
            .columns
            .get(name)
            .is_some_and(|column| column.unique)
    }

    /// Whether a name is a column that is too fine to be in every key.
    pub(super) fn is_wide(&self, source: usize, name: &str) -> bool {
        self.report.sources[source]
            .columns
            .get(name)
            .is_some_and(|column| {
                column.unique || column.kind.is_number() || column.kind == Type::List
            })
    }

    /// The exploded dimension that a name refers to or builds on.
    pub(super) fn exploded(&self, name: &str) -> Option<DimensionIndex> {
        self.dimension(self.report.list_of(name)?)
    }

    /// The position of a dimension.
    pub(super) fn dimension(&self, name: &str) -> Option<DimensionIndex> {
        let at = self.report.dimensions.get_index_of(name);
        at.map(DimensionIndex)
    }

    /// A column of a base: a column of the contract, or a dimension.
    pub(super) fn column(&self, source: usize, name: &str) -> BaseColumn {
        let of_contract = self.report.sources[source].columns.get(name);
        let of_contract = of_contract.map_or(Type::Text, |column| column.kind);
        let dimension = self.report.dimensions.get(name);
        BaseColumn {
            name: name.to_owned(),
            kind: dimension.map_or(of_contract, |dimension| dimension.value_type),
            dimension: self.dimension(name),
        }
    }

    /// Whether a dimension may leave rows out.
    pub(super) fn excludes(&self, name: &str) -> bool {
        match self.report.dimensions.get(name).map(|d| &d.kind) {
            Some(DimensionKind::Lookup { key, unmatched, .. }) => {
                *unmatched == UnmatchedKeys::Exclude || self.excludes(key)
            }
            Some(DimensionKind::Column(column)) if column != name => self.excludes(column),
            _ => false,
        }
    }
}
