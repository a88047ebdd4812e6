//! The change from month to month of the report that ships. The answers were worked out from the same files with another engine.

use crate::fixture::{Project, hfreport, home};
use serde_json::{Value, json};
use std::sync::OnceLock;

const SPEC: &str = "reports/base/hub_downloads.yaml";
const MONTHS: [&str; 3] = ["2025-10-01", "2025-11-01", "2025-12-01"];

/// The numbers of the three months, each made after the one before.
fn months() -> &'static [Value; 3] {
    static MADE: OnceLock<[Value; 3]> = OnceLock::new();
    MADE.get_or_init(made)
}

fn made() -> [Value; 3] {
    let project = Project::new();
    let folder = |month: &str| project.folder().join(month).display().to_string();
    let mut before: Option<String> = None;
    MONTHS.map(|month| {
        let setting = format!("snapshot={month}");
        let out = folder(month);
        let mut arguments = vec![
            "run", SPEC, "--quiet", "--format", "json", "--set", &setting,
        ];
        arguments.extend(["--out", &out]);
        if let Some(before) = &before {
            arguments.extend(["--previous", before]);
        }
        hfreport(&home(), &arguments).fine();
        before = Some(out);
        let text = project.read(&format!("{month}/report.json"));
        serde_json::from_str(&text).expect("a report")
    })
}

/// The row of a code.
fn row(report: &Value, breakdown: &str, code: &str) -> Value {
    let rows = report["breakdowns"][breakdown]["rows"].as_array();
    let rows = rows.expect("rows");
    let row = rows.iter().find(|row| row["codes"] == json!([code]));
    row.unwrap_or_else(|| panic!("no {code}")).clone()
}

fn share(numerator: i64, denominator: i64) -> Value {
    json!({"numerator": numerator, "denominator": denominator})
}

#[test]
fn ten_metrics_and_ten_ranks_of_november_are_held_against_october() {
    let [october, november, _] = months();
    assert_eq!(october["previous"], Value::Null);
    assert_eq!(november["previous"], "2025-10-01");
    let (all, before) = (37_486_451_971, 36_450_707_797);
    let (sized, sized_before) = (36_325_902_433, 35_333_543_289);
    for (name, previous, now) in [
        ("all_models", json!(72_423), json!(73_783)),
        ("all_downloads", json!(before), json!(all)),
        ("sized_models", json!(11_263), json!(11_659)),
        (
            "large_downloads",
            json!(2_655_669_077_i64),
            json!(2_804_610_915_i64),
        ),
        (
            "language_bearing_downloads",
            json!(24_592_908_565_i64),
            json!(25_302_761_632_i64),
        ),
        (
            "downloads_share_of_hub",
            share(before, 45_438_836_957),
            share(all, 46_801_255_190),
        ),
        (
            "encoders_share",
            share(16_403_183_044, before),
            share(16_800_747_370, all),
        ),
        (
            "sized_share",
            share(sized_before, before),
            share(sized, all),
        ),
        (
            "under_100m",
            share(14_192_071_000, sized_before),
            share(14_545_960_290, sized),
        ),
        (
            "under_1b",
            share(32_677_874_212, sized_before),
            share(33_521_291_518, sized),
        ),
    ] {
        let metric = &november["metrics"][name];
        assert_eq!(metric["previous"], previous, "{name}");
        assert_eq!(metric["value"], now, "{name}");
        assert_eq!(october["metrics"][name]["value"], previous, "{name}");
    }
    // Downloads and rank before and now.
    for (entity, [previous, rank_before], [now, rank]) in [
        ("Google", [5_359_635_595_i64, 1], [5_525_036_243_i64, 1]),
        ("OpenAI", [2_663_745_866, 5], [2_769_546_256, 4]),
        ("Hugging Face", [2_663_995_851, 4], [2_715_735_180, 5]),
        ("Mistral AI", [183_582_291, 25], [188_405_229, 24]),
        ("Manuel Romero", [183_832_291, 24], [187_964_040, 25]),
        ("Salesforce", [182_832_287, 28], [186_853_316, 26]),
        ("NVIDIA", [148_326_304, 34], [158_740_142, 30]),
        ("TheBloke", [149_326_303, 30], [153_025_255, 32]),
        ("Deepseek", [99_928_156, 42], [108_035_272, 40]),
        ("Patrick John Chia", [91_150_000, 46], [92_424_621, 48]),
    ] {
        let found = row(november, "by_entity", entity);
        let cells = |cells: &Value| [cells[0].clone(), cells[2].clone()];
        assert_eq!(
            cells(&found["previous"]),
            [json!(previous), json!(rank_before)],
            "{entity}"
        );
        assert_eq!(
            cells(&found["values"]),
            [json!(now), json!(rank)],
            "{entity}"
        );
        assert_eq!(found["previous"][1], share(previous, before), "{entity}");
    }
    assert_eq!(november["breakdowns"]["by_entity"]["left"], Value::Null);
}

#[test]
fn december_tells_what_was_put_into_the_projection() {
    let [_, _, december] = months();
    // Alibaba passes Meta among models of a billion parameters and more, one entity comes and one goes.
    for (entity, previous, now) in [
        ("Alibaba", (597_525_268_i64, 2), (670_767_092_i64, 1)),
        ("Meta", (633_986_896, 1), (652_391_462, 2)),
    ] {
        let found = row(december, "large_by_entity", entity);
        let [before, after] = [&found["previous"], &found["values"]];
        assert_eq!(
            [&before[0], &before[2]],
            [&json!(previous.0), &json!(previous.1)]
        );
        assert_eq!([&after[0], &after[2]], [&json!(now.0), &json!(now.1)]);
    }
    let left = &december["breakdowns"]["by_entity"]["left"];
    let codes: Vec<&Value> = left
        .as_array()
        .expect("rows")
        .iter()
        .map(|it| &it["codes"])
        .collect();
    assert_eq!(codes, [&json!(["colbert-ir"])]);
    let rows = december["breakdowns"]["by_entity"]["rows"]
        .as_array()
        .expect("rows");
    let new = rows.iter().filter(|row| row["previous"].is_null());
    let new: Vec<&Value> = new.collect();
    assert_eq!(new.len(), 1);
    assert_eq!(new[0]["values"][0], json!(74_583_871));
}
