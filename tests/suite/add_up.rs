//! Shares that add up: largest remainder, in groups, in every output, and what is refused.

use crate::fixture::{Computed, Project};
use hfreport::results::{Key, Value};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn spec(breakdown: &str, rest: &str) -> String {
    format!(
        r#"
version: 1
locales: [fr, en]
title: Report
sources:
  rows:
    path: rows.csv
    columns:
      account: {{type: string, nullable: true}}
      kind: {{type: string, nullable: true}}
      downloads: {{type: integer}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "count(*)"}}
breakdowns:
  it: {{{breakdown}}}
{rest}
allow: [HF0308]
"#
    )
}

const TABLE: &str = "sections: [{table: it}]";

/// Three accounts with a third each.
const THIRDS: &str = "account,kind,downloads\nc,x,5\na,x,5\nb,y,5\n";

fn computed(breakdown: &str, rows: &str) -> Computed {
    let project = Project::of(&spec(breakdown, TABLE));
    project.file("rows.csv", rows).results()
}

/// What a column prints, in units of its last digit, with its exact fraction, by row.
fn units(results: &Computed, column: &str) -> Vec<(Vec<Key>, i128, [i128; 2])> {
    let frame = &results.executed.results.frames["it"];
    let column = frame.column(column).expect("a column");
    let rows = frame.rows.iter().filter_map(|row| match row.value(column) {
        Some(Value::Rounded(share)) => {
            let exact = [share.exact.numerator, share.exact.denominator];
            Some((row.keys.clone(), share.printed.numerator, exact))
        }
        Some(Value::Null) => None,
        other => panic!("{other:?}"),
    });
    rows.collect()
}

fn printed(results: &Computed, column: &str) -> Vec<i128> {
    let units = units(results, column).into_iter();
    units.map(|(_, units, _)| units).collect()
}

#[test]
fn three_thirds_are_a_hundred() {
    for (add_up, wanted) in [
        ("true", [334, 333, 333]),
        ("0", [34, 33, 33]),
        ("1", [334, 333, 333]),
        ("2", [3334, 3333, 3333]),
        ("6", [33_333_334, 33_333_333, 33_333_333]),
    ] {
        let breakdown = format!("by: account, measures: [downloads], add_up: {add_up}");
        let results = computed(&breakdown, THIRDS);
        assert_eq!(printed(&results, "downloads_share"), wanted, "{add_up}");
    }
    // Each is rounded by itself unless it is asked for.
    let results = computed("by: account, measures: [downloads], add_up: false", THIRDS);
    let frame = &results.executed.results.frames["it"];
    let share = frame.column("downloads_share").expect("a column");
    let of_first = frame.rows[0].value(share);
    assert!(matches!(of_first, Some(Value::Ratio(_))), "{of_first:?}");
}

#[test]
fn the_largest_remainders_are_rounded_up_and_ties_go_to_the_first_code() {
    // 47.083, 20.416, 16.25 and 16.25 %: two tenths are missing to 100, and the remainders are .83, .16, .5 and .5.
    let rows = "account,kind,downloads\nd,x,113\nc,x,39\nb,x,39\na,x,49\n";
    let results = computed("by: account, measures: [downloads], add_up: true", rows);
    assert_eq!(printed(&results, "downloads_share"), [471, 204, 163, 162]);
}

#[test]
fn many_tiny_shares_add_up_too() {
    // 0.05 % each: the first thousand by their code have the tenths.
    let mut rows = "account,kind,downloads\n".to_owned();
    for at in 0..2000 {
        rows.push_str(&format!("m{at:04},x,1\n"));
    }
    let results = computed(
        "by: account, measures: [downloads], sort: key, add_up: true",
        &rows,
    );
    let printed_ = printed(&results, "downloads_share");
    assert_eq!(printed_.iter().sum::<i128>(), 1000);
    assert!(printed_[..1000].iter().all(|units| *units == 1));
    assert!(printed_[1000..].iter().all(|units| *units == 0));
    // Of 9,993 and seven times 1 the last tenth goes to 99.93 %.
    let tiny: String = (0..7).map(|at| format!("t{at},x,1\n")).collect();
    let rows = format!("account,kind,downloads\nlarge,x,9993\n{tiny}");
    let results = computed("by: account, measures: [downloads], add_up: true", &rows);
    assert_eq!(
        printed(&results, "downloads_share"),
        [1000, 0, 0, 0, 0, 0, 0, 0]
    );
}

