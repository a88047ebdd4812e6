//! The functions of the language: arguments, result and meaning of each, in one table.
//!
//! A function is one entry: [`calls`](super::calls) checks its types, [`evaluate`](super::evaluate)
//! computes its value, and its cases are documented in `docs/sql.md` and run by a test.

pub(super) mod days;
mod general;
mod lists;
mod numbers;
mod order;
mod texts;

use super::{Outcome, Type, Value};
pub(super) use order::{MEANT_KEY, MISORDERED};
use std::borrow::Cow;
use std::fmt;

/// The effect of a missing argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// The result is missing too.
    Spreads,
    /// It is skipped; the result is computed from the others.
    Skipped,
    /// The first argument that is not missing is the result.
    StandsAside,
    /// It is a value like any other.
    Counts,
}

/// A function: its arguments and its result.
pub struct FunctionEntry {
    /// Name, lower case.
    pub name: &'static str,
    /// Types of the arguments; the last one repeats if `variadic`. Arguments of type `Any` must all
    /// have the same type.
    pub arguments: &'static [Type],
    /// Minimum number of arguments.
    pub least: usize,
    /// Whether the last argument may be repeated.
    pub variadic: bool,
    /// Type of the result; `Any` means that of the first argument.
    pub result: Type,
    /// The effect of a missing argument.
    pub(super) missing: Missing,
    /// Computes its value.
    pub(super) compute: Compute,
    /// Its result, for the documentation.
    pub description: &'static str,
    /// Expressions and their results.
    pub cases: &'static [(&'static str, &'static str)],
}

/// How a function computes its value.
#[derive(Clone, Copy)]
pub(super) enum Compute {
    /// From its arguments.
    Values(fn(&[Value]) -> Outcome),
    /// A text from its only argument, a text.
    Text(fn(&str) -> Cow<'_, str>),
}

impl PartialEq for FunctionEntry {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for FunctionEntry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

impl FunctionEntry {
    const fn new(
        name: &'static str,
        arguments: &'static [Type],
        result: Type,
        compute: fn(&[Value]) -> Outcome,
        description: &'static str,
        cases: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            name,
            arguments,
            least: arguments.len(),
            variadic: false,
            result,
            missing: Missing::Spreads,
            compute: Compute::Values(compute),
            description,
            cases,
        }
    }

    const fn of_text(
        name: &'static str,
        compute: fn(&str) -> Cow<'_, str>,
        description: &'static str,
        cases: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            name,
            arguments: &[Type::Text],
            least: 1,
            variadic: false,
            result: Type::Text,
            missing: Missing::Spreads,
            compute: Compute::Text(compute),
            description,
            cases,
        }
    }

    /// The value for some arguments.
    pub(super) fn value(&self, arguments: &[Value]) -> Outcome {
        match self.compute {
            Compute::Values(compute) => compute(arguments),
            Compute::Text(compute) => Ok(texts::made(&compute(texts::text(&arguments[0])))),
        }
    }

    /// The text that it makes of a text, if it takes nothing else.
    pub(crate) fn text_of_text(&self) -> Option<fn(&str) -> Cow<'_, str>> {
        match self.compute {
            Compute::Values(_) => None,
            Compute::Text(compute) => Some(compute),
        }
    }
}

/// The functions of a row, by the type of their arguments.
pub(crate) const FUNCTION_GROUPS: [(&str, &[FunctionEntry]); 5] = [
    ("Text", texts::FUNCTIONS),
    ("Numbers", numbers::FUNCTIONS),
    ("Days", days::FUNCTIONS),
    ("Lists", lists::FUNCTIONS),
    ("Any value", general::FUNCTIONS),
];

/// All functions of a row.
pub(crate) fn functions() -> impl Iterator<Item = &'static FunctionEntry> {
    const GROUPS: &[(&str, &[FunctionEntry])] = &FUNCTION_GROUPS;
    GROUPS.iter().flat_map(|(_, group)| *group)
}

/// The function with this name.
pub(super) fn function(name: &str) -> Option<&'static FunctionEntry> {
    functions().find(|entry| entry.name == name)
}
