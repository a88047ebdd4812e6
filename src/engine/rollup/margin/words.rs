//! What turns a condition, told: `downloads_share` of Meta (31.8%) falls to 30%. In: a change and how far it is from
//! happening. Out: a step with its words.

use super::turn::{Distance, Event, Said, Verb};
use super::{Ground, Reader};
use crate::results::{Key, Margin, OrderOf, Step, Unit, Value};
use crate::sql::Node;
use crate::text::number::{decimal, integer, percent};
use crate::text::{Locale, Number};

impl Said for Reader<'_> {
    fn step(&self, distance: &Distance) -> Step {
        let (text, order) = match &distance.event {
            Event::Passes {
                row,
                sides,
                values,
                verb,
            } => (
                self.passes(*row, sides, values, (*verb, &distance.unit)),
                None,
            ),
            Event::Places {
                row,
                other,
                measure,
                falls,
            } => {
                let verb = if *falls { "falls behind" } else { "passes" };
                let text = format!("{} {verb} {}", self.row(*row), self.row(*other));
                let order = OrderOf {
                    rows: [*row, *other],
                    measure: *measure,
                };
                (text, Some(order))
            }
            Event::Rows(count, more) => {
                let rows = if *count == 1 {
                    "there is 1 row".to_owned()
                } else {
                    format!("there are {count} rows")
                };
                let how = match more {
                    Some(true) => "more",
                    Some(false) => "fewer",
                    None => "more or fewer",
                };
                (format!("{rows} {how}"), None)
            }
        };
        Step {
            text,
            margin: Margin {
                difference: distance.difference.clone(),
                unit: distance.unit.clone(),
                share: distance.share.clone(),
            },
            order,
        }
    }

    fn row(&self, row: usize) -> String {
        let Ground::Rows(frame, _) = self.ground else {
            return String::new();
        };
        let keys = frame.rows[row].keys.iter().map(|key| match key {
            Key::Code(code) => code,
            Key::Others => "(others)",
            Key::Missing => "(missing)",
        });
        keys.collect::<Vec<_>>().join(" / ")
    }
}

impl Reader<'_> {
    fn passes(
        &self,
        row: Option<usize>,
        [left, right]: &[Node; 2],
        [a, b]: &[Value; 2],
        (verb, unit): (Verb, &Unit),
    ) -> String {
        // What is given does not move.
        let (moves, stays, verb) = if left.is_given() {
            let verb = match verb {
                Verb::RisesTo => Verb::FallsTo,
                Verb::RisesAbove => Verb::FallsBelow,
                Verb::FallsTo => Verb::RisesTo,
                Verb::FallsBelow => Verb::RisesAbove,
                other => other,
            };
            ((right, b), (left, a), verb)
        } else {
            ((left, a), (right, b), verb)
        };
        let name = |(node, value): (&Node, &Value)| {
            let written = written(value, unit);
            match row {
                _ if node.is_given() => written,
                Some(row) => format!("`{node}` of {} ({written})", self.row(row)),
                None => format!("`{node}` ({written})"),
            }
        };
        let verb = match verb {
            Verb::RisesTo => "rises to",
            Verb::RisesAbove => "rises above",
            Verb::FallsTo => "falls to",
            Verb::FallsBelow => "falls below",
            Verb::Reaches => "comes to",
            Verb::Leaves => "is no longer",
        };
        format!("{} {verb} {}", name(moves), name(stays))
    }
}

/// Decimals of a share, and of a number that is no whole one.
const DECIMALS: u8 = 2;

/// A number in words of messages.
fn written(value: &Value, unit: &Unit) -> String {
    let locale = Locale::En;
    match (value.number(), unit) {
        (Some(number), Unit::Points) => percent(number, DECIMALS, locale),
        (Some(number @ Number::Integer(_)), _) => integer(number, locale),
        (Some(number), _) => decimal(number, DECIMALS, locale),
        (None, _) => value.to_string(),
    }
}
