//! Files → rows: finds the files of a source and reads each according to its format.

use super::delimited;
use super::encoding::text;
use super::messages::broken;
use super::safety::{expanded, guarded};
use super::table::{Cells, FileRows, InputFile, RawTable, TextTable};
use super::{Location, SourceColumns, json, parquet};
use crate::checksum::hexadecimal;
use crate::diagnostic::{Code, Diagnostic};
use crate::records::Table;
use crate::spec::grammar::SourceFormat;
use crate::spec::unreadable;
use crate::sql::Type;
use crate::world::World;
use polars::prelude::*;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
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
            delimited::columns(Table::open(path, &text, location.dialect)?)
        }
        SourceFormat::Json | SourceFormat::Ndjson => json::columns(
            path,
            &text(path, bytes, location.encoding)?,
            location.format,
        ),
    }
}

/// Reads the columns `wanted` of all files of a source; one that is not `needed` is empty in files
/// that lack it.
///
/// # Errors
/// A file is missing, empty, not of its format, or lacks a column.
pub fn read(
    world: &dyn World,
    location: &Location,
    wanted: &[String],
    needed: &[String],
) -> Result<RawTable, Diagnostic> {
    let files = location.files(world)?;
    let parts: Vec<_> = files
        .par_iter()
        .map(|path| part(world, location, path, wanted, needed))
        .collect();
    let parts = parts.into_iter().collect::<Result<_, _>>()?;
    Ok(RawTable { parts })
}

fn part(
    world: &dyn World,
    location: &Location,
    path: &Path,
    wanted: &[String],
    needed: &[String],
) -> Result<FileRows, Diagnostic> {
    let from_name = location.file_columns(path)?;
    let bytes = content(world, path)?;
    let is_inside = |name: &&String| !from_name.iter().any(|(given, _)| given == *name);
    let inside: Vec<String> = wanted.iter().filter(is_inside).cloned().collect();
    let (digest, parsed) = rayon::join(
        || Sha256::digest(&bytes),
        || {
            let bytes = expanded(location, path, &bytes)?;
            guarded(path, || parse(location, path, &bytes, &inside, needed))
        },
    );
    let (rows, found) = parsed?;
    let column = |name: &String| {
        if let Some((_, value)) = from_name.iter().find(|(given, _)| given == name) {
            let value = Scalar::from(PlSmallStr::from(value.as_str()));
            return Column::new_scalar(name.as_str().into(), value, rows);
        }
        let found = found.iter().find(|column| column.name() == name.as_str());
        let absent = || Column::full_null(name.as_str().into(), rows, &DataType::Null);
        found.cloned().unwrap_or_else(absent)
    };
    let frame = DataFrame::new(rows, wanted.iter().map(column).collect());
    Ok(FileRows {
        file: InputFile {
            path: path.to_path_buf(),
            sha256: hexadecimal(&digest),
            bytes: bytes.len(),
            rows,
        },
        frame: frame.map_err(|error| broken(path, &error))?,
        from_name,
    })
}

fn parse(
    location: &Location,
    path: &Path,
    bytes: &[u8],
    wanted: &[String],
    needed: &[String],
) -> Result<Cells, Diagnostic> {
    match location.format {
        SourceFormat::Parquet => parquet::cells(path, bytes, wanted, needed),
        SourceFormat::Csv | SourceFormat::Tsv => {
            let text = text(path, bytes, location.encoding)?;
            delimited::cells(Table::open(path, &text, location.dialect)?, wanted, needed)
        }
        SourceFormat::Json | SourceFormat::Ndjson => {
            let text = text(path, bytes, location.encoding)?;
            json::cells(path, &text, location.format, wanted, needed)
        }
    }
}

/// The bytes of a file; an empty file is an error.
fn content(world: &dyn World, path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let bytes = world.read(path).map_err(|error| unreadable(path, &error))?;
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
    let path = &location.path;
    let bytes = content(world, path)?;
    let bytes = expanded(location, path, &bytes)?;
    let text = text(path, &bytes, location.encoding)?;
    delimited::texts(Table::open(path, &text, location.dialect)?)
}
