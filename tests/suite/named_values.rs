//! A colour, a highlight or a part of a small picture for a value that no row has is a warning with the nearest value; one of another
//! period is none.

use crate::fixture::{Outcome, Project};

/// `rest` has the charts and colours.
fn project(path: &str, periods: &str, rest: &str) -> Project {
    Project::of(&format!(
        r#"
version: 1
title: Named
{periods}
sources:
  models:
    path: "{path}"
    columns:
      model: {{type: string, unique: true}}
      region: {{type: string}}
      account: {{type: string}}
      size: {{type: integer}}
      downloads: {{type: integer}}
lookups:
  owners: {{key: account, rows: [{{account: google, owner: Alphabet}}, {{account: openai, owner: OpenAI}}]}}
dimensions:
  bucket: {{bucket: size, edges: [1k, 100M]}}
  owner: {{lookup: owners.owner, key: account}}
measures:
  downloads: {{sql: "sum(downloads)"}}
breakdowns:
  by_region: {{by: region, measures: [downloads], keep: {{region: {{top: 1}}}}}}
  by_owner: {{by: owner, measures: [downloads]}}
  by_bucket: {{by: bucket, measures: [downloads]}}
{rest}
outputs: {{dir: "out", formats: [html, json]}}
allow: [HF0308]
"#
    ))
    .file(
        "rows.csv",
        "model,region,account,size,downloads\nm1,Bretagne,google,5,50\nm2,Alsace,openai,2000,30\nm3,Corse,openai,10,5\n",
    )
}

/// The warnings of a run.
fn warnings(project: &Project) -> Vec<String> {
    let arguments = ["run", "spec.yaml", "--message-format", "short"];
    let outcome: Outcome = project.hfreport(&arguments).fine();
    let lines = outcome.stderr.lines();
    let found = lines.filter(|line| line.contains("warning["));
    found.map(str::to_owned).collect()
}

fn chart(of: &str, highlight: &str) -> String {
    format!(
        "charts: {{c: {{type: bar, data: by_{of}, x: downloads, y: {of}, highlight: {{values: {highlight}}}}}}}\nsections: [{{chart: c}}]"
    )
}

fn colors(of: &str, colors: &str) -> String {
    format!(
        "colors: {{{of}: {{{colors}}}}}\ncharts: {{c: {{type: bar, data: by_{of}, x: downloads, y: {of}, color: {of}}}}}\nsections: [{{chart: c}}]"
    )
}

#[test]
fn values_of_rows_that_are_folded_or_buckets_without_rows_are_fine() {
    for rest in [
        chart("region", "[Bretagne, Alsace, Corse]"),
        chart("bucket", "[100M..]"),
        chart("owner", "[OpenAI]"),
        colors("region", "Corse: '#9b2226', Alsace: '#005f73'"),
        colors("owner", "OpenAI: '#9b2226'"),
        // Nothing is shown by it.
        "colors: {account: {nobody: '#9b2226'}}\nsections: [{table: by_region}]".to_owned(),
    ] {
        let found = warnings(&project("rows.csv", "", &rest));
        assert_eq!(found, Vec::<String>::new(), "{rest}");
    }
}

