//! Others, and rows without a value, are no values: texts do not count them, and what counts them all the same is told.

use crate::fixture::Project;

const ROWS: &str = "town,year,amount\nLyon,2023,10\nNice,2023,6\nLille,2024,5\n,2024,30\n,,1\n";

pub(crate) fn project(text: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Towns
sources:
  sales:
    path: rows.csv
    columns:
      town: {{type: string, nullable: true}}
      year: {{type: integer, nullable: true}}
      amount: {{type: integer}}
measures:
  amount: {{sql: "sum(amount)"}}
breakdowns:
  by_town: {{by: town, measures: [amount]}}
  two_towns: {{by: town, measures: [amount], keep: {{town: {{top: 2}}}}}}
  by_year: {{by: year, measures: [amount], sort: key}}
  year_town: {{by: [year, town], measures: [amount], within: total}}
sections:
  - text: '{text}'
outputs: {{dir: out, formats: [markdown, html, json]}}
allow: [HF0308, HF0603]
"#
    );
    Project::of(&spec).file("rows.csv", ROWS)
}

pub(crate) fn written(text: &str) -> String {
    let project = project(text);
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/report.md");
    let body = page.lines().nth(2);
    body.unwrap_or(&page).to_owned()
}

#[test]
fn a_text_counts_values_and_no_row_that_stands_for_none() {
    // Three towns, and a row for what has none; two towns, others, and that row.
    assert_eq!(written("{{ by_town|length }}"), "3");
    assert_eq!(
        written("{{ two_towns|length }}, {{ two_towns|count }}"),
        "2, 2"
    );
    assert_eq!(written("{{ by_year|length }}"), "2");
    assert_eq!(written("{{ year_town[2024]|length }}"), "1");
    assert_eq!(
        written("{{ by_town|selectattr(\"amount\", \"gt\", 5)|length }}"),
        "2"
    );
    // A loop goes over all of them.
    let all = "{% for row in two_towns %}{{ row.town_label }} {% endfor %}";
    assert_eq!(written(all), "Lyon Nice not given Others");
    assert_eq!(
        written("{{ [1, 2, 3]|length }}, {{ \"abc\"|length }}"),
        "3, 3"
    );
}

#[test]
fn the_last_row_is_that_of_a_value() {
    assert_eq!(written("{{ (by_year|last).year }}"), "2024");
    assert_eq!(
        written("{{ by_town[-1].town }}, {{ (by_town|last).town }}"),
        "Lille, Lille"
    );
    assert_eq!(written("{{ two_towns[-1].town }}"), "Nice");
    assert_eq!(written("{{ [1, 2]|last }}"), "2");
}

#[test]
fn others_and_rows_of_no_value_are_never_the_largest_and_come_last_in_every_order() {
    // Without a town 31; the others, Lille, 5.
    assert_eq!(
        written("{{ (by_town|max(attribute=\"amount\")).town }}"),
        "Lyon"
    );
    assert_eq!(
        written("{{ (two_towns|min(attribute=\"amount\")).town }}"),
        "Nice"
    );
    let order = "{% for row in two_towns|sort(attribute=\"amount\", reverse=true) %}{{ row.town_label }} {% endfor %}";
    assert_eq!(written(order), "Lyon Nice not given Others");
    assert_eq!(
        written(
            "{{ (by_town|sort(attribute=\"amount\")|first).town }}, {{ (by_town|sort(attribute=\"amount\", reverse=true))[0].town }}"
        ),
        "Lille, Lyon"
    );
    // The numbers of a column are those of its rows.
    assert_eq!(
        written(
            "{{ by_town|map(attribute=\"amount\")|max }}, {{ two_towns|map(attribute=\"amount\")|min }}"
        ),
        "10, 6"
    );
    assert_eq!(
        written(
            "{{ by_town|map(attribute=\"amount\")|sort|last }}, {{ by_town|map(attribute=\"amount\")|map(\"integer\")|list }}"
        ),
        "10, 10, 6, 5, and 31"
    );
    assert_eq!(written("{{ by_town|sum(attribute=\"amount\") }}"), "52");
    assert_eq!(
        written("{{ [3, 1]|max }}, {{ [3, 1]|sort|first }}, {{ [3, 1]|map(\"integer\")|list }}"),
        "3, 1, 3 and 1"
    );
}

