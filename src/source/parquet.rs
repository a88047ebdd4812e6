//! Parquet → typed columns, by the reader of Polars.

use super::messages::{broken, no_columns, present};
use super::nested::{offered, picked};
use super::table::Cells;
use super::{Refusal, SourceColumns};
use crate::diagnostic::{Code, Diagnostic};
use polars::prelude::*;
use std::io::Cursor;
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

/// The columns `wanted` of a file.
pub(super) fn cells(
    path: &Path,
    bytes: &[u8],
    wanted: &[String],
    needed: &[String],
) -> Result<Cells, Diagnostic> {
    let schema = schema(path, bytes)?;
    let offer = |(name, kind): (&PlSmallStr, &DataType)| {
        let names = offered(name, kind).into_iter();
        names
            .map(|(below, _)| (below, name.to_string()))
            .collect::<Vec<_>>()
    };
    let offers: Vec<(String, String)> = schema.iter().flat_map(offer).collect();
    let names: Vec<&str> = offers.iter().map(|(name, _)| name.as_str()).collect();
    let wanted = present(path, wanted, needed, &names)?;
    let mut read: Vec<String> = Vec::new();
    for (_, root) in offers.iter().filter(|(name, _)| wanted.contains(&name)) {
        if !read.contains(root) {
            read.push(root.clone());
        }
    }
    if read.is_empty() {
        // Counting rows requires reading a column.
        let first = schema.iter_names().next();
        read.push(first.ok_or_else(|| no_columns(path))?.to_string());
    }
    let frame = ParquetReader::new(Cursor::new(bytes))
        .with_columns(Some(read))
        .finish()
        .map_err(|error| broken(path, &error))?;
    let mut found = Vec::new();
    for name in wanted {
        for column in frame.columns() {
            let column = picked(column, name).map_err(|error| broken(path, &error))?;
            found.extend(column);
        }
    }
    Ok((frame.height(), found))
}
