//! The workflow of `examples/workflows/monthly.yml`: its steps are run as a runner runs them, each time in a fresh clone of a repository
//! without a work tree, with a `gh` that notes what it is asked for.

use crate::fixture::{Project, home};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SPEC: &str = r#"version: 1
title: "Loans on {{ params.snapshot }}"
locales: [en]
params: {snapshot: 2025-10-01}
periods: {param: snapshot, table: periods.csv}
sources:
  loans: {path: "loans_{{ params.snapshot }}.csv", columns: {branch: {type: string}, loans: {type: integer}}}
measures: {loans: {sql: "sum(loans)", title: Loans}}
breakdowns: {by_branch: {by: branch, measures: [loans]}}
metrics: {all: {measure: loans}}
sections:
  - text: "{{ formatted.all }} loans{% if previous %}, {{ metrics.all_change|signed }} since {{ previous.snapshot }}{% endif %}."
  - table: by_branch
outputs: {dir: "out/months/{{ params.snapshot }}", formats: [markdown, json], index: {metrics: [all]}}
"#;

const GH: &str = r#"#!/usr/bin/env bash
echo "$*" >> "$STATE/asked"
case "$1 $2" in
    "pr list") cat "$STATE/open" 2>/dev/null || true ;;
    "pr create") echo 7 > "$STATE/open" && cp "${@: -1}" "$STATE/body" ;;
    "api --silent") [[ $5 == repos/city/library/pulls/7 ]] && cp "${7#body=@}" "$STATE/body" ;;
esac
"#;

/// What the example says: the variables of its job, and its steps by their names.
struct Workflow {
    variables: Vec<(String, String)>,
    steps: Vec<(String, String)>,
}

impl Workflow {
    fn read() -> Self {
        let text = fs::read_to_string(home().join("examples/workflows/monthly.yml")).unwrap();
        let (_, job) = text.split_once("    env:\n").unwrap();
        let (variables, steps) = job.split_once("    steps:\n").unwrap();
        let variables = variables
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .map(|line| line.trim().split_once(": ").unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let steps = steps
            .split("      - name: ")
            .skip(1)
            .map(|step| {
                let (name, script) = step.split_once("\n        run: |\n").unwrap();
                (name.to_owned(), script.to_owned())
            })
            .collect();
        Self { variables, steps }
    }
}

/// The repository on its host, somebody's clone of it, and what was asked of `gh`.
struct Host {
    project: Project,
}

impl Host {
    fn new() -> Self {
        let host = Self {
            project: Project::new(),
        };
        let at = host.project.folder();
        fs::create_dir_all(at.join("state")).unwrap();
        host.project.write("bin/gh", GH);
        Command::new("chmod")
            .args(["+x", "bin/gh"])
            .current_dir(at)
            .status()
            .unwrap();
        git(at, &["init", "--quiet", "--bare", "-b", "main", "origin"]);
        git(at, &["clone", "--quiet", "origin", "desk"]);
        git(&at.join("desk"), &["switch", "--quiet", "-c", "main"]);
        host
    }

    fn desk(&self) -> PathBuf {
        self.project.folder().join("desk")
    }

    /// Somebody changes files of a branch.
    fn commits(&self, branch: &str, files: &[(&str, &str)]) {
        let desk = self.desk();
        for (name, content) in files {
            fs::write(desk.join(name), content).unwrap();
            git(&desk, &["add", name]);
        }
        git(&desk, &["commit", "--quiet", "--message", "By hand"]);
        git(&desk, &["push", "--quiet", "origin", branch]);
    }

