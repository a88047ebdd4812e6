//! Makes the copy of a template whose tags carry the origins of their numbers. In: the template.
//! Out: its copy, in which `{{ a.b|percent }}` is `{{ (a.b|percent)|…([["cell", a, "b"]]) }}`, and
//! the formulas that it computes.
//!
//! Whether `a` is a row or something else is determined when the copy is rendered: nothing is
//! guessed. Anything not known to be a number of the results alone (a text, a counter kept by the
//! template) is left unchanged.

use super::names::BoundNames;
use crate::template::api::Global;
use crate::template::environment::parse_template;
use crate::template::expression::{self, written};
use crate::template::filters::{ROW_FILTERS, writes_counted, writes_number};
use crate::template::language::{Gives, language_filter};
use minijinja::machinery::ast::{BinOpKind, CallArg, Expr, Filter, Stmt, UnaryOpKind};
use std::collections::BTreeSet;

/// The filter that receives the origin of its value.
pub(crate) const ORIGIN_FILTER: &str = "hf__origin";
/// Prefix of the names that the copy adds.
const PREFIX: &str = "hf__";
/// Longest tag that gets an origin, in bytes; the origin makes it twice as long.
const LONGEST_TAG: usize = 500;

/// A template whose tags carry the origins of their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trace {
    /// The copy.
    pub(crate) text: String,
    /// The formulas, by their index.
    pub(crate) formulas: Vec<String>,
}

/// The origin of an expression.
enum Origin {
    /// Unknown, or none.
    Unknown,
    /// A constant in the template.
    Constant,
    /// The expression that gives its origin.
    Known(String),
}

/// The copy of a template; `None` if no number in it can have an origin.
pub(crate) fn trace(text: &str) -> Option<Trace> {
    if !text.contains("{{") || text.contains(PREFIX) {
        return None;
    }
    let tree = parse_template(text).ok()?;
    let mut tracer = Tracer {
        names: BoundNames::of(&tree),
        followed: BTreeSet::new(),
        counted: BTreeSet::new(),
        formulas: Vec::new(),
        insertions: Vec::new(),
    };
    // A variable may be set, in a loop, from one that is set further down.
    loop {
        let found = |tracer: &Tracer| (tracer.followed.len(), tracer.counted.len());
        let before = found(&tracer);
        tracer.follow(&tree);
        if found(&tracer) == before {
            break;
        }
    }
    tracer.formulas.clear();
    tracer.statement(&tree);
    let Tracer {
        mut insertions,
        formulas,
        ..
    } = tracer;
    // Filters of several numbers add the origins themselves, and so does a claim.
    let mut adds_itself = ROW_FILTERS.into_iter().chain([Global::Claims.name()]);
    if insertions.is_empty() && !adds_itself.any(|name| text.contains(name)) {
        return None;
    }
    insertions.sort_by_key(|(at, _)| *at);
    let mut copy = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for (at, inserted) in insertions {
        copy.push_str(text.get(done..at)?);
        copy.push_str(&inserted);
        done = at;
    }
    copy.push_str(text.get(done..)?);
    Some(Trace {
        text: copy,
        formulas,
    })
}

struct Tracer {
    names: BoundNames,
    /// Variables whose origin is tracked in a variable of its own.
    followed: BTreeSet<String>,
    /// Variables that are set to a number with what it counts.
    counted: BTreeSet<String>,
    formulas: Vec<String>,
    /// The additions to the template, with their positions.
    insertions: Vec<(usize, String)>,
}

