//! `hfreport check`: finds what is wrong without running.

use super::run::computed;
use super::terminal::{fail, out, tell, timings, warned};
use super::{Exit, Loudness, SpecArguments};
use crate::pipeline::check as check_spec;
use crate::world::SystemWorld;
use clap::Args;
use std::path::PathBuf;

/// Checks specs without running them
///
/// Reads each spec and everything that it names, checks it against the grammar, resolves all names
/// and checks the types of all expressions against the files' own columns. All errors are told at
/// once.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport check reports/october_2025.yaml
  hfreport check examples/*.yaml --quiet")]
pub(super) struct CheckArguments {
    /// The specs
    #[arg(required = true, value_name = "SPEC")]
    specs: Vec<PathBuf>,
    #[command(flatten)]
    shared: SpecArguments,
    #[command(flatten)]
    loudness: Loudness,
}

pub(super) fn check(arguments: &CheckArguments) -> Exit {
    let format = arguments.shared.format();
    let mut exit = Exit::Fine;
    for spec in &arguments.specs {
        let request = arguments.shared.request(spec.clone());
        match computed(|| check_spec(&SystemWorld, &request)) {
            Ok(checked) => {
                tell(&checked.warnings, &checked.sources, format);
                if arguments.loudness.quiet {
                    continue;
                }
                warned(&checked.warnings, format);
                let report = &checked.report;
                let verdict = match checked.warnings.len() {
                    0 => "fine".to_owned(),
                    1 => "1 warning".to_owned(),
                    warnings => format!("{warnings} warnings"),
                };
                out(&format!(
                    "{}: {verdict} ({} breakdowns, {} metrics, {} charts, {} published figures)",
                    spec.display(),
                    report.breakdowns.len(),
                    report.metrics.len(),
                    report.charts.len(),
                    report.published.len()
                ));
                if arguments.loudness.verbose {
                    timings(&checked);
                }
            }
            Err(failure) => {
                let ended = fail(&failure, format);
                if exit != Exit::Environment {
                    exit = ended;
                }
            }
        }
    }
    exit
}
