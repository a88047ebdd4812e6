//! `hfreport new` on totals that are written otherwise than the rows above them, or lack what a row that counts lacks too.

use super::{drafted, refused};
use crate::fixture::Project;

#[test]
fn a_total_that_alone_has_thousands_apart_is_left_out() {
    // 500.25 + 500.25 + 600.50 = 1,601.00; a third of it is 533.67.
    for rows in [
        "shop,amount\nA,500.25\nB,500.25\nC,600.50\nTotal,\"1,601.00\"\n",
        "shop,amount\nA,500.25\nB,500.25\nC,600.50\nTotal,1'601.00\nMoyenne,533.67\n",
        "shop;amount\nA;500,25\nB;500,25\nC;600,50\nTotal;1 601,00\n",
        "shop;amount\nA;500,25\nB;500,25\nC;600,50\nTotal;1\u{202f}601,00\n",
        "shop;amount\nA;500,25 €\nB;500,25 €\nC;600,50 €\nTotal;1.601,00 €\n",
    ] {
        let (text, amounts, said) = drafted(rows, "shop");
        assert_eq!(amounts, "C: 600.50, A: 500.25, B: 500.25", "{text}");
        assert!(
            said.contains("`Total`, has the sum of the others"),
            "{said}"
        );
    }
    let (_, amounts, _) = drafted("shop,units\nA,500\nB,501\nTotal,\"1,001\"\n", "shop");
    assert_eq!(amounts, "B: 501, A: 500");
    for total in ["\"1,702.00\"", "EUR 1601.00"] {
        let rows = format!("shop,amount\nA,500.25\nB,500.25\nC,600.50\nTotal,{total}\n");
        let said = refused("sales.csv", rows);
        assert!(
            said.contains("is called a total, and no number in it is the sum"),
            "{said}"
        );
    }
}

#[test]
fn totals_with_a_colon_behind_their_names_are_left_out() {
    let rows = "region,shop,amount\nNord,A,10.50\nNord,B,20.00\nNord Total:,,30.50\nSud,C,5.00\nSud Total :,,5.00\nGrand Total:,,35.50\n";
    let (text, amounts, _) = drafted(rows, "region");
    assert_eq!(amounts, "Nord: 30.50, Sud: 5.00", "{text}");
}

#[test]
fn a_row_that_lacks_the_texts_that_a_total_lacks_counts() {
    // 10.37 + 20.11 + 30.05 = 60.53.
    let rows = "id,region,note,amount\n1,North,a,10.37\n2,,,20.11\n3,South,b,30.05\n,,,60.53\n";
    let (text, amounts, _) = drafted(rows, "region");
    assert_eq!(amounts, "South: 30.05, North: 10.37, null: 20.11", "{text}");
}

#[test]
fn no_draft_leaves_out_a_row_of_one_month_for_a_total_of_another() {
    let project = Project::new()
        .file(
            "sales_2025-09.csv",
            "day,shop,amount\n2025-09-01,A,10.50\n2025-09-02,B,20.00\n2025-09-02,A,31.00\n,,61.50\n",
        )
        .file(
            "sales_2025-10.csv",
            "day,shop,amount\n2025-10-01,A,10.50\n,,20.00\n2025-10-02,A,31.00\n",
        );
    let files = ["sales_2025-09.csv", "sales_2025-10.csv"];
    let new = project.hfreport(&["new", files[0], files[1], "--out", "begun.yaml"]);
    assert_eq!(new.code, 1, "{}", new.stderr);
    assert!(
        new.stderr
            .contains("3 rows count, and a condition that leaves out totals leaves 2 rows"),
        "{}",
        new.stderr
    );
}

#[test]
fn a_total_that_fits_nowhere_is_refused_where_means_stand_behind_it() {
    let rows = "shop,amount\nA,10.50\nB,20.00\nC,31.00\nTotal,99.00\nMoyenne,20.50\n";
    let said = refused("sales.csv", rows);
    assert!(
        said.contains(
            "row 4 of `sales.csv`, `Total`, is called a total, and no number in it is the sum"
        ),
        "{said}"
    );
}
