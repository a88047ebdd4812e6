//! The report of October 2025: its list of published figures is complete, they follow from any rows
//! that agree with them and from no others, and its texts follow the data.

use crate::fixture::{Outcome, Project, hfreport, home, shared};
use crate::snapshot::Snapshot;
use hfreport::diagnostic::SourceMap;
use hfreport::spec::{Spans, read_yaml};
use hfreport::world::SystemWorld;
use polars::prelude::*;
use proptest::prelude::RngExt;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const SPEC: &str = "reports/october_2025.yaml";
const GREEN: &str = "388 figures: 375 ok, 4 input, 6 waived, 3 not computable, 0 different";

fn yaml(path: &Path) -> Value {
    let node = read_yaml(&SystemWorld, &mut SourceMap::default(), path);
    let node = node.unwrap_or_else(|error| panic!("{}: {}", path.display(), error.message));
    Spans::split(&node).0
}

/// Figures by id.
fn by_id(figures: &Value) -> BTreeMap<&str, &Value> {
    let figures = figures.as_array().expect("a list");
    let id = |figure: &'_ Value| figure["id"].as_str().expect("an id").to_owned();
    let ids: BTreeSet<String> = figures.iter().map(id).collect();
    assert_eq!(ids.len(), figures.len(), "an id stands twice");
    figures
        .iter()
        .map(|figure| (figure["id"].as_str().expect("an id"), figure))
        .collect()
}

/// A printed figure as a number without its unit: `4.8B` is 4.8.
fn number(printed: &Value) -> f64 {
    match printed {
        Value::String(text) => text
            .trim_end_matches(|c: char| c.is_alphabetic() || c == '%' || c == ' ')
            .parse()
            .expect("a number"),
        printed => printed.as_f64().expect("a number"),
    }
}

#[test]
fn every_published_figure_is_in_the_list_as_it_was_printed() {
    let Some(facts) = shared("facts/published_october_2025.yaml") else {
        return;
    };
    let facts = yaml(&facts);
    let facts = by_id(&facts["figures"]);
    let ours = yaml(&home().join("reports/published/2025-10-01.yaml"));
    let ours = by_id(&ours["figures"]);
    let (expected, found): (Vec<_>, Vec<_>) = (facts.keys().collect(), ours.keys().collect());
    assert_eq!(found, expected);
    for (id, fact) in facts {
        let figure = ours[id];
        match &fact["value"] {
            Value::Bool(truth) => {
                let printed = figure["printed"].as_bool() == Some(*truth);
                // A ratio above 1, or the first place among two.
                let above = *truth && figure["more_than"] == "100 %";
                let first = *truth && figure["printed"] == 1;
                assert!(printed || above || first, "{id}: {figure}");
            }
            Value::Array(values) => {
                assert_eq!(figure["one_of"].as_array(), Some(values), "{id}");
            }
            value => {
                let key = if fact["compare"] == "more_than" {
                    "more_than"
                } else {
                    "printed"
                };
                let printed = number(&figure[key]);
                let value = value.as_f64().expect("a number");
                assert!((printed - value).abs() < 1e-9, "{id}: {printed}, {value}");
            }
        }
        let computed = !["input", "not_computable"].contains(&fact["op"].as_str().expect("an op"));
        let held = figure.get("metric").or(figure.get("cell")).is_some();
        assert_eq!(held, computed, "{id}: {figure}");
    }
}

#[test]
fn every_published_figure_is_computed_from_the_rows_that_ship() {
    let outcome = hfreport(&home(), &["verify", SPEC]).fine();
    assert_eq!(outcome.stdout.lines().last(), Some(GREEN));
}

/// Runs a command of the report on other rows.
fn on_rows(project: &Project, arguments: &[&str]) -> Outcome {
    let rows = format!("models={}", project.folder().join("rows.parquet").display());
    let folder = project.folder().display().to_string();
    let further = ["--set", &rows, "--allow-path", &folder];
    hfreport(&home(), &[arguments, &further].concat())
}

#[test]
fn other_single_rows_with_the_same_published_numbers_are_as_green() {
    for seed in 0..2_u8 {
        let mut random = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
        let mut snapshot = Snapshot::read();
        let changed = snapshot.move_downloads(&mut random);
        assert!(changed > 10_000, "only {changed} rows changed");
        let mut order: Vec<IdxSize> = (0..snapshot.downloads.len() as IdxSize).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, random.random_range(0..=at));
        }
        let project = Project::new();
        snapshot.write(&project.folder().join("rows.parquet"), Some(order));
        let outcome = on_rows(&project, &["verify", SPEC]).fine();
        assert_eq!(outcome.stdout.lines().last(), Some(GREEN), "seed {seed}");
        assert_eq!(outcome.stderr, "", "seed {seed}");
    }
}

#[test]
fn a_row_that_moves_a_published_number_makes_verify_and_run_fail_by_its_name() {
    let mut snapshot = Snapshot::read();
    let row = snapshot.greatest_of("google-bert");
    // A tenth of a percent of the account's entity is enough to move its printed share.
    snapshot.downloads[row] += 400_000_000;
    let project = Project::new();
    snapshot.write(&project.folder().join("rows.parquet"), None);
    let out = project.folder().join("out").display().to_string();
    for outcome in [
        on_rows(&project, &["verify", SPEC]).ends_with(1),
        on_rows(&project, &["run", SPEC, "--out", &out, "--quiet"]).ends_with(1),
    ] {
        for name in [
            "all_downloads",
            "downloads_share_of_hub",
            "first_models_share",
        ] {
            let said = format!("{}{}", outcome.stdout, outcome.stderr);
            assert!(said.contains(&format!("metric `{name}`")), "{said}");
        }
    }
    assert!(!Path::new(&out).exists(), "a refused report writes nothing");
}

#[test]
fn texts_follow_the_order_of_entities() {
    let spec = format!(
        "version: 1\nextends: {}\npublished: null\n",
        home().join(SPEC).display()
    );
    let project = Project::of(&spec);
    let home = home().display().to_string();
    let entities = |snapshot: &Snapshot| {
        snapshot.write(&project.folder().join("rows.parquet"), None);
        project
            .hfreport(&[
                "run",
                "spec.yaml",
                "--out",
                "out",
                "--format",
                "markdown,svg",
                "--quiet",
                "--set",
                "models=rows.parquet",
                "--allow-path",
                &home,
            ])
            .fine();
        [
            project.read("out/report.md"),
            project.read("out/report.en.md"),
        ]
    };
    let mut snapshot = Snapshot::read();
    for text in entities(&snapshot) {
        assert!(leads(&text, "Google", "Meta"), "{text}");
    }
    let row = snapshot.greatest_of("facebook");
    snapshot.downloads[row] += 10_000_000_000;
    for text in entities(&snapshot) {
        assert!(leads(&text, "Meta", "Google"), "{text}");
    }
}

/// Whether a text names one entity first, and has the row of it before that of the other.
fn leads(text: &str, first: &str, second: &str) -> bool {
    let sentence = [
        format!("{first} arrive en tête"),
        format!("{first} leads with"),
    ];
    let row = |name: &str| text.find(&format!(" | {name}")).expect("a row");
    sentence.iter().any(|sentence| text.contains(sentence)) && row(first) < row(second)
}
