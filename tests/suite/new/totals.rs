//! `hfreport new` leaves out totals, whatever they are called, and nothing else.

use super::{begun, drafted, has_lines, of_rows, said, shown_amounts};
use crate::fixture::Project;

#[test]
fn rows_of_the_next_month_without_a_label_are_not_taken_for_a_total() {
    let rows = "shop,city,amount\nA,P,12\nB,P,7\nA,L,1\nTotal,,20\n";
    let project = Project::new().file("sales.csv", rows);
    let text = begun(&project, &["sales.csv", "--by", "shop"]);
    has_lines(
        &text,
        &[
            "where: \"is_total IS NOT TRUE\"",
            "is_total: {type: boolean, sql: \"shop IN ('Total')\", nullable: true}",
        ],
    );
    let next = project.file("sales.csv", "shop,city,amount\nA,P,12\n,P,7\nTotal,,19\n");
    let arguments = ["run", "begun.yaml", "--out", "bundle", "--quiet"];
    let stopped = next.hfreport(&arguments).ends_with(1).stderr;
    assert!(stopped.contains("`shop`"), "{stopped}");
    let nullable = text.replace("shop: {type: string", "shop: {nullable: true, type: string");
    let next = next.file("begun.yaml", nullable);
    next.hfreport(&["run", "begun.yaml", "--out", "bundle"]);
    assert_eq!(shown_amounts(&next), "A: 12, null: 7");
}

#[test]
fn a_last_row_with_the_sum_of_the_others_is_left_out_whatever_it_is_called() {
    for label in [
        "All regions",
        "All",
        "Overall",
        "Cumul",
        "Σ",
        "France entière",
    ] {
        let rows = format!(
            "region,product,units,price,amount\nNord,a,1,2.00,2.00\nSud,b,3,1.50,4.50\nNord,b,2,1.50,3.00\nSud,a,1,2.00,2.00\n{label},,7,,11.50\n"
        );
        let project = Project::new().file("sales.csv", rows);
        let text = begun(&project, &["sales.csv", "--by", "region"]);
        let teller =
            format!("is_total: {{type: boolean, sql: \"region IN ('{label}')\", nullable: true}}");
        has_lines(&text, &["where: \"is_total IS NOT TRUE\"", &teller]);
        assert_eq!(shown_amounts(&project), "Sud: 6.50, Nord: 5.00");
        let said = said(&project, "sales.csv");
        let note = format!(
            "note: the last row of `sales.csv` (row 5), `{label}`, has the sum of the others in `amount`, `units`: `where` leaves it out"
        );
        assert!(said.contains(&note), "{said}");
    }
}

#[test]
fn a_last_row_that_is_like_the_others_counts_although_it_has_their_sum() {
    for rows in [
        // Too few others.
        "shop,amount\nA,1\nB,2\nC,3\n",
        // Another column is no sum.
        "shop,units,amount\nA,1,1\nB,1,2\nC,1,3\nD,2,6\n",
        // The label is that of another row, or a further text is.
        "shop,amount\nA,1\nB,2\nC,3\nB,6\n",
        "shop,city,amount\nA,P,1\nB,L,2\nC,L,3\nD,P,6\n",
        // A year is no label.
        "year,amount\n2021,1\n2022,2\n2023,3\n2024,6\n",
    ] {
        let (_, text) = of_rows("sales.csv", rows);
        assert!(!text.contains("where:"), "{text}");
    }
}

#[test]
fn the_totals_of_several_files_are_left_out_under_names_of_their_own() {
    let project = Project::new()
        .file(
            "sales/sales_2025-10.csv",
            "shop,amount\nA,12\nB,7\nC,1\nAll,20\n",
        )
        .file(
            "sales/sales_2025-11.csv",
            "shop,amount\nA,1\nB,2\nC,3\nAll,6\n",
        );
    let text = begun(&project, &["sales", "--by", "shop"]);
    has_lines(&text, &["where: \"is_total IS NOT TRUE\""]);
    assert_eq!(shown_amounts(&project), "A: 13, B: 9, C: 4");
}

