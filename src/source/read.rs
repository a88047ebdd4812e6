//! Files → their columns: finds the files of a source and looks into each according to its format.

use super::delimited;
use super::encoding::text;
use super::heading::title;
use super::safety::{expanded, guarded};
use super::table::TextTable;
use super::{Location, Place, SourceColumns, json, parquet};
use crate::checksum::sha256;
use crate::diagnostic::{Code, Diagnostic};
use crate::records::Table;
use crate::spec::grammar::SourceFormat;
use crate::spec::unreadable_in;
use crate::sql::Type;
use crate::world::World;
use rayon::prelude::*;
use std::path::Path;

/// The columns of a source's files.
///
/// # Errors
/// A file is missing, empty, or not of its format.
pub fn columns(world: &dyn World, location: &Location) -> Result<SourceColumns, Diagnostic> {
    let files = location.files(world)?;
    let found: Vec<_> = files
        .par_iter()
        .map(|path| {
            let bytes = content(world, path)?;
            let bytes = expanded(location, path, &bytes)?;
            guarded(path, || columns_of(location, path, &bytes))
        })
        .collect();
    let found: Result<Vec<SourceColumns>, Diagnostic> = found.into_iter().collect();
    let mut joined = SourceColumns::joined(&files, found?);
    let names = location.file_column_names();
    joined
        .columns
        .extend(names.into_iter().map(|name| (name, Type::Text)));
    Ok(joined)
}

fn columns_of(location: &Location, path: &Path, bytes: &[u8]) -> Result<SourceColumns, Diagnostic> {
    match location.format {
        SourceFormat::Parquet => parquet::columns(path, bytes),
        SourceFormat::Csv | SourceFormat::Tsv => {
            let text = text(path, bytes, location.encoding)?;
            let table = Table::open(path, &text, location.dialect);
            let found = table.and_then(delimited::columns);
            let Some(title) = title(text.as_bytes()) else {
                return found;
            };
            let refusal = title.refusal(path, location.dialect.delimiter);
            // A column of such a name may be meant.
            let mut found = found.map_err(|_| refusal.clone())?;
            found.below_title = Some(refusal);
            Ok(found)
        }
        SourceFormat::Json | SourceFormat::Ndjson => json::columns(
            path,
            &text(path, bytes, location.encoding)?,
            location.format,
        ),
    }
}

/// The bytes of a file; an empty file is an error.
pub(super) fn content(world: &dyn World, path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let bytes = world.read(path);
    let bytes = bytes.map_err(|error| unreadable_in(world, path, &error))?;
    if bytes.is_empty() {
        return Err(Diagnostic::error(
            Code::EMPTY_SOURCE,
            format!("`{}` is empty: it has no bytes", path.display()),
        ));
    }
    Ok(bytes)
}

/// A whole CSV or TSV file as texts: column names and rows.
///
/// # Errors
/// The file is missing, empty, or not of its format.
pub fn text_table(world: &dyn World, location: &Location) -> Result<TextTable, Diagnostic> {
    let files = match &location.place {
        Place::Local(path) => vec![path.clone()],
        Place::Remote(_) => location.files(world)?,
    };
    let [path] = files.as_slice() else {
        let message = format!(
            "`{}` stands for {} files, and a table is one",
            location.shown,
            files.len()
        );
        return Err(Diagnostic::error(Code::SOURCE_FORMAT, message));
    };
    let bytes = content(world, path)?;
    if location.remote(path).is_some() {
        location.verified(path, &sha256(&bytes))?;
    }
    let bytes = expanded(location, path, &bytes)?;
    let text = text(path, &bytes, location.encoding)?;
    let table = Table::open(path, &text, location.dialect);
    let found = table.and_then(delimited::texts);
    let is_odd = found
        .as_ref()
        .map_or(true, |(names, _)| names.iter().any(String::is_empty));
    match title(text.as_bytes()).filter(|_| is_odd) {
        Some(title) => Err(title.refusal(path, location.dialect.delimiter)),
        None => found,
    }
}
