//! What corrections do to numbers, and the ledger that says so.

use super::{FIVE, HEADER, NAMED, ROWS, TEXT, project, report, spec};
use crate::fixture::{Project, bundle, differences};
use serde_json::{Value, json};

/// The metrics of a report, with what the ledger says of each.
fn metrics(report: &Value) -> Vec<(String, Value, Value, bool)> {
    let without = report["corrections"]["without"]
        .as_object()
        .expect("metrics");
    let metrics = report["metrics"].as_object().expect("metrics");
    assert_eq!(metrics.len(), without.len());
    let metrics = metrics.iter().map(|(name, metric)| {
        let without = &without[name];
        let differs = without["differs"].as_bool().expect("a truth value");
        (
            name.clone(),
            metric["value"].clone(),
            without["value"].clone(),
            differs,
        )
    });
    metrics.collect()
}

#[test]
fn five_corrections_move_exactly_the_metrics_that_the_ledger_says() {
    let share = |numerator: i64, denominator: i64| json!({"numerator": numerator, "denominator": denominator});
    // By hand: 10 downloads become 40; w is no longer small, z is; y becomes fill, v chat.
    let expected = [
        ("total", json!(240), json!(210), true),
        ("chat", json!(160), json!(120), true),
        ("fill", json!(80), json!(30), true),
        ("small", json!(120), json!(80), true),
        ("models", json!(5), json!(5), false),
        ("of_a", json!(150), json!(150), false),
        ("share_of_a", share(150, 240), share(150, 210), true),
        ("largest", json!(7000), json!(7000), false),
        ("most_of_a_tag", json!(160), json!(120), true),
    ];
    let expected =
        expected.map(|(name, with, without, differs)| (name.to_owned(), with, without, differs));
    let corrected = report(&project(FIVE));
    assert_eq!(metrics(&corrected), expected);
    // Without the key the same run gives what the ledger calls `without`.
    let plain = Project::of(&spec("", "", ""))
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT);
    let plain = report(&plain);
    assert!(plain.get("corrections").is_none());
    for (name, _, without, _) in metrics(&corrected) {
        assert_eq!(plain["metrics"][&name]["value"], without, "{name}");
    }
}

#[test]
fn the_ledger_has_every_cell_with_its_row_and_what_the_rows_weigh() {
    let project = project(FIVE);
    let report = report(&project);
    let source = &report["corrections"]["sources"]["models"];
    // Rows 2 to 5, of 240 downloads: 50, 30, 20 and, corrected, 40.
    assert_eq!(source["rows"], 4);
    assert_eq!(source["measure"], "downloads");
    assert_eq!(
        source["share"],
        json!({"numerator": 140, "denominator": 240})
    );
    assert_eq!(source["file"], "corrections.csv");
    assert_eq!(
        source["cells"][2],
        json!({
            "file": "rows.csv", "row": 4, "key": "b/w", "column": "size", "was": "0", "is": "2000",
            "reason": "no size is 0", "origin": "card",
        })
    );
    assert_eq!(source["cells"][0]["was"], Value::Null);
    assert_eq!(
        project.read("out/tables/corrections.csv"),
        "source,file,row,key,column,was,is,reason,origin\n\
         models,rows.csv,2,a/y,tag,,fill,no tag,card\n\
         models,rows.csv,3,b/z,size,,900,no size,card\n\
         models,rows.csv,4,b/w,size,0,2000,no size is 0,card\n\
         models,rows.csv,5,c/v,tag,,chat,no tag,card\n\
         models,rows.csv,5,c/v,downloads,10,40,counted too low,mail\n"
    );
    assert_eq!(
        project.read("out/tables/corrections_effect.csv"),
        "metric,with_corrections,without_corrections,differs\n\
         total,240,210,true\nchat,160,120,true\nfill,80,30,true\nsmall,120,80,true\nmodels,5,5,false\nof_a,150,150,false\n\
         share_of_a,0.625,0.7142857142857143,true\nlargest,7000,7000,false\nmost_of_a_tag,160,120,true\n"
    );
    let manifest: Value = serde_json::from_str(&project.read("out/manifest.json")).expect("JSON");
    let record = &manifest["sources"]["models"]["corrections"];
    assert_eq!((&record["cells"], &record["rows"]), (&json!(5), &json!(4)));
    assert_eq!(record["sha256"].as_str().map(str::len), Some(64));
}

