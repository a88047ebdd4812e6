//! What a template names, known before anything is computed: names, columns of rows, codes, filters.
//!
//! The tree of the template is walked once. Every expression has a [`Kind`]: a breakdown, one of its
//! rows, or a value of which nothing is known. What is not known is not told.

use super::usage::GLOBALS;
use crate::diagnostic::{Code, Severity, allowed, nearest, there_are};
use crate::report::Columns;
use crate::text::Locale;
use crate::text::{add_filters, filter_names, parse_template};
use minijinja::Error;
use minijinja::machinery::Span;
use minijinja::machinery::ast::{Call, CallArg, Expr, ForLoop, Stmt};
use minijinja::value::ValueKind;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// Functions of the template language itself.
const FUNCTIONS: [&str; 3] = ["dict", "namespace", "range"];
/// What can be called on a breakdown.
const METHODS: [&str; 3] = ["has", "others", "missing"];
/// What a source offers.
const OF_SOURCES: [&str; 5] = [
    "rows",
    "rows_read",
    "rows_dropped",
    "cells_cleared",
    "files",
];
/// Filters of the template language that are worth naming beside ours.
const FILTERS: [&str; 24] = [
    "abs",
    "batch",
    "default",
    "dictsort",
    "first",
    "groupby",
    "items",
    "join",
    "last",
    "length",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "select",
    "selectattr",
    "slice",
    "sort",
    "sum",
    "unique",
];
/// Tests of the template language, and ours.
const TESTS: [&str; 22] = [
    "ahead_of",
    "boolean",
    "containing",
    "defined",
    "divisibleby",
    "endingwith",
    "eq",
    "even",
    "false",
    "filter",
    "float",
    "gt",
    "in",
    "integer",
    "lt",
    "none",
    "number",
    "odd",
    "startingwith",
    "string",
    "tied",
    "undefined",
];

/// What a template may name.
pub(super) struct Known {
    /// Breakdowns by name.
    pub(super) breakdowns: BTreeMap<String, Shape>,
    /// Breakdowns whose definition is wrong, so that nothing is known of their rows.
    pub(super) wrong: BTreeSet<String>,
    /// Names of metrics.
    pub(super) metrics: BTreeSet<String>,
    /// Names of params.
    pub(super) params: BTreeSet<String>,
    /// Names of sources.
    pub(super) sources: BTreeSet<String>,
    /// The breakdown whose row a label sees.
    pub(super) row: Option<String>,
}

/// A breakdown as templates see it.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// Its dimensions.
    pub(super) by: Vec<Level>,
    /// Its columns; none of a breakdown that is wrong.
    pub(super) columns: Arc<Columns>,
}

/// A dimension of a breakdown.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// Its name.
    pub(super) name: String,
    /// Whether its codes are integers, so that a number is a code and no position.
    pub(super) integers: bool,
    /// Codes of which there is always a row: those of buckets.
    pub(super) always: Vec<String>,
}

/// Something to tell about a part of the text.
pub(super) struct Finding {
    pub(super) range: Range<usize>,
    pub(super) code: Code,
    pub(super) severity: Severity,
    pub(super) message: String,
    /// The name that refers to nothing.
    pub(super) unknown: Option<String>,
    pub(super) hints: Vec<String>,
}

