//! `manifest.json`: the inputs of a bundle and its files. In: the record of a run, and every other
//! file of the bundle. Out: the same with the list of files, their sizes in bytes and their
//! SHA-256, by path; reading it back gives the same again. It has no time of day, so two runs on
//! the same input give the same manifest.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::world::{Listed, OutputFile};

/// The name of the manifest in its bundle.
pub const MANIFEST: &str = "manifest.json";
/// The version of the manifest's form. A bundle with another version is not replaced.
const SCHEMA_VERSION: u32 = 1;

/// The content of `manifest.json`. Digests are SHA-256 in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the program that made the bundle; also identifies its manifests.
    pub hfreport: String,
    /// The version of this form.
    pub schema_version: u32,
    /// The spec.
    pub spec: SpecRecord,
    /// Params with their values, as written in paths.
    pub params: IndexMap<String, String>,
    /// The params that distinguish the periods of the report: the one that names them, dates, and
    /// those to which `--set` gave a value other than the spec's.
    pub period: IndexMap<String, String>,
    /// The bundle of the period before that this one is compared with; absent: with none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PreviousRecord>,
    /// Sources by name.
    pub sources: IndexMap<String, SourceRecord>,
    /// Lookups by name.
    pub lookups: IndexMap<String, LookupRecord>,
    /// The table of counting breaks; absent: the report knows of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaks: Option<SpecFile>,
    /// Keys that lookups did not have, by lookup, the heaviest first: at most 20 of each dimension.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub lacking: IndexMap<String, Vec<String>>,
    /// Every other file of the bundle, by path.
    pub outputs: Vec<OutputRecord>,
}

/// The bundle of the period before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviousRecord {
    /// Its period: the value of the param that names it.
    pub period: String,
    /// The digest of its `report.json`.
    pub report_json_sha256: String,
}

/// The spec of a bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecRecord {
    /// Path of the spec from its root, with `/`.
    pub path: String,
    /// Digest of the spec after `extends` and params.
    pub sha256_after_extends: String,
    /// The spec and what it extends.
    pub files: Vec<SpecFile>,
}

/// A file of the spec.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecFile {
    /// Its name.
    pub file: String,
    /// Its digest.
    pub sha256: String,
}

/// A source of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRecord {
    /// Rows of its files.
    pub rows_read: usize,
    /// Rows that the report uses.
    pub rows: usize,
    /// Rows that the contract excluded.
    pub rows_dropped: usize,
    /// Rows of the files that are none of the source, by its `where`.
    #[serde(default)]
    pub rows_outside: usize,
    /// Cells that the contract cleared.
    pub cells_cleared: usize,
    /// Number of empty cells among these rows, of each column that may have some.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub empty: IndexMap<String, usize>,
    /// What was corrected in it; absent: it has no corrections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<CorrectionsRecord>,
    /// Its first measure over the rows that the report speaks of, in a report with periods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<TotalRecord>,
    /// Its further sums and counts over these rows, each with all of its digits.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub other_totals: IndexMap<String, String>,
    /// The month, quarter or year, as long as a period is, in which nearly all days of a column of dates lie: its first day. Of columns whose
    /// days lie in many there is none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub days: IndexMap<String, String>,
    /// Digest of the values of these rows in any order, which does not change when a file is sorted or saved again: 16 hexadecimal
    /// digits, no SHA-256. Absent: its path names no period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likeness: Option<String>,
    /// The smallest digests of these rows, as far as the first sum counts them: 12 hexadecimal digits each, `*2` behind that of two rows, at most 1,024.
    /// Absent: there is no digest of all, or lists may be all that tells the rows apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
    /// The database that its rows are in, and its table: never an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// Its files.
    pub files: Vec<SourceFile>,
}

/// The corrections of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionsRecord {
    /// The name of their file.
    pub file: String,
    /// Its digest.
    pub sha256: String,
    /// Cells that were changed.
    pub cells: usize,
    /// Rows in which a cell was changed.
    pub rows: usize,
}

/// The first measure of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TotalRecord {
    /// Name of the measure.
    pub measure: String,
    /// Its value with all of its digits.
    pub value: String,
}

/// A file of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// Its name.
    pub file: String,
    /// Its size.
    pub bytes: usize,
    /// Its rows.
    pub rows: usize,
    /// Its digest.
    pub sha256: String,
    /// Where it was fetched; absent: it is a file of the machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<RemoteRecord>,
}

