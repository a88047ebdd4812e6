//! The rows of a source as they stand in its files, file by file.

use super::nested::in_zone;
use super::numbers::decimals;
use super::zone::Zone;
use polars::prelude::*;
use rayon::prelude::*;
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
pub struct FileRows {
    /// The file.
    pub file: InputFile,
    /// The requested columns, as this file writes them.
    pub frame: DataFrame,
    /// The columns from the file name.
    pub(super) from_name: Vec<(String, String)>,
}

/// The raw rows of a source, file by file in the order of their names.
#[derive(Clone, Debug)]
pub struct RawTable {
    /// One per file.
    pub parts: Vec<FileRows>,
}

impl RawTable {
    /// Rows of all files.
    #[must_use]
    pub fn height(&self) -> usize {
        self.parts.iter().map(|part| part.file.rows).sum()
    }

    /// The part that contains a row, and the row's position in it, from 0.
    #[must_use]
    pub(crate) fn part(&self, row: usize) -> (usize, usize) {
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
    pub(crate) fn place(&self, row: usize) -> (&Path, usize) {
        let (part, row) = self.part(row);
        let path = self
            .parts
            .get(part)
            .map_or(Path::new(""), |part| &part.file.path);
        (path, row + 1)
    }

    /// The rows of a part.
    #[must_use]
    pub(crate) fn rows_of(&self, part: usize) -> Range<usize> {
        let first = self.parts[..part].iter().map(|part| part.file.rows).sum();
        first..first + self.parts[part].file.rows
    }

    /// The parts whose file names give the same columns.
    #[must_use]
    pub(crate) fn alike_in_name(&self) -> Vec<Vec<usize>> {
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

    /// The same rows, with moments as their days in a zone.
    ///
    /// # Errors
    /// The engine refuses it.
    pub fn in_zone(&self, zone: Zone) -> PolarsResult<Self> {
        let parts = self.parts.par_iter().map(|part| {
            let columns = part.frame.columns().iter();
            let columns = columns.map(|column| in_zone(column, zone));
            let columns = columns.collect::<PolarsResult<_>>()?;
            Ok(FileRows {
                frame: DataFrame::new(part.file.rows, columns)?,
                ..part.clone()
            })
        });
        let parts: Vec<PolarsResult<FileRows>> = parts.collect();
        let parts = parts.into_iter().collect::<PolarsResult<_>>()?;
        Ok(Self { parts })
    }

    /// The columns of a part, in types that can hold those of all parts.
    ///
    /// # Errors
    /// A value does not fit into the common type.
    pub(crate) fn alike(&self, part: &FileRows) -> PolarsResult<DataFrame> {
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

    /// All rows in one frame, in types that can hold those of all parts.
    ///
    /// # Errors
    /// A value does not fit into the common type.
    pub(crate) fn joined(&self) -> PolarsResult<DataFrame> {
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

/// A type that can hold the values of both.
fn common(a: &DataType, b: &DataType) -> DataType {
    match (a, b) {
        (a, b) if a == b => a.clone(),
        (DataType::Null, other) | (other, DataType::Null) => other.clone(),
        (a, b) if a.is_integer() && b.is_integer() => DataType::Int64,
        (DataType::Decimal(_, a), DataType::Decimal(_, b)) => decimals_of(*a.max(b)),
        (DataType::Decimal(_, scale), other) | (other, DataType::Decimal(_, scale))
            if other.is_integer() =>
        {
            decimals_of(*scale)
        }
        (DataType::Decimal(..), other) | (other, DataType::Decimal(..)) if other.is_float() => {
            DataType::Float64
        }
        (a, b) if a.is_primitive_numeric() && b.is_primitive_numeric() => DataType::Float64,
        _ => DataType::String,
    }
}

fn decimals_of(scale: usize) -> DataType {
    let scale = u8::try_from(scale).unwrap_or(u8::MAX);
    decimals(Int128Chunked::default(), scale).dtype().clone()
}

/// The requested columns that a file has, and the number of its rows.
pub(super) type Cells = (usize, Vec<Column>);

/// Column names and rows of texts.
pub(super) type TextTable = (Vec<String>, Vec<Vec<Option<String>>>);
