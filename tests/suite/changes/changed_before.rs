//! What a plain run says where the period before was made of other inputs than there are now.

use super::{NOVEMBER, OCTOBER, SPEC, both, november, project, with_text};
use crate::fixture::Project;

const TELLS: &str = "{% if previous %}{{ metrics.all_change|integer }}{% endif %}";

/// The lines about changed inputs of a run of November, after both months were run and something was changed.
fn said(project: &Project, change: impl Fn(&Project)) -> Vec<String> {
    both(project);
    change(project);
    let outcome = november(project).fine();
    let lines = outcome.stderr.lines();
    let lines = lines.filter(|line| line.contains("warning[HF0517]"));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_snapshot_that_was_corrected_since_is_reported_and_each_computes_it() {
    let project = with_text(TELLS);
    let corrected = OCTOBER.replace("a1,Ada,open,400", "a1,Ada,open,900");
    let said = said(&project, |project| {
        project.write("2025-10-01.csv", &corrected);
    });
    let [line] = said.as_slice() else {
        panic!("{said:?}");
    };
    assert!(
        line.contains("2025-10-01, was made of other inputs than there are now: `2025-10-01.csv` of source `models` has other bytes"),
        "{line}"
    );
    let again = both(&project);
    assert!(!again.stderr.contains("HF0517"), "{}", again.stderr);
    let outcome = november(&project).fine();
    assert!(!outcome.stderr.contains("HF0517"), "{}", outcome.stderr);
}

#[test]
fn the_same_bytes_and_a_file_that_is_gone_say_nothing() {
    let project = with_text(TELLS);
    let none: [String; 0] = [];
    assert_eq!(
        said(&project, |project| project.write("2025-10-01.csv", OCTOBER)),
        none
    );
    // A month may be kept elsewhere once it was published.
    assert_eq!(
        said(&project, |project| {
            std::fs::remove_file(project.folder().join("2025-10-01.csv")).expect("gone");
        }),
        none
    );
}

#[test]
fn a_total_that_was_mended_in_the_table_of_periods_is_reported() {
    let spec = SPEC
        .replace(
            "rows: [{snapshot: 2025-10-01}, {snapshot: 2025-11-01}]",
            "rows: [{snapshot: 2025-10-01, hub: 5000}, {snapshot: 2025-11-01, hub: 6000}]",
        )
        .replace("least: 0}", "least: 0, hub: 0}");
    let project = project(&spec).file(
        "text.md.j2",
        format!(
            "{TELLS}{{% if previous %}} {{{{ previous.hub }}}}{{% endif %}} {{{{ params.hub }}}}"
        ),
    );
    let said = said(&project, |project| {
        project.write("spec.yaml", spec.replace("hub: 5000", "hub: 5500"));
    });
    let [line] = said.as_slice() else {
        panic!("{said:?}");
    };
    assert!(line.contains("`hub` was `5000`, is `5500`"), "{line}");
}

#[test]
fn a_report_that_tells_nothing_of_change_is_not_asked() {
    let project = with_text("{{ metrics.all|integer }}");
    let none: [String; 0] = [];
    let corrected = NOVEMBER.replace("a1", "a9");
    assert_eq!(
        said(&project, |project| project
            .write("2025-10-01.csv", &corrected)),
        none
    );
}
