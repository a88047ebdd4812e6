//! The same numbers wherever the rows are: the published figures and all examples in files, in DuckDB and in Sail.

#![cfg(feature = "adbc")]

use crate::duckdb::{self, make};
use crate::fixture::{Project, examples, home};
use crate::sail::Sail;
use std::fs;

#[test]
fn all_published_figures_of_october_come_out_of_duckdb_and_of_sail() {
    let project = Project::new()
        .with_copy_of(&home().join("reports"), "reports")
        .with_copy_of(&home().join("data"), "data");
    let verified = |database: &str, allowed: &str| {
        let spec = format!(
            "version: 1\nextends: october_2025.yaml\nsources: {{models: {{path: null, {database}}}}}\n"
        );
        project.write("reports/elsewhere.yaml", spec);
        let arguments = ["verify", "reports/elsewhere.yaml", "--driver", allowed];
        let outcome = project.hfreport(&arguments).fine();
        let green = "388 figures: 375 ok, 4 input, 6 waived, 3 not computable, 0 different";
        assert_eq!(outcome.stdout.lines().last(), Some(green), "{database}");
    };
    if let Some(driver) = duckdb::driver() {
        let query = "SELECT * FROM '{{ root }}/data/hub_2025-10-01.parquet'";
        let database = format!("database: {{driver: duckdb, query: \"{query}\"}}");
        verified(&database, &duckdb::allowed(driver));
    }
    if let Some(sail) = Sail::of(project.folder()) {
        let query = "SELECT * FROM parquet.`data/hub_2025-10-01.parquet`";
        verified(&sail.database(query), &sail.allowed());
    }
}

#[test]
fn the_example_of_a_database_gives_the_same_in_a_file_in_duckdb_and_in_sail() {
    let project = Project::new().with_copy_of(&home().join("examples"), "examples");
    let report = |spec: &str, allowed: &[&str]| {
        let arguments = ["run", spec, "--out", "out", "--replace"];
        let outcome = project.hfreport(&[&arguments[..], allowed].concat()).fine();
        assert_eq!(outcome.stderr, "", "{spec}");
        let manifest = project.read("out/manifest.json");
        (project.read("out/report.json"), manifest)
    };
    let (of_file, manifest) = report("examples/database.yaml", &[]);
    assert!(!manifest.contains("\"database\""), "{manifest}");
    if let Some(driver) = duckdb::driver() {
        let allowed = duckdb::allowed(driver);
        let (found, manifest) = report("examples/databases/duckdb.yaml", &["--driver", &allowed]);
        let said = "\"database\": \"duckdb: a query\"";
        assert!(manifest.contains(said), "{manifest}");
        assert_eq!(found, of_file, "DuckDB");
    }
    if let Some(sail) = Sail::of(project.folder()) {
        let spec = project.read("examples/databases/sail.yaml");
        let here = spec.replace("grpc://127.0.0.1:32010", &sail.uri);
        assert_ne!(here, spec);
        project.write("examples/databases/sail.yaml", here);
        let allowed = sail.allowed();
        let (found, manifest) = report("examples/databases/sail.yaml", &["--driver", &allowed]);
        let said = "\"database\": \"flightsql: a query\"";
        assert!(manifest.contains(said), "{manifest}");
        assert_eq!(found, of_file, "Sail");
    }
}

/// Examples whose rows a database does not read as their contract wants, with the reason.
const NOT_IN_DATABASES: [(&str, &str); 6] = [
    ("column_contract", "texts that are no numbers"),
    ("corrections", "cells of files, which a view corrects"),
    ("money_and_units", "amounts that CSV gives as floats"),
    (
        "several_files",
        "files that the extended spec names from another folder",
    ),
    ("source_formats", "texts in forms of their own"),
    ("text_formats", "texts in forms of their own"),
];

#[test]
fn every_example_gives_the_same_numbers_on_duckdb_and_on_sail() {
    let Some(driver) = duckdb::driver() else {
        return;
    };
    let project = Project::new().with_copy_of(&home().join("examples"), "examples");
    let sail = Sail::of(project.folder());
    let mut compared = 0;
    for example in examples() {
        let name = example
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if NOT_IN_DATABASES.iter().any(|(it, _)| *it == name) {
            continue;
        }
        let text = fs::read_to_string(&example).expect("an example");
        let Some(path) = first_path(&text) else {
            continue;
        };
        let file = format!("examples/{name}.yaml");
        let report = |out: &str, spec: &str, allowed: &str| -> String {
            // Under the same name, since figures in print belong to a spec.
            project.write(&file, spec);
            let format = ["--format", "json,csv", "--replace"];
            let arguments = ["run", &file, "--out", out, "--driver", allowed];
            project.hfreport(&[&arguments[..], &format].concat()).fine();
            project.read(&format!("{out}/report.json"))
        };
        let allowed = duckdb::allowed(driver);
        let of_file = report("first", &text, &allowed);
        let reader = match path {
            path if path.contains(".csv") => "read_csv",
            path if path.contains("json") => "read_json",
            _ => "read_parquet",
        };
        let rows = |root: &str| format!("SELECT * FROM {reader}('{root}/examples/{path}')");
        let query = rows("{{ root }}");
        let database = format!("database: {{driver: duckdb, query: \"{query}\"}}");
        let found = report("second", &elsewhere(&text, path, &database), &allowed);
        assert_eq!(found, of_file, "{name} on DuckDB");
        // Params stand in no statement of the test.
        if let Some(sail) = sail.as_ref().filter(|_| !path.contains("{{")) {
            let folder = project.folder();
            let rows = rows(&folder.display().to_string());
            // Sail guesses other types of texts than DuckDB, which writes them into a file of Parquet.
            let written = folder.join(format!("{name}.parquet"));
            let copy = format!("COPY ({rows}) TO '{}' (FORMAT parquet)", written.display());
            make(driver, &folder.join(format!("{name}.duckdb")), &[&copy]);
            let database = sail.database(&format!("SELECT * FROM parquet.`{name}.parquet`"));
            let spec = elsewhere(&text, path, &database);
            let found = report("third", &spec, &sail.allowed());
            assert_eq!(found, of_file, "{name} on Sail");
        }
        compared += 1;
    }
    assert!(compared > 20, "only {compared} examples");
}

/// The path of the first source of a spec.
fn first_path(text: &str) -> Option<&str> {
    let sources = text.split_once("\nsources:")?.1;
    let mut lines = sources.lines();
    let path = lines.find_map(|line| line.trim().strip_prefix("path: "))?;
    Some(path.split(" #").next()?.trim().trim_matches('"'))
}

/// A spec with the sources of a path in a database.
fn elsewhere(text: &str, path: &str, database: &str) -> String {
    let lines = text
        .lines()
        .map(|line| match line.trim().strip_prefix("path: ") {
            Some(found) if found.contains(path) => {
                let indent = &line[..line.len() - line.trim_start().len()];
                format!("{indent}{database}")
            }
            _ => line.to_owned(),
        });
    lines.collect::<Vec<_>>().join("\n")
}
