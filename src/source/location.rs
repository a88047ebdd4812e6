//! The location of a source's rows: a path or glob → its files, and the columns from their names.

use crate::diagnostic::{Code, Diagnostic};
use crate::records::Dialect;
use crate::remote::RemoteFile;
use crate::spec::grammar::{Encoding, SourceFormat};
use crate::spec::{near_pattern, nearest_file};
use crate::world::World;
use std::path::{Path, PathBuf};

/// Which files have the rows of a source.
#[derive(Clone, Debug)]
pub enum Place {
    /// Those of this machine that a path or a glob names.
    Local(PathBuf),
    /// Those that an address stands for, fetched.
    Remote(Vec<RemoteFile>),
}

/// Where the rows of a source are, and their format.
#[derive(Clone, Debug)]
pub struct Location {
    /// Which files these are.
    pub place: Place,
    /// Path as shown in messages and the manifest.
    pub shown: String,
    /// Format.
    pub format: SourceFormat,
    /// Whether the content is compressed with gzip.
    pub gzip: bool,
    /// Encoding of text formats.
    pub encoding: Encoding,
    /// How the records of CSV and TSV are written.
    pub dialect: Dialect,
    /// Pattern of the file name that gives columns; empty if there is none.
    pub from_file: String,
}

impl Location {
    /// The files that match the path or glob, sorted by name.
    ///
    /// # Errors
    /// There is none.
    pub fn files(&self, world: &dyn World) -> Result<Vec<PathBuf>, Diagnostic> {
        let path = match &self.place {
            Place::Local(path) => path,
            Place::Remote(files) => {
                return Ok(files.iter().map(|file| file.path.clone()).collect());
            }
        };
        let text = path.to_string_lossy();
        if !text.contains(['*', '?', '[']) || world.exists(path) {
            if world.exists(path) {
                return Ok(vec![path.clone()]);
            }
            return Err(self.missing(world, path));
        }
        let found = world
            .glob(&text)
            .map_err(|error| crate::spec::unreadable(path, &error))?;
        if found.is_empty() {
            return Err(Diagnostic::error(
                Code::FILE,
                format!("no file matches `{}`", self.shown),
            )
            .maybe_hint(near_pattern(world, path))
            .hint("a path begins at the folder of the spec, and `*` stands for any characters but `/`"));
        }
        Ok(found)
    }

    fn missing(&self, world: &dyn World, path: &Path) -> Diagnostic {
        Diagnostic::error(
            Code::FILE,
            format!("cannot read `{}`: it does not exist", self.shown),
        )
        .maybe_hint(nearest_file(world, path))
        .environment()
    }

    /// The address that a file was fetched from.
    #[must_use]
    pub(crate) fn remote(&self, path: &Path) -> Option<&RemoteFile> {
        match &self.place {
            Place::Local(_) => None,
            Place::Remote(files) => files.iter().find(|file| file.path == path),
        }
    }

    /// Whether a file that was fetched has the bytes that were fetched.
    ///
    /// # Errors
    /// It has others, of which this is the digest.
    pub(super) fn verified(&self, path: &Path, digest: &str) -> Result<(), Diagnostic> {
        match self.remote(path) {
            Some(remote) if remote.sha256 != digest => {
                let message = format!("`{}` was changed after it was fetched", remote.address);
                Err(Diagnostic::error(Code::CORRUPT, message)
                    .hint("run again")
                    .environment())
            }
            _ => Ok(()),
        }
    }

    /// The columns from the file name: names, and their values for one file.
    ///
    /// # Errors
    /// The name of the file does not match `from_file`.
    pub(crate) fn file_columns(&self, file: &Path) -> Result<Vec<(String, String)>, Diagnostic> {
        if self.from_file.is_empty() {
            return Ok(Vec::new());
        }
        let name = file
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        // The pattern may omit the `.gz` ending.
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        let found = match_pattern(&self.from_file, &name);
        found
            .or_else(|| match_pattern(&self.from_file, plain))
            .ok_or_else(|| {
                Diagnostic::error(
                    Code::SOURCE_FORMAT,
                    format!(
                        "the file name `{name}` does not have the form `{}`",
                        self.from_file
                    ),
                )
            })
    }

    /// The names of the columns from the file name.
    #[must_use]
    pub(crate) fn file_column_names(&self) -> Vec<String> {
        self.from_file
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name.to_owned()))
            .collect()
    }
}

/// Matches `hub_{snapshot}.parquet`: each name takes as few characters as possible, and the last
/// part must match up to the end.
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
