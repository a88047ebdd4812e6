//! Values that must be distinct, of a source that is never in memory as a whole.
//!
//! In: typed columns, chunk by chunk. Out: the rows whose value stood in an earlier row already. Eight
//! bytes a row are kept: hashes of the values. Only where two are the same are values looked at.

use crate::engine::polars::cells::Cells;
use crate::report::{ContractColumn, Source};
use crate::source::{Chunk, OpenSource};
use crate::spec::grammar::OnViolation;
use foldhash::quality::RandomState;
use polars::prelude::*;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};

/// Places of a hash in a table of bits, for each row: about one row in five shares its place.
const PLACES: usize = 4;

/// A column of the contract whose values are distinct.
pub(super) struct UniqueColumn<'a> {
    /// Its position in the contract.
    pub(super) at: usize,
    pub(super) name: &'a String,
    pub(super) column: &'a ContractColumn,
    /// For each file the one in which values may be repeated first: all are the same where values are
    /// distinct in the source.
    within: Vec<usize>,
    /// The hash is seeded, since values may be hostile.
    state: RandomState,
    hashes: Mutex<Vec<u64>>,
    /// Rows of chunks with a value of an earlier row, where these are repaired.
    repeated: BTreeMap<Chunk, Vec<usize>>,
}

/// The columns of a source whose values are distinct.
pub(super) fn unique_columns<'a>(
    source: &'a Source,
    files: &OpenSource<'_>,
) -> Vec<UniqueColumn<'a>> {
    let columns = source.columns.iter().enumerate();
    let columns = columns.filter(|(_, (_, column))| column.unique || column.unique_in_file);
    let unique = columns.map(|(at, (name, column))| UniqueColumn {
        at,
        name,
        column,
        within: if column.unique_in_file {
            files.alike_in_name()
        } else {
            vec![0; files.files().len()]
        },
        state: RandomState::default(),
        hashes: Mutex::new(Vec::with_capacity(files.height())),
        repeated: BTreeMap::new(),
    });
    unique.collect()
}

impl UniqueColumn<'_> {
    /// Whether repeated values are repaired, so that they must be known before anything is grouped.
    pub(super) fn is_repaired(&self) -> bool {
        self.column.on_violation != OnViolation::Error
    }

    /// Keeps the hashes of a chunk.
    pub(super) fn add(&self, chunk: &Chunk, typed: &Column) -> PolarsResult<()> {
        let mut found = Vec::with_capacity(typed.len());
        self.each(chunk, typed, |_, hash| found.push(hash))?;
        // A thread that panicked leaves whole hashes behind.
        let mut hashes = self.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        hashes.append(&mut found);
        Ok(())
    }

    /// The hashes that several rows have, of all that were kept.
    pub(super) fn suspects(&self) -> FxHashSet<u64> {
        let mut hashes = self.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut hashes = std::mem::take(&mut *hashes);
        // Only those that share some of their bits with another are sorted.
        let words = (hashes.len() * PLACES).div_ceil(64);
        let place = |hash: u64| ((u128::from(hash) * (words as u128 * 64)) >> 64) as usize;
        let (mut once, mut again) = (vec![0_u64; words], vec![0_u64; words]);
        for hash in &hashes {
            let (word, bit) = (place(*hash) / 64, 1 << (place(*hash) % 64));
            again[word] |= once[word] & bit;
            once[word] |= bit;
        }
        hashes.retain(|hash| again[place(*hash) / 64] & 1 << (place(*hash) % 64) != 0);
        hashes.par_sort_unstable();
        let pairs = hashes.windows(2).filter(|pair| pair[0] == pair[1]);
        pairs.map(|pair| pair[0]).collect()
    }

    /// The rows of the next chunk whose value is `seen` already; values with other hashes than
    /// those of the suspects are not looked at.
    pub(super) fn repeated_in(
        &self,
        chunk: &Chunk,
        typed: &Column,
        suspects: &FxHashSet<u64>,
        seen: &mut BTreeSet<(usize, Arc<str>)>,
    ) -> PolarsResult<Vec<usize>> {
        let mut rows = Vec::new();
        self.each(chunk, typed, |row, hash| {
            if suspects.contains(&hash) {
                rows.push(row);
            }
        })?;
        let cells = Cells::of(typed)?;
        let within = self.within[chunk.file];
        rows.retain(|row| {
            let value = cells.value(*row).plain();
            value.is_some_and(|value| !seen.insert((within, value)))
        });
        Ok(rows)
    }

    /// Notes the repeated rows of chunks, which are repaired.
    pub(super) fn note(&mut self, rows: Vec<(Chunk, Vec<usize>)>) {
        self.repeated.extend(rows);
    }

    /// The repeated rows of a chunk that were noted.
    pub(super) fn noted(&self, chunk: &Chunk) -> &[usize] {
        self.repeated.get(chunk).map_or(&[], Vec::as_slice)
    }

    /// Calls `act` with each row that has a value, and the hash of it.
    fn each(
        &self,
        chunk: &Chunk,
        typed: &Column,
        mut act: impl FnMut(usize, u64),
    ) -> PolarsResult<()> {
        let within = self.within[chunk.file];
        let hash = |text: &str| self.state.hash_one((within, text));
        if let Ok(texts) = typed.str() {
            for (row, text) in texts.iter().enumerate() {
                if let Some(text) = text {
                    act(row, hash(text));
                }
            }
            return Ok(());
        }
        if let Ok(integers) = typed.i64() {
            for (row, integer) in integers.iter().enumerate() {
                if let Some(integer) = integer {
                    act(row, self.state.hash_one((within, integer)));
                }
            }
            return Ok(());
        }
        let cells = Cells::of(typed)?;
        for row in 0..typed.len() {
            if let Some(text) = cells.value(row).plain() {
                act(row, hash(&text));
            }
        }
        Ok(())
    }
}
