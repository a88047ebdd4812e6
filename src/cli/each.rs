//! `hfreport run --each`: the periods of a report one after the other, and a line for each.

use super::claims::turned;
use super::left_out::left_out;
use super::renew::renew;
use super::steps::{Progress, begun, checked, prepared};
use super::terminal::{ended, fail, note, out, report, summary, timings};
use super::{Exit, Loudness};
use crate::diagnostic::{Batch, Format, Severity, counted};
use crate::pipeline::{
    Checked, Failure, OnePeriod, Prepared, PublishedBundle, Range, Request, each as periods,
};
use crate::world::{Remembered, World, beside};

/// Runs the periods of a range, the oldest first, one at a time where it is to be left `alone`. One that fails leaves the others
/// as they are.
pub(super) fn each(
    world: &dyn World,
    (request, range): (&Request, &Range),
    alone: bool,
    mut progress: Progress,
    loudness: Loudness,
    format: Format,
) -> Exit {
    let disk = world;
    let world = Remembered::new(disk);
    let periods = match periods(&world, request, range) {
        Ok(periods) => periods,
        Err(failure) => {
            progress.finish();
            return fail(&failure, format);
        }
    };
    let mut runs = Vec::new();
    let check = |period: &OnePeriod| checked(&world, &period.request, format);
    let begin = |checked: Result<Checked, Failure>| Ok(begun(&world, checked?, format));
    let next_of = |at: usize| periods.get(at + 1).filter(|_| !alone);
    // Periods that are checked ahead, and the rows of the next one.
    let (mut checked_ahead, mut next_one) = (None, None);
    for (at, period) in periods.iter().enumerate() {
        let OnePeriod { name, request } = period;
        progress.of(name);
        progress.say("checking");
        let this = next_one.take().unwrap_or_else(|| {
            // Nothing is known of the first one: while its rows are read, the second one is checked.
            let (next, this) = beside(|| next_of(at).map(check), || begin(check(period)));
            checked_ahead = next;
            this
        });
        // The rows of a period are its own, the other files are those of all.
        let prepare = || {
            let made = prepared(&world, request, this?, &progress, format)?;
            world.forget(made.files_of_rows());
            Ok(made)
        };
        // While a period is computed, the rows of the next one are read; while its files are put into their folder, the one
        // after that is checked. Only when these are there may the next one need them.
        let result = match checked_ahead.take() {
            Some(next) => {
                let (next, made): (_, Result<Prepared, Failure>) = beside(|| begin(next), prepare);
                next_one = Some(next);
                let (ahead, result) = beside(|| next_of(at + 1).map(check), || made?.put(&world));
                checked_ahead = ahead;
                result
            }
            None => prepare().and_then(|made: Prepared| made.put(&world)),
        };
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
            let left = run.as_ref().map(|done| done.left_out.as_slice());
            for left in left.unwrap_or_default() {
                out(&format!("{name}: {left}"));
            }
        }
    }
    if exit != Exit::Fine || !loudness.quiet {
        summary(&batches, format);
    }
    drop(batches);
    let mut written = runs.iter_mut().filter_map(|(_, run)| run.as_mut().ok());
    let index = written.next_back().map_or(Exit::Fine, |newest| {
        renew(disk, &mut newest.checked, loudness.quiet, format)
    });
    if exit == Exit::Fine { index } else { exit }
}

/// What is said of a bundle that was written.
struct Summary {
    checked: Checked,
    folder: String,
    files: usize,
    /// Claims that have turned, if any.
    turned: Option<String>,
    /// What is left out, a line a dimension.
    left_out: Vec<String>,
}

