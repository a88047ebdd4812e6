//! Types of expressions.

use crate::spec::grammar::ColumnType;
pub use crate::spec::grammar::MAX_SCALE;
use std::fmt;

/// Type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Number,
    /// A number with so many digits behind the point, at most [`MAX_SCALE`].
    Decimal(u8),
    /// A truth value.
    Boolean,
    /// A date.
    Date,
    /// A list of texts.
    List,
    /// `NULL`, or the result of an expression that was already reported: fits everything.
    Any,
}

impl Type {
    /// Whether the two can be compared or used in place of each other.
    #[must_use]
    pub(crate) fn fits(self, other: Self) -> bool {
        self == other
            || self == Self::Any
            || other == Self::Any
            || (self.is_numeric() && other.is_numeric())
    }

    /// Integer, decimal or number.
    #[must_use]
    pub(crate) fn is_numeric(self) -> bool {
        self.is_number() || self == Self::Any
    }

    /// Integer, decimal or number, and not `NULL`.
    #[must_use]
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Decimal(_))
    }

    /// How many digits behind the point its values have; none for a number that may have any.
    #[must_use]
    pub(crate) fn scale(self) -> Option<u8> {
        match self {
            Self::Integer => Some(0),
            Self::Decimal(scale) => Some(scale),
            _ => None,
        }
    }

    /// The type that holds the values of two types of numbers.
    #[must_use]
    pub(crate) fn wider(self, other: Self) -> Self {
        match (self.scale(), other.scale()) {
            (Some(a), Some(b)) => Self::of_scale(a.max(b)),
            _ => Self::Number,
        }
    }

    /// The type of numbers with so many digits behind the point.
    #[must_use]
    pub(crate) fn of_scale(scale: u8) -> Self {
        match scale {
            0 => Self::Integer,
            1..=MAX_SCALE => Self::Decimal(scale),
            _ => Self::Number,
        }
    }
}

impl From<ColumnType> for Type {
    fn from(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Text => Self::Text,
            ColumnType::Integer => Self::Integer,
            ColumnType::Number => Self::Number,
            ColumnType::Decimal(scale) => Self::Decimal(scale),
            ColumnType::Boolean => Self::Boolean,
            ColumnType::Date => Self::Date,
            ColumnType::List => Self::List,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Decimal(scale) => return write!(formatter, "decimal({scale})"),
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::List => "list<string>",
            Self::Any => "null",
        })
    }
}
