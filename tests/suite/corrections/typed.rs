//! Cells of every type, in every format, chunk and pass.

use super::HEADER;
use crate::fixture::Project;
use hfreport::engine::{Polars, execute};
use hfreport::pipeline::{Executed, Request, check, run_with};
use hfreport::source::Chunking;
use hfreport::world::SystemWorld;
use polars::prelude::*;
use std::sync::Arc;

/// A spec over `rows.parquet` of typed columns.
const TYPED: &str = r#"
version: 1
title: Typed
sources:
  models:
    path: rows.parquet
    corrections: corrections.csv
    columns:
      model: {type: string, unique: true}
      account: {type: string}
      downloads: {type: integer}
      size: {type: integer, nullable: true}
      price: {type: decimal(2), nullable: true}
      rate: {type: number, nullable: true}
      gated: {type: boolean, nullable: true}
      day: {type: date, nullable: true}
      tags: {type: "list<string>", nullable: true}
dimensions: {tag: {explode: tags}}
measures: {downloads: {sql: "sum(downloads)"}, models: {sql: "count(*)"}}
scope: {top: {by: account, measure: downloads, n: 2}}
breakdowns:
  by_account: {by: account, measures: [downloads]}
  by_tag: {by: tag, measures: [models], share_of: rows}
metrics:
  sizes: {sql: "sum(size)", rows: all}
  prices: {sql: "sum(price)", rows: all}
  highest: {sql: "max(rate)", rows: all}
  gated: {measure: models, where: gated, rows: all}
  last: {sql: "max(day)", rows: all}
  in_scope: {measure: downloads, of: {rows: all}}
sections:
  - text: "{{ metrics.sizes }} {{ formatted.prices }} {{ formatted.highest }} {{ metrics.gated }} {{ metrics.last }} {{ formatted.in_scope }}"
  - table: by_account
  - table: by_tag
"#;

/// Forty rows of four accounts, in groups of five.
fn typed_rows() -> Vec<u8> {
    let models: Vec<String> = (0..40).map(|at| format!("a{}/m{at}", at % 4)).collect();
    // The scope is chosen without a look at the key, so that it is read for the corrections alone.
    let accounts: Vec<String> = (0..40).map(|at| format!("a{}", at % 4)).collect();
    let downloads: Vec<i64> = (0..40).map(|at| (at % 4 + 1) * 10 + at).collect();
    let sizes: Vec<Option<f64>> = (0..40)
        .map(|at| (at % 3 > 0).then_some(f64::from(at)))
        .collect();
    let prices: Vec<Option<f64>> = (0..40)
        .map(|at| (at != 7).then_some(f64::from(at) / 4.0))
        .collect();
    let rates: Vec<Option<f32>> = (0..40)
        .map(|at| (at != 8).then_some(at as f32 / 8.0))
        .collect();
    let gated: Vec<Option<bool>> = (0..40).map(|at| (at != 9).then_some(at % 2 == 0)).collect();
    let days: Vec<Option<i32>> = (0..40)
        .map(|at| (at != 10).then_some(20_000 + at))
        .collect();
    let tags: Vec<Option<Series>> = (0..40)
        .map(|at| (at % 5 > 0).then(|| Series::new("".into(), &["en", "fr"][..=at % 3 % 2])))
        .collect();
    let days = Series::new("day".into(), days)
        .cast(&DataType::Date)
        .expect("days");
    let columns = vec![
        Column::new("model".into(), models),
        Column::new("account".into(), accounts),
        Column::new("downloads".into(), downloads),
        Column::new("size".into(), sizes),
        Column::new("price".into(), prices),
        Column::new("rate".into(), rates),
        Column::new("gated".into(), gated),
        days.into_column(),
        Series::new("tags".into(), tags).into_column(),
    ];
    let mut frame = DataFrame::new(40, columns).expect("a frame");
    let mut bytes = Vec::new();
    let writer = ParquetWriter::new(&mut bytes).with_row_group_size(Some(5));
    writer.finish(&mut frame).expect("a file");
    bytes
}

/// Of every type, in row groups that are far from each other, and one that moves an account out of the scope.
const OF_EVERY_TYPE: &str = "\
a1/m1,size,1,1000,r,o
a3/m39,size,,2000,r,o
a3/m7,price,,12.81,r,o
a0/m8,rate,,99.5,r,o
a1/m9,gated,,true,r,o
a2/m10,day,,2030-01-02,r,o
a1/m5,tags,,\"[\"\"de\"\",\"\"fr\"\"]\",r,o
a2/m6,tags,\"[\"\"en\"\"]\",[],r,o
a0/m36,downloads,46,100000,r,o
";

fn run(project: &Project, rows: usize) -> Executed {
    let request = Request {
        spec: project.folder().join("spec.yaml"),
        ..Request::default()
    };
    let checked = check(&SystemWorld, &request).unwrap_or_else(|failure| panic!("{failure}"));
    let engine = Polars {
        chunking: Chunking { rows, held: 0 },
    };
    let executed = run_with(&SystemWorld, checked, |it| {
        execute(&engine, it.world, it.plan, None, it.meter).map(Arc::new)
    });
    executed.unwrap_or_else(|failure| panic!("{failure}"))
}

