//! Texts: what templates can read of the results.

use crate::fixture::Project;

/// A report on models by year and by whether they have a card, with one text.
fn said(text: &str) -> String {
    let spec = format!(
        r#"
version: 1
title: Texts
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string}}
      year: {{type: integer}}
      card: {{type: boolean}}
      downloads: {{type: integer}}
measures: {{downloads: {{sql: "sum(downloads)"}}}}
breakdowns:
  by_year: {{by: year, measures: [downloads], sort: key}}
  by_card: {{by: card, measures: [downloads]}}
  by_card_year: {{by: [card, year], measures: [downloads], within: total}}
sections:
  - text: >-
      {text}
  - table: by_year
  - table: by_card
  - table: by_card_year
"#
    );
    let project = Project::of(&spec).file(
        "rows.csv",
        "model,year,card,downloads\na,2019,true,30\nb,2021,false,20\nc,2,true,1\n",
    );
    let outcome = project.hfreport(&[
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "markdown,svg",
        "--quiet",
    ]);
    if outcome.code != 0 {
        return outcome.stderr;
    }
    let report = project.read("out/report.md");
    let line = report.lines().find(|line| line.starts_with("Said: "));
    line.unwrap_or_else(|| panic!("{report}")).to_owned()
}

#[test]
fn codes_of_integers_are_numbers_and_codes_of_truth_values_are_truth_values() {
    let text = "Said: {% for row in by_year if row.year > 2018 %}{{ row.year }}{% if row.year == 2019 %} first{% endif %}, {% endfor %}{% for row in by_card if row.card %}{{ row.downloads }}{% endfor %}";
    assert_eq!(said(text), "Said: 2019 first, 2021, 31");
}

#[test]
fn where_codes_are_integers_a_number_is_a_code_and_never_a_position() {
    let text = "Said: {{ by_year[2019].downloads }}, {{ by_year['2021'].downloads }}, {{ by_year[2].downloads }}, {{ by_card[true].downloads }}, {{ by_card_year[true][2019].downloads }}";
    assert_eq!(said(text), "Said: 30, 20, 1, 31, 30");
    let text = "Said: {{ (by_year|first).year }}, {{ (by_year|last).year }}, {{ by_year|length }}, {{ 'found' if by_year.has(2019) }}{{ 'found' if by_year.has(1) }}";
    assert_eq!(said(text), "Said: 2, 2021, 3, found");
    for position in ["0", "-1"] {
        let told = said(&format!("Said: {{{{ by_year[{position}].year }}}}"));
        assert!(told.contains("is a code here, not a position"), "{told}");
        assert!(
            told.contains("its first codes are `2`, `2019`, `2021`"),
            "{told}"
        );
    }
}

#[test]
fn a_truth_value_is_never_printed_as_python_writes_it() {
    let told = said("Said: {{ by_year.has(1) }}");
    assert!(told.contains("a truth value needs words"), "{told}");
    assert_eq!(said("Said: {{ by_card[true].card_label }}"), "Said: yes");
}

#[test]
fn where_codes_are_texts_a_number_is_a_position() {
    assert_eq!(
        said(
            "Said: {{ by_card_year[true]|length }}, {{ by_card[0].downloads }}, {{ by_card[-1].downloads }}"
        ),
        "Said: 2, 31, 20"
    );
}
