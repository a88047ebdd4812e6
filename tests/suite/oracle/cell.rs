//! Values of rows: their codes, and how they compare.

use std::cmp::Ordering;

/// A value of a column or dimension.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// No value.
    Null,
    /// A key without a row in a lookup whose dimension excludes such rows.
    Excluded,
    Text(String),
    Integer(i128),
    Truth(bool),
    Day(String),
    /// A bucket by its position.
    Bucket(usize, &'static str),
    /// A share with its two integers.
    Share(i128, i128),
    /// A number in its least terms.
    Fraction(i128, i128),
    /// A decimal in hundredths.
    Cents(i128),
}

impl Cell {
    /// A fraction of which the lower part is not 0.
    pub(super) fn fraction(above: i128, below: i128) -> Self {
        let divisor = common_divisor(above, below) * below.signum();
        Self::Fraction(above / divisor, below / divisor)
    }

    /// A number as a fraction.
    pub(super) fn parts(&self) -> (i128, i128) {
        match self {
            Self::Integer(value) => (*value, 1),
            Self::Share(above, below) | Self::Fraction(above, below) => (*above, *below),
            Self::Cents(units) => (*units, 100),
            other => panic!("{other:?} is no number"),
        }
    }

    /// A whole number, or a decimal in units of its last digit.
    pub(super) fn units(&self) -> Option<i128> {
        match self {
            Self::Integer(units) | Self::Cents(units) => Some(*units),
            _ => None,
        }
    }

    /// The code of a value; `None` if it is missing.
    pub(super) fn code(&self) -> Option<String> {
        match self {
            Self::Null | Self::Excluded => None,
            Self::Text(text) | Self::Day(text) => Some(text.clone()),
            Self::Integer(value) => Some(value.to_string()),
            Self::Truth(value) => Some(value.to_string()),
            Self::Bucket(_, code) => Some((*code).to_owned()),
            Self::Share(..) | Self::Fraction(..) | Self::Cents(_) => {
                panic!("nothing is grouped by fractions here")
            }
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null | Self::Excluded)
    }

    /// The value as in a result.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Null | Self::Excluded => "-".to_owned(),
            Self::Fraction(above, 1) => above.to_string(),
            Self::Share(above, below) | Self::Fraction(above, below) => format!("{above}/{below}"),
            Self::Cents(units) => Self::fraction(*units, 100).shown(),
            other => other.code().unwrap_or_default(),
        }
    }

    /// Order by size; missing values are smallest.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) | (Self::Day(a), Self::Day(b)) => a.cmp(b),
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            (Self::Truth(a), Self::Truth(b)) => a.cmp(b),
            (Self::Bucket(a, _), Self::Bucket(b, _)) => a.cmp(b),
            (a, b) if a.is_null() || b.is_null() => b.is_null().cmp(&a.is_null()),
            (a, b) => {
                let ((a, b), (c, d)) = (a.parts(), b.parts());
                (a * d).cmp(&(c * b))
            }
        }
    }

    /// The value as an SQL literal.
    pub(super) fn sql(&self) -> String {
        match self {
            Self::Text(text) => format!("'{text}'"),
            Self::Bucket(_, code) => format!("'{code}'"),
            Self::Day(day) => format!("DATE '{day}'"),
            Self::Fraction(above, below) => format!("{above} / {below}"),
            Self::Cents(units) => format!("{}.{:02}", units / 100, units % 100),
            other => other.code().expect("a value"),
        }
    }
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 {
        a.abs()
    } else {
        common_divisor(b, a % b)
    }
}

/// The key of a row in a breakdown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    Value(Cell),
    Missing,
    Others,
}

impl Key {
    pub(super) fn of(cell: &Cell) -> Self {
        if cell.is_null() {
            Self::Missing
        } else {
            Self::Value(cell.clone())
        }
    }

    pub(super) fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    pub(super) fn shown(&self) -> String {
        match self {
            Self::Value(cell) => cell.shown(),
            Self::Missing => "(missing)".to_owned(),
            Self::Others => "(others)".to_owned(),
        }
    }

    /// The value in a second step.
    pub(super) fn cell(&self) -> Cell {
        match self {
            Self::Value(cell) => cell.clone(),
            Self::Missing | Self::Others => Cell::Null,
        }
    }

    /// Values before missing, others last.
    pub(super) fn place(&self) -> u8 {
        match self {
            Self::Value(_) => 0,
            Self::Missing => 1,
            Self::Others => 2,
        }
    }

    /// Order by code.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Value(a), Self::Value(b)) => a.compare(b),
            _ => self.place().cmp(&other.place()),
        }
    }
}
