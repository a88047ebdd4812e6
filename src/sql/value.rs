//! The value of an expression: exact, and independent of the engine.

use super::{Decimal, number};
use crate::text::{Date, Number, Ratio};
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// A value of an expression, measure or metric.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Integer(i128),
    /// A fraction that keeps its two integers.
    Ratio(Ratio),
    /// A share whose printed digits add up with those of its like. In a box: most values are none, and every cell would be larger.
    Rounded(Box<Rounded>),
    /// A number with a fixed count of digits behind the point.
    Decimal(Decimal),
    /// A number with a fraction: the shortest decimal number that reads back as this float.
    Number(f64),
    /// A text.
    Text(Arc<str>),
    /// A date.
    Date(Date),
    /// A list of texts, some of which may be missing.
    List(Arc<[Option<Arc<str>>]>),
}

/// A share that is printed as it is rounded together with others, so that they add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounded {
    /// The share itself.
    pub exact: Ratio,
    /// The share that is printed, in units of its last digit.
    pub printed: Ratio,
}

impl Rounded {
    /// The share that is printed if it has these decimals in percent, else the exact one.
    #[must_use]
    pub(crate) fn with_decimals(self, decimals: u8) -> Ratio {
        if self.printed.denominator == 10_i128.pow(u32::from(decimals) + 2) {
            self.printed
        } else {
            self.exact
        }
    }
}

impl Value {
    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(Arc::from(text))
    }

    /// The value as plain text, as in a key; `None` for a missing value.
    #[must_use]
    pub fn plain(&self) -> Option<Arc<str>> {
        match self {
            Self::Null => None,
            Self::Text(text) => Some(text.clone()),
            Self::Date(day) => Some(Arc::from(day.iso())),
            other => Some(Arc::from(other.to_string())),
        }
    }

    /// The value as a number, as it is printed.
    #[must_use]
    pub(crate) fn number(&self) -> Option<Number> {
        match self {
            Self::Integer(value) => Some(Number::Integer(*value)),
            Self::Ratio(ratio) => Some(Number::Ratio(*ratio)),
            Self::Rounded(share) => Some(Number::Ratio(share.printed)),
            Self::Decimal(decimal) => Some(Number::Ratio(decimal.ratio())),
            Self::Number(value) => Some(Number::Float(*value)),
            _ => None,
        }
    }

    /// The value as a float, as it is printed, for geometry and other programs; `None` of what is no number.
    #[must_use]
    pub fn float(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Ratio(ratio) => Some(number::nearest(*ratio)),
            Self::Rounded(share) => Some(number::nearest(share.printed)),
            Self::Decimal(decimal) => Some(decimal.float()),
            Self::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// The value without the way in which it is printed.
    #[must_use]
    pub(crate) fn exact(self) -> Self {
        match self {
            Self::Rounded(share) => Self::Ratio(share.exact),
            other => other,
        }
    }

    /// The number in units of its last digit, of which shares are made; 0 for what has no such unit.
    #[must_use]
    pub fn units(&self) -> i128 {
        match self {
            Self::Integer(value) => *value,
            Self::Decimal(decimal) => decimal.units,
            _ => 0,
        }
    }

    /// A share; null where the denominator is zero.
    #[must_use]
    pub fn share(numerator: i128, denominator: i128) -> Self {
        if denominator > 0 {
            Self::Ratio(Ratio {
                numerator,
                denominator,
            })
        } else {
            Self::Null
        }
    }

    /// Exact order by size; null is smallest, and texts are ordered by their code points.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::Boolean(a), Self::Boolean(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) => a.cmp(b),
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Null, _) => Ordering::Less,
            (_, Self::Null) => Ordering::Greater,
            (a, b) => number::compare(a, b),
        }
    }
}

/// As in an expression: texts in quotes, numbers as the shortest decimal, a missing value as NULL.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        match self {
            Self::Null => formatter.write_str("NULL"),
            Self::Boolean(value) => write!(formatter, "{value}"),
            Self::Integer(value) => write!(formatter, "{value}"),
            Self::Decimal(decimal) => write!(formatter, "{decimal}"),
            Self::Ratio(_) | Self::Rounded(_) | Self::Number(_) => {
                formatter.write_str(&number::plain(self))
            }
            Self::Text(text) => formatter.write_str(&quoted(text)),
            Self::Date(date) => write!(formatter, "DATE '{date}'"),
            Self::List(list) => {
                let items: Vec<String> = list
                    .iter()
                    .map(|item| item.as_deref().map_or_else(|| "NULL".to_owned(), quoted))
                    .collect();
                write!(formatter, "[{}]", items.join(", "))
            }
        }
    }
}
