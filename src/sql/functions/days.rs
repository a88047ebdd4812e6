//! Functions of dates. Weeks are those of ISO 8601: they begin on Monday, and the first week of a
//! year is the one that contains its first Thursday.

use super::super::number::Operation;
use super::super::{Failure, Outcome, Type, Value};
use super::FunctionEntry;
use super::texts::text;
use crate::text::{CalendarUnit, Date as Day, week_of, weekday};
use Type::{Date, Integer, Text};

/// The first arguments of `date_part`.
pub(in super::super) const DATE_PARTS: [&str; 8] = [
    "year", "quarter", "month", "week", "day", "weekday", "yearday", "weekyear",
];

/// The first arguments of `date_trunc`.
pub(in super::super) const DATE_UNITS: [&str; 5] = ["year", "quarter", "month", "week", "day"];

pub(super) const FUNCTIONS: &[FunctionEntry] = &[
    FunctionEntry::new(
        "date_part",
        &[Text, Date],
        Integer,
        |a| with_day(&a[1], |day| Ok(Value::Integer(part(text(&a[0]), day)))),
        "`'year'`, `'quarter'`, `'month'`, `'week'`, `'day'`, `'weekday'` (Monday is 1), `'yearday'` of a day; `'weekyear'` is the year that its week belongs to",
        &[
            ("date_part('quarter', DATE '2025-10-01')", "4"),
            ("date_part('week', DATE '2024-12-30')", "1"),
            ("date_part('weekyear', DATE '2024-12-30')", "2025"),
            ("date_part('weekday', DATE '2025-10-01')", "3"),
            ("date_part('yearday', DATE '2024-12-31')", "366"),
        ],
    ),
    FunctionEntry::new(
        "date_trunc",
        &[Text, Date],
        Date,
        |a| with_day(&a[1], |day| truncated(text(&a[0]), day)),
        "the first day of the `'year'`, `'quarter'`, `'month'` or `'week'`",
        &[
            (
                "date_trunc('month', DATE '2025-10-17')",
                "DATE '2025-10-01'",
            ),
            (
                "date_trunc('quarter', DATE '2025-12-31')",
                "DATE '2025-10-01'",
            ),
            ("date_trunc('week', DATE '2025-01-01')", "DATE '2024-12-30'"),
        ],
    ),
];

fn with_day(value: &Value, act: impl Fn(Day) -> Outcome) -> Outcome {
    match value {
        Value::Date(day) => act(*day),
        _ => Ok(Value::Null),
    }
}

fn first_of_year(day: Day) -> Day {
    Day::new(day.year(), 1, 1).unwrap_or(day)
}

fn part(name: &str, day: Day) -> i128 {
    i128::from(match name {
        "year" => i64::from(day.year()),
        "quarter" => i64::from(day.month_number() - 1) / 3 + 1,
        "month" => i64::from(day.month_number()),
        "week" => week_of(day).1,
        "weekyear" => week_of(day).0,
        "weekday" => weekday(day),
        "yearday" => day.number() - first_of_year(day).number() + 1,
        _ => i64::from(day.day()),
    })
}

fn truncated(unit: &str, day: Day) -> Outcome {
    let unit = match unit {
        "year" => CalendarUnit::Year,
        "quarter" => CalendarUnit::Quarter,
        "month" => CalendarUnit::Month,
        "week" => CalendarUnit::Week,
        _ => return Ok(Value::Date(day)),
    };
    let first = unit.first_day(unit.of(day));
    first.map(Value::Date).ok_or_else(|| outside(day))
}

fn outside(day: Day) -> Failure {
    Failure::new(format!(
        "days are those of the years 1 to 9999, this is beside {day}"
    ))
}

/// The number of days between dates, or a date that many days later or earlier.
pub(in super::super) fn shift(operation: Operation, a: &Value, b: &Value) -> Outcome {
    let (day, days) = match (operation, a, b) {
        (Operation::Subtract, Value::Date(a), Value::Date(b)) => {
            return Ok(Value::Integer(i128::from(a.number() - b.number())));
        }
        (Operation::Add, Value::Date(day), Value::Integer(days))
        | (Operation::Add, Value::Integer(days), Value::Date(day)) => (*day, *days),
        (Operation::Subtract, Value::Date(day), Value::Integer(days)) => {
            (*day, days.saturating_neg())
        }
        _ => {
            return Err(Failure::new(format!(
                "`{a} {} {b}` has no meaning",
                operation.sign()
            )));
        }
    };
    i64::try_from(days)
        .ok()
        .and_then(|days| Day::from_number(day.number().checked_add(days)?))
        .map(Value::Date)
        .ok_or_else(|| outside(day))
}
