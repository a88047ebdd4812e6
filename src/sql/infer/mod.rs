//! Syntax → typed tree, from the leaves up: names are resolved, filters and params put in line,
//! types checked. One file for each kind of syntax; calls of functions are in `calls`.

mod cast;
mod literal;
mod name;
mod operator;
mod predicate;

use super::check::{Reader, Typed};
use super::tree::Case;
use super::{Node, Type};
use sqlparser::ast::{self, CeilFloorKind, DataType, DateTimeField, Expr};

impl Reader<'_> {
    /// The typed tree of some syntax; `over_rows` allows aggregates and rejects columns outside
    /// them.
    pub(super) fn infer(&mut self, tree: &Expr, over_rows: bool) -> Typed {
        match tree {
            Expr::Identifier(ident) => self.name(ident, over_rows),
            Expr::CompoundIdentifier(parts) => match self.field(parts) {
                Some(field) => self.name(&field, over_rows),
                None => self.param(tree, parts),
            },
            Expr::Nested(inner) => self.infer(inner, over_rows),
            Expr::Value(value) => self.literal(tree, &value.value),
            Expr::TypedString(typed) if matches!(typed.data_type, DataType::Date) => {
                let text = typed.value.to_string();
                self.day(tree, text.trim_matches('\''))
            }
            Expr::Array(array) => self.list(tree, &array.elem),
            Expr::UnaryOp { op, expr } => self.sign(tree, *op, expr, over_rows),
            Expr::BinaryOp { left, op, right } => {
                let (a, b) = (self.infer(left, over_rows), self.infer(right, over_rows));
                self.binary(tree, op, (left, a), (right, b))
            }
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => self.case(
                operand.as_deref(),
                conditions,
                else_result.as_deref(),
                over_rows,
            ),
            Expr::Cast {
                kind,
                expr,
                data_type,
                format: None,
                ..
            } => self.cast(tree, kind, expr, data_type, over_rows),
            Expr::Substring {
                expr,
                substring_from,
                substring_for,
                ..
            } => {
                let parts = [Some(expr), substring_from.as_ref(), substring_for.as_ref()];
                let parts: Vec<&Expr> = parts.into_iter().flatten().map(|part| &**part).collect();
                self.call(tree, "substring", &parts, over_rows)
            }
            Expr::Trim {
                trim_where: None,
                trim_what: None,
                expr,
                trim_characters: None,
            } => self.call(tree, "trim", &[expr], over_rows),
            Expr::Floor { expr, field } | Expr::Ceil { expr, field } => {
                let name = match tree {
                    Expr::Floor { .. } => "floor",
                    _ => "ceil",
                };
                match field {
                    CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) => {
                        self.call(tree, name, &[expr], over_rows)
                    }
                    _ => self.unsupported(tree),
                }
            }
            Expr::Function(function) => self.function(tree, function, over_rows),
            _ => self.predicate(tree, over_rows),
        }
    }

    fn case(
        &mut self,
        operand: Option<&Expr>,
        branches: &[ast::CaseWhen],
        otherwise: Option<&Expr>,
        over_rows: bool,
    ) -> Typed {
        let compared = operand.map(|operand| (operand, self.infer(operand, over_rows)));
        let mut kind = Type::Any;
        let mut found = Vec::new();
        let mut ends = vec![self.compared.len()];
        for branch in branches {
            let when = self.infer(&branch.condition, over_rows);
            match &compared {
                Some((operand, value)) => {
                    let tree = &branch.condition;
                    self.comparable(tree, false, (operand, value.kind), (tree, when.kind));
                    self.compares((operand, &value.node), (tree, &when.node));
                }
                None => self.want(&branch.condition, when.kind, Type::Boolean),
            }
            ends.push(self.compared.len());
            let then = self.infer(&branch.result, over_rows);
            kind = self.same(&branch.result, kind, then.kind);
            found.push((when.node, then.node));
        }
        let otherwise = otherwise.map(|value| {
            let typed = self.infer(value, over_rows);
            kind = self.same(value, kind, typed.kind);
            typed.node
        });
        let case = Case {
            operand: compared.map(|(_, typed)| typed.node),
            branches: found,
            otherwise,
        };
        self.mends(&case, &ends);
        Typed::new(Node::Case(Box::new(case)), kind)
    }
}
