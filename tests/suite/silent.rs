//! Databases that take too long, stop to answer midway or go away: one error with a code, and the bundle before stays.

#![cfg(feature = "adbc")]

use crate::duckdb;
use crate::fixture::{Project, bundle};
use crate::sail::{self, Sail};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread::spawn;
use std::time::{Duration, Instant};

const ROWS: &str = "model,downloads\na,1\nb,2\n";

/// A spec of those rows, wherever they are.
fn spec(source: &str) -> String {
    format!(
        r#"
version: 1
title: Models
sources:
  models:
    {source}
    columns: {{model: {{type: string}}, downloads: {{type: integer}}}}
measures: {{downloads: {{sql: "sum(downloads)"}}}}
metrics: {{all: {{measure: downloads}}}}
sections: [{{text: "{{{{ metrics.all }}}} downloads."}}]
outputs: {{dir: out}}
"#
    )
}

/// Runs a spec of rows in a file and then, over its bundle, one whose database does not give them: returns what is
/// said, which is one error, and how long it took.
fn one_error(source: &str, allowed: &str) -> (String, Duration) {
    let project = Project::of(&spec("path: rows.csv")).file("rows.csv", ROWS);
    project.hfreport(&["run", "spec.yaml"]).fine();
    let before = bundle(&project.folder().join("out"));
    project.write("spec.yaml", spec(source));
    let begun = Instant::now();
    let outcome = project.hfreport(&["run", "spec.yaml", "--driver", allowed]);
    let took = begun.elapsed();
    assert_ne!(outcome.code, 0, "{}", outcome.stdout);
    let errors = outcome.stderr.matches("error[").count();
    assert_eq!(errors, 1, "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("error[HF0441]"),
        "{}",
        outcome.stderr
    );
    assert!(bundle(&project.folder().join("out")) == before);
    (outcome.stderr, took)
}

#[test]
fn a_query_that_takes_longer_than_its_time_is_cancelled() {
    let Some(driver) = duckdb::driver() else {
        return;
    };
    // A sum of four thousand million products takes minutes.
    let query = "SELECT 'a' AS model, CAST(sum(hash(a.range * b.range) % 3) AS BIGINT) AS downloads FROM range(2000000) a, range(2000000) b";
    let (said, took) = one_error(
        &format!(
            "database: {{driver: duckdb, query: \"{query}\", timeout: 1, options: {{threads: \"1\"}}}}"
        ),
        &duckdb::allowed(driver),
    );
    assert!(said.contains("has not answered within 1 s"), "{said}");
    assert!(said.contains("`timeout` of `database`"), "{said}");
    assert!(took < Duration::from_mins(1), "{took:?}");
}

#[test]
fn a_server_that_never_answers_is_one_error() {
    let Some(driver) = sail::driver() else { return };
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = server.local_addr().expect("an address").port();
    spawn(move || {
        let held: Vec<_> = server.incoming().collect();
        drop(held);
    });
    let (said, took) = one_error(
        &format!(
            "database: {{driver: flightsql, uri: \"grpc://127.0.0.1:{port}\", dialect: spark, table: models, timeout: 2}}"
        ),
        &sail::allowed(&driver),
    );
    assert!(said.contains("has not answered within 2 s"), "{said}");
    assert!(took < Duration::from_mins(1), "{took:?}");
}

/// What a server does once it has sent some bytes to the second connection, which is that of the run.
#[derive(Clone, Copy)]
enum Fault {
    /// Nothing more, and the connection stays.
    Silence,
    /// It ends the connection, and takes no other one.
    End,
}

/// A port that stands before that of a server and has a fault.
fn faulty(uri: &str, fault: Fault) -> u16 {
    let server = uri.trim_start_matches("grpc://").to_owned();
    let door = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = door.local_addr().expect("an address").port();
    spawn(move || {
        for (at, client) in door.incoming().take(2).enumerate() {
            let client = client.expect("a connection");
            let behind = TcpStream::connect(&server).expect("the server");
            let budget = if at == 0 { usize::MAX } else { 4000 };
            let (mut asks, mut hears) = (
                client.try_clone().expect("a connection"),
                behind.try_clone().expect("a connection"),
            );
            spawn(move || std::io::copy(&mut asks, &mut hears));
            pass(behind, client, budget, fault);
        }
    });
    port
}

/// Passes some bytes on, and then has the fault.
fn pass(mut from: TcpStream, mut to: TcpStream, budget: usize, fault: Fault) {
    spawn(move || {
        let mut left = budget;
        let mut bytes = [0; 1024];
        while left > 0 {
            let count = from.read(&mut bytes).unwrap_or(0).min(left);
            if count == 0 || to.write_all(&bytes[..count]).is_err() {
                return;
            }
            left -= count;
        }
        match fault {
            Fault::Silence => std::thread::park(),
            Fault::End => drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both))),
        }
    });
}

#[test]
fn a_server_that_stops_to_answer_or_goes_away_midway_is_one_error() {
    let folder = Project::new().file("rows.csv", ROWS);
    let Some(sail) = Sail::of(folder.folder()) else {
        return;
    };
    let query = "SELECT * FROM VALUES ('a', 1), ('b', 2) AS t(model, downloads)";
    for (fault, said) in [
        (Fault::Silence, "has not answered within 3 s"),
        (Fault::End, "flightsql: a query: the database"),
    ] {
        let port = faulty(&sail.uri, fault);
        let database = sail
            .database(query)
            .replace(&sail.uri, &format!("grpc://127.0.0.1:{port}"));
        let database = database.replace("driver:", "timeout: 3, driver:");
        let (found, _) = one_error(&database, &sail.allowed());
        assert!(found.contains(said), "{found}");
    }
}
