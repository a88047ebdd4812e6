//! Phases 6 and 7: results → a bundle in its folder.

use super::budget::budget;
use super::bundle_before::HandedOver;
use super::check::Checked;
use super::clock::Clock;
use super::failure::Failure;
use super::record::{REPORT, record};
use super::run::Executed;
use crate::diagnostic::{Code, Diagnostic, Location, Raised, in_order};
use crate::document::report_json::{Headlines, WrittenNumbers};
use crate::document::{Bundle, MANIFEST, Manifest};
use crate::publish::{Target, files};
use crate::render::{TemplateCache, exact_numbers, render};
use crate::results::verify;
use crate::spec::why;
use crate::world::{OutputFile, Replacement, World};
use std::path::PathBuf;
use std::sync::Arc;

/// What was written.
#[derive(Debug)]
pub struct PublishedBundle {
    /// The executed report with all warnings.
    pub executed: Executed,
    /// The files of the bundle: path and bytes.
    pub files: Vec<(String, usize)>,
    /// The folder.
    pub folder: PathBuf,
    /// What its `report.json` has, if there is one.
    pub(crate) numbers: Option<WrittenNumbers>,
}

/// A rendered report, of which no file is made yet.
#[derive(Debug)]
pub(crate) struct RenderedRun {
    executed: Executed,
    bundle: Bundle,
}

/// A bundle whose files are made, but not in their folder yet.
#[derive(Debug)]
pub(crate) struct Prepared {
    executed: Executed,
    /// What an index reads of its `report.json`, if there is one.
    headlines: Option<Headlines>,
    manifest: Manifest,
    files: Vec<OutputFile>,
}

/// Renders an executed report and writes the bundle.
///
/// # Errors
/// A guard against the period before or a threshold of coverage that is not held, a published figure that differs, a template
/// that fails, a page over budget, an unwritable folder.
pub fn publish(world: &dyn World, executed: Executed) -> Result<PublishedBundle, Failure> {
    let cache = TemplateCache::default();
    rendered(world, executed, &cache)?.files()?.put(world)
}

/// Renders an executed report, with the templates that an earlier period of it has compiled.
///
/// # Errors
/// A guard or a threshold that is not held, a published figure that differs, a template that fails.
pub(crate) fn rendered(
    world: &dyn World,
    mut executed: Executed,
    cache: &TemplateCache,
) -> Result<RenderedRun, Failure> {
    let mut found = executed.unfit();
    let report = &executed.checked.report;
    found.extend(verify::problems(report, &executed.figures));
    let wrong = executed.checked.not_waived(found);
    if !wrong.is_empty() {
        return Err(executed.checked.fail(wrong));
    }
    let mut timings = std::mem::take(&mut executed.checked.timings);
    let mut clock = Clock::new(&mut timings);
    let checked = &executed.checked;
    let (report, meter) = (&checked.report, &checked.meter);
    let door = checked.root.door(world);
    let previous = executed.previous.clone();
    let manifest = match record(&door, &checked.spec, report, &executed.results, previous) {
        Ok(manifest) => manifest,
        Err(problem) => return Err(executed.checked.fail(vec![problem])),
    };
    let rendered = match render(
        report,
        &executed.results,
        &executed.figures,
        manifest,
        (cache, meter),
    ) {
        Ok(rendered) => rendered,
        Err(problems) => return Err(executed.checked.fail(problems)),
    };
    clock.lap("render");
    let checked = &mut executed.checked;
    let located = checked.locate(rendered.warnings);
    checked.warnings.extend(located);
    let unused = checked.waivers.unused(&[
        Raised::AsWarningOfRun,
        Raised::AsErrorOfRun,
        Raised::AsErrorUnlessSaid,
    ]);
    let unused = checked.locate(unused);
    checked.warnings.extend(unused);
    checked.warnings = in_order(std::mem::take(&mut checked.warnings));
    executed.checked = executed.checked.without_denied()?;
    executed.checked.timings = timings;
    Ok(RenderedRun {
        executed,
        bundle: rendered.bundle,
    })
}

impl RenderedRun {
    /// The files of rows, which are not needed any more.
    pub(crate) fn files_of_rows(&self) -> impl Iterator<Item = PathBuf> {
        let sources = self.executed.results.sources.iter();
        sources.flat_map(|it| it.files.iter().map(|file| file.path.clone()))
    }

    /// Number of cells in all tables of results.
    pub(crate) fn cells(&self) -> usize {
        self.executed.cells()
    }

