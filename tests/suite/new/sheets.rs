//! `hfreport new` on what sheets hold besides rows: what it drafts gives the right numbers without a warning, or it says what to do.

use super::{amounts, begun, drafted, has_lines, of_rows, refused, said, shown_amounts};
use crate::fixture::Project;

#[test]
fn names_that_look_alike_become_one() {
    for (rows, sql) in [
        (
            "shop,amount\nA,10.00\nA ,20.00\nB,5.00\nB,6.00\n",
            "shop: {type: string, sql: \"trim(shop)\",",
        ),
        (
            "shop,amount\nA  ,10.00\n\u{a0}A,20.00\nB,5.00\nB,6.00\n",
            "shop: {type: string, sql: \"trim(shop)\",",
        ),
    ] {
        let (text, amounts, _) = drafted(rows, "shop");
        assert_eq!(amounts, "A: 30.00, B: 11.00");
        assert!(text.contains(sql), "{text}");
    }
    let rows = "shop,amount\nA x,10.00\nA\u{a0}x,20.00\nA  x,1.00\nB,6.00\n";
    let (text, amounts, _) = drafted(rows, "shop");
    assert_eq!(amounts, "A x: 31.00, B: 6.00", "{text}");
    let rows = "shop,amount\nAx,10.00\nA\u{200b}x,20.00\nB,6.00\n";
    let (text, amounts, _) = drafted(rows, "shop");
    assert_eq!(amounts, "Ax: 30.00, B: 6.00", "{text}");
}

#[test]
fn a_name_of_nothing_but_blanks_is_none() {
    let (text, amounts, _) = drafted("shop,amount\nA,10.00\n ,20.00\nA,1.00\n", "shop");
    assert_eq!(amounts, "A: 11.00, null: 20.00");
    assert!(
        text.contains("sql: \"nullif(trim(shop), '')\", nullable: true"),
        "{text}"
    );
}

#[test]
fn names_that_no_expression_makes_one_are_named_and_group_nothing() {
    // The same letter in two Unicode forms.
    let rows =
        "shop,city,amount\nCaf\u{e9},P,1.50\nCafe\u{301},P,2.50\nB,L,3.00\nCaf\u{e9},L,1.00\n";
    let project = Project::new().file("sales.csv", rows);
    let text = begun(&project, &["sales.csv"]);
    has_lines(&text, &["by: city"]);
    let said = said(&project, "sales.csv");
    assert!(
        said.contains("in `shop` look alike and are several names: write them alike in the file"),
        "{said}"
    );
    let wish = ["new", "sales.csv", "--by", "shop", "--out", "other.yaml"];
    let stopped = project.hfreport(&wish).ends_with(2).stderr;
    assert!(
        stopped.contains("`shop` groups no rows: `Cafe"),
        "{stopped}"
    );
}

#[test]
fn an_amount_in_a_cell_of_blanks_is_none() {
    let (_, amounts, _) = drafted("shop,amount\nA,10.00\nB, \nA,1.00\nB,2.50\n", "shop");
    assert_eq!(amounts, "A: 11.00, B: 2.50");
}

#[test]
fn a_dash_beside_a_currency_is_no_amount() {
    let rows = "shop,amount\nA,\" $1,234.50 \"\nB,\" $(5.00)\"\nA,\" $-   \"\nB,\" $7.00 \"\n";
    let (text, amounts, _) = drafted(rows, "shop");
    assert_eq!(amounts, "A: 1234.50, B: 2.00");
    assert!(text.contains("`$-` stands for no value"), "{text}");
}

