//! Calls of functions and aggregates: checks names, number and types of arguments.

use super::aggregates::aggregate_names;
use super::check::{Reader, Typed};
use super::functions::days::{DATE_PARTS, DATE_UNITS};
use super::functions::{FunctionEntry, function, functions};
use super::mistakes::{of_another_database, of_method, of_several_columns, written_arguments};
use super::parse::plain;
use super::types::Type;
use super::{Aggregate, FilteredAggregate, Node, Quantile, Value, pattern};
use crate::diagnostic::{Code, Diagnostic, allowed, nearest};
use sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments};

impl Reader<'_> {
    /// A call of a function or aggregate.
    pub(super) fn function(&mut self, tree: &Expr, call: &Function, over_rows: bool) -> Typed {
        let name = call.name.to_string().to_lowercase();
        let is_aggregate = aggregate_names().any(|known| known == name);
        if call.over.is_some() {
            let problem = Diagnostic::error(
                Code::SQL_FUNCTION,
                "window functions (OVER) are not part of the language",
            );
            return self.refused(
                tree,
                problem.hint("a breakdown has ranks, shares and cumulative shares as columns"),
            );
        }
        if is_aggregate && !over_rows {
            let problem = Diagnostic::error(
                Code::SQL_FUNCTION,
                format!(
                    "the aggregate `{name}` cannot stand here: this expression speaks of one row"
                ),
            );
            let hint = of_several_columns(&name, &written_arguments(call), false)
                .unwrap_or_else(|| "declare a measure, or a metric with `from:`".to_owned());
            return self.refused(tree, problem.hint(hint));
        }
        if is_aggregate {
            return self.aggregate_call(tree, &name, call);
        }
        if function(&name).is_none() {
            return self.unknown_function(tree, &name, call);
        }
        let FunctionArguments::List(list) = &call.args else {
            return self.unsupported(tree);
        };
        if call.filter.is_some() || list.duplicate_treatment.is_some() || !list.clauses.is_empty() {
            return self.unsupported(tree);
        }
        let mut arguments = Vec::new();
        for argument in &list.args {
            match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(inner)) => arguments.push(inner),
                _ => return self.unsupported(tree),
            }
        }
        self.call(tree, &name, &arguments, over_rows)
    }

    /// A call of a function over one row.
    pub(super) fn call(
        &mut self,
        tree: &Expr,
        name: &str,
        arguments: &[&Expr],
        over_rows: bool,
    ) -> Typed {
        let Some(entry) = function(name) else {
            return self.unsupported(tree);
        };
        let most = if entry.variadic {
            usize::MAX
        } else {
            entry.arguments.len()
        };
        if arguments.len() < entry.least || arguments.len() > most {
            let takes = match (entry.least, most) {
                (least, usize::MAX) => format!("{least} arguments or more"),
                (1, 1) => "1 argument".to_owned(),
                (least, most) if least == most => format!("{most} arguments"),
                (least, most) => format!("{least} to {most} arguments"),
            };
            let problem = Diagnostic::error(
                Code::SQL_FUNCTION,
                format!("`{name}` takes {takes}, found {}", arguments.len()),
            );
            return self.refused(tree, problem);
        }
        let mut nodes = Vec::new();
        let mut kinds = Vec::new();
        let mut same = Type::Any;
        let mut first = Type::Any;
        for (at, tree) in arguments.iter().enumerate() {
            let found = self.infer(tree, over_rows);
            let wanted = entry.arguments[at.min(entry.arguments.len() - 1)];
            if wanted == Type::Any {
                same = self.same(tree, same, found.kind);
            } else {
                self.want(tree, found.kind, wanted);
            }
            if at == 0 {
                first = found.kind;
            }
            self.written_argument(entry, at, tree, &found.node);
            nodes.push(found.node);
            kinds.push(found.kind);
        }
        self.groups_exist(entry, arguments, &nodes);
        self.compared_arguments(entry, arguments, (&nodes, &kinds));
        let kind = match (entry.name, entry.result) {
            // Without a number of decimals the result is a whole number.
            ("round", _) if nodes.len() == 1 => Type::Integer,
            (_, Type::Any) if entry.arguments[0] == Type::Any => same,
            (_, Type::Any) => first,
            (_, result) => result,
        };
        Typed::new(Node::Call(entry, nodes), kind)
    }

    /// Arguments that must be literals, checked before a run: parts of a date, regular expressions.
    fn written_argument(&mut self, entry: &FunctionEntry, at: usize, tree: &Expr, node: &Node) {
        let text = match node {
            Node::Literal(Value::Text(text)) => Some(&**text),
            _ => None,
        };
        let one_of = |names: &[&str]| match text {
            Some(text) if names.contains(&text) => None,
            Some(text) => Some(
                Diagnostic::error(
                    Code::SQL_FUNCTION,
                    format!(
                        "`{text}` is nothing that `{}` gives; there are {}",
                        entry.name,
                        allowed(names.iter().copied())
                    ),
                )
                .maybe_hint(nearest(text, names.iter().copied())),
            ),
            None => Some(Diagnostic::error(
                Code::SQL_FUNCTION,
                format!(
                    "`{}` takes one of {}, written down",
                    entry.name,
                    allowed(names.iter().copied())
                ),
            )),
        };
        let problem = match (entry.name, at) {
            ("date_part", 0) => one_of(&DATE_PARTS),
            ("date_trunc", 0) => one_of(&DATE_UNITS),
            ("regexp_like" | "regexp_extract" | "regexp_replace", 1) => match text {
                Some(text) => pattern::regular_problem(text).map(|problem| {
                    Diagnostic::error(
                        Code::SQL_FUNCTION,
                        format!("`{text}` is no regular expression: {problem}"),
                    )
                }),
                None => Some(Diagnostic::error(
                    Code::SQL_FUNCTION,
                    "a regular expression is a text that is written down",
                )),
            },
            _ => None,
        };
        if let Some(problem) = problem {
            self.refused(tree, problem);
        }
    }

    /// Notes the arguments that a function compares with each other.
    fn compared_arguments(
        &mut self,
        entry: &FunctionEntry,
        trees: &[&Expr],
        (nodes, kinds): (&[Node], &[Type]),
    ) {
        match (entry.name, nodes) {
            ("array_contains", [list, value]) => {
                self.compares((trees[0], list), (trees[1], value));
            }
            ("greatest" | "least", [first, others @ ..]) => {
                let others = trees[1..].iter().zip(others).zip(&kinds[1..]);
                for ((tree, other), kind) in others {
                    self.puts_in_order((trees[0], first, kinds[0]), (tree, other, *kind));
                }
            }
            _ => {}
        }
    }

    /// Groups of a regular expression that are asked for by a number or a new text.
    fn groups_exist(&mut self, entry: &FunctionEntry, trees: &[&Expr], nodes: &[Node]) {
        let [_, Node::Literal(Value::Text(pattern)), Node::Literal(third)] = nodes else {
            return;
        };
        let problem = match (entry.name, third) {
            ("regexp_extract", Value::Integer(group)) => pattern::group_problem(pattern, *group),
            ("regexp_replace", Value::Text(by)) => pattern::replacement_problem(pattern, by),
            _ => None,
        };
        if let Some(problem) = problem {
            self.refused(trees[2], Diagnostic::error(Code::SQL_FUNCTION, problem));
        }
    }

    fn aggregate_call(&mut self, tree: &Expr, name: &str, call: &Function) -> Typed {
        let FunctionArguments::List(list) = &call.args else {
            return self.unsupported(tree);
        };
        let filter = call.filter.as_deref().map(|condition| {
            let found = self.infer(condition, false);
            self.want(condition, found.kind, Type::Boolean);
            self.expression(found)
        });
        let distinct = list.duplicate_treatment.is_some();
        let (aggregate, kind) = match list.args.as_slice() {
            [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)] if name == "count" && !distinct => {
                (Aggregate::Count, Type::Integer)
            }
            arguments if name == "count" && distinct => {
                let mut columns = Vec::new();
                for argument in arguments {
                    let FunctionArg::Unnamed(FunctionArgExpr::Expr(argument)) = argument else {
                        return self.unsupported(tree);
                    };
                    let Node::Name(name) = self.infer(argument, false).node else {
                        let problem = Diagnostic::error(
                            Code::SQL_FUNCTION,
                            "`count(DISTINCT …)` takes names of columns or dimensions",
                        );
                        return self.refused(
                            argument,
                            problem.hint("declare the expression as a dimension and count that"),
                        );
                    };
                    columns.push(name);
                }
                (Aggregate::CountDistinct(columns), Type::Integer)
            }
            [
                FunctionArg::Unnamed(FunctionArgExpr::Expr(argument)),
                FunctionArg::Unnamed(FunctionArgExpr::Expr(place)),
            ] if name == "quantile" && !distinct => {
                let value = self.infer(argument, false);
                self.want(argument, value.kind, Type::Number);
                let Some(quantile) = self.place(place) else {
                    return Typed::wrong();
                };
                let value = self.expression(value);
                (Aggregate::Quantile(value, quantile), Type::Number)
            }
            [FunctionArg::Unnamed(FunctionArgExpr::Expr(argument))]
                if !distinct && name != "quantile" =>
            {
                let value = self.infer(argument, false);
                let of = value.kind;
                if of == Type::Boolean
                    && let Some(problem) = of_condition(name, argument, &value.node)
                {
                    return self.refused(argument, problem);
                }
                if matches!(name, "sum" | "avg" | "median") {
                    self.want(argument, of, Type::Number);
                } else if name != "count" && of == Type::List {
                    let problem = Diagnostic::error(
                        Code::SQL_TYPE,
                        format!("`{name}` has no order of lists"),
                    );
                    return self.refused(argument, problem);
                }
                let value = self.expression(value);
                match name {
                    "sum" => (Aggregate::Sum(value), of),
                    "avg" => (Aggregate::Mean(value), Type::Number),
                    "median" => (Aggregate::Quantile(value, Quantile::MEDIAN), Type::Number),
                    "min" => (Aggregate::Least(value), of),
                    "max" => (Aggregate::Greatest(value), of),
                    "count" => (Aggregate::CountValues(value), Type::Integer),
                    _ => return self.unsupported(tree),
                }
            }
            arguments => {
                let takes = match name {
                    "quantile" => "a number and a place, `quantile(downloads, 0.9)`",
                    _ => "one argument",
                };
                let message = match arguments.len() {
                    _ if distinct && name != "count" => {
                        format!("`{name}` does not take DISTINCT, only `count(DISTINCT …)` does")
                    }
                    found => format!("`{name}` takes {takes}, found {found}"),
                };
                let hint = of_several_columns(name, &written_arguments(call), true);
                let hint = hint.filter(|_| !distinct);
                let problem = Diagnostic::error(Code::SQL_FUNCTION, message).maybe_hint(hint);
                return self.refused(tree, problem);
            }
        };
        let aggregate = FilteredAggregate { aggregate, filter };
        Typed::new(Node::Aggregate(Box::new(aggregate)), kind)
    }

    /// The place of a quantile.
    fn place(&mut self, tree: &Expr) -> Option<Quantile> {
        let found = self.infer(tree, false);
        if found.wrong {
            return None;
        }
        let quantile = match &found.node {
            Node::Literal(value) => Quantile::at(value),
            _ => None,
        };
        if quantile.is_none() {
            let problem = Diagnostic::error(
                Code::SQL_FUNCTION,
                format!(
                    "the place of `quantile` is a number from 0 to 1 with at most {} decimals, written down or a param",
                    Quantile::DECIMALS
                ),
            );
            self.refused(
                tree,
                problem.hint("`quantile(downloads, 0.9)` is what nine of ten do not pass"),
            );
        }
        quantile
    }

    fn unknown_function(&mut self, tree: &Expr, name: &str, call: &Function) -> Typed {
        let names = functions().map(|entry| entry.name).chain(aggregate_names());
        // `Weight (kg)` without quotes is a call.
        let bare = |text: &str| -> String {
            let signs = text
                .chars()
                .filter(|sign| !sign.is_whitespace() && *sign != '"');
            signs.flat_map(char::to_lowercase).collect()
        };
        let written = bare(&tree.to_string());
        let mut originals = self.names.hints.iter();
        let original = originals.find(|(original, _)| bare(original) == written);
        let hint = original.map(|(_, hint)| hint.clone());
        let hint = hint.or_else(|| Some(self.name_without_quotes(&self.text)?.1));
        let arguments = written_arguments(call);
        let hint = hint.or_else(|| of_method(&call.name.to_string(), &arguments));
        let hint = hint.or_else(|| of_another_database(name, &arguments, self.asked));
        let hint = hint.or_else(|| nearest(name, names));
        let mut message = format!("unknown function `{name}`");
        if hint.is_none() {
            let listed = aggregate_names().chain(functions().map(|entry| entry.name));
            let listed: Vec<String> = listed.map(|name| format!("`{name}`")).collect();
            message += "; there are ";
            message += FORMS;
            message += &listed.join(", ");
        }
        let problem = Diagnostic::error(Code::SQL_FUNCTION, message).maybe_hint(hint);
        let ident = call.name.0.first().and_then(|part| part.as_ident());
        let problem = match ident {
            Some(ident) => self.at_ident(ident, problem),
            None => self.at(tree, problem),
        };
        self.problems.push(problem);
        Typed::wrong()
    }

    fn refused(&mut self, tree: &Expr, problem: Diagnostic) -> Typed {
        let problem = self.at(tree, problem);
        self.problems.push(problem);
        Typed::wrong()
    }
}

