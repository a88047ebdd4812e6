//! `hfreport compare`: what differs between two bundles.

use crate::fixture::{Outcome, Project};
use serde_json::Value;

const SPEC: &str = r#"
version: 1
title: Accounts
params:
  month: 1
periods: {param: month, rows: [{month: 1}, {month: 2}]}
sources:
  models:
    path: "rows_{{ params.month }}.csv"
    columns:
      account: {type: string}
      downloads: {type: integer, min: 0}
lookups:
  accounts: {path: accounts.csv, key: account}
dimensions:
  kind: {lookup: accounts.kind, key: account, unmatched: {code: other}}
measures: {downloads: {sql: "sum(downloads)"}}
filters: {big: "downloads >= 100"}
breakdowns:
  by_account: {by: account, measures: [downloads]}
  by_kind: {by: kind, measures: [downloads]}
metrics:
  all: {measure: downloads}
  big_share: {measure: downloads, where: big, of: {}}
  a_over_b: {measure: downloads, where: "account = 'a'", of: {where: "account = 'b'"}, format: {decimals: 2}, allow: [HF0312]}
sections:
  - text: "{{ formatted.all }} {{ formatted.big_share }} {{ formatted.a_over_b }}"
  - table: by_account
  - table: by_kind
outputs: {dir: "out/{{ params.month }}", formats: [json], charts: [], tables: []}
"#;

/// Two months: `a` falls from 60 % to 50 % and behind `b`, `c` leaves and `d` enters.
fn project() -> Project {
    Project::of(SPEC)
        .file("accounts.csv", "account,kind\na,x\nb,x\nc,y\n")
        .file("rows_1.csv", "account,downloads\na,600\nb,350\nc,50\n")
        .file("rows_2.csv", "account,downloads\na,500\nb,600\nd,100\n")
}

fn run(project: &Project, month: &str, out: &str) {
    let setting = format!("month={month}");
    let arguments = [
        "run",
        "spec.yaml",
        "--quiet",
        "--set",
        &setting,
        "--out",
        out,
    ];
    project.hfreport(&arguments).fine();
}

fn compared(project: &Project, options: &[&str]) -> Outcome {
    let arguments = [&["compare", "old", "new"][..], options].concat();
    project.hfreport(&arguments)
}

fn json(project: &Project) -> Value {
    let outcome = compared(project, &["--format", "json"]).fine();
    serde_json::from_str(&outcome.stdout).expect("one object")
}

fn two_months() -> Project {
    let project = project();
    run(&project, "1", "old");
    run(&project, "2", "new");
    project
}

#[test]
fn growth_of_amounts_is_in_percent_and_that_of_shares_in_points() {
    let found = json(&two_months());
    assert_eq!(found["not_growth"], serde_json::json!([]));
    let metric = |at: usize| &found["metrics"][at];
    assert_eq!(metric(0)["name"], "all");
    assert_eq!(metric(0)["change"], "+20.0%");
    assert_eq!(metric(0)["shown"], serde_json::json!(["1,000", "1,200"]));
    assert_eq!(metric(1)["name"], "big_share");
    assert_eq!(metric(1)["change"], "+5.00 pt");
    assert_eq!(metric(1)["because"], serde_json::json!([]));
    // 600/350 to 500/600: a ratio is no share.
    assert_eq!(metric(2)["name"], "a_over_b");
    assert_eq!(metric(2)["change"], "\u{2212}51.4%");
}

#[test]
fn rows_are_matched_by_their_codes() {
    let found = json(&two_months());
    let of = &found["breakdowns"][0];
    assert_eq!(of["name"], "by_account");
    assert_eq!(of["entered"], serde_json::json!(["d"]));
    assert_eq!(of["left"], serde_json::json!(["c"]));
    assert_eq!(
        of["ranks"],
        serde_json::json!([
            {"row": "b", "measure": "downloads", "old": 2, "new": 1},
            {"row": "a", "measure": "downloads", "old": 1, "new": 2},
        ])
    );
    let cell = &found["cells"][0];
    assert_eq!(cell["row"], "a");
    assert_eq!(
        cell["old"],
        serde_json::json!({"numerator": 600, "denominator": 1000})
    );
    assert_eq!(cell["change"], "\u{2212}18.33 pt");
    assert_eq!(found["cells"][1]["row"], "b");
    assert_eq!(found["cells"][1]["change"], "+15.00 pt");
}

#[test]
fn rows_that_stay_equal_do_not_change_their_rank_when_another_equal_one_enters() {
    let project = project()
        .file(
            "rows_1.csv",
            "account,downloads\na,600\nb,350\nd,100\ne,100\n",
        )
        .file(
            "rows_2.csv",
            "account,downloads\na,600\nb,350\nc,100\nd,100\ne,100\n",
        );
    run(&project, "1", "old");
    run(&project, "2", "new");
    let of = &json(&project)["breakdowns"][0];
    assert_eq!(of["name"], "by_account");
    assert_eq!(of["entered"], serde_json::json!(["c"]));
    assert_eq!(of["ranks"], serde_json::json!([]));
}

