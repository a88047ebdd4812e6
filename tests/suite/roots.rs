//! Files named by a spec must lie inside the root when they are opened, not only when they are
//! named, and must not change while a run reads them.

use crate::fixture::Project;

const SPEC: &str = "
version: 1
title: Accounts
sources: {models: {path: 'data/*.csv', columns: {account: {type: string}, downloads: {type: integer}}}}
measures: {downloads: {sql: sum(downloads)}}
breakdowns: {by_account: {by: account, measures: [downloads]}}
sections: [{table: by_account}]
";

const ROWS: &str = "account,downloads\na,7\nb,2\n";

/// Runs a spec that reads a file outside through a link; both `check` and `run` refuse it.
#[cfg(unix)]
#[track_caller]
fn refused(spec: &str, link: &str, outside: &str, content: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let secret = folder.path().join(outside);
    std::fs::create_dir_all(secret.parent().expect("a parent")).expect("a folder");
    std::fs::write(&secret, content).expect("a file");
    let project = Project::of(spec).file("data/first.csv", ROWS);
    let link = project.folder().join(link);
    std::fs::create_dir_all(link.parent().expect("a parent")).expect("a folder");
    let first = outside.split('/').next().expect("a name");
    std::os::unix::fs::symlink(folder.path().join(first), &link).expect("a link");
    for command in ["run", "verify"] {
        let outcome = project.hfreport(&[command, "spec.yaml"]).ends_with(1);
        assert!(outcome.stderr.contains("HF0102"), "{}", outcome.stderr);
        assert!(
            !outcome
                .stderr
                .contains(folder.path().to_str().expect("a text")),
            "{}",
            outcome.stderr
        );
    }
    assert!(!project.folder().join("out").exists());
    let allowed = folder.path().display().to_string();
    let arguments = ["run", "spec.yaml", "--quiet", "--allow-path", &allowed];
    project.hfreport(&arguments).fine();
}

#[cfg(unix)]
#[test]
fn a_glob_does_not_leave_the_root_by_a_link() {
    refused(SPEC, "data/rows.csv", "secret.csv", ROWS);
    let deep = SPEC.replace("data/*.csv", "data/d*/rows.csv");
    refused(&deep, "data/deep", "secret/rows.csv", ROWS);
}

#[cfg(unix)]
#[test]
fn neither_does_anything_else_that_is_named() {
    let single = SPEC.replace("data/*.csv", "data/first.csv");
    let text = single.replace("sections: [", "sections: [{text: secret.md}, ");
    refused(&text, "secret.md", "secret.md", "Words.\n");
    let published = format!("{single}published: secret.yaml\n");
    refused(
        &published,
        "secret.yaml",
        "secret.yaml",
        "spec: spec.yaml\nfigures: []\n",
    );
    let extends = "version: 1\nextends: secret.yaml\n";
    refused(extends, "secret.yaml", "secret.yaml", &single);
    let lookup = single
        .replace("breakdowns:", "lookups: {names: {path: names.csv, key: account}}\ndimensions: {name: {lookup: names.name, key: account}}\nbreakdowns:")
        .replace("by: account", "by: name");
    refused(
        &lookup,
        "names.csv",
        "names.csv",
        "account,name\na,A\nb,B\n",
    );
}

#[cfg(unix)]
#[test]
fn a_path_on_the_command_line_may_be_anywhere_also_behind_a_link() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("real.csv"), ROWS).expect("a file");
    let link = folder.path().join("rows.csv");
    std::os::unix::fs::symlink("real.csv", &link).expect("a link");
    let project = Project::of(SPEC);
    for typed in [link, folder.path().join("*.csv")] {
        let set = format!("models={}", typed.display());
        let arguments = ["run", "spec.yaml", "--quiet", "--set", &set];
        project.hfreport(&arguments).fine();
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_source() {
    let project = Project::of(SPEC).file("data/first.csv", ROWS);
    let pipe = project.folder().join("data/pipe.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    let outcome = project.hfreport(&["run", "spec.yaml"]).ends_with(2);
    assert!(
        outcome.stderr.contains("it is a pipe"),
        "{}",
        outcome.stderr
    );
}

#[cfg(unix)]
#[test]
fn a_spec_that_is_a_link_has_its_files_where_it_leads_to() {
    let spec = SPEC.replace("data/*.csv", "rows.csv");
    let project = Project::new()
        .file("real/spec.yaml", spec)
        .file("real/rows.csv", ROWS)
        .file("elsewhere/rows.csv", "account,downloads\nz,1\n");
    let link = project.folder().join("elsewhere/report.yaml");
    std::os::unix::fs::symlink("../real/spec.yaml", link).expect("a link");
    project
        .hfreport(&["run", "elsewhere/report.yaml", "--quiet"])
        .fine();
    assert!(project.read("real/out/report.json").contains("\"a\""));
}
