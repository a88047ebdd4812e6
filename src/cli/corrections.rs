//! `hfreport corrections`: cells that may have to be corrected.

use super::bounds::computed;
use super::terminal::{fail, note, out, report};
use super::{Exit, SpecArguments};
use crate::diagnostic::counted;
use crate::pipeline::{Wanted, check, suspects};
use crate::results::{Suspect, Suspects};
use crate::text::Locale;
use crate::text::Ratio;
use crate::text::number::share;
use crate::world::SystemWorld;
use clap::{Args, Subcommand};
use std::borrow::Cow;
use std::path::PathBuf;

/// Lists cells that may have to be corrected
///
/// What `corrections` of a source takes; `todo` finds what is missing or suspicious.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport corrections todo report.yaml --top 1000
  hfreport corrections todo report.yaml --column parameters > more.csv")]
pub(super) struct CorrectionsArguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Todo(TodoArguments),
}

/// Lists cells that are missing or suspicious, as lines for a file of corrections
///
/// Standard output has the lines, the heaviest first: of all rows the cells that break the contract or are impossible beside the
/// others, of the heaviest rows also those that are missing, contradict a size in their name (`7b`), or are far from their like. Standard
/// error says what each row weighs. Where the name says a size, `is` proposes it. A line without `origin` is not accepted until somebody has
/// looked and says where the value is from.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport corrections todo report.yaml --top 1000
  hfreport corrections todo report.yaml --column parameters > more.csv")]
struct TodoArguments {
    /// The spec
    spec: PathBuf,
    /// How many of the rows that carry most of the first sum measure are looked at closely
    #[arg(long, value_name = "ROWS", default_value_t = 1000)]
    top: usize,
    /// A column of the contract; may be repeated. By default all that the report uses
    #[arg(long = "column", value_name = "NAME")]
    columns: Vec<String>,
    /// The source. By default the first with a unique column and a sum over it
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    #[command(flatten)]
    shared: SpecArguments,
}

pub(super) fn run(arguments: &CorrectionsArguments) -> Exit {
    match &arguments.action {
        Action::Todo(arguments) => todo(arguments),
    }
}

fn todo(arguments: &TodoArguments) -> Exit {
    let world = SystemWorld;
    let format = arguments.shared.format();
    let request = arguments.shared.request(arguments.spec.clone());
    let wanted = Wanted {
        source: arguments.source.clone(),
        columns: arguments.columns.clone(),
        top: arguments.top,
    };
    let found = computed(&arguments.spec, format, || {
        let checked = check(&world, &request)?;
        report(&[checked.batch()], format);
        suspects(&world, checked, &wanted)
    });
    match found {
        Ok((found, measure)) => {
            out(&lines(&found));
            if !format.is_for_programs() {
                note(&explained(&found, measure.as_deref()));
            }
            Exit::Fine
        }
        Err(failure) => fail(&failure, format),
    }
}

/// The lines of a file of corrections, with its header.
fn lines(found: &Suspects) -> String {
    let mut header: Vec<&str> = found.within.iter().map(String::as_str).collect();
    header.extend([&*found.key, "column", "was", "is", "reason", "origin"]);
    let header = header.into_iter().map(field).collect::<Vec<_>>().join(",");
    let lines = found.cells.iter().map(|cell| {
        let origin = if cell.is.is_some() && cell.is_sure {
            "its name"
        } else {
            ""
        };
        let reason = cell.reasons.join("; ");
        let mut fields: Vec<&str> = cell.within.iter().map(String::as_str).collect();
        fields.extend([
            &*cell.key,
            &*cell.column,
            cell.was.as_deref().unwrap_or_default(),
            cell.is.as_deref().unwrap_or_default(),
            &*reason,
            origin,
        ]);
        fields.into_iter().map(field).collect::<Vec<_>>().join(",")
    });
    std::iter::once(header)
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A field of CSV.
fn field(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}

/// What each line stands for, and all of them.
fn explained(found: &Suspects, measure: Option<&str>) -> String {
    let of = measure.unwrap_or("rows");
    let part = |weight: i128| match found.weight {
        0 => "—".to_owned(),
        denominator => {
            let ratio = Ratio {
                numerator: weight,
                denominator,
            };
            share(ratio.into(), 2, Locale::En)
        }
    };
    let shown = |cell: &Suspect| {
        let was = cell.was.as_deref().unwrap_or("empty");
        let becomes = cell
            .is
            .as_deref()
            .map_or_else(String::new, |is| format!(" → {is}"));
        let name = [cell.within.join(" "), cell.key.clone()].join(" ");
        let cell_said = format!("{}: {was}{becomes}", cell.column);
        format!(
            "  {:>16}  {}  {cell_said} ({})",
            part(cell.weight),
            name.trim_start(),
            cell.reasons.join("; ")
        )
    };
    let mut text: Vec<String> = found.cells.iter().map(shown).collect();
    let mut rows: Vec<(&[String], &str, i128)> = found
        .cells
        .iter()
        .map(|cell| (&*cell.within, &*cell.key, cell.weight))
        .collect();
    rows.sort_unstable();
    rows.dedup();
    let weight = rows.iter().map(|(.., weight)| weight).sum();
    text.push(format!(
        "{} of {} with {} of {of}; looked closely at {} with {}",
        counted(found.cells.len(), "cell", "cells"),
        counted(rows.len(), "row", "rows"),
        part(weight),
        counted(found.looked_at, "row", "rows"),
        part(found.weight_looked_at),
    ));
    text.join("\n")
}
