//! The rows at the two ends of a slope. In: the rows of a breakdown. Out: those that it shows, so that the smallest are
//! told by their values there.

use crate::chart::encoding::Order;
use crate::results::{Frame, Key, Row};
use crate::text::Date;
use std::cmp::Ordering;

/// The rows of the first and of the last date, or number, of a dimension.
pub(super) fn first_and_last(frame: Frame, dimension: &str, order: Order) -> Frame {
    let Some(slot) = frame.column(dimension) else {
        return frame;
    };
    let keys = frame.rows.iter().filter_map(|row| row.key(slot));
    let keys = keys.filter(|key| key.code().is_some());
    let compare = |one: &&Key, other: &&Key| compared(one, other, order);
    let Some(first) = keys.clone().min_by(compare).cloned() else {
        return frame;
    };
    let last = keys.max_by(compare).cloned();
    let is_at_an_end = |row: &Row| {
        let key = row.key(slot);
        key == Some(&first) || key == last.as_ref()
    };
    with(&frame, is_at_an_end)
}

/// The rows of the last period and of the one before, of a breakdown that goes over dates; all of any other.
pub(super) fn last_two(frame: Frame) -> Frame {
    let periods = frame.rows.iter().filter_map(|row| period_of(&frame, row));
    let Some(last) = periods.max() else {
        return frame;
    };
    with(&frame, |row| {
        period_of(&frame, row).is_some_and(|period| (last - 1..=last).contains(&period))
    })
}

/// The period of a row's date, in a breakdown that goes over dates.
pub(super) fn period_of(frame: &Frame, row: &Row) -> Option<i64> {
    let calendar = frame.calendar.as_ref()?;
    let date = Date::parse(row.keys[calendar.level].code()?)?;
    Some(calendar.every.of(date))
}

fn with(frame: &Frame, test: impl Fn(&Row) -> bool) -> Frame {
    let rows = frame.rows.iter().filter(|row| test(row)).cloned();
    Frame {
        rows: rows.collect(),
        ..frame.clone()
    }
}

fn compared(one: &Key, other: &Key, order: Order) -> Ordering {
    let text = |key: &Key| key.code().unwrap_or_default().to_owned();
    if order == Order::Numbers {
        let number = |key| text(key).parse::<f64>().unwrap_or(f64::INFINITY);
        return number(one).total_cmp(&number(other));
    }
    text(one).cmp(&text(other))
}
