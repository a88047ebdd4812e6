//! Measures, and the scope.

use super::LocalText;
use crate::spec::grammar::{Format, FormatName, FormatParameters};
use crate::sql::{Aggregate, Expression, Node, Operation, Type};

/// Titles and format of a measure.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Title.
    pub title: LocalText,
    /// The unit: what is counted.
    pub unit: LocalText,
    /// How values are written; none: with the digits of their type.
    pub format: Option<Format>,
    /// Definition as written.
    pub definition: String,
    /// Of a ratio, the measures above and below.
    pub ratio: Option<[String; 2]>,
}

/// How values of a type are written where a spec does not say it: whole numbers and decimals with all
/// of their digits, others with as many as hide no value.
#[must_use]
pub(crate) fn usual_format(kind: Type) -> Format {
    match kind {
        Type::Decimal(scale) => Format::Parameters(FormatParameters {
            decimals: Some(scale),
            ..FormatParameters::default()
        }),
        Type::Number => Format::Name(FormatName::Number),
        _ => Format::Name(FormatName::Integer),
    }
}

/// A measure over certain rows.
#[derive(Clone, Debug)]
pub struct MeasureUse {
    /// Name of the measure.
    pub name: String,
    /// An aggregate, or what is computed of several, resolved in the namespace of the rows.
    pub expression: Expression,
    /// Whether breakdowns show its shares, if it is an amount.
    pub shares: bool,
}

impl MeasureUse {
    /// Whether it is a mean or a place in an order, or divides one aggregate by another.
    #[must_use]
    pub(crate) fn is_ratio_or_mean(&self) -> bool {
        fn divides(node: &Node) -> bool {
            matches!(node, Node::Compute(Operation::Divide, sides) if !sides[1].aggregates().is_empty())
                || node.parts().into_iter().any(divides)
        }
        let node = &self.expression.node;
        let mut aggregates = node.aggregates().into_iter();
        divides(node)
            || aggregates
                .any(|it| matches!(it.aggregate, Aggregate::Mean(_) | Aggregate::Quantile(..)))
    }

    /// Whether a total of it is the amount of all rows, as of sums and counts; that of a mean, a ratio or a least value is one of
    /// them together.
    #[must_use]
    pub(crate) fn has_total(&self) -> bool {
        let mut aggregates = self.expression.node.aggregates().into_iter();
        let is_extreme = aggregates
            .any(|it| matches!(it.aggregate, Aggregate::Least(_) | Aggregate::Greatest(_)));
        !is_extreme && !self.is_ratio_or_mean()
    }

    /// What its values are.
    #[must_use]
    pub(crate) fn kind(&self) -> MeasureKind {
        let of = self.expression.kind;
        let Some(aggregate) = self.expression.aggregate() else {
            return MeasureKind::Derived(of);
        };
        match &aggregate.aggregate {
            // Parts of a whole are counted in whole numbers.
            Aggregate::Sum(_) if of == Type::Number => MeasureKind::Value(of),
            Aggregate::Count
            | Aggregate::CountValues(_)
            | Aggregate::Sum(_)
            | Aggregate::CountDistinct(_) => MeasureKind::Amount,
            Aggregate::Mean(_) | Aggregate::Quantile(..) => MeasureKind::Derived(of),
            Aggregate::Least(_) | Aggregate::Greatest(_) => MeasureKind::Value(of),
        }
    }

    /// Whether its values are amounts: sums, counts, and other exact numbers.
    #[must_use]
    pub(crate) fn is_amount(&self) -> bool {
        match self.kind() {
            MeasureKind::Amount => true,
            MeasureKind::Value(of) | MeasureKind::Derived(of) => of.scale().is_some(),
        }
    }

    /// Whether it counts distinct values.
    #[must_use]
    pub(crate) fn counts_distinct(&self) -> bool {
        let aggregate = self.expression.aggregate();
        aggregate.is_some_and(|it| matches!(it.aggregate, Aggregate::CountDistinct(_)))
    }

    /// Whether it is a sum or a number of rows or values, so that a part of the rows has a part of it.
    #[must_use]
    pub(crate) fn sums_or_counts(&self) -> bool {
        let aggregate = self.expression.aggregate();
        matches!(
            aggregate.map(|it| &it.aggregate),
            Some(Aggregate::Sum(_) | Aggregate::Count | Aggregate::CountValues(_))
        )
    }

    /// Whether the values of the parts sum to that of the whole.
    #[must_use]
    pub(crate) fn adds_up(&self) -> bool {
        let aggregate = self.expression.aggregate();
        match aggregate.map(|filtered| &filtered.aggregate) {
            Some(Aggregate::Sum(value)) => value.kind != Type::Number,
            Some(Aggregate::Count | Aggregate::CountValues(_)) => true,
            _ => false,
        }
    }
}

/// Which rows the whole report speaks of.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Index of the source.
    pub source: usize,
    /// Condition on rows.
    pub filter: Option<Expression>,
    /// The values that it is about.
    pub top: Option<ScopeTop>,
}

impl Scope {
    /// The columns and dimensions that say whether a row is in it.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        let of_filter = self.filter.iter().flat_map(|filter| &filter.names);
        of_filter.chain(self.top.iter().map(|top| &top.by))
    }
}

/// The n values of a dimension with most of a measure, over the rows that pass the condition.
#[derive(Clone, Debug)]
pub struct ScopeTop {
    /// Dimension.
    pub by: String,
    /// Measure.
    pub measure: MeasureUse,
    /// How many.
    pub n: usize,
}

/// The kind of a measure's values, which determines its derived columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    /// Counts and sums: they have shares, ranks and cumulative shares.
    Amount,
    /// Means, quantiles and what is computed of several aggregates, of this type: ranks come with
    /// numbers.
    Derived(Type),
    /// Least and greatest values, and sums of numbers with fractions, of this type.
    Value(Type),
}
