//! Syntax → typed tree, from the leaves up: names are resolved, filters and params put in line,
//! types checked.

use super::check::{Name, Reader, Typed, comparison_hint, plain};
use super::number::{self, Operation};
use super::parse::parse;
use super::tree::{Case, Cast, Comparison, Like};
use super::{Node, Type, Value, cast, pattern};
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::ParamValue;
use sqlparser::ast::{
    self, BinaryOperator, CastKind, CeilFloorKind, DataType, DateTimeField, Expr, Ident,
    UnaryOperator, ValueWithSpan,
};

impl Reader<'_> {
    /// The typed tree of some syntax; `over_rows` admits aggregates and refuses columns outside of
    /// them.
    pub(super) fn infer(&mut self, tree: &Expr, over_rows: bool) -> Typed {
        match tree {
            Expr::Identifier(ident) => self.name(ident, over_rows),
            Expr::CompoundIdentifier(parts) => match self.field(parts) {
                Some(field) => self.name(&field, over_rows),
                None => self.param(tree, parts),
            },
            Expr::Nested(inner) => self.infer(inner, over_rows),
            Expr::Value(value) => self.literal(tree, &value.value),
            Expr::TypedString(typed) if matches!(typed.data_type, DataType::Date) => {
                let text = typed.value.to_string();
                self.day(tree, text.trim_matches('\''))
            }
            Expr::Array(array) => self.list(tree, &array.elem),
            Expr::UnaryOp { op, expr } => self.sign(tree, *op, expr, over_rows),
            Expr::BinaryOp { left, op, right } => {
                let (a, b) = (self.infer(left, over_rows), self.infer(right, over_rows));
                self.binary(tree, op, (left, a), (right, b))
            }
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => self.case(
                operand.as_deref(),
                conditions,
                else_result.as_deref(),
                over_rows,
            ),
            Expr::Cast {
                kind,
                expr,
                data_type,
                format: None,
                ..
            } => self.cast(tree, kind, expr, data_type, over_rows),
            Expr::Substring {
                expr,
                substring_from,
                substring_for,
                ..
            } => {
                let parts = [Some(expr), substring_from.as_ref(), substring_for.as_ref()];
                let parts: Vec<&Expr> = parts.into_iter().flatten().map(|part| &**part).collect();
                self.call(tree, "substring", &parts, over_rows)
            }
            Expr::Trim {
                trim_where: None,
                trim_what: None,
                expr,
                trim_characters: None,
            } => self.call(tree, "trim", &[expr], over_rows),
            Expr::Floor { expr, field } | Expr::Ceil { expr, field } => {
                let name = match tree {
                    Expr::Floor { .. } => "floor",
                    _ => "ceil",
                };
                match field {
                    CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) => {
                        self.call(tree, name, &[expr], over_rows)
                    }
                    _ => self.unsupported(tree),
                }
            }
            Expr::Function(function) => self.function(tree, function, over_rows),
            _ => self.predicate(tree, over_rows),
        }
    }

    /// What gives a truth value.
    fn predicate(&mut self, tree: &Expr, over_rows: bool) -> Typed {
        let truth = |node: Node, negated: bool| Typed::new(node.negated(negated), Type::Boolean);
        match tree {
            Expr::IsNull(inner) | Expr::IsNotNull(inner) => {
                let inner = self.infer(inner, over_rows);
                let node = Node::IsNull(Box::new(inner.node));
                truth(node, matches!(tree, Expr::IsNotNull(_)))
            }
            Expr::IsTrue(inner)
            | Expr::IsFalse(inner)
            | Expr::IsNotTrue(inner)
            | Expr::IsNotFalse(inner) => {
                let found = self.infer(inner, over_rows);
                self.want(inner, found.kind, Type::Boolean);
                let is = matches!(tree, Expr::IsTrue(_) | Expr::IsNotTrue(_));
                let negated = matches!(tree, Expr::IsNotTrue(_) | Expr::IsNotFalse(_));
                truth(Node::Is(Box::new(found.node), is), negated)
            }
            Expr::InList {
                expr,
                list,
                negated,
            } => {
                let value = self.infer(expr, over_rows);
                let mut items = Vec::new();
                for item in list {
                    let found = self.infer(item, over_rows);
                    self.comparable(item, (expr, value.kind), (item, found.kind));
                    items.push(found.node);
                }
                truth(Node::In(Box::new(value.node), items), *negated)
            }
            Expr::Between {
                expr,
                low,
                high,
                negated,
            } => {
                let value = self.infer(expr, over_rows);
                let mut bound = |bound: &Expr| {
                    let found = self.infer(bound, over_rows);
                    self.comparable(bound, (expr, value.kind), (bound, found.kind));
                    found.node
                };
                let (low, high) = (bound(low), bound(high));
                truth(Node::Between(Box::new([value.node, low, high])), *negated)
            }
            Expr::Like {
                negated,
                any: false,
                expr,
                pattern,
                escape_char,
            }
            | Expr::ILike {
                negated,
                any: false,
                expr,
                pattern,
                escape_char,
            } => {
                let any_case = matches!(tree, Expr::ILike { .. });
                let like = self.like(expr, pattern, escape_char.as_ref(), over_rows);
                truth(Node::Like(Box::new(Like { any_case, ..like })), *negated)
            }
            _ => self.unsupported(tree),
        }
    }

    fn like(
        &mut self,
        value: &Expr,
        pattern: &Expr,
        escape: Option<&ValueWithSpan>,
        over_rows: bool,
    ) -> Like {
        let mut text = |side: &Expr| {
            let found = self.infer(side, over_rows);
            self.want(side, found.kind, Type::Text);
            found.node
        };
        let (value, node) = (text(value), text(pattern));
        let escape = escape.and_then(|given| {
            let text = given.value.clone().into_string().unwrap_or_default();
            let mut characters = text.chars();
            if let (Some(one), None) = (characters.next(), characters.next()) {
                return Some(one);
            }
            let problem = Diagnostic::error(
                Code::SQL_SYNTAX,
                format!("ESCAPE takes one character, found '{text}'"),
            );
            let problem = problem.at(self.span(given.span.start, given.span.end));
            self.problems.push(problem);
            None
        });
        if let Node::Literal(Value::Text(text)) = &node
            && let Some(problem) = pattern::like_problem(text, escape)
        {
            let problem = self.at(pattern, Diagnostic::error(Code::SQL_SYNTAX, problem));
            self.problems.push(problem);
        }
        Like {
            value,
            pattern: node,
            escape,
            any_case: false,
        }
    }

    /// A name: a column, or a filter whose condition takes its place.
    fn name(&mut self, ident: &Ident, over_rows: bool) -> Typed {
        match self.names.names.get(&ident.value) {
            Some(Name::Column(_)) if over_rows => {
                let problem = self.at_ident(
                    ident,
                    Diagnostic::error(
                        Code::SQL_TYPE,
                        format!("`{}` has many values here, one is needed", ident.value),
                    )
                    .hint(
                        "put it into an aggregate, for instance `max(…)`, or into FILTER (WHERE …)",
                    ),
                );
                self.problems.push(problem);
                Typed::wrong()
            }
            Some(Name::Column(kind)) => Typed::new(Node::Name(ident.value.clone()), *kind),
            Some(Name::Filter(text, pointer)) => {
                let (text, pointer) = (text.clone(), pointer.clone());
                self.filter(ident, &text, &pointer)
            }
            None => {
                self.unknown(ident);
                Typed::wrong()
            }
        }
    }

    fn filter(&mut self, ident: &Ident, text: &str, pointer: &str) -> Typed {
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
            return Typed::wrong();
        }
        let Ok(tree) = parse(text) else {
            // Told where the filter is declared.
            return Typed::wrong();
        };
        self.filters.push(ident.value.clone());
        let outer = std::mem::replace(&mut self.text, text.to_owned());
        let outer_pointer = std::mem::replace(&mut self.pointer, pointer.to_owned());
        let found = self.infer(&tree, false);
        self.text = outer;
        self.pointer = outer_pointer;
        self.filters.pop();
        found
    }

    /// The field of an object, `safetensors.total`, which is a column of that name.
    fn field(&self, parts: &[Ident]) -> Option<Ident> {
        let names: Vec<&str> = parts.iter().map(|part| part.value.as_str()).collect();
        let name = names.join(".");
        self.names.names.get(&name)?;
        let mut field = Ident::new(name);
        field.span = parts.first()?.span.union(&parts.last()?.span);
        Some(field)
    }

    fn param(&mut self, tree: &Expr, parts: &[Ident]) -> Typed {
        let [scope, name] = parts else {
            return self.unsupported(tree);
        };
        if scope.value != "params" {
            let problem = self.at_ident(scope, Diagnostic::error(
                Code::UNKNOWN_NAME,
                format!("`{}.{}` is no name; only params are written with a point: `params.top`", scope.value, name.value),
            ).hint("to use an attribute of a lookup, declare a dimension: `{lookup: countries.continent, key: country}`"));
            self.problems.push(problem);
            return Typed::wrong();
        }
        let (value, kind) = match self.environment.params.get(&name.value) {
            Some(ParamValue::Integer(value)) => (Value::Integer(i128::from(*value)), Type::Integer),
            Some(ParamValue::Number(value)) => {
                let value = Value::Number(*value);
                let exact = number::exact(&value).map(Value::Ratio);
                (exact.unwrap_or(value), Type::Number)
            }
            Some(ParamValue::Boolean(value)) => (Value::Boolean(*value), Type::Boolean),
            Some(ParamValue::Text(text)) => (Value::text(text), Type::Text),
            Some(ParamValue::Date(date)) => (Value::Date(*date), Type::Date),
            None => {
                let problem = self.at_ident(
                    name,
                    crate::spec::unknown_param(&name.value, self.environment.params),
                );
                self.problems.push(problem);
                return Typed::wrong();
            }
        };
        Typed::new(Node::Literal(value), kind)
    }

    fn literal(&mut self, tree: &Expr, value: &ast::Value) -> Typed {
        let (value, kind) = match value {
            ast::Value::Number(digits, _) => match number::parse(digits) {
                Some(value @ Value::Integer(_)) => (value, Type::Integer),
                Some(value @ Value::Ratio(_)) => (value, Type::Number),
                _ => {
                    let problem = self.at(
                        tree,
                        Diagnostic::error(
                            Code::SQL_TYPE,
                            format!("`{digits}` has more digits than a number keeps, which is 38"),
                        ),
                    );
                    self.problems.push(problem);
                    return Typed::wrong();
                }
            },
            ast::Value::SingleQuotedString(text) => (Value::text(text), Type::Text),
            ast::Value::Boolean(truth) => (Value::Boolean(*truth), Type::Boolean),
            ast::Value::Null => (Value::Null, Type::Any),
            _ => return self.unsupported(tree),
        };
        Typed::new(Node::Literal(value), kind)
    }

    fn day(&mut self, tree: &Expr, text: &str) -> Typed {
        if let Some(day) = crate::text::Date::parse(text) {
            return Typed::new(Node::Literal(Value::Date(day)), Type::Date);
        }
        let problem = Diagnostic::error(
            Code::SQL_TYPE,
            format!("`{text}` is not a day in ISO form such as 2025-10-01"),
        );
        let problem = self.at(tree, problem);
        self.problems.push(problem);
        Typed::new(Node::Literal(Value::Null), Type::Date)
    }

    fn list(&mut self, tree: &Expr, items: &[Expr]) -> Typed {
        let mut texts = Vec::new();
        for item in items {
            match self.infer(item, false).node {
                Node::Literal(Value::Text(text)) => texts.push(Some(text)),
                Node::Literal(Value::Null) => texts.push(None),
                _ => return self.unsupported(tree),
            }
        }
        Typed::new(Node::Literal(Value::List(texts.into())), Type::List)
    }

    fn sign(&mut self, tree: &Expr, op: UnaryOperator, inner: &Expr, over_rows: bool) -> Typed {
        let found = self.infer(inner, over_rows);
        match op {
            UnaryOperator::Not => {
                self.want(inner, found.kind, Type::Boolean);
                Typed::new(found.node.negated(true), Type::Boolean)
            }
            UnaryOperator::Plus => {
                self.want(inner, found.kind, Type::Number);
                found
            }
            UnaryOperator::Minus => {
                self.want(inner, found.kind, Type::Number);
                let node = match &found.node {
                    Node::Literal(value) => number::negate(value).ok().map(Node::Literal),
                    _ => None,
                };
                let kind = found.kind;
                let negated = node.unwrap_or_else(|| Node::Negate(Box::new(found.node)));
                Typed::new(negated, kind)
            }
            _ => self.unsupported(tree),
        }
    }

    fn case(
        &mut self,
        operand: Option<&Expr>,
        branches: &[ast::CaseWhen],
        otherwise: Option<&Expr>,
        over_rows: bool,
    ) -> Typed {
        let compared = operand.map(|operand| (operand, self.infer(operand, over_rows)));
        let mut kind = Type::Any;
        let mut found = Vec::new();
        for branch in branches {
            let when = self.infer(&branch.condition, over_rows);
            match &compared {
                Some((operand, value)) => self.comparable(
                    &branch.condition,
                    (operand, value.kind),
                    (&branch.condition, when.kind),
                ),
                None => self.want(&branch.condition, when.kind, Type::Boolean),
            }
            let then = self.infer(&branch.result, over_rows);
            kind = self.same(&branch.result, kind, then.kind);
            found.push((when.node, then.node));
        }
        let otherwise = otherwise.map(|value| {
            let typed = self.infer(value, over_rows);
            kind = self.same(value, kind, typed.kind);
            typed.node
        });
        let case = Case {
            operand: compared.map(|(_, typed)| typed.node),
            branches: found,
            otherwise,
        };
        Typed::new(Node::Case(Box::new(case)), kind)
    }

    fn cast(
        &mut self,
        tree: &Expr,
        kind: &CastKind,
        inner: &Expr,
        data_type: &DataType,
        over_rows: bool,
    ) -> Typed {
        let found = self.infer(inner, over_rows);
        let to = match data_type {
            DataType::Int(_) | DataType::Integer(_) | DataType::BigInt(_) => Type::Integer,
            DataType::Double(_)
            | DataType::Float(_)
            | DataType::DoublePrecision
            | DataType::Real => Type::Number,
            DataType::Varchar(None) | DataType::Text | DataType::String(_) => Type::Text,
            DataType::Boolean | DataType::Bool => Type::Boolean,
            DataType::Date => Type::Date,
            _ => {
                let problem = self.at(
                    tree,
                    Diagnostic::error(
                        Code::SQL_TYPE,
                        format!("`{data_type}` is no type of the language; there are INTEGER, DOUBLE, TEXT, BOOLEAN and DATE"),
                    )
                    .maybe_hint(
                        matches!(data_type, DataType::Decimal(_) | DataType::Numeric(_))
                            .then(|| "`round(value, 2)` keeps two decimals".to_owned()),
                    ),
                );
                self.problems.push(problem);
                return Typed::wrong();
            }
        };
        if !cast::exists(found.kind, to) {
            let hint = match (found.kind, to) {
                (Type::List, Type::Text) => {
                    "`array_to_string(list, ', ')` joins the values of a list"
                }
                (Type::List, _) => "a list is asked with array_contains(list, 'value')",
                (Type::Number, Type::Boolean) => "compare it: `… <> 0`",
                _ => "`CAST(… AS TEXT)` is there for every value",
            };
            let problem = Diagnostic::error(
                Code::SQL_TYPE,
                format!(
                    "`{}` is of type {}, which cannot be cast to {to}",
                    plain(inner),
                    found.kind
                ),
            );
            let problem = self.at(inner, problem.hint(hint));
            self.problems.push(problem);
            return Typed::new(found.node, to);
        }
        let cast = Cast {
            value: found.node,
            to,
            attempt: matches!(kind, CastKind::TryCast | CastKind::SafeCast),
        };
        Typed::new(Node::Cast(Box::new(cast)), to)
    }

    fn binary(
        &mut self,
        tree: &Expr,
        op: &BinaryOperator,
        (left, a): (&Expr, Typed),
        (right, b): (&Expr, Typed),
    ) -> Typed {
        use BinaryOperator as B;
        let comparison = match op {
            B::Eq => Some(Comparison::Equal),
            B::NotEq => Some(Comparison::Different),
            B::Lt => Some(Comparison::Less),
            B::LtEq => Some(Comparison::LessOrEqual),
            B::Gt => Some(Comparison::Greater),
            B::GtEq => Some(Comparison::GreaterOrEqual),
            _ => None,
        };
        if let Some(comparison) = comparison {
            self.never_null(tree, comparison, (left, &a), (right, &b));
            self.comparable(tree, (left, a.kind), (right, b.kind));
            let node = Node::Compare(comparison, Box::new([a.node, b.node]));
            return Typed::new(node, Type::Boolean);
        }
        let operation = match op {
            B::Plus => Some(Operation::Add),
            B::Minus => Some(Operation::Subtract),
            B::Multiply => Some(Operation::Multiply),
            B::Divide => Some(Operation::Divide),
            B::Modulo => Some(Operation::Remainder),
            _ => None,
        };
        if let Some(operation) = operation {
            let kind = self.computed(operation, (left, a.kind), (right, b.kind));
            return Typed::new(Node::Compute(operation, Box::new([a.node, b.node])), kind);
        }
        match op {
            B::And | B::Or => {
                self.want(left, a.kind, Type::Boolean);
                self.want(right, b.kind, Type::Boolean);
                let node = if *op == B::And {
                    a.node.and(b.node)
                } else {
                    a.node.or(b.node)
                };
                Typed::new(node, Type::Boolean)
            }
            B::StringConcat => {
                self.want(left, a.kind, Type::Text);
                self.want(right, b.kind, Type::Text);
                Typed::new(Node::Join(Box::new([a.node, b.node])), Type::Text)
            }
            B::Arrow | B::LongArrow => {
                self.want(left, a.kind, Type::Text);
                if b.kind != Type::Integer {
                    self.want(right, b.kind, Type::Text);
                }
                let plain = *op == B::LongArrow;
                let parts = Box::new([a.node, b.node]);
                Typed::new(Node::Member { parts, plain }, Type::Text)
            }
            _ => self.unsupported(tree),
        }
    }

    /// The type of what is computed: numbers, and days with days.
    fn computed(
        &mut self,
        operation: Operation,
        (left, a): (&Expr, Type),
        (right, b): (&Expr, Type),
    ) -> Type {
        match (operation, a, b) {
            (Operation::Subtract, Type::Date, Type::Date) => return Type::Integer,
            (Operation::Add | Operation::Subtract, Type::Date, Type::Integer)
            | (Operation::Add, Type::Integer, Type::Date) => return Type::Date,
            _ => {}
        }
        self.want(left, a, Type::Number);
        self.want(right, b, Type::Number);
        if operation == Operation::Divide || a == Type::Number || b == Type::Number {
            Type::Number
        } else {
            Type::Integer
        }
    }

    fn never_null(
        &mut self,
        tree: &Expr,
        comparison: Comparison,
        (left, a): (&Expr, &Typed),
        (right, b): (&Expr, &Typed),
    ) {
        let null =
            |typed: &Typed| typed.node == Node::Literal(Value::Null) && typed.kind == Type::Any;
        let value = if null(a) && !a.wrong {
            right
        } else if null(b) && !b.wrong {
            left
        } else {
            return;
        };
        let test = if comparison == Comparison::Different {
            "IS NOT NULL"
        } else {
            "IS NULL"
        };
        let problem = self.at(
            tree,
            Diagnostic::error(Code::SQL_TYPE, "a comparison with NULL is never true")
                .hint(format!("write `{} {test}`", plain(value))),
        );
        self.problems.push(problem);
    }

    /// Reports two values that cannot be compared.
    fn comparable(&mut self, tree: &Expr, (left, a): (&Expr, Type), (right, b): (&Expr, Type)) {
        if a.fits(b) && a != Type::List && b != Type::List {
            return;
        }
        let problem = self.at(
            tree,
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
}
