//! Every record counts, whichever columns are requested: a complete record is a row, anything else
//! is an error at its row.

mod headers;

use crate::fixture::Project;

/// A spec that adds up the downloads in a file, reading two of its columns.
fn spec(path: &str, keys: &str) -> String {
    format!(
        r#"
version: 1
title: Rows
sources:
  models:
    path: "{path}"
{keys}    columns: {{model: {{type: string}}, downloads: {{type: integer}}}}
measures: {{downloads: {{sql: "sum(downloads)"}}, rows: {{sql: "count(*)"}}}}
metrics: {{downloads: {{measure: downloads}}, rows: {{measure: rows}}}}
sections: [{{text: "{{{{ metrics.downloads|integer }}}} {{{{ metrics.rows|integer }}}}"}}]
"#
    )
}

fn project(file: &str, keys: &str, content: impl AsRef<[u8]>) -> Project {
    Project::of(&spec(file, keys)).file(file, content)
}

/// Number of rows and sum of downloads of a valid file.
#[track_caller]
fn totals(file: &str, keys: &str, content: impl AsRef<[u8]>) -> (String, String) {
    let results = project(file, keys, content).results();
    (results.metric("rows"), results.metric("downloads"))
}

#[track_caller]
fn totals_are(file: &str, keys: &str, content: impl AsRef<[u8]>, rows: u64, downloads: u64) {
    let wanted = (rows.to_string(), downloads.to_string());
    assert_eq!(totals(file, keys, content), wanted);
}

/// The file is refused with this message, and nothing is computed.
#[track_caller]
fn refused(file: &str, keys: &str, content: impl AsRef<[u8]>, words: &[&str]) {
    let told = project(file, keys, content).problems();
    for part in words {
        assert!(told.contains(part), "`{part}` is not in:\n{told}");
    }
}

const DISK: &str =
    "model,downloads,note\nacme/a,100,x\nacme/b,200,a 5\" disk\nbeta/c,300,x\nbeta/d,400,\"ok\"\n";

#[test]
fn a_quote_inside_of_a_field_that_nobody_reads_is_an_error_at_its_row() {
    refused(
        "rows.csv",
        "",
        DISK,
        &[
            "line 3 (row 2): a quote stands inside of a field",
            "`quote: none`",
        ],
    );
}

#[test]
fn quotes_are_text_where_the_spec_says_so() {
    totals_are("rows.csv", "    quote: none\n", DISK, 4, 1000);
    let text = "model\tdownloads\tnote\na\t1\t\"x\nb\t2\ty\"\n";
    totals_are("rows.tsv", "    quote: none\n", text, 2, 3);
    let project = Project::of(
        &spec("rows.csv", "    quote: none\n")
            .replace(
                "metrics:",
                "breakdowns: {by_model: {by: model, measures: [downloads], sort: key}}\nmetrics:",
            )
            .replace("sections: [", "sections: [{table: by_model}, "),
    )
    .file("rows.csv", "model,downloads\n\"a\",1\n");
    assert_eq!(
        project.results().columns("by_model", &["downloads"]),
        "\"a\": 1"
    );
}

#[test]
fn quotes_escaped_with_a_backslash_are_an_error_at_their_row() {
    let text = "model,downloads,note\na,1,x\nb,2,\"say \\\"hi\\\", twice\"\nc,3,x\n";
    refused(
        "rows.csv",
        "",
        text,
        &[
            "line 3 (row 2): text stands behind a closing quote",
            "not with a backslash",
        ],
    );
}

#[test]
fn a_field_of_tsv_that_opens_with_a_quote_loses_no_row() {
    let text = "model\tdownloads\tnote\na\t1\t\"x\nb\t2\ty\nc\t3\tz\n";
    refused(
        "rows.tsv",
        "",
        text,
        &["line 2 (row 1): a quote is not closed"],
    );
    let text = "model\tdownloads\tnote\na\t1\t\"x\" y\nb\t2\ty\n";
    refused(
        "rows.tsv",
        "",
        text,
        &["line 2 (row 1): text stands behind a closing quote"],
    );
}

#[test]
fn a_record_with_a_field_too_many_or_too_few_is_an_error_though_the_columns_read_are_there() {
    let shifted = "model,price,downloads,t\n1,2,100,x\n2,1,5,200,y\n";
    refused(
        "rows.csv",
        "",
        shifted,
        &["line 3 (row 2): 5 fields, the header has 4"],
    );
    let short = "model,downloads,note\na,1,x\nb,2\nc,3,x\n";
    refused(
        "rows.csv",
        "",
        short,
        &["line 3 (row 2): 2 fields, the header has 3"],
    );
    let trailing = "model,downloads\na,1,\n";
    refused(
        "rows.csv",
        "",
        trailing,
        &["line 2 (row 1): 3 fields, the header has 2"],
    );
}

