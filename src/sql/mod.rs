//! SQL expressions: text → syntax → a typed tree → its value.
//!
//! In: a text with a namespace. Out: an [`Expression`] that knows what it reads and its type, and
//! that can be evaluated. The results of operators and functions are defined here and nowhere else;
//! `docs/sql.md` is generated from the same tables.

mod aggregate;
mod aggregates;
mod atoms;
mod bounded;
mod calls;
mod cast;
mod change;
mod check;
mod compared_texts;
mod decimal;
mod division;
mod evaluate;
mod exclusions;
mod failure;
mod functions;
mod implies;
mod infer;
mod json;
mod letter_order;
mod meaning;
mod misordered;
mod mistakes;
mod number;
mod one_query;
mod parse;
mod pattern;
mod present;
mod print;
mod quantile;
mod reading;
mod rounding;
mod sum;
mod tree;
mod types;
mod unit;
mod unknown;
mod value;

#[cfg(test)]
mod tests;

pub use aggregate::Rows;
pub(crate) use aggregates::AGGREGATES;
pub(crate) use atoms::split;
pub(crate) use change::difference_type;
pub use change::{difference_of, growth_of};
pub(crate) use check::Holds;
pub use check::{Environment, Name, NameSpace, Reader};
pub(crate) use compared_texts::Compared;
pub use decimal::Decimal;
pub(crate) use division::{divided_pairs, pairs_of, sides_that_may_lack};
pub(crate) use evaluate::compare as compared;
pub use exclusions::Exclusion;
pub(crate) use exclusions::{
    adds, exclusions, exclusions_of_aggregate, exclusions_of_branches, fails,
};
pub use failure::{Failure, Outcome};
#[cfg(test)]
pub(crate) use functions::functions;
pub(crate) use functions::{FUNCTION_GROUPS, FunctionEntry};
pub(crate) use implies::implies;
pub use letter_order::Ordered;
pub(crate) use letter_order::{meant_key_of, put_in_order, telling};
pub(crate) use meaning::{Line, OPERATORS, PRINCIPLES};
pub(crate) use misordered::{is_misordered, meant_key, pair, text_of_key};
pub(crate) use number::{Operation, compute, quotient_of, shortest};
pub(crate) use one_query::one_query;
pub(crate) use parse::is_call;
pub(crate) use present::{Conditions, holds, present};
pub(crate) use quantile::Quantile;
pub(crate) use reading::Reading;
pub use sum::Sum;
pub use tree::{Case, Cast, Comparison, Like, Node};
pub use types::{MAX_SCALE, Type};
pub(crate) use unit::Unit;
pub use value::{Rounded, Value};

use crate::diagnostic::{Diagnostic, Location};
use std::collections::BTreeSet;
use std::fmt;

/// A checked expression.
#[derive(Clone)]
pub struct Expression {
    /// The computation: filters inlined, params as literals.
    pub node: Node,
    /// Columns and dimensions that it reads.
    pub names: BTreeSet<String>,
    /// Type of its value.
    pub kind: Type,
    /// As the user wrote it.
    pub text: String,
    /// JSON pointer to the value in the spec.
    pub pointer: String,
}

/// Two expressions are equal if they compute the same.
impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

/// Shows the computation, without the location.
impl fmt::Debug for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}: {:?}", self.node, self.kind)
    }
}

impl Expression {
    /// An expression that is the name of a column or dimension.
    #[must_use]
    pub(crate) fn name(name: &str, kind: Type, pointer: &str) -> Self {
        Self {
            node: Node::Name(name.to_owned()),
            names: BTreeSet::from([name.to_owned()]),
            kind,
            text: name.to_owned(),
            pointer: pointer.to_owned(),
        }
    }

    /// `count(*)`: the number of rows.
    #[must_use]
    pub(crate) fn count_of_rows() -> Self {
        let aggregate = FilteredAggregate {
            aggregate: Aggregate::Count,
            filter: None,
        };
        Self {
            text: aggregate.to_string(),
            names: BTreeSet::new(),
            node: Node::Aggregate(Box::new(aggregate)),
            kind: Type::Integer,
            pointer: String::new(),
        }
    }

    /// The aggregate that it is, where nothing is computed of several.
    #[must_use]
    pub(crate) fn aggregate(&self) -> Option<&FilteredAggregate> {
        match &self.node {
            Node::Aggregate(aggregate) => Some(aggregate),
            _ => None,
        }
    }

    /// Its value over no rows.
    #[must_use]
    pub(crate) fn of_nothing(&self) -> Value {
        let none = Rows {
            count: 0,
            cell: &|_, _| Value::Null,
        };
        let value = self.node.over(&none);
        let value = value.and_then(|value| value.of_type(self.kind));
        value.unwrap_or(Value::Null)
    }

    /// A condition derived from this expression.
    #[must_use]
    pub(crate) fn condition(&self, node: Node) -> Self {
        Self {
            names: node.names(),
            node,
            kind: Type::Boolean,
            text: self.text.clone(),
            pointer: self.pointer.clone(),
        }
    }

    /// A failure of this expression as a diagnostic.
    #[must_use]
    pub(crate) fn failed(&self, failure: Failure) -> Diagnostic {
        failure.diagnostic().at(Location::value(&self.pointer))
    }
}

/// One aggregate over rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Aggregate {
    /// Number of rows.
    Count,
    /// Number of rows in which the value is not null.
    CountValues(Expression),
    /// Exact sum of numbers.
    Sum(Expression),
    /// Smallest value.
    Least(Expression),
    /// Largest value.
    Greatest(Expression),
    /// Mean of numbers: a sum over a count.
    Mean(Expression),
    /// The number at a place among all of them in order.
    Quantile(Expression, Quantile),
    /// Number of distinct tuples of columns or dimensions.
    CountDistinct(Vec<String>),
}

/// An aggregate with the condition of its `FILTER`.
#[derive(Clone, Debug, PartialEq)]
pub struct FilteredAggregate {
    /// The aggregate.
    pub aggregate: Aggregate,
    /// Condition on its rows.
    pub filter: Option<Expression>,
}
