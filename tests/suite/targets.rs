//! Ownership of a target: a run replaces what a run wrote, file by file, and nothing else.

use crate::fixture::{Outcome, Project, bundle};
use std::fs;

const SPEC: &str = "
version: 1
title: Accounts
params: {day: 2025-10-01}
sources: {models: {path: rows.csv, columns: {account: {type: string}, downloads: {type: integer}}}}
measures: {downloads: {sql: sum(downloads)}}
breakdowns: {by_account: {by: account, measures: [downloads]}}
sections: [{text: 'Rows of {{ params.day }}'}, {table: by_account}]
outputs: {formats: [html, markdown, json]}
";

const ROWS: &str = "account,downloads\na,7\nb,2\n";

fn project() -> Project {
    Project::of(SPEC).file("rows.csv", ROWS)
}

fn run(project: &Project, more: &[&str]) -> Outcome {
    let mut arguments = vec!["run", "spec.yaml", "--quiet"];
    arguments.extend(more);
    project.hfreport(&arguments)
}

/// A run that is refused with a message containing all of `reported`, and that changes nothing.
#[track_caller]
fn refused(project: &Project, more: &[&str], told: &[&str]) {
    let before = bundle(project.folder());
    let outcome = run(project, more).ends_with(2);
    for text in told {
        assert!(outcome.stderr.contains(text), "{text}\n{}", outcome.stderr);
    }
    assert!(outcome.stderr.contains("HF0801"), "{}", outcome.stderr);
    assert!(before == bundle(project.folder()), "something has changed");
}

#[test]
fn a_folder_with_the_manifest_of_somebody_else_is_not_replaced() {
    for manifest in ["{}", "{\"outputs\": []}", "{\"hfreport\": \"0.1.0\"}", "[1"] {
        let project = project()
            .file("other/manifest.json", manifest)
            .file("other/index.html", "mine")
            .file("other/deep/notes.txt", "mine");
        refused(
            &project,
            &["--out", "other"],
            &["its manifest.json is not that of a bundle"],
        );
    }
}

