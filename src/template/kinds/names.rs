//! Names in a template: globals, breakdowns, columns of rows, codes. In: a name and the value that
//! it is looked up in. Out: the kind of what it refers to; a name that does not exist is reported.

use super::quantities::{self, Quantity};
use super::{Finding, Kind, LEFT, Need, Walk, range};
use crate::diagnostic::{Code, Severity, meant, nearest, there_are};
use crate::report::{Columns, InText, Told};
use crate::sql::Type;
use crate::template::api::{ClaimPart, CoverageNumber, Global, SourceNumber};
use crate::template::language::FUNCTIONS;
use minijinja::machinery::Span;
use minijinja::machinery::ast::Expr;
use minijinja::value::ValueKind;

/// What people call the period before.
const BEFORE: [&str; 8] = [
    "precedent",
    "precedente",
    "précédent",
    "précédente",
    "preceding",
    "prior",
    "before",
    "previous_period",
];

impl Walk<'_> {
    pub(super) fn name(&mut self, name: &str, span: Span) -> Kind {
        if let Some(kind) = self.scopes.iter().rev().find_map(|scope| scope.get(name)) {
            let kind = kind.clone();
            if let (Kind::Any, Some(unknowns)) = (&kind, &mut self.unknowns) {
                *unknowns += 1;
            }
            return kind;
        }
        if self.known.breakdowns.contains_key(name) {
            self.found.used.insert(("breakdown", name.to_owned()));
            return Kind::Frame(name.to_owned(), 0);
        }
        if self.known.wrong.contains(name) {
            return Kind::Any;
        }
        match Global::of(name) {
            Some(Global::Previous) if !self.known.has_periods => {
                let message = "there is no `previous`: the spec has no `periods`";
                let hint = "`periods: {param: snapshot, table: periods.csv}` says which there are";
                self.error(span, message, vec![hint.to_owned()]);
                return Kind::Any;
            }
            Some(Global::Previous) => {
                self.names_previous(range(span));
                return Kind::Names(Global::Previous);
            }
            Some(
                global @ (Global::Metrics
                | Global::Formatted
                | Global::Claims
                | Global::Params
                | Global::Sources
                | Global::Coverage),
            ) => return Kind::Names(global),
            Some(Global::Breaks) => {
                self.found.used.insert(("breaks", String::new()));
                return Kind::Any;
            }
            Some(Global::Labels | Global::Locale | Global::Corrections) => return Kind::Any,
            Some(Global::Row) => return self.row(span),
            None if FUNCTIONS.contains(&name) => return Kind::Any,
            None => {}
        }
        let known = || {
            let breakdowns = self.known.breakdowns.keys().map(String::as_str);
            let breakdowns = breakdowns.filter(|name| !name.ends_with(LEFT));
            Global::names().chain(breakdowns)
        };
        let hint = if self.known.metrics.contains_key(name) {
            Some(format!("metrics are written `metrics.{name}`"))
        } else if self.known.claims.contains(name) {
            Some(format!("claims are written `claims.{name}`"))
        } else if self.known.params.contains_key(name) {
            Some(format!("params are written `params.{name}`"))
        } else if let Some(hint) = self.of_a_breakdown(name) {
            Some(hint)
        } else if BEFORE.contains(&name.to_lowercase().as_str()) {
            Some(meant(Global::Previous.name()))
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

    /// What to write for a column of a breakdown that is named alone.
    fn of_a_breakdown(&self, name: &str) -> Option<String> {
        let mut known = self.known.breakdowns.iter();
        let (breakdown, _) =
            known.find(|(of, it)| !of.ends_with(LEFT) && it.columns.get(name).is_some())?;
        Some(format!(
            "`{name}` is a column of breakdown `{breakdown}`: its first row has `{breakdown}[0].{name}`; of all rows it is a metric, `metrics: {{all: {{measure: {name}}}}}` and `formatted.all`"
        ))
    }

    /// The row that the label of a chart is of.
    fn row(&mut self, span: Span) -> Kind {
        match &self.known.row {
            Some(breakdown) if self.known.wrong.contains(breakdown) => Kind::Any,
            Some(breakdown) => Kind::Row(breakdown.clone()),
            None => {
                let hint = "`row` is known in the `label` of a chart, and as the name of a loop: `{% for row in … %}`";
                self.error(span, "there is no `row` here", vec![hint.to_owned()]);
                Kind::Any
            }
        }
    }

    /// `of.name` and `of["name"]`.
    pub(super) fn attribute(
        &mut self,
        of: Kind,
        name: &str,
        expression: &Expr<'_>,
        span: Span,
    ) -> Kind {
        match of {
            Kind::Names(kind) => self.name_of(kind, name, span),
            Kind::Row(breakdown) => self.column(&breakdown, name, span),
            Kind::Frame(breakdown, depth) => {
                self.code(&breakdown, depth, name, expression, span);
                self.under(breakdown, depth + 1)
            }
            Kind::Source => {
                if SourceNumber::of(name).is_none() {
                    let known = SourceNumber::names;
                    let message = format!("a source has no `{name}`; {}", there_are(known()));
                    self.error(span, message, nearest(name, known()).into_iter().collect());
                }
                Kind::Number(Quantity::Amount)
            }
            Kind::Coverage => self.covered(name, span),
            Kind::Rows(_)
            | Kind::Number(_)
            | Kind::Numbers(_)
            | Kind::Macro(_)
            | Kind::Written(_)
            | Kind::Text(..)
            | Kind::Texts(..)
            | Kind::Enumeration(_)
            | Kind::Any => Kind::Any,
            Kind::Claim(_) if ClaimPart::of(name) == Some(ClaimPart::Turned) => {
                self.asks_of_before(name, range(span));
                Kind::Any
            }
            Kind::Claim(claim) => {
                let parts = there_are(ClaimPart::names());
                let message = format!("a claim has no `{name}`; {parts}");
                let hint = format!(
                    "`{{{{ claims.{claim} }}}}` is its sentence, `{{% if claims.{claim} %}}` asks whether it holds, `{{% if claims.{claim}.turned %}}` whether it has turned since the period before"
                );
                self.unknown(name, span, message, vec![hint]);
                Kind::Any
            }
        }
    }

    /// `metrics.name` and the like.
    pub(super) fn name_of(&mut self, global: Global, name: &str, span: Span) -> Kind {
        let numbers = match global {
            Global::Metrics | Global::Formatted => {
                if let Some((metric, quantity)) = self.known.changes.get(name) {
                    let kind = match global {
                        Global::Formatted => Kind::Written(name.to_owned()),
                        _ => Kind::of(*quantity),
                    };
                    self.found.used.insert(("metric", metric.clone()));
                    self.number_of_change(name, Told::Metric(metric.clone()), range(span));
                    return kind;
                }
                if let Some(metric) = self.wrong_of_change(name) {
                    self.found.used.insert(("metric", metric));
                    return Kind::Any;
                }
                self.found.used.insert(("metric", name.to_owned()));
                if let Some(told) = self.known.telling.get(name) {
                    self.number_of_change(name, told.clone(), range(span));
                }
                Some(&self.known.metrics)
            }
            Global::Params | Global::Previous => Some(&self.known.params),
            Global::Claims => {
                self.found.used.insert(("claim", name.to_owned()));
                if let Some(told) = self.known.telling_claims.get(name) {
                    self.claim_of_change(name, told.clone(), range(span));
                }
                None
            }
            Global::Sources
            | Global::Coverage
            | Global::Corrections
            | Global::Breaks
            | Global::Labels
            | Global::Locale
            | Global::Row => None,
        };
        let known: Vec<&String> = match (numbers, global) {
            (Some(numbers), _) => numbers.keys().collect(),
            (None, Global::Coverage) => self.known.coverage.iter().collect(),
            (None, Global::Claims) => self.known.claims.iter().collect(),
            (None, _) => self.known.sources.iter().collect(),
        };
        if !known.iter().any(|known| *known == name) {
            let names = || known.iter().map(|name| name.as_str());
            let kind = global.name();
            let message = format!("there is no `{kind}.{name}`; {}", there_are(names()));
            let hint = match global {
                Global::Previous => self.before(name),
                _ => None,
            };
            let hint = hint.or_else(|| nearest(name, names()));
            self.unknown(name, span, message, hint.into_iter().collect());
        }
        match (global, numbers) {
            (Global::Formatted, _) => Kind::Written(name.to_owned()),
            (Global::Claims, _) => Kind::Claim(name.to_owned()),
            (Global::Metrics, _) if self.known.texts.contains(name) => {
                Kind::Text(None, name.to_owned())
            }
            (_, Some(numbers)) => Kind::of(numbers.get(name).copied().flatten()),
            (Global::Coverage, None) => Kind::Coverage,
            (_, None) => Kind::Source,
        }
    }

    /// The metric with a wrong definition whose change a name is, `total_growth`; the change is no mistake of its own.
    fn wrong_of_change(&self, name: &str) -> Option<String> {
        let mut wrong = self.known.wrong_metrics.iter();
        let is_of = |metric: &&String| {
            let role = name.strip_prefix(metric.as_str());
            role.is_some_and(|role| matches!(role, "_previous" | "_change" | "_growth"))
        };
        let found = wrong.find(is_of).filter(|_| self.known.has_periods);
        found.cloned()
    }

    /// What to write for `previous.metrics.name` or `previous.name`, of which `previous` has params alone.
    fn before(&self, name: &str) -> Option<String> {
        let mut changes = self.known.changes.keys();
        let of_metric = |change: &&String| change.strip_suffix("_previous") == Some(name);
        let known = if matches!(name, "metrics" | "formatted") {
            changes.find(|change| change.ends_with("_previous"))
        } else {
            changes.find(of_metric)
        };
        let example = known?;
        Some(format!(
            "`previous` has the params of the period before; the value of a metric then has a name of its own: `metrics.{example}`"
        ))
    }

    /// `coverage.task.share` and the like.
    fn covered(&mut self, name: &str, span: Span) -> Kind {
        match CoverageNumber::of(name) {
            Some(
                CoverageNumber::Share
                | CoverageNumber::RowsShare
                | CoverageNumber::BlankShare
                | CoverageNumber::EmptyShare
                | CoverageNumber::UnknownShare,
            ) => Kind::Number(Quantity::Share),
            Some(CoverageNumber::SharePrevious) if self.known.has_periods => {
                self.asks_of_before(name, range(span));
                Kind::Number(Quantity::Share)
            }
            Some(CoverageNumber::ShareChange) if self.known.has_periods => {
                self.asks_of_before(name, range(span));
                Kind::Number(Quantity::Points)
            }
            Some(CoverageNumber::SharePrevious | CoverageNumber::ShareChange) => {
                let message = format!("there is no `{name}`: the spec has no `periods`");
                self.error(span, message, Vec::new());
                Kind::Any
            }
            Some(
                CoverageNumber::UnknownKeys
                | CoverageNumber::BlankKeys
                | CoverageNumber::UnusedKeys,
            ) => Kind::Number(Quantity::Amount),
            Some(CoverageNumber::Heaviest) => Kind::Any,
            None => {
                let known = CoverageNumber::names;
                let message = format!("a coverage has no `{name}`; {}", there_are(known()));
                self.error(span, message, nearest(name, known()).into_iter().collect());
                Kind::Any
            }
        }
    }

    /// A column of a row.
    pub(super) fn column(&mut self, breakdown: &str, name: &str, span: Span) -> Kind {
        let shape = &self.known.breakdowns[breakdown];
        match shape.columns.in_text(name) {
            Some(InText::Cell(column)) => {
                let kind = match quantities::of_column(column) {
                    None if column.value_type == Type::Text => {
                        Kind::Text(Some(breakdown.to_owned()), name.to_owned())
                    }
                    quantity => Kind::of(quantity),
                };
                if self.known.tells_change(breakdown, name) {
                    self.cell_of_change(breakdown, name, range(span));
                } else if let Some(told) = self.known.telling.get(breakdown) {
                    self.number_of_change(name, told.clone(), range(span));
                }
                return kind;
            }
            Some(InText::Label(_) | InText::Term(_) | InText::Folded) => return Kind::Any,
            None if shape.columns.all().is_empty() => return Kind::Any,
            None => {}
        }
        let columns = || shape.columns.names();
        let message = format!(
            "rows of breakdown `{breakdown}` have no `{name}`; {}",
            there_are(columns())
        );
        let advice = shape
            .columns
            .advice(name, &format!("breakdown `{breakdown}`"));
        let hint = advice.or_else(|| nearest(Columns::meant(name), columns()));
        self.unknown(name, span, message, hint.into_iter().collect());
        Kind::Any
    }

    /// A code of a breakdown: `by_type["company"]`.
    pub(super) fn code(
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
            hints: vec![if matches!(code, "iloc" | "loc") {
                format!("the first row is `{of}[0]`, the row of a code `{of}['code']`")
            } else if self.known.breakdowns[breakdown].columns.get(code).is_some() {
                format!(
                    "`{code}` is a column: a row has it, `{of}[0].{code}`, `{of}['code'].{code}`, and so has each one of `{{% for row in {of} %}}`"
                )
            } else {
                format!(
                    "ask for it: `{{% if {of}.has('{code}') %}}…{{% endif %}}` around what needs it"
                )
            }],
        };
        self.codes.push(Need {
            place: (place, code.to_owned()),
            under: range(expression.span()),
            finding,
        });
    }

    /// Identifies an indexed level: by its dimension if it is the outermost, since all breakdowns
    /// by that dimension have the same codes there, else by the expression.
    pub(super) fn place(&self, breakdown: &str, depth: usize, expression: &str) -> String {
        match self.known.breakdowns[breakdown].by.first() {
            Some(level) if depth == 0 => format!("dimension {}", level.name),
            _ => expression.to_owned(),
        }
    }

    pub(super) fn under(&self, breakdown: String, depth: usize) -> Kind {
        if depth >= self.known.breakdowns[&breakdown].by.len() {
            Kind::Row(breakdown)
        } else {
            Kind::Frame(breakdown, depth)
        }
    }

    /// `of[0]`, `of[2025]`, `of[true]`.
    pub(super) fn position(&mut self, of: Kind, value: &minijinja::Value) -> Kind {
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
            Kind::Numbers(quantity) => Kind::Number(quantity),
            Kind::Texts(breakdown, column) => Kind::Text(Some(breakdown), column),
            _ => Kind::Any,
        }
    }

    /// `of[row.type]`: a code if it is taken from a column of a row.
    pub(super) fn dynamic(&mut self, of: Kind, index: &Expr<'_>, kind: &Kind) -> Kind {
        match of {
            Kind::Rows(breakdown) => Kind::Row(breakdown),
            Kind::Numbers(quantity) => Kind::Number(quantity),
            Kind::Texts(breakdown, column) => Kind::Text(Some(breakdown), column),
            Kind::Frame(breakdown, depth) => {
                let last = depth + 1 >= self.known.breakdowns[&breakdown].by.len();
                let is_value = matches!(
                    kind,
                    Kind::Any | Kind::Number(_) | Kind::Text(..) | Kind::Enumeration(_)
                );
                let names_code = matches!(index, Expr::GetAttr(_)) && is_value;
                if last {
                    Kind::Row(breakdown)
                } else if names_code {
                    Kind::Frame(breakdown, depth + 1)
                } else {
                    Kind::Any
                }
            }
            // Which of them is meant, only a run knows.
            Kind::Names(Global::Metrics | Global::Formatted) => {
                let metrics = self.known.metrics.keys();
                let metrics = metrics.map(|name| ("metric", name.clone()));
                self.found.used.extend(metrics);
                Kind::Any
            }
            Kind::Names(Global::Claims) => {
                let claims = self.known.claims.iter();
                let claims = claims.map(|name| ("claim", name.clone()));
                self.found.used.extend(claims);
                Kind::Any
            }
            _ => Kind::Any,
        }
    }
}
