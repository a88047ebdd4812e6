//! `hfreport run --each`: the periods of a report one after the other, and a line for each.

use super::renew::renew;
use super::steps::{Progress, steps};
use super::terminal::{ended, fail, note, out, report, summary, timings};
use super::{Exit, Loudness};
use crate::diagnostic::{Batch, Format, Severity, counted};
use crate::pipeline::{Failure, OnePeriod, PublishedBundle, Range, Request, each as periods};
use crate::world::{Remembered, SystemWorld};

/// Runs the periods of a range, the oldest first. One that fails leaves the others alone.
pub(super) fn each(
    request: &Request,
    range: &Range,
    mut progress: Progress,
    loudness: Loudness,
    format: Format,
) -> Exit {
    let world = Remembered::new(&SystemWorld);
    let periods = match periods(&world, request, range) {
        Ok(periods) => periods,
        Err(failure) => {
            progress.finish();
            return fail(&failure, format);
        }
    };
    let mut runs = Vec::new();
    for OnePeriod { name, request } in &periods {
        progress.of(name);
        let result = steps(&world, request, &progress, format);
        // The rows of a period are its own, the other files are those of all.
        if let Ok(written) = &result {
            let sources = written.executed.results.sources.iter();
            world.forget(sources.flat_map(|it| it.files.iter().map(|file| file.path.clone())));
        }
        runs.push((name, result.map(Summary::of)));
    }
    progress.finish();
    let batches: Vec<Batch<'_>> = runs
        .iter()
        .map(|(_, run)| match run {
            Ok(done) => done.checked.batch(),
            Err(failure) => failure.batch(),
        })
        .collect();
    if format.is_for_programs() {
        report(&batches, format);
    } else {
        for ((name, _), batch) in runs.iter().zip(&batches) {
            if !batch.problems.is_empty() {
                note(&format!("period {name}:"));
                report(std::slice::from_ref(batch), format);
            }
        }
    }
    let mut exit = Exit::Fine;
    for (name, run) in &runs {
        if let (Ok(done), true) = (run, loudness.verbose) {
            out(name);
            timings(&done.checked);
        }
        if let Err(failure) = run
            && exit != Exit::Wrong
        {
            exit = ended(failure);
        }
    }
    if !loudness.quiet {
        for (name, run) in &runs {
            out(&format!("{name}: {}", line(run)));
        }
    }
    if exit != Exit::Fine || !loudness.quiet {
        summary(&batches, format);
    }
    drop(batches);
    let mut written = runs.iter_mut().filter_map(|(_, run)| run.as_mut().ok());
    let index = written.next_back().map_or(Exit::Fine, |newest| {
        renew(&SystemWorld, &mut newest.checked, loudness.quiet, format)
    });
    if exit == Exit::Fine { index } else { exit }
}

/// What is said of a bundle that was written.
struct Summary {
    checked: crate::pipeline::Checked,
    folder: String,
    files: usize,
}

impl Summary {
    fn of(written: PublishedBundle) -> Self {
        Self {
            checked: written.executed.checked,
            folder: written.folder.display().to_string(),
            files: written.files.len(),
        }
    }
}

/// How a period ended.
fn line(run: &Result<Summary, Failure>) -> String {
    match run {
        Ok(done) => {
            let found = match done.checked.warnings.len() {
                0 => "fine".to_owned(),
                warnings => counted(warnings, "warning", "warnings"),
            };
            let files = counted(done.files, "file", "files");
            let elsewhere = done.checked.report.figures_elsewhere.as_ref();
            let elsewhere = elsewhere.map_or_else(String::new, |it| format!("; {it}"));
            format!("{found}, {files} in {}{elsewhere}", done.folder)
        }
        Err(failure) => {
            let problems = failure.problems.iter();
            let errors = problems.filter(|it| it.severity == Severity::Error);
            format!("failed, {}", counted(errors.count(), "error", "errors"))
        }
    }
}
