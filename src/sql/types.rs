//! Types of expressions.

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
    /// A truth value.
    Boolean,
    /// A day.
    Date,
    /// A list of texts.
    List,
    /// `NULL`, or the result of an expression that is wrong elsewhere: fits everything.
    Any,
}

impl Type {
    /// Whether the two can be compared or stand for each other.
    #[must_use]
    pub fn fits(self, other: Self) -> bool {
        self == other
            || self == Self::Any
            || other == Self::Any
            || (self.is_numeric() && other.is_numeric())
    }

    /// Integer or number.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Any)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
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
