//! A snapshot of the hub → a Parquet file with the columns of the reports that ship.
//!
//! In: rows, one after another. Out: the same bytes for the same rows, in pieces, so that memory does not grow with
//! their number.

use polars::prelude::*;
use serde::{Deserialize, Serialize};
use std::io::Write;

/// Rows that are written together.
const PIECE: usize = 1 << 16;

/// A row of a snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotRow {
    /// Name of the model.
    #[serde(rename = "m")]
    pub model: String,
    /// Its account.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Downloads over all time.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub downloads: Option<i64>,
    /// Task.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_tag: Option<String>,
    /// Languages; none is an empty cell.
    #[serde(rename = "l", default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Number of parameters.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<i64>,
}

/// Writes rows, and returns their number.
///
/// # Errors
/// A row or the file is refused.
pub fn write_snapshot(
    file: impl Write,
    rows: impl Iterator<Item = std::io::Result<SnapshotRow>>,
) -> std::io::Result<usize> {
    let other = |error: PolarsError| std::io::Error::other(error.to_string());
    let schema = frame(&[]).map_err(other)?.schema().as_ref().clone();
    let mut writer = ParquetWriter::new(file)
        .with_compression(ParquetCompression::Zstd(None))
        .set_parallel(false)
        .batched(&schema)
        .map_err(other)?;
    let (mut piece, mut count) = (Vec::with_capacity(PIECE), 0);
    for row in rows {
        piece.push(row?);
        count += 1;
        if piece.len() == PIECE {
            writer
                .write_batch(&frame(&piece).map_err(other)?)
                .map_err(other)?;
            piece.clear();
        }
    }
    if !piece.is_empty() {
        writer
            .write_batch(&frame(&piece).map_err(other)?)
            .map_err(other)?;
    }
    writer.finish().map_err(other)?;
    Ok(count)
}

fn frame(rows: &[SnapshotRow]) -> PolarsResult<DataFrame> {
    let words = rows.iter().map(|row| row.languages.len()).sum();
    let mut languages = ListStringChunkedBuilder::new("languages".into(), rows.len(), words);
    for row in rows {
        if row.languages.is_empty() {
            languages.append_null();
        } else {
            languages.append_values_iter(row.languages.iter().map(String::as_str));
        }
    }
    let texts = |name: &str, text: fn(&SnapshotRow) -> Option<&str>| {
        StringChunked::from_iter_options(name.into(), rows.iter().map(text)).into_column()
    };
    let numbers = |name: &str, number: fn(&SnapshotRow) -> Option<i64>| {
        Int64Chunked::from_iter_options(name.into(), rows.iter().map(number)).into_column()
    };
    DataFrame::new(
        rows.len(),
        vec![
            texts("model", |row| Some(&row.model)),
            texts("account", |row| row.account.as_deref()),
            numbers("downloads", |row| row.downloads),
            texts("pipeline_tag", |row| row.pipeline_tag.as_deref()),
            languages.finish().into_column(),
            numbers("parameters", |row| row.parameters),
        ],
    )
}
