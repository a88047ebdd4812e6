//! Values of exploded lists that are not among the valid ones: left out of breakdowns, counted here.

use super::rows::Problem;
use crate::frame::{Results, UnmatchedReport, Value};
use crate::plan::Base;
use crate::resolve::{DimensionKind, Report};
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Examples that are told.
const SHOWN: usize = 5;

/// Reports which values are left out, how many rows have one, and what share of the mentions they are.
pub(super) fn note_invalid(
    report: &Report,
    base: &Base,
    frame: &DataFrame,
    results: &mut Results,
) -> Result<(), Problem> {
    let dimension = base.explode.as_str();
    let Some(DimensionKind::Explode {
        column,
        valid: Some((lookup, attribute)),
    }) = report.dimensions.get(dimension).map(|d| &d.kind)
    else {
        return Ok(());
    };
    if results.unmatched.iter().any(|u| u.dimension == dimension) {
        return Ok(());
    }
    let known: BTreeSet<&str> = report.lookups[lookup]
        .rows
        .values()
        .filter_map(|row| row[*attribute].as_deref())
        .collect();
    let mut invalid: BTreeMap<String, i128> = BTreeMap::new();
    let (mut rows, mut mentions) = (0_i128, 0_i128);
    for list in frame.column(column)?.list()?.amortized_iter().flatten() {
        let texts: BTreeSet<&str> = list.as_ref().str()?.iter().flatten().collect();
        mentions += texts.len() as i128;
        let unknown: Vec<&str> = texts.into_iter().filter(|t| !known.contains(t)).collect();
        rows += i128::from(!unknown.is_empty());
        for text in unknown {
            *invalid.entry(text.to_owned()).or_default() += 1;
        }
    }
    if invalid.is_empty() {
        return Ok(());
    }
    let left_out = invalid.values().sum();
    let mut names: Vec<(i128, &String)> = invalid.iter().map(|(name, n)| (-n, name)).collect();
    names.sort();
    results.unmatched.push(UnmatchedReport {
        dimension: dimension.to_owned(),
        lookup: lookup.clone(),
        keys: names.len(),
        examples: names
            .iter()
            .take(SHOWN)
            .map(|(_, name)| (*name).clone())
            .collect(),
        rows,
        share: Value::share(left_out, mentions),
        measure: "mentions".to_owned(),
    });
    Ok(())
}
