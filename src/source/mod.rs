//! Files of rows: their formats, their columns, and their rows in raw form.
//!
//! In: a path or glob with its format. Out: the columns of the file (for `check`), or a frame with
//! those that the contract reads (for `run`). Nothing is interpreted here: text formats give texts.

mod columns;
mod database;
mod declared;
mod delimited;
mod encoding;
mod heading;
mod in_files;
mod json;
mod lines;
mod location;
mod messages;
mod months;
mod nested;
mod numbers;
mod open;
mod parquet;
mod read;
mod safety;
mod snapshot;
mod sniff;
mod table;
mod written;
mod zone;

pub use columns::{Refusal, SourceColumns, absence};
#[cfg(feature = "adbc")]
pub(crate) use database::Connection;
pub(crate) use database::Dialect as SqlDialect;
pub use database::{Database, TableRows};
pub(crate) use encoding::{encoding_name, likely_encoding};
pub(crate) use heading::Title;
pub(crate) use in_files::TypesInFiles;
pub use location::{Location, Place};
pub(crate) use messages::{missing_column, other_delimiter_hint};
pub(crate) use months::MonthForm;
pub(crate) use numbers::{decimal, decimals, float, is_kept, shortest_text, texts_of, whole};
pub(crate) use open::{Batch, Chunk, OpenSource};
pub use open::{Chunking, read};
pub use read::{columns, text_table};
pub(crate) use safety::panics_are_reported;
pub use snapshot::{SnapshotRow, write_snapshot};
pub(crate) use sniff::{Sniffed, sniff};
pub(crate) use table::in_zone;
pub use table::{FileRows, InputFile, RawTable};
pub(crate) use written::{DatePattern, TextForms, truth};
pub use zone::Zone;

use crate::checksum::sha256;
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::grammar::SourceFormat;
use crate::world::World;
use std::path::PathBuf;

/// The problem of a path to a workbook, which is not read.
pub(crate) fn workbook(path: &str) -> Option<Diagnostic> {
    let (_, ending) = path.rsplit_once('.')?;
    let is_one = ["xlsx", "xlsm", "xls", "ods"]
        .iter()
        .any(|it| ending.eq_ignore_ascii_case(it));
    is_one.then(|| {
        let message = format!("`{path}` is a workbook, which is not read");
        Diagnostic::error(Code::SOURCE_FORMAT, message)
            .hint("save its sheet as CSV (in Excel: \"CSV UTF-8\"), and name that file")
    })
}

/// Format and compression according to the ending of a path.
#[must_use]
pub fn format_of(path: &str) -> (Option<SourceFormat>, bool) {
    let lower = path.to_lowercase();
    let (stem, gzip) = match lower.strip_suffix(".gz") {
        Some(stem) => (stem, true),
        None => (lower.as_str(), false),
    };
    let format = match stem.rsplit_once('.').map(|(_, ending)| ending) {
        Some("csv") => Some(SourceFormat::Csv),
        Some("tsv" | "tab") => Some(SourceFormat::Tsv),
        Some("json") => Some(SourceFormat::Json),
        Some("ndjson" | "jsonl") => Some(SourceFormat::Ndjson),
        Some("parquet" | "pq") => Some(SourceFormat::Parquet),
        _ => None,
    };
    (format, gzip)
}

/// Whether a location still refers to the files that were read, with the same bytes.
#[must_use]
pub(crate) fn is_current(
    world: &dyn World,
    location: Option<&Location>,
    read: &[InputFile],
) -> bool {
    // Nothing tells whether a database has changed.
    let Some(location) = location else {
        return false;
    };
    let is_same = |(path, file): (&PathBuf, &InputFile)| {
        let digest = world.read(path).map(sha256);
        *path == file.path && digest.is_ok_and(|digest| digest == file.sha256)
    };
    location
        .files(world)
        .is_ok_and(|files| files.len() == read.len() && files.iter().zip(read).all(is_same))
}
