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
