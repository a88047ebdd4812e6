//! Texts that no row has in a column that is no key. In: the texts that are asked for, and then the rows of the chunks of a
//! source, in any order. Out: those that are absent.

use super::problem::Problem;
use crate::engine::rollup::absent::{Absent, MOST};
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// Texts that were not found so far, by column.
pub(super) struct MissingTexts(Vec<(String, Mutex<Missing>)>);

/// Texts that a column did not have so far.
#[derive(Clone, Default)]
struct Missing {
    texts: Vec<String>,
    /// The first values that it has, in order.
    values: BTreeSet<String>,
}

impl MissingTexts {
    /// All texts that are asked for, by column.
    pub(super) fn new(asked: &BTreeMap<String, BTreeSet<String>>) -> Self {
        let columns = asked.iter().map(|(name, texts)| {
            let missing = Missing {
                texts: texts.iter().cloned().collect(),
                values: BTreeSet::new(),
            };
            (name.clone(), Mutex::new(missing))
        });
        Self(columns.collect())
    }

    /// Looks for those that were not found so far.
    pub(super) fn look(&self, frame: &DataFrame) -> Result<(), Problem> {
        for (name, missing) in &self.0 {
            // Only values that are inserted are behind the lock: what is there is whole.
            let state = || missing.lock().unwrap_or_else(PoisonError::into_inner);
            let (texts, bound) = {
                let state = state();
                (state.texts.clone(), state.bound().cloned())
            };
            if texts.is_empty() {
                continue;
            }
            let Ok(column) = frame.column(name) else {
                *state() = Missing::default();
                continue;
            };
            let column = match column.dtype() {
                DataType::List(_) => column.explode(ExplodeOptions {
                    empty_as_null: true,
                    keep_nulls: true,
                })?,
                _ => column.clone(),
            };
            let Ok(values) = column.str() else {
                *state() = Missing::default();
                continue;
            };
            let mut left: Vec<&String> = texts.iter().collect();
            for value in values.iter().flatten() {
                left.retain(|text| text.as_str() != value);
                if left.is_empty() {
                    break;
                }
            }
            if left.is_empty() {
                *state() = Missing::default();
                continue;
            }
            let is_before = |value: &&str| bound.as_deref().is_none_or(|bound| *value < bound);
            let first: Vec<&str> = values.iter().flatten().filter(is_before).collect();
            let mut state = state();
            state.texts.retain(|text| left.contains(&text));
            for value in first {
                state.add(value);
            }
        }
        Ok(())
    }

    /// Each text, with what was meant.
    pub(super) fn absent(&self) -> Vec<Absent> {
        let columns = self.0.iter().flat_map(|(name, missing)| {
            let missing = missing.lock().unwrap_or_else(PoisonError::into_inner);
            let texts = missing.texts.iter();
            let absent = texts.map(|text| {
                let values = missing.values.iter().map(String::as_str);
                Absent::new(name, text, values)
            });
            absent.collect::<Vec<_>>()
        });
        columns.collect()
    }
}

impl Missing {
    /// The last of the values, if there are enough.
    fn bound(&self) -> Option<&String> {
        self.values.last().filter(|_| self.values.len() >= MOST)
    }

    fn add(&mut self, value: &str) {
        if self.bound().is_some_and(|bound| value >= bound.as_str()) || self.values.contains(value)
        {
            return;
        }
        self.values.insert(value.to_owned());
        if self.values.len() > MOST {
            self.values.pop_last();
        }
    }
}
