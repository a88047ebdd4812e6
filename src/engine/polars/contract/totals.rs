//! Rows that are called a total, as the last one of a file that came later: nobody has left them out, and they are counted beside the rows
//! that they stand for. In: the rows of chunks as the contract leaves them, and the texts that the report names itself. Out: a warning of
//! each column of texts with such names.

use super::Contract;
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::engine::labels::{self, Certainty, is_called_total};
use crate::report::{ComparedText, Source};
use crate::sql::Type;
use polars::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Number of names that a message shows.
const SHOWN: usize = 3;
/// Most names of a column that are kept: where there are more, they are names of other things.
const MOST: usize = 1000;
/// Least rows whose sum a row has by no chance.
const SOME: usize = 2;
/// A total may differ from the sum by one part in so many, as far as its rows are rounded.
const PARTS_OF_ROUNDING: f64 = 200.0;

/// What is known of the rows of a source, chunk by chunk.
#[derive(Default)]
pub(super) struct CalledTotals {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// All rows.
    all: Weights,
    /// Those that are called a total, by column and name.
    called: BTreeMap<String, BTreeMap<String, Weights>>,
}

/// Rows, and what they add up to in each column of numbers.
#[derive(Clone, Default)]
struct Weights {
    rows: usize,
    sums: Vec<f64>,
}

impl Weights {
    fn add(&mut self, rows: usize, sums: impl Iterator<Item = f64>) {
        self.rows += rows;
        for (at, more) in sums.enumerate() {
            match self.sums.get_mut(at) {
                Some(sum) => *sum += more,
                None => self.sums.push(more),
            }
        }
    }
}

