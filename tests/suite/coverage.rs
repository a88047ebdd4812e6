//! What lookups and columns know of rows: answers worked out by hand, thresholds at their border, what lookups lack.

use crate::fixture::{Computed, Outcome, Project};
use hfreport::results::{Coverage, KeyWeight, Standing};

/// Five models, 100 downloads.
const ROWS: &str = r#"{"model": "a", "org": "google", "name": "bert", "tag": "fill-mask", "downloads": 60, "size": 100, "languages": ["en", "fr"]}
{"model": "b", "org": "google", "name": "t5", "tag": "translation", "downloads": 25, "size": null, "languages": ["en", "xx"]}
{"model": "c", "org": "meta", "name": "llama", "tag": "omni", "downloads": 10, "size": 200, "languages": []}
{"model": "d", "org": "meta", "name": "opt", "tag": null, "downloads": 4, "size": null, "languages": null}
{"model": "e", "org": "new", "name": "x", "tag": "omni", "downloads": 1, "size": 5, "languages": ["xx", "zz"]}
"#;

const SPEC: &str = r#"
version: 1
title: Coverage
sources:
  models:
    path: rows.ndjson
    columns:
      model: {type: string, unique: true}
      org: {type: string}
      name: {type: string}
      tag: {type: string, nullable: true}
      downloads: {type: integer}
      size: {type: integer, nullable: true, coverage: {}}
      languages: {type: "list<string>", nullable: true, coverage: {}}
lookups:
  tasks: {path: tasks.csv, key: tag}
  owners: {key: pair, rows: [{pair: google/bert, owner: Google}, {pair: google/t5, owner: Google}, {pair: meta/llama, owner: Meta}]}
  languages: {key: code, rows: [{code: en, name: English}, {code: fr, name: French}, {code: de, name: German}]}
dimensions:
  task: {lookup: tasks.task, key: tag, unmatched: {code: unknown}, coverage: {TASK}}
  pair: {sql: "concat(org, '/', name)"}
  owner: {lookup: owners.owner, key: pair, unmatched: keep, coverage: {}}
  language: {explode: languages}
  language_name: {lookup: languages.name, key: language, unmatched: keep, coverage: {}}
measures:
  downloads: {sql: "sum(downloads)"}
  models: {sql: "count(*)"}
breakdowns:
  by_task: {by: task, measures: [downloads, models]}
sections:
  - table: by_task
outputs: {formats: [markdown, json], charts: [], tables: [csv]}
"#;

/// `translation` has no task, `summarization` is used by no row, `omni` is no row of it.
const TASKS: &str = "tag,task\nfill-mask,masks\nsummarization,summaries\ntranslation,\n";

fn project(task: &str) -> Project {
    Project::of(&SPEC.replace("{TASK}", &format!("{{{task}}}")))
        .file("rows.ndjson", ROWS)
        .file("tasks.csv", TASKS)
}

fn of<'c>(computed: &'c Computed, name: &str) -> &'c Coverage {
    let found = computed.executed.results.coverage.iter();
    let mut found = found.filter(|coverage| coverage.name == name);
    found
        .next()
        .unwrap_or_else(|| panic!("no coverage of {name}"))
}

/// Rows and amounts: `known 1/60, blank 1/25, empty 1/4, unknown 2/11`.
fn weights(coverage: &Coverage) -> String {
    let words = ["known", "blank", "empty", "unknown"];
    let weights = Standing::ALL.map(|standing| coverage.of(standing));
    let said = words.iter().zip(weights);
    let said = said.map(|(word, weight)| format!("{word} {}/{}", weight.rows, weight.amount));
    said.collect::<Vec<_>>().join(", ")
}

fn keys(found: &[KeyWeight]) -> Vec<(&str, i128, i128)> {
    let found = found.iter();
    found
        .map(|it| (&*it.key, it.weight.rows, it.weight.amount))
        .collect()
}