#[test]
fn a_sentence_tells_of_the_corrections_in_both_languages() {
    let project = project(FIVE);
    report(&project);
    let french = project.read("out/report.md");
    for part in [
        "Dans les données, 5\u{a0}valeurs de 4\u{a0}lignes (colonnes Étiquette, Size et Téléchargements) ont été corrigées avant tout calcul. \
         Ces lignes comptent pour 58,3\u{202f}% du total de «\u{a0}Téléchargements\u{a0}».",
        "Sans ces corrections, 6 indicateurs sur 9 seraient différents. (5)",
    ] {
        assert!(french.contains(part), "{part}\n{french}");
    }
    let english = project.read("out/report.en.md");
    for part in [
        "In the data, 5\u{a0}values of 4\u{a0}rows (columns Tag, Size, and Downloads) were corrected before anything was computed. \
         These rows make up 58.3% of the total of “Downloads”.",
        "Without these corrections, 6 of 9\u{a0}metrics would be different. (5)",
    ] {
        assert!(english.contains(part), "{part}\n{english}");
    }
    let one = super::project("b/w,size,0,2000,no size is 0,card\n");
    report(&one);
    let french = one.read("out/report.md");
    for part in [
        "Dans les données, 1\u{a0}valeur d’une ligne (colonne Size) a été corrigée avant tout calcul.",
        "Cette ligne compte pour 9,5\u{202f}% du total de",
        "Sans ces corrections, 1 indicateur sur 9 serait différent.",
    ] {
        assert!(french.contains(part), "{part}\n{french}");
    }
    let english = one.read("out/report.en.md");
    assert!(
        english.contains("In the data, 1\u{a0}value of 1\u{a0}row (column Size) was corrected"),
        "{english}"
    );
    assert!(english.contains("This row makes up 9.5%"), "{english}");
}

#[test]
fn the_page_folds_the_ledger_behind_its_sections() {
    let project = project(FIVE);
    report(&project);
    let page = project.read("out/index.html");
    assert!(page.contains("<details class=\"table\" id=\"table-corrections\"><summary>5\u{a0}valeurs corrigées</summary>"), "{page}");
    let effect = "<summary>Sans ces corrections, 6 indicateurs sur 9 seraient différents</summary>";
    assert!(page.contains(effect));
    assert!(page.contains("<a href=\"#corrections\">Corrections</a>"));
    // Only the metrics that differ are shown, in their formats.
    assert!(page.contains("Share of a") && !page.contains("<th>Of a<"));
    let section = page.find("table-by_tag").expect("the section");
    assert!(section < page.find("table-corrections").expect("the ledger"));
}

