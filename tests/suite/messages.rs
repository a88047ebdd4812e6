//! Messages of commands beyond the cases in `tests/cases`: exit codes, formats for programs, added
//! sections, known warnings.

use crate::fixture::Project;
use crate::server::Server;
use serde_json::{Value, json};

const ROWS: &str = "account,downloads\na,7\nb,2\nc,1\n";

const SPEC: &str = r#"version: 1
title: Accounts
sources:
  models:
    path: rows.csv
    columns: {account: {type: string}, downloads: {type: integer}}
measures: {downloads: {sql: sum(downloads)}}
breakdowns: {by_account: {by: account, measures: [downloads]}}
metrics:
  total: {measure: downloads}
  first: {measure: downloads, where: "account = 'a'", of: {}, format: {percent: 1}}
charts: {accounts: {type: bar, data: by_account, x: downloads, y: account}}
published: published.yaml
sections:
  - heading: {fr: Les comptes, en: Accounts}
  - chart: accounts
  - text: "{{ formatted.total }} {{ formatted.first }}"
"#;

fn project() -> Project {
    Project::of(SPEC).file("rows.csv", ROWS).file(
        "published.yaml",
        "spec: spec.yaml\nfigures:\n- {id: total, printed: 10, metric: total}\n- {id: first, printed: 70.0 %, metric: first}\n",
    )
}

#[test]
fn the_list_of_published_figures_is_json_for_programs() {
    let project = project().file(
        "published.yaml",
        "spec: spec.yaml\nfigures:\n- {id: total, printed: 10, metric: total}\n- {id: first, printed: 71.0 %, metric: first}\n",
    );
    let outcome = project
        .hfreport(&["verify", "spec.yaml", "--message-format", "json"])
        .ends_with(1);
    let list: Value = serde_json::from_str(&outcome.stdout).expect("one document");
    assert_eq!(
        list["counts"],
        json!({"ok": 1, "input": 0, "waived": 0, "not computable": 0, "different": 1})
    );
    assert_eq!(
        list["figures"][1],
        json!({
            "figure": "first",
            "printed": "71.0 %",
            "computed": "70.0",
            "computed_by": "metric `first`",
            "difference": "-1.0",
            "verdict": "different",
            "remark": "",
        })
    );
    let problem: Value = serde_json::from_str(outcome.stderr.trim()).expect("one object a line");
    assert_eq!(problem["code"], "HF0701");
    assert_eq!(
        problem["subject"],
        json!({"kind": "published figure", "name": "first"})
    );
    assert_eq!(problem["span"]["line"], 4);
}

#[test]
fn a_missing_file_ends_with_exit_code_2_and_a_wrong_spec_with_1() {
    let project = project();
    for (from, to) in [
        ("path: rows.csv", "path: none.csv"),
        ("text: \"{{", "text: none.md.j2 #"),
        ("title: Accounts", "title: Accounts\nextends: none.yaml"),
        (
            "published: published.yaml",
            "lookups: {names: {path: none.csv, key: account}}",
        ),
    ] {
        project.write("changed.yaml", SPEC.replace(from, to));
        let outcome = project.hfreport(&["check", "changed.yaml"]).ends_with(2);
        assert!(
            outcome.stderr.contains("it does not exist"),
            "{}",
            outcome.stderr
        );
    }
    project.hfreport(&["check", "none.yaml"]).ends_with(2);
    project.write("changed.yaml", SPEC.replace("by: account", "by: acount"));
    project.hfreport(&["check", "changed.yaml"]).ends_with(1);
    // With several specs, the worst exit code counts, and all are reported.
    let several = ["check", "changed.yaml", "none.yaml", "spec.yaml"];
    let outcome = project.hfreport(&several).ends_with(2);
    assert!(outcome.stderr.contains("2 errors"), "{}", outcome.stderr);
    assert!(
        outcome
            .stdout
            .contains("spec.yaml: fine (1 breakdown, 2 metrics, 1 chart, 2 published figures)")
    );
}

#[test]
fn sections_are_added_behind_the_ones_that_are_named_and_at_the_end() {
    let over = "extends: spec.yaml
charts: {again: {type: bar, data: by_account, x: downloads, y: account}}
sections:
  - append: {items: [{text: End.}]}
  - append: {after: chart:accounts, items: [{chart: again}, {text: Behind.}]}
  - append: {after: chart:accounts, items: [{text: Last.}]}
  - append: {after: heading:Les comptes, items: [{text: Under.}]}
";
    let project = project().file("over.yaml", over);
    let arguments = ["run", "over.yaml", "--format", "markdown", "--out", "out"];
    let outcome = project.hfreport(&arguments).fine();
    assert_eq!(outcome.stderr, "");
    let report = project.read("out/report.md");
    let order = [
        "Under.", "accounts", "again", "Behind.", "Last.", "70.0%", "End.",
    ];
    let found: Vec<usize> = order
        .iter()
        .map(|part| {
            report
                .find(part)
                .unwrap_or_else(|| panic!("{part}\n{report}"))
        })
        .collect();
    assert!(found.is_sorted(), "{found:?}\n{report}");
}

