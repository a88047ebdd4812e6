//! `hfreport new` says what may be a mistake of the file: rows that are there twice, names in several spellings, amounts that are
//! none.

use super::{begun, drafted, of_rows, said};
use crate::fixture::Project;

#[test]
fn rows_that_are_the_same_as_one_above_are_said() {
    let rows = "day,shop,amount\n2025-01-01,A,1.50\n2025-01-02,B,2.00\n2025-01-01,A,1.50\n2025-01-03,C,7.00\n2025-01-02,B,2.00\n";
    let (_, amounts, said) = drafted(rows, "shop");
    assert_eq!(amounts, "C: 7.00, B: 4.00, A: 3.00");
    assert!(
        said.contains("note: 2 rows are the same as one above in every column: row 3 as row 1, row 5 as row 2; all of them count: if they were entered twice, take them out of the file"),
        "{said}"
    );
}

#[test]
fn a_key_that_two_rows_have_is_said() {
    let mut rows = "file;shop;amount\n".to_owned();
    for row in 0..30 {
        rows.push_str(&format!("D11-{row:04};S{};{row},50\n", row % 3));
    }
    rows.push_str("D11-0004;S1;99,50\n");
    let (_, _, said) = drafted(&rows, "shop");
    assert!(
        said.contains("note: 1 row has a value of `file` that a row above has: row 31 as row 5;"),
        "{said}"
    );
}

#[test]
fn names_in_several_spellings_are_said_by_new_and_by_run() {
    let rows = "region,amount\nÎle-de-France,10.50\nIle de France,2.00\nBretagne,7.25\nbretagne,1.00\nBretagne,1.00\nNormandie,3.00\nNormandie,3.50\n";
    let project = Project::new().file("sales.csv", rows);
    let said = said(&project, "sales.csv");
    assert!(
        said.contains("note: names in `region` are spelled in several ways and counted apart: `Bretagne` and `bretagne`; `Ile de France` and `Île-de-France`: write them alike in the file"),
        "{said}"
    );
    let run = ["run", "said.yaml", "--out", "bundle", "--quiet"];
    let ran = project.hfreport(&run);
    assert!(
        ran.stderr.contains("warning[HF0409]: names of `region` look alike and are counted apart: `Bretagne` (2 rows) and `bretagne` (1 row) differ only in upper and lower case; `Ile de France` (1 row) and `Île-de-France` (1 row) differ only in hyphens, apostrophes, accents or case"),
        "{}",
        ran.stderr
    );
}

#[test]
fn names_that_months_spell_in_several_ways_are_said() {
    let month = |city: &str| format!("city,amount\n{city},10.50\nArles,7.25\nLyon,3.00\n");
    let project = Project::new()
        .file("sales_2025-09.csv", month("Nîmes"))
        .file("sales_2025-10.csv", month("Nimes"));
    let new = [
        "new",
        "sales_2025-09.csv",
        "sales_2025-10.csv",
        "--out",
        "said.yaml",
    ];
    let said = project.hfreport(&new).fine().stdout;
    assert!(
        said.contains("note: names in `city` are spelled in several ways and counted apart: `Nimes` and `Nîmes`: write them alike in the file"),
        "{said}"
    );
    // Where months have other names, as people are, two of them may be alike.
    let project = Project::new()
        .file(
            "sales_2025-09.csv",
            "name,amount\nRené,1.50\nAnna,2.50\nPaul,3.50\n",
        )
        .file(
            "sales_2025-10.csv",
            "name,amount\nRene,1.50\nJean,2.50\nPia,3.50\n",
        );
    let said = project.hfreport(&new).fine().stdout;
    assert!(!said.contains("spelled"), "{said}");
}

#[test]
fn two_ways_to_write_amounts_below_zero_in_one_column_are_read() {
    let rows = "shop;amount\nA;1 250,50\nB;(112,86)\nC;391,45-\nA;7,00\n";
    let (text, amounts, _) = drafted(rows, "shop");
    assert_eq!(amounts, "A: 1257.50, B: -112.86, C: -391.45", "{text}");
}

#[test]
fn amounts_that_are_none_are_said_with_their_rows_and_with_what_is_added_up() {
    let rows = "region;people;amount\nA;3;1 250,50\nB;5;#REF!\nA;2;7,00\nB;1;(12,25)\nA;4;500 €\nC;6;20,00\nC;8;35,10\nB;9;44,00\nA;7;1,00\nC;1;2,00\nC;2;3,00\n";
    let project = Project::new().file("sales.csv", rows);
    let said = said(&project, "sales.csv");
    assert!(said.contains("people by region"), "{said}");
    let definition = "amount: {type: decimal(2), sql: \"";
    assert!(
        said.contains("note: `people` is added up: `amount` is not a number in 2 of 11 rows, such as `#REF!` in row 2, `500 €` in row 5: mend these cells in the file, or write `") && said.contains(definition),
        "{said}"
    );
    // What it says to write empties these two cells, and no other one.
    let (_, rest) = said.split_once("or write `").unwrap();
    let (line, _) = rest.split_once("`, which empties them").unwrap();
    let text = begun(
        &project,
        &["sales.csv", "--by", "region", "--measure", "count"],
    );
    let old = text
        .lines()
        .find(|it| it.trim_start().starts_with("amount: {"))
        .unwrap();
    let spec = text.replace(old, &format!("      {line}"));
    let spec = spec.replace("sum: 1", "sum: amount");
    let project = project.file("begun.yaml", spec);
    let ran = project.hfreport(&["run", "begun.yaml", "--out", "bundle"]);
    assert!(ran.stderr.contains("2 cells"), "{}", ran.stderr);
}

#[test]
fn warnings_of_odd_headers_are_said_whole() {
    let rows = "region,,amount,,\n,,(EUR),,\nA,x,1.50,y,z\nB,x,2.00,y,z\nA,w,3.00,y,z\n";
    let (project, text) = of_rows("sales.csv", rows);
    let said = said(&project, "sales.csv");
    assert!(!said.contains('…') && !text.contains('…'), "{said}");
}
