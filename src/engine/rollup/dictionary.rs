//! One numbering of the values of a key column for the groups of several chunks.

use super::coded::Coded;
use super::texts::Texts;
use foldhash::quality::RandomState;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

/// Values with their numbers.
pub(super) struct Dictionary {
    /// Whether no value comes twice, so that none is looked up.
    is_unique: bool,
    state: RandomState,
    /// Numbers by the hash of their value; where two values have one hash, the next free one.
    numbers: FxHashMap<u64, u32>,
    texts: Texts,
}

impl Dictionary {
    pub(super) fn new(is_unique: bool) -> Self {
        Self {
            is_unique,
            state: RandomState::default(),
            numbers: FxHashMap::default(),
            texts: Texts::default(),
        }
    }

    /// The numbers of the values of a column, by code.
    pub(super) fn numbers(&mut self, column: &Coded) -> Vec<u32> {
        let values = column.distinct();
        values.map(|text| self.number(text)).collect()
    }

    fn number(&mut self, text: &str) -> u32 {
        let next = self.texts.len() as u32;
        if !self.is_unique {
            let mut hash = self.state.hash_one(text);
            loop {
                match self.numbers.entry(hash) {
                    Entry::Vacant(free) => {
                        free.insert(next);
                        break;
                    }
                    Entry::Occupied(known) => {
                        let code = *known.get();
                        if self.texts.get(code as usize) == Some(text) {
                            return code;
                        }
                        hash = hash.wrapping_add(1);
                    }
                }
            }
        }
        self.texts.push(text);
        next
    }

    /// Number of values.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// A column without rows that has the values.
    pub(super) fn into_column(self) -> Coded {
        Coded::of_texts(self.texts)
    }
}
