//! `hfreport verify`, and how a run treats published figures.

use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
title: Figures
params:
  day: 2025-10-01
  hub: {type: integer, default: 2000}
sources:
  models:
    path: rows.csv
    columns:
      model: {type: string}
      account: {type: string}
      downloads: {type: integer}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns:
  by_account: {by: account, measures: [downloads]}
metrics:
  all: {measure: downloads, format: compact}
  share: {measure: downloads, where: "account = 'a'", of: {}, format: {percent: 2}}
  leads: {from: by_account, sql: "max(downloads) > 1000", format: boolean}
published: "published/{{ params.day }}.yaml"
sections:
  - table: by_account
"#;

fn project(figures: &str) -> Project {
    Project::of(SPEC)
        .file(
            "rows.csv",
            "model,account,downloads\nx,a,1230000\ny,b,345678\nz,c,1\n",
        )
        .file(
            "published/2025-10-01.yaml",
            format!("spec: ../spec.yaml\nfigures:\n{figures}"),
        )
}

fn verdict(figure: &str) -> (i32, String) {
    let outcome =
        project(&format!("- {{id: figure, {figure}}}\n")).hfreport(&["verify", "spec.yaml"]);
    let line = outcome
        .stdout
        .lines()
        .find(|line| line.starts_with("figure  ") && !line.contains("verdict"))
        .unwrap_or_else(|| panic!("{}\n{}", outcome.stdout, outcome.stderr))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    (outcome.code, line)
}

#[test]
fn a_figure_is_right_when_the_computed_one_has_the_printed_digits() {
    for figure in [
        "metric: all, printed: 1575679",
        "metric: all, printed: \"1,575,679\"",
        "metric: all, printed: \"1 575 679\"",
        "metric: all, printed: 1.6M",
        "metric: all, printed: \"1,58 M\"",
        "metric: all, printed: \"1,6 million\"",
        "metric: all, printed: \"1.5757 million\"",
        "metric: all, printed: 1576k",
        "metric: share, printed: \"78.06 %\"",
        "metric: share, printed: \"78,1 %\"",
        "metric: share, printed: \"78%\"",
        "metric: leads, printed: true",
        "metric: all, one_of: [3, 1575679]",
        "metric: share, more_than: \"78 %\"",
        "metric: share, less_than: \"78.1 %\"",
        "cell: {of: by_account, at: {account: b}, read: downloads}, printed: 345678",
        "cell: {of: by_account, at: {account: b}, read: downloads_rank}, printed: 2",
        "cell: {of: by_account, at: {account: c}, read: downloads_share}, printed: \"0.00006 %\"",
    ] {
        let (code, line) = verdict(figure);
        assert!(code == 0 && line.ends_with(" ok"), "{figure}: {line}");
    }
}

#[test]
fn a_figure_that_differs_in_the_last_digit_is_different() {
    for figure in [
        "metric: all, printed: 1575680",
        "metric: all, printed: 1.5M",
        "metric: all, printed: 1.60M",
        "metric: share, printed: \"78.07 %\"",
        "metric: share, printed: \"78.0 %\"",
        "metric: leads, printed: false",
        "metric: all, one_of: [3, 4]",
        "metric: share, more_than: \"78.1 %\"",
        "metric: share, less_than: \"78 %\"",
        "cell: {of: by_account, at: {account: nobody}, read: downloads}, printed: 1",
    ] {
        let (code, line) = verdict(figure);
        assert!(code == 1 && line.contains("DIFFERENT"), "{figure}: {line}");
    }
}

#[test]
fn what_is_in_print_is_reported_when_nothing_is_computed() {
    for (figure, printed) in [
        ("printed: 12", "12"),
        ("one_of: [2, 3]", "one of 2, 3"),
        ("more_than: 5", "> 5"),
        ("less_than: \"5 %\"", "< 5 %"),
    ] {
        let cell = "cell: {of: by_account, at: {account: nobody}, read: downloads_rank}";
        let (code, line) = verdict(&format!("{cell}, {figure}"));
        assert!(
            code == 1 && line.starts_with(&format!("figure {printed} ")),
            "{figure}: {line}"
        );
    }
}

#[test]
fn inputs_waivers_and_what_cannot_be_computed_are_marked_as_such() {
    for (figure, word) in [
        ("input: params.hub, printed: 2000", " input"),
        (
            "not_computable: \"needs followers\", printed: 12",
            "not computable: needs followers",
        ),
        (
            "metric: all, printed: 3, waived: \"a misprint\"",
            "waived: a misprint",
        ),
    ] {
        let (code, line) = verdict(figure);
        assert!(code == 0 && line.ends_with(word), "{figure}: {line}");
    }
}

