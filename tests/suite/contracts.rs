//! The column contract: every kind of violation, and its effect.

use crate::fixture::Project;

fn project(columns: &str, rows: &str) -> Project {
    let spec = format!(
        r#"
version: 1
title: Contract
sources:
  models:
    path: rows.csv
    columns:
{columns}
measures: {{downloads: {{sql: "sum(downloads)"}}, models: {{sql: "count(*)"}}}}
metrics:
  all: {{measure: downloads}}
  models_known: {{measure: models}}
sections: [{{text: "{{{{ metrics.all }}}} {{{{ metrics.models_known }}}}"}}]
"#
    );
    Project::of(&spec).file("rows.csv", rows)
}

fn columns(downloads: &str) -> String {
    format!(
        "      model: {{type: string, unique: true}}\n      downloads: {{type: integer{downloads}}}"
    )
}

/// Row 2 is not an integer, 3 is empty, 4 is below and 5 above the bounds.
const ROWS: &str = "model,downloads\na,10\nb,many\nc,\nd,-1\ne,2000\nf,30\n";

#[test]
fn every_kind_of_violation_is_an_error_with_its_rows_and_keys() {
    let problems = project(&columns(", min: 0, max: 1k"), ROWS).problems();
    for part in [
        "column `downloads`: 1 cell",
        "row 2 (b): `many`",
        "row 3 (c): ``",
        "below min 0",
        "row 4 (d): `-1`",
        "above max 1000",
        "row 5 (e): `2000`",
        "spec.yaml:9:7",
    ] {
        assert!(problems.contains(part), "{part}\n{problems}");
    }
    assert_eq!(problems.matches("error[HF0404]").count(), 4, "{problems}");
}

#[test]
fn a_cell_that_is_called_a_total_is_no_cell_to_clear() {
    let rows = "model,downloads\na,10\nb,20\nc,Total\n";
    let problems = project(&columns(""), rows).problems();
    let advice = "a row that is called a total stands for the others: `on_violation: drop` leaves it out; with `clear` it would be counted beside them";
    assert!(problems.contains(advice), "{problems}");
    assert!(!problems.contains("mend the data"), "{problems}");
    let cleared = columns(", nullable: true, on_violation: clear");
    let outcome = project(&cleared, rows).hfreport(&["run", "spec.yaml", "--out", "out"]);
    let hint = "the row with `Total` in `downloads` is counted beside those for which a total stands: `on_violation: drop` leaves it out";
    assert!(outcome.stderr.contains(hint), "{}", outcome.stderr);
}

