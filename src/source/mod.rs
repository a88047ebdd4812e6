//! Files of rows: which formats there are, what columns a file has, and its rows as they stand.
//!
//! In: a path or glob with its format. Out: the columns of the file (for `check`) or a frame with
//! those that the contract reads (for `run`). Nothing is interpreted here: text formats give texts.

mod declared;
mod read;
mod safety;
mod sniff;

pub use read::{InputFile, RawTable, columns, hexadecimal, read, text_table};
pub use safety::panics_are_told;
pub use sniff::{Sniffed, sniff};

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::spec::grammar::SourceFormat;
use crate::world::World;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Where the rows of a source are and how they are written.
#[derive(Clone, Debug)]
pub struct Location {
    /// Path or glob.
    pub path: PathBuf,
    /// Path as messages and the manifest tell it.
    pub shown: String,
    /// Format.
    pub format: SourceFormat,
    /// Whether the content is compressed with gzip.
    pub gzip: bool,
    /// Field separator of CSV and TSV.
    pub delimiter: u8,
    /// Pattern of the file name that gives columns; empty for none.
    pub from_file: String,
}

/// Format and compression that the ending of a path says.
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

/// Whether a location means the files that were read, with the same bytes.
#[must_use]
pub fn is_current(world: &dyn World, location: &Location, read: &[InputFile]) -> bool {
    let is_same = |(path, file): (&PathBuf, &InputFile)| {
        let digest = world.read(path).map(Sha256::digest);
        *path == file.path && digest.is_ok_and(|digest| hexadecimal(&digest) == file.sha256)
    };
    location
        .files(world)
        .is_ok_and(|files| files.len() == read.len() && files.iter().zip(read).all(is_same))
}

impl Location {
    /// The files that the path or glob means, sorted by name.
    ///
    /// # Errors
    /// There is none.
    pub fn files(&self, world: &dyn World) -> Result<Vec<PathBuf>, Diagnostic> {
        let text = self.path.to_string_lossy();
        if !text.contains(['*', '?', '[']) || world.exists(&self.path) {
            if world.exists(&self.path) {
                return Ok(vec![self.path.clone()]);
            }
            return Err(self.missing(world));
        }
        let found = world
            .glob(&text)
            .map_err(|error| crate::spec::unreadable(&self.path, &error))?;
        if found.is_empty() {
            return Err(Diagnostic::error(
                Code::FILE,
                format!("no file matches `{}`", self.shown),
            ));
        }
        Ok(found)
    }

    fn missing(&self, world: &dyn World) -> Diagnostic {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let pattern = folder.join("*");
        let siblings: Vec<String> = world
            .glob(&pattern.to_string_lossy())
            .unwrap_or_default()
            .iter()
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .collect();
        let name = self
            .path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        Diagnostic::error(
            Code::FILE,
            format!("cannot read `{}`: it does not exist", self.shown),
        )
        .maybe_hint(nearest(&name, siblings.iter().map(String::as_str)))
    }

    /// The columns that the file name gives: names, and their values for one file.
    ///
    /// # Errors
    /// The name of the file does not have the form of `from_file`.
    pub fn file_columns(&self, file: &Path) -> Result<Vec<(String, String)>, Diagnostic> {
        if self.from_file.is_empty() {
            return Ok(Vec::new());
        }
        let name = file
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        match_pattern(&self.from_file, &name).ok_or_else(|| {
            Diagnostic::error(
                Code::SOURCE_FORMAT,
                format!(
                    "the file name `{name}` does not have the form `{}`",
                    self.from_file
                ),
            )
        })
    }

    /// The names of the columns that the file name gives.
    #[must_use]
    pub fn file_column_names(&self) -> Vec<String> {
        self.from_file
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name.to_owned()))
            .collect()
    }
}

/// Matches `hub_{snapshot}.parquet`: each name takes as little as it can, the last part must fit
/// to the end.
fn match_pattern(pattern: &str, name: &str) -> Option<Vec<(String, String)>> {
    let mut parts = pattern.split('{');
    let mut rest = name.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    let parts: Vec<&str> = parts.collect();
    for (at, part) in parts.iter().enumerate() {
        let (key, literal) = part.split_once('}')?;
        let end = if at + 1 == parts.len() {
            rest.ends_with(literal)
                .then(|| rest.len() - literal.len())?
        } else {
            rest.find(literal).filter(|_| !literal.is_empty())?
        };
        if end == 0 {
            return None;
        }
        found.push((key.to_owned(), rest[..end].to_owned()));
        rest = &rest[end + literal.len()..];
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::match_pattern;

    #[test]
    fn a_file_name_gives_the_columns_of_its_pattern() {
        let found = match_pattern("hub_{snapshot}.parquet", "hub_2025-10-01.parquet");
        assert_eq!(found, Some(vec![("snapshot".into(), "2025-10-01".into())]));
        let found = match_pattern("{day}_{who}.csv", "2026-01-02_hf.csv").unwrap();
        assert_eq!(found[1], ("who".to_owned(), "hf".to_owned()));
        assert_eq!(
            match_pattern("hub_{snapshot}.parquet", "hub_.parquet"),
            None
        );
        assert_eq!(
            match_pattern("hub_{snapshot}.parquet", "other.parquet"),
            None
        );
    }
}
