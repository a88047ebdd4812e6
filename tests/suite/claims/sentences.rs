//! What claims say, where they say it, and what is wrong with them.

use super::{ROWS, claim, project_of, spec};
use crate::fixture::{Outcome, Project};
use serde_json::{Value, json};

fn said(claims: &str, text: &str, arguments: &[&str]) -> Outcome {
    let project = Project::of(&spec(claims, text)).file("rows.csv", ROWS);
    project.hfreport(arguments)
}

fn markdown(claims: &str, text: &str, rows: &str) -> (String, String) {
    let project = Project::of(&spec(claims, text)).file("rows.csv", rows);
    let run = [
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "markdown",
        "--quiet",
    ];
    project.hfreport(&run).fine();
    let paragraph = |file: &str| {
        let text = project.read(file);
        let lines = text
            .lines()
            .find(|line| line.starts_with('>') || line.contains('.'));
        lines.unwrap_or_default().to_owned()
    };
    (paragraph("out/report.md"), paragraph("out/report.en.md"))
}

#[test]
fn a_condition_without_a_value_ends_the_run() {
    for definition in [
        "from: by_account, sql: \"max(downloads) FILTER (WHERE account = 'q') > 3\"",
        "sql: \"nothing > 3\"",
        "sql: \"nothing > 3 OR every < 3\"",
    ] {
        let outcome = project_of(definition).hfreport(&["run", "spec.yaml"]);
        let outcome = outcome.ends_with(1);
        assert!(outcome.stderr.contains("HF0507"), "{}", outcome.stderr);
        assert!(outcome.stderr.contains("claim `it`"), "{}", outcome.stderr);
    }
    // What decides without the missing number does.
    let found = claim("sql: \"nothing > 3 OR every > 3\"");
    assert_eq!(found["holds"], json!(true));
    let found = claim("sql: \"coalesce(nothing, 0) > 3\"");
    assert_eq!(found["holds"], json!(false));
}

#[test]
fn a_text_says_the_sentence_that_is_true() {
    let claims = r#"  first:
    from: by_account
    sql: "count(*) FILTER (WHERE account = 'a' AND downloads_rank = 1) = 1"
    say: {fr: "a mène avec {{ by_account[0].downloads_share|percent }}.", en: "a leads with {{ by_account[0].downloads_share|percent }}."}
    else: {fr: "{{ by_account[0].account }} mène : non a.", en: "{{ by_account[0].account }} leads."}
  silent: {sql: "of_y > of_x", say: {fr: "y domine.", en: "y dominates."}}"#;
    let text = "{{ claims.first }}{{ claims.silent }}{% if claims.first %} (1){% endif %}{% if not claims.silent %} (2){% endif %}.";
    let (french, english) = markdown(claims, text, ROWS);
    assert_eq!(french, "a mène avec 50,0\u{202f}%. (1) (2).");
    assert_eq!(english, "a leads with 50.0%. (1) (2).");
    let other = ROWS.replace("a,x,40", "a,x,4");
    let (french, english) = markdown(claims, text, &other);
    assert_eq!(french, "b mène\u{a0}: non a. (2).");
    assert_eq!(english, "b leads. (2).");
}

#[test]
fn names_of_the_data_are_escaped_once_and_titles_are_plain() {
    let claims = r#"  first: {from: by_account, sql: "max(downloads) > 1", say: "{{ by_account[0].account }} is first."}"#;
    let spec = spec(claims, "{{ claims.first }}")
        .replace("title: Report", "title: \"T: {{ claims.first }}\"");
    let project = Project::of(&spec).file("rows.csv", ROWS.replace("a,", "*a*,"));
    let run = [
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "markdown,json",
        "--quiet",
    ];
    project.hfreport(&run).fine();
    let text = project.read("out/report.en.md");
    assert!(text.contains("\n\\*a\\* is first."), "{text}");
    let report: Value = serde_json::from_str(&project.read("out/report.json")).expect("JSON");
    assert_eq!(report["title"]["en"], json!("T: *a* is first."));
    assert_eq!(
        report["claims"]["first"]["says"]["en"],
        json!("*a* is first.")
    );
    assert_eq!(report["claims"]["first"]["holds"], json!(true));
}

