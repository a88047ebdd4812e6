//! One report from a file of the machine, from the web, the hub and a store: one bundle, but for the addresses in its
//! manifest. No secret is in anything that is written, printed or sent elsewhere.

use super::hub::COMMIT;
use super::stores::is_signed;
use super::tls::{authority, tls_server};
use super::{Answer, Server};
use crate::fixture::{Outcome, Project};
use serde_json::Value;
use std::path::{Path, PathBuf};

const ROWS: &str = "model,account,downloads\na/x,a,700\na/y,a,200\nb/z,b,100\n";
const ACCOUNTS: &str = "account,country\na,FR\nb,US\n";

const SPEC: &str = r#"
version: 1
locales: [fr, en]
title: {fr: Essai, en: Trial}
sources:
  models:
    path: "ROWS"
    columns:
      model: {type: string, unique: true}
      account: {type: string}
      downloads: {type: integer, min: 0}
lookups: {accounts: {path: "ACCOUNTS", key: account}}
dimensions: {country: {lookup: accounts.country, key: account}}
measures: {downloads: {sql: "sum(downloads)", title: {fr: Téléchargements, en: Downloads}}}
breakdowns: {by_country: {by: country, measures: [downloads]}}
sections:
  - text:
      fr: "{{ by_country[0].country }} fait {{ by_country[0].downloads_share|percent }}."
      en: "{{ by_country[0].country }} makes {{ by_country[0].downloads_share|percent }}."
  - table: by_country
outputs: {dir: out}
"#;

const SECRETS: [(&str, &str); 4] = [
    ("HF_TOKEN", "hf_QsecretQtoken"),
    ("AWS_ACCESS_KEY_ID", "Qid"),
    ("AWS_SECRET_ACCESS_KEY", "QsecretQkey"),
    ("AWS_SESSION_TOKEN", "QsecretQsession"),
];

/// A hub with both files in a data set, and a store with both in a bucket.
fn servers() -> (Server, Server) {
    let file = |path: &str| {
        if path.ends_with("rows.csv") {
            ROWS
        } else {
            ACCOUNTS
        }
    };
    let hub = Server::start(move |asked| match asked.method.as_str() {
        _ if asked.header("authorization") != Some("Bearer hf_QsecretQtoken") => {
            Answer::of(401, "QsecretQ")
        }
        "HEAD" => Answer::of(200, "").with("x-repo-commit", COMMIT),
        _ => Answer::file(asked, file(&asked.path).as_bytes(), "\"h\""),
    });
    let store = Server::start(move |asked| {
        if !is_signed(asked) {
            return Answer::of(403, "");
        }
        Answer::file(asked, file(&asked.path).as_bytes(), "\"s\"")
    });
    (hub, store)
}

fn project(rows: &str, accounts: &str) -> Project {
    let spec = SPEC.replace("ROWS", rows).replace("ACCOUNTS", accounts);
    Project::of(&spec)
        .file("rows.csv", ROWS)
        .file("accounts.csv", ACCOUNTS)
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(
                files(&path)
                    .into_iter()
                    .map(|(inside, bytes)| (Path::new(&entry.file_name()).join(inside), bytes)),
            );
        } else {
            found.push((
                PathBuf::from(entry.file_name()),
                std::fs::read(path).unwrap(),
            ));
        }
    }
    found.sort();
    found
}

/// A bundle without what differs by the place of its inputs, and what its manifest says of these.
fn bundle(project: &Project) -> (Vec<(PathBuf, Vec<u8>)>, Vec<Value>) {
    let mut files = files(&project.folder().join("out"));
    let manifest = files
        .iter_mut()
        .find(|(path, _)| path.ends_with("manifest.json"))
        .unwrap();
    let mut read: Value = serde_json::from_slice(&manifest.1).unwrap();
    let mut remote = vec![
        read["sources"]["models"]["files"][0]
            .as_object_mut()
            .unwrap()
            .remove("remote"),
    ];
    remote.push(
        read["lookups"]["accounts"]
            .as_object_mut()
            .unwrap()
            .remove("remote"),
    );
    // The spec says the address, so that its digest differs.
    read["spec"] = Value::Null;
    for output in read["outputs"].as_array_mut().unwrap() {
        if output["path"] == "report.json" {
            *output = Value::Null;
        }
    }
    manifest.1 = serde_json::to_vec(&read).unwrap();
    let report = files
        .iter_mut()
        .find(|(path, _)| path.ends_with("report.json"))
        .unwrap();
    let mut read: Value = serde_json::from_slice(&report.1).unwrap();
    let spec = read.as_object_mut().unwrap().get_mut("spec");
    spec.map(Value::take);
    report.1 = serde_json::to_vec(&read).unwrap();
    (files, remote.into_iter().flatten().collect())
}

