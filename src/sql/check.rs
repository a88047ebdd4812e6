//! Checks an expression: syntax, names, types. Every problem has its span inside the text.

use super::aggregates::aggregate_names;
use super::mistakes::{Asked, in_aggregates, mistake, needed, number_with_comma, of_subscript};
use super::parse::{EMPTY, is_name, offset, parse, plain, syntax_hint, unquoted_text};
use super::types::Type;
use super::unit::{Units, differing};
use super::{Aggregate, Compared, Expression, Node, Operation, Ordered, Value};
use crate::diagnostic::{Code, Diagnostic, Location, allowed};
use crate::spec::ParamValue;
use indexmap::IndexMap;
use sqlparser::ast::{Expr, Ident, Spanned};
use sqlparser::tokenizer::Location as Point;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A part of an expression with its type.
pub(super) struct Typed {
    pub(super) node: Node,
    pub(super) kind: Type,
    /// Whether a problem was reported, so that no consequential one is.
    pub(super) wrong: bool,
}

impl Typed {
    pub(super) fn new(node: Node, kind: Type) -> Self {
        Self {
            node,
            kind,
            wrong: false,
        }
    }

    /// The result after a reported problem: it fits every type.
    pub(super) fn wrong() -> Self {
        Self {
            wrong: true,
            ..Self::new(Node::Literal(Value::Null), Type::Any)
        }
    }
}

/// The definition that a name in an expression refers to.
#[derive(Clone, Debug)]
pub enum Name {
    /// A column or dimension of a type.
    Column(Type),
    /// A filter: its text, and the pointer to it.
    Filter(String, String),
}

/// What names stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Columns, dimensions and filters of rows.
    #[default]
    Columns,
    /// Metrics.
    Metrics,
    /// Columns of files, with names that may have to stand in double quotes.
    OfFiles,
}

/// The names that an expression may use.
#[derive(Clone, Debug, Default)]
pub struct NameSpace {
    /// By name.
    pub names: BTreeMap<String, Name>,
    /// What they stand for.
    pub(crate) holds: Holds,
    /// The owner of the names, for messages: "source `models`", "breakdown `by_type`".
    pub of: String,
    /// The column or dimension that a name has the values of, with the source where it is of one.
    pub origins: BTreeMap<String, (Option<usize>, String)>,
    /// What the values of a name are parts of, where that is known.
    pub(crate) units: Units,
    /// Columns that are of several types in the files of a source, as texts in expressions: the types and the files, in words.
    pub(crate) mixed: BTreeMap<String, String>,
    /// Hints for missing names, for instance that a column has to be switched on.
    pub hints: BTreeMap<String, String>,
    /// Why any name may be missing, with its place; none if each is missing for itself.
    pub(crate) lacking: Option<Box<Diagnostic>>,
}

impl NameSpace {
    /// Adds a column or dimension of a source under its own name.
    pub(crate) fn add_own(&mut self, source: usize, name: &str, kind: Type) {
        self.names.insert(name.to_owned(), Name::Column(kind));
        self.origins
            .insert(name.to_owned(), (Some(source), name.to_owned()));
    }

