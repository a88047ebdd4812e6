//! A breakdown in a template: rows by code, by position, in order, and what it can be asked.

use super::Shared;
use super::row::{RowView, code_of};
use crate::results::{Frame, Key, Row, RowAt};
use crate::sql::Type;
use crate::template::{Method, RowValue};
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr, ValueKind};
use std::sync::Arc;

/// A breakdown, or the part of it under some codes of its outer dimensions.
#[derive(Debug)]
pub(super) struct FrameView {
    pub(super) shared: Arc<Shared>,
    pub(super) name: String,
    pub(super) prefix: Vec<String>,
}

impl FrameView {
    fn frame(&self) -> &Frame {
        &self.shared.results.frames[&self.name]
    }

    fn rows(&self) -> Vec<usize> {
        let rows = self.frame().rows.iter().enumerate();
        let rows = rows.filter(|(_, row)| self.is_under(row));
        rows.map(|(at, _)| at).collect()
    }

    /// Whether a row has the codes of the outer dimensions.
    fn is_under(&self, row: &Row) -> bool {
        let mut pairs = self.prefix.iter().zip(&row.keys);
        pairs.all(|(code, key)| key.code() == Some(code))
    }

    fn row(&self, at: usize) -> Value {
        self.row_at(RowAt::Here(at))
    }

    fn row_at(&self, at: RowAt) -> Value {
        RowValue::value(RowView {
            shared: self.shared.clone(),
            name: self.name.clone(),
            at,
        })
    }

    /// The row at a position; a negative position counts from the end, over rows that stand for a value.
    fn nth(&self, at: i64) -> Option<usize> {
        let mut rows = self.rows();
        if at < 0 {
            rows.retain(|at| self.frame().rows[*at].is_value());
        }
        let from_the_end = i64::try_from(rows.len()).ok()?;
        let at = if at < 0 { at + from_the_end } else { at };
        rows.get(usize::try_from(at).ok()?).copied()
    }

    /// The error of a number that is a position here, and the code of another row than the one at this position.
    fn meant_as_code(&self, position: i64, found: Option<usize>) -> Option<minijinja::Error> {
        let code = position.to_string();
        let level = self.prefix.len();
        if position < 0 {
            return None;
        }
        let code_of = |at: usize| self.frame().rows[at].keys.get(level)?.code();
        let is_same = found.and_then(code_of) == Some(&code);
        self.of_code(&code).filter(|_| !is_same)?;
        let (name, next) = (&self.name, position.checked_add(1)?);
        let message = format!(
            "`{name}[{position}]` asks for the row at position {position}, counted from 0, and another row has the code '{code}': write `{name}['{code}']` for the code, `{name}[{position}:{next}][0]` for the position"
        );
        let kind = minijinja::ErrorKind::InvalidOperation;
        Some(minijinja::Error::new(kind, message))
    }

    /// Whether a value is a number where codes are texts.
    fn is_position(&self, value: Option<&Value>) -> bool {
        let level = self.frame().columns.dimensions().get(self.prefix.len());
        let is_of_texts = level.is_some_and(|level| level.value_type == Type::Text);
        is_of_texts && value.is_some_and(|value| value.kind() == ValueKind::Number)
    }

    /// The row with a code, or the rows if dimensions are left.
    fn of_code(&self, code: &str) -> Option<Value> {
        let frame = self.frame();
        let mut prefix = self.prefix.clone();
        prefix.push(code.to_owned());
        let matches = |row: &Row| {
            prefix
                .iter()
                .zip(&row.keys)
                .all(|(code, key)| key.code() == Some(code))
        };
        let at = frame.rows.iter().position(matches)?;
        if prefix.len() == frame.columns.dimensions().len() {
            return Some(self.row(at));
        }
        Some(Value::from_object(Self {
            shared: self.shared.clone(),
            name: self.name.clone(),
            prefix,
        }))
    }
}

impl Object for FrameView {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        // A sequence would treat truth values as positions.
        ObjectRepr::Iterable
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let frame = self.frame();
        let level = frame.columns.dimensions().get(self.prefix.len())?;
        let kind = level.value_type;
        // If codes are numbers, a number is always a code, never a position.
        if key.kind() == ValueKind::Number && kind != Type::Integer {
            let position = key.as_i64()?;
            let found = self.nth(position);
            let error = self.meant_as_code(position, found).map(Value::from);
            return error.or_else(|| found.map(|at| self.row(at)));
        }
        let code = code_of(key)?;
        let found = self.of_code(&code);
        // Without an error, a truth value or a number would be treated as a position after all.
        if found.is_none() && key.kind() != ValueKind::String {
            let message = format!(
                "`{}[{code}]` is undefined, {code} is a code here, not a position",
                self.name
            );
            let error = minijinja::Error::new(minijinja::ErrorKind::UndefinedError, message);
            return Some(Value::from(error));
        }
        found
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let rows = self.rows().into_iter();
        Enumerator::Values(rows.map(|at| self.row(at)).collect())
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut minijinja::State<'_, '_>,
        method: &str,
        arguments: &[Value],
    ) -> Result<Value, minijinja::Error> {
        let find = |wanted: Key| {
            let level = self.prefix.len();
            self.rows()
                .into_iter()
                .find(|at| self.frame().rows[*at].keys.get(level) == Some(&wanted))
                .map_or(Value::from(()), |at| self.row(at))
        };
        match Method::of(method) {
            Some(Method::Others) => Ok(find(Key::Others)),
            Some(Method::Missing) => Ok(find(Key::Missing)),
            Some(Method::Total) => {
                let frame = self.frame();
                let is_there = frame.total.is_some() && self.prefix.is_empty();
                Ok(if is_there {
                    self.row_at(RowAt::Total)
                } else {
                    Value::from(())
                })
            }
            Some(Method::Left) => {
                let left = self.frame().left.iter().enumerate();
                let of_codes = left.filter(|(_, row)| self.is_under(row));
                Ok(of_codes
                    .map(|(at, _)| self.row_at(RowAt::Left(at)))
                    .collect())
            }
            // A number that is computed is a position here, as it is in brackets.
            Some(Method::Has) if self.is_position(arguments.first()) => {
                let message = format!(
                    "the codes of `{0}` are texts, and `has` is asked for a number: write `{0}.has(code|string)`, and `{0}[code|string]`",
                    self.name
                );
                let kind = minijinja::ErrorKind::InvalidOperation;
                Err(minijinja::Error::new(kind, message))
            }
            Some(Method::Has) => Ok(Value::from(
                arguments
                    .first()
                    .and_then(code_of)
                    .is_some_and(|code| self.of_code(&code).is_some()),
            )),
            None => Err(minijinja::Error::new(
                minijinja::ErrorKind::UnknownMethod,
                format!(
                    "a breakdown has `has(code)`, `others()`, `missing()`, `total()` and `left()`, not `{method}()`"
                ),
            )),
        }
    }
}