#[test]
fn subtotals_are_left_out_where_they_have_the_sums_of_the_rows_beside() {
    for rows in [
        "shop,amount\nA,12.50\nB,7.50\nSous-total 1,20.00\nC,1.00\nD,2.00\nSous-total 2,3.00\nTotal,23.00\n",
        "shop,amount\nSous-total 1,20.00\nA,12.50\nB,7.50\nSous-total 2,3.00\nC,1.00\nD,2.00\nTotal,23.00\n",
    ] {
        let project = Project::new().file("sales.csv", rows);
        let text = begun(&project, &["sales.csv", "--by", "shop"]);
        has_lines(
            &text,
            &[
                "where: \"is_total IS NOT TRUE\"",
                "is_total: {type: boolean, sql: \"shop IN ('Total') OR shop ILIKE 'sous-total%'\", nullable: true}",
            ],
        );
        assert_eq!(
            shown_amounts(&project),
            "A: 12.50, B: 7.50, D: 2.00, C: 1.00"
        );
        let said = said(&project, "sales.csv");
        assert!(
            said.contains("note: 2 rows in `shop` are called subtotals and have the sum of the rows beside, the first is row "),
            "{said}"
        );
        assert!(
            said.contains("(row 7), `Total`, has the sum of the others"),
            "{said}"
        );
    }
}

#[test]
fn a_total_is_left_out_wherever_it_stands() {
    for rows in [
        "shop,amount\nTotal,59.87\nA,10.37\nB,19.50\nC,30.00\n",
        "shop,amount\nA,10.37\nTotal,59.87\nB,19.50\nC,30.00\n",
        "shop,amount\nA,10.37\nB,19.50\nC,30.00\n TOTAL :,59.87\n",
        // Whatever it is called, where its number is large enough for no chance.
        "shop,amount\nAll shops,59.87\nA,10.37\nB,19.50\nC,30.00\n",
        "shop,amount\nA,10.37\nB,19.50\nAll shops,59.87\nC,30.00\n",
    ] {
        let (text, amounts, said) = drafted(rows, "shop");
        assert_eq!(amounts, "C: 30.00, B: 19.50, A: 10.37", "{text}");
        assert!(text.contains("where: \"is_total IS NOT TRUE\""), "{text}");
        assert!(
            said.contains("has the sum of the others in `amount`: `where` leaves it out"),
            "{said}"
        );
        assert!(said.contains("wrote said.yaml: 3 rows"), "{said}");
    }
}

#[test]
fn the_half_of_all_that_may_be_one_by_chance_counts() {
    let rows = "party,seats\nA,50\nB,30\nC,15\nD,5\n";
    let (text, amounts, _) = drafted(rows, "party");
    assert_eq!(amounts, "A: 50, B: 30, C: 15, D: 5");
    assert!(!text.contains("where:"), "{text}");
}

#[test]
fn means_and_the_like_are_left_out_behind_a_total_and_without_one() {
    // 61.50 / 3 = 20.50; least 10.50, greatest 31.00, median 20.00.
    for behind in [
        "Total,61.50\nMoyenne,20.50\n",
        "Moyenne,20.50\nTotal,61.50\n",
        "Average,20.5\n",
        "Mean:,20.50\n",
        "Total,61.50\nMin,10.50\nMax,31.00\nMédiane,20.00\n",
        // Weighted by something that is not in the file.
        "Total,61.50\nAverage,19.37\n",
        "All shops,61.50\nMoyenne,20.50\n",
    ] {
        let rows = format!("shop,amount\nA,10.50\nB,20.00\nC,31.00\n{behind}");
        let (text, amounts, said) = drafted(&rows, "shop");
        assert_eq!(amounts, "C: 31.00, B: 20.00, A: 10.50", "{text}");
        assert!(said.contains("wrote said.yaml: 3 rows"), "{said}");
        assert!(
            said.contains(
                "has a number that stands for all others, such as their mean: `where` leaves it out"
            ),
            "{said}"
        );
    }
}

