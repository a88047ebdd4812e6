//! Filters whose arguments or values are certainly wrong, whatever the data are. In: a filter of a template. Out: an error at it.

use super::{Kind, Walk};
use crate::diagnostic::meant;
use crate::template::expression::written as expression_text;
use crate::text::currency::Currency;
use minijinja::machinery::ast::{CallArg, Expr, Filter, Spanned};

/// Filters that make one text of a list.
const MAKE_A_TEXT: [&str; 4] = ["list", "or_list", "shares", "join"];

impl Walk<'_> {
    /// `currency("€")`: the sign of a currency instead of its code.
    pub(super) fn is_of_a_currency(&mut self, it: &Spanned<Filter<'_>>) {
        let [
            CallArg::Pos(argument) | CallArg::Kwarg("code", argument),
            ..,
        ] = it.args.as_slice()
        else {
            return;
        };
        let constant = argument.as_const();
        let Some(code) = constant.as_ref().and_then(minijinja::Value::as_str) else {
            return;
        };
        if it.name == "currency" && Currency::parse(code).is_none() {
            let message = format!(
                "`currency` takes the code of a currency, three capital letters, and `{code}` is none"
            );
            let hint = Currency::code_of(code).map_or_else(
                || "the codes are those of ISO 4217, such as `EUR`".to_owned(),
                |code| meant(&format!("currency(\"{code}\")")),
            );
            self.error(argument.span(), message, vec![hint]);
        }
    }

    /// `rows|list|length`: the letters of a text where its rows were meant.
    pub(super) fn letters_of(&mut self, it: &Spanned<Filter<'_>>, input: &Kind) {
        let Kind::Enumeration(filter) = input else {
            return;
        };
        if matches!(it.name, "length" | "count") {
            let message = format!(
                "`{filter}` makes one text of a list, of which `{}` would count the letters",
                it.name
            );
            let list = match &it.expr {
                Some(Expr::Filter(inner)) => inner.expr.as_ref().map(expression_text),
                _ => None,
            };
            let list = list.unwrap_or_else(|| "rows".to_owned());
            let hint = format!("count the list itself: `{list}|{}`", it.name);
            let place = self.word(it.name, it.span());
            self.error_at(place, message, vec![hint]);
        }
    }
}

/// What a filter makes of whatever it is given, if that is one text of a list.
pub(super) fn enumeration(filter: &str) -> Option<Kind> {
    let made = MAKE_A_TEXT.iter().find(|known| **known == filter);
    made.map(|filter| Kind::Enumeration(filter))
}