impl Tracer {
    /// Finds variables that are set to an expression with an origin.
    fn follow(&mut self, statement: &Stmt<'_>) {
        if let Stmt::Set(it) = statement
            && let Expr::Var(target) = &it.target
            && self.names.only_assigned(target.id)
            && let Origin::Known(_) = self.origin(&it.expr)
        {
            self.followed.insert(target.id.to_owned());
            if self.counts(&it.expr) {
                self.counted.insert(target.id.to_owned());
            }
        }
        for child in children(statement) {
            self.follow(child);
        }
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::EmitExpr(it) => {
                let (start, end) = (it.span().start_offset, it.span().end_offset);
                if (end.saturating_sub(start) as usize) < LONGEST_TAG
                    && let Origin::Known(origin) = self.origin(&it.expr)
                {
                    self.insert(start, "(".to_owned());
                    let counts = if self.counts(&it.expr) { ", true" } else { "" };
                    self.insert(end, format!(")|{ORIGIN_FILTER}({origin}{counts})"));
                }
            }
            Stmt::Set(it) => {
                if let Expr::Var(target) = &it.target
                    && self.followed.contains(target.id)
                {
                    let origin = match self.origin(&it.expr) {
                        Origin::Known(origin) => origin,
                        Origin::Constant | Origin::Unknown => "none".to_owned(),
                    };
                    let name = target.id;
                    self.insert(target.span().end_offset, format!(", {PREFIX}{name}"));
                    self.insert(it.span().end_offset, format!(", {origin}"));
                }
            }
            _ => {}
        }
        for child in children(statement) {
            self.statement(child);
        }
    }

    fn insert(&mut self, at: u32, text: String) {
        self.insertions.push((at as usize, text));
    }

    fn origin(&mut self, expression: &Expr<'_>) -> Origin {
        match expression {
            Expr::Const(_) => Origin::Constant,
            Expr::Var(it) if self.followed.contains(it.id) => {
                Origin::Known(format!("{PREFIX}{}", it.id))
            }
            Expr::GetAttr(it) => {
                let name = serde_json::Value::from(it.name).to_string();
                self.part(&it.expr, &name)
            }
            Expr::GetItem(it) => self.part(&it.expr, &written(&it.subscript_expr)),
            Expr::Filter(it) => self.filter(it),
            Expr::UnaryOp(it) if matches!(it.op, UnaryOpKind::Neg) => {
                let origin = self.origin(&it.expr);
                self.computed(expression, [origin])
            }
            Expr::BinOp(it) => match it.op {
                BinOpKind::Add
                | BinOpKind::Sub
                | BinOpKind::Mul
                | BinOpKind::Div
                | BinOpKind::FloorDiv
                | BinOpKind::Rem
                | BinOpKind::Pow => {
                    let sides = [self.origin(&it.left), self.origin(&it.right)];
                    self.computed(expression, sides)
                }
                _ => Origin::Unknown,
            },
            Expr::IfExpr(it) => {
                let yes = self.origin(&it.true_expr);
                let no = match &it.false_expr {
                    Some(no) => self.origin(no),
                    None => Origin::Unknown,
                };
                let written = |origin: &Origin| match origin {
                    Origin::Known(origin) => origin.clone(),
                    Origin::Constant | Origin::Unknown => "none".to_owned(),
                };
                match (&yes, &no) {
                    (Origin::Known(_), _) | (_, Origin::Known(_)) => Origin::Known(format!(
                        "({} if ({}) else {})",
                        written(&yes),
                        expression::written(&it.test_expr),
                        written(&no)
                    )),
                    _ => Origin::Unknown,
                }
            }
            _ => Origin::Unknown,
        }
    }

    /// `of.name`: a metric, a param, a number of a source, or possibly a cell.
    fn part(&self, of: &Expr<'_>, name: &str) -> Origin {
        let global = |of: &Expr<'_>| match of {
            Expr::Var(it) if self.names.free(it.id) => Global::of(it.id),
            _ => None,
        };
        match global(of) {
            Some(Global::Metrics | Global::Formatted) => {
                return Origin::Known(format!("[\"metric\", {name}]"));
            }
            Some(Global::Params) => return Origin::Known(format!("[\"param\", {name}]")),
            Some(Global::Previous) => return Origin::Known(format!("[\"previous\", {name}]")),
            // The sentence of a claim brings the origins of its numbers.
            Some(Global::Claims) => return Origin::Unknown,
            Some(
                Global::Sources
                | Global::Coverage
                | Global::Corrections
                | Global::Breaks
                | Global::Labels
                | Global::Locale
                | Global::Row,
            )
            | None => {}
        }
        if let Expr::GetAttr(named) = of {
            let kind = match global(&named.expr) {
                Some(Global::Sources) => Some("source"),
                Some(Global::Coverage) => Some("coverage"),
                _ => None,
            };
            if let Some(kind) = kind {
                return Origin::Known(format!("[\"{kind}\", \"{}\", {name}]", named.name));
            }
        }
        Origin::Known(format!("[\"cell\", {}, {name}]", written(of)))
    }

    fn filter(&mut self, filter: &Filter<'_>) -> Origin {
        let Some(value) = &filter.expr else {
            return Origin::Unknown;
        };
        let gives = language_filter(filter.name).map(|filter| filter.gives);
        match (gives, filter.args.as_slice()) {
            (Some(Gives::Count), []) => Origin::Known(format!("[\"rows\", {}]", written(value))),
            (Some(Gives::OfColumn), [CallArg::Kwarg("attribute", column)]) => Origin::Known(
                format!("[\"sum\", {}, {}]", written(value), written(column)),
            ),
            _ if writes_number(filter.name) => self.origin(value),
            _ => Origin::Unknown,
        }
    }

    /// Whether an expression may write a number with the noun that it counts.
    fn counts(&self, expression: &Expr<'_>) -> bool {
        match expression {
            Expr::Var(it) => self.counted.contains(it.id),
            Expr::Filter(it) => {
                writes_counted(it.name) || it.expr.as_ref().is_some_and(|of| self.counts(of))
            }
            Expr::IfExpr(it) => [Some(&it.true_expr), it.false_expr.as_ref()]
                .into_iter()
                .flatten()
                .any(|either| self.counts(either)),
            _ => false,
        }
    }

    /// An expression computed from parts, all of which must have known origins.
    fn computed<const N: usize>(&mut self, formula: &Expr<'_>, parts: [Origin; N]) -> Origin {
        let mut known = Vec::new();
        for part in parts {
            match part {
                Origin::Unknown => return Origin::Unknown,
                Origin::Constant => {}
                Origin::Known(origin) => known.push(origin),
            }
        }
        if known.is_empty() {
            return Origin::Constant;
        }
        let number = self.formulas.len();
        self.formulas.push(written(formula));
        Origin::Known(format!("[\"formula\", {number}, {}]", known.join(", ")))
    }
}

