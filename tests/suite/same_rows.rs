//! A ratio whose sides are of the same rows has no warning; `tests/cases/diagnostics/HF0317-…` has those that do.

use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
title: Report
sources:
  sales:
    path: rows.csv
    where: "visitors IS NOT NULL"
    columns:
      town: {type: string}
      customer: {type: string, nullable: true}
      price: {type: decimal(2), nullable: true}
      tickets: {type: integer}
      visitors: {type: integer, nullable: true}
filters:
  priced: "price > 0"
measures:
  tickets: {sql: "sum(tickets)"}
  earned: {sql: "sum(price * tickets)"}
  mean_price: {sql: "sum(price * tickets) / sum(tickets) FILTER (WHERE price IS NOT NULL)"}
  of_priced: {sql: "sum(price * tickets) / sum(tickets) FILTER (WHERE priced)"}
  by_case: {sql: "sum(price * tickets) / sum(CASE WHEN price IS NOT NULL THEN tickets END)"}
  as_zero: {sql: "sum(coalesce(price, 0) * tickets) / sum(tickets)"}
  weighted: {sql: "sum(price * tickets) / sum(tickets * price)"}
  mean: {sql: "avg(price)"}
  dear: {sql: "sum(price) FILTER (WHERE price > 7) / count(*)"}
  known: {sql: "count(price) / count(*)"}
  customers: {sql: "count(DISTINCT customer) / count(*)"}
  here: {sql: "sum(CASE WHEN customer = 'a' THEN tickets ELSE 0 END) / sum(tickets)"}
  part: {sql: "sum(price) / (sum(price) + sum(tickets))"}
  each: {sql: "sum(price) / count(*)"}
  above_tickets: {sql: "sum(price) - sum(tickets)"}
  for_visitors: {sql: "sum(tickets) / sum(visitors)"}
breakdowns:
  by_town: {by: town, measures: [mean_price, of_priced, by_case, as_zero, weighted, mean, dear, known, customers, here, part, above_tickets, for_visitors]}
  priced_only: {by: town, measures: [each], where: priced}
metrics:
  share: {measure: earned, where: "town = 'Lyon'", of: {}}
  same_rows: {measure: earned, of: {measure: tickets, where: "price IS NOT NULL"}, format: {decimals: 2}}
sections:
  - table: by_town
  - table: priced_only
  - text: "{{ formatted.share }}, {{ formatted.same_rows }}"
"#;

#[test]
fn sides_of_the_same_rows_and_what_is_chosen_by_values_are_right() {
    let rows =
        "town,customer,price,tickets,visitors\nLyon,a,10.00,2,4\nLyon,,,3,4\nNice,b,5.00,1,1\n";
    let project = Project::of(SPEC).file("rows.csv", rows);
    let results = project.results();
    let warnings = results.warnings();
    let told: Vec<_> = warnings
        .iter()
        .filter(|it| it.starts_with("HF0317"))
        .collect();
    assert!(told.is_empty(), "{told:?}");
    // (10 × 2 + 5 × 1) by 2 + 1 tickets, and not by all six; both in hundredths.
    assert_eq!(results.metric("same_rows"), "2500/300");
}

const BOTH_EMPTY: &str = r#"
version: 1
title: Report
sources:
  sales:
    path: rows.csv
    columns:
      town: {type: string}
      amount: {type: integer, nullable: true}
      tickets: {type: integer, nullable: true}
      staff: {type: integer, nullable: true}
measures:
  mean_amount: {sql: "sum(amount) / sum(tickets)"}
  amount_for_staff: {sql: "sum(amount) FILTER (WHERE amount IS NOT NULL) / sum(staff)"}
breakdowns:
  by_town: {by: town, measures: [mean_amount, amount_for_staff]}
sections:
  - table: by_town
"#;

