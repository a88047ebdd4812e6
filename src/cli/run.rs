//! `hfreport run`: writes the bundle.

use super::claims::turned;
use super::each::each;
use super::left_out::left_out;
use super::only_spec::or_only_one;
use super::renew::renew;
use super::steps::{Progress, steps};
use super::terminal::{fail, is_terminal, note, out, report, summary, timings};
use super::{Exit, Loudness, SpecArguments};
use crate::diagnostic::counted;
use crate::pipeline::{PublishedBundle, Range};
use crate::report::Formats;
use crate::world::SystemWorld;
use clap::Args;
use std::path::PathBuf;

/// Computes a report and writes its bundle
///
/// Reads the sources, checks their contracts, computes every number, compares the published
/// figures with them and writes pages, tables, charts and texts into one folder, which is replaced
/// only when everything is written.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport run
  hfreport run reports/october_2025.yaml
  hfreport run report.yaml --set snapshot=2025-11-01 --out out/november
  hfreport run report.yaml --set snapshot=2025-11-01 --replace
  hfreport run report.yaml --each
  hfreport run report.yaml --each 2025-10-01..2025-12-01
  hfreport run report.yaml --set models=other_rows.parquet --locale fr --format html,json
  hfreport run report.yaml --verbose
  hfreport run reports/october_2025.yaml --format jekyll --out out/post")]
pub(super) struct RunArguments {
    /// The spec. Default: the only one in this folder
    spec: Option<PathBuf>,
    #[command(flatten)]
    shared: SpecArguments,
    /// Folder of the bundle instead of the spec's
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Runs every period of the spec, or those of a range such as 2025-10-01..2025-12-01, the oldest
    /// first: a bundle and a line for each
    #[arg(long, value_name = "RANGE", num_args = 0..=1, default_missing_value = "..",
          value_parser = range, conflicts_with = "out")]
    each: Option<Range>,
    /// Folder with the bundle of the period before, instead of where the spec puts it
    #[arg(long, value_name = "DIR", conflicts_with = "each")]
    previous: Option<PathBuf>,
    /// Replaces the bundle of another spec or another period in the folder
    #[arg(long)]
    replace: bool,
    /// Formats instead of the spec's, separated by commas
    #[arg(long = "format", value_name = "FORMATS", value_delimiter = ',',
          value_parser = Formats::NAMES)]
    formats: Vec<String>,
    /// Threads; the result is the same for every number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    #[command(flatten)]
    loudness: Loudness,
}

pub(super) fn run(arguments: RunArguments) -> Exit {
    if let Some(jobs) = arguments.jobs {
        match crate::world::with_threads(jobs) {
            Ok(None) => {}
            Ok(Some(0)) => return Exit::Fine,
            Ok(Some(1)) => return Exit::Wrong,
            Ok(Some(_)) => return Exit::Environment,
            Err(error) => {
                note(&format!("cannot start with {jobs} threads: {error}"));
                return Exit::Environment;
            }
        }
    }
    let spec = match or_only_one(arguments.spec, "run") {
        Ok(spec) => spec,
        Err(exit) => return exit,
    };
    let mut request = arguments.shared.request(spec);
    request.options.out = arguments.out;
    request.options.previous = arguments.previous;
    request.options.replaces_others = arguments.replace;
    request.options.formats = arguments.formats;
    request.measured = arguments.loudness.verbose;
    let quiet = arguments.loudness.quiet;
    let progress = Progress::start(!quiet && is_terminal());
    request.options.remotes.listener = progress.listener();
    let format = arguments.shared.format();
    if let Some(range) = arguments.each {
        let alone = arguments.jobs == Some(1);
        return each(
            &SystemWorld,
            (&request, &range),
            alone,
            progress,
            arguments.loudness,
            format,
        );
    }
    let result = steps(&SystemWorld, &request, &progress, format);
    progress.finish();
    match result {
        Ok(mut written) => {
            report(&[written.executed.checked.batch()], format);
            if !quiet {
                written_files(&written);
                if let Some(line) = turned(&written.executed.results) {
                    out(&line);
                }
                let executed = &written.executed;
                for line in left_out(&executed.checked.report, &executed.results) {
                    out(&line);
                }
                timings(&written.executed.checked);
            }
            let checked = &mut written.executed.checked;
            let numbers = written.numbers.into_iter().collect();
            let exit = renew(&SystemWorld, (checked, numbers), quiet, format);
            if !quiet {
                summary(&[checked.batch()], format);
            }
            exit
        }
        Err(failure) => fail(&failure, format),
    }
}

/// The periods from the first to the last one, both included.
pub(super) fn range(text: &str) -> Result<Range, String> {
    let given = |end: &str| Some(end.to_owned()).filter(|end| !end.is_empty());
    let day = |end: &str| end.is_empty() || end.starts_with(|sign: char| sign.is_ascii_digit());
    match text.split_once("..") {
        Some((first, last)) if day(first) && day(last) => Ok(Range {
            first: given(first),
            last: given(last),
        }),
        _ => Err(format!(
            "expected a range such as `2025-10-01..2025-12-01`, found `{text}`; the spec stands before `--each`"
        )),
    }
}

fn written_files(written: &PublishedBundle) {
    let folder = written.folder.display();
    let size: usize = written.files.iter().map(|(_, bytes)| bytes).sum();
    out(&format!(
        "wrote {}, {} KB, to {folder}",
        counted(written.files.len(), "file", "files"),
        size.div_ceil(1000)
    ));
    for (path, bytes) in &written.files {
        let is_main = !path.contains('/');
        if is_main {
            out(&format!("  {path} ({} KB)", bytes.div_ceil(1000)));
        }
    }
    for folder in ["charts/", "tables/"] {
        let count = written
            .files
            .iter()
            .filter(|(path, _)| path.starts_with(folder))
            .count();
        if count > 0 {
            out(&format!("  {folder} ({})", counted(count, "file", "files")));
        }
    }
    for source in &written.executed.results.sources {
        out(&format!(
            "read {} of source {} from {}",
            counted(source.rows_read, "row", "rows"),
            source.name,
            match source.files.len() {
                0 => "its database".to_owned(),
                files => counted(files, "file", "files"),
            }
        ));
    }
    if let Some(elsewhere) = &written.executed.checked.report.figures_elsewhere {
        out(&elsewhere.to_string());
    }
    if !written.executed.figures.is_empty() {
        let fine = written
            .executed
            .figures
            .iter()
            .filter(|line| line.verdict == crate::results::verify::Verdict::Fine)
            .count();
        out(&format!(
            "{fine} of {} {} as computed, the others are inputs, waived or not computable",
            counted(
                written.executed.figures.len(),
                "published figure",
                "published figures"
            ),
            if fine == 1 { "is" } else { "are" },
        ));
    }
}
