//! `hfreport new`: a first spec from a file of rows.

use super::bounds::computed;
use super::terminal::{Questions, fail, note, out};
use super::{Exit, Messages};
use crate::diagnostic::{Diagnostic, SourceMap, counted};
use crate::draft::{Draft, Sighting, Wishes, in_shell, prove, with_months};
use crate::pipeline::Failure;
use crate::text::Locale;
use crate::world::{SystemWorld, World};
use clap::Args;
use std::io;
use std::path::{Path, PathBuf};

/// Writes a first spec for a file of rows
///
/// Reads every row, and writes a spec with the column contract, a breakdown, a chart and a text in
/// French and English. The spec is run before it is written, and nothing is ever overwritten. DATA is
/// a file (CSV, TSV, JSON, NDJSON, Parquet), a folder of them, or a pattern in quotes. Without DATA it
/// asks, on a terminal.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport new data/hub_2025-10-01.parquet
  hfreport new data/models.csv --out reports/models.yaml --measure downloads --by account
  hfreport new data/hub_2025-10-01.csv data/hub_2025-11-01.csv
  hfreport new data/monthly
  hfreport new 'data/monthly/hub_*.csv'")]
pub(super) struct NewArguments {
    /// A file of rows, a folder of them, or a pattern in quotes; several files that differ in the date of their names
    /// alone are a period each
    #[arg(value_name = "DATA")]
    data: Vec<String>,
    /// Where to write the spec instead of DATA's name with .yaml in this folder
    #[arg(long, value_name = "SPEC")]
    out: Option<PathBuf>,
    /// Column of numbers to add up, or of which the mean is taken if they are prices, rates or grades; `count` for the number of rows
    #[arg(long, value_name = "COLUMN")]
    measure: Option<String>,
    /// Column to group the rows by
    #[arg(long, value_name = "COLUMN")]
    by: Option<String>,
    /// The sign before decimals, where the file does not tell it: `.` or `,`
    #[arg(long, value_name = "SIGN", value_parser = [".", ","])]
    decimal: Option<String>,
    /// Title of the report
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Languages of the report, separated by commas; the first is that of `index.html`. French and English without it
    #[arg(long = "locale", value_name = "LOCALES", value_delimiter = ',', value_parser = super::locale)]
    locales: Vec<Locale>,
    /// Prints errors only
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    messages: Messages,
}

