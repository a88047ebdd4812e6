//! A sign or a unit that a number is written with, and that the text around its braces says once more, or that the number has
//! nothing to do with. In: a printed expression and the text beside it. Reported: a second sign, and the sign of percent or the
//! word for points behind a bare fraction of 1.

use super::percent::PERCENT;
use super::quantities::{Quantity, filter_of};
use super::{Kind, Walk, range};
use crate::sql::Type;
use crate::template::expression::{operand, written as expression_text};
use crate::text::Locale;
use crate::text::currency::Currency;
use minijinja::machinery::ast::{CallArg, EmitRaw, Expr, Filter, Spanned};

/// The filter that writes a difference of shares in percentage points.
const POINTS: &str = "points";
/// The words for points, in both languages.
const WORDS_OF_POINTS: [&str; 4] = ["points", "point", "percentage", "pt"];
/// The sign of percent.
const SIGN: &str = "%";

impl Walk<'_> {
    /// What stands behind a number that is written with it, or is no number of that kind.
    pub(super) fn said_again(
        &mut self,
        printed: &Expr<'_>,
        kind: &Kind,
        behind: &Spanned<EmitRaw<'_>>,
    ) {
        let Some(word) = first_word(behind.raw) else {
            return;
        };
        let is_same = |known: &String| known.to_lowercase() == word.to_lowercase();
        let (message, hint) = if self.endings(printed, kind).iter().any(is_same) {
            let message = format!(
                "`{}` is written with its {}, and a second `{word}` stands behind it",
                expression_text(printed),
                if word == SIGN { "sign" } else { "unit" },
            );
            let hint = format!("leave out the `{word}` behind the braces");
            (message, hint)
        } else if let Some((number, filter)) = self.bare_fraction(printed)
            && (word == SIGN || WORDS_OF_POINTS.contains(&word))
        {
            let message = format!(
                "`{}` writes a fraction of 1 as it is, and `{word}` stands behind it",
                expression_text(printed)
            );
            let hint = format!(
                "write `{number}{filter}`, which multiplies by 100, and leave out the `{word}` behind the braces"
            );
            (message, hint)
        } else {
            return;
        };
        let part = range(behind.span());
        let text = self.text.get(part.clone()).unwrap_or_default();
        let at = part.start + text.find(word).unwrap_or_default();
        self.error_at(at..at + word.len(), message, vec![hint]);
    }

    /// A plus sign before a number that is written with its sign.
    pub(super) fn plus_again(&mut self, printed: &Expr<'_>, before: &Spanned<EmitRaw<'_>>) {
        let is_signed = matches!(printed, Expr::Filter(it) if it.name == "signed");
        if !is_signed || !before.raw.ends_with('+') {
            return;
        }
        let message = format!(
            "`{}` is written with its sign, and a second `+` stands before it",
            expression_text(printed)
        );
        let hint = "leave out the `+` before the braces".to_owned();
        let end = range(before.span()).end;
        let text = self.text.get(..end).unwrap_or_default();
        let at = text.rfind('+').unwrap_or_default();
        self.error_at(at..at + 1, message, vec![hint]);
    }

    /// The signs and words with which a number is written, any of which would be said twice behind it.
    fn endings(&self, printed: &Expr<'_>, kind: &Kind) -> Vec<String> {
        let all = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        match (printed, kind) {
            (_, Kind::Written(metric)) => {
                let changes = || self.known.changes.get(metric).and_then(|it| it.1);
                let known = self.known.metrics.get(metric).copied().flatten();
                match known.or_else(changes) {
                    Some(
                        Quantity::Share
                        | Quantity::InPercent
                        | Quantity::Percentage { in_points: false }
                        | Quantity::Growth,
                    ) => all(&[SIGN]),
                    Some(Quantity::Points) => all(&WORDS_OF_POINTS),
                    _ => Vec::new(),
                }
            }
            (Expr::Filter(it), _) => match (it.name, &it.expr) {
                ("signed", Some(inner)) => self.endings(inner, &Kind::Any),
                (PERCENT, _) => all(&[SIGN]),
                (POINTS, _) => all(&WORDS_OF_POINTS),
                ("currency", _) => signs_of_currency(it),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The fraction of 1 that `decimal` writes as it is, and the filter that multiplies it by 100.
    fn bare_fraction(&mut self, printed: &Expr<'_>) -> Option<(String, &'static str)> {
        let it = match printed {
            Expr::Filter(it) if it.name == "signed" => match it.expr.as_ref()? {
                Expr::Filter(inner) => inner,
                _ => return None,
            },
            Expr::Filter(it) => it,
            _ => return None,
        };
        let number = it.expr.as_ref().filter(|_| it.name == "decimal")?;
        let quantity = self.kind(number).quantity()?;
        let filter = filter_of(quantity, Type::Number);
        quantity.is_fraction().then(|| (operand(number), filter))
    }
}

/// The code of a currency that a filter is given, and its symbols.
fn signs_of_currency(filter: &Filter<'_>) -> Vec<String> {
    let code = filter.args.iter().find_map(|argument| match argument {
        CallArg::Pos(code) | CallArg::Kwarg("code", code) => code.as_const(),
        _ => None,
    });
    let code = code.as_ref().and_then(minijinja::Value::as_str);
    let currency = code.and_then(Currency::parse);
    let symbols = currency.into_iter().flat_map(|it| {
        Locale::ALL.iter().flat_map(move |locale| {
            let affix = it.affix(*locale);
            [affix.before, affix.behind].map(|sign| sign.trim().to_owned())
        })
    });
    let code = code.map(str::to_owned);
    code.into_iter()
        .chain(symbols)
        .filter(|sign| !sign.is_empty())
        .collect()
}

/// The first word of a text, or its first sign if it begins with one.
fn first_word(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    let end = if first.is_alphabetic() {
        text.find(|it: char| !it.is_alphabetic())
    } else {
        Some(first.len_utf8())
    };
    text.get(..end.unwrap_or(text.len()))
}