    /// The comparisons of an expression whose sides do not fit each other.
    pub(crate) fn differing(&self, expression: &Expression) -> Vec<Diagnostic> {
        differing(expression, &self.units)
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

/// Everything needed to check any expression of a report.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// Values of `params.name`.
    pub params: &'a IndexMap<String, ParamValue>,
}

/// Checks expressions in one namespace and collects their problems.
pub struct Reader<'a> {
    pub(super) environment: Environment<'a>,
    pub(super) names: &'a NameSpace,
    pub(super) text: String,
    pub(super) pointer: String,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) filters: Vec<String>,
    /// What the expression that is read is to give.
    pub(super) asked: Asked,
    /// The expression with its columns in aggregates, until a message has said it.
    pub(super) in_aggregates: Option<String>,
    /// Texts that expressions of this reader compare names with.
    pub compared: Vec<Compared>,
    /// Values that expressions of this reader put in order as texts.
    pub(crate) ordered: Vec<Ordered>,
    /// Warnings of expressions that can be read all the same.
    pub(crate) warnings: Vec<Diagnostic>,
    /// Filters used by the expressions of this reader.
    pub used_filters: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    /// A reader for one namespace.
    #[must_use]
    pub(crate) fn new(environment: Environment<'a>, names: &'a NameSpace) -> Self {
        Self {
            environment,
            names,
            text: String::new(),
            pointer: String::new(),
            problems: Vec::new(),
            filters: Vec::new(),
            asked: Asked::Row,
            in_aggregates: None,
            compared: Vec::new(),
            ordered: Vec::new(),
            warnings: Vec::new(),
            used_filters: BTreeSet::new(),
        }
    }

    /// Checks an expression for the value of one row, without aggregates.
    ///
    /// # Errors
    /// All problems of the expression.
    pub(crate) fn row(&mut self, text: &str, pointer: &str) -> Result<Expression, Vec<Diagnostic>> {
        let tree = self.begin(text, pointer, Asked::Row)?;
        let found = self.infer(&tree, false);
        self.end(found)
    }

    /// Checks a condition on one row.
    ///
    /// # Errors
    /// All problems of the expression, or it is not a truth value.
    pub(crate) fn condition(
        &mut self,
        text: &str,
        pointer: &str,
    ) -> Result<Expression, Vec<Diagnostic>> {
        let tree = self.begin(text, pointer, Asked::Condition)?;
        let found = self.infer(&tree, false);
        let expression = self.end(found)?;
        if expression.kind.fits(Type::Boolean) {
            return Ok(expression);
        }
        Err(vec![
            Diagnostic::error(
                Code::SQL_TYPE,
                format!(
                    "a condition is a truth value, this expression is of type {}",
                    expression.kind
                ),
            )
            .at(Location::value(pointer))
            .hint("compare it with something, for instance `… = 'text'` or `… > 0`"),
        ])
    }

    /// Checks an expression for one value over all rows: aggregates, and arithmetic or comparisons
    /// between them.
    ///
    /// # Errors
    /// All problems of the expression.
    pub(crate) fn over_rows(
        &mut self,
        text: &str,
        pointer: &str,
    ) -> Result<Expression, Vec<Diagnostic>> {
        let tree = self.begin(text, pointer, Asked::Rows)?;
        let found = self.infer(&tree, true);
        self.end(found)
    }

    /// Reads what is measured over rows: an aggregate, or what is computed of several.
    ///
    /// # Errors
    /// All problems of the expression, or there is no aggregate in it.
    pub(crate) fn measure(
        &mut self,
        text: &str,
        pointer: &str,
    ) -> Result<Expression, Vec<Diagnostic>> {
        let tree = self.begin(text, pointer, Asked::Rows)?;
        let found = self.infer(&tree, true);
        let expression = self.end(found)?;
        if expression.node.aggregates().is_empty() {
            return Err(vec![self.no_aggregate(&tree)]);
        }
        if let Some(extremes) = extremes_divided(&expression.node) {
            let warning = extremes.at(Location::value(pointer));
            self.warnings.push(warning);
        }
        Ok(expression)
    }

    fn no_aggregate(&self, tree: &Expr) -> Diagnostic {
        self.at(
            tree,
            Diagnostic::error(
                Code::SQL_FUNCTION,
                format!("expected an aggregate: {}", allowed(aggregate_names())),
            )
            .hint("for instance `sum(downloads)`, `count(*)` or `sum(downloads) / count(*)`"),
        )
    }

    pub(super) fn begin(
        &mut self,
        text: &str,
        pointer: &str,
        asked: Asked,
    ) -> Result<Expr, Vec<Diagnostic>> {
        text.clone_into(&mut self.text);
        pointer.clone_into(&mut self.pointer);
        self.problems = Vec::new();
        self.asked = asked;
        let tree = self.parsed(text, pointer)?;
        self.in_aggregates = match asked {
            Asked::Rows => Some(in_aggregates(&tree, self.names)),
            Asked::Row | Asked::Condition => None,
        };
        Ok(tree)
    }

    /// The syntax of an expression, or what was meant by one that cannot be read.
    fn parsed(&self, text: &str, pointer: &str) -> Result<Expr, Vec<Diagnostic>> {
        parse(text).map_err(|(message, location)| {
            let missing = if message.ends_with("found the end") {
                text.len()
            } else {
                0
            };
            let start = location.map_or(missing, |at| offset(text, at));
            if let Some((place, hint)) = self.original(text) {
                let message = format!(
                    "not an SQL expression: `{}` is no name here",
                    &text[place.clone()]
                );
                let place = Location::part(pointer, text, place.start, place.end);
                let problem = Diagnostic::error(Code::SQL_SYNTAX, message).at(place);
                return vec![problem.hint(hint)];
            }
            if let Some(known) = mistake(text, start, (self.asked, self.names)) {
                let message = format!("not an SQL expression: {}", known.message);
                let place = Location::part(pointer, text, known.place.start, known.place.end);
                let problem = Diagnostic::error(Code::SQL_SYNTAX, message).at(place);
                return vec![problem.hint(known.hint)];
            }
            let end = text[start..]
                .find(|c: char| c.is_whitespace() || matches!(c, ')' | ','))
                .map_or(text.len(), |length| start + length.max(1));
            vec![
                Diagnostic::error(
                    Code::SQL_SYNTAX,
                    format!("not an SQL expression: {message}"),
                )
                .at(Location::part(pointer, text, start, end.min(text.len())))
                .maybe_hint(
                    unquoted_text(text, start, &message)
                        .or_else(|| syntax_hint(text))
                        .or_else(|| usual_hint(&message)),
                ),
            ]
        })
    }

    /// The name of a column of the file that cannot be read as one, `Montant (€)`, and what it is called or how it is written.
    fn original(&self, text: &str) -> Option<(Range<usize>, String)> {
        if let Some(found) = self.name_without_quotes(text) {
            return Some(found);
        }
        let hints = self.names.hints.iter().filter(|(original, _)| {
            original.contains(char::is_alphabetic) && !is_name(original.as_str())
        });
        let found =
            hints.filter_map(|(original, hint)| Some((text.find(original)?, original, hint)));
        let (at, original, hint) = found.max_by_key(|(_, original, _)| original.len())?;
        Some((at..at + original.len(), hint.clone()))
    }

    pub(super) fn end(&mut self, found: Typed) -> Result<Expression, Vec<Diagnostic>> {
        if self.problems.is_empty() {
            Ok(self.expression(found))
        } else {
            Err(std::mem::take(&mut self.problems))
        }
    }

    /// A part as an expression of its own.
    pub(super) fn expression(&self, found: Typed) -> Expression {
        Expression {
            names: found.node.names(),
            node: found.node,
            kind: found.kind,
            text: self.text.clone(),
            pointer: self.pointer.clone(),
        }
    }

    pub(super) fn want(&mut self, tree: &Expr, found: Type, wanted: Type) {
        if !found.fits(wanted) {
            let problem = self.mismatch(tree, wanted, found);
            self.problems.push(problem);
        }
    }

    pub(super) fn same(&mut self, tree: &Expr, so_far: Type, found: Type) -> Type {
        if !found.fits(so_far) {
            let problem = self.mismatch(tree, so_far, found);
            self.problems.push(problem);
        }
        match (so_far, found) {
            (Type::Any, _) => found,
            _ if so_far.is_number() && found.is_number() => so_far.wider(found),
            (kind, _) => kind,
        }
    }

    pub(super) fn mismatch(&self, tree: &Expr, wanted: Type, found: Type) -> Diagnostic {
        self.at(
            tree,
            Diagnostic::error(
                Code::SQL_TYPE,
                format!(
                    "`{}` is of type {found}, {wanted} is needed here",
                    plain(tree)
                ),
            )
            .maybe_hint(
                self.of_files(tree, wanted)
                    .or_else(|| needed(tree, wanted, found)),
            ),
        )
    }

    /// What to write for a column that is of several types in the files.
    fn of_files(&self, tree: &Expr, wanted: Type) -> Option<String> {
        let name = plain(tree);
        let mixed = self.names.mixed.get(&name)?;
        let to = match wanted {
            Type::Date => "DATE",
            Type::Boolean => "BOOLEAN",
            kind if kind.is_number() => "INTEGER",
            _ => return None,
        };
        Some(format!(
            "`{name}` is {mixed}, and a text for expressions: write `CAST({name} AS {to})`, or the files with one type"
        ))
    }

    pub(super) fn unsupported(&mut self, tree: &Expr) -> Typed {
        let problem = self.at(
            tree,
            Diagnostic::error(
                Code::SQL_SYNTAX,
                format!("`{}` is not part of the language", plain(tree)),
            )
            .maybe_hint(
                instead(tree)
                    .or_else(|| of_subscript(&plain(tree)))
                    .or_else(|| {
                        let number =
                            matches!(tree, Expr::Tuple(_)).then(|| number_with_comma(&self.text));
                        number
                            .flatten()
                            .map(|it| format!("write a number with a decimal point: `{it}`"))
                    }),
            ),
        );
        self.problems.push(problem);
        Typed::wrong()
    }

    pub(super) fn at(&self, tree: &Expr, diagnostic: Diagnostic) -> Diagnostic {
        if matches!(tree, Expr::Extract { .. }) {
            // Its span is that of its content.
            return diagnostic.at(Location::value(&self.pointer));
        }
        let span = tree.span();
        diagnostic.at(self.span(span.start, span.end))
    }

    pub(super) fn at_ident(&self, ident: &Ident, diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.at(self.span(ident.span.start, ident.span.end))
    }

    pub(super) fn span(&self, start: Point, end: Point) -> Location {
        let (start, end) = if start.line == 0 {
            (0, self.text.len())
        } else {
            (offset(&self.text, start), offset(&self.text, end))
        };
        Location::part(&self.pointer, &self.text, start, end.max(start))
    }
}

