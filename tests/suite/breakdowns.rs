//! Breakdowns: levels, others, attributes, order, second steps, scope.

use crate::fixture::{Computed, Project, lines};

/// Twelve models of five accounts in three countries; the numbers are small enough to add up by hand.
const ROWS: &str = "model,country,account,task,downloads
m1,US,google,nlp,50
m2,US,google,vision,30
m3,US,google,nlp,20
m4,US,openai,vision,40
m5,US,openai,audio,10
m6,FR,mistral,nlp,25
m7,FR,mistral,nlp,15
m8,FR,camem,nlp,10
m9,DE,deepset,nlp,12
m10,DE,deepset,audio,8
m11,FR,camem,,5
m12,DE,deepset,vision,0
";

fn project(breakdowns: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Breakdowns
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string, unique: true}}
      country: {{type: string}}
      account: {{type: string}}
      task: {{type: string, nullable: true}}
      downloads: {{type: integer}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "count(*)"}}
  tasks: {{count_distinct: task}}
  pairs: {{count_distinct: [account, task]}}
  largest: {{sql: "max(downloads)"}}
  mean: {{sql: "avg(downloads)"}}
  nlp: {{sql: "sum(downloads) FILTER (WHERE task = 'nlp')"}}
breakdowns:
{breakdowns}
metrics:
  all: {{measure: downloads}}
sections: [{{text: "{{{{ metrics.all }}}}"}}]
allow: [HF0308]
"#
    );
    Project::of(&spec).file("rows.csv", ROWS)
}

fn results(breakdowns: &str) -> Computed {
    project(breakdowns).results()
}

#[test]
fn three_dimensions_are_ordered_level_by_level() {
    let results =
        results("  t: {by: [country, account, task], measures: [downloads], within: total}");
    let expected = "
        US / google / nlp: 70
        US / google / vision: 30
        US / openai / vision: 40
        US / openai / audio: 10
        FR / mistral / nlp: 40
        FR / camem / nlp: 10
        FR / camem / (missing): 5
        DE / deepset / nlp: 12
        DE / deepset / audio: 8
        DE / deepset / vision: 0";
    assert_eq!(results.columns("t", &["downloads"]), lines(expected));
}

#[test]
fn every_kind_of_measure_is_what_it_says() {
    let results = results(
        "  t: {by: country, measures: [downloads, models, tasks, pairs, largest, mean, nlp]}",
    );
    assert_eq!(
        results.columns(
            "t",
            &[
                "downloads",
                "models",
                "tasks",
                "pairs",
                "largest",
                "mean",
                "nlp"
            ]
        ),
        "US: 150 5 3 4 50 150/5 70\nFR: 55 4 1 2 25 55/4 50\nDE: 20 3 3 3 12 20/3 12"
    );
}

#[test]
fn the_first_values_stay_and_the_rest_is_one_row_of_others() {
    let results = results(
        "  t: {by: account, measures: [downloads, models, tasks], keep: {account: {top: 2}}}",
    );
    assert_eq!(
        results.columns("t", &["downloads", "downloads_share", "models", "tasks"]),
        "google: 100 100/225 3 2\nopenai: 50 50/225 2 2\n(others): 75 75/225 7 3",
        "distinct tasks of the others are counted again from the rows"
    );
}

#[test]
fn the_rest_can_be_left_out_while_shares_stay_shares_of_everything() {
    let results = results(
        "  t: {by: account, measures: [downloads], keep: {account: {top: 2, other: drop}}}",
    );
    assert_eq!(
        results.columns("t", &["downloads", "downloads_share", "downloads_rank"]),
        "google: 100 100/225 1\nopenai: 50 50/225 2"
    );
}

#[test]
fn the_first_values_are_chosen_once_or_in_each_parent() {
    let results = results(
        "  once: {by: [country, account], measures: [downloads], within: total, keep: {account: {top: 2}}}
  each: {by: [country, account], measures: [downloads], within: total, keep: {account: {top: 1, per: parent}}}",
    );
    assert_eq!(
        results.columns("once", &["downloads"]),
        "US / google: 100\nUS / openai: 50\nFR / (others): 55\nDE / (others): 20"
    );
    assert_eq!(
        results.columns("each", &["downloads"]),
        "US / google: 100\nUS / (others): 50\nFR / mistral: 40\nFR / (others): 15\nDE / deepset: 20"
    );
}

