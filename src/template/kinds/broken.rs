//! Numbers with digits behind the point that are printed without a filter. In: an expression of which nothing else is wrong. Out: whether
//! its number is a decimal, such as money, or a quotient, of which only the text knows how it is written.

use super::quantities::Quantity;
use super::{Kind, Walk};
use crate::sql::Type;
use crate::template::expression::written;
use minijinja::machinery::ast::{BinOpKind, Expr, UnaryOpKind};

impl Walk<'_> {
    /// The message and the hint for printing such a number without a filter.
    pub(super) fn broken(&self, kind: &Kind, expression: &Expr<'_>) -> Option<(String, String)> {
        if !matches!(kind, Kind::Any | Kind::Number(Quantity::Amount)) {
            return None;
        }
        let shown = written(expression);
        let filters = "of money `|currency(\"EUR\")`, of other numbers `|decimal(2)`";
        let (what, hint) = match self.number(expression)? {
            Number::Whole => return None,
            Number::Quotient => ("a quotient", filters.to_owned()),
            Number::Decimal => {
                let metric = metric(expression);
                let own = metric.map(|name| format!("`formatted.{name}`; "));
                let own = own.unwrap_or_default();
                ("a decimal, such as money", format!("{own}{filters}"))
            }
        };
        let message =
            format!("`{shown}` is {what}, which needs a filter that says how it is written");
        Some((message, hint))
    }

    fn number(&self, expression: &Expr<'_>) -> Option<Number> {
        let of_type = |kind: Type| match kind {
            Type::Integer => Some(Number::Whole),
            Type::Decimal(_) => Some(Number::Decimal),
            _ => None,
        };
        match expression {
            Expr::Const(it) => it.value.is_integer().then_some(Number::Whole),
            Expr::UnaryOp(it) => match it.op {
                UnaryOpKind::Neg => self.number(&it.expr),
                UnaryOpKind::Not => None,
            },
            Expr::BinOp(it) => {
                let both = [self.number(&it.left)?, self.number(&it.right)?];
                let has = |number| both.contains(&number);
                match it.op {
                    BinOpKind::Div => Some(Number::Quotient),
                    BinOpKind::Add | BinOpKind::Sub | BinOpKind::Mul => {
                        Some(if has(Number::Quotient) {
                            Number::Quotient
                        } else if has(Number::Decimal) {
                            Number::Decimal
                        } else {
                            Number::Whole
                        })
                    }
                    _ => None,
                }
            }
            Expr::GetAttr(it) => {
                if let Some(name) = metric(expression) {
                    let is_amount = self.known.metrics.get(name) == Some(&Some(Quantity::Amount));
                    let is_decimal = self.known.decimals.contains(name);
                    return is_amount.then_some(if is_decimal {
                        Number::Decimal
                    } else {
                        Number::Whole
                    });
                }
                let columns = &self.known.breakdowns.get(self.row_of(&it.expr)?)?.columns;
                let column = columns.get(it.name)?;
                let is_amount = super::quantities::of_column(column) == Some(Quantity::Amount);
                of_type(column.value_type).filter(|_| is_amount)
            }
            _ => None,
        }
    }

    /// The breakdown of which an expression is a row.
    fn row_of<'e>(&'e self, expression: &'e Expr<'_>) -> Option<&'e str> {
        match expression {
            Expr::Var(it) => {
                let mut scopes = self.scopes.iter().rev();
                match scopes.find_map(|scope| scope.get(it.id))? {
                    Kind::Row(breakdown) => Some(breakdown),
                    _ => None,
                }
            }
            Expr::GetItem(it) => match &it.expr {
                Expr::Var(of) => {
                    let mut scopes = self.scopes.iter();
                    let is_own = scopes.any(|scope| scope.contains_key(of.id));
                    let known = self.known.breakdowns.get_key_value(of.id)?;
                    let is_row =
                        known.1.by.len() == 1 || it.subscript_expr.as_const()?.is_integer();
                    (is_row && !is_own).then_some(known.0.as_str())
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// What is known of a number without digits of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    Whole,
    Decimal,
    Quotient,
}

/// The name of `metrics.name`.
fn metric<'e>(expression: &Expr<'e>) -> Option<&'e str> {
    match expression {
        Expr::GetAttr(it) => match &it.expr {
            Expr::Var(of) if of.id == "metrics" => Some(it.name),
            _ => None,
        },
        _ => None,
    }
}