/// The statements inside a statement.
fn children<'s, 'a>(statement: &'s Stmt<'a>) -> Vec<&'s Stmt<'a>> {
    let lists: [&[Stmt<'a>]; 2] = match statement {
        Stmt::Template(it) => [&it.children, &[]],
        Stmt::ForLoop(it) => [&it.body, &it.else_body],
        Stmt::IfCond(it) => [&it.true_body, &it.false_body],
        Stmt::WithBlock(it) => [&it.body, &[]],
        Stmt::SetBlock(it) => [&it.body, &[]],
        Stmt::AutoEscape(it) => [&it.body, &[]],
        Stmt::FilterBlock(it) => [&it.body, &[]],
        Stmt::Block(it) => [&it.body, &[]],
        Stmt::Macro(it) => [&it.body, &[]],
        Stmt::CallBlock(it) => [&it.macro_decl.body, &[]],
        Stmt::EmitExpr(_)
        | Stmt::EmitRaw(_)
        | Stmt::Set(_)
        | Stmt::Do(_)
        | Stmt::Extends(_)
        | Stmt::Include(_)
        | Stmt::Import(_)
        | Stmt::FromImport(_) => [&[], &[]],
    };
    lists.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::trace;

    fn copy(text: &str) -> String {
        trace(text).map_or_else(|| text.to_owned(), |trace| trace.text)
    }

    #[test]
    fn a_tag_says_what_its_number_is_taken_from() {
        for (text, expected) in [
            (
                "a {{- metrics.under_1b|percent(2) -}} b",
                "a {{- (metrics.under_1b|percent(2))|hf__origin([\"metric\", \"under_1b\"]) -}} b",
            ),
            (
                "{{ row.downloads }}",
                "{{ (row.downloads)|hf__origin([\"cell\", row, \"downloads\"]) }}",
            ),
            (
                "{{ (by_x[0]).n|compact }}",
                "{{ ((by_x[0]).n|compact)|hf__origin([\"cell\", by_x[0], \"n\"]) }}",
            ),
            (
                "{{ by_x|length }}",
                "{{ (by_x|length)|hf__origin([\"rows\", by_x]) }}",
            ),
            (
                "{{sources.models.rows}}",
                "{{(sources.models.rows)|hf__origin([\"source\", \"models\", \"rows\"])}}",
            ),
        ] {
            assert_eq!(copy(text), expected);
        }
    }

    #[test]
    fn arithmetic_names_all_its_parts_and_its_formula() {
        let trace = trace("{{ (a.n - 2 * b.n)|points }}").unwrap();
        assert_eq!(
            trace.text,
            "{{ ((a.n - 2 * b.n)|points)|hf__origin([\"formula\", 1, [\"cell\", a, \"n\"], \
             [\"formula\", 0, [\"cell\", b, \"n\"]]]) }}"
        );
        assert_eq!(trace.formulas, ["2 * b.n", "a.n - (2 * b.n)"]);
    }

    #[test]
    fn a_variable_that_is_only_assigned_brings_its_origin() {
        assert_eq!(
            copy("{% set share = a.n %}{{ share|percent }}"),
            "{% set share, hf__share = a.n, [\"cell\", a, \"n\"] %}{{ (share|percent)|hf__origin(hf__share) }}"
        );
        assert_eq!(
            copy("{% set s = 1 %}{% if b %}{% set s = a.n -%} {% endif %}{{ s }}"),
            "{% set s, hf__s = 1, none %}{% if b %}{% set s, hf__s = a.n, [\"cell\", a, \"n\"] -%} {% endif %}{{ (s)|hf__origin(hf__s) }}"
        );
    }

    #[test]
    fn what_is_not_certain_is_left_as_it_stands() {
        for text in [
            "{{ 500000000|compact }}",
            "{{ 2 * 3 }}",
            "{{ share }}",
            "{% for n in ns %}{{ n }}{% endfor %}",
            "{% set s = a.n %}{% for s in ns %}{{ s }}{% endfor %}",
            "{% set s %}1{% endset %}{% set s = a.n %}{{ s }}",
            "{% set s, t = a.n, 1 %}{{ s }}",
            "{{ a.n ~ 1 }}",
            "{{ a.n|default(0) }}",
            "{{ share + a.n }}",
            "{{ f(1) }}",
            "{{ hf__x }}{{ a.n }}",
            "a",
        ] {
            assert_eq!(copy(text), text);
        }
    }

    #[test]
    fn a_number_with_what_it_counts_is_said_to_be_one() {
        assert_eq!(
            copy("{{ a.n|counted('x', 'y') }}"),
            "{{ (a.n|counted('x', 'y'))|hf__origin([\"cell\", a, \"n\"], true) }}"
        );
        assert_eq!(
            copy("{% set s = a.n|compact_counted('x', 'y') %}{{ s if a.n else a.n|integer }}"),
            "{% set s, hf__s = a.n|compact_counted('x', 'y'), [\"cell\", a, \"n\"] %}{{ (s if a.n else a.n|integer)|hf__origin((hf__s if (a.n) else [\"cell\", a, \"n\"]), true) }}"
        );
    }

    #[test]
    fn a_condition_chooses_the_origin_with_the_number() {
        assert_eq!(
            copy("{{ (a.n if a.n > 1 else 1)|integer }}"),
            "{{ ((a.n if a.n > 1 else 1)|integer)|hf__origin(([\"cell\", a, \"n\"] if (a.n > 1) else none)) }}"
        );
    }

    #[test]
    fn a_template_that_names_its_own_metrics_is_not_mistaken() {
        assert_eq!(
            copy("{% set metrics = a %}{{ metrics.n }}"),
            "{% set metrics = a %}{{ (metrics.n)|hf__origin([\"cell\", metrics, \"n\"]) }}"
        );
    }
}
