//! The specs of `tests/real` on the snapshots beside the project: every answer that was worked out
//! independently is reproduced to the digit. Without the folder of the snapshots the tests print
//! that they are skipped; under `CI=true` that is a failure.

use crate::fixture::{Outcome, Project, bundle, hfreport, home, shared};
use hfreport::pipeline::{Request, check};
use hfreport::plan::plan;
use hfreport::world::SystemWorld;
use serde_json::Value;

const SPECS: [&str; 3] = ["hub_2022-10", "hub_2026-08-19", "org_monthly"];

fn spec(name: &str) -> String {
    format!("tests/real/{name}.yaml")
}

fn on_real(command: &[&str], name: &str, further: &[&str]) -> Outcome {
    let spec = spec(name);
    let mut arguments = command.to_vec();
    arguments.extend([spec.as_str(), "--allow-path", "../shared"]);
    arguments.extend(further);
    hfreport(&home(), &arguments)
}

fn report_json(name: &str) -> (Project, Value) {
    let project = Project::new();
    let out = project.folder().join("out").display().to_string();
    let outcome = on_real(
        &["run"],
        name,
        &["--out", &out, "--format", "json,csv", "--quiet"],
    );
    let outcome = outcome.fine();
    assert_eq!(outcome.stderr, "", "a real spec runs without a warning");
    let report = serde_json::from_str(&project.read("out/report.json")).expect("JSON");
    (project, report)
}

#[test]
fn every_answer_comes_out_to_the_digit() {
    if shared("data").is_none() {
        return;
    }
    for (name, figures) in SPECS.iter().zip([20, 20, 13]) {
        let outcome = on_real(&["verify"], name, &[]).fine();
        let last = outcome.stdout.lines().last().expect("a line").to_owned();
        assert_eq!(
            last,
            format!(
                "{figures} figures: {figures} ok, 0 input, 0 waived, 0 not computable, 0 different"
            ),
            "{name}"
        );
    }
}

#[test]
fn a_run_writes_every_output_in_both_languages_without_a_warning() {
    if shared("data").is_none() {
        return;
    }
    for name in SPECS {
        let project = Project::new();
        let out = project.folder().join("out").display().to_string();
        let outcome = on_real(
            &["run"],
            name,
            &["--out", &out, "--format", "html,markdown,json,svg,csv,xlsx"],
        );
        let outcome = outcome.fine();
        assert_eq!(outcome.stderr, "", "{name}");
        let files: Vec<String> = bundle(&project.folder().join("out"))
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        for wanted in [
            "index.html",
            "index.en.html",
            "report.md",
            "report.en.md",
            "report.json",
            "report.xlsx",
            "manifest.json",
        ] {
            assert!(
                files.iter().any(|file| file == wanted),
                "{name}: {wanted}\n{files:?}"
            );
        }
        let french = project.read("out/report.md");
        assert!(!french.contains("{{") && !french.contains("NaN") && !french.contains("undefined"));
    }
}

#[test]
fn a_source_is_scanned_once_however_many_breakdowns_there_are() {
    if shared("data").is_none() {
        return;
    }
    for name in SPECS {
        let request = Request {
            spec: home().join(spec(name)),
            allowed: vec![home().join("../shared")],
            ..Request::default()
        };
        let checked = check(&SystemWorld, &request).expect("a fine spec");
        assert!(checked.report.breakdowns.len() >= 5);
        assert_eq!(plan(&checked.report).scans.len(), 1, "{name}");
    }
}

#[test]
fn the_first_authors_of_2022_hold_what_was_counted() {
    if shared("data").is_none() {
        return;
    }
    let (project, report) = report_json("hub_2022-10");
    let frame = project.read("out/tables/by_author.csv");
    assert_eq!(frame.lines().count(), 51, "50 authors and a header");
    assert!(
        frame
            .lines()
            .nth(1)
            .expect("a row")
            .starts_with("huggingface,")
    );
    let title = report["title"]["fr"].as_str().unwrap_or_default();
    assert!(title.contains("50 auteurs"), "{title}");
}

#[test]
fn impossible_sizes_of_2026_are_cleared_counted_and_listed() {
    if shared("data").is_none() {
        return;
    }
    let (project, report) = report_json("hub_2026-08-19");
    let listed = project.read("out/tables/contract_violations.csv");
    let rows: Vec<&str> = listed.lines().skip(1).collect();
    assert_eq!(rows.len(), 8, "{listed}");
    let count = |problem: &str| rows.iter().filter(|row| row.contains(problem)).count();
    assert_eq!((count("below min"), count("above max")), (7, 1));
    assert!(rows.iter().all(|row| row.ends_with(",clear")));
    let manifest: Value = serde_json::from_str(&project.read("out/manifest.json")).expect("JSON");
    let source = &manifest["sources"]["models"];
    assert_eq!(source["rows_read"], 10_289);
    assert_eq!(source["rows"], 10_289);
    assert_eq!(source["cells_cleared"], 8);
    let language = report["unmatched"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|entry| entry["dimension"] == "language")
        .expect("values that are no languages");
    assert_eq!(language["keys"], 7);
    assert_eq!(language["rows"], 122);
    assert_eq!(language["heaviest"][0]["key"], "multilingual");
}

#[test]
fn the_months_are_one_source_in_the_order_of_their_days() {
    if shared("data").is_none() {
        return;
    }
    let (project, _) = report_json("org_monthly");
    let table = project.read("out/tables/by_snapshot.csv");
    let days: Vec<&str> = table
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().expect("a day"))
        .collect();
    assert_eq!(days.len(), 55);
    assert_eq!((days[0], days[54]), ("2022-02-18", "2026-08-19"));
    assert!(days.is_sorted());
    let manifest: Value = serde_json::from_str(&project.read("out/manifest.json")).expect("JSON");
    let files = manifest["sources"]["rows"]["files"]
        .as_array()
        .expect("files");
    assert_eq!(files.len(), 55);
    assert_eq!(files[0]["rows"], 20);
    assert_eq!(files[54]["rows"], 65);
}
