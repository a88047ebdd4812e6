//! The totals of the hub as a row of the table of periods.

use super::journal::unwritable;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SnapshotRow;
use crate::world::World;
use std::path::Path;

/// The columns of the totals.
const MODELS: &str = "hub_models";
const DOWNLOADS: &str = "hub_downloads";

/// The models of the hub and their downloads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) models: u64,
    pub(super) downloads: u128,
}

impl Totals {
    /// Adds a row of the snapshot.
    pub(super) fn add(&mut self, row: &SnapshotRow) {
        self.models += 1;
        let downloads = row.downloads.and_then(|it| u128::try_from(it).ok());
        self.downloads += downloads.unwrap_or_default();
    }
}

/// A table of periods: its text as it stands, and its cells.
struct Periods {
    text: String,
    /// Where each row begins in the text; the last one is the end.
    begins: Vec<usize>,
    table: Table,
    /// The column that names the period, by its day.
    key: usize,
}

impl Periods {
    fn read(world: &dyn World, path: &Path, column: &str) -> Result<Self, Diagnostic> {
        let table = Table::read(world, path)?;
        let refused = |why: &str| {
            let message = format!("`{}` {why}", table.shown);
            Diagnostic::error(Code::SOURCE_FORMAT, message)
        };
        let text = world.read(path).map_err(|error| unwritable(path, &error))?;
        let text = String::from_utf8(text).map_err(|_| refused("is not UTF-8"))?;
        for name in [column, MODELS, DOWNLOADS] {
            table.column(name).map_err(|problem| {
                problem.hint(format!(
                    "a table of periods that gets the totals of the hub has a column for the day, `{column}` unless `--period-column` names another, `{MODELS}` and `{DOWNLOADS}`"
                ))
            })?;
        }
        let key = table.column(column)?;
        let begins = begins(&text);
        if begins.len() != table.rows.len() + 2 {
            return Err(refused("has lines that are no rows"));
        }
        Ok(Self {
            text,
            begins,
            table,
            key,
        })
    }

    /// The day of a row.
    fn day<'a>(&self, row: &'a [Option<String>]) -> &'a str {
        row[self.key].as_deref().unwrap_or_default()
    }
}

/// Where the lines of a table begin that are not empty, the first of which is its header, and where it ends. A line end
/// within quotes is part of a cell.
fn begins(text: &str) -> Vec<usize> {
    let mut begins = Vec::new();
    let (mut begin, mut is_quoted) = (0, false);
    let ends = text.bytes().enumerate().filter(|&(_, byte)| {
        is_quoted ^= byte == b'"';
        byte == b'\n' && !is_quoted
    });
    let ends = ends.map(|(at, _)| at + 1).collect::<Vec<_>>();
    for end in ends.into_iter().chain([text.len()]) {
        if !text[begin..end].trim().is_empty() {
            begins.push(begin);
        }
        begin = end;
    }
    begins.push(text.len());
    begins
}

/// Sees whether a table can get a row.
///
/// # Errors
/// It cannot be read, or has no columns for the day and the totals.
pub(super) fn check(world: &dyn World, path: &Path, column: &str) -> Result<(), Diagnostic> {
    Periods::read(world, path, column).map(drop)
}

/// Adds a row before the first one of a later day and says what became of the table; its other lines stay as they are.
/// Columns of truth values are `false`: a snapshot that was collected is neither a reconstruction nor a projection; other
/// columns are left empty, for somebody to fill.
///
/// # Errors
/// The table cannot be read or written, or has no columns for the day and the totals.
pub(super) fn add(
    world: &dyn World,
    (path, column): (&Path, &str),
    date: &str,
    totals: Totals,
) -> Result<String, Diagnostic> {
    let shown = path.display();
    let periods = Periods::read(world, path, column)?;
    let table = &periods.table;
    let mut days = table.rows.iter().map(|row| periods.day(row));
    if days.clone().any(|day| day == date) {
        return Ok(format!(
            "`{shown}` has a row of {date} already, which stays; the hub has {} models and {} downloads",
            totals.models, totals.downloads
        ));
    }
    let place = days.position(|day| day > date);
    let is_truth = |at: usize| {
        let mut cells = table.rows.iter().map(|row| row[at].as_deref());
        !table.rows.is_empty() && cells.all(|cell| matches!(cell, Some("true" | "false")))
    };
    let mut empty = Vec::new();
    let columns = table.columns.iter().enumerate();
    let cells = columns.map(|(at, column)| match column.as_str() {
        _ if at == periods.key => date.to_owned(),
        MODELS => totals.models.to_string(),
        DOWNLOADS => totals.downloads.to_string(),
        _ if is_truth(at) => "false".to_owned(),
        column => {
            empty.push(format!("`{column}`"));
            String::new()
        }
    });
    let cells: Vec<String> = cells.collect();
    let row = table.line(cells.iter().map(String::as_str));
    let end = if periods.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    // Behind the header there is a row for each period.
    let at = periods.begins[place.map_or(periods.begins.len() - 1, |place| place + 1)];
    let (before, behind) = periods.text.split_at(at);
    let gap = if before.ends_with('\n') { "" } else { end };
    let text = format!("{before}{gap}{row}{end}{behind}");
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