#[test]
fn rows_of_no_value_never_lead() {
    let text = "{{ by_town|leaders|shares(\"town\") }}";
    // 10 of 52; the rows without a town have 31.
    assert_eq!(written(text), "Lyon (19.2%)");
    assert_eq!(written("{{ two_towns|leaders|length }}"), "1");
}

#[test]
fn an_enumeration_that_is_cut_counts_values_alone() {
    // Two more towns; the row without one is none of them.
    let cut = |rows: &str, most: usize| {
        written(&format!("{{{{ {rows}|shares(\"town\", most={most}) }}}}"))
    };
    assert_eq!(cut("by_town", 1), "Lyon (19.2%) and two others");
    assert_eq!(
        cut("by_town", 2),
        "Lyon (19.2%), Nice (11.5%), Lille (9.6%), and not given (59.6%)"
    );
    // Nobody knows how many the others are.
    assert_eq!(cut("two_towns", 1), "Lyon (19.2%) and others");
}

#[test]
fn the_origin_of_a_count_has_the_same_number() {
    let project = project("{{ by_town|length }} towns");
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/index.html");
    assert!(page.contains("Number of rows, Amount by town"), "{page}");
    assert!(!page.contains("4 rows"), "{page}");
}

#[test]
fn what_has_no_value_of_a_dimension_of_the_counting_breakdown_has_a_row_of_its_own() {
    let towns = |rows: &str| {
        let spec = r#"
version: 1
title: Towns
sources:
  sales:
    path: rows.csv
    columns: {town: {type: string, nullable: true}, region: {type: string, nullable: true}, amount: {type: integer}}
measures: {amount: {sql: "sum(amount)"}, towns: {sql: "count(*)"}}
breakdowns:
  region_town: {by: [region, town], measures: [amount], within: total}
  towns: {from: region_town, by: region, measures: [towns]}
sections: [{table: towns}]
"#;
        let project = Project::of(spec).file("rows.csv", rows);
        project.hfreport(&["run", "spec.yaml"]).fine().stderr
    };
    // A town without a region is counted beside the regions.
    let told = towns("region,town,amount\nnorth,a,1\nnorth,b,1\n,c,1\n");
    assert!(!told.contains("HF0514"), "{told}");
    let told = towns("region,town,amount\nnorth,a,1\nnorth,,1\n,c,1\n");
    let wanted = "is also over 1 row of breakdown `region_town` that stands for no `town`: rows without a value";
    assert!(told.contains(wanted), "{told}");
}

