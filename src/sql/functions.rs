//! Functions and aggregates of an expression: names, numbers and types of arguments.

use super::check::Reader;
use super::types::{AGGREGATES, FUNCTIONS, FunctionEntry, Type};
use crate::diagnostic::{Code, Diagnostic, allowed, nearest};
use sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments};

impl Reader<'_> {
    pub(super) fn function(
        &mut self,
        whole: &Expr,
        function: &mut Function,
        over_rows: bool,
    ) -> Type {
        let name = function.name.to_string().to_lowercase();
        let aggregate = AGGREGATES.contains(&name.as_str());
        if function.over.is_some() {
            let problem = self.at(
                whole,
                Diagnostic::error(
                    Code::SQL_FUNCTION,
                    "window functions (OVER) are not part of the language",
                )
                .hint("a breakdown has ranks, shares and cumulative shares as columns"),
            );
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
            let ident = function
                .name
                .0
                .first()
                .and_then(|part| part.as_ident().cloned());
            let at = |problem: Diagnostic| match &ident {
                Some(ident) => self.at_ident(ident, problem),
                None => self.at(whole, problem),
            };
            let problem = at(Diagnostic::error(
                Code::SQL_FUNCTION,
                format!(
                    "unknown function `{name}`; there are {}",
                    FUNCTIONS
                        .iter()
                        .map(|e| format!("`{}`", e.name))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            )
            .maybe_hint(of_another_database(&name).or_else(|| nearest(&name, names))));
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
                    FunctionArg::Unnamed(FunctionArgExpr::Wildcard) if name == "count" => {
                        wildcard = true;
                    }
                    _ => return self.unsupported(whole),
                }
            }
        }
        match entry {
            Some(entry) => self.row_function(whole, entry, &kinds),
            None => self.aggregate_function(whole, &name, &kinds, wildcard),
        }
    }

    pub(super) fn row_function(
        &mut self,
        whole: &Expr,
        entry: &FunctionEntry,
        kinds: &[(Expr, Type)],
    ) -> Type {
        let most = if entry.variadic {
            usize::MAX
        } else {
            entry.arguments.len()
        };
        if kinds.len() < entry.least || kinds.len() > most {
            let problem = self.at(
                whole,
                Diagnostic::error(
                    Code::SQL_FUNCTION,
                    format!(
                        "`{}` takes {} arguments, found {}",
                        entry.name,
                        entry.arguments.len(),
                        kinds.len()
                    ),
                ),
            );
            self.problems.push(problem);
            return entry.result;
        }
        if let (true, [(part @ Expr::Value(literal), _), ..]) = (entry.name == "date_part", kinds) {
            let wanted = literal.value.clone().into_string().unwrap_or_default();
            if !DATE_PARTS.contains(&wanted.as_str()) {
                let problem = self.at(
                    part,
                    Diagnostic::error(
                        Code::SQL_FUNCTION,
                        format!(
                            "`{wanted}` is no part of a day; there are {}",
                            allowed(DATE_PARTS)
                        ),
                    )
                    .maybe_hint(nearest(&wanted, DATE_PARTS)),
                );
                self.problems.push(problem);
            }
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

    pub(super) fn aggregate_function(
        &mut self,
        whole: &Expr,
        name: &str,
        kinds: &[(Expr, Type)],
        wildcard: bool,
    ) -> Type {
        if wildcard {
            return Type::Integer;
        }
        let [(tree, kind)] = kinds else {
            let problem = self.at(
                whole,
                Diagnostic::error(
                    Code::SQL_FUNCTION,
                    format!("`{name}` takes one argument, found {}", kinds.len()),
                ),
            );
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
}

/// Parts of a day that `date_part` gives.
const DATE_PARTS: [&str; 3] = ["year", "month", "day"];

/// What the language has for a function of other databases.
fn of_another_database(name: &str) -> Option<String> {
    let instead = match name {
        "len" | "char_length" | "character_length" => "`length(text)`",
        "ifnull" | "nvl" | "isnull" => "`coalesce(value, other)`",
        "if" | "iif" | "decode" => "`CASE WHEN condition THEN value ELSE other END`",
        "year" | "month" | "day" => {
            return Some(format!("write `date_part('{name}', day)`"));
        }
        "lcase" | "tolower" => "`lower(text)`",
        "ucase" | "toupper" => "`upper(text)`",
        "contains" | "position" | "instr" | "charindex" => {
            "`strpos(text, part) > 0`, or `text LIKE '%part%'`"
        }
        "regexp" | "regexp_matches" | "regexp_contains" | "rlike" => "`regexp_like(text, pattern)`",
        "now" | "today" | "getdate" => {
            "a param: a report must be the same tomorrow, `params.snapshot` is a day that the spec says"
        }
        "mean" | "average" => "`avg(value)`",
        "median" | "stddev" | "variance" => "`avg`, `min`, `max`: an exact median needs the rows",
        "list_contains" | "array_has" | "has" => "`array_contains(list, value)`",
        "len_list" | "array_size" | "cardinality" => "`array_length(list)`",
        _ => return None,
    };
    Some(format!("write {instead}"))
}
