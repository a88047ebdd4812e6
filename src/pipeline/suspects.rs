//! Cells that may have to be corrected: a checked report → a list for one of its sources.

use super::check::Checked;
use super::failure::Failure;
use crate::diagnostic::{Code, Diagnostic, Location, nearest, there_are};
use crate::engine::{self, Asked};
use crate::plan::plan;
use crate::report::{Report, Source};
use crate::results::Suspects;
use crate::spec::escape;
use crate::world::World;

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// A source by its name; else the first that has a unique column and whose rows are weighed.
    pub source: Option<String>,
    /// Columns of the contract; else all that the report uses.
    pub columns: Vec<String>,
    /// How many of the heaviest rows are looked at closely.
    pub top: usize,
}

/// The cells of a source that may have to be corrected, and what its rows are weighed by, if by anything but their number.
///
/// # Errors
/// There is no such source or column, its rows have no key or are in a database, or they cannot be read.
pub(crate) fn suspects(
    world: &dyn World,
    checked: Checked,
    wanted: &Wanted,
) -> Result<(Suspects, Option<String>), Failure> {
    let report = checked.report.clone();
    let door = checked.root.door(world);
    let found = source(&report, wanted.source.as_deref()).and_then(|at| {
        let source = &report.sources[at];
        let key = key(source)?;
        let columns = columns(&report, at, &wanted.columns)?;
        let asked = Asked {
            columns,
            top: wanted.top,
        };
        let found = engine::suspects(&door, source, key, &asked)?;
        Ok((
            found,
            source.weight.as_ref().map(|weight| weight.name.clone()),
        ))
    });
    match found {
        Ok(found) => Ok(found),
        Err(problems) => Err(checked.fail(problems)),
    }
}

/// The position of the source that is looked at.
fn source(report: &Report, wanted: Option<&str>) -> Result<usize, Vec<Diagnostic>> {
    let mut sources = report.sources.iter();
    let found = match wanted {
        Some(name) => sources.position(|source| source.name == name),
        None => sources
            .position(|source| key(source).is_ok() && source.weight.is_some())
            .or((!report.sources.is_empty()).then_some(0)),
    };
    found.ok_or_else(|| {
        let names = || report.sources.iter().map(|source| source.name.as_str());
        let name = wanted.unwrap_or_default();
        let message = format!("there is no source `{name}`; {}", there_are(names()));
        let problem = Diagnostic::error(Code::UNKNOWN_NAME, message);
        vec![problem.maybe_hint(nearest(name, names()))]
    })
}

/// The column that names the rows of a source.
fn key(source: &Source) -> Result<&str, Vec<Diagnostic>> {
    let pointer = format!("/sources/{}", escape(&source.name));
    if let Some(database) = source.database() {
        let message = format!(
            "corrections change cells of files, and the rows of source `{}` are in a database",
            source.name
        );
        let problem = Diagnostic::error(Code::DEFINITION, message);
        return Err(vec![problem.at(database.place())]);
    }
    let mut columns = source.columns.iter();
    let unique = columns.find(|(_, column)| column.unique || column.unique_in_file);
    unique.map(|(name, _)| name.as_str()).ok_or_else(|| {
        let message = format!(
            "a correction names its row by a unique column, and the contract of source `{}` has none",
            source.name
        );
        let problem = Diagnostic::error(Code::CORRECTION_KEY, message);
        let hint = "say `unique: true` of the column that tells its rows apart";
        vec![problem.at(Location::key(pointer)).hint(hint)]
    })
}

/// The columns that are looked at: some by their names, or all that the report uses.
fn columns(
    report: &Report,
    source: usize,
    wanted: &[String],
) -> Result<Vec<String>, Vec<Diagnostic>> {
    if wanted.is_empty() {
        let scans = plan(report).scans.into_iter();
        let mut scans = scans.filter(|scan| scan.source == source);
        return Ok(scans.next().map(|scan| scan.columns).unwrap_or_default());
    }
    let columns = &report.sources[source].columns;
    match wanted.iter().find(|name| !columns.contains_key(*name)) {
        None => Ok(wanted.to_vec()),
        Some(name) => {
            let names = || columns.keys().map(String::as_str);
            let message = format!(
                "the contract has no column `{name}`; {}",
                there_are(names())
            );
            let problem = Diagnostic::error(Code::UNKNOWN_NAME, message);
            Err(vec![problem.maybe_hint(nearest(name, names()))])
        }
    }
}
