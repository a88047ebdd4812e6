//! `hfreport serve` over HTTP: what is served to whom, and the effects of saving.

use crate::fixture::{Project, bundle, home};
use crate::server::{PATIENCE, Server};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const SPEC: &str = r#"
version: 1
extends: base.yaml
locales: [en, fr]
title: Accounts
sources:
  models:
    path: "rows/*.csv"
    columns: {account: {type: string}, downloads: {type: integer}}
lookups: {names: {path: names.csv, key: account}}
dimensions: {name: {lookup: names.name, key: account, unmatched: keep}}
breakdowns: {by_name: {by: name, measures: [downloads]}}
charts: {names: {type: bar, data: by_name, x: downloads, y: name}}
sections:
  - text: {en: text.md.j2, fr: text.md.j2}
  - chart: names
"#;

const TEXT: &str = "First is {{ by_name[0].name }} with {{ by_name[0].downloads|integer }}.\n";

fn project() -> Project {
    Project::of(SPEC)
        .file(
            "base.yaml",
            "version: 1\nmeasures: {downloads: {sql: sum(downloads)}}\n",
        )
        .file("rows/a.csv", "account,downloads\na,7\nb,2\n")
        .file("names.csv", "account,name\na,Ada\nb,Bert\n")
        .file("text.md.j2", TEXT)
}

/// The server holds what a run from scratch writes.
#[track_caller]
fn same_as_a_run(server: &Server, project: &Project) {
    same_as_a_run_of("spec.yaml", server, project);
}

#[track_caller]
fn same_as_a_run_of(spec: &str, server: &Server, project: &Project) {
    let arguments = ["run", spec, "--format", "html", "--out", "fresh"];
    project.hfreport(&arguments).fine();
    for (name, bytes) in bundle(&project.folder().join("fresh")) {
        let given = if name.ends_with(".html") {
            server.page(&name)
        } else {
            server.content(&name)
        };
        assert!(given.as_bytes() == bytes, "{name} differs");
    }
}

#[test]
fn the_pages_are_those_of_a_run_and_nothing_is_written() {
    let project = project();
    let server = Server::of(&project);
    assert!(!project.folder().join("out").exists());
    same_as_a_run(&server, &project);
    let index = server.content("");
    assert_eq!(index, server.content("index.html"));
    let (_, answer) = server.get("/", "");
    for line in [
        "Content-Type: text/html; charset=utf-8",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Cross-Origin-Resource-Policy: same-origin",
        "Content-Security-Policy: frame-ancestors 'none'",
    ] {
        assert!(answer.contains(&format!("\r\n{line}\r\n")), "{line}");
    }
}

#[test]
fn foreign_hosts_and_origins_are_refused() {
    let server = Server::of(&project());
    let port = server.port;
    let asked = |lines: &str| server.answer(&format!("GET / HTTP/1.1\r\n{lines}\r\n")).0;
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        assert_eq!(asked(&format!("Host: {host}:{port}\r\n")), 200, "{host}");
    }
    let own = format!("Host: 127.0.0.1:{port}\r\n");
    assert_eq!(
        asked(&format!("{own}Origin: http://localhost:{port}\r\n")),
        200
    );
    for lines in [
        String::new(),
        format!("Host: rebound.example:{port}\r\n"),
        "Host: 127.0.0.1:1\r\n".to_owned(),
        format!("{own}{own}"),
        format!("{own}Origin: https://example.org\r\n"),
        format!("{own}Origin: null\r\n"),
        format!("{own}Sec-Fetch-Site: cross-site\r\n"),
    ] {
        assert_eq!(asked(&lines), 403, "{lines}");
    }
    let (status, text) = server.get("/events", "Origin: https://example.org\r\n");
    assert_eq!(status, 403, "{text}");
}

#[test]
fn only_files_of_the_bundle_are_served_by_their_exact_names() {
    let project = project().file("secret.txt", "s3cret");
    let server = Server::of(&project);
    for path in [
        "/secret.txt",
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "//etc/passwd",
        "/./index.html",
        "/index.html/",
        "/INDEX.HTML",
        "/spec.yaml",
        "/charts/names.en.svg",
        "/favicon.ico",
        "/\\index.html",
    ] {
        let (status, text) = server.get(path, "");
        assert_eq!(status, 404, "{path}");
        assert!(!text.contains("s3cret"));
    }
    assert_eq!(server.get("../secret.txt", "").0, 400);
    assert_eq!(server.get("http://127.0.0.1/index.html", "").0, 400);
}