/// An amount is shown as people read it, one that is no amount as it stands in the file, and a change of signs alone with its signs.
#[test]
fn corrected_values_are_shown_as_the_language_of_the_page_writes_them() {
    let spec = r#"
version: 1
locales: [fr, en]
title: Corrected
sources:
  sales:
    path: rows.csv
    delimiter: ";"
    decimal: ","
    corrections: corrections.csv
    columns:
      id: {type: string, unique: true}
      paid: {type: decimal(2), nullable: true, on_violation: clear}
      weight: {type: number}
      day: {type: date}
measures: {paid: {sql: "sum(paid)"}}
breakdowns: {by_day: {by: day, measures: [paid]}}
sections: [{table: by_day}]
outputs: {dir: out, formats: [html, json], charts: [], tables: []}
"#;
    let project = Project::of(spec)
        .file(
            "rows.csv",
            "id;paid;weight;day\na;1445,50;0,125;2025-10-01\nb;n.c.;2;2025-10-02\n",
        )
        .file(
            "corrections.csv",
            "id,column,was,is,reason,origin\n\
             a,paid,\"1445,50\",\"1454,50\",digits,mail\na,weight,\"0,125\",\"0,25\",scale,mail\n\
             a,day,2025-10-01,2025-10-03,day,mail\nb,paid,n.c.,\"3,00\",known now,mail\n",
        );
    project.hfreport(&["run", "spec.yaml"]).fine();
    let pages = ["out/index.html", "out/index.en.html"];
    let [french, english] = pages.map(|it| project.read(it).replace(" role=cell", ""));
    for (page, values) in [
        (
            french,
            [
                "<td>Paid<td>1\u{202f}445,50<td>1\u{202f}454,50",
                "<td>Weight<td>0,125<td>0,25",
                "<td>Day<td>1er\u{a0}octobre\u{a0}2025<td>3\u{a0}octobre\u{a0}2025",
                "<td>Paid<td>n.c.<td>3,00",
            ],
        ),
        (
            english,
            [
                "<td>Paid<td>1,445.50<td>1,454.50",
                "<td>Weight<td>0.125<td>0.25",
                "<td>Day<td>October 1, 2025<td>October 3, 2025",
                "<td>Paid<td>n.c.<td>3.00",
            ],
        ),
    ] {
        for part in values {
            assert!(page.contains(part), "{part}\n{page}");
        }
    }
}

#[test]
fn taking_the_corrections_out_restores_the_bytes() {
    let project = Project::of(&spec("", "", ""))
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT);
    report(&project);
    let before = bundle(&project.folder().join("out"));
    project.write("spec.yaml", spec(NAMED, "", ""));
    project.write("corrections.csv", format!("{HEADER}{FIVE}"));
    report(&project);
    let with = bundle(&project.folder().join("out"));
    assert_ne!(differences(&before, &with), "");
    assert!(
        with.iter()
            .any(|(path, _)| path == "tables/corrections.csv")
    );
    // A file of corrections that is empty changes nothing but the record of its being there.
    project.write("corrections.csv", HEADER);
    report(&project);
    let none = bundle(&project.folder().join("out"));
    assert_eq!(differences(&before, &none), "manifest.json differs\n");
    project.write("spec.yaml", spec("", "", ""));
    report(&project);
    let after = bundle(&project.folder().join("out"));
    assert_eq!(differences(&before, &after), "");
}

#[test]
fn two_runs_with_corrections_write_the_same_bytes() {
    let project = project(FIVE);
    report(&project);
    let one = bundle(&project.folder().join("out"));
    report(&project);
    assert_eq!(
        differences(&one, &bundle(&project.folder().join("out"))),
        ""
    );
}

