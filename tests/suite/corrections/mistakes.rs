//! Every way in which corrections do not fit their rows, each with both places.

use super::{FIVE, HEADER, NAMED, ROWS, TEXT, project, spec};
use crate::fixture::Project;

/// What a run of some corrections, which must be wrong, says.
#[track_caller]
fn wrong(corrections: &str) -> String {
    let project = project(corrections);
    let said = project
        .hfreport(&["run", "spec.yaml", "--message-format", "short"])
        .ends_with(1)
        .stderr;
    assert!(!project.folder().join("out").exists());
    said
}

/// A run that is fine but for some warnings.
#[track_caller]
fn warned(corrections: &str) -> (Project, String) {
    let project = project(corrections);
    let said = project
        .hfreport(&["run", "spec.yaml", "--message-format", "short"])
        .fine()
        .stderr;
    (project, said)
}

#[test]
fn a_cell_that_is_no_longer_what_it_was_is_an_error_with_both_places() {
    let said = wrong("b/w,size,7,2000,r,o\n");
    assert!(
        said.contains("corrections.csv:2:10: error[HF0457]: `size` of `b/w` is `0`, not `7` (row 4 of source `models`)"),
        "{said}"
    );
    let said = wrong("b/z,tag,,chat,r,o\n");
    assert!(
        said.contains(
            "error[HF0457]: `tag` of `b/z` is `fill`, not empty (row 3 of source `models`)"
        ),
        "{said}"
    );
    let said = wrong("b/z,size,9,8,r,o\n");
    assert!(
        said.contains("error[HF0457]: `size` of `b/z` is empty, not `9`"),
        "{said}"
    );
}

#[test]
fn a_cell_that_has_been_repaired_is_a_warning_that_says_so() {
    let (project, said) = warned("b/w,size,7,0,r,o\n");
    assert!(
        said.contains("corrections.csv:2:12: warning[HF0458]: `size` of `b/w` is `0` already (row 4 of source `models`)"),
        "{said}"
    );
    // Nothing was changed, so there is no ledger.
    assert!(!project.folder().join("out/tables/corrections.csv").exists());
    let waived = super::spec(NAMED, "", "").replace("outputs:", "allow: [HF0458]\noutputs:");
    project.write("spec.yaml", waived);
    assert_eq!(project.hfreport(&["run", "spec.yaml"]).fine().stderr, "");
}

#[test]
fn a_key_that_no_row_has_is_a_warning() {
    let (_, said) = warned("b/ww,size,0,2000,r,o\n");
    assert!(said.contains("corrections.csv:2:1: warning[HF0456]: no row of source `models` has `b/ww` as its `model`"), "{said}");
    let project = project("b/ww,size,0,2000,r,o\n");
    project
        .hfreport(&["run", "spec.yaml", "--deny", "warnings"])
        .ends_with(1);
}

#[test]
fn two_corrections_of_a_cell_are_an_error_at_the_second_with_the_first() {
    let said = project("b/w,size,0,1,r,o\na/y,size,300,2,r,o\nb/w,size,0,3,r,o\n").problems();
    assert!(
        said.contains("HF0453") && said.contains("`size` of `b/w` is corrected twice"),
        "{said}"
    );
    assert!(
        said.contains("corrections.csv:4:1") && said.contains("first here"),
        "{said}"
    );
}

#[test]
fn two_columns_of_the_contract_that_are_one_of_the_file_are_one_cell() {
    let spec = spec(NAMED, "", "").replace(
        "size: {type: integer, nullable: true}",
        "size: {type: integer, nullable: true}\n      extent: {type: integer, nullable: true, sql: size}",
    );
    let project = Project::of(&spec)
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT)
        .file(
            "corrections.csv",
            format!("{HEADER}b/w,size,0,1,r,o\nb/w,extent,0,2,r,o\n"),
        );
    assert!(project.problems().contains("HF0453"));
    project.write(
        "corrections.csv",
        format!("{HEADER}b/w,extent,0,9000,r,o\n"),
    );
    assert_eq!(project.results().metric("largest"), "9000");
}

#[test]
fn a_correction_that_changes_nothing_is_an_error() {
    for line in [
        "b/w,size,0,0,r,o\n",
        "b/w,size,0,0.0,r,o\n",
        "b/z,size,,,r,o\n",
        "b/z,tag,fill,fill,r,o\n",
    ] {
        let said = wrong(line);
        assert!(said.contains("error[HF0454]"), "{line}{said}");
    }
}

