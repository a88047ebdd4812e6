//! Texts: what templates can read of the results.

use crate::fixture::Project;

/// A report on models by year and by whether they have a card, with one text.
fn said(text: &str) -> String {
    said_of("a,2019,true,30\nb,2021,false,20\nc,2,true,1\n", text)
}

/// The same of other rows.
fn said_of(rows: &str, text: &str) -> String {
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
    let rows = format!("model,year,card,downloads\n{rows}");
    let project = Project::of(&spec).file("rows.csv", rows);
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
fn an_integer_below_zero_has_the_sign_of_a_printed_minus() {
    let rows = "a,2019,true,-30\nb,2021,false,20\n";
    let text = "Said: {% for row in by_year %}{{ row.year }} {{ row.downloads }}; {{ row.downloads|abs }}, {% endfor %}";
    assert_eq!(
        said_of(rows, text),
        "Said: 2019 \u{2212}30; 30, 2021 20; 20,"
    );
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
fn a_position_that_is_the_code_of_another_row_is_an_error_and_both_can_be_written() {
    let rows = "card,downloads\n2A,160\n1,2100\n0,670\n";
    let spec = |text: &str| {
        format!(
            "version: 1\ntitle: Report\nsources: {{rows: {{path: rows.csv, columns: {{card: {{type: string}}, downloads: {{type: integer}}}}}}}}\nmeasures: {{downloads: {{sql: \"sum(downloads)\"}}}}\nbreakdowns: {{by_card: {{by: card, measures: [downloads]}}}}\nsections: [{{table: by_card}}, {{text: \"Said: {text}\"}}]\nallow: [HF0603]\noutputs: {{dir: out}}\n"
        )
    };
    let run = |text: &str| {
        let project = Project::new()
            .file("spec.yaml", spec(text))
            .file("rows.csv", rows);
        let outcome = project.hfreport(&["run", "spec.yaml"]);
        (outcome, project)
    };
    // The largest is 1, which stands at position 0.
    let (told, _) = run("{{ by_card[1].downloads|integer }}");
    let told = told.ends_with(1).stderr;
    assert!(
        told.contains("write `by_card['1']` for the code, `by_card[1:2][0]` for the position"),
        "{told}"
    );
    let (told, project) = run(
        "{{ by_card['1'].downloads|integer }}, {{ by_card[1:2][0].downloads|integer }}, {{ by_card[2].downloads|integer }}",
    );
    told.fine();
    assert!(
        project
            .read("out/report.md")
            .contains("Said: 2,100, 670, 160")
    );
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

#[test]
fn the_digits_say_who_is_ahead_and_no_share_is_rounded_to_nothing() {
    // 40,001, 40,000 and 1 of 80,002.
    let rows = "a,2019,true,40001\nb,2021,true,40000\nc,2022,false,1\n";
    let text = "Said: {{ by_year|leaders|shares('year') }}; \
                {% for row in by_year %}{{ row.downloads_share|percent }} {% endfor %}; \
                {% set one, other = by_year[2019], by_year[2021] %}\
                {{ 'ahead' if one.downloads_share is ahead_of(other.downloads_share) else 'level' }}, \
                {{ 'ahead' if one.downloads is ahead_of(other.downloads) else 'level' }}, \
                {{ by_card[true].downloads_share|percent }}";
    assert_eq!(
        said_of(rows, text),
        "Said: 2019 (50.0%) and 2021 (50.0%); 50.0% 50.0% less than 0.1% ; level, ahead, more than 99.9%"
    );
}

#[test]
fn where_nothing_is_counted_nobody_leads() {
    let text = "Said: {{ by_year|leaders|shares('year')|default('nobody', true) }}{{ ' leads' if by_year|leaders|length > 0 }}";
    assert_eq!(
        said_of("a,2019,true,0\nb,2021,true,0\n", text),
        "Said: nobody"
    );
}
