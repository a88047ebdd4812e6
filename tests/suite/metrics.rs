//! Metrics: every kind of denominator, empty ones, second steps, formats, checks.

use crate::fixture::Project;

const ROWS: &str = "model,account,task,downloads,parameters
m1,google,nlp,50,100
m2,google,vision,30,
m3,openai,vision,15,2000
m4,mistral,nlp,5,500
m5,nobody,,0,
";

fn project(metrics: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Metrics
params:
  hub: {{type: integer, default: 1k}}
  least: 10
  name: google
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string, unique: true}}
      account: {{type: string}}
      task: {{type: string, nullable: true}}
      downloads: {{type: integer}}
      parameters: {{type: integer, nullable: true}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "count(*)"}}
  accounts: {{count_distinct: account}}
  mean: {{sql: "avg(downloads)"}}
  known: {{sql: "count(task)"}}
filters:
  sized: "parameters IS NOT NULL"
  large: "sized AND parameters >= 500"
scope: {{top: {{by: account, measure: downloads, n: 3}}}}
breakdowns:
  by_account: {{by: account, measures: [downloads, models]}}
  by_model: {{by: model, measures: [downloads]}}
metrics:
{metrics}
sections: [{{table: by_account}}]
allow: [HF0308]
"#
    );
    Project::of(&spec).file("rows.csv", ROWS)
}

fn one(metric: &str) -> String {
    project(&format!("  m: {metric}")).results().metric("m")
}

#[test]
fn a_metric_is_a_measure_over_the_rows_in_scope_or_over_all() {
    assert_eq!(one("{measure: downloads}"), "100");
    assert_eq!(one("{measure: models}"), "4");
    assert_eq!(one("{measure: models, rows: all}"), "5");
    assert_eq!(one("{measure: accounts, rows: all}"), "4");
    assert_eq!(one("{measure: mean}"), "100/4");
    assert_eq!(one("{measure: known, rows: all}"), "4");
}

#[test]
fn a_metric_may_bring_its_own_aggregate() {
    assert_eq!(one("{sql: \"max(downloads)\"}"), "50");
    assert_eq!(one("{sql: \"count(DISTINCT task)\"}"), "2");
    assert_eq!(
        one("{sql: \"sum(downloads) FILTER (WHERE task = 'nlp')\"}"),
        "55"
    );
}

#[test]
fn a_denominator_is_all_rows_a_condition_a_param_a_metric_or_another_measure() {
    assert_eq!(one("{measure: downloads, where: large, of: {}}"), "20/100");
    assert_eq!(
        one("{measure: downloads, where: large, of: {where: sized}}"),
        "20/70"
    );
    assert_eq!(one("{measure: downloads, of: {param: hub}}"), "100/1000");
    assert_eq!(one("{measure: downloads, of: {measure: models}}"), "100/4");
    assert_eq!(one("{measure: models, of: {rows: all}}"), "4/5");
    assert_eq!(
        one("{measure: models, rows: all, of: {rows: scope}}"),
        "5/4"
    );
    let results = project("  part: {measure: downloads, where: large, of: {metric: whole}}\n  whole: {measure: downloads, where: sized}").results();
    assert_eq!(results.metric("part"), "20/70");
}

#[test]
fn a_param_may_stand_in_a_condition() {
    assert_eq!(
        one("{measure: models, where: \"downloads >= params.least\"}"),
        "3"
    );
    assert_eq!(
        one("{measure: downloads, where: \"account = params.name\"}"),
        "80"
    );
}

#[test]
fn a_sum_over_no_rows_is_zero_and_an_empty_denominator_an_error() {
    assert_eq!(
        one("{measure: downloads, where: \"account = 'meta'\"}"),
        "0"
    );
    assert_eq!(one("{measure: models, where: \"account = 'meta'\"}"), "0");
    assert_eq!(
        one("{measure: downloads, where: \"account = 'meta'\", of: {}}"),
        "0/100"
    );
    let problems =
        project("  m: {measure: downloads, of: {where: \"account = 'meta'\"}}").problems();
    assert!(problems.contains("error[HF0501]"), "{problems}");
}

#[test]
fn an_empty_denominator_may_have_a_value() {
    assert_eq!(
        one("{measure: downloads, of: {where: \"account = 'meta'\"}, empty: 0}"),
        "0"
    );
    assert_eq!(
        one("{measure: downloads, of: {where: sized}, empty: 0}"),
        "100/70"
    );
}

/// The maximum of no rows is missing, and so is a share of it.
const NINTH: &str = "from: by_account, where: \"downloads_rank = 9\", sql: \"max(downloads)\"";

#[test]
fn a_denominator_without_a_value_is_an_empty_one() {
    let ninth = format!("  ninth: {{{NINTH}}}");
    let problems = project(&format!(
        "{ninth}\n  m: {{measure: downloads, of: {{metric: ninth}}}}"
    ))
    .problems();
    let told =
        "error[HF0501]: metric `m`: the denominator has no value, since no row is left for it";
    assert!(problems.contains(told), "{problems}");
    let zero = "m: {measure: downloads, of: {metric: ninth}, empty: 0}";
    let results = project(&format!("{ninth}\n  {zero}")).results();
    assert_eq!(results.metric("m"), "0");
}