#[test]
fn levels_can_be_folded_at_once() {
    let results = results(
        "  t: {by: [country, task], measures: [downloads], within: total, keep: {country: {top: 1}, task: {top: 1}}}",
    );
    assert_eq!(
        results.columns("t", &["downloads"]),
        "US / nlp: 70\nUS / (others): 80\n(others) / nlp: 62\n(others) / (missing): 5\n(others) / (others): 8"
    );
}

#[test]
fn values_stay_for_which_a_condition_holds_in_any_row() {
    let results = results(
        "  t: {by: [country, task], measures: [downloads], within: country, keep: {task: {any: \"downloads_share > 0.5\"}}}",
    );
    assert_eq!(
        results.columns("t", &["downloads", "downloads_share"]),
        "US / nlp: 70 70/150\nUS / (others): 80 80/150\nFR / nlp: 50 50/55\nFR / (missing): 5 5/55\nDE / nlp: 12 12/20\nDE / (others): 8 8/20"
    );
}

#[test]
fn named_values_stay_in_the_order_in_which_they_are_named() {
    let results = results(
        "  t: {by: account, measures: [downloads], sort: key, keep: {account: {values: [mistral, google, nobody]}}}",
    );
    assert_eq!(
        results.columns("t", &["downloads"]),
        "mistral: 40\ngoogle: 100\n(others): 85"
    );
}

#[test]
fn a_value_that_is_called_others_is_no_others() {
    let project = project("  t: {by: account, measures: [downloads], keep: {account: {top: 1}}}");
    let rows = ROWS
        .replace("google", "(others)")
        .replace("openai", "Others");
    let results = project.file("rows.csv", rows).results();
    let rows = results.rows("t");
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].folded(), rows[1].folded()), (false, true));
}

#[test]
fn equal_values_have_the_same_rank_and_stand_in_the_order_of_their_codes() {
    let spec_rows = "model,country,account,task,downloads\na,X,c,t,5\nb,X,b,t,5\nc,X,a,t,5\nd,X,d,t,9\ne,X,e,t,4\n";
    let results = project("  t: {by: account, measures: [downloads]}")
        .file("rows.csv", spec_rows)
        .results();
    assert_eq!(
        results.columns("t", &["downloads", "downloads_rank"]),
        "d: 9 1\na: 5 2\nb: 5 2\nc: 5 2\ne: 4 5"
    );
}

#[test]
fn ranks_start_again_in_what_is_held_fixed() {
    let results = results("  t: {by: [country, account], measures: [downloads], within: country}");
    assert_eq!(
        results.columns("t", &["downloads_rank"]),
        "US / google: 1\nUS / openai: 2\nFR / mistral: 1\nFR / camem: 2\nDE / deepset: 1"
    );
}

#[test]
fn rows_can_be_ordered_by_value_key_or_label() {
    let results = results(
        "  value: {by: account, measures: [models]}
  key: {by: account, measures: [models], sort: key}",
    );
    assert_eq!(
        results.columns("value", &["models"]),
        "deepset: 3\ngoogle: 3\ncamem: 2\nmistral: 2\nopenai: 2"
    );
    assert_eq!(
        results.columns("key", &["models"]),
        "camem: 2\ndeepset: 3\ngoogle: 3\nmistral: 2\nopenai: 2"
    );
}

#[test]
fn an_attribute_is_the_largest_value_or_the_only_one() {
    let results = results(
        "  t: {by: account, measures: [downloads], with: {task: largest, country: only}}
  u: {by: country, measures: [downloads], with: {account: only, task: only}}",
    );
    assert_eq!(
        results.columns("t", &["task", "country"]),
        "google: nlp US\nopenai: vision US\nmistral: nlp FR\ndeepset: nlp DE\ncamem: nlp FR"
    );
    assert_eq!(
        results.columns("u", &["account", "task"]),
        "US: (missing) (missing)\nFR: (missing) nlp\nDE: deepset (missing)"
    );
}

