//! Every folder of `tests/cases/diagnostics` is a small project with a mistake; `expected.txt` has
//! the exit code and the program's output, with file, line, column and caret.
//!
//! A folder contains `spec.yaml` and its inputs; `rows.csv` of `tests/cases` is added to each.
//! `arguments.txt` replaces the arguments `run spec.yaml`. `HFREPORT_UPDATE=1` rewrites the
//! expectations.

use crate::fixture::{Project, home};
use hfreport::diagnostic::{CODES, Code};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

fn folder() -> PathBuf {
    home().join("tests/cases/diagnostics")
}

fn cases() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn name(case: &Path) -> String {
    case.file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned()
}

/// The names of all cases.
pub(crate) fn names() -> Vec<String> {
    cases().iter().map(|case| name(case)).collect()
}

/// The program's output for a case.
fn said(case: &Path) -> String {
    let rows = fs::read(home().join("tests/cases/rows.csv")).expect("the common rows");
    let project = Project::new().file("rows.csv", rows);
    let project = project.with_copy_of(case, "");
    for own in ["expected.txt", "arguments.txt"] {
        let _ = fs::remove_file(project.folder().join(own));
    }
    let before = crate::fixture::bundle(project.folder());
    let arguments = fs::read_to_string(case.join("arguments.txt"))
        .unwrap_or_else(|_| "run spec.yaml".to_owned());
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let outcome = project.hfreport(&arguments);
    if outcome.code != 0 {
        let after = crate::fixture::bundle(project.folder());
        assert!(
            before == after,
            "{}: a failed run changed files",
            name(case)
        );
    }
    // The root of a case is a folder of this run.
    let root = fs::canonicalize(project.folder()).expect("a folder");
    let stderr = outcome.stderr.replace(&*root.to_string_lossy(), "ROOT");
    format!("exit code {}\n\n{stderr}", outcome.code)
}

#[test]
fn every_mistake_is_reported_exactly_and_writes_nothing() {
    let update = std::env::var_os("HFREPORT_UPDATE").is_some();
    let wrong = Mutex::new(Vec::new());
    let mut all = cases();
    // What a build without a feature says.
    all.retain(|case| !cfg!(feature = "pdf") || !name(case).starts_with("HF0803-"));
    std::thread::scope(|scope| {
        for part in all.chunks(all.len().div_ceil(2)) {
            let wrong = &wrong;
            scope.spawn(move || {
                for case in part {
                    let said = said(case);
                    let path = case.join("expected.txt");
                    if update {
                        fs::write(&path, &said).expect("a written expectation");
                    }
                    let expected = fs::read_to_string(&path).unwrap_or_default();
                    if expected != said {
                        let text = format!(
                            "== {}\n-- expected\n{expected}\n-- said\n{said}",
                            name(case)
                        );
                        wrong.lock().expect("no panic").push(text);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no panic");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_is_named_for_a_code_that_it_reports() {
    for case in cases() {
        let name = name(&case);
        let expected = fs::read_to_string(case.join("expected.txt"))
            .unwrap_or_else(|_| panic!("{name} has no expectation"));
        let code = name.split('-').next().expect("a code");
        assert!(
            expected.contains(&format!("[{code}]")),
            "{name}\n{expected}"
        );
        assert!(
            case.join("spec.yaml").is_file() || expected.contains("spec"),
            "{name} has no spec"
        );
    }
}

#[test]
fn every_code_has_a_case() {
    let names = names();
    // No spec makes the engine refuse a step, since we check and evaluate expressions ourselves, and none changes a
    // table of a database while it is read. What servers do, and what `collect` says, is of no spec (`remote::`, `collect::`).
    let of_no_spec = [
        Code::EXECUTION,
        Code::CHANGED_TABLE,
        Code::FETCH,
        Code::CORRUPT,
        Code::COLLECT,
        Code::CHECKPOINT,
    ];
    for entry in CODES
        .iter()
        .filter(|entry| !of_no_spec.contains(&entry.code))
    {
        let prefix = format!("{}-", entry.code);
        assert!(
            names.iter().any(|name| name.starts_with(&prefix)),
            "{} has no case",
            entry.code
        );
    }
}

#[test]
fn no_message_shows_a_type_of_the_program() {
    for case in cases() {
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        for inner in [
            "Some(",
            "Text(\"",
            "Err(",
            "Utf8",
            "PlSmallStr",
            "polars",
            "panicked",
        ] {
            assert!(!expected.contains(inner), "{}\n{expected}", name(&case));
        }
    }
}