#[test]
fn somebody_who_is_called_max_and_has_most_counts() {
    let rows = "customer,quantity,amount\nMax,1,120.50\nAnna,2,99.90\nMax,3,310.00\nBob,4,75.25\n";
    let (_, amounts, _) = drafted(rows, "customer");
    assert_eq!(amounts, "Max: 430.50, Anna: 99.90, Bob: 75.25");
    let rows = "player,goals\nMax,5\nAnna,3\nBob,5\nEve,2\n";
    let (_, amounts, _) = drafted(rows, "player");
    assert_eq!(amounts, "Bob: 5, Max: 5, Anna: 3, Eve: 2");
    let rows = "name,amount\nA,10\nB,20\nTotal Energies,30\n";
    let (_, amounts, _) = drafted(rows, "name");
    assert_eq!(amounts, "Total Energies: 30, B: 20, A: 10");
}

#[test]
fn no_draft_adds_up_what_its_total_leaves_out_with_the_rest() {
    for rows in [
        "shop,amount\nA,100\nB,200\nAverage,142\nTotal,300\n",
        "shop,amount\nTotal,300\nA,100\nB,200\nTotal hors B,100\n",
        "shop,amount\nA,100\nB,200\nSubtotal,310\nTotal,300\n",
    ] {
        let project = Project::new().file("sales.csv", rows);
        let new = project.hfreport(&["new", "sales.csv", "--by", "shop", "--out", "begun.yaml"]);
        assert_eq!(new.code, 1, "{}", new.stderr);
        assert!(
            new.stderr
                .contains("other rows that are called totals or means count beside them"),
            "{}",
            new.stderr
        );
    }
    let nested =
        "shop,amount\nNord,500\nTotal Nord,500\nSud,700\nTotal Sud,700\nTotal général,1200\n";
    let (_, amounts, _) = drafted(nested, "shop");
    assert_eq!(amounts, "Sud: 700, Nord: 500");
}

#[test]
fn a_row_with_the_sum_of_others_in_one_month_alone_is_refused() {
    let project = Project::new()
        .file(
            "p-2025-09.csv",
            "shop,amount\nA,1000.10\nB,2000.20\nC,3377.30\nD,5000.60\n",
        )
        .file(
            "p-2025-10.csv",
            "shop,amount\nA,1000.10\nB,2000.20\nC,3000.30\nD,6000.60\n",
        );
    let new = project.hfreport(&[
        "new",
        "p-2025-09.csv",
        "p-2025-10.csv",
        "--out",
        "begun.yaml",
    ]);
    assert_eq!(new.code, 1, "{}", new.stderr);
    assert!(
        new.stderr.contains("is no total there in another"),
        "{}",
        new.stderr
    );
}

#[test]
fn the_mean_of_the_next_month_may_have_other_digits() {
    let rows = "shop,amount\nA,10.00\nB,20.00\nC,31.00\nTotal,61.00\nMoyenne,20.333333\n";
    let project = Project::new().file("sales.csv", rows);
    let text = begun(&project, &["sales.csv", "--by", "shop"]);
    assert!(
        text.contains("amount: {type: decimal(2), sql: \"CASE WHEN (shop IN ('Moyenne', 'Total')) IS NOT TRUE THEN amount END\""),
        "{text}"
    );
    let next = "shop,amount\nA,10.00\nB,20.00\nC,32.00\nTotal,62.00\nMoyenne,20.6666667\n";
    project.write("sales.csv", next);
    let run = ["run", "begun.yaml", "--out", "bundle", "--quiet"];
    project.hfreport(&run).fine();
    assert_eq!(shown_amounts(&project), "C: 32.00, B: 20.00, A: 10.00");
}