#[test]
fn a_value_against_the_contract_is_an_error_that_names_the_rule() {
    for (line, rule) in [
        ("b/w,size,0,many,r,o\n", "the column is of type integer"),
        ("b/w,size,0,1.5,r,o\n", "the column is of type integer"),
        ("b/w,downloads,20,-1,r,o\n", "`min` is 0"),
        ("b/w,downloads,20,,r,o\n", "the column is not `nullable`"),
    ] {
        let said = project(line).problems();
        assert!(
            said.contains("HF0455") && said.contains(rule),
            "{line}{said}"
        );
        assert!(
            said.contains("corrections.csv:2:") && said.contains("the contract says so here"),
            "{said}"
        );
    }
}

#[test]
fn a_column_that_is_no_cell_is_an_error() {
    let said = wrong("b/w,sise,0,1,r,o\n");
    assert!(said.contains("corrections.csv:2:5: error[HF0451]: the contract of source `models` has no column `sise`"), "{said}");
    let said = project("b/w,sise,0,1,r,o\n").problems();
    assert!(said.contains("did you mean `size`?"), "{said}");
    let said = wrong("b/w,owner,b,a,r,o\n");
    assert!(
        said.contains("error[HF0451]: `owner` is computed of `model`"),
        "{said}"
    );
}

#[test]
fn a_contract_without_a_unique_column_has_no_corrections() {
    let spec = spec(NAMED, "", "").replace(", unique: true", "");
    let project = Project::of(&spec)
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT)
        .file("corrections.csv", HEADER);
    let said = project.problems();
    assert!(
        said.contains("HF0452") && said.contains("spec.yaml:8:"),
        "{said}"
    );
    let todo = project
        .hfreport(&["corrections", "todo", "spec.yaml"])
        .ends_with(1)
        .stderr;
    assert!(todo.contains("HF0452"), "{todo}");
}

#[test]
fn a_file_that_is_none_of_corrections_is_an_error_at_its_place() {
    let with = |text: &str| {
        let project = project("");
        project.write("corrections.csv", text);
        project
            .hfreport(&["check", "spec.yaml", "--message-format", "short"])
            .ends_with(1)
            .stderr
    };
    for (text, said) in [
        (
            "",
            "corrections.csv:1:1: error[HF0450]: the header has no `model`; there are none",
        ),
        (
            "model,column,was,is,reason\n",
            "error[HF0450]: the header has no `origin`",
        ),
        (
            "modle,column,was,is,reason,origin\n",
            "error[HF0450]: the header has no `model`",
        ),
        (
            "model,column,was,is,reason,origin,by\n",
            "error[HF0450]: the header has a column `by`",
        ),
        (
            "model,column,was,is,is,reason,origin\n",
            "error[HF0450]: the header has several columns `is`",
        ),
        (
            "model,column,was,is,reason,origin\nb/w,size,0,1,r\n",
            "corrections.csv:2:1: error[HF0402]",
        ),
        (
            "model,column,was,is,reason,origin\nb/w,size,0,\"1,r,o\n",
            "corrections.csv:2:1: error[HF0402]",
        ),
        (
            "model,column,was,is,reason,origin\n,size,0,1,r,o\n",
            "corrections.csv:2:1: error[HF0450]: a correction has no `model`",
        ),
        (
            "model,column,was,is,reason,origin\nb/w,,0,1,r,o\n",
            "corrections.csv:2:5: error[HF0450]: a correction has no `column`",
        ),
        (
            "model,column,was,is,reason,origin\nb/w,size,0,1,,o\n",
            "corrections.csv:2:14: error[HF0450]: a correction has no `reason`",
        ),
        (
            "model,column,was,is,reason,origin\nb/w,size,0,1,r, \n",
            "corrections.csv:2:16: error[HF0450]: a correction has no `origin`",
        ),
    ] {
        let found = with(text);
        assert!(found.contains(said), "{text}\n{found}");
    }
    let project = project("");
    std::fs::remove_file(project.folder().join("corrections.csv")).expect("a file");
    let said = project
        .hfreport(&["check", "spec.yaml"])
        .ends_with(2)
        .stderr;
    assert!(
        said.contains("HF0101")
            && said.contains("only its header: `model,column,was,is,reason,origin`"),
        "{said}"
    );
    project.write("spec.yaml", spec("    corrections: rows.json\n", "", ""));
    let said = project
        .hfreport(&["check", "spec.yaml"])
        .ends_with(1)
        .stderr;
    assert!(
        said.contains("HF0402") && said.contains("corrections are a CSV or TSV file"),
        "{said}"
    );
}

