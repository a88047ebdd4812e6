//! Types that all but a few cells of a column of texts have.

use super::Notation;
use super::candidates::sample;
use crate::engine::polars::contract::cell;
use crate::engine::polars::forms;
use crate::source::DatePattern;
use crate::sql::Type;
use polars::prelude::*;

/// A type that all but a few cells have.
#[derive(Clone, Debug)]
pub(crate) struct Nearly {
    /// The type.
    pub kind: Type,
    /// Number of cells that are not of this type.
    pub others: usize,
    /// One of them.
    pub example: String,
    /// What has to be taken away from the others.
    pub notation: Notation,
    /// The pattern of the others, of days that are not in ISO 8601.
    pub pattern: Option<DatePattern>,
}

/// One cell in this many may be of another type for a type to count as the intended one.
const FEW: usize = 5;
/// In a short column so many cells may be of another type, if most are of the intended one.
const FEW_CELLS: usize = 3;

/// Whether so many cells may be of another type than all that have a value.
pub(super) fn is_few(others: usize, values: usize) -> bool {
    others * FEW <= values || others <= FEW_CELLS && others * 2 < values
}

/// The days that most cells of a column of texts are, if they are not in ISO 8601.
pub(super) fn of_days(given: &Column) -> Option<Nearly> {
    let texts = given.str().ok()?;
    let (pattern, others) = forms::nearly_days(texts, &sample(texts), is_few)?;
    Some(Nearly {
        kind: Type::Date,
        others: others.len(),
        example: others
            .first()
            .map_or_else(String::new, |row| cell(given, *row)),
        notation: Notation::default(),
        pattern: Some(pattern),
    })
}
