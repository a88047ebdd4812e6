//! Percent that is taken for a fraction of 1. In: a fraction that a template multiplies or divides by 100, or compares with a
//! number. Reported: a filter that would multiply by 100 again, and a number that was meant in percent.

use super::quantities::Quantity;
use super::{Finding, Kind, Walk, range};
use crate::template::expression::{operand, written as expression_text};
use minijinja::machinery::ast::{BinOp, BinOpKind, Expr, UnaryOpKind};
use std::ops::Range;

/// The filter that writes a fraction of 1 in percent.
pub(super) const PERCENT: &str = "percent";

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
}