#[test]
fn a_terminal_shows_the_parts_in_their_order() {
    let outcome = compared(&two_months(), &[]).fine();
    let parts = [
        "What is not growth",
        "  nothing: definitions, lookups, corrections, scope and version are the same",
        "Metrics",
        "Entered, left, ranks",
        "by_account  entered  d",
        "by_account  rank     b: 2 → 1 by downloads",
        "Shares that changed most",
    ];
    let mut from = 0;
    for part in parts {
        let at = outcome.stdout[from..].find(part);
        from += at.unwrap_or_else(|| panic!("{part}\n{}", outcome.stdout));
    }
}

#[test]
fn markdown_has_a_table_for_each_part() {
    let outcome = compared(&two_months(), &["--format", "markdown", "--top", "1"]).fine();
    let line = "| by\\_account | a | downloads\\_share | 60.0% | → | 41.7% | \u{2212}18.33 pt |  |";
    assert!(outcome.stdout.contains(line), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("+15.00 pt"), "{}", outcome.stdout);
}

#[test]
fn least_and_of_choose_what_is_listed() {
    let project = two_months();
    let outcome = compared(&project, &["--least", "16pt"]).fine();
    assert!(outcome.stdout.contains("18.33 pt"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("+15.00 pt"), "{}", outcome.stdout);
    let outcome = compared(&project, &["--of", "by_kind"]).fine();
    assert!(!outcome.stdout.contains("by_account"), "{}", outcome.stdout);
    assert!(
        outcome.stdout.contains("entered  other"),
        "{}",
        outcome.stdout
    );
    let outcome = compared(&project, &["--of", "by_kin"]).ends_with(1);
    assert!(
        outcome.stderr.contains("did you mean `by_kind`?"),
        "{}",
        outcome.stderr
    );
    compared(&project, &["--least", "much"]).ends_with(2);
}

#[test]
fn a_filter_that_differs_is_said_first_and_at_every_number_that_uses_it() {
    let project = project();
    run(&project, "1", "old");
    project.write(
        "spec.yaml",
        SPEC.replace("downloads >= 100", "downloads >= 10"),
    );
    run(&project, "2", "new");
    let found = json(&project);
    assert_eq!(
        found["not_growth"],
        serde_json::json!([
            {"kind": "filter", "name": "big", "old": "downloads >= 100", "new": "downloads >= 10"}
        ])
    );
    assert_eq!(found["metrics"][0]["because"], serde_json::json!([]));
    assert_eq!(
        found["metrics"][1]["because"],
        serde_json::json!(["filter big"])
    );
}

#[test]
fn a_lookup_that_differs_touches_what_is_grouped_by_it() {
    let project = project();
    run(&project, "1", "old");
    project.write("accounts.csv", "account,kind\na,x\nb,x\nc,y\nd,y\n");
    run(&project, "2", "new");
    let found = json(&project);
    assert_eq!(found["not_growth"][0]["name"], "accounts");
    let because = |name: &str| {
        let breakdowns = found["breakdowns"].as_array().expect("a list");
        let of = breakdowns.iter().find(|it| it["name"] == name);
        let cells = found["cells"].as_array().expect("a list");
        let of = of.or_else(|| cells.iter().find(|it| it["breakdown"] == name));
        of.unwrap_or_else(|| panic!("{found}"))["because"].clone()
    };
    assert_eq!(because("by_account"), serde_json::json!([]));
    assert_eq!(because("by_kind"), serde_json::json!(["lookup accounts"]));
}

#[test]
fn a_scope_that_differs_touches_all_that_stays_inside_of_it() {
    let project = project();
    run(&project, "1", "old");
    let scoped = SPEC.replace(
        "breakdowns:",
        "scope: {where: \"downloads > 70\"}\nbreakdowns:",
    );
    project.write("spec.yaml", scoped);
    run(&project, "2", "new");
    let found = json(&project);
    assert_eq!(found["not_growth"][0]["kind"], "scope");
    assert_eq!(found["not_growth"][0]["old"], "all rows");
    assert_eq!(found["metrics"][0]["because"], serde_json::json!(["scope"]));
}

#[test]
fn a_figure_in_print_that_is_not_the_same_ends_with_3() {
    let spec = SPEC.to_owned() + "published: published.yaml\n";
    let figures = |printed: &str| {
        format!(
            "spec: spec.yaml\nperiod: 1\nfigures: [{{id: total, metric: all, printed: \"{printed}\"}}]\n"
        )
    };
    let project = project()
        .file("spec.yaml", spec)
        .file("published.yaml", figures("1000"));
    run(&project, "1", "old");
    run(&project, "1", "new");
    compared(&project, &[]).fine();
    project.write("rows_1.csv", "account,downloads\na,600\nb,350\nc,51\n");
    project.write("published.yaml", figures("1001"));
    run(&project, "1", "new");
    let outcome = compared(&project, &[]).ends_with(3);
    let line = "published figure total  1000 computed as 1000  →  1001 computed as 1001";
    assert!(outcome.stdout.contains(line), "{}", outcome.stdout);
    // Another period has figures of its own.
    run(&project, "2", "other");
    project.hfreport(&["compare", "old", "other"]).fine();
}

#[test]
fn what_is_no_bundle_is_refused_with_what_to_do() {
    let project = two_months().file("empty/notes.txt", "mine");
    let outcome = project.hfreport(&["compare", "old", "empty"]).ends_with(2);
    assert!(
        outcome.stderr.contains("cannot read `empty/manifest.json`"),
        "{}",
        outcome.stderr
    );
    std::fs::remove_file(project.folder().join("new/report.json")).expect("a file");
    let outcome = project.hfreport(&["compare", "old", "new"]).ends_with(2);
    assert!(
        outcome.stderr.contains("`json` is among `outputs.formats`"),
        "{}",
        outcome.stderr
    );
    project.write("old/manifest.json", "{}");
    let outcome = project.hfreport(&["compare", "old", "new"]);
    assert!(
        outcome
            .stderr
            .contains("`old/manifest.json` is no manifest"),
        "{}",
        outcome.stderr
    );
}

/// Another report on the same rows.
fn other_report() -> String {
    let metrics: Vec<String> = (1..=12)
        .map(|at| format!("  m{at}: {{measure: downloads, where: \"downloads >= {at}\"}}"))
        .collect();
    let spec = SPEC.replace("title: Accounts", "title: Another one");
    let from = spec.find("breakdowns:").expect("breakdowns");
    format!(
        "{}breakdowns: {{of_kind: {{by: kind, measures: [downloads]}}}}\nmetrics:\n{}\nsections: [{{table: of_kind}}]\noutputs: {{dir: other, formats: [json], charts: [], tables: []}}\nallow: [HF0308]\n",
        &spec[..from],
        metrics.join("\n")
    )
}

#[test]
fn two_different_reports_are_named_so_first_and_their_lists_are_cut_short() {
    let filters = |spec: &str, sign: &str| {
        let all = (1..=12).map(|at| format!("f{at}: \"downloads {sign} {at}\", "));
        let all: String = all.collect();
        spec.replace("filters: {", &format!("filters: {{{all}"))
    };
    let project = project();
    project.write(
        "spec.yaml",
        format!("{}allow: [HF0308]\n", filters(SPEC, ">=")),
    );
    self::run(&project, "1", "old");
    project.write("other.yaml", filters(&other_report(), ">"));
    let run = [
        "run",
        "other.yaml",
        "--quiet",
        "--set",
        "month=1",
        "--out",
        "new",
        "--replace",
    ];
    project.hfreport(&run).fine();
    let said = compared(&project, &[]).fine().stdout;
    let second = said.lines().nth(2).unwrap_or_default();
    assert_eq!(
        second,
        "These are two different reports, “Accounts” of `spec.yaml` and “Another one” of `other.yaml`: 0 of their 18 metrics and breakdowns are in both. What follows is about what has the same name."
    );
    let remark = said
        .lines()
        .find(|line| line.contains("`--all` lists them"));
    let left_out = remark.expect("a remark").trim().to_owned();
    assert!(left_out.starts_with("… and "), "{left_out}");
    let whole = compared(&project, &["--all"]).fine().stdout;
    assert!(!whole.contains("--all"), "{whole}");
    let more: usize = left_out.split(' ').nth(2).unwrap().parse().unwrap();
    // The remark stands in the place of what is left out.
    assert_eq!(whole.lines().count(), said.lines().count() + more - 1);
    // What only one of them has is named by its kind.
    assert!(whole.contains("  new metrics "), "{whole}");
    assert!(whole.contains("  gone breakdowns "), "{whole}");
    let markdown = compared(&project, &["--format", "markdown"]).fine().stdout;
    assert!(
        markdown.contains("These are two different reports"),
        "{markdown}"
    );
    assert!(markdown.contains(&left_out), "{markdown}");
    assert_eq!(json(&project)["different_reports"]["in_common"], 0);
}

#[test]
fn two_periods_of_one_report_are_not_different_reports() {
    let project = two_months();
    let said = compared(&project, &[]).fine().stdout;
    assert!(!said.contains("different reports"), "{said}");
    assert!(json(&project).get("different_reports").is_none());
}

#[test]
fn between_two_bundles_of_one_period_from_other_files_nothing_is_growth() {
    let project = project();
    run(&project, "1", "first");
    project.write("rows_1.csv", "account,downloads\na,700\nb,350\nc,50\n");
    run(&project, "1", "second");
    let outcome = project.hfreport(&["compare", "first", "second"]).fine();
    let line = outcome
        .stdout
        .lines()
        .find(|line| line.contains("source models"));
    let line = line.unwrap_or_else(|| panic!("{}", outcome.stdout));
    assert!(line.contains("3 rows of rows_1.csv (SHA-256 "), "{line}");
    assert!(!outcome.stdout.contains("nothing: definitions"));
}