struct Remote {
    hub: Server,
    store: Server,
    cache: tempfile::TempDir,
}

impl Remote {
    fn start() -> Self {
        let (hub, store) = servers();
        Self {
            hub,
            store,
            cache: tempfile::tempdir().unwrap(),
        }
    }

    fn run(&self, project: &Project, more: &[&str]) -> Outcome {
        let (hub, store) = (self.hub.url(), self.store.url());
        let authority = authority();
        let mut variables = vec![
            ("HF_ENDPOINT", hub.as_str()),
            ("AWS_ENDPOINT_URL", store.as_str()),
            ("HFREPORT_CACHE", self.cache.path().to_str().unwrap()),
            ("SSL_CERT_FILE", authority.to_str().unwrap()),
        ];
        variables.extend(SECRETS);
        let mut arguments = vec!["run", "spec.yaml"];
        arguments.extend(more);
        project.hfreport_with(&variables, &arguments)
    }
}

#[test]
fn a_report_is_the_same_from_the_machine_the_web_the_hub_and_a_store() {
    let remote = Remote::start();
    let local = project("rows.csv", "accounts.csv");
    remote.run(&local, &[]).fine();
    let (expected, none) = bundle(&local);
    assert!(none.is_empty());
    let web = |bytes: &str, name: &str| {
        format!(
            "https://localhost:{}/{name}",
            tls_server(bytes.as_bytes().to_vec())
        )
    };
    let (rows, accounts) = (web(ROWS, "rows.csv"), web(ACCOUNTS, "accounts.csv"));
    let hosts: Vec<String> = [&rows, &accounts]
        .iter()
        .map(|it| it.split('/').nth(2).unwrap().to_owned())
        .collect();
    let (hub, store) = (remote.hub.host(), remote.store.host());
    let ways = [
        (rows.as_str(), accounts.as_str()),
        (
            "hf://datasets/o/n@main/rows.csv",
            "hf://datasets/o/n@main/accounts.csv",
        ),
        ("s3://bucket/deep/rows.csv", "s3://bucket/accounts.csv"),
    ];
    for (rows, accounts) in ways {
        let project = project(rows, accounts);
        let mut arguments = Vec::new();
        for host in [&hosts[0], &hosts[1], &hub, &store] {
            arguments.extend(["--allow-host", host.as_str()]);
        }
        let outcome = remote.run(&project, &arguments).fine();
        let (found, addresses) = bundle(&project);
        assert_eq!(found.len(), expected.len());
        for (one, other) in found.iter().zip(&expected) {
            assert!(
                one == other,
                "{rows}: {}\n{}\n{}",
                one.0.display(),
                String::from_utf8_lossy(&one.1),
                String::from_utf8_lossy(&other.1)
            );
        }
        assert_eq!(addresses.len(), 2, "{rows}");
        assert_eq!(addresses[0]["bytes"], ROWS.len());
        let is_hub = rows.starts_with("hf://");
        assert_eq!(
            addresses[0]["commit"],
            if is_hub { COMMIT.into() } else { Value::Null }
        );
        assert_eq!(
            addresses[0]["address"],
            rows.replace("@main", &format!("@{COMMIT}"))
        );
        // Again without a server.
        std::fs::remove_dir_all(project.folder().join("out")).unwrap();
        arguments.push("--offline");
        remote.run(&project, &arguments).fine();
        assert_eq!(bundle(&project).0, found);
        let written = files(project.folder());
        let all = written
            .iter()
            .map(|(_, bytes)| bytes.as_slice())
            .chain([outcome.stdout.as_bytes(), outcome.stderr.as_bytes()]);
        has_no_secret(all);
    }
    has_no_secret(
        files(remote.cache.path())
            .iter()
            .map(|(_, bytes)| bytes.as_slice()),
    );
    let sent = |server: &Server, secret: &str| {
        server
            .asked()
            .iter()
            .any(|it| format!("{it:?}").contains(secret))
    };
    for secret in ["hf_Q", "QsecretQkey"] {
        assert!(!sent(&remote.store, secret), "{secret}");
    }
    for secret in ["QsecretQkey", "QsecretQsession", "Qid"] {
        assert!(!sent(&remote.hub, secret), "{secret}");
    }
}

fn has_no_secret<'a>(texts: impl Iterator<Item = &'a [u8]>) {
    for text in texts {
        let text = String::from_utf8_lossy(text);
        assert!(
            !text.contains("Qsecret") && !text.contains("hf_Q"),
            "{text}"
        );
    }
}

