//! Guards: a period held against the bundle of the one before. What is caught publishes nothing, and a spec waives it
//! by name.

mod measures;
mod nearly;
mod other_month;
mod shipped;

use crate::fixture::{Outcome, Project};

const SPEC: &str = r#"
version: 1
title: "Month {{ params.snapshot }}"
params:
  snapshot: 2025-10-01
  hub: {type: integer, default: 0}
periods: {param: snapshot, table: periods.csv}
sources:
  models:
    path: "rows_{{ params.snapshot }}.csv"
    columns:
      model: {type: string, unique: true}
      tag: {type: string, nullable: true}
      downloads: {type: integer, min: 0}
lookups:
  tags: {key: tag, rows: [{tag: a, kind: A}, {tag: b, kind: B}]}
dimensions:
  kind: {lookup: tags.kind, key: tag, unmatched: {code: unknown}, coverage: {}}
measures:
  downloads: {sql: "sum(downloads)"}
  models: {sql: "count(*)"}
breakdowns:
  by_kind: {by: kind, measures: [downloads, models]}
metrics:
  of_hub: {measure: downloads, of: {param: hub}}
sections:
  - text: "{{ formatted.of_hub }}"
  - table: by_kind
outputs: {dir: "out/{{ params.snapshot }}", formats: [markdown, json], charts: [], tables: []}
"#;

const OCTOBER: &str = "2025-10-01";
const NOVEMBER: &str = "2025-11-01";

/// A row: its tag and its downloads.
type Row<'a> = (&'a str, i64);

fn csv(rows: &[Row<'_>]) -> String {
    let rows = rows.iter().enumerate();
    let rows = rows.map(|(at, (tag, downloads))| format!("m{at},{tag},{downloads}\n"));
    format!("model,tag,downloads\n{}", rows.collect::<String>())
}

/// Twenty rows of 50 downloads; one has no tag.
fn usual() -> Vec<Row<'static>> {
    let mut rows = vec![("a", 50); 20];
    rows[19].0 = "";
    rows
}

/// A project with the rows of October, published, and those of November.
fn months(spec: &str, october: &[Row<'_>], november: &[Row<'_>]) -> Project {
    let project = Project::of(spec)
        .file(
            "periods.csv",
            "snapshot,hub\n2025-10-01,900000\n2025-11-01,910000\n",
        )
        .file(&format!("rows_{OCTOBER}.csv"), csv(october))
        .file(&format!("rows_{NOVEMBER}.csv"), csv(november));
    run(&project, OCTOBER).fine();
    project
}

fn run(project: &Project, month: &str) -> Outcome {
    let setting = format!("snapshot={month}");
    project.hfreport(&["run", "spec.yaml", "--quiet", "--set", &setting])
}

/// November is refused for one reason only, and nothing of it is written.
#[track_caller]
fn refused(project: &Project, told: &str) {
    let outcome = run(project, NOVEMBER).ends_with(1);
    let errors = outcome.stderr.matches("error[").count();
    assert_eq!(errors, 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(told), "{told}\n{}", outcome.stderr);
    assert!(!project.folder().join("out").join(NOVEMBER).exists());
}

/// The spec that says something more at its top level.
fn with(more: &str) -> String {
    format!("{SPEC}{more}\n")
}

#[test]
fn a_month_like_the_one_before_is_published() {
    let mut november = usual();
    november.push(("b", 3));
    let project = months(SPEC, &usual(), &november);
    let outcome = run(&project, NOVEMBER).fine();
    assert_eq!(outcome.stderr, "");
    let manifest = project.read(&format!("out/{NOVEMBER}/manifest.json"));
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let source = &manifest["sources"]["models"];
    assert_eq!(source["empty"], serde_json::json!({"tag": 1}));
    assert_eq!(
        source["total"],
        serde_json::json!({"measure": "downloads", "value": "1003"})
    );
}

#[test]
fn the_file_of_the_month_before_is_caught_and_waived_by_name() {
    let project = months(SPEC, &usual(), &usual());
    refused(
        &project,
        "error[HF0461]: source `models`: `rows_2025-11-01.csv` has the bytes of `rows_2025-10-01.csv`, from which the period `2025-10-01` was made",
    );
    // A part of the period names it, too.
    let part = SPEC.replace(
        "rows_{{ params.snapshot }}.csv",
        "rows_{{ params.snapshot[:7] }}-01.csv",
    );
    refused(&months(&part, &usual(), &usual()), "error[HF0461]");
    // The total that did not change either is no mistake of its own.
    project.write(
        "periods.csv",
        "snapshot,hub\n2025-10-01,900000\n2025-11-01,900000\n",
    );
    refused(&project, "error[HF0461]");
    for waived in [
        with("allow: [HF0461]"),
        SPEC.replace("    columns:", "    allow: [HF0461]\n    columns:"),
    ] {
        project.write("spec.yaml", waived);
        assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    }
}

