//! Claims that turn from one period to the next: in `report.json`, in texts, in the lines of commands, in comparisons.

use crate::fixture::{Outcome, Project};
use serde_json::{Value, json};

/// Two months: `a` falls from 60 % to 50 % and behind `b`, whose share rises; 95 % and 100 % are of big accounts.
const SPEC: &str = r#"
version: 1
locales: [en, fr]
title: Accounts
params: {month: 1, half: 0.5}
periods: {param: month, rows: [{month: 1}, {month: 2}]}
sources:
  models:
    path: "rows_{{ params.month }}.csv"
    columns: {account: {type: string}, downloads: {type: integer, min: 0}}
measures: {downloads: {sql: "sum(downloads)"}}
filters: {big: "downloads >= 100"}
breakdowns:
  by_account: {by: account, measures: [downloads]}
metrics:
  big_share: {measure: downloads, where: big, of: {}}
  a_share: {measure: downloads, where: "account = 'a'", of: {}}
claims:
  a_leads:
    from: by_account
    sql: "count(*) FILTER (WHERE account = 'a' AND downloads_rank = 1) = 1"
    say: {en: a leads., fr: a est en tête.}
    else: {en: "{{ by_account[0].account }} leads.", fr: "{{ by_account[0].account }} est en tête."}
  a_has_most: {sql: "a_share > params.half", say: {en: a has most., fr: a a le plus.}, else: {en: a has not most., fr: a n’a pas le plus.}}
  big_prevail: {sql: "big_share > params.half", say: {en: Big ones prevail., fr: Les grands l’emportent.}}
sections:
  - text: "{{ claims.a_leads }} {{ claims.a_has_most }} {{ claims.big_prevail }}"
  - text: "{% if claims.a_leads.turned %}Turned since {{ previous.month }}.{% else %}As it was.{% endif %} {% if claims.big_prevail.turned %}Turned.{% endif %}"
  - table: by_account
outputs: {dir: "out/{{ params.month }}", formats: [json, markdown], charts: [], tables: []}
"#;

fn project(spec: &str) -> Project {
    Project::of(spec)
        .file("rows_1.csv", "account,downloads\na,600\nb,350\nc,50\n")
        .file("rows_2.csv", "account,downloads\na,500\nb,600\nd,100\n")
}

fn each(project: &Project) -> Outcome {
    project.hfreport(&["run", "spec.yaml", "--each"]).fine()
}

fn second(project: &Project) -> Outcome {
    project
        .hfreport(&["run", "spec.yaml", "--set", "month=2"])
        .fine()
}

fn turned(project: &Project, month: &str) -> Value {
    let report: Value =
        serde_json::from_str(&project.read(&format!("out/{month}/report.json"))).expect("JSON");
    let claims = report["claims"].as_object().expect("claims");
    let turned = claims
        .iter()
        .map(|(name, claim)| (name.clone(), claim["turned"].clone()));
    Value::Object(turned.collect())
}

#[test]
fn a_claim_that_turned_is_told_by_the_run_the_bundle_and_the_text() {
    let project = project(SPEC);
    let outcome = each(&project);
    assert_eq!(outcome.stderr, "");
    assert_eq!(
        outcome.stdout,
        "1: fine, 4 files in out/1\n\
         2: fine, 4 files in out/2; 2 claims have turned since 1: `a_leads`, `a_has_most`\n"
    );
    let nothing = json!({"a_leads": null, "a_has_most": null, "big_prevail": null});
    assert_eq!(turned(&project, "1"), nothing);
    let known = json!({"a_leads": true, "a_has_most": true, "big_prevail": false});
    assert_eq!(turned(&project, "2"), known);
    assert!(project.read("out/1/report.md").contains("\n\nAs it was.\n"));
    let page = project.read("out/2/report.md");
    assert!(
        page.contains("b leads. a has not most. Big ones prevail."),
        "{page}"
    );
    assert!(page.contains("\n\nTurned since 1.\n"), "{page}");
    let alone = second(&project);
    let line = "\n2 claims have turned since 1: `a_leads`, `a_has_most`\n";
    assert!(alone.stdout.contains(line), "{}", alone.stdout);
}

#[test]
fn claims_says_which_have_turned() {
    let project = project(SPEC);
    each(&project);
    let listed = project.hfreport(&["claims", "spec.yaml"]).fine().stdout;
    let line = |name: &str| {
        let start = format!("{name}: ");
        let line = listed.lines().find(|line| line.starts_with(&start));
        line.expect("a line").to_owned()
    };
    // 600 against 500, of 1,200.
    assert_eq!(
        line("a_leads"),
        "a_leads: does not hold, by 100\u{a0}downloads (8.3\u{a0}percentage points); turned since 1"
    );
    assert!(line("a_has_most").ends_with("; turned since 1"));
    assert!(!line("big_prevail").contains("turned"));
    let of_first = ["claims", "spec.yaml", "--set", "month=1"];
    let of_first = project.hfreport(&of_first).fine().stdout;
    assert!(!of_first.contains("turned since"), "{of_first}");
}

