//! The commands as a user types them: what they print, what they write, how they end.

use crate::fixture::{Project, bundle};
use std::fs;

const SPEC: &str = r#"
version: 1
locales: [fr, en]
title: {fr: Comptes, en: Accounts}
params:
  first: 1
  day: 2025-10-01
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string, unique: true}
      account: {type: string}
      downloads: {type: integer, min: 0}
measures: {downloads: {sql: "sum(downloads)", title: {fr: Téléchargements, en: Downloads}}}
breakdowns:
  by_account:
    by: account
    measures: [downloads]
    keep: {account: {top: "{{ params.first }}"}}
    title: {fr: Par compte, en: By account}
metrics:
  all: {measure: downloads}
published: published.yaml
charts:
  accounts: {type: bar, data: by_account, x: account, y: downloads}
sections:
  - text: {fr: "En tout {{ formatted.all }} le {{ params.day|date }}.", en: "In all {{ formatted.all }} on {{ params.day|date }}."}
  - chart: accounts
  - table: by_account
"#;

const ROWS: &str = "model,account,downloads\na/x,a,1000\nb/y,b,200\nc/z,c,34\n";

fn project() -> Project {
    Project::of(SPEC).file("rows.csv", ROWS)
}

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
            .contains("En tout 1\u{202f}234 le 1er octobre 2025.")
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
fn a_quiet_run_still_tells_warnings() {
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
fn a_path_that_the_person_types_may_lie_outside_the_root() {
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
        "spec.yaml: fine (1 breakdowns, 1 metrics, 1 charts, 0 published figures)\n"
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
fn usage_that_is_wrong_ends_with_2() {
    let project = project();
    for arguments in [
        vec!["run"],
        vec!["walk", "spec.yaml"],
        vec!["run", "spec.yaml", "--locale", "de"],
        vec!["run", "spec.yaml", "--format", "pdf"],
        vec!["run", "spec.yaml", "--set", "first"],
        vec!["run", "spec.yaml", "--jobs", "0"],
        vec!["explain", "spec.yaml", "nothing"],
    ] {
        let outcome = project.hfreport(&arguments).ends_with(2);
        assert!(!outcome.stderr.is_empty());
    }
    assert!(!project.folder().join("out").exists());
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
fn every_command_has_a_help_with_examples() {
    let project = project();
    for command in ["run", "check", "verify", "explain", "schema"] {
        let outcome = project.hfreport(&[command, "--help"]).fine();
        assert!(outcome.stdout.contains("Examples:"), "{command}");
        assert!(
            outcome.stdout.contains(&format!("hfreport {command}")),
            "{command}"
        );
    }
    project.hfreport(&["--version"]).fine();
}

#[test]
fn a_missing_spec_is_told_without_an_excerpt() {
    let outcome = project().hfreport(&["run", "other.yaml"]).ends_with(1);
    assert!(
        outcome
            .stderr
            .starts_with("error[HF0101]: cannot read `other.yaml`: it does not exist")
    );
}

#[test]
fn problems_can_be_told_in_one_line_each_or_as_json() {
    let project =
        Project::of(&SPEC.replace("data: by_account", "data: by_acount")).file("rows.csv", ROWS);
    let short = project
        .hfreport(&["check", "spec.yaml", "--message-format", "short"])
        .ends_with(1);
    let line = "spec.yaml:26:31: error[HF0301]: there is no breakdown `by_acount`; there are \
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
            "message": "there is no breakdown `by_acount`; there are `by_account`",
            "place": {"file": "spec.yaml", "line": 26, "column": 31, "end_line": 26, "end_column": 40},
            "label": "",
            "related": [],
            "hints": ["did you mean `by_account`?"],
            "documentation": "docs/diagnostics.md#hf0301",
        })
    );
}
