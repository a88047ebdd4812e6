//! The days of the rows of a source whose path names the period. In: chunks of rows. Out: how many rows have each day, by which a file that holds
//! rows of another month is told.

use crate::report::Source;
use crate::results::DayRows;
use crate::sql::Type;
use indexmap::IndexMap;
use polars::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Days from the first to the last one of a column, beyond which it is of many years and of no period.
const MOST: i64 = 40 * 366;

/// The rows of each day, of each column of dates; none of a column of too many.
type Found = IndexMap<String, Option<BTreeMap<i64, DayRows>>>;

/// What is known of the days of a source, chunk by chunk.
#[derive(Default)]
pub(super) struct Days {
    known: Mutex<Found>,
}

impl Days {
    /// Notes the rows of a chunk, where each period has files of its own.
    pub(super) fn note(&self, source: &Source, frame: &DataFrame, file: usize) -> PolarsResult<()> {
        if !source.is_of_period {
            return Ok(());
        }
        let from_name = source.file_column_names();
        for (name, column) in &source.columns {
            let is_of_file = column.read().is_none_or(|read| !from_name.contains(read));
            if column.kind == Type::Date && is_of_file {
                let more = rows_of_days(frame.column(name)?, file)?;
                let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                let all = known
                    .entry(name.clone())
                    .or_insert_with(|| Some(BTreeMap::new()));
                *all = all.take().and_then(|all| joined(all, more?));
            }
        }
        Ok(())
    }

    /// The rows of each day, of each column of dates.
    pub(super) fn found(&self) -> BTreeMap<String, BTreeMap<i64, DayRows>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let all = known.iter();
        all.filter_map(|(name, days)| Some((name.clone(), days.clone()?)))
            .collect()
    }
}

/// The rows of each day in a column of a chunk; none where the days lie too far apart.
fn rows_of_days(column: &Column, file: usize) -> PolarsResult<Option<BTreeMap<i64, DayRows>>> {
    let days = column.to_physical_repr();
    let days = days.i32()?;
    let (Some(first), Some(last)) = (days.min(), days.max()) else {
        return Ok(Some(BTreeMap::new()));
    };
    let length = i64::from(last) - i64::from(first);
    if length > MOST {
        return Ok(None);
    }
    let mut rows = vec![0_usize; usize::try_from(length).unwrap_or_default() + 1];
    for day in days.iter().flatten() {
        if let Some(rows) = rows.get_mut(day.abs_diff(first) as usize) {
            *rows += 1;
        }
    }
    let numbered = (i64::from(first)..).zip(rows).filter(|(_, rows)| *rows > 0);
    Ok(Some(
        numbered
            .map(|(day, rows)| (day, DayRows { rows, file }))
            .collect(),
    ))
}

/// The rows of both, with the first file of each day.
fn joined(
    mut all: BTreeMap<i64, DayRows>,
    more: BTreeMap<i64, DayRows>,
) -> Option<BTreeMap<i64, DayRows>> {
    for (day, found) in more {
        let known = all.entry(day).or_insert(DayRows {
            rows: 0,
            file: found.file,
        });
        known.rows += found.rows;
        known.file = known.file.min(found.file);
    }
    let (first, last) = (all.first_key_value(), all.last_key_value());
    let is_short = first
        .zip(last)
        .is_none_or(|(first, last)| last.0 - first.0 <= MOST);
    is_short.then_some(all)
}
