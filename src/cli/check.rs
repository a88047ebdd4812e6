//! `hfreport check`: finds what is wrong without running.

use super::bounds::computed;
use super::only_spec::or_only_one;
use super::terminal::{ended, out, report, summary, timings};
use super::{Exit, Loudness, SpecArguments};
use crate::diagnostic::{Batch, counted};
use crate::pipeline::{Checked, Failure, check as check_spec};
use crate::world::SystemWorld;
use clap::Args;
use std::path::PathBuf;

/// Checks specs without running them
///
/// Reads each spec and everything that it names, checks it against the grammar, resolves all names
/// and checks the types of all expressions against the files' own columns. All problems of all specs are
/// reported at once.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport check
  hfreport check reports/october_2025.yaml
  hfreport check examples/*.yaml --quiet")]
pub(super) struct CheckArguments {
    /// The specs. Default: the only one in this folder
    #[arg(value_name = "SPEC")]
    specs: Vec<PathBuf>,
    #[command(flatten)]
    shared: SpecArguments,
    #[command(flatten)]
    loudness: Loudness,
}

pub(super) fn check(arguments: &CheckArguments) -> Exit {
    let format = arguments.shared.format();
    let specs = match &arguments.specs[..] {
        [] => match or_only_one(None, "check") {
            Ok(spec) => vec![spec],
            Err(exit) => return exit,
        },
        given => given.to_vec(),
    };
    let specs = specs.iter();
    let results: Vec<Result<Checked, Failure>> = specs
        .map(|spec| {
            let request = arguments.shared.request(spec.clone());
            computed(spec, format, || check_spec(&SystemWorld, &request))
        })
        .collect();
    let batches: Vec<Batch<'_>> = results
        .iter()
        .map(|result| match result {
            Ok(checked) => checked.batch(),
            Err(failure) => failure.batch(),
        })
        .collect();
    report(&batches, format);
    let mut exit = Exit::Fine;
    for result in &results {
        match result {
            Ok(_) if arguments.loudness.quiet => {}
            Ok(checked) => {
                out(&verdict(checked));
                if let Some(elsewhere) = &checked.report.figures_elsewhere {
                    out(&format!("  {elsewhere}"));
                }
                if arguments.loudness.verbose {
                    timings(checked);
                }
            }
            Err(failure) if exit != Exit::Environment => exit = ended(failure),
            Err(_) => {}
        }
    }
    if exit != Exit::Fine || !arguments.loudness.quiet {
        summary(&batches, format);
    }
    exit
}

/// A summary of what the spec contains.
fn verdict(checked: &Checked) -> String {
    let report = &checked.report;
    let found = match checked.warnings.len() {
        0 => "fine".to_owned(),
        warnings => counted(warnings, "warning", "warnings"),
    };
    format!(
        "{}: {found} ({}, {}, {}, {})",
        checked.path.display(),
        counted(report.breakdowns.len(), "breakdown", "breakdowns"),
        counted(report.metrics.len(), "metric", "metrics"),
        counted(report.charts.len(), "chart", "charts"),
        counted(
            report.published.len(),
            "published figure",
            "published figures"
        )
    )
}
