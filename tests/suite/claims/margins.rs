//! Whether claims hold, how far they are from turning, and what would turn them.

use super::claim;
use serde_json::{Value, json};

fn over(from: &str, sql: &str) -> Value {
    claim(&format!("from: {from}, sql: \"{sql}\""))
}

/// Truth, margin in English and the changes of the first way that turns it.
pub(super) fn standing(claim: &Value) -> (bool, String, Vec<String>) {
    let margin = &claim["margin"]["shown"]["en"];
    let margin = margin.as_str().unwrap_or_default();
    let steps = claim["turned_by"][0].as_array();
    let steps = steps.into_iter().flatten();
    let steps = steps.map(|step| step["change"].as_str().expect("a text").to_owned());
    let holds = claim["holds"].as_bool().expect("a truth value");
    (holds, margin.replace('\u{a0}', " "), steps.collect())
}

#[track_caller]
fn stands(claim: &Value, holds: bool, margin: &str, steps: &[&str]) {
    let (found, shown, changes) = standing(claim);
    assert_eq!(
        (found, shown.as_str(), changes),
        (
            holds,
            margin,
            steps.iter().map(ToString::to_string).collect()
        ),
        "{claim}"
    );
}

#[test]
fn who_is_first_is_so_by_the_distance_to_the_second() {
    let found = over(
        "by_account",
        "count(*) FILTER (WHERE account = 'a' AND downloads_rank = 1) = 1",
    );
    stands(
        &found,
        true,
        "20 downloads (20.0 percentage points)",
        &["a falls behind b"],
    );
    assert_eq!(found["margin"]["difference"], json!(20));
    assert_eq!(found["margin"]["unit"], json!("measure"));
    assert_eq!(found["margin"]["measure"], json!("downloads"));
    let found = over(
        "by_account",
        "count(*) FILTER (WHERE account = 'b' AND downloads_rank = 1) = 1",
    );
    stands(
        &found,
        false,
        "20 downloads (20.0 percentage points)",
        &["b passes a"],
    );
}

#[test]
fn a_place_is_held_by_the_lesser_distance_to_both_neighbours() {
    let at = |place: &str| {
        let sql = format!("count(*) FILTER (WHERE account = 'b' AND downloads_rank {place}) = 1");
        over("by_account", &sql)
    };
    let found = at("= 2");
    stands(
        &found,
        true,
        "15 downloads (15.0 percentage points)",
        &["b falls behind c"],
    );
    stands(
        &at("<= 2"),
        true,
        "15 downloads (15.0 percentage points)",
        &["b falls behind c"],
    );
    stands(
        &at("< 2"),
        false,
        "20 downloads (20.0 percentage points)",
        &["b passes a"],
    );
    stands(
        &at(">= 2"),
        true,
        "20 downloads (20.0 percentage points)",
        &["b passes a"],
    );
    stands(
        &at("= 4"),
        false,
        "25 downloads (25.0 percentage points)",
        &["b falls behind d"],
    );
    // The rank of one row may be read by an aggregate too.
    let found = over(
        "by_account",
        "max(downloads_rank) FILTER (WHERE account = 'b') < 3",
    );
    stands(
        &found,
        true,
        "15 downloads (15.0 percentage points)",
        &["b falls behind c"],
    );
}

#[test]
fn a_rank_within_a_group_is_measured_in_its_group() {
    let found = over(
        "by_kind_account",
        "count(*) FILTER (WHERE account = 'a' AND downloads_rank = 1) = 2",
    );
    // In y, a and b have 10 each: both are the first, until one of them has more.
    stands(
        &found,
        true,
        "0 downloads (0.0 percentage points)",
        &["y / a falls behind y / b"],
    );
    let found = over(
        "by_kind_account",
        "count(*) FILTER (WHERE kind = 'x' AND account = 'b' AND downloads_rank = 1) = 0",
    );
    // 20 of 75 against 40 of 75.
    stands(
        &found,
        true,
        "20 downloads (26.7 percentage points)",
        &["x / b passes x / a"],
    );
}