#[test]
fn a_certificate_that_nobody_trusts_is_refused() {
    let port = tls_server(ROWS.into());
    let project = project(
        &format!("https://localhost:{port}/rows.csv"),
        "accounts.csv",
    );
    let cache = tempfile::tempdir().unwrap();
    let outcome = project.hfreport_with(
        &[("HFREPORT_CACHE", cache.path().to_str().unwrap())],
        &[
            "check",
            "spec.yaml",
            "--allow-host",
            &format!("localhost:{port}"),
        ],
    );
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("HF0903") && outcome.stderr.contains("invalid peer certificate"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn offline_without_anything_at_hand_is_said_with_what_to_do() {
    let remote = Remote::start();
    let project = project("hf://datasets/o/n@main/rows.csv", "accounts.csv");
    let outcome = remote.run(&project, &["--offline", "--allow-host", &remote.hub.host()]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("HF0904"), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains(
            "`hf://datasets/o/n@main/rows.csv` is not at hand, and `--offline` asks no server"
        ),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("run once without `--offline`"),
        "{}",
        outcome.stderr
    );
    assert!(remote.hub.asked().is_empty());
}

#[test]
fn a_host_that_the_file_of_the_root_names_is_allowed() {
    let remote = Remote::start();
    let project = project("hf://datasets/o/n@main/rows.csv", "accounts.csv");
    let refused = remote.run(&project, &[]);
    assert!(
        refused.stderr.contains("HF0901") && refused.code == 1,
        "{}",
        refused.stderr
    );
    project.write(
        "hfreport.toml",
        format!("hosts = [\"{}\"]\n", remote.hub.host()),
    );
    remote.run(&project, &[]).fine();
}

#[test]
fn a_lock_holds_a_report_to_its_bytes() {
    let remote = Remote::start();
    let text = std::sync::Arc::new(std::sync::Mutex::new(ROWS.to_owned()));
    let current = text.clone();
    let web = Server::start(move |asked| {
        let text = current.lock().unwrap();
        Answer::file(asked, text.as_bytes(), &format!("\"{}\"", text.len()))
    });
    let address = format!("{}/rows.csv?key=Qsecret", web.url());
    let project = project(&address, "accounts.csv");
    project.write("hfreport.toml", format!("hosts = [\"{}\"]\n", web.host()));
    let run = |arguments: &[&str]| {
        let cache = remote.cache.path().to_str().unwrap();
        project.hfreport_with(&[("HFREPORT_CACHE", cache)], arguments)
    };
    let locked = run(&["lock", "spec.yaml"]).fine();
    assert!(
        locked.stdout.contains("spec.lock.json: 1 address, 1 file"),
        "{}",
        locked.stdout
    );
    let lock = project.read("spec.lock.json");
    assert!(
        !lock.contains("Qsecret") && lock.contains("\"bytes\": 54"),
        "{lock}"
    );
    *text.lock().unwrap() = ROWS.replace("700", "9000");
    // The bytes of the lock are at hand.
    run(&["run", "spec.yaml"]).fine();
    // 900 of 1,000 downloads.
    let text = project.read("out/report.en.md");
    assert!(text.contains("FR makes 90.0%"), "{text}");
    // Elsewhere they are not, and the server has others.
    let other = tempfile::tempdir().unwrap();
    let elsewhere = project.hfreport_with(
        &[("HFREPORT_CACHE", other.path().to_str().unwrap())],
        &["run", "spec.yaml"],
    );
    assert_eq!(elsewhere.code, 1, "{}", elsewhere.stderr);
    assert!(
        elsewhere.stderr.contains("HF0905") && elsewhere.stderr.contains("differs from the lock"),
        "{}",
        elsewhere.stderr
    );
    run(&["lock", "spec.yaml"]).fine();
    run(&["run", "spec.yaml"]).fine();
    // An address that is not in the lock.
    project.write(
        "spec.yaml",
        project.read("spec.yaml").replace("/rows.csv", "/other.csv"),
    );
    let unknown = run(&["run", "spec.yaml"]);
    assert!(
        unknown.stderr.contains("is not in the lock of the spec"),
        "{}",
        unknown.stderr
    );
    // A lock that is none, or whose digest is none, ends a run; it is written anew as the message says.
    let good = lock.replace(
        &lock.split("\"sha256\": \"").nth(1).unwrap()[..64],
        "../../../../../etc/passwd",
    );
    for broken in ["not a lock", good.as_str()] {
        project.write("spec.lock.json", broken);
        let refused = run(&["run", "spec.yaml"]);
        assert!(
            refused.code == 1
                && refused.stderr.contains("HF0905")
                && refused.stderr.contains("is no lock"),
            "{}",
            refused.stderr
        );
        run(&["lock", "spec.yaml"]).fine();
        run(&["run", "spec.yaml"]).fine();
    }
}