#[test]
fn what_no_row_has_is_told_where_it_is_named() {
    for (rest, told, meant) in [
        (
            chart("region", "[Alsace, Bretange]"),
            "chart `c` highlights `Bretange`, and `region` is 'Bretange' in no row",
            Some("Bretagne"),
        ),
        (
            chart("region", "[Normandie]"),
            "chart `c` highlights `Normandie`, and `region` is 'Normandie' in no row",
            None,
        ),
        (
            chart("bucket", "[1B..9B]"),
            "chart `c` highlights `1B..9B`, and `bucket` is never '1B..9B'; there are `..1k`, `1k..100M`, `100M..`",
            None,
        ),
        (
            colors("owner", "Open_AI: '#9b2226'"),
            "`colors` names `Open_AI`, and `owner` is never 'Open_AI'; there are `Alphabet`, `OpenAI`",
            Some("OpenAI"),
        ),
        (
            colors("region", "Alsasse: '#9b2226'"),
            "`colors` names `Alsasse`, and `region` is 'Alsasse' in no row",
            Some("Alsace"),
        ),
        // What has a colour of its own was not meant.
        (
            colors("region", "Alsasse: '#9b2226', Alsace: '#005f73'"),
            "`colors` names `Alsasse`, and `region` is 'Alsasse' in no row",
            None,
        ),
    ] {
        let project = project("rows.csv", "", &rest);
        assert_eq!(warnings(&project).len(), 1, "{rest}");
        let said = project.hfreport(&["run", "spec.yaml"]).fine().stderr;
        assert!(
            said.contains(&format!("warning[HF0410]: {told}\n")),
            "{said}"
        );
        let hint = meant.map(|name| format!("did you mean `{name}`?"));
        assert!(hint.is_none_or(|hint| said.contains(&hint)), "{said}");
        assert_eq!(said.contains("did you mean"), meant.is_some(), "{said}");
    }
}

#[test]
fn a_spec_of_several_periods_may_name_values_of_another_one() {
    let periods = "params: {month: 1}\nperiods: {param: month, rows: [{month: 1}]}";
    let params = "params: {month: rows}";
    for (path, given) in [("rows.csv", periods), ("{{ params.month }}.csv", params)] {
        for rest in [
            chart("region", "[Bretagne, Normandie]"),
            // Another version.
            chart("region", "[Bretagne 2]"),
            colors("region", "Bretagne: '#9b2226', Normandie: '#005f73'"),
            colors("owner", "Mistral: '#9b2226'"),
        ] {
            let found = warnings(&project(path, given, &rest));
            assert_eq!(found, Vec::<String>::new(), "{rest}");
        }
        for rest in [
            chart("region", "[Bretange]"),
            colors("region", "Bretange: '#9b2226'"),
            colors("owner", "Open_AI: '#9b2226'"),
            // That there is no such bucket is so in every period.
            chart("bucket", "[1B..3B]"),
        ] {
            let found = warnings(&project(path, given, &rest));
            assert_eq!(found.len(), 1, "{rest}: {found:?}");
        }
    }
}

#[test]
fn a_chart_may_waive_it() {
    let rest =
        chart("region", "[Normandie]").replace("}}}\nsections", "}, allow: [HF0410]}}\nsections");
    assert_eq!(
        warnings(&project("rows.csv", "", &rest)),
        Vec::<String>::new()
    );
}

/// The rows that are left have not what the condition leaves out.
#[test]
fn texts_of_a_condition_on_the_rows_of_a_source_are_looked_for_in_all_of_them() {
    let of = |path: &str, condition: &str| {
        let spec = format!(
            r#"
version: 1
title: Named
params: {{month: rows}}
sources:
  models:
    path: "{path}"
    where: "{condition}"
    columns: {{place: {{type: string, sql: "region"}}, downloads: {{type: integer}}}}
measures: {{downloads: {{sql: "sum(downloads)"}}}}
breakdowns: {{by_place: {{by: place, measures: [downloads]}}}}
sections: [{{table: by_place}}]
outputs: {{dir: "out", formats: [json]}}
"#
        );
        let rows = "region,downloads\nBretagne,50\nAlsace,30\nCorse,80\n";
        warnings(&Project::of(&spec).file("rows.csv", rows))
    };
    for path in ["rows.csv", "{{ params.month }}.csv"] {
        assert_eq!(of(path, "place <> 'Corse'"), Vec::<String>::new());
        let misspelt = of(path, "place <> 'Crose'");
        assert_eq!(misspelt.len(), 1, "{misspelt:?}");
        assert!(misspelt[0].contains("[HF0410]"), "{misspelt:?}");
        assert!(misspelt[0].contains("'Crose' in no row"), "{misspelt:?}");
    }
    // The file of another month may have one.
    let of_months = of("{{ params.month }}.csv", "place <> 'Savoie'");
    assert_eq!(of_months, Vec::<String>::new());
    assert_eq!(of("rows.csv", "place <> 'Savoie'").len(), 1);
}