#[test]
fn who_is_called_a_mean_and_is_none_counts_and_is_said() {
    let rows = "name,votes\nAnn,10\nMax,7\nBob,20\nEve,3\n";
    let (text, amounts, said) = drafted(rows, "name");
    assert_eq!(amounts, "Bob: 20, Ann: 10, Max: 7, Eve: 3");
    assert!(!text.contains("where:"), "{text}");
    assert!(
        said.contains("note: 1 row in `name` is called a mean or the like, the first is row 2, `Max`: it counts like the others"),
        "{said}"
    );
}

#[test]
fn a_row_without_values_inside_of_a_part_divides_no_subtotal() {
    let rows = "shop,amount\nA,10.50\n,\nB,20.00\nSous-total 1,30.50\n,\nC,5.00\nD,6.25\nSous-total 2,11.25\n";
    let (text, amounts, _) = drafted(rows, "shop");
    assert_eq!(amounts, "B: 20.00, A: 10.50, D: 6.25, C: 5.00", "{text}");
}

#[test]
fn who_is_called_a_mean_and_is_none_is_part_of_the_totals() {
    // 10.50 + 7.25 + 5.00 = 22.75; 20.00 + 3.00 = 23.00; 45.75 / 5 = 9.15.
    let rows = "shop,amount\nTotal,45.75\nAnn,10.50\nMax,7.25\nMax,5.00\nSous-total 1,22.75\nBob,20.00\nEve,3.00\nSous-total 2,23.00\nMoyenne,9.15\n";
    let (text, amounts, _) = drafted(rows, "shop");
    assert_eq!(
        amounts, "Bob: 20.00, Max: 12.25, Ann: 10.50, Eve: 3.00",
        "{text}"
    );
}

#[test]
fn totals_of_parts_are_left_out_whatever_follows_them() {
    let rows = "shop,amount\nA,10.50\nB,20.00\nTotal,30.50\nC,5.00\nD,6.25\nTotal,11.25\n";
    let (text, amounts, said) = drafted(rows, "shop");
    assert_eq!(amounts, "B: 20.00, A: 10.50, D: 6.25, C: 5.00", "{text}");
    assert!(
        said.contains("note: 2 rows in `shop` are called totals and have the sum of the rows beside, the first is row 3, `Total`: `where` leaves them out"),
        "{said}"
    );
    let rows = "shop,amount\nA,10.50\nB,20.00\nTotal Nord,30.50\nC,5.00\nD,6.25\nTotal Sud,11.25\nTotal général,41.75\n";
    let project = Project::new().file("sales.csv", rows);
    let text = begun(&project, &["sales.csv", "--by", "shop"]);
    assert!(
        text.contains("sql: \"shop IN ('Total général') OR shop ILIKE 'total %'\""),
        "{text}"
    );
    // So that a region of the next month is told, too.
    project.write(
        "sales.csv",
        "shop,amount\nA,1.00\nB,2.00\nTotal Ouest,3.00\nTotal général,3.00\n",
    );
    let run = ["run", "begun.yaml", "--out", "bundle", "--quiet"];
    project.hfreport(&run).fine();
    assert_eq!(shown_amounts(&project), "B: 2.00, A: 1.00");
}

#[test]
fn a_total_with_the_name_of_its_month_is_told_in_the_next_one_too() {
    let rows = "shop,amount\nA,10.50\nB,20.00\nTotal octobre 2025,30.50\n";
    let project = Project::new().file("sales.csv", rows);
    begun(&project, &["sales.csv", "--by", "shop"]);
    project.write(
        "sales.csv",
        "shop,amount\nA,1.00\nB,2.00\nTotal novembre 2025,3.00\n",
    );
    let run = ["run", "begun.yaml", "--out", "bundle", "--quiet"];
    project.hfreport(&run).fine();
    assert_eq!(shown_amounts(&project), "B: 2.00, A: 1.00");
}

