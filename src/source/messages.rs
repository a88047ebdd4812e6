//! What is wrong with a file, in words that every format shares.

use crate::diagnostic::{Code, Diagnostic, allowed, nearest};
use polars::prelude::PolarsError;
use std::path::Path;

/// Characters that delimit fields where the delimiter of a spec does not, the likely ones first.
const OTHER_DELIMITERS: [char; 4] = [';', '\t', '|', ','];

/// A column that a file does not have.
#[must_use]
pub fn missing_column(file: &str, name: &str, names: &[&str]) -> Diagnostic {
    let message = format!(
        "`{file}` has no column `{name}`, it has {}",
        allowed(names.iter().copied())
    );
    let told = Diagnostic::error(Code::MISSING_COLUMN, message);
    if let Some(other) = other_delimiter(names) {
        return told.hint(delimiter_hint(other));
    }
    let below = format!("{name}.");
    if let Some(field) = names.iter().find(|known| known.starts_with(&below)) {
        return told.hint(format!(
            "it holds fields, which are columns of their own: `sql: \"{field}\"`"
        ));
    }
    told.maybe_hint(nearest(name, names.iter().copied()))
        .hint("map a column of another name with `sql: \"its_name\"`")
}

/// The names among those `wanted` that a file has; one that is `needed` and missing is an error.
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

/// A delimiter that would cut a header which is a single column.
pub(super) fn other_delimiter(names: &[&str]) -> Option<char> {
    let [only] = names else {
        return None;
    };
    OTHER_DELIMITERS.into_iter().find(|it| only.contains(*it))
}

/// What to do about it.
pub(super) fn delimiter_hint(other: char) -> String {
    format!(
        "the header is a single column, is the delimiter another one? `delimiter: \"{}\"`",
        other.escape_default()
    )
}

/// A column that a file has more than once.
pub(super) fn repeated_column(path: &Path, name: &str) -> Diagnostic {
    let message = format!("`{}` has several columns `{name}`", path.display());
    Diagnostic::error(Code::MISSING_COLUMN, message)
        .hint("rename all but one in the file: which one is meant cannot be known")
}

/// A file without columns.
pub(super) fn no_columns(path: &Path) -> Diagnostic {
    let message = format!("`{}` has no columns", path.display());
    Diagnostic::error(Code::EMPTY_SOURCE, message)
}

/// What a reader of the engine refuses.
pub(super) fn broken(path: &Path, error: &PolarsError) -> Diagnostic {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    Diagnostic::error(
        Code::SOURCE_FORMAT,
        format!("`{}` cannot be read: {first}", path.display()),
    )
}