    /// What the period after needs of this bundle, if it will have a file with its numbers.
    pub(crate) fn handed_over(&self) -> Option<HandedOver> {
        let report = &self.executed.checked.report;
        report.outputs.formats.json.then(|| HandedOver {
            folder: report.outputs.folder.clone(),
            manifest: self.bundle.manifest.clone(),
            report: Arc::new(exact_numbers(report, &self.executed.results)),
        })
    }

    /// Notes the digest of the bundle of the period before, which was handed over and stands in its folder now.
    pub(crate) fn after(&mut self, before: &PublishedBundle) {
        if let Some(previous) = &mut self.bundle.manifest.previous
            && let Some(numbers) = &before.numbers
        {
            previous.report_json_sha256.clone_from(&numbers.sha256);
        }
    }

    /// Makes the files.
    ///
    /// # Errors
    /// A table that no workbook can hold, a page over budget.
    pub(crate) fn files(self) -> Result<Prepared, Failure> {
        let Self {
            mut executed,
            bundle,
        } = self;
        let mut timings = std::mem::take(&mut executed.checked.timings);
        let mut clock = Clock::new(&mut timings);
        let report = &executed.checked.report;
        let written = files(&bundle, &report.outputs.formats).map_err(|error| {
            let message = format!("the bundle cannot be written: {error}");
            Diagnostic::error(Code::OUTPUT, message)
        });
        let written = written.and_then(|files| {
            budget(report, &bundle, &files)?;
            Ok(files)
        });
        let files = match written {
            Ok(files) => files,
            Err(problem) => return Err(executed.checked.fail(vec![problem])),
        };
        clock.lap("publish");
        executed.checked.timings = timings;
        Ok(Prepared {
            executed,
            headlines: bundle.report.as_deref().map(Headlines::of),
            manifest: bundle.manifest,
            files,
        })
    }
}

impl Prepared {
    /// Puts the files into their folder.
    ///
    /// # Errors
    /// The folder is not ours or cannot be written to.
    pub(crate) fn put(self, world: &dyn World) -> Result<PublishedBundle, Failure> {
        let Self {
            mut executed,
            headlines,
            manifest,
            files,
        } = self;
        let mut timings = std::mem::take(&mut executed.checked.timings);
        let mut clock = Clock::new(&mut timings);
        if let Err(problem) = put(world, &executed.checked, &manifest, &files) {
            return Err(executed.checked.fail(vec![problem]));
        }
        clock.lap("put in place");
        let folder = executed.checked.report.outputs.folder.clone();
        executed.checked.timings = timings;
        let sizes = files.iter();
        let report_json = files.iter().find(|file| file.path == REPORT);
        let sha256 = report_json.map(|file| file.content.sha256().to_owned());
        let numbers = sha256.zip(headlines);
        Ok(PublishedBundle {
            executed,
            numbers: numbers.map(|(sha256, headlines)| WrittenNumbers { sha256, headlines }),
            files: sizes
                .map(|file| (file.path.clone(), file.content.length()))
                .collect(),
            folder,
        })
    }
}

/// Puts the files of a bundle into its folder.
fn put(
    world: &dyn World,
    checked: &Checked,
    manifest: &Manifest,
    files: &[OutputFile],
) -> Result<(), Diagnostic> {
    let outputs = &checked.report.outputs;
    let location = if outputs.typed {
        Location::Unknown
    } else {
        Location::key("/outputs/dir")
    };
    let home = world.home().and_then(|it| world.canonicalize(&it).ok());
    let target = Target {
        root: &checked.root,
        home: home.as_deref(),
        is_typed: outputs.typed,
        replaces_others: outputs.replaces_others,
        manifest,
    };
    let replacement = Replacement {
        files,
        list: MANIFEST,
        listed: Manifest::listed,
        admits: &|folder, list| target.admits(folder, list),
    };
    let folder = outputs.folder.display();
    match world.replace_folder(&outputs.folder, &replacement) {
        Err(error) => Err(Diagnostic::error(
            Code::OUTPUT,
            format!("the bundle cannot be written to `{folder}`: {}", why(&error)),
        )
        .at(location)
        .maybe_hint(error.to_string().contains("has changed since").then(|| {
            "what you changed there the run would overwrite: move it elsewhere, or delete it".to_owned()
        }))
        .hint("name another folder with `--out DIR` or `outputs.dir`; what was there before is untouched")
        .environment()),
        Ok(left) => match left.first() {
            None => Ok(()),
            Some(left) => Err(Diagnostic::error(
                Code::OUTPUT,
                format!(
                    "the bundle is written to `{folder}`, but something in it changed in that moment: it is now in `{}`",
                    left.display()
                ),
            )
            .at(location)
            .hint("put it where it belongs, and remove the folder that it is in")
            .environment()),
        },
    }
}
