//! A claim after execution: whether it holds, by how much, and what would turn it.

use super::Value;
use std::fmt;

/// A claim after execution.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimResult {
    /// Whether its condition holds.
    pub holds: bool,
    /// How far it is from turning, or why that is not known.
    pub margin: Result<Margin, NoMargin>,
    /// What would turn it with the least change: each of these ways alone, all steps of a way together.
    pub ways: Vec<Vec<Step>>,
    /// Whether it has turned since the period before; `None` where that is not known.
    pub turned: Option<bool>,
}

/// A distance between two sides of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Margin {
    /// The difference of both sides, exact, 0 or more.
    pub difference: Value,
    /// Its unit.
    pub unit: Unit,
    /// The same distance as a difference of shares, where both sides have one.
    pub share: Option<Value>,
}

/// The unit of a margin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Percentage points: a difference of shares, a fraction of 1.
    Points,
    /// The unit of the measure with this name.
    Measure(String),
    /// Rows of a breakdown.
    Rows,
    /// A number without a unit.
    Number,
}

/// Why a claim has no margin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoMargin {
    /// A part of the condition compares no numbers.
    NotMeasured(String),
    /// The row behind is dropped or folded.
    RowNotKept(String),
    /// Its parts have different units.
    Units,
    /// Nothing that is measured can turn it.
    Fixed,
}

impl fmt::Display for NoMargin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotMeasured(part) => write!(formatter, "`{part}` compares no numbers"),
            Self::RowNotKept(row) => {
                write!(formatter, "the breakdown keeps no row next to {row}")
            }
            Self::Units => formatter.write_str("its parts have different units"),
            Self::Fixed => formatter.write_str("no number that it reads can turn it"),
        }
    }
}

/// A change that turns a claim, or is needed for that.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What happens: `Meta falls behind Google`.
    pub text: String,
    /// How far it is from happening.
    pub margin: Margin,
    /// The order that changes with it, if it is one.
    pub order: Option<OrderOf>,
}

/// The order of two rows of a breakdown by a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderOf {
    /// Their positions.
    pub rows: [usize; 2],
    /// Position of the measure.
    pub measure: usize,
}
