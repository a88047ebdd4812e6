//! What a text says of rows is said of rows that there are: nobody leads who is not first, and nobody is the subject where there is none.

use crate::fixture::Project;
use crate::of_no_value::{project, written};

#[test]
fn nobody_leads_rows_of_which_what_keep_hides_is_the_first() {
    let rows = "region,town,revenue,shops\nnorth,Lille,50,1\nnorth,Arras,40,9\nsouth,Nice,90,2\nsouth,Arles,80,1\n";
    let leads = |breakdown: &str, text: &str| {
        let spec = format!(
            r#"
version: 1
title: Towns
sources:
  sales:
    path: rows.csv
    columns: {{region: {{type: string}}, town: {{type: string}}, revenue: {{type: integer}}, shops: {{type: integer}}}}
measures: {{revenue: {{sql: "sum(revenue)"}}, shops: {{sql: "sum(shops)"}}}}
breakdowns:
  b: {breakdown}
sections: [{{text: "{text}"}}]
outputs: {{dir: out, formats: [markdown]}}
"#
        );
        let project = Project::of(&spec).file("rows.csv", rows);
        let outcome = project.hfreport(&["run", "spec.yaml"]);
        match outcome.code {
            0 => project
                .read("out/report.md")
                .lines()
                .nth(2)
                .unwrap_or_default()
                .to_owned(),
            _ => outcome.stderr,
        }
    };
    let names = |column: &str, rows: &str| {
        format!("{{{{ {rows}|leaders('{column}', 'integer')|map(attribute='town')|list }}}}")
    };
    let refused = |breakdown: &str, text: &str| {
        let told = leads(breakdown, text);
        let wanted = "what `keep` of breakdown `b` folds, or does not choose, has more";
        assert!(told.contains(wanted), "{breakdown}: {told}");
    };
    // Two towns of all regions are Nice and Arles; Lille, the first of the north, is one of others.
    let interact = "{by: [region, town], measures: [revenue], within: total, keep: {region: {values: [north], other: drop}, town: {top: 2, other: drop}}}";
    let nobody = "{% if b|leaders('revenue') %}somebody{% else %}nobody{% endif %}";
    assert_eq!(leads(interact, nobody), "nobody");
    let folds = "{by: [region, town], measures: [revenue], within: total, keep: {region: {values: [north], other: drop}, town: {values: [Arras]}}}";
    refused(folds, &names("revenue", "b"));
    refused(folds, &names("revenue", "b['north']"));
    // The first by shops are not those by revenue.
    let by_other = "{by: town, measures: [revenue, shops], keep: {town: {top: 2}}}";
    assert_eq!(leads(by_other, &names("revenue", "b")), "Nice");
    refused(by_other, &names("shops", "b"));
    refused(
        "{by: town, measures: [revenue], keep: {town: {values: [Lille, Arras]}}}",
        &names("revenue", "b"),
    );
    // What is dropped by name was left out; what is told of rows that were taken is told of these.
    let by_name =
        "{by: town, measures: [revenue], keep: {town: {values: [Lille, Arras], other: drop}}}";
    assert_eq!(leads(by_name, &names("revenue", "b")), "Lille");
    let taken = names("shops", "b|selectattr('town', 'ne', 'Nice')");
    assert_eq!(leads(by_other, &taken), "Arles");
}

