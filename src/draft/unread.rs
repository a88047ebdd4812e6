//! Why a column of texts is not read as numbers, and what to write. In: a column of a draft. Out: what is said of it.

use super::columns::DraftColumn;
use super::names::{self, in_comment};
use super::{measures, words};
use crate::engine::Mixed;
use crate::source::TextForms;
use crate::sql::Type;

impl DraftColumn {
    /// Which cells are no numbers, if the others are, and what to do about them.
    pub(super) fn why_odd(&self) -> Option<String> {
        let odd = self
            .odd
            .as_ref()
            .filter(|_| self.kind == Some(Type::Text))?;
        let shown = odd.shown.iter();
        let shown = shown.map(|(row, text)| format!("`{}` in row {row}", in_comment(text)));
        let shown: Vec<String> = shown.collect();
        let sql = odd.notation.sql(&names::in_sql(&self.original));
        let sql = if sql == self.name {
            String::new()
        } else {
            format!(", sql: {}", names::in_yaml_quoted(&sql))
        };
        let name = in_comment(&self.name);
        let are_digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
        let what = if odd.shown.iter().all(|(_, text)| are_digits(text)) {
            "beyond an integer of 64 bits"
        } else {
            "not a number"
        };
        Some(format!(
            "`{name}` is {what} in {} of {} rows, such as {}: mend these cells in the file, or write `{}: {{type: {}{sql}, nullable: true, on_violation: clear}}`, which empties them",
            odd.count,
            self.rows,
            shown.join(", "),
            names::in_yaml(&self.name),
            odd.kind,
        ))
    }

    /// Why numbers are read as names of versions, and what to do if they are none.
    pub(super) fn why_versions(&self) -> Option<String> {
        let two = self.versions.as_ref();
        let (one, other) = two.filter(|_| self.kind == Some(Type::Text))?;
        Some(format!(
            "`{}` has `{}` and `{}`, which are two versions and one number, and is read as texts: if they are amounts, write them alike in the file",
            in_comment(&self.name),
            in_comment(one),
            in_comment(other)
        ))
    }

    /// Whether its name says that it has amounts, and it is read as names of versions.
    pub(super) fn is_amount_of_versions(&self) -> bool {
        let name = &self.original;
        let is_amount = measures::measure_rank(name).is_some()
            || words::is_money(name)
            || words::is_price(name);
        is_amount && self.why_versions().is_some()
    }

    /// Why texts that are numbers are not read as such, and what to write for either reading.
    pub(super) fn why_mixed(&self) -> Option<String> {
        let mixed = self.mixed.as_ref()?;
        let Mixed { mark, .. } = mixed;
        let plain = mixed.notation.sql(&names::in_sql(&self.original));
        let is_empty = self.empty > 0 || !mixed.notation.missing.is_empty();
        let nullable = if is_empty { ", nullable: true" } else { "" };
        let definition = |scale: u8, sql: Option<&str>| {
            let sql = sql.map(|sql| format!(", sql: {}", names::in_yaml_quoted(sql)));
            let sql = sql.unwrap_or_default();
            let name = names::in_yaml(&self.name);
            format!("`{name}: {{type: decimal({scale}){sql}{nullable}}}`")
        };
        let thousands =
            format!("regexp_replace({plain}, '[{mark}]([0-9][0-9][0-9])[^0-9]*$', '$1')");
        let is_plain = plain == self.name;
        Some(format!(
            "`{}` is not read as numbers, since `{mark}` may stand before decimals or between thousands: row {} has `{}`, row {} has `{}`; write {} if it stands between thousands, {} if it stands before decimals",
            in_comment(&self.name),
            mixed.row,
            in_comment(&mixed.three),
            mixed.other_row,
            in_comment(&mixed.other),
            definition(2, Some(&thousands)),
            definition(3, (!is_plain).then_some(&plain)),
        ))
    }

    /// Which number no type holds, if all texts are numbers, and what to write for amounts.
    pub(super) fn why_large(&self) -> Option<String> {
        let large = self.large.as_deref()?;
        let number: String = large.chars().filter(|sign| !sign.is_whitespace()).collect();
        let name = names::in_yaml(&self.name);
        let mend = match TextForms::default().decimal(&number, 1) {
            Some(_) => format!("if they are amounts, write `{name}: {{type: decimal(1)}}`"),
            None => "with more than 38 digits nothing computes: if they are amounts, write them in a larger unit in the file".to_owned(),
        };
        Some(format!(
            "`{}` has numbers that no integer of 64 bits holds, nor a number with a fraction with all of their digits, such as `{}`, and is read as texts: {mend}",
            in_comment(&self.name),
            in_comment(large)
        ))
    }

    /// Whether its name says that it has amounts, and no type of numbers holds them.
    pub(super) fn is_large_amount(&self) -> bool {
        let name = &self.original;
        self.large.is_some() && (measures::measure_rank(name).is_some() || words::is_money(name))
    }
}
