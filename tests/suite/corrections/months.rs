//! Corrections of larger sources: files of many months, the snapshot of October, what a server keeps.

use super::{FIVE, HEADER, NAMED, ROWS, TEXT, spec};
use crate::fixture::{Project, bundle, differences, home, shared};
use crate::server::Server;
use polars::prelude::*;
use serde_json::Value;

/// Two months, each with the same models.
fn months(corrections: &str) -> Project {
    let spec = r#"
version: 1
title: Months
sources:
  models:
    path: "hub_*.csv"
    from_file: "hub_{month}.csv"
    corrections: corrections.csv
    columns:
      day: {type: date, sql: month}
      model: {type: string, unique: true}
      downloads: {type: integer}
measures: {downloads: {sql: "sum(downloads)"}}
breakdowns: {by_day: {by: day, measures: [downloads], sort: key}}
sections: [{table: by_day}]
"#;
    Project::of(spec)
        .file("hub_2025-10-01.csv", "model,downloads\na,1\nb,2\n")
        .file("hub_2025-11-01.csv", "downloads,model\n1,a\n4,b\n")
        .file("corrections.csv", corrections)
}

#[test]
fn where_a_key_is_unique_in_a_file_a_correction_names_the_file_too() {
    let project = months(
        "month,model,column,was,is,reason,origin\n2025-11-01,a,downloads,1,10,r,o\n2025-10-01,b,downloads,2,20,r,o\n",
    );
    assert_eq!(
        project.results().columns("by_day", &["downloads"]),
        "2025-10-01: 21\n2025-11-01: 14"
    );
    project.write(
        "corrections.csv",
        "model,column,was,is,reason,origin\na,downloads,1,10,r,o\n",
    );
    let said = project.problems();
    assert!(
        said.contains("HF0450") && said.contains("the header has no `month`"),
        "{said}"
    );
    project.write("corrections.csv", "month,model,column,was,is,reason,origin\n2025-12-01,a,downloads,1,10,r,o\n2025-11-01,b,downloads,2,3,r,o\n");
    let said = project.problems();
    assert!(
        said.contains("HF0457")
            && said.contains("(row 2 of `hub_2025-11-01.csv` of source `models`)"),
        "{said}"
    );
    project.write(
        "corrections.csv",
        "month,model,column,was,is,reason,origin\n,a,downloads,1,10,r,o\n",
    );
    assert!(project.problems().contains("a correction has no `month`"));
    project.write(
        "corrections.csv",
        "month,model,column,was,is,reason,origin\n2025-11-01,a,day,2025-11-01,2025-12-01,r,o\n",
    );
    assert!(
        project
            .problems()
            .contains("comes from the name of the file")
    );
    // What is missing is listed with its file.
    project.write("hub_2025-11-01.csv", "downloads,model\n,a\n4,b\n");
    project.write(
        "corrections.csv",
        "month,model,column,was,is,reason,origin\n",
    );
    let found = project
        .hfreport(&["corrections", "todo", "spec.yaml"])
        .fine()
        .stdout;
    assert_eq!(
        found,
        "month,model,column,was,is,reason,origin\n2025-11-01,a,downloads,,,\"missing, and the contract wants a value\",\n"
    );
}

