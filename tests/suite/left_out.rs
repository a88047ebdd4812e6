//! Rows that a condition leaves out since they have no value are counted and told; `tests/cases/diagnostics/HF0321-…` has the words.

use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
title: Tickets
sources:
  tickets:
    path: rows.csv
    columns:
      id: {type: integer}
      team: {type: string}
      priority: {type: string, nullable: true}
lookups:
  teams: {path: teams.csv, key: team}
dimensions:
  country: {lookup: teams.country, key: teamUNMATCHED}
scope: {where: "id < 100"}
measures:
  tickets: {sql: "count(*)"}
metrics:
  found: {measure: tickets, where: "CONDITION"}
sections:
  - text: "{{ formatted.found }}"
"#;

/// What a run tells of a condition: the rows that are left out, and the value that they lack.
fn told(condition: &str, unmatched: &str) -> Vec<String> {
    let spec = SPEC
        .replace("CONDITION", condition)
        .replace("UNMATCHED", unmatched);
    let rows =
        "id,team,priority\n1,north,low\n2,north,\n3,south,high\n4,east,\n5,south,\n100,south,\n";
    let teams = "team,country\nnorth,FR\nsouth,IT\n";
    let project = Project::of(&spec)
        .file("rows.csv", rows)
        .file("teams.csv", teams);
    let outcome = project.hfreport(&["run", "spec.yaml"]).ends_with(0);
    let lines = outcome.stderr.lines();
    let lines = lines.filter_map(|line| line.strip_prefix("warning[HF0321]: "));
    let ends = lines.filter_map(|line| line.split_once(", and "));
    ends.map(|(rows, _)| rows.to_owned()).collect()
}

#[test]
fn rows_of_the_scope_that_fail_for_want_of_a_value_alone_are_counted() {
    // Of five rows in scope, three have no priority.
    for (condition, wanted) in [
        ("priority <> 'low'", Some("3 of 6 rows have no `priority`")),
        (
            "priority <> 'low' AND team = 'north'",
            Some("1 of 6 rows has no `priority`"),
        ),
        ("priority <> 'low' AND team = 'west'", None),
        ("priority <> 'low' AND priority IS NOT NULL", None),
        ("priority <> 'low' OR team <> 'west'", None),
        ("priority = 'high'", None),
    ] {
        let found = told(condition, ", unmatched: exclude");
        assert_eq!(found, Vec::from_iter(wanted), "{condition}");
    }
}

#[test]
fn rows_whose_key_no_lookup_has_are_left_out_by_what_their_attribute_must_not_be() {
    let condition = "country <> 'FR'";
    assert_eq!(told(condition, ""), ["1 of 6 rows has no `country`"]);
    assert_eq!(told(condition, ", unmatched: keep"), [""; 0]);
    assert_eq!(told(condition, ", unmatched: {code: none}"), [""; 0]);
}

#[test]
fn each_place_is_told_and_a_waiver_is_of_its_own_place_alone() {
    let spec = SPEC
        .replace("CONDITION", "priority <> 'low'")
        .replace("UNMATCHED", "")
        .replace(
            "sections:",
            "  again: {measure: tickets, where: \"priority <> 'low'\"}\nsections:",
        )
        .replace(
            "formatted.found }}",
            "formatted.found }}, {{ formatted.again }}",
        );
    let rows = "id,team,priority\n1,north,low\n2,north,\n3,south,high\n";
    let told = |spec: &str| {
        let project = Project::of(spec)
            .file("rows.csv", rows)
            .file("teams.csv", "team,country\nnorth,FR\nsouth,IT\n");
        project.hfreport(&["run", "spec.yaml"]).ends_with(0).stderr
    };
    let places = |told: &str| {
        (
            told.matches("HF0321]:").count(),
            told.matches("also here").count(),
        )
    };
    let both = told(&spec);
    assert_eq!(places(&both), (1, 1), "{both}");
    let one = told(&spec.replacen("low'\"}", "low'\", allow: [HF0321]}", 1));
    assert_eq!(places(&one), (1, 0), "{one}");
    assert!(one.contains("20 |   again: {measure"), "{one}");
}

#[test]
fn rows_of_a_breakdown_without_a_key_are_told_like_those_of_a_source() {
    let spec = r#"
version: 1
title: Tickets
sources:
  tickets: {path: rows.csv, columns: {priority: {type: string, nullable: true}}}
measures: {tickets: {sql: "count(*)"}}
breakdowns: {by_priority: {by: priority, measures: [tickets]}}
metrics:
  others: {from: by_priority, where: "priority <> 'low'", sql: "sum(tickets)"}
  known: {from: by_priority, where: "priority <> 'low' AND priority IS NOT NULL", sql: "sum(tickets)"}
sections:
  - text: "{{ formatted.others }}, {{ formatted.known }}"
"#;
    let project = Project::of(spec).file("rows.csv", "priority\nlow\nhigh\n\"\"\n");
    let told = project.hfreport(&["run", "spec.yaml"]).ends_with(0).stderr;
    let wanted = "1 of 3 rows of breakdown `by_priority` has no `priority`";
    assert_eq!(told.matches(wanted).count(), 1, "{told}");
}
