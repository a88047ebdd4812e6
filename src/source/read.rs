//! Files → rows: finds the files of a source and reads each by its format.

use super::delimited::{self, Table};
use super::encoding::text;
use super::messages::broken;
use super::safety::{expanded, guarded};
use super::{Location, SourceColumns, json, parquet};
use crate::checksum::hexadecimal;
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::grammar::SourceFormat;
use crate::spec::unreadable;
use crate::sql::Type;
use crate::world::World;
use polars::prelude::*;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A file that was read.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Path as read.
    pub path: PathBuf,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Its bytes.
    pub bytes: usize,
    /// Its rows.
    pub rows: usize,
}

/// The rows of one file.
#[derive(Clone, Debug)]
pub struct Part {
    /// The file.
    pub file: InputFile,
    /// The columns that were asked for, as this file writes them.
    pub frame: DataFrame,
    /// What the name of the file says.
    from_name: Vec<(String, String)>,
}

/// The rows of a source as they stand in its files, in the order of their names.
#[derive(Clone, Debug)]
pub struct RawTable {
    /// One for each file.
    pub parts: Vec<Part>,
}

impl RawTable {
    /// Rows of all files.
    #[must_use]
    pub fn height(&self) -> usize {
        self.parts.iter().map(|part| part.file.rows).sum()
    }

    /// The part in which a row stands, and its position there from 0.
    #[must_use]
    pub fn part(&self, row: usize) -> (usize, usize) {
        let mut row = row;
        for (at, part) in self.parts.iter().enumerate() {
            if row < part.file.rows {
                return (at, row);
            }
            row -= part.file.rows;
        }
        (self.parts.len(), row)
    }

    /// File and row number (from 1, without header) of a row.
    #[must_use]
    pub fn place(&self, row: usize) -> (&Path, usize) {
        let (part, row) = self.part(row);
        let path = self
            .parts
            .get(part)
            .map_or(Path::new(""), |part| &part.file.path);
        (path, row + 1)
    }

    /// The rows of a part.
    #[must_use]
    pub fn rows_of(&self, part: usize) -> Range<usize> {
        let first = self.parts[..part].iter().map(|part| part.file.rows).sum();
        first..first + self.parts[part].file.rows
    }

    /// The parts whose names say the same.
    #[must_use]
    pub fn alike_in_name(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            let known = groups
                .iter_mut()
                .find(|group| self.parts[group[0]].from_name == part.from_name);
            match known {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        groups
    }

    /// The columns of a part in the types that hold those of all parts.
    ///
    /// # Errors
    /// A value does not fit into the common type.
    pub fn alike(&self, part: &Part) -> PolarsResult<DataFrame> {
        let columns = part.frame.columns().iter().map(|column| {
            let mut kind = column.dtype().clone();
            for other in &self.parts {
                kind = common(&kind, other.frame.column(column.name())?.dtype());
            }
            if kind == *column.dtype() {
                Ok(column.clone())
            } else {
                column.strict_cast(&kind)
            }
        });
        DataFrame::new(part.file.rows, columns.collect::<PolarsResult<_>>()?)
    }

    /// All rows in one frame, in the types that hold those of all parts.
    ///
    /// # Errors
    /// A value does not fit into the common type.
    pub fn joined(&self) -> PolarsResult<DataFrame> {
        let mut whole: Option<DataFrame> = None;
        for part in &self.parts {
            let part = self.alike(part)?;
            match &mut whole {
                None => whole = Some(part),
                Some(whole) => {
                    whole.vstack_mut(&part)?;
                }
            }
        }
        let mut whole = whole.unwrap_or_default();
        whole.rechunk_mut();
        Ok(whole)
    }
}

/// A type that holds the values of both.
fn common(a: &DataType, b: &DataType) -> DataType {
    match (a, b) {
        (a, b) if a == b => a.clone(),
        (DataType::Null, other) | (other, DataType::Null) => other.clone(),
        (a, b) if a.is_integer() && b.is_integer() => DataType::Int64,
        (a, b) if a.is_primitive_numeric() && b.is_primitive_numeric() => DataType::Float64,
        _ => DataType::String,
    }
}

/// The columns that the files of a source have.
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
            Ok(delimited::columns(Table::open(
                path,
                &text,
                location.dialect,
            )?))
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
) -> Result<Part, Diagnostic> {
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
    Ok(Part {
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

/// The columns of a file that are wanted and there, and the number of its rows.
pub(super) type Cells = (usize, Vec<Column>);

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

/// The bytes of a file, at least one.
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

/// Column names and rows of texts.
pub(super) type TextTable = (Vec<String>, Vec<Vec<Option<String>>>);
