//! The expressions of a template. In: one of them. Out: its kind. Reported: a number that is
//! printed or compared as the wrong kind.

use super::percent::hundredfold;
use super::quantities::{Quantity, bare, filter_of, misfit_of, of_column, of_difference, of_sum};
use super::{Kind, LEFT, Walk, range, rows_of};
use crate::diagnostic::{allowed, meant, nearest};
use crate::template::expression::written as expression_text;
use crate::template::filters::test_names;
use crate::template::language::TESTS;
use minijinja::machinery::Span;
use minijinja::machinery::ast::{
    BinOp, BinOpKind, CallArg, CompareOpKind, Expr, Spanned, Test, UnaryOpKind,
};
use minijinja::value::ValueKind;

impl Walk<'_> {
    pub(super) fn kind(&mut self, expression: &Expr<'_>) -> Kind {
        match expression {
            Expr::Var(it) => self.name(it.id, it.span()),
            Expr::Const(it) => {
                self.loses_digits(it.span());
                Kind::Any
            }
            Expr::Slice(it) => {
                for part in [&it.start, &it.stop, &it.step].into_iter().flatten() {
                    self.kind(part);
                }
                rows_of(self.kind(&it.expr))
            }
            Expr::UnaryOp(it) => {
                let kind = self.kind(&it.expr);
                match it.op {
                    UnaryOpKind::Neg => Kind::of(kind.quantity()),
                    UnaryOpKind::Not => Kind::Any,
                }
            }
            Expr::BinOp(it) => self.computed(it),
            Expr::Compare(it) => {
                let first = self.kind(&it.expr);
                let others: Vec<Kind> = it.ops.iter().map(|part| self.kind(&part.expr)).collect();
                let sides = it.ops.iter().map(|part| &part.expr).zip(&others);
                let sides: Vec<_> = [(&it.expr, &first)].into_iter().chain(sides).collect();
                self.compared_with_nothing(&sides);
                for (pair, part) in sides.windows(2).zip(&it.ops) {
                    let in_order = matches!(
                        part.op,
                        CompareOpKind::Lt
                            | CompareOpKind::Lte
                            | CompareOpKind::Gt
                            | CompareOpKind::Gte
                    );
                    self.texts_in_order(in_order, pair[0], pair[1]);
                    self.meant_in_percent(pair[0], pair[1]);
                    self.meant_in_percent(pair[1], pair[0]);
                }
                Kind::Any
            }
            Expr::IfExpr(it) => {
                let (yes, no) = self.under_condition(&it.test_expr, |walk| {
                    let yes = walk.kind(&it.true_expr);
                    (yes, it.false_expr.as_ref().map(|no| walk.kind(no)))
                });
                // A literal number beside a number is one of the same kind.
                let is_literal = |side: &Expr<'_>| {
                    let constant = side.as_const();
                    constant.is_some_and(|it| it.kind() == ValueKind::Number)
                };
                match (no, &it.false_expr) {
                    (Some(no), Some(other)) if no != yes => {
                        if yes.quantity().is_some() && is_literal(other) {
                            yes
                        } else if no.quantity().is_some() && is_literal(&it.true_expr) {
                            no
                        } else {
                            Kind::Any
                        }
                    }
                    _ => yes,
                }
            }
            Expr::Filter(it) => {
                let input = it.expr.as_ref().map_or(Kind::Any, |value| self.kind(value));
                self.filter(it, &input)
            }
            Expr::Test(it) => self.test(it),
            Expr::GetAttr(it) => {
                let of = self.kind(&it.expr);
                self.attribute(of, it.name, &it.expr, it.span())
            }
            Expr::GetItem(it) => {
                let of = self.kind(&it.expr);
                let index = self.kind(&it.subscript_expr);
                let constant = it.subscript_expr.as_const();
                match constant {
                    Some(value) if value.kind() == ValueKind::String => {
                        let text = value.as_str().unwrap_or_default().to_owned();
                        self.attribute(of, &text, &it.expr, it.subscript_expr.span())
                    }
                    Some(value) => self.position(of, &value),
                    None => self.dynamic(of, &it.subscript_expr, &index),
                }
            }
            Expr::Call(it) => self.call(it),
            Expr::List(it) => self.list(&it.items),
            Expr::Tuple(it) => self.list(&it.items),
            Expr::Map(it) => {
                self.all(&it.keys);
                self.all(&it.values)
            }
        }
    }

    /// A test, whose result is no number.
    fn test(&mut self, it: &Spanned<Test<'_>>) -> Kind {
        let known = || test_names().chain(TESTS.iter().copied());
        if !known().any(|name| name == it.name) {
            let message = format!("there is no test `{}`", it.name);
            let of_others = matches!(it.name, "null" | "nil" | "missing" | "empty");
            let instead = if of_others {
                Some(meant("none"))
            } else {
                nearest(it.name, known())
            };
            let hint = instead.unwrap_or_else(|| {
                format!(
                    "compare with `>`, `<`, `==`, or use one of {}",
                    allowed(known())
                )
            });
            self.unknown(it.name, it.span(), message, vec![hint]);
        }
        if matches!(it.name, "defined" | "undefined") {
            self.asked_for(&it.expr);
        }
        let kind = self.kind(&it.expr);
        if matches!(it.name, "ahead_of" | "tied") {
            self.compared(&kind, it);
        }
        self.arguments(&it.args);
        Kind::Any
    }

    pub(super) fn all(&mut self, list: &[Expr<'_>]) -> Kind {
        for item in list {
            self.kind(item);
        }
        Kind::Any
    }

    /// A list: of numbers if all are of one kind.
    fn list(&mut self, items: &[Expr<'_>]) -> Kind {
        let kinds: Vec<Kind> = items.iter().map(|item| self.kind(item)).collect();
        let first = kinds.first().and_then(Kind::quantity);
        match first {
            Some(quantity) if kinds.iter().all(|it| it.quantity() == first) => {
                Kind::Numbers(quantity)
            }
            _ => Kind::Any,
        }
    }

    pub(super) fn arguments(&mut self, list: &[CallArg<'_>]) {
        for argument in list {
            match argument {
                CallArg::Pos(value)
                | CallArg::Kwarg(_, value)
                | CallArg::PosSplat(value)
                | CallArg::KwargSplat(value) => {
                    self.kind(value);
                }
            }
        }
    }

    /// A number printed without a filter.
    pub(super) fn printed(&mut self, kind: &Kind, expression: &Expr<'_>) {
        if let (Kind::Claim(name), true) = (kind, self.known.in_claim) {
            let message = format!("the text of a claim cannot print `claims.{name}`");
            let hint =
                format!("it can ask whether it holds: `{{% if claims.{name} %}}…{{% endif %}}`");
            self.error(expression.span(), message, vec![hint]);
        }
        if let Some((message, hint)) = self.no_text(kind, &expression_text(expression)) {
            self.error(expression.span(), message, vec![hint]);
        }
        if let Some((message, hint)) = self.broken(kind, expression) {
            self.error(expression.span(), message, vec![hint]);
        }
        let Some(quantity) = kind.quantity() else {
            return;
        };
        if let Quantity::Hundredfold { in_points } = quantity {
            let place = range(expression.span());
            self.multiplied_again(None, in_points, Some(expression), place);
        }
        if let Some((message, hint)) = bare(quantity, &expression_text(expression)) {
            self.error(expression.span(), message, vec![hint.to_owned()]);
        }
    }

    /// What is wrong with printing something that is many values, and what to print of it.
    fn no_text(&self, kind: &Kind, written: &str) -> Option<(String, String)> {
        let row = |breakdown: &str| {
            let columns = &self.known.breakdowns.get(breakdown)?.columns;
            let label = columns.dimensions().first();
            let label = label.map(|column| format!("`{{{{ {{}}.{}_label }}}}`", column.name));
            let value = columns.values().iter().find_map(|column| {
                let filter = filter_of(of_column(column)?, column.value_type);
                Some(format!("`{{{{ {{}}.{}{filter} }}}}`", column.name))
            });
            let parts: Vec<String> = value.into_iter().chain(label).collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        };
        let take = |breakdown: &str, of: &str| {
            let parts = row(breakdown).unwrap_or_else(|| "`{{ {}.name }}`".to_owned());
            parts.replace("{}", of)
        };
        Some(match kind {
            Kind::Row(breakdown) => (
                format!(
                    "`{written}` is a row of breakdown `{}`, and no text",
                    row_of(breakdown)
                ),
                format!(
                    "take a column of it: {}",
                    take(breakdown, &in_brackets(written))
                ),
            ),
            Kind::Frame(breakdown, _) | Kind::Rows(breakdown) => (
                format!(
                    "`{written}` is many rows of breakdown `{}`, and no text",
                    row_of(breakdown)
                ),
                format!(
                    "take a row and a column of it: {}; or write each row: `{{% for row in {written} %}}…{{% endfor %}}`",
                    take(breakdown, &format!("{}[0]", in_brackets(written)))
                ),
            ),
            Kind::Names(global) => (
                format!("`{written}` is many values, and no text"),
                format!("take one of them: `{{{{ {}.name }}}}`", global.name()),
            ),
            Kind::Source => (
                format!("`{written}` is many numbers of a source, and no text"),
                format!("take one of them: `{{{{ {written}.rows }}}}`"),
            ),
            Kind::Coverage => (
                format!("`{written}` is many numbers, and no text"),
                format!("take one of them: `{{{{ {written}.share|percent(1) }}}}`"),
            ),
            Kind::Any
            | Kind::Number(_)
            | Kind::Numbers(_)
            | Kind::Claim(_)
            | Kind::Macro(_)
            | Kind::Written(_)
            | Kind::Text(..)
            | Kind::Texts(..)
            | Kind::Enumeration(_) => return None,
        })
    }

    /// A metric that is compared with nothing or with an empty text, to find out whether it has a value.
    fn compared_with_nothing(&mut self, sides: &[(&Expr<'_>, &Kind)]) {
        let is_nothing = |side: &Expr<'_>| {
            let value = side.as_const();
            value.is_some_and(|it| it.is_none() || it.as_str() == Some(""))
        };
        let written = sides.iter().find_map(|(side, kind)| match kind {
            Kind::Written(name) => Some((name, side.span())),
            _ => None,
        });
        if let Some((name, span)) = written
            && sides.iter().any(|(side, _)| is_nothing(side))
        {
            let message =
                format!("`formatted.{name}` is a text or no value, and never equal to that");
            let hint = format!("ask `formatted.{name} is none`, or `is not none`");
            self.error(span, message, vec![hint]);
        }
    }

    /// `a - b`: the difference of two shares is in points. A value joined to a text counts as printed.
    pub(super) fn computed(&mut self, it: &BinOp<'_>) -> Kind {
        let (left, right) = (self.kind(&it.left), self.kind(&it.right));
        self.formats_like_a_program(it, &right);
        match it.op {
            BinOpKind::Concat => {
                self.no_part_of_a_text(&left, it.left.span());
                self.no_part_of_a_text(&right, it.right.span());
                self.printed(&left, &it.left);
                self.printed(&right, &it.right);
                Kind::Any
            }
            BinOpKind::Add | BinOpKind::Sub => {
                let amount = |side: &Expr<'_>, kind: &Kind| match side.as_const() {
                    Some(constant) if constant.is_integer() => Some(Quantity::Amount),
                    _ => kind.quantity(),
                };
                let (left, right) = (amount(&it.left, &left), amount(&it.right, &right));
                Kind::of(match it.op {
                    BinOpKind::Sub => of_difference(left, right),
                    _ => of_sum(left, right),
                })
            }
            BinOpKind::Mul | BinOpKind::Div => {
                Kind::of(hundredfold(it, left.quantity(), right.quantity()))
            }
            BinOpKind::Eq
            | BinOpKind::Ne
            | BinOpKind::Lt
            | BinOpKind::Lte
            | BinOpKind::Gt
            | BinOpKind::Gte => {
                let sides = [(&it.left, &left), (&it.right, &right)];
                let in_order = !matches!(it.op, BinOpKind::Eq | BinOpKind::Ne);
                self.texts_in_order(in_order, sides[0], sides[1]);
                self.compared_with_nothing(&sides);
                self.meant_in_percent(sides[0], sides[1]);
                self.meant_in_percent(sides[1], sides[0]);
                Kind::Any
            }
            _ => Kind::Any,
        }
    }

    /// A claim that is joined to a text, or changed by a filter.
    pub(super) fn no_part_of_a_text(&mut self, kind: &Kind, span: Span) {
        if let Kind::Claim(name) = kind {
            let message = format!("`claims.{name}` is a sentence, which is printed as it is");
            let hint = format!("print it alone: `{{{{ claims.{name} }}}}`");
            self.error(span, message, vec![hint]);
        }
    }

    /// A test that compares numbers of two kinds: an amount with a share, a share with a change of one.
    pub(super) fn compared(&mut self, kind: &Kind, it: &Spanned<Test<'_>>) {
        self.held_against(kind, (it.name, it.span()), &it.args);
    }

    /// A filter or test that holds a number against another one, its first argument.
    pub(super) fn held_against(
        &mut self,
        kind: &Kind,
        (name, span): (&str, minijinja::machinery::Span),
        arguments: &[CallArg<'_>],
    ) {
        let other = arguments.first();
        let Some(CallArg::Pos(other) | CallArg::Kwarg("other", other)) = other else {
            return;
        };
        let kinds = (kind.quantity(), self.kind(other).quantity());
        if let (Some(one), Some(two)) = kinds
            && misfit_of(one, two)
        {
            let with_amount = [one, two].contains(&Quantity::Amount);
            let message = if with_amount {
                format!("`{name}` compares an amount with a share")
            } else {
                format!("`{name}` compares a share with a change of one")
            };
            let place = self.word(name, span);
            let hint = "compare two amounts, two shares, or two changes of shares".to_owned();
            self.error_at(place, message, vec![hint]);
        }
    }
}

/// The breakdown whose rows these are, also if they left it.
fn row_of(breakdown: &str) -> &str {
    breakdown.strip_suffix(LEFT).unwrap_or(breakdown)
}

/// An expression of which a part can be taken.
fn in_brackets(written: &str) -> String {
    if written.contains('|') {
        format!("({written})")
    } else {
        written.to_owned()
    }
}