#[test]
fn cells_of_every_type_are_corrected_in_every_chunk_and_pass() {
    let project = Project::of(TYPED)
        .file("rows.parquet", typed_rows())
        .file("corrections.csv", format!("{HEADER}{OF_EVERY_TYPE}"));
    let shown = |executed: &Executed| {
        let results = &executed.results;
        let rows: Vec<_> = results.frames.values().map(|frame| &frame.rows).collect();
        let corrected = &results.sources[0].corrected;
        format!(
            "{rows:#?}{:#?}{corrected:#?}{:#?}",
            results.metrics, results.without_corrections
        )
    };
    let whole = shown(&run(&project, 1 << 17));
    for rows in [5, 7, 1] {
        assert_eq!(shown(&run(&project, rows)), whole, "chunks of {rows}");
    }
    let results = project.results();
    // Sizes: 0 to 39 but every third make 507; 1 becomes 1000, one that is missing 2000.
    assert_eq!(results.metric("sizes"), "3506");
    // 0 to 39 by quarters but 7 make 193.25.
    assert_eq!(results.metric("prices"), "206.06");
    assert_eq!(results.metric("highest"), "99.5");
    assert_eq!(results.metric("gated"), "21");
    assert_eq!(results.metric("last"), "2030-01-02");
    // a0 has 280 downloads and 99,954 more: with a3 it is in scope now, where a2 and a3 were before.
    assert_eq!(
        results.columns("by_account", &["downloads"]),
        "a0: 100234\na3: 610"
    );
}

#[test]
fn a_value_that_the_column_of_the_file_cannot_hold_is_one_of_the_contract() {
    let project = Project::of(TYPED).file("rows.parquet", typed_rows());
    // The column is of the type of the contract then.
    let lines = "a1/m1,size,1,9007199254740993,r,o\na0/m8,rate,,8.1,r,o\n";
    project.write("corrections.csv", format!("{HEADER}{lines}"));
    let results = project.results();
    assert_eq!(results.metric("sizes"), "9007199254741499");
    assert_eq!(results.metric("highest"), "8.1");
    let half = "      half: {type: number, nullable: true, sql: \"size / 2\"}\n";
    project.write(
        "spec.yaml",
        TYPED.replace("      price:", &format!("{half}      price:")),
    );
    let said = project.problems();
    assert!(
        said.contains("HF0455")
            && said.contains("the column of the file is of type f64, and `half` is computed of it"),
        "{said}"
    );
    project.write("spec.yaml", TYPED);
    let lists = "a2/m6,tags,\"[\"\"en\"\"]\",en,r,o\n";
    project.write("corrections.csv", format!("{HEADER}{lists}"));
    assert!(project.problems().contains("the column is of type list"));
}

#[test]
fn texts_are_corrected_as_the_file_writes_them() {
    let spec = r#"
version: 1
title: Ventes
sources:
  sales:
    path: ventes.csv
    delimiter: ";"
    decimal: ","
    thousands: " "
    corrections: corrections.csv
    columns:
      id: {type: integer, unique: true}
      day: {type: date, date: "%d/%m/%Y", nullable: true}
      sold: {type: integer, nullable: true}
      price: {type: decimal(2)}
measures: {sold: {sql: "sum(sold)"}}
metrics: {sold: {measure: sold}, prices: {sql: "sum(price)"}, last: {sql: "max(day)"}}
sections: [{text: "{{ metrics.sold }} {{ formatted.prices }} {{ metrics.last }}"}]
"#;
    let project = Project::of(spec)
        .file(
            "ventes.csv",
            "id;day;sold;price\n1;01/02/2025;1 200;12,80\n2;;n/a;1 000,00\n",
        )
        .file(
            "corrections.csv",
            "id,column,was,is,reason,origin\n\
             1,sold,1200,\"1 300,0\",r,o\n\
             1,price,\"12,8\",\"13,5\",r,o\n\
             2,sold,n/a,7,r,o\n\
             2,day,,3/2/2025,r,o\n",
        );
    let results = project.results();
    assert_eq!(results.metric("sold"), "1307");
    assert_eq!(results.metric("prices"), "1013.50");
    assert_eq!(results.metric("last"), "2025-02-03");
    project.write(
        "corrections.csv",
        "id,column,was,is,reason,origin\n1,price,\"12,80\",13.5,r,o\n",
    );
    assert!(project.problems().contains("HF0455"));
    project.write(
        "corrections.csv",
        "id,column,was,is,reason,origin\nx,price,\"12,80\",\"13,5\",r,o\n",
    );
    assert!(
        project
            .problems()
            .contains("`x` is not of type integer, as `id` is")
    );
}

#[test]
fn moments_are_corrected_as_days_of_their_zone() {
    let spec = r#"
version: 1
title: Days
sources:
  rows:
    path: rows.parquet
    corrections: corrections.csv
    columns:
      id: {type: string, unique: true}
      day: {type: date, zone: America/Los_Angeles, nullable: true}
metrics: {last: {sql: "max(day)"}, first: {sql: "min(day)"}}
sections: [{text: "{{ metrics.last }} {{ metrics.first }}"}]
"#;
    // 1 February 2025, 05:00 UTC, which is the evening before in Los Angeles.
    let moments = Int64Chunked::new("day".into(), [Some(1_738_386_000_000_i64), None]);
    let moments = moments
        .into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC))
        .into_series();
    let columns = vec![Column::new("id".into(), ["a", "b"]), moments.into_column()];
    let mut frame = DataFrame::new(2, columns).expect("a frame");
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .finish(&mut frame)
        .expect("a file");
    let lines =
        "id,column,was,is,reason,origin\na,day,2025-01-31,2025-01-30,r,o\nb,day,,2025-03-04,r,o\n";
    let project = Project::of(spec)
        .file("rows.parquet", bytes)
        .file("corrections.csv", lines);
    let results = project.results();
    assert_eq!(
        (results.metric("first"), results.metric("last")),
        ("2025-01-30".to_owned(), "2025-03-04".to_owned())
    );
}