#[test]
fn known_blank_empty_and_unknown_keys_are_told_apart_in_rows_and_measure() {
    let computed = project("").results();
    let task = of(&computed, "task");
    assert_eq!(
        weights(task),
        "known 1/60, blank 1/25, empty 1/4, unknown 2/11"
    );
    assert_eq!(keys(&task.unknown), [("omni", 2, 11)]);
    assert_eq!(keys(&task.blank), [("translation", 1, 25)]);
    assert_eq!(task.unused, ["summarization"]);
}

#[test]
fn a_value_that_stands_for_none_is_not_known() {
    let computed = project("blank: [masks]").results();
    let task = of(&computed, "task");
    assert_eq!(
        weights(task),
        "known 0/0, blank 2/85, empty 1/4, unknown 2/11"
    );
    assert_eq!(
        keys(&task.blank),
        [("fill-mask", 1, 60), ("translation", 1, 25)]
    );
}

#[test]
fn a_key_of_two_columns_is_looked_up_as_one() {
    let computed = project("").results();
    let owner = of(&computed, "owner");
    assert_eq!(
        weights(owner),
        "known 3/95, blank 0/0, empty 0/0, unknown 2/5"
    );
    assert_eq!(keys(&owner.unknown), [("meta/opt", 1, 4), ("new/x", 1, 1)]);
    assert_eq!(owner.unused, [""; 0]);
}

#[test]
fn a_row_with_a_list_counts_once_and_is_unknown_if_one_of_its_values_is() {
    let computed = project("").results();
    let language = of(&computed, "language_name");
    assert_eq!(
        weights(language),
        "known 1/60, blank 0/0, empty 2/14, unknown 2/26"
    );
    assert_eq!(keys(&language.unknown), [("xx", 2, 26), ("zz", 1, 1)]);
    assert_eq!(language.unused, ["de"]);
}

#[test]
fn a_cell_of_a_column_is_known_unless_it_is_empty_and_so_is_a_list_without_values() {
    let computed = project("").results();
    assert_eq!(
        weights(of(&computed, "size")),
        "known 3/71, blank 0/0, empty 2/29, unknown 0/0"
    );
    assert_eq!(
        weights(of(&computed, "languages")),
        "known 3/86, blank 0/0, empty 2/14, unknown 0/0"
    );
}

#[test]
fn rows_out_of_scope_count_only_where_all_rows_are_asked_for() {
    let asked = |rows: &str| {
        let spec = SPEC.replace("{TASK}", &format!("{{{rows}}}")).replace(
            "breakdowns:\n",
            "scope: {where: \"org <> 'google'\"}\nbreakdowns:\n",
        );
        let project = Project::of(&spec)
            .file("rows.ndjson", ROWS)
            .file("tasks.csv", TASKS);
        weights(of(&project.results(), "task"))
    };
    assert_eq!(asked(""), "known 0/0, blank 0/0, empty 1/4, unknown 2/11");
    assert_eq!(
        asked("rows: all"),
        "known 1/60, blank 1/25, empty 1/4, unknown 2/11"
    );
}

#[test]
fn a_scope_of_the_first_values_is_that_of_the_coverage() {
    let spec = SPEC.replace("{TASK}", "{}").replace(
        "breakdowns:\n",
        "scope: {top: {by: org, measure: downloads, n: 1}}\nbreakdowns:\n",
    );
    let project = Project::of(&spec)
        .file("rows.ndjson", ROWS)
        .file("tasks.csv", TASKS);
    let computed = project.results();
    assert_eq!(
        weights(of(&computed, "task")),
        "known 1/60, blank 1/25, empty 0/0, unknown 0/0"
    );
    assert_eq!(
        weights(of(&computed, "size")),
        "known 1/60, blank 0/0, empty 1/25, unknown 0/0"
    );
}

#[test]
fn decimals_and_filtered_measures_are_shared_exactly() {
    let spec = SPEC
        .replace("{TASK}", "{measure: cost}")
        .replace(
            "downloads: {type: integer}",
            "downloads: {type: decimal(2)}",
        )
        .replace(
            "breakdowns:\n",
            "  cost: {sql: \"sum(downloads) FILTER (WHERE org <> 'meta')\"}\nbreakdowns:\n",
        );
    let rows = ROWS.replace("\"downloads\": 25", "\"downloads\": 25.25");
    let project = Project::of(&spec)
        .file("rows.ndjson", rows)
        .file("tasks.csv", TASKS);
    let computed = project.results();
    let task = of(&computed, "task");
    // Rows that do not pass the condition of the measure are rows all the same.
    assert_eq!(
        weights(task),
        "known 1/6000, blank 1/2525, empty 1/0, unknown 2/100"
    );
    assert_eq!(task.scale, Some(2));
}

