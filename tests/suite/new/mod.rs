//! `hfreport new`: whatever the data file, the spec passes `check` without a warning and runs;
//! nothing is overwritten.

mod chosen;
mod dated;
mod exports;
mod files;
mod groups;
mod kept_back;
mod kinds;
mod large;
mod left_out;
mod lists;
mod marks;
mod means;
mod money;
mod months;
mod nearly;
mod negative;
mod real;
mod sheets;
mod slips;
mod totals;
mod twice;
mod units;
mod written;
mod years;

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

/// The rows of the drafted breakdown: code and measure, as `report.json` has them.
#[track_caller]
pub(super) fn amounts(project: &Project, bundle: &str) -> Vec<(String, String)> {
    let report: serde_json::Value =
        serde_json::from_str(&project.read(&format!("{bundle}/report.json"))).unwrap();
    let breakdowns = report["breakdowns"].as_object().unwrap();
    let rows = breakdowns.values().next().unwrap()["rows"]
        .as_array()
        .unwrap();
    let value = |value: &serde_json::Value| match value {
        // A decimal, or a whole number beyond 64 bits.
        serde_json::Value::Object(digits) => {
            let digits = digits.values().next().unwrap();
            digits.as_str().unwrap().to_owned()
        }
        value => value.to_string(),
    };
    let row = |row: &serde_json::Value| {
        let code = row["codes"][0].as_str();
        let code = code.map_or_else(|| row["codes"][0].to_string(), str::to_owned);
        (code, value(&row["values"][0]))
    };
    rows.iter().map(row).collect()
}

/// The same of the bundle of [`begun`], as one text.
#[track_caller]
pub(super) fn shown_amounts(project: &Project) -> String {
    listed(project, "bundle")
}

/// The same of any bundle, as one text.
#[track_caller]
pub(super) fn listed(project: &Project, bundle: &str) -> String {
    let rows = amounts(project, bundle).into_iter();
    let rows = rows.map(|(code, value)| format!("{code}: {value}"));
    rows.collect::<Vec<_>>().join(", ")
}

/// The spec that is drafted for the rows of `sales.csv`, the rows of its breakdown as one text, and what is said of it.
#[track_caller]
pub(super) fn drafted(rows: &str, by: &str) -> (String, String, String) {
    let project = Project::new().file("sales.csv", rows);
    let text = begun(&project, &["sales.csv", "--by", by]);
    (text, shown_amounts(&project), said(&project, "sales.csv"))
}

/// What `hfreport new` says of a file on which its draft runs.
#[track_caller]
pub(super) fn said(project: &Project, name: &str) -> String {
    let arguments = ["new", name, "--out", "said.yaml"];
    project.hfreport(&arguments).fine().stdout
}

/// The message of `hfreport new` on a file for which there is no draft.
#[track_caller]
pub(super) fn refused(name: &str, rows: impl AsRef<[u8]>) -> String {
    let project = Project::new().file(name, rows);
    project.hfreport(&["new", name]).ends_with(1).stderr
}
