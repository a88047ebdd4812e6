//! SQL expressions: parsed once, names resolved and types checked in the tree, printed for the engine.
//!
//! In: a text with a namespace. Out: an [`Expression`] that knows what it reads and of what type it
//! is. The tree is walked here and nowhere else; an engine gets only the printed SQL.

mod atoms;
mod check;
mod functions;
mod implies;
mod infer;
mod parse;
mod types;

pub use atoms::{Split, split, with_filter};
pub use check::{Environment, Name, NameSpace, Reader};
pub use implies::implies;
pub use types::{AGGREGATES, FUNCTIONS, FunctionEntry, Type};

use std::collections::BTreeSet;

/// A checked expression.
#[derive(Clone, Debug)]
pub struct Expression {
    /// Resolved tree: filters in line, params as literals, names quoted.
    pub tree: sqlparser::ast::Expr,
    /// Columns and dimensions that it reads.
    pub names: BTreeSet<String>,
    /// Type of its value.
    pub kind: Type,
    /// As the user wrote it.
    pub text: String,
    /// JSON pointer to the value in the spec.
    pub pointer: String,
}

impl Expression {
    /// The SQL text for an engine.
    #[must_use]
    pub fn sql(&self) -> String {
        self.tree.to_string()
    }
}

/// One aggregate over rows.
#[derive(Clone, Debug)]
pub enum Aggregate {
    /// Number of rows.
    Count,
    /// Number of rows in which the value is not null.
    CountValues(Expression),
    /// Exact sum of integers.
    Sum(Expression),
    /// Least value.
    Least(Expression),
    /// Greatest value.
    Greatest(Expression),
    /// Mean of integers: a sum over a count.
    Mean(Expression),
    /// Number of distinct tuples of columns or dimensions.
    CountDistinct(Vec<String>),
}

/// An aggregate with the condition of its `FILTER`.
#[derive(Clone, Debug)]
pub struct FilteredAggregate {
    /// The aggregate.
    pub aggregate: Aggregate,
    /// Condition on its rows.
    pub filter: Option<Expression>,
}
