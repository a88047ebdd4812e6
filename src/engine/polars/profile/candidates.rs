//! The types that may hold a column of a file.
//!
//! In: the column. Out: types of the language, the narrowest first; or why there is none.

use crate::engine::polars::forms::is_number;
use crate::source::{TextForms, decimal, is_kept, texts_of};
use crate::sql::{MAX_SCALE, Type};
use polars::prelude::*;

/// Why the language cannot read a column of the engine.
pub(super) fn why_unread(kind: &DataType) -> String {
    match kind {
        DataType::Binary | DataType::BinaryOffset => "bytes, which are no text".to_owned(),
        DataType::Time => "times of day".to_owned(),
        DataType::Duration(_) => "spans of time".to_owned(),
        DataType::List(_) | DataType::Struct(_) => "nested values".to_owned(),
        kind => format!("values of type {kind}"),
    }
}

/// The types that may hold a column of a file, narrowest first.
pub(super) fn types_of(given: &Column, is_text: bool) -> Vec<Type> {
    match given.dtype() {
        DataType::String if given.null_count() == given.len() => vec![Type::Text],
        DataType::String if is_text => vec![
            Type::Boolean,
            Type::Integer,
            Type::Number,
            Type::Date,
            Type::Text,
        ],
        DataType::String => vec![Type::Date, Type::Text],
        DataType::Categorical(..) | DataType::Enum(..) | DataType::Null => vec![Type::Text],
        DataType::Boolean => vec![Type::Boolean],
        DataType::Date => vec![Type::Date],
        DataType::List(inner) if matches!(**inner, DataType::String | DataType::Null) => {
            vec![Type::List]
        }
        kind if kind.is_integer() => vec![Type::Integer, Type::Text],
        DataType::Binary => number_types(given),
        DataType::Decimal(_, scale) => {
            let exact = u8::try_from(*scale).map_or(Type::Number, Type::of_scale);
            vec![Type::Integer, exact, Type::Text]
        }
        kind if kind.is_float() => vec![Type::Integer, Type::Number],
        _ => Vec::new(),
    }
}

/// The types that may hold numbers as they are written: of these, one that keeps all of their digits.
fn number_types(given: &Column) -> Vec<Type> {
    let texts: Vec<&str> = match texts_of(given) {
        Ok(texts) => texts.flatten().collect(),
        Err(_) => Vec::new(),
    };
    let is_number = |text: &&str| text.parse::<f64>().is_ok();
    if texts.len() < given.len() - given.null_count() || !texts.iter().all(is_number) {
        return Vec::new();
    }
    if texts.iter().all(|text| !text.contains(['.', 'e', 'E'])) {
        return vec![Type::Integer, Type::Text];
    }
    if texts.iter().all(|text| is_kept(text)) {
        return vec![Type::Integer, Type::Number, Type::Text];
    }
    let is_held = |scale: &u8| texts.iter().all(|text| decimal(text, *scale).is_some());
    let exact = (1..=MAX_SCALE).find(is_held).map(Type::Decimal);
    let types = [
        Some(Type::Integer),
        exact,
        Some(Type::Number),
        Some(Type::Text),
    ];
    types.into_iter().flatten().collect()
}

/// Cells, spread over a column, of which one must be of a type before all are looked at.
const SAMPLE: usize = 64;

/// Whether a column of texts may be of a type, or nearly, by some of its cells.
pub(super) fn may_be(texts: &[&str], kind: Type, written: &TextForms) -> bool {
    let is_of_kind = |text: &&&str| match kind {
        Type::Number => is_number(written, text),
        kind => written.value(text, kind).is_some(),
    };
    let count = texts.iter().filter(is_of_kind).count();
    count > 0 && (texts.len() < SAMPLE || count * 2 > texts.len())
}

/// Whether any text of a column, or of its lists, passes.
pub(super) fn any_text(column: &Column, is: impl Fn(&str) -> bool) -> bool {
    if let Ok(texts) = column.str() {
        return texts.iter().flatten().any(is);
    }
    let Ok(lists) = column.list() else {
        return false;
    };
    let inner = lists.get_inner();
    inner
        .str()
        .is_ok_and(|texts| texts.iter().flatten().any(is))
}

/// Some texts, spread over a column; the first ones where these are missing.
pub(super) fn sample(texts: &StringChunked) -> Vec<&str> {
    let step = (texts.len() / SAMPLE).max(1);
    let rows = (0..texts.len()).step_by(step);
    let spread: Vec<&str> = rows.filter_map(|row| texts.get(row)).collect();
    if spread.len() < SAMPLE {
        texts.iter().flatten().take(SAMPLE).collect()
    } else {
        spread
    }
}

/// How many rows a version stands in, on average.
const ROWS_OF_A_VERSION: usize = 4;

/// Two texts of numbers that are names of versions: one is written in two ways, `1.1` and `1.10`, and all of them come again and again.
pub(super) fn versions(
    given: &Column,
    written: &TextForms,
) -> PolarsResult<Option<(String, String)>> {
    let Ok(texts) = given.str() else {
        return Ok(None);
    };
    let unique = texts.unique()?;
    if unique.len() * ROWS_OF_A_VERSION > texts.len() {
        return Ok(None);
    }
    let has_fraction = |text: &&str| written.digits_behind(text).is_some_and(|it| it.0 > 0);
    let texts = unique.iter().flatten().filter(has_fraction).map(str::trim);
    let mut texts: Vec<&str> = texts.collect();
    texts.sort_unstable_by_key(|text| (text.trim_end_matches('0'), *text));
    let same = |pair: &&[&str]| {
        pair[0] != pair[1] && pair[0].trim_end_matches('0') == pair[1].trim_end_matches('0')
    };
    let found = texts.windows(2).find(same);
    Ok(found.map(|pair| (pair[0].to_owned(), pair[1].to_owned())))
}

/// Digits that are not an amount: with a leading zero, `01` is another department than `1`.
pub(super) fn has_leading_zero(text: &str) -> bool {
    let digits = digits_of(text);
    digits.len() > 1 && digits.starts_with('0') && are_digits(digits)
}

/// Digits of which a 64-bit integer does not hold the number, which one with a fraction would round.
pub(super) fn is_beyond_integers(text: &str) -> bool {
    let digits = digits_of(text);
    digits.len() > 18 && are_digits(digits) && digits.parse::<i64>().is_err()
}

fn digits_of(text: &str) -> &str {
    text.trim().trim_start_matches(['+', '-'])
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
