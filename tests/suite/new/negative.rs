//! `hfreport new` on amounts below zero: however they are written they are read, and nothing is said to be a share of them.

use super::{begun, drafted, has_lines, of_rows, page, said, shown_amounts};
use crate::fixture::Project;

/// 1,234.50 - 5.00 = 1,229.50 for A; 7.25 - 10.00 = -2.75 for B.
const SUMS: &str = "A: 1229.50, B: -2.75";

#[test]
fn amounts_below_zero_are_read_however_they_are_written() {
    for (rows, remark) in [
        (
            "shop,amount\nA,\"1,234.50\"\nA,(5.00)\nB,7.25\nB,(10.00)\n",
            "amounts below zero stand in brackets",
        ),
        (
            "shop;amount\nA;1.234,50\nA;5,00-\nB;7,25\nB;10,00-\n",
            "the minus stands behind amounts below zero",
        ),
        (
            "shop;amount\nA;1 234,50\nA;−5,00\nB;7,25\nB;−10,00\n",
            "`−` stands for a minus",
        ),
        (
            "shop,amount\nA,\"$1,234.50\"\nA,$(5.00)\nB,$7.25\nB,$ (10.00)\n",
            "in USD, without its sign; amounts below zero stand in brackets",
        ),
        (
            "shop;amount\nA;1 234,50 €\nA;5,00- €\nB;7,25 €\nB;10,00- €\n",
            "in EUR, without its sign; the minus stands behind amounts below zero",
        ),
    ] {
        let (text, amounts, said) = drafted(rows, "shop");
        assert_eq!(amounts, SUMS, "{text}");
        assert!(text.contains(remark), "{text}");
        assert!(text.contains("amount: {type: decimal(2), sql: "), "{text}");
        assert!(!text.contains("min: 0"), "{text}");
        assert!(said.contains(", amount by shop"), "{said}");
    }
}

#[test]
fn labels_in_brackets_are_no_amounts() {
    for rows in [
        "shop,note\nA,(1)\nB,(2)\nC,(1)\n",
        "shop,note\nA,65-\nB,70-\nC,65-\n",
    ] {
        let (_, text) = of_rows("rows.csv", rows);
        has_lines(&text, &["note: {type: string}"]);
    }
}

#[test]
fn a_later_cell_in_brackets_ends_the_run_with_what_to_write() {
    let (project, text) = of_rows("sales.csv", "shop,amount\nA,1.50\nB,2.25\nA,3.10\n");
    project.write("sales.csv", "shop,amount\nA,1.50\nB,(2.25)\nA,3.10\n");
    let run = ["run", "begun.yaml", "--out", "bundle", "--quiet"];
    let stopped = project.hfreport(&run).ends_with(1).stderr;
    assert!(
        stopped.contains("amounts below zero stand in brackets: `sql: \""),
        "{stopped}"
    );
    let (_, rest) = stopped.split_once("`sql: \"").unwrap();
    let (sql, _) = rest.split_once("\"`").unwrap();
    let own = "amount: {type: decimal(2), min: 0}";
    assert!(text.contains(own), "{text}");
    let mended = format!("amount: {{type: decimal(2), sql: \"{sql}\"}}");
    project.write("begun.yaml", text.replace(own, &mended));
    project.hfreport(&run).ends_with(0);
    assert_eq!(shown_amounts(&project), "A: 4.60, B: -2.25");
}

#[test]
fn nothing_is_a_share_where_amounts_are_below_zero() {
    // A is more than all: 103.00 of 60.00.
    let rows = "shop,amount\nA,100.00\nB,-50.00\nA,3.00\nC,7.00\n";
    let project = Project::new().file("sales.csv", rows);
    let text = begun(&project, &["sales.csv"]);
    has_lines(
        &text,
        &[
            "# Texts and charts show no shares: where some amounts are below zero, a part may be more than the whole.",
            "amount: {sql: \"sum(amount)\", title: {fr: Montant, en: Amount}, shares: false}",
        ],
    );
    let said = said(&project, "sales.csv");
    assert!(
        said.contains("note: there are no shares: where some amounts are below zero"),
        "{said}"
    );
    let english = page(&project, "report.en.md");
    assert!(
        english.contains("The total is 60.00.") && english.contains("**A** leads with 103.00."),
        "{english}"
    );
    let french = page(&project, "report.md");
    assert!(
        french.contains("Le total est de 60,00.")
            && french.contains("En tête : **A**, avec 103,00."),
        "{french}"
    );
    assert!(
        !english.contains('%') && !french.contains('%'),
        "{english}{french}"
    );
    for name in ["index.html", "charts/shop_chart.fr.svg", "report.json"] {
        let shown = project.read(&format!("bundle/{name}"));
        assert!(!shown.contains("_share"), "{name}");
        assert!(
            !shown.contains("%</") && !shown.contains("Part ("),
            "{name}"
        );
    }
    let table = project.read("bundle/tables/by_shop.csv");
    assert!(table.starts_with("shop,amount,amount_rank\n"), "{table}");
}

#[test]
fn a_sum_below_zero_and_a_sum_of_nothing_are_measures_without_shares() {
    let (text, amounts, said) = drafted("shop,amount\nA,-5.00\nB,-7.50\nA,1.25\n", "shop");
    assert_eq!(amounts, "A: -3.75, B: -7.50");
    assert!(text.contains("shares: false}"), "{text}");
    assert!(!said.contains("rows are counted"), "{said}");
    let (text, amounts, said) = drafted("shop,amount\nA,0.00\nB,0.00\nA,0.00\n", "shop");
    assert_eq!(amounts, "A: 0.00, B: 0.00");
    assert!(
        text.contains("show no shares: all amounts are zero."),
        "{text}"
    );
    assert!(
        said.contains("note: there are no shares: all amounts are zero"),
        "{said}"
    );
}

#[test]
fn those_that_are_level_are_named_without_shares() {
    let rows = "shop,amount\nA,5.00\nB,5.00\nC,-1.00\n";
    let project = Project::new().file("sales.csv", rows);
    begun(&project, &["sales.csv", "--by", "shop"]);
    let english = page(&project, "report.en.md");
    assert!(
        english.contains("Level at the top: A and B (5.00)."),
        "{english}"
    );
    let french = page(&project, "report.md");
    assert!(
        french.contains("À égalité en tête : A et B (5,00)."),
        "{french}"
    );
}

#[test]
fn what_a_message_says_to_write_reads_a_column_whose_name_is_no_word() {
    let rows = "shop;Montant (€)\nA;1,50\nB;2,25\nA;3,10\n";
    let (project, text) = of_rows("sales.csv", rows);
    let run = ["run", "begun.yaml", "--out", "bundle", "--quiet"];
    for (cell, behind) in [("(2,25)", "` reads them"), ("2,25%", "` beside the type")] {
        project.write("sales.csv", rows.replace("2,25", cell));
        let stopped = project.hfreport(&run).ends_with(1).stderr;
        let (before, _) = stopped.split_once(behind).expect("an advice");
        let (_, advice) = before.rsplit_once("`sql: ").expect("an expression");
        let own = "sql: '\"Montant (€)\"'";
        assert!(text.contains(own), "{text}");
        let with_it = text.replace(own, &format!("sql: {advice}"));
        project.write("begun.yaml", with_it.replace(", min: 0", ""));
        project.hfreport(&run).fine();
        project.write("begun.yaml", &text);
    }
}
