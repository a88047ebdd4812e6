//! `hfreport new` on what spreadsheets export: titles, totals, signs of currencies, blank rows, notes below the table.

use super::{begun, has_lines, of_rows, page, refused, said, shown_amounts};
use crate::fixture::Project;

/// 1 234,50 + 87,00 + 1 000,25 + 12,00 = 2 333,75.
const FRENCH: &str = "Date;Client;Région;Montant;Remise\r\n\
    01/10/2025;Dupont;Île-de-France;1 234,50 €;12 %\r\n\
    15/10/2025;Martin;Bretagne;87,00 €;5 %\r\n\
    28/10/2025;Léa;Bretagne;1 000,25 €;0 %\r\n\
    30/10/2025;Zoé;Île-de-France;12,00 €;20 %\r\n";

#[test]
fn a_total_at_the_end_is_left_out() {
    let rows = format!("{FRENCH}Total;;;2 333,75 €;\r\n");
    let (project, text) = of_rows("ventes.csv", rows);
    has_lines(
        &text,
        &[
            "where: \"is_total IS NOT TRUE\"",
            "is_total: {type: boolean, sql: \"Date IN ('Total')\", nullable: true}",
            "# The last row of `ventes.csv` (row 5), `Total`, has the sum of the others in `Montant`: `where` leaves it out",
            "delimiter: \";\"",
            "decimal: \",\"",
            "thousands: \" \"",
            "Montant: {type: decimal(2), sql: \"regexp_replace(Montant, '€$', '')\", min: 0}  # in EUR, without its sign",
            "Montant: {sql: \"sum(Montant)\", title: {fr: Montant, en: Amount}, format: {currency: EUR}}",
        ],
    );
    assert!(text.contains("date: \"%d/%m/%Y\""), "{text}");
    assert_eq!(
        shown_amounts(&project),
        "Île-de-France: 1246.50, Bretagne: 1087.25"
    );
    let french = page(&project, "report.md");
    assert!(french.contains("(1 246,50 € sur 2 333,75 €)"), "{french}");
    assert!(
        french.contains("Le rapport porte sur 4 lignes."),
        "{french}"
    );
    let said = said(&project, "ventes.csv");
    assert!(
        said.contains("note: the last row of `ventes.csv` (row 5), `Total`, has the sum"),
        "{said}"
    );
}

#[test]
fn a_total_in_a_column_of_texts_is_left_out_by_its_name() {
    let (project, text) = of_rows(
        "sales.csv",
        "Customer,Region,Amount,Rate\n\"Smith, Jo\",North,\"$1,234.50\",12%\nLee,South,$87.00,5%\nAnn,North,-$12.00,20%\nGrand Total,,\"$1,309.50\",\n",
    );
    has_lines(
        &text,
        &[
            "where: \"is_total IS NOT TRUE\"",
            "is_total: {type: boolean, sql: \"Customer IN ('Grand Total')\", nullable: true}",
            "Customer: {type: string, unique: true, title: {fr: Client, en: Customer}}",
            "Region: {type: string, nullable: true}  # empty in rows that `where` leaves out",
        ],
    );
    assert!(
        text.contains("regexp_replace(Amount, '^(-?)[$] *', '$1')"),
        "{text}"
    );
    assert_eq!(
        shown_amounts(&project),
        "Smith, Jo: 1234.50, Lee: 87.00, Ann: -12.00"
    );
}

#[test]
fn a_total_without_a_name_is_left_out_by_its_empty_cell() {
    let (project, text) = of_rows(
        "sales.csv",
        "shop,city,amount\nA,P,12.50\nB,P,7.50\nA,L,1.00\nB,L,2.00\n,,23.00\n",
    );
    has_lines(
        &text,
        &[
            "where: \"is_total IS NOT TRUE\"",
            "is_total: {type: boolean, sql: \"(shop IS NULL AND city IS NULL)\", nullable: true}",
        ],
    );
    assert!(
        shown_amounts(&project) == "A: 13.50, B: 9.50"
            || shown_amounts(&project) == "P: 20.00, L: 3.00",
        "{}",
        shown_amounts(&project)
    );
}

#[test]
fn a_last_row_that_is_called_a_total_and_is_none_is_refused() {
    let rows = "company,amount\nAirbus,12\nDanone,5\nTotal,20\n";
    let said = super::refused("sales.csv", rows);
    assert!(
        said.contains("the last row of `sales.csv` (row 3), `Total`, is called a total, and no number in it is the sum of the others"),
        "{said}"
    );
    assert!(
        said.contains("write its whole name into `company`"),
        "{said}"
    );
    // What may be a name counts: a department, a company among others.
    for rows in [
        "place,amount\nOise,12\nAisne,5\nSomme,20\n",
        "company,amount\nAirbus,12\nTotal,20\nVinci,5\n",
    ] {
        let (_, text) = of_rows("sales.csv", rows);
        assert!(!text.contains("where:"), "{text}");
    }
}

