//! Dimensions: groupings of rows.

use super::{ByName, Link, LocalTerm, LocalText};
use crate::sql::{Expression, Node, Type, Value};
use crate::text::{CalendarUnit, Locale};
use std::collections::{BTreeMap, BTreeSet};

/// A grouping of rows.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Name.
    pub name: String,
    /// Index of the source.
    pub source: usize,
    /// How its value is derived.
    pub kind: DimensionKind,
    /// Type of its values in expressions.
    pub value_type: Type,
    /// Title.
    pub title: LocalText,
    /// Labels given in the spec, by code.
    pub labels: ByName<LocalTerm>,
    /// Lookup and attribute that hold the labels, per locale.
    pub label_from: BTreeMap<Locale, (String, usize)>,
    /// Where more is to be found on each of its values.
    pub link: Option<Link>,
    /// Pointer into the spec.
    pub pointer: String,
}

/// The kinds of dimensions.
#[derive(Clone, Debug)]
pub enum DimensionKind {
    /// A column of the contract.
    Column(String),
    /// An attribute of a lookup.
    Lookup {
        /// Name of the lookup.
        lookup: String,
        /// Position of the attribute.
        attribute: usize,
        /// Column or dimension that holds the key.
        key: String,
        /// What happens to keys without a row.
        unmatched: UnmatchedKeys,
    },
    /// Buckets of an integer column.
    Bucket {
        /// The column.
        column: String,
        /// Edges in ascending order.
        edges: Vec<i64>,
        /// Whether the upper edge belongs to a bucket.
        right_closed: bool,
        /// Codes, one more than there are edges.
        codes: Vec<String>,
    },
    /// The values of a list.
    Explode {
        /// The list column.
        column: String,
        /// Lookup and attribute of valid values.
        valid: Option<(String, usize)>,
    },
    /// An expression over columns and dimensions.
    Sql(Expression),
}

/// What happens to keys that a lookup lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnmatchedKeys {
    /// No value, with a warning.
    Warn,
    /// The key itself.
    Keep,
    /// The row is left out.
    Exclude,
    /// An error.
    Error,
    /// A code.
    Code(String),
}

/// The exploded dimensions that a name refers to or builds on.
#[must_use]
pub fn lists_of<'a>(dimensions: &'a ByName<Dimension>, name: &str) -> BTreeSet<&'a str> {
    let Some(dimension) = dimensions.get(name) else {
        return BTreeSet::new();
    };
    match &dimension.kind {
        DimensionKind::Explode { .. } => BTreeSet::from([dimension.name.as_str()]),
        DimensionKind::Column(column) if column != name => lists_of(dimensions, column),
        DimensionKind::Column(_) | DimensionKind::Bucket { .. } => BTreeSet::new(),
        DimensionKind::Lookup { key, .. } => lists_of(dimensions, key),
        DimensionKind::Sql(expression) => {
            let names = expression.names.iter();
            names.flat_map(|name| lists_of(dimensions, name)).collect()
        }
    }
}

impl Dimension {
    /// The kind of period whose first day each value is, for one that is `date_trunc('month', …)`.
    pub(crate) fn period(&self) -> Option<CalendarUnit> {
        let DimensionKind::Sql(expression) = &self.kind else {
            return None;
        };
        let Node::Call(function, arguments) = &expression.node else {
            return None;
        };
        let [Node::Literal(Value::Text(unit)), _] = arguments.as_slice() else {
            return None;
        };
        let units = [
            CalendarUnit::Day,
            CalendarUnit::Week,
            CalendarUnit::Month,
            CalendarUnit::Quarter,
            CalendarUnit::Year,
        ];
        let found = units.into_iter().find(|it| it.key() == &**unit);
        found.filter(|_| function.name == "date_trunc")
    }

    /// The column or dimension of the dates of which each value is the first day of a period.
    pub(crate) fn truncated_from(&self) -> Option<&String> {
        match &self.kind {
            DimensionKind::Sql(expression) => match &expression.node {
                Node::Call(function, arguments) if function.name == "date_trunc" => {
                    match arguments.as_slice() {
                        [Node::Literal(Value::Text(_)), Node::Name(dates)] => Some(dates),
                        _ => None,
                    }
                }
                _ => None,
            },
            _ => None,
        }
    }
}
