//! Values of exploded lists that are not among the valid ones: left out of breakdowns, counted here.

use super::{Noticed, lookups};
use crate::diagnostic::Location;
use crate::plan::{DimensionIndex, Plan};
use crate::report::DimensionKind;
use crate::results::{KeyWeight, UnmatchedReport, Value, Weight};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Invalid values of an exploded list.
#[derive(Clone, Debug, Default)]
pub struct Invalid {
    /// The values, with the number of rows that have them.
    pub values: Vec<(Arc<str>, i128)>,
    /// Rows with at least one of them.
    pub rows: i128,
    /// Mentions of all values, each once per row.
    pub mentions: i128,
}

impl Invalid {
    /// Adds what other rows have.
    pub(in crate::engine) fn append(&mut self, more: Self) {
        self.rows += more.rows;
        self.mentions += more.mentions;
        let values = std::mem::take(&mut self.values).into_iter();
        let mut all: BTreeMap<Arc<str>, i128> = values.collect();
        for (value, rows) in more.values {
            *all.entry(value).or_default() += rows;
        }
        self.values = all.into_iter().collect();
    }
}

/// Reports which values are left out, how many rows have one, and their share of the mentions.
pub(super) fn note_invalid(
    plan: &Plan,
    dimension: DimensionIndex,
    invalid: &Invalid,
    noticed: &mut Noticed,
) {
    let found = &plan[dimension].definition;
    let DimensionKind::Explode {
        valid: Some((lookup, _)),
        ..
    } = &found.kind
    else {
        return;
    };
    let pointer = &found.pointer;
    let mut known = noticed.unmatched.iter();
    if invalid.values.is_empty() || known.any(|(known, _)| *known == dimension) {
        return;
    }
    let left_out = invalid.values.iter().map(|(_, rows)| rows).sum();
    let mut values = invalid.values.clone();
    values.sort_unstable_by(|(one, rows), (other, more)| more.cmp(rows).then(one.cmp(other)));
    let count_of_keys = values.len();
    let heaviest = values.into_iter().take(UnmatchedReport::KEPT);
    let found = UnmatchedReport {
        dimension: found.name.clone(),
        lookup: lookup.clone(),
        keys: count_of_keys,
        // A value that is left out weighs its mentions.
        heaviest: heaviest
            .map(|(key, rows)| KeyWeight {
                key,
                weight: Weight { rows, amount: rows },
            })
            .collect(),
        rows: invalid.rows,
        share: Value::share(left_out, invalid.mentions),
        without_key: Weight::default(),
        measure: "mentions".to_owned(),
    };
    let hint =
        format!("add them to lookup `{lookup}`, or waive the warning where they are no values");
    let warning = lookups::message(&found, false);
    noticed
        .problems
        .push(warning.at(Location::key(pointer)).hint(hint));
    noticed.unmatched.push((dimension, found));
}
