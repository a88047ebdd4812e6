//! The totals of the hub as a row of the table of periods.

use super::journal::unwritable;
use super::state::Totals;
use crate::diagnostic::{Code, Diagnostic};
use crate::world::World;
use std::path::Path;

/// Appends a row and says what became of the table. Columns of truth values are `false`: a snapshot that was collected is
/// neither a reconstruction nor a projection; other columns are left empty, for somebody to fill.
///
/// # Errors
/// The table cannot be read or written, or has no columns for the totals.
pub(super) fn append(
    world: &dyn World,
    path: &Path,
    date: &str,
    totals: Totals,
) -> Result<String, Diagnostic> {
    let shown = path.display();
    let text = world.read(path).map_err(|error| unwritable(path, &error))?;
    let mut text = String::from_utf8(text).map_err(|error| {
        let message = format!("`{shown}` is not UTF-8: {error}");
        Diagnostic::error(Code::SOURCE_FORMAT, message)
    })?;
    let mut lines = text.lines();
    let columns: Vec<&str> = lines
        .next()
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .collect();
    let rows: Vec<Vec<&str>> = lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split(',').collect())
        .collect();
    let needed = ["hub_models", "hub_downloads"];
    if let Some(lacks) = needed.iter().find(|name| !columns.contains(name)) {
        let message = format!("`{shown}` has no column `{lacks}`");
        return Err(Diagnostic::error(Code::MISSING_COLUMN, message));
    }
    if rows.iter().any(|row| row.first() == Some(&date)) {
        return Ok(format!(
            "`{shown}` has a row of {date} already, which stays; the hub has {} models and {} downloads",
            totals.models, totals.downloads
        ));
    }
    let is_truth = |at: usize| {
        let mut cells = rows.iter().filter_map(|row| row.get(at));
        !rows.is_empty() && cells.all(|cell| matches!(cell.trim(), "true" | "false"))
    };
    let mut empty = Vec::new();
    let cells = columns
        .iter()
        .enumerate()
        .map(|(at, column)| match *column {
            "hub_models" => totals.models.to_string(),
            "hub_downloads" => totals.downloads.to_string(),
            _ if at == 0 => date.to_owned(),
            _ if is_truth(at) => "false".to_owned(),
            column => {
                empty.push(format!("`{column}`"));
                String::new()
            }
        });
    let row = cells.collect::<Vec<_>>().join(",");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text += &(row + "\n");
    world
        .replace_file(path, text.as_bytes())
        .map_err(|error| unwritable(path, &error))?;
    let rest = if empty.is_empty() {
        String::new()
    } else {
        format!("; fill in {}", empty.join(", "))
    };
    Ok(format!(
        "`{shown}` has a row of {date}: {} models, {} downloads{rest}",
        totals.models, totals.downloads
    ))
}
