//! Single numbers and truth values, conditions that must hold, and published figures.

use super::{LocalText, MeasureKind, MeasureUse};
use crate::spec::grammar::{CheckSeverity, Format, PublishedFigure};
use crate::sql::{Expression, implies};
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

impl Metric {
    /// Whether it is written in percent.
    #[must_use]
    pub(crate) fn is_written_in_percent(&self) -> bool {
        self.format.is_percent()
    }

    /// Whether it is a share, so that it changes by percentage points.
    #[must_use]
    pub(crate) fn is_share(&self) -> bool {
        self.is_written_in_percent() || self.is_part_of_a_whole()
    }

    /// Whether it is written in percentage points.
    #[must_use]
    pub(crate) fn is_written_in_points(&self) -> bool {
        self.format.is_points()
    }

    /// Whether it certainly is a part of a whole: the same sum or count over some of the rows of its denominator.
    #[must_use]
    pub(crate) fn is_part_of_a_whole(&self) -> bool {
        let (
            Numerator::Aggregate {
                source,
                measure,
                in_scope,
            },
            Denominator::Aggregate {
                source: of_source,
                measure: whole,
                filter,
                in_scope: whole_in_scope,
            },
        ) = (&self.numerator, &self.denominator)
        else {
            return false;
        };
        let holds_rows = !whole_in_scope || *in_scope;
        let passes = |wanted| implies(self.filter.as_ref(), wanted);
        source == of_source
            && measure.name == whole.name
            && measure.kind() == MeasureKind::Amount
            && holds_rows
            && filter.as_ref().is_none_or(passes)
    }

    /// Whether it certainly is an amount: a sum, a count, a least or greatest value, without a denominator.
    #[must_use]
    pub(crate) fn is_amount(&self) -> bool {
        if !matches!(self.denominator, Denominator::None) {
            return false;
        }
        match &self.numerator {
            Numerator::Aggregate { measure, .. } => measure.is_amount(),
            Numerator::Second { expression, .. } => expression.kind.scale().is_some(),
        }
    }
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
