//! The rows of a source → a digest of their values in any order and a sample of the rows, by which a period is told from the one before though its file has
//! other bytes: saved again by another program, sorted, or with a row more or less. They are kept in manifests, so that they must not depend on the machine.

use crate::report::Source;
use crate::results::RowSample;
use crate::sql::Type;
use polars::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An odd number with bits all over, for products that spread those of a value.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// What an empty cell counts as.
const EMPTY: u64 = 0x6A09_E667_F3BC_C909;

/// What is known of the rows of a source, chunk by chunk.
#[derive(Default)]
pub(super) struct Likeness {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// The sum of the digests of all rows, which wraps.
    digest: u64,
    sample: RowSample,
    /// The samples of the files, where they are held against each other.
    files: BTreeMap<usize, RowSample>,
}

impl Likeness {
    /// Notes the rows of a chunk, where each period has files of its own, or of a file that is held against others.
    pub(super) fn note(
        &self,
        source: &Source,
        frame: &DataFrame,
        file: Option<usize>,
    ) -> PolarsResult<()> {
        if !source.is_of_period && file.is_none() {
            return Ok(());
        }
        let rows = digests(source, frame)?;
        let digest = rows.iter().fold(0_u64, |sum, row| sum.wrapping_add(*row));
        let counted = counted(source, frame)?;
        let sample = match counted {
            None => RowSample::of(rows.into_iter()),
            Some(counted) => {
                let both = rows.into_iter().zip(counted);
                RowSample::of(both.filter_map(|(row, is_counted)| is_counted.then_some(row)))
            }
        };
        let mut known = self.known();
        known.digest = known.digest.wrapping_add(digest);
        if let Some(file) = file {
            known.files.entry(file).or_default().add(sample.clone());
        }
        known.sample.add(sample);
        Ok(())
    }

    /// The digest of all rows, in hexadecimal digits.
    pub(super) fn digest(&self, source: &Source) -> Option<String> {
        let digest = || format!("{:016x}", self.known().digest);
        source.is_of_period.then(digest)
    }

    /// The sample of the rows; none where lists, which are not looked at, may be all that tells them apart.
    pub(super) fn sample(&self, source: &Source) -> Option<RowSample> {
        let mut columns = source.columns.values();
        let is_told =
            !source.weighed_columns().is_empty() || columns.all(|it| it.kind != Type::List);
        (source.is_of_period && is_told).then(|| self.known().sample.clone())
    }

