//! How the amounts of a column that are below zero are written.
//!
//! In: the texts of a column. Out: the ways in which they are; a text with a hyphen in front.

use super::missing::says_nothing;
use crate::engine::polars::minus::Minus;
use polars::prelude::*;
use std::borrow::Cow;

/// A text with a hyphen in front if it is below zero in one of some ways.
pub(super) fn in_front<'t>(ways: &[Minus], text: Cow<'t, str>) -> Cow<'t, str> {
    ways.iter().fold(text, |text, minus| match text {
        Cow::Borrowed(text) => minus.in_front(text),
        Cow::Owned(text) => minus.in_front(&text).into_owned().into(),
    })
}

/// How the amounts of a column that are below zero are written: a minus behind digits and brackets may also be of a label, so
/// that there must be amounts without them, or all of money.
pub(super) fn minuses(texts: &StringChunked) -> Vec<Minus> {
    let mut ways: Vec<Minus> = Vec::new();
    for minus in texts.iter().flatten().filter_map(Minus::of) {
        if !ways.contains(&minus) {
            ways.push(minus);
        }
    }
    let is_money = |text: &str| {
        let text = in_front(&ways, text.into());
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let mut behind = digits.rsplit(['.', ',']);
        let cents = behind.next().filter(|_| behind.next().is_some());
        cents.is_some_and(|cents| cents.len() == 2)
    };
    let amounts = || texts.iter().flatten().filter(|text| !says_nothing(text));
    let is_plain = |text: &str| {
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        has_digit && Minus::of(text).is_none()
    };
    let is_sign = |minus: &Minus| matches!(minus, Minus::Sign(_));
    let is_sure = ways.is_empty() || amounts().any(is_plain) || amounts().all(is_money);
    if !is_sure {
        ways.retain(is_sign);
    }
    ways
}
