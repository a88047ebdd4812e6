//! `hfreport new` does not guess what a mark in numbers means where some cells say one thing and some another.

use super::{has_lines, of_rows, said};
use crate::fixture::Project;

/// The spec with a line of its contract written anew and the amounts added up; what they come to.
#[track_caller]
fn sum_with(project: &Project, text: &str, column: &str, definition: &str) -> String {
    let begins = format!("{column}: {{");
    let lines = text.lines().map(|line| {
        let name = line.trim();
        let is_measure = line.starts_with("  rows: {sql");
        match () {
            () if name.starts_with(&begins) => format!("      {definition}"),
            () if is_measure => format!("  rows: {{sql: \"sum({column})\"}}"),
            () => line.to_owned(),
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let project = Project::new()
        .file("sales.csv", project.read("sales.csv"))
        .file("begun.yaml", text);
    project
        .hfreport(&["run", "begun.yaml", "--out", "bundle", "--quiet"])
        .fine();
    super::shown_amounts(&project)
}

/// The definition that a note offers between two of its texts.
#[track_caller]
fn offered<'t>(said: &'t str, before: &str, behind: &str) -> &'t str {
    let (rest, _) = said.split_once(behind).unwrap();
    let (_, found) = rest.rsplit_once(before).unwrap();
    found
}

#[test]
fn three_digits_behind_a_mark_beside_other_numbers_are_not_taken_for_decimals() {
    for (rows, three, other) in [
        (
            "shop;amount\nA;1 234\nB;1.234\nA;500\nB;2 000\n",
            (2, "1.234"),
            (1, "1 234"),
        ),
        (
            "shop;amount\nA;1234\nB;1.234\nA;500\nB;2000\n",
            (2, "1.234"),
            (1, "1234"),
        ),
        (
            "shop;amount\nA;1234\nB;1,234\nA;500\nB;2000\n",
            (2, "1,234"),
            (1, "1234"),
        ),
        (
            "shop,amount\nA,\"1,234.50\"\nB,1.234\nA,500\nB,\"2,000\"\n",
            (2, "1.234"),
            (1, "1,234.50"),
        ),
        (
            "shop;amount\nA;1 234 €\nB;8.987 €\nA;500 €\nB;2 000 €\n",
            (2, "8.987 €"),
            (1, "1 234 €"),
        ),
    ] {
        let (project, text) = of_rows("sales.csv", rows);
        assert!(text.contains("amount: {type: string}"), "{text}");
        assert!(text.contains("count(*)"), "{text}");
        let said = said(&project, "sales.csv");
        let note = format!(
            "row {} has `{}`, row {} has `{}`",
            three.0, three.1, other.0, other.1
        );
        assert!(
            said.contains("note: `amount` is not read as numbers"),
            "{said}"
        );
        assert!(said.contains(&note), "{said}");
    }
}

#[test]
fn what_a_note_says_to_write_reads_the_numbers_either_way() {
    let (project, text) = of_rows(
        "sales.csv",
        "shop;amount\nA;1 234 €\nB;8.987 €\nA;500 €\nB;2 000 €\n",
    );
    let said = said(&project, "sales.csv");
    let thousands = offered(&said, "write `", "` if it stands between thousands");
    assert_eq!(
        sum_with(&project, &text, "amount", thousands),
        "B: 10987.00, A: 1734.00"
    );
    let decimals = offered(&said, "thousands, `", "` if it stands before decimals");
    assert_eq!(
        sum_with(&project, &text, "amount", decimals),
        "B: 2008.987, A: 1734.000"
    );
}

#[test]
fn numbers_that_all_have_three_decimals_or_show_that_they_have_are_read() {
    for rows in [
        "shop,amount\nA,1.500\nB,2.125\nA,3.250\n",
        "shop,amount\nA,1.5\nB,0.125\nA,3.250\n",
        "shop,amount\nA,1.5\nB,2.1255\nA,3.250\n",
    ] {
        let (_, text) = of_rows("sales.csv", rows);
        assert!(!text.contains("amount: {type: string"), "{text}");
    }
    let (_, text) = of_rows("sales.csv", "shop,amount\nA,1.50\nB,2.25\nA,1200\n");
    has_lines(&text, &["amount: {type: decimal(2), min: 0}"]);
}

#[test]
fn a_point_that_may_stand_between_thousands_is_asked_for() {
    let rows = "Région;Montant\nBretagne;2.439\nCorse;2.153\nCorse;1.000\n";
    let stopped = super::refused("sales.csv", rows);
    assert!(
        stopped.contains("`sales.csv` has numbers such as `2.439`, in which the point may stand before decimals or between thousands"),
        "{stopped}"
    );
    assert!(
        stopped.contains("`hfreport new sales.csv --decimal ,` reads 2439, `hfreport new sales.csv --decimal .` reads 2.439"),
        "{stopped}"
    );
    for (sign, amounts) in [
        (",", "Corse: 3153, Bretagne: 2439"),
        (".", "Corse: 3.153, Bretagne: 2.439"),
    ] {
        let project = Project::new().file("sales.csv", rows);
        super::begun(
            &project,
            &["sales.csv", "--decimal", sign, "--measure", "Montant"],
        );
        assert_eq!(super::shown_amounts(&project), amounts);
    }
}

#[test]
fn what_else_stands_in_a_file_tells_what_a_point_is() {
    for (rows, read) in [
        ("shop;a;b\nA;2.439;1,5\nB;2.153;2,5\n", "thousands: \".\""),
        ("shop;a;b\nA;2.439;1.5\nB;2.153;2.5\n", "delimiter: \";\""),
        ("shop;a\nA;2.439\nB;0.153\n", "delimiter: \";\""),
        ("shop,a\nA,2.439\nB,2.153\n", "path: sales.csv"),
    ] {
        let (_, text) = of_rows("sales.csv", rows);
        has_lines(&text, &[read]);
        assert!(!text.contains("could also be read"), "{text}");
    }
}
