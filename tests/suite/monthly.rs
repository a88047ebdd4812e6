//! The monthly report: every month that ships is valid, and a projection says that it is one.

use crate::fixture::{Outcome, Project, hfreport, home};

const SPEC: &str = "reports/base/hub_downloads.yaml";

#[test]
fn every_month_that_ships_is_valid() {
    for month in ["2025-10-01", "2025-11-01", "2025-12-01"] {
        let setting = format!("snapshot={month}");
        let outcome = hfreport(&home(), &["check", SPEC, "--set", &setting]).fine();
        assert_eq!(outcome.stderr, "", "{month}");
    }
}

#[test]
fn a_projection_says_so_in_title_text_and_foot_and_has_the_totals_of_its_month() {
    let project = Project::new();
    let out = project.folder().display().to_string() + "/out";
    let month = ["--set", "snapshot=2025-11-01", "--format", "markdown,svg"];
    let arguments = [&["run", SPEC, "--quiet", "--out", &out][..], &month].concat();
    hfreport(&home(), &arguments).fine();
    for (file, title, text, foot, total) in [
        (
            "out/report.md",
            "novembre 2025 (projection)",
            "**Ces chiffres sont une projection.**",
            "Les lignes de données sont une projection, non des mesures",
            "46\u{202f}801\u{202f}255\u{202f}190",
        ),
        (
            "out/report.en.md",
            "on November 1, 2025 (projection)",
            "**These figures are a projection.**",
            "The rows of data are a projection, not measured",
            "46,801,255,190",
        ),
    ] {
        let page = project.read(file);
        for wanted in [title, text, foot, total] {
            assert!(page.contains(wanted), "{file}: {wanted}\n{}", &page[..3000]);
        }
        assert!(!page.contains("reconstruction"), "{file}");
        assert!(!page.contains("reconstitution"), "{file}");
    }
}

/// What `compare` is to find was put into the projections: their `README.md` says so.
#[test]
fn a_comparison_tells_what_was_put_into_the_projections() {
    let project = Project::new();
    let folder = |month: &str| project.folder().join(month).display().to_string();
    for month in ["2025-11-01", "2025-12-01"] {
        let setting = format!("snapshot={month}");
        let out = folder(month);
        let arguments = ["run", SPEC, "--quiet", "--format", "json"];
        let arguments = [&arguments[..], &["--set", &setting, "--out", &out]].concat();
        hfreport(&home(), &arguments).fine();
    }
    let (old, new) = (folder("2025-11-01"), folder("2025-12-01"));
    let json = ["compare", &old, &new, "--format", "json", "--top", "1000"];
    let outcome = hfreport(&home(), &json).fine();
    let found: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("one object");
    assert_eq!(found["not_growth"], serde_json::json!([]));
    let named = |list: &str, name: &str| {
        let list = found[list].as_array().expect("a list");
        let one = list.iter().find(|it| it["name"] == name);
        one.unwrap_or_else(|| panic!("no {name} among {list:?}"))
            .clone()
    };
    assert_eq!(named("params", "hub_downloads")["new"], "48330914772");
    assert_eq!(named("metrics", "all_downloads")["old"], 37_486_451_971_i64);
    // A ratio of two countries is no share.
    assert_eq!(
        named("metrics", "first_country_over_second")["change"],
        "+0.5%"
    );
    let entities = named("breakdowns", "by_entity");
    assert_eq!(entities["entered"], serde_json::json!(["Answer.AI"]));
    assert_eq!(entities["left"].as_array().map(Vec::len), Some(1));
    let large = named("breakdowns", "large_by_entity");
    let ranks = large["ranks"].as_array().expect("a list");
    for (row, old, new) in [("Alibaba", 2, 1), ("Meta", 1, 2)] {
        let moved = serde_json::json!({"row": row, "measure": "downloads", "old": old, "new": new});
        assert!(ranks.contains(&moved), "{moved}\n{ranks:?}");
    }
}

/// The monthly report in a folder of its own, where its data can be changed.
fn shipped() -> Project {
    Project::new()
        .with_copy_of(&home().join("reports"), "reports")
        .with_copy_of(&home().join("data"), "data")
}

fn run_of(project: &Project, month: &str) -> Outcome {
    let setting = format!("snapshot={month}");
    let arguments = ["run", SPEC, "--format", "json", "--set", &setting];
    project.hfreport(&arguments)
}

#[test]
fn an_entity_that_no_table_knows_is_named_before_december_is_published() {
    let project = shipped();
    let accounts = project.read("data/accounts.csv");
    let known = accounts.replace("answerdotai,Answer.AI,company,US\n", "");
    assert_ne!(known, accounts);
    project.write("data/accounts.csv", &known);
    run_of(&project, "2025-11-01").fine();
    let outcome = run_of(&project, "2025-12-01").ends_with(1);
    for told in [
        "error[HF0460]: the coverage of `entity` is 99.81% of downloads, at least 100% is asked",
        "error[HF0460]: the coverage of `type`",
        "lookup `accounts` lacks 1 key: `answerdotai` (3 rows, 0.19% of downloads)",
    ] {
        assert!(outcome.stderr.contains(told), "{told}\n{}", outcome.stderr);
    }
    assert!(!project.folder().join("out/months/2025-12-01").exists());
    // The line that the command prints, completed, is all that is missing.
    let setting = ["--set", "snapshot=2025-12-01", "--missing", "accounts"];
    let command = [&["coverage", SPEC][..], &setting].concat();
    let line = project.hfreport(&command).fine().stdout;
    assert_eq!(line, "answerdotai,,,\n");
    let completed = line.replace(",,,", ",Answer.AI,company,US");
    project.write("data/accounts.csv", format!("{known}{completed}"));
    run_of(&project, "2025-12-01").fine();
}
