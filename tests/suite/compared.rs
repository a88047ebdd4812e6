//! A text that an expression compares with a column, a bucket or an attribute and that no row has is a
//! warning at its place, wherever it stands.

use crate::fixture::Project;

const ROWS: &str = "model,region,task,account,downloads,size,tags
m1,Bretagne,nlp,google,50,100,\"en,fr\"
m2,Alsace,vision,openai,30,2000,en
m3,Alsace,nlp,mistral,5,,fr
";

/// A spec whose column `region` is in the key of a base only where `by_region` is used.
fn project(rest: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Compared
params:
  place: Bretange
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string, unique: true}}
      region: {{type: string}}
      task: {{type: string}}
      account: {{type: string}}
      downloads: {{type: integer}}
      size: {{type: integer, nullable: true}}
      tags: {{type: "list<string>", sql: "string_split(tags, ',')"}}
lookups:
  owners: {{key: account, rows: [{{account: google, owner: Alphabet}}, {{account: openai, owner: OpenAI}}]}}
dimensions:
  bucket: {{bucket: size, edges: [1k, 100M]}}
  owner: {{lookup: owners.owner, key: account, unmatched: {{code: none}}}}
  named: {{lookup: owners.owner, key: account, unmatched: keep}}
  tag: {{explode: tags}}
  kind: {{sql: "CASE WHEN size > 1000 THEN 'large' WHEN size > 0 THEN 'small' END"}}
  place: {{sql: "upper(region)"}}
measures:
  downloads: {{sql: "sum(downloads)"}}
{rest}
allow: [HF0308]
"#
    );
    Project::of(&spec).file("rows.csv", ROWS)
}

const REST: &str = "breakdowns: {by_region: {by: region}}\nsections: [{table: by_region}]\n";

fn with_metric(condition: &str) -> Project {
    project(&format!(
        "{REST}metrics: {{m: {{measure: downloads, where: \"{condition}\"}}}}"
    ))
}

/// The warnings of a run.
fn warnings(project: &Project) -> Vec<String> {
    let outcome = project.hfreport(&["check", "spec.yaml"]).fine();
    let run = project
        .hfreport(&["run", "spec.yaml", "--message-format", "short"])
        .fine();
    let mut found: Vec<String> = run.stderr.lines().map(str::to_owned).collect();
    found.retain(|line| line.contains("warning[HF0410]"));
    // What `check` knows is told once more by the run, not twice.
    let known = outcome.stderr.matches("warning[HF0410]").count();
    assert!(known <= found.len(), "{}", outcome.stderr);
    found
}

fn of_condition(condition: &str) -> Vec<String> {
    warnings(&with_metric(condition))
}