#[test]
fn a_share_of_no_value_is_reported() {
    let problems = project(&format!("  ninth: {{{NINTH}, of: {{param: hub}}}}")).problems();
    let told = "error[HF0501]: metric `ninth`: it has no value, since no row is left for it";
    assert!(problems.contains(told), "{problems}");
}

#[test]
fn what_divides_by_a_metric_that_failed_has_no_problem_of_its_own() {
    let metrics = "  first: {measure: downloads, of: {where: \"account = 'meta'\"}}\n  second: {measure: downloads, of: {metric: first}}";
    let problems = project(metrics).problems();
    assert_eq!(problems.matches("error[HF0501]").count(), 1, "{problems}");
    assert!(problems.contains("metric `first`"), "{problems}");
}

#[test]
fn a_second_step_looks_at_the_rows_of_a_breakdown() {
    assert_eq!(
        one("{from: by_account, where: \"downloads_rank = 1\", sql: \"max(account)\"}"),
        "google"
    );
    assert_eq!(
        one("{from: by_account, where: \"downloads_share > 0.1\", sql: \"count(*)\"}"),
        "2"
    );
    assert_eq!(
        one("{from: by_model, where: \"downloads_rank <= 2\", sql: \"sum(downloads)\"}"),
        "80"
    );
    assert_eq!(
        one("{from: by_account, sql: \"max(downloads) > 4 * min(downloads)\"}"),
        "true"
    );
    assert_eq!(one("{from: by_account, sql: \"sum(models)\"}"), "4");
}

#[test]
fn a_second_step_has_a_metric_or_a_param_for_a_denominator() {
    let results = project("  whole: {measure: downloads}\n  m: {from: by_model, where: \"downloads_rank <= 2\", sql: \"sum(downloads)\", of: {metric: whole}}").results();
    assert_eq!(results.metric("m"), "80/100");
    assert_eq!(
        one("{from: by_model, sql: \"sum(downloads)\", of: {param: hub}}"),
        "100/1000"
    );
    let problems =
        project("  m: {from: by_model, sql: \"sum(downloads)\", of: {where: sized}}").problems();
    assert!(problems.contains("error[HF0307]"), "{problems}");
}

#[test]
fn the_rows_on_both_sides_are_counted() {
    let results = project("  m: {measure: downloads, where: large, of: {where: sized}}").results();
    let metric = results.metric_result("m");
    assert_eq!((metric.numerator_rows, metric.denominator_rows), (2, 3));
}

#[test]
fn a_condition_on_no_value_is_not_true() {
    assert_eq!(
        one("{measure: models, where: \"parameters > 0\", rows: all}"),
        "3"
    );
    assert_eq!(
        one("{measure: models, where: \"NOT parameters > 0\", rows: all}"),
        "0"
    );
    assert_eq!(
        one("{measure: models, where: \"task <> 'nlp'\", rows: all}"),
        "2"
    );
    assert_eq!(
        one("{measure: models, where: \"task <> 'nlp' OR task IS NULL\", rows: all}"),
        "3"
    );
    assert_eq!(
        one("{measure: models, where: \"task IN ('nlp', 'vision')\", rows: all}"),
        "4"
    );
    assert_eq!(
        one("{measure: models, where: \"coalesce(task, 'none') NOT IN ('nlp')\", rows: all}"),
        "3"
    );
}

#[test]
fn expressions_know_what_users_know() {
    for (condition, rows) in [
        ("downloads BETWEEN 5 AND 30", "3"),
        ("account LIKE 'go%'", "2"),
        ("account LIKE '%o%' AND NOT account LIKE 'g%'", "2"),
        ("upper(account) = 'GOOGLE'", "2"),
        ("length(account) = 6", "4"),
        ("substr(model, 2, 1) = '3'", "1"),
        ("left(account, 2) || right(account, 2) = 'gole'", "2"),
        ("starts_with(account, 'mis')", "1"),
        ("regexp_like(model, '^m[12]$')", "2"),
        ("CASE WHEN parameters IS NULL THEN 1 ELSE 0 END = 1", "2"),
        ("downloads * 2 + 1 > 60", "2"),
        ("downloads / 4 = 12.5", "1"),
        ("downloads % 10 = 0", "3"),
        ("coalesce(parameters, 0) < 1e3", "4"),
        ("TRY_CAST(replace(model, 'm', '') AS integer) >= 4", "2"),
    ] {
        let metric = format!("{{measure: models, rows: all, where: \"{condition}\"}}");
        assert_eq!(one(&metric), rows, "{condition}");
    }
}

