//! The cells of a column of texts that are the only ones which are no numbers.
//!
//! In: the texts of a column that has nearly a type of numbers. Out: how many these cells are, where the first ones are, and how the
//! others are written.

use super::total::Rows;
use super::{ColumnProfile, Notation};
use crate::engine::polars::convert::convert;
use crate::source::TextForms;
use crate::sql::{MAX_SCALE, Type};
use polars::prelude::*;

/// Cells of a column that are no numbers beside others that are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Odd {
    /// How many there are.
    pub count: usize,
    /// The first ones, each with its row in its file, from 1.
    pub shown: Vec<(usize, String)>,
    /// The type of the others in which they add up exactly.
    pub kind: Type,
    /// What has to be taken away from the others before they are numbers.
    pub notation: Notation,
}

/// Cells that are shown.
const SHOWN: usize = 3;
/// Digits behind the point of money.
const CENTS: usize = 2;

/// Notes the cells of a column that are no numbers, if the others are. `counts` says which rows count.
pub(super) fn look(
    column: &mut ColumnProfile,
    cells: &Column,
    (files, counts): (Rows<'_>, &[bool]),
    written: &TextForms,
) -> PolarsResult<()> {
    let Some(nearly) = column.nearly.as_mut().filter(|it| it.kind.is_number()) else {
        return Ok(());
    };
    let (Ok(texts), None) = (cells.str(), &column.broken) else {
        return Ok(());
    };
    let plain = nearly.notation.plain_column(cells)?;
    let typed = convert(&plain, nearly.kind, written)?;
    let is_odd = &typed.is_null() & &plain.is_not_null();
    let odd = is_odd.iter().enumerate();
    let odd = odd.filter(|(at, is_odd)| *is_odd == Some(true) && counts[*at]);
    let odd: Vec<usize> = odd.map(|(at, _)| at).collect();
    let mut digits = Some(0);
    for (at, text) in plain.str()?.iter().enumerate() {
        if let Some(text) = text.filter(|_| counts[at] && is_odd.get(at) == Some(false)) {
            let own = written.digits_behind(text).map(|(digits, _)| digits);
            digits = digits.zip(own).map(|(one, other)| one.max(other));
        }
    }
    let kind = match digits {
        Some(0) => nearly.kind,
        Some(digits) if digits <= usize::from(MAX_SCALE) => {
            Type::Decimal(digits.max(CENTS).min(MAX_SCALE.into()) as u8)
        }
        _ => Type::Number,
    };
    let text = |at: usize| texts.get(at).unwrap_or_default().trim().to_owned();
    let shown = odd.iter().take(SHOWN);
    let shown = shown.map(|at| (files.row_of(*at), text(*at))).collect();
    column.odd = Some(Odd {
        count: odd.len(),
        shown,
        kind,
        notation: nearly.notation.clone(),
    });
    Ok(())
}