#[test]
fn the_rows_of_the_month_before_are_caught_whatever_bytes_they_have() {
    let october = csv(&usual());
    let mut sorted: Vec<&str> = october.lines().collect();
    sorted[1..].reverse();
    let quoted = october.replace("m0,a,50", "\"m0\",\"a\",50.0");
    let wider = october.replace('\n', ",x\n").replacen(",x", ",more", 1);
    for other in [
        october.replace('\n', "\r\n"),
        format!("\u{feff}{october}"),
        sorted.join("\n"),
        quoted,
        wider,
    ] {
        let project = months(SPEC, &usual(), &usual());
        project.write("rows_2025-11-01.csv", other);
        refused(
            &project,
            "error[HF0461]: source `models`: 20 rows and `downloads` 1,000 are exactly those of the period `2025-10-01`, though the bytes of the files differ",
        );
        project.write("spec.yaml", with("allow: [HF0461]"));
        assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    }
}

#[test]
fn other_rows_with_the_same_total_are_no_rows_of_the_month_before() {
    let mut november = usual();
    november[0].1 += 1;
    november[1].1 -= 1;
    assert_eq!(
        run(&months(SPEC, &usual(), &november), NOVEMBER)
            .fine()
            .stderr,
        ""
    );
    // What comes from the name of the file tells no rows apart.
    let dated = SPEC.replace(
        "    columns:\n",
        "    from_file: \"rows_{day}.csv\"\n    columns:\n      day: {type: date}\n",
    );
    let project = months(&dated, &usual(), &usual());
    project.write("rows_2025-11-01.csv", csv(&usual()) + "\n");
    refused(&project, "20 rows and `downloads` 1,000 are exactly those");
}

#[test]
fn a_source_whose_path_does_not_name_the_period_may_stay_as_it_is() {
    let spec = SPEC.replace("rows_{{ params.snapshot }}.csv", "rows.csv");
    let project = Project::of(&spec)
        .file(
            "periods.csv",
            "snapshot,hub\n2025-10-01,900000\n2025-11-01,900000\n",
        )
        .file("rows.csv", csv(&usual()));
    run(&project, OCTOBER).fine();
    // Neither has the source changed nor its total.
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
}

#[test]
fn rows_may_fall_or_rise_by_a_quarter_and_no_more() {
    let rows = |count: i64| vec![("a", 100 / count); count as usize];
    // The measure is about the same in each.
    let october = [("a", 5); 20];
    for (count, told) in [
        (25, None),
        (15, None),
        (
            26,
            Some(
                "rows rose by 30.00% since the period `2025-10-01`, from 20 to 26; 25% is allowed",
            ),
        ),
        (
            14,
            Some(
                "rows fell by 30.00% since the period `2025-10-01`, from 20 to 14; 25% is allowed",
            ),
        ),
    ] {
        let project = months(SPEC, &october, &rows(count));
        match told {
            None => assert_eq!(run(&project, NOVEMBER).fine().stderr, ""),
            Some(told) => refused(&project, &format!("error[HF0462]: source `models`: {told}")),
        }
    }
}

#[test]
fn the_first_measure_may_fall_or_rise_by_a_quarter_and_no_more() {
    let november = |first: i64| {
        let mut rows = vec![("a", 10); 10];
        rows[0].1 += first;
        rows
    };
    let october = [("a", 10); 10];
    for (first, told) in [
        (25, None),
        (
            26,
            Some(
                "`downloads` rose by 26.00% since the period `2025-10-01`, from 100 to 126; 25% is allowed",
            ),
        ),
    ] {
        let project = months(SPEC, &october, &november(first));
        match told {
            None => assert_eq!(run(&project, NOVEMBER).fine().stderr, ""),
            Some(told) => refused(&project, &format!("error[HF0462]: source `models`: {told}")),
        }
    }
    let fell: Vec<Row<'_>> = november(0).iter().map(|(tag, it)| (*tag, it - 3)).collect();
    let project = months(SPEC, &october, &fell);
    refused(&project, "`downloads` fell by 30.00%");
    project.write("spec.yaml", with("guards: {change: 0.29}"));
    refused(&project, "29% is allowed");
    project.write("spec.yaml", with("guards: {change: 0.3}"));
    run(&project, NOVEMBER).fine();
}

