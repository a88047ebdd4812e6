//! Comparisons of a rank with a place. In: the ranked rows of a breakdown. Out: how far a row is from the row whose
//! place it would take, in the measure by which they are ranked and in shares.

use super::turn::{Distance, Event, Turn};
use crate::report::{Breakdown, Role, Slot};
use crate::results::{Frame, Key, Unit, Value};
use crate::sql::{Comparison, difference_of};
use std::collections::{BTreeMap, BTreeSet};

/// The rows of a breakdown by the ranks that a condition reads.
#[derive(Debug, Default)]
pub(super) struct Ranked {
    /// By the position of the measure.
    measures: BTreeMap<usize, RankedBy>,
    /// Whether values are folded or dropped, so that the row behind may not be there.
    has_rest: bool,
}

#[derive(Debug)]
struct RankedBy {
    name: String,
    /// Value and share of each row.
    cells: Vec<(Value, Option<Value>)>,
    /// The group of each row and its rank in it.
    places: Vec<Option<(usize, i128)>>,
    /// The rows at each rank of each group: equal values have the same, and take the places behind it.
    groups: Vec<BTreeMap<i128, Vec<usize>>>,
}

impl Ranked {
    /// The ranks among some names.
    pub(super) fn new(frame: &Frame, breakdown: &Breakdown, names: &BTreeSet<String>) -> Self {
        let columns = frame.columns.values().iter();
        let ranks = columns.filter(|it| it.role() == Some(Role::Rank) && names.contains(&it.name));
        let measures = ranks.filter_map(|column| {
            let measure = column.measure()?;
            let of_role = |role: Role| {
                let mut columns = frame.columns.values().iter();
                let found =
                    columns.find(|it| it.measure() == Some(measure) && it.role() == Some(role));
                found.map(|column| column.slot)
            };
            let by = RankedBy::new(
                frame,
                breakdown,
                (column.slot, of_role(Role::Value)?, of_role(Role::Share)),
                breakdown.measures[measure].name.clone(),
            );
            Some((measure, by))
        });
        Self {
            measures: measures.collect(),
            has_rest: !breakdown.keep.is_empty(),
        }
    }

    /// What turns the comparison of the rank of a row with a place.
    pub(super) fn turn(
        &self,
        measure: usize,
        row: usize,
        comparison: Comparison,
        place: i128,
        truth: bool,
    ) -> Turn {
        let Some(by) = self.measures.get(&measure) else {
            return Turn::Fixed;
        };
        let Some((_, own)) = by.places[row] else {
            return Turn::Fixed;
        };
        let to = |place: i128| self.to(by, measure, row, place);
        match comparison {
            Comparison::LessOrEqual | Comparison::Greater => {
                let is_within = own <= place;
                to(if is_within { place + 1 } else { place })
            }
            Comparison::Less | Comparison::GreaterOrEqual => {
                let is_within = own < place;
                to(if is_within { place } else { place - 1 })
            }
            Comparison::Equal | Comparison::Different => {
                if truth == (comparison == Comparison::Equal) {
                    Turn::some(1, vec![to(place + 1), to(place - 1)])
                } else {
                    to(place)
                }
            }
        }
    }

    /// How far a row is from the row at another place of its group, itself being the first of its equals.
    fn to(&self, by: &RankedBy, measure: usize, row: usize, place: i128) -> Turn {
        let Some((group, own)) = by.places[row] else {
            return Turn::Fixed;
        };
        let Some(other) = by.at(group, place, row) else {
            let may_be_there = self.has_rest && place > 0;
            return if may_be_there {
                Turn::NotKept(row)
            } else {
                Turn::Fixed
            };
        };
        let falls = place > own;
        let (ahead, behind) = if falls { (row, other) } else { (other, row) };
        let ((more, more_share), (less, less_share)) = (&by.cells[ahead], &by.cells[behind]);
        let difference = difference_of(more, less);
        if difference == Value::Null {
            return Turn::Fixed;
        }
        let shares = more_share.as_ref().zip(less_share.as_ref());
        Turn::By(Distance {
            difference,
            unit: Unit::Measure(by.name.clone()),
            share: shares.map(|(more, less)| difference_of(more, less)),
            event: Event::Places {
                row,
                other,
                measure,
                falls,
            },
        })
    }
}

impl RankedBy {
    fn new(
        frame: &Frame,
        breakdown: &Breakdown,
        (rank, value, share): (Slot, Slot, Option<Slot>),
        name: String,
    ) -> Self {
        let mut numbers: BTreeMap<Vec<&Key>, usize> = BTreeMap::new();
        let mut groups: Vec<BTreeMap<i128, Vec<usize>>> = Vec::new();
        let mut places = Vec::with_capacity(frame.rows.len());
        for (at, row) in frame.rows.iter().enumerate() {
            let Some(Value::Integer(place)) = row.value(rank) else {
                places.push(None);
                continue;
            };
            let group: Vec<&Key> = breakdown.within.iter().map(|at| &row.keys[*at]).collect();
            let next = numbers.len();
            let group = *numbers.entry(group).or_insert(next);
            if group == groups.len() {
                groups.push(BTreeMap::new());
            }
            groups[group].entry(*place).or_default().push(at);
            places.push(Some((group, *place)));
        }
        let cells = frame.rows.iter().map(|row| {
            let cell = |slot: Slot| row.value(slot).cloned().unwrap_or(Value::Null);
            (cell(value), share.map(cell))
        });
        Self {
            name,
            cells: cells.collect(),
            places,
            groups,
        }
    }
    /// The row at a place of a group, of which one is the first of its equals.
    fn at(&self, group: usize, place: i128, first: usize) -> Option<usize> {
        let (rank, equal) = self.groups[group].range(..=place).next_back()?;
        let behind = usize::try_from(place - rank).ok()?;
        let leads = equal.contains(&first).then_some(first);
        let others = equal.iter().copied().filter(|row| *row != first);
        leads.into_iter().chain(others).nth(behind)
    }
}