#[test]
fn all_wrong_lines_are_reported_at_once_and_no_more_than_can_be_read() {
    let many: String = (0..50).map(|at| format!("m{at},sise,0,1,r,o\n")).collect();
    let said = project(&format!("{many}b/w,size,0,0,r,o\n")).problems();
    assert_eq!(said.matches("HF0454").count(), 1, "{said}");
    assert!(said.contains("and so in 30 more lines"), "{said}");
    let gone: String = (0..50).map(|at| format!("m{at},size,0,1,r,o\n")).collect();
    let (_, said) = warned(&format!("{gone}{FIVE}"));
    assert_eq!(said.matches("warning[HF0456]").count(), 20, "{said}");
}

#[test]
fn a_key_of_several_rows_names_none() {
    let rows = format!("{ROWS}b/w,5,fill,1\n");
    let spec = spec(NAMED, "", "").replace("unique: true}", "unique: true, on_violation: drop}");
    let project = Project::of(&spec)
        .file("rows.csv", rows)
        .file("text.md.j2", TEXT)
        .file(
            "corrections.csv",
            format!("{HEADER}b/w,downloads,20,21,r,o\n"),
        );
    let said = project.problems();
    assert!(
        said.contains("HF0459") && said.contains("row 4, row 6"),
        "{said}"
    );
}

#[test]
fn a_key_can_be_corrected_and_must_stay_unique() {
    let project = project("b/w,model,b/w,a/w,renamed,card\nb/w,size,0,9,no size is 0,card\n");
    let results = project.results();
    assert_eq!(results.metric("of_a"), "170");
    assert_eq!(results.metric("small"), "80");
    let twice = super::project("b/w,model,b/w,b/z,renamed,card\n").problems();
    assert!(
        twice.contains("HF0404") && twice.contains("repeated value"),
        "{twice}"
    );
}

#[test]
fn corrections_of_a_database_are_refused_with_the_reason() {
    let spec = spec(NAMED, "", "").replace(
        "path: rows.csv",
        "database: {driver: duckdb, table: models}",
    );
    let project = Project::of(&spec)
        .file("text.md.j2", TEXT)
        .file("corrections.csv", HEADER);
    let said = project
        .hfreport(&["check", "spec.yaml"])
        .ends_with(1)
        .stderr;
    assert!(
        said.contains("the rows of this source are in a database")
            && said.contains("in a view or in `query`"),
        "{said}"
    );
}

/// A correction of a number of JSON that is a text in the contract; `columns` are further columns.
fn of_json(is: &str, columns: &str) -> Project {
    let spec = format!(
        "version: 1\ntitle: Releases\nsources:\n  models:\n    path: rows.ndjson\n    corrections: corrections.csv\n    columns:\n      model: {{type: string, unique: true}}\n      release: {{type: string}}\n{columns}measures: {{models: {{sql: \"count(*)\"}}}}\nbreakdowns: {{by_release: {{by: release, measures: [models]}}}}\nsections: [{{table: by_release}}]\noutputs: {{dir: out, formats: [json], tables: [csv]}}\n"
    );
    Project::of(&spec)
        .file(
            "rows.ndjson",
            "{\"model\": \"a\", \"release\": 1.5}\n{\"model\": \"b\", \"release\": 2.5}\n",
        )
        .file(
            "corrections.csv",
            format!("{HEADER}a,release,1.5,{is},wrong,card\n"),
        )
}

#[test]
fn a_text_in_the_place_of_a_number_that_something_is_computed_of_is_told_with_its_place() {
    let twice = "      twice: {type: number, sql: \"release * 2\"}\n";
    let told = of_json("beta", twice).problems();
    assert!(told.contains("error[HF0455]"), "{told}");
    assert!(
        told.contains("`release` of `a` cannot be `beta`: the column of the file holds numbers, and `twice` is computed of it"),
        "{told}"
    );
    assert!(told.contains("corrections.csv:2:15"), "{told}");
    of_json("3.5", twice).hfreport(&["run", "spec.yaml"]).fine();
}

#[test]
fn a_text_in_the_place_of_a_number_that_nothing_is_computed_of_stands() {
    for columns in ["", "      name: {type: string, sql: \"upper(model)\"}\n"] {
        let project = of_json("beta", columns);
        project.hfreport(&["run", "spec.yaml"]).fine();
        let table = project.read("out/tables/by_release.csv");
        assert!(table.contains("beta"), "{table}");
    }
}
