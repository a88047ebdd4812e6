//! YAML that would exhaust the machine or break the reader.

use super::{SPEC, refused_spec};
use crate::fixture::Project;

#[test]
fn aliases_that_explode_are_refused() {
    let mut more = "x-a: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 0..12 {
        let next = level + 1;
        let alias = vec![format!("*a{level}"); 10].join(", ");
        more.push_str(&format!("x-{level}: &a{next} [{alias}]\n"));
    }
    refused_spec(&more, "HF0103", "at most 200000 nodes");
}

#[test]
fn an_alias_of_itself_is_refused() {
    refused_spec("x-a: &a [*a]\n", "HF0103", "an alias refers to itself");
}

#[test]
fn deep_nesting_is_refused_in_blocks_and_in_brackets() {
    refused_spec(
        &format!("x-a: {}\n", "[".repeat(100_000)),
        "HF0103",
        "not closed",
    );
    refused_spec(
        &format!("x-a: {}a{}\n", "[".repeat(200), "]".repeat(200)),
        "HF0103",
        "64 deep",
    );
    refused_spec(
        &format!("x-a:\n{}a\n", "- ".repeat(50_000)),
        "HF0103",
        "64 deep",
    );
}

#[test]
fn a_control_character_is_reported_with_its_place() {
    refused_spec("\nfoot: a\u{0}b\n", "HF0103", "unprintable character");
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    refused_spec(
        &format!("x-a: {}\n", "x".repeat(5_000_000)),
        "HF0103",
        "at most 4194304",
    );
}

#[test]
fn a_byte_order_mark_and_ends_of_lines_of_windows_are_read() {
    let spec = format!("\u{feff}{}", SPEC.trim_start().replace('\n', "\r\n"));
    let project = Project::of(&spec).file("rows.csv", "model,downloads\na,1\n");
    let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    assert_eq!(outcome.stderr, "");
}

#[test]
fn a_place_behind_a_byte_order_mark_and_ends_of_lines_of_windows_is_exact() {
    let spec = SPEC.trim_start().replace("data: by_model", "data: by_modl");
    let spec = format!("\u{feff}{}", spec.replace('\n', "\r\n"));
    let project = Project::of(&spec).file("rows.csv", "model,downloads\na,1\n");
    let outcome = project.hfreport(&["check", "spec.yaml", "--message-format", "short"]);
    let outcome = outcome.ends_with(1);
    assert!(
        outcome.stderr.starts_with("spec.yaml:6:36: error[HF0301]"),
        "{}",
        outcome.stderr
    );
}