#[test]
fn only_get_and_head_are_allowed() {
    let server = Server::of(&project());
    let host = format!("Host: 127.0.0.1:{}\r\n\r\n", server.port);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "get"] {
        let (status, text) = server.answer(&format!("{method} / HTTP/1.1\r\n{host}"));
        assert_eq!(status, 405, "{method}");
        assert!(text.contains("Allow: GET, HEAD\r\n"), "{text}");
    }
    let (status, text) = server.answer(&format!("HEAD / HTTP/1.1\r\n{host}"));
    assert_eq!(status, 200);
    assert!(text.ends_with("\r\n\r\n"), "{text}");
    assert_eq!(server.answer("nonsense\r\n\r\n").0, 400);
}

#[test]
fn a_head_that_is_too_large_or_too_slow_is_refused() {
    let server = Server::of(&project());
    let (status, _) = server.get("/", &format!("X: {}\r\n", "x".repeat(20_000)));
    assert_eq!(status, 431);
    // To the byte.
    let frame = server.head("/", "X: \r\n").len();
    for (length, expected) in [(8192, 200), (8193, 431)] {
        let more = format!("X: {}\r\n", "x".repeat(length - frame));
        assert_eq!(server.get("/", &more).0, expected, "{length}");
    }
    let begun = Instant::now();
    let mut slow = server.connect();
    let mut answer = String::new();
    // A byte now and then does not extend the time limit.
    for byte in "GET / HTTP/1.1\r\nHost: a".bytes().cycle() {
        if slow.write_all(&[byte]).is_err() {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "it is waited for");
        // Other clients are answered meanwhile.
        assert_eq!(server.get("/", "").0, 200);
        std::thread::sleep(Duration::from_millis(300));
    }
    let _ = slow.read_to_string(&mut answer);
    assert!(answer.contains(" 408 ") || answer.is_empty(), "{answer}");
}