/// What is found in a template.
#[derive(Default)]
pub(super) struct Found {
    /// Breakdowns and metrics that it names.
    pub(super) used: BTreeSet<(&'static str, String)>,
    /// Names that do not exist and the like.
    pub(super) findings: Vec<Finding>,
}

/// Walks a template.
///
/// # Errors
/// It cannot be read.
pub(super) fn inspect(text: &str, known: &Known) -> Result<Found, Error> {
    let tree = parse_template(text)?;
    let mut walk = Walk {
        text,
        known,
        found: Found::default(),
        scopes: vec![BTreeMap::new()],
        asked: BTreeSet::new(),
        codes: Vec::new(),
    };
    walk.statement(&tree);
    let Walk {
        asked,
        codes,
        mut found,
        ..
    } = walk;
    // A code that the template asks for is guarded, wherever it asks; each is told once, and not
    // what stands under one that was told.
    let mut told: BTreeMap<(String, String), Range<usize>> = BTreeMap::new();
    for Need {
        place,
        under,
        finding,
    } in codes
    {
        let outer = told.values().any(|range| under.contains(&range.start));
        if !outer && !asked.contains(&place) && !told.contains_key(&place) {
            told.insert(place, finding.range.clone());
            found.findings.push(finding);
        }
    }
    found.findings.sort_by_key(|finding| finding.range.start);
    // One mistake that is repeated is told once.
    let mut told = BTreeSet::new();
    found
        .findings
        .retain(|finding| told.insert(finding.message.clone()));
    Ok(found)
}

/// What is known of an expression.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// Nothing.
    Any,
    /// A breakdown under so many codes.
    Frame(String, usize),
    /// A list of its rows.
    Rows(String),
    /// One of its rows.
    Row(String),
    /// `metrics`, `formatted`, `params`, `sources`.
    Names(&'static str),
    /// One source.
    Source,
}

struct Walk<'a> {
    text: &'a str,
    known: &'a Known,
    found: Found,
    scopes: Vec<BTreeMap<String, Kind>>,
    /// Breakdown and code that the template asks for with `has` or `is defined`.
    asked: BTreeSet<(String, String)>,
    /// Codes that the data may not have.
    codes: Vec<Need>,
}

/// A row that a template needs.
struct Need {
    /// What it is of, and its code.
    place: (String, String),
    /// The expression that it is taken from.
    under: Range<usize>,
    finding: Finding,
}

