//! Rows that a file may have twice.
//!
//! In: the texts of the rows that count, file by file. Out: rows that are the same as one above in every column, and values that a
//! column of keys has twice.

use super::total::Rows;
use super::{ColumnProfile, Fit};
use crate::sql::Type;
use polars::prelude::*;
use rustc_hash::FxBuildHasher;
use std::collections::BTreeMap;
use std::hash::BuildHasher;

/// Rows of which each has what one above it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Copies {
    /// The column that has it; none if all have.
    pub column: Option<String>,
    /// How many there are.
    pub count: usize,
    /// The first ones, each with the one above it, as rows of their file from 1.
    pub shown: Vec<(usize, usize)>,
}

/// Rows that are shown.
const SHOWN: usize = 3;
/// Columns of a file from which on the same in all of them is no rule.
const SEVERAL: usize = 3;
/// Rows from which on a column is known to be of keys.
const MANY: usize = 20;
/// One row in this many may have the key of another one.
const RARE: usize = 5;

/// Finds such rows. `counts` says which rows count.
pub(super) fn find(
    frame: &DataFrame,
    columns: &[ColumnProfile],
    rows: (Rows<'_>, &[bool]),
) -> Vec<Copies> {
    let text_of = |column: &ColumnProfile| frame.column(&column.name).ok()?.str().ok();
    let (_, counts) = rows;
    let count = counts.iter().filter(|counts| **counts).count();
    let mut found = Vec::new();
    let texts: Vec<&StringChunked> = columns.iter().filter_map(text_of).collect();
    // Where one column has no value twice, no two rows are the same.
    let is_told = columns
        .iter()
        .any(|it| it.empty == 0 && it.distinct == count);
    if texts.len() == columns.len() && texts.len() >= SEVERAL && !is_told {
        let of_rows = copies(&texts, rows);
        found.extend(of_rows.filter(|it| it.count * 2 <= count));
    }
    for column in columns {
        let is_rare = column.distinct < count && (count - column.distinct) * RARE <= count;
        let is_key = column.fit == Fit::As(Type::Text) && column.empty == 0 && count >= MANY;
        let Some(texts) = text_of(column).filter(|_| is_rare && is_key) else {
            continue;
        };
        if texts
            .iter()
            .zip(counts)
            .all(|(text, counts)| !counts || text.is_some_and(is_code))
        {
            let of_column = copies(&[texts], rows);
            let is_new = |it: &Copies| found.iter().all(|known| known.count != it.count);
            found.extend(of_column.filter(is_new).map(|it| Copies {
                column: Some(column.name.clone()),
                ..it
            }));
        }
    }
    found
}

/// Whether a text may be a key: one word with a digit.
fn is_code(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace) && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The rows of a file whose texts are those of a row above.
fn copies(texts: &[&StringChunked], (files, counts): (Rows<'_>, &[bool])) -> Option<Copies> {
    let mut hashes = vec![0_u64; counts.len()];
    for texts in texts {
        for (hash, text) in hashes.iter_mut().zip(texts.iter()) {
            *hash = FxBuildHasher.hash_one((*hash, text));
        }
    }
    let mut found = Copies {
        column: None,
        count: 0,
        shown: Vec::new(),
    };
    for file in files.files() {
        let first = file.start;
        let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
        for row in file.filter(|row| counts[*row]) {
            let above = *seen.entry(hashes[row]).or_insert(row);
            if above == row || texts.iter().any(|texts| texts.get(row) != texts.get(above)) {
                continue;
            }
            found.count += 1;
            if found.shown.len() < SHOWN {
                found.shown.push((row - first + 1, above - first + 1));
            }
        }
    }
    (found.count > 0).then_some(found)
}
