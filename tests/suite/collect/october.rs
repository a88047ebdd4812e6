//! The report of October runs on what was collected from a hub that has its rows, and prints the same figures.

use super::hub::{Model, hub, model};
use super::rows;
use crate::fixture::{Project, home};
use std::collections::BTreeSet;

#[test]
fn the_report_of_october_verifies_on_what_was_collected() {
    let data = home().join("data/hub_2025-10-01.parquet");
    let committed = rows(&data);
    let mut languages = BTreeSet::new();
    let models: Vec<Model> = committed
        .iter()
        .map(|row| {
            let spoken: Vec<&str> = row[4].split(' ').filter(|it| !it.is_empty()).collect();
            languages.extend(spoken.iter().map(|&it| it.to_owned()));
            let downloads: u64 = row[2].parse().unwrap();
            let tag = Some(row[3].as_str()).filter(|it| !it.is_empty());
            let mut model = model(
                &row[0],
                downloads / 30,
                downloads,
                tag,
                &spoken,
                row[5].parse().ok(),
            );
            model.value["author"] = row[1].clone().into();
            model
        })
        .collect();
    let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
    let server = hub(models, &languages, 500, |_, _| None);
    let project = Project::new()
        .with_copy_of(&home().join("data"), "data")
        .with_copy_of(&home().join("reports"), "reports");
    std::fs::remove_file(project.folder().join("data/hub_2025-10-01.parquet")).unwrap();
    let url = server.url();
    let collected = project
        .hfreport(&[
            "collect",
            "--accounts",
            "data/accounts.csv",
            "--out",
            "data/hub_2025-10-01.parquet",
            "--endpoint",
            &url,
        ])
        .fine();
    assert!(
        collected
            .stdout
            .contains(&format!("wrote {} models", committed.len())),
        "{}{}",
        collected.stdout,
        collected.stderr
    );
    let mut found = rows(&project.folder().join("data/hub_2025-10-01.parquet"));
    let mut expected = committed;
    found.sort();
    expected.sort();
    assert!(found == expected, "the rows differ");
    let verify = |folder: &std::path::Path| {
        crate::fixture::hfreport(folder, &["verify", "reports/october_2025.yaml"])
            .fine()
            .stdout
    };
    assert_eq!(verify(project.folder()), verify(&home()));
}