#[test]
fn a_length_of_nothing_stays_an_error() {
    let outcome = project("{{ by_town[0].nothing|length }}").hfreport(&["check", "spec.yaml"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
}

#[test]
fn a_drafted_sentence_is_led_by_a_value() {
    let rows = "region,revenue\n,900\nnorth,300\nsouth,100\n,50\nsouth,30\n";
    let project = Project::new().file("sales.csv", rows);
    project
        .hfreport(&["new", "sales.csv", "--locale", "en"])
        .fine();
    project
        .hfreport(&["run", "sales.yaml", "--out", "out", "--format", "markdown"])
        .fine();
    let page = project.read("out/report.md");
    // 300 of 1,380.
    assert!(page.contains("**north** leads with 21.7%"), "{page}");
}

#[test]
fn a_row_whose_measure_has_no_value_has_no_rank() {
    let spec = r#"
version: 1
title: Shops
sources:
  sales:
    path: rows.csv
    columns: {shop: {type: string}, price: {type: integer, nullable: true}}
measures: {mean: {sql: "avg(price)"}}
breakdowns: {by_shop: {by: shop, measures: [mean]}}
sections: [{table: by_shop}]
"#;
    let project = Project::of(spec).file("rows.csv", "shop,price\na,\nb,2\nb,4\nc,9\n");
    let results = project.results();
    assert_eq!(
        results.columns("by_shop", &["mean", "mean_rank"]),
        "c: 9/1 1\nb: 6/2 2\na: - -"
    );
}

#[test]
fn rows_of_no_value_are_not_the_first_columns_of_a_small_picture() {
    let spec = r#"
version: 1
title: Towns
sources:
  sales:
    path: rows.csv
    columns: {town: {type: string, nullable: true}, year: {type: integer, nullable: true}, amount: {type: integer}}
measures: {amount: {sql: "sum(amount)"}}
metrics: {all: {measure: amount}}
breakdowns: {by_town: {by: town, measures: [amount]}}
key_numbers:
  - {value: "{{ formatted.all }}", label: in all, picture: {type: ranking, data: by_town, first: 1}}
sections: [{table: by_town}]
outputs: {dir: out, formats: [html]}
"#;
    let project = Project::of(spec).file("rows.csv", ROWS);
    project.hfreport(&["run", "spec.yaml"]).fine();
    let page = project.read("out/index.html");
    // Lyon has 10, the rows without a town 31: theirs is the highest column, and the last.
    let accent = page.split("<path class=a d=\"").nth(1).expect("a path");
    let accent = accent.split('"').next().expect("its end");
    assert_eq!(accent.matches('M').count(), 1, "{accent}");
    assert!(accent.starts_with("M0.0 "), "{accent}");
    let height = |path: &str| -> f64 {
        let (_, behind) = path.split_once("v-").expect("a height");
        behind
            .split('h')
            .next()
            .and_then(|it| it.parse().ok())
            .expect("a number")
    };
    let grey = page.split("<path class=g d=\"").nth(1).expect("a path");
    let last = grey
        .split('"')
        .next()
        .and_then(|it| it.rsplit('M').next())
        .expect("a column");
    assert!(
        (height(accent) / height(last) - 10.0 / 31.0).abs() < 0.01,
        "{accent} {last}"
    );
}

#[test]
fn a_second_step_by_a_dimension_keeps_others_and_what_has_no_value_apart() {
    let spec = r#"
version: 1
title: Towns
sources:
  sales:
    path: rows.csv
    columns: {town: {type: string, nullable: true}, kind: {type: string}, amount: {type: integer}}
measures: {amount: {sql: "sum(amount)"}, rows: {sql: "count(*)"}, different: {sql: "count(distinct town)"}}
breakdowns:
  towns: {by: [kind, town], measures: [amount], keep: {town: {top: 1}}}
  again: {from: towns, by: town, measures: [amount, rows]}
  counted: {from: towns, by: kind, measures: [different]}
sections: [{table: again}, {table: counted}]
allow: [HF0514]
"#;
    let project = Project::of(spec).file(
        "rows.csv",
        "town,kind,amount\nLyon,x,10\nNice,x,1\nNice,y,1\nLyon,y,1\n,x,6\n,y,3\n",
    );
    let results = project.results();
    // Nice is others in both kinds: 2 of 22; nine have no town.
    assert_eq!(
        results.columns("again", &["amount", "amount_rank", "rows"]),
        "Lyon: 11 1 2\n(missing): 9 - 2\n(others): 2 - 2"
    );
    assert_eq!(results.columns("counted", &["different"]), "x: 1\ny: 1");
}

#[test]
fn rows_without_a_number_come_last_in_every_order_and_0_is_no_missing_number() {
    let spec = r#"
version: 1
title: Towns
locales: [en]
sources:
  sales:
    path: rows.csv
    columns: {town: {type: string}, amount: {type: integer, nullable: true}}
measures: {most: {sql: "max(amount)"}}
breakdowns:
  towns: {by: town, measures: [most]}
sections: [{text: "TEXT"}]
"#;
    let text = "{{ (towns|sort(attribute='most')|first).town }} {{ (towns|sort(attribute='most')|last).town }} {% for row in towns|sort(attribute='town') %}{{ row.most|default('–', true) }} {% endfor %}";
    let project = Project::of(&spec.replace("TEXT", text))
        .file("rows.csv", "town,amount\na,5\nb,\nc,0\nd,-3\n");
    project
        .hfreport(&["run", "spec.yaml", "--out", "out", "--format", "markdown"])
        .fine();
    let written = project.read("out/report.md");
    assert!(written.contains("d b 5 – 0 \u{2212}3"), "{written}");
}

#[test]
fn others_of_a_first_step_and_those_of_a_second_one_are_one_row() {
    let spec = r#"
version: 1
title: Towns
sources:
  sales:
    path: rows.csv
    columns: {town: {type: string}, kind: {type: string}, amount: {type: integer}}
measures: {amount: {sql: "sum(amount)"}}
breakdowns:
  towns: {by: [town, kind], measures: [amount], keep: {town: {top: 2}}}
  again: {from: towns, by: [town, kind], measures: [amount], keep: {town: {top: 1}}}
sections: [{table: again}]
allow: [HF0514]
"#;
    let project = Project::of(spec).file(
        "rows.csv",
        "town,kind,amount\nLyon,x,10\nNice,x,5\nNice,y,4\nLille,x,3\nParis,y,2\n",
    );
    // Nice, and what the first step has folded: 5 + 3 and 4 + 2.
    assert_eq!(
        project.results().columns("again", &["amount"]),
        "Lyon / x: 10\n(others) / x: 8\n(others) / y: 6"
    );
}

#[test]
fn a_sum_that_counts_and_a_count_of_numbers_are_told_of_others() {
    let told = |sql: &str| {
        let spec = format!(
            r#"
version: 1
title: Towns
sources:
  sales:
    path: rows.csv
    columns: {{town: {{type: string, nullable: true}}, amount: {{type: integer}}}}
measures: {{amount: {{sql: "sum(amount)"}}}}
breakdowns:
  by_town: {{by: town, measures: [amount], keep: {{town: {{top: 2}}}}}}
metrics: {{m: {{from: by_town, sql: "{sql}", format: integer}}}}
sections: [{{text: "{{{{ formatted.m }}}}"}}, {{table: by_town}}]
"#
        );
        let rows = "town,amount\nLyon,10\nNice,6\nLille,5\nParis,4\n";
        let outcome = Project::of(&spec)
            .file("rows.csv", rows)
            .hfreport(&["run", "spec.yaml"])
            .fine();
        outcome.stderr.contains("warning[HF0514]")
    };
    for sql in [
        "count(*)",
        "sum(1)",
        "sum(1) + 0",
        "sum(CASE WHEN amount > 5 THEN 1 END)",
        "sum(CAST(amount > 5 AS INTEGER))",
        "count(DISTINCT amount)",
    ] {
        assert!(told(sql), "{sql}");
    }
    for sql in [
        "sum(amount)",
        "sum(CASE WHEN amount > 5 THEN amount ELSE 0 END)",
        "sum(CASE WHEN town IS NOT NULL THEN 1 END)",
        "sum(1) FILTER (WHERE NOT folded)",
        "count(DISTINCT town)",
    ] {
        assert!(!told(sql), "{sql}");
    }
}

#[test]
fn others_are_no_one_of_those_that_at_most_leaves_out() {
    let list =
        |n: u8| format!("{{{{ two_towns|map(attribute=\"town_label\")|at_most({n})|list }}}}");
    // Lyon, Nice, what has no town, and others.
    assert_eq!(written(&list(1)), "Lyon and others");
    let known = "{{ two_towns|rejectattr(\"town\", \"none\")|map(attribute=\"town_label\")|at_most(1)|list }}";
    assert_eq!(written(known), "Lyon and Nice");
}

#[test]
fn the_first_row_is_that_of_a_value_too() {
    let missing = "by_town|selectattr(\"town\", \"none\")";
    assert_eq!(written("{{ (by_town|first).town_label }}"), "Lyon");
    assert_eq!(
        written(&format!(
            "{{% if {missing}|first is defined %}}x{{% else %}}none{{% endif %}}"
        )),
        "none"
    );
    let outcome = project(&format!("{{{{ ({missing}|first).town_label }}}}"));
    assert_eq!(outcome.hfreport(&["run", "spec.yaml"]).code, 1);
}
