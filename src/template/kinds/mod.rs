//! Static checks of templates, before anything is computed: names, columns of rows, codes, filters.
//!
//! The tree of the template is walked once. Every expression has a [`Kind`]: a breakdown, one of
//! its rows, a number, or an unknown value. Nothing is reported about unknown values. The body of a
//! macro is walked once more for each combination of kinds that it is called with.

mod arguments;
mod broken;
mod calls;
mod changes;
mod digits;
mod doubled;
mod expressions;
mod functions;
mod letters;
mod macros;
mod names;
mod percent;
pub(crate) mod quantities;
mod statements;

use super::api::Global;
use super::environment::parse_template;
use crate::diagnostic::{Code, Severity};
use crate::report::{Columns, Told};
use changes::Changes;
use macros::MacroCall;
use minijinja::Error;
use minijinja::machinery::Span;
use minijinja::machinery::ast::{Expr, Stmt};
use quantities::Quantity;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// The names that a template may use.
pub(crate) struct KnownNames {
    /// Breakdowns by name.
    pub(crate) breakdowns: BTreeMap<String, KnownBreakdown>,
    /// Breakdowns with a wrong definition, about whose rows nothing is known.
    pub(crate) wrong: BTreeSet<String>,
    /// Metrics by name, with the kind of their number if it is known.
    pub(crate) metrics: BTreeMap<String, Option<Quantity>>,
    /// Metrics that are texts.
    pub(crate) texts: BTreeSet<String>,
    /// Metrics whose number is a decimal, such as money.
    pub(crate) decimals: BTreeSet<String>,
    /// Metrics with a wrong definition, about whose change nothing is known.
    pub(crate) wrong_metrics: BTreeSet<String>,
    /// Claims.
    pub(crate) claims: BTreeSet<String>,
    /// Claims that tell of change, with what they tell of.
    pub(crate) telling_claims: BTreeMap<String, Told>,
    /// Whether the template is the text of a claim, which prints no claim.
    pub(crate) in_claim: bool,
    /// Params by name, likewise.
    pub(crate) params: BTreeMap<String, Option<Quantity>>,
    /// Names of sources.
    pub(crate) sources: BTreeSet<String>,
    /// Names of dimensions and columns whose coverage is asked.
    pub(crate) coverage: BTreeSet<String>,
    /// The breakdown whose `row` is defined in a label.
    pub(crate) row: Option<String>,
    /// Names of metrics that tell of change, with the metric and the kind of number.
    pub(crate) changes: BTreeMap<String, (String, Option<Quantity>)>,
    /// Breakdowns and metrics that are computed from columns of change, with what they tell of.
    pub(crate) telling: BTreeMap<String, Told>,
    /// Whether the report has periods, so that there is a `previous`.
    pub(crate) has_periods: bool,
    /// Whether the text stands under a condition that asks for the period before.
    pub(crate) asks: bool,
}

/// What is added to the name of a breakdown for its rows that left.
pub(crate) const LEFT: &str = ".left()";

impl KnownNames {
    /// Whether a column of a breakdown tells how its rows were in the period before.
    fn tells_change(&self, breakdown: &str, column: &str) -> bool {
        let known = self.breakdowns.get(breakdown);
        known.is_some_and(|it| it.columns.changes().iter().any(|it| it.name == column))
    }
}

/// A breakdown as templates see it.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownBreakdown {
    /// Its dimensions.
    pub(crate) by: Vec<Level>,
    /// Whether it has a total.
    pub(crate) total: bool,
    /// Its columns; none if the breakdown is wrong.
    pub(crate) columns: Arc<Columns>,
    /// Columns whose numbers do not add up: means and ratios.
    pub(crate) apart: BTreeSet<String>,
}

/// A dimension of a breakdown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Level {
    /// Its name.
    pub(crate) name: String,
    /// Whether its codes are integers, so that a number is a code and not a position.
    pub(crate) integers: bool,
    /// Whether its codes are texts, so that a number is a position and no code.
    pub(crate) texts: bool,
    /// Codes that always have a row: those of buckets.
    pub(crate) always: Vec<String>,
}

/// A problem with a part of the text.
pub(crate) struct Finding {
    pub(crate) range: Range<usize>,
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    /// The name that refers to nothing.
    pub(crate) unknown: Option<String>,
    pub(crate) hints: Vec<String>,
}

