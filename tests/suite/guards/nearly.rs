//! A file that is nearly that of the period before: without its last row, with rows twice, with a cell changed. What has changed as months
//! change is published: few rows, rows that nobody counts, rows without a name of their own, real months of real hubs.

use super::{NOVEMBER, OCTOBER, SPEC, months, refused, run, with};
use crate::fixture::{Outcome, Project, home, shared};
use serde_json::Value;

/// A row: its tag and its downloads.
type Row = (&'static str, i64);

/// So many rows with downloads, of which some are alike.
fn rows(count: i64) -> Vec<Row> {
    (0..count).map(|at| ("a", 1 + at * 37 % 101)).collect()
}

fn refused_at_november(october: &[Row], november: &[Row], told: &str) {
    // Rows that are there twice have one name.
    let spec = SPEC.replace(", unique: true", "");
    let project = months(&spec, october, &[]);
    project.write(&file(NOVEMBER), csv(november, 240));
    refused(&project, &format!("error[HF0461]: source `models`: {told}"));
}

#[track_caller]
fn published(spec: &str, october: &[Row], november: &[Row]) -> Project {
    let project = months(spec, october, november);
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    project
}

fn file(month: &str) -> String {
    format!("rows_{month}.csv")
}

/// Rows with names that begin again after so many.
fn csv(rows: &[Row], names: usize) -> String {
    let rows = rows.iter().enumerate();
    let rows = rows.map(|(at, (tag, downloads))| format!("m{},{tag},{downloads}\n", at % names));
    format!("model,tag,downloads\n{}", rows.collect::<String>())
}

fn manifest(project: &Project, month: &str) -> Value {
    let manifest = project.read(&format!("out/{month}/manifest.json"));
    serde_json::from_str(&manifest).expect("JSON")
}

#[test]
fn the_file_of_the_month_before_without_its_last_row_is_caught() {
    refused_at_november(
        &rows(240),
        &rows(239),
        "all 239 different rows with `downloads` are rows of the period `2025-10-01` (240 rows then, 239 now)",
    );
    refused_at_november(
        &rows(21),
        &rows(20),
        "all 20 different rows with `downloads`",
    );
}

#[test]
fn the_file_of_the_month_before_with_rows_twice_is_caught() {
    let mut november = rows(240);
    november.extend(rows(50));
    refused_at_november(
        &rows(240),
        &november,
        "all 240 different rows with `downloads` are rows of the period `2025-10-01` (240 rows then, 290 now)",
    );
}

#[test]
fn the_file_of_the_month_before_with_a_cell_changed_is_caught() {
    let mut november = rows(240);
    november[7].1 += 1000;
    refused_at_november(
        &rows(240),
        &november,
        "239 of 240 different rows with `downloads` are rows of the period `2025-10-01` (240 rows then, 240 now)",
    );
    november[7] = ("b", rows(8)[7].1);
    refused_at_november(&rows(240), &november, "239 of 240 different rows");
}

#[test]
fn of_many_rows_some_are_looked_at() {
    let october = rows(5000);
    let november = &october[..4600];
    let project = months(SPEC, &october, november);
    refused(
        &project,
        "different rows with `downloads` that were looked at are rows of the period `2025-10-01` (5,000 rows then, 4,600 now)",
    );
    // One row in fifty has changed.
    let mut november = october.clone();
    november.iter_mut().step_by(50).for_each(|row| row.1 += 1);
    published(SPEC, &october, &november);
}

#[test]
fn one_row_in_a_hundred_may_be_another_one_and_no_more_rows_need_be() {
    let changed = |count: usize| {
        let mut rows = rows(200);
        rows.iter_mut().take(count).for_each(|row| row.1 += 1);
        rows
    };
    refused_at_november(&rows(200), &changed(2), "198 of 200 different rows");
    published(SPEC, &rows(200), &changed(3));
}

#[test]
fn in_a_short_table_a_row_or_two_may_have_changed() {
    for count in [5, 12, 30, 50] {
        let october = rows(count);
        for changed in [1, 2] {
            let mut november = october.clone();
            november.iter_mut().take(changed).for_each(|row| row.1 += 1);
            published(SPEC, &october, &november);
        }
        let mut november = october.clone();
        november.push(("b", 3));
        published(SPEC, &october, &november);
    }
    // So few say nothing, also where all are those of before.
    published(SPEC, &rows(20), &rows(19));
}

#[test]
fn rows_that_nobody_downloads_stay_as_they_are() {
    let hub = |live: i64| {
        let mut rows = vec![("a", 0); 1000];
        rows.iter_mut().take(30).for_each(|row| row.1 = live);
        rows
    };
    let project = published(SPEC, &hub(50), &hub(51));
    let sample = manifest(&project, OCTOBER)["sources"]["models"]["sample"].clone();
    assert_eq!(sample.as_str().expect("a text").split(' ').count(), 30);
}

/// Rows of a contract in which nothing is summed.
fn counted(columns: &str) -> String {
    let sum = "  downloads: {sql: \"sum(downloads)\"}\n";
    SPEC.replace(sum, "")
        .replace("measures: [downloads, models]", "measures: [models]")
        .replace("measure: downloads", "measure: models")
        .replace("      downloads: {type: integer, min: 0}\n", "")
        .replace("      model: {type: string, unique: true}\n", columns)
}

#[test]
fn where_nothing_is_summed_it_takes_more_rows() {
    let named = counted("      model: {type: string, unique: true}\n");
    published(&named, &rows(199), &rows(198));
    refused(
        &months(&named, &rows(240), &rows(239)),
        "source `models`: all 239 different rows are rows of the period `2025-10-01`",
    );
    let mut november = rows(240);
    november[0].0 = "b";
    refused(
        &months(&named, &rows(240), &november),
        "239 of 240 different rows are",
    );
    november[1].0 = "b";
    published(&named, &rows(240), &november);
}

#[test]
fn rows_without_a_name_are_known_by_their_numbers() {
    let tags = counted("");
    // 250 different tags: each of 1, 2 or 3 rows.
    let file_of = |more: usize| {
        let tags = (0..250).flat_map(|tag| vec![tag; 1 + tag % 3]);
        let tags = tags.chain((0..250).filter(|tag| tag % 3 == 2).take(more));
        let rows = tags.map(|tag| format!("m,t{tag},1\n"));
        format!("model,tag,downloads\nm,a,1\n{}", rows.collect::<String>())
    };
    for (more, is_refused) in [(1, true), (2, false), (80, false)] {
        let project = months(&tags, &[("a", 1)], &[("a", 1)]);
        project.write(&file(OCTOBER), file_of(0));
        project.write(&file(NOVEMBER), file_of(more));
        run(&project, OCTOBER).fine();
        let outcome = run(&project, NOVEMBER);
        let is_told = outcome.stderr.contains("250 of 251 different rows are");
        assert_eq!(is_told, is_refused, "{}", outcome.stderr);
    }
    // Two different rows say nothing.
    let month = |of_a: usize| {
        let mut rows = vec![("b", 1); 600];
        rows.iter_mut().take(of_a).for_each(|row| row.0 = "a");
        rows
    };
    published(&tags, &month(300), &month(301));
}

#[test]
fn where_only_lists_may_tell_rows_apart_and_nothing_is_summed_nothing_is_said() {
    let named = counted("      model: {type: string, unique: true}\n");
    let project = months(&named, &rows(240), &rows(239));
    let tag = "      tag: {type: string, nullable: true}\n";
    let languages = "      languages: {type: \"list<string>\", nullable: true}\n";
    let lists = named.replace(tag, &format!("{tag}{languages}"));
    project.write("spec.yaml", lists.replace(".csv\"\n", ".json\"\n"));
    let json = |rows: usize| {
        let rows = (0..rows).map(|at| {
            format!(
                "{{\"model\": \"m{at}\", \"tag\": \"a\", \"languages\": [\"l{}\"]}}",
                at % 7
            )
        });
        format!("[{}]", rows.collect::<Vec<_>>().join(","))
    };
    project.write("rows_2025-10-01.json", json(240));
    project.write("rows_2025-11-01.json", json(239));
    run(&project, OCTOBER).fine();
    let source = &manifest(&project, OCTOBER)["sources"]["models"];
    assert!(source["likeness"].is_string() && source["sample"].is_null());
    let outcome = run(&project, NOVEMBER).fine();
    assert!(!outcome.stderr.contains("HF0461"), "{}", outcome.stderr);
}

#[test]
fn a_file_that_only_grows_is_waived_at_its_source_for_all_periods() {
    let project = months(SPEC, &rows(400), &rows(403));
    let outcome = run(&project, NOVEMBER).ends_with(1);
    for told in [
        "error[HF0461]: source `models`: 400 of 403 different rows with `downloads`",
        "or rows stay from period to period, as in a file that only grows, say so at the source: `allow: [HF0461]`, which is of all periods of this spec and may stay",
    ] {
        assert!(outcome.stderr.contains(told), "{told}\n{}", outcome.stderr);
    }
    let waived = SPEC.replace("    columns:", "    allow: [HF0461]\n    columns:");
    project.write("spec.yaml", waived.clone());
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    // In a month in which more rows are new the waiver waives nothing, and stays.
    project.write(&file(NOVEMBER), csv(&rows(440), 440));
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    // So does that of a whole spec, which has all periods.
    project.write("spec.yaml", with("allow: [HF0461]"));
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
}

#[test]
fn a_file_whose_path_does_not_name_the_period_may_be_nearly_the_same() {
    let spec = SPEC.replace("rows_{{ params.snapshot }}.csv", "rows.csv");
    let project = Project::of(&spec)
        .file(
            "periods.csv",
            "snapshot,hub\n2025-10-01,900000\n2025-11-01,910000\n",
        )
        .file("rows.csv", csv(&rows(240), 240));
    run(&project, OCTOBER).fine();
    project.write("rows.csv", csv(&rows(239), 239));
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    assert!(manifest(&project, OCTOBER)["sources"]["models"]["sample"].is_null());
}

#[test]
fn a_bundle_of_before_there_were_samples_is_read_and_says_nothing() {
    let project = months(SPEC, &rows(240), &rows(239));
    let mut before = manifest(&project, OCTOBER);
    let source = before["sources"]["models"].as_object_mut().expect("a map");
    source.remove("sample").expect("a sample");
    project.write(&format!("out/{OCTOBER}/manifest.json"), before.to_string());
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
}

#[test]
fn the_sample_is_the_same_in_any_order_of_rows_and_in_any_number_of_files() {
    let october = rows(3000);
    let whole = months(SPEC, &october, &october);
    let parts = SPEC.replace(".csv\"\n    columns", "-*.csv\"\n    columns");
    let parts = Project::of(&parts).file("periods.csv", "snapshot,hub\n2025-10-01,900000\n");
    let text = csv(&october, 3000);
    let lines: Vec<&str> = text.lines().skip(1).collect();
    for (at, lines) in lines.chunks(700).enumerate() {
        let mut lines = lines.to_vec();
        lines.reverse();
        let part = format!("model,tag,downloads\n{}\n", lines.join("\n"));
        parts.write(&format!("rows_{OCTOBER}-{}.csv", 9 - at), part);
    }
    run(&parts, OCTOBER).fine();
    let [whole, parts] = [whole, parts].map(|project| {
        let source = manifest(&project, OCTOBER)["sources"]["models"].clone();
        (source["likeness"].clone(), source["sample"].clone())
    });
    assert_eq!(whole, parts);
    let sample = whole.1.as_str().expect("a text");
    assert_eq!(sample.split(' ').count(), 1024);
}

/// All periods of a spec, each published.
fn each(project: &Project) -> Outcome {
    let arguments = ["run", "spec.yaml", "--each", "--allow-path"];
    let data = shared("data").expect("the data").display().to_string();
    project.hfreport(&[&arguments[..], &[&data]].concat())
}

#[test]
fn the_months_of_a_real_organisation_are_no_months_before() {
    let Some(data) = shared("data/org_monthly") else {
        return;
    };
    let mut days: Vec<String> = std::fs::read_dir(&data)
        .expect("a folder")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy()[..10].to_owned())
        .collect();
    days.sort();
    let spec = format!(
        r#"
version: 1
title: "Month {{{{ params.day }}}}"
params: {{day: 2022-02-18}}
periods: {{param: day, table: periods.csv}}
guards: {{change: 10}}
sources:
  rows:
    path: "{}/{{{{ params.day }}}}_hf.csv"
    columns:
      model: {{type: string, sql: "split_part(model_url, '/', 5)"}}
      downloads: {{type: integer, min: 0}}
measures: {{downloads: {{sql: "sum(downloads)"}}}}
breakdowns: {{by_model: {{by: model, measures: [downloads]}}}}
sections: [{{table: by_model}}]
outputs: {{dir: "out/{{{{ params.day }}}}", formats: [json], charts: [], tables: []}}
"#,
        data.display()
    );
    let project = Project::of(&spec).file("periods.csv", format!("day\n{}\n", days.join("\n")));
    let outcome = each(&project).fine();
    assert_eq!(
        outcome.stdout.matches(": fine").count(),
        55,
        "{}",
        outcome.stdout
    );
    assert!(!outcome.stderr.contains("HF0461"), "{}", outcome.stderr);
}

