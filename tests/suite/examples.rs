//! Every example is accepted by the schema, runs without a warning and writes the same bytes twice.

use crate::fixture::{Project, bundle, differences, examples, hfreport, home};
use std::fs;

#[test]
fn every_example_runs_without_a_warning_and_writes_the_same_bytes_twice() {
    for example in examples() {
        let name = example.display().to_string();
        let project = Project::new();
        let run = |folder: &str| {
            let out = project.folder().join(folder);
            let shown = out.display().to_string();
            let outcome = hfreport(&home(), &["run", &name, "--out", &shown]).fine();
            assert_eq!(outcome.stderr, "", "{name}");
            bundle(&out)
        };
        let (one, other) = (run("one"), run("other"));
        assert!(
            one.iter().any(|(path, _)| path == "manifest.json"),
            "{name}"
        );
        assert_eq!(differences(&one, &other), "", "{name}");
    }
}

#[test]
fn every_example_says_what_it_shows_and_names_the_schema() {
    for example in examples() {
        let text = fs::read_to_string(&example).expect("an example");
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("# yaml-language-server: $schema=../schemas/report.schema.json"),
            "{}: {first}",
            example.display()
        );
    }
}

#[test]
fn all_examples_pass_one_check() {
    let names: Vec<String> = examples()
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let mut arguments = vec!["check"];
    arguments.extend(names.iter().map(String::as_str));
    let outcome = hfreport(&home(), &arguments).fine();
    assert_eq!(outcome.stdout.lines().count(), names.len());
}