/// What to do about an expression of which nothing else is known.
fn usual_hint(message: &str) -> Option<String> {
    if message.ends_with("after the expression") {
        Some("this is one expression: conditions are joined with AND and OR, a text stands in single quotes".to_owned())
    } else if message == EMPTY {
        Some("write an expression, or remove the key".to_owned())
    } else {
        None
    }
}

/// The warning of the largest or least value of one column that is divided by that of another one.
fn extremes_divided(node: &Node) -> Option<Diagnostic> {
    let extreme = |side: &Node| match side {
        Node::Aggregate(it) => match &it.aggregate {
            Aggregate::Greatest(value) => Some(("max", value.node.clone())),
            Aggregate::Least(value) => Some(("min", value.node.clone())),
            _ => None,
        },
        _ => None,
    };
    if let Node::Compute(Operation::Divide, sides) = node
        && let [Some((name, above)), Some((other, below))] = [&sides[0], &sides[1]].map(extreme)
        && above.names() != below.names()
    {
        let message = format!(
            "`{name}({above})` and `{other}({below})` may be of different rows, and one is divided by the other"
        );
        let hint = format!("a ratio of all rows is `sum({above}) / sum({below})`");
        return Some(Diagnostic::warning(Code::DIFFERENT_ROWS, message).hint(hint));
    }
    node.parts().into_iter().find_map(extremes_divided)
}

/// The equivalent in this language of unsupported syntax.
fn instead(tree: &Expr) -> Option<String> {
    match tree {
        Expr::Extract { field, expr, .. } => Some(format!(
            "write `date_part('{}', {})`",
            field.to_string().to_lowercase(),
            plain(expr)
        )),
        Expr::IsDistinctFrom(..) | Expr::IsNotDistinctFrom(..) => {
            Some("compare with `=` and test with IS NULL".to_owned())
        }
        _ => None,
    }
}
