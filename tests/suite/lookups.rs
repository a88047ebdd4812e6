//! Lookups from files and inline, chains of them, missing keys.

use crate::fixture::Project;

const ROWS: &str =
    "model,account,downloads\na,google,60\nb,google-bert,25\nc,mistralai,10\nd,nobody,4\ne,,1\n";

fn project(lookups: &str, dimensions: &str, by: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Lookups
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string}}
      account: {{type: string, nullable: true}}
      downloads: {{type: integer}}
lookups:
{lookups}
dimensions:
{dimensions}
measures: {{downloads: {{sql: "sum(downloads)"}}}}
breakdowns:
  table: {{by: {by}, measures: [downloads]}}
sections: [{{table: table}}]
"#
    );
    Project::of(&spec).file("rows.csv", ROWS)
}

const IN_LINE: &str = "  accounts:\n    key: account\n    rows:\n      - {account: google, entity: Google, country: US}\n      - {account: google-bert, entity: Google, country: US}\n      - {account: mistralai, entity: Mistral AI, country: FR}";
const CSV: &str =
    "account,entity,country\ngoogle,Google,US\ngoogle-bert,Google,US\nmistralai,Mistral AI,FR\n";
const YAML: &str = "- {account: google, entity: Google, country: US}\n- {account: google-bert, entity: Google, country: US}\n- {account: mistralai, entity: Mistral AI, country: FR}\n";
const KEPT: &str = "  entity: {lookup: accounts.entity, key: account, unmatched: keep}";
const BY_ENTITY: &str = "Google: 85\nMistral AI: 10\nnobody: 4\n(missing): 1";

#[test]
fn a_lookup_in_line_a_csv_a_tsv_and_a_yaml_file_say_the_same() {
    let of_file = |file: &str, content: &str| {
        project(
            &format!("  accounts: {{path: {file}, key: account}}"),
            KEPT,
            "entity",
        )
        .file(file, content)
        .results()
        .columns("table", &["downloads"])
    };
    assert_eq!(
        project(IN_LINE, KEPT, "entity")
            .results()
            .columns("table", &["downloads"]),
        BY_ENTITY
    );
    assert_eq!(of_file("accounts.csv", CSV), BY_ENTITY);
    assert_eq!(of_file("accounts.tsv", &CSV.replace(',', "\t")), BY_ENTITY);
    assert_eq!(of_file("accounts.yaml", YAML), BY_ENTITY);
}

#[test]
fn a_missing_key_has_no_value_and_is_reported() {
    let results = project(
        IN_LINE,
        "  entity: {lookup: accounts.entity, key: account}",
        "entity",
    )
    .results();
    assert_eq!(
        results.columns("table", &["downloads"]),
        "Google: 85\nMistral AI: 10\n(missing): 5"
    );
    assert_eq!(
        results.warnings(),
        [
            "HF0405 dimension `entity`: 1 key is not in lookup `accounts` (1 row, 4.00% of sum(downloads))"
        ]
    );
}

#[test]
fn rows_of_missing_keys_can_be_left_out() {
    let results = project(
        IN_LINE,
        "  entity: {lookup: accounts.entity, key: account, unmatched: exclude}",
        "entity",
    )
    .results();
    assert_eq!(
        results.columns("table", &["downloads", "downloads_share"]),
        "Google: 85 85/95\nMistral AI: 10 10/95"
    );
}

#[test]
fn missing_keys_can_have_a_code() {
    let results = project(
        IN_LINE,
        "  entity: {lookup: accounts.entity, key: account, unmatched: {code: unknown}}",
        "entity",
    )
    .results();
    assert_eq!(
        results.columns("table", &["downloads"]),
        "Google: 85\nMistral AI: 10\nunknown: 5"
    );
    assert_eq!(results.warnings(), Vec::<String>::new());
    let unmatched = &results.executed.results.unmatched[0];
    assert_eq!((unmatched.keys, unmatched.rows), (1, 2));
    let heaviest = &unmatched.heaviest[0];
    assert_eq!((&*heaviest.key, heaviest.weight.amount), ("nobody", 4));
}

#[test]
fn missing_keys_can_be_an_error() {
    let problems = project(
        IN_LINE,
        "  entity: {lookup: accounts.entity, key: account, unmatched: error}",
        "entity",
    )
    .problems();
    assert!(
        problems.contains("error[HF0405]") && problems.contains("first keys: nobody"),
        "{problems}"
    );
}

#[test]
fn lookups_make_chains() {
    let lookups = format!(
        "{IN_LINE}\n  countries: {{key: country, rows: [{{country: US, continent: NA}}, {{country: FR, continent: EU}}]}}\n  continents: {{key: continent, rows: [{{continent: NA, side: west}}, {{continent: EU, side: east}}]}}"
    );
    let dimensions = "  side: {lookup: continents.side, key: continent, unmatched: {code: nowhere}}\n  continent: {lookup: countries.continent, key: country, unmatched: {code: none}}\n  country: {lookup: accounts.country, key: account, unmatched: {code: XX}}";
    let results = project(&lookups, dimensions, "side").results();
    assert_eq!(
        results.columns("table", &["downloads"]),
        "west: 85\neast: 10\nnowhere: 5"
    );
}