#[test]
fn connections_at_once_are_limited_and_those_that_go_make_room() {
    let server = Server::of(&project());
    let open: Vec<TcpStream> = (0..64).map(|_| server.connect()).collect();
    let mut one_more = server.connect();
    let mut answer = Vec::new();
    // Closed without a response.
    let _ = one_more.read_to_end(&mut answer);
    assert_eq!(answer, b"");
    drop(open);
    let end = Instant::now() + PATIENCE;
    while server.get("/", "").0 != 200 {
        assert!(Instant::now() < end, "no room");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn it_listens_on_the_loopback_address_alone() {
    let server = Server::of(&project());
    // Among the machine's own addresses, this one is as local as any other except 127.0.0.1.
    let other = TcpStream::connect_timeout(
        &format!("127.0.0.2:{}", server.port).parse().unwrap(),
        Duration::from_secs(2),
    );
    assert!(other.is_err());
}

#[test]
fn a_port_that_is_taken_is_reported() {
    let project = project();
    let server = Server::of(&project);
    let port = server.port.to_string();
    let second = project.hfreport(&["serve", "spec.yaml", "--port", &port]);
    let told = second.ends_with(2).stderr;
    assert!(
        told.contains(&format!("cannot listen on port {port}")),
        "{told}"
    );
}

#[test]
fn a_page_past_its_budget_is_shown_while_it_is_written() {
    let project = project().file(
        "spec.yaml",
        format!("{SPEC}outputs: {{page_budget: 1KB}}\n"),
    );
    let server = Server::start(project.folder(), &["spec.yaml"]);
    assert!(server.page("index.html").contains("First is Ada with 7."));
    let told = project.hfreport(&["run", "spec.yaml"]).ends_with(1).stderr;
    assert!(told.contains("HF0802"), "{told}");
}

#[test]
fn every_save_gives_what_a_run_from_the_beginning_gives() {
    let project = project();
    let server = Server::of(&project);
    let edit = |path: &str, content: &str| {
        project.write(path, content);
        let told = server.ran();
        assert!(
            told.contains(path) && told.contains("made in"),
            "{path}: {told}"
        );
        same_as_a_run(&server, &project);
    };
    let spec = |from: &str, to: &str| SPEC.replace(from, to);
    edit("text.md.j2", &TEXT.replace("First", "Ahead"));
    edit("spec.yaml", &spec("title: Accounts", "title: Names"));
    edit("spec.yaml", &spec("y: name}", "y: name, title: Names}"));
    edit("names.csv", "account,name\nb,Bert\na,Zoe\n");
    edit("rows/a.csv", "account,downloads\na,7\nb,9\n");
    // Of the same length, at the same time as the run before.
    edit("rows/a.csv", "account,downloads\na,8\nb,9\n");
    edit("rows/b.csv", "account,downloads\nc,100\n");
    edit(
        "base.yaml",
        "version: 1\nmeasures: {downloads: {sql: max(downloads)}}\n",
    );
    edit(
        "spec.yaml",
        &spec("locales: [en, fr]", "locales: [fr, en]")
            .replace("y: name}", "y: name, color: name}"),
    );
    edit(
        "spec.yaml",
        &spec(
            "measures: [downloads]",
            "measures: [downloads], keep: {name: {top: 1}}",
        ),
    );
    edit(
        "spec.yaml",
        &spec("unmatched: keep", "unmatched: keep, labels: {Zoe: Zed}"),
    );
}

#[test]
fn lists_are_held_against_the_lookup_as_it_is_now() {
    let (spec, lookup) = (
        "examples/exploded_lists.yaml",
        "examples/data/languages.csv",
    );
    let project = Project::new().with_copy_of(&home().join("examples"), "examples");
    let server = Server::start(project.folder(), &[spec]);
    let [languages, text] = [lookup, spec].map(|path| project.read(path));
    for (path, content) in [
        (lookup, languages.replace("\nfr,", "\nxx,")),
        (lookup, languages.clone()),
        (spec, text.replace("top: 1", "top: 2")),
    ] {
        project.write(path, content);
        assert!(server.ran().contains("made in"), "{path}");
        same_as_a_run_of(spec, &server, &project);
    }
}

#[test]
fn saves_of_all_kinds_of_editors_are_seen() {
    let project = project();
    let server = Server::of(&project);
    let path = project.folder().join("text.md.j2");
    // On a busy machine a file may be away for so long that a run fails before the one that is meant.
    let holds = |part: &str| {
        loop {
            let told = server.ran();
            assert!(told.contains("text.md.j2"), "{told}");
            if told.contains("made in") && server.content("").contains(part) {
                break;
            }
        }
    };
    // Written beside and renamed.
    fs::write(project.folder().join(".text.swp"), "One.").unwrap();
    fs::rename(project.folder().join(".text.swp"), &path).unwrap();
    holds("One.");
    // Moved away, a moment later written again.
    fs::rename(&path, project.folder().join("text.md.j2~")).unwrap();
    std::thread::sleep(Duration::from_millis(60));
    fs::write(&path, "Two.").unwrap();
    holds("Two.");
    // Emptied, a moment later written in parts.
    let mut file = fs::File::create(&path).unwrap();
    std::thread::sleep(Duration::from_millis(60));
    file.write_all(b"Thr").unwrap();
    file.write_all(b"ee.").unwrap();
    holds("Three.");
    // Saved as it was, with another time: the same page.
    let before = server.content("");
    fs::write(&path, "Three.").unwrap();
    holds("Three.");
    assert_eq!(server.content(""), before);
}

#[test]
fn errors_are_reported_as_in_the_terminal_and_the_last_good_page_stays() {
    let project = project();
    let server = Server::of(&project);
    let before = server.content("");
    project.write("spec.yaml", SPEC.replace("data: by_name", "data: by_nam"));
    assert!(server.ran().contains("failed in"));
    let event = server.event(|event| event["problems"] != "");
    let excerpt = event["problems"].as_str().unwrap();
    assert!(excerpt.contains("did you mean `by_name`?"), "{excerpt}");
    let told = server.told("1 error;");
    assert!(told.starts_with(excerpt), "{told}\n{excerpt}");
    assert_eq!(server.content(""), before);
    // The server waits for a missing file.
    project.write("spec.yaml", SPEC.replace("text.md.j2, fr", "new.md.j2, fr"));
    assert!(server.ran().contains("failed in"));
    let event = server.event(|event| event["problems"] != "");
    assert!(
        event["problems"].as_str().unwrap().contains("new.md.j2"),
        "{event}"
    );
    project.write("new.md.j2", "It is there.");
    assert!(server.ran().contains("made in"));
    assert_eq!(server.event(|_| true)["problems"], "");
    assert!(server.content("").contains("It is there."));
}

#[test]
fn a_spec_that_is_wrong_from_the_beginning_waits_for_its_first_good_run() {
    let project = project();
    project.write("spec.yaml", "version: 2\n");
    let server = Server::of(&project);
    // Nobody knows yet which languages the report has.
    let page = server.content("");
    assert!(page.contains("No run has gone well yet"));
    assert!(page.contains("Aucune exécution n’a encore réussi"));
    assert_eq!(server.get("/index.fr.html", "").0, 404);
    project.write("spec.yaml", SPEC);
    assert!(server.ran().contains("made in"));
    same_as_a_run(&server, &project);
}

#[test]
fn texts_that_run_away_end_the_server_and_it_says_so() {
    let project = project();
    let mut server = Server::of(&project);
    // The program may end before a page that asks afterwards is heard.
    let events = server.events();
    project.write(
        "text.md.j2",
        "{% set n = namespace(x=[1]) %}{% for i in range(1000) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x|length }}",
    );
    let event = events.wait(|event| event["ended"] == true);
    assert!(
        event["problems"]
            .as_str()
            .unwrap()
            .contains("The texts take")
    );
    assert!(server.told("nothing was written").contains("HF0601"));
    assert_eq!(server.child.wait().unwrap().code(), Some(1));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_at_once_also_where_its_parent_ignores_interrupts() {
    for (ignored, signal) in [("", "-INT"), ("", "-TERM"), ("INT TERM", "-INT")] {
        let mut server = Server::ignoring(&project(), ignored);
        let _page = server.connect();
        let id = server.child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args([signal, &id])
            .status();
        assert!(sent.unwrap().success());
        let end = Instant::now() + PATIENCE;
        while server.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "it goes on");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn keys_that_a_lookup_lacks_are_counted_by_the_lookup_as_it_is_now() {
    const TAGS: &str = r#"
version: 1
title: Tags
sources:
  rows:
    path: rows.ndjson
    columns: {account: {type: string}, tags: {type: "list<string>", nullable: true}, downloads: {type: integer}}
lookups: {tags: {path: tags.csv, key: tag}}
dimensions:
  tag: {explode: tags}
  kind: {lookup: tags.kind, key: tag}
measures: {downloads: {sql: "sum(downloads)"}}
scope: {top: {by: account, measure: downloads, n: 1}}
breakdowns: {by_kind: {by: kind, measures: [downloads]}}
sections: [{table: by_kind}]
"#;
    let project = Project::of(TAGS)
        .file(
            "rows.ndjson",
            "{\"account\": \"a\", \"tags\": [\"x\"], \"downloads\": 2}\n{\"account\": \"b\", \"tags\": [\"y\", \"x\"], \"downloads\": 1}\n",
        )
        .file("tags.csv", "tag,kind\nx,X\ny,Y\n");
    let server = Server::of(&project);
    project.write("tags.csv", "tag,kind\nx,X\n");
    server.told("1 key is not in lookup `tags` (1 row, 33.33% of sum(downloads))");
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn the_page_is_opened_in_the_browser_of_the_machine_where_that_is_asked_for() {
    use std::os::unix::fs::PermissionsExt;
    let script = "#!/bin/sh\nprintf %s \"$1\" > \"$(dirname \"$0\")/asked\"\n";
    let programs = Project::new().file("xdg-open", script);
    let path = programs.folder().join("xdg-open");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a program");
    let project = Project::of(SPEC.replace("extends: base.yaml\n", "").as_str())
        .file("rows/a.csv", "account,downloads\na,7\n")
        .file("names.csv", "account,name\na,Ada\n")
        .file("text.md.j2", TEXT);
    project.write(
        "spec.yaml",
        project.read("spec.yaml") + "measures: {downloads: {sql: sum(downloads)}}\n",
    );
    let server = Server::opened_by(&project, programs.folder());
    let asked = || fs::read_to_string(programs.folder().join("asked")).unwrap_or_default();
    let begun = Instant::now();
    while asked().is_empty() && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(asked(), format!("http://127.0.0.1:{}/", server.port));
}

#[test]
fn a_spec_that_was_never_there_is_not_waited_for() {
    let outcome = project().hfreport(&["serve", "specs.yaml"]).ends_with(2);
    let told = "cannot read `specs.yaml`: it does not exist";
    assert!(outcome.stderr.contains(told), "{}", outcome.stderr);
    assert_eq!(outcome.stdout, "");
}
