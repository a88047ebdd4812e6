//! Reads an expression: syntax, names, types. Every problem has its place inside the text.

use super::parse::{offset, parse, syntax_hint};
use super::types::{AGGREGATES, Type};
use super::{Aggregate, Expression, FilteredAggregate};
use crate::diagnostic::{Code, Diagnostic, Location, allowed, nearest, there_are};
use crate::spec::ParamValue;
use indexmap::IndexMap;
use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Spanned,
};
use sqlparser::tokenizer::Location as Point;
use std::collections::{BTreeMap, BTreeSet};

/// What a name in an expression stands for.
#[derive(Clone, Debug)]
pub enum Name {
    /// A column or dimension of a type.
    Column(Type),
    /// A filter: its text, and the pointer to it.
    Filter(String, String),
}

/// The names that an expression may use.
#[derive(Clone, Debug, Default)]
pub struct NameSpace {
    /// By name.
    pub names: BTreeMap<String, Name>,
    /// What the names are of, for messages: "source `models`", "breakdown `by_type`".
    pub of: String,
    /// Said when a name is missing, for instance that a column has to be switched on.
    pub hints: BTreeMap<String, String>,
}

impl NameSpace {
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

/// What is needed to read any expression of a report.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// Values of `params.name`.
    pub params: &'a IndexMap<String, ParamValue>,
}

