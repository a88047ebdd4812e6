//! Macros that are called with numbers. In: the macros of a template, and its calls. Out:
//! the findings of a body whose parameters have the kinds of a call's arguments.
//!
//! Where a condition in the body depends on something unknown, a caller may choose by it how a
//! number is written, so nothing is reported about what depends on it.

use super::{Kind, Walk, targets};
use crate::template::expression::written as expression_text;
use minijinja::machinery::ast::{Call, CallArg, Expr, Macro, Spanned, Stmt};

/// A call of a macro.
pub(super) struct MacroCall {
    /// Where the macro is defined.
    of: u32,
    /// The kinds of its arguments by position.
    positions: Vec<Kind>,
    /// The kinds of its arguments by name.
    names: Vec<(String, Kind)>,
    /// The call as text.
    text: String,
}

/// The kind of a macro.
pub(super) fn kind_of(it: &Spanned<Macro<'_>>) -> Kind {
    Kind::Macro(it.span().start_offset)
}

impl Walk<'_> {
    /// Notes the call of a macro.
    pub(super) fn called(&mut self, of: u32, call: &Call<'_>) {
        let (mut positions, mut names) = (Vec::new(), Vec::new());
        for argument in &call.args {
            match argument {
                CallArg::Pos(value) => positions.push(self.passed(value)),
                CallArg::Kwarg(name, value) => names.push(((*name).to_owned(), self.passed(value))),
                // Which parameters they are is known to the run only.
                CallArg::PosSplat(_) | CallArg::KwargSplat(_) => return self.arguments(&call.args),
            }
        }
        let known = positions.iter().chain(names.iter().map(|(_, kind)| kind));
        if known.into_iter().any(|kind| *kind != Kind::Any) {
            let arguments = call.args.iter().map(|argument| match argument {
                CallArg::Kwarg(name, value) => format!("{name}={}", expression_text(value)),
                CallArg::Pos(value) | CallArg::PosSplat(value) | CallArg::KwargSplat(value) => {
                    expression_text(value)
                }
            });
            let arguments = arguments.collect::<Vec<_>>().join(", ");
            let mut text = format!("{}({arguments})", expression_text(&call.expr));
            if let Some(outer) = &self.inside {
                text = format!("{text}` in `{outer}");
            }
            self.calls.push(MacroCall {
                of,
                positions,
                names,
                text,
            });
        }
    }

    /// The kind of an argument. A macro may be for rows of several breakdowns, with columns that only
    /// some of them have: nothing is assumed of rows.
    fn passed(&mut self, argument: &Expr<'_>) -> Kind {
        match self.kind(argument) {
            kind @ (Kind::Number(_) | Kind::Numbers(_) | Kind::Written(_)) => kind,
            _ => Kind::Any,
        }
    }

    /// Walks the bodies of the macros that were called, each once for the same kinds.
    pub(super) fn macros(&mut self, statements: &[Stmt<'_>]) {
        let mut walked: Vec<(u32, Vec<Kind>)> = Vec::new();
        let mut at = 0;
        while let Some(call) = self.calls.get(at) {
            at += 1;
            let defined = statements.iter().find_map(|statement| match statement {
                Stmt::Macro(it) if it.span().start_offset == call.of => Some(it),
                _ => None,
            });
            let Some(defined) = defined else { continue };
            let kinds: Vec<Kind> = defined
                .args
                .iter()
                .enumerate()
                .map(|(at, parameter)| {
                    let named = |(name, _): &&(String, Kind)| matches!(parameter, Expr::Var(it) if it.id == name);
                    let by_name = || call.names.iter().find(named).map(|(_, kind)| kind);
                    let kind = call.positions.get(at).or_else(by_name);
                    kind.cloned().unwrap_or(Kind::Any)
                })
                .collect();
            let key = (call.of, kinds);
            if walked.contains(&key) {
                continue;
            }
            let parameters = defined.args.iter().zip(&key.1);
            let mut names: Vec<(String, Kind)> = parameters
                .flat_map(|(parameter, kind)| targets(parameter, kind))
                .collect();
            names.push(("caller".to_owned(), Kind::Any));
            walked.push(key);
            let hint = format!("the macro is called as `{}`", call.text);
            let before = self.found.findings.len();
            self.inside = Some(call.text.clone());
            self.unknowns = Some(0);
            self.scoped(names, &defined.body);
            self.unknowns = None;
            self.inside = None;
            for finding in &mut self.found.findings[before..] {
                finding.hints.push(hint.clone());
            }
        }
    }

    /// Walks what depends on a condition: its findings are kept unless the condition depends on
    /// something unknown in a macro that is called.
    pub(super) fn under_condition<T>(
        &mut self,
        condition: &Expr<'_>,
        walk: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.unknowns;
        let asks = self.condition(condition);
        let is_open = self.unknowns != before;
        let (findings, calls) = (self.found.findings.len(), self.calls.len());
        let walked = self.when_asked(asks, walk);
        if is_open {
            self.found.findings.truncate(findings);
            self.calls.truncate(calls);
        }
        walked
    }
}
