//! `hfreport claims`: the claims of a report, with their truth and what would turn them.

use super::bounds::computed;
use super::terminal::{fail, note, out, report};
use super::{Exit, SpecArguments};
use crate::diagnostic::counted;
use crate::document::report_json::Claim;
use crate::pipeline::{Executed, check, run};
use crate::render::{claims_of, margin_text};
use crate::report::Report;
use crate::results::{ClaimResult, Results};
use crate::text::Locale;
use crate::world::SystemWorld;
use clap::Args;
use indexmap::IndexMap;
use std::path::PathBuf;

/// Lists the claims of a report: whether they hold, by how much, and what would turn them
///
/// A margin is the difference of both sides of a comparison: in percentage points of shares, else in the unit of the
/// measure. Where the condition compares no numbers there is none, which is said. The sentences are those of the period
/// that is run. `--format json` prints one object, as in `report.json`.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport claims reports/october_2025.yaml
  hfreport claims reports/base/hub_downloads.yaml --set snapshot=2025-11-01 --format json")]
pub(super) struct ClaimsArguments {
    /// The spec
    spec: PathBuf,
    #[command(flatten)]
    shared: SpecArguments,
    /// How the claims are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: ClaimsFormat,
}

/// Forms of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum ClaimsFormat {
    /// A few lines for each
    #[default]
    Terminal,
    /// One JSON object
    Json,
}

pub(super) fn claims(arguments: &ClaimsArguments) -> Exit {
    let world = SystemWorld;
    let format = arguments.shared.format();
    let request = arguments.shared.request(arguments.spec.clone());
    let executed = computed(&arguments.spec, format, || {
        check(&world, &request).and_then(|checked| run(&world, checked))
    });
    let mut executed = match executed {
        Ok(executed) => executed,
        Err(failure) => return fail(&failure, format),
    };
    let (found, warnings) = claims_of(&executed.checked.report, &executed.results);
    let warnings = executed.checked.locate(warnings);
    executed.checked.warnings.extend(warnings);
    report(&[executed.checked.batch()], format);
    match arguments.format {
        ClaimsFormat::Json => out(&serde_json::to_string_pretty(&found).unwrap_or_default()),
        ClaimsFormat::Terminal if found.is_empty() => {
            note("the spec has no claims; `claims:` in docs/spec.md says what they are");
        }
        ClaimsFormat::Terminal => out(&list(&executed, &found)),
    }
    Exit::Fine
}

/// Steps of a way that are listed; JSON has all.
const STEPS: usize = 3;

/// A few lines for each claim.
fn list(executed: &Executed, found: &IndexMap<String, Claim>) -> String {
    let report = &executed.checked.report;
    let mut lines = Vec::new();
    for (name, claim) in found {
        let result = &executed.results.claims[name];
        let turned = match (&executed.results.previous, result.turned) {
            (Some(previous), Some(true)) => format!("; turned since {}", previous.period),
            _ => String::new(),
        };
        lines.push(format!("{name}: {}{turned}", standing(report, result)));
        lines.extend(turned_by(report, result).map(|way| format!("  {way}")));
        let says = claim.says.iter().filter(|(_, text)| !text.is_empty());
        lines.extend(says.map(|(locale, text)| format!("  {locale}: {text}")));
    }
    lines.join("\n")
}

/// The claims that have turned since the period before, on a line; none where none has.
pub(super) fn turned(results: &Results) -> Option<String> {
    let previous = results.previous.as_ref()?;
    let claims = results.claims.iter();
    let turned = claims.filter(|(_, claim)| claim.turned == Some(true));
    let names: Vec<String> = turned.map(|(name, _)| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| {
        let count = counted(names.len(), "claim", "claims");
        let have = if names.len() == 1 { "has" } else { "have" };
        let names = names.join(", ");
        format!("{count} {have} turned since {}: {names}", previous.period)
    })
}

/// Whether a claim holds, and by how much.
pub(super) fn standing(report: &Report, result: &ClaimResult) -> String {
    let truth = if result.holds {
        "holds"
    } else {
        "does not hold"
    };
    match &result.margin {
        Ok(margin) => format!("{truth}, by {}", margin_text(report, margin, Locale::En)),
        Err(reason) => format!("{truth}; no margin, since {reason}"),
    }
}

/// What would turn it, one line a way.
pub(super) fn turned_by(report: &Report, result: &ClaimResult) -> impl Iterator<Item = String> {
    result.ways.iter().enumerate().map(move |(at, way)| {
        let steps = way.iter().map(|step| {
            let margin = margin_text(report, &step.margin, Locale::En);
            format!("{}, by {margin}", step.text)
        });
        let mut steps: Vec<String> = steps.collect();
        let more = steps.len().saturating_sub(STEPS);
        steps.truncate(STEPS);
        if more > 0 {
            steps.push(format!("{more} more"));
        }
        let start = if at == 0 { "turns if" } else { "or if" };
        format!("{start} {}", steps.join(" and "))
    })
}
