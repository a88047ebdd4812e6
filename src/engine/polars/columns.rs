//! Columns of the engine → columns of numbered values.

#![expect(
    clippy::disallowed_types,
    reason = "no hash map is iterated: numbers follow the order of the rows"
)]

use super::cells::Cells;
use crate::engine::rollup::coded::Coded;
use crate::engine::rollup::codes::MISSING;
use crate::engine::rollup::numbering::{Numbering, number_unique, number_values};
use foldhash::fast::RandomState;
use polars::prelude::*;
use std::collections::HashMap;

/// Numbers the values of a column; types other than text by their plain form.
pub(super) fn coded(column: &Column) -> PolarsResult<Coded> {
    let kind = column.dtype();
    let numbering = if kind.is_integer() || kind.is_bool() || *kind == DataType::Date {
        let numbers = column.to_physical_repr().cast(&DataType::Int64)?;
        number_values(numbers.i64()?.iter())
    } else if *kind == DataType::String {
        number_texts(column.str()?)
    } else if kind.is_float() {
        return Ok(Coded::from_values(&Cells::values(column)?));
    } else {
        return coded(&column.cast(&DataType::String)?);
    };
    numbered(column, numbering)
}

/// Views that are remembered with their numbers while texts are numbered.
const REMEMBERED: usize = 256;

/// Numbers texts. Those of up to twelve bytes stand in their views, so that equal ones have equal views. Views of longer ones are
/// equal where a file has a dictionary: the last ones are remembered, so that texts that repeat are not hashed.
pub(super) fn number_texts(texts: &StringChunked) -> Numbering {
    let texts = texts.rechunk();
    let array = texts.downcast_as_array();
    let missing = texts.is_null();
    let missing = missing.downcast_as_array().values();
    let (mut codes, mut first) = (Vec::with_capacity(texts.len()), Vec::new());
    // Seeded, since the values may be hostile.
    let mut short: HashMap<u128, u32, RandomState> = HashMap::default();
    let mut long: HashMap<&str, u32, RandomState> = HashMap::default();
    let mut remembered = vec![(0_u128, MISSING); REMEMBERED];
    for (row, view) in array.views().iter().enumerate() {
        if missing.get_bit(row) {
            codes.push(MISSING);
            continue;
        }
        let key = view.as_u128();
        let known = &mut remembered[place(key)];
        let code = match *known {
            (view, code) if view == key && code != MISSING => code,
            _ => {
                let next = || {
                    first.push(row as u32);
                    first.len() as u32 - 1
                };
                if view.is_inline() {
                    *short.entry(key).or_insert_with(next)
                } else {
                    *long.entry(array.value(row)).or_insert_with(next)
                }
            }
        };
        *known = (key, code);
        codes.push(code);
    }
    Numbering { codes, first }
}

/// Where a view is remembered.
fn place(view: u128) -> usize {
    let folded = view as u64 ^ (view >> 64) as u64;
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize % REMEMBERED
}

/// Numbers the rows of a column in which every value is unique.
pub(super) fn coded_unique(column: &Column) -> PolarsResult<Coded> {
    let given = column.is_not_null();
    numbered(
        column,
        number_unique(given.iter().map(|given| given == Some(true))),
    )
}

fn numbered(column: &Column, numbering: Numbering) -> PolarsResult<Coded> {
    let texts = if numbering.first.len() == column.len() {
        column.cast(&DataType::String)?
    } else {
        let first = IdxCa::from_vec("first".into(), numbering.first);
        column.take(&first)?.cast(&DataType::String)?
    };
    let texts = texts.str()?.rechunk();
    let distinct = texts.downcast_as_array();
    let lengths = distinct.views().iter().map(|view| view.length as usize);
    // Only values are numbered, so none is missing.
    let size = (distinct.views().len(), lengths.sum());
    Ok(Coded::of_size(
        numbering.codes,
        size,
        distinct.values_iter(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rollup::numbering::number_values;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_of_any_length_are_numbered_as_other_values_are(
            rows in proptest::collection::vec(proptest::option::of("[ab]{0,3}|[ab]{11,14}"), 0..80),
            skipped in 0..10_u8,
        ) {
            let texts: StringChunked = rows.iter().map(Option::as_deref).collect();
            let found = number_texts(&texts.slice(i64::from(skipped), rows.len()));
            let rows: Vec<Option<&str>> = rows.iter().skip(skipped.into()).map(Option::as_deref).collect();
            let expected = number_values(rows.into_iter());
            prop_assert_eq!(found.codes, expected.codes);
            prop_assert_eq!(found.first, expected.first);
        }
    }

    #[test]
    fn more_texts_than_are_remembered_keep_their_numbers() {
        let text = |at: usize| format!("a text of more than twelve bytes, {at}");
        let once = (0..3 * REMEMBERED).map(text);
        let texts: StringChunked = once.clone().chain(once).map(Some).collect();
        let codes: Vec<u32> = (0..3 * REMEMBERED as u32).collect();
        let found = number_texts(&texts);
        assert_eq!(found.codes, [codes.clone(), codes.clone()].concat());
        assert_eq!(found.first, codes);
    }
}
