//! The record of a run for its manifest. In: the report, its results, the spec's files. Out: a
//! [`Manifest`] without the list of files, which the writer adds.

use crate::checksum::sha256;
use crate::diagnostic::Diagnostic;
use crate::document::MANIFEST;
use crate::document::manifest::{
    CorrectionsRecord, LookupRecord, Manifest, PreviousRecord, RemoteRecord, SourceFile,
    SourceRecord, SpecFile, SpecRecord, TotalRecord,
};
use crate::remote::RemoteFile;
use crate::report::Report;
use crate::results::{Results, SourceTotal, other_period};
use crate::spec::{ParamValue, unreadable};
use crate::world::World;
use indexmap::IndexMap;
use std::path::{Path, PathBuf};

/// The file of a bundle that has its numbers.
pub(super) const REPORT: &str = "report.json";

/// The files of the bundle in a folder that the next period reads.
pub(super) fn files_that_are_read(folder: &Path) -> [PathBuf; 2] {
    [MANIFEST, REPORT].map(|file| folder.join(file))
}

/// Facts about the spec of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct SpecOfRun {
    /// Path of the spec from its root, with `/`.
    pub(super) path: String,
    /// SHA-256 of the spec after `extends` and params.
    pub(super) sha256: String,
    /// The spec and what it extends.
    pub(super) files: Vec<PathBuf>,
    /// Params to which `--set` gave a value other than the spec's.
    pub(super) changed_params: Vec<String>,
}

impl SpecOfRun {
    /// Whether another bundle was made from this spec, from one that it extends or from one that extends it.
    pub(super) fn shares_files_with(&self, other: &SpecRecord) -> bool {
        let of_path = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let (this, that) = (of_path(&self.path), of_path(&other.path));
        self.path == other.path
            || other.files.iter().any(|it| it.file == this)
            || self.files.iter().any(|it| name(it) == that)
    }
}

/// Inputs, row counts, params and version; no time of day.
///
/// # Errors
/// A file cannot be read again, or has changed.
pub(super) fn record(
    world: &dyn World,
    spec: &SpecOfRun,
    report: &Report,
    results: &Results,
    previous: Option<PreviousRecord>,
) -> Result<Manifest, Diagnostic> {
    let sources = results.sources.iter().map(|source| {
        let mut sources = report.sources.iter();
        let of_report = sources.find(|it| it.name == source.name);
        let files = source.files.iter().map(|file| SourceFile {
            file: name(&file.path),
            bytes: file.bytes,
            rows: file.rows,
            sha256: file.sha256.clone(),
            remote: of_report.and_then(|it| it.remote(&file.path)).map(remote),
        });
        let corrections = of_report.and_then(|source| source.corrections.as_ref());
        let corrections = corrections.map(|corrections| {
            let corrected = source.corrected.as_ref();
            Ok(CorrectionsRecord {
                file: name(&corrections.path),
                sha256: digest(world, &corrections.path)?,
                cells: corrected.map_or(0, |corrected| corrected.cells.len()),
                rows: corrected.map_or(0, |corrected| corrected.rows),
            })
        });
        let days = other_period::nearly_all(report, source).into_iter();
        let totals = results.totals.iter();
        let totals: Vec<_> = totals.filter(|it| it.source == source.name).collect();
        let first = totals.iter().find(|it| it.adds_up).copied();
        let others = totals.iter().filter(|it| Some(**it) != first);
        let record = SourceRecord {
            corrections: corrections.transpose()?,
            database: of_report.and_then(crate::report::Source::table),
            rows_read: source.rows_read,
            rows: source.rows,
            rows_dropped: source.rows_dropped,
            rows_outside: source.rows_outside,
            cells_cleared: source.cells_cleared,
            empty: source.empty.iter().cloned().collect(),
            total: first.map(total),
            other_totals: others
                .map(|it| (it.measure.clone(), digits_of(it)))
                .collect(),
            days: days.map(|(name, day)| (name, day.iso())).collect(),
            likeness: source.likeness.clone(),
            sample: source.sample.as_ref().map(ToString::to_string),
            files: files.collect(),
        };
        Ok((source.name.clone(), record))
    });
    let files = spec.files.iter().map(|path| {
        Ok(SpecFile {
            file: name(path),
            sha256: digest(world, path)?,
        })
    });
    let params = report.params.iter();
    let names_period = |name: &String| {
        let period = report.period.as_ref();
        period.is_some_and(|period| period.param == *name)
    };
    let of_period = params.clone().filter(|(name, value)| {
        matches!(value, ParamValue::Date(_))
            || names_period(name)
            || spec.changed_params.contains(name)
    });
    let plain = |(name, value): (&String, &ParamValue)| (name.clone(), value.plain());
    Ok(Manifest {
        spec: SpecRecord {
            path: spec.path.clone(),
            sha256_after_extends: spec.sha256.clone(),
            files: files.collect::<Result<_, Diagnostic>>()?,
        },
        params: params.map(plain).collect(),
        period: of_period.map(plain).collect(),
        previous,
        sources: sources.collect::<Result<_, Diagnostic>>()?,
        lookups: lookups(world, report)?,
        breaks: match &report.breaks.path {
            Some(path) => Some(SpecFile {
                file: name(path),
                sha256: digest(world, path)?,
            }),
            None => None,
        },
        lacking: lacking(results),
        ..Manifest::default()
    })
}

/// The lookups of a report.
///
/// # Errors
/// A file cannot be read again, or has changed.
pub(super) fn lookups(
    world: &dyn World,
    report: &Report,
) -> Result<IndexMap<String, LookupRecord>, Diagnostic> {
    let lookups = report.lookups.iter().map(|(lookup, found)| {
        let sha256 = match &found.path {
            Some(path) => digest(world, path)?,
            None => sha256(serde_json::json!([found.columns, found.rows]).to_string()),
        };
        let record = LookupRecord {
            rows: found.rows.len(),
            file: found.path.as_deref().map(name),
            sha256: Some(sha256),
            remote: found.remote.as_ref().map(remote),
        };
        Ok((lookup.clone(), record))
    });
    lookups.collect()
}

/// Keys that lookups do not have, by lookup.
fn lacking(results: &Results) -> IndexMap<String, Vec<String>> {
    let mut lacking: IndexMap<String, Vec<String>> = IndexMap::new();
    for found in results.unmatched.iter().filter(|it| it.keys > 0) {
        let known = lacking.entry(found.lookup.clone()).or_default();
        for key in &found.heaviest {
            if !known.iter().any(|known| **known == *key.key) {
                known.push(key.key.to_string());
            }
        }
    }
    lacking
}

fn total(total: &SourceTotal) -> TotalRecord {
    TotalRecord {
        measure: total.measure.clone(),
        value: digits_of(total),
    }
}

fn digits_of(total: &SourceTotal) -> String {
    total.value.plain().unwrap_or_default().to_string()
}

fn remote(file: &RemoteFile) -> RemoteRecord {
    RemoteRecord {
        address: file.address.clone(),
        commit: file.commit.clone(),
        bytes: file.bytes,
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn digest(world: &dyn World, path: &Path) -> Result<String, Diagnostic> {
    let bytes = world.read(path).map_err(|error| unreadable(path, &error))?;
    Ok(sha256(bytes))
}