    /// Runs the job for a month, the months before as well or not: whether it ended well, and all that it printed.
    fn runs(&self, month: &str, all: bool) -> (bool, String) {
        let at = self.project.folder();
        for folder in ["clone", "temporary"] {
            let _ = fs::remove_dir_all(at.join(folder));
        }
        fs::create_dir_all(at.join("temporary")).unwrap();
        git(
            at,
            &["clone", "--quiet", "--branch", "main", "origin", "clone"],
        );
        let workflow = Workflow::read();
        let program = Path::new(env!("CARGO_BIN_EXE_hfreport")).parent().unwrap();
        let path = std::env::var("PATH").unwrap();
        let path = format!("{}:{}:{path}", at.join("bin").display(), program.display());
        let mut variables: BTreeMap<String, String> = workflow.variables.into_iter().collect();
        for (name, value) in [
            ("SPEC", "report.yaml".to_owned()),
            ("MONTH", month.to_owned()),
            ("ALL", all.to_string()),
            ("PATH", path),
            ("STATE", at.join("state").display().to_string()),
            ("RUNNER_TEMP", at.join("temporary").display().to_string()),
            ("GITHUB_ENV", at.join("temporary/env").display().to_string()),
            ("GITHUB_REPOSITORY", "city/library".to_owned()),
        ] {
            variables.insert(name.to_owned(), value);
        }
        let mut said = String::new();
        let steps: Vec<&str> = workflow
            .steps
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        let known = [
            "Install",
            "Take up the branch of the month",
            "Run",
            "Compare",
            "Ask",
        ];
        assert_eq!(steps, known);
        // `.ci/wheel` tries what the first one does.
        for (name, script) in workflow.steps.iter().skip(1) {
            let output = outcome(
                Command::new("bash")
                    .args(["--noprofile", "--norc", "-e", "-c", script])
                    .envs(&variables)
                    .current_dir(at.join("clone")),
            );
            said += &format!("== {name}\n{}", text(&output));
            if !output.status.success() {
                return (false, said);
            }
            let set = fs::read_to_string(at.join("temporary/env")).unwrap_or_default();
            variables.extend(set.lines().map(|line| {
                let (name, value) = line.split_once('=').unwrap();
                (name.to_owned(), value.to_owned())
            }));
        }
        (true, said)
    }

    fn runs_well(&self, month: &str) -> String {
        let (fine, said) = self.runs(month, false);
        assert!(fine, "{said}");
        said
    }

    fn state(&self, name: &str) -> String {
        fs::read_to_string(self.project.folder().join("state").join(name)).unwrap_or_default()
    }

    /// How often a request was opened, and how often its text was renewed.
    fn requests(&self) -> (usize, usize) {
        let asked = self.state("asked");
        let of = |start: &str| asked.lines().filter(|line| line.starts_with(start)).count();
        (of("pr create"), of("api"))
    }

    /// What git says of the repository on its host.
    fn says(&self, arguments: &[&str]) -> String {
        git(&self.project.folder().join("origin"), arguments)
    }