#[test]
fn others_and_missing_rows_are_part_of_the_sum() {
    let rows = "account,kind,downloads\na,x,1\nb,x,1\n,x,1\nc,x,1\nd,x,1\ne,x,1\nf,x,1\n";
    let results = computed(
        "by: account, measures: [downloads], keep: {account: {top: 2}}, total: true, cumulative: true, add_up: 0",
        rows,
    );
    let found = units(&results, "downloads_share");
    let keys: Vec<&Key> = found.iter().map(|(keys, ..)| &keys[0]).collect();
    assert!(keys.contains(&&Key::Others), "{keys:?}");
    assert!(keys.contains(&&Key::Missing), "{keys:?}");
    assert_eq!(found.iter().map(|(_, units, _)| units).sum::<i128>(), 100);
    // A cumulative share is the sum of what stands above it.
    let cumulative = printed(&results, "downloads_cumulative");
    let mut so_far = 0;
    for ((_, units, _), cumulative) in found.iter().zip(&cumulative) {
        so_far += units;
        assert_eq!(*cumulative, so_far);
    }
    assert_eq!(so_far, 100);
}

#[test]
fn each_group_adds_up() {
    let rows = "account,kind,downloads\na,x,1\nb,x,1\nc,x,1\na,y,1\nb,y,5\nc,z,0\n";
    let results = computed(
        "by: [kind, account], measures: [downloads, models], within: kind, add_up: true",
        rows,
    );
    let of_group = |column| {
        let mut groups: BTreeMap<String, Vec<i128>> = BTreeMap::new();
        for (keys, units, _) in units(&results, column) {
            let group = keys[0].code().expect("a code").to_owned();
            groups.entry(group).or_default().push(units);
        }
        groups
    };
    let wanted = [("x", vec![334, 333, 333]), ("y", vec![833, 167])];
    let wanted = wanted.map(|(group, units)| (group.to_owned(), units));
    // Nothing is downloaded in z: there is no whole.
    assert_eq!(of_group("downloads_share"), BTreeMap::from(wanted));
    assert_eq!(of_group("models_share")["z"], [1000]);
    assert_eq!(of_group("models_share")["y"], [500, 500]);
}

