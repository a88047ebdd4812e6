//! What turns a condition: single changes, and how many of several are needed. In: the turns of the parts. Out: the
//! least change, with its margin.

use crate::results::{Margin, NoMargin, Step, Unit, Value};
use crate::sql::Node;

/// What turns a condition.
#[derive(Clone, Debug)]
pub(super) enum Turn {
    /// Nothing that is measured.
    Fixed,
    /// What cannot be told: this part compares no numbers.
    NotMeasured(String),
    /// What cannot be told: the row next to this row is not kept.
    NotKept(usize),
    /// One change.
    By(Distance),
    /// So many of these.
    Some(usize, Vec<Turn>),
}

/// How far a change is from happening.
#[derive(Clone, Debug)]
pub(super) struct Distance {
    pub(super) difference: Value,
    pub(super) unit: Unit,
    pub(super) share: Option<Value>,
    pub(super) event: Event,
}

/// A change.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// One side of a comparison comes to the other, of a row or of all.
    Passes {
        row: Option<usize>,
        sides: [Node; 2],
        values: [Value; 2],
        /// Of the left side.
        verb: Verb,
    },
    /// A row takes the place of another one by a measure.
    Places {
        row: usize,
        other: usize,
        measure: usize,
        falls: bool,
    },
    /// So many rows more or fewer; none: either.
    Rows(i128, Option<bool>),
}

/// What one side does to come to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    RisesTo,
    RisesAbove,
    FallsTo,
    FallsBelow,
    Reaches,
    Leaves,
}

/// The least change that turns a condition.
pub(super) struct Least {
    pub(super) margin: Result<Margin, NoMargin>,
    pub(super) ways: Vec<Vec<Step>>,
}

/// How a change is told: the words, and the rows of an order.
pub(super) trait Said {
    /// The step of a change.
    fn step(&self, distance: &Distance) -> Step;
    /// What people call a row.
    fn row(&self, row: usize) -> String;
}

impl Turn {
    /// So many of some turns.
    pub(super) fn some(needed: usize, mut turns: Vec<Self>) -> Self {
        turns.retain(|turn| !turn.is_fixed());
        match (turns.len(), needed) {
            (found, needed) if found < needed || needed == 0 => Self::Fixed,
            (1, 1) => turns.swap_remove(0),
            _ => Self::Some(needed, turns),
        }
    }

    pub(super) fn is_fixed(&self) -> bool {
        matches!(self, Self::Fixed)
    }

    /// The least change, and what is done for it.
    pub(super) fn least(&self, said: &dyn Said) -> Least {
        let none = |reason| Least {
            margin: Err(reason),
            ways: Vec::new(),
        };
        match self {
            Self::Fixed => none(NoMargin::Fixed),
            Self::NotMeasured(part) => none(NoMargin::NotMeasured(part.clone())),
            Self::NotKept(row) => none(NoMargin::RowNotKept(said.row(*row))),
            Self::By(distance) => {
                let step = said.step(distance);
                Least {
                    margin: Ok(step.margin.clone()),
                    ways: vec![vec![step]],
                }
            }
            Self::Some(needed, turns) => {
                let parts = turns.iter().map(|turn| turn.least(said)).collect();
                least_of(*needed, parts)
            }
        }
    }
}

/// The least change with which so many of some parts turn.
fn least_of(needed: usize, parts: Vec<Least>) -> Least {
    let unknown = parts.iter().find_map(|part| part.margin.clone().err());
    let margins: Vec<Margin> = parts
        .iter()
        .filter_map(|it| it.margin.clone().ok())
        .collect();
    let in_points = unit_of(&margins).is_none();
    let is_comparable = !in_points || margins.iter().all(|it| it.share.is_some());
    match unknown {
        None if is_comparable => {}
        unknown => {
            // Each part that alone turns it is still told.
            let ways = parts.into_iter().flat_map(|part| part.ways);
            let ways: Vec<Vec<Step>> = ways.collect();
            return Least {
                margin: Err(unknown.unwrap_or(NoMargin::Units)),
                ways: match needed {
                    1 => ways,
                    needed if needed == ways.len() => vec![ways.concat()],
                    _ => Vec::new(),
                },
            };
        }
    }
    let size = |margin: &Margin| match &margin.share {
        Some(share) if in_points => share.clone(),
        _ => margin.difference.clone(),
    };
    let mut parts: Vec<(Margin, Vec<Vec<Step>>)> = parts
        .into_iter()
        .filter_map(|part| Some((part.margin.ok()?, part.ways)))
        .collect();
    parts.sort_by(|one, other| size(&one.0).compare(&size(&other.0)));
    parts.truncate(needed);
    let Some((last, _)) = parts.last() else {
        return Least {
            margin: Err(NoMargin::Fixed),
            ways: Vec::new(),
        };
    };
    let margin = match (&last.share, in_points) {
        (Some(share), true) => Margin {
            difference: share.clone(),
            unit: Unit::Points,
            share: Some(share.clone()),
        },
        _ => last.clone(),
    };
    let ways = if needed == 1 {
        parts.into_iter().flat_map(|part| part.1).collect()
    } else {
        let each = parts
            .into_iter()
            .filter_map(|part| part.1.into_iter().next());
        vec![each.flatten().collect()]
    };
    Least {
        margin: Ok(margin),
        ways,
    }
}

/// The unit that all margins have.
fn unit_of(margins: &[Margin]) -> Option<&Unit> {
    let first = &margins.first()?.unit;
    margins.iter().all(|it| it.unit == *first).then_some(first)
}
