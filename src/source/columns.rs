//! The columns that a source offers to its contract: those of all its files.

use crate::diagnostic::{Code, Diagnostic};
use crate::sql::Type;
use indexmap::IndexMap;
use std::path::{Path, PathBuf};

/// Attributes of a source.
#[derive(Clone, Debug, Default)]
pub struct SourceColumns {
    /// Names and types.
    pub columns: Vec<(String, Type)>,
    /// Columns that cannot be read, with the reason.
    pub refused: IndexMap<String, (Refusal, Diagnostic)>,
    /// Columns that are of several types in the files, with the types and a file of each, in words.
    pub mixed: IndexMap<String, String>,
    /// Columns that some files lack, with the names of those files.
    pub absent: IndexMap<String, Vec<String>>,
    /// The problem of lines above the header of a file, if it lacks a column.
    pub below_title: Option<Diagnostic>,
    /// Suspicious but valid things about the files.
    remarks: Vec<Remark>,
}

/// When a column cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Never.
    Always,
    /// Only as text.
    UnlessText,
    /// Only as it is, not by an expression.
    Computed,
}

/// A suspicious but valid thing about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Remark {
    what: String,
    hint: &'static str,
    files: Vec<String>,
}

impl SourceColumns {
    /// Columns without any remarks.
    pub(super) fn of(columns: Vec<(String, Type)>) -> Self {
        Self {
            columns,
            ..Self::default()
        }
    }

    /// Marks a column as unreadable.
    pub(super) fn refuse(&mut self, name: &str, when: Refusal, why: Diagnostic) {
        self.refused.entry(name.to_owned()).or_insert((when, why));
    }

    /// Adds a remark.
    pub(super) fn remark(&mut self, path: &Path, what: String, hint: &'static str) {
        let files = vec![file_name(path)];
        self.remarks.push(Remark { what, hint, files });
    }

    /// The columns of all files, in the order of their first occurrence.
    pub(super) fn joined(files: &[PathBuf], found: Vec<Self>) -> Self {
        let mut joined = Self::default();
        let mut present: IndexMap<String, Vec<bool>> = IndexMap::new();
        let mut kinds: IndexMap<String, Vec<(Type, &Path)>> = IndexMap::new();
        for (at, one) in found.into_iter().enumerate() {
            for (name, kind) in one.columns {
                present
                    .entry(name.clone())
                    .or_insert_with(|| vec![false; files.len()])[at] = true;
                let of_files = kinds.entry(name.clone()).or_default();
                of_files.push((kind, &files[at]));
                match joined.columns.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => *known = common(*known, kind),
                    None => joined.columns.push((name, kind)),
                }
            }
            joined.below_title = joined.below_title.or(one.below_title);
            for (name, (when, why)) in one.refused {
                joined.refuse(&name, when, why);
            }
            for remark in one.remarks {
                let is_same =
                    |known: &&mut Remark| known.what == remark.what && known.hint == remark.hint;
                match joined.remarks.iter_mut().find(is_same) {
                    Some(known) => known.files.extend(remark.files),
                    None => joined.remarks.push(remark),
                }
            }
        }
        for (name, kinds) in kinds {
            let Some([first, second]) = of_two_types(&kinds) else {
                continue;
            };
            let words = |(kind, path): (Type, &Path)| in_file(kind, &file_name(path));
            let mixed = format!("{} and {}", words(first), words(second));
            if first.0 == Type::List || second.0 == Type::List {
                joined.refuse(&name, Refusal::Computed, lists_and_values(&name, &mixed));
            }
            joined.mixed.insert(name, mixed);
        }
        for (name, present) in present {
            let lacking = files.iter().zip(&present).filter(|(_, present)| !**present);
            let lacking: Vec<String> = lacking.map(|(path, _)| file_name(path)).collect();
            if !lacking.is_empty() {
                joined.absent.insert(name, lacking);
            }
        }
        joined
    }

    /// The remarks, as warnings.
    #[must_use]
    pub(crate) fn warnings(&self) -> Vec<Diagnostic> {
        let warnings = self.remarks.iter().map(|remark| {
            let message = format!("{}: {}", files_in_words(&remark.files), remark.what);
            Diagnostic::warning(Code::HEADER, message).hint(remark.hint)
        });
        warnings.collect()
    }
}

/// A warning about a column that some files lack.
#[must_use]
pub fn absence(name: &str, files: &[String]) -> Diagnostic {
    let message = format!("column `{name}` is missing in {}", files_in_words(files));
    Diagnostic::warning(Code::ABSENT, message).hint("it is empty in their rows; was it renamed?")
}

/// Two files in which a column is of types that do not fit each other; lists before others.
fn of_two_types<'p>(kinds: &[(Type, &'p Path)]) -> Option<[(Type, &'p Path); 2]> {
    let lists = kinds.iter().find(|(kind, _)| *kind == Type::List);
    let first = lists.or_else(|| kinds.iter().find(|(kind, _)| *kind != Type::Any))?;
    let second = kinds.iter().find(|(kind, _)| !kind.fits(first.0))?;
    Some([*first, *second])
}

/// Why no expression reads a column that holds lists in some files and single values in others.
fn lists_and_values(name: &str, mixed: &str) -> Diagnostic {
    let message = format!("column `{name}` is {mixed}: no expression reads both");
    let hint = format!(
        "write the column with one type into all files, or read the files of each type as a source of their own; `{name}: {{type: \"list<string>\"}}` without `sql` tells which rows are none"
    );
    Diagnostic::error(Code::SOURCE_FORMAT, message).hint(hint)
}

/// Number of files that a message names.
const SHOWN: usize = 3;

/// The names of files, or of the first few.
fn files_in_words(files: &[String]) -> String {
    let shown = files.iter().take(SHOWN).map(|file| format!("`{file}`"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match files.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The type of a column in a file, in words.
pub(super) fn in_file(kind: Type, file: &str) -> String {
    format!("of type {kind} in `{file}`")
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The type in expressions of a column that has different types in different files.
fn common(a: Type, b: Type) -> Type {
    match (a, b) {
        (a, b) if a == b => a,
        (Type::Any, other) | (other, Type::Any) => other,
        (a, b) if a.is_number() && b.is_number() => a.wider(b),
        _ => Type::Text,
    }
}