#[test]
fn cleared_cells_are_empty_counted_and_listed() {
    let project = project(
        &columns(", nullable: true, min: 0, max: 1k, on_violation: clear"),
        ROWS,
    );
    let results = project.results();
    assert_eq!(results.metric("all"), "40");
    assert_eq!(results.metric("models_known"), "6");
    let source = &results.executed.results.sources[0];
    assert_eq!(
        (
            source.rows_read,
            source.rows,
            source.cells_cleared,
            source.rows_dropped
        ),
        (6, 6, 3, 0)
    );
    let listed: Vec<String> = source
        .violations
        .iter()
        .map(|v| {
            format!(
                "{} {} {} {} {} {}",
                v.row, v.key, v.column, v.problem, v.found, v.action
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            "2 b downloads wrong type many clear",
            "4 d downloads below min -1 clear",
            "5 e downloads above max 2000 clear",
        ]
    );
    assert_eq!(
        results.warnings(),
        ["HF0408 source `models`: 3 cells cleared, 0 rows dropped"]
    );
}

#[test]
fn dropped_rows_are_left_out_counted_and_listed() {
    let project = project(&columns(", min: 0, max: 1k, on_violation: drop"), ROWS);
    let results = project.results();
    assert_eq!(results.metric("all"), "40");
    assert_eq!(results.metric("models_known"), "2");
    let source = &results.executed.results.sources[0];
    assert_eq!(
        (source.rows_read, source.rows, source.rows_dropped),
        (6, 2, 4)
    );
    assert_eq!(
        results.warnings(),
        ["HF0408 source `models`: 0 cells cleared, 4 rows dropped"]
    );
}

#[test]
fn the_page_says_in_both_languages_what_the_contract_emptied_and_left_out() {
    let page = |downloads: &str, locale: &str| {
        let project = project(&columns(downloads), ROWS);
        let spec = project.read("spec.yaml");
        project.write("spec.yaml", format!("locales: [{locale}]\n{spec}"));
        project
            .hfreport(&[
                "run",
                "spec.yaml",
                "--out",
                "out",
                "--format",
                "markdown,csv",
            ])
            .fine();
        project.read("out/report.md").replace('\u{a0}', " ")
    };
    let cleared = ", nullable: true, min: 0, max: 1k, on_violation: clear";
    let dropped = ", min: 0, max: 1k, on_violation: drop";
    for (downloads, locale, said) in [
        (
            cleared,
            "en",
            "## Data left out\n\nIn the data, 3 values (column Downloads) were taken as missing, because they break the rules set for this column. Each of them is listed in tables/contract_violations.csv.",
        ),
        (
            cleared,
            "fr",
            "## Données écartées\n\nDans les données, 3 valeurs (colonne Downloads) n’ont pas été retenues, car elles ne respectent pas les règles fixées pour cette colonne. Le détail est dans tables/contract_violations.csv.",
        ),
        (
            dropped,
            "en",
            "In the data, 4 rows (column Downloads) were left out,",
        ),
        (
            dropped,
            "fr",
            "Dans les données, 4 lignes (colonne Downloads) ont été écartées,",
        ),
    ] {
        let page = page(downloads, locale);
        assert!(page.contains(said), "{said}\n{page}");
    }
    let fine = project(&columns(""), "model,downloads\na,1\n");
    fine.hfreport(&["run", "spec.yaml", "--out", "out"]).fine();
    assert!(!fine.read("out/report.md").contains("left out"));
}

#[test]
fn a_row_that_breaks_two_columns_is_dropped_once() {
    let columns = "      model: {type: string, unique: true, on_violation: drop}\n      downloads: {type: integer, min: 0, on_violation: drop}";
    let project = project(columns, "model,downloads\na,1\na,-1\nb,2\n");
    let results = project.results();
    assert_eq!(results.metric("all"), "3");
    let source = &results.executed.results.sources[0];
    assert_eq!(
        (source.rows, source.rows_dropped, source.violations.len()),
        (2, 1, 2)
    );
}

#[test]
fn of_a_repeated_key_the_first_row_stays() {
    let columns = "      model: {type: string, unique: true, on_violation: drop}\n      downloads: {type: integer}";
    let project = project(columns, "model,downloads\na,1\nb,2\na,4\na,8\nA,16\n");
    assert_eq!(
        project.results().metric("all"),
        "19",
        "ids that differ in case are two ids"
    );
}

#[test]
fn several_empty_cells_are_no_duplicates() {
    let columns = "      model: {type: string, unique: true, nullable: true}\n      downloads: {type: integer}";
    let project = project(columns, "model,downloads\n,1\n,2\na,4\n");
    assert_eq!(project.results().metric("all"), "7");
}

#[test]
fn bounds_belong_to_what_is_allowed() {
    let project = project(
        &columns(", min: 0, max: 1k"),
        "model,downloads\na,0\nb,1000\n",
    );
    assert_eq!(project.results().metric("all"), "1000");
}

#[test]
fn integers_at_the_ends_of_64_bits_are_kept_exactly() {
    let rows = "model,downloads\na,4000000000000000001\nb,5000000000000000002\n";
    assert_eq!(
        project(&columns(""), rows).results().metric("all"),
        "9000000000000000003"
    );
    let problems = project(&columns(""), "model,downloads\na,9223372036854775808\n").problems();
    assert!(problems.contains("not of type integer"), "{problems}");
}

#[test]
fn a_message_shows_the_first_five_rows() {
    let rows: String = (0..9).map(|n| format!("m{n},x{n}\n")).collect();
    let problems = project(&columns(""), &format!("model,downloads\n{rows}")).problems();
    assert!(
        problems.contains("9 cells that are not of type integer"),
        "{problems}"
    );
    assert!(problems.contains("row 5 (m4): `x4`; …"), "{problems}");
}

#[test]
fn dates_truth_values_and_numbers_are_converted_or_refused() {
    let columns = "      model: {type: string}\n      downloads: {type: integer}\n      day: {type: date}\n      gated: {type: boolean}\n      score: {type: number}";
    let good = "model,downloads,day,gated,score\na,1,2025-10-01,true,0.5\nb,2,2024-02-29,False,3\n";
    assert_eq!(project(columns, good).results().metric("all"), "3");
    let bad = "model,downloads,day,gated,score\na,1,2025-02-30,perhaps,half\n";
    let problems = project(columns, bad).problems();
    for kind in ["type date", "type boolean", "type number"] {
        assert!(problems.contains(kind), "{kind}\n{problems}");
    }
}

#[test]
fn the_violations_stand_in_the_bundle() {
    let project = project(
        &columns(", nullable: true, min: 0, max: 1k, on_violation: clear"),
        ROWS,
    );
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    assert_eq!(
        project.read("out/tables/contract_violations.csv"),
        "source,file,row,key,column,problem,found,action\n\
         models,rows.csv,2,b,downloads,wrong type,many,clear\n\
         models,rows.csv,4,d,downloads,below min,-1,clear\n\
         models,rows.csv,5,e,downloads,above max,2000,clear\n"
    );
}

#[test]
fn a_number_with_a_fraction_in_a_column_of_integers_is_told_the_types_that_hold_it() {
    let told = |kind: &str, rows: &str, more: &str| {
        Project::of(&format!(
            "version: 1\ntitle: T\nsources:\n  s: {{path: rows.csv, {more}columns: {{v: {{type: {kind}}}}}}}\nmetrics: {{m: {{sql: \"sum(v)\"}}}}\nsections: [{{text: \"{{{{ formatted.m }}}}\"}}]\n"
        ))
        .file("rows.csv", rows)
        .problems()
    };
    let problems = told("integer", "v\n1\n1.5\n2.25\n", "");
    assert!(
        problems.contains("`type: decimal(2)` for money, `type: number` for measurements"),
        "{problems}"
    );
    let types = problems.find("type: number").unwrap();
    let losses = problems.find("on_violation").unwrap();
    assert!(types < losses, "{problems}");
    let problems = told(
        "decimal(2)",
        "v\n1,5\n2,255\n",
        "delimiter: \";\", decimal: \",\", ",
    );
    assert!(problems.contains("`type: decimal(3)`"), "{problems}");
    let problems = told("integer", "v\n1\nx\n", "");
    assert!(!problems.contains("type: number"), "{problems}");
}

#[test]
fn a_whole_number_that_a_number_would_round_is_an_error_in_every_format() {
    let spec = |path: &str, kind: &str| {
        Project::of(&format!(
            "version: 1\ntitle: T\nsources:\n  s: {{path: {path}, columns: {{k: {{type: {kind}}}}}}}\nmetrics: {{m: {{sql: \"sum(k)\"}}}}\nsections: [{{text: \"{{{{ formatted.m }}}}\"}}]\n"
        ))
    };
    for (path, rows) in [
        ("rows.csv", "k\n9007199254740993\n1.5\n"),
        ("rows.csv", "k\n9007199254740993\n2\n"),
        ("rows.ndjson", "{\"k\": 9007199254740993}\n{\"k\": 2}\n"),
        ("rows.ndjson", "{\"k\": 9007199254740993}\n{\"k\": 1.5}\n"),
    ] {
        let problems = spec(path, "number").file(path, rows).problems();
        assert!(
            problems.contains("row 1: `9007199254740993"),
            "{path}: {problems}"
        );
        assert!(problems.contains("`type: decimal(1)`"), "{problems}");
        let results = spec(path, "decimal(1)").file(path, rows).results();
        assert!(
            ["9007199254740994.5", "9007199254740995"]
                .contains(&&*results.metric("m").replace(".0", "")),
            "{}",
            results.metric("m")
        );
    }
}

#[test]
fn a_bad_cell_of_a_file_of_lines_has_its_line() {
    let told = |name: &str, rows: &str| {
        Project::of(&format!(
            "version: 1\ntitle: T\nsources:\n  s: {{path: {name}, columns: {{m: {{type: string}}, v: {{type: integer}}}}}}\nmetrics: {{m: {{sql: \"sum(v)\"}}}}\nsections: [{{text: \"{{{{ formatted.m }}}}\"}}]\n"
        ))
        .file(name, rows)
        .problems()
    };
    for (name, rows, place) in [
        (
            "rows.csv",
            "m,v\na,1\n\n\"b\nc\",2\nd,x\n",
            "line 6, row 3: `x`",
        ),
        (
            "rows.tsv",
            "m\tv\r\na\tx\r\nb\ty\r\n",
            "line 2, row 1: `x`; line 3, row 2: `y`",
        ),
        (
            "rows.ndjson",
            "{\"m\": \"a\", \"v\": \"1\"}\n\n{\"m\": \"b\", \"v\": \"x\"}\n",
            "line 3, row 2: `x`",
        ),
        (
            "rows.json",
            "[\n  {\"m\": \"a\", \"v\": \"1\"},\n  {\n    \"m\": \"b\",\n    \"v\": \"x\"\n  }\n]",
            "line 3, row 2: `x`",
        ),
    ] {
        let problems = told(name, rows);
        assert!(problems.contains("column `v`"), "{problems}");
        assert!(problems.contains(place), "{name}: {problems}");
    }
}
