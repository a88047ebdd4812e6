//! Single numbers and truth values, conditions that must hold, and published figures.

use super::{LocalText, MeasureUse};
use crate::spec::grammar::{CheckSeverity, Format, PublishedFigure};
use crate::sql::Expression;
use std::fmt;

/// One number or truth value.
#[derive(Clone, Debug)]
pub struct Metric {
    /// Name.
    pub name: String,
    /// How it is computed.
    pub numerator: Numerator,
    /// Condition on rows.
    pub filter: Option<Expression>,
    /// The denominator.
    pub denominator: Denominator,
    /// Value when the denominator is zero.
    pub empty: Option<i64>,
    /// Its format.
    pub format: Format,
    /// Title.
    pub title: LocalText,
    /// Pointer into the spec.
    pub pointer: String,
}

/// The numerator of a metric.
#[derive(Clone, Debug)]
pub enum Numerator {
    /// An aggregate over rows of a source.
    Aggregate {
        /// Index of the source.
        source: usize,
        /// The aggregate.
        measure: MeasureUse,
        /// Whether the scope applies.
        in_scope: bool,
    },
    /// An expression over the rows of a breakdown.
    Second {
        /// The breakdown.
        from: String,
        /// The expression.
        expression: Expression,
    },
}

impl Numerator {
    /// What is computed.
    #[must_use]
    pub(crate) fn expression(&self) -> &Expression {
        match self {
            Self::Aggregate { measure, .. } => &measure.expression,
            Self::Second { expression, .. } => expression,
        }
    }
}

/// The denominator of a metric.
#[derive(Clone, Debug)]
pub enum Denominator {
    /// None: the metric is an amount.
    None,
    /// A measure over rows of the same source.
    Aggregate {
        /// Index of the source.
        source: usize,
        /// The aggregate.
        measure: MeasureUse,
        /// Condition.
        filter: Option<Expression>,
        /// Whether the scope applies.
        in_scope: bool,
    },
    /// A param.
    Param(String, i64),
    /// Another metric.
    Metric(String),
}

/// A condition that must hold.
#[derive(Clone, Debug)]
pub struct Check {
    /// The message.
    pub name: String,
    /// Breakdown.
    pub from: String,
    /// One truth value.
    pub expression: Expression,
    /// Condition on rows.
    pub filter: Option<Expression>,
    /// Its severity.
    pub severity: CheckSeverity,
    /// Pointer into the spec.
    pub pointer: String,
}

/// A published figure with its span.
#[derive(Clone, Debug)]
pub struct Published {
    /// As written.
    pub figure: PublishedFigure,
    /// Where it stands.
    pub place: Option<crate::diagnostic::Span>,
}

/// Figures in print that a run leaves out, since they are of another spec or period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FiguresElsewhere {
    /// How many.
    pub figures: usize,
    /// The spec that they are of.
    pub spec: String,
    /// The period that they are of, if their spec has periods.
    pub period: Option<String>,
}

impl fmt::Display for FiguresElsewhere {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (figures, verb) = match self.figures {
            1 => ("figure", "is"),
            _ => ("figures", "are"),
        };
        let (count, spec) = (self.figures, &self.spec);
        write!(formatter, "{count} published {figures} of `{spec}`")?;
        if let Some(period) = &self.period {
            write!(formatter, ", {period},")?;
        }
        write!(formatter, " {verb} left out")
    }
}