pub(super) fn new(arguments: &NewArguments) -> Exit {
    let asked = Questions::on_terminal().filter(|_| arguments.data.is_empty());
    let data = match (arguments.data.as_slice(), &asked) {
        ([data], _) => data.clone(),
        ([], Some(questions)) => {
            let data = questions.ask("File of rows, folder, or pattern", "");
            if data.is_empty() {
                return usage("no data was named");
            }
            data
        }
        ([], None) => return usage("name the data"),
        (several, _) => several[0].clone(),
    };
    let (world, format) = (SystemWorld, arguments.messages.message_format);
    let refuse = |problem: Diagnostic| {
        let failure = Failure {
            spec: PathBuf::new(),
            problems: vec![problem],
            sources: SourceMap::default(),
        };
        fail(&failure, format)
    };
    let decimal = arguments.decimal.as_deref();
    let decimal = decimal.and_then(|sign| sign.chars().next());
    let sighted = computed(Path::new(""), format, || match &arguments.data[..] {
        [_, _, ..] => Sighting::of_periods(&world, &arguments.data, decimal),
        _ => Some(Sighting::of(&world, &data, decimal)),
    });
    let sighting = match sighted {
        Some(Ok(sighting)) => sighting,
        Some(Err(problem)) => return refuse(problem),
        None => {
            let what = match with_months(&arguments.data) {
                Some(better) => {
                    let better: Vec<String> = better.iter().map(|name| in_shell(name)).collect();
                    format!(
                        "the names of the files say their months in words: rename them to {}, with their years, and name these; files that differ in the date of their names alone are a period each",
                        better.join(", ")
                    )
                }
                None => format!(
                    "{} files are named, from {} on: files that differ in the date of their names alone are a period each; for others name one, their folder, or a pattern in quotes",
                    arguments.data.len(),
                    in_shell(&data)
                ),
            };
            return usage(&what);
        }
    };
    let mut wishes = Wishes {
        spec: arguments.out.clone().unwrap_or_else(|| sighting.spec()),
        measure: arguments.measure.clone(),
        by: arguments.by.clone(),
        title: arguments.title.clone(),
        locales: arguments.locales.clone(),
    };
    if let Some(questions) = &asked {
        questions_left(questions, &sighting, arguments, &mut wishes);
    }
    if world.exists(&wishes.spec) {
        return exists(&wishes);
    }
    let mut draft = match computed(Path::new(""), format, || sighting.draft(&world, &wishes)) {
        Ok(draft) => draft,
        Err(problem) => return refuse(problem),
    };
    let proved = computed(Path::new(""), format, || {
        prove(&world, &wishes.spec, &draft)
    });
    let text = match proved {
        Ok(proved) => {
            draft.notes.extend(proved.notes);
            proved.text
        }
        Err(failure) => {
            let exit = fail(&failure, format);
            note("no spec was written: the first draft does not run on these rows");
            return exit;
        }
    };
    match world.create_file(&wishes.spec, text.as_bytes()) {
        Ok(()) => {
            if !arguments.quiet {
                summary(&wishes, &draft);
            }
            Exit::Fine
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => exists(&wishes),
        Err(error) => {
            note(&format!(
                "cannot write `{}`: {error}",
                wishes.spec.display()
            ));
            Exit::Environment
        }
    }
}

/// Asks for everything that no option sets; an empty answer accepts the suggestion.
fn questions_left(
    questions: &Questions,
    sighting: &Sighting,
    arguments: &NewArguments,
    wishes: &mut Wishes,
) {
    let (measure, by) = sighting.suggested();
    note(&format!("{} rows", sighting.rows()));
    if wishes.measure.is_none() {
        let names = sighting.measures();
        wishes.measure = Some(questions.choose("Measure", &names, &measure));
    }
    if let Some(by) = by.filter(|_| wishes.by.is_none()) {
        let names = sighting.groupings();
        wishes.by = Some(questions.choose("Grouped by", &names, &by));
    }
    if wishes.title.is_none() {
        let title = questions.ask("Title (empty for one from the data)", "");
        wishes.title = Some(title).filter(|title| !title.is_empty());
    }
    if arguments.out.is_none() {
        let named = wishes.spec.with_extension("").display().to_string();
        let numbered = (2..).map(|number| PathBuf::from(format!("{named}_{number}.yaml")));
        let mut free = std::iter::once(wishes.spec.clone()).chain(numbered);
        let spec = free.find(|spec| !SystemWorld.exists(spec));
        let spec = spec.unwrap_or_default().display().to_string();
        wishes.spec = PathBuf::from(questions.ask("Spec to write", &spec));
    }
}

fn summary(wishes: &Wishes, draft: &Draft) {
    let by = draft.by.as_ref();
    out(&format!(
        "wrote {}: {}, {}{}",
        wishes.spec.display(),
        counted(draft.rows as i128, "row", "rows"),
        draft.measure,
        by.map_or_else(String::new, |by| format!(" by {by}"))
    ));
    for remark in &draft.notes {
        out(&format!("note: {remark}"));
    }
    let allowed = draft.allowed.as_ref().map_or_else(String::new, |folder| {
        format!(" --allow-path {}", in_shell(&folder.to_string_lossy()))
    });
    let spec = in_shell(&wishes.spec.to_string_lossy());
    let next = [
        (
            format!("serve {spec} --open{allowed}"),
            "shows the page, and renews it on each save",
        ),
        if draft.periods.is_empty() {
            (
                format!("run {spec}{allowed}"),
                "writes the pages, tables and pictures",
            )
        } else {
            (
                format!("run {spec} --each{allowed}"),
                "writes a bundle for each period",
            )
        },
        (
            format!("explain {spec} {}{allowed}", draft.explained),
            "says where the numbers come from",
        ),
    ];
    let widest = next
        .iter()
        .map(|(command, _)| command.chars().count())
        .max()
        .unwrap_or_default();
    out("next:");
    for (command, does) in next {
        out(&format!("  hfreport {command:<widest$}  # {does}"));
    }
}

fn exists(wishes: &Wishes) -> Exit {
    note(&format!(
        "error: `{}` exists already and nothing is overwritten; `--out OTHER.yaml` writes another spec",
        wishes.spec.display()
    ));
    Exit::Environment
}

fn usage(what: &str) -> Exit {
    note(&format!(
        "error: {what}\n\nUsage: hfreport new DATA\n\nFor instance `hfreport new models.csv`, `hfreport new data/monthly`, `hfreport new 'hub_*.parquet'`;\n`hfreport new --help` says more"
    ));
    Exit::Environment
}
