//! Messages about files that all formats share.

use crate::diagnostic::{Code, Diagnostic, abbreviated, allowed, nearest};
use crate::records::{delimiter_hint, other_delimiter};
use polars::prelude::PolarsError;
use std::path::Path;

/// The problem of a column that a file lacks.
#[must_use]
pub(crate) fn missing_column(file: &str, name: &str, names: &[&str]) -> Diagnostic {
    let message = format!(
        "`{file}` has no column `{name}`, it has {}",
        allowed(names.iter().copied())
    );
    let reported = Diagnostic::error(Code::MISSING_COLUMN, message);
    if let Some(other) = other_delimiter(names) {
        return reported.hint(delimiter_hint(other));
    }
    let below = format!("{name}.");
    if let Some(field) = names.iter().find(|known| known.starts_with(&below)) {
        return reported.hint(format!(
            "it holds fields, which are columns of their own: `sql: \"{field}\"`"
        ));
    }
    reported
        .maybe_hint(
            nearest(name, names.iter().copied())
                .or_else(|| abbreviated(name, names.iter().copied())),
        )
        .hint("map a column of another name with `sql: \"its_name\"`")
}

/// Those of the `wanted` names that a file has; one that is `needed` but missing is an error.
pub(super) fn present<'w>(
    path: &Path,
    wanted: &'w [String],
    needed: &[String],
    names: &[&str],
) -> Result<Vec<&'w String>, Diagnostic> {
    let mut found = Vec::new();
    for name in wanted {
        if names.contains(&name.as_str()) {
            found.push(name);
        } else if needed.contains(name) {
            return Err(missing_column(&path.display().to_string(), name, names));
        }
    }
    Ok(found)
}

/// What to do about a header of a single column in which another delimiter stands.
#[must_use]
pub(crate) fn other_delimiter_hint(names: &[&str]) -> Option<String> {
    other_delimiter(names).map(delimiter_hint)
}

/// The problem of a column that appears more than once in a file.
pub(super) fn repeated_column(path: &Path, name: &str) -> Diagnostic {
    let message = format!("`{}` has several columns `{name}`", path.display());
    Diagnostic::error(Code::MISSING_COLUMN, message)
        .hint("rename all but one in the file: which one is meant cannot be known")
}

/// The problem of a file without columns.
pub(super) fn no_columns(path: &Path) -> Diagnostic {
    let message = format!("`{}` has no columns", path.display());
    Diagnostic::error(Code::EMPTY_SOURCE, message)
}

/// The problem of a file that the engine's reader refuses.
pub(super) fn broken(path: &Path, error: &PolarsError) -> Diagnostic {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    Diagnostic::error(
        Code::SOURCE_FORMAT,
        format!("`{}` cannot be read: {first}", path.display()),
    )
}
