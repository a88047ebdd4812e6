//! Types and names of a tree, from the leaves up.

use super::check::{Name, Reader, comparison_hint, plain};
use super::parse::{parse, plain_number};
use super::types::Type;
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::ParamValue;
use sqlparser::ast::{BinaryOperator, DataType, Expr, Ident, UnaryOperator, Value};

impl Reader<'_> {
    /// Resolves names below `tree` and says its type; `over_rows` admits aggregates and refuses
    /// columns outside of them.
    pub(super) fn infer(&mut self, tree: &mut Expr, over_rows: bool) -> Type {
        let whole = tree.clone();
        match tree {
            Expr::Identifier(ident) => {
                let ident = ident.clone();
                self.name(ident, tree, over_rows)
            }
            Expr::CompoundIdentifier(parts) => {
                let parts = parts.clone();
                match self.field(&parts) {
                    Some(field) => self.name(field, tree, over_rows),
                    None => self.param(&parts, tree),
                }
            }
            Expr::Nested(inner) => self.infer(inner, over_rows),
            Expr::Value(value) => match literal(&mut value.value) {
                Some(kind) => kind,
                None => self.unsupported(&whole),
            },
            Expr::TypedString(typed) if matches!(typed.data_type, DataType::Date) => {
                let text = typed.value.to_string();
                self.day(text.trim_matches('\''), tree, &whole)
            }
            Expr::UnaryOp { op, expr } => {
                let kind = self.infer(expr, over_rows);
                match op {
                    UnaryOperator::Not => self.want(&whole, kind, Type::Boolean),
                    UnaryOperator::Minus | UnaryOperator::Plus => {
                        self.want(&whole, kind, Type::Number)
                    }
                    _ => self.unsupported(&whole),
                }
            }
            Expr::BinaryOp { left, op, right } => {
                let (a, b) = (self.infer(left, over_rows), self.infer(right, over_rows));
                let (left, right) = ((**left).clone(), (**right).clone());
                self.binary(&whole, op, (&left, a), (&right, b))
            }
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => {
                let base = operand
                    .as_mut()
                    .map(|operand| self.infer(operand, over_rows));
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
            Expr::Cast {
                expr, data_type, ..
            } => {
                self.infer(expr, over_rows);
                match data_type {
                    // Integers and numbers of the language have 64 bits.
                    DataType::Int(_) | DataType::Integer(_) | DataType::BigInt(_) => {
                        *data_type = DataType::BigInt(None);
                        Type::Integer
                    }
                    DataType::Double(_) | DataType::Float(_) | DataType::DoublePrecision => {
                        *data_type = DataType::DoublePrecision;
                        Type::Number
                    }
                    DataType::Varchar(_) | DataType::Text | DataType::String(_) => Type::Text,
                    DataType::Boolean | DataType::Bool => Type::Boolean,
                    DataType::Date => Type::Date,
                    _ => self.unsupported(&whole),
                }
            }
            Expr::Substring {
                expr,
                substring_from,
                substring_for,
                ..
            } => {
                let kind = self.infer(expr, over_rows);
                self.want(&whole, kind, Type::Text);
                for part in [substring_from, substring_for].into_iter().flatten() {
                    let kind = self.infer(part, over_rows);
                    self.want(&whole, kind, Type::Integer);
                }
                Type::Text
            }
            Expr::Floor { expr, .. } | Expr::Ceil { expr, .. } => {
                let kind = self.infer(expr, over_rows);
                self.want(&whole, kind, Type::Number)
            }
            Expr::Function(function) => self.function(&whole, function, over_rows),
            _ => self.infer_predicate(tree, &whole, over_rows),
        }
    }

    /// A name: a column, or a filter whose condition takes its place.
    fn name(&mut self, ident: Ident, tree: &mut Expr, over_rows: bool) -> Type {
        match self.names.names.get(&ident.value) {
            Some(Name::Column(_)) if over_rows => {
                let problem = self.at_ident(
                    &ident,
                    Diagnostic::error(
                        Code::SQL_TYPE,
                        format!("`{}` has many values here, one is needed", ident.value),
                    )
                    .hint(
                        "put it into an aggregate, for instance `max(…)`, or into FILTER (WHERE …)",
                    ),
                );
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

    /// The part of [`Self::infer`] for what gives a truth value.
    pub(super) fn infer_predicate(
        &mut self,
        tree: &mut Expr,
        whole: &Expr,
        over_rows: bool,
    ) -> Type {
        match tree {
            Expr::IsNull(inner) | Expr::IsNotNull(inner) => {
                self.infer(inner, over_rows);
                Type::Boolean
            }
            Expr::IsTrue(inner)
            | Expr::IsFalse(inner)
            | Expr::IsNotTrue(inner)
            | Expr::IsNotFalse(inner) => {
                let kind = self.infer(inner, over_rows);
                self.want(whole, kind, Type::Boolean)
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
            Expr::Between {
                expr, low, high, ..
            } => {
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
            _ => self.unsupported(whole),
        }
    }

    pub(super) fn filter(&mut self, ident: &Ident, text: &str, pointer: &str) -> (Expr, Type) {
        self.used_filters.insert(ident.value.clone());
        if self.filters.contains(&ident.value) {
            let mut circle = self.filters.clone();
            circle.push(ident.value.clone());
            let problem = self.at_ident(
                ident,
                Diagnostic::error(
                    Code::CYCLE,
                    format!("the filter refers to itself: {}", circle.join(" → ")),
                ),
            );
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

    /// The field of an object, `safetensors.total`, which is a column of that name.
    pub(super) fn field(&self, parts: &[Ident]) -> Option<Ident> {
        let names: Vec<&str> = parts.iter().map(|part| part.value.as_str()).collect();
        let name = names.join(".");
        self.names.names.get(&name)?;
        let mut field = Ident::new(name);
        field.span = parts.first()?.span.union(&parts.last()?.span);
        Some(field)
    }

    pub(super) fn param(&mut self, parts: &[Ident], tree: &mut Expr) -> Type {
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
            Some(ParamValue::Date(date)) => (format!("date('{date}')"), Type::Date),
            None => {
                let problem = self.at_ident(
                    name,
                    crate::spec::unknown_param(&name.value, self.environment.params),
                );
                self.problems.push(problem);
                return Type::Any;
            }
        };
        if let Ok(value) = parse(&literal) {
            *tree = value;
        }
        kind
    }

    /// A day, as the function that makes one: engines differ in what they take for a date.
    fn day(&mut self, text: &str, tree: &mut Expr, whole: &Expr) -> Type {
        if crate::text::Date::parse(text).is_none() {
            let problem = Diagnostic::error(
                Code::SQL_TYPE,
                format!("`{text}` is not a day in ISO form such as 2025-10-01"),
            );
            let problem = self.at(whole, problem);
            self.problems.push(problem);
        } else if let Ok(value) = parse(&format!("date('{text}')")) {
            *tree = value;
        }
        Type::Date
    }

    pub(super) fn binary(
        &mut self,
        whole: &Expr,
        op: &BinaryOperator,
        (left, a): (&Expr, Type),
        (right, b): (&Expr, Type),
    ) -> Type {
        use BinaryOperator as B;
        match op {
            B::And | B::Or => {
                self.want(left, a, Type::Boolean);
                self.want(right, b, Type::Boolean);
                Type::Boolean
            }
            B::Eq | B::NotEq | B::Lt | B::LtEq | B::Gt | B::GtEq => {
                let null = |side: &Expr| matches!(side, Expr::Value(it) if it.value == Value::Null);
                if let Some(value) = [(left, right), (right, left)]
                    .into_iter()
                    .find_map(|(side, other)| null(side).then_some(other))
                {
                    let test = if *op == B::NotEq {
                        "IS NOT NULL"
                    } else {
                        "IS NULL"
                    };
                    let problem = self.at(
                        whole,
                        Diagnostic::error(Code::SQL_TYPE, "a comparison with NULL is never true")
                            .hint(format!("write `{} {test}`", plain(value))),
                    );
                    self.problems.push(problem);
                    return Type::Boolean;
                }
                if !a.fits(b) || a == Type::List || b == Type::List {
                    let problem = self.at(
                        whole,
                        Diagnostic::error(
                            Code::SQL_TYPE,
                            format!(
                                "cannot compare `{}` ({a}) with `{}` ({b})",
                                plain(left),
                                plain(right)
                            ),
                        )
                        .maybe_hint(comparison_hint(a, b)),
                    );
                    self.problems.push(problem);
                }
                Type::Boolean
            }
            B::Plus | B::Minus | B::Multiply | B::Divide | B::Modulo => {
                self.want(left, a, Type::Number);
                self.want(right, b, Type::Number);
                if *op == B::Divide || a == Type::Number || b == Type::Number {
                    Type::Number
                } else {
                    Type::Integer
                }
            }
            B::StringConcat => {
                self.want(left, a, Type::Text);
                self.want(right, b, Type::Text);
                Type::Text
            }
            _ => self.unsupported(whole),
        }
    }
}

/// The type of a literal; numbers are written without an exponent.
fn literal(value: &mut Value) -> Option<Type> {
    match value {
        Value::Number(digits, _) => {
            if let Some(plain) = plain_number(digits) {
                *digits = plain;
            }
            Some(if digits.contains('.') {
                Type::Number
            } else {
                Type::Integer
            })
        }
        Value::SingleQuotedString(_) => Some(Type::Text),
        Value::Boolean(_) => Some(Type::Boolean),
        Value::Null => Some(Type::Any),
        _ => None,
    }
}