fn run(task: &str) -> Outcome {
    project(task).hfreport(&["run", "spec.yaml", "--quiet"])
}

#[test]
fn a_threshold_is_reached_exactly_at_its_border() {
    for fine in [
        "at_least: 0.6",
        "rows_at_least: 0.2",
        "unknown_at_most: 0.11",
        "at_least: 0.6, rows_at_least: 0.2, unknown_at_most: 0.11",
    ] {
        run(fine).fine();
    }
    for (missed, told) in [
        (
            "at_least: 0.6000001",
            "the coverage of `task` is 60.00000% of downloads, at least 60.00001% is asked",
        ),
        (
            "rows_at_least: 0.21",
            "the coverage of `task` is 20.00% of the rows, at least 21% is asked",
        ),
        (
            "unknown_at_most: 0.1099",
            "unknown keys of `task` have 11.00% of downloads, at most 10.99% is allowed",
        ),
    ] {
        let outcome = run(missed).ends_with(1);
        let wanted = format!("error[HF0460]: {told}");
        assert!(
            outcome.stderr.contains(&wanted),
            "{wanted}\n{}",
            outcome.stderr
        );
    }
}

#[test]
fn a_coverage_that_is_missed_publishes_nothing_unless_it_only_warns() {
    let strict = project("at_least: 0.9");
    let outcome = strict.hfreport(&["run", "spec.yaml"]).ends_with(1);
    assert!(!strict.folder().join("out").exists());
    for named in [
        "lookup `tasks` lacks 1 key: `omni` (2 rows, 11.00% of downloads)",
        "lookup `tasks` has no `task` for 1 key: `translation` (1 row, 25.00% of downloads)",
        "1 row has no key, with 4.00% of downloads",
    ] {
        assert!(
            outcome.stderr.contains(named),
            "{named}\n{}",
            outcome.stderr
        );
    }
    let lenient = project("at_least: 0.9, severity: warning");
    let outcome = lenient.hfreport(&["run", "spec.yaml"]).fine();
    assert!(
        outcome.stderr.contains("warning[HF0460]"),
        "{}",
        outcome.stderr
    );
    assert!(lenient.folder().join("out").exists());
}

#[test]
fn without_anything_to_share_a_threshold_is_not_reached() {
    let project = project("at_least: 0");
    let rows = ["60", "25", "10", "4", "1"]
        .iter()
        .fold(ROWS.to_owned(), |rows, amount| {
            rows.replace(&format!("\"downloads\": {amount},"), "\"downloads\": 0,")
        });
    project.write("rows.ndjson", rows);
    let outcome = project.hfreport(&["run", "spec.yaml"]).ends_with(1);
    let told = "there are no downloads at all, at least 0% of them is asked";
    assert!(outcome.stderr.contains(told), "{}", outcome.stderr);
}

#[test]
fn what_a_lookup_lacks_is_told_once() {
    let spec = SPEC
        .replace("{TASK}", "{at_least: 0.9}")
        .replace(", unmatched: {code: unknown}", "");
    let project = Project::of(&spec)
        .file("rows.ndjson", ROWS)
        .file("tasks.csv", TASKS);
    let missed = project.hfreport(&["run", "spec.yaml"]).ends_with(1);
    assert!(missed.stderr.contains("HF0460"), "{}", missed.stderr);
    assert!(!missed.stderr.contains("HF0405"), "{}", missed.stderr);
    let reached = project.file("spec.yaml", spec.replace("at_least: 0.9", "at_least: 0.5"));
    let reached = reached.hfreport(&["run", "spec.yaml"]).fine();
    assert!(reached.stderr.contains("HF0405"), "{}", reached.stderr);
}