#[test]
fn a_link_of_a_chain_stands_beside_the_others() {
    let lookups = format!(
        "{IN_LINE}\n  countries: {{key: country, rows: [{{country: US, continent: NA}}, {{country: FR, continent: EU}}]}}"
    );
    let dimensions = "  continent: {lookup: countries.continent, key: country, unmatched: exclude}\n  country: {lookup: accounts.country, key: account, unmatched: exclude}\n  entity: {lookup: accounts.entity, key: account, unmatched: exclude}";
    let results = project(&lookups, dimensions, "[continent, country, entity]").results();
    assert_eq!(
        results.columns("table", &["downloads"]),
        "NA / US / Google: 85\nEU / FR / Mistral AI: 10"
    );
}

#[test]
fn an_attribute_may_have_a_type() {
    let lookups = "  accounts:\n    key: account\n    columns: {founded: {type: integer}}\n    rows:\n      - {account: google, founded: 1998}\n      - {account: google-bert, founded: 998}\n      - {account: mistralai, founded: 2023}";
    let dimensions = "  founded: {lookup: accounts.founded, key: account, unmatched: exclude}";
    let project = project(lookups, dimensions, "founded");
    let spec = project.read("spec.yaml").replace(
        "measures: [downloads]}",
        "measures: [downloads], sort: key, where: \"founded < 2000\"}",
    );
    let results = project.file("spec.yaml", spec).results();
    assert_eq!(
        results.columns("table", &["downloads"]),
        "998: 25\n1998: 60"
    );
}

#[test]
fn an_attribute_that_does_not_have_its_type_is_refused() {
    let lookups = "  accounts: {key: account, columns: {founded: {type: integer}}, rows: [{account: google, founded: long ago}]}";
    let problems = project(
        lookups,
        "  founded: {lookup: accounts.founded, key: account}",
        "founded",
    )
    .problems();
    assert!(problems.contains("long ago"), "{problems}");
}

#[test]
fn an_empty_attribute_is_no_value() {
    let lookups = "  accounts: {path: accounts.csv, key: account}";
    let dimensions = "  country: {lookup: accounts.country, key: account, unmatched: {code: XX}}";
    let results = project(lookups, dimensions, "country")
        .file(
            "accounts.csv",
            "account,country\ngoogle,US\ngoogle-bert,\nmistralai,FR\n",
        )
        .results();
    assert_eq!(
        results.columns("table", &["downloads"]),
        "US: 60\nFR: 10\nXX: 5\n(missing): 25"
    );
}

#[test]
fn keys_are_compared_exactly() {
    let lookups = "  accounts: {key: account, rows: [{account: Google, entity: Google}]}";
    let results = project(lookups, KEPT, "entity").results();
    assert_eq!(
        results.columns("table", &["downloads"]),
        "google: 60\ngoogle-bert: 25\nmistralai: 10\nnobody: 4\n(missing): 1"
    );
}

#[test]
fn labels_come_from_a_lookup_and_are_overridden_by_the_dimension() {
    let lookups = format!(
        "{IN_LINE}\n  countries: {{key: country, rows: [{{country: US, fr: États-Unis, en: United States}}, {{country: FR, fr: France, en: France}}]}}"
    );
    let dimensions = "  country: {lookup: accounts.country, key: account, unmatched: {code: XX}, label_from: {fr: countries.fr, en: countries.en}, labels: {XX: {fr: ailleurs, en: elsewhere}, FR: {fr: la France, en: France}}}";
    let project = project(&lookups, dimensions, "country");
    let spec = project
        .read("spec.yaml")
        .replace("title: Lookups", "locales: [fr, en]\ntitle: Lookups")
        .replace("[{table: table}]", "[{text: \"{% for row in table %}{{ row.country_label }}; {% endfor %}\"}, {table: table}]");
    let project = project.file("spec.yaml", spec);
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let french = project.read("out/report.md");
    assert!(
        french.contains("États-Unis ; la France ; ailleurs")
            || french.contains("États-Unis\u{202f}; la France\u{202f}; ailleurs"),
        "{french}"
    );
    assert!(
        project
            .read("out/report.en.md")
            .contains("United States; France; elsewhere")
    );
}

#[test]
fn a_lookup_with_another_delimiter_is_told_which() {
    let project = project(
        "  accounts: {path: accounts.csv, key: account}",
        KEPT,
        "entity",
    )
    .file("accounts.csv", CSV.replace(',', ";"));
    let problems = project.problems();
    assert!(
        problems.contains("is the delimiter another one? `delimiter: \";\"`"),
        "{problems}"
    );
    assert_eq!(problems.matches("error[").count(), 1, "{problems}");
}

