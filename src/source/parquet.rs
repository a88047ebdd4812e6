//! Parquet → typed columns, by the reader of Polars.

use super::messages::{broken, no_columns, present};
use super::nested::{offered, picked};
use super::table::Cells;
use super::{Refusal, SourceColumns};
use crate::diagnostic::{Code, Diagnostic};
use polars::io::parquet::metadata::FileMetadataRef;
use polars::prelude::*;
use std::io::Cursor;
use std::ops::Range;
use std::path::Path;

fn schema(path: &Path, bytes: &[u8]) -> Result<Schema, Diagnostic> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let schema = reader.schema().map_err(|error| broken(path, &error))?;
    Ok(Schema::from_arrow_schema(schema.as_ref()))
}

/// Names and types of the columns of a file.
pub(super) fn columns(path: &Path, bytes: &[u8]) -> Result<SourceColumns, Diagnostic> {
    let schema = schema(path, bytes)?;
    let columns = schema.iter().flat_map(|(name, kind)| offered(name, kind));
    let mut found = SourceColumns::of(columns.collect());
    for (name, kind) in schema.iter() {
        if kind.inner_dtype().is_some_and(DataType::is_list) {
            let path = path.display();
            let message = format!("`{path}`, column `{name}` holds lists of lists");
            let why = Diagnostic::error(Code::SOURCE_FORMAT, message)
                .hint("the language has lists of single values only; write the values that are wanted into a column of their own");
            found.refuse(name, Refusal::Always, why);
        }
    }
    Ok(found)
}

/// A Parquet file whose footer is read.
pub(super) struct ParquetFile {
    metadata: FileMetadataRef,
    /// The wanted columns that it has, each with the column of the file that it is part of.
    found: Vec<(String, String)>,
    /// The first column of the file.
    first: String,
}

impl ParquetFile {
    /// Reads the footer of a file for the columns `wanted`.
    pub(super) fn open(
        path: &Path,
        bytes: &[u8],
        (wanted, needed): (&[String], &[String]),
    ) -> Result<Self, Diagnostic> {
        let mut reader = ParquetReader::new(Cursor::new(bytes));
        let broken = |error| broken(path, &error);
        let schema = Schema::from_arrow_schema(reader.schema().map_err(broken)?.as_ref());
        let metadata = reader.get_metadata().map_err(broken)?.clone();
        let offer = |(name, kind): (&PlSmallStr, &DataType)| {
            let names = offered(name, kind).into_iter();
            names
                .map(|(below, _)| (below, name.to_string()))
                .collect::<Vec<_>>()
        };
        let offers: Vec<(String, String)> = schema.iter().flat_map(offer).collect();
        let names: Vec<&str> = offers.iter().map(|(name, _)| name.as_str()).collect();
        let mut found = Vec::new();
        for name in present(path, wanted, needed, &names)? {
            found.extend(offers.iter().find(|(offer, _)| offer == name).cloned());
        }
        let first = schema.iter_names().next().ok_or_else(|| no_columns(path))?;
        Ok(Self {
            metadata,
            found,
            first: first.to_string(),
        })
    }

    /// The end of each row group, in rows.
    pub(super) fn ends(&self) -> Vec<usize> {
        let mut end = 0;
        let groups = self.metadata.row_groups.iter();
        let ends = groups.map(|group| {
            end += group.num_rows();
            end
        });
        ends.collect()
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.ends().last().copied().unwrap_or_default()
    }

    /// Those of the columns `wanted` that it has, in some of its rows.
    pub(super) fn cells(
        &self,
        path: &Path,
        bytes: &[u8],
        wanted: &[String],
        rows: Range<usize>,
    ) -> Result<Cells, Diagnostic> {
        let mut read: Vec<String> = Vec::new();
        let found = self.found.iter().filter(|(name, _)| wanted.contains(name));
        for (_, root) in found.clone() {
            if !read.contains(root) {
                read.push(root.clone());
            }
        }
        if read.is_empty() {
            // Counting rows requires reading a column.
            read.push(self.first.clone());
        }
        let broken = |error| broken(path, &error);
        let mut reader = ParquetReader::new(Cursor::new(bytes))
            .with_columns(Some(read))
            .with_slice(Some((rows.start, rows.len())));
        if rows.len() < self.rows() {
            // Chunks are read beside each other.
            reader = reader.read_parallel(ParallelStrategy::None);
        }
        reader.set_metadata(self.metadata.clone());
        let frame = reader.finish().map_err(broken)?;
        if frame.height() != rows.len() {
            let path = path.display();
            let message = format!(
                "`{path}` cannot be read: its row groups have other numbers of rows than it says"
            );
            return Err(Diagnostic::error(Code::SOURCE_FORMAT, message));
        }
        let mut cells = Vec::new();
        for (name, _) in found {
            for column in frame.columns() {
                cells.extend(picked(column, name).map_err(broken)?);
            }
        }
        Ok((frame.height(), cells))
    }
}
