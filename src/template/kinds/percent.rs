//! Percent that is taken for a fraction of 1, or written twice. In: a fraction that a template multiplies or divides by 100, or
//! compares with a number, and what stands behind a number in percent. Reported: a filter that would multiply by 100 again,
//! a number that was meant in percent, and a second sign.

use super::quantities::Quantity;
use super::{Finding, Kind, Walk, range};
use crate::template::expression::{operand, written as expression_text};
use minijinja::machinery::Span;
use minijinja::machinery::ast::{BinOp, BinOpKind, EmitRaw, Expr, Spanned, UnaryOpKind};
use std::ops::Range;

/// The filter that writes a fraction of 1 in percent.
const PERCENT: &str = "percent";

/// The side of a product with 100, or of a quotient by 100, that is not the 100.
fn beside_a_hundred<'t, 'a>(it: &'t BinOp<'a>) -> Option<&'t Expr<'a>> {
    let is_hundred = |side: &Expr<'_>| {
        let number = side.as_const().and_then(|it| f64::try_from(it).ok());
        number.is_some_and(|it| it.to_bits() == 100f64.to_bits())
    };
    match it.op {
        BinOpKind::Mul | BinOpKind::Div if is_hundred(&it.right) => Some(&it.left),
        BinOpKind::Mul if is_hundred(&it.left) => Some(&it.right),
        _ => None,
    }
}

/// The kind of a product or quotient whose sides are of these kinds.
pub(super) fn hundredfold(
    it: &BinOp<'_>,
    left: Option<Quantity>,
    right: Option<Quantity>,
) -> Option<Quantity> {
    beside_a_hundred(it)?;
    // The 100 itself has no kind.
    let fraction = left.or(right).filter(|it| it.is_fraction())?;
    Some(Quantity::Hundredfold {
        in_points: matches!(fraction, Quantity::Difference | Quantity::Points),
    })
}

/// A number that is written as it is.
fn number_of(side: &Expr<'_>) -> Option<f64> {
    let constant = |it: &Expr<'_>| it.as_const().and_then(|it| f64::try_from(it).ok());
    match side {
        Expr::UnaryOp(it) if matches!(it.op, UnaryOpKind::Neg) => Some(-constant(&it.expr)?),
        _ => constant(side),
    }
}

impl Walk<'_> {
    /// A fraction of 1 that is compared with a number that was meant in percent.
    pub(super) fn meant_in_percent(
        &mut self,
        (value, kind): (&Expr<'_>, &Kind),
        (other, _): (&Expr<'_>, &Kind),
    ) {
        let unit = kind.quantity().and_then(Quantity::unit);
        let (Some(unit), Some(number)) = (unit, number_of(other)) else {
            return;
        };
        if let Some(problem) = unit.compared_with(&expression_text(value), number) {
            self.found.findings.push(Finding {
                range: range(value.span()).start
                    ..range(other.span()).end.max(range(value.span()).end),
                code: problem.code,
                severity: problem.severity,
                message: problem.message,
                unknown: None,
                hints: problem.hints,
            });
        }
    }

    /// A fraction times 100 that is printed, or goes into a filter that multiplies by 100 itself.
    pub(super) fn multiplied_again(
        &mut self,
        filter: Option<&str>,
        in_points: bool,
        expression: Option<&Expr<'_>>,
        place: Range<usize>,
    ) {
        let text = expression.map_or_else(String::new, expression_text);
        let message = match filter {
            Some(filter) => format!(
                "`{filter}` multiplies by 100 itself, and `{text}` is no fraction of 1 any more"
            ),
            None => format!(
                "`{text}` is a fraction times or divided by 100, which needs a filter that says how it is written"
            ),
        };
        let fraction = match expression {
            Some(Expr::BinOp(it)) => beside_a_hundred(it),
            _ => None,
        };
        let right = if in_points { "points" } else { PERCENT };
        let hint = match fraction {
            Some(fraction) => format!("write `{}|{right}(1)`", operand(fraction)),
            None => format!("leave out the 100, and write the fraction with `|{right}(1)`"),
        };
        self.error_at(place, message, vec![hint]);
    }

    /// A sign of percent behind a number that is written with one.
    pub(super) fn sign_again(
        &mut self,
        printed: &Expr<'_>,
        kind: &Kind,
        raw: &Spanned<EmitRaw<'_>>,
    ) {
        let is_sign = raw.raw.trim_start().starts_with('%');
        if !is_sign || !self.ends_in_percent(printed, kind) {
            return;
        }
        let message = format!(
            "`{}` is written with its sign, and a second `%` stands behind it",
            expression_text(printed)
        );
        let hint = "leave out the `%` behind the braces".to_owned();
        let place = self.word_first("%", raw.span());
        self.error_at(place, message, vec![hint]);
    }

    fn ends_in_percent(&self, printed: &Expr<'_>, kind: &Kind) -> bool {
        match (printed, kind) {
            (_, Kind::Written(metric)) => {
                let changes = || self.known.changes.get(metric).and_then(|it| it.1);
                let known = self.known.metrics.get(metric).copied().flatten();
                matches!(
                    known.or_else(changes),
                    Some(
                        Quantity::Share
                            | Quantity::InPercent
                            | Quantity::Percentage { in_points: false }
                            | Quantity::Growth
                    )
                )
            }
            (Expr::Filter(it), _) => it.name == PERCENT,
            _ => false,
        }
    }

    /// The first span of a word in a part of the text.
    fn word_first(&self, word: &str, span: Span) -> Range<usize> {
        let part = range(span);
        let found = self.text.get(part.clone()).and_then(|text| text.find(word));
        found.map_or(part.clone(), |at| {
            part.start + at..part.start + at + word.len()
        })
    }
}
