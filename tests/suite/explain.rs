//! `hfreport explain`: definition, filter, both sides with their rows, result, plan.

use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
locales: [fr, en]
title: Report
params: {first: 2}
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string}
      account: {type: string}
      downloads: {type: integer}
      parameters: {type: integer, nullable: true}
measures: {downloads: {sql: "sum(downloads)"}}
filters: {sized: "parameters IS NOT NULL"}
scope: {top: {by: account, measure: downloads, n: "{{ params.first }}"}}
breakdowns:
  by_account: {by: account, measures: [downloads]}
metrics:
  small: {measure: downloads, where: "parameters < 1000", of: {where: sized}, format: {percent: 2}}
  first: {from: by_account, where: "downloads_rank = 1", sql: "sum(downloads)"}
charts:
  accounts: {type: bar, data: by_account, x: account, y: downloads}
sections: [{text: "{{ formatted.small }} {{ formatted.first }}"}, {chart: accounts}]
"#;

fn explained(name: &str) -> String {
    explained_in(SPEC, name)
}

fn explained_in(spec: &str, name: &str) -> String {
    Project::of(spec)
        .file(
            "rows.csv",
            "model,account,downloads,parameters\nx,a,30,10\ny,a,20,2000\nz,b,15,\nu,c,5,1\n",
        )
        .hfreport(&["explain", "spec.yaml", name])
        .fine()
        .stdout
}

fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_metric_is_explained_with_both_sides_and_their_rows() {
    holds(
        &explained("small"),
        &[
            "metric small",
            "from: models",
            "measure: downloads = sum(downloads)",
            "rows: scope, the first 2 values of account",
            "where: parameters < 1000",
            "of: measure downloads",
            "numerator: 30 (1 row)",
            "denominator: 50 (2 rows)",
            "printed in fr: 60,00\u{202f}%",
            "printed in en: 60.00%",
            "plan of the numerator",
            "plan of the denominator",
        ],
    );
}

#[test]
fn a_metric_with_an_expression_of_its_own_is_explained_by_it_on_both_sides() {
    let own =
        "metrics:\n  cheap: {sql: \"count(parameters)\", where: \"parameters < 1000\", of: {}}\n";
    holds(
        &explained_in(&SPEC.replace("metrics:\n", own), "cheap"),
        &[
            "measure: count(parameters)\n",
            "of: measure count(parameters), rows of the scope, the first 2 values of account",
        ],
    );
}

#[test]
fn a_second_step_is_explained_with_the_breakdown_behind_it() {
    holds(
        &explained("first"),
        &[
            "from: breakdown by_account",
            "sql: sum(downloads)",
            "where: downloads_rank = 1",
            "result: 50",
            "breakdown by_account",
        ],
    );
}

#[test]
fn a_breakdown_is_explained_with_its_rows() {
    holds(
        &explained("by_account"),
        &[
            "by: account",
            "within: total",
            "where: all rows",
            "2 rows, made of 3 source rows",
            "a: downloads 50",
            "plan",
        ],
    );
}

#[test]
fn a_chart_is_explained_with_its_data() {
    holds(
        &explained("accounts"),
        &[
            "chart accounts",
            "type: bar",
            "data: by_account",
            "value: downloads",
            "breakdown by_account",
        ],
    );
}

#[test]
fn an_unknown_name_is_reported_with_the_nearest_one() {
    let outcome = Project::of(SPEC)
        .file(
            "rows.csv",
            "model,account,downloads,parameters\nx,a,30,10\n",
        )
        .hfreport(&["explain", "spec.yaml", "smal"])
        .ends_with(2);
    holds(
        &outcome.stderr,
        &[
            "there is no metric, breakdown, claim, chart or dimension `smal`",
            "did you mean `small`?",
        ],
    );
}

