//! The fuzz targets on a stable toolchain: the corpus as it is, then changed at random.
//!
//! Each target takes a number of changed texts, the same ones in each run; with `HFREPORT_FUZZ_SECONDS` it runs so long, and
//! `PROPTEST_RNG_SEED` gives other ones.

#[path = "../../fuzz/targets/mod.rs"]
mod targets;

use crate::fixture::home;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Number of texts between two looks at the clock.
const PART: u32 = 32;

/// One change of a text.
#[derive(Clone, Debug)]
enum Change {
    Remove(usize, usize),
    Repeat(usize, usize),
    Put(usize, Vec<u8>),
    Flip(usize, u8),
    Join(usize, usize),
}

/// Tokens of the languages of a spec.
const WORDS: [&str; 40] = [
    "{{",
    "}}",
    "{%",
    "%}",
    ": ",
    "- ",
    "\n  ",
    "'",
    "\"",
    "\\",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    ",",
    "&a",
    "*a",
    "<<",
    "!",
    "|",
    "null",
    "true",
    "-1",
    "9223372036854775807",
    "1e400",
    "0",
    "é",
    "\u{202e}",
    "\0",
    "\r\n",
    "\t",
    " AND ",
    " OR ",
    "CASE WHEN ",
    " IS NULL",
    "sum(",
    "by_name",
    "|",
];

fn change() -> impl Strategy<Value = Change> {
    let at = any::<usize>();
    prop_oneof![
        (at, 1..40_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (at, 1..40_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        (at, prop::sample::select(&WORDS[..]))
            .prop_map(|(at, word)| Change::Put(at, word.as_bytes().to_vec())),
        (at, prop::collection::vec(any::<u8>(), 1..6)).prop_map(|(at, it)| Change::Put(at, it)),
        (at, any::<u8>()).prop_map(|(at, bits)| Change::Flip(at, bits)),
        (at, at).prop_map(|(other, at)| Change::Join(other, at)),
    ]
}

fn applied(seeds: &[Vec<u8>], seed: usize, changes: &[Change]) -> Vec<u8> {
    let mut bytes = seeds[seed % seeds.len()].clone();
    for change in changes {
        let within = |at: usize| at % (bytes.len() + 1);
        match change {
            Change::Remove(at, length) => {
                let at = within(*at);
                bytes.drain(at..(at + length).min(bytes.len()));
            }
            Change::Repeat(at, length) => {
                let at = within(*at);
                let part = bytes[at..(at + length).min(bytes.len())].to_vec();
                bytes.splice(at..at, part);
            }
            Change::Put(at, word) => {
                let at = within(*at);
                bytes.splice(at..at, word.iter().copied());
            }
            Change::Flip(at, bits) => {
                let at = within(*at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= bits;
                }
            }
            Change::Join(other, at) => {
                let other = &seeds[other % seeds.len()];
                bytes.truncate(within(*at));
                bytes.extend(&other[other.len().min(bytes.len())..]);
            }
        }
    }
    bytes.truncate(8192);
    bytes
}

/// The corpus of a target; for specs, also the specs of the project.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut folders = vec![home().join("fuzz/corpus").join(target)];
    if target == "spec" {
        folders.push(home().join("examples"));
        let cases = std::fs::read_dir(home().join("tests/cases/diagnostics")).unwrap();
        folders.extend(cases.map(|case| case.unwrap().path()));
    }
    let mut files: Vec<_> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .filter(|path| target != "spec" || path.extension().is_none_or(|it| it == "yaml"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

fn tried(target: fn(&[u8]), bytes: &[u8]) -> Result<(), TestCaseError> {
    catch_unwind(AssertUnwindSafe(|| target(bytes)))
        .map_err(|_| TestCaseError::fail(format!("{:?}", String::from_utf8_lossy(bytes))))
}

fn holds(name: &str, cases: u64) {
    let (_, target) = *targets::TARGETS
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap();
    let seeds = seeds(name);
    assert!(!seeds.is_empty());
    for seed in &seeds {
        tried(target, seed).unwrap();
    }
    let seconds = std::env::var("HFREPORT_FUZZ_SECONDS").ok();
    let end = seconds.map(|it| Instant::now() + Duration::from_secs(it.parse().unwrap()));
    let strategy = (any::<usize>(), prop::collection::vec(change(), 1..8));
    let mut count = 0;
    while end.map_or(count < cases, |end| Instant::now() < end) {
        let mut config = Config {
            cases: PART,
            failure_persistence: None,
            ..Config::default()
        };
        if let RngSeed::Fixed(seed) = &mut config.rng_seed {
            *seed = seed.wrapping_add(count);
        }
        let result = TestRunner::new(config).run(&strategy, |(seed, changes)| {
            tried(target, &applied(&seeds, seed, &changes))
        });
        if let Err(TestError::Fail(reason, (seed, changes))) = result {
            let bytes = applied(&seeds, seed, &changes);
            panic!("{reason}\nas bytes: {bytes:?}");
        }
        count += u64::from(PART);
    }
    eprintln!(
        "{name}: {} texts of the corpus and {count} changed ones",
        seeds.len()
    );
}

/// `.ci/fuzz` uses the dependencies that the tests were built with: theirs have the same versions and the same profile.
#[test]
fn the_fuzzer_is_built_with_the_dependencies_of_the_tests() {
    let parsed = |path: &str| -> serde_json::Value {
        let text = std::fs::read_to_string(home().join(path)).unwrap();
        toml::from_str(&text).unwrap()
    };
    let profile = |path: &str| parsed(path)["profile"]["dev"].clone();
    assert_eq!(profile("fuzz/Cargo.toml"), profile("Cargo.toml"));
    let packages = |path: &str| {
        let packages = parsed(path)["package"].as_array().unwrap().clone();
        let named = packages
            .into_iter()
            .map(|it| (it["name"].clone(), it["version"].clone()));
        named.collect::<Vec<_>>()
    };
    let known = packages("Cargo.lock");
    let own = ["hfreport", "hfreport-fuzz", "libfuzzer-sys", "arbitrary"];
    for package in packages("fuzz/Cargo.lock") {
        let is_own = own.iter().any(|name| package.0 == *name);
        assert!(
            is_own || known.contains(&package),
            "fuzz/Cargo.lock: {package:?}; copy Cargo.lock there and let cargo complete it"
        );
    }
}

#[test]
fn no_spec_makes_load_validate_or_resolve_panic() {
    holds("spec", 960);
}

#[test]
fn no_expression_panics() {
    holds("expression", 256);
}

#[test]
fn no_template_panics() {
    holds("template", 128);
}

#[test]
fn no_table_makes_a_column_contract_panic() {
    holds("contract", 640);
}

#[test]
fn every_drawing_is_xml_without_scripts_whatever_the_names() {
    holds("drawing", 320);
}

#[test]
fn how_many_records_there_are_does_not_depend_on_the_columns() {
    holds("records", 4000);
}

#[test]
fn a_report_json_is_written_as_it_is_read() {
    holds("report_json", 30_000);
}

#[test]
fn a_manifest_is_written_as_it_is_read() {
    holds("manifest", 30_000);
}

#[test]
fn no_markdown_holds_what_liquid_or_kramdown_run() {
    holds("markdown", 1280);
}

#[test]
fn no_server_is_told_a_secret_of_another_or_has_files_written_elsewhere() {
    holds("remote", 10_000);
}

#[test]
fn no_hub_makes_a_collection_panic_or_differ_from_itself() {
    holds("collect", 256);
}

#[test]
fn no_parquet_panics() {
    holds("parquet", 448);
}
