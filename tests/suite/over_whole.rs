//! A share of more than 100 % is a warning at its definition; a ratio is none.

use crate::fixture::Project;

fn warnings(metrics: &str, breakdown: &str) -> Vec<String> {
    let spec = format!(
        r#"
version: 1
title: Shares
params: {{hub: 100}}
sources:
  rows:
    path: rows.csv
    columns: {{account: {{type: string}}, downloads: {{type: integer}}, models: {{type: integer}}}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "sum(models)"}}
metrics: {{{metrics}}}
breakdowns: {{by_account: {{by: account, {breakdown}}}}}
sections: [{{table: by_account}}]
allow: [HF0308, HF0312]
"#
    );
    let project = Project::of(&spec).file(
        "rows.csv",
        "account,downloads,models\na,150,3\nb,-40,9\nc,-10,0\n",
    );
    let arguments = ["run", "spec.yaml", "--message-format", "short"];
    let outcome = project.hfreport(&arguments).fine();
    let lines = outcome.stderr.lines();
    let found = lines.filter(|line| line.contains("warning[HF0509]"));
    found.map(str::to_owned).collect()
}

const MODELS: &str = "measures: [models]";

#[test]
fn a_metric_of_more_than_its_denominator_is_told_with_both() {
    for (metric, told) in [
        (
            "m: {measure: downloads, where: \"account = 'a'\", of: {}}",
            "metric `m` is a share of more than 100 %: 150 of 100",
        ),
        (
            "m: {measure: downloads, where: \"account = 'a'\", of: {param: hub}, format: {percent: 1}}",
            "metric `m` is a share of more than 100 %: 150 of 100",
        ),
        (
            "m: {measure: models, of: {where: \"account = 'a'\"}}",
            "metric `m` is a share of more than 100 %: 12 of 3",
        ),
    ] {
        let found = warnings(metric, MODELS);
        assert_eq!(found.len(), 1, "{metric}: {found:?}");
        assert!(found[0].contains(told), "{found:?}");
    }
}

#[test]
fn a_share_of_a_whole_below_zero_is_told_whatever_its_sign() {
    // -40 of -50 is printed as 80 %, and 150 of -50 as -300 %.
    for (account, told) in [("b", "-40 of -50"), ("a", "150 of -50")] {
        let of = "{where: \"account IN ('b', 'c')\"}";
        let metric =
            format!("m: {{measure: downloads, where: \"account = '{account}'\", of: {of}}}");
        let found = warnings(&metric, MODELS);
        assert_eq!(found.len(), 1, "{found:?}");
        let message = format!("metric `m` is a share of a whole below zero: {told}");
        assert!(found[0].contains(&message), "{found:?}");
    }
}

#[test]
fn a_ratio_and_a_whole_are_no_shares_of_more() {
    for metric in [
        "m: {measure: downloads, of: {measure: models}, format: {decimals: 1}}",
        "m: {measure: downloads, of: {param: hub}, format: percent}",
        "m: {measure: models, where: \"account = 'a'\", of: {}}",
        "m: {measure: models, of: {}}",
        "m: {measure: downloads}",
    ] {
        assert_eq!(warnings(metric, MODELS), Vec::<String>::new(), "{metric}");
    }
}

#[test]
fn a_metric_may_waive_it_and_the_waiver_may_stay() {
    for of in ["{where: \"account = 'a'\"}", "{}"] {
        let metric = format!("m: {{measure: models, of: {of}, allow: [HF0509]}}");
        assert_eq!(warnings(&metric, MODELS), Vec::<String>::new());
    }
}

#[test]
fn rows_of_a_breakdown_beside_values_below_zero_are_told_once() {
    let found = warnings("", "measures: [models, downloads]");
    assert_eq!(found.len(), 1, "{found:?}");
    let told = "breakdown `by_account`: `downloads_share` of `a` is more than 100 %, 150 of 100";
    assert!(found[0].contains(told), "{found:?}");
    let folded = "measures: [downloads], keep: {account: {values: [b, c]}}";
    let found = warnings("", folded);
    assert!(
        found[0].contains("of others is more than 100 %"),
        "{found:?}"
    );
}

#[test]
fn shares_beside_a_loss_are_told_also_where_none_is_more_than_all() {
    let found = warnings("", "measures: [downloads], where: \"account <> 'c'\"");
    assert!(
        found[0].contains("`downloads_share` of `a` is more than 100 %, 150 of 110"),
        "{found:?}"
    );
    assert!(
        found[0].contains("; 1 other share is below zero or more than 100 %"),
        "{found:?}"
    );
    let rows = "account,downloads\na,60\nb,-50\nc,90\n";
    let run = |shares: &str| {
        let spec = format!(
            "version: 1\ntitle: T\nsources: {{r: {{path: rows.csv, columns: {{account: {{type: string}}, downloads: {{type: integer}}}}}}}}\nmeasures: {{downloads: {{sql: \"sum(downloads)\"{shares}}}}}\nbreakdowns: {{b: {{by: account, measures: [downloads]}}}}\nsections: [{{table: b}}]\noutputs: {{dir: out, formats: [markdown]}}\n"
        );
        let project = Project::of(&spec).file("rows.csv", rows);
        let outcome = project.hfreport(&["run", "spec.yaml"]).fine();
        (outcome.stderr, project.read("out/tables/b.csv"))
    };
    let (told, table) = run("");
    let wanted = "breakdown `b`: `downloads_share` of `b` is below zero, -50 of 100";
    assert!(told.contains(wanted), "{told}");
    assert!(
        table.starts_with("account,downloads,downloads_share,"),
        "{table}"
    );
    // Such amounts have no shares.
    let (told, table) = run(", shares: false");
    assert!(!told.contains("warning"), "{told}");
    assert!(
        table.starts_with("account,downloads,downloads_rank\n"),
        "{table}"
    );
}

#[test]
fn only_sums_and_counts_say_that_they_have_no_shares() {
    let spec = "version: 1\ntitle: T\nsources: {r: {path: rows.csv, columns: {account: {type: string}, n: {type: integer}}}}\nmeasures: {m: {sql: \"avg(n)\", shares: false}}\nbreakdowns: {b: {by: account, measures: [m]}}\nsections: [{table: b}]\n";
    let project = Project::of(spec).file("rows.csv", "account,n\na,1\n");
    let outcome = project.hfreport(&["check", "spec.yaml"]);
    let wanted = "`shares` is of sums and counts, and `avg(n)` is none: it has no shares";
    assert!(outcome.stderr.contains(wanted), "{}", outcome.stderr);
}
