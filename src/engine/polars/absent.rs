//! Texts that no row has in a column that is no key. In: the rows of the chunks of a source and the texts
//! that are asked for. Out: those that are absent.

use super::problem::Problem;
use crate::engine::rollup::absent::{Absent, MOST};
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Texts that a column does not have.
#[derive(Clone)]
pub(super) struct MissingTexts {
    column: String,
    texts: Vec<String>,
    /// The first values that it has, in order.
    values: BTreeSet<String>,
}

/// The texts that some rows do not have, each column looked through until all are found.
pub(super) fn missing(
    frame: &DataFrame,
    asked: &BTreeMap<String, BTreeSet<String>>,
) -> Result<Vec<MissingTexts>, Problem> {
    let mut found = Vec::new();
    for (name, texts) in asked {
        let Ok(column) = frame.column(name) else {
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
            continue;
        }
        let mut first: BTreeSet<&str> = BTreeSet::new();
        // The greatest of them, once there are enough.
        let mut bound: Option<&str> = None;
        for value in values.iter().flatten() {
            if bound.is_none_or(|bound| value < bound) && first.insert(value) {
                if first.len() > MOST {
                    first.pop_last();
                }
                if first.len() == MOST {
                    bound = first.last().copied();
                }
            }
        }
        found.push(MissingTexts {
            column: name.clone(),
            texts: left.into_iter().cloned().collect(),
            values: first.into_iter().map(str::to_owned).collect(),
        });
    }
    Ok(found)
}

/// What is missing in some rows and in others.
pub(super) fn in_both(some: Vec<MissingTexts>, others: &[MissingTexts]) -> Vec<MissingTexts> {
    let mut both = Vec::new();
    for mut missing in some {
        let Some(other) = others.iter().find(|it| it.column == missing.column) else {
            continue;
        };
        missing.texts.retain(|text| other.texts.contains(text));
        missing.values.extend(other.values.iter().cloned());
        while missing.values.len() > MOST {
            missing.values.pop_last();
        }
        both.push(missing);
    }
    both
}

impl MissingTexts {
    /// Each text, with what was meant.
    pub(super) fn absent(self) -> Vec<Absent> {
        let texts = self.texts.iter();
        let absent = texts.map(|text| {
            let values = self.values.iter().map(String::as_str);
            Absent::new(&self.column, text, values)
        });
        absent.collect()
    }
}