#[test]
fn a_row_that_no_total_includes_counts_and_is_said() {
    let rows =
        "shop;amount\nA;10,50 €\nB;20,00 €\nC;31,00 €\nTOTAL TTC;61,50 €\nDont TVA;10,25 €\n";
    let (text, amounts, said) = drafted(rows, "shop");
    assert_eq!(
        amounts, "C: 31.00, B: 20.00, A: 10.50, Dont TVA: 10.25",
        "{text}"
    );
    assert!(
        said.contains(
            "note: 1 row is in no total, the first is row 5, `Dont TVA`: it counts like the others"
        ),
        "{said}"
    );
}

#[test]
fn a_total_without_a_name_beside_days_is_told_by_all_that_it_lacks() {
    let rows =
        "day,shop,amount\n2025-01-01,A,10.50\n2025-01-02,B,20.00\n2025-01-02,A,31.00\n,,61.50\n";
    let (text, amounts, _) = drafted(rows, "shop");
    assert_eq!(amounts, "A: 41.50, B: 20.00");
    assert!(
        text.contains("sql: \"(day IS NULL AND shop IS NULL)\""),
        "{text}"
    );
}

#[test]
fn a_row_above_with_the_number_of_one_that_is_called_a_total_makes_it_none() {
    let rows = "company,barrels\nShell,20\nTotal,20\nBP,35\nEni,7\n";
    let (text, amounts, _) = drafted(rows, "company");
    assert_eq!(amounts, "BP: 35, Shell: 20, Total: 20, Eni: 7");
    assert!(!text.contains("where:"), "{text}");
}

#[test]
fn totals_of_a_pivot_table_are_left_out() {
    for (rows, teller) in [
        (
            "region,shop,amount\nNord,A,10.50\nNord,B,20.00\nNord,Total,30.50\nSud,C,5.00\nSud,Total,5.00\nTotal,,35.50\n",
            "sql: \"shop IN ('Total') OR region IN ('Total')\"",
        ),
        (
            "region,shop,amount\nNord,A,10.50\nNord,B,20.00\nNord Total,,30.50\nSud,C,5.00\nSud Total,,5.00\nGrand Total,,35.50\n",
            "sql: \"region IN ('Grand Total') OR region ILIKE '% total'\"",
        ),
    ] {
        let (text, amounts, _) = drafted(rows, "region");
        assert_eq!(amounts, "Nord: 30.50, Sud: 5.00", "{text}");
        assert!(text.contains(teller), "{text}");
    }
}

#[test]
fn a_total_of_rows_of_which_some_are_totals_is_refused() {
    // What a pivot table in compact form is: 41.50 is half of 30.50 + 10.50 + 20.00 + 11.00 + 5.00 + 6.00.
    let rows = "name;amount\nNord;30,50\nA;10,50\nB;20,00\nSud;11,00\nC;5,00\nD;6,00\nTotal général;41,50\n";
    let said = super::refused("sales.csv", rows);
    assert!(
        said.contains("the last row of `sales.csv` (row 7), `Total général`, is half of what the others add up to: some of them are totals of others"),
        "{said}"
    );
}

#[test]
fn the_mean_of_each_part_is_left_out_and_a_name_that_many_rows_have_is_none() {
    // (10.50 + 20.00) / 2 = 15.25; (5.00 + 6.50) / 2 = 5.75.
    let rows = "shop,amount\nA,10.50\nB,20.00\nTotal,30.50\nMoyenne,15.25\nC,5.00\nD,6.50\nTotal,11.50\nMoyenne,5.75\n";
    let (text, amounts, _) = drafted(rows, "shop");
    assert_eq!(amounts, "B: 20.00, A: 10.50, D: 6.50, C: 5.00", "{text}");
    let mut rows = "name,points\n".to_owned();
    for row in 0..30 {
        rows.push_str(&format!("Max,{}\nAnn,{row}\n", row + 1));
    }
    let (text, amounts, said) = drafted(&rows, "name");
    // 1 + 2 + … + 30 = 465; 0 + 1 + … + 29 = 435.
    assert_eq!(amounts, "Max: 465, Ann: 435");
    assert!(
        !text.contains("where:") && !said.contains("note:"),
        "{said}"
    );
}

