//! Random specs over random tables, compared with plain loops over rows that were written from
//! `docs/spec.md` and are independent of the program: every cell and every metric must be equal. A
//! second engine scans the same rows without Polars, and DuckDB and Sail do where they are installed:
//! the results rolled up from their groups must be equal too.
//!
//! `HFREPORT_ORACLE_CASES=5000` sets the number of specs.

mod cell;
mod condition;
mod databases;
mod dice;
mod loops;
mod measures;
mod naive;
mod random;
mod second;
mod spec;
mod table;
mod yaml;

use crate::fixture::{Computed, Project};
use cell::Cell;
use databases::Databases;
use dice::Dice;
use hfreport::diagnostic::Code;
use hfreport::engine::{Polars, execute};
use hfreport::meter::Meter;
use hfreport::pipeline::Executed;
use hfreport::report::{Columns, Role};
use hfreport::results::{Key, Results, Row, Value};
use hfreport::source::Chunking;
use hfreport::world::SystemWorld;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

/// Number of specs that the suite checks.
const CASES: u32 = 500;

#[test]
fn every_cell_is_what_loops_over_the_rows_give() {
    let cases = std::env::var("HFREPORT_ORACLE_CASES");
    let cases = cases.map_or(CASES, |text| text.parse().expect("a number of cases"));
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    };
    let rolls = prop::collection::vec(any::<u32>(), 0..900);
    let databases = Databases::started(&std::env::temp_dir());
    let outcome = TestRunner::new(config).run(&rolls, |rolls| {
        let mut dice = Dice::new(rolls);
        let rows = table::rows(&mut dice);
        let spec = random::spec(&mut dice);
        let more = table::rows(&mut dice);
        compare(&rows, &more, &spec, &databases).map_err(TestCaseError::fail)
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(failure) => panic!("{failure}"),
    }
}

/// Computes a spec in both ways; returns the differences.
fn compare(
    rows: &[table::Row],
    more: &[table::Row],
    spec: &spec::Spec,
    databases: &Databases,
) -> Result<(), String> {
    let text = spec.yaml();
    let (json, of_more) = (table::json(rows), table::json(more));
    let shown = || format!("{text}\n--- rows.json\n{json}\n--- more.json\n{of_more}\n");
    let project = Project::of(&text)
        .file("rows.json", &json)
        .file("more.json", &of_more);
    let executed = match project.execute() {
        Ok(executed) => executed,
        Err(failure) => {
            let messages = failure
                .problems
                .iter()
                .map(|problem| problem.message.clone());
            let messages: Vec<String> = messages.collect();
            // An empty scope is refused with a message.
            if spec.scope.is_some() && naive::is_empty_scope(rows, spec) {
                return Ok(());
            }
            return Err(format!("refused: {}\n{}", messages.join("\n"), shown()));
        }
    };
    let shown_again = |what: String| format!("{what}\n{}", shown());
    engines_agree(&executed, [&json, &of_more]).map_err(shown_again)?;
    chunks_agree(&executed).map_err(|what| format!("{what}\n{}", shown()))?;
    databases
        .agree(&project, &text, &executed)
        .map_err(|what| format!("{what}\n{}", shown()))?;
    let computed = Computed { executed };
    let expected = naive::report(rows, more, spec);
    for (breakdown, frame) in spec.breakdowns.iter().zip(&expected.frames) {
        let columns = &computed.executed.results.frames[&breakdown.name].columns;
        let rows = computed.rows(&breakdown.name).iter();
        let found: Vec<String> = rows.map(|row| line(columns, row)).collect();
        let wanted = frame.lines();
        if found != wanted {
            return Err(format!(
                "{} differs\nfound:\n{}\nexpected:\n{}\n{}",
                breakdown.name,
                found.join("\n"),
                wanted.join("\n"),
                shown()
            ));
        }
        let total = &computed.executed.results.frames[&breakdown.name].total;
        let total = total.as_ref().map(|values| cells(columns, values));
        if total != frame.total_line() {
            let wanted = frame.total_line();
            return Err(format!(
                "{}: total {total:?}, expected {wanted:?}\n{}",
                breakdown.name,
                shown()
            ));
        }
        let behind = computed.executed.results.frames[&breakdown.name].source_rows;
        if behind != frame.source_rows {
            return Err(format!(
                "{}: {behind} rows behind it, expected {}\n{}",
                breakdown.name,
                frame.source_rows,
                shown()
            ));
        }
    }
    for (metric, wanted) in spec.metrics.iter().zip(&expected.metrics) {
        let result = computed.metric_result(&metric.name);
        let found = match result.denominator {
            Value::Null => number(&result.value),
            _ => value(&result.value),
        };
        if found != *wanted {
            return Err(format!(
                "{}: found {found}, expected {wanted}\n{}",
                metric.name,
                shown()
            ));
        }
    }
    let problems = computed.executed.results.problems.iter();
    let failed = problems.filter(|problem| problem.code == Code::CHECK_FAILED);
    let failed: Vec<&str> = failed
        .filter_map(|problem| problem.message.split(['«', '»']).nth(1))
        .collect();
    if failed != expected.failed {
        let wanted = &expected.failed;
        return Err(format!(
            "checks {failed:?} fail, expected {wanted:?}\n{}",
            shown()
        ));
    }
    Ok(())
}

