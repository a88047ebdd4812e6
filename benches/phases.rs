//! How long each phase takes: load and validate, resolve, plan, execute, render and publish.
//!
//! `cargo bench --bench phases` measures the October 2025 report.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark stops at the first surprise and prints its figures"
)]

use hfreport::pipeline::{Request, check, publish, run};
use hfreport::plan::plan;
use hfreport::world::SystemWorld;
use std::path::PathBuf;

fn main() {
    divan::main();
}

fn request() -> Request {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut request = Request {
        spec: root.join("reports/october_2025.yaml"),
        ..Request::default()
    };
    request.options.out = Some(root.join("target/bench/out"));
    request
}

#[divan::bench]
fn load_validate_resolve(bencher: divan::Bencher<'_, '_>) {
    let request = request();
    bencher.bench(|| check(&SystemWorld, &request).is_ok());
}

#[divan::bench]
fn plan_only(bencher: divan::Bencher<'_, '_>) {
    let checked = check(&SystemWorld, &request()).expect("the report is valid");
    bencher.bench(|| plan(&checked.report));
}

#[divan::bench]
fn execute(bencher: divan::Bencher<'_, '_>) {
    bencher
        .with_inputs(|| check(&SystemWorld, &request()).expect("the report is valid"))
        .bench_values(|checked| run(&SystemWorld, checked).is_ok());
}

#[divan::bench]
fn render_publish(bencher: divan::Bencher<'_, '_>) {
    bencher
        .with_inputs(|| {
            let checked = check(&SystemWorld, &request()).expect("the report is valid");
            run(&SystemWorld, checked).expect("the report runs")
        })
        .bench_values(|executed| publish(&SystemWorld, executed).is_ok());
}