/// What the language has besides functions.
const FORMS: &str = "`CASE WHEN p THEN a ELSE b END`, `a IS NULL`, `a IN (b, c)`, `a BETWEEN b AND c`, `a LIKE '%b%'`, `CAST(a AS INTEGER)`, `sum(a) FILTER (WHERE p)`, `a || b`, and the functions ";

/// The problem of an aggregate of a condition: it would count the rows in which the condition is true or false alike.
fn of_condition(name: &str, argument: &Expr, node: &Node) -> Option<Diagnostic> {
    let condition = plain(argument);
    let (does, instead) = match name {
        // The values of a column of truth values may be counted.
        "count" if !matches!(node, Node::Name(_)) => (
            "counts every row in which it is known, also where it is false",
            format!("`count(*) FILTER (WHERE {condition})`"),
        ),
        "sum" => (
            "adds up numbers",
            format!("`count(*) FILTER (WHERE {condition})`"),
        ),
        "avg" => (
            "is that of numbers",
            format!("`count(*) FILTER (WHERE {condition}) / count(*)`"),
        ),
        _ => return None,
    };
    let message = format!("`{condition}` is true or false, and `{name}` {does}");
    let problem = Diagnostic::error(Code::SQL_TYPE, message);
    Some(problem.hint(format!("write {instead}")))
}
