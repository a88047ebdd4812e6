//! The rows of a chunk → a digest of their values in any order, by which a period is told from the one before though its file has
//! other bytes: saved again by another program, or sorted. It is kept in manifests, so that it must not depend on the machine.

use super::Inspected;
use crate::report::Source;
use polars::prelude::*;

/// An odd number with bits all over, for products that spread those of a value.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// What an empty cell counts as.
const EMPTY: u64 = 0x6A09_E667_F3BC_C909;

/// The digest of rows; that of several chunks is the sum, which wraps. It is of the columns of the contract, without lists and without what
/// comes from the names of files.
pub(super) fn likeness(source: &Source, frame: &DataFrame) -> PolarsResult<u64> {
    let from_name = source.file_column_names();
    let mut rows = vec![0_u64; frame.height()];
    for (name, column) in &source.columns {
        let is_of_file = column.read().is_none_or(|read| !from_name.contains(read));
        if is_of_file {
            add(&mut rows, frame.column(name)?)?;
        }
    }
    let sum = |sum: u64, row: u64| sum.wrapping_add(finished(row));
    Ok(rows.into_iter().fold(0, sum))
}

/// The digest of all chunks, in hexadecimal digits.
pub(super) fn of_all(inspected: &[Inspected]) -> String {
    let chunks = inspected.iter().map(|chunk| chunk.likeness);
    format!("{:016x}", chunks.fold(0, u64::wrapping_add))
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
