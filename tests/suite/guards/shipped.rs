//! The monthly report that ships: what goes wrong from month to month is caught, and what ships is published.

use super::{NOVEMBER, OCTOBER};
use crate::fixture::{Outcome, Project, home};
use polars::prelude::*;
use std::fs::File;
use std::path::Path;

const MONTHLY: &str = "reports/base/hub_downloads.yaml";

/// The monthly report that ships, in a folder where its data can be changed; October is published.
fn shipped() -> Project {
    let project = Project::new()
        .with_copy_of(&home().join("reports"), "reports")
        .with_copy_of(&home().join("data"), "data");
    monthly(&project, OCTOBER).fine();
    project
}

fn monthly(project: &Project, month: &str) -> Outcome {
    let setting = format!("snapshot={month}");
    let arguments = ["run", MONTHLY, "--quiet", "--format", "json", "--set"];
    project.hfreport(&[&arguments[..], &[&setting]].concat())
}

/// November is refused for a reason, and nothing of it is written.
#[track_caller]
fn november_is_refused(project: &Project, told: &[&str]) {
    let outcome = monthly(project, NOVEMBER).ends_with(1);
    for told in told {
        assert!(outcome.stderr.contains(told), "{told}\n{}", outcome.stderr);
    }
    assert!(!project.folder().join("out/months").join(NOVEMBER).exists());
}

fn rows_of(project: &Project, month: &str) -> DataFrame {
    let path = project.folder().join(format!("data/hub_{month}.parquet"));
    let file = File::open(path).expect("the rows");
    ParquetReader::new(file).finish().expect("Parquet")
}

fn write(path: &Path, mut rows: DataFrame) {
    let file = File::create(path).expect("a file");
    ParquetWriter::new(file).finish(&mut rows).expect("Parquet");
}

#[test]
fn the_monthly_report_refuses_the_file_of_the_month_before_under_the_name_of_this_one() {
    let project = shipped();
    let data = project.folder().join("data");
    std::fs::copy(
        data.join("hub_2025-10-01.parquet"),
        data.join("hub_2025-11-01.parquet"),
    )
    .expect("a copy");
    november_is_refused(
        &project,
        &[
            "error[HF0461]: source `models`: `hub_2025-11-01.parquet` has the bytes of `hub_2025-10-01.parquet`",
        ],
    );
}

#[test]
fn the_monthly_report_refuses_half_of_the_rows() {
    let project = shipped();
    let rows = rows_of(&project, NOVEMBER);
    let every_second = (0..rows.height() as IdxSize).step_by(2).collect();
    let order = IdxCa::from_vec("order".into(), every_second);
    let half = rows.take(&order).expect("rows");
    write(&project.folder().join("data/hub_2025-11-01.parquet"), half);
    november_is_refused(
        &project,
        &[
            "error[HF0462]: source `models`: rows fell by 49.06% since the period `2025-10-01`, from 72,423 to 36,892",
        ],
    );
}

#[test]
fn the_monthly_report_refuses_the_totals_of_the_month_before() {
    let project = shipped();
    let table = project.read("reports/periods.csv");
    let row = |month: &str| {
        let row = table.lines().find(|line| line.starts_with(month));
        row.expect("a row").to_owned()
    };
    let (october, november) = (row(OCTOBER), row(NOVEMBER));
    let totals: Vec<&str> = october.split(',').skip(1).take(2).collect();
    let mut cells: Vec<&str> = november.split(',').collect();
    cells[1..3].clone_from_slice(&totals);
    project.write(
        "reports/periods.csv",
        table.replace(&november, &cells.join(",")),
    );
    november_is_refused(
        &project,
        &[
            "error[HF0464]: `hub_models` is 2126833 as in the period `2025-10-01`",
            "error[HF0464]: `hub_downloads` is 45438836957 as in the period `2025-10-01`",
        ],
    );
}

#[test]
fn the_monthly_report_refuses_a_new_tag_with_a_twentieth_of_all_downloads() {
    let project = shipped();
    let mut rows = rows_of(&project, NOVEMBER);
    let downloads = rows
        .column("downloads")
        .expect("a column")
        .i64()
        .expect("integers");
    let all: i64 = downloads.sum().expect("a sum");
    let tags = rows
        .column("pipeline_tag")
        .expect("a column")
        .str()
        .expect("texts");
    let mut moved = 0;
    let tags: StringChunked = tags
        .iter()
        .zip(downloads.iter())
        .map(|(tag, downloads)| {
            let is_moved = tag == Some("sentence-similarity") && moved < all / 20;
            if is_moved {
                moved += downloads.unwrap_or_default();
            }
            if is_moved {
                Some("omni-generation")
            } else {
                tag
            }
        })
        .collect();
    assert!(moved >= all / 20);
    let tags = tags.with_name("pipeline_tag".into()).into_column();
    rows.with_column(tags).expect("a column");
    write(&project.folder().join("data/hub_2025-11-01.parquet"), rows);
    november_is_refused(
        &project,
        &[
            "error[HF0465]: `omni-generation` of `pipeline_tag` is not in lookup `tasks` and has ",
            "error[HF0460]: unknown keys of `task` have ",
            "lookup `tasks` lacks 1 key: `omni-generation`",
        ],
    );
}

#[test]
fn the_monthly_report_publishes_the_months_as_they_ship_and_says_how_the_coverage_drifted() {
    let project = shipped();
    for month in [NOVEMBER, "2025-12-01"] {
        monthly(&project, month).fine();
    }
    let command = ["coverage", MONTHLY, "--set", "snapshot=2025-11-01"];
    let outcome = project.hfreport(&command).fine();
    // Of October 231,512,541 of 36,450,707,797 downloads had no tag, of November 225,047,039 of 37,486,451,971.
    let told =
        "task        downloads, tasks.task by pipeline_tag    99.40%   99.36%  +0.03\u{a0}pt";
    assert!(outcome.stdout.contains(told), "{}", outcome.stdout);
}