#[test]
fn what_a_lookup_lacks_is_a_table_of_its_columns_with_rank_rows_and_measure() {
    let project = project("");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    assert_eq!(
        project.read("out/tables/missing_tasks.csv"),
        "tag,task,rank,rows,downloads\nomni,,1,2,11\n"
    );
    assert_eq!(
        project.read("out/tables/missing_languages.csv"),
        "code,name,rank,rows,downloads\nxx,,1,2,26\nzz,,2,1,1\n"
    );
}

#[test]
fn lines_that_a_lookup_lacks_can_be_appended_to_it_and_completed() {
    let project = project("unknown_at_most: 0");
    project.hfreport(&["run", "spec.yaml"]).ends_with(1);
    let command = ["coverage", "spec.yaml", "--missing", "tasks"];
    let lines = project.hfreport(&command).fine().stdout;
    assert_eq!(lines, "omni,\n");
    let completed = format!("{TASKS}{}", lines.replace("omni,", "omni,everything"));
    project.write("tasks.csv", completed);
    project.hfreport(&["run", "spec.yaml"]).fine();
    let nothing = project.hfreport(&command).fine();
    assert_eq!(nothing.stdout, "");
    assert!(
        nothing.stderr.contains("lacks no key"),
        "{}",
        nothing.stderr
    );
    let unknown = ["coverage", "spec.yaml", "--missing", "task"];
    let unknown = project.hfreport(&unknown).ends_with(2);
    assert!(
        unknown.stderr.contains("did you mean `tasks`?"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_line_that_was_appended_and_not_completed_is_no_coverage() {
    let project = project("at_least: 0.7");
    project.write(
        "tasks.csv",
        TASKS.replace("translation,", "translation,translations"),
    );
    project.hfreport(&["run", "spec.yaml"]).fine();
    project.write("tasks.csv", TASKS);
    project.hfreport(&["run", "spec.yaml"]).ends_with(1);
}

#[test]
fn the_command_shows_all_of_it_and_fails_where_a_threshold_is_not_reached() {
    let project = project("at_least: 0.9");
    let outcome = project.hfreport(&["coverage", "spec.yaml"]).ends_with(1);
    let expected = "name           of                                      known  rows known   empty   blank  unknown  asked
size           downloads, column                      71.00%      60.00%  29.00%   0.00%    0.00%  nothing
languages      downloads, column                      86.00%      60.00%  14.00%   0.00%    0.00%  nothing
task           downloads, tasks.task by tag           60.00%      20.00%   4.00%  25.00%   11.00%  at least 90%: NOT REACHED
owner          downloads, owners.owner by pair        95.00%      60.00%   0.00%   0.00%    5.00%  nothing
language_name  downloads, languages.name by language  60.00%      20.00%  14.00%   0.00%   26.00%  nothing

lookup tasks lacks 1 key:
rank  key   rows  downloads   share
   1  omni     2         11  11.00%

lookup tasks has no task for 1 key:
rank  key          rows  downloads   share
   1  translation     1         25  25.00%

lookup tasks has 1 key that no row has: summarization

lookup owners lacks 2 keys:
rank  key       rows  downloads  share
   1  meta/opt     1          4  4.00%
   2  new/x        1          1  1.00%

lookup languages lacks 2 keys:
rank  key  rows  downloads   share
   1  xx      2         26  26.00%
   2  zz      1          1   1.00%

lookup languages has 1 key that no row has: de
";
    assert_eq!(outcome.stdout, expected, "{}", outcome.stdout);
    assert!(
        outcome.stderr.contains("error[HF0460]"),
        "{}",
        outcome.stderr
    );
    assert!(!project.folder().join("out").exists());
    let fine = Project::of(&SPEC.replace("{TASK}", "{at_least: 0.5}"))
        .file("rows.ndjson", ROWS)
        .file("tasks.csv", TASKS);
    let json = fine
        .hfreport(&["coverage", "spec.yaml", "--format", "json"])
        .fine();
    let found: serde_json::Value = serde_json::from_str(&json.stdout).expect("one object");
    assert_eq!(
        found["missing"]["tasks"]["heaviest"],
        serde_json::json!(["omni"])
    );
    let share = &found["coverage"]["task"]["known"]["share"];
    assert_eq!(
        *share,
        serde_json::json!({"numerator": 60, "denominator": 100})
    );
}

#[test]
fn report_json_has_the_coverage_with_both_integers_of_each_share() {
    let project = project("at_least: 0.5, unknown_at_most: 0.2");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let report: serde_json::Value =
        serde_json::from_str(&project.read("out/report.json")).expect("JSON");
    let task = &report["coverage"]["task"];
    assert_eq!(
        task["definition"],
        serde_json::json!({
            "source": "models",
            "lookup": {"name": "tasks", "attribute": "task", "key": "tag"},
            "measure": "downloads", "rows": "scope", "at_least": 0.5, "unknown_at_most": 0.2,
        })
    );
    assert_eq!(
        task["unknown"],
        serde_json::json!({
            "rows": 2, "rows_share": {"numerator": 2, "denominator": 5},
            "amount": 11, "share": {"numerator": 11, "denominator": 100},
        })
    );
    assert_eq!(
        task["unknown_keys"],
        serde_json::json!({"count": 1, "heaviest": [{"key": "omni", "rows": 2, "amount": 11}]})
    );
    assert_eq!(
        task["unused_keys"],
        serde_json::json!({"count": 1, "first": ["summarization"]})
    );
    assert!(task.get("previous").is_none());
}

#[test]
fn the_document_ends_with_a_table_of_what_is_known_in_both_languages() {
    let spec = SPEC
        .replace("{TASK}", "{}")
        .replace("title: Coverage", "locales: [fr, en]\ntitle: Report")
        .replace(
            "task: {lookup",
            "task: {title: {fr: Tâche, en: Task}, lookup",
        );
    let project = Project::of(&spec)
        .file("rows.ndjson", ROWS)
        .file("tasks.csv", TASKS);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let english = project.read("out/report.en.md");
    for line in [
        "## Coverage",
        "How much is known: share of “Downloads” and share of rows",
        "| Dimension or column | Known | Rows known | Not filled in | Stated as none | Unknown | Unknown keys |",
        "| Task | 60.00% | 20.00% | 4.00% | 25.00% | 11.00% | omni |",
        "| Language name | 60.00% | 20.00% | 14.00% | 0.00% | 26.00% | xx, zz |",
    ] {
        assert!(english.contains(line), "{line}\n{english}");
    }
    let french = project.read("out/report.md");
    let line = "| Tâche | 60,00\u{202f}% | 20,00\u{202f}% | 4,00\u{202f}% | 25,00\u{202f}% | 11,00\u{202f}% | omni |";
    assert!(
        french.contains("## Couverture") && french.contains(line),
        "{french}"
    );
}

#[test]
fn texts_ask_for_the_coverage() {
    let spec = SPEC.replace("{TASK}", "{}").replace(
        "sections:\n",
        "sections:\n  - text: \"{{ coverage.task.share|percent(1) }} of {{ coverage.task.rows_share|percent(1) }}, empty {{ coverage.task.empty_share|percent(1) }}, blank {{ coverage.task.blank_share|percent(1) }}, unknown {{ coverage.task.unknown_share|percent(1) }}: {{ coverage.task.unknown_keys }} {{ coverage.task.blank_keys }} {{ coverage.task.unused_keys }} {{ coverage.task.heaviest }}{% if coverage.size.heaviest %}!{% endif %}\"\n",
    );
    let project =
        Project::of(&spec.replace("formats: [markdown, json]", "formats: [markdown, html]"))
            .file("rows.ndjson", ROWS)
            .file("tasks.csv", TASKS);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let text = project.read("out/report.md");
    let line = "60.0% of 20.0%, empty 4.0%, blank 25.0%, unknown 11.0%: 1 1 1 omni\n";
    assert!(text.contains(line), "{text}");
    // Each number of the page has its origin.
    let page = project.read("out/index.html");
    for part in ["Share unknown", "tasks.task by tag", "11 / 100"] {
        assert!(page.contains(part), "{part}");
    }
}