impl Summary {
    fn of(written: PublishedBundle) -> Self {
        let executed = written.executed;
        let summary = Self {
            turned: turned(&executed.results),
            left_out: left_out(&executed.checked.report, &executed.results).collect(),
            checked: executed.checked,
            folder: written.folder.display().to_string(),
            files: written.files.len(),
        };
        // Nobody waits until the rows of all breakdowns are let go of.
        rayon::spawn(move || drop((executed.results, executed.plan)));
        summary
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
            let turned = done.turned.as_ref();
            let turned = turned.map_or_else(String::new, |it| format!("; {it}"));
            format!("{found}, {files} in {}{elsewhere}{turned}", done.folder)
        }
        Err(failure) => {
            let problems = failure.problems.iter();
            let errors = problems.filter(|it| it.severity == Severity::Error);
            format!("failed, {}", counted(errors.count(), "error", "errors"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::each;
    use crate::cli::steps::Progress;
    use crate::cli::{Exit, Loudness};
    use crate::diagnostic::Format;
    use crate::pipeline::{Range, Request};
    use crate::world::{Network, Replacement, Scratch, Stamp, SystemWorld, World};
    use std::collections::BTreeMap;
    use std::io;
    use std::path::{Path, PathBuf};
    use std::sync::Mutex;

    /// A world that counts how often each file is read.
    #[derive(Default)]
    struct Counting(Mutex<BTreeMap<String, usize>>);

    impl World for Counting {
        fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            *self.0.lock().unwrap().entry(name).or_default() += 1;
            SystemWorld.read(path)
        }

        fn exists(&self, path: &Path) -> bool {
            SystemWorld.exists(path)
        }

        fn stamp(&self, path: &Path) -> Option<Stamp> {
            SystemWorld.stamp(path)
        }

        fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
            SystemWorld.canonicalize(path)
        }

        fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
            SystemWorld.glob(pattern)
        }

        fn variable(&self, name: &str) -> Option<String> {
            SystemWorld.variable(name)
        }

        fn home(&self) -> Option<PathBuf> {
            SystemWorld.home()
        }

        fn replace_folder(
            &self,
            target: &Path,
            replacement: &Replacement<'_>,
        ) -> io::Result<Vec<PathBuf>> {
            SystemWorld.replace_folder(target, replacement)
        }

        fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
            SystemWorld.replace_file(target, bytes)
        }

        fn create_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
            SystemWorld.create_file(target, bytes)
        }

        fn network(&self) -> &dyn Network {
            SystemWorld.network()
        }

        fn scratch(&self) -> &dyn Scratch {
            SystemWorld.scratch()
        }
    }

    const SPEC: &str = r#"
version: 1
title: Month
params: {month: 1}
periods: {param: month, table: periods.csv}
sources:
  models:
    path: "rows_{{ params.month }}.csv"
    columns: {account: {type: string}, downloads: {type: integer}}
lookups: {owners: {path: owners.csv, key: account}}
dimensions: {owner: {lookup: owners.owner, key: account}}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns: {by_owner: {by: owner, measures: [downloads]}}
sections: [{text: text.md.j2}, {table: by_owner}]
outputs: {dir: "out/{{ params.month }}", formats: [json], charts: [], tables: []}
"#;

    #[test]
    fn what_all_periods_share_is_read_once_and_the_rows_of_each_too() {
        for alone in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let write = |name: &str, text: &str| {
                let path = folder.path().join(name);
                SystemWorld.create_file(&path, text.as_bytes()).unwrap();
            };
            write("hfreport.toml", "");
            write("spec.yaml", SPEC);
            write("periods.csv", "month\n1\n2\n3\n");
            write("owners.csv", "account,owner\na,A\n");
            write("text.md.j2", "{{ by_owner[0].owner }}");
            for (month, downloads) in [(1, 100), (2, 110), (3, 120)] {
                let rows = format!("account,downloads\na,{downloads}\n");
                write(&format!("rows_{month}.csv"), &rows);
            }
            let world = Counting::default();
            let request = Request {
                spec: folder.path().join("spec.yaml"),
                ..Request::default()
            };
            let loudness = Loudness {
                quiet: true,
                verbose: false,
            };
            let progress = Progress::start(false);
            let all = (&request, &Range::default());
            let exit = each(&world, all, alone, progress, loudness, Format::Short);
            assert_eq!(exit, Exit::Fine);
            let read = world.0.into_inner().unwrap();
            for name in [
                "spec.yaml",
                "periods.csv",
                "owners.csv",
                "text.md.j2",
                "rows_1.csv",
                "rows_2.csv",
                "rows_3.csv",
            ] {
                assert_eq!(read.get(name), Some(&1), "{name}");
            }
        }
    }
}