#[test]
fn a_place_of_equal_rows_is_held_by_each_of_them_and_by_nothing() {
    // In y, a and b have 10 each, and d has 5.
    let of = |account: &str, place: &str| {
        let sql = format!(
            "count(*) FILTER (WHERE kind = 'y' AND account = '{account}' AND downloads_rank {place}) = 1"
        );
        over("by_kind_account", &sql)
    };
    let level = "0 downloads (0.0 percentage points)";
    for (account, other) in [("a", "b"), ("b", "a")] {
        let falls = format!("y / {account} falls behind y / {other}");
        stands(&of(account, "= 1"), true, level, &[&falls]);
        stands(&of(account, "<= 1"), true, level, &[&falls]);
        stands(&of(account, "= 2"), false, level, &[&falls]);
        let behind = format!("y / {account} falls behind y / d");
        let least = "5 downloads (20.0 percentage points)";
        stands(&of(account, "<= 2"), true, least, &[&behind]);
        stands(&of(account, "= 3"), false, least, &[&behind]);
    }
    // The second place is that of one of both, though no row has it.
    let found = of("d", "<= 2");
    let least = "5 downloads (20.0 percentage points)";
    stands(&found, false, least, &["y / d passes y / b"]);
    stands(&of("d", "= 3"), true, least, &["y / d passes y / b"]);
}

#[test]
fn a_comparison_is_as_far_from_turning_as_its_sides_differ() {
    let found = over("by_account", "max(downloads_share) > 0.4");
    stands(
        &found,
        true,
        "10.0 percentage points",
        &["`max(downloads_share)` (50.00%) falls to 40.00%"],
    );
    assert_eq!(found["margin"]["unit"], json!("points"));
    let part = |name: &str| {
        found["margin"]["difference"][name]
            .as_i64()
            .expect("an integer")
    };
    assert_eq!(part("numerator") * 10, part("denominator"));
    let found = over("by_account", "0.6 < max(downloads_share)");
    stands(
        &found,
        false,
        "10.0 percentage points",
        &["`max(downloads_share)` (50.00%) rises above 60.00%"],
    );
    let found = over("by_account", "max(downloads) >= 2 * min(downloads)");
    stands(
        &found,
        true,
        "40 downloads",
        &["`max(downloads)` (50) falls below `2 * min(downloads)` (10)"],
    );
    let found = over("by_account", "sum(downloads) = 100");
    stands(
        &found,
        true,
        "1 (downloads)",
        &["`sum(downloads)` (100) is no longer 100"],
    );
    let found = over("by_account", "sum(downloads) <> 90");
    stands(
        &found,
        true,
        "10 downloads",
        &["`sum(downloads)` (100) comes to 90"],
    );
    let found = over("by_account", "max(downloads) / min(downloads) > 9.5");
    stands(
        &found,
        true,
        "0.50",
        &["`max(downloads) / min(downloads)` (10.00) falls to 9.50"],
    );
}

#[test]
fn a_claim_over_metrics_compares_them() {
    let found = claim("sql: \"of_x > of_y\"");
    stands(
        &found,
        true,
        "50.0 percentage points",
        &["`of_x` (75.00%) falls to `of_y` (25.00%)"],
    );
    let found = claim("sql: \"y >= 30\"");
    stands(&found, false, "5 downloads", &["`y` (25) rises to 30"]);
    assert_eq!(found["definition"], json!({"sql": "y >= 30"}));
}

#[test]
fn a_conjunction_turns_with_its_nearest_part_and_a_disjunction_with_all_that_hold() {
    let a = "max(downloads_share) > 0.4";
    let b = "min(downloads_share) < 0.08";
    let nearest = &["`min(downloads_share)` (5.00%) rises to 8.00%"];
    let found = over("by_account", &format!("{a} AND {b}"));
    stands(&found, true, "3.0 percentage points", nearest);
    let found = over("by_account", &format!("{a} OR {b}"));
    stands(
        &found,
        true,
        "10.0 percentage points",
        &[
            "`min(downloads_share)` (5.00%) rises to 8.00%",
            "`max(downloads_share)` (50.00%) falls to 40.00%",
        ],
    );
    // What does not hold: a conjunction needs all parts that fail, a disjunction the nearest.
    let found = over(
        "by_account",
        "max(downloads_share) > 0.7 AND min(downloads_share) > 0.1",
    );
    stands(
        &found,
        false,
        "20.0 percentage points",
        &[
            "`min(downloads_share)` (5.00%) rises above 10.00%",
            "`max(downloads_share)` (50.00%) rises above 70.00%",
        ],
    );
    let found = over(
        "by_account",
        "max(downloads_share) > 0.7 OR min(downloads_share) > 0.1",
    );
    stands(
        &found,
        false,
        "5.0 percentage points",
        &["`min(downloads_share)` (5.00%) rises above 10.00%"],
    );
    let found = over("by_account", &format!("NOT ({a} AND {b})"));
    stands(&found, false, "3.0 percentage points", nearest);
    let found = over(
        "by_account",
        &format!("NOT (({a} AND {b}) OR max(downloads) BETWEEN 60 AND 70)"),
    );
    stands(&found, false, "3.0 percentage points", nearest);
    let found = over("by_account", "max(downloads_share) BETWEEN 0.2 AND 0.51");
    stands(
        &found,
        true,
        "1.0 percentage points",
        &["`max(downloads_share)` (50.00%) rises above 51.00%"],
    );
    let found = over("by_account", "(max(downloads_share) > 0.4) IS TRUE");
    stands(
        &found,
        true,
        "10.0 percentage points",
        &["`max(downloads_share)` (50.00%) falls to 40.00%"],
    );
}

