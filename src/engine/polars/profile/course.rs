//! How the days of a column follow each other.
//!
//! In: a column of days. Out: from when to when they are, how many there are of each month, and how many rows of each day.

use super::{ColumnProfile, Fit};
use crate::engine::polars::convert::convert;
use crate::source::TextForms;
use crate::sql::Type;
use crate::text::Date;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The days of a column, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Course {
    /// The first and the last day.
    pub ends: [Date; 2],
    /// How many days have rows.
    pub days: usize,
    /// In how many months these are.
    pub months: usize,
    /// How many days are from the first to the last.
    pub span: usize,
    /// Whether each has as many rows as any other, and more than one, as states of the same things have.
    pub is_panel: bool,
    /// The days from each to the next, if they are always as many.
    pub step: Option<i64>,
}

/// Notes how the days of a column follow each other.
pub(super) fn look(column: &mut ColumnProfile, cells: &Column) -> PolarsResult<()> {
    if column.fit != Fit::As(Type::Date) {
        return Ok(());
    }
    let written = TextForms {
        date: column.days.as_ref().map(|days| days.form.clone()),
        ..TextForms::default()
    };
    let plain = match cells.str() {
        Ok(_) => column.notation.plain_column(cells)?,
        Err(_) => cells.clone(),
    };
    let typed = convert(&plain, Type::Date, &written)?;
    let Ok(days) = typed.date() else {
        return Ok(());
    };
    let mut rows: BTreeMap<i32, usize> = BTreeMap::new();
    for day in days.physical().iter().flatten() {
        *rows.entry(day).or_default() += 1;
    }
    column.course = course(&rows);
    Ok(())
}

fn course(rows: &BTreeMap<i32, usize>) -> Option<Course> {
    let (first, last) = (*rows.first_key_value()?.0, *rows.last_key_value()?.0);
    let date = |day: &i32| Date::from_number(i64::from(*day));
    let months = rows.keys().filter_map(date);
    let months: BTreeSet<(u16, u8)> = months.map(|it| (it.year(), it.month_number())).collect();
    let mut counts = rows.values();
    let count = *counts.next()?;
    let steps = rows.keys().zip(rows.keys().skip(1));
    let mut steps = steps.map(|(one, next)| i64::from(*next) - i64::from(*one));
    let step = steps.next();
    Some(Course {
        ends: [date(&first)?, date(&last)?],
        days: rows.len(),
        months: months.len(),
        span: usize::try_from(i64::from(last) - i64::from(first) + 1).ok()?,
        is_panel: count > 1 && counts.all(|it| *it == count),
        step: step.filter(|step| steps.all(|it| it == *step)),
    })
}
