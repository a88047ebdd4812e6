//! The names that a template binds. In: its tree. Out: those bound only by `{% set name = … %}`,
//! whose origin can be tracked in a variable of its own, and all others.

use minijinja::machinery::ast::{Expr, Stmt};
use std::collections::BTreeSet;

/// Names that a template binds.
#[derive(Default)]
pub(super) struct BoundNames {
    /// By assignments of a single value.
    assigned: BTreeSet<String>,
    /// By a loop, a macro, a block, or an assignment to several names.
    otherwise: BTreeSet<String>,
}

impl BoundNames {
    /// The names of a template.
    pub(super) fn of(statement: &Stmt<'_>) -> Self {
        let mut names = Self::default();
        names.statement(statement);
        names
    }

    /// Whether only assignments of a single value bind a name.
    pub(super) fn only_assigned(&self, name: &str) -> bool {
        self.assigned.contains(name) && !self.otherwise.contains(name)
    }

    /// Whether the template does not bind a name.
    pub(super) fn free(&self, name: &str) -> bool {
        !self.assigned.contains(name) && !self.otherwise.contains(name)
    }

    fn all(&mut self, list: &[Stmt<'_>]) {
        for statement in list {
            self.statement(statement);
        }
    }

    fn bind(&mut self, target: &Expr<'_>) {
        match target {
            Expr::Var(it) => {
                self.otherwise.insert(it.id.to_owned());
            }
            Expr::List(it) => it.items.iter().for_each(|target| self.bind(target)),
            Expr::Tuple(it) => it.items.iter().for_each(|target| self.bind(target)),
            _ => {}
        }
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::Template(it) => self.all(&it.children),
            Stmt::ForLoop(it) => {
                self.otherwise.insert("loop".to_owned());
                self.bind(&it.target);
                self.all(&it.body);
                self.all(&it.else_body);
            }
            Stmt::IfCond(it) => {
                self.all(&it.true_body);
                self.all(&it.false_body);
            }
            Stmt::WithBlock(it) => {
                it.assignments
                    .iter()
                    .for_each(|(target, _)| self.bind(target));
                self.all(&it.body);
            }
            Stmt::Set(it) => match (&it.target, &it.expr) {
                (Expr::Var(target), value) if !matches!(value, Expr::Tuple(_)) => {
                    self.assigned.insert(target.id.to_owned());
                }
                (target, _) => self.bind(target),
            },
            Stmt::SetBlock(it) => {
                self.bind(&it.target);
                self.all(&it.body);
            }
            Stmt::AutoEscape(it) => self.all(&it.body),
            Stmt::FilterBlock(it) => self.all(&it.body),
            Stmt::Block(it) => self.all(&it.body),
            Stmt::Macro(it) => {
                self.otherwise.insert(it.name.to_owned());
                it.args.iter().for_each(|target| self.bind(target));
                self.all(&it.body);
            }
            Stmt::CallBlock(it) => {
                it.macro_decl
                    .args
                    .iter()
                    .for_each(|target| self.bind(target));
                self.all(&it.macro_decl.body);
            }
            Stmt::EmitExpr(_)
            | Stmt::EmitRaw(_)
            | Stmt::Do(_)
            | Stmt::Extends(_)
            | Stmt::Include(_)
            | Stmt::Import(_)
            | Stmt::FromImport(_) => {}
        }
    }
}
