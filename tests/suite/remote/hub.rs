//! Files of the hub: a revision is resolved to its commit, once a file, and then nothing is asked any more.

use super::{Answer, Asked, Clockwork, Server};
use hfreport::remote::{Hosts, RemoteFile, Remotes};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use tempfile::TempDir;

pub(super) const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The ways of the hub, for a repository `owner/name` with two large files and a small one.
pub(super) fn hub(asked: &Asked) -> Answer {
    let files = [
        ("data/part-1.csv", "a\n1\n"),
        ("data/part-2.csv", "a\n2\n"),
        ("README.md", "# No rows\n"),
    ];
    let (path, _) = asked.path.split_once('?').unwrap_or((&asked.path, ""));
    if path == "/api/datasets/owner/name/revision/main" {
        return Answer::of(
            200,
            format!("{{\"sha\": \"{COMMIT}\", \"id\": \"owner/name\"}}"),
        );
    }
    if path == format!("/api/datasets/owner/name/tree/{COMMIT}/data") {
        let entry = |at: usize| {
            let (path, text) = files[at];
            let (bytes, digest) = (text.len(), sha256(text.as_bytes()));
            format!(
                r#"{{"type": "file", "path": "{path}", "size": {bytes}, "oid": "x", "lfs": {{"oid": "{digest}", "size": {bytes}}}}}"#
            )
        };
        return match asked.query("cursor") {
            None => {
                let next = format!("<{}&cursor=Zm9v%3D>; rel=\"next\"", asked.path);
                Answer::of(
                    200,
                    format!(
                        "[{}, {{\"type\": \"directory\", \"path\": \"data/old\", \"size\": 0}}]",
                        entry(1)
                    ),
                )
                .with("link", next)
            }
            Some(_) => Answer::of(200, format!("[{}]", entry(0))),
        };
    }
    let Some(rest) = path.strip_prefix("/datasets/owner/name/resolve/") else {
        return Answer::of(404, "");
    };
    let (revision, file) = rest.split_once('/').unwrap();
    let Some((_, text)) = files.iter().find(|(path, _)| *path == file) else {
        return Answer::of(404, "");
    };
    if revision != "main" && revision != COMMIT {
        return Answer::of(404, "");
    }
    if asked.method == "HEAD" {
        return Answer::of(302, "")
            .with("location", format!("/blob/{file}"))
            .with("x-repo-commit", COMMIT)
            .with("x-linked-etag", format!("\"{}\"", sha256(text.as_bytes())))
            .with("x-linked-size", text.len().to_string());
    }
    Answer::file(asked, text.as_bytes(), "\"blob\"").with("x-repo-commit", COMMIT)
}

fn files(folder: &TempDir, server: &Server, address: &str) -> Result<Vec<RemoteFile>, String> {
    let url = server.url();
    let world = Clockwork::new(&[
        ("HFREPORT_CACHE", folder.path().to_str().unwrap()),
        ("HF_ENDPOINT", &url),
    ]);
    let remotes = Remotes::new(Hosts::new([server.host()]), false);
    remotes
        .files(&world, address)
        .map_err(|problem| format!("{} {}", problem.code, problem.message))
}

#[test]
fn a_branch_is_resolved_by_one_head_and_then_the_cache_is_read() {
    let server = Server::start(hub);
    let folder = tempfile::tempdir().unwrap();
    let address = "hf://datasets/owner/name@main/data/part-1.csv";
    let first = files(&folder, &server, address).unwrap();
    assert_eq!(first[0].commit.as_deref(), Some(COMMIT));
    assert_eq!(
        first[0].address,
        format!("hf://datasets/owner/name@{COMMIT}/data/part-1.csv")
    );
    assert_eq!(first[0].sha256, sha256(b"a\n1\n"));
    assert_eq!(files(&folder, &server, address).unwrap(), first);
    let pinned = format!("hf://datasets/owner/name@{COMMIT}/data/part-1.csv");
    assert_eq!(files(&folder, &server, &pinned).unwrap(), first);
    let asked: Vec<String> = server
        .asked()
        .iter()
        .map(|it| format!("{} {}", it.method, it.path))
        .collect();
    let place = "/datasets/owner/name/resolve";
    assert_eq!(
        asked,
        [
            format!("HEAD {place}/main/data/part-1.csv"),
            format!("GET {place}/{COMMIT}/data/part-1.csv"),
            format!("HEAD {place}/main/data/part-1.csv"),
        ]
    );
}

#[test]
fn a_pinned_file_at_hand_needs_no_cache_that_can_be_written_to() {
    let server = Server::start(hub);
    let folder = tempfile::tempdir().unwrap();
    let pinned = format!("hf://datasets/owner/name@{COMMIT}/data/part-1.csv");
    let first = files(&folder, &server, &pinned).unwrap();
    // Where locks are made there is a file now.
    let partial = folder.path().join("partial");
    std::fs::remove_dir_all(&partial).unwrap();
    std::fs::write(&partial, "").unwrap();
    assert_eq!(files(&folder, &server, &pinned).unwrap(), first);
    let other = format!("hf://datasets/owner/name@{COMMIT}/data/part-2.csv");
    let told = files(&folder, &server, &other).unwrap_err();
    assert!(told.contains("cannot write"), "{told}");
}

