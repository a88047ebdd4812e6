//! `hfreport verify`: published figures against computed ones.

use super::bounds::computed;
use super::terminal::{fail, note, out, report, timings};
use super::{EarlierBundle, Exit, Loudness, SpecArguments};
use crate::diagnostic::{Batch, counted};
use crate::pipeline::{check, run};
use crate::report::FiguresElsewhere;
use crate::results::accept::accept;
use crate::results::verify::{self, Line, Verdict};
use crate::world::{SystemWorld, World};
use clap::Args;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Compares every published figure with the computed one
///
/// Prints for each figure: as printed, as computed with as many digits, the difference, and whether
/// it is ok, an input, waived or not computable. Exit code 1 if one differs. With --quiet only those that
/// differ are printed. With --message-format json the list is one JSON object.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport verify reports/october_2025.yaml
  hfreport verify report.yaml --set snapshot=2025-11-01 --accept")]
pub(super) struct VerifyArguments {
    /// The spec
    spec: PathBuf,
    #[command(flatten)]
    shared: SpecArguments,
    #[command(flatten)]
    earlier: EarlierBundle,
    /// Writes a first file of published figures: every metric as computed now
    #[arg(long)]
    accept: bool,
    #[command(flatten)]
    loudness: Loudness,
}

pub(super) fn verify(arguments: &VerifyArguments) -> Exit {
    let world = SystemWorld;
    let format = arguments.shared.format();
    let loudness = arguments.loudness;
    let mut request = arguments.shared.request(arguments.spec.clone());
    request.measured = loudness.verbose;
    request
        .options
        .previous
        .clone_from(&arguments.earlier.previous);
    request.options.while_writing = arguments.accept;
    let executed = computed(&arguments.spec, format, || {
        check(&world, &request).and_then(|checked| run(&world, checked))
    });
    let executed = match executed {
        Ok(executed) => executed,
        Err(failure) => return fail(&failure, format),
    };
    let lines = &executed.figures;
    let mut problems = executed.checked.warnings.clone();
    if format.is_for_programs() {
        // For people, the list says the same.
        problems.extend(verify::problems(&executed.checked.report, lines));
    }
    let batch = Batch {
        problems: &problems,
        ..executed.checked.batch()
    };
    report(&[batch], format);
    if arguments.accept {
        return write_first_file(world, &executed, loudness.quiet);
    }
    let count = |verdict| lines.iter().filter(|line| line.verdict == verdict).count();
    let different = count(Verdict::Different);
    let exit = if different == 0 {
        Exit::Fine
    } else {
        Exit::Wrong
    };
    let elsewhere = executed.checked.report.figures_elsewhere.as_ref();
    if format.is_for_programs() {
        out(&json(lines, elsewhere).to_string());
        return exit;
    }
    if let Some(elsewhere) = elsewhere {
        out(&elsewhere.to_string());
        return exit;
    }
    if lines.is_empty() {
        note("no published figures yet; `--accept` writes a first file of them");
        return exit;
    }
    if loudness.quiet && different == 0 {
        return Exit::Fine;
    }
    let is_shown = |line: &&Line| !loudness.quiet || line.verdict == Verdict::Different;
    let shown: Vec<&Line> = lines.iter().filter(is_shown).collect();
    out(&list(&shown));
    out(&format!(
        "{}: {} ok, {} input, {} waived, {} not computable, {different} different",
        counted(lines.len(), "figure", "figures"),
        count(Verdict::Fine),
        count(Verdict::Input),
        count(Verdict::Waived),
        count(Verdict::NotComputable),
    ));
    if loudness.verbose {
        timings(&executed.checked);
    }
    exit
}