/// Reads expressions in one namespace and collects their problems.
pub struct Reader<'a> {
    pub(super) environment: Environment<'a>,
    pub(super) names: &'a NameSpace,
    pub(super) text: String,
    pub(super) pointer: String,
    pub(super) used: BTreeSet<String>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) filters: Vec<String>,
    /// Filters that expressions of this reader used.
    pub used_filters: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    /// A reader for one namespace.
    #[must_use]
    pub fn new(environment: Environment<'a>, names: &'a NameSpace) -> Self {
        Self {
            environment,
            names,
            text: String::new(),
            pointer: String::new(),
            used: BTreeSet::new(),
            problems: Vec::new(),
            filters: Vec::new(),
            used_filters: BTreeSet::new(),
        }
    }

    /// Reads the value of one row, without aggregates.
    ///
    /// # Errors
    /// All problems of the expression.
    pub fn row(&mut self, text: &str, pointer: &str) -> Result<Expression, Vec<Diagnostic>> {
        let mut tree = self.begin(text, pointer)?;
        let kind = self.infer(&mut tree, false);
        self.end(tree, kind)
    }

    /// Reads a condition on one row.
    ///
    /// # Errors
    /// All problems of the expression, or it is not a truth value.
    pub fn condition(&mut self, text: &str, pointer: &str) -> Result<Expression, Vec<Diagnostic>> {
        let expression = self.row(text, pointer)?;
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

    /// Reads one value over all rows: aggregates, and arithmetic or comparisons between them.
    ///
    /// # Errors
    /// All problems of the expression.
    pub fn over_rows(&mut self, text: &str, pointer: &str) -> Result<Expression, Vec<Diagnostic>> {
        let mut tree = self.begin(text, pointer)?;
        let kind = self.infer(&mut tree, true);
        self.end(tree, kind)
    }

    /// Reads exactly one aggregate.
    ///
    /// # Errors
    /// All problems of the expression, or it is more than one aggregate.
    pub fn aggregate(
        &mut self,
        text: &str,
        pointer: &str,
    ) -> Result<FilteredAggregate, Vec<Diagnostic>> {
        let tree = self.begin(text, pointer)?;
        let Expr::Function(function) = &tree else {
            let problem = self.not_an_aggregate(&tree);
            return Err(vec![problem]);
        };
        let name = function.name.to_string().to_lowercase();
        if !AGGREGATES.contains(&name.as_str()) {
            let problem = self.not_an_aggregate(&tree);
            return Err(vec![problem]);
        }
        let mut function = function.clone();
        let filter = match function.filter.take() {
            Some(condition) => Some(self.part(*condition, Some(Type::Boolean))?),
            None => None,
        };
        let aggregate = self.plain_aggregate(&name, &function, &tree)?;
        if self.problems.is_empty() {
            Ok(FilteredAggregate { aggregate, filter })
        } else {
            Err(std::mem::take(&mut self.problems))
        }
    }

    pub(super) fn plain_aggregate(
        &mut self,
        name: &str,
        function: &Function,
        tree: &Expr,
    ) -> Result<Aggregate, Vec<Diagnostic>> {
        let FunctionArguments::List(list) = &function.args else {
            return Err(vec![self.not_an_aggregate(tree)]);
        };
        let distinct = list.duplicate_treatment.is_some();
        match list.args.as_slice() {
            [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)] if name == "count" && !distinct => {
                Ok(Aggregate::Count)
            }
            arguments if name == "count" && distinct => {
                let mut columns = Vec::new();
                for argument in arguments {
                    match argument {
                        FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Identifier(ident))) => {
                            self.resolve_column(&ident.clone());
                            columns.push(ident.value.clone());
                        }
                        _ => {
                            return Err(vec![
                                self.at(
                                    tree,
                                    Diagnostic::error(
                                        Code::SQL_FUNCTION,
                                        "`count(DISTINCT …)` takes names of columns or dimensions",
                                    )
                                    .hint("declare the expression as a dimension and count that"),
                                ),
                            ]);
                        }
                    }
                }
                Ok(Aggregate::CountDistinct(columns))
            }
            [FunctionArg::Unnamed(FunctionArgExpr::Expr(argument))] if !distinct => {
                let value = self.part(argument.clone(), None)?;
                if matches!(name, "sum" | "avg") && !value.kind.fits(Type::Integer)
                    || value.kind == Type::Number && matches!(name, "sum" | "avg")
                {
                    return Err(vec![self.at(
                        tree,
                        Diagnostic::error(
                            Code::SQL_TYPE,
                            format!("`{name}` needs an integer, this is of type {}: only sums of integers are exact", value.kind),
                        )
                        .hint("declare the column with `type: integer`"),
                    )]);
                }
                Ok(match name {
                    "sum" => Aggregate::Sum(value),
                    "avg" => Aggregate::Mean(value),
                    "min" => Aggregate::Least(value),
                    "max" => Aggregate::Greatest(value),
                    _ => Aggregate::CountValues(value),
                })
            }
            _ => Err(vec![self.not_an_aggregate(tree)]),
        }
    }

    /// A sub-expression as an expression of its own.
    pub(super) fn part(
        &mut self,
        mut tree: Expr,
        wanted: Option<Type>,
    ) -> Result<Expression, Vec<Diagnostic>> {
        self.used = BTreeSet::new();
        let kind = self.infer(&mut tree, false);
        if let Some(wanted) = wanted
            && !kind.fits(wanted)
        {
            let problem = self.mismatch(&tree, wanted, kind);
            self.problems.push(problem);
        }
        self.end(tree, kind)
    }

    pub(super) fn not_an_aggregate(&self, tree: &Expr) -> Diagnostic {
        self.at(
            tree,
            Diagnostic::error(
                Code::SQL_FUNCTION,
                format!("expected one aggregate: {}", allowed(AGGREGATES)),
            )
            .hint("for instance `sum(downloads)`, `count(*)` or `count(DISTINCT account)`"),
        )
    }

    pub(super) fn begin(&mut self, text: &str, pointer: &str) -> Result<Expr, Vec<Diagnostic>> {
        text.clone_into(&mut self.text);
        pointer.clone_into(&mut self.pointer);
        self.used = BTreeSet::new();
        self.problems = Vec::new();
        parse(text).map_err(|(message, location)| {
            let missing = if message.ends_with("found the end") {
                text.len()
            } else {
                0
            };
            let start = location.map_or(missing, |at| offset(text, at));
            let end = text[start..]
                .find(|c: char| c.is_whitespace() || matches!(c, ')' | ','))
                .map_or(text.len(), |length| start + length.max(1));
            vec![
                Diagnostic::error(
                    Code::SQL_SYNTAX,
                    format!("not an SQL expression: {message}"),
                )
                .at(Location::part(pointer, text, start, end.min(text.len())))
                .maybe_hint(syntax_hint(text)),
            ]
        })
    }

    pub(super) fn end(&mut self, tree: Expr, kind: Type) -> Result<Expression, Vec<Diagnostic>> {
        if self.problems.is_empty() {
            Ok(Expression {
                tree,
                names: std::mem::take(&mut self.used),
                kind,
                text: self.text.clone(),
                pointer: self.pointer.clone(),
            })
        } else {
            Err(std::mem::take(&mut self.problems))
        }
    }

    pub(super) fn resolve_column(&mut self, ident: &Ident) {
        if !matches!(self.names.names.get(&ident.value), Some(Name::Column(_))) {
            self.unknown(ident);
        }
    }

    pub(super) fn unknown(&mut self, ident: &Ident) {
        let problem = self.at_ident(
            ident,
            Diagnostic::error(
                Code::UNKNOWN_NAME,
                format!(
                    "`{}` is not a column, dimension or filter of {}; {}",
                    ident.value,
                    self.names.of,
                    there_are(self.names.columns())
                ),
            )
            .unknown(&ident.value)
            .maybe_hint(
                self.names
                    .hints
                    .get(&ident.value)
                    .cloned()
                    .or_else(|| nearest(&ident.value, self.names.columns()))
                    .or_else(|| {
                        (ident.quote_style == Some('"'))
                            .then(|| "a name in double quotes is a column; a text goes in single quotes, inside of a value in double quotes: \"account = 'text'\"".to_owned())
                    }),
            ),
        );
        self.problems.push(problem);
    }

    pub(super) fn want(&mut self, tree: &Expr, found: Type, wanted: Type) -> Type {
        if !found.fits(wanted) {
            let problem = self.mismatch(tree, wanted, found);
            self.problems.push(problem);
        }
        if wanted == Type::Number {
            found
        } else {
            wanted
        }
    }

    pub(super) fn same(&mut self, tree: &Expr, so_far: Type, found: Type) -> Type {
        if !found.fits(so_far) {
            let problem = self.mismatch(tree, so_far, found);
            self.problems.push(problem);
        }
        match (so_far, found) {
            (Type::Any, _) | (Type::Integer, Type::Number) => found,
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
            .maybe_hint(comparison_hint(wanted, found)),
        )
    }

    pub(super) fn unsupported(&mut self, tree: &Expr) -> Type {
        let problem = self.at(
            tree,
            Diagnostic::error(
                Code::SQL_SYNTAX,
                format!("`{}` is not part of the language", plain(tree)),
            )
            .maybe_hint(instead(tree)),
        );
        self.problems.push(problem);
        Type::Any
    }

    pub(super) fn at(&self, tree: &Expr, diagnostic: Diagnostic) -> Diagnostic {
        if matches!(tree, Expr::Extract { .. }) {
            // Its span is that of what stands inside.
            return diagnostic.at(Location::value(&self.pointer));
        }
        let span = tree.span();
        diagnostic.at(self.span(span.start, span.end))
    }

    pub(super) fn at_ident(&self, ident: &Ident, diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.at(self.span(ident.span.start, ident.span.end))
    }

    fn span(&self, start: Point, end: Point) -> Location {
        let (start, end) = if start.line == 0 {
            (0, self.text.len())
        } else {
            (offset(&self.text, start), offset(&self.text, end))
        };
        Location::part(&self.pointer, &self.text, start, end.max(start))
    }
}

/// A tree as users write it: names without the quotes that the engine wants.
pub(super) fn plain(tree: &Expr) -> String {
    tree.to_string().replace('"', "")
}

pub(super) fn comparison_hint(a: Type, b: Type) -> Option<String> {
    match (a, b) {
        (Type::Date, Type::Text) | (Type::Text, Type::Date) => {
            Some("a day is written DATE '2025-10-01'".into())
        }
        (Type::List, _) | (_, Type::List) => {
            Some("a list is asked with array_contains(list, 'value')".into())
        }
        (Type::Text, Type::Integer | Type::Number) | (Type::Integer | Type::Number, Type::Text) => {
            Some("texts stand in single quotes, numbers in none".into())
        }
        _ => None,
    }
}

/// What the language has for something that it has not.
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
