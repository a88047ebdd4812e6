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
allow: [HF0703]
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
    let figures =
        "- {id: a, metric: all, printed: \"1,234\"}\n- {id: b, metric: all, printed: \"1,235\"}\n";
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
        "- {id: a, metric: all, printed: \"1,234\"}\n",
    );
    let outcome = project.hfreport(&["verify", "spec.yaml", "--quiet"]).fine();
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""));
}

#[test]
fn verbose_tells_the_time_of_every_phase_and_step_and_changes_no_byte() {
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

const COMMANDS: [&str; 8] = [
    "new",
    "run",
    "check",
    "verify",
    "explain",
    "schema",
    "completions",
    "man",
];

#[test]
fn every_shell_gets_completions_of_every_command() {
    let project = project();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = project.hfreport(&["completions", shell]).fine();
        for word in COMMANDS.into_iter().chain(["allow-path", "color"]) {
            assert!(outcome.stdout.contains(word), "{shell}: {word}");
        }
        assert_eq!(outcome.stderr, "");
    }
    project.hfreport(&["completions", "tcsh"]).ends_with(2);
}

#[test]
fn bash_takes_its_completions() {
    let project = project();
    let script = project.hfreport(&["completions", "bash"]).fine().stdout;
    project.write("completions.bash", script);
    let asked = "source completions.bash; COMP_WORDS=(hfreport ver); COMP_CWORD=1; \
                 _hfreport hfreport ver hfreport; echo \"${COMPREPLY[@]}\"";
    let output = std::process::Command::new("bash")
        .args(["-c", asked])
        .current_dir(project.folder())
        .output();
    // A machine without bash needs no completions for it.
    if let Ok(output) = output {
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "verify");
    }
}

#[test]
fn the_manual_page_has_a_part_for_every_command() {
    let page = project().hfreport(&["man"]).fine().stdout;
    assert!(page.contains(".TH hfreport 1"), "{page}");
    for command in COMMANDS {
        let heading = format!(".SH {}\n", command.to_uppercase());
        assert!(page.contains(&heading), "{command}\n{page}");
        assert!(
            page.contains(&format!("hfreport {command}").replace('-', "\\-")),
            "{command}"
        );
    }
    assert!(page.contains("\\-\\-allow\\-path"), "{page}");
    assert!(
        page.is_ascii(),
        "roff is read in the encoding of the system"
    );
}

#[test]
fn the_page_of_commands_names_every_command_and_option() {
    let document = std::fs::read_to_string(crate::fixture::home().join("docs/commands.md"));
    let document = document.expect("the page of commands");
    for command in COMMANDS {
        assert!(
            document.contains(&format!("`hfreport {command}")),
            "{command}"
        );
        let help = project().hfreport(&[command, "--help"]).fine().stdout;
        for option in help
            .lines()
            .filter_map(|line| line.trim().strip_prefix("--"))
        {
            let option = option.split([' ', '=']).next().unwrap_or_default();
            assert!(
                document.contains(&format!("`--{option}")),
                "{command}: --{option}"
            );
        }
    }
}

#[test]
fn every_command_has_a_help_with_examples() {
    let project = project();
    for command in COMMANDS {
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
    let outcome = project().hfreport(&["run", "other.yaml"]).ends_with(2);
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
            "label": "",
            "related": [],
            "hints": ["did you mean `by_account`?"],
            "documentation": "docs/diagnostics.md#hf0301",
        })
    );
}
