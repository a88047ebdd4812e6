//! The report on a published snapshot of the hub, on a file of ours with its schema, from a server that speaks the
//! hub's ways.

use super::hub::COMMIT;
use super::{Answer, Server};
use crate::fixture::{Project, home};
use polars::prelude::*;

/// Four models with the columns of the data set that the report reads, and some that it does not.
fn snapshot(first: i64) -> Vec<u8> {
    let list = |items: &[&str]| Series::new(PlSmallStr::EMPTY, items);
    let total = Column::new(
        "total".into(),
        [Some(110_000_000_i64), Some(8_000_000_000), None, Some(0)],
    );
    let safetensors = StructChunked::from_columns("safetensors".into(), 4, &[total]).unwrap();
    let created = Column::new(
        "createdAt".into(),
        [
            1_577_836_800_000_i64,
            1_700_000_000_000,
            1_720_000_000_000,
            1_720_000_000_000,
        ],
    );
    let created = created
        .cast(&DataType::Datetime(
            TimeUnit::Milliseconds,
            Some(TimeZone::UTC),
        ))
        .unwrap();
    let mut frame = DataFrame::new(
        4,
        vec![
            Column::new("_id".into(), ["1", "2", "3", "4"]),
            Column::new(
                "id".into(),
                [
                    "google-bert/bert",
                    "meta/llama",
                    "kyutai/moshi",
                    "someone/empty",
                ],
            ),
            Column::new(
                "author".into(),
                [Some("google-bert"), Some("meta"), Some("kyutai"), None],
            ),
            Column::new("downloads".into(), [9_i64, 8, 7, 0]),
            Column::new(
                "downloadsAllTime".into(),
                [Some(first), Some(300), Some(100), None],
            ),
            Column::new(
                "tags".into(),
                [
                    list(&["pytorch", "en", "fr"]),
                    list(&["en"]),
                    list(&["jax"]),
                    list(&[]),
                ],
            ),
            safetensors.into_column(),
            created,
            Column::new("gated".into(), ["false", "manual", "false", "false"]),
        ],
    )
    .unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

#[test]
fn the_report_on_a_published_snapshot_runs_on_a_file_of_its_schema() {
    let bytes = snapshot(600);
    let hub = Server::start(move |asked| {
        let at_commit = format!("/datasets/cfahlgren1/hub-stats/resolve/{COMMIT}/models.parquet");
        match (asked.method.as_str(), asked.path.as_str()) {
            ("HEAD", "/datasets/cfahlgren1/hub-stats/resolve/main/models.parquet")
                if asked.before == 0 =>
            {
                Answer::of(429, "").with("ratelimit", "\"resolvers\";r=0;t=1")
            }
            ("HEAD", "/datasets/cfahlgren1/hub-stats/resolve/main/models.parquet") => {
                Answer::of(302, "")
                    .with("location", "https://cas-bridge.xethub.hf.co/blob")
                    .with("x-repo-commit", COMMIT)
                    .with("x-linked-size", bytes.len().to_string())
            }
            ("GET", path) if path == at_commit => {
                Answer::of(302, "").with("location", "/blob?signature=1")
            }
            ("GET", "/blob?signature=1") => Answer::file(asked, &bytes, "\"blob\""),
            _ => Answer::of(404, ""),
        }
    });
    let project = Project::new()
        .with_copy_of(&home().join("reports"), "reports")
        .with_copy_of(&home().join("data"), "data");
    let cache = tempfile::tempdir().unwrap();
    let url = hub.url();
    let variables = [
        ("HFREPORT_CACHE", cache.path().to_str().unwrap()),
        ("HF_ENDPOINT", url.as_str()),
    ];
    let outcome = project
        .hfreport_with(
            &variables,
            &[
                "run",
                "reports/hub_stats.yaml",
                "--set",
                "snapshot=2026-07-01",
                "--set",
                "revision=main",
                "--allow-host",
                &hub.host(),
            ],
        )
        .fine();
    let text = project.read("out/hub_stats/2026-07-01/report.en.md");
    // 600 of 1,000 downloads; sizes of 900 are known, 600 of them below 1B.
    assert!(
        text.contains("google-bert, makes 60.0 %") || text.contains("google-bert, makes 60.0%"),
        "{text}{}",
        outcome.stderr
    );
    assert!(
        text.contains("Of 90.0%") && text.contains("66.7%"),
        "{text}"
    );
    // `jax` is a library: of the 900 downloads with a language, 600 are of French and 900 of English.
    let languages = project.read("out/hub_stats/2026-07-01/tables/by_language.csv");
    assert!(
        !languages.contains("jax") && languages.contains("fr,") && languages.contains("600"),
        "{languages}"
    );
    let manifest = project.read("out/hub_stats/2026-07-01/manifest.json");
    assert!(
        manifest.contains(&format!(
            "hf://datasets/cfahlgren1/hub-stats@{COMMIT}/models.parquet"
        )),
        "{manifest}"
    );
    assert_eq!(
        hub.asked().iter().filter(|it| it.method == "HEAD").count(),
        2
    );
}

#[test]
fn the_report_of_each_known_revision_runs_at_the_commit_of_its_day() {
    let table = std::fs::read_to_string(home().join("reports/hub_stats_periods.csv")).unwrap();
    let hub = Server::start(move |asked| {
        if asked.path.ends_with("/models.parquet") {
            let first = if asked.path.contains(COMMIT) {
                610
            } else {
                600
            };
            Answer::file(asked, &snapshot(first), "\"blob\"")
        } else {
            Answer::of(404, "")
        }
    });
    let project = Project::new()
        .with_copy_of(&home().join("reports"), "reports")
        .with_copy_of(&home().join("data"), "data");
    // A day more is a row more.
    project.write(
        "reports/hub_stats_periods.csv",
        format!("{table}2026-08-01,{COMMIT}\n"),
    );
    let cache = tempfile::tempdir().unwrap();
    let url = hub.url();
    let run = |more: &[&str]| {
        let spec = ["run", "reports/hub_stats_periods.yaml", "--allow-host"];
        let host = hub.host();
        let arguments = [&spec[..], &[host.as_str()], more].concat();
        let cache = cache.path().to_str().unwrap();
        project.hfreport_with(
            &[("HFREPORT_CACHE", cache), ("HF_ENDPOINT", &url)],
            &arguments,
        )
    };
    run(&["--each", "--quiet"]).fine();
    let rows = table.lines().skip(1).map(str::to_owned);
    for row in rows.chain([format!("2026-08-01,{COMMIT}")]) {
        let (day, commit) = row.split_once(',').unwrap();
        assert!(commit.len() == 40 && commit.bytes().all(|it| it.is_ascii_hexdigit()));
        let manifest = project.read(&format!("out/hub_stats/{day}/manifest.json"));
        let address = format!("hf://datasets/cfahlgren1/hub-stats@{commit}/models.parquet");
        assert!(manifest.contains(&address), "{manifest}");
    }
    // Each file once, and nothing but the files.
    assert_eq!(hub.asked().len(), table.lines().count());
    let told = run(&["--set", "snapshot=2026-09-01"]);
    assert!(
        told.code == 1 && told.stderr.contains("HF0108"),
        "{}",
        told.stderr
    );
}

#[test]
fn the_report_on_a_published_snapshot_is_of_no_day_and_no_revision_that_nobody_gave() {
    let project = Project::new()
        .with_copy_of(&home().join("reports"), "reports")
        .with_copy_of(&home().join("data"), "data");
    project.write("models.parquet", snapshot(600));
    let run = |more: &[&str]| {
        let mut arguments = vec![
            "run",
            "reports/hub_stats.yaml",
            "--allow-host",
            "example.org",
        ];
        arguments.extend(more);
        project.hfreport_with(&[("HF_ENDPOINT", "https://example.org")], &arguments)
    };
    let told = run(&["--set", "snapshot=2026-07-01"]);
    assert!(
        told.code == 1 && told.stderr.contains("no revision stands behind its `@`"),
        "{}",
        told.stderr
    );
    let copy = ["--set", "models=models.parquet"];
    let told = run(&copy);
    assert!(
        told.code == 1 && told.stderr.contains("the day of the revision is given"),
        "{}",
        told.stderr
    );
    run(&[&copy[..], &["--set", "snapshot=2026-07-01"]].concat()).fine();
}
