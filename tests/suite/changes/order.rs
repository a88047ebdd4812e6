//! Rows of a breakdown in the order of a column of change.

use super::{SPEC, both, project, report};
use serde_json::Value;

/// The codes of the rows of a month, in their order.
fn order(spec: &str, breakdown: &str, month: &str) -> Vec<String> {
    let project = project(spec);
    both(&project);
    let rows = report(&project, month)["breakdowns"][breakdown]["rows"].clone();
    let rows = rows.as_array().expect("rows").iter();
    let code = |row: &Value| row["codes"][0].as_str().unwrap_or("–").to_owned();
    rows.filter(|row| row["kind"] != "total")
        .map(code)
        .collect()
}

fn sorted_by(column: &str) -> String {
    let sort = format!("total: true, sort: {{by: {column}}}");
    SPEC.replacen("total: true", &sort, 1)
}

#[test]
fn the_greatest_rise_comes_first_and_what_is_new_last() {
    // Ada 600 to 630, Bo 250 to 230, Di 50 to 260; Eve is new.
    for (column, wanted) in [
        ("downloads_change", ["Di", "Ada", "Bo", "Eve"]),
        ("downloads_growth", ["Di", "Ada", "Bo", "Eve"]),
        // 50/1000 to 260/1200, 600/1000 to 630/1200, 250/1000 to 230/1200.
        ("downloads_share_change", ["Di", "Bo", "Ada", "Eve"]),
        ("downloads_previous", ["Ada", "Bo", "Di", "Eve"]),
        // First to first, fourth to second, second to third.
        ("downloads_rank_change", ["Di", "Ada", "Bo", "Eve"]),
        ("downloads_rank_previous", ["Ada", "Bo", "Di", "Eve"]),
    ] {
        assert_eq!(
            order(&sorted_by(column), "by_maker", "2025-11-01"),
            wanted,
            "{column}"
        );
    }
}

#[test]
fn the_first_period_is_in_the_order_of_the_first_measure() {
    let found = order(&sorted_by("downloads_change"), "by_maker", "2025-10-01");
    assert_eq!(found, ["Ada", "Bo", "Cy", "Di"]);
}

#[test]
fn others_stay_last() {
    let keep = "keep: {maker: {top: 2}}, sort: {by: downloads_change}";
    let spec = SPEC.replacen("total: true", keep, 1);
    // Di was among others in October, so that neither it nor the others have a change.
    assert_eq!(order(&spec, "by_maker", "2025-11-01"), ["Ada", "Di", "–"]);
}

#[test]
fn what_cannot_order_rows_is_told_with_what_can() {
    let problems = |change: &str| {
        let spec = SPEC.replacen("total: true", change, 1);
        project(&spec).problems()
    };
    let told = problems("sort: {by: downloads_share}");
    assert!(
        told.contains("rows are not ordered by the column `downloads_share`; there are `downloads`, `downloads_previous`, `downloads_change`"),
        "{told}"
    );
    let told = problems("cumulative: true, sort: {by: downloads_change}");
    assert!(told.contains("cumulative shares"), "{told}");
    let told = problems("sort: {by: downloads_chang}");
    assert!(told.contains("there is only `downloads`"), "{told}");
    // Without periods nothing has changed.
    let spec = SPEC.replacen("total: true", "sort: {by: downloads_change}", 1);
    let from = spec.find("periods:").expect("periods");
    let until = spec.find("guards:").expect("guards");
    let behind = spec.find("sources:").expect("sources");
    assert!(until < behind);
    let told = project(&format!("{}{}", &spec[..from], &spec[behind..])).problems();
    assert!(told.contains("come with `periods`"), "{told}");
}
