//! A number of JSON that is written in several ways is several texts under `type: string`: that is a warning with both.

use crate::fixture::Project;

/// The warnings of a run over some files with a column `release`.
fn warnings(kind: &str, files: &[(&str, &str)]) -> Vec<String> {
    let ending = files[0].0.rsplit('.').next().unwrap_or_default();
    let spec = format!(
        r#"
version: 1
title: Releases
sources:
  models:
    path: "rows*.{ending}"
    columns: {{release: {{type: {kind}, nullable: true}}, downloads: {{type: integer}}}}
measures: {{downloads: {{sql: "sum(downloads)"}}}}
breakdowns: {{by_release: {{by: release, measures: [downloads]}}}}
sections: [{{table: by_release}}]
"#
    );
    let mut project = Project::of(&spec);
    for (name, rows) in files {
        project = project.file(name, *rows);
    }
    let arguments = ["run", "spec.yaml", "--message-format", "short"];
    let outcome = project.hfreport(&arguments).fine();
    let lines = outcome.stderr.lines();
    let found = lines.filter(|line| line.contains("warning["));
    found.map(str::to_owned).collect()
}

fn row(release: &str) -> String {
    format!("{{\"release\": {release}, \"downloads\": 1}}\n")
}

fn rows(releases: &[&str]) -> String {
    releases.iter().map(|release| row(release)).collect()
}

#[test]
fn a_number_that_is_written_in_two_ways_is_told_with_both_places() {
    let array = format!("[\n{},\n{}]", row("7"), row("7.0"));
    for (name, content, told) in [
        (
            "rows.ndjson",
            rows(&["7", "1.5", "7.0", "7"]),
            "one number is several texts: `7` (`rows.ndjson`, line 1, row 1) and `7.0` (`rows.ndjson`, line 3, row 3)",
        ),
        (
            "rows.ndjson",
            rows(&["1e2", "100", "-0", "0", "1.50", "1.5", "2.0", "2"]),
            "`-0` (`rows.ndjson`, line 3, row 3) and `0` (`rows.ndjson`, line 4, row 4); `1.5` (`rows.ndjson`, line 6, row 6) and `1.50` (`rows.ndjson`, line 5, row 5); `100` (`rows.ndjson`, line 2, row 2) and `1e2` (`rows.ndjson`, line 1, row 1); and 1 more",
        ),
        (
            "rows.json",
            array,
            "`7` (`rows.json`, line 2, row 1) and `7.0` (`rows.json`, line 4, row 2)",
        ),
    ] {
        let found = warnings("string", &[(name, &content)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("warning[HF0409]"), "{found:?}");
        assert!(found[0].contains(told), "{found:?}");
    }
}

#[test]
fn files_that_write_numbers_in_different_ways_are_told() {
    let (one, other) = (rows(&["7", "8"]), rows(&["8.0", "null"]));
    let found = warnings(
        "string",
        &[("rows1.ndjson", &one), ("rows2.ndjson", &other)],
    );
    let told = "`8` (`rows1.ndjson`, line 2, row 2) and `8.0` (`rows2.ndjson`, line 1, row 1)";
    assert!(found.iter().any(|it| it.contains(told)), "{found:?}");
}

#[test]
fn numbers_texts_and_one_way_of_writing_are_fine() {
    for (kind, releases) in [
        ("number", &["7", "7.0"][..]),
        ("integer", &["7", "7.0"]),
        ("string", &["\"7\"", "\"7.0\""]),
        ("string", &["1.10", "1.2", "7.0", "7.0"]),
        (
            "string",
            &["1", "10", "123456789012345678901234567890123456789"],
        ),
    ] {
        let found = warnings(kind, &[("rows.ndjson", &rows(releases))]);
        assert_eq!(found, Vec::<String>::new(), "{kind} {releases:?}");
    }
}
