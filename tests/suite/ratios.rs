//! A ratio of two measures is computed from both wherever it stands, and never averaged.

use crate::fixture::{Project, lines};
use hfreport::results::Value;

/// Ten downloads a model of `a`, one of `b`, none of `c`, whose models are not counted.
const ROWS: &str = "account,country,downloads,models\na,FR,100,10\nb,FR,90,90\nc,DE,7,0\n";

fn project(breakdown: &str) -> Project {
    Project::of(&format!(
        r#"
version: 1
locales: [fr, en]
title: Ratios
sources:
  accounts:
    path: rows.csv
    columns:
      account: {{type: string}}
      country: {{type: string}}
      downloads: {{type: integer}}
      models: {{type: integer}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "sum(models)"}}
  each: {{ratio: [downloads, models], title: {{fr: Par modèle, en: Each}}, format: {{decimals: 2}}}}
breakdowns:
  t: {{{breakdown}}}
metrics:
  french: {{measure: each, where: "country = 'FR'", format: {{decimals: 2}}}}
sections:
  - text: "{{{{ formatted.french }}}} {{{{ t[0].each|decimal(2) }}}}"
  - table: t
  - chart: c
charts: {{c: {{type: bar, data: t, x: each, y: account}}}}
"#
    ))
    .file("rows.csv", ROWS)
}

#[test]
fn others_and_the_total_divide_their_own_sums() {
    let breakdown =
        "by: account, measures: [downloads, each], keep: {account: {top: 1}}, total: true";
    let results = project(breakdown).results();
    assert_eq!(
        results.columns("t", &["each", "each_rank"]),
        lines("a: 100/10 1\n(others): 97/90 -")
    );
    let total = results.executed.results.frames["t"].total.clone().unwrap();
    let exact = hfreport::text::Ratio {
        numerator: 197,
        denominator: 100,
    };
    assert_eq!(total[3], Value::Ratio(exact));
    // Not the mean of 10 and 1.
    assert_eq!(results.metric("french"), "190/100");
}

#[test]
fn a_ratio_orders_rows_and_has_no_share() {
    let results = project("by: account, measures: [each], sort: {by: each}").results();
    // What is divided by nothing has no value and stands last.
    assert_eq!(
        results.columns("t", &["each"]),
        lines("a: 100/10\nb: 90/90\nc: -")
    );
    let names: Vec<&str> = results.executed.results.frames["t"]
        .columns
        .names()
        .collect();
    assert_eq!(names, ["account", "each", "each_rank"]);
}

#[test]
fn what_weighs_in_a_ratio_is_stated() {
    let project = project("by: account, measures: [each]");
    let said = project
        .hfreport(&["explain", "spec.yaml", "t"])
        .fine()
        .stdout;
    assert!(
        said.contains("measure: each = sum(downloads) / sum(models), weighted by models"),
        "{said}"
    );
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/index.html");
    assert!(
        page.contains("sum(downloads) / sum(models), pondéré par models"),
        "{page}"
    );
    let json = project.read("out/report.json");
    assert!(
        json.contains("\"ratio\": [\"downloads\", \"models\"]")
            || json.contains("\"ratio\":[\"downloads\",\"models\"]"),
        "{json}"
    );
}

#[test]
fn a_ratio_is_of_two_measures_of_numbers() {
    let told = |ratio: &str| {
        let project = project("by: account, measures: [each]");
        let spec = project
            .read("spec.yaml")
            .replace("ratio: [downloads, models]", ratio);
        project.write("spec.yaml", spec);
        project.problems()
    };
    assert!(told("ratio: [downloads]").contains("a ratio is of two measures"));
    assert!(told("ratio: [downloads, model]").contains("did you mean `models`?"));
    assert!(
        told("ratio: [each, models]").contains("the parts of a ratio are no ratios themselves")
    );
    assert!(
        told("ratio: [downloads, models], sql: \"count(*)\"")
            .contains("exactly one of `sql`, `count_distinct` and `ratio`")
    );
}

#[test]
fn a_ratio_is_explained_with_its_two_integers() {
    let project = project("by: account, measures: [each], total: true");
    let said = project
        .hfreport(&["explain", "spec.yaml", "t"])
        .fine()
        .stdout;
    assert!(said.contains("a: each 10.0 (100/10)"), "{said}");
    assert!(said.contains("total: each 1.97 (197/100)"), "{said}");
}

#[test]
fn parts_that_are_computed_stand_in_brackets() {
    let project = project("by: account, measures: [each]");
    let spec = project.read("spec.yaml").replace(
        "downloads: {sql: \"sum(downloads)\"}",
        "downloads: {sql: \"sum(downloads) - min(downloads)\"}",
    );
    project.write("spec.yaml", spec);
    let said = project
        .hfreport(&["explain", "spec.yaml", "t"])
        .fine()
        .stdout;
    assert!(
        said.contains("each = (sum(downloads) - min(downloads)) / sum(models)"),
        "{said}"
    );
}

#[test]
fn a_ratio_is_no_part_of_a_whole_in_a_chart() {
    for chart in [
        "{type: treemap, data: t, levels: [country, account], value: each}",
        "{type: stacked_bar, data: t, x: each, y: country, color: account}",
        "{type: normalized_bar, data: t, x: each, y: country, color: account}",
    ] {
        let project = project("by: [country, account], measures: [each, downloads], within: total");
        let spec = project.read("spec.yaml");
        let charted = spec.replace("{type: bar, data: t, x: each, y: account}", chart);
        project.write("spec.yaml", &charted);
        let problems = project.problems();
        assert!(
            problems.contains("shows parts of a whole, but the values of `each` do not add up"),
            "{problems}"
        );
        assert!(problems.starts_with("error"), "{problems}");
        project.write(
            "spec.yaml",
            charted
                .replace("each,", "downloads,")
                .replace("each}", "downloads}")
                .replace("[downloads, downloads]", "[each, downloads]"),
        );
        project.hfreport(&["check", "spec.yaml"]).fine();
    }
}
