//! `hfreport serve` under random events, from a seed: correct and wrong saves, deletions, renames,
//! links, folders in place of files, clients that are slow, broken or malicious. After each pause
//! the page equals that of a fresh run, or, if that fails, the server reports why.
//!
//! `HFREPORT_STEPS=10000` sets the number of steps, `HFREPORT_SEED=7` the seed; a failure prints
//! both.

use crate::fixture::{Project, hfreport};
use crate::server::{PATIENCE, Server};
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

const SPEC: &str = "
version: 1
extends: base.yaml
locales: [en]
title: Accounts
sources: {models: {path: 'rows/*.csv', columns: {account: {type: string}, downloads: {type: integer}}}}
lookups: {names: {path: names.csv, key: account}}
dimensions: {name: {lookup: names.name, key: account, unmatched: keep}}
breakdowns: {by_name: {by: name, measures: [downloads]}}
sections: [{text: words.md}, {table: by_name}]
";

const BASE: &str = "
version: 1
title: Base
sources: {}
measures: {downloads: {sql: sum(downloads)}}
sections: []
";

/// Number of steps by default.
const STEPS: usize = 240;
/// Number of steps between two pauses.
const STRETCH: usize = 12;

/// Random numbers from a seed.
struct Course(u64);

impl Course {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

fn number(name: &str, otherwise: usize) -> usize {
    let given = std::env::var(name).ok();
    given.and_then(|it| it.parse().ok()).unwrap_or(otherwise)
}

/// A file of the project and its possible contents; the first is correct.
const FILES: [(&str, &[&str]); 6] = [
    (
        "base.yaml",
        &[BASE, "version: 1\ntitle: [", "version: 2\n", ""],
    ),
    (
        "rows/one.csv",
        &[
            "account,downloads\na,7\nb,2\n",
            "account,downloads\na,70\nz,2\n",
            "account,downloads\na,x\n",
            "account\na\n",
            "",
        ],
    ),
    (
        "rows/two.csv",
        &["account,downloads\nc,4\n", "account,downloads\n", "\u{0}"],
    ),
    (
        "names.csv",
        &[
            "account,name\na,A\nb,B\nc,C\n",
            "account,name\na,Å\n",
            "account,name\na,A\na,B\n",
        ],
    ),
    (
        "words.md",
        &[
            "Of {{ by_name[0].name }}.\n",
            "None of them.\n",
            "{{ nobody }}",
            "{% if %}",
        ],
    ),
    ("spec.yaml", &[SPEC, "title: no version\n", "\t"]),
];

fn save(path: &Path, text: &str) {
    if path.is_dir() {
        let _ = fs::remove_dir(path);
    }
    let _ = fs::write(path, text);
}

struct Simulation {
    project: Project,
    server: Server,
    course: Course,
    slow: Vec<TcpStream>,
}

impl Simulation {
    fn step(&mut self) {
        let (name, texts) = FILES[self.course.below(FILES.len())];
        let path = self.project.folder().join(name);
        let text = self.course.one(texts);
        match self.course.below(12) {
            // Correct more often than wrong, so that there are pages to look at.
            0..=2 => save(&path, texts[0]),
            3 | 4 => save(&path, text),
            5 => {
                // As editors do: beside the file, then in its place.
                let beside = path.with_extension("tmp~");
                save(&beside, text);
                let _ = fs::rename(&beside, &path);
            }
            6 => drop(fs::remove_file(&path)),
            7 => {
                let away = path.with_extension("away");
                let _ = fs::rename(&path, &away);
                if self.course.below(2) == 0 {
                    let _ = fs::rename(&away, &path);
                }
            }
            8 => self.link(&path, text),
            9 => {
                let other = self.project.folder().join("rows/three.csv");
                match self.course.below(2) {
                    0 => save(&other, "account,downloads\nd,1\n"),
                    _ => drop(fs::remove_file(other)),
                }
            }
            _ => self.client(),
        }
        let pause = self.course.below(40) as u64;
        std::thread::sleep(Duration::from_millis(pause));
    }

    /// A link to another file, or a folder, in the place of the file.
    fn link(&mut self, path: &Path, text: &str) {
        let _ = fs::remove_file(path);
        let real = self.project.folder().join("real");
        save(&real, text);
        #[cfg(unix)]
        if self.course.below(3) > 0 {
            let _ = std::os::unix::fs::symlink(&real, path);
            return;
        }
        let _ = fs::create_dir(path);
    }

    /// A client that requests existing or missing files, slowly, or disconnects.
    fn client(&mut self) {
        let mut stream = self.server.connect();
        let host = format!("Host: 127.0.0.1:{}", self.server.port);
        let requests = [
            format!("GET / HTTP/1.1\r\n{host}\r\n\r\n"),
            format!("GET /events HTTP/1.1\r\n{host}\r\n\r\n"),
            format!("GET /../spec.yaml HTTP/1.1\r\n{host}\r\n\r\n"),
            "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".to_owned(),
            "\u{0}\u{1}\r\n\r\n".to_owned(),
            "GET".to_owned(),
        ];
        let request = &requests[self.course.below(requests.len())];
        let _ = stream.write_all(request.as_bytes());
        if self.course.below(2) == 0 {
            self.slow.push(stream);
        }
        if self.slow.len() > 20 {
            self.slow.clear();
        }
    }

    /// After a while the server shows the result of a fresh run.
    fn rest(&mut self, what: &str) {
        let fresh = self.project.folder().join("fresh");
        let _ = fs::remove_dir_all(&fresh);
        let out = fresh.display().to_string();
        let arguments = [
            "run",
            "spec.yaml",
            "--quiet",
            "--format",
            "html",
            "--out",
            &out,
        ];
        let outcome = hfreport(self.project.folder(), &arguments);
        assert!(outcome.code < 3, "{what}: {}", outcome.stderr);
        if outcome.code == 0 {
            let expected = fs::read_to_string(fresh.join("index.html")).expect("a page");
            let end = Instant::now() + PATIENCE;
            loop {
                let event = self.server.event(|_| true);
                let is_fine = event["problems"] == "";
                if is_fine && self.server.page("index.html") == expected {
                    break;
                }
                assert!(
                    Instant::now() < end,
                    "{what}: the page is another one: {event}"
                );
                std::thread::sleep(Duration::from_millis(20));
            }
        } else {
            let event = self.server.event(|event| event["problems"] != "");
            assert_eq!(event["ended"], false, "{what}");
        }
        assert!(
            self.server.child.try_wait().expect("a process").is_none(),
            "{what}"
        );
    }
}

#[test]
fn after_each_rest_the_page_is_that_of_a_fresh_run() {
    let seed = number("HFREPORT_SEED", 20_251_128);
    let steps = number("HFREPORT_STEPS", STEPS).max(STEPS);
    let mut project = Project::new();
    for (name, texts) in FILES {
        project = project.file(name, texts[0]);
    }
    let mut simulation = Simulation {
        server: Server::of(&project),
        project,
        course: Course(seed as u64),
        slow: Vec::new(),
    };
    for step in 0..steps {
        simulation.step();
        if step % STRETCH == STRETCH - 1 {
            simulation.rest(&format!("HFREPORT_SEED={seed}, step {step}"));
        }
    }
    // In the end everything is correct again.
    for (name, texts) in FILES {
        let path = simulation.project.folder().join(name);
        let _ = fs::remove_file(&path);
        save(&path, texts[0]);
    }
    let _ = fs::remove_file(simulation.project.folder().join("rows/three.csv"));
    simulation.rest("the end");
    assert!(simulation.server.page("index.html").contains("Of A."));
}
