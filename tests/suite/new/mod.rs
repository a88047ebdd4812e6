//! `hfreport new`: whatever the data file, the spec passes `check` without a warning and runs;
//! nothing is overwritten.

mod files;
mod kinds;
mod real;
mod written;

use crate::fixture::{Outcome, Project};

pub(super) const MODELS: &str = "\
model,downloads,task,license,first_seen,card,size
a/x,300,chat,mit,2024-05-01,true,1.5
a/y,50,chat,,2024-06-01,false,0.25
b/z,120,vision,mit,,true,7
b/w,30,vision,,2025-01-01,true,
";

/// Writes a spec for some data, checks it and runs it; returns its text.
#[track_caller]
pub(super) fn begun(project: &Project, arguments: &[&str]) -> String {
    let mut command = vec!["new"];
    command.extend(arguments);
    command.extend(["--out", "begun.yaml"]);
    let outcome = project.hfreport(&command).fine();
    assert_eq!(outcome.stderr, "");
    let text = project.read("begun.yaml");
    assert!(
        text.starts_with("# yaml-language-server: $schema="),
        "{text}"
    );
    let allowed = allowed(&outcome);
    let mut further: Vec<&str> = vec!["begun.yaml"];
    if let Some(folder) = &allowed {
        further.extend(["--allow-path", folder]);
    }
    let on = |command: &'static str, more: &[&'static str]| {
        let mut arguments = vec![command];
        arguments.extend(&further);
        arguments.extend(more);
        project.hfreport(&arguments).fine()
    };
    let checked = on("check", &[]);
    assert_eq!(checked.stderr, "", "{text}");
    assert!(checked.stdout.contains(": fine ("), "{}", checked.stdout);
    let ran = on("run", &["--out", "bundle", "--quiet"]);
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("", ""),
        "{text}"
    );
    text
}

/// The folder that the next command has to allow.
fn allowed(outcome: &Outcome) -> Option<String> {
    let next = outcome
        .stdout
        .lines()
        .find(|it| it.contains("hfreport run "))?;
    let (_, folder) = next.split_once("--allow-path ")?;
    let (folder, _) = folder.split_once("  # ")?;
    Some(folder.trim_end().trim_matches('\'').to_owned())
}

/// A project with one data file, and the spec drafted for it.
#[track_caller]
pub(super) fn of_rows(name: &str, rows: impl AsRef<[u8]>) -> (Project, String) {
    let project = Project::new().file(name, rows);
    let text = begun(&project, &[name]);
    (project, text)
}

/// The Markdown of a locale with plain spaces.
pub(super) fn page(project: &Project, name: &str) -> String {
    let text = project.read(&format!("bundle/{name}"));
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[track_caller]
pub(super) fn has_lines(text: &str, lines: &[&str]) {
    for line in lines {
        let found = text.lines().any(|known| known.trim() == *line);
        assert!(found, "{line}\n{text}");
    }
}
