//! The target holds the complete old or new bundle: if a run is killed, if two run at once, if the
//! disk is full, if permission is missing. Leftovers are removed by the next run.

use crate::fixture::{Project, bundle};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SPEC: &str = "
version: 1
title: 'Rows of {{ params.day }}'
params: {day: one}
sources: {models: {path: rows.csv, columns: {account: {type: string}, downloads: {type: integer}}}}
measures: {downloads: {sql: sum(downloads)}}
breakdowns: {by_account: {by: account, measures: [downloads]}}
charts: {accounts: {type: bar, data: by_account, x: downloads, y: account, title: Accounts}}
sections: [{text: 'Rows of {{ params.day }}'}, {chart: accounts}, {table: by_account}]
";

const ROWS: &str = "account,downloads\na,7\nb,2\nc,4\n";

type Files = Vec<(String, Vec<u8>)>;

/// A project, and the bundles for two values of a param; the first one is in the target.
fn project() -> (Project, [Files; 2]) {
    let project = Project::of(SPEC).file("rows.csv", ROWS);
    let bundles = ["two", "one"].map(|day| {
        project
            .hfreport(&[
                "run",
                "spec.yaml",
                "--quiet",
                "--replace",
                "--set",
                &format!("day={day}"),
            ])
            .fine();
        bundle(&project.folder().join("out"))
    });
    assert_ne!(bundles[0], bundles[1]);
    (project, bundles)
}

fn start(project: &Project, day: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_hfreport"))
        .current_dir(project.folder())
        .args([
            "run",
            "spec.yaml",
            "--replace",
            "--set",
            &format!("day={day}"),
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a started program")
}

/// The entries beside the target.
fn beside(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// A small generator with a fixed seed; the moments depend on the machine.
fn moments(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |bound| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % bound
    }
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_a_whole_bundle() {
    let (project, bundles) = project();
    let target = project.folder().join("out");
    let begun = Instant::now();
    assert!(start(&project, "two").wait().expect("an end").success());
    let whole = begun.elapsed().max(Duration::from_millis(1));
    let mut moment = moments(20_251_001);
    let mut killed = 0;
    for round in 0..200 {
        let mut child = start(&project, ["one", "two"][round % 2]);
        std::thread::sleep(Duration::from_micros(moment(whole.as_micros() as u64)));
        child.kill().expect("a signal");
        killed += u32::from(!child.wait().expect("an end").success());
        let found = bundle(&target);
        assert!(bundles.contains(&found), "round {round} left a mixture");
    }
    assert!(killed > 50, "only {killed} of 200 runs were killed");
    assert!(start(&project, "one").wait().expect("an end").success());
    assert_eq!(bundle(&target), bundles[1]);
    assert_eq!(
        beside(project.folder()),
        ["hfreport.toml", "out", "rows.csv", "spec.yaml"]
    );
}

#[test]
fn runs_at_once_into_one_target_leave_one_of_their_bundles() {
    let (project, bundles) = project();
    for _ in 0..10 {
        let children = ["one", "two", "one", "two"].map(|day| start(&project, day));
        for mut child in children {
            assert!(child.wait().expect("an end").success());
        }
        assert!(bundles.contains(&bundle(&project.folder().join("out"))));
        assert_eq!(
            beside(project.folder()),
            ["hfreport.toml", "out", "rows.csv", "spec.yaml"]
        );
    }
}

#[test]
fn what_a_killed_run_left_is_removed_and_what_others_left_is_not() {
    let (project, bundles) = project();
    project.write(".out.hfreport-1/.hfreport-unfinished", "");
    project.write(".out.hfreport-1/index.html", "half a page");
    project.write(".out.mine/index.fr.html", "mine");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    assert!(bundle(&project.folder().join("out")) == bundles[1]);
    assert_eq!(
        beside(project.folder()),
        [".out.mine", "hfreport.toml", "out", "rows.csv", "spec.yaml"]
    );
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_bundle() {
    // No file may exceed 8 KB, so a page cannot be written, whether or not the signal for it is
    // ignored.
    for trap in ["trap '' XFSZ;", ""] {
        let (project, bundles) = project();
        let output = Command::new("sh")
            .current_dir(project.folder())
            .args([
                "-c",
                &format!("{trap} ulimit -f 16; exec \"$0\" run spec.yaml --replace --set day=two"),
            ])
            .arg(env!("CARGO_BIN_EXE_hfreport"))
            .output()
            .expect("a finished program");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("HF0801"), "{told}");
        assert_eq!(bundle(&project.folder().join("out")), bundles[1]);
        assert_eq!(
            beside(project.folder()),
            ["hfreport.toml", "out", "rows.csv", "spec.yaml"]
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_without_permission_is_reported() {
    let (project, bundles) = project();
    // Nobody may write there, not even an administrator.
    let outcome = project.hfreport(&["run", "spec.yaml", "--out", "/proc/hfreport"]);
    let outcome = outcome.ends_with(2);
    assert!(outcome.stderr.contains("HF0801"), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("/proc/hfreport"),
        "{}",
        outcome.stderr
    );
    assert_eq!(bundle(&project.folder().join("out")), bundles[1]);
}

#[cfg(unix)]
#[test]
fn a_target_that_is_a_link_stays_one() {
    let (project, bundles) = project();
    fs::rename(project.folder().join("out"), project.folder().join("real")).expect("a move");
    std::os::unix::fs::symlink("real", project.folder().join("out")).expect("a link");
    project
        .hfreport(&[
            "run",
            "spec.yaml",
            "--quiet",
            "--replace",
            "--set",
            "day=two",
        ])
        .fine();
    assert!(project.folder().join("out").is_symlink());
    assert_eq!(bundle(&project.folder().join("real")), bundles[0]);
}