#[test]
fn numbers_with_an_exponent_say_that_digits_may_be_left_out() {
    let rows = "shop;amount\nA;1,23E+09\nB;5,5\nA;3\n";
    let (project, text) = of_rows("sales.csv", rows);
    assert!(text.contains("count(*)"), "{text}");
    let said = said(&project, "sales.csv");
    assert!(
        said.contains("note: rows are counted: `amount` has numbers with an exponent, such as `1,23E+09`, in which a spreadsheet leaves digits out"),
        "{said}"
    );
    // What it says to write where none is lacking.
    let further = "{sql: \"sum(amount)\"}";
    assert!(
        said.contains(&format!("a further measure, `{further}`, adds them up")),
        "{said}"
    );
    let with_it = text.replace("measures:\n", &format!("measures:\n  amounts: {further}\n"));
    project.write(
        "begun.yaml",
        with_it.replace("measures: [rows]", "measures: [rows, amounts]"),
    );
    project
        .hfreport(&["run", "begun.yaml", "--out", "bundle", "--quiet"])
        .fine();
    // 1,230,000,000 + 3 of A.
    assert!(project.read("bundle/report.json").contains("1230000003"));
}

#[test]
fn days_with_years_of_two_digits_are_read_with_a_rule_that_is_said() {
    let rows = "day,shop,amount\n03/02/25,A,10.00\n15/02/25,B,20.00\n17/12/99,A,3.00\n";
    let (project, text) = of_rows("sales.csv", rows);
    assert!(
        text.contains("day: {type: date, date: \"%d/%m/%y\""),
        "{text}"
    );
    assert!(
        text.contains("years of two digits are those from 1969 to 2068"),
        "{text}"
    );
    let found = amounts(&project, "bundle");
    let days: Vec<&str> = found.iter().map(|(day, _)| day.as_str()).collect();
    assert_eq!(days, ["1999-12-17", "2025-02-03", "2025-02-15"]);
    let said = said(&project, "sales.csv");
    assert!(
        said.contains(
            "note: the years of `day` have two digits, and are read as those from 1969 to 2068"
        ),
        "{said}"
    );
}

#[test]
fn days_of_an_american_sheet_with_a_clock_are_days() {
    let rows =
        "Date,shop,amount\n1/31/2025 14:30,A,10.00\n2/1/2025 9:05,B,20.00\n2/1/2025 23:59,A,1.00\n";
    let (project, text) = of_rows("sales.csv", rows);
    assert!(text.contains("date: \"%m/%d/%Y %H:%M\""), "{text}");
    assert!(!text.contains("could also"), "{text}");
    // A day of all of them: 20.00 + 1.00.
    let found = amounts(&project, "bundle");
    assert_eq!(found[1], ("2025-02-01".to_owned(), "21.00".to_owned()));
}

#[test]
fn whole_numbers_of_a_date_are_not_added_up_and_said() {
    let rows = "date,shop,amount\n45992,A,10.00\n45993,B,20.00\n45994,A,1.00\n";
    let (project, text) = of_rows("sales.csv", rows);
    assert!(text.contains("amount: {sql: \"sum(amount)\""), "{text}");
    let said = said(&project, "sales.csv");
    assert!(
        said.contains(
            "note: `date` has whole numbers, which may be days as a spreadsheet counts them"
        ),
        "{said}"
    );
}

#[test]
fn amounts_that_all_have_cents_of_nothing_are_money() {
    let (project, text) = of_rows("sales.csv", "shop,amount\nA,10.00\nB,20.00\nA,1.00\n");
    assert!(
        text.contains("amount: {type: decimal(2), min: 0}"),
        "{text}"
    );
    project.write("sales.csv", "shop,amount\nA,10.50\nB,20.00\nA,1.00\n");
    let run = ["run", "begun.yaml", "--out", "bundle", "--quiet"];
    project.hfreport(&run).fine();
    assert_eq!(shown_amounts(&project), "B: 20.00, A: 11.50");
}