    /// The samples of the files that are held against each other, by their positions.
    pub(super) fn files(&self) -> BTreeMap<usize, RowSample> {
        self.known().files.clone()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // A thread that panicked ends the run.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A digest of each row. It is of the columns of the contract, without lists and without what comes from the names of files.
fn digests(source: &Source, frame: &DataFrame) -> PolarsResult<Vec<u64>> {
    let from_name = source.file_column_names();
    let mut rows = vec![0_u64; frame.height()];
    for (name, column) in &source.columns {
        let is_of_file = column.read().is_none_or(|read| !from_name.contains(read));
        if is_of_file {
            add(&mut rows, frame.column(name)?)?;
        }
    }
    for row in &mut rows {
        *row = finished(*row);
    }
    Ok(rows)
}

/// Whether each row has a part in what its source weighs: most rows of a hub are models that nobody downloads, and stay as they were. None where
/// no column of numbers is summed, so that all rows count.
fn counted(source: &Source, frame: &DataFrame) -> PolarsResult<Option<Vec<bool>>> {
    let weighed = source.weighed_columns();
    let mut counted = vec![false; frame.height()];
    for name in &weighed {
        let mut rows = counted.iter_mut();
        let mut each = |is_counted: bool| {
            if let Some(row) = rows.next() {
                *row |= is_counted;
            }
        };
        let column = frame.column(name)?;
        match column.dtype() {
            DataType::Int64 => column
                .i64()?
                .iter()
                .for_each(|it| each(it.unwrap_or(0) != 0)),
            DataType::Float64 => column
                .f64()?
                .iter()
                .for_each(|it| each(it.unwrap_or(0.0) != 0.0)),
            DataType::Decimal(..) => {
                let units = column.decimal()?.physical().iter();
                units.for_each(|it| each(it.unwrap_or(0) != 0));
            }
            _ => {}
        }
    }
    Ok((!weighed.is_empty()).then_some(counted))
}

/// Adds the cells of a column to its rows.
fn add(rows: &mut [u64], column: &Column) -> PolarsResult<()> {
    let mut rows = rows.iter_mut();
    let mut each = |cell: Option<u64>| {
        if let Some(row) = rows.next() {
            *row = with(*row, cell.unwrap_or(EMPTY));
        }
    };
    match column.dtype() {
        DataType::Int64 => {
            let cells = column.i64()?.iter();
            cells.for_each(|it| each(it.map(i64::cast_unsigned)));
        }
        DataType::Date => {
            let days = column.to_physical_repr();
            let cells = days.i32()?.iter();
            cells.for_each(|it| each(it.map(|day| i64::from(day).cast_unsigned())));
        }
        DataType::Boolean => column.bool()?.iter().for_each(|it| each(it.map(u64::from))),
        DataType::Float64 => {
            // Zero has two forms.
            let cells = column.f64()?.iter();
            cells.for_each(|it| each(it.map(|value| (value + 0.0).to_bits())));
        }
        DataType::Decimal(..) => {
            let cells = column.decimal()?.physical().iter();
            cells.for_each(|it| each(it.map(|units| with(units as u64, (units >> 64) as u64))));
        }
        DataType::String => column.str()?.iter().for_each(|it| each(it.map(of_text))),
        _ => {}
    }
    Ok(())
}

fn with(row: u64, cell: u64) -> u64 {
    (row.rotate_left(23) ^ cell).wrapping_mul(SPREAD)
}

/// Eight bytes at a time; the length tells what is filled up with zeros.
fn of_text(text: &str) -> u64 {
    let (parts, rest) = text.as_bytes().as_chunks::<8>();
    let mut found = with(0, text.len() as u64);
    for part in parts {
        found = with(found, u64::from_le_bytes(*part));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    finished(with(found, u64::from_le_bytes(last)))
}

/// Spreads the upper bits too, so that sums of rows differ where rows do.
fn finished(row: u64) -> u64 {
    let row = (row ^ (row >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let row = (row ^ (row >> 32)).wrapping_mul(SPREAD);
    row ^ (row >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(columns: &[Column]) -> u64 {
        let mut rows = vec![0; columns[0].len()];
        for column in columns {
            add(&mut rows, column).unwrap();
        }
        rows.into_iter()
            .fold(0, |sum: u64, row| sum.wrapping_add(finished(row)))
    }

    fn two(texts: [Option<&str>; 2], numbers: [i64; 2]) -> u64 {
        digest(&[
            Column::new("text".into(), texts),
            Column::new("number".into(), numbers),
        ])
    }

    #[test]
    fn the_order_of_rows_does_not_matter_and_every_cell_does() {
        let (long, longer) = (
            "a text of more than 12 bytes",
            "a text of more than 12 bytez",
        );
        let one = two([Some(long), Some("b")], [1, 2]);
        assert_eq!(one, two([Some("b"), Some(long)], [2, 1]));
        for other in [
            two([Some("b"), Some(long)], [1, 2]),
            two([Some(longer), Some("b")], [1, 2]),
            two([Some(long), Some("")], [1, 2]),
            two([Some(long), None], [1, 2]),
            two([Some(long), Some("b")], [1, 3]),
            two([Some(long), Some("b")], [2, 2]),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn a_digest_is_the_same_on_every_machine() {
        assert_eq!(
            format!("{:016x}", two([Some("a"), Some("b")], [1, 2])),
            "9999d3acb542c451"
        );
    }
}