#[test]
fn five_corrections_of_october_move_exactly_the_metrics_that_the_ledger_says() {
    let Some(data) = shared("data/hub_2025-10-01.parquet") else {
        return;
    };
    let read = |project: &Project, folder: &str| -> Value {
        serde_json::from_str(&project.read(&format!("{folder}/report.json"))).expect("JSON")
    };
    let plain = "extends: reports/october_2025.yaml\nversion: 1\npublished: null\noutputs: {page_budget: null}\n";
    let corrected = format!("{plain}sources: {{models: {{corrections: corrections.csv}}}}\n");
    let project = Project::new()
        .with_copy_of(&home().join("reports"), "reports")
        .with_copy_of(&home().join("data"), "data")
        .file("plain.yaml", plain)
        .file("corrected.yaml", &corrected);
    let bytes = std::fs::read(data).expect("a snapshot");
    project.write("data/hub_2025-10-01.parquet", bytes);
    let run = |spec: &str, out: &str| {
        project
            .hfreport(&["run", spec, "--out", out, "--format", "html,json"])
            .fine();
    };
    run("plain.yaml", "before");
    let before = read(&project, "before");
    // Of the models that weigh most: two without a size, one without a tag, one size, one number of downloads.
    let found = project
        .hfreport(&["corrections", "todo", "plain.yaml", "--top", "300"])
        .fine()
        .stdout;
    let of = |column: &str, value: &str, count: usize| -> Vec<String> {
        let part = format!(",{column},,");
        let lines = found
            .lines()
            .filter(|line| line.contains(&part))
            .take(count);
        lines
            .map(|line| {
                let (key, _) = line.split_once(&part).expect("a key");
                format!("{key},{column},,{value},r,o\n")
            })
            .collect()
    };
    let mut lines = of("parameters", "110000000", 2);
    lines.extend(of("pipeline_tag", "fill-mask", 1));
    let heaviest = heaviest(&project);
    lines.push(format!(
        "{},downloads,{},{},r,o\n",
        heaviest.0,
        heaviest.1,
        heaviest.1 + 1_000_000
    ));
    lines.push(format!(
        "{},parameters,{},{},r,o\n",
        heaviest.2,
        heaviest.3,
        heaviest.3 * 1000
    ));
    assert_eq!(lines.len(), 5, "{lines:?}");
    project.write("corrections.csv", format!("{HEADER}{}", lines.concat()));
    run("corrected.yaml", "with");
    let with = read(&project, "with");
    let cells = with["corrections"]["sources"]["models"]["cells"]
        .as_array()
        .expect("cells");
    assert_eq!(cells.len(), 5);
    let without = with["corrections"]["without"].as_object().expect("metrics");
    let metrics = before["metrics"].as_object().expect("metrics");
    assert_eq!(without.len(), metrics.len());
    assert!(metrics.len() > 40, "{}", metrics.len());
    let mut differing = 0;
    for (name, metric) in metrics {
        assert_eq!(without[name]["value"], metric["value"], "{name}");
        // Exact values are the same where their fractions are.
        let same = equal(&metric["value"], &with["metrics"][name]["value"]);
        assert_eq!(without[name]["differs"], !same, "{name}");
        differing += usize::from(!same);
    }
    assert!(
        differing > 20 && differing < metrics.len(),
        "{differing} of {}",
        metrics.len()
    );
    run("plain.yaml", "after");
    let bundles = ["before", "after"].map(|folder| bundle(&project.folder().join(folder)));
    assert_eq!(differences(&bundles[0], &bundles[1]), "");
}

/// Whether two exact values are the same number, or the same in another way.
fn equal(one: &Value, other: &Value) -> bool {
    let parts = |value: &Value| {
        let numerator = value["numerator"].as_i64().map(i128::from)?;
        Some((numerator, i128::from(value["denominator"].as_i64()?)))
    };
    match (parts(one), parts(other)) {
        (Some((a, b)), Some((c, d))) => a * d == c * b,
        _ => one == other,
    }
}

/// The model with most downloads and these, and the one of known size with most downloads, and its size.
fn heaviest(project: &Project) -> (String, i64, String, i64) {
    let file =
        std::fs::File::open(project.folder().join("data/hub_2025-10-01.parquet")).expect("a file");
    let frame = ParquetReader::new(file).finish().expect("rows");
    let models = frame
        .column("model")
        .expect("a column")
        .str()
        .expect("texts")
        .clone();
    let downloads = frame
        .column("downloads")
        .expect("a column")
        .i64()
        .expect("numbers")
        .clone();
    let sizes = frame
        .column("parameters")
        .expect("a column")
        .i64()
        .expect("numbers")
        .clone();
    let most = |is_asked: &dyn Fn(usize) -> bool| {
        let rows = (0..frame.height()).filter(|row| is_asked(*row));
        rows.max_by_key(|row| (downloads.get(*row), std::cmp::Reverse(*row)))
            .expect("a row")
    };
    let first = most(&|_| true);
    let of_size = most(&|row| sizes.get(row).is_some() && row != first);
    let name = |row: usize| models.get(row).expect("a name").to_owned();
    (
        name(first),
        downloads.get(first).expect("a number"),
        name(of_size),
        sizes.get(of_size).expect("a size"),
    )
}

#[test]
fn a_server_sees_an_edit_of_the_corrections() {
    let spec = spec(NAMED, "", "").replace("locales: [fr, en]", "locales: [en]");
    let project = Project::of(&spec)
        .file("rows.csv", ROWS)
        .file("text.md.j2", TEXT)
        .file("corrections.csv", format!("{HEADER}{FIVE}"));
    let server = Server::of(&project);
    let same = || {
        project
            .hfreport(&["run", "spec.yaml", "--format", "html", "--out", "fresh"])
            .fine();
        assert_eq!(server.page("index.html"), project.read("fresh/index.html"));
    };
    same();
    for lines in [
        &FIVE.replace("10,40", "10,41"),
        "b/w,size,0,2000,r,o\n",
        "",
        FIVE,
    ] {
        project.write("corrections.csv", format!("{HEADER}{lines}"));
        let told = server.ran();
        assert!(told.contains("corrections.csv"), "{told}");
        same();
    }
    // Only a text: what was computed is kept, with the ledger.
    project.write("text.md.j2", format!("More. {TEXT}"));
    server.ran();
    same();
}
