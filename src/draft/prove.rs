//! Runs a draft before it is written: one that fails, or warns, or has other rows than those that count, is not returned. What warnings
//! say of the data is waived in the draft, but for names that look alike: a run warns of these until they are mended.

use super::Draft;
use crate::diagnostic::{Code, Diagnostic, SourceMap, counted};
use crate::pipeline::{
    Failure, HandedOver, Request, TemplateCache, begin, check_before_bundle, rendered,
};
use crate::spec::Denied;
use crate::world::{Network, Replacement, Scratch, Stamp, World};
use std::io;
use std::path::{Path, PathBuf};

/// Warnings about the data, of which a draft can do nothing.
const OF_DATA: [Code; 6] = [
    Code::LOOKALIKES,
    Code::CALLED_TOTAL,
    Code::UNKNOWN_SUM,
    Code::CUT,
    Code::FAR_DATE,
    Code::OTHER_PERIOD_ROWS,
];

/// Those of them of which each run warns, since they are mended in the rows.
const OF_EACH_RUN: [Code; 2] = [Code::LOOKALIKES, Code::OTHER_PERIOD_ROWS];

/// Guards against the period before that a draft cannot hold by limits: what was 0, and files of periods with the same rows.
const OF_PERIODS: [Code; 2] = [Code::JUMP, Code::SAME_FILE];

/// A draft that runs.
#[derive(Clone, Debug)]
pub(crate) struct Proved {
    /// Its text, with what it waives.
    pub(crate) text: String,
    /// What has to be known of its periods.
    pub(crate) notes: Vec<String>,
}

/// Runs a draft as if it were at its path, with all of its periods one after the other; nothing is written. Where a group has no value
/// at all, it is the draft without such rows.
///
/// # Errors
/// What is wrong with it, including warnings.
pub(crate) fn prove(world: &dyn World, spec: &Path, draft: &Draft) -> Result<Proved, Failure> {
    let cache = TemplateCache::default();
    let mut waived: Vec<&str> = Vec::new();
    let mut notes = Vec::new();
    let mut before = None;
    for (request, rows) in runs(spec, draft) {
        let mut codes: Vec<&str> = Vec::new();
        before = loop {
            let text = match codes.as_slice() {
                [] => draft.text.clone(),
                codes => format!("{}allow: [{}]\n", draft.text, codes.join(", ")),
            };
            let proof = Proof {
                world,
                spec,
                text: &text,
            };
            let failure = match made(&proof, &request, (rows, before.as_ref()), &cache) {
                Ok(made) => break made,
                Err(failure) => failure,
            };
            let known = codes.len();
            for problem in &failure.problems {
                let code = problem.code;
                if !OF_DATA.contains(&code) && !OF_PERIODS.contains(&code) {
                    return Err(failure);
                }
                if OF_PERIODS.contains(&code) && !codes[..known].contains(&code.as_str()) {
                    notes.push(format!(
                        "{}: the draft waives it, `allow: [{code}]`, for all periods: are the files whole, and of their periods?",
                        problem.message
                    ));
                }
                if !codes.contains(&code.as_str()) {
                    codes.push(code.as_str());
                }
            }
            if codes.contains(&Code::UNKNOWN_SUM.as_str())
                && let Some(text) = &draft.without_empty
            {
                let without_empty = Draft {
                    text: text.clone(),
                    without_empty: None,
                    ..draft.clone()
                };
                return prove(world, spec, &without_empty);
            }
            if codes.len() == known {
                return Err(failure);
            }
        };
        codes.retain(|code| {
            let is_of_each_run = OF_EACH_RUN.iter().any(|it| it.as_str() == *code);
            !is_of_each_run && !waived.contains(code)
        });
        waived.append(&mut codes);
    }
    let text = draft.text.clone();
    let text = match waived.as_slice() {
        [] => text,
        codes => format!(
            "{text}\n# These rows are so; take it out to be warned, and see `hfreport explain {}`.\nallow: [{}]\n",
            codes[0],
            codes.join(", ")
        ),
    };
    Ok(Proved { text, notes })
}

