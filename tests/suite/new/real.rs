//! `hfreport new` on the data of the project and on real snapshots.

use super::{begun, has_lines, page};
use crate::fixture::{Project, home, shared};
use std::path::Path;

#[test]
fn the_data_of_the_project_give_specs_that_run() {
    let mut data: Vec<std::path::PathBuf> = Vec::new();
    for folder in ["examples/data", "examples/data/formats", "data"] {
        for entry in std::fs::read_dir(home().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(std::ffi::OsStr::to_str);
            if path.is_file() && !matches!(ending, Some("md" | "yaml" | "svg")) {
                data.push(path);
            }
        }
    }
    data.push(home().join("examples/data/monthly"));
    data.sort();
    assert!(data.len() > 15);
    for path in data {
        // It has no rows yet.
        if path.ends_with("data/remarks.csv") {
            continue;
        }
        of_file(&path);
    }
}

#[test]
fn real_snapshots_give_specs_that_run() {
    let Some(folder) = shared("data") else {
        return;
    };
    for name in [
        "hub_2022-10.parquet",
        "hub_2025-10-01.parquet",
        "hub_2025-11-01.parquet",
        "hub_2025-12-01.parquet",
        "hub_2026-08-19.jsonl",
        "org_monthly",
        "org_monthly/2022-02-18_hf.csv",
    ] {
        of_file(&folder.join(name));
    }
}

#[track_caller]
fn of_file(path: &Path) {
    let project = Project::new();
    let typed = path.display().to_string();
    eprintln!("{typed}");
    begun(&project, &[&typed]);
}

#[test]
fn what_real_snapshots_hold_is_recognised() {
    let Some(folder) = shared("data") else {
        return;
    };
    let spec = |name: &str| {
        let project = Project::new();
        let text = begun(&project, &[&folder.join(name).display().to_string()]);
        (text, page(&project, "report.en.md"))
    };
    let (text, shown) = spec("hub_2022-10.parquet");
    has_lines(
        &text,
        &[
            "modelId: {type: string, unique: true}",
            "downloads: {type: integer, min: 0}",
            "creation_time: {type: date, nullable: true}  # empty in 173 of 74970 rows",
        ],
    );
    assert!(
        !text.contains("split_part"),
        "the author stands in a column already"
    );
    assert!(shown.contains("of 286.1 million)."), "{shown}");
    let (text, shown) = spec("hub_2026-08-19.jsonl");
    has_lines(
        &text,
        &[
            "id: {type: string, unique: true}",
            "downloads_30d: {type: integer, min: 0}",
            "parameters: {type: integer, nullable: true, min: 0}  # empty in 5116 of 10289 rows",
            "languages: {type: \"list<string>\"}",
        ],
    );
    assert!(shown.contains("of 839.9 million)."), "{shown}");
    let (text, shown) = spec("org_monthly");
    has_lines(&text, &["date: {type: date, title: Date}", "by: date"]);
    assert!(
        !text.contains("from_file"),
        "the day stands in a column already"
    );
    assert!(
        shown.contains(
            "From February 18, 2022 to August 19, 2026, downloads went from 42,041 to 1.1 million."
        ),
        "{shown}"
    );
}