/// Where a file was fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteRecord {
    /// Its address, without what may be secret in it.
    pub address: String,
    /// The commit that its revision stood for; absent: it is no file of the hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Its size.
    pub bytes: u64,
}

/// A lookup of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookupRecord {
    /// Its rows.
    pub rows: usize,
    /// The name of its file; absent for inline rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The digest of its file, or of its inline rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Where it was fetched; absent: it is no remote file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<RemoteRecord>,
}

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputRecord {
    /// Path below the folder of the bundle, with `/`.
    pub path: String,
    /// Its size.
    pub bytes: usize,
    /// Its digest.
    pub sha256: String,
}

impl Default for Manifest {
    /// An empty manifest of this program.
    fn default() -> Self {
        Self {
            hfreport: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: SCHEMA_VERSION,
            spec: SpecRecord::default(),
            params: IndexMap::new(),
            period: IndexMap::new(),
            previous: None,
            sources: IndexMap::new(),
            lookups: IndexMap::new(),
            breaks: None,
            lacking: IndexMap::new(),
            outputs: Vec::new(),
        }
    }
}

impl Manifest {
    /// Parses a manifest; `None` if it was not written by this program, or has another form.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        (manifest.schema_version == SCHEMA_VERSION).then_some(manifest)
    }

    /// The files that a manifest lists, with their digests.
    #[must_use]
    pub fn listed(bytes: &[u8]) -> Option<Listed> {
        let outputs = Self::read(bytes)?.outputs.into_iter();
        Some(outputs.map(|file| (file.path, file.sha256)).collect())
    }

    /// The same manifest with its list of files.
    pub(crate) fn with_outputs(&self, files: &[OutputFile]) -> Self {
        let mut sorted: Vec<&OutputFile> = files.iter().collect();
        sorted.sort_by(|left, right| left.path.cmp(&right.path));
        let outputs = sorted.into_iter().map(|file| OutputRecord {
            path: file.path.clone(),
            bytes: file.content.length(),
            sha256: file.content.sha256().to_owned(),
        });
        Self {
            outputs: outputs.collect(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, bytes: &[u8]) -> OutputFile {
        OutputFile::new(path, bytes)
    }

    #[test]
    fn outputs_are_listed_by_path_with_size_and_digest() {
        let files = [file("report.md", b"abc"), file("index.html", b"")];
        let outputs = Manifest::default().with_outputs(&files).outputs;
        let listed: Vec<(&str, usize, &str)> = outputs
            .iter()
            .map(|it| (it.path.as_str(), it.bytes, it.sha256.as_str()))
            .collect();
        assert_eq!(
            listed,
            [
                (
                    "index.html",
                    0,
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                ),
                (
                    "report.md",
                    3,
                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
                ),
            ]
        );
    }

    #[test]
    fn what_is_written_is_read_back_whole() {
        let lookup = |file: Option<&str>| LookupRecord {
            rows: 3,
            file: file.map(str::to_owned),
            sha256: file.map(|_| "ab".to_owned()),
            remote: None,
        };
        let manifest = Manifest {
            params: IndexMap::from([("zone".to_owned(), "é\n\u{0}".to_owned())]),
            lookups: IndexMap::from([
                ("in_line".to_owned(), lookup(None)),
                ("names".to_owned(), lookup(Some("names.csv"))),
            ]),
            ..Manifest::default()
        }
        .with_outputs(&[file("report.md", b"abc")]);
        let bytes = serde_json::to_vec(&manifest).unwrap();
        assert_eq!(Manifest::read(&bytes), Some(manifest));
    }

    #[test]
    fn only_a_manifest_of_this_form_is_one() {
        let own = serde_json::to_value(Manifest::default()).unwrap();
        let with = |key: &str, value: serde_json::Value| {
            let mut changed = own.clone();
            changed[key] = value;
            changed.to_string()
        };
        assert!(Manifest::read(own.to_string().as_bytes()).is_some());
        let others = [
            "{}".to_owned(),
            "[]".to_owned(),
            r#"{"name": "an app", "icons": []}"#.to_owned(),
            with("schema_version", 2.into()),
            with("more", 1.into()),
            with("outputs", "all".into()),
            own.to_string() + "x",
        ];
        for text in others {
            assert_eq!(Manifest::read(text.as_bytes()), None, "{text}");
        }
    }
}