#[test]
fn a_dimension_is_explained_with_its_codes_and_breakdowns() {
    let spec = SPEC
        .replace(
            "filters:",
            "dimensions: {size: {bucket: parameters, edges: [1k, 1M]}}\nfilters:",
        )
        .replace(
            "metrics:",
            "  by_size: {by: size, measures: [downloads], allow: [HF0308]}\nmetrics:",
        );
    let project = Project::of(&spec).file(
        "rows.csv",
        "model,account,downloads,parameters\nx,a,30,10\n",
    );
    let told = project
        .hfreport(&["explain", "spec.yaml", "size"])
        .fine()
        .stdout;
    holds(
        &told,
        &[
            "dimension size",
            "bucket: parameters",
            "codes: ..1k, 1k..1M, 1M..",
            "breakdowns by it: by_size",
        ],
    );
}

#[test]
fn a_code_is_explained_without_a_spec() {
    let project = Project::new();
    let told = project.hfreport(&["explain", "hf0308"]).fine().stdout;
    holds(
        &told,
        &[
            "HF0308: A definition is used by nothing.",
            "allow: [HF0308]",
        ],
    );
    let unknown = project.hfreport(&["explain", "HF0399"]).ends_with(2);
    assert!(
        unknown
            .stderr
            .contains("there is no code `HF0399`; did you mean `HF03")
    );
    let alone = project.hfreport(&["explain", "spec.yaml"]).ends_with(2);
    assert!(alone.stderr.contains("`hfreport explain spec.yaml NAME`"));
}

#[test]
fn the_plan_says_what_was_pushed_down_and_how_many_rows_and_groups_there_are() {
    holds(
        &explained("--plan"),
        &[
            "source models: 4 rows read, 4 used",
            "read ahead, to choose the scope: account, downloads",
            "base 0, of all rows, grouped by account\n    not pushed: the scope: it is chosen from this base\n    rows: estimated at most 4, real 4\n    groups: estimated at most 4, real 3",
            // Of the accounts a and b, whose models are below a bound, above it, and of no known size.
            "base 1, of the rows in scope, grouped by account, 2 truth values\n    for: breakdown by_account, metric small\n    pushed: the scope, 2 values of account\n    rows: estimated at most 4, real 3\n    groups: estimated at most 4, real 3",
        ],
    );
}

#[test]
fn the_plan_says_where_each_mention_is_a_group_and_which_are_counted_for_lookups() {
    let spec = "version: 1
title: Lists
sources: {rows: {path: rows.ndjson, columns: {id: {type: string, unique: true}, account: {type: string}, n: {type: integer}, tags: {type: \"list<string>\"}}}}
lookups: {tags: {key: tag, rows: [{tag: a, kind: A}, {tag: b, kind: B}]}}
dimensions:
  tag: {explode: tags}
  kind: {lookup: tags.kind, key: tag, unmatched: {code: unknown}}
measures: {n: {sql: \"sum(n)\"}}
scope: {top: {by: account, measure: n, n: 1}}
breakdowns: {by_kind: {by: kind, measures: [n]}}
sections: [{table: by_kind}]
";
    let rows = "{\"id\": \"1\", \"account\": \"x\", \"n\": 5, \"tags\": [\"a\", \"b\"]}
{\"id\": \"2\", \"account\": \"x\", \"n\": 5, \"tags\": [\"a\", \"c\"]}
{\"id\": \"3\", \"account\": \"y\", \"n\": 1, \"tags\": [\"a\"]}
{\"id\": \"4\", \"account\": \"y\", \"n\": 1, \"tags\": [\"b\"]}
{\"id\": \"5\", \"account\": \"y\", \"n\": 1, \"tags\": [\"b\", \"a\"]}
";
    let project = Project::of(spec).file("rows.ndjson", rows);
    let told = project
        .hfreport(&["explain", "spec.yaml", "--plan"])
        .fine()
        .stdout;
    // Row 2 has two mentions, one of them unknown; the other four rows are one group.
    holds(
        &told,
        &[
            "grouped by tag, mention, so that a row with several values counts once",
            "mentions: estimated at least 5, real 4\n",
            "mentions: only of rows with a key that a lookup lacks, ",
        ],
    );
}
