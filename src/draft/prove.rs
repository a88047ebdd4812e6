//! Runs a draft before it is written: one that fails, or warns, or has other rows than those that count, is not returned. What warnings
//! say of the data is waived in the draft, but for names that look alike: a run warns of these until they are mended.

use super::Draft;
use crate::diagnostic::{Code, Diagnostic, SourceMap, counted};
use crate::pipeline::{Failure, Request, check, publish, run};
use crate::spec::Denied;
use crate::world::{Network, Replacement, Scratch, Stamp, World};
use std::io;
use std::path::{Path, PathBuf};

/// Warnings about the data, of which a draft can do nothing.
const OF_DATA: [Code; 5] = [
    Code::LOOKALIKES,
    Code::CALLED_TOTAL,
    Code::UNKNOWN_SUM,
    Code::CUT,
    Code::FAR_DATE,
];

/// Runs a draft as if it were at its path; nothing is written. Returns its text, with what it waives; where a group has no value at
/// all, that of the draft without such rows.
///
/// # Errors
/// What is wrong with it, including warnings.
pub(crate) fn prove(world: &dyn World, spec: &Path, draft: &Draft) -> Result<String, Failure> {
    let mut waived: Vec<&str> = Vec::new();
    let request = Request {
        spec: spec.to_path_buf(),
        allowed: draft.allowed.clone().into_iter().collect(),
        deny: Some(Denied::Warnings),
        ..Request::default()
    };
    // The last period is the default.
    let mut rows_of = draft.rows_of.iter().rev().copied();
    let mut requests = vec![(request.clone(), rows_of.next())];
    for (day, rows) in draft.periods.iter().rev().skip(1).zip(rows_of) {
        let settings = vec![("snapshot".to_owned(), day.clone())];
        let request = Request {
            settings,
            ..request.clone()
        };
        requests.push((request, Some(rows)));
    }
    for (request, rows) in requests {
        let made = |text: &str| {
            let proof = Proof { world, spec, text };
            let executed = run(&proof, check(&proof, &request)?)?;
            let source = executed.results.sources.first();
            let read = source.map(|source| source.rows);
            if let (Some(rows), Some(read)) = (rows.filter(|rows| Some(*rows) != read), read) {
                let day = request.settings.first().map(|(_, day)| day.as_str());
                return Err(Failure {
                    spec: spec.to_path_buf(),
                    problems: vec![other_rows(rows, read, day)],
                    sources: SourceMap::default(),
                });
            }
            publish(&proof, executed)
        };
        if let Err(failure) = made(&draft.text) {
            let mut codes: Vec<&str> = Vec::new();
            for problem in &failure.problems {
                if !OF_DATA.contains(&problem.code) {
                    return Err(failure);
                }
                if !codes.contains(&problem.code.as_str()) {
                    codes.push(problem.code.as_str());
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
            made(&format!("{}allow: [{}]\n", draft.text, codes.join(", ")))?;
            codes.retain(|code| *code != Code::LOOKALIKES.as_str() && !waived.contains(code));
            waived.append(&mut codes);
        }
    }
    let text = draft.text.clone();
    Ok(match waived.as_slice() {
        [] => text,
        codes => format!(
            "{text}\n# These rows are so; take it out to be warned, and see `hfreport explain {}`.\nallow: [{}]\n",
            codes[0],
            codes.join(", ")
        ),
    })
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
