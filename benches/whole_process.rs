//! Whole processes: a run of a report compared with a program that only scans the columns it uses.
//!
//! `cargo bench --bench whole_process -- SPEC DATA COLUMN… [-- ARGUMENT…]` prints the median wall
//! time of both, their ratio and the peak memory of the run; arguments after `--` are passed to the
//! run.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark stops at the first surprise and prints its figures"
)]

use polars::prelude::*;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Number of measured runs of each program, alternating.
const RUNS: usize = 15;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    if arguments.first().is_some_and(|first| first == "scan") {
        scan(&arguments[1], &arguments[2..]);
        return;
    }
    let split = arguments.iter().position(|argument| argument == "--");
    let (own, further) = arguments.split_at(split.unwrap_or(arguments.len()));
    let [spec, data, columns @ ..] = own else {
        println!("usage: whole_process SPEC DATA COLUMN… [-- ARGUMENT…]");
        return;
    };
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench/whole");
    let mut runs = Vec::new();
    let mut scans = Vec::new();
    let mut peak = 0;
    for counted in 0..=RUNS {
        let mut run = Command::new(env!("CARGO_BIN_EXE_hfreport"));
        run.args(["run", spec, "--quiet", "--out"]).arg(&out);
        run.args(further.iter().skip(1));
        let (time, memory) = measure(&mut run);
        let this = std::env::current_exe().expect("this program");
        let mut floor = Command::new(this);
        floor.arg("scan").arg(data).args(columns);
        let (scan_time, _) = measure(&mut floor);
        // The first pair only warms the caches.
        if counted > 0 {
            runs.push(time);
            scans.push(scan_time);
            peak = peak.max(memory);
        }
    }
    runs.sort();
    scans.sort();
    let (run, floor) = (runs[RUNS / 2], scans[RUNS / 2]);
    println!(
        "run   median {:.1} ms, peak memory {} MB",
        millis(run),
        peak / 1024
    );
    println!("scan  median {:.1} ms", millis(floor));
    println!("ratio {:.2}", run.as_secs_f64() / floor.as_secs_f64());
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The lower bound: reads the columns and sums the integers among them.
fn scan(data: &str, columns: &[String]) {
    let file = std::fs::File::open(data).expect("the data");
    let frame = ParquetReader::new(file)
        .with_columns(Some(columns.to_vec()))
        .finish()
        .expect("a Parquet file");
    let mut total = 0.0;
    for column in frame.columns() {
        if column.dtype().is_numeric() {
            let numbers = column.cast(&DataType::Float64).expect("numbers");
            total += numbers.f64().expect("numbers").sum().unwrap_or(0.0);
        }
    }
    println!("{} rows, {total}", frame.height());
}

/// Wall time and peak resident memory (KB) of a process, read from /proc while it runs.
fn measure(command: &mut Command) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Ok(text) = std::fs::read_to_string(&status)
            && let Some(line) = text.lines().find(|line| line.starts_with("VmHWM"))
        {
            let digits: String = line.chars().filter(char::is_ascii_digit).collect();
            peak = peak.max(digits.parse().unwrap_or(0));
        }
        if let Some(ended) = child.try_wait().expect("the program ends") {
            assert!(ended.success(), "{command:?} failed");
            return (start.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_micros(300));
    }
}