#[test]
fn the_totals_of_several_files_are_left_out() {
    let project = Project::new()
        .file(
            "sales/sales_2025-10.csv",
            "shop,amount\nA,12.50\nB,7.50\nTotal,20.00\n",
        )
        .file(
            "sales/sales_2025-11.csv",
            "shop,amount\nA,1.50\nB,2.00\nTotal,3.50\n",
        );
    let text = begun(&project, &["sales", "--by", "shop"]);
    has_lines(&text, &["where: \"is_total IS NOT TRUE\""]);
    assert_eq!(shown_amounts(&project), "A: 14.00, B: 9.50");
}

#[test]
fn rows_without_any_value_are_left_out() {
    let (project, text) = of_rows("sales.csv", "shop;amount\nA;12,50\nB;7,50\nA;1,00\n;\n;\n");
    has_lines(
        &text,
        &[
            "where: \"is_blank IS NOT TRUE\"",
            "is_blank: {type: boolean, sql: \"(shop IS NULL AND amount IS NULL)\", nullable: true}",
            "# 2 rows without any value: `where` leaves them out",
        ],
    );
    assert_eq!(shown_amounts(&project), "A: 13.50, B: 7.50");
}

#[test]
fn a_title_above_the_header_is_named_with_its_line() {
    let said = refused("ventes.csv", format!("Ventes 2025;;;;\r\n;;;;\r\n{FRENCH}"));
    assert!(
        said.contains("`ventes.csv`, line 1: `Ventes 2025` stands above the header, which seems to be line 3: `Date;Client;Région;Montant;Remise`"),
        "{said}"
    );
    assert!(said.contains("delete lines 1 to 2"), "{said}");
    assert!(
        said.contains("`tail -n +3 ventes.csv > ventes.rows.csv`"),
        "{said}"
    );
    let said = refused("sales.csv", "Report,\nshop,amount\nA,1\n");
    assert!(said.contains("delete line 1, for instance"), "{said}");
}

#[test]
fn a_note_below_the_table_is_named_with_its_line() {
    let said = refused("sales.csv", "shop;amount\nA;12,50\nB;7,50\nSource : ERP\n");
    assert!(
        said.contains("`sales.csv`, line 4 (row 3): 1 field, the header has 2: `Source : ERP`"),
        "{said}"
    );
    assert!(said.contains("a note below the table"), "{said}");
}

#[test]
fn texts_for_no_value_are_named_and_count_as_none() {
    let (project, text) = of_rows(
        "sales.csv",
        "shop,amount\nA,12.50\nA,n/a\nB,-\nB,3.00\nB,1.00\n",
    );
    has_lines(
        &text,
        &[
            "amount: {type: decimal(2), sql: \"nullif(nullif(amount, 'n/a'), '-')\", nullable: true, min: 0}  # empty in 2 of 5 rows; `n/a`, `-` stand for no value",
        ],
    );
    assert_eq!(shown_amounts(&project), "A: 12.50, B: 4.00");
}

