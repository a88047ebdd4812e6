//! What commands print: how much, in which colours, in which form.

use super::{ROWS, SPEC, project};
use crate::fixture::{Project, bundle};

#[test]
fn a_run_says_what_it_wrote_what_it_read_and_how_long_it_took() {
    let project = project();
    let outcome = project.hfreport(&["run", "spec.yaml"]).fine();
    assert_eq!(outcome.stderr, "");
    for part in [
        " files, ",
        "index.html",
        "read 3 rows of source models from 1 file\n",
        "execute ",
    ] {
        assert!(outcome.stdout.contains(part), "{part}\n{}", outcome.stdout);
    }
    assert!(
        project
            .read("out/report.md")
            .contains("En tout 1\u{202f}234 le 1er\u{a0}octobre\u{a0}2025.")
    );
    assert!(
        project
            .read("out/report.en.md")
            .contains("In all 1,234 on October 1, 2025.")
    );
}

#[test]
fn a_quiet_run_says_nothing() {
    let outcome = project().hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""));
}

#[test]
fn a_quiet_run_still_reports_warnings() {
    let unused = "charts:\n  unused: {type: treemap, data: by_account}\n";
    let spec = SPEC.replace("charts:\n", unused);
    let project = project().file("spec.yaml", spec);
    let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    assert_eq!(outcome.stdout, "");
    assert!(
        outcome.stderr.contains("warning[HF0308]"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn there_are_no_colors_when_the_output_is_no_terminal() {
    let project = project().file("spec.yaml", SPEC.replace("by: account", "by: acount"));
    for variables in [vec![], vec![("NO_COLOR", "1")], vec![("CLICOLOR", "1")]] {
        let outcome = project.hfreport_with(&variables, &["check", "spec.yaml"]);
        assert!(!outcome.stderr.contains('\u{1b}'), "{}", outcome.stderr);
    }
}

#[test]
fn colors_can_be_forced_and_no_color_takes_them_away() {
    let project = project().file("spec.yaml", SPEC.replace("by: account", "by: acount"));
    let forced = project.hfreport_with(&[("CLICOLOR_FORCE", "1")], &["check", "spec.yaml"]);
    assert!(forced.stderr.contains('\u{1b}'));
    let plain = project.hfreport_with(&[("NO_COLOR", "1")], &["check", "spec.yaml"]);
    assert!(plain.stderr.contains("error[HF0301]") && !plain.stderr.contains('\u{1b}'));
}

#[test]
fn color_decides_over_the_terminal_and_the_environment() {
    let project = project().file("spec.yaml", SPEC.replace("by: account", "by: acount"));
    let has_colors = |variables: &[(&str, &str)], when: &str| {
        let arguments = ["--color", when, "check", "spec.yaml"];
        let before = project.hfreport_with(variables, &arguments).stderr;
        let arguments = ["check", "spec.yaml", "--color", when];
        let behind = project.hfreport_with(variables, &arguments).stderr;
        assert_eq!(
            before, behind,
            "the option stands before or behind the command"
        );
        before.contains('\u{1b}')
    };
    assert!(has_colors(&[], "always"));
    assert!(has_colors(&[("NO_COLOR", "1")], "always"));
    assert!(!has_colors(&[], "auto"));
    assert!(!has_colors(&[("CLICOLOR_FORCE", "1")], "never"));
    project
        .hfreport(&["check", "spec.yaml", "--color", "sometimes"])
        .ends_with(2);
}

#[test]
fn a_quiet_check_says_nothing_of_what_is_fine() {
    let project = project().file("bad.yaml", SPEC.replace("by: account", "by: acount"));
    let outcome = project.hfreport(&["check", "spec.yaml", "--quiet"]).fine();
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""));
    let outcome = project
        .hfreport(&["check", "spec.yaml", "bad.yaml", "--quiet"])
        .ends_with(1);
    assert_eq!(outcome.stdout, "");
    assert!(
        outcome.stderr.contains("error[HF0301]"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_quiet_verify_prints_only_what_differs() {
    let figures = "spec: spec.yaml\nfigures:\n- {id: a, metric: all, printed: \"1,234\"}\n- {id: b, metric: all, printed: \"1,235\"}\n";
    let project = project().file("published.yaml", figures);
    let outcome = project
        .hfreport(&["verify", "spec.yaml", "--quiet"])
        .ends_with(1);
    let first: Vec<&str> = outcome
        .stdout
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(first, ["figure", "b", "2"], "{}", outcome.stdout);
    project.write(
        "published.yaml",
        "spec: spec.yaml\nfigures:\n- {id: a, metric: all, printed: \"1,234\"}\n",
    );
    let outcome = project.hfreport(&["verify", "spec.yaml", "--quiet"]).fine();
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""));
}

#[test]
fn verbose_reports_the_time_of_every_phase_and_step_and_changes_no_byte() {
    let project = project();
    project
        .hfreport(&["run", "spec.yaml", "--out", "plain", "--quiet"])
        .fine();
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--out", "told", "--verbose"])
        .fine();
    for part in [
        "load ",
        "validate ",
        "resolve ",
        "plan ",
        "execute ",
        "verify ",
        "render ",
        "publish ",
        "\n  source models ",
        "\n  base 0 (account) ",
        "\n  breakdown by_account ",
        "\n  metrics all ",
        "\n  chart accounts (fr) ",
        "\n  chart accounts (en) ",
    ] {
        assert!(outcome.stdout.contains(part), "{part}\n{}", outcome.stdout);
    }
    let plain = project
        .hfreport(&["run", "spec.yaml", "--out", "other"])
        .fine();
    assert!(
        !plain.stdout.contains("breakdown by_account"),
        "{}",
        plain.stdout
    );
    assert!(bundle(&project.folder().join("plain")) == bundle(&project.folder().join("told")));
    let checked = project
        .hfreport(&["check", "spec.yaml", "--verbose"])
        .fine();
    assert!(checked.stdout.contains("load ") && checked.stdout.contains("resolve "));
    let verified = project
        .hfreport(&["verify", "spec.yaml", "--verbose"])
        .fine();
    assert!(
        verified.stderr.contains("no published figures"),
        "{}",
        verified.stderr
    );
    project
        .hfreport(&["run", "spec.yaml", "--verbose", "--quiet"])
        .ends_with(2);
}

#[test]
fn a_missing_spec_is_reported_without_an_excerpt() {
    let outcome = project().hfreport(&["run", "other.yaml"]).ends_with(2);
    assert!(
        outcome
            .stderr
            .starts_with("error[HF0101]: cannot read `other.yaml`: it does not exist")
    );
}

#[test]
fn problems_can_be_reported_in_one_line_each_or_as_json() {
    let project =
        Project::of(&SPEC.replace("data: by_account", "data: by_acount")).file("rows.csv", ROWS);
    let short = project
        .hfreport(&["check", "spec.yaml", "--message-format", "short"])
        .ends_with(1);
    let line = "spec.yaml:26:31: error[HF0301]: there is no breakdown `by_acount`; there is only \
                `by_account`; did you mean `by_account`?";
    assert_eq!(short.stderr.lines().next(), Some(line));
    let json = project
        .hfreport(&["check", "spec.yaml", "--message-format", "json"])
        .ends_with(1);
    let told: Vec<serde_json::Value> = json
        .stderr
        .lines()
        .map(|line| serde_json::from_str(line).expect("one object a line"))
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0],
        serde_json::json!({
            "code": "HF0301",
            "severity": "error",
            "message": "there is no breakdown `by_acount`; there is only `by_account`",
            "subject": {"kind": "chart", "name": "accounts"},
            "span": {"file": "spec.yaml", "line": 26, "column": 31, "end_line": 26, "end_column": 40},
            "related": [],
            "hints": ["did you mean `by_account`?"],
            "documentation": "docs/diagnostics.md#hf0301",
        })
    );
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_no_success_and_a_reader_that_has_gone_is_none_of_our_business()
{
    use std::process::{Command, Stdio};
    let project = project();
    for command in [
        &["schema"][..],
        &["explain", "HF0404"],
        &["check", "spec.yaml"],
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full");
        let output = Command::new(env!("CARGO_BIN_EXE_hfreport"))
            .current_dir(project.folder())
            .args(command)
            .stdout(full.expect("a full device"))
            .output()
            .expect("a run");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{command:?}: {said}");
        assert!(said.contains("cannot write to standard output"), "{said}");
    }
    let mut gone = Command::new(env!("CARGO_BIN_EXE_hfreport"))
        .arg("schema")
        .stdout(Stdio::piped())
        .spawn()
        .expect("a run");
    drop(gone.stdout.take());
    assert_eq!(gone.wait().expect("an end").code(), Some(0));
}