#[test]
fn what_was_0_is_told_without_a_limit_since_only_a_waiver_lets_it_pass() {
    let project = months(SPEC, &[("a", 0); 10], &[("a", 10); 10]);
    let rose = "`downloads` rose since the period `2025-10-01`, from 0 to 100\n";
    refused(&project, rose);
    project.write("spec.yaml", with("guards: {change: 1000000}"));
    refused(&project, rose);
    refused(
        &project,
        "no limit allows it; if it is right, say `allow: [HF0462]`",
    );
    project.write("spec.yaml", with("allow: [HF0462]"));
    run(&project, NOVEMBER).fine();
}

#[test]
fn the_share_of_empty_cells_may_differ_by_five_points_and_no_more() {
    let november = |empty: usize| {
        let mut rows = usual();
        rows.iter_mut().take(empty).for_each(|row| row.0 = "");
        rows[19].0 = "b";
        rows
    };
    let project = |empty| months(SPEC, &usual(), &november(empty));
    run(&project(0), NOVEMBER).fine();
    run(&project(2), NOVEMBER).fine();
    refused(
        &project(3),
        "error[HF0463]: column `tag` of source `models`: 15.00% of the cells are empty, 5.00% were in the period `2025-10-01`; a difference of 5 points is allowed",
    );
    let lenient = project(3);
    lenient.write("spec.yaml", with("guards: {empty: 0.1}"));
    run(&lenient, NOVEMBER).fine();
}

#[test]
fn a_total_of_the_month_before_is_caught_at_its_cell() {
    let mut november = usual();
    november.push(("b", 3));
    let project = months(SPEC, &usual(), &november);
    let old = "snapshot,hub\n2025-10-01,900000\n2025-11-01,900000\n";
    project.write("periods.csv", old);
    refused(
        &project,
        "error[HF0464]: `hub` is 900000 as in the period `2025-10-01`, although the sources changed\n --> periods.csv:3:12",
    );
    let waived = SPEC.replace("default: 0}", "default: 0, allow: [HF0464]}");
    project.write("spec.yaml", waived);
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
}

#[test]
fn a_new_key_that_no_lookup_has_may_carry_a_hundredth_and_no_more() {
    let month = |omni: i64| {
        let mut rows = vec![("a", 100); 10];
        rows[0].1 -= omni;
        rows.push(("omni", omni));
        rows
    };
    let project = months(SPEC, &[("a", 100); 10], &month(10));
    run(&project, NOVEMBER).fine();
    let project = months(SPEC, &[("a", 100); 10], &month(11));
    refused(
        &project,
        "error[HF0465]: `omni` of `tag` is not in lookup `tags` and has 1.10% of sum(downloads) (1 row); it was not lacking in the period `2025-10-01`, 1% is allowed",
    );
    project.write("spec.yaml", with("guards: {unknown: 0.02}"));
    run(&project, NOVEMBER).fine();
    // A key that was lacking before is known to be unknown.
    let project = months(SPEC, &month(2), &month(60));
    run(&project, NOVEMBER).fine();
}

