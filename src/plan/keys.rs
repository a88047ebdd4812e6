//! The order of group keys.

use crate::report::{Dimension, DimensionKind};
use crate::sql::Type;
use std::cmp::Ordering;
use std::sync::Arc;

/// The order of the values in a key column, all of which are texts.
#[derive(Clone, Debug, Default)]
pub enum KeyOrder {
    /// As texts; also for dates and truth values.
    #[default]
    Texts,
    /// As numbers.
    Numbers,
    /// By their position in this list.
    Positions(Arc<[Arc<str>]>),
}

impl KeyOrder {
    /// The order of a dimension's values; buckets are in ascending order.
    #[must_use]
    pub(crate) fn of_dimension(dimension: &Dimension) -> Self {
        match &dimension.kind {
            DimensionKind::Bucket { codes, .. } => {
                Self::Positions(codes.iter().map(|code| Arc::from(code.as_str())).collect())
            }
            _ => Self::of(dimension.value_type),
        }
    }

    /// The order of values of a type.
    #[must_use]
    pub(crate) fn of(kind: Type) -> Self {
        match kind {
            Type::Integer | Type::Number | Type::Decimal(_) => Self::Numbers,
            _ => Self::Texts,
        }
    }

    /// The order of two values.
    #[must_use]
    pub(crate) fn compare(&self, x: &str, y: &str) -> Ordering {
        match self {
            Self::Texts => x.cmp(y),
            Self::Numbers => {
                if let (Ok(x), Ok(y)) = (x.parse::<i128>(), y.parse::<i128>()) {
                    return x.cmp(&y);
                }
                let number = |text: &str| text.parse::<f64>().unwrap_or_default();
                number(x).total_cmp(&number(y)).then_with(|| x.cmp(y))
            }
            Self::Positions(codes) => {
                let position = |text: &str| codes.iter().position(|code| **code == *text);
                position(x).cmp(&position(y))
            }
        }
    }
}
