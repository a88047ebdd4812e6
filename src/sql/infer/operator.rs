//! Signs and operators: what they may stand between, and the type of what they give.

use crate::diagnostic::{Code, Diagnostic};
use crate::sql::check::{Reader, Typed};
use crate::sql::mistakes::{compared, with_nothing};
use crate::sql::number::{self, Operation};
use crate::sql::parse::plain;
use crate::sql::tree::Comparison;
use crate::sql::{Node, Type, Value};
use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator};

impl Reader<'_> {
    pub(super) fn sign(
        &mut self,
        tree: &Expr,
        op: UnaryOperator,
        inner: &Expr,
        over_rows: bool,
    ) -> Typed {
        let found = self.infer(inner, over_rows);
        match op {
            UnaryOperator::Not => {
                self.want(inner, found.kind, Type::Boolean);
                Typed::new(found.node.negated(true), Type::Boolean)
            }
            UnaryOperator::Plus => {
                self.want(inner, found.kind, Type::Number);
                found
            }
            UnaryOperator::Minus => {
                self.want(inner, found.kind, Type::Number);
                let node = match &found.node {
                    Node::Literal(value) => number::negate(value).ok().map(Node::Literal),
                    _ => None,
                };
                let kind = found.kind;
                let negated = node.unwrap_or_else(|| Node::Negate(Box::new(found.node)));
                Typed::new(negated, kind)
            }
            _ => self.unsupported(tree),
        }
    }

    pub(super) fn binary(
        &mut self,
        tree: &Expr,
        op: &BinaryOperator,
        (left, a): (&Expr, Typed),
        (right, b): (&Expr, Typed),
    ) -> Typed {
        use BinaryOperator as B;
        let comparison = match op {
            B::Eq => Some(Comparison::Equal),
            B::NotEq => Some(Comparison::Different),
            B::Lt => Some(Comparison::Less),
            B::LtEq => Some(Comparison::LessOrEqual),
            B::Gt => Some(Comparison::Greater),
            B::GtEq => Some(Comparison::GreaterOrEqual),
            _ => None,
        };
        if let Some(comparison) = comparison {
            self.never_null(tree, comparison, (left, &a), (right, &b));
            self.with_itself(tree, comparison, (left, &a), &b);
            let in_order = comparison.is_of_order();
            self.comparable(tree, in_order, (left, a.kind), (right, b.kind));
            if in_order {
                self.puts_in_order((left, &a.node, a.kind), (right, &b.node, b.kind));
            } else {
                self.compares((left, &a.node), (right, &b.node));
            }
            let node = Node::Compare(comparison, Box::new([a.node, b.node]));
            return Typed::new(node, Type::Boolean);
        }
        let operation = match op {
            B::Plus => Some(Operation::Add),
            B::Minus => Some(Operation::Subtract),
            B::Multiply => Some(Operation::Multiply),
            B::Divide => Some(Operation::Divide),
            B::Modulo => Some(Operation::Remainder),
            _ => None,
        };
        if let Some(operation) = operation {
            let kind = self.computed(operation, (left, a.kind), (right, b.kind));
            return Typed::new(Node::Compute(operation, Box::new([a.node, b.node])), kind);
        }
        match op {
            B::And | B::Or => {
                self.want(left, a.kind, Type::Boolean);
                self.want(right, b.kind, Type::Boolean);
                let node = if *op == B::And {
                    a.node.and(b.node)
                } else {
                    a.node.or(b.node)
                };
                Typed::new(node, Type::Boolean)
            }
            B::StringConcat => {
                self.want(left, a.kind, Type::Text);
                self.want(right, b.kind, Type::Text);
                Typed::new(Node::Join(Box::new([a.node, b.node])), Type::Text)
            }
            B::Arrow | B::LongArrow => {
                self.want(left, a.kind, Type::Text);
                if b.kind != Type::Integer {
                    self.want(right, b.kind, Type::Text);
                }
                let plain = *op == B::LongArrow;
                let parts = Box::new([a.node, b.node]);
                Typed::new(Node::Member { parts, plain }, Type::Text)
            }
            _ => self.unsupported(tree),
        }
    }

    /// The type of an arithmetic expression: of numbers, or of dates.
    fn computed(
        &mut self,
        operation: Operation,
        (left, a): (&Expr, Type),
        (right, b): (&Expr, Type),
    ) -> Type {
        match (operation, a, b) {
            (Operation::Subtract, Type::Date, Type::Date) => return Type::Integer,
            (Operation::Add | Operation::Subtract, Type::Date, Type::Integer)
            | (Operation::Add, Type::Integer, Type::Date) => return Type::Date,
            _ => {}
        }
        self.want(left, a, Type::Number);
        self.want(right, b, Type::Number);
        match (operation, a.scale(), b.scale()) {
            (Operation::Divide, ..) => Type::Number,
            (Operation::Multiply, Some(a), Some(b)) => Type::of_scale(a + b),
            // What is missing, or wrong elsewhere, is of the type of the other.
            _ if a == Type::Any || b == Type::Any => match (a, b) {
                (Type::Any, Type::Any) => Type::Integer,
                (Type::Any, other) | (other, _) => other,
            },
            _ => a.wider(b),
        }
    }

    fn never_null(
        &mut self,
        tree: &Expr,
        comparison: Comparison,
        (left, a): (&Expr, &Typed),
        (right, b): (&Expr, &Typed),
    ) {
        let null =
            |typed: &Typed| typed.node == Node::Literal(Value::Null) && typed.kind == Type::Any;
        let value = if null(a) && !a.wrong {
            right
        } else if null(b) && !b.wrong {
            left
        } else {
            return;
        };
        let test = if comparison == Comparison::Different {
            "IS NOT NULL"
        } else {
            "IS NULL"
        };
        let problem = self.at(
            tree,
            Diagnostic::error(Code::SQL_TYPE, "a comparison with NULL is never true")
                .hint(format!("write `{} {test}`", plain(value))),
        );
        self.problems.push(problem);
    }

    /// Reports a value that is compared with itself, which chooses no rows.
    fn with_itself(
        &mut self,
        tree: &Expr,
        comparison: Comparison,
        (left, a): (&Expr, &Typed),
        b: &Typed,
    ) {
        if a.wrong || b.wrong || a.node != b.node || a.node.is_given() {
            return;
        }
        let is_true = match comparison {
            Comparison::Equal | Comparison::LessOrEqual | Comparison::GreaterOrEqual => {
                "which is true wherever it has a value"
            }
            Comparison::Different | Comparison::Less | Comparison::Greater => "which is never true",
        };
        let name = plain(left);
        let message = format!("`{name}` is compared with itself, {is_true}");
        let hint = if a.kind == Type::Text {
            format!(
                "a text that it is compared with stands in single quotes, `{name} = '…'`; rows with a value are chosen by `{name} IS NOT NULL`"
            )
        } else {
            format!("rows with a value are chosen by `{name} IS NOT NULL`")
        };
        let problem = Diagnostic::error(Code::SQL_TYPE, message).hint(hint);
        let problem = self.at(tree, problem);
        self.problems.push(problem);
    }

    /// Reports two values that cannot be compared, by equality or in order.
    pub(super) fn comparable(
        &mut self,
        tree: &Expr,
        in_order: bool,
        (left, a): (&Expr, Type),
        (right, b): (&Expr, Type),
    ) {
        if a.fits(b) && a != Type::List && b != Type::List {
            return;
        }
        let problem = self.at(
            tree,
            Diagnostic::error(
                Code::SQL_TYPE,
                format!(
                    "cannot compare `{}` ({a}) with `{}` ({b})",
                    plain(left),
                    plain(right)
                ),
            )
            .maybe_hint(
                with_nothing(tree, (left, a), (right, b))
                    .or_else(|| compared(in_order, (left, a), (right, b))),
            ),
        );
        self.problems.push(problem);
    }
}
