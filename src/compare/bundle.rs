//! A bundle that is read back. In: its folder. Out: its manifest and its results, typed.

use super::Side;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::report_json::{ReportJson, Texts};
use crate::document::{Defined, MANIFEST, Manifest};
use crate::spec::unreadable;
use crate::world::World;
use std::path::{Path, PathBuf};

/// A bundle.
#[derive(Debug)]
pub(crate) struct ReadBundle {
    folder: PathBuf,
    pub(crate) manifest: Manifest,
    pub(crate) report: ReportJson,
}

/// Reads a bundle.
///
/// # Errors
/// A file is missing or was not written by this program.
pub(crate) fn read(world: &dyn World, folder: &Path) -> Result<ReadBundle, Diagnostic> {
    let bytes = |name: &str| {
        let path = folder.join(name);
        let bytes = world.read(&path);
        let bytes = bytes.map_err(|error| unreadable(&path, &error))?;
        Ok((path, bytes))
    };
    let no_bundle = |problem: Diagnostic| {
        problem.hint("name the folder of a bundle, as `outputs.dir` or `--out` of a run did")
    };
    let (path, manifest) = bytes(MANIFEST).map_err(no_bundle)?;
    let manifest = Manifest::read(&manifest).ok_or_else(|| {
        let message = format!("`{}` is no manifest of hfreport", path.display());
        no_bundle(Diagnostic::error(Code::FILE, message))
    })?;
    let without_json = |problem: Diagnostic| {
        problem.hint("a bundle has its numbers where `json` is among `outputs.formats`")
    };
    let (path, report) = bytes("report.json").map_err(without_json)?;
    let report = ReportJson::read(&report).map_err(|error| {
        let message = format!("`{}` cannot be read: {error}", path.display());
        Diagnostic::error(Code::FILE, message).hint("run its period again with this version")
    })?;
    Ok(ReadBundle {
        folder: folder.to_owned(),
        manifest,
        report,
    })
}

impl ReadBundle {
    /// What it computes, and from what.
    pub(super) fn defined(&self) -> Defined {
        Defined::of_bundle(&self.manifest, &self.report)
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The same bundle with other numbers, which have no texts.
    pub(crate) fn with_numbers(&self, report: ReportJson) -> Self {
        Self {
            folder: self.folder.clone(),
            manifest: self.manifest.clone(),
            report: ReportJson {
                title: self.report.title.clone(),
                ..report
            },
        }
    }

    /// The locale of labels: English, or else the first one.
    pub(super) fn locale(&self) -> &str {
        let mut tags = self.report.title.keys().map(String::as_str);
        let first = tags.clone().next().unwrap_or_default();
        tags.find(|tag| *tag == "en").unwrap_or(first)
    }

    /// How the comparison names it.
    pub(super) fn side(&self) -> Side {
        Side {
            folder: self.folder.display().to_string(),
            title: first(&self.report.title),
            spec: self.manifest.spec.path.clone(),
            period: self.manifest.period.clone(),
            version: self.manifest.hfreport.clone(),
        }
    }
}

/// The English text, or else the first one.
pub(super) fn first(texts: &Texts) -> String {
    let text = texts.get("en").or_else(|| texts.values().next());
    text.cloned().unwrap_or_default()
}
