//! What `run` and `check` read and write: params, paths, bundles.

use super::{ROWS, SPEC, project};
use crate::fixture::{Project, bundle};
use std::fs;

#[test]
fn set_changes_a_param_and_the_path_of_a_source() {
    let project = project().file("other.csv", "model,account,downloads\nd/x,d,7\ne/y,e,5\n");
    let arguments = [
        "run",
        "spec.yaml",
        "--set",
        "first=2",
        "--set",
        "models=other.csv",
        "--set",
        "day=2025-11-01",
        "--quiet",
    ];
    project.hfreport(&arguments).fine();
    let text = project.read("out/report.en.md");
    assert!(text.contains("In all 12 on November 1, 2025."), "{text}");
    assert_eq!(
        project.read("out/tables/by_account.csv").lines().count(),
        3,
        "two accounts stay and nothing is folded"
    );
}

#[test]
fn a_path_on_the_command_line_may_be_outside_the_root() {
    let elsewhere = Project::new().file("rows.csv", "model,account,downloads\nd/x,d,7\n");
    let path = elsewhere.folder().join("rows.csv").display().to_string();
    let setting = format!("models={path}");
    let project = project();
    project
        .hfreport(&["run", "spec.yaml", "--set", &setting, "--quiet"])
        .fine();
    assert!(project.read("out/report.en.md").contains("In all 7 "));
}

#[test]
fn allow_path_opens_one_more_folder() {
    let elsewhere = Project::new().file("rows.csv", ROWS);
    let folder = elsewhere.folder().display().to_string();
    let spec = SPEC.replace("path: rows.csv", &format!("path: {folder}/rows.csv"));
    let project = Project::of(&spec);
    let refused = project.hfreport(&["check", "spec.yaml"]).ends_with(1);
    assert!(
        refused.stderr.contains("error[HF0102]"),
        "{}",
        refused.stderr
    );
    project
        .hfreport(&["check", "spec.yaml", "--allow-path", &folder])
        .fine();
}

#[test]
fn a_symbolic_link_does_not_lead_out_of_the_root() {
    let elsewhere = Project::new().file("rows.csv", ROWS);
    let project = Project::of(SPEC);
    std::os::unix::fs::symlink(
        elsewhere.folder().join("rows.csv"),
        project.folder().join("rows.csv"),
    )
    .expect("a link");
    let outcome = project.hfreport(&["check", "spec.yaml"]).ends_with(1);
    assert!(
        outcome.stderr.contains("error[HF0102]"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn locale_and_format_and_out_replace_what_the_spec_says() {
    let project = project();
    let arguments = [
        "run",
        "spec.yaml",
        "--locale",
        "en",
        "--format",
        "markdown,csv",
        "--out",
        "elsewhere",
        "--quiet",
    ];
    project.hfreport(&arguments).fine();
    let files: Vec<String> = bundle(&project.folder().join("elsewhere"))
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        files,
        [
            "charts/accounts.en.png",
            "manifest.json",
            "report.md",
            "tables/by_account.csv"
        ]
    );
    assert!(project.read("elsewhere/report.md").contains("# Accounts"));
    assert!(!project.folder().join("out").exists());
}

#[test]
fn a_check_counts_what_it_found_and_writes_nothing() {
    let project = project();
    let outcome = project.hfreport(&["check", "spec.yaml"]).fine();
    assert_eq!(
        outcome.stdout,
        "spec.yaml: fine (1 breakdown, 1 metric, 1 chart, 0 published figures)\n"
    );
    assert!(!project.folder().join("out").exists());
}

#[test]
fn a_check_takes_several_specs_and_ends_with_the_worst() {
    let project = project().file("bad.yaml", SPEC.replace("by: account", "by: acount"));
    let outcome = project
        .hfreport(&["check", "spec.yaml", "bad.yaml"])
        .ends_with(1);
    assert!(outcome.stdout.contains("spec.yaml: fine"));
    assert!(
        outcome.stderr.contains("bad.yaml:18:9"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_bundle_stays_as_it_is_when_the_next_run_fails() {
    let project = project();
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let before = bundle(project.folder());
    for (from, to) in [
        ("by: account", "by: acount"),
        ("formatted.all }} le", "formatted.al }} le"),
        ("day|date }}.\"}", "day|percent }}.\"}"),
    ] {
        let spec = SPEC.replace(from, to);
        assert_ne!(spec, SPEC);
        project.write("spec.yaml", spec);
        project
            .hfreport(&["run", "spec.yaml", "--quiet"])
            .ends_with(1);
        project.write("spec.yaml", SPEC);
        assert!(before == bundle(project.folder()), "{to}");
    }
    project.write("rows.csv", "model,account,downloads\na/x,a,many\n");
    project
        .hfreport(&["run", "spec.yaml", "--quiet"])
        .ends_with(1);
    project.write("rows.csv", ROWS);
    assert!(before == bundle(project.folder()));
}

#[test]
fn a_later_run_replaces_the_whole_bundle() {
    let project = project();
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    assert!(project.folder().join("out/charts").exists());
    project
        .hfreport(&["run", "spec.yaml", "--quiet", "--format", "csv"])
        .fine();
    assert!(!project.folder().join("out/charts").exists());
    let left: Vec<String> = fs::read_dir(project.folder())
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(left.is_empty(), "temporary folders stay: {left:?}");
}

#[test]
fn the_only_spec_of_a_folder_is_taken_where_none_is_named() {
    let project = project()
        .file("values.yaml", "- {account: a, name: Ada}\n")
        .file("published.yaml", "spec: spec.yaml\nfigures: []\n");
    project.hfreport(&["check"]).fine();
    project.hfreport(&["run", "--quiet"]).fine();
    assert!(project.read("out/report.en.md").contains("In all 1,234 "));
}

#[test]
fn a_folder_with_several_specs_or_none_says_what_to_type() {
    let two = project().file("other.yml", "version: 1\nextends: spec.yaml\n");
    let outcome = two.hfreport(&["run"]).ends_with(2);
    assert_eq!(
        outcome.stderr,
        "error: no spec is named, and there are 2 in this folder; name one:\n  hfreport run other.yml\n  hfreport run spec.yaml\n"
    );
    assert!(!two.folder().join("out").exists());
    let none = Project::new().file("rows.csv", ROWS);
    let outcome = none.hfreport(&["check"]).ends_with(2);
    assert!(
        outcome.stderr.contains("there is none in this folder")
            && outcome.stderr.contains("`hfreport new DATA`"),
        "{}",
        outcome.stderr
    );
}