/// The runs of a draft, one for each period, the first one first, with the rows that it has.
fn runs(spec: &Path, draft: &Draft) -> Vec<(Request, Option<usize>)> {
    let request = Request {
        spec: spec.to_path_buf(),
        allowed: draft.allowed.clone().into_iter().collect(),
        deny: Some(Denied::Warnings),
        ..Request::default()
    };
    let mut rows_of = draft.rows_of.iter().copied();
    // The last period is the default.
    let others = draft.periods.len().saturating_sub(1);
    let mut runs = Vec::new();
    for day in &draft.periods[..others] {
        let settings = vec![("snapshot".to_owned(), day.clone())];
        let request = Request {
            settings,
            ..request.clone()
        };
        runs.push((request, rows_of.next()));
    }
    runs.push((request, rows_of.next()));
    runs
}

/// Makes the bundle of a period after that of the one before; what the next one needs of it.
fn made(
    proof: &Proof<'_>,
    request: &Request,
    (rows, before): (Option<usize>, Option<&HandedOver>),
    cache: &TemplateCache,
) -> Result<Option<HandedOver>, Failure> {
    let begun = begin(proof, check_before_bundle(proof, request)?);
    let executed = begun.run(proof, before)?;
    let source = executed.results.sources.first();
    let read = source.map(|source| source.rows);
    if let (Some(rows), Some(read)) = (rows.filter(|rows| Some(*rows) != read), read) {
        let day = request.settings.first().map(|(_, day)| day.as_str());
        return Err(Failure {
            spec: proof.spec.to_path_buf(),
            problems: vec![other_rows(rows, read, day)],
            sources: SourceMap::default(),
        });
    }
    let rendered = rendered(proof, executed, cache)?;
    let handed_over = rendered.handed_over();
    rendered.files()?.put(proof)?;
    Ok(handed_over)
}

/// The problem of a draft that reads other rows than those that count.
fn other_rows(rows: usize, read: usize, day: Option<&str>) -> Diagnostic {
    let count = |rows: usize| counted(rows as i128, "row", "rows");
    let day = day.map_or_else(String::new, |day| format!(" of {day}"));
    let what = format!(
        "{}{day} count, and a condition that leaves out totals leaves {}: it does not tell them from the others",
        count(rows),
        count(read)
    );
    Diagnostic::error(Code::SOURCE_FORMAT, what)
        .hint("delete the totals in the files, or write `Total` into the first column of each, and save the files again")
}

/// A world that contains the draft at its path, and in which writing has no effect.
struct Proof<'a> {
    world: &'a dyn World,
    spec: &'a Path,
    text: &'a str,
}

impl Proof<'_> {
    fn is_draft(&self, path: &Path) -> bool {
        path == self.spec || self.real().is_ok_and(|real| path == real)
    }

    fn real(&self) -> io::Result<PathBuf> {
        let folder = self.world.canonicalize(super::folder_of(self.spec))?;
        Ok(folder.join(self.spec.file_name().unwrap_or_default()))
    }
}

impl World for Proof<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if self.is_draft(path) {
            Ok(self.text.as_bytes().to_vec())
        } else {
            self.world.read(path)
        }
    }

    fn exists(&self, path: &Path) -> bool {
        self.is_draft(path) || self.world.exists(path)
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.world.stamp(path)
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.world.variable(name)
    }

    fn home(&self) -> Option<PathBuf> {
        self.world.home()
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        if self.is_draft(path) {
            self.real()
        } else {
            self.world.canonicalize(path)
        }
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
        self.world.glob(pattern)
    }

    fn replace_folder(&self, _: &Path, _: &Replacement<'_>) -> io::Result<Vec<PathBuf>> {
        Ok(Vec::new())
    }

    fn replace_file(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn create_file(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn network(&self) -> &dyn Network {
        self.world.network()
    }

    fn scratch(&self) -> &dyn Scratch {
        self.world.scratch()
    }
}