#[test]
fn a_note_below_the_table_that_has_all_separators_is_named_with_its_row() {
    for rows in [
        "shop;amount;units\nA;10,00;1\nB;20,00;2\n;;\nSource : ERP;;\n* provisoire;;\n",
        "shop;amount;units\nA;10,00;1\nB;20,00;2\nTotal;30,00;3\nSource : ERP;;\n",
        "shop;amount;units\nA;10,00;1\nB;20,00;2\nC;1,00;2\nSource : ERP;;\n",
    ] {
        let said = refused("sales.csv", rows);
        assert!(
            said.contains(
                ": `Source : ERP` stands below the table, in a row that has nothing else"
            ),
            "{said}"
        );
        assert!(
            said.contains("delete this one and those below it"),
            "{said}"
        );
    }
    // A shop without amounts is none.
    let (_, text) = of_rows("sales.csv", "shop,amount,units\nA,1,1\nA,2,2\nB,,\n");
    has_lines(
        &text,
        &["shop: {type: string, title: {fr: Boutique, en: Shop}}"],
    );
}

#[test]
fn names_of_merged_cells_group_nothing_and_are_said() {
    let rows = "region;city;amount\nNord;Lille;10,00\n;Lille;20,00\n;Calais;5,00\nSud;Nice;1,00\n;Nice;2,00\n";
    let (project, text) = of_rows("sales.csv", rows);
    assert!(!text.contains("by: region"), "{text}");
    let said = said(&project, "sales.csv");
    assert!(
        said.contains("note: `region` is empty in 3 of 5 rows and has each name once, as merged cells leave it"),
        "{said}"
    );
}

#[test]
fn cells_that_are_no_numbers_are_told_where_the_others_have_a_decimal_comma() {
    for (cells, why) in [
        ("10,50*", "in 1 of 5 rows, such as `10,50*`"),
        ("à venir", "in 1 of 5 rows, such as `à venir`"),
    ] {
        let rows =
            format!("id;shop;amount\n1;A;{cells}\n2;B;20,50\n3;A;1,00\n4;C;3,50\n5;C;2,00\n");
        let (project, text) = of_rows("sales.csv", rows);
        has_lines(&text, &["by: shop"]);
        let said = said(&project, "sales.csv");
        assert!(
            said.contains("note: rows are counted: `amount` is not a number"),
            "{said}"
        );
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn a_header_whose_names_have_several_lines_is_one() {
    let rows = "\"Shop\n(code)\";\"Amount\n(€)\"\nA;10,50\nB;20,00\nA;1,00\n";
    let project = Project::new().file("sales.csv", rows);
    begun(&project, &["sales.csv"]);
    assert_eq!(shown_amounts(&project), "B: 20.00, A: 11.50");
}

#[test]
fn days_that_are_written_in_two_ways_are_said() {
    let rows = "day,amount\n2025-01-31,10.50\n31/01/2025,20.00\n2025-02-01,1.00\n";
    let project = Project::new().file("sales.csv", rows);
    let said = said(&project, "sales.csv");
    assert!(
        said.contains("note: `day` is read as texts, since `31/01/2025` is no day like the others"),
        "{said}"
    );
}

#[test]
fn a_column_that_is_nearly_a_number_names_no_rows() {
    let rows = "shop,amount\nA,10.00\nB,#REF!\nA,1.00\nC,3.50\nC,2.00\n";
    let (project, text) = of_rows("sales.csv", rows);
    has_lines(&text, &["by: shop"]);
    assert!(!text.contains("unique"), "{text}");
    let said = said(&project, "sales.csv");
    assert!(
        said.contains(
            "note: rows are counted: `amount` is not a number in 1 of 5 rows, such as `#REF!`"
        ),
        "{said}"
    );
}

#[test]
fn amounts_whose_name_stands_twice_in_the_header_are_said() {
    let rows = "shop,amount,amount\nA,10.00,1\nB,20.00,2\nA,1.00,3\n";
    let (project, _) = of_rows("sales.csv", rows);
    let said = said(&project, "sales.csv");
    assert!(
        said.contains("note: rows are counted: `amount` is not read: has several columns `amount`"),
        "{said}"
    );
    assert!(
        said.contains("note: `sales.csv`: the header names several columns `amount`"),
        "{said}"
    );
}
