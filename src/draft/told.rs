//! Numbers that have two meanings in a file.

use super::data::Data;
use super::names::{in_comment, in_shell};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::Profile;
use crate::source::TextForms;

/// Refuses numbers whose point may stand before decimals or between thousands, in a file in which semicolons stand between cells: where
/// that is usual, both are.
pub(super) fn told_apart(
    data: &Data,
    profile: &Profile,
    typed: &[String],
) -> Result<(), Diagnostic> {
    let numbers = &profile.numbers;
    // Numbers without the mark that should have one are told for themselves.
    let is_mixed = profile.columns.iter().any(|column| column.mixed.is_some());
    let is_point =
        !is_mixed && numbers.form.decimal == '.' && data.location.dialect.delimiter == b';';
    let (true, Some(other), Some(text)) = (is_point, &numbers.other, &numbers.example) else {
        return Ok(());
    };
    let said = |form: &TextForms| {
        let value = form.number(text).unwrap_or_default();
        let typed: Vec<String> = typed.iter().map(|name| in_shell(name)).collect();
        format!(
            "`hfreport new {} --decimal {}` reads {value}",
            typed.join(" "),
            form.decimal
        )
    };
    let what = format!(
        "`{}` has numbers such as `{}`, in which the point may stand before decimals or between thousands, and nothing in the file tells which",
        data.location.shown,
        in_comment(text)
    );
    let help = format!("{}, {}", said(other), said(&numbers.form));
    Err(Diagnostic::error(Code::SOURCE_FORMAT, what).hint(help))
}
