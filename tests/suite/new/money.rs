//! `hfreport new` adds up money to the cent, and says why a column is no measure.

use super::{amounts, begun, has_lines, of_rows, page, said, shown_amounts};
use crate::fixture::Project;

/// Cents of a text such as `12.50`.
fn cents(text: &str) -> u64 {
    let (whole, fraction) = text.split_once('.').unwrap();
    whole.parse::<u64>().unwrap() * 100 + fraction.parse::<u64>().unwrap()
}

#[test]
fn amounts_with_two_decimals_are_added_up_to_the_cent() {
    // 4,000 amounts of which a float would round the sum.
    let amount = |row: u64| (row * 7_919 + 13) % 1_000_003;
    let mut rows = String::from("id,shop,amount\n");
    let mut sums = [0_u64; 3];
    for row in 0..4000 {
        let shop = usize::try_from(row % 3).unwrap();
        sums[shop] += amount(row);
        let (whole, cents) = (amount(row) / 100, amount(row) % 100);
        rows.push_str(&format!("i{row},s{shop},{whole}.{cents:02}\n"));
    }
    let (project, text) = of_rows("sales.csv", rows);
    has_lines(
        &text,
        &[
            "amount: {type: decimal(2), min: 0}",
            "amount: {sql: \"sum(amount)\", title: {fr: Montant, en: Amount}}",
            "by: shop",
        ],
    );
    let found = amounts(&project, "bundle");
    assert_eq!(found.len(), 3);
    for (shop, value) in found {
        let at: usize = shop.trim_start_matches('s').parse().unwrap();
        assert_eq!(cents(&value), sums[at], "{shop}");
    }
    let english = page(&project, "report.en.md");
    assert!(english.contains("of the amount ("), "{english}");
}

#[test]
fn a_number_with_a_fraction_is_added_up_where_it_is_asked_for() {
    let rows = "name,kind,weight\na,x,1.5\nb,y,0.125\nc,x,2\n";
    let project = Project::new().file("rows.csv", rows);
    let text = begun(
        &project,
        &["rows.csv", "--measure", "weight", "--by", "kind"],
    );
    has_lines(&text, &["weight: {type: decimal(3), min: 0}"]);
    assert_eq!(shown_amounts(&project), "x: 3.500, y: 0.125");
    // Without the wish it may be a measurement, and rows are counted.
    let counted = said(&project, "rows.csv");
    assert!(
        counted.contains("note: rows are counted: `weight` has fractions and may be a measurement: `--measure weight` adds it up"),
        "{counted}"
    );
}

#[test]
fn integers_are_added_up_beyond_64_bits() {
    let mut rows = String::from("id,kind,big\n");
    let (mut x, mut y) = (0_i128, 0_i128);
    for row in 0..3000_i128 {
        let big = 9_000_000_000_000_000 - row;
        let kind = if row % 2 == 0 { "x" } else { "y" };
        *(if row % 2 == 0 { &mut x } else { &mut y }) += big;
        rows.push_str(&format!("i{row},{kind},{big}\n"));
    }
    assert!(x > i128::from(i64::MAX));
    let project = Project::new().file("rows.csv", rows);
    let text = begun(&project, &["rows.csv", "--measure", "big"]);
    has_lines(&text, &["big: {type: integer, min: 0}"]);
    assert_eq!(shown_amounts(&project), format!("x: {x}, y: {y}"));
}

#[test]
fn a_measure_that_is_refused_says_why_and_what_to_do() {
    let rows = "id,shop,sold,rate,exact\na,x,3,5 %,0.1234567890123\nb,y,4,6 %,1.5\nc,x,many,7 %,2\nd,y,5,8 %,3\n";
    for (measure, reason) in [
        (
            "sold",
            "`sold` is no measure: `sold` is not a number in 1 of 4 rows, such as `many` in row 3: mend these cells",
        ),
        (
            "exact",
            "`exact` is no measure: `exact` has numbers with more digits than a decimal keeps (12 behind the point)",
        ),
        (
            "shop",
            "`shop` is no measure: `shop` is of type string, which is no number",
        ),
    ] {
        let project = Project::new().file("rows.csv", rows);
        let outcome = project
            .hfreport(&["new", "rows.csv", "--measure", measure])
            .ends_with(2);
        assert!(outcome.stderr.contains(reason), "{}", outcome.stderr);
    }
}

