//! `hfreport new` on numbers with more digits than a float or 64 bits keep: each is exact, or a text of which it says why.

use super::{begun, drafted, said};
use crate::fixture::Project;
use polars::prelude::{
    Column, DataFrame, Int128Chunked, IntoColumn, IntoSeries, NewChunkedArray, ParquetWriter,
};

#[test]
fn numbers_with_a_fraction_that_no_float_keeps_are_decimals() {
    for rows in [
        "region,amount\nN,9000000000000000000.5\nS,9000000000000000001.25\n",
        "region;amount\nN;9000000000000000000,5\nS;9000000000000000001,25\n",
        "region;amount\nN;9 000 000 000 000 000 000,5\nS;9 000 000 000 000 000 001,25\n",
        "region;amount\nN;9000000000000000000,5\nS;9000000000000000001,25\nTotal;18000000000000000001,75\n",
    ] {
        let (text, amounts, _) = drafted(rows, "region");
        assert!(
            text.contains("amount: {type: decimal(2), min: 0}"),
            "{text}"
        );
        assert_eq!(
            amounts,
            "S: 9000000000000000001.25, N: 9000000000000000000.50"
        );
    }
}

#[test]
fn amounts_that_no_type_holds_are_said() {
    let beyond = "such as `18446744073709551615`, and is read as texts: if they are amounts, write `amount: {type: decimal(1)}`";
    let wide = "and is read as texts: with more than 38 digits nothing computes";
    let digits = "9".repeat(40);
    for (name, rows, told) in [
        (
            "sales.csv",
            "region,amount\nN,18446744073709551615\nS,5\n".to_owned(),
            beyond,
        ),
        (
            "sales.json",
            r#"[{"region": "N", "amount": 18446744073709551615}, {"region": "S", "amount": 5}]"#
                .to_owned(),
            beyond,
        ),
        (
            "sales.csv",
            format!("region,amount\nN,{digits}\nS,5\n"),
            wide,
        ),
        (
            "sales.ndjson",
            format!(
                "{{\"region\": \"N\", \"amount\": {digits}}}\n{{\"region\": \"S\", \"amount\": 5}}\n"
            ),
            wide,
        ),
    ] {
        let project = Project::new().file(name, rows);
        let said = said(&project, name);
        assert!(
            said.contains(
                "note: rows are counted: `amount` has numbers that no integer of 64 bits holds"
            ),
            "{said}"
        );
        assert!(said.contains(told), "{said}");
    }
    // Texts of a format with types are no numbers.
    let texts = r#"[{"region": "N", "amount": "0.1"}, {"region": "S", "amount": ".2"}]"#;
    let project = Project::new().file("sales.json", texts);
    let found = said(&project, "sales.json");
    assert!(!found.contains("64 bits"), "{found}");
    // An id is a text like others.
    let project = Project::new().file(
        "sales.csv",
        "id,shop\n18446744073709551615,a\n18446744073709551616,b\n18446744073709551617,a\n",
    );
    let said = said(&project, "sales.csv");
    assert!(!said.contains("64 bits"), "{said}");
}

/// A Parquet file with a column of amounts.
fn parquet(amounts: Column) -> Vec<u8> {
    let regions = Column::new("region".into(), ["N", "S"]);
    let mut frame = DataFrame::new(2, vec![regions, amounts]).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

fn decimals(units: [i128; 2], scale: usize) -> Column {
    let units = Int128Chunked::from_slice("amount".into(), &units);
    units
        .into_decimal_unchecked(38, scale)
        .into_series()
        .into_column()
}

#[test]
fn amounts_of_parquet_beyond_64_bits_are_said_and_no_digit_of_a_text_is_made_up() {
    for amounts in [
        Column::new("amount".into(), [u64::MAX, 5]),
        decimals([18_446_744_073_709_551_615, 5], 0),
    ] {
        let project = Project::new().file("sales.parquet", parquet(amounts));
        let said = said(&project, "sales.parquet");
        let told = "such as `18446744073709551615`, and is read as texts";
        assert!(said.contains(told), "{said}");
    }
    let amounts = decimals([1_234_567_890_123_456_789_012, 500], 2);
    let project = Project::new().file("sales.parquet", parquet(amounts));
    begun(&project, &["sales.parquet", "--locale", "en"]);
    let page = project.read("bundle/report.md");
    let written = "(12,345,678.9\u{a0}trillion of 12,345,678,901,234,567,895.12)";
    assert!(page.contains(written), "{page}");
}
