//! Injected faults: during a run over an old bundle that also contains files of others, each call
//! of the world in turn fails, returns too little, is slow, is the last one before the process
//! dies, or another program changes the input that is read, just before or just after. The run ends with a message or with the complete new bundle; otherwise the old one is
//! untouched.

use crate::faulty::{Fault, FaultyDisk, FaultyWorld};
use crate::fixture::{Project, bundle, home};
use hfreport::diagnostic::Severity;
use hfreport::pipeline::{self, Failure, PublishedBundle, Request};
use hfreport::world::World;
use std::fs;
use std::path::Path;

const SPEC: &str = "
version: 1
extends: base.yaml
title: 'Rows of {{ params.day }}'
params: {day: 2025-10-01}
published: published.yaml
sections: [{text: words.md}, {table: by_name}]
outputs: {formats: [html, markdown, json], tables: [csv]}
";

const BASE: &str = "
version: 1
title: Base
sources: {models: {path: 'rows/*.csv', columns: {account: {type: string}, downloads: {type: integer}}}}
measures: {downloads: {sql: sum(downloads)}}
lookups: {names: {path: names.csv, key: account}}
dimensions: {name: {lookup: names.name, key: account, unmatched: keep}}
breakdowns: {by_name: {by: name, measures: [downloads]}}
metrics: {all: {measure: downloads}}
sections: []
";

fn project() -> Project {
    Project::of(SPEC)
        .file("base.yaml", BASE)
        .file("rows/one.csv", "account,downloads\na,7\nb,2\n")
        .file("rows/two.csv", "account,downloads\nc,4\n")
        .file("names.csv", "account,name\na,A\nb,B\nc,C\n")
        .file(
            "published.yaml",
            "spec: spec.yaml\nfigures: [{id: all, metric: all, printed: 13}]\n",
        )
        .file("words.md", "In all {{ metrics.all }} downloads.\n")
}

fn run(world: &dyn World, spec: &Path, folder: &Path) -> Result<PublishedBundle, Failure> {
    let mut request = Request {
        spec: spec.to_path_buf(),
        ..Request::default()
    };
    request.options.out = Some(folder.join("out"));
    let checked = pipeline::check(world, &request)?;
    pipeline::publish(world, pipeline::run(world, checked)?)
}

/// Injects a fault into every call of a run in turn; returns the number of calls.
fn each_call(spec: &Path, folder: &Path, fault: Fault) -> usize {
    let out = folder.join("out");
    let whole = |what: &str| {
        let files = bundle(&out);
        assert!(
            files.iter().any(|(name, _)| name == "notes/mine.txt"),
            "{what}"
        );
        files
    };
    // The manifest of another version stands in for last month's bundle.
    let before = whole("before");
    for at in 0.. {
        let world = FaultyWorld {
            disk: FaultyDisk::at(at, fault, true),
        };
        let ended = run(&world, spec, folder);
        let was_changed = world.disk.restore();
        let what = format!("{fault:?} {at} {}", world.disk.failed());
        match &ended {
            Ok(written) => assert!(!written.files.is_empty(), "{what}"),
            Err(failure) => {
                let errors = failure.problems.iter();
                let errors: Vec<_> = errors.filter(|it| it.severity == Severity::Error).collect();
                assert!(!errors.is_empty(), "{what}");
                assert!(errors.iter().all(|it| !it.message.is_empty()), "{what}");
            }
        }
        // What was read is not what was there.
        assert!(
            !was_changed || fault != Fault::ChangedBefore || ended.is_err(),
            "{what}"
        );
        assert!(before == whole(&what), "{what}: {ended:?}");
        if world.disk.failed().is_empty() {
            assert!(ended.is_ok(), "{what}: {ended:?}");
            return at;
        }
    }
    unreachable!("a run has an end")
}

fn with_old_bundle(folder: &Path, spec: &Path) {
    run(&hfreport::world::SystemWorld, spec, folder).expect("a bundle");
    fs::create_dir_all(folder.join("out/notes")).expect("a folder");
    fs::write(folder.join("out/notes/mine.txt"), "mine").expect("a file");
}

#[test]
fn at_every_call_of_a_run_a_fault_is_reported_or_does_no_harm() {
    let project = project();
    let spec = project.folder().join("spec.yaml");
    with_old_bundle(project.folder(), &spec);
    let mut calls = 0;
    for fault in [
        Fault::Once,
        Fault::Cut,
        Fault::Late,
        Fault::Dies,
        Fault::ChangedBefore,
        Fault::ChangedAfter,
    ] {
        calls += each_call(&spec, project.folder(), fault);
    }
    assert!(calls > 300, "{calls}");
}

/// `HFREPORT_LONG=1` uses every example in turn.
#[test]
fn at_every_call_of_an_example_too() {
    let long = std::env::var_os("HFREPORT_LONG").is_some();
    let mut examples = crate::fixture::examples();
    if !long {
        examples.truncate(2);
    }
    for example in examples {
        let project = Project::new().with_copy_of(&home().join("examples"), "examples");
        let spec = project
            .folder()
            .join("examples")
            .join(example.file_name().expect("a name"));
        with_old_bundle(project.folder(), &spec);
        each_call(&spec, project.folder(), Fault::Once);
    }
}
