//! What was fetched is the user's own, is what was fetched until it is read, and is fetched once by several runs.

use super::{Answer, Clockwork, Server};
use crate::fixture::Project;
use hfreport::remote::{Hosts, Remotes};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

fn content() -> Vec<u8> {
    (0_u32..400_000).flat_map(u32::to_le_bytes).collect()
}

fn world(folder: &Path) -> Clockwork {
    Clockwork::new(&[("HFREPORT_CACHE", folder.to_str().unwrap())])
}

fn fetched(world: &Clockwork, server: &Server) -> Vec<u8> {
    let remotes = Remotes::new(Hosts::new([server.host()]), false);
    let files = remotes
        .files(world, &format!("{}/rows.csv", server.url()))
        .unwrap();
    std::fs::read(&files[0].path).unwrap()
}

#[cfg(unix)]
#[test]
fn the_folders_and_files_of_the_cache_are_the_users_own() {
    use std::os::unix::fs::PermissionsExt;
    fn looked(folder: &Path) -> usize {
        let mut count = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let mode = path.metadata().unwrap().permissions().mode() & 0o777;
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode, wanted, "{} {mode:o}", path.display());
            count += 1;
            if path.is_dir() {
                count += looked(&path);
            }
        }
        count
    }
    let bytes = content();
    let server = Server::start(move |asked| Answer::file(asked, &bytes, "\"a\""));
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    fetched(&world(&cache), &server);
    // `cache`, `files`, the digest, the file; `addresses` and its note; `partial` and a lock.
    assert_eq!(looked(folder.path()), 8);
}

#[test]
fn several_runs_that_fetch_the_same_at_once_fetch_it_once() {
    let bytes = Arc::new(content());
    let sent = bytes.clone();
    let server = Server::start(move |asked| {
        std::thread::sleep(Duration::from_millis(100));
        Answer::file(asked, &sent, "\"a\"")
    });
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        let runs = [0; 4].map(|_| scope.spawn(|| fetched(&world(folder.path()), &server)));
        for run in runs {
            assert!(run.join().unwrap() == *bytes);
        }
    });
    // The others only ask whether it is still the same.
    let whole = server
        .asked()
        .into_iter()
        .filter(|it| it.header("if-none-match").is_none());
    assert_eq!((whole.count(), server.asked().len()), (1, 4));
}

#[test]
fn a_server_that_begins_again_and_again_is_given_up() {
    // Each answer is of another version, and cut behind 100 kB: nothing ever adds up.
    let bytes = content();
    let server = Server::start(move |asked| {
        let mark = format!("\"{}\"", asked.before);
        Answer::of(200, bytes.clone())
            .with("etag", mark)
            .cut(100_000)
    });
    let folder = tempfile::tempdir().unwrap();
    let remotes = Remotes::new(Hosts::new([server.host()]), false);
    let told = remotes.files(&world(folder.path()), &format!("{}/rows.csv", server.url()));
    let told = told.unwrap_err().message;
    assert!(
        told.contains("cut short") && told.ends_with("5 times in a row"),
        "{told}"
    );
    assert!(server.asked().len() <= 6, "{}", server.asked().len());
}

#[test]
fn single_bytes_are_no_progress() {
    // A byte more at each try.
    let bytes = content();
    let server = Server::start(move |asked| {
        let from = asked.before;
        let answer = if from == 0 {
            Answer::of(200, bytes.clone())
        } else {
            Answer::file(asked, &bytes, "\"a\"")
        };
        let answer = if from == 0 {
            answer.with("etag", "\"a\"")
        } else {
            answer
        };
        answer.cut(1)
    });
    let folder = tempfile::tempdir().unwrap();
    let remotes = Remotes::new(Hosts::new([server.host()]), false);
    let told = remotes.files(&world(folder.path()), &format!("{}/rows.csv", server.url()));
    assert!(told.unwrap_err().message.ends_with("5 times in a row"));
    assert_eq!(server.asked().len(), 5);
}

