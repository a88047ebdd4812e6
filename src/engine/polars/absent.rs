//! Texts that no row has in a column that is no key. In: the rows of a source and the texts that are
//! asked for. Out: those that are absent.

use super::problem::Problem;
use crate::engine::rollup::absent::Absent;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The texts that are absent, each column looked through until all are found.
pub(super) fn absent(
    frame: &DataFrame,
    asked: &BTreeMap<String, BTreeSet<String>>,
) -> Result<Vec<Absent>, Problem> {
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
        let distinct: BTreeSet<&str> = values.iter().flatten().collect();
        for text in left {
            found.push(Absent::new(name, text, distinct.iter().copied()));
        }
    }
    Ok(found)
}