#[test]
fn an_amount_goes_before_a_quantity_and_prices_do_not_add_up_by_themselves() {
    let (_, text) = of_rows(
        "orders.csv",
        "id,shop,quantity,unit_price,amount\na,x,2,1.50,3.00\nb,y,3,2.00,6.00\nc,x,1,4.25,4.25\n",
    );
    has_lines(
        &text,
        &[
            "unit_price: {type: decimal(2), min: 0}",
            "amount: {sql: \"sum(amount)\", title: {fr: Montant, en: Amount}}",
        ],
    );
    let rows = "id,shop,unit_price\na,x,1.50\nb,y,2.00\nc,x,4.25\n";
    let (_, text) = of_rows("rows.csv", rows);
    assert!(
        text.contains("unit_price: {sql: \"avg(unit_price)\""),
        "{text}"
    );
}

#[test]
fn empty_amounts_are_counted_in_the_text() {
    let (project, text) = of_rows(
        "sales.csv",
        "shop,amount\nA,12.50\nA,\nB,7.50\nB,1.00\nA,2.00\n",
    );
    has_lines(
        &text,
        &["amount: {type: decimal(2), nullable: true, min: 0}  # empty in 1 of 5 rows"],
    );
    let english = page(&project, "report.en.md");
    assert!(
        english.contains("1 row has no value for “amount” (20.0% of all rows)."),
        "{english}"
    );
    let french = page(&project, "report.md");
    assert!(
        french.contains("1 ligne n’a pas de valeur pour « amount » (20,0 % des lignes)."),
        "{french}"
    );
    assert_eq!(shown_amounts(&project), "A: 14.50, B: 8.50");
}

#[test]
fn what_tells_amounts_apart_stays_in_titles() {
    let (project, _) = of_rows(
        "rows.csv",
        "Région;Montant HT;Montant TTC (€)\nA;10,00;12,00\nB;20,00;24,00\n",
    );
    assert!(page(&project, "report.md").starts_with("# Montant HT par région"));
    assert!(page(&project, "report.en.md").starts_with("# Amount (excl. VAT) by region"));
    let (project, _) = of_rows("rows.csv", "shop,frequentation\nA,3\nB,4\nA,5\nB,6\n");
    assert!(page(&project, "report.md").starts_with("# Fréquentation"));
}

#[test]
fn thousands_of_the_next_month_are_read_beside_a_decimal_comma() {
    let rows = "shop;amount\nA;12,50\nB;7,50\nA;1,00\n";
    let (project, text) = of_rows("sales.csv", rows);
    has_lines(&text, &["decimal: \",\"", "thousands: \" \""]);
    let later = ["1 234,50", "1\u{a0}234,50", "1\u{202f}234,50"];
    for amount in later {
        project.write("sales.csv", format!("shop;amount\nA;{amount}\nB;7,50\n"));
        project
            .hfreport(&["run", "begun.yaml", "--out", "bundle", "--quiet"])
            .fine();
        assert_eq!(shown_amounts(&project), "A: 1234.50, B: 7.50");
    }
    // The total alone has thousands.
    let rows = "shop;amount\nA;500,25\nB;500,25\nC;600,50\nTotal;1.601,00\n";
    let (_, text) = of_rows("sales.csv", rows);
    has_lines(&text, &["thousands: \".\""]);
    let rows = "shop,amount\nA,500.25\nB,500.25\nC,600.50\nTotal,\"1,601.00\"\n";
    let (_, text) = of_rows("sales.csv", rows);
    has_lines(&text, &["thousands: \",\""]);
}

#[test]
fn titles_are_words() {
    let (project, text) = of_rows(
        "rows.csv",
        "shop,unit_type,count\nA,p,3\nB,q,4\nC,p,5\nD,q,1\n",
    );
    has_lines(
        &text,
        &["count: {sql: \"sum(count)\", title: {fr: Nombre, en: Count}}"],
    );
    let shown = page(&project, "report.en.md");
    assert!(shown.contains("Count by unit type"), "{shown}");
    let (project, _) = of_rows("rows.csv", "shop,net_weight\nA,3\nB,4\nA,5\nB,6\n");
    let shown = page(&project, "report.md");
    assert!(shown.contains("Net weight"), "{shown}");
}