#[test]
fn a_folder_that_holds_the_project_or_an_input_is_not_replaced() {
    let project = project();
    run(&project, &[]).fine();
    // Even a bundle's own manifest does not make the project a bundle.
    let manifest = project.read("out/manifest.json");
    project.write("manifest.json", &manifest);
    refused(
        &project,
        &["--out", "."],
        &["it holds the root of the report"],
    );
    project.write(
        "spec.yaml",
        SPEC.to_owned().replace("outputs: {", "outputs: {dir: ., "),
    );
    refused(&project, &[], &["it holds the root of the report"]);
    // A source, a lookup and a text in the bundle.
    let inputs = [
        ("path: rows.csv", "path: out/rows.csv", "out/rows.csv", ROWS),
        (
            "'Rows of {{ params.day }}'",
            "out/text.md",
            "out/text.md",
            "Rows of {{ params.day }}",
        ),
    ];
    for (was, is, path, content) in inputs {
        project.write("spec.yaml", SPEC.replace(was, is));
        project.write(path, content);
        let name = path.trim_start_matches("out/");
        refused(
            &project,
            &[],
            &[&format!("it holds `{name}`, which the report reads")],
        );
        fs::remove_file(project.folder().join(path)).expect("a removed file");
    }
    // A spec in its own bundle.
    fs::rename(
        project.folder().join("spec.yaml"),
        project.folder().join("out/spec.yaml"),
    )
    .expect("a move");
    project.write("out/spec.yaml", SPEC.replace("rows.csv", "../rows.csv"));
    let before = bundle(project.folder());
    let outcome = project.hfreport(&["run", "out/spec.yaml", "--out", "out"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(
        outcome
            .stderr
            .contains("it holds `spec.yaml`, which the report reads")
    );
    assert!(before == bundle(project.folder()));
}

#[test]
fn neither_the_root_of_the_disk_nor_a_home_is_replaced() {
    let project = project();
    refused(
        &project,
        &["--out", "/"],
        &["it is the root of a file system"],
    );
    fs::create_dir_all(project.folder().join("homes/me")).expect("a folder");
    let home = project.folder().join("homes/me").display().to_string();
    for out in ["homes/me", "homes"] {
        let arguments = ["run", "spec.yaml", "--out", out];
        let outcome = project.hfreport_with(&[("HOME", &home)], &arguments);
        assert_eq!(outcome.code, 2, "{}", outcome.stderr);
        assert!(
            outcome.stderr.contains("it holds your home"),
            "{}",
            outcome.stderr
        );
    }
}

#[test]
fn what_others_put_into_a_bundle_stays() {
    let project = project();
    run(&project, &["--format", "html,markdown,csv"]).fine();
    let foreign = [
        ("out/CNAME", "example.org"),
        ("out/.nojekyll", ""),
        ("out/.git/HEAD", "ref: refs/heads/main"),
        ("out/notes/today.txt", "notes"),
        ("out/tables/mine.csv", "a,b"),
    ];
    for (path, content) in foreign {
        project.write(path, content);
    }
    fs::create_dir(project.folder().join("out/empty")).expect("a folder");
    let before = fs::metadata(project.folder().join("out/CNAME")).expect("a file");
    run(&project, &["--format", "html"]).fine();
    for (path, content) in foreign {
        assert_eq!(project.read(path), content, "{path}");
    }
    assert!(project.folder().join("out/empty").is_dir());
    let after = fs::metadata(project.folder().join("out/CNAME")).expect("a file");
    assert_eq!(
        before.modified().expect("a time"),
        after.modified().expect("a time")
    );
    // Files of the previous run that this one does not make are gone.
    assert!(!project.folder().join("out/report.md").exists());
    assert!(!project.folder().join("out/tables/by_account.csv").exists());
    let paths: Vec<String> = bundle(&project.folder().join("out"))
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        paths,
        [
            ".git/HEAD",
            ".nojekyll",
            "CNAME",
            "index.html",
            "manifest.json",
            "notes/today.txt",
            "tables/mine.csv"
        ]
    );
}

#[test]
fn a_file_that_was_edited_is_named_and_stays() {
    let project = project();
    run(&project, &[]).fine();
    let edited = project.read("out/report.md") + "\nMy own words.\n";
    project.write("out/report.md", &edited);
    refused(
        &project,
        &[],
        &["`report.md` has changed since hfreport wrote it"],
    );
    // A run that does not make this file leaves it alone, and from then on it is not ours.
    run(&project, &["--format", "html"]).fine();
    assert_eq!(project.read("out/report.md"), edited);
    refused(
        &project,
        &[],
        &["`report.md` stands in the way, hfreport did not write it"],
    );
    fs::remove_file(project.folder().join("out/report.md")).expect("a removed file");
    run(&project, &[]).fine();
}

#[test]
fn what_stands_in_the_way_is_named_also_where_letters_differ_in_size() {
    let in_the_way = ["out/REPORT.md", "out/report.md/notes.txt", "out/tables"];
    for path in in_the_way {
        let project = project();
        run(&project, &["--format", "html"]).fine();
        project.write(path, "mine");
        let name = path
            .trim_start_matches("out/")
            .trim_end_matches("/notes.txt");
        refused(
            &project,
            &["--format", "html,markdown,csv"],
            &[&format!("`{name}` stands in the way")],
        );
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_removed_through_a_link() {
    let project = project();
    run(&project, &["--format", "html,csv"]).fine();
    let (out, real) = (project.folder().join("out"), project.folder().join("real"));
    fs::rename(out.join("tables"), &real).expect("a move");
    std::os::unix::fs::symlink(&real, out.join("tables")).expect("a link");
    refused(
        &project,
        &["--format", "html,csv"],
        &["`tables` stands in the way"],
    );
    run(&project, &["--format", "html"]).fine();
    assert!(out.join("tables").is_symlink());
    assert!(real.join("by_account.csv").exists());
}

#[test]
fn the_bundle_of_another_period_or_spec_is_replaced_only_on_request() {
    let project = project().file("other.yaml", SPEC);
    run(&project, &["--set", "day=2025-10-01"]).fine();
    run(&project, &[]).fine();
    refused(
        &project,
        &["--set", "day=2025-11-01"],
        &[
            "another period",
            "`day` is 2025-10-01 there and 2025-11-01 here",
            "--replace",
        ],
    );
    run(&project, &["--set", "day=2025-11-01", "--replace"]).fine();
    assert!(project.read("out/report.md").contains("2025"));
    refused(
        &project,
        &[],
        &["`day` is 2025-11-01 there and 2025-10-01 here"],
    );
    run(&project, &["--replace"]).fine();
    let outcome = project.hfreport(&["run", "other.yaml"]).ends_with(2);
    assert!(
        outcome
            .stderr
            .contains("the bundle of another spec, `spec.yaml`"),
        "{}",
        outcome.stderr
    );
    project.hfreport(&["run", "other.yaml", "--replace"]).fine();
    // A spec that was only edited has the same period.
    project.write("other.yaml", SPEC.replace("Accounts", "All accounts"));
    project.hfreport(&["run", "other.yaml"]).fine();
}

#[cfg(unix)]
#[test]
fn a_target_is_held_against_the_root_where_it_really_is() {
    let outside = tempfile::tempdir().expect("a folder");
    let project = project();
    std::os::unix::fs::symlink(outside.path(), project.folder().join("out")).expect("a link");
    let outcome = run(&project, &[]);
    assert_ne!(outcome.code, 0);
    assert!(
        outcome.stderr.contains("outside of the root"),
        "{}",
        outcome.stderr
    );
    run(&project, &["--out", "out"]).fine();
    assert!(outside.path().join("manifest.json").exists());
}

#[test]
fn a_target_that_is_a_file_or_below_one_is_said_in_words() {
    let project = project();
    for (target, told) in [
        (
            "rows.csv",
            "the bundle cannot be written to `rows.csv`: it is a file, or below one, where a folder is needed",
        ),
        (
            "rows.csv/deep",
            "the bundle cannot be written to `rows.csv/deep`: a file stands where a folder is needed",
        ),
    ] {
        refused(&project, &["--out", target], &[told]);
    }
}
