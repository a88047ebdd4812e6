//! `hfreport compare`: what differs between two bundles.

use super::bounds::computed;
use super::terminal::{fail, out};
use super::{Exit, Messages};
use crate::again::{Places, attribution, rows};
use crate::compare::{Comparison, Options, compare, markdown, read_both, terminal};
use crate::diagnostic::{Diagnostic, SourceMap};
use crate::pipeline::Failure;
use crate::world::SystemWorld;
use clap::Args;
use std::path::PathBuf;

/// Compares two bundles
///
/// Says first what is not growth (definitions, lookups, corrections, scope, version), then how metrics changed, what
/// entered and left and which ranks moved, and the shares that changed most, in percentage points. Rows are matched by
/// their codes. What a number uses that differs too is named beside it. Two bundles that have hardly a metric or breakdown in common
/// are of different reports: that is said first. Where the inputs of both bundles are at hand, `--rows`
/// says which rows make the changes, and `--attribute` what each part of the inputs makes of them. Exit code 3 if a figure in
/// print, of one period in both bundles, is not the same.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport compare out/months/2025-11-01 out/months/2025-12-01
  hfreport compare out/old out/new --of by_entity_task --top 20 --least 0.5pt
  hfreport compare out/months/2025-11-01 out/months/2025-12-01 --rows models --of by_task
  hfreport compare out/old out/new --attribute --old-root ../then
  hfreport compare out/old out/new --format markdown > changes.md")]
pub(super) struct CompareArguments {
    /// The folder of the bundle before
    old: PathBuf,
    /// The folder of the bundle after
    new: PathBuf,
    /// Compares the rows of this breakdown only; by default those of all by one dimension
    #[arg(long, value_name = "BREAKDOWN")]
    of: Option<String>,
    /// Most moves of ranks of a breakdown, and most shares
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Least change of a share that is listed, in percentage points
    #[arg(long, value_name = "POINTS", default_value = "0pt", value_parser = points)]
    least: f64,
    /// Lists all that differs between two different reports, by default ten lines of each part
    #[arg(long)]
    all: bool,
    /// Splits the changes of sums and counts over this source into rows that stayed, new, gone and recoded, by its unique
    /// column; with `--of` those of each row of the breakdown
    #[arg(long, value_name = "SOURCE")]
    rows: Option<String>,
    /// Computes the new bundle again with one part of its inputs at a time as it was (rows, lookups, params, definitions), and
    /// says what each makes of the changes
    #[arg(long)]
    attribute: bool,
    /// The folder below which the inputs of the old bundle lie, by default one above it or above the working folder
    #[arg(long, value_name = "DIR")]
    old_root: Option<PathBuf>,
    /// The same of the new bundle
    #[arg(long, value_name = "DIR")]
    new_root: Option<PathBuf>,
    /// Allows the specs to name files in one more folder; may be repeated
    #[arg(long = "allow-path", value_name = "DIR")]
    allowed: Vec<PathBuf>,
    /// How the comparison is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: ComparisonFormat,
    #[command(flatten)]
    messages: Messages,
}

/// Forms of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum ComparisonFormat {
    /// Aligned lines
    #[default]
    Terminal,
    /// Tables
    Markdown,
    /// One JSON object
    Json,
}

pub(super) fn run(arguments: &CompareArguments) -> Exit {
    let options = Options {
        of: arguments.of.clone(),
        top: arguments.top,
        least: arguments.least,
    };
    let format = arguments.messages.message_format;
    let found = computed(&arguments.new, format, || compared(arguments, &options));
    let comparison = match found {
        Ok(comparison) => comparison,
        Err(failure) => return fail(&failure, format),
    };
    let text = match arguments.format {
        ComparisonFormat::Terminal => terminal(&comparison, arguments.all),
        ComparisonFormat::Markdown => markdown(&comparison, arguments.all),
        ComparisonFormat::Json => serde_json::to_string_pretty(&comparison).unwrap_or_default(),
    };
    out(text.trim_end());
    if comparison.published.is_empty() {
        Exit::Fine
    } else {
        Exit::Changed
    }
}

/// The comparison, with what else is asked for.
fn compared(arguments: &CompareArguments, options: &Options) -> Result<Comparison, Failure> {
    let world = &SystemWorld;
    let failed = |problems: Vec<Diagnostic>| Failure {
        spec: arguments.new.clone(),
        problems,
        sources: SourceMap::default(),
    };
    let bundles = read_both(world, &arguments.old, &arguments.new).map_err(failed)?;
    let bundles = bundles.each_ref();
    let mut comparison = compare(bundles, options).map_err(failed)?;
    let places = Places {
        old: arguments.old_root.clone(),
        new: arguments.new_root.clone(),
        allowed: arguments.allowed.clone(),
    };
    if let Some(source) = &arguments.rows {
        comparison.rows = Some(rows(world, bundles, source, options, &places)?);
    }
    if arguments.attribute {
        let found = attribution(world, bundles, &comparison, options, &places)?;
        comparison.attribution = Some(found);
    }
    Ok(comparison)
}

/// A number of percentage points, `0.1pt`, as a fraction of 1.
fn points(text: &str) -> Result<f64, String> {
    let number = text.strip_suffix("pt").unwrap_or(text).trim();
    let number: Option<f64> = number.parse().ok();
    let number = number.filter(|it| it.is_finite() && *it >= 0.0);
    let number =
        number.ok_or_else(|| format!("expected points such as `0.1pt`, found `{text}`"))?;
    Ok(number / 100.0)
}