#[test]
fn both_sentences_are_checked_before_a_run() {
    let claims = |other: &str| {
        format!(
            "  it: {{sql: \"of_x > of_y\", say: {{fr: Oui., en: Yes.}}, else: {{fr: \"Non.\", en: {other}}}}}"
        )
    };
    let check = ["check", "spec.yaml"];
    for (other, code, message) in [
        ("\"{{ by_acount[0].downloads }}\"", "HF0601", "by_acount"),
        ("\"{{ metrics.of_x }}\"", "HF0601", "is a share"),
        ("\"{{ metrics.every|percent }}\"", "HF0601", "is an amount"),
        ("\"Just 12 rows.\"", "HF0602", "`12` is typed by hand"),
        ("\"{{ by_account['a'].downloads }}\"", "HF0603", "`a`"),
        ("\"{% if %}\"", "HF0601", ""),
        ("\"{{ claims.it }}\"", "HF0601", "cannot print `claims.it`"),
    ] {
        let outcome = said(&claims(other), "{{ claims.it }}", &check);
        assert!(outcome.stderr.contains(code), "{other}: {}", outcome.stderr);
        assert!(
            outcome.stderr.contains(message),
            "{other}: {}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains("spec.yaml:25"),
            "{other}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn the_sentence_that_is_not_said_is_written_too_and_its_failure_is_a_warning() {
    let claims = r#"  it: {sql: "of_x > of_y", say: "Yes.", else: "{% if not by_account.has('q') %}{{ by_account['q'].downloads|integer }}{% endif %}"}"#;
    let project = Project::of(&spec(claims, "{{ claims.it }}")).file("rows.csv", ROWS);
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--out", "out"])
        .fine();
    assert!(
        outcome.stderr.contains("warning[HF0508]"),
        "{}",
        outcome.stderr
    );
    let denied = ["run", "spec.yaml", "--out", "out", "--deny", "warnings"];
    project.hfreport(&denied).ends_with(1);
    // Said, it ends the run.
    project.write(
        "rows.csv",
        ROWS.replace("x,40", "x,1").replace("x,20", "x,1"),
    );
    let outcome = project.hfreport(&["run", "spec.yaml", "--out", "out"]);
    let outcome = outcome.ends_with(1);
    assert!(
        outcome.stderr.contains("`it` cannot be said"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("error[HF0601]"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn an_order_that_no_digit_shows_is_warned_of() {
    let claims = |sql: &str| {
        format!("  it: {{from: by_account, sql: \"{sql}\", say: {{fr: Oui., en: Yes.}}}}")
    };
    let first = claims("count(*) FILTER (WHERE account = 'a' AND downloads_rank = 1) = 1");
    let first_spec = spec(&first, "{{ claims.it }}");
    let project = Project::of(&first_spec).file("rows.csv", ROWS);
    let run = ["run", "spec.yaml", "--out", "out"];
    let outcome = project.hfreport(&run).fine();
    assert!(!outcome.stderr.contains("HF0328"), "{}", outcome.stderr);
    project.write("rows.csv", ROWS.replace("b,x,20", "b,x,40"));
    let outcome = project.hfreport(&run).fine();
    assert!(
        outcome.stderr.contains("warning[HF0328]"),
        "{}",
        outcome.stderr
    );
    let shared = "claim `it` speaks of the place of `a`, which `b` shares";
    assert!(outcome.stderr.contains(shared), "{}", outcome.stderr);
    let rows = ROWS.replace("a,x,40", "a,x,40000001");
    project.write("rows.csv", rows.replace("b,x,20", "b,x,40000000"));
    let compact = first_spec.replace(
        "sql: \"sum(downloads)\",",
        "sql: \"sum(downloads)\", format: compact,",
    );
    project.write("spec.yaml", compact);
    let outcome = project.hfreport(&run).fine();
    let apart = "claim `it` tells `a` and `b` apart";
    assert!(outcome.stderr.contains(apart), "{}", outcome.stderr);
}

#[test]
fn names_are_completed_and_what_nothing_says_is_found() {
    let claims = "  leading: {sql: \"of_x > of_y\", say: {fr: Oui., en: Yes.}}";
    let check = ["check", "spec.yaml"];
    let outcome = said(claims, "{{ claims.leadng }}", &check).ends_with(1);
    assert!(
        outcome.stderr.contains("there is no `claims.leadng`"),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("`leading`"), "{}", outcome.stderr);
    let outcome = said(claims, "{{ leading }}", &check).ends_with(1);
    assert!(
        outcome.stderr.contains("claims.leading"),
        "{}",
        outcome.stderr
    );
    for text in ["{{ claims.leading|upper }}", "{{ claims.leading ~ 'x' }}"] {
        let outcome = said(claims, text, &check).ends_with(1);
        assert!(
            outcome.stderr.contains("printed as it is"),
            "{text}: {}",
            outcome.stderr
        );
    }
    let outcome = said(claims, "{{ claims.leading.size }}", &check).ends_with(1);
    assert!(
        outcome.stderr.contains("a claim has no `size`"),
        "{}",
        outcome.stderr
    );
    let unused = spec(claims, "nothing").replace("allow: [HF0308]", "");
    let project = Project::of(&unused).file("rows.csv", ROWS);
    let outcome = project.hfreport(&check).fine();
    assert!(
        outcome
            .stderr
            .contains("claim `leading` is used by nothing"),
        "{}",
        outcome.stderr
    );
    let outcome = said(
        "  it: {sql: \"of_z > of_y\", say: {fr: Oui., en: Yes.}}",
        "{{ claims.it }}",
        &check,
    );
    let outcome = outcome.ends_with(1);
    assert!(
        outcome.stderr.contains("`of_z` is no metric"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_condition_must_be_able_to_turn() {
    let check = ["check", "spec.yaml"];
    for (definition, message) in [
        (
            "from: by_account, sql: \"max(downloads)\"",
            "stands on a truth value",
        ),
        ("sql: \"of_x\"", "stands on a truth value"),
        ("sql: \"1 > 2\"", "reads no metric"),
        ("from: by_account, sql: \"1 > 2\"", "reads no row"),
        ("from: rows, sql: \"count(*) > 2\"", "not of a source"),
        (
            "where: \"of_x > 1\", sql: \"of_x > 2\"",
            "this claim has no `from`",
        ),
    ] {
        let outcome = project_of(definition).hfreport(&check).ends_with(1);
        assert!(
            outcome.stderr.contains(message),
            "{definition}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn the_list_for_people_says_truth_margin_and_what_turns_it() {
    let project = project_of(
        "from: by_account, sql: \"count(*) FILTER (WHERE account = 'a' AND downloads_rank = 1) = 1\"",
    );
    let outcome = project.hfreport(&["claims", "spec.yaml"]).fine();
    assert_eq!(
        outcome.stdout.replace('\u{a0}', " "),
        "it: holds, by 20 downloads (20.0 percentage points)\n  \
         turns if a falls behind b, by 20 downloads (20.0 percentage points)\n  \
         fr: Oui.\n  en: Yes.\n"
    );
    let outcome = project.hfreport(&["explain", "spec.yaml", "it"]).fine();
    for part in [
        "claim it\n  from: breakdown by_account\n  sql: count(*) FILTER",
        "result: holds, by 20",
        "turns if a falls behind b",
        "breakdown by_account",
    ] {
        assert!(outcome.stdout.contains(part), "{part}\n{}", outcome.stdout);
    }
}

#[test]
fn a_page_says_what_a_claim_and_its_numbers_stand_on() {
    let claims = r#"  first:
    from: by_account
    sql: "count(*) FILTER (WHERE account = 'a' AND downloads_rank = 1) = 1"
    say: "{% set gap = by_account[0].downloads_share - by_account[1].downloads_share %}**{{ by_account[0].account }}** is ahead by {{ gap|points }} with {{ by_account[0].downloads|integer }}."
  other: {sql: "of_x > of_y", say: "{{ formatted.of_x }}", else: "No."}"#;
    let text = "{{ metrics.every }} in all. {{ claims.first }} {{ claims.other }}";
    let project = Project::of(&spec(claims, text)).file("rows.csv", ROWS);
    let run = [
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "html",
        "--quiet",
    ];
    project.hfreport(&run).fine();
    let page = project.read("out/index.en.html");
    let paragraph = page
        .split("<p>")
        .find(|it| it.starts_with("<a href=#.0>"))
        .expect("the text");
    let paragraph = paragraph.split("</p>").next().unwrap_or_default();
    assert_eq!(
        paragraph.replace('\u{a0}', " "),
        "<a href=#.0>100</a> in all. <strong>a</strong> <a href=#.c1>is ahead by</a> \
         <a href=#.3>20.0 percentage points</a> with <a href=#.4>50</a>. <a href=#.5>75.0%</a>"
    );
    let definition = page.split("<div id=.c1").nth(1).expect("a definition");
    let definition = definition.split("</div>").next().unwrap_or_default();
    for part in [
        "<b>What the sentence stands on</b>",
        "breakdown “Downloads by account”",
        "count(*) FILTER (WHERE account = 'a' AND downloads_rank = 1) = 1",
        "<dt>Margin<dd>20\u{a0}downloads (20.0\u{a0}percentage points)",
    ] {
        assert!(definition.contains(part), "{part}\n{definition}");
    }
    let formula = page.split("<div id=.3").nth(1).expect("a formula");
    assert!(formula.contains("by_account[0].downloads_share - by_account[1].downloads_share"));
}