impl CalledTotals {
    /// Notes the rows of a chunk.
    pub(super) fn note(&self, source: &Source, frame: &DataFrame) -> PolarsResult<()> {
        let numbers = number_columns(source).map(|(name, _)| {
            let numbers = frame.column(name)?.cast(&DataType::Float64)?;
            Ok(numbers.take_materialized_series())
        });
        let numbers = numbers.collect::<PolarsResult<Vec<Series>>>()?;
        let numbers = numbers.iter().map(|it| it.f64());
        let numbers = numbers.collect::<PolarsResult<Vec<&Float64Chunked>>>()?;
        let mut found: BTreeMap<String, BTreeMap<String, Weights>> = BTreeMap::new();
        for name in text_columns(source) {
            let Ok(texts) = frame.column(name)?.str() else {
                continue;
            };
            for (row, text) in texts.iter().enumerate() {
                let Some(text) = text.filter(|text| is_called_total(text).is_some()) else {
                    continue;
                };
                let names = found.entry(name.clone()).or_default();
                if names.len() < MOST || names.contains_key(text) {
                    let own = numbers.iter().map(|it| it.get(row).unwrap_or(0.0));
                    names.entry(text.to_owned()).or_default().add(1, own);
                }
            }
        }
        let sums = numbers.iter().map(|it| it.sum().unwrap_or(0.0));
        let mut known = self.known();
        known.all.add(frame.height(), sums);
        for (column, names) in found {
            let known = known.called.entry(column).or_default();
            for (name, more) in names {
                let rows = known.entry(name).or_default();
                rows.add(more.rows, more.sums.into_iter());
            }
        }
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // A thread that panicked ends the run.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Contract<'_> {
    /// Warnings of the columns in which rows are called a total, but for names that the report itself compares with the column.
    pub(in crate::engine::polars) fn called_totals(
        &self,
        told: &[ComparedText],
    ) -> Vec<Diagnostic> {
        let known = self.totals.known();
        let columns = known.called.iter().filter_map(|(column, names)| {
            let steps: Vec<f64> = number_columns(self.source).map(|(_, step)| step).collect();
            let mut called = Weights::default();
            for rows in names.values() {
                called.add(rows.rows, rows.sums.iter().copied());
            }
            let totals = names.iter().filter(|(name, rows)| {
                let is_told = told
                    .iter()
                    .any(|it| it.name == *column && it.text == **name);
                let is_one = match is_called_total(name) {
                    None => false,
                    Some(Certainty::Certain) => true,
                    Some(Certainty::ByNumbers) => {
                        is_sum_of_others(rows, &called, &known.all, &steps)
                    }
                };
                is_one && !is_told && names.len() < MOST
            });
            let totals: Vec<(&String, &Weights)> = totals.collect();
            (!totals.is_empty()).then(|| self.called_total(column, &totals))
        });
        columns.collect()
    }

    fn called_total(&self, column: &str, totals: &[(&String, &Weights)]) -> Diagnostic {
        let shown = totals.iter().take(SHOWN).map(|(name, rows)| {
            let rows = counted(rows.rows as i128, "row", "rows");
            format!("`{name}` ({rows})")
        });
        let mut shown: Vec<String> = shown.collect();
        match totals.len().saturating_sub(SHOWN) {
            0 => {}
            more => shown.push(format!("{more} more")),
        }
        let (one_is, stands) = match totals.len() {
            1 => ("is called a total and is", "it stands"),
            _ => ("are called totals and are", "they stand"),
        };
        let message = format!(
            "source `{}`, column `{column}`: {} {one_is} counted beside the rows for which {stands}",
            self.source.name,
            shown.join(", ")
        );
        let own = is_none_of(column, totals.iter().map(|(name, _)| name.as_str()));
        let condition = match &self.source.filter {
            Some(filter) => format!("({}) AND {own}", filter.text.trim()),
            None => own,
        };
        let condition = condition.replace('\\', "\\\\").replace('"', "\\\"");
        let pointer = self.source.columns.get(column).map(|it| it.pointer.clone());
        Diagnostic::warning(Code::CALLED_TOTAL, message)
            .at(Location::key(pointer.unwrap_or_default()))
            .hint(format!(
                "leave it out at the source: `where: \"{condition}\"`; if it is a name, say so: `allow: [HF0412]`"
            ))
    }
}

/// Whether rows have, in one column of numbers, the sum of all rows that are not called a total.
fn is_sum_of_others(own: &Weights, called: &Weights, all: &Weights, steps: &[f64]) -> bool {
    let count = all.rows.saturating_sub(called.rows);
    let sums = own.sums.iter().zip(&called.sums).zip(&all.sums);
    let mut columns = sums.zip(steps);
    count >= SOME
        && columns.any(|(((own, called), all), step)| {
            let others = all - called;
            // Of many amounts not all are off to the same side.
            let count = (count as f64).min(4.0 * (count as f64).sqrt());
            let rounding = (count * step / 2.0).min(others.abs() / PARTS_OF_ROUNDING);
            let digits = 1e-9 * all.abs().max(others.abs());
            *own != 0.0 && (own - others).abs() <= rounding.max(digits)
        })
}

/// The condition that a row is not called so.
fn is_none_of<'n>(column: &str, names: impl Iterator<Item = &'n str>) -> String {
    let (mut patterns, mut texts) = (Vec::new(), Vec::new());
    for name in names {
        let in_sql = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let is_certain = is_called_total(name) == Some(Certainty::Certain);
        match labels::pattern(name).filter(|_| is_certain) {
            Some(pattern) => {
                let pattern = in_sql(&pattern);
                if !patterns.contains(&pattern) {
                    patterns.push(pattern);
                }
            }
            None => texts.push(in_sql(name)),
        }
    }
    let is_plain = |column: &str| {
        let mut bytes = column.bytes();
        bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let name = if is_plain(column) {
        column.to_owned()
    } else {
        format!("\"{}\"", column.replace('"', "\"\""))
    };
    let likes = patterns.into_iter().map(|it| format!("{name} ILIKE {it}"));
    let mut all: Vec<String> = likes.collect();
    if !texts.is_empty() {
        all.push(format!("{name} IN ({})", texts.join(", ")));
    }
    // An empty cell is no total.
    format!("({}) IS NOT TRUE", all.join(" OR "))
}

/// The columns of numbers, each with the unit of its last digit.
fn number_columns(source: &Source) -> impl Iterator<Item = (&String, f64)> {
    source.columns.iter().filter_map(|(name, column)| {
        let step = match column.kind {
            Type::Integer => 1.0,
            Type::Decimal(scale) => 10_f64.powi(-i32::from(scale)),
            Type::Number => 0.0,
            _ => return None,
        };
        Some((name, step))
    })
}

fn text_columns(source: &Source) -> impl Iterator<Item = &String> {
    let columns = source.columns.iter();
    let texts = columns.filter(|(_, column)| column.kind == Type::Text);
    texts.map(|(name, _)| name)
}