#[test]
fn compare_lists_claims_that_turned_with_what_they_say_now() {
    let project = project(SPEC);
    each(&project);
    let compared = |more: &[&str]| {
        let arguments = [&["compare", "out/1", "out/2"][..], more].concat();
        project.hfreport(&arguments).fine().stdout
    };
    let found: Value = serde_json::from_str(&compared(&["--format", "json"])).expect("JSON");
    assert_eq!(
        found["claims"],
        json!([
            {"name": "a_leads", "old": true, "new": false, "says": ["a leads.", "b leads."], "because": []},
            {"name": "a_has_most", "old": true, "new": false, "says": ["a has most.", "a has not most."], "because": []},
        ])
    );
    let text = compared(&[]);
    let part = text.split("Claims that turned\n").nth(1).expect("a part");
    let lines: Vec<&str> = part.lines().take(2).collect();
    assert_eq!(
        lines,
        [
            "  a_leads     holds no more  b leads.",
            "  a_has_most  holds no more  a has not most.",
        ]
    );
    let back = project
        .hfreport(&["compare", "out/2", "out/2"])
        .fine()
        .stdout;
    assert!(
        back.contains("Claims that turned\n  no claim turned\n"),
        "{back}"
    );
}

#[test]
fn a_claim_whose_condition_or_what_it_uses_differs_has_not_turned() {
    for (old, new, withheld, known) in [
        (
            "downloads_rank = 1",
            "downloads_rank <= 2",
            "claim `a_leads` differs from that of 1",
            json!({"a_leads": null, "a_has_most": true, "big_prevail": false}),
        ),
        (
            "half: 0.5}",
            "half: 0.55}",
            "param `half` differs from that of 1",
            json!({"a_leads": true, "a_has_most": null, "big_prevail": null}),
        ),
        (
            "downloads >= 100",
            "downloads >= 99",
            "filter `big` differs from that of 1",
            json!({"a_leads": true, "a_has_most": true, "big_prevail": null}),
        ),
    ] {
        let project = project(SPEC);
        each(&project);
        project.write("spec.yaml", SPEC.replace(old, new));
        let outcome = second(&project);
        let lines: Vec<&str> = outcome
            .stderr
            .lines()
            .filter(|it| it.starts_with("warning[HF0513]"))
            .collect();
        let [line] = lines.as_slice() else {
            panic!("{}", outcome.stderr)
        };
        assert!(line.contains(withheld), "{line}");
        assert_eq!(turned(&project, "2"), known, "{new}");
        // All periods by the definitions of today know again.
        assert!(!each(&project).stderr.contains("HF0513"));
        let again = turned(&project, "2");
        assert!(
            again
                .as_object()
                .expect("claims")
                .values()
                .all(|it| !it.is_null()),
            "{again}"
        );
    }
}

#[test]
fn a_claim_that_is_new_has_not_turned_and_nothing_is_withheld() {
    let start = SPEC.find("  a_has_most:").expect("a claim");
    let end = SPEC.find("  big_prevail:").expect("a claim");
    let without =
        format!("{}{}", &SPEC[..start], &SPEC[end..]).replace("{{ claims.a_has_most }} ", "");
    let project = project(&without);
    each(&project);
    project.write("spec.yaml", SPEC);
    let outcome = second(&project);
    assert!(!outcome.stderr.contains("HF0513"), "{}", outcome.stderr);
    let known = json!({"a_leads": true, "a_has_most": null, "big_prevail": false});
    assert_eq!(turned(&project, "2"), known);
}

#[test]
fn whether_a_claim_turned_is_asked_and_not_printed_in_a_first_period() {
    let printed = SPEC.replace(
        "{% if claims.big_prevail.turned %}Turned.{% endif %}",
        "{{ claims.big_prevail.turned }}",
    );
    let project = project(&printed);
    let outcome = project.hfreport(&["check", "spec.yaml"]).fine();
    assert!(outcome.stderr.contains("HF0610"), "{}", outcome.stderr);
    let wrong = SPEC.replace("big_prevail.turned", "big_prevail.turn");
    project.write("spec.yaml", wrong);
    let outcome = project.hfreport(&["check", "spec.yaml"]).ends_with(1);
    assert!(
        outcome.stderr.contains("a claim has no `turn`"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("claims.big_prevail.turned"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_waiver_of_what_claims_say_of_single_months_is_not_idle() {
    let project = project(&SPEC.replace("sections:", "allow: [HF0328, HF0508]\nsections:"));
    assert_eq!(each(&project).stderr, "");
}