#[test]
fn a_faulty_record_far_below_has_its_line_and_row() {
    let mut text = "model,downloads\n".to_owned();
    for row in 0..50_000 {
        text.push_str(&format!("m{row},1\n"));
    }
    text.push_str("x,1,2\n");
    refused(
        "rows.csv",
        "",
        text,
        &["line 50002 (row 50001): 3 fields, the header has 2"],
    );
}

#[test]
fn blank_lines_are_no_rows() {
    let text = "\nmodel,downloads\n\na,1\n\n\nb,2\n\n\n";
    totals_are("rows.csv", "", text, 2, 3);
    totals_are("rows.csv", "", text.replace('\n', "\r\n"), 2, 3);
}

#[test]
fn records_end_with_lf_cr_lf_or_cr() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "model,downloads\na,1\nb,2\n".replace('\n', end);
        totals_are("rows.csv", "", &text, 2, 3);
        totals_are("rows.csv", "", text.trim_end(), 2, 3);
    }
}

#[test]
fn a_quoted_field_holds_line_ends_and_a_later_fault_has_the_right_line() {
    let text = "model,downloads,note\na,1,\"x\ny\"\nb,2,\"\"\nc,3,x,y\n";
    refused(
        "rows.csv",
        "",
        text,
        &["line 5 (row 3): 4 fields, the header has 3"],
    );
    totals_are("rows.csv", "", text.replace("x,y\n", "x\n"), 3, 6);
}

#[test]
fn a_field_without_text_is_missing_with_and_without_quotes() {
    let text = "\"model\",\"downloads\"\n\"a\",\"1\"\n\"b\",\"\"\n\"c\",\n";
    refused(
        "rows.csv",
        "",
        text,
        &["2 empty cells", "row 2 (", "row 3 ("].map(|it| it.trim_end_matches(" (")),
    );
    let spec = spec("rows.csv", "").replace("{type: integer}", "{type: integer, nullable: true}");
    let project = Project::of(&spec).file("rows.csv", text);
    assert_eq!(project.results().metric("downloads"), "1");
}

#[test]
fn a_byte_that_is_not_utf_8_has_its_line() {
    refused(
        "rows.csv",
        "",
        b"model,downloads,note\na,1,x\nb,2,\xe9t\xe9\n",
        &["line 3: the byte 0xE9 is not UTF-8"],
    );
}

#[test]
fn check_reads_the_first_rows_and_the_run_all_of_them() {
    let rows = |count: usize| (1..=count).map(|at| format!("m{at},{at}\n"));
    let text = |wrong: usize, line: &str| {
        let all = rows(wrong - 1).chain([format!("{line}\n")]).chain(rows(3));
        format!("model,downloads\n{}", all.collect::<String>())
    };
    // A field too many at row 50 is found by check, at row 3,001 by the run; a wrong value by the run.
    for (row, line, check, words) in [
        (50, "a,1,2", 1, "line 51 (row 50)"),
        (3001, "a,1,2", 0, "line 3002 (row 3001)"),
        (3001, "a,wrong", 0, "row 3001"),
    ] {
        let project = project("rows.csv", "", text(row, line));
        let outcome = project.hfreport(&["check", "spec.yaml"]).ends_with(check);
        assert_eq!(
            outcome.stderr.contains(words),
            check == 1,
            "{}",
            outcome.stderr
        );
        let outcome = project.hfreport(&["run", "spec.yaml"]).ends_with(1);
        assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
    }
}