#[test]
fn denied_warnings_write_nothing_and_accepting_figures_is_not_denied() {
    let project = project().file("hfreport.toml", "deny = \"warnings\"\n");
    std::fs::remove_file(project.folder().join("published.yaml")).unwrap();
    let run = ["run", "spec.yaml", "--out", "out"];
    let outcome = project.hfreport(&run).ends_with(1);
    assert!(
        outcome
            .stderr
            .starts_with("error[HF0703]: `published.yaml` does not exist"),
        "{}",
        outcome.stderr
    );
    assert!(!project.folder().join("out").exists());
    let accept = ["verify", "spec.yaml", "--accept"];
    let outcome = project.hfreport(&accept).fine();
    assert_eq!(outcome.stdout, "wrote 2 figures to published.yaml\n");
    project.hfreport(&run).fine();
}

#[test]
fn serving_says_a_warning_once() {
    let with = |metric: &str| SPEC.replace("metrics:\n", &format!("metrics:\n{metric}"));
    let spare = with("  spare: {measure: downloads}\n");
    let project = project().file("spec.yaml", &spare);
    let server = Server::of(&project);
    assert!(server.told("warning[HF0308]").contains("metric `spare`"));
    project.write("spec.yaml", spare.replace("title: Accounts", "title: More"));
    server.ran();
    let other =
        "  spare: {measure: downloads}\n  other: {measure: downloads, where: \"downloads > 1\"}\n";
    project.write("spec.yaml", with(other));
    server.ran();
    assert!(server.told("warning[HF0308]").contains("metric `other`"));
}

#[test]
fn a_text_in_a_block_that_begins_like_its_header_has_its_names_under_the_caret() {
    let block = "sections:
  - text: |
      | account | share |
      | --- | --- |
      | a | {{ formatted.frist }} |
";
    let spec = SPEC.split("sections:").next().unwrap().to_owned() + block;
    let project = project().file("spec.yaml", spec);
    let arguments = ["check", "spec.yaml", "--message-format", "short"];
    let told = project.hfreport(&arguments).ends_with(1).stderr;
    assert!(told.starts_with("spec.yaml:18:26: error[HF0601]"), "{told}");
}

#[test]
fn nothing_but_our_own_messages_reaches_the_terminal() {
    let spec = r#"
version: 1
title: Quiet
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string}
      day: {type: date, sql: "CAST(day AS DATE)"}
      maybe: {type: date, nullable: true, sql: "TRY_CAST(note AS DATE)"}
      number: {type: integer, nullable: true, sql: "TRY_CAST(note AS INTEGER)"}
      part: {type: string, nullable: true, sql: "regexp_extract(note, '[0-9]+')"}
      list: {type: "list<string>", sql: "string_split(note, ' ')"}
measures: {models: {sql: "count(*)"}}
breakdowns: {t: {by: day, measures: [models]}}
metrics:
  before: {measure: models, where: "CAST('2025-01-01' AS DATE) > day AND maybe IS NULL"}
sections: [{table: t}, {text: "{{ metrics.before }}"}]
"#;
    let project = Project::of(spec).file(
        "rows.csv",
        "model,day,note\na,2024-12-31,x 7\nb,2025-02-28,2025-13-01\nc,2025-02-28,\"12\"\n",
    );
    for command in ["check", "run", "explain"] {
        let mut arguments = vec![command, "spec.yaml"];
        arguments.extend((command == "explain").then_some("t"));
        let outcome = project.hfreport(&arguments).fine();
        assert_eq!(outcome.stderr, "", "{command}");
    }
    // A day that is none: every line is a problem with its place.
    project.write("rows.csv", "model,day,note\na,2025-02-30,x\n");
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--message-format", "short"])
        .ends_with(1);
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    let [problems @ .., summary] = lines.as_slice() else {
        panic!("nothing is said");
    };
    assert!(!problems.is_empty(), "{summary}");
    for line in problems {
        assert!(line.starts_with("spec.yaml:"), "{line}");
    }
    assert!(summary.contains("`hfreport explain "), "{summary}");
}
