//! The rows of a source as they stand in its files, file by file.

use super::nested;
use super::numbers::{computed, decimals};
use super::zone::Zone;
use polars::prelude::*;
use std::path::PathBuf;

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
}

/// The raw rows of a source, file by file in the order of their names.
#[derive(Clone, Debug)]
pub struct RawTable {
    /// One per file.
    pub parts: Vec<FileRows>,
    /// The type of each column that can hold its values in all files.
    pub(super) kinds: Schema,
}

impl RawTable {
    /// Rows of all files.
    #[must_use]
    pub fn height(&self) -> usize {
        self.parts.iter().map(|part| part.file.rows).sum()
    }

    /// All rows in one frame, moments as days in UTC, in types that can hold those of all parts.
    ///
    /// # Errors
    /// A value does not fit into the common type.
    pub(crate) fn joined(&self) -> PolarsResult<DataFrame> {
        let mut whole: Option<DataFrame> = None;
        for part in &self.parts {
            let part = alike(&in_zone(&part.frame, Zone::default())?, &self.kinds)?;
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

/// A frame with its moments as days in a zone.
///
/// # Errors
/// The engine refuses it.
pub(crate) fn in_zone(frame: &DataFrame, zone: Zone) -> PolarsResult<DataFrame> {
    let columns = frame.columns().iter();
    let columns = columns.map(|column| nested::in_zone(column, zone));
    DataFrame::new(frame.height(), columns.collect::<PolarsResult<_>>()?)
}

/// A frame in types that can hold the values of all files.
///
/// # Errors
/// A value does not fit into the common type.
pub(super) fn alike(frame: &DataFrame, kinds: &Schema) -> PolarsResult<DataFrame> {
    let columns = frame
        .columns()
        .iter()
        .map(|column| match kinds.get(column.name()) {
            Some(kind) if kind != column.dtype() => cast(column, kind),
            _ => Ok(column.clone()),
        });
    DataFrame::new(frame.height(), columns.collect::<PolarsResult<_>>()?)
}

/// A column in a type that can hold its values.
fn cast(column: &Column, kind: &DataType) -> PolarsResult<Column> {
    match (column.dtype(), kind) {
        (DataType::Binary, kind) => computed(column, kind),
        (from, DataType::Binary) if *from != DataType::Null => {
            column.strict_cast(&DataType::String)?.strict_cast(kind)
        }
        // A float stands for few of the integers beyond 2⁵³.
        (from, DataType::Float64) if from.is_integer() => {
            let texts = column.strict_cast(&DataType::String)?;
            computed(&texts.strict_cast(&DataType::Binary)?, kind)
        }
        _ => column.strict_cast(kind),
    }
}

/// A type that can hold the values of both.
pub(super) fn common(a: &DataType, b: &DataType) -> DataType {
    match (a, b) {
        (a, b) if a == b => a.clone(),
        (DataType::Null, other) | (other, DataType::Null) => other.clone(),
        // Numbers as they are written.
        (DataType::Binary, other) | (other, DataType::Binary) if other.is_primitive_numeric() => {
            DataType::Binary
        }
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

/// A column of a file.
pub(super) struct FileColumn {
    pub(super) column: Column,
    /// The type in which expressions read it, where it is another: numbers as they are written.
    pub(super) computed: Option<DataType>,
}

impl From<Column> for FileColumn {
    fn from(column: Column) -> Self {
        Self {
            column,
            computed: None,
        }
    }
}

/// The number of rows of a file, and the requested columns that it has.
pub(super) type FileColumns = (usize, Vec<FileColumn>);

/// The same, as the file writes them.
pub(super) type Cells = (usize, Vec<Column>);

/// Column names and rows of texts.
pub(super) type TextTable = (Vec<String>, Vec<Vec<Option<String>>>);