impl Walk<'_> {
    fn statements(&mut self, list: &[Stmt<'_>]) {
        for statement in list {
            self.statement(statement);
        }
    }

    fn scoped(&mut self, names: impl IntoIterator<Item = (String, Kind)>, body: &[Stmt<'_>]) {
        self.scopes.push(names.into_iter().collect());
        self.statements(body);
        self.scopes.pop();
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::Template(it) => {
                // A macro may stand behind its use.
                for child in &it.children {
                    if let Stmt::Macro(it) = child {
                        self.declare(it.name, Kind::Any);
                    }
                }
                self.statements(&it.children);
            }
            Stmt::EmitExpr(it) => {
                self.kind(&it.expr);
            }
            Stmt::EmitRaw(_) => {}
            Stmt::ForLoop(it) => self.for_loop(it),
            Stmt::IfCond(it) => {
                self.kind(&it.expr);
                self.statements(&it.true_body);
                self.statements(&it.false_body);
            }
            Stmt::WithBlock(it) => {
                let mut names = Vec::new();
                for (target, value) in &it.assignments {
                    let kind = self.kind(value);
                    names.extend(targets(target, &kind));
                }
                self.scoped(names, &it.body);
            }
            Stmt::Set(it) => {
                let kind = self.kind(&it.expr);
                for (name, kind) in targets(&it.target, &kind) {
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
                self.declare(it.name, Kind::Any);
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

    fn no_other_file(&mut self, span: Span) {
        self.error(
            span,
            "a template reads no other file",
            vec![
                "write a macro in this template, or give the text a section of its own".to_owned(),
            ],
        );
    }

    fn for_loop(&mut self, it: &ForLoop<'_>) {
        let kind = match self.kind(&it.iter) {
            Kind::Frame(name, _) | Kind::Rows(name) => Kind::Row(name),
            _ => Kind::Any,
        };
        let mut names = targets(&it.target, &kind);
        names.push(("loop".to_owned(), Kind::Any));
        self.scopes.push(names.into_iter().collect());
        if let Some(filter) = &it.filter_expr {
            self.kind(filter);
        }
        self.statements(&it.body);
        self.scopes.pop();
        self.scoped([], &it.else_body);
    }

    fn declare(&mut self, name: &str, kind: Kind) {
        if let Some(scope) = self.scopes.last_mut() {
            // A name that is set twice is what both have in common.
            let kind = match scope.get(name) {
                Some(known) if *known != kind => Kind::Any,
                _ => kind,
            };
            scope.insert(name.to_owned(), kind);
        }
    }

    fn error(&mut self, span: Span, message: impl Into<String>, hints: Vec<String>) {
        self.found.findings.push(Finding {
            range: range(span),
            code: Code::TEMPLATE,
            severity: Severity::Error,
            message: message.into(),
            unknown: None,
            hints,
        });
    }

    fn kind(&mut self, expression: &Expr<'_>) -> Kind {
        match expression {
            Expr::Var(it) => self.name(it.id, it.span()),
            Expr::Const(_) => Kind::Any,
            Expr::Slice(it) => {
                for part in [&it.start, &it.stop, &it.step].into_iter().flatten() {
                    self.kind(part);
                }
                rows_of(self.kind(&it.expr))
            }
            Expr::UnaryOp(it) => {
                self.kind(&it.expr);
                Kind::Any
            }
            Expr::BinOp(it) => {
                self.kind(&it.left);
                self.kind(&it.right);
                Kind::Any
            }
            Expr::Compare(it) => {
                self.kind(&it.expr);
                for part in &it.ops {
                    self.kind(&part.expr);
                }
                Kind::Any
            }
            Expr::IfExpr(it) => {
                self.kind(&it.test_expr);
                let yes = self.kind(&it.true_expr);
                let no = it.false_expr.as_ref().map(|no| self.kind(no));
                match no {
                    Some(no) if no != yes => Kind::Any,
                    _ => yes,
                }
            }
            Expr::Filter(it) => {
                let input = it.expr.as_ref().map_or(Kind::Any, |value| self.kind(value));
                self.filter(it.name, &input, &it.args, it.span())
            }
            Expr::Test(it) => {
                if !TESTS.contains(&it.name) && !knows_test(it.name) {
                    let message = format!("there is no test `{}`", it.name);
                    let hint = nearest(it.name, TESTS).unwrap_or_else(|| {
                        format!(
                            "compare with `>`, `<`, `==`, or use one of {}",
                            allowed(TESTS)
                        )
                    });
                    self.unknown(it.name, it.span(), message, vec![hint]);
                }
                if matches!(it.name, "defined" | "undefined") {
                    self.asked_for(&it.expr);
                }
                self.kind(&it.expr);
                self.arguments(&it.args);
                Kind::Any
            }
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
            Expr::List(it) => self.all(&it.items),
            Expr::Tuple(it) => self.all(&it.items),
            Expr::Map(it) => {
                self.all(&it.keys);
                self.all(&it.values)
            }
        }
    }

    fn all(&mut self, list: &[Expr<'_>]) -> Kind {
        for item in list {
            self.kind(item);
        }
        Kind::Any
    }

    fn arguments(&mut self, list: &[CallArg<'_>]) {
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

    fn name(&mut self, name: &str, span: Span) -> Kind {
        if let Some(kind) = self.scopes.iter().rev().find_map(|scope| scope.get(name)) {
            return kind.clone();
        }
        if self.known.breakdowns.contains_key(name) {
            self.found.used.insert(("breakdown", name.to_owned()));
            return Kind::Frame(name.to_owned(), 0);
        }
        if self.known.wrong.contains(name) {
            return Kind::Any;
        }
        match name {
            "metrics" => return Kind::Names("metrics"),
            "formatted" => return Kind::Names("formatted"),
            "params" => return Kind::Names("params"),
            "sources" => return Kind::Names("sources"),
            "row" => {
                if let Some(breakdown) = &self.known.row {
                    return if self.known.wrong.contains(breakdown) {
                        Kind::Any
                    } else {
                        Kind::Row(breakdown.clone())
                    };
                }
                let hint = "`row` is known in the `label` of a chart, and as the name of a loop: `{% for row in … %}`";
                self.error(span, "there is no `row` here", vec![hint.to_owned()]);
                return Kind::Any;
            }
            _ if GLOBALS.contains(&name) || FUNCTIONS.contains(&name) => return Kind::Any,
            _ => {}
        }
        let known = || {
            let breakdowns = self.known.breakdowns.keys().map(String::as_str);
            GLOBALS.iter().copied().chain(breakdowns)
        };
        let hint = if self.known.metrics.contains(name) {
            Some(format!("metrics are written `metrics.{name}`"))
        } else if self.known.params.contains(name) {
            Some(format!("params are written `params.{name}`"))
        } else {
            nearest(name, known())
        };
        let message = format!(
            "the template names `{name}`, which there is not; {}",
            there_are(known())
        );
        self.unknown(name, span, message, hint.into_iter().collect());
        Kind::Any
    }

    /// `of.name` and `of["name"]`.
    fn attribute(&mut self, of: Kind, name: &str, expression: &Expr<'_>, span: Span) -> Kind {
        match of {
            Kind::Names(kind) => self.name_of(kind, name, span),
            Kind::Row(breakdown) => {
                self.column(&breakdown, name, span);
                Kind::Any
            }
            Kind::Frame(breakdown, depth) => {
                self.code(&breakdown, depth, name, expression, span);
                self.under(breakdown, depth + 1)
            }
            Kind::Source => {
                if !OF_SOURCES.contains(&name) {
                    let message = format!("a source has no `{name}`; {}", there_are(OF_SOURCES));
                    self.error(
                        span,
                        message,
                        nearest(name, OF_SOURCES).into_iter().collect(),
                    );
                }
                Kind::Any
            }
            Kind::Rows(_) | Kind::Any => Kind::Any,
        }
    }

    fn name_of(&mut self, kind: &'static str, name: &str, span: Span) -> Kind {
        let known = match kind {
            "metrics" | "formatted" => {
                self.found.used.insert(("metric", name.to_owned()));
                &self.known.metrics
            }
            "params" => &self.known.params,
            _ => &self.known.sources,
        };
        if !known.contains(name) {
            let names = || known.iter().map(String::as_str);
            let message = format!("there is no `{kind}.{name}`; {}", there_are(names()));
            let hint = nearest(name, names());
            self.unknown(name, span, message, hint.into_iter().collect());
        }
        if kind == "sources" {
            Kind::Source
        } else {
            Kind::Any
        }
    }

    /// A column of a row.
    fn column(&mut self, breakdown: &str, name: &str, span: Span) {
        let shape = &self.known.breakdowns[breakdown];
        if shape.columns.in_text(name).is_some() || shape.columns.all().is_empty() {
            return;
        }
        let columns = || shape.columns.names();
        let message = format!(
            "rows of breakdown `{breakdown}` have no `{name}`; {}",
            there_are(columns())
        );
        let mut absent = shape.columns.absent();
        let hint = match absent.find(|(known, _)| *known == name) {
            Some((_, switch)) => Some(format!("add `{switch}` to breakdown `{breakdown}`")),
            None => nearest(Columns::meant(name), columns()),
        };
        self.unknown(name, span, message, hint.into_iter().collect());
    }

    /// A code of a breakdown: `by_type["company"]`.
    fn code(
        &mut self,
        breakdown: &str,
        depth: usize,
        code: &str,
        expression: &Expr<'_>,
        span: Span,
    ) {
        let Some(level) = self.known.breakdowns[breakdown].by.get(depth) else {
            return;
        };
        if level.always.iter().any(|known| known == code) {
            return;
        }
        if !level.always.is_empty() {
            let known = || level.always.iter().map(String::as_str);
            let message = format!(
                "`{}` has no code `{code}`; {}",
                level.name,
                there_are(known())
            );
            let hint = nearest(code, known());
            self.error(span, message, hint.into_iter().collect());
            return;
        }
        let of = self.slice(expression.span());
        let place = self.place(breakdown, depth, &of);
        let finding = Finding {
            range: range(span),
            code: Code::ROW_MAY_BE_MISSING,
            severity: Severity::Warning,
            message: format!(
                "the template needs the row `{code}` of breakdown `{breakdown}`, which the data may not contain"
            ),
            unknown: None,
            hints: vec![format!(
                "ask for it: `{{% if {of}.has('{code}') %}}…{{% endif %}}` around what needs it"
            )],
        };
        self.codes.push(Need {
            place: (place, code.to_owned()),
            under: range(expression.span()),
            finding,
        });
    }

    /// What is asked for at a level: the dimension where it is the outermost, since all breakdowns
    /// by it have the same codes there, else the expression.
    fn place(&self, breakdown: &str, depth: usize, expression: &str) -> String {
        match self.known.breakdowns[breakdown].by.first() {
            Some(level) if depth == 0 => format!("dimension {}", level.name),
            _ => expression.to_owned(),
        }
    }

    fn under(&self, breakdown: String, depth: usize) -> Kind {
        if depth >= self.known.breakdowns[&breakdown].by.len() {
            Kind::Row(breakdown)
        } else {
            Kind::Frame(breakdown, depth)
        }
    }

    /// `of[0]`, `of[2025]`, `of[true]`.
    fn position(&mut self, of: Kind, value: &minijinja::Value) -> Kind {
        match of {
            Kind::Frame(breakdown, depth) => {
                let level = self.known.breakdowns[&breakdown].by.get(depth);
                let is_code =
                    value.kind() != ValueKind::Number || level.is_some_and(|it| it.integers);
                if is_code {
                    self.under(breakdown, depth + 1)
                } else {
                    Kind::Row(breakdown)
                }
            }
            Kind::Rows(breakdown) => Kind::Row(breakdown),
            _ => Kind::Any,
        }
    }

    /// `of[row.type]`: a code when it is taken from a column of a row.
    fn dynamic(&mut self, of: Kind, index: &Expr<'_>, kind: &Kind) -> Kind {
        match of {
            Kind::Rows(breakdown) => Kind::Row(breakdown),
            Kind::Frame(breakdown, depth) => {
                let last = depth + 1 >= self.known.breakdowns[&breakdown].by.len();
                let names_code = matches!(index, Expr::GetAttr(_)) && *kind == Kind::Any;
                if last {
                    Kind::Row(breakdown)
                } else if names_code {
                    Kind::Frame(breakdown, depth + 1)
                } else {
                    Kind::Any
                }
            }
            _ => Kind::Any,
        }
    }

    fn filter(&mut self, name: &str, input: &Kind, arguments: &[CallArg<'_>], span: Span) -> Kind {
        if !FILTERS.contains(&name) && !knows_filter(name) {
            let known = || filter_names().chain(FILTERS);
            let message = format!("there is no filter `{name}`");
            let hint = nearest(name, known())
                .unwrap_or_else(|| "docs/reference.md lists the filters".to_owned());
            self.unknown(name, span, message, vec![hint]);
        }
        self.arguments(arguments);
        let (Kind::Frame(breakdown, _) | Kind::Rows(breakdown)) = input else {
            return Kind::Any;
        };
        for argument in arguments {
            let (by_position, value) = match argument {
                CallArg::Pos(value) => (true, value),
                CallArg::Kwarg("attribute", value) => (false, value),
                _ => continue,
            };
            let names_column = if by_position {
                matches!(
                    name,
                    "selectattr" | "rejectattr" | "groupby" | "shares" | "leaders"
                )
            } else {
                matches!(
                    name,
                    "sort" | "map" | "unique" | "min" | "max" | "groupby" | "sum"
                )
            };
            if names_column && let Some(column) = value.as_const() {
                for column in column.as_str().unwrap_or_default().split(',') {
                    self.column(breakdown, column.trim(), value.span());
                }
            }
            if by_position {
                // What follows a column is a test and its value.
                break;
            }
        }
        match name {
            "selectattr" | "rejectattr" | "select" | "reject" | "sort" | "reverse" | "top"
            | "leaders" | "unique" | "list" => Kind::Rows(breakdown.clone()),
            "first" | "last" => Kind::Row(breakdown.clone()),
            _ => Kind::Any,
        }
    }

    fn call(&mut self, call: &Call<'_>) -> Kind {
        if let Expr::GetAttr(method) = &call.expr {
            let of = self.kind(&method.expr);
            if let Kind::Frame(breakdown, depth) = of {
                if !METHODS.contains(&method.name) {
                    let message = format!(
                        "a breakdown has no `{}()`, there are `has(code)`, `others()`, `missing()`",
                        method.name
                    );
                    let hint = nearest(method.name, METHODS).unwrap_or_else(|| {
                        "`has('code')` says whether there is a row of the code".to_owned()
                    });
                    self.unknown(method.name, method.span(), message, vec![hint]);
                }
                if let ("has", [CallArg::Pos(code)]) = (method.name, call.args.as_slice())
                    && let Some(code) = code.as_const()
                {
                    let of = self.slice(method.expr.span());
                    let of = self.place(&breakdown, depth, &of);
                    let code = code
                        .as_str()
                        .map_or_else(|| code.to_string(), str::to_owned);
                    self.asked.insert((of, code));
                }
                self.arguments(&call.args);
                return if method.name == "has" {
                    Kind::Any
                } else {
                    Kind::Row(breakdown)
                };
            }
        } else {
            self.kind(&call.expr);
        }
        self.arguments(&call.args);
        Kind::Any
    }

    /// `by_type["company"] is defined` asks for the row.
    fn asked_for(&mut self, expression: &Expr<'_>) {
        let (of, code) = match expression {
            Expr::GetItem(it) => (&it.expr, it.subscript_expr.as_const()),
            Expr::GetAttr(it) => (&it.expr, Some(minijinja::Value::from(it.name))),
            _ => return,
        };
        if let Some(code) = code.as_ref().and_then(minijinja::Value::as_str) {
            let text = self.slice(of.span());
            let place = match self.kind(of) {
                Kind::Frame(breakdown, depth) => self.place(&breakdown, depth, &text),
                _ => text,
            };
            self.asked.insert((place, code.to_owned()));
        }
    }

    fn slice(&self, span: Span) -> String {
        self.text.get(range(span)).unwrap_or_default().to_owned()
    }

    /// The first place of a word in a part of the text.
    fn word(&self, word: &str, span: Span) -> Range<usize> {
        let part = range(span);
        let text = self.text.get(part.clone()).unwrap_or_default();
        match text.rfind(word) {
            Some(at) => part.start + at..part.start + at + word.len(),
            None => part,
        }
    }

    /// A name in a part of the text that refers to nothing.
    fn unknown(&mut self, name: &str, span: Span, message: String, hints: Vec<String>) {
        self.found.findings.push(Finding {
            range: self.word(name, span),
            code: Code::TEMPLATE,
            severity: Severity::Error,
            message,
            unknown: Some(name.to_owned()),
            hints,
        });
    }
}

fn rows_of(kind: Kind) -> Kind {
    match kind {
        Kind::Frame(name, _) | Kind::Rows(name) => Kind::Rows(name),
        _ => Kind::Any,
    }
}

/// The names that an assignment sets; of several each gets a part of which nothing is known.
fn targets(target: &Expr<'_>, kind: &Kind) -> Vec<(String, Kind)> {
    match target {
        Expr::Var(it) => vec![(it.id.to_owned(), kind.clone())],
        Expr::List(it) => it
            .items
            .iter()
            .flat_map(|it| targets(it, &Kind::Any))
            .collect(),
        Expr::Tuple(it) => it
            .items
            .iter()
            .flat_map(|it| targets(it, &Kind::Any))
            .collect(),
        _ => Vec::new(),
    }
}

fn range(span: Span) -> Range<usize> {
    span.start_offset as usize..span.end_offset as usize
}

/// Whether the environment has a filter: an unknown one fails in its own way.
fn knows_filter(name: &str) -> bool {
    let mut environment = minijinja::Environment::new();
    add_filters(&mut environment, Locale::En);
    let result = environment.render_str(&format!("{{{{ 0|{name} }}}}"), ());
    !matches!(result, Err(error) if error.kind() == minijinja::ErrorKind::UnknownFilter)
}

fn knows_test(name: &str) -> bool {
    let mut environment = minijinja::Environment::new();
    add_filters(&mut environment, Locale::En);
    let result = environment.render_str(&format!("{{{{ 0 is {name} }}}}"), ());
    !matches!(result, Err(error) if error.kind() == minijinja::ErrorKind::UnknownTest)
}
