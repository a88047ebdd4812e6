//! List columns: their texts are numbered once, and the values in a row's list are handled by
//! number.

use super::columns::coded;
use super::problem::Problem;
use crate::engine::rollup::coded::Coded;
use crate::engine::rollup::codes::MISSING;
use crate::engine::rollup::invalid::Invalid;
use crate::engine::rollup::numbering::{Numbering, number_values};
use crate::plan::{DimensionIndex, Plan};
use crate::report::DimensionKind;
use polars::prelude::*;
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::Arc;

/// The distinct valid values in the lists of a column, in the order of the rows. A row without any
/// has one mention without a value, so that it counts wherever the list itself does not matter.
pub(super) struct Mentions {
    /// The row of each mention.
    pub(super) rows: Vec<u32>,
    /// The value of each mention; [`MISSING`] for a mention without one.
    pub(super) values: Coded,
    /// The invalid values that are left out.
    pub(super) invalid: Invalid,
}

/// One mention per distinct valid value in a row's list; one without a value if there is none.
pub(super) fn mentions(
    plan: &Plan,
    dimension: DimensionIndex,
    lists: &Lists,
) -> Result<Mentions, Problem> {
    let step = &plan[dimension];
    let DimensionKind::Explode { valid, .. } = &step.definition.kind else {
        return Err(Problem::plan(&step.definition.name));
    };
    let valid = step.lookup.zip(valid.as_ref());
    let known: Option<FxHashSet<&str>> = valid.map(|(lookup, (_, attribute))| {
        let rows = plan[lookup].rows.values();
        rows.filter_map(|row| row[*attribute].as_deref()).collect()
    });
    let is_valid = lists
        .texts
        .which(|text| known.as_ref().is_none_or(|known| known.contains(text)));
    let mut left_out = vec![0_i128; is_valid.len()];
    let mut invalid = Invalid::default();
    // Valid values are numbered in the order in which they occur.
    let mut numbers: Vec<Option<u32>> = vec![None; is_valid.len()];
    let mut values: Vec<Arc<str>> = Vec::new();
    let (mut rows, mut codes) = (Vec::new(), Vec::new());
    // The row in which each text was seen last.
    let mut seen: Vec<Option<u32>> = vec![None; is_valid.len()];
    for (row, range) in (0_u32..).zip(&lists.ranges) {
        let mut is_left_out = false;
        let before = rows.len();
        for text in &lists.texts.codes[range.clone()] {
            let at = *text as usize;
            if *text == MISSING || seen[at] == Some(row) {
                continue;
            }
            seen[at] = Some(row);
            invalid.mentions += 1;
            if is_valid[at] {
                rows.push(row);
                codes.push(*numbers[at].get_or_insert_with(|| {
                    values.push(lists.texts.shared_text(*text));
                    values.len() as u32 - 1
                }));
            } else {
                left_out[at] += 1;
                is_left_out = true;
            }
        }
        if rows.len() == before {
            rows.push(row);
            codes.push(MISSING);
        }
        invalid.rows += i128::from(is_left_out);
    }
    let left_out = (0_u32..).zip(left_out).filter(|(_, rows)| *rows > 0);
    invalid.values = left_out
        .map(|(text, rows)| (lists.texts.shared_text(text), rows))
        .collect();
    Ok(Mentions {
        rows,
        values: Coded::new(codes, values.iter().map(|value| &**value)),
        invalid,
    })
}

/// Numbers the lists of a column by the texts in them.
pub(super) fn number_lists(column: &Column) -> PolarsResult<Numbering> {
    let lists = Lists::of(column)?;
    let given = column.is_not_null();
    let texts = lists.ranges.iter().zip(given.iter()).map(|(range, given)| {
        let texts = &lists.texts.codes[range.clone()];
        (given == Some(true)).then_some(texts)
    });
    Ok(number_values(texts))
}

/// A column of lists.
pub(super) struct Lists {
    /// The texts of all lists, concatenated.
    texts: Coded,
    /// The range of each row's texts; `None` if the row has no list.
    ranges: Vec<Range<usize>>,
}

impl Lists {
    /// Numbers the texts of a column.
    ///
    /// # Errors
    /// It is no column of lists.
    pub(super) fn of(column: &Column) -> PolarsResult<Self> {
        let lists = column.list()?.rechunk();
        let texts = coded(&lists.get_inner().into_column())?;
        let offsets = lists.downcast_as_array().offsets().buffer();
        let given = lists.is_not_null();
        let ranges = offsets
            .windows(2)
            .zip(given.iter())
            .map(|(ends, given)| match given {
                Some(true) => ends[0] as usize..ends[1] as usize,
                _ => 0..0,
            })
            .collect();
        Ok(Self { texts, ranges })
    }
}