const SPEC: &str = r#"
version: 1
title: Parts
params: {month: 2025-10-01}
sources:
  models:
    path: "URL/rows_{{ params.month }}.csv?key=QsecretQ"
    columns: {account: {type: string, unique: true}, downloads: {type: integer, min: 0}}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns: {by_account: {by: account, measures: [downloads]}}
metrics: {all: {measure: downloads}}
sections: [{table: by_account}, {text: "{{ formatted.all }}"}]
outputs: {dir: "out/{{ params.month }}", formats: [json], charts: [], tables: []}
"#;

/// October: 150 and 100. November: 180 and 90.
#[test]
fn a_comparison_exchanges_what_addresses_stand_for_and_shows_no_secret() {
    let server = Server::start(|asked| {
        let rows = if asked.path.contains("2025-10") {
            "a,150\nb,100\n"
        } else {
            "a,180\nb,90\n"
        };
        let mark = if asked.path.contains("2025-10") {
            "\"10\""
        } else {
            "\"11\""
        };
        match asked.query("key") {
            Some("QsecretQ") => {
                Answer::file(asked, format!("account,downloads\n{rows}").as_bytes(), mark)
            }
            _ => Answer::of(403, ""),
        }
    });
    let project = Project::of(&SPEC.replace("URL", &server.url())).file(
        "hfreport.toml",
        format!("hosts = [\"{}\"]\n", server.host()),
    );
    let cache = tempfile::tempdir().unwrap();
    let with = |arguments: &[&str]| {
        project.hfreport_with(
            &[("HFREPORT_CACHE", cache.path().to_str().unwrap())],
            arguments,
        )
    };
    for month in ["month=2025-10-01", "month=2025-11-01"] {
        with(&["run", "spec.yaml", "--quiet", "--set", month]).fine();
    }
    let both = ["compare", "out/2025-10-01", "out/2025-11-01"];
    let attributed = with(&[&both[..], &["--attribute", "--format", "json"]].concat()).fine();
    let found: serde_json::Value = serde_json::from_str(&attributed.stdout).unwrap();
    let parts = serde_json::json!([
        {"name": "params", "left_out": null},
        {"name": "rows models", "left_out": null},
    ]);
    assert_eq!(found["attribution"]["parts"], parts);
    // 250 → 270, all of it by the rows.
    let metric = &found["attribution"]["metrics"][0];
    let effects = &metric["effects"];
    assert_eq!(
        (&metric["name"], &effects["params"]),
        (&"all".into(), &"0".into()),
        "{metric:#}"
    );
    assert_eq!(effects["rows models"], metric["change"], "{metric:#}");
    let rows = with(&[&both[..], &["--rows", "models"]].concat()).fine();
    for said in [&attributed, &rows] {
        assert!(!format!("{}{}", said.stdout, said.stderr).contains("QsecretQ"));
    }
}

#[test]
fn a_file_that_is_changed_after_it_was_fetched_is_not_read() {
    use hfreport::source::{Location, Place, read};
    use hfreport::spec::grammar::{Encoding, SourceFormat};
    let server = Server::start(|asked| Answer::file(asked, b"a\n1\n", "\"1\""));
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path());
    let remotes = Remotes::new(Hosts::new([server.host()]), false);
    let files = remotes
        .files(&world, &format!("{}/rows.csv", server.url()))
        .unwrap();
    let location = Location {
        place: Place::Remote(files.clone()),
        shown: "rows.csv".to_owned(),
        format: SourceFormat::Csv,
        gzip: false,
        encoding: Encoding::Utf8,
        dialect: SourceFormat::Csv.dialect(),
        from_file: String::new(),
    };
    assert_eq!(
        read(&world, &location, &["a".to_owned()], &[])
            .unwrap()
            .height(),
        1
    );
    std::fs::write(&files[0].path, "a\n1\n2\n").unwrap();
    let told = read(&world, &location, &["a".to_owned()], &[]).unwrap_err();
    assert!(
        told.message.contains("was changed after it was fetched"),
        "{}",
        told.message
    );
}