#[test]
fn a_waiver_says_why() {
    for (key, figure) in [
        ("waived", "metric: all, printed: 3"),
        ("not_computable", ""),
    ] {
        for reason in ["", "  ", "\u{a0}", "-", "…"] {
            let comma = if figure.is_empty() { "" } else { ", " };
            let figure = format!("- {{id: total, {figure}{comma}{key}: \"{reason}\"}}\n");
            for command in ["run", "verify", "check"] {
                let outcome = project(&figure)
                    .hfreport(&[command, "spec.yaml"])
                    .ends_with(1);
                let told = format!("error[HF0702]: `total` is `{key}` without a reason\n --> ");
                assert!(outcome.stderr.contains(&told), "{}", outcome.stderr);
                assert!(
                    outcome.stderr.contains("published/2025-10-01.yaml:3:"),
                    "{}",
                    outcome.stderr
                );
            }
        }
    }
}

#[test]
fn a_waiver_that_is_not_needed_is_reported() {
    let (code, line) = verdict("metric: all, printed: 1575679, waived: \"a misprint\"");
    assert!(
        code == 1 && line.contains("the waiver is not needed"),
        "{line}"
    );
}

#[test]
fn the_difference_has_the_printed_decimals() {
    let (_, line) = verdict("metric: share, printed: \"77.50 %\"");
    assert_eq!(line, "figure 77.50 % 78.06 0.56 DIFFERENT: metric `share`");
}

#[test]
fn a_run_fails_on_a_different_figure_and_names_it() {
    let project = project("- {id: summary.share, metric: share, printed: \"78.07 %\"}\n");
    let outcome = project.hfreport(&["run", "spec.yaml"]).ends_with(1);
    assert!(
        outcome.stderr.contains(
            "figure `summary.share` is printed as 78.07 %, metric `share` computes 78.06"
        ),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("published/2025-10-01.yaml:3:8"),
        "{}",
        outcome.stderr
    );
    assert!(!project.folder().join("out").exists());
}

#[test]
fn changing_one_row_makes_a_locked_figure_fail() {
    let project = project("- {id: total, metric: all, printed: 1575679}\n");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    project.write(
        "rows.csv",
        "model,account,downloads\nx,a,1230001\ny,b,345678\nz,c,1\n",
    );
    let outcome = project
        .hfreport(&["run", "spec.yaml", "--quiet"])
        .ends_with(1);
    assert!(outcome.stderr.contains("`total`"), "{}", outcome.stderr);
}

#[test]
fn a_new_month_has_no_figures_until_it_accepts_them() {
    let project = project("- {id: total, metric: all, printed: 1575679}\n");
    let month = ["--set", "day=2025-11-01"];
    let run = project
        .hfreport(&["run", "spec.yaml", "--quiet", month[0], month[1]])
        .fine();
    assert!(
        run.stderr
            .contains("`published/2025-11-01.yaml` does not exist: no figure is locked"),
        "{}",
        run.stderr
    );
    project
        .hfreport(&["verify", "spec.yaml", "--accept", month[0], month[1]])
        .fine();
    let outcome = project
        .hfreport(&["verify", "spec.yaml", month[0], month[1]])
        .fine();
    assert!(
        outcome.stdout.contains("3 figures: 3 ok"),
        "{}",
        outcome.stdout
    );
    assert!(
        project
            .read("published/2025-11-01.yaml")
            .contains("'78.06 %'")
    );
    assert!(
        project
            .read("published/2025-11-01.yaml")
            .contains("spec: '../spec.yaml'\nfigures:\n")
    );
    let again = project
        .hfreport(&["verify", "spec.yaml", "--accept", month[0], month[1]])
        .ends_with(1);
    assert!(again.stderr.contains("exists already"), "{}", again.stderr);
}

#[test]
fn figures_that_are_accepted_into_a_folder_that_is_not_there_yet_name_their_spec() {
    let project = Project::of(&SPEC.replace("published: \"published/", "published: \"new/one/"))
        .file("rows.csv", "model,account,downloads\nx,a,1\n");
    let figures = "new/one/2025-10-01.yaml";
    for spec in ["spec.yaml", "./spec.yaml"] {
        project.hfreport(&["verify", spec, "--accept"]).fine();
        let text = project.read(figures);
        assert!(text.contains("spec: '../../spec.yaml'\n"), "{text}");
        project.hfreport(&["run", spec, "--quiet"]).fine();
        std::fs::remove_dir_all(project.folder().join("new")).expect("gone");
    }
}

