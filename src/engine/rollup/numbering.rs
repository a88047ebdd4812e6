//! Numbers values, and tuples of numbers, in the order of their first occurrence.

#![expect(
    clippy::disallowed_types,
    reason = "no hash map is iterated: numbers follow the order of the rows"
)]

use super::codes::{EXCLUDED, MISSING};
use foldhash::fast::RandomState;
use rustc_hash::FxBuildHasher;
use std::collections::HashMap;
use std::hash::Hash;

/// Up to this product, numbers are looked up in a table, beyond it in a hash map.
const DIRECT: u64 = 1 << 21;
/// Places of such a table for each number that is looked up; a larger one costs more to clear than a hash map.
const SPARSE: u64 = 16;

/// Numbers of some values.
pub(crate) struct Numbering {
    /// One number per value; [`MISSING`] for no value.
    pub(crate) codes: Vec<u32>,
    /// The position of each numbered value's first occurrence.
    pub(crate) first: Vec<u32>,
}

/// Numbers values; the hash is seeded, since the values may be hostile.
pub(crate) fn number_values<T: Hash + Eq + Copy>(
    values: impl ExactSizeIterator<Item = Option<T>>,
) -> Numbering {
    let mut codes = Vec::with_capacity(values.len());
    let mut first = Vec::new();
    let mut numbers: HashMap<T, u32, RandomState> = HashMap::default();
    // Neighbours are often equal; the map is only used if they are not.
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

/// Numbers rows, each of which has a unique value or none.
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

/// A column of numbers that is part of a tuple.
#[derive(Clone, Copy)]
pub(crate) struct KeyPart<'a> {
    /// One number per row, below `values` or one of the constants of [`super::columns`].
    pub(crate) codes: &'a [u32],
    /// Number of distinct values.
    pub(crate) values: usize,
}

impl KeyPart<'_> {
    /// How many digits there are: the values, and three constants.
    fn width(&self) -> u64 {
        self.values as u64 + 3
    }

    /// The code of a row as a digit.
    fn digit(&self, row: u32) -> u64 {
        match self.codes[row as usize] {
            code if code >= EXCLUDED => self.values as u64 + u64::from(code - EXCLUDED),
            code => u64::from(code),
        }
    }
}

/// Numbers the tuples formed by some columns in `rows`; without columns, all tuples are the same.
///
/// Columns are joined as digits of one number: as many as a table has places for, then those with which the numbers that are
/// left fill 64 bits, so that many groups cost one look-up in a hash map a row, and not one for each column.
pub(crate) fn number_tuples(
    parts: &[KeyPart<'_>],
    rows: impl ExactSizeIterator<Item = u32> + Clone,
) -> Numbering {
    let direct = DIRECT.min(rows.len() as u64 * SPARSE);
    let mut tuples = vec![0_u64; rows.len()];
    let mut count = u64::from(rows.len() > 0);
    let mut left = parts;
    while !left.is_empty() {
        let joined = match fitting(left, count, direct) {
            0 => fitting(left, count, u64::MAX).max(1),
            joined => joined,
        };
        let (now, later) = left.split_at(joined);
        let mut space = count;
        for part in now {
            let width = part.width();
            space *= width;
            for (tuple, row) in tuples.iter_mut().zip(rows.clone()) {
                *tuple = *tuple * width + part.digit(row);
            }
        }
        count = if space <= direct {
            number_in_table(&mut tuples, space)
        } else {
            number_in_map(&mut tuples)
        };
        left = later;
    }
    let mut first = Vec::with_capacity(count as usize);
    let codes = tuples.into_iter().zip(rows).map(|(tuple, row)| {
        if tuple == first.len() as u64 {
            first.push(row);
        }
        tuple as u32
    });
    let codes = codes.collect();
    Numbering { codes, first }
}

/// How many columns make numbers below `most` with `count` numbers that come before.
fn fitting(parts: &[KeyPart<'_>], count: u64, most: u64) -> usize {
    let mut space = count;
    let fits = |part: &&KeyPart<'_>| {
        space = space.saturating_mul(part.width());
        space < most
    };
    parts.iter().take_while(fits).count()
}

/// Replaces numbers below `space` by their positions in the order in which they first come; says how many there are.
fn number_in_table(numbers: &mut [u64], space: u64) -> u64 {
    let mut table = vec![MISSING; space as usize];
    let mut next = 0;
    for number in numbers {
        let known = &mut table[*number as usize];
        if *known == MISSING {
            *known = next;
            next += 1;
        }
        *number = u64::from(*known);
    }
    u64::from(next)
}

/// As [`number_in_table`], for numbers of any size.
fn number_in_map(numbers: &mut [u64]) -> u64 {
    let mut table: HashMap<u64, u32, FxBuildHasher> = HashMap::default();
    for number in numbers {
        let next = table.len() as u32;
        *number = u64::from(*table.entry(*number).or_insert(next));
    }
    table.len() as u64
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
            // A column that claims many values uses the hash map.
            let values = if wide { 1 << 22 } else { 7 };
            let parts = [
                KeyPart { codes: &first, values: 5 },
                KeyPart { codes: &second, values },
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