#[test]
fn a_text_that_no_row_has_is_reported_with_the_nearest_value() {
    let project = with_metric("region = 'Bretange'");
    let outcome = project.hfreport(&["run", "spec.yaml"]).fine();
    assert!(
        outcome
            .stderr
            .contains("warning[HF0410]: `region` is 'Bretange' in no row"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("did you mean `Bretagne`?"),
        "{}",
        outcome.stderr
    );
    // Under the literal.
    assert!(outcome.stderr.contains("^^^^^^^^^^"), "{}", outcome.stderr);
}

#[test]
fn every_form_of_a_comparison_counts() {
    for condition in [
        "region = 'Bretange'",
        "'Bretange' = region",
        "region <> 'Bretange'",
        "region = params.place",
        "region IN ('Alsace', 'Bretange')",
        "NOT (region = 'Alsace' OR region = 'Bretange')",
        "CASE region WHEN 'Bretange' THEN TRUE ELSE FALSE END",
        "CASE WHEN region = 'Bretange' THEN TRUE END",
        // Columns that are in no key of a base.
        "task = 'npl'",
        "task = 'npl' AND downloads > 5",
        "array_contains(tags, 'de')",
        // Dimensions.
        "named = 'Alfabet'",
        "tag = 'de'",
        "place = 'Bretagne'",
    ] {
        let found = of_condition(condition);
        assert_eq!(found.len(), 1, "{condition}: {found:?}");
        assert!(found[0].contains("in no row"), "{found:?}");
    }
}

#[test]
fn what_rows_have_is_fine() {
    for condition in [
        "region = 'Bretagne'",
        "region IN ('Alsace', 'Bretagne')",
        "task = 'vision' AND downloads > 5",
        "array_contains(tags, 'fr')",
        "named = 'mistral'",
        "named = 'Alphabet'",
        "tag = 'en'",
        "place = 'BRETAGNE'",
        "bucket = '1k..100M'",
        // A bucket without a row, an owner without one, are values all the same.
        "bucket = '100M..'",
        "owner = 'none'",
        "kind = 'large'",
        // No comparison with the values of a column.
        "region LIKE 'Q%' OR lower(region) = 'x' OR region < 'B'",
    ] {
        assert_eq!(of_condition(condition), Vec::<String>::new(), "{condition}");
    }
}

#[test]
fn buckets_attributes_and_texts_of_a_case_are_known_to_check() {
    for (condition, part) in [
        (
            "bucket = '100M..2B'",
            "`bucket` is never '100M..2B'; there are `..1k`, `1k..100M` and `100M..`",
        ),
        (
            "owner = 'Google'",
            "`owner` is never 'Google'; there are `Alphabet`, `OpenAI` and `none`",
        ),
        (
            "kind = 'big'",
            "`kind` is never 'big'; there are `large` and `small`",
        ),
    ] {
        let project = with_metric(condition);
        let outcome = project.hfreport(&["check", "spec.yaml"]).fine();
        let told = outcome.stderr.replace(", and", " and");
        let listed = part.replace(" and ", ", ");
        assert!(
            told.contains(part) || told.contains(&listed),
            "{condition}: {told}"
        );
        assert_eq!(of_condition(condition).len(), 1, "{condition}");
    }
}

#[test]
fn the_text_is_found_wherever_an_expression_stands() {
    let by = "breakdowns: {b: {by: region}}\nsections: [{table: b}]\n";
    for rest in [
        "filters: {west: \"region = 'Bretange'\"}\nmetrics: {m: {measure: downloads, where: west}, n: {measure: downloads, where: \"west AND downloads > 6\"}}\nbreakdowns: {b: {by: region}}\nsections: [{table: b}]",
        &format!(
            "{by}metrics: {{m: {{sql: \"sum(downloads) FILTER (WHERE region = 'Bretange')\"}}}}"
        ),
        &format!(
            "{by}metrics: {{m: {{sql: \"sum(CASE WHEN region = 'Bretange' THEN downloads END)\"}}}}"
        ),
        &format!(
            "{by}metrics: {{m: {{measure: downloads, of: {{where: \"region <> 'Bretange'\"}}}}}}"
        ),
        &format!(
            "{by}metrics: {{m: {{from: b, where: \"region = 'Bretange'\", sql: \"count(*)\"}}}}"
        ),
        &format!(
            "{by}checks: {{c: {{from: b, sql: \"count(*) FILTER (WHERE region = 'Bretange') = 0\"}}}}"
        ),
        "breakdowns: {b: {by: region, where: \"region <> 'Bretange'\"}}\nsections: [{table: b}]",
        "breakdowns: {b: {by: region, keep: {region: {any: \"region = 'Bretange' OR downloads > 5\"}}}}\nsections: [{table: b}]",
        "breakdowns: {b: {by: region, keep: {region: {values: [Alsace, Bretange]}}}}\nsections: [{table: b}]",
        "breakdowns: {b: {by: region}, again: {from: b, by: region, where: \"region <> 'Bretange'\"}}\nsections: [{table: again}]",
    ] {
        let found = warnings(&project(rest));
        assert_eq!(found.len(), 1, "{rest}: {found:?}");
    }
}

#[test]
fn a_dimension_of_an_expression_is_looked_at_too() {
    let rest = "breakdowns: {b: {by: west}}\nsections: [{table: b}]";
    let project = project(rest);
    let spec = project.read("spec.yaml").replace(
        "  tag: {explode",
        "  west: {sql: \"region = 'Bretange'\"}\n  tag: {explode",
    );
    project.write("spec.yaml", spec);
    assert_eq!(warnings(&project).len(), 1);
}

#[test]
fn a_definition_may_waive_it() {
    let rest = format!(
        "{REST}metrics: {{m: {{measure: downloads, where: \"region = 'Corse'\", allow: [HF0410]}}}}"
    );
    assert_eq!(warnings(&project(&rest)), Vec::<String>::new());
}

/// A contract whose expressions compare columns of the files.
fn contract(columns: &str, files: &[(&str, &str)]) -> Project {
    let spec = format!(
        r#"
version: 1
title: Contract
sources:
  models:
    path: "rows*.csv"
    columns:
      model: {{type: string, unique: true}}
      {columns}
measures: {{models: {{sql: "count(*)"}}}}
breakdowns: {{t: {{by: kind, measures: [models]}}}}
sections: [{{table: t}}]
"#
    );
    let mut project = Project::of(&spec);
    for (path, text) in files {
        project = project.file(path, text);
    }
    project
}

const KIND: &str = "kind: {type: string, sql: \"CASE WHEN region = 'Alsac' THEN 'east' WHEN region = 'Bretagne' THEN 'west' ELSE 'else' END\"}";

#[test]
fn a_text_that_the_contract_compares_and_no_row_of_any_file_has_is_reported() {
    let first = ("rows1.csv", "model,region\nm1,Bretagne\nm2,Alsace\n");
    let project = contract(KIND, &[first]);
    let told = project.hfreport(&["run", "spec.yaml"]).fine().stderr;
    assert!(told.contains("`region` is 'Alsac' in no row"), "{told}");
    assert!(told.contains("did you mean `Alsace`?"), "{told}");
    assert!(told.contains("spec.yaml:9:"), "{told}");
    assert_eq!(told.matches("HF0410]: ").count(), 1, "{told}");
    // One file that has it is enough.
    let second = ("rows2.csv", "model,region\nm3,Alsac\n");
    let project = contract(KIND, &[first, second]);
    assert_eq!(
        project
            .hfreport(&["run", "spec.yaml"])
            .fine()
            .stderr
            .matches("HF0410")
            .count(),
        0
    );
    // It is waived like any other warning.
    let waived = contract(KIND, &[first]);
    let spec = waived.read("spec.yaml") + "allow: [HF0410]\n";
    waived.write("spec.yaml", spec);
    let told = waived.hfreport(&["run", "spec.yaml"]).fine().stderr;
    assert!(!told.contains("HF0410"), "{told}");
}