#[test]
fn formats_write_the_same_value_in_both_languages() {
    let metrics =
        "  share: {measure: downloads, where: large, of: {where: sized}, format: {percent: 2}}
  whole: {measure: downloads, format: integer}
  hub: {sql: \"max(params.hub)\", format: integer}
  leads: {from: by_account, sql: \"max(downloads) > 10\", format: boolean}";
    let metrics = metrics.replace("  hub: {sql: \"max(params.hub)\", format: integer}\n", "");
    let project = project(&metrics);
    let spec = project
        .read("spec.yaml")
        .replace("title: Metrics", "locales: [fr, en]\ntitle: Metrics")
        .replace(
            "[{table: by_account}]",
            "[{text: \"{{ formatted.share }} / {{ formatted.whole }} / {{ formatted.leads }} / {{ metrics.share|percent(4) }}\"}]",
        );
    let project = project.file("spec.yaml", spec);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let french = project.read("out/report.md").replace('\u{202f}', " ");
    assert!(
        french.contains("28,57 % / 100 / oui / 28,5714 %"),
        "{french}"
    );
    let english = project.read("out/report.en.md");
    assert!(
        english.contains("28.57% / 100 / yes / 28.5714%"),
        "{english}"
    );
}

#[test]
fn a_share_is_rounded_once_and_half_away_from_zero() {
    // 1 of 8 is 12.5 %, 3 of 8 is 37.5 %, 1 of 16 is 6.25 %.
    let rows: String = (0..16).map(|n| format!("m{n},a{n},t,1,{n}\n")).collect();
    let text = "metrics:\n  e: {measure: models, where: \"parameters < 2\", of: {}, rows: all, format: {percent: 0}}\n  t: {measure: models, where: \"parameters < 6\", of: {}, rows: all, format: {percent: 0}}\n  s: {measure: models, where: \"parameters < 1\", of: {}, rows: all, format: {percent: 1}}";
    let project = project("  x: {measure: models}");
    let spec = project
        .read("spec.yaml")
        .replace("metrics:\n  x: {measure: models}", text)
        .replace(
            "[{table: by_account}]",
            "[{text: \"{{ formatted.e }} {{ formatted.t }} {{ formatted.s }}\"}]",
        );
    let project = project.file("spec.yaml", spec).file(
        "rows.csv",
        format!("model,account,task,downloads,parameters\n{rows}"),
    );
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    assert!(
        project.read("out/report.md").contains("13% 38% 6.3%"),
        "{}",
        project.read("out/report.md")
    );
}

#[test]
fn a_check_that_holds_says_nothing() {
    let project = project("  m: {measure: downloads}");
    let spec = project.read("spec.yaml")
        + "checks:\n  three accounts: {from: by_account, sql: \"count(*) = 3\"}\n  the first two lead: {from: by_account, where: \"downloads_rank <= 2\", sql: \"sum(downloads) > 90\"}\n";
    let results = project.file("spec.yaml", spec).results();
    assert_eq!(results.warnings(), Vec::<String>::new());
}

#[test]
fn a_check_that_does_not_hold_says_what_its_sides_are_and_over_which_rows() {
    let project = project("  m: {measure: downloads}");
    let told = |check: &str| {
        let spec = project.read("spec.yaml");
        let spec = format!("{spec}checks:\n  it holds: {{from: by_account, {check}}}\n");
        project.write("checked.yaml", spec);
        let outcome = project.hfreport(&["run", "checked.yaml", "--quiet"]);
        (outcome.ends_with(1).stderr, project.read("checked.yaml"))
    };
    let (all, _) = told("sql: \"count(*) > 2 + 1 AND NOT count(*) IN (3, 4)\"");
    assert!(
        all.contains("is not true over the 3 rows of breakdown `by_account`: `count(*)` is 3\n"),
        "{all}"
    );
    let (some, _) = told("where: \"downloads_rank = 1\", sql: \"sum(downloads) < max(downloads)\"");
    assert!(
        some.contains(
            "is not true over 1 of the 3 rows of breakdown `by_account`: `sum(downloads)` is "
        ),
        "{some}"
    );
    assert!(some.contains(", `max(downloads)` is "), "{some}");
}

#[test]
fn a_waiver_of_a_check_that_is_an_error_is_said_to_be_idle() {
    let project = project("  m: {measure: downloads}");
    let spec = project.read("spec.yaml");
    let problems = |check: &str, allowed: &str| {
        let check =
            format!("checks: {{it holds: {{from: by_account, sql: \"count(*) = 4\"{check}}}}}");
        project.write(
            "checked.yaml",
            format!("{}{check}\n", spec.replace("allow: [HF0308]", allowed)),
        );
        project.hfreport(&["check", "checked.yaml"]).stderr
    };
    let idle =
        "warning[HF0310]: `allow` lists `HF0503`, but a check that does not hold is an error here";
    for (check, allowed) in [
        (", allow: [HF0503]", "allow: [HF0308]"),
        ("", "allow: [HF0308, HF0503]"),
    ] {
        let told = problems(check, allowed);
        assert_eq!(told.matches(idle).count(), 1, "{told}");
    }
    for (check, allowed) in [
        (", severity: warning, allow: [HF0503]", "allow: [HF0308]"),
        (", severity: warning", "allow: [HF0308, HF0503]"),
    ] {
        assert_eq!(problems(check, allowed).matches("HF0310").count(), 0);
        let run = project.hfreport(&["run", "checked.yaml", "--quiet"]).fine();
        assert!(!run.stderr.contains("HF0503"), "{}", run.stderr);
    }
}
