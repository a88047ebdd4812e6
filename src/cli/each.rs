//! `hfreport run --each`: the periods of a report one after the other, and a line for each.

use super::alike::{Alike, alike};
use super::claims::turned;
use super::left_out::left_out;
use super::renew::renew;
use super::steps::{Progress, begun, put, rendered};
use super::terminal::{ended, fail, note, out, report, summary, timings};
use super::{Exit, Loudness};
use crate::diagnostic::{Batch, Format, Severity, counted};
use crate::document::report_json::WrittenNumbers;
use crate::pipeline::{
    Begun, Checked, Failure, HandedOver, OnePeriod, PublishedBundle, Range, Request, TemplateCache,
    each as periods,
};
use crate::world::{Alongside, Remembered, World};
use std::collections::VecDeque;

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
    let results = runs(&world, (&periods, request), alone, &mut progress, format);
    let names = periods.iter().map(|period| &period.name);
    let runs: Vec<_> = names.zip(results).collect();
    progress.finish();
    let batches: Vec<(&str, Batch<'_>)> = runs
        .iter()
        .map(|(name, run)| match run {
            Ok(done) => (name.as_str(), done.checked.batch()),
            Err(failure) => (name.as_str(), failure.batch()),
        })
        .collect();
    let said = alike(&batches);
    if format.is_for_programs() {
        let all: Vec<Batch<'_>> = batches.iter().map(|(_, batch)| *batch).collect();
        report(&all, format);
    } else {
        for group in &said {
            note(&group.heading);
            report(&[group.batch()], format);
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
        let said: Vec<Batch<'_>> = said.iter().map(Alike::batch).collect();
        summary(&said, format);
    }
    drop((said, batches));
    let written: Vec<Summary> = runs.into_iter().filter_map(|(_, run)| run.ok()).collect();
    let numbers = written.iter().filter_map(|it| it.numbers.clone()).collect();
    let index = written.into_iter().next_back();
    let index = index.map_or(Exit::Fine, |mut newest| {
        let of_newest = (&mut newest.checked, numbers);
        renew(disk, of_newest, loudness.quiet, format)
    });
    if exit == Exit::Fine { index } else { exit }
}

/// How many periods are begun while another one is computed: with one alone a processor waits where that takes longer than the rest.
const AHEAD: usize = 2;

/// Runs periods. While one is computed and rendered, the next ones are checked and their rows are read, and the files of the one before
/// are made and put into their folder.
fn runs(
    world: &Remembered<'_>,
    (periods, request): (&[OnePeriod], &Request),
    alone: bool,
    progress: &mut Progress,
    format: Format,
) -> Vec<Result<Summary, Failure>> {
    let begun = |period: &OnePeriod| begun(world, &period.request, format);
    let mut ended: Vec<Result<Summary, Failure>> = Vec::new();
    let cache = TemplateCache::default();
    std::thread::scope(|scope| {
        let later = periods.iter().skip(1).filter(|_| !alone);
        let mut later = later.map(|period| Alongside::begin(scope, move || begun(period)));
        let (mut next, mut putting) = (VecDeque::new(), None);
        for period in periods {
            progress.of(&period.name);
            progress.say("checking");
            let this = next.pop_front().map(Alongside::wait);
            next.extend(later.by_ref().take(AHEAD - next.len()));
            let this = this.unwrap_or_else(|| begun(period));
            // Much memory is needed once at a time, and a bundle without its numbers in memory is read from its folder.
            let is_beside = |putting: &Putting<'_>| {
                let is_read = this.as_ref().is_ok_and(Begun::is_read);
                is_read && putting.handed_over.is_some() && request.options.previous.is_none()
            };
            if !putting.as_ref().is_some_and(is_beside) {
                ended.extend(putting.take().map(Putting::ended));
            }
            let handed_over = putting.as_mut().and_then(|it| it.handed_over.take());
            let of_this = |this, handed_over| {
                let this = (&period.request, this);
                rendered(world, this, (handed_over, &cache), progress, format)
            };
            let mut made = this.and_then(|this| of_this(this, handed_over.as_ref()));
            if let Some(before) = putting.take() {
                let put = before.thread.wait();
                match (&put, &mut made) {
                    (Ok(put), Ok(made)) => made.after(put),
                    // What this one was compared with is not there.
                    (Err(_), _) => made = begun(period).and_then(|this| of_this(this, None)),
                    (Ok(_), Err(_)) => {}
                }
                ended.push(put.map(Summary::of));
            }
            match made {
                Ok(made) => {
                    // The rows of a period are its own, the other files are those of all.
                    world.forget(made.files_of_rows());
                    let handed_over = made.handed_over();
                    let put = move || put(world, &period.request, made, format);
                    putting = Some(Putting {
                        thread: Alongside::begin(scope, put),
                        handed_over,
                    });
                }
                Err(failure) => ended.push(Err(failure)),
            }
            if alone {
                ended.extend(putting.take().map(Putting::ended));
            }
        }
        ended.extend(putting.take().map(Putting::ended));
    });
    ended
}

/// A bundle that is being written.
struct Putting<'scope> {
    thread: Alongside<'scope, Result<PublishedBundle, Failure>>,
    /// What the next period needs of it.
    handed_over: Option<HandedOver>,
}

impl Putting<'_> {
    /// Waits until it stands in its folder.
    fn ended(self) -> Result<Summary, Failure> {
        self.thread.wait().map(Summary::of)
    }
}

/// What is said of a bundle that was written.
struct Summary {
    checked: Checked,
    folder: String,
    files: usize,
    /// What its `report.json` has, if there is one.
    numbers: Option<WrittenNumbers>,
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
            numbers: written.numbers,
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
            // The numbers of the period before need not be read where they are known.
            let from_folder = if alone { Some(&2) } else { None };
            assert_eq!(read.get("report.json"), from_folder);
        }
    }
}
