//! Rows of tables for programs. In: how many there are, and how one is made. Out: each when it is asked for, so
//! that a table of a million rows takes no room but that of what it is made of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Rows that are made one by one.
pub struct Rows<T> {
    count: usize,
    row: Arc<dyn Fn(usize) -> T + Send + Sync>,
}

impl<T> Rows<T> {
    /// So many rows; `row` makes the one at a position from 0.
    pub(crate) fn new(count: usize, row: impl Fn(usize) -> T + Send + Sync + 'static) -> Self {
        let row = Arc::new(row);
        Self { count, row }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Each in turn.
    pub fn iter(&self) -> impl Iterator<Item = T> {
        (0..self.count).map(|at| (self.row)(at))
    }
}

impl<T: Clone + Send + Sync + 'static> From<Vec<T>> for Rows<T> {
    fn from(rows: Vec<T>) -> Self {
        Self::new(rows.len(), move |at| rows[at].clone())
    }
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        let row = Arc::clone(&self.row);
        Self {
            count: self.count,
            row,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Rows<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

impl<T: PartialEq> PartialEq for Rows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Serialize> Serialize for Rows<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, T: Deserialize<'de> + Clone + Send + Sync + 'static> Deserialize<'de> for Rows<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

impl<T: JsonSchema> JsonSchema for Rows<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<T>::json_schema(generator)
    }
}