#[test]
fn without_its_correction_a_cell_that_breaks_the_contract_is_empty() {
    // With `min: 1` the row of `b/w` cannot be read without its correction.
    let project = Project::of(&spec(NAMED, ", min: 1", ""))
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT)
        .file("corrections.csv", format!("{HEADER}{FIVE}"));
    let corrected = report(&project);
    let small = metrics(&corrected)
        .into_iter()
        .find(|(name, ..)| name == "small");
    // Of y and v only: w has no size then.
    assert_eq!(
        small,
        Some(("small".to_owned(), json!(120), json!(60), true))
    );
    project.write(
        "corrections.csv",
        format!(
            "{HEADER}{}",
            FIVE.replace("b/w,size,0,2000,no size is 0,card\n", "")
        ),
    );
    let outcome = project.hfreport(&["run", "spec.yaml"]).ends_with(1);
    assert!(
        outcome.stderr.contains("row 4 (b/w): `0`"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn checks_hold_the_corrected_rows_only_and_the_ledger_is_there_all_the_same() {
    let checks = "checks:\n  no tag is missing: {from: by_tag, sql: \"count(*) FILTER (WHERE tag IS NULL) = 0\"}\n";
    let project = Project::of(&spec(NAMED, "", checks))
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT)
        .file("corrections.csv", format!("{HEADER}{FIVE}"));
    assert_eq!(
        report(&project)["corrections"]["without"]["chat"]["value"],
        120
    );
}

#[test]
fn where_nothing_can_be_computed_without_corrections_the_ledger_says_why() {
    let spec = spec(NAMED, "", "").replace(
        "size: {type: integer, nullable: true}",
        "size: {type: integer, nullable: true}\n      half: {type: integer, sql: \"CAST(tag AS integer)\", nullable: true}",
    );
    let rows = "model,downloads,tag,size\na/x,1,1,1\na/y,2,many,2\n";
    let spec = spec
        .replace("max(size)", "max(half)")
        .replace("'chat'", "'1'")
        .replace("'fill'", "'2'");
    let project = Project::of(&spec)
        .file("rows.csv", rows)
        .file("text.md.j2", TEXT)
        .file(
            "corrections.csv",
            format!("{HEADER}a/y,tag,many,2,a word,card\n"),
        );
    let report = report(&project);
    let ledger = &report["corrections"];
    assert!(ledger.get("without").is_none());
    let why = ledger["not_computable"].as_str().expect("a reason");
    assert!(why.contains("many"), "{why}");
    let text = project.read("out/report.en.md");
    assert!(
        text.contains("Without these corrections, the metrics could not be computed."),
        "{text}"
    );
}

#[test]
fn compare_lists_corrections_among_what_is_no_growth() {
    let project = project(FIVE);
    project
        .hfreport(&["run", "spec.yaml", "--out", "one"])
        .fine();
    project.write(
        "corrections.csv",
        format!("{HEADER}b/w,size,0,2000,no size is 0,card\n"),
    );
    project
        .hfreport(&["run", "spec.yaml", "--out", "other"])
        .fine();
    let said = project.hfreport(&["compare", "one", "other"]).fine().stdout;
    let line = said
        .lines()
        .find(|line| line.contains("corrections of source models"));
    let line = line.unwrap_or_else(|| panic!("{said}"));
    assert!(
        line.contains("5 cells, ") && line.contains("1 cell, "),
        "{line}"
    );
    let of_all = "All of these use what differs: corrections of source models.";
    assert!(said.contains(&format!("\nMetrics\n  {of_all}\n")), "{said}");
    let same = project.hfreport(&["compare", "one", "one"]).fine().stdout;
    assert!(
        same.contains("nothing: definitions, lookups, corrections, scope and version are the same"),
        "{same}"
    );
}

#[test]
fn explain_says_that_rows_are_corrected() {
    let project = project(FIVE);
    let said = project
        .hfreport(&["explain", "spec.yaml", "chat"])
        .fine()
        .stdout;
    assert!(
        said.contains("from: models, with the corrections of corrections.csv"),
        "{said}"
    );
    report(&project);
    let page = project.read("out/index.html");
    assert!(page.contains("models, avec les corrections de corrections.csv"));
}

#[test]
fn a_breakdown_cannot_have_the_name_of_the_sentence() {
    let keys = "charts: {x: {type: table, data: corrections}}\n";
    let spec = spec("", "", keys)
        .replace("by_tag:", "corrections:")
        .replace("by_tag", "corrections");
    let project = Project::of(&spec)
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT);
    let said = project
        .hfreport(&["check", "spec.yaml"])
        .ends_with(1)
        .stderr;
    assert!(
        said.contains("error[HF0302]: `corrections` means something else in texts"),
        "{said}"
    );
}

#[test]
fn values_that_their_format_does_not_tell_apart_are_shown_with_all_digits() {
    let text = spec(NAMED, "", "").replace(
        "total: {measure: downloads}",
        "total: {measure: downloads, format: {scale: M}}",
    );
    let text = text.replace("of: {}}", "of: {}, format: {percent: 0}}");
    let project = Project::of(&text)
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT)
        .file(
            "corrections.csv",
            format!("{HEADER}c/v,downloads,10,11,r,o\n"),
        );
    report(&project);
    let english = project.read("out/report.en.md");
    // 150 of 210 downloads are 71 %, and so are 150 of 211.
    for part in [
        "| Share of a | 150 / 210 | 150 / 211 |",
        "| Downloads | 210 | 211 |",
    ] {
        assert!(english.contains(part), "{part}\n{english}");
    }
    // What is the same without the corrections is not listed.
    assert!(!english.contains("| Of a |"), "{english}");
}