/// What is looked at for each of them is what stands beside, and no whole file.
#[test]
fn thousands_of_totals_take_no_thousand_looks_at_all_rows() {
    let mut rows = "shop,amount\n".to_owned();
    for part in 0..4000 {
        rows.push_str(&format!(
            "A,{part}.10\nB,1.25\nC,2.00\nD,3.00\nTotal,{}.35\n",
            part + 6
        ));
    }
    let (text, amounts, _) = drafted(&rows, "shop");
    // 4000 * 3999 / 2 + 4000 * 0.10 = 7,998,400.00
    assert_eq!(
        amounts,
        "A: 7998400.00, D: 12000.00, C: 8000.00, B: 5000.00"
    );
    assert!(text.contains("shop IN ('Total')"), "{text}");
}

#[test]
fn a_total_of_amounts_with_more_digits_than_are_shown_is_left_out_and_said() {
    // 10.37 + 19.50 + 300.00 + 270.20 = 600.07.
    for (total, shown) in [
        ("600.08", "600.08"),
        ("600.05", "600.05"),
        ("600", "600"),
        ("600.1", "600.1"),
    ] {
        let rows = format!("shop,amount\nA,10.37\nB,19.50\nC,300.00\nD,270.20\nTotal,{total}\n");
        let (text, amounts, said) = drafted(&rows, "shop");
        assert_eq!(
            amounts, "C: 300.00, D: 270.20, B: 19.50, A: 10.37",
            "{text}"
        );
        let note = format!(
            "note: the last row of `sales.csv` (row 5), `Total`, has {shown} in `amount`, where the rows add up to 600.07: the difference is within rounding"
        );
        assert!(said.contains(&note), "{said}");
    }
    for total in ["606.10", "594.04", "610", "500.00"] {
        let rows = format!("shop,amount\nA,10.37\nB,19.50\nC,300.00\nD,270.20\nTotal,{total}\n");
        let said = super::refused("sales.csv", &rows);
        assert!(
            said.contains("is called a total, and no number in it is the sum"),
            "{said}"
        );
    }
}

#[test]
fn subtotals_that_are_rounded_are_left_out() {
    let rows = "shop,amount\nA,12.50\nB,7.50\nSous-total 1,20.01\nC,11.00\nD,2.00\nSous-total 2,13.00\nTotal,33.01\n";
    let (text, amounts, said) = drafted(rows, "shop");
    assert_eq!(amounts, "A: 12.50, C: 11.00, B: 7.50, D: 2.00", "{text}");
    assert!(
        said.contains("`Sous-total 1`, has 20.01 in `amount`, where the rows add up to 20"),
        "{said}"
    );
}

#[test]
fn a_number_of_a_total_that_is_not_the_sum_is_said() {
    // 2 + 3 + 4 = 9; 10.00 + 20.00 + 31.00 = 61.00; the mean of the prices is 4.
    let rows = "shop,units,price,amount\nA,2,5,10.00\nB,3,4,20.00\nC,4,3,31.00\nTotal,9,4,999.00\n";
    let (text, amounts, said) = drafted(rows, "shop");
    assert!(text.contains("shop IN ('Total')"), "{text}");
    assert_eq!(amounts, "C: 31.00, B: 20.00, A: 10.00");
    assert!(
        said.contains("note: the last row of `sales.csv` (row 4), `Total`, has 999 in `amount`, where the rows add up to 61: the sum of the rows is what counts; look which of the two is right"),
        "{said}"
    );
    assert!(!said.contains("in `price`, where"), "{said}");
}
