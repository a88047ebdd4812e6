//! Values that are written out: numbers, texts, days, lists.

use crate::diagnostic::{Code, Diagnostic};
use crate::sql::check::{Reader, Typed};
use crate::sql::{Node, Type, Value, number};
use sqlparser::ast::{self, Expr};

impl Reader<'_> {
    pub(super) fn literal(&mut self, tree: &Expr, value: &ast::Value) -> Typed {
        let (value, kind) = match value {
            ast::Value::Number(digits, _) => match number::parse(digits) {
                Some(value @ Value::Integer(_)) => (value, Type::Integer),
                Some(value @ Value::Ratio(_)) => (value, Type::Number),
                _ => {
                    let problem = self.at(
                        tree,
                        Diagnostic::error(
                            Code::SQL_TYPE,
                            format!("`{digits}` has more digits than a number keeps, which is 38"),
                        ),
                    );
                    self.problems.push(problem);
                    return Typed::wrong();
                }
            },
            ast::Value::SingleQuotedString(text) => (Value::text(text), Type::Text),
            ast::Value::Boolean(truth) => (Value::Boolean(*truth), Type::Boolean),
            ast::Value::Null => (Value::Null, Type::Any),
            _ => return self.unsupported(tree),
        };
        Typed::new(Node::Literal(value), kind)
    }

    pub(super) fn day(&mut self, tree: &Expr, text: &str) -> Typed {
        if let Some(day) = crate::text::Date::parse(text) {
            return Typed::new(Node::Literal(Value::Date(day)), Type::Date);
        }
        let problem = Diagnostic::error(
            Code::SQL_TYPE,
            format!("`{text}` is not a day in ISO form such as 2025-10-01"),
        );
        let problem = self.at(tree, problem);
        self.problems.push(problem);
        Typed::new(Node::Literal(Value::Null), Type::Date)
    }

    pub(super) fn list(&mut self, tree: &Expr, items: &[Expr]) -> Typed {
        let mut texts = Vec::new();
        for item in items {
            match self.infer(item, false).node {
                Node::Literal(Value::Text(text)) => texts.push(Some(text)),
                Node::Literal(Value::Null) => texts.push(None),
                _ => return self.unsupported(tree),
            }
        }
        Typed::new(Node::Literal(Value::List(texts.into())), Type::List)
    }
}
