//! The functions of the language: what each takes, gives and means, in one table.
//!
//! A function is one entry: its types are checked by [`calls`](super::calls), its value is computed
//! by [`evaluate`](super::evaluate), and its cases stand in `docs/sql.md` and are run by a test.

pub(super) mod days;
mod general;
mod lists;
mod numbers;
mod texts;

use super::{Outcome, Type, Value};
use std::fmt;

/// What a missing argument does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// It spreads: the result is missing too.
    Spreads,
    /// It is left out; the rest is computed.
    Skipped,
    /// The first that is not missing is the result.
    StandsAside,
    /// It is a value like others.
    Counts,
}

/// What a function takes and gives.
pub struct FunctionEntry {
    /// Name, lower case.
    pub name: &'static str,
    /// Types of the arguments; the last one repeats when `variadic`. `Any` is one type for all.
    pub arguments: &'static [Type],
    /// Fewest arguments.
    pub least: usize,
    /// Whether the last argument may be repeated.
    pub variadic: bool,
    /// Type of the result; `Any` means that of the first argument.
    pub result: Type,
    /// What a missing argument does.
    pub(super) missing: Missing,
    /// Its value.
    pub(super) compute: fn(&[Value]) -> Outcome,
    /// What it gives, for the documentation.
    pub description: &'static str,
    /// Expressions and what they give.
    pub cases: &'static [(&'static str, &'static str)],
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
            compute,
            description,
            cases,
        }
    }
}

/// The functions of a row, by what they are of.
pub const FUNCTION_GROUPS: [(&str, &[FunctionEntry]); 5] = [
    ("Text", texts::FUNCTIONS),
    ("Numbers", numbers::FUNCTIONS),
    ("Days", days::FUNCTIONS),
    ("Lists", lists::FUNCTIONS),
    ("Any value", general::FUNCTIONS),
];

/// All functions of a row.
pub fn functions() -> impl Iterator<Item = &'static FunctionEntry> {
    const GROUPS: &[(&str, &[FunctionEntry])] = &FUNCTION_GROUPS;
    GROUPS.iter().flat_map(|(_, group)| *group)
}

/// The function of a name.
pub(super) fn function(name: &str) -> Option<&'static FunctionEntry> {
    functions().find(|entry| entry.name == name)
}