#[test]
fn mentions_of_a_list_add_up_and_its_rows_do_not() {
    let list = |share_of: &str| {
        let spec = spec(
            &format!("by: tag, measures: [models], share_of: {share_of}, add_up: true"),
            &format!("dimensions:\n  tag: {{explode: tags}}\n{TABLE}"),
        );
        let spec = spec.replace(
            "      downloads: {type: integer}",
            "      downloads: {type: integer}\n      tags: {type: \"list<string>\"}",
        );
        let row = |tags: &str| {
            format!("{{\"account\": \"a\", \"kind\": \"x\", \"downloads\": 1, \"tags\": {tags}}}")
        };
        let rows = [r#"["t", "u"]"#, r#"["t", "v"]"#, r#"["t", "u", "v"]"#].map(row);
        Project::of(&spec.replace("rows.csv", "rows.json"))
            .file("rows.json", format!("[{}]", rows.join(",")))
    };
    let results = list("mentions").results();
    // 3, 2 and 2 of 7 mentions: 42.857, 28.571 and 28.571 %, and two tenths are missing.
    assert_eq!(printed(&results, "models_share"), [428, 286, 286]);
    for share_of in ["valid", "rows"] {
        let problems = list(share_of).problems();
        assert!(problems.contains("error[HF0326]"), "{problems}");
        assert!(problems.contains("share_of: mentions"), "{problems}");
    }
}

#[test]
fn what_cannot_add_up_is_refused() {
    for (breakdown, told) in [
        (
            "by: [kind, account], measures: [downloads], add_up: true",
            "it has no shares",
        ),
        (
            "by: account, measures: [downloads], keep: {account: {top: 1, other: drop}}, add_up: true",
            "are dropped (`other: drop`)",
        ),
    ] {
        let project = Project::of(&spec(breakdown, TABLE)).file("rows.csv", THIRDS);
        let problems = project.problems();
        assert!(problems.contains("error[HF0326]"), "{problems}");
        assert!(problems.contains(told), "{problems}");
    }
    let breakdown = "by: account, measures: [downloads], add_up: 7";
    let problems = Project::of(&spec(breakdown, TABLE)).problems();
    assert!(problems.contains("expected at most 6"), "{problems}");
    let rows = "account,kind,downloads\na,x,5\nb,x,-1\n";
    let breakdown = "by: account, measures: [downloads], add_up: true";
    let project = Project::of(&spec(breakdown, TABLE)).file("rows.csv", rows);
    let problems = project.problems();
    assert!(problems.contains("error[HF0326]"), "{problems}");
    assert!(
        problems.contains("`downloads_share` of b is below zero"),
        "{problems}"
    );
    assert!(problems.contains("spec.yaml:16"), "{problems}");
}

#[test]
fn every_output_has_the_same_digits_and_says_so() {
    let rest = r#"charts:
  bars: {data: it, type: bar, x: downloads_share, y: account}
  parts: {data: parts, type: normalized_bar, x: downloads, y: kind, color: account}
  tree: {data: it, type: treemap, levels: [account], value: downloads}
metrics:
  largest: {from: it, sql: "max(downloads_share)"}
sections:
  - text:
      fr: "{% for row in it %}{{ row.account }} {{ row.downloads_share|percent }} {% endfor %}; {{ it|shares('account') }}; {{ (it[0].downloads_share + it[1].downloads_share)|percent }}"
      en: "{% for row in it %}{{ row.account }} {{ row.downloads_share|percent }} {% endfor %}; {{ it|shares('account') }}; {{ (it[0].downloads_share + it[1].downloads_share)|percent }}; {{ formatted.largest }}"
  - table: it
  - chart: bars
  - chart: parts
  - chart: tree"#;
    let spec = spec(
        "by: account, measures: [downloads], total: true, add_up: true",
        rest,
    )
    .replace(
        "  it: {",
        "  parts: {by: [kind, account], measures: [downloads], within: kind, add_up: 0}\n  it: {",
    );
    let rows = "account,kind,downloads\nc,x,5\na,x,5\nb,x,5\nc,y,5\na,y,5\nb,y,5\n";
    let project = Project::of(&spec).file("rows.csv", rows);
    let run = [
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "html,markdown,json,csv",
        "--quiet",
    ];
    project.hfreport(&run).fine();
    let english = project.read("out/report.en.md").replace('\u{a0}', " ");
    let text = "a 33.4% b 33.3% c 33.3% ; a (33.4%), b (33.3%), and c (33.3%); 66.7%; 33.3%";
    assert!(english.contains(text), "{english}");
    for line in [
        "| a | 10 | 33.4% | 1 |",
        "| b | 10 | 33.3% |",
        "| c | 10 | 33.3% |",
        "| **Total** | **30** | **100.0%** |",
    ] {
        assert!(english.contains(line), "{line}: {english}");
    }
    for line in [
        "\nShares rounded so that they add up to 100%.\n",
        "Shares rounded so that they add up to 100%.\n\n**Figure 2: ",
        "Shares rounded so that they add up to 100%.\n\n**Figure 3: ",
        "Shares rounded so that they add up to 100%.\n\n---\n",
        "Largest: a (10, 33.4%), then b and c (level, 10, 33.3%).",
    ] {
        assert!(english.contains(line), "{line}: {english}");
    }
    let french = project.read("out/report.md");
    assert!(
        french.contains("Parts arrondies de sorte que leur somme soit 100\u{202f}%"),
        "{french}"
    );
    assert!(
        french.contains("a (33,4\u{202f}%), b (33,3\u{202f}%) et c (33,3\u{202f}%)"),
        "{french}"
    );
    let csv = project.read("out/tables/it.csv");
    assert!(csv.contains("a,10,0.334,1\n"), "{csv}");
    assert!(csv.contains("c,10,0.333,1\n"), "{csv}");
    let report: serde_json::Value =
        serde_json::from_str(&project.read("out/report.json")).expect("JSON");
    let it = &report["breakdowns"]["it"];
    assert_eq!(it["definition"]["add_up"], 1);
    // Exact integers stay beside what is printed.
    let share = &it["rows"][0]["values"][1];
    assert_eq!(
        (&share["numerator"], &share["denominator"]),
        (&10.into(), &30.into())
    );
    assert_eq!(it["rows"][0]["shown"]["en"][1], "33.4%");
    assert_eq!(it["rows"][2]["shown"]["fr"][1], "33,3\u{202f}%");
    // Second steps compute with exact shares.
    let largest = &report["metrics"]["largest"]["value"];
    assert_eq!(
        (&largest["numerator"], &largest["denominator"]),
        (&10.into(), &30.into())
    );
    // 33, 33 and 34 % of each kind in the drawing, and in the definition of a number what was done.
    let page = project.read("out/index.en.html");
    for written in ["34%", "33%", "<dt>Rounding"] {
        assert!(page.contains(written), "{written}: {page}");
    }
}

#[test]
fn equal_shares_are_level_though_their_digits_differ() {
    let rest = "sections: [{text: \"{{ it|leaders('downloads_share')|shares('account') }}\"}]";
    let breakdown = "by: account, measures: [downloads], add_up: true";
    let spec = spec(breakdown, rest).replace("locales: [fr, en]", "locales: [en]");
    let project = Project::of(&spec).file("rows.csv", THIRDS);
    let run = [
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "markdown",
        "--quiet",
    ];
    project.hfreport(&run).fine();
    let text = project.read("out/report.md");
    assert!(
        text.contains("a (33.4%), b (33.3%), and c (33.3%)"),
        "{text}"
    );
}

#[test]
fn other_decimals_are_refused_where_they_are_written() {
    let text = |text: &str, add_up: &str| {
        let breakdown = format!("by: account, measures: [downloads], add_up: {add_up}");
        let rest = format!("sections: [{{text: {}}}]", serde_json::Value::from(text));
        let spec = spec(&breakdown, &rest).replace("locales: [fr, en]", "locales: [en]");
        let project = Project::of(&spec).file("rows.csv", THIRDS);
        project.hfreport(&["check", "spec.yaml", "--deny", "warnings"])
    };
    for (written, add_up, told) in [
        (
            "{{ it[0].downloads_share|percent(2) }}",
            "true",
            "`percent` writes 2 decimals, and `it[0].downloads_share` is rounded to 1",
        ),
        (
            "{{ it[0].downloads_share|percent }}",
            "0",
            "`percent` writes 1 decimal, and",
        ),
        (
            "{% for row in it %}{{ row.downloads_share|percent(0) }}{% endfor %}",
            "true",
            "writes 0 decimals",
        ),
        (
            "{{ it|shares('account', 'downloads_share', 2) }}",
            "1",
            "`shares` writes 2 decimals, and `downloads_share` is rounded to 1",
        ),
        (
            "{{ it|shares('account') }}",
            "0",
            "`shares` writes 1 decimal",
        ),
        (
            "{{ (it[0].downloads_share + it[1].downloads_share)|percent(2) }}",
            "true",
            "writes 2 decimals",
        ),
        (
            "{{ it|map(attribute='downloads_share')|map('percent', 2)|join(', ') }}",
            "true",
            "writes 2 decimals",
        ),
    ] {
        let outcome = text(written, add_up);
        assert!(
            outcome.stderr.contains("error[HF0327]"),
            "{written}: {}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains(told),
            "{written}: {}",
            outcome.stderr
        );
    }
    for (written, add_up) in [
        ("{{ it[0].downloads_share|percent(1) }}", "true"),
        (
            "{{ it[0].downloads_share|percent(0) }} {{ it|shares('account', 'downloads_share', 0) }}",
            "0",
        ),
        (
            "{{ (it[0].downloads_share - it[1].downloads_share)|points(1) }}",
            "true",
        ),
        ("{{ it[0].downloads_share|percent(2) }}", "2"),
    ] {
        text(written, add_up).fine();
    }
}

#[test]
fn a_comparison_shows_what_was_printed_and_names_the_rounding() {
    let of = |add_up: &str| {
        spec(
            &format!("by: account, measures: [downloads], add_up: {add_up}"),
            TABLE,
        )
    };
    let project = Project::of(&of("true")).file("rows.csv", THIRDS);
    let run = |out: &str| {
        let run = [
            "run",
            "spec.yaml",
            "--out",
            out,
            "--format",
            "json",
            "--quiet",
        ];
        project.hfreport(&run).fine();
    };
    run("one");
    project.write("rows.csv", THIRDS.replace("b,y,5", "b,y,6"));
    run("two");
    let compared = project.hfreport(&["compare", "one", "two"]).fine().stdout;
    // 5, 5, 6 of 16: 31.25, 31.25, 37.5 %: the last tenth goes to a.
    assert!(compared.contains("33.3%"), "{compared}");
    assert!(compared.contains("37.5%"), "{compared}");
    assert!(compared.contains("33.4%  →  31.3%"), "{compared}");
    assert!(compared.contains("33.3%  →  31.2%"), "{compared}");
    project.write("spec.yaml", of("false"));
    run("three");
    let compared = project.hfreport(&["compare", "two", "three"]).fine().stdout;
    assert!(compared.contains("breakdown it"), "{compared}");
}

#[test]
fn a_published_share_is_held_against_what_is_printed() {
    let breakdown = "by: account, measures: [downloads], add_up: true";
    let figures = |of_a: &str, whole: &str| {
        format!(
            "spec: spec.yaml\nfigures:\n- {{id: a, printed: {of_a}, cell: {{of: it, at: {{account: a}}, read: downloads_share}}}}\n- {{id: b, printed: {whole}, cell: {{of: it, at: {{account: b}}, read: downloads_share}}}}\n"
        )
    };
    let rest = format!("published: figures.yaml\n{TABLE}");
    let project = Project::of(&spec(breakdown, &rest)).file("rows.csv", THIRDS);
    project.write("figures.yaml", figures("33.4 %", "33 %"));
    project.hfreport(&["verify", "spec.yaml"]).fine();
    project.write("figures.yaml", figures("33.3 %", "33 %"));
    let outcome = project.hfreport(&["verify", "spec.yaml"]);
    assert!(outcome.stdout.contains("DIFFERENT"), "{}", outcome.stdout);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn printed_shares_are_a_hundred_near_the_exact_ones_and_in_their_order(
        downloads in prop::collection::vec((0..4_u8, 0..400_u32), 1..80),
        decimals in 0..4_u32,
        top in 1..40_usize,
    ) {
        let mut rows = "account,kind,downloads\n".to_owned();
        for (at, (kind, downloads)) in downloads.iter().enumerate() {
            rows.push_str(&format!("m{at},k{kind},{downloads}\n"));
        }
        let breakdown = format!(
            "by: [kind, account], measures: [downloads], within: kind, keep: {{account: {{top: {top}, per: parent}}}}, add_up: {decimals}"
        );
        let results = computed(&breakdown, &rows);
        let whole = 100 * 10_i128.pow(decimals);
        let mut groups: BTreeMap<Key, Vec<(i128, [i128; 2])>> = BTreeMap::new();
        for (keys, units, exact) in units(&results, "downloads_share") {
            groups.entry(keys[0].clone()).or_default().push((units, exact));
        }
        for rows in groups.values() {
            prop_assert_eq!(rows.iter().map(|(units, _)| units).sum::<i128>(), whole);
            for (units, [part, of]) in rows {
                // Less than one unit above or below.
                prop_assert!((units * of - part * whole).abs() < *of);
            }
            for (one, [part, _]) in rows {
                for (other, [less, _]) in rows {
                    prop_assert!(part <= less || one >= other);
                }
            }
        }
    }
}