#[test]
fn cells_that_are_empty_in_the_same_rows_are_told_by_check_and_not_by_a_run() {
    let header = "town,amount,tickets,staff";
    let told = |rows: &str| {
        let project = Project::of(BOTH_EMPTY).file("rows.csv", format!("{header}\n{rows}"));
        let checked = project.hfreport(&["check", "spec.yaml"]);
        assert_eq!(
            checked.stderr.matches("HF0317]:").count(),
            2,
            "{}",
            checked.stderr
        );
        let run = project.hfreport(&["run", "spec.yaml"]);
        ["mean_amount", "amount_for_staff"].map(|measure| {
            run.stderr
                .contains(&format!("HF0317]: measure `{measure}`"))
        })
    };
    assert_eq!(told("Lyon,10,2,1\nNice,,,\n"), [false, false]);
    assert_eq!(told("Lyon,10,2,1\nNice,,3,\n"), [true, false]);
    assert_eq!(told("Lyon,10,2,1\nNice,4,,\nNice,,3,\n"), [true, true]);
    // As many cells are empty on both sides, and in other rows.
    assert_eq!(told("Lyon,10,2,\nNice,,,4\n"), [false, true]);
}

#[test]
fn a_ratio_is_of_the_same_rows_where_all_that_use_it_are() {
    let spec = r#"
version: 1
title: Report
sources:
  sales:
    path: rows.csv
    columns: {town: {type: string}, price: {type: integer, nullable: true}, tickets: {type: integer}}
measures:
  mean_price: {sql: "sum(price * tickets) / sum(tickets)", format: {decimals: 2}}
metrics:
  of_lyon: {measure: mean_price, where: "town = 'Lyon'"}
  of_all: {measure: mean_price}
sections:
  - text: "{{ formatted.of_lyon }}, {{ formatted.of_all }}"
"#;
    let rows = "town,price,tickets\nLyon,10,2\nNice,,3\n";
    let told = |spec: &str| {
        let project = Project::of(spec).file("rows.csv", rows);
        let outcome = project.hfreport(&["run", "spec.yaml"]).ends_with(0);
        outcome.stderr.matches("HF0317]:").count()
    };
    assert_eq!(told(spec), 1);
    let of_lyon = spec
        .replace("  of_all: {measure: mean_price}\n", "")
        .replace(", {{ formatted.of_all }}", "");
    assert_eq!(told(&of_lyon), 0);
}

#[test]
fn an_attribute_that_a_lookup_lacks_is_told_of_a_ratio_over_a_breakdown() {
    let spec = r#"
version: 1
title: Report
sources:
  loans: {path: rows.csv, columns: {town: {type: string}, loans: {type: integer}}}
lookups: {towns: {path: towns.csv, key: town, columns: {people: {type: integer}}}}
dimensions: {people: {lookup: towns.people, key: town}}
measures: {loans: {sql: "sum(loans)"}}
breakdowns: {by_town: {by: town, measures: [loans], with: {people: only}}}
metrics:
  each: {from: by_town, sql: "sum(loans) / sum(people)", format: {decimals: 2}}
  known: {from: by_town, sql: "sum(loans) FILTER (WHERE people IS NOT NULL) / sum(people)", format: {decimals: 2}}
sections:
  - text: "{{ formatted.each }}, {{ formatted.known }}"
"#;
    let told = |towns: &str| {
        let project = Project::of(spec)
            .file("rows.csv", "town,loans\nLyon,10\nNice,5\n")
            .file("towns.csv", format!("town,people\nLyon,100\n{towns}"));
        project.hfreport(&["run", "spec.yaml"]).ends_with(0).stderr
    };
    let empty = told("Nice,\n");
    let wanted =
        "metric `each`: 1 row of breakdown `by_town` has no `people` (the first: town 'Nice')";
    assert_eq!(empty.matches(wanted).count(), 1, "{empty}");
    assert_eq!(empty.matches("HF0317]:").count(), 1, "{empty}");
    assert!(!told("Nice,50\n").contains("HF0317"));
}