const SPEC_OF_NAMES: &str = "
version: 1
title: Names
sources: {names: {path: ROWS, columns: {name: {type: string}}}}
measures: {names: {sql: \"count(*)\"}}
metrics: {names: {measure: names}}
";

#[test]
fn another_delimiter_is_reported_before_anything_else() {
    refused(
        "rows.csv",
        "",
        "model;downloads\na;1,5\n",
        &["`delimiter: \";\"`"],
    );
}

#[test]
fn a_lookup_is_read_like_a_source() {
    let with = |lookup: &str| {
        let spec = spec("rows.csv", "").replace(
            "measures:",
            "lookups: {owners: {path: owners.csv, key: model}}\ndimensions: {owner: {lookup: owners.owner, key: model}}\nmeasures:",
        );
        let spec = spec.replace(
            "metrics:",
            "breakdowns: {by_owner: {by: owner, measures: [downloads], sort: key}}\nmetrics:",
        );
        Project::of(&spec.replace("sections: [", "sections: [{table: by_owner}, "))
            .file("rows.csv", "model,downloads\na,1\nb,2\n")
            .file("owners.csv", lookup)
    };
    let written = with("")
        .hfreport(&["check", "spec.yaml"])
        .ends_with(1)
        .stderr;
    assert!(written.contains("no bytes"), "{written}");
    let right = with("model,owner,note\r\na,Anna,\r\n\r\nb,Bob,\"\"\r\n\r\n");
    assert_eq!(
        right.results().columns("by_owner", &["downloads"]),
        "Anna: 1\nBob: 2"
    );
    for (lookup, words) in [
        (
            "model,owner\na,Anna\nb,Bob,x\n",
            "line 3 (row 2): 3 fields, the header has 2",
        ),
        (
            "model,owner,note\na,Anna,a 5\" disk\nb,Bob,x\n",
            "line 2 (row 1): a quote stands inside",
        ),
        ("model,owner,owner\na,Anna,x\n", "several columns `owner`"),
    ] {
        let told = with(lookup).problems();
        assert!(told.contains(words), "`{words}` is not in:\n{told}");
    }
}

#[test]
fn a_number_or_day_of_another_form_has_a_hint_that_names_the_key() {
    let text = "model;downloads\na;1 234\nb;12 345\n";
    refused(
        "rows.csv",
        "    delimiter: \";\"\n",
        text,
        &["such texts are read with `thousands: \" \"`"],
    );
    totals_are(
        "rows.csv",
        "    delimiter: \";\"\n    thousands: \" \"\n",
        text,
        2,
        13_579,
    );
    let with = |column: &str, text: &str| {
        let spec = spec("rows.csv", "").replace(
            "model: {type: string}",
            &format!("model: {{type: string}}, x: {column}"),
        );
        Project::of(&spec).file("rows.csv", text).problems()
    };
    let told = with("{type: number}", "model,downloads,x\na,1,\"1,5\"\n");
    assert!(told.contains("`decimal: \",\"`"), "{told}");
    let told = with("{type: date}", "model,downloads,x\na,1,31/12/2024\n");
    assert!(told.contains("`date: \"%d/%m/%Y\"`"), "{told}");
}

#[test]
fn an_integer_that_is_written_with_a_fraction_of_nothing_is_exact() {
    totals_are(
        "rows.csv",
        "",
        "model,downloads\na,7000000000.0\nb,9007199254740993.00\n",
        2,
        9_007_206_254_740_993,
    );
    refused(
        "rows.csv",
        "",
        "model,downloads\na,1.5\n",
        &["1 cell that is not of type integer", "`1.5`"],
    );
}

#[test]
fn every_encoding_gives_the_same_rows() {
    let text = "model,downloads\né,1\nü,2\n";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let wide: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    totals_are("rows.csv", "", format!("\u{feff}{text}"), 2, 3);
    totals_are("rows.csv", "    encoding: latin1\n", &latin, 2, 3);
    totals_are("rows.csv", "    encoding: windows-1252\n", &latin, 2, 3);
    totals_are("rows.csv", "    encoding: utf-16\n", &wide, 2, 3);
    refused(
        "rows.csv",
        "",
        &latin,
        &["line 2: the byte 0xE9 is not UTF-8", "`encoding: latin1`"],
    );
    refused("rows.csv", "", &wide, &["is UTF-16", "`encoding: utf-16`"]);
}

#[test]
fn keys_of_text_formats_with_values_that_mean_nothing_are_refused() {
    for (keys, words) in [
        (
            "    decimal: \"comma\"\n",
            "`decimal` is one sign between digits, found `comma`",
        ),
        (
            "    decimal: \",\"\n    thousands: \",\"\n",
            "cannot stand between thousands and before decimals",
        ),
        (
            "    delimiter: \"\\\"\"\n",
            "the delimiter is one ASCII character",
        ),
        ("    encoding: latin2\n", "latin2"),
    ] {
        refused("rows.csv", keys, "model,downloads\na,1\n", &[words]);
    }
    let with_date = spec("rows.csv", "").replace(
        "downloads: {type: integer}",
        "downloads: {type: integer, date: \"%d\"}",
    );
    let told = Project::of(&with_date)
        .file("rows.csv", "model,downloads\na,1\n")
        .problems();
    assert!(told.contains("`date` says how days are written"), "{told}");
}

#[test]
fn the_file_of_a_lookup_may_have_its_own_encoding_and_delimiter() {
    let spec = spec("rows.csv", "").replace(
        "measures:",
        "lookups: {owners: {path: owners.csv, key: model, encoding: latin1, delimiter: \";\", quote: none}}\ndimensions: {owner: {lookup: owners.owner, key: model}}\nmeasures:",
    );
    let spec = spec.replace(
        "metrics:",
        "breakdowns: {by_owner: {by: owner, measures: [downloads], sort: key}}\nmetrics:",
    );
    let project = Project::of(&spec.replace("sections: [", "sections: [{table: by_owner}, "))
        .file("rows.csv", "model,downloads\na,1\nb,2\n")
        .file("owners.csv", b"model;owner\na;Andr\xe9 \"A\"\nb;Bob\n");
    let results = project.results();
    assert_eq!(
        results.columns("by_owner", &["downloads"]),
        "André \"A\": 1\nBob: 2"
    );
}