#[test]
fn a_breakdown_starts_from_another_one() {
    let results = results(
        "  leaders: {by: [country, account], measures: [downloads], within: country}
  first: {from: leaders, by: country, where: \"downloads_rank = 1\", measures: [downloads]}
  counts: {from: leaders, by: country, measures: [models]}",
    );
    assert_eq!(
        results.columns("first", &["downloads", "downloads_share"]),
        "US: 100 100/160\nFR: 40 40/160\nDE: 20 20/160"
    );
    assert_eq!(
        results.columns("counts", &["models"]),
        "FR: 2\nUS: 2\nDE: 1",
        "the rows of the second step are accounts"
    );
}

#[test]
fn a_scope_is_established_from_all_rows_and_then_holds() {
    let scope = "  t: {by: account, measures: [downloads]}
  whole: {by: account, measures: [downloads], rows: all}
  part: {by: account, measures: [downloads], where: \"task = 'vision'\"}";
    let project = project(scope);
    let spec = project.read("spec.yaml").replace(
        "breakdowns:\n",
        "scope: {top: {by: account, measure: downloads, n: 2}}\nbreakdowns:\n",
    );
    let results = project.file("spec.yaml", spec).results();
    assert_eq!(
        results.columns("t", &["downloads", "downloads_share"]),
        "google: 100 100/150\nopenai: 50 50/150"
    );
    assert_eq!(
        results.columns("part", &["downloads"]),
        "openai: 40\ngoogle: 30",
        "the condition does not choose the scope"
    );
    assert_eq!(results.rows("whole").len(), 5);
    assert_eq!(results.metric("all"), "150");
}

#[test]
fn a_tie_at_the_border_of_the_scope_is_broken_by_code() {
    let rows = "model,country,account,task,downloads\na,X,c,t,5\nb,X,b,t,5\nc,X,a,t,5\n";
    let project = project("  t: {by: account, measures: [downloads]}").file("rows.csv", rows);
    let spec = project.read("spec.yaml").replace(
        "breakdowns:\n",
        "scope: {top: {by: account, measure: downloads, n: 2}}\nbreakdowns:\n",
    );
    assert_eq!(
        project
            .file("spec.yaml", spec)
            .results()
            .columns("t", &["downloads"]),
        "a: 5\nb: 5"
    );
}

#[test]
fn all_breakdowns_of_a_report_share_one_scan() {
    let results = results(
        "  a: {by: country, measures: [downloads]}
  b: {by: [account, task], measures: [models], within: total}
  c: {by: task, measures: [downloads], where: \"account = 'google'\"}",
    );
    assert_eq!(results.executed.plan.scans.len(), 1);
}

#[test]
fn the_rest_has_a_name_of_its_own_beside_a_value_that_is_called_like_it() {
    let spec = r#"
version: 1
locales: [en, fr]
title: Rest
sources: {models: {path: rows.csv, columns: {account: {type: string}, downloads: {type: integer}}}}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns: {t: {by: account, measures: [downloads], keep: {account: {values: [Others, Autres]}}}}
sections:
  - text: "{% set rest = t.others() %}{{ rest.account_label }} has {{ rest.downloads }}, {{ t['Others'].account_label }} {{ t['Others'].downloads }}."
  - table: t
allow: [HF0603]
"#;
    let rows = "account,downloads\nOthers,5\nAutres,4\na,3\nb,2\n";
    let project = Project::of(spec).file("rows.csv", rows);
    project.hfreport(&["run", "spec.yaml"]).fine();
    let english = project.read("out/report.md");
    assert!(
        english.contains("Others (the rest, folded) has 5, Others 5."),
        "{english}"
    );
    assert!(
        english.contains("| Others (the rest, folded) | 5 |"),
        "{english}"
    );
    let french = project.read("out/report.fr.md");
    assert!(french.contains("Autres (le reste, regroupé)"), "{french}");
    let json: serde_json::Value = serde_json::from_str(&project.read("out/report.json")).unwrap();
    let others = &json["breakdowns"]["t"]["others"]["account"];
    assert_eq!(others["en"], "Others (the rest, folded)");
    assert_eq!(others["fr"], "Autres (le reste, regroupé)");
    // Without such a value it is called what it is.
    project.write(
        "rows.csv",
        rows.replace("Others", "Other").replace("Autres", "Autre"),
    );
    let spec = project
        .read("spec.yaml")
        .replace("[Others, Autres]", "[Other, Autre]");
    project.write("spec.yaml", spec.replace("t['Others']", "t['Other']"));
    project.hfreport(&["run", "spec.yaml"]).fine();
    let english = project.read("out/report.md");
    assert!(english.contains("Others has 5, Other 5."), "{english}");
}