#[test]
fn a_row_that_does_not_hold_on_the_day_is_not_there() {
    for (day, shown) in [
        ("2025-09-30", "before"),
        ("2025-10-01", "in October"),
        ("2025-10-31", "in October"),
        ("2025-11-01", "after"),
    ] {
        let project = Project::of(&format!(
            "version: 1
title: t
sources:
  rows: {{path: rows.csv, columns: {{key: {{type: string}}}}}}
lookups:
  told:
    key: key
    valid: {{on: \"{day}\", from: since, until: until}}
    rows:
      - {{key: a, says: before, until: 2025-09-30}}
      - {{key: a, says: in October, since: 2025-10-01, until: 2025-10-31}}
      - {{key: a, says: after, since: 2025-11-01}}
dimensions:
  says: {{lookup: told.says, key: key}}
measures: {{n: {{sql: \"count(*)\"}}}}
breakdowns: {{by_says: {{by: says, measures: [n]}}}}
sections: [{{table: by_says}}]
"
        ))
        .file("rows.csv", "key\na\n");
        let results = project.results();
        assert_eq!(
            results.columns("by_says", &["n"]),
            format!("{shown}: 1"),
            "{day}"
        );
    }
}

#[test]
fn a_key_that_is_left_out_is_reported_with_the_share_that_it_carries() {
    let dimensions = "  entity: {lookup: accounts.entity, key: account, unmatched: exclude}";
    let run = |dimensions| {
        project(IN_LINE, dimensions, "entity")
            .hfreport(&["run", "spec.yaml"])
            .fine()
    };
    let outcome = run(dimensions);
    let line = "left out, dimension `entity`: 1 key is not in lookup `accounts` (1 row, 4.00% of sum(downloads)); first keys: nobody; 1 row has no key (1.00% of sum(downloads))";
    assert!(outcome.stdout.contains(line), "{}", outcome.stdout);
    let kept = run(KEPT);
    assert!(!kept.stdout.contains("left out"), "{}", kept.stdout);
}

#[test]
fn each_period_tells_what_it_leaves_out_and_no_key_orders_the_terminal() {
    let spec = r#"
version: 1
title: Month
params: {month: 1}
periods: {param: month, rows: [{month: 1}, {month: 2}]}
sources: {models: {path: "rows_{{ params.month }}.csv", columns: {account: {type: string}, n: {type: integer}}}}
lookups: {owners: {key: account, rows: [{account: a, owner: A}]}}
dimensions: {owner: {lookup: owners.owner, key: account, unmatched: exclude}}
measures: {n: {sql: "sum(n)"}}
breakdowns: {by_owner: {by: owner, measures: [n]}}
sections: [{table: by_owner}]
outputs: {dir: "out/{{ params.month }}", formats: [json], charts: [], tables: []}
"#;
    let project = Project::of(spec)
        .file("rows_1.csv", "account,n\na,99\nb\u{1b}[2Jc,1\n")
        .file("rows_2.csv", "account,n\na,60\na,40\n");
    let each = project.hfreport(&["run", "spec.yaml", "--each"]).fine();
    let line = "1: left out, dimension `owner`: 1 key is not in lookup `owners` (1 row, 1.00% of sum(n)); first keys: b [2Jc\n";
    assert!(each.stdout.contains(line), "{}", each.stdout);
    assert!(!each.stdout.contains("2: left out"), "{}", each.stdout);
    let one = project
        .hfreport(&["run", "spec.yaml", "--set", "month=1"])
        .fine();
    assert!(
        one.stdout.contains("first keys: b [2Jc\n"),
        "{}",
        one.stdout
    );
    assert!(!one.stdout.contains('\u{1b}') && !each.stdout.contains('\u{1b}'));
}

#[test]
fn a_code_without_a_label_is_told_where_it_is_shown_only() {
    let spec = |section: &str| {
        format!(
            r#"
version: 1
title: {{fr: Types, en: Types}}
locales: [fr, en]
sources: {{models: {{path: rows.csv, columns: {{kind: {{type: string}}, n: {{type: integer}}}}}}}}
dimensions: {{type: {{column: kind, labels: {{a: {{fr: un, en: one}}, b: {{fr: deux, en: two}}}}}}}}
measures: {{n: {{sql: "sum(n)"}}}}
breakdowns: {{by_type: {{by: type, measures: [n]}}}}
charts:
  rows: {{type: table, data: by_type, rows: 2, title: {{fr: Types, en: Types}}}}
  bars: {{type: bar, data: by_type, x: n, y: type, marks: 3, title: {{fr: Types, en: Types}}}}
sections: [{section}]
"#
        )
    };
    let warned = |section: &str| {
        let project =
            Project::of(&spec(section)).file("rows.csv", "kind,n\na,9\nb,8\ncode,2\nother,1\n");
        let warnings = project.hfreport(&["run", "spec.yaml"]).fine().stderr;
        (warnings.contains("`code`"), warnings.contains("`other`"))
    };
    assert_eq!(warned("{table: by_type}"), (true, true));
    assert_eq!(warned("{chart: rows}"), (false, false));
}