#[test]
fn a_count_of_rows_turns_with_the_rows_that_need_the_least_change() {
    let counted = |comparison: &str| {
        let sql = format!("count(*) FILTER (WHERE downloads_share > 0.12) {comparison}");
        over("by_account", &sql)
    };
    // Above 12 %: a 50, b 30, c 15; not d with 5.
    stands(
        &counted("= 3"),
        true,
        "3.0 percentage points",
        &["`downloads_share` of c (15.00%) falls to 12.00%"],
    );
    stands(
        &counted("> 3"),
        false,
        "7.0 percentage points",
        &["`downloads_share` of d (5.00%) rises above 12.00%"],
    );
    stands(
        &counted(">= 2"),
        true,
        "18.0 percentage points",
        &[
            "`downloads_share` of c (15.00%) falls to 12.00%",
            "`downloads_share` of b (30.00%) falls to 12.00%",
        ],
    );
    stands(
        &counted("< 3"),
        false,
        "3.0 percentage points",
        &["`downloads_share` of c (15.00%) falls to 12.00%"],
    );
    // No more than four rows can be counted: one more would have to come.
    stands(&counted("> 4"), false, "2 rows", &["there are 2 rows more"]);
    // As many as there are rows: what they are does not change.
    let found = over(
        "by_account",
        "count(*) FILTER (WHERE downloads_share > 0.04) = count(DISTINCT account)",
    );
    stands(
        &found,
        true,
        "1.0 percentage points",
        &["`downloads_share` of d (5.00%) falls to 4.00%"],
    );
    // Rows that no number decides.
    let found = over("by_account", "count(*) = 4");
    stands(&found, true, "1 row", &["there is 1 row more or fewer"]);
    let found = over("by_account", "count(*) FILTER (WHERE account = 'q') >= 2");
    stands(&found, false, "2 rows", &["there are 2 rows more"]);
}

#[test]
fn a_row_condition_on_what_a_row_is_cannot_turn() {
    let found = over(
        "by_account",
        "count(*) FILTER (WHERE downloads_share > 0.02 AND account IN ('a', 'b')) = 2",
    );
    stands(
        &found,
        true,
        "28.0 percentage points",
        &["`downloads_share` of b (30.00%) falls to 2.00%"],
    );
    let found = claim(
        "from: by_account, where: \"account <> 'a'\", sql: \"count(*) FILTER (WHERE downloads > 20) = 1\"",
    );
    // Of b, c and d; d would have to gain 15, c 5, b to lose 10.
    stands(
        &found,
        true,
        "5 downloads",
        &["`downloads` of c (15) rises above 20"],
    );
}

#[test]
fn where_no_margin_can_be_derived_the_reason_stands() {
    let reason = |sql: &str, from: &str| {
        let found = over(from, sql);
        assert_eq!(found["margin"], Value::Null, "{found}");
        found["no_margin"].as_str().expect("a reason").to_owned()
    };
    assert_eq!(
        reason("max(account) = 'd'", "by_account"),
        "`max(account) = 'd'` compares no numbers"
    );
    assert_eq!(
        reason(
            "max(account) LIKE 'd%' AND max(downloads) > 3",
            "by_account"
        ),
        "`max(account) LIKE 'd%'` compares no numbers"
    );
    assert_eq!(
        reason(
            "max(downloads) > 40 AND max(downloads_share) > 0.4",
            "by_account"
        ),
        "its parts have different units"
    );
    assert_eq!(
        reason(
            "count(*) FILTER (WHERE account = 'b' AND downloads_rank <= 2) = 1",
            "first"
        ),
        "the breakdown keeps no row next to b"
    );
    // Both parts still say what each of them takes.
    let found = over(
        "by_account",
        "max(downloads) > 40 AND max(downloads_share) > 0.4",
    );
    let ways = found["turned_by"].as_array().expect("ways");
    assert_eq!(ways.len(), 2);
}

#[test]
fn ranks_and_shares_are_compared_in_points() {
    let found = over(
        "by_account",
        "count(*) FILTER (WHERE account = 'a' AND downloads_rank = 1) = 1 AND max(downloads_share) > 0.45",
    );
    stands(
        &found,
        true,
        "5.0 percentage points",
        &["`max(downloads_share)` (50.00%) falls to 45.00%"],
    );
}
