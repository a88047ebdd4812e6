//! Names: columns, fields of objects, params, and filters, whose condition takes the place of the name.

use crate::diagnostic::{Code, Diagnostic};
use crate::spec::ParamValue;
use crate::sql::check::{Name, Reader, Typed};
use crate::sql::parse::parse;
use crate::sql::{Node, Type, Value, number};
use sqlparser::ast::{Expr, Ident};

impl Reader<'_> {
    /// A name: a column, or a filter that is replaced by its condition.
    pub(super) fn name(&mut self, ident: &Ident, over_rows: bool) -> Typed {
        match self.names.names.get(&ident.value) {
            Some(Name::Column(_)) if over_rows => {
                let message = format!("`{}` has many values here, one is needed", ident.value);
                let problem = Diagnostic::error(Code::SQL_TYPE, message);
                // The first of them says how the whole is written.
                let problem = problem.maybe_hint(self.in_aggregates.take());
                let problem = self.at_ident(ident, problem);
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
            // Reported where the filter is declared.
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

    /// The field of an object, `safetensors.total`, which is a column with that name.
    pub(super) fn field(&self, parts: &[Ident]) -> Option<Ident> {
        let names: Vec<&str> = parts.iter().map(|part| part.value.as_str()).collect();
        let name = names.join(".");
        self.names.names.get(&name)?;
        let mut field = Ident::new(name);
        field.span = parts.first()?.span.union(&parts.last()?.span);
        Some(field)
    }

    pub(super) fn param(&mut self, tree: &Expr, parts: &[Ident]) -> Typed {
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
}