#[test]
fn a_sentence_about_nobody_is_refused_and_can_be_asked_for() {
    let nobody = "by_town|selectattr(\"amount\", \"gt\", 1000)";
    for text in [
        format!("{{{{ {nobody}|leaders|shares(\"town\") }}}} leads."),
        format!("{{{{ {nobody}|map(attribute=\"town_label\")|list }}}} leads."),
        format!("{{{{ ({nobody}|first).town_label }}}} leads."),
    ] {
        let outcome = project(&text).hfreport(&["run", "spec.yaml"]);
        assert_eq!(outcome.code, 1, "{text}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("HF0601"), "{}", outcome.stderr);
    }
    let asked = format!(
        "{{% if {nobody}|leaders|shares(\"town\") %}}x{{% else %}}Nobody leads.{{% endif %}}"
    );
    assert_eq!(written(&asked), "Nobody leads.");
    let instead = format!("{{{{ {nobody}|leaders|shares(\"town\")|default(\"Nobody\", true) }}}}");
    assert_eq!(written(&instead), "Nobody");
}

#[test]
fn the_letters_of_a_text_are_no_length_of_a_list() {
    let check = |text: &str, command: &str| project(text).hfreport(&[command, "spec.yaml"]).stderr;
    let told = check(
        "{{ by_town|map(attribute=\"town_label\")|list|length }}",
        "check",
    );
    assert!(
        told.contains("`list` makes one text of a list, of which `length` would count the letters"),
        "{told}"
    );
    let told = check(
        "{% set t = by_town|shares(\"town\") %}{{ t|length }}",
        "check",
    );
    assert!(told.contains("`shares` makes one text of a list"), "{told}");
    assert_eq!(
        written("{{ by_town|map(attribute=\"town_label\")|list }}, {{ by_town|length }}"),
        "Lyon, Nice, Lille, and not given, 3"
    );
}

#[test]
fn a_number_is_no_code_of_texts_wherever_it_stands() {
    let told = |text: &str, command: &str| project(text).hfreport(&[command, "spec.yaml"]).stderr;
    let check = told("{% if by_town.has(75) %}x{% endif %}", "check");
    let wanted = "the codes of `by_town` are texts, and 75 is a number, which is a position in it and no code";
    assert!(check.contains(wanted), "{check}");
    let run = told(
        "{% set code = 70 + 5 %}{% if by_town.has(code) %}x{% endif %}",
        "run",
    );
    assert!(run.contains("`has` is asked for a number"), "{run}");
    assert_eq!(
        written("{% if by_year.has(2023) %}{{ by_year[2023].amount|integer }}{% endif %}"),
        "16"
    );
}

#[test]
fn leaders_of_rows_without_a_share_name_a_column_and_its_digits() {
    let spec = |text: &str| {
        let spec = format!(
            r#"
version: 1
title: Towns
sources: {{sales: {{path: rows.csv, columns: {{town: {{type: string}}, amount: {{type: integer}}}}}}}}
measures: {{mean: {{sql: "avg(amount)"}}}}
breakdowns: {{by_town: {{by: town, measures: [mean]}}}}
sections: [{{text: "{text}"}}]
outputs: {{dir: out, formats: [markdown]}}
"#
        );
        // 10.04 and 10.01 are printed alike with one decimal.
        let mut rows = String::from("town,amount\n");
        for (town, sum) in [("Lille", 1004), ("Nice", 1001), ("Lyon", 900)] {
            let amounts = (0..100).map(|at| sum / 100 + i32::from(at < sum % 100));
            rows.extend(amounts.map(|amount| format!("{town},{amount}\n")));
        }
        Project::of(&spec).file("rows.csv", rows)
    };
    let outcome =
        spec("{{ by_town|leaders|map(attribute='town')|list }}").hfreport(&["check", "spec.yaml"]);
    let wanted =
        "name a column of numbers, and how it is written: `leaders(\"mean\", \"decimal\", 1)`";
    assert!(outcome.stderr.contains(wanted), "{}", outcome.stderr);
    let project = spec("{{ by_town|leaders('mean')|map(attribute='town')|list }}");
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/report.md");
    assert_eq!(page.lines().nth(2), Some("Lille and Nice"), "{page}");
}

#[test]
fn the_sign_of_a_currency_is_told_before_the_run_with_its_code() {
    let outcome =
        project("{{ by_town[0].amount|currency(\"€\") }}").hfreport(&["check", "spec.yaml"]);
    let wanted = "`currency` takes the code of a currency, three capital letters, and `€` is none";
    assert!(outcome.stderr.contains(wanted), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("did you mean `currency(\"EUR\")`?"),
        "{}",
        outcome.stderr
    );
    let outcome = project("{% if precedent %}x{% endif %}").hfreport(&["check", "spec.yaml"]);
    assert!(
        outcome.stderr.contains("did you mean `previous`?"),
        "{}",
        outcome.stderr
    );
}
