//! What is counted, and over which rows the scope lets a report look.

use super::LocalText;
use crate::spec::grammar::Format;
use crate::sql::{Aggregate, FilteredAggregate, Type};

/// Titles and format of a measure.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Title.
    pub title: LocalText,
    /// What is counted.
    pub unit: LocalText,
    /// How values are written.
    pub format: Format,
    /// Definition as written.
    pub definition: String,
}

/// A measure over certain rows.
#[derive(Clone, Debug)]
pub struct MeasureUse {
    /// Name of the measure.
    pub name: String,
    /// The aggregate, resolved in the namespace of the rows.
    pub aggregate: FilteredAggregate,
}

/// The n values of a dimension with most of a measure.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Index of the source.
    pub source: usize,
    /// Dimension.
    pub by: String,
    /// Measure.
    pub measure: MeasureUse,
    /// How many.
    pub n: usize,
}

/// What a measure's values are, and so which columns come with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    /// Counts and sums: shares, ranks and cumulative shares come with them.
    Amount,
    /// Means: ranks come with them.
    Mean,
    /// Least and greatest values, and sums of numbers with fractions, of this type: ranks come with
    /// numbers.
    Value(Type),
}

/// The kind of an aggregate.
#[must_use]
pub fn measure_kind(aggregate: &Aggregate) -> MeasureKind {
    match aggregate {
        // Parts of a whole are told by whole numbers.
        Aggregate::Sum(value) if value.kind == Type::Number => MeasureKind::Value(value.kind),
        Aggregate::Count
        | Aggregate::CountValues(_)
        | Aggregate::Sum(_)
        | Aggregate::CountDistinct(_) => MeasureKind::Amount,
        Aggregate::Mean(_) => MeasureKind::Mean,
        Aggregate::Least(value) | Aggregate::Greatest(value) => MeasureKind::Value(value.kind),
    }
}
