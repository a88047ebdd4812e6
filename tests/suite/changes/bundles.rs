//! The bundle of the period before: missing, of something else, at another place.

use super::{SPEC, both, markdown, november, project, with_table, with_text};

#[test]
fn a_missing_bundle_is_told_where_something_tells_of_change() {
    let project = project(SPEC);
    let outcome = november(&project).fine();
    assert!(outcome.stderr.contains("HF0510"), "{}", outcome.stderr);
    assert!(markdown(&project, "2025-11-01").contains("Nothing before."));
    let silent = with_text("{{ metrics.all|integer }} {{ metrics.open|percent }}");
    let outcome = november(&silent).fine();
    assert!(!outcome.stderr.contains("HF0510"), "{}", outcome.stderr);
}

#[test]
fn previous_names_another_place_and_only_the_period_before() {
    let project = project(SPEC);
    let out = |month: &str, folder: &str, more: &[&str]| {
        let set = format!("snapshot={month}");
        let arguments = [
            &["run", "spec.yaml", "--set", &set, "--out", folder][..],
            more,
        ]
        .concat();
        project.hfreport(&arguments)
    };
    out("2025-10-01", "elsewhere", &[]).fine();
    out("2025-11-01", "new", &["--previous", "elsewhere"]).fine();
    assert!(
        project
            .read("new/report.md")
            .contains("Since 2025-10-01: +200.")
    );
    // The bundle of the month itself is not that of the month before.
    let wrong = out("2025-11-01", "newer", &["--previous", "new"]).ends_with(1);
    assert!(wrong.stderr.contains("HF0512"), "{}", wrong.stderr);
    let missing = out("2025-11-01", "newer", &["--previous", "nowhere"]).ends_with(1);
    assert!(missing.stderr.contains("HF0510"), "{}", missing.stderr);
    let first = out("2025-10-01", "newer", &["--previous", "elsewhere"]).ends_with(1);
    assert!(first.stderr.contains("HF0108"), "{}", first.stderr);
    let both = ["run", "spec.yaml", "--each", "--previous", "elsewhere"];
    project.hfreport(&both).ends_with(2);
}

#[test]
fn a_bundle_that_cannot_be_read_is_told_and_nothing_is_said_of_change() {
    let project = project(SPEC);
    both(&project);
    for (file, content, code) in [
        ("manifest.json", "{}", "HF0511"),
        ("report.json", "{\"version\": 99}", "HF0511"),
    ] {
        let path = format!("out/2025-10-01/{file}");
        let before = project.read(&path);
        project.write(&path, content);
        let outcome = november(&project).fine();
        assert!(outcome.stderr.contains(code), "{file}: {}", outcome.stderr);
        assert!(
            markdown(&project, "2025-11-01").contains("Nothing before."),
            "{file}"
        );
        project.write(&path, before);
    }
    let of_another = project
        .read("out/2025-10-01/manifest.json")
        .replace("spec.yaml", "other.yaml");
    project.write("out/2025-10-01/manifest.json", of_another);
    let outcome = november(&project).fine();
    assert!(outcome.stderr.contains("HF0512"), "{}", outcome.stderr);
}

#[test]
fn the_hint_about_a_bundle_at_the_wrong_place_or_a_damaged_one_leads_to_the_change() {
    let each = ["run", "spec.yaml", "--each"];
    for (file, from, to, hint) in [
        (
            "manifest.json",
            "spec.yaml",
            "other.yaml",
            "--each --replace",
        ),
        (
            "manifest.json",
            "2025-10-01",
            "2025-09-01",
            "--each --replace",
        ),
        ("manifest.json", "{", "{{", "put that folder away"),
        ("report.json", "{", "{{", "put that folder away"),
    ] {
        let project = project(SPEC);
        both(&project);
        let path = format!("out/2025-10-01/{file}");
        project.write(&path, project.read(&path).replace(from, to));
        let told = ["run", "spec.yaml", "--set", "snapshot=2025-11-01"];
        let told = project.hfreport(&told).fine();
        assert!(told.stderr.contains(hint), "{file}: {}", told.stderr);
        project.hfreport(&each).ends_with(2);
        if hint.ends_with("--replace") {
            project
                .hfreport(&[&each[..], &["--replace"]].concat())
                .fine();
        } else {
            let folder = project.folder().join("out/2025-10-01");
            std::fs::rename(folder, project.folder().join("put_away")).unwrap();
            project.hfreport(&each).fine();
        }
        let text = markdown(&project, "2025-11-01");
        assert!(text.contains("Since 2025-10-01"), "{file} {from}: {text}");
    }
}

#[test]
fn a_spec_that_extends_the_one_of_all_periods_makes_the_bundle_that_they_read() {
    let project = project(SPEC).file(
        "october.yaml",
        "version: 1\nextends: spec.yaml\nperiods: {default: 2025-10-01}\n",
    );
    project.hfreport(&["run", "october.yaml"]).fine();
    let outcome = november(&project).fine();
    assert!(!outcome.stderr.contains("HF05"), "{}", outcome.stderr);
    assert!(markdown(&project, "2025-11-01").contains("+200"));
}

#[test]
fn the_same_two_months_give_the_same_bytes() {
    let (one, other) = (project(&with_table()), project(&with_table()));
    both(&one);
    both(&other);
    both(&other);
    for file in ["manifest.json", "report.json", "report.md"] {
        let path = format!("out/2025-11-01/{file}");
        assert_eq!(one.read(&path), other.read(&path), "{file}");
    }
}