#[test]
fn amounts_of_two_currencies_are_not_added_up() {
    let rows = "id,shop,amount\na,A,5 €\nb,B,6 €\nc,A,7 €\nd,B,8 €\ne,A,9 €\nf,B,$9\n";
    let (project, text) = of_rows("sales.csv", rows);
    assert!(text.contains("count(*)"), "{text}");
    assert!(
        text.contains("amount: {type: string}  # 1 cell is not a number with `€`, such as `$9`"),
        "{text}"
    );
    let outcome = project
        .hfreport(&["new", "sales.csv", "--measure", "amount"])
        .ends_with(2);
    assert!(
        outcome
            .stderr
            .contains("`amount` is not a number with `€` in 1 of 6 rows, such as `$9`"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn numbers_and_days_that_can_be_read_in_two_ways_are_said() {
    let rows = "day;shop;sold\n01/02/2025;A;1,234\n03/04/2025;B;5,678\n";
    let (project, _) = of_rows("sales.csv", rows);
    let said = said(&project, "sales.csv");
    assert!(
        said.contains("note: numbers are read with `decimal: \",\"` and `thousands: \" \"`; with `thousands: \",\"` they would be others"),
        "{said}"
    );
    assert!(
        said.contains(
            "note: the days of `day` are read as `%d/%m/%Y`; as `%m/%d/%Y` they would be others"
        ),
        "{said}"
    );
}

#[test]
fn the_totals_of_periods_are_left_out_and_what_is_empty_in_one_of_them_may_be() {
    let project = Project::new()
        .file(
            "sales_2025-10.csv",
            "shop,city,amount\nA,P,12.50\nB,,7.50\nA,P,1.00\nTotal,,21.00\n",
        )
        .file(
            "sales_2025-11.csv",
            "shop,city,amount\nA,P,1\nB,P,2\nC,L,3\nTotal,,6\n",
        );
    project
        .hfreport(&[
            "new",
            "sales_2025-10.csv",
            "sales_2025-11.csv",
            "--by",
            "shop",
        ])
        .fine();
    let text = project.read("sales.yaml");
    has_lines(
        &text,
        &[
            "where: \"is_total IS NOT TRUE\"",
            // From 21.00 to 6.00, and from one cell of three without a city to none.
            "change: {type: number, default: 0.25}",
            "empty: {type: number, default: 0.05}",
            "- {snapshot: 2025-10-01, month: \"2025-10\", change: 0.25, empty: 0.05}",
            "- {snapshot: 2025-11-01, month: \"2025-11\", change: 0.75, empty: 0.35}",
            "guards: {change: \"{{ params.change }}\", empty: \"{{ params.empty }}\"}",
            "amount: {type: decimal(2), min: 0}",
        ],
    );
    assert!(!text.contains("unique"), "{text}");
    let ran = project
        .hfreport(&["run", "sales.yaml", "--each", "--quiet"])
        .fine();
    assert_eq!(ran.stderr, "");
    assert_eq!(
        super::listed(&project, "out/sales/2025-10"),
        "A: 13.50, B: 7.50"
    );
    assert_eq!(
        super::listed(&project, "out/sales/2025-11"),
        "C: 3.00, B: 2.00, A: 1.00"
    );
}

#[test]
fn a_total_in_a_column_that_is_empty_elsewhere_is_told_by_a_column_of_its_own() {
    let (project, text) = of_rows(
        "sales.csv",
        "note,shop,amount\nx,A,12.50\n,B,7.50\n,A,1.00\nTotal,,21.00\n",
    );
    has_lines(
        &text,
        &[
            "where: \"is_total IS NOT TRUE\"",
            "is_total: {type: boolean, sql: \"note IN ('Total')\", nullable: true}",
        ],
    );
    assert_eq!(shown_amounts(&project), "A: 13.50, B: 7.50");
}

#[test]
fn amounts_in_the_form_of_accountants_are_read() {
    let (project, _) = of_rows(
        "sales.csv",
        "shop,amount\nA,\" 1,234.50 \"\nA,\" 5.00 \"\nB,\" -   \"\nB,\" 2.25 \"\n",
    );
    assert_eq!(shown_amounts(&project), "A: 1239.50, B: 2.25");
}

/// A condition on an empty cell would drop rows of a later file without a word.
#[test]
fn rows_of_a_later_file_whose_key_is_empty_count() {
    let (project, _) = of_rows("sales.csv", "shop,amount\nA,1\nB,2\nA,3\n,\nB,4\n");
    project.write("sales.csv", "shop,amount\nA,1\nB,2\nA,3\n,\nB,4\n,70\n");
    project
        .hfreport(&["run", "begun.yaml", "--out", "bundle"])
        .fine();
    assert_eq!(shown_amounts(&project), "B: 6, A: 4, null: 70");
}

#[test]
fn a_total_that_is_called_what_a_row_is_called_is_refused() {
    let project = Project::new().file(
        "oil.csv",
        "company,barrels\nShell,10\nTotal,20\nBP,30\nTotal,60\n",
    );
    let said = project.hfreport(&["new", "oil.csv"]).ends_with(1).stderr;
    assert!(
        said.contains("`Total`, is the sum of others, and a row that counts is called so, too"),
        "{said}"
    );
}

#[test]
fn one_number_that_is_a_sum_by_chance_makes_no_total() {
    for (rows, shown) in [
        (
            "name,votes,awards\nAlien,7,1\nBlade,9,2\nBrazil,2,0\nTotal Recall,8,3\n",
            "Blade: 9, Total Recall: 8, Alien: 7, Brazil: 2",
        ),
        (
            "name,votes,awards\na,10,0\nb,20,0\nc,30,1\nd,35,0\n,40,1\n",
            "d: 35, c: 30, b: 20, a: 10, null: 40",
        ),
    ] {
        let project = Project::new().file("sales.csv", rows);
        begun(
            &project,
            &["sales.csv", "--measure", "votes", "--by", "name"],
        );
        assert_eq!(shown_amounts(&project), shown);
    }
}

#[test]
fn totals_are_compared_file_by_file() {
    let project = Project::new()
        .file("sales/s_2025-10.csv", "shop,amount\nA,10\nB,20\nTotal,30\n")
        .file("sales/s_2025-11.csv", "shop,amount\nA,11\nB,22\n");
    let text = begun(&project, &["sales", "--by", "shop"]);
    has_lines(&text, &["where: \"is_total IS NOT TRUE\""]);
    assert_eq!(shown_amounts(&project), "B: 42, A: 21");
}
