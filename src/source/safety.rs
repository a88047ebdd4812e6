//! Untrusted files: refuses those that would exhaust the machine or crash a reader.

use super::Location;
use super::declared::{declared, is_parquet};
use crate::diagnostic::{Code, Diagnostic, counted};
use crate::records::{MAX_COLUMNS, too_wide};
use crate::spec::grammar::SourceFormat;
use crate::world::World;
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::{ErrorKind, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Maximum size of a compressed file after decompression.
const MAX_EXPANDED: u64 = 4 << 30;
/// Below this size a compressed file may expand by any factor.
const ALWAYS_EXPANDED: u64 = 64 << 20;
/// Maximum expansion factor above that size; tables of text compress to a tenth, rarely to a
/// thirtieth.
const MAX_RATIO: u64 = 100;
/// Maximum nesting of a schema, since its reader is recursive.
const MAX_DEPTH: usize = 64;
/// Bytes that any Parquet file may claim, whatever its own size.
const ALWAYS_CLAIMED: u64 = 512 << 20;

/// The bytes, decompressed if the format is compressed.
pub(super) fn expanded<'a>(
    location: &Location,
    path: &Path,
    bytes: &'a [u8],
) -> Result<Cow<'a, [u8]>, Diagnostic> {
    let bytes = if location.gzip {
        Cow::Owned(decompressed(path, bytes)?)
    } else {
        Cow::Borrowed(bytes)
    };
    if !location.gzip && bytes.starts_with(&[0x1f, 0x8b]) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        return Err(refused(path, "is compressed").hint(format!("name it `{name}.gz`")));
    }
    if location.format == SourceFormat::Parquet {
        plausible(path, &bytes)?;
    }
    Ok(bytes)
}

impl Location {
    /// The bytes that are read of a file, expanded; `None` if these are more than `most`, or cannot be told.
    pub(crate) fn expanded_length(&self, world: &dyn World, path: &Path, most: u64) -> Option<u64> {
        let stored = world.stamp(path)?.length;
        let is_parquet = self.format == SourceFormat::Parquet;
        if stored > most || !self.gzip && !is_parquet {
            return (stored <= most).then_some(stored);
        }
        let bytes = world.read(path).ok()?;
        let mut plain = Vec::new();
        let bytes = if self.gzip {
            let mut decoder = MultiGzDecoder::new(bytes.as_slice()).take(most + 1);
            decoder.read_to_end(&mut plain).ok()?;
            &plain
        } else {
            &bytes
        };
        let expanded = if is_parquet {
            declared(bytes)?.claimed()
        } else {
            bytes.len() as u64
        };
        (expanded <= most).then_some(expanded)
    }
}

fn refused(path: &Path, what: &str) -> Diagnostic {
    Diagnostic::error(Code::SOURCE_FORMAT, format!("`{}` {what}", path.display()))
}

fn decompressed(path: &Path, bytes: &[u8]) -> Result<Vec<u8>, Diagnostic> {
    let most = (bytes.len() as u64)
        .saturating_mul(MAX_RATIO)
        .clamp(ALWAYS_EXPANDED, MAX_EXPANDED);
    let mut expanded = Vec::new();
    let read = MultiGzDecoder::new(bytes)
        .take(most + 1)
        .read_to_end(&mut expanded);
    match read {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Err(cut_off(path, &expanded)),
        Err(error) => Err(refused(path, &format!("is not valid gzip: {error}")).hint(
            "download or copy it again; a file that is not compressed has no `.gz` in its name",
        )),
        Ok(length) if length as u64 > most => Err(refused(
            path,
            &format!("expands to more than {most} bytes, {MAX_RATIO} times its size"),
        )
        .hint("decompress it yourself if you trust it")),
        Ok(_) => Ok(expanded),
    }
}

/// A compressed file that ends before its content does, of which this much could be read.
fn cut_off(path: &Path, expanded: &[u8]) -> Diagnostic {
    let lines = expanded.split(|byte| *byte == b'\n').count() - 1;
    let read = counted(lines as u64, "line", "lines");
    refused(
        path,
        &format!("is cut off: it ends in the middle of its compressed content, of which {read} can be read"),
    )
    .hint("part of its rows is missing: download or copy it again")
}

fn too_deep(path: &Path) -> Diagnostic {
    refused(path, &format!("is nested more than {MAX_DEPTH} deep"))
}

/// Refuses a Parquet file whose claims are implausible, before its reader reserves memory for them.
fn plausible(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    if !is_parquet(bytes) {
        // The reader reports it.
        return Ok(());
    }
    let Some(declared) = declared(bytes) else {
        return Err(refused(
            path,
            "is corrupt: what it says of its columns and pages cannot be read",
        ));
    };
    if declared.depth > MAX_DEPTH {
        return Err(too_deep(path));
    }
    if declared.columns > MAX_COLUMNS {
        return Err(too_wide(path));
    }
    if let Some(name) = declared.half {
        return Err(refused(
            path,
            &format!("has a column `{name}` of type Float16, which is not read"),
        )
        .hint("save the column as 32-bit or 64-bit numbers"));
    }
    let most = (bytes.len() as u64)
        .saturating_mul(MAX_RATIO)
        .max(ALWAYS_CLAIMED);
    if declared.claimed() <= most {
        return Ok(());
    }
    Err(refused(
        path,
        &format!(
            "claims {} rows and {} bytes of pages in a file of {} bytes",
            declared.rows,
            declared.bytes,
            bytes.len()
        ),
    )
    .hint(format!(
        "what is read of a file may take {MAX_RATIO} times its size, or {ALWAYS_CLAIMED} bytes"
    )))
}

/// Number of readers running inside [`guarded`].
static GUARDED: AtomicUsize = AtomicUsize::new(0);

/// Whether a reader is running whose panics are caught and reported as a broken file.
#[must_use]
pub(crate) fn panics_are_reported() -> bool {
    GUARDED.load(Ordering::Relaxed) > 0
}

/// Runs a reader; if it panics on a corrupt file, the file is reported as broken.
pub(super) fn guarded<T>(
    path: &Path,
    read: impl FnOnce() -> Result<T, Diagnostic>,
) -> Result<T, Diagnostic> {
    GUARDED.fetch_add(1, Ordering::Relaxed);
    let result = catch_unwind(AssertUnwindSafe(read));
    GUARDED.fetch_sub(1, Ordering::Relaxed);
    result.unwrap_or_else(|_| Err(refused(path, "is corrupt: its reader gave up")))
}

#[cfg(test)]
mod tests {
    use super::guarded;
    use std::path::Path;

    #[test]
    fn a_panic_of_a_reader_becomes_a_message() {
        let reported = guarded::<()>(Path::new("rows.parquet"), || panic!("index out of bounds"));
        assert!(
            reported
                .unwrap_err()
                .message
                .contains("`rows.parquet` is corrupt")
        );
    }
}
