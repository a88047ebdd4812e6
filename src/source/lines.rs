//! The lines on which some rows of a text file begin, for messages. In: a file that was read, and rows of it. Out: their lines,
//! where the file is one of lines and still the same.

use super::encoding::text;
use super::read::content;
use super::safety::{expanded, guarded};
use super::table::InputFile;
use super::{Location, json};
use crate::checksum::sha256;
use crate::diagnostic::Diagnostic;
use crate::records::Table;
use crate::spec::grammar::SourceFormat;
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Lines from 1, by rows from 0.
pub(crate) type Lines = BTreeMap<usize, usize>;

/// The lines of some rows of a file; none where that cannot be told any more.
pub(super) fn lines(
    world: &dyn World,
    location: &Location,
    file: &InputFile,
    rows: &BTreeSet<usize>,
) -> Lines {
    let path = file.path.as_path();
    let found = || {
        if location.format == SourceFormat::Parquet {
            return Ok(Lines::new());
        }
        let bytes = content(world, path)?;
        if sha256(&bytes) != file.sha256 {
            return Ok(Lines::new());
        }
        let bytes = expanded(location, path, &bytes)?;
        guarded(path, || in_text(location, path, &bytes, rows))
    };
    found().unwrap_or_default()
}

fn in_text(
    location: &Location,
    path: &Path,
    bytes: &[u8],
    rows: &BTreeSet<usize>,
) -> Result<Lines, Diagnostic> {
    let text = text(path, bytes, location.encoding)?;
    if matches!(location.format, SourceFormat::Json | SourceFormat::Ndjson) {
        return json::lines_of(path, &text, location.format, rows);
    }
    let mut table = Table::open(path, &text, location.dialect)?;
    let mut found = Lines::new();
    for row in 0..=rows.last().copied().unwrap_or_default() {
        if table.next()?.is_none() {
            break;
        }
        if rows.contains(&row) {
            found.insert(row, table.line_of_record());
        }
    }
    Ok(found)
}
