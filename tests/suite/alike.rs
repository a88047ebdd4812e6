//! Names that look alike are told with how many rows each has and with what makes them one; a misspelling that is mended once is
//! not told in a month without it.

use crate::fixture::Project;

const SPEC: &str = r#"
version: 1
title: Cities
sources:
  rows:
    path: rows.csv
    columns:
      city: {type: string}
      n: {type: integer}
measures: {n: {sql: "sum(n)"}}
breakdowns: {by_city: {by: city, measures: [n], sort: key}}
sections: [{table: by_city}]
"#;

fn project(spec: &str, rows: &str) -> Project {
    Project::of(spec).file("rows.csv", format!("city,n\n{rows}"))
}

/// What a run says.
fn said(project: &Project) -> String {
    project.hfreport(&["run", "spec.yaml"]).fine().stderr
}

/// The spec in which the hint is followed: `sql` beside the type, with all signs as they are printed.
fn followed(said: &str) -> String {
    let (_, rest) = said.split_once("or `sql: ").expect(said);
    let (sql, _) = rest
        .split_once("` beside the type of column `city`")
        .expect(said);
    SPEC.replace(
        "city: {type: string}",
        &format!("city: {{type: string, sql: {sql}}}"),
    )
}

#[test]
fn what_the_hint_says_to_write_makes_names_one() {
    for (rows, told, groups) in [
        (
            "Nîmes,1\nNimes,2\nNîmes,3\nArles,5\n",
            "`Nimes` (1 row) and `Nîmes` (2 rows) differ only in accents or case",
            "Arles: 5\nNîmes: 6",
        ),
        (
            "NIMES,1\nNîmes,2\nNimes,3\nNimes,4\n\"Val d'Oise\",5\nVal-d’Oise,1\nVal-d’Oise,1\n",
            "`NIMES` (1 row) and `Nimes` (2 rows) differ only in upper and lower case",
            "Nimes: 10\nVal-d’Oise: 7",
        ),
        (
            "Nîmes,1\nNi\u{302}mes,2\nNi\u{302}mes,3\n",
            "(1 row) differ only in the Unicode form of their letters",
            "Nîmes: 6",
        ),
        (
            "Le Mans,1\nLe\u{a0}Mans,2\nLe  Mans,3\nLe Mans\u{200b},4\n",
            "`Le[no-break space]Mans` (1 row)",
            "Le Mans: 10",
        ),
        (
            "Arles ,1\nArles,2\n",
            "`Arles` (1 row) and `Arles[space]` (1 row) differ only in their spaces",
            "Arles: 3",
        ),
    ] {
        let one = project(SPEC, rows);
        let found = said(&one);
        assert!(found.contains("warning[HF0409]"), "{found}");
        assert!(found.contains(told), "{found}");
        let mended = project(&followed(&found), rows);
        assert_eq!(said(&mended), "", "{rows}");
        assert_eq!(mended.results().columns("by_city", &["n"]), groups);
    }
}

#[test]
fn names_of_an_expression_are_mended_there_and_those_of_a_lookup_in_its_rows() {
    let spec = SPEC.replace(
        "breakdowns: {by_city: {by: city",
        "dimensions: {place: {sql: \"replace(city, '?', '')\"}}\nbreakdowns: {by_city: {by: place",
    );
    let found = said(&project(&spec, "Nîmes,1\nNimes?,2\nNîmes?,2\n"));
    let told = "or `sql: \"CASE replace(city, '?', '') WHEN 'Nimes' THEN 'Nîmes' ELSE replace(city, '?', '') END\"` in dimension `place`";
    assert!(found.contains(told), "{found}");
    let spec = SPEC
        .replace("breakdowns: {by_city: {by: city", "lookups: {towns: {key: city, rows: [{city: a, town: Nîmes}, {city: b, town: Nimes}]}}\ndimensions: {town: {lookup: towns.town, key: city}}\nbreakdowns: {by_city: {by: town");
    let found = said(&project(&spec, "a,1\nb,2\n"));
    assert!(
        found.contains("write them alike in the rows of lookup `towns`"),
        "{found}"
    );
}

#[test]
fn a_misspelling_that_is_mended_is_told_only_where_another_one_is_near() {
    for sql in [
        "CASE WHEN city = 'Nimse' THEN 'Nimes' ELSE city END",
        "CASE city WHEN 'Nimse' THEN 'Nimes' ELSE city END",
        "CASE WHEN city IN ('Nimse') THEN 'Nimes' ELSE city END",
    ] {
        let spec = SPEC.replace(
            "city: {type: string}",
            &format!("city: {{type: string, sql: \"{sql}\"}}"),
        );
        for fine in ["Nimse,1\nNimes,2\nArles,1\n", "Nimes,2\nArles,1\n"] {
            assert_eq!(said(&project(&spec, fine)), "", "{sql} {fine}");
        }
        // The one of this month is another one.
        let found = said(&project(&spec, "Nimess,1\nNimes,2\nArles,1\n"));
        assert!(
            found.contains("warning[HF0410]: `city` is 'Nimse' in no row"),
            "{found}"
        );
        assert!(found.contains("did you mean `Nimess`?"), "{found}");
        // Nor is there what it is to become.
        let found = said(&project(&spec, "Arles,1\nLyon,2\n"));
        assert!(found.contains("`city` is 'Nimse' in no row"), "{found}");
    }
    // Other texts that become something else are no misspellings of it.
    let spec = SPEC.replace(
        "city: {type: string}",
        "city: {type: string, sql: \"CASE WHEN city = 'Marseille' THEN 'Nimes' ELSE city END\"}",
    );
    let found = said(&project(&spec, "Nimes,2\nArles,1\n"));
    assert!(found.contains("`city` is 'Marseille' in no row"), "{found}");
}

#[test]
fn a_misspelling_is_mended_in_a_dimension_too() {
    let spec = SPEC
        .replace("breakdowns: {by_city: {by: city", "dimensions: {place: {sql: \"CASE WHEN city = 'Nimse' THEN 'Nimes' ELSE city END\"}}\nbreakdowns: {by_city: {by: place");
    assert_eq!(said(&project(&spec, "Nimes,2\nArles,1\n")), "");
    let found = said(&project(&spec, "Nimess,1\nNimes,2\n"));
    assert!(found.contains("did you mean `Nimess`?"), "{found}");
}
