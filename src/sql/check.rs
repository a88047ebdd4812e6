//! Reads an expression: syntax, names, types. Every problem has its place inside the text.

use super::types::{AGGREGATES, FUNCTIONS, FunctionEntry, Type};
use super::{Aggregate, Expression, FilteredAggregate};
use crate::diagnostic::{Code, Diagnostic, SourceMap, Span, allowed, nearest};
use crate::spec::{ParamValue, Places};
use indexmap::IndexMap;
use sqlparser::ast::{
    BinaryOperator, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    Ident, Spanned, UnaryOperator, Value,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::Location;
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
    fn columns(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

/// What is needed to read any expression of a report.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// Texts of the files.
    pub sources: &'a SourceMap,
    /// Places of the spec's values.
    pub places: &'a Places,
    /// Values of `params.name`.
    pub params: &'a IndexMap<String, ParamValue>,
}

/// Reads expressions in one namespace and collects their problems.
pub struct Reader<'a> {
    environment: Environment<'a>,
    names: &'a NameSpace,
    text: String,
    pointer: String,
    used: BTreeSet<String>,
    problems: Vec<Diagnostic>,
    filters: Vec<String>,
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
            .at(self.environment.places.value(pointer))
            .hint("compare it with something, for instance `… = 'text'` or `… > 0`"),
        ])
    }

    /// Reads one value over all rows: aggregates, and arithmetic or comparisons between them.
    ///
    /// # Errors
    /// All problems of the expression.
    pub fn over_rows(&mut self, text: &str, pointer: &str) -> Result<Expression, Vec<Diagnostic>> {
        let mut tree = self.begin(text, pointer)?;
        let kind = self.infer_over_rows(&mut tree);
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

    fn plain_aggregate(
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
                            return Err(vec![self.at(
                                tree,
                                Diagnostic::error(
                                    Code::SQL_FUNCTION,
                                    "`count(DISTINCT …)` takes names of columns or dimensions",
                                )
                                .hint("declare the expression as a dimension and count that"),
                            )]);
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
    fn part(
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

    fn not_an_aggregate(&self, tree: &Expr) -> Diagnostic {
        self.at(
            tree,
            Diagnostic::error(
                Code::SQL_FUNCTION,
                format!("expected one aggregate: {}", allowed(AGGREGATES)),
            )
            .hint("for instance `sum(downloads)`, `count(*)` or `count(DISTINCT account)`"),
        )
    }

    fn begin(&mut self, text: &str, pointer: &str) -> Result<Expr, Vec<Diagnostic>> {
        text.clone_into(&mut self.text);
        pointer.clone_into(&mut self.pointer);
        self.used = BTreeSet::new();
        self.problems = Vec::new();
        parse(text).map_err(|(message, location)| {
            let start = location.map_or(0, |at| offset(text, at));
            let end = text[start..]
                .find(|c: char| c.is_whitespace() || matches!(c, ')' | ','))
                .map_or(text.len(), |length| start + length.max(1));
            let span = self
                .environment
                .places
                .inside(self.environment.sources, pointer, text, start, end.min(text.len()));
            vec![
                Diagnostic::error(Code::SQL_SYNTAX, format!("not an SQL expression: {message}"))
                    .at(span)
                    .maybe_hint(syntax_hint(text)),
            ]
        })
    }

    fn end(&mut self, tree: Expr, kind: Type) -> Result<Expression, Vec<Diagnostic>> {
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

    fn infer_over_rows(&mut self, tree: &mut Expr) -> Type {
        self.infer(tree, true)
    }

    /// Resolves names below `tree` and says its type; `over_rows` admits aggregates and refuses
    /// columns outside of them.
    fn infer(&mut self, tree: &mut Expr, over_rows: bool) -> Type {
        let whole = tree.clone();
        match tree {
            Expr::Identifier(ident) => {
                let ident = ident.clone();
                match self.names.names.get(&ident.value) {
                    Some(Name::Column(_)) if over_rows => {
                        let problem = self.at_ident(&ident, Diagnostic::error(
                            Code::SQL_TYPE,
                            format!("`{}` has many values here, one is needed", ident.value),
                        ).hint("put it into an aggregate, for instance `max(…)`, or into FILTER (WHERE …)"));
                        self.problems.push(problem);
                        Type::Any
                    }
                    Some(Name::Column(kind)) => {
                        self.used.insert(ident.value.clone());
                        *tree = Expr::Identifier(Ident::with_quote('"', ident.value));
                        *kind
                    }
                    Some(Name::Filter(text, pointer)) => {
                        let (text, pointer) = (text.clone(), pointer.clone());
                        let (inner, kind) = self.filter(&ident, &text, &pointer);
                        *tree = inner;
                        kind
                    }
                    None => {
                        self.unknown(&ident);
                        Type::Any
                    }
                }
            }
            Expr::CompoundIdentifier(parts) => {
                let parts = parts.clone();
                self.param(&parts, tree)
            }
            Expr::Nested(inner) => self.infer(inner, over_rows),
            Expr::Value(value) => {
                match &mut value.value {
                    Value::Number(digits, _) => {
                        if let Some(plain) = plain_number(digits) {
                            *digits = plain;
                        }
                        if digits.contains('.') { Type::Number } else { Type::Integer }
                    }
                    Value::SingleQuotedString(_) => Type::Text,
                    Value::Boolean(_) => Type::Boolean,
                    Value::Null => Type::Any,
                    _ => self.unsupported(&whole),
                }
            }
            Expr::TypedString(typed) if matches!(typed.data_type, DataType::Date) => Type::Date,
            Expr::UnaryOp { op, expr } => {
                let kind = self.infer(expr, over_rows);
                match op {
                    UnaryOperator::Not => self.want(&whole, kind, Type::Boolean),
                    UnaryOperator::Minus | UnaryOperator::Plus => self.want(&whole, kind, Type::Number),
                    _ => self.unsupported(&whole),
                }
            }
            Expr::BinaryOp { left, op, right } => {
                let (a, b) = (self.infer(left, over_rows), self.infer(right, over_rows));
                let (left, right) = ((**left).clone(), (**right).clone());
                self.binary(&whole, op.clone(), (&left, a), (&right, b))
            }
            Expr::IsNull(inner) | Expr::IsNotNull(inner) => {
                self.infer(inner, over_rows);
                Type::Boolean
            }
            Expr::IsTrue(inner) | Expr::IsFalse(inner) | Expr::IsNotTrue(inner) | Expr::IsNotFalse(inner) => {
                let kind = self.infer(inner, over_rows);
                self.want(&whole, kind, Type::Boolean)
            }
            Expr::InList { expr, list, .. } => {
                let kind = self.infer(expr, over_rows);
                for item in list {
                    let found = self.infer(item, over_rows);
                    if !found.fits(kind) {
                        let problem = self.mismatch(item, kind, found);
                        self.problems.push(problem);
                    }
                }
                Type::Boolean
            }
            Expr::Between { expr, low, high, .. } => {
                let kind = self.infer(expr, over_rows);
                for bound in [low, high] {
                    let found = self.infer(bound, over_rows);
                    if !found.fits(kind) {
                        let problem = self.mismatch(bound, kind, found);
                        self.problems.push(problem);
                    }
                }
                Type::Boolean
            }
            Expr::Like { expr, pattern, .. } | Expr::ILike { expr, pattern, .. } => {
                for side in [expr, pattern] {
                    let kind = self.infer(side, over_rows);
                    self.want(side, kind, Type::Text);
                }
                Type::Boolean
            }
            Expr::Case { operand, conditions, else_result, .. } => {
                let base = operand.as_mut().map(|operand| self.infer(operand, over_rows));
                let mut result = Type::Any;
                for branch in conditions {
                    let kind = self.infer(&mut branch.condition, over_rows);
                    self.want(&branch.condition, kind, base.unwrap_or(Type::Boolean));
                    let kind = self.infer(&mut branch.result, over_rows);
                    result = self.same(&branch.result, result, kind);
                }
                if let Some(value) = else_result {
                    let kind = self.infer(value, over_rows);
                    result = self.same(value, result, kind);
                }
                result
            }
            Expr::Cast { expr, data_type, .. } => {
                self.infer(expr, over_rows);
                match data_type {
                    DataType::Int(_) | DataType::Integer(_) | DataType::BigInt(_) => Type::Integer,
                    DataType::Double(_) | DataType::Float(_) | DataType::DoublePrecision => Type::Number,
                    DataType::Varchar(_) | DataType::Text | DataType::String(_) => Type::Text,
                    DataType::Boolean | DataType::Bool => Type::Boolean,
                    DataType::Date => Type::Date,
                    _ => self.unsupported(&whole),
                }
            }
            Expr::Floor { expr, .. } | Expr::Ceil { expr, .. } => {
                let kind = self.infer(expr, over_rows);
                self.want(&whole, kind, Type::Number)
            }
            Expr::Function(function) => self.function(&whole, function, over_rows),
            _ => self.unsupported(&whole),
        }
    }

    fn filter(&mut self, ident: &Ident, text: &str, pointer: &str) -> (Expr, Type) {
        self.used_filters.insert(ident.value.clone());
        if self.filters.contains(&ident.value) {
            let mut circle = self.filters.clone();
            circle.push(ident.value.clone());
            let problem = self.at_ident(ident, Diagnostic::error(
                Code::CYCLE,
                format!("the filter refers to itself: {}", circle.join(" → ")),
            ));
            self.problems.push(problem);
            return (Expr::Identifier(ident.clone()), Type::Any);
        }
        let Ok(mut tree) = parse(text) else {
            // Told where the filter is declared.
            return (Expr::Identifier(ident.clone()), Type::Any);
        };
        self.filters.push(ident.value.clone());
        let outer = std::mem::replace(&mut self.text, text.to_owned());
        let outer_pointer = std::mem::replace(&mut self.pointer, pointer.to_owned());
        let kind = self.infer(&mut tree, false);
        self.text = outer;
        self.pointer = outer_pointer;
        self.filters.pop();
        (Expr::Nested(Box::new(tree)), kind)
    }

    fn param(&mut self, parts: &[Ident], tree: &mut Expr) -> Type {
        let [scope, name] = parts else {
            return self.unsupported(tree);
        };
        if scope.value != "params" {
            let problem = self.at_ident(scope, Diagnostic::error(
                Code::UNKNOWN_NAME,
                format!("`{}.{}` is no name; only params are written with a point: `params.top`", scope.value, name.value),
            ).hint("to use an attribute of a lookup, declare a dimension: `{lookup: countries.continent, key: country}`"));
            self.problems.push(problem);
            return Type::Any;
        }
        let (literal, kind) = match self.environment.params.get(&name.value) {
            Some(ParamValue::Integer(value)) => (value.to_string(), Type::Integer),
            Some(ParamValue::Number(value)) => (value.to_string(), Type::Number),
            Some(ParamValue::Boolean(value)) => (value.to_string(), Type::Boolean),
            Some(ParamValue::Text(text)) => (format!("'{}'", text.replace('\'', "''")), Type::Text),
            Some(ParamValue::Date(date)) => (format!("DATE '{date}'"), Type::Date),
            None => {
                let problem = self.at_ident(name, crate::spec::unknown_param(&name.value, self.environment.params));
                self.problems.push(problem);
                return Type::Any;
            }
        };
        if let Ok(value) = parse(&literal) {
            *tree = value;
        }
        kind
    }

    fn function(&mut self, whole: &Expr, function: &mut Function, over_rows: bool) -> Type {
        let name = function.name.to_string().to_lowercase();
        let aggregate = AGGREGATES.contains(&name.as_str());
        if function.over.is_some() {
            let problem = self.at(whole, Diagnostic::error(
                Code::SQL_FUNCTION,
                "window functions (OVER) are not part of the language",
            ).hint("a breakdown has ranks, shares and cumulative shares as columns"));
            self.problems.push(problem);
            return Type::Any;
        }
        if aggregate && !over_rows {
            let problem = self.at(whole, Diagnostic::error(
                Code::SQL_FUNCTION,
                format!("the aggregate `{name}` cannot stand here: this expression speaks of one row"),
            ).hint("declare a measure, or a metric with `from:`"));
            self.problems.push(problem);
            return Type::Any;
        }
        let entry = FUNCTIONS.iter().find(|entry| entry.name == name);
        if entry.is_none() && !aggregate {
            let names = FUNCTIONS.iter().map(|entry| entry.name).chain(AGGREGATES);
            let problem = self.at(whole, Diagnostic::error(
                Code::SQL_FUNCTION,
                format!("unknown function `{name}`, there are {}", FUNCTIONS.iter().map(|e| format!("`{}`", e.name)).collect::<Vec<_>>().join(", ")),
            ).maybe_hint(nearest(&name, names)));
            self.problems.push(problem);
            return Type::Any;
        }
        if let Some(filter) = &mut function.filter {
            let kind = self.infer(filter, false);
            self.want(&filter.clone(), kind, Type::Boolean);
        }
        let mut kinds = Vec::new();
        let mut wildcard = false;
        if let FunctionArguments::List(list) = &mut function.args {
            for argument in &mut list.args {
                match argument {
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(inner)) => {
                        kinds.push((inner.clone(), self.infer(inner, over_rows && !aggregate)));
                    }
                    FunctionArg::Unnamed(FunctionArgExpr::Wildcard) if name == "count" => wildcard = true,
                    _ => return self.unsupported(whole),
                }
            }
        }
        match entry {
            Some(entry) => self.row_function(whole, entry, &kinds),
            None => self.aggregate_function(whole, &name, &kinds, wildcard),
        }
    }

    fn row_function(&mut self, whole: &Expr, entry: &FunctionEntry, kinds: &[(Expr, Type)]) -> Type {
        let most = if entry.variadic { usize::MAX } else { entry.arguments.len() };
        if kinds.len() < entry.least || kinds.len() > most {
            let problem = self.at(whole, Diagnostic::error(
                Code::SQL_FUNCTION,
                format!("`{}` takes {} arguments, found {}", entry.name, entry.arguments.len(), kinds.len()),
            ));
            self.problems.push(problem);
            return entry.result;
        }
        let mut same = Type::Any;
        for (at, (tree, kind)) in kinds.iter().enumerate() {
            let wanted = entry.arguments[at.min(entry.arguments.len() - 1)];
            if wanted == Type::Any {
                same = self.same(tree, same, *kind);
            } else {
                self.want(tree, *kind, wanted);
            }
        }
        match entry.result {
            Type::Any if entry.arguments[0] == Type::Any => same,
            Type::Any => kinds.first().map_or(Type::Any, |(_, kind)| *kind),
            result => result,
        }
    }

    fn aggregate_function(&mut self, whole: &Expr, name: &str, kinds: &[(Expr, Type)], wildcard: bool) -> Type {
        if wildcard {
            return Type::Integer;
        }
        let [(tree, kind)] = kinds else {
            let problem = self.at(whole, Diagnostic::error(
                Code::SQL_FUNCTION,
                format!("`{name}` takes one argument, found {}", kinds.len()),
            ));
            self.problems.push(problem);
            return Type::Any;
        };
        match name {
            "count" => Type::Integer,
            "avg" => {
                self.want(tree, *kind, Type::Number);
                Type::Number
            }
            "sum" => self.want(tree, *kind, Type::Number),
            _ => *kind,
        }
    }

    fn binary(&mut self, whole: &Expr, op: BinaryOperator, (left, a): (&Expr, Type), (right, b): (&Expr, Type)) -> Type {
        use BinaryOperator as B;
        match op {
            B::And | B::Or => {
                self.want(left, a, Type::Boolean);
                self.want(right, b, Type::Boolean);
                Type::Boolean
            }
            B::Eq | B::NotEq | B::Lt | B::LtEq | B::Gt | B::GtEq => {
                if !a.fits(b) || a == Type::List || b == Type::List {
                    let problem = self.at(whole, Diagnostic::error(
                        Code::SQL_TYPE,
                        format!("cannot compare `{left}` ({a}) with `{right}` ({b})"),
                    ).maybe_hint(comparison_hint(a, b)));
                    self.problems.push(problem);
                }
                Type::Boolean
            }
            B::Plus | B::Minus | B::Multiply | B::Divide | B::Modulo => {
                self.want(left, a, Type::Number);
                self.want(right, b, Type::Number);
                if op == B::Divide || a == Type::Number || b == Type::Number { Type::Number } else { Type::Integer }
            }
            B::StringConcat => {
                self.want(left, a, Type::Text);
                self.want(right, b, Type::Text);
                Type::Text
            }
            _ => self.unsupported(whole),
        }
    }

    fn resolve_column(&mut self, ident: &Ident) {
        if !matches!(self.names.names.get(&ident.value), Some(Name::Column(_))) {
            self.unknown(ident);
        }
    }

    fn unknown(&mut self, ident: &Ident) {
        let problem = self.at_ident(
            ident,
            Diagnostic::error(
                Code::UNKNOWN_NAME,
                format!(
                    "`{}` is no column, dimension or filter of {}, there are {}",
                    ident.value,
                    self.names.of,
                    allowed(self.names.columns())
                ),
            )
            .maybe_hint(
                self.names
                    .hints
                    .get(&ident.value)
                    .cloned()
                    .or_else(|| nearest(&ident.value, self.names.columns()))
                    .or_else(|| {
                        (ident.quote_style == Some('"'))
                            .then(|| "texts stand in single quotes: 'text'".to_owned())
                    }),
            ),
        );
        self.problems.push(problem);
    }

    fn want(&mut self, tree: &Expr, found: Type, wanted: Type) -> Type {
        if !found.fits(wanted) {
            let problem = self.mismatch(tree, wanted, found);
            self.problems.push(problem);
        }
        if wanted == Type::Number { found } else { wanted }
    }

    fn same(&mut self, tree: &Expr, so_far: Type, found: Type) -> Type {
        if !found.fits(so_far) {
            let problem = self.mismatch(tree, so_far, found);
            self.problems.push(problem);
        }
        match (so_far, found) {
            (Type::Any, kind) | (kind, Type::Any) => kind,
            (Type::Integer, Type::Number) => Type::Number,
            (kind, _) => kind,
        }
    }

    fn mismatch(&self, tree: &Expr, wanted: Type, found: Type) -> Diagnostic {
        self.at(
            tree,
            Diagnostic::error(
                Code::SQL_TYPE,
                format!("`{tree}` is of type {found}, {wanted} is needed here"),
            )
            .maybe_hint(comparison_hint(wanted, found)),
        )
    }

    fn unsupported(&mut self, tree: &Expr) -> Type {
        let problem = self.at(
            tree,
            Diagnostic::error(
                Code::SQL_SYNTAX,
                format!("`{tree}` is not part of the language"),
            ),
        );
        self.problems.push(problem);
        Type::Any
    }

    fn at(&self, tree: &Expr, diagnostic: Diagnostic) -> Diagnostic {
        let span = tree.span();
        diagnostic.at(self.span(span.start, span.end))
    }

    fn at_ident(&self, ident: &Ident, diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.at(self.span(ident.span.start, ident.span.end))
    }

    fn span(&self, start: Location, end: Location) -> Option<Span> {
        let (start, end) = if start.line == 0 {
            (0, self.text.len())
        } else {
            (offset(&self.text, start), offset(&self.text, end))
        };
        self.environment.places.inside(
            self.environment.sources,
            &self.pointer,
            &self.text,
            start,
            end.max(start),
        )
    }
}

fn comparison_hint(a: Type, b: Type) -> Option<String> {
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

fn syntax_hint(text: &str) -> Option<String> {
    if text.contains("{{") {
        Some("no templates inside SQL: `params.top` is a name in it".into())
    } else if text.contains("==") {
        Some("equality is one `=`".into())
    } else if text.contains("&&") || text.contains("||") {
        Some("conditions are joined with AND, OR, NOT".into())
    } else {
        None
    }
}

/// Deepest nesting of an expression.
const MAX_DEPTH: usize = 60;

fn parse(text: &str) -> Result<Expr, (String, Option<Location>)> {
    let dialect = GenericDialect {};
    let failed = |error: ParserError| {
        let message = match error {
            ParserError::TokenizerError(message) | ParserError::ParserError(message) => message,
            ParserError::RecursionLimitExceeded => "it is nested too deeply".into(),
        };
        let location = message.rsplit_once(" at Line: ").and_then(|(_, rest)| {
            let (line, column) = rest.split_once(", Column: ")?;
            Some(Location {
                line: line.trim().parse().ok()?,
                column: column.trim().parse().ok()?,
            })
        });
        let plain = message
            .rsplit_once(" at Line: ")
            .map_or(message.as_str(), |(plain, _)| plain)
            .to_owned();
        (plain, location)
    };
    let mut parser = Parser::new(&dialect)
        .with_recursion_limit(MAX_DEPTH)
        .try_with_sql(text)
        .map_err(failed)?;
    let tree = parser.parse_expr().map_err(failed)?;
    let next = parser.peek_token();
    if next.token == sqlparser::tokenizer::Token::EOF {
        Ok(tree)
    } else {
        Err((
            format!("unexpected `{}` after the expression", next.token),
            Some(next.span.start),
        ))
    }
}

/// Byte offset of a line and column (both from 1, in characters).
fn offset(text: &str, at: Location) -> usize {
    let mut start = 0;
    for _ in 1..at.line {
        start += text[start..].find('\n').map_or(text.len() - start, |i| i + 1);
    }
    text[start..]
        .char_indices()
        .nth((at.column as usize).saturating_sub(1))
        .map_or(text.len(), |(i, _)| start + i)
}

/// `1e9` as digits, since the engine reads no exponents.
fn plain_number(digits: &str) -> Option<String> {
    let (mantissa, exponent) = digits.split_once(['e', 'E'])?;
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    (fraction.len() <= exponent && exponent <= 18)
        .then(|| format!("{whole}{fraction:0<exponent$}"))
}
