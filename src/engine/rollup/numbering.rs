//! Numbers for values and for tuples of numbers, in the order in which they first come.

#![expect(
    clippy::disallowed_types,
    reason = "no hash map is iterated: numbers follow the order of the rows"
)]

use super::coded::{EXCLUDED, MISSING};
use foldhash::fast::RandomState;
use rustc_hash::FxBuildHasher;
use std::collections::HashMap;
use std::hash::Hash;

/// Products of numbers up to here are looked up in a table, beyond in a hash map.
const DIRECT: u64 = 1 << 21;

/// Numbers of some values.
pub(crate) struct Numbering {
    /// One number a value; [`MISSING`] for none.
    pub(crate) codes: Vec<u32>,
    /// Where each numbered value stands first.
    pub(crate) first: Vec<u32>,
}

/// Numbers values; the hash is seeded, since the values are strangers'.
pub(crate) fn number_values<T: Hash + Eq + Copy>(
    values: impl ExactSizeIterator<Item = Option<T>>,
) -> Numbering {
    let mut codes = Vec::with_capacity(values.len());
    let mut first = Vec::new();
    let mut numbers: HashMap<T, u32, RandomState> = HashMap::default();
    // Neighbours are often equal; the map is asked only when they are not.
    let mut last: Option<(T, u32)> = None;
    for (row, value) in values.enumerate() {
        let Some(value) = value else {
            codes.push(MISSING);
            continue;
        };
        let code = match last {
            Some((known, code)) if known == value => code,
            _ => *numbers.entry(value).or_insert_with(|| {
                first.push(row as u32);
                first.len() as u32 - 1
            }),
        };
        last = Some((value, code));
        codes.push(code);
    }
    Numbering { codes, first }
}

/// Numbers rows of which each has a value of its own, or none.
pub(crate) fn number_unique(given: impl ExactSizeIterator<Item = bool>) -> Numbering {
    let mut first = Vec::with_capacity(given.len());
    let codes = given.enumerate().map(|(row, given)| {
        if !given {
            return MISSING;
        }
        first.push(row as u32);
        first.len() as u32 - 1
    });
    let codes = codes.collect();
    Numbering { codes, first }
}

/// A column of numbers that a tuple is made of.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    /// One number a row, below `values` or one of the constants of [`super::columns`].
    pub(crate) codes: &'a [u32],
    /// How many values the numbers stand for.
    pub(crate) values: usize,
}

/// Numbers the tuples that some columns make in `rows`; without columns all are the same.
///
/// One column after the other joins the number of what came before: the cost is one look-up a
/// column and row, whatever the number of columns.
pub(crate) fn number_tuples(
    parts: &[Part<'_>],
    rows: impl ExactSizeIterator<Item = u32> + Clone,
) -> Numbering {
    let mut codes = vec![0_u32; rows.len()];
    let mut count = usize::from(rows.len() > 0);
    for part in parts {
        // Three more for the constants.
        let width = part.values as u64 + 3;
        let narrow = |code: u32| match code {
            code if code >= EXCLUDED => part.values as u64 + u64::from(code - EXCLUDED),
            code => u64::from(code),
        };
        let mut next = 0_u32;
        let mut fresh = || {
            next += 1;
            next - 1
        };
        let pairs = rows.clone().zip(&mut codes);
        if count as u64 * width <= DIRECT {
            let mut table = vec![u32::MAX; count * width as usize];
            for (row, code) in pairs {
                let slot = u64::from(*code) * width + narrow(part.codes[row as usize]);
                let known = &mut table[slot as usize];
                if *known == u32::MAX {
                    *known = fresh();
                }
                *code = *known;
            }
        } else {
            let mut table: HashMap<u64, u32, FxBuildHasher> = HashMap::default();
            for (row, code) in pairs {
                let pair = u64::from(*code) * width + narrow(part.codes[row as usize]);
                *code = *table.entry(pair).or_insert_with(&mut fresh);
            }
        }
        count = next as usize;
    }
    let mut first = Vec::with_capacity(count);
    for (row, code) in rows.zip(&codes) {
        if *code as usize == first.len() {
            first.push(row);
        }
    }
    Numbering { codes, first }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn values_are_numbered_in_the_order_in_which_they_come() {
        let values = [Some("b"), None, Some("a"), Some("a"), Some("b")];
        let numbering = number_values(values.into_iter());
        assert_eq!(numbering.codes, [0, MISSING, 1, 1, 0]);
        assert_eq!(numbering.first, [0, 2]);
    }

    #[test]
    fn without_columns_all_rows_are_the_same() {
        let numbering = number_tuples(&[], 0..3);
        assert_eq!(numbering.codes, [0, 0, 0]);
        assert_eq!(numbering.first, [0]);
        assert!(number_tuples(&[], 0..0).first.is_empty());
    }

    proptest! {
        #[test]
        fn tuples_have_the_same_number_if_and_only_if_they_are_equal(
            rows in proptest::collection::vec((0..5_u32, 0..7_u32, any::<bool>()), 0..60),
            wide in any::<bool>(),
        ) {
            let first: Vec<u32> = rows.iter().map(|row| row.0).collect();
            let second: Vec<u32> = rows
                .iter()
                .map(|row| if row.2 { MISSING } else { row.1 })
                .collect();
            // A column that claims many values goes through the hash map.
            let values = if wide { 1 << 22 } else { 7 };
            let parts = [
                Part { codes: &first, values: 5 },
                Part { codes: &second, values },
            ];
            let numbering = number_tuples(&parts, 0..rows.len() as u32);
            let mut known: BTreeMap<(u32, u32), u32> = BTreeMap::new();
            for (row, code) in numbering.codes.iter().enumerate() {
                let next = known.len() as u32;
                let expected = *known.entry((first[row], second[row])).or_insert(next);
                prop_assert_eq!(*code, expected);
            }
            prop_assert_eq!(numbering.first.len(), known.len());
            for (number, row) in numbering.first.iter().enumerate() {
                prop_assert_eq!(numbering.codes[*row as usize], number as u32);
            }
        }
    }
}
