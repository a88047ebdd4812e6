//! `hfreport new` leaves out rows that stand for the others of their group, the total of each year or of each region, and nothing else.

use super::{drafted, of_rows, refused};

/// The draft tells the totals by an expression, shows these amounts and says this.
#[track_caller]
fn leaves_out(rows: &str, by: &str, told: &str, (left, note): (&str, &str)) {
    let (text, amounts, said) = drafted(rows, by);
    assert!(text.contains(told), "{text}");
    assert_eq!(amounts, left, "{text}");
    assert!(said.contains(note), "{said}");
}

#[test]
fn the_total_of_each_year_is_left_out_by_its_name_and_its_sums_however_few_their_digits_are() {
    let rows = "region,year,amount\nN,2020,10\nN,2021,20\nS,2020,5\nS,2021,5\nWorld,2020,15\nWorld,2021,25\n";
    for label in ["World", "Total", "Tous", "Ensemble", "Both sexes"] {
        leaves_out(
            &rows.replace("World", label),
            "region",
            &format!("region IN ('{label}')"),
            (
                "N: 30, S: 10",
                &format!(
                    "note: 2 rows in `region` are called `{label}` and have the sum of the others with their `year`, the first is row 5: `where` leaves them out"
                ),
            ),
        );
    }
    // The year is the column of the total, or a text.
    leaves_out(
        "region,period,amount\nN,a,10\nN,b,20\nS,a,5\nS,b,5\nN,All,30\nS,All,10\n",
        "region",
        "period IN ('All')",
        ("N: 30, S: 10", "with their `region`"),
    );
    leaves_out(
        "region,year,amount\nN,2020,10\nN,2021,20\nS,2020,5\nS,2021,5\nN,Total,30\nS,Total,10\n",
        "region",
        "year IN ('Total')",
        ("N: 30, S: 10", "with their `region`"),
    );
}

#[test]
fn a_total_agrees_in_all_that_it_has_and_not_in_its_own_code() {
    leaves_out(
        "region,code,year,sex,note,amount\nN,NO,2020,F,,10\nN,NO,2020,M,x,20\nS,SO,2020,F,,5\nS,SO,2020,M,,7\nWorld,WLD,2020,F,,15\nWorld,WLD,2020,M,,27\nN,NO,2021,F,,11\nN,NO,2021,M,,21\nS,SO,2021,F,,6\nS,SO,2021,M,,8\nWorld,WLD,2021,F,,17\nWorld,WLD,2021,M,,29\nWorld,WLD,2019,M,,26\n",
        "region",
        "region IN ('World')",
        (
            "N: 62, S: 26",
            "5 rows in `region` are called `World` and have the sum of the others with their `year` and `sex`",
        ),
    );
}

#[test]
fn a_total_of_another_name_is_left_out_where_its_sums_are_no_chance() {
    let rows = |amounts: [u32; 6]| {
        let names = ["Assets", "Debt", "Equity"];
        let row =
            |(at, amount): (usize, &u32)| format!("{},{},{amount}\n", names[at % 3], 2020 + at / 3);
        let rows: String = amounts.iter().enumerate().map(row).collect();
        format!("item,year,amount\n{rows}")
    };
    leaves_out(
        &rows([1530, 1000, 530, 1777, 1100, 677]),
        "item",
        "item IN ('Assets')",
        (
            "Debt: 2100, Equity: 1207",
            "2 rows in `item` are called `Assets`",
        ),
    );
    let (text, _, _) = drafted(&rows([8, 5, 3, 9, 4, 5]), "item");
    assert!(!text.contains("where:"), "{text}");
}

#[test]
fn a_row_that_has_nothing_but_the_sums_of_all_others_is_left_out() {
    for rows in [
        "region,kind,amount\nN,a,10\nN,b,20\nS,a,5\nS,b,5\n,,40\n",
        "region,kind,amount\n,,40\nN,a,10\nN,b,20\nS,a,5\nS,b,5\n",
    ] {
        leaves_out(
            rows,
            "region",
            "(region IS NULL AND kind IS NULL)",
            ("N: 30, S: 10", "has the sum of the others in `amount`"),
        );
    }
}

#[test]
fn subtotals_of_a_rollup_are_refused_since_an_empty_cell_alone_tells_nothing() {
    let rows = "region,kind,amount\nN,a,10\nN,b,20\nN,,30\nS,a,5\nS,b,6\nS,,11\n,,41\n";
    let said = refused("rows.csv", rows);
    assert!(
        said.contains("row 3 of `rows.csv`, which has nothing in `kind`, is the sum of the others with its `region`"),
        "{said}"
    );
}

#[test]
fn a_world_of_continents_and_countries_is_refused() {
    let rows = "entity,year,amount\nAfrica,2020,10\nAsia,2020,20\nWorld,2020,30\nMali,2020,10\nChina,2020,12\nJapan,2020,8\nAfrica,2021,11\nAsia,2021,25\nWorld,2021,36\nMali,2021,11\nChina,2021,15\nJapan,2021,10\n";
    let said = refused("rows.csv", rows);
    assert!(
        said.contains("row 3 of `rows.csv`, `World`, is half of what the others with its `year` add up to: some of them are totals of others"),
        "{said}"
    );
}

#[test]
fn rows_with_other_numbers_than_the_sums_of_their_groups_count() {
    for rows in [
        // Who sold without a name in one shop has what the others have.
        "shop,seller,amount\nA,x,10\nA,y,20\nA,,30\nB,x,5\nB,y,7\nB,,4\n",
        // One row beside is no sum.
        "dep,sex,amount\na,F,10\na,M,10\nb,F,7\nb,M,7\nc,F,9\nc,M,9\n",
        // The world has more than these regions in one year.
        "region,year,amount\nN,2020,10\nN,2021,20\nS,2020,5\nS,2021,5\nWorld,2020,15\nWorld,2021,26\n",
        // Half of all, and not of each year.
        "region,year,amount\nN,2020,1010\nN,2021,2020\nS,2020,505\nS,2021,507\nT,2020,1514\nT,2021,2528\n",
        // A number that is none of a sum.
        "region,year,price,amount\nN,2020,1.25,10\nN,2021,1.5,20\nS,2020,2.75,5\nS,2021,2.5,5\nWorld,2020,1.75,15\nWorld,2021,1.9,25\n",
    ] {
        let (_, text) = of_rows("rows.csv", rows);
        assert!(!text.contains("where:"), "{text}");
    }
}