/// Holds the results against those of a second engine.
fn engines_agree(executed: &Executed, sources: [&String; 2]) -> Result<(), String> {
    let loops = loops::Loops {
        sources: sources
            .map(|rows| serde_json::from_str(rows).expect("rows"))
            .to_vec(),
    };
    let second = execute(
        &loops,
        &SystemWorld,
        &executed.plan,
        None,
        &Meter::default(),
    );
    let second = second.map_err(|problems| format!("the loops refuse: {problems:?}"))?;
    let first = &executed.results;
    for (name, frame) in &first.frames {
        let other = &second.frames[name];
        let same = frame.rows == other.rows && frame.total == other.total;
        if !same || frame.source_rows != other.source_rows {
            return Err(format!("{name} differs between engines"));
        }
    }
    if first.metrics != second.metrics {
        return Err("metrics differ between engines".to_owned());
    }
    Ok(())
}

/// Holds the results against those of the same engine, which reads a few rows at a time, and reads them
/// again for what is in scope.
fn chunks_agree(executed: &Executed) -> Result<(), String> {
    let few = Polars {
        chunking: Chunking { rows: 3, held: 0 },
    };
    let again = execute(&few, &SystemWorld, &executed.plan, None, &Meter::default());
    let again = again.map_err(|problems| format!("refused in chunks: {problems:?}"))?;
    let whole = &executed.results;
    for (name, frame) in &whole.frames {
        let other = &again.frames[name];
        let same = frame.rows == other.rows && frame.total == other.total;
        if !same || frame.source_rows != other.source_rows {
            return Err(format!("{name} differs in chunks"));
        }
    }
    if whole.metrics != again.metrics {
        return Err("metrics differ in chunks".to_owned());
    }
    if whole.unmatched != again.unmatched {
        return Err("keys that lookups lack differ in chunks".to_owned());
    }
    let messages = |results: &Results| -> Vec<String> {
        let problems = results.problems.iter();
        problems
            .map(|it| format!("{} {:?}", it.message, it.hints))
            .collect()
    };
    if messages(whole) != messages(&again) {
        return Err(format!(
            "messages differ in chunks: {:?} {:?}",
            messages(whole),
            messages(&again)
        ));
    }
    Ok(())
}

/// A row in the form of the naive evaluation.
fn line(columns: &Columns, row: &Row) -> String {
    let keys = |keys: &[Key]| keys.iter().map(key).collect::<Vec<_>>().join(" / ");
    format!(
        "{} [{}]: {}",
        keys(&row.keys),
        keys(&row.attributes),
        cells(columns, &row.values)
    )
}

/// The values of a row in the form of the naive evaluation.
fn cells(columns: &Columns, values: &[Value]) -> String {
    let values = columns.values().iter().zip(values);
    let values: Vec<String> = values
        .map(|(column, cell)| match column.role() {
            Some(Role::Value) => number(cell),
            _ => value(cell),
        })
        .collect();
    values.join(" ")
}

fn key(key: &Key) -> String {
    match key {
        Key::Code(code) => code.to_string(),
        Key::Missing => "(missing)".to_owned(),
        Key::Others => "(others)".to_owned(),
    }
}

/// A value of which only the number counts, in its least terms.
fn number(found: &Value) -> String {
    match found {
        Value::Ratio(ratio) => Cell::fraction(ratio.numerator, ratio.denominator).shown(),
        Value::Decimal(decimal) => {
            let ratio = decimal.ratio();
            Cell::fraction(ratio.numerator, ratio.denominator).shown()
        }
        Value::Number(float) => {
            let text = float.to_string();
            let (whole, below) = text.split_once('.').unwrap_or((&text, ""));
            let digits: i128 = format!("{whole}{below}").parse().expect("digits");
            Cell::fraction(digits, 10_i128.pow(below.len() as u32)).shown()
        }
        other => value(other),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Ratio(ratio) => format!("{}/{}", ratio.numerator, ratio.denominator),
        Value::Rounded(share) => format!("{}/{}", share.exact.numerator, share.exact.denominator),
        Value::Decimal(_) | Value::Number(_) => number(value),
        Value::Text(text) => text.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(_) => panic!("no measure is a list"),
    }
}