#[test]
fn a_pattern_stands_for_files_of_one_commit_in_the_order_of_their_names() {
    let server = Server::start(hub);
    let folder = tempfile::tempdir().unwrap();
    let found = files(&folder, &server, "hf://datasets/owner/name/data/part-*.csv").unwrap();
    let names: Vec<&str> = found
        .iter()
        .map(|it| it.address.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(names, ["part-1.csv", "part-2.csv"]);
    assert!(found.iter().all(|it| it.commit.as_deref() == Some(COMMIT)));
    let none = files(&folder, &server, "hf://datasets/owner/name/data/*.parquet").unwrap_err();
    assert!(none.starts_with("HF0101 no file matches"), "{none}");
}

#[test]
fn what_differs_from_the_digest_that_the_hub_announces_is_refused() {
    let server = Server::start(|asked| match asked.method.as_str() {
        "GET" => Answer::file(asked, b"a\n7\n", "\"blob\""),
        _ => hub(asked),
    });
    let folder = tempfile::tempdir().unwrap();
    let told = files(
        &folder,
        &server,
        "hf://datasets/owner/name@main/data/part-1.csv",
    )
    .unwrap_err();
    assert!(
        told.starts_with("HF0906") && told.contains("its SHA-256 is"),
        "{told}"
    );
}

#[test]
fn a_list_of_the_hub_that_names_what_is_no_file_or_a_file_twice_is_refused() {
    let listed = |commit: &'static str, paths: &'static [&'static str]| {
        let server = Server::start(move |asked| {
            if asked.path.contains("/revision/") {
                return Answer::of(200, format!("{{\"sha\": \"{commit}\"}}"));
            }
            if asked.path.contains("/tree/") {
                let entry = |path: &&str| {
                    format!("{{\"type\": \"file\", \"path\": \"{path}\", \"size\": 4}}")
                };
                let entries: Vec<String> = paths.iter().map(entry).collect();
                return Answer::of(200, format!("[{}]", entries.join(",")));
            }
            Answer::file(asked, b"a\n1\n", "\"1\"")
        });
        let folder = tempfile::tempdir().unwrap();
        files(&folder, &server, "hf://datasets/owner/name/data/*.csv")
    };
    assert_eq!(listed(COMMIT, &["data/a.csv", "x/b"]).unwrap().len(), 1);
    for (commit, paths, told) in [
        ("main", &["data/a.csv"][..], "names no commit"),
        ("../../other", &["data/a.csv"], "names no commit"),
        (COMMIT, &["data/../secret.csv"], "is no path of a file"),
        (
            COMMIT,
            &["data/a.csv", "data/a.csv"],
            "is twice in its list",
        ),
    ] {
        let problem = listed(commit, paths).unwrap_err();
        assert!(
            problem.starts_with("HF0903") && problem.contains(told),
            "{problem}"
        );
    }
}

#[test]
fn a_file_of_another_hub_is_not_taken_for_one_of_this_hub() {
    let one = Server::start(hub);
    let other = Server::start(|asked| match asked.method.as_str() {
        "HEAD" => Answer::of(200, "").with("x-repo-commit", COMMIT),
        _ => Answer::file(asked, b"a\n9\n", "\"blob\""),
    });
    let folder = tempfile::tempdir().unwrap();
    let pinned = format!("hf://datasets/owner/name@{COMMIT}/data/part-1.csv");
    for address in ["hf://datasets/owner/name@main/data/part-1.csv", &pinned] {
        for _ in 0..2 {
            let found = files(&folder, &other, address).unwrap();
            assert_eq!(found[0].sha256, sha256(b"a\n9\n"));
            let found = files(&folder, &one, address).unwrap();
            assert_eq!(found[0].sha256, sha256(b"a\n1\n"));
        }
    }
    // Offline, too, each hub has its own file.
    let url = one.url();
    let world = Clockwork::new(&[
        ("HFREPORT_CACHE", folder.path().to_str().unwrap()),
        ("HF_ENDPOINT", &url),
    ]);
    let offline = Remotes::new(Hosts::new([one.host()]), true);
    let found = offline.files(&world, &pinned).unwrap();
    assert_eq!(found[0].sha256, sha256(b"a\n1\n"));
}

#[test]
fn a_large_file_of_a_moved_repository_has_the_commit_of_the_first_answer_that_names_one() {
    let server = Server::start(|asked| {
        let moved = asked.path.replace("/owner/old/", "/owner/name/");
        if asked.path.starts_with("/datasets/owner/old/") && asked.method == "HEAD" {
            return Answer::of(307, "").with("location", moved);
        }
        if asked.path.starts_with("/blob") {
            return Answer::of(404, "");
        }
        let path = moved;
        hub(&Asked {
            path,
            ..asked.clone()
        })
    });
    let folder = tempfile::tempdir().unwrap();
    let address = "hf://datasets/owner/old@main/data/part-1.csv";
    let found = files(&folder, &server, address).unwrap();
    assert_eq!(found[0].commit.as_deref(), Some(COMMIT));
    assert_eq!(found[0].sha256, sha256(b"a\n1\n"));
}
