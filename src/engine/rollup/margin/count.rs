//! Comparisons of a count of rows with a number. In: the condition of the counted rows. Out: what turns as many rows
//! as are too many or too few, those that need the least change; where the rows do not change, the count itself.

use super::turn::{Distance, Event, Turn};
use super::{Ground, Reader, Reading};
use crate::results::{Unit, Value};
use crate::sql::{Aggregate, Comparison, Failure, FilteredAggregate};

impl Reader<'_> {
    /// What turns the comparison of a count of rows with a number; none for another aggregate.
    pub(super) fn counted(
        &self,
        aggregate: &FilteredAggregate,
        comparison: Comparison,
        wanted: i128,
        truth: bool,
    ) -> Result<Option<Turn>, Failure> {
        let (Ground::Rows(frame, _), Aggregate::Count | Aggregate::CountValues(_)) =
            (self.ground, &aggregate.aggregate)
        else {
            return Ok(None);
        };
        let (mut counted, mut others) = (Vec::new(), Vec::new());
        for row in 0..frame.rows.len() {
            let Reading { truth, turn } = match &aggregate.filter {
                Some(filter) => self.condition(&filter.node, Some(row))?,
                None => Reading {
                    truth: Some(true),
                    turn: Turn::Fixed,
                },
            };
            let is_missing = match aggregate.aggregate.value() {
                Some(value) => self.value(&value.node, Some(row))? == Value::Null,
                None => false,
            };
            if is_missing {
                others.push(Turn::Fixed);
            } else if truth == Some(true) {
                counted.push(turn);
            } else {
                others.push(turn);
            }
        }
        let found = counted.len() as i128;
        let (needed, more) = match (comparison, truth) {
            (Comparison::Equal, true) | (Comparison::Different, false) => (1, None),
            (Comparison::Equal, false) | (Comparison::Different, true) => {
                ((found - wanted).abs(), Some(found < wanted))
            }
            (Comparison::Greater, true) | (Comparison::LessOrEqual, false) => {
                (found - wanted, Some(false))
            }
            (Comparison::Greater, false) | (Comparison::LessOrEqual, true) => {
                (wanted - found + 1, Some(true))
            }
            (Comparison::GreaterOrEqual, true) | (Comparison::Less, false) => {
                (found - wanted + 1, Some(false))
            }
            (Comparison::GreaterOrEqual, false) | (Comparison::Less, true) => {
                (wanted - found, Some(true))
            }
        };
        let turns = match more {
            Some(true) => others,
            Some(false) => counted,
            None => counted.into_iter().chain(others).collect(),
        };
        let rows = usize::try_from(needed).unwrap_or(usize::MAX);
        let of_rows = Turn::some(rows, turns);
        Ok(Some(match of_rows {
            Turn::Fixed => Turn::By(Distance {
                difference: Value::Integer(needed),
                unit: Unit::Rows,
                share: None,
                event: Event::Rows(needed, more),
            }),
            of_rows => of_rows,
        }))
    }
}
