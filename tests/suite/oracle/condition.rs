//! Conditions on rows, with the three truth values of SQL.

use super::cell::Cell;
use super::dice::Dice;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Values of a row by name.
pub(super) type Cells = BTreeMap<String, Cell>;

/// A condition.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    Equals(String, Cell),
    IsNull(String),
    Below(String, Cell),
    AtLeast(String, Cell),
    /// A share of at least this many percent.
    SharePasses(String, i128),
    In(String, Vec<Cell>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Not(Box<Condition>),
}

/// A name with values to compare it with.
pub(super) type Named = (String, Vec<Cell>);

impl Condition {
    /// A condition over some names.
    pub(super) fn random(dice: &mut Dice, names: &[Named], depth: usize) -> Self {
        let kind = dice.below(if depth == 0 { 5 } else { 8 });
        match kind {
            5 => Self::And(
                Box::new(Self::random(dice, names, depth - 1)),
                Box::new(Self::random(dice, names, depth - 1)),
            ),
            6 => Self::Or(
                Box::new(Self::random(dice, names, depth - 1)),
                Box::new(Self::random(dice, names, depth - 1)),
            ),
            7 => Self::Not(Box::new(Self::random(dice, names, depth - 1))),
            kind => {
                let (name, values) = dice.one(names);
                let value = dice.one(&values);
                if let Cell::Share(percent, _) = value {
                    return Self::SharePasses(name, percent);
                }
                let ordered = matches!(
                    value,
                    Cell::Integer(_) | Cell::Day(_) | Cell::Fraction(..) | Cell::Cents(_)
                );
                match kind {
                    0 => Self::Equals(name, value),
                    1 => Self::IsNull(name),
                    2 if ordered => Self::Below(name, value),
                    3 if ordered => Self::AtLeast(name, value),
                    _ => Self::In(name, dice.some(&values, 2)),
                }
            }
        }
    }

    pub(super) fn sql(&self) -> String {
        match self {
            Self::Equals(name, value) => format!("{name} = {}", value.sql()),
            Self::IsNull(name) => format!("{name} IS NULL"),
            Self::Below(name, value) => format!("{name} < {}", value.sql()),
            Self::AtLeast(name, value) => format!("{name} >= {}", value.sql()),
            Self::SharePasses(name, percent) => format!("{name} >= 0.{percent:02}"),
            Self::In(name, values) => {
                let values: Vec<String> = values.iter().map(Cell::sql).collect();
                format!("{name} IN ({})", values.join(", "))
            }
            Self::And(a, b) => format!("({}) AND ({})", a.sql(), b.sql()),
            Self::Or(a, b) => format!("({}) OR ({})", a.sql(), b.sql()),
            Self::Not(inner) => format!("NOT ({})", inner.sql()),
        }
    }

    /// Whether it is true, false or unknown.
    pub(super) fn truth(&self, cells: &Cells) -> Option<bool> {
        let cell = |name: &String| Some(&cells[name]).filter(|cell| !cell.is_null());
        match self {
            Self::Equals(name, value) => Some(cell(name)?.compare(value) == Ordering::Equal),
            Self::IsNull(name) => Some(cell(name).is_none()),
            Self::Below(name, value) => Some(cell(name)?.compare(value) == Ordering::Less),
            Self::AtLeast(name, value) => Some(cell(name)?.compare(value) != Ordering::Less),
            Self::SharePasses(name, percent) => {
                let (above, below) = cell(name)?.parts();
                Some(above * 100 >= percent * below)
            }
            Self::In(name, values) => {
                let cell = cell(name)?;
                Some(
                    values
                        .iter()
                        .any(|value| cell.compare(value) == Ordering::Equal),
                )
            }
            Self::And(a, b) => match (a.truth(cells), b.truth(cells)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Self::Or(a, b) => match (a.truth(cells), b.truth(cells)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Self::Not(inner) => inner.truth(cells).map(|truth| !truth),
        }
    }

    /// The names that it reads.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Equals(name, _)
            | Self::IsNull(name)
            | Self::Below(name, _)
            | Self::AtLeast(name, _)
            | Self::SharePasses(name, _)
            | Self::In(name, _) => vec![name],
            Self::And(a, b) | Self::Or(a, b) => [a.names(), b.names()].concat(),
            Self::Not(inner) => inner.names(),
        }
    }
}