    /// The top folders and files of the bundles that a branch adds to or changes of another.
    fn changed(&self, from: &str, to: &str) -> Vec<String> {
        let range = format!("{from}...{to}");
        let said = self.says(&["diff", "--name-only", &range, "--", "out/months"]);
        let mut names: Vec<String> = said
            .lines()
            .map(|path| path.split('/').nth(2).unwrap().to_owned())
            .collect();
        names.dedup();
        names
    }
}

fn outcome(command: &mut Command) -> Output {
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("a shell and git")
}

fn text(output: &Output) -> String {
    let of = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    of(&output.stdout) + &of(&output.stderr)
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = outcome(
        Command::new("git")
            .args(["-c", "user.name=ada", "-c", "user.email=ada@localhost"])
            .args(arguments)
            .current_dir(folder),
    );
    assert!(output.status.success(), "{arguments:?}: {}", text(&output));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn the_workflow_of_each_month_works_the_first_time_again_and_in_the_next_month() {
    let host = Host::new();
    host.commits(
        "main",
        &[
            ("report.yaml", SPEC),
            ("hfreport.toml", ""),
            (".gitignore", "/out\n"),
            ("periods.csv", "snapshot\n2025-10-01\n2025-11-01\n"),
            ("loans_2025-10-01.csv", "branch,loans\nPort,40\nGare,60\n"),
            ("loans_2025-11-01.csv", "branch,loans\nPort,55\nGare,60\n"),
        ],
    );
    let november = "report-2025-11-01";

    // The first time: the month before, without which there is a warning, is made too.
    host.runs_well("2025-11-01");
    let made = host.changed("main", november);
    let indexes = ["feed.xml", "index.html", "periods.json"];
    assert_eq!(made, [&["2025-10-01", "2025-11-01"][..], &indexes].concat());
    assert_eq!(host.requests(), (1, 0));
    let body = host.state("body");
    assert!(
        body.contains("2025-10-01") && body.contains("115"),
        "{body}"
    );

    // Again: nothing is new, the request stays.
    let first = host.says(&["rev-parse", november]);
    host.runs_well("2025-11-01");
    assert_eq!(host.says(&["rev-parse", november]), first);
    assert_eq!(host.requests(), (1, 1));

    // Again, with rows that were mended on the main branch and a commit of somebody else on that of the month.
    git(&host.desk(), &["fetch", "--quiet"]);
    git(&host.desk(), &["switch", "--quiet", november]);
    host.commits(november, &[("remark.txt", "Port was closed.\n")]);
    git(&host.desk(), &["switch", "--quiet", "main"]);
    host.commits(
        "main",
        &[("loans_2025-11-01.csv", "branch,loans\nPort,56\nGare,60\n")],
    );
    host.runs_well("2025-11-01");
    assert_eq!(host.requests(), (1, 2));
    assert!(host.state("body").contains("116"), "{}", host.state("body"));
    let kept = host.says(&["show", &format!("{november}:remark.txt")]);
    assert_eq!(kept, "Port was closed.");
    let report = host.says(&[
        "show",
        &format!("{november}:out/months/2025-11-01/report.md"),
    ]);
    assert!(
        report.contains("116 loans, +16 since 2025-10-01."),
        "{report}"
    );

    // Again after the request was merged as one commit: there is nothing to ask.
    git(&host.desk(), &["fetch", "--quiet"]);
    let branch = format!("origin/{november}");
    git(&host.desk(), &["merge", "--quiet", "--squash", &branch]);
    host.commits("main", &[]);
    fs::remove_file(host.project.folder().join("state/open")).unwrap();
    let said = host.runs_well("2025-11-01");
    assert!(said.contains("there is nothing to ask"), "{said}");
    assert_eq!(host.requests(), (1, 2));

    // The next month: its bundle alone is made, and held against the one before.
    host.commits(
        "main",
        &[
            (
                "periods.csv",
                "snapshot\n2025-10-01\n2025-11-01\n2025-12-01\n",
            ),
            ("loans_2025-12-01.csv", "branch,loans\nPort,70\nGare,60\n"),
        ],
    );
    host.runs_well("2025-12-01");
    let made = host.changed("main", "report-2025-12-01");
    assert_eq!(made, [&["2025-12-01"][..], &indexes].concat());
    assert_eq!(host.requests(), (2, 2));
    let body = host.state("body");
    assert!(body.contains("116") && body.contains("130"), "{body}");

    // A definition is another one: a difference would not be growth, until all months are made by it.
    let doubled = SPEC.replace("sum(loans)", "2 * sum(loans)");
    host.commits("main", &[("report.yaml", &doubled)]);
    let (fine, said) = host.runs("2025-12-01", false);
    assert!(!fine && said.contains("HF0513"), "{said}");
    let (fine, said) = host.runs("2025-12-01", true);
    assert!(fine, "{said}");
    let body = host.state("body");
    assert!(body.contains("232") && body.contains("260"), "{body}");
    assert_eq!(host.requests(), (2, 3));

    // A month that has no rows: nothing is pushed.
    let (fine, said) = host.runs("2026-01-01", false);
    assert!(!fine && said.contains("2026-01-01"), "{said}");
    assert!(!host.says(&["branch", "--list"]).contains("2026"));
    assert_eq!(host.requests(), (2, 3));
}
