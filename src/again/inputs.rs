//! The inputs of a bundle. In: its manifest, and the folder in which they are looked for. Out: its report, resolved again with
//! its params, and what of the inputs is no longer as it was.

use super::Places;
use crate::checksum::sha256;
use crate::compare::ReadBundle;
use crate::diagnostic::{Code, Diagnostic, SourceMap};
use crate::document::manifest::{SourceFile, SpecFile};
use crate::pipeline::{Checked, Failure, Request, check};
use crate::resolve::Options;
use crate::results::SourceStatistics;
use crate::world::World;
use std::path::{Path, PathBuf};

/// Which of the two bundles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The one before.
    Old,
    /// The one after.
    New,
}

/// A bundle and the place of its inputs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub(super) which: Which,
    pub(super) bundle: &'a ReadBundle,
    places: &'a Places,
}

impl<'a> Side<'a> {
    /// Both sides of a comparison.
    pub(super) fn both([old, new]: [&'a ReadBundle; 2], places: &'a Places) -> [Self; 2] {
        [(Which::Old, old), (Which::New, new)].map(|(which, bundle)| Self {
            which,
            bundle,
            places,
        })
    }

    /// The request that made the bundle, as far as its manifest tells; it writes nothing.
    ///
    /// # Errors
    /// Its spec is nowhere above the bundle or the working folder.
    pub(super) fn request(&self, world: &dyn World) -> Result<Request, Failure> {
        let spec = self.spec(world).map_err(|problem| self.failure(problem))?;
        let params = self.bundle.manifest.params.iter();
        Ok(Request {
            spec,
            settings: params
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            allowed: self.places.allowed.clone(),
            options: Options {
                out: Some(self.bundle.folder().to_owned()),
                while_writing: true,
                ..Options::default()
            },
            ..Request::default()
        })
    }

    /// The report of the bundle, resolved again.
    ///
    /// # Errors
    /// Its spec is not there, or no longer valid; the message says of which bundle.
    pub(super) fn checked(&self, world: &dyn World) -> Result<Checked, Failure> {
        let request = self.request(world)?;
        check(world, &request).map_err(|failure| self.explained(failure))
    }

    /// A failure with what was tried.
    pub(super) fn explained(&self, mut failure: Failure) -> Failure {
        let hint = format!(
            "this came up while the inputs of `{}` were read again; {}",
            self.bundle.folder().display(),
            self.advice()
        );
        if let Some(problem) = failure.problems.last_mut() {
            problem.hints.push(hint);
        }
        failure
    }

    /// Inputs that are no longer as they were.
    pub(super) fn not_at_hand(&self, what: &[String]) -> Failure {
        let message = format!(
            "the inputs of `{}` are not at hand as they were: {}",
            self.bundle.folder().display(),
            what.join("; ")
        );
        let hint = format!(
            "run both periods again (`--each` runs all of them), or {}",
            self.advice()
        );
        self.failure(Diagnostic::error(Code::INPUTS, message).hint(hint))
    }

    /// A problem that stands in no file.
    pub(super) fn failure(&self, problem: Diagnostic) -> Failure {
        Failure {
            spec: self.bundle.folder().to_owned(),
            problems: vec![problem],
            sources: SourceMap::default(),
        }
    }

    fn advice(&self) -> String {
        let option = match self.which {
            Which::Old => "--old-root",
            Which::New => "--new-root",
        };
        format!(
            "name a folder in which they lie as they were, such as another working tree: `{option} DIR`"
        )
    }

    /// The path of its spec.
    fn spec(&self, world: &dyn World) -> Result<PathBuf, Diagnostic> {
        let inside = Path::new(&self.bundle.manifest.spec.path);
        let root = match self.which {
            Which::Old => &self.places.old,
            Which::New => &self.places.new,
        };
        let folders = match root {
            Some(root) => vec![root.clone()],
            None => [self.bundle.folder(), Path::new(".")]
                .into_iter()
                .filter_map(|folder| world.canonicalize(folder).ok())
                .flat_map(|folder| folder.ancestors().map(Path::to_owned).collect::<Vec<_>>())
                .collect(),
        };
        let mut specs = folders.iter().map(|folder| folder.join(inside));
        specs.find(|spec| world.exists(spec)).ok_or_else(|| {
            let place = match root {
                Some(root) => format!("in `{}`", root.display()),
                None => "above the bundle or above the working folder".to_owned(),
            };
            let message = format!(
                "the spec of `{}` is not {place}: `{}`",
                self.bundle.folder().display(),
                inside.display()
            );
            Diagnostic::error(Code::INPUTS, message).hint(self.advice())
        })
    }

    /// The lookups whose files are no longer as they were, or gone, with what is to be said.
    pub(super) fn changed_lookups(
        &self,
        world: &dyn World,
        checked: &Checked,
    ) -> Vec<(String, String)> {
        let door = checked.door(world);
        let lookups = self.bundle.manifest.lookups.iter();
        let changed = lookups.filter_map(|(name, record)| {
            let digest = record.sha256.as_ref()?;
            let path = checked
                .report
                .lookups
                .get(name)
                .and_then(|it| it.path.as_ref());
            let found = path.and_then(|path| door.read(path).ok()).map(sha256);
            (found.as_ref() != Some(digest)).then(|| {
                let file = record.file.as_deref().unwrap_or_default();
                (
                    name.clone(),
                    format!("lookup `{name}`, `{file}`, has changed since"),
                )
            })
        });
        changed.collect()
    }

    /// What is wrong with the corrections of a source.
    pub(super) fn changed_corrections(
        &self,
        world: &dyn World,
        checked: &Checked,
        source: &str,
    ) -> Option<String> {
        let record = self
            .bundle
            .manifest
            .sources
            .get(source)?
            .corrections
            .as_ref();
        let mut sources = checked.report.sources.iter();
        let found = sources.find(|it| it.name == source);
        let found = found.and_then(|found| found.corrections.as_ref());
        let digest = found.and_then(|it| checked.door(world).read(&it.path).ok());
        if digest.map(sha256) == record.map(|record| record.sha256.clone()) {
            return None;
        }
        let file = record.map_or("none before", |record| record.file.as_str());
        Some(format!(
            "the corrections of source `{source}`, `{file}`, have changed since"
        ))
    }

    /// What is wrong with the files of the spec.
    pub(super) fn changed_spec(&self, world: &dyn World, checked: &Checked) -> Option<String> {
        let found: Vec<SpecFile> = checked
            .spec_files()
            .iter()
            .map(|path| SpecFile {
                file: path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                sha256: world.read(path).map(sha256).unwrap_or_default(),
            })
            .collect();
        let mut recorded = self.bundle.manifest.spec.files.iter();
        let changed = recorded.find(|file| !found.contains(file));
        changed.map(|file| format!("`{}` has changed since", file.file))
    }

    /// What is wrong with the files of a source that was read.
    pub(super) fn changed_files(&self, source: &SourceStatistics) -> Option<String> {
        let name = &source.name;
        let record = self.bundle.manifest.sources.get(name)?;
        if let Some(database) = &record.database {
            return Some(format!(
                "the rows of source `{name}` are in a database, {database}"
            ));
        }
        let is_there = |file: &SourceFile| {
            let mut found = source.files.iter();
            found.any(|it| {
                let name = it.path.file_name().unwrap_or_default();
                name.to_string_lossy() == *file.file && it.sha256 == file.sha256
            })
        };
        match record.files.iter().find(|file| !is_there(file)) {
            Some(file) => Some(format!(
                "`{}` of source `{name}` has changed since",
                file.file
            )),
            None if source.files.len() != record.files.len() => {
                Some(format!("source `{name}` has further files now"))
            }
            None => None,
        }
    }
}
