//! Phases 6 and 7: results → a bundle in its folder.

use super::budget::budget;
use super::check::Checked;
use super::clock::Clock;
use super::failure::Failure;
use super::record::record;
use super::run::Executed;
use crate::diagnostic::{Code, Diagnostic, Location, Raised, in_order};
use crate::document::{MANIFEST, Manifest};
use crate::publish::{Target, files};
use crate::render::render;
use crate::results::verify;
use crate::spec::why;
use crate::world::{OutputFile, Replacement, World};
use std::path::PathBuf;

/// What was written.
#[derive(Debug)]
pub struct PublishedBundle {
    /// The executed report with all warnings.
    pub executed: Executed,
    /// The files of the bundle: path and bytes.
    pub files: Vec<(String, usize)>,
    /// The folder.
    pub folder: PathBuf,
}

/// A bundle whose files are made, but not in their folder yet.
#[derive(Debug)]
pub(crate) struct Prepared {
    executed: Executed,
    manifest: Manifest,
    files: Vec<OutputFile>,
}

/// Renders an executed report and writes the bundle.
///
/// # Errors
/// A published figure that differs, a template that fails, a page over budget, an unwritable folder.
pub fn publish(world: &dyn World, executed: Executed) -> Result<PublishedBundle, Failure> {
    prepare(world, executed)?.put(world)
}

/// Renders an executed report and makes the files of its bundle.
///
/// # Errors
/// A published figure that differs, a template that fails, a page over budget.
pub(crate) fn prepare(world: &dyn World, mut executed: Executed) -> Result<Prepared, Failure> {
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
        meter,
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
    let report = &executed.checked.report;
    let outputs = &report.outputs;
    let written = files(&rendered.bundle, &outputs.formats).map_err(|error| {
        Diagnostic::error(
            Code::OUTPUT,
            format!("the bundle cannot be written: {error}"),
        )
    });
    let written = match written.and_then(|files| {
        budget(report, &rendered.bundle, &files)?;
        Ok(files)
    }) {
        Ok(files) => files,
        Err(problem) => return Err(executed.checked.fail(vec![problem])),
    };
    clock.lap("publish");
    executed.checked.timings = timings;
    Ok(Prepared {
        executed,
        manifest: rendered.bundle.manifest,
        files: written,
    })
}

impl Prepared {
    /// The files of rows, which are not needed any more.
    pub(crate) fn files_of_rows(&self) -> impl Iterator<Item = PathBuf> {
        let sources = self.executed.results.sources.iter();
        sources.flat_map(|it| it.files.iter().map(|file| file.path.clone()))
    }

    /// Puts the files into their folder.
    ///
    /// # Errors
    /// The folder is not ours or cannot be written to.
    pub(crate) fn put(self, world: &dyn World) -> Result<PublishedBundle, Failure> {
        let Self {
            mut executed,
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
        Ok(PublishedBundle {
            executed,
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
