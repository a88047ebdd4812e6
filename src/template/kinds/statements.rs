//! The statements of a template. In: one of them. Out: the names that it binds and uses, as part of
//! the walk.

use super::macros::kind_of;
use super::{Kind, Walk, items, targets};
use crate::template::api::Global;
use crate::template::single_braces::single_braces;
use minijinja::machinery::Span;
use minijinja::machinery::ast::{Expr, ForLoop, Stmt};

impl Walk<'_> {
    pub(super) fn statements(&mut self, list: &[Stmt<'_>]) {
        for (at, statement) in list.iter().enumerate() {
            let Stmt::EmitExpr(it) = statement else {
                self.statement(statement);
                continue;
            };
            let kind = self.kind(&it.expr);
            self.printed(&kind, &it.expr);
            if let Some(Stmt::EmitRaw(behind)) = list.get(at + 1) {
                self.said_again(&it.expr, &kind, behind);
            }
            if let Some(Stmt::EmitRaw(before)) = at.checked_sub(1).and_then(|at| list.get(at)) {
                self.plus_again(&it.expr, before);
            }
        }
    }

    /// The names that are set to a value, of several values each to its own.
    fn assigned(&mut self, target: &Expr<'_>, value: &Expr<'_>) -> Vec<(String, Kind)> {
        if let (Some(names), Some(values)) = (items(target), items(value))
            && names.len() == values.len()
        {
            let pairs = names.iter().zip(values);
            return pairs
                .flat_map(|(name, value)| self.assigned(name, value))
                .collect();
        }
        let kind = self.kind(value);
        targets(target, &kind)
    }

    pub(super) fn scoped(
        &mut self,
        names: impl IntoIterator<Item = (String, Kind)>,
        body: &[Stmt<'_>],
    ) {
        self.scopes.push(names.into_iter().collect());
        self.statements(body);
        self.scopes.pop();
    }

    pub(super) fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::Template(it) => {
                // A macro may be defined after its use.
                for child in &it.children {
                    if let Stmt::Macro(it) = child {
                        self.declare(it.name, kind_of(it));
                    }
                }
                self.statements(&it.children);
            }
            Stmt::EmitExpr(it) => {
                let kind = self.kind(&it.expr);
                self.printed(&kind, &it.expr);
            }
            Stmt::EmitRaw(_) => {}
            Stmt::ForLoop(it) => self.for_loop(it),
            Stmt::IfCond(it) => {
                self.under_condition(&it.expr, |walk| {
                    walk.statements(&it.true_body);
                    walk.statements(&it.false_body);
                });
            }
            Stmt::WithBlock(it) => {
                let mut names = Vec::new();
                for (target, value) in &it.assignments {
                    names.extend(self.assigned(target, value));
                }
                self.scoped(names, &it.body);
            }
            Stmt::Set(it) => {
                for (name, kind) in self.assigned(&it.target, &it.expr) {
                    self.declare(&name, kind);
                }
            }
            Stmt::SetBlock(it) => {
                self.scoped([], &it.body);
                for (name, kind) in targets(&it.target, &Kind::Any) {
                    self.declare(&name, kind);
                }
                if let Some(filter) = &it.filter {
                    self.kind(filter);
                }
            }
            Stmt::AutoEscape(it) => self.scoped([], &it.body),
            Stmt::FilterBlock(it) => {
                self.kind(&it.filter);
                self.scoped([], &it.body);
            }
            Stmt::Block(it) => self.scoped([], &it.body),
            Stmt::Macro(it) => {
                self.declare(it.name, kind_of(it));
                let mut names: Vec<(String, Kind)> = it
                    .args
                    .iter()
                    .flat_map(|name| targets(name, &Kind::Any))
                    .collect();
                names.push(("caller".to_owned(), Kind::Any));
                for value in &it.defaults {
                    self.kind(value);
                }
                self.scoped(names, &it.body);
            }
            Stmt::CallBlock(it) => {
                self.call(&it.call);
                let names: Vec<(String, Kind)> = it
                    .macro_decl
                    .args
                    .iter()
                    .flat_map(|name| targets(name, &Kind::Any))
                    .collect();
                self.scoped(names, &it.macro_decl.body);
            }
            Stmt::Do(it) => {
                self.call(&it.call);
            }
            Stmt::Extends(it) => self.no_other_file(it.name.span()),
            Stmt::Include(it) => self.no_other_file(it.name.span()),
            Stmt::Import(it) => self.no_other_file(it.expr.span()),
            Stmt::FromImport(it) => self.no_other_file(it.expr.span()),
        }
    }

    /// What stands in single braces and would be printed as it stands.
    pub(super) fn in_single_braces(&mut self) {
        let known =
            |name: &str| Global::of(name).is_some() || self.known.breakdowns.contains_key(name);
        for range in single_braces(self.text, known) {
            let written = self.text[range.clone()].to_owned();
            let inside = written[1..written.len() - 1].trim();
            let message =
                format!("`{written}` stands in single braces, and is printed as it stands");
            let hint = format!(
                "did you mean `{{{{ {inside} }}}}`? If not, write the brace as `{{{{ \"{{\" }}}}`"
            );
            self.error_at(range, message, vec![hint]);
        }
    }

    pub(super) fn no_other_file(&mut self, span: Span) {
        self.error(
            span,
            "a template reads no other file",
            vec![
                "write a macro in this template, or give the text a section of its own".to_owned(),
            ],
        );
    }

    pub(super) fn for_loop(&mut self, it: &ForLoop<'_>) {
        let kind = match self.kind(&it.iter) {
            Kind::Frame(name, _) | Kind::Rows(name) => Kind::Row(name),
            Kind::Numbers(quantity) => Kind::Number(quantity),
            Kind::Texts(breakdown, column) => Kind::Text(Some(breakdown), column),
            _ => Kind::Any,
        };
        let mut names = targets(&it.target, &kind);
        names.push(("loop".to_owned(), Kind::Any));
        self.scopes.push(names.into_iter().collect());
        let asks = match &it.filter_expr {
            Some(filter) => self.condition(filter),
            None => false,
        };
        self.when_asked(asks, |walk| walk.statements(&it.body));
        self.scopes.pop();
        self.scoped([], &it.else_body);
    }
}