/// Findings of a template.
#[derive(Default)]
pub(crate) struct TemplateFindings {
    /// Breakdowns and metrics that it names.
    pub(crate) used: BTreeSet<(&'static str, String)>,
    /// What it tells of the period before.
    pub(crate) tells: BTreeSet<Told>,
    /// Whether it asks for the period before.
    pub(crate) asks: bool,
    /// Whether it names `previous`.
    pub(crate) names_previous: bool,
    /// Columns of texts that it sorts.
    pub(crate) sorted: Vec<SortedColumn>,
    /// Names that do not exist, and other problems.
    pub(crate) findings: Vec<Finding>,
}

/// A column of texts that a filter puts in order.
pub(crate) struct SortedColumn {
    pub(crate) breakdown: String,
    pub(crate) column: String,
    pub(crate) filter: String,
    pub(crate) range: Range<usize>,
}

/// Walks a template.
///
/// # Errors
/// It cannot be parsed.
pub(crate) fn inspect(text: &str, known: &KnownNames) -> Result<TemplateFindings, Error> {
    let tree = parse_template(text)?;
    let mut walk = Walk {
        text,
        known,
        found: TemplateFindings::default(),
        scopes: vec![BTreeMap::new()],
        asked: BTreeSet::new(),
        codes: Vec::new(),
        calls: Vec::new(),
        inside: None,
        unknowns: None,
        changes: Changes::default(),
    };
    walk.statement(&tree);
    if let Stmt::Template(it) = &tree {
        walk.macros(&it.children);
    }
    walk.in_single_braces();
    walk.found.asks = walk.has_asked();
    walk.new_rows();
    let Walk {
        asked,
        codes,
        mut found,
        ..
    } = walk;
    // A code that the template asks for is guarded, wherever it asks; each is reported once, and not
    // what stands under one that was reported.
    let mut reported: BTreeMap<(String, String), Range<usize>> = BTreeMap::new();
    for Need {
        place,
        under,
        finding,
    } in codes
    {
        let outer = reported.values().any(|range| under.contains(&range.start));
        if !outer && !asked.contains(&place) && !reported.contains_key(&place) {
            reported.insert(place, finding.range.clone());
            found.findings.push(finding);
        }
    }
    found.findings.sort_by_key(|finding| finding.range.start);
    // One mistake that is repeated is reported once.
    let mut reported = BTreeSet::new();
    found
        .findings
        .retain(|finding| reported.insert(finding.message.clone()));
    Ok(found)
}

/// The kind of an expression.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// Unknown.
    Any,
    /// A breakdown, indexed by this many codes.
    Frame(String, usize),
    /// A list of its rows.
    Rows(String),
    /// One of its rows.
    Row(String),
    /// `metrics`, `formatted`, `params`, `sources`, `coverage`.
    Names(Global),
    /// One source.
    Source,
    /// One coverage.
    Coverage,
    /// A number.
    Number(Quantity),
    /// A list of numbers of one kind.
    Numbers(Quantity),
    /// A claim.
    Claim(String),
    /// A macro, by where it is defined.
    Macro(u32),
    /// `formatted.name`, of the metric of this name.
    Written(String),
    /// A text of a column of a breakdown, or of a metric where there is none.
    Text(Option<String>, String),
    /// Texts of a column of a breakdown.
    Texts(String, String),
    /// The text that a filter has made of a list.
    Enumeration(&'static str),
}

impl Kind {
    fn of(quantity: Option<Quantity>) -> Self {
        quantity.map_or(Self::Any, Self::Number)
    }

    fn quantity(&self) -> Option<Quantity> {
        match self {
            Self::Number(quantity) => Some(*quantity),
            _ => None,
        }
    }
}

struct Walk<'a> {
    text: &'a str,
    known: &'a KnownNames,
    found: TemplateFindings,
    scopes: Vec<BTreeMap<String, Kind>>,
    /// Breakdown and code that the template tests for with `has` or `is defined`.
    asked: BTreeSet<(String, String)>,
    /// Codes that the data may not contain.
    codes: Vec<Need>,
    /// Calls of macros with numbers.
    calls: Vec<MacroCall>,
    /// The call of the macro that is walked.
    inside: Option<String>,
    /// Inside a macro that is called: how many unknown values have been named.
    unknowns: Option<usize>,
    /// What it tells of the period before.
    changes: Changes,
}

/// A row that a template needs.
struct Need {
    /// Where it belongs, and its code.
    place: (String, String),
    /// The expression that it is taken from.
    under: Range<usize>,
    finding: Finding,
}

impl Walk<'_> {
    fn declare(&mut self, name: &str, kind: Kind) {
        if let Some(scope) = self.scopes.last_mut() {
            // A name that is set twice keeps only what both values have in common.
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

    fn error_at(&mut self, place: Range<usize>, message: String, hints: Vec<String>) {
        self.found.findings.push(Finding {
            range: place,
            code: Code::TEMPLATE,
            severity: Severity::Error,
            message,
            unknown: None,
            hints,
        });
    }

    /// Reports a name that refers to nothing in a part of the text.
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

    fn slice(&self, span: Span) -> String {
        self.text.get(range(span)).unwrap_or_default().to_owned()
    }

    /// The first span of a word in a part of the text.
    fn word(&self, word: &str, span: Span) -> Range<usize> {
        let part = range(span);
        let text = self.text.get(part.clone()).unwrap_or_default();
        match text.rfind(word) {
            Some(at) => part.start + at..part.start + at + word.len(),
            None => part,
        }
    }
}

fn range(span: Span) -> Range<usize> {
    span.start_offset as usize..span.end_offset as usize
}

fn rows_of(kind: Kind) -> Kind {
    match kind {
        Kind::Frame(name, _) | Kind::Rows(name) => Kind::Rows(name),
        Kind::Numbers(quantity) => Kind::Numbers(quantity),
        Kind::Texts(breakdown, column) => Kind::Texts(breakdown, column),
        _ => Kind::Any,
    }
}

/// The names that an assignment sets; with several names, each gets an unknown part.
fn targets(target: &Expr<'_>, kind: &Kind) -> Vec<(String, Kind)> {
    match (target, items(target)) {
        (Expr::Var(it), _) => vec![(it.id.to_owned(), kind.clone())],
        (_, Some(items)) => items
            .iter()
            .flat_map(|it| targets(it, &Kind::Any))
            .collect(),
        _ => Vec::new(),
    }
}

/// The parts of a list or tuple.
fn items<'t, 'a>(expression: &'t Expr<'a>) -> Option<&'t [Expr<'a>]> {
    match expression {
        Expr::List(it) => Some(&it.items),
        Expr::Tuple(it) => Some(&it.items),
        _ => None,
    }
}