#[test]
fn a_spec_without_figures_says_how_to_begin() {
    let project =
        Project::of(&SPEC.replace("published: \"published/{{ params.day }}.yaml\"\n", ""))
            .file("rows.csv", "model,account,downloads\nx,a,1\n");
    let outcome = project.hfreport(&["verify", "spec.yaml"]).fine();
    assert!(outcome.stderr.contains("--accept"), "{}", outcome.stderr);
}

/// A project with two months, whose figures are those of `heading`.
fn months(heading: &str) -> Project {
    let spec = SPEC.replace(
        "sources:",
        "periods: {param: day, rows: [{day: 2025-10-01}, {day: 2025-11-01}]}\nsources:",
    );
    let spec = spec.replace("published/{{ params.day }}.yaml", "figures.yaml");
    let spec = spec + "outputs: {dir: \"out/{{ params.day }}\"}\n";
    let figures = "figures: [{id: total, metric: all, printed: 1}]\n";
    Project::of(&spec)
        .file("other.yaml", "version: 1\nextends: spec.yaml\n")
        .file("rows.csv", "model,account,downloads\nx,a,1\n")
        .file("figures.yaml", format!("{heading}{figures}"))
}

#[test]
fn figures_of_another_period_are_left_out_with_a_line_that_says_so() {
    let project = months("spec: spec.yaml\nperiod: 2025-10-01\n");
    let line = "1 published figure of `spec.yaml`, 2025-10-01, is left out";
    for command in ["verify", "check", "run"] {
        let outcome = project.hfreport(&[command, "spec.yaml"]).fine();
        assert!(outcome.stdout.contains(line), "{}", outcome.stdout);
        assert_eq!(outcome.stderr, "", "{command}");
    }
    let own = ["verify", "spec.yaml", "--set", "day=2025-10-01"];
    let outcome = project.hfreport(&own).fine();
    assert!(
        outcome.stdout.contains("1 figure: 1 ok"),
        "{}",
        outcome.stdout
    );
    let all = project
        .hfreport(&["run", "spec.yaml", "--each", "--replace"])
        .fine();
    let lines: Vec<&str> = all.stdout.lines().collect();
    assert!(!lines[0].contains("left out"), "{}", all.stdout);
    assert!(lines[1].ends_with(&format!("; {line}")), "{}", all.stdout);
}

#[test]
fn figures_of_another_spec_are_left_out_and_those_of_the_base_hold() {
    let project = months("spec: other.yaml\nperiod: 2025-11-01\n");
    let outcome = project.hfreport(&["verify", "spec.yaml"]).fine();
    let line = "1 published figure of `other.yaml`, 2025-11-01, is left out\n";
    assert_eq!(outcome.stdout, line);
    let outcome = project.hfreport(&["verify", "other.yaml"]).fine();
    assert!(outcome.stdout.contains("1 ok"), "{}", outcome.stdout);
    let project = months("spec: spec.yaml\nperiod: 2025-11-01\n");
    let outcome = project.hfreport(&["verify", "other.yaml"]).fine();
    assert!(outcome.stdout.contains("1 ok"), "{}", outcome.stdout);
}

#[test]
fn programs_read_how_many_figures_are_left_out() {
    let project = months("spec: spec.yaml\nperiod: 2025-10-01\n");
    let json = ["verify", "spec.yaml", "--message-format", "json"];
    let outcome = project.hfreport(&json).fine();
    let list: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("one document");
    assert_eq!(
        list["left_out"],
        serde_json::json!({"figures": 1, "spec": "spec.yaml", "period": "2025-10-01"})
    );
}

#[test]
fn accepted_figures_say_the_period_that_they_are_of() {
    let project = months("");
    std::fs::remove_file(project.folder().join("figures.yaml")).expect("a file");
    project
        .hfreport(&["verify", "spec.yaml", "--accept"])
        .fine();
    let text = project.read("figures.yaml");
    assert!(
        text.contains("spec: 'spec.yaml'\nperiod: '2025-11-01'\n"),
        "{text}"
    );
    project.hfreport(&["verify", "spec.yaml"]).fine();
}
