//! Numbers with more digits than a type keeps.
//!
//! In: a column that is read as texts. Out: the first of its numbers that no type of numbers holds, if all of its cells are numbers; and the
//! decimals that hold numbers with a fraction of which a float would lose digits.

use super::{ColumnProfile, Fit};
use crate::engine::polars::contract::cell;
use crate::source::{TextForms, texts_of};
use crate::sql::{MAX_SCALE, Type};
use polars::prelude::*;

/// The decimal that holds all numbers of a column of texts, if some have a fraction.
pub(super) fn decimal_of(given: &Column, written: &TextForms) -> Option<Type> {
    let texts = given.str().ok()?;
    let mut scale = 0;
    for text in texts.iter().flatten() {
        let (_, needed) = written
            .digits_behind(text)
            .filter(|_| is_number(text, written))?;
        scale = scale.max(needed);
    }
    let scale = u8::try_from(scale).ok()?;
    let is_held = |text: &str| written.decimal(text, scale).is_some();
    let is_one = (1..=MAX_SCALE).contains(&scale) && texts.iter().flatten().all(is_held);
    is_one.then_some(Type::Decimal(scale))
}

/// Notes a number of a column of texts that no type of numbers holds, if all of its cells are numbers and none is a code.
pub(super) fn look(
    column: &mut ColumnProfile,
    (given, is_text): (&Column, bool),
    written: &TextForms,
) -> PolarsResult<()> {
    if column.fit != Fit::As(Type::Text) || column.versions.is_some() {
        return Ok(());
    }
    let is_code = |text: &str| {
        let digits = text.trim_start_matches(['+', '-']);
        digits.len() > 1 && digits.starts_with('0') && !digits.contains(written.decimal)
    };
    let mut large = None;
    let mut look = |row: usize, text: &str| {
        let text = text.trim();
        let is_held = || written.integer(text).is_some() || written.number(text).is_some();
        if large.is_none() && !is_held() {
            large = Some(row);
        }
        is_number(text, written) && !is_code(text)
    };
    let given_texts = |(row, text): (usize, Option<&str>)| text.is_none_or(|text| look(row, text));
    let are_numbers = match given.dtype() {
        DataType::Binary => texts_of(given)?.enumerate().all(given_texts),
        DataType::String if is_text => given.str()?.iter().enumerate().all(given_texts),
        kind if kind.is_primitive_numeric() || kind.is_decimal() => {
            let texts = given.cast(&DataType::String)?;
            texts.str()?.iter().enumerate().all(given_texts)
        }
        _ => false,
    };
    column.large = large.filter(|_| are_numbers).map(|row| cell(given, row));
    Ok(())
}

/// Whether a text is digits with at most one decimal sign.
fn is_number(text: &str, written: &TextForms) -> bool {
    let digits = text.trim().trim_start_matches(['+', '-']);
    let is_part = |sign: char| {
        sign.is_ascii_digit() || sign == written.decimal || Some(sign) == written.thousands
    };
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.chars().all(is_part)
        && digits.matches(written.decimal).count() <= 1
}
