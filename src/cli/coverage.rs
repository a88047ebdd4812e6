//! `hfreport coverage`: what lookups and columns know of the rows, and what they lack.

mod lines;
mod text;

use super::bounds::computed;
use super::run::range;
use super::terminal::{fail, note, out, report, unknown};
use super::{Exit, SpecArguments};
use crate::diagnostic::{Batch, Diagnostic, Format, Severity, counted};
use crate::pipeline::{Executed, Failure, OnePeriod, Range, Request, check, each, inputs};
use crate::render::coverage_json;
use crate::results::{Missing, missing};
use crate::world::{Remembered, SystemWorld, World};
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Shows what lookups and columns know of the rows, and what they lack
///
/// For every `coverage` of the spec: the share of the measure and of the rows that is known, what is empty and what
/// is unknown, the keys that a lookup lacks, the heaviest first, and the keys of a lookup that no row has; beside the
/// bundle of the period before, what has changed since. Reads and computes like `run`, and writes nothing. Exit code 1 if
/// a threshold is not reached, or a guard finds something.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport coverage reports/base/hub_downloads.yaml
  hfreport coverage report.yaml --set snapshot=2025-11-01 --top 50
  hfreport coverage report.yaml --each --format json
  hfreport coverage report.yaml --missing accounts >> data/accounts.csv")]
pub(super) struct CoverageArguments {
    /// The spec
    spec: PathBuf,
    #[command(flatten)]
    shared: SpecArguments,
    /// Looks at every period of the spec, or at those of a range such as 2025-10-01..2025-12-01
    #[arg(long, value_name = "RANGE", num_args = 0..=1, default_missing_value = "..",
          value_parser = range)]
    each: Option<Range>,
    /// Folder with the bundle of the period before, instead of where the spec puts it
    #[arg(long, value_name = "DIR", conflicts_with = "each")]
    previous: Option<PathBuf>,
    /// Most keys of each list
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Prints a line for each key that this lookup lacks, as its file has them, the heaviest first: only the key is
    /// filled in
    #[arg(long, value_name = "LOOKUP", conflicts_with = "each")]
    missing: Option<String>,
    /// How the coverage is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: CoverageFormat,
}

/// Forms of what is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum CoverageFormat {
    /// Aligned lines
    #[default]
    Human,
    /// One JSON object a period
    Json,
}

pub(super) fn coverage(arguments: &CoverageArguments) -> Exit {
    let format = arguments.shared.format();
    let mut request = arguments.shared.request(arguments.spec.clone());
    // What is missing is to be seen, however it is reported elsewhere.
    request.options.while_writing = true;
    request.options.previous.clone_from(&arguments.previous);
    let Some(range) = &arguments.each else {
        return match look(&SystemWorld, &request, format) {
            Ok(executed) => shown(arguments, executed, format),
            Err(failure) => fail(&failure, format),
        };
    };
    let world = Remembered::new(&SystemWorld);
    let periods = match each(&world, &request, range) {
        Ok(periods) => periods,
        Err(failure) => return fail(&failure, format),
    };
    let mut exit = Exit::Fine;
    for OnePeriod { request, .. } in &periods {
        let one = match look(&world, request, format) {
            Ok(executed) => shown(arguments, executed, format),
            Err(failure) => fail(&failure, format),
        };
        if exit != Exit::Wrong && one != Exit::Fine {
            exit = one;
        }
    }
    exit
}

fn look(world: &dyn World, request: &Request, format: Format) -> Result<Executed, Failure> {
    computed(&request.spec, format, || {
        inputs(world, check(world, request)?)
    })
}

/// Prints what is known of one period.
fn shown(arguments: &CoverageArguments, mut executed: Executed, format: Format) -> Exit {
    let unfit = executed.unfit();
    let report_of = &executed.checked.report;
    let lists = missing(report_of, &executed.results);
    if let Some(lookup) = &arguments.missing {
        return printed_lines(&executed, &lists, lookup, format);
    }
    if report_of.coverage.is_empty() {
        note(
            "the spec asks for no coverage: add `coverage: {at_least: 0.99}` to a dimension with `lookup`, or to a column of the contract that may be empty",
        );
        return Exit::Wrong;
    }
    match arguments.format {
        CoverageFormat::Human => {
            out(text::text(&executed, arguments.top).trim_end());
        }
        CoverageFormat::Json => out(&as_json(&executed, &lists, arguments.top).to_string()),
    }
    let problems = executed.checked.locate(unfit);
    let batch = Batch {
        problems: &problems,
        ..executed.checked.batch()
    };
    report(&[batch], format);
    let is_error = |it: &Diagnostic| it.severity == Severity::Error;
    if problems.iter().any(is_error) {
        Exit::Wrong
    } else {
        Exit::Fine
    }
}

/// Prints a line for each key that a lookup lacks.
fn printed_lines(executed: &Executed, lists: &[Missing], lookup: &str, format: Format) -> Exit {
    let report = &executed.checked.report;
    let Some(found) = report.lookups.get(lookup) else {
        let names = report.lookups.keys().map(String::as_str);
        return unknown("lookup", lookup, names, (&executed.checked, format));
    };
    let Some(list) = lists.iter().find(|list| list.lookup == lookup) else {
        note(&format!(
            "lookup `{lookup}` lacks no key of a dimension with `coverage`"
        ));
        return Exit::Fine;
    };
    for key in &list.keys {
        out(&lines::line(found, &key.key));
    }
    note(&format!(
        "lookup `{lookup}` lacks {}, the heaviest first",
        counted(list.keys.len() as i128, "key", "keys")
    ));
    Exit::Fine
}

/// What is known of one period, for programs.
fn as_json(executed: &Executed, lists: &[Missing], top: usize) -> Value {
    let report = &executed.checked.report;
    let missing = lists.iter().map(|list| {
        let keys = list.keys.iter().take(top);
        let keys: Vec<&str> = keys.map(|it| &*it.key).collect();
        (
            list.lookup.clone(),
            json!({"count": list.keys.len(), "heaviest": keys}),
        )
    });
    json!({
        "spec": executed.checked.path.display().to_string(),
        "period": report.period.as_ref().map(|it| &it.name),
        "coverage": coverage_json(report, &executed.results, top),
        "missing": missing.collect::<serde_json::Map<_, _>>(),
    })
}