#[test]
fn models_that_are_only_counted_are_no_models_of_the_month_before() {
    // 98 of 100 rows of a month are those of the month before, of which it lacks 100 of 72,423.
    let spec = r#"
version: 1
title: "Month {{ params.snapshot }}"
params: {snapshot: 2025-10-01}
periods: {param: snapshot, rows: [{snapshot: 2025-10-01}, {snapshot: 2025-11-01}, {snapshot: 2025-12-01}]}
sources:
  models:
    path: "data/hub_{{ params.snapshot }}.parquet"
    columns:
      model: {type: string, unique: true}
      tag: {type: string, nullable: true, sql: pipeline_tag}
      parameters: {type: integer, nullable: true}
measures: {models: {sql: "count(*)"}}
dimensions: {small: {sql: "CASE WHEN parameters < 100 THEN 'yes' ELSE 'no' END"}}
breakdowns: {by_tag: {by: tag, measures: [models]}, by_size: {by: small, measures: [models]}}
sections: [{table: by_tag}, {table: by_size}]
outputs: {dir: "out/{{ params.snapshot }}", formats: [json], charts: [], tables: []}
"#;
    let project = Project::of(spec).with_copy_of(&home().join("data"), "data");
    let outcome = project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    assert_eq!(
        outcome.stdout.matches(": fine").count(),
        3,
        "{}",
        outcome.stdout
    );
    // Their tags alone, of which there are few, in 72,423 rows.
    project.write(
        "spec.yaml",
        spec.replace("      model: {type: string, unique: true}\n", ""),
    );
    let outcome = project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    assert_eq!(
        outcome.stdout.matches(": fine").count(),
        3,
        "{}",
        outcome.stdout
    );
}
