//! Tests that give a truth value: `IS NULL`, `IN`, `BETWEEN`, `LIKE`.

use crate::diagnostic::{Code, Diagnostic};
use crate::sql::check::{Reader, Typed};
use crate::sql::parse::plain;
use crate::sql::tree::Like;
use crate::sql::{Node, Type, Value, pattern};
use sqlparser::ast::{Expr, ValueWithSpan};

impl Reader<'_> {
    /// Expressions that give a truth value.
    pub(super) fn predicate(&mut self, tree: &Expr, over_rows: bool) -> Typed {
        let truth = |node: Node, negated: bool| Typed::new(node.negated(negated), Type::Boolean);
        match tree {
            Expr::IsNull(inner) | Expr::IsNotNull(inner) => {
                let inner = self.infer(inner, over_rows);
                let node = Node::IsNull(Box::new(inner.node));
                truth(node, matches!(tree, Expr::IsNotNull(_)))
            }
            Expr::IsTrue(inner)
            | Expr::IsFalse(inner)
            | Expr::IsNotTrue(inner)
            | Expr::IsNotFalse(inner) => {
                let found = self.infer(inner, over_rows);
                self.want(inner, found.kind, Type::Boolean);
                let is = matches!(tree, Expr::IsTrue(_) | Expr::IsNotTrue(_));
                let negated = matches!(tree, Expr::IsNotTrue(_) | Expr::IsNotFalse(_));
                truth(Node::Is(Box::new(found.node), is), negated)
            }
            Expr::InList {
                expr,
                list,
                negated,
            } => {
                let value = self.infer(expr, over_rows);
                let mut items = Vec::new();
                for item in list {
                    if plain(item).eq_ignore_ascii_case("null") {
                        let name = plain(expr);
                        let (holds, instead) = if *negated {
                            ("never holds", format!("AND {name} IS NOT NULL"))
                        } else {
                            ("does not hold for it", format!("OR {name} IS NULL"))
                        };
                        let message = format!(
                            "nothing equals `NULL`, so that {} {holds}",
                            if *negated { "`NOT IN`" } else { "`IN`" }
                        );
                        let problem = Diagnostic::error(Code::SQL_TYPE, message);
                        let problem = problem.hint(format!("leave it out, and add `{instead}`"));
                        let problem = self.at(item, problem);
                        self.problems.push(problem);
                        continue;
                    }
                    let found = self.infer(item, over_rows);
                    self.comparable(item, false, (expr, value.kind), (item, found.kind));
                    self.compares((expr, &value.node), (item, &found.node));
                    items.push(found.node);
                }
                truth(Node::In(Box::new(value.node), items), *negated)
            }
            Expr::Between {
                expr,
                low,
                high,
                negated,
            } => {
                let value = self.infer(expr, over_rows);
                let mut bound = |bound: &Expr| {
                    let found = self.infer(bound, over_rows);
                    self.comparable(bound, true, (expr, value.kind), (bound, found.kind));
                    self.puts_in_order(
                        (expr, &value.node, value.kind),
                        (bound, &found.node, found.kind),
                    );
                    found.node
                };
                let (low, high) = (bound(low), bound(high));
                truth(Node::Between(Box::new([value.node, low, high])), *negated)
            }
            Expr::Like {
                negated,
                any: false,
                expr,
                pattern,
                escape_char,
            }
            | Expr::ILike {
                negated,
                any: false,
                expr,
                pattern,
                escape_char,
            } => {
                let any_case = matches!(tree, Expr::ILike { .. });
                let like = self.like(expr, pattern, escape_char.as_ref(), over_rows);
                truth(Node::Like(Box::new(Like { any_case, ..like })), *negated)
            }
            _ => self.unsupported(tree),
        }
    }

    fn like(
        &mut self,
        value: &Expr,
        pattern: &Expr,
        escape: Option<&ValueWithSpan>,
        over_rows: bool,
    ) -> Like {
        let mut text = |side: &Expr| {
            let found = self.infer(side, over_rows);
            self.want(side, found.kind, Type::Text);
            found.node
        };
        let (value, node) = (text(value), text(pattern));
        let escape = escape.and_then(|given| {
            let text = given.value.clone().into_string().unwrap_or_default();
            let mut characters = text.chars();
            if let (Some(one), None) = (characters.next(), characters.next()) {
                return Some(one);
            }
            let problem = Diagnostic::error(
                Code::SQL_SYNTAX,
                format!("ESCAPE takes one character, found '{text}'"),
            );
            let problem = problem.at(self.span(given.span.start, given.span.end));
            self.problems.push(problem);
            None
        });
        if let Node::Literal(Value::Text(text)) = &node
            && let Some(problem) = pattern::like_problem(text, escape)
        {
            let problem = self.at(pattern, Diagnostic::error(Code::SQL_SYNTAX, problem));
            self.problems.push(problem);
        }
        Like {
            value,
            pattern: node,
            escape,
            any_case: false,
        }
    }
}
