//! Formulas of a spreadsheet, which begin with a sign of equality.

use super::aggregated::{has_aggregate, in_aggregates};
use super::functions::{of_another_database, written_arguments};
use super::spreadsheet::semicolon;
use super::{Asked, Mistake};
use crate::sql::NameSpace;
use crate::sql::functions::function;
use crate::sql::parse::parse;
use sqlparser::ast::Expr;

/// `=SOMME(a)`.
pub(super) fn equals_first(text: &str, (asked, names): (Asked, &NameSpace)) -> Option<Mistake> {
    let start = text.len() - text.trim_start().len();
    let rest = text.trim().strip_prefix('=')?.trim();
    if rest.is_empty() || rest.starts_with('=') {
        return None;
    }
    let hint = address(rest, names).or_else(|| Some(semicolon(rest, asked)?.hint));
    let hint = hint.or_else(|| without_equality(rest, (asked, names)));
    Some(Mistake {
        message: "an expression does not begin with `=`, as a formula of a spreadsheet does"
            .to_owned(),
        hint: hint.unwrap_or_else(|| "remove it".to_owned()),
        place: start..start + 1,
    })
}

/// `B2:B100`, `$B$2`: cells have no addresses here.
fn address(formula: &str, names: &NameSpace) -> Option<String> {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '$';
    let mut words = formula.split(|sign: char| !is_part(sign));
    words.find(|word| {
        let bare = word.replace('$', "");
        let digits = bare.trim_start_matches(|sign: char| sign.is_ascii_uppercase());
        let letters = bare.len() - digits.len();
        (1..=3).contains(&letters)
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !names.names.contains_key(*word)
    })?;
    let column = names.columns().next().unwrap_or("column");
    Some(format!(
        "cells have no addresses here: a column is named, and an aggregate is over all rows, `sum({column})`"
    ))
}

/// What to write for a formula behind its sign of equality.
fn without_equality(rest: &str, (asked, names): (Asked, &NameSpace)) -> Option<String> {
    let tree = parse(rest).ok()?;
    if let Expr::Function(call) = &tree {
        let name = call.name.to_string().to_lowercase();
        if function(&name).is_none() && !has_aggregate(&tree) {
            return of_another_database(&name, &written_arguments(call), asked);
        }
    }
    if asked == Asked::Rows && !has_aggregate(&tree) {
        return Some(in_aggregates(&tree, names));
    }
    Some(format!("write `{rest}`"))
}