#[test]
fn a_waiver_of_what_a_run_finds_may_stay_in_a_period_that_has_nothing_of_it() {
    let spec = with("allow: [HF0462]");
    let project = months(&spec, &[("a", 10); 10], &[("a", 10); 11]);
    let outcome = run(&project, OCTOBER).fine();
    assert_eq!(outcome.stderr, "");
    // In November it could be raised and is not: one spec has all periods, and another one needs it.
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    // What `check` finds by itself is the same in all periods.
    let project = months(&with("allow: [HF0311]"), &usual(), &usual());
    let outcome = project.hfreport(&["check", "spec.yaml"]).fine();
    assert!(
        outcome.stderr.contains("warning[HF0310]"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_limit_of_a_period_alone_lets_it_jump_and_is_no_old_total() {
    let spec = with("guards: {change: \"{{ params.change }}\"}").replace(
        "  hub: {type: integer, default: 0}",
        "  hub: {type: integer, default: 0}\n  change: {type: number, default: 0.25}",
    );
    let periods = |november: &str| {
        format!("snapshot,hub,change\n2025-10-01,900000,0.25\n2025-11-01,910000,{november}\n")
    };
    let project = Project::of(&spec)
        .file("periods.csv", periods("0.25"))
        .file(&file(OCTOBER), csv(&[("a", 10); 10]))
        .file(&file(NOVEMBER), csv(&[("a", 11); 10]));
    run(&project, OCTOBER).fine();
    // The limit is that of October, as nearly always.
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    // 20 downloads of 10 rows are twice as much: 100 % more.
    project.write(&file(NOVEMBER), csv(&[("a", 20); 10]));
    let outcome = run(&project, NOVEMBER).ends_with(1);
    for told in [
        "error[HF0462]: source `models`: `downloads` rose by 100.00%",
        "let the row of this period in the table of `periods` say more in its column `change`",
    ] {
        assert!(outcome.stderr.contains(told), "{told}\n{}", outcome.stderr);
    }
    project.write("periods.csv", periods("1.0"));
    assert_eq!(run(&project, NOVEMBER).fine().stderr, "");
    // A number that a text prints too may be the total of another month.
    project.write("periods.csv", periods("0.25"));
    project.write(&file(NOVEMBER), csv(&[("a", 11); 10]));
    project.write(
        "spec.yaml",
        spec.replace(
            "{{ formatted.of_hub }}",
            "{{ formatted.of_hub }} {{ params.change|percent(1) }}",
        ),
    );
    let outcome = run(&project, NOVEMBER).ends_with(1);
    assert!(
        outcome.stderr.contains("error[HF0464]: `change` is 0.25"),
        "{}",
        outcome.stderr
    );
}

fn file(month: &str) -> String {
    format!("rows_{month}.csv")
}

#[test]
fn guards_end_no_command_that_publishes_nothing() {
    let project = months(SPEC, &usual(), &usual());
    for command in [
        &["check", "spec.yaml"][..],
        &["verify", "spec.yaml"],
        &["explain", "spec.yaml", "of_hub"],
    ] {
        project.hfreport(command).fine();
    }
    let outcome = project.hfreport(&["coverage", "spec.yaml"]).ends_with(1);
    assert!(outcome.stderr.contains("HF0461"), "{}", outcome.stderr);
}

#[test]
fn each_stops_at_what_it_catches_and_goes_on_with_the_next_month() {
    let project = Project::of(SPEC)
        .file(
            "periods.csv",
            "snapshot,hub\n2025-10-01,900000\n2025-11-01,910000\n2025-12-01,920000\n",
        )
        .file("rows_2025-10-01.csv", csv(&usual()))
        .file("rows_2025-11-01.csv", csv(&usual()))
        .file("rows_2025-12-01.csv", csv(&usual()));
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--each"])
        .ends_with(1);
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert!(lines[0].starts_with("2025-10-01: fine"), "{lines:?}");
    assert_eq!(lines[1], "2025-11-01: failed, 1 error");
    // There is no bundle of November to hold December against, and that is said.
    assert!(lines[2].starts_with("2025-12-01: 1 warning"), "{lines:?}");
    let told = "the bundle of the period before, 2025-11-01, is not in";
    assert!(outcome.stderr.contains(told), "{}", outcome.stderr);
    let hint = "2025-11-01 has failed, or was not run: let it pass";
    assert!(outcome.stderr.contains(hint), "{}", outcome.stderr);
}

#[test]
fn drift_is_the_coverage_of_the_period_before_beside_that_of_this_one() {
    let mut november = usual();
    november[0].0 = "omni";
    november[1].1 = 51;
    let project = months(
        &SPEC.replace("coverage: {}", "coverage: {at_least: 0.5}"),
        &usual(),
        &november,
    );
    let drift = "{% if coverage.kind.share_change %} Known before: {{ coverage.kind.share_previous|percent(2) }}, {{ coverage.kind.share_change|points(2) }}.{% endif %}";
    let spec = with("guards: {unknown: 0.1}");
    let text = "{{ formatted.of_hub }}";
    project.write("spec.yaml", spec.replace(text, &format!("{text}{drift}")));
    let outcome = run(&project, NOVEMBER).fine();
    assert!(!outcome.stderr.contains("HF061"), "{}", outcome.stderr);
    let page = project.read(&format!("out/{NOVEMBER}/report.md"));
    let told = "Known before: 95.00%, \u{2212}4.99\u{a0}percentage points.";
    assert!(page.contains(told), "{page}");
    let page = project.read(&format!("out/{OCTOBER}/report.md"));
    assert!(!page.contains("Known before"), "{page}");
    let report = project.read(&format!("out/{NOVEMBER}/report.json"));
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    // 19 of 20 rows were known, with 950 of 1,000 downloads.
    assert_eq!(
        report["coverage"]["kind"]["previous"],
        serde_json::json!({
            "share": {"numerator": 950, "denominator": 1000},
            "rows_share": {"numerator": 19, "denominator": 20},
            "new_unknown": ["omni"],
        })
    );
    let outcome = project.hfreport(&["coverage", "spec.yaml"]).fine();
    for told in [
        "period 2025-11-01, before it 2025-10-01",
        "kind  downloads, tags.kind by tag  90.01%  95.00%  −4.99\u{a0}pt      90.00%  5.00%",
        "   1  omni     1         50  5.00%  new",
    ] {
        assert!(outcome.stdout.contains(told), "{told}\n{}", outcome.stdout);
    }
    let first = ["coverage", "spec.yaml", "--set", "snapshot=2025-10-01"];
    let outcome = project.hfreport(&first).fine();
    assert!(!outcome.stdout.contains("before"), "{}", outcome.stdout);
}