/// The list for programs: one object with each figure and the number of figures per verdict.
fn json(lines: &[Line], elsewhere: Option<&FiguresElsewhere>) -> Value {
    let word = |verdict: Verdict| verdict.name().to_lowercase();
    let figures = lines.iter().map(|line| {
        json!({
            "figure": line.id,
            "printed": line.printed,
            "computed": line.computed,
            "computed_by": line.computed_by,
            "difference": line.difference,
            "verdict": word(line.verdict),
            "remark": line.remark,
        })
    });
    let mut counts = Map::new();
    for verdict in Verdict::ALL {
        let count = lines.iter().filter(|line| line.verdict == verdict).count();
        counts.insert(word(verdict), count.into());
    }
    let left_out =
        elsewhere.map(|it| json!({"figures": it.figures, "spec": it.spec, "period": it.period}));
    json!({ "figures": figures.collect::<Vec<_>>(), "counts": counts, "left_out": left_out })
}

fn write_first_file(world: SystemWorld, executed: &crate::pipeline::Executed, quiet: bool) -> Exit {
    let report = &executed.checked.report;
    let Some(path) = &report.published_path else {
        note("the spec names no file of published figures: add `published: published.yaml`");
        return Exit::Wrong;
    };
    if world.exists(path) {
        note(&format!(
            "`{}` exists already; figures in print are changed by hand",
            path.display()
        ));
        return Exit::Wrong;
    }
    let spec = way(&world, &executed.checked.path, path);
    let text = accept(report, &executed.results, &spec);
    match world.replace_file(path, text.as_bytes()) {
        Ok(()) => {
            if !quiet {
                out(&format!(
                    "wrote {} to {}",
                    counted(executed.results.metrics.len(), "figure", "figures"),
                    path.display()
                ));
            }
            Exit::Fine
        }
        Err(error) => {
            note(&format!("cannot write `{}`: {error}", path.display()));
            Exit::Environment
        }
    }
}

/// The path of the spec from the folder of the file of published figures, with `/`.
fn way(world: &dyn World, spec: &Path, file: &Path) -> String {
    // A folder that is still to be made has the real path of the one above it.
    let real = |path: &Path| {
        let real = path.ancestors().find_map(|above| {
            let is_here = above.as_os_str().is_empty();
            let there = if is_here { Path::new(".") } else { above };
            let rest = path.strip_prefix(above).ok()?;
            Some(world.canonicalize(there).ok()?.join(rest))
        });
        real.unwrap_or_else(|| path.to_owned())
    };
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let (spec, folder) = (real(spec), real(folder.unwrap_or(Path::new("."))));
    let mut up = Vec::new();
    for above in folder.ancestors() {
        if let Ok(rest) = spec.strip_prefix(above) {
            let down = rest.iter().map(|part| part.to_string_lossy().into_owned());
            return up.into_iter().chain(down).collect::<Vec<_>>().join("/");
        }
        up.push("..".to_owned());
    }
    spec.display().to_string()
}

/// The list with aligned columns.
fn list(lines: &[&Line]) -> String {
    let cells: Vec<[String; 5]> = std::iter::once([
        "figure".to_owned(),
        "printed".to_owned(),
        "computed".to_owned(),
        "difference".to_owned(),
        "verdict".to_owned(),
    ])
    .chain(lines.iter().map(|line| {
        let mut verdict = line.verdict.name().to_owned();
        if line.verdict == Verdict::Different {
            verdict = format!("{verdict}: {}", line.computed_by);
        }
        if !line.remark.is_empty() {
            verdict = format!("{verdict}: {}", line.remark);
        }
        [
            line.id.clone(),
            line.printed.clone(),
            line.computed.clone(),
            line.difference.clone(),
            verdict,
        ]
    }))
    .collect();
    let width = |column: usize| {
        cells
            .iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..4).map(width).collect();
    let rows: Vec<String> = cells
        .iter()
        .map(|row| {
            format!(
                "{:<a$}  {:>b$}  {:>c$}  {:>d$}  {}",
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                a = widths[0],
                b = widths[1],
                c = widths[2],
                d = widths[3],
            )
        })
        .collect();
    rows.join("\n")
}
