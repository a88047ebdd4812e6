//! Every sum and count of a spec is held against the period before, not the first one alone.

use super::{NOVEMBER, OCTOBER, refused, run};
use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
title: "Month {{ params.snapshot }}"
params: {snapshot: 2025-10-01}
periods: {param: snapshot, rows: [{snapshot: 2025-10-01}, {snapshot: 2025-11-01}]}
sources:
  models:
    path: "rows_{{ params.snapshot }}.csv"
    columns:
      model: {type: string, unique: true}
      downloads: {type: integer}
      likes: {type: integer}
      hours: {type: number}
measures:
  models: {sql: "count(*)"}
  downloads: {sql: "sum(downloads)"}
  liked: {sql: "count(*) FILTER (WHERE likes > 0)"}
  likes: {sql: "sum(likes)"}
  hours: {sql: "sum(hours)"}
  mean: {sql: "avg(likes)"}
breakdowns:
  all: {by: model, measures: [models, downloads, liked, likes, hours, mean]}
sections: [{table: all}]
outputs: {dir: "out/{{ params.snapshot }}", formats: [markdown], charts: [], tables: []}
"#;

/// A hundred rows, each with what is downloaded, liked and used of it.
fn rows(each: impl Fn(i64) -> (i64, i64, f64)) -> String {
    let rows = (0..100).map(|at| {
        let (downloads, likes, hours) = each(at);
        format!("m{at},{downloads},{likes},{hours}\n")
    });
    format!("model,downloads,likes,hours\n{}", rows.collect::<String>())
}

/// A project with October, in which each row has 1,000 downloads, 20 likes and 2.5 hours, published, and rows of November.
fn november(spec: &str, each: impl Fn(i64) -> (i64, i64, f64)) -> Project {
    let project = Project::of(spec)
        .file(&format!("rows_{OCTOBER}.csv"), rows(|_| (1000, 20, 2.5)))
        .file(&format!("rows_{NOVEMBER}.csv"), rows(each));
    run(&project, OCTOBER).fine();
    project
}

#[test]
fn a_further_measure_that_halves_is_caught_though_rows_and_the_first_measure_stay() {
    let half = |at: i64| if at < 50 { 40 } else { 1 };
    let project = november(SPEC, |at| (1001, half(at) - at % 2, 2.5));
    let likes: i64 = (0..100).map(|at| half(at) - at % 2).sum();
    assert_eq!(likes, 2000);
    // 25 of the other half are liked, and 50 of the first one: 75 of 100 is allowed.
    run(&project, NOVEMBER).fine();

    let project = november(SPEC, |at| (1001, 10 - at % 2, 2.5));
    refused(
        &project,
        "error[HF0462]: source `models`: `likes` fell by 52.50% since the period `2025-10-01`, from 2,000 to 950; 25% is allowed\n  --> spec.yaml:18:3",
    );
    refused(&project, "may say so in measure `likes`: `allow: [HF0462]`");
    for waived in [
        SPEC.replace("\"sum(likes)\"}", "\"sum(likes)\", allow: [HF0462]}"),
        format!("{SPEC}guards: {{change: 0.525}}\n"),
    ] {
        project.write("spec.yaml", waived);
        assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    }
}

#[test]
fn a_count_with_a_filter_and_a_sum_of_numbers_with_fractions_are_caught_too() {
    // As many likes of fewer models: 40 of 100.
    let project = november(SPEC, |at| (1001, if at < 40 { 50 } else { 0 }, 2.5));
    refused(
        &project,
        "`liked` fell by 60.00% since the period `2025-10-01`, from 100 to 40; 25% is allowed",
    );
    let project = november(SPEC, |at| (1001 + at, 20, 3.75));
    refused(
        &project,
        "`hours` rose by 50.00% since the period `2025-10-01`, from 250.0 to 375.00; 25% is allowed",
    );
}

#[test]
fn what_follows_from_rows_that_are_missing_is_told_once() {
    let project = november(SPEC, |_| (1001, 20, 2.5));
    let half: Vec<String> = rows(|_| (1001, 20, 2.5))
        .lines()
        .take(51)
        .map(str::to_owned)
        .collect();
    project.write(&format!("rows_{NOVEMBER}.csv"), half.join("\n"));
    let outcome = run(&project, NOVEMBER).ends_with(1);
    assert!(
        outcome.stderr.contains("rows fell by 50.00%"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("`models` fell by 50.00%"),
        "{}",
        outcome.stderr
    );
    for other in ["downloads", "liked", "likes", "hours"] {
        let told = format!("`{other}` fell");
        assert!(!outcome.stderr.contains(&told), "{}", outcome.stderr);
    }
}

#[test]
fn further_measures_that_differ_by_chance_or_begin_are_left_alone() {
    // 12 of the rows are rare, then 5: no one can say that anything is missing.
    let spec = SPEC.replace("likes > 0", "likes > 20");
    let few = |most: i64| move |at: i64| (1000 + at, if at < most { 21 } else { 20 }, 2.5);
    let project = november(&spec, few(5));
    // What was 0 begins.
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    project.write(&format!("rows_{OCTOBER}.csv"), rows(few(12)));
    run(&project, OCTOBER).fine();
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    // 90 of 100 and then 5 are no chance.
    project.write(&format!("rows_{OCTOBER}.csv"), rows(few(90)));
    run(&project, OCTOBER).fine();
    let published = project.folder().join("out").join(NOVEMBER);
    std::fs::remove_dir_all(published).expect("a bundle");
    refused(&project, "`liked` fell by 94.44%");
}

#[test]
fn an_amount_below_zero_may_change_as_any_other() {
    let spec = SPEC.replace("sum(likes)", "sum(-likes)");
    let project = november(&spec, |at| (1000 + at, 21, 2.5));
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    let project = november(&spec, |at| (1000 + at, 41, 2.5));
    refused(&project, "`likes` fell by 105.00%");
}

#[test]
fn a_first_measure_that_jumps_while_the_rows_stay_is_asked_for_its_cells() {
    let spec = SPEC
        .replace("  models: {sql: \"count(*)\"}\n", "")
        .replace("measures: [models, ", "measures: [");
    let project = november(&spec, |_| (1, 20, 2.5));
    let told = run(&project, NOVEMBER).ends_with(1).stderr;
    assert!(told.contains("`downloads` fell by 99.90%"), "{told}");
    let asked = "is a part of its cells missing, there twice, or in another unit?";
    assert!(told.contains(asked), "{told}");
}
