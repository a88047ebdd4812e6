//! Metrics and checks.

use super::aggregate::aggregate;
use super::changes;
use super::groups::GroupTable;
use super::letter_order;
use super::over_rows;
use super::over_whole;
use super::percent_twice;
use super::scope::{Scope, selected};
use super::second;
use super::unknown_sums;
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::plan::{DenominatorStep, MetricIndex, MetricStep, NumeratorStep, Plan, Rollup};
use crate::report::Metric;
use crate::results::{MetricResult, Results, Value};
use crate::spec::grammar::CheckSeverity;
use crate::sql::quotient_of;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What metrics take of rows of a breakdown that stand for no value.
fn over_rows_of_no_value(plan: &Plan, results: &Results) -> Vec<Diagnostic> {
    let told = plan.metrics.iter().flat_map(|step| {
        let NumeratorStep::From(breakdown) = step.numerator else {
            return Vec::new();
        };
        let metric = &step.definition;
        let (expression, filter) = (metric.numerator.expression(), metric.filter.as_ref());
        let frame = &results.frames[breakdown.0];
        if frame.leaves_unknown(expression, filter) {
            return Vec::new();
        }
        over_rows::told((frame, &plan[breakdown].definition), expression, filter)
    });
    told.collect()
}

/// Computes all metrics.
pub(super) fn metrics(
    plan: &Plan,
    tables: &[GroupTable],
    scope: &Scope,
    results: &mut Results,
) -> Result<(), Vec<Diagnostic>> {
    let rolled = |rollup: &Rollup| {
        let table = &tables[rollup.base];
        let rows = selected(table, rollup, scope);
        aggregate(table, &rows, &rollup.measures[0])
    };
    let second = second_steps(plan, results)?;
    let told = over_rows_of_no_value(plan, results);
    results.problems.extend(told);
    let previous = results.previous.clone();
    let before = |name: &str| previous.as_ref()?.metrics.get(name);
    let from_bases: Vec<_> = plan
        .metrics
        .par_iter()
        .map(|step| {
            (
                step.numerator.rollup().map(rolled),
                step.denominator.rollup().map(rolled),
            )
        })
        .collect();
    let mut problems = Vec::new();
    let mut failed: BTreeSet<MetricIndex> = BTreeSet::new();
    // Metrics without a meaning in this run, since they tell of change and there is no period before.
    let mut unknown: BTreeSet<MetricIndex> = BTreeSet::new();
    let steps = plan.metrics.iter().zip(from_bases).zip(second);
    for (at, ((step, (numerator, denominator)), second)) in steps.enumerate() {
        let metric = &step.definition;
        let name = &metric.name;
        // A metric that divides by a failed one is not a problem of its own.
        if let DenominatorStep::Metric(other) = &step.denominator
            && failed.contains(other)
        {
            failed.insert(MetricIndex(at));
            results.metrics.insert(name.clone(), empty());
            continue;
        }
        let divides_by_unknown = matches!(
            &step.denominator,
            DenominatorStep::Metric(other) if unknown.contains(other)
        );
        if divides_by_unknown || matches!(second, Second::Unknown) {
            unknown.insert(MetricIndex(at));
            results.unknown.insert(name.clone());
            results.metrics.insert(name.clone(), empty());
            continue;
        }
        let rolled = numerator.transpose().and_then(|numerator| {
            let numerator = numerator.or(second.value()).unwrap_or((Value::Null, 0));
            Ok((numerator, denominator.transpose()?))
        });
        let ((numerator, numerator_rows), denominator) = match rolled {
            Ok(found) => found,
            Err(problem) => {
                problems.push(problem);
                failed.insert(MetricIndex(at));
                results.metrics.insert(name.clone(), empty());
                continue;
            }
        };
        let denominator = match &step.denominator {
            DenominatorStep::None => None,
            DenominatorStep::Rollup(_) => denominator,
            DenominatorStep::Param(value) => Some((Value::Integer(i128::from(*value)), 0)),
            DenominatorStep::Metric(other) => {
                let found = &results.metrics[other.0];
                Some((found.value.clone(), found.numerator_rows))
            }
        };
        match finish(metric, numerator, numerator_rows, denominator) {
            Ok(mut result) => {
                results
                    .problems
                    .extend(over_whole::of_metric(metric, &result));
                results
                    .problems
                    .extend(percent_twice::of_metric(metric, &result));
                results
                    .problems
                    .extend(letter_order::of_metric(step, (tables, scope)));
                let unknown = unknown_sums::of_metric(plan, step, (tables, scope), &result);
                results.problems.extend(unknown);
                let before = before(name).unwrap_or(&Value::Null);
                result.change = changes::of_metric(&result.value, before, metric.is_share());
                results.metrics.insert(name.clone(), result);
            }
            Err(problem) => {
                problems.push(problem);
                failed.insert(MetricIndex(at));
                results.metrics.insert(name.clone(), empty());
            }
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn empty() -> MetricResult {
    MetricResult {
        value: Value::Null,
        numerator: Value::Null,
        denominator: Value::Null,
        numerator_rows: 0,
        denominator_rows: 0,
        change: None,
    }
}

/// The numerator of a metric as far as it is over the rows of a breakdown.
enum Second {
    /// It is over rows of a source.
    None,
    /// Its value and the number of rows.
    Value(Value, i128),
    /// It reads what means nothing in this run.
    Unknown,
}

impl Second {
    fn value(self) -> Option<(Value, i128)> {
        match self {
            Self::Value(value, rows) => Some((value, rows)),
            Self::None | Self::Unknown => None,
        }
    }
}

/// The numerators of metrics over the rows of breakdowns.
fn second_steps(plan: &Plan, results: &Results) -> Result<Vec<Second>, Vec<Diagnostic>> {
    let numerator = |step: &MetricStep| {
        let NumeratorStep::From(breakdown) = step.numerator else {
            return Ok(Second::None);
        };
        let Metric {
            numerator, filter, ..
        } = &step.definition;
        let (frame, expression) = (&results.frames[breakdown.0], numerator.expression());
        if frame.leaves_unknown(expression, filter.as_ref()) {
            return Ok(Second::Unknown);
        }
        let (value, rows) = second::over_rows(frame, expression, filter.as_ref())?;
        Ok(Second::Value(value, rows))
    };
    let found = plan.metrics.iter().map(numerator);
    found.collect::<Result<_, _>>().map_err(|d| vec![d])
}

fn finish(
    metric: &Metric,
    numerator: Value,
    numerator_rows: i128,
    denominator: Option<(Value, i128)>,
) -> Result<MetricResult, Diagnostic> {
    let Some((denominator, denominator_rows)) = denominator else {
        return Ok(MetricResult {
            value: numerator.clone(),
            numerator,
            denominator: Value::Null,
            numerator_rows,
            denominator_rows: 0,
            change: None,
        });
    };
    let nothing = match &denominator {
        Value::Integer(0) => Some("is 0"),
        Value::Number(number) if *number == 0.0 => Some("is 0"),
        Value::Decimal(decimal) if decimal.units == 0 => Some("is 0"),
        Value::Null => Some("has no value, since no row is left for it"),
        _ => None,
    };
    let value = match (nothing, metric.empty) {
        (Some(_), Some(value)) => Value::Integer(i128::from(value)),
        (Some(nothing), None) => {
            return Err(Diagnostic::error(
                Code::EMPTY_DENOMINATOR,
                format!("metric `{}`: the denominator {nothing}", metric.name),
            )
            .at(Location::key(&metric.pointer))
            .hint("say what the metric then is: `empty: 0`"));
        }
        (None, _) => divide(metric, &numerator, &denominator)?,
    };
    Ok(MetricResult {
        value,
        numerator,
        denominator,
        numerator_rows,
        denominator_rows,
        change: None,
    })
}

/// A share of two integers, or of two decimals of one scale, stays exact. The denominator is not zero.
fn divide(metric: &Metric, above: &Value, below: &Value) -> Result<Value, Diagnostic> {
    let of_one_unit = match (above, below) {
        (Value::Integer(_), Value::Integer(_)) => true,
        (Value::Decimal(above), Value::Decimal(below)) => above.scale == below.scale,
        _ => false,
    };
    if of_one_unit && below.units() > 0 {
        return Ok(Value::share(above.units(), below.units()));
    }
    match quotient_of(above, below) {
        Some(value) => Ok(value),
        None => Err(Diagnostic::error(
            Code::EMPTY_DENOMINATOR,
            format!(
                "metric `{}`: it has no value, since no row is left for it",
                metric.name
            ),
        )
        .at(Location::key(&metric.pointer))
        .hint("say what it then is in its `sql`: `coalesce(…, 0)`")),
    }
}

/// Turns checks that do not hold into errors or warnings.
pub(super) fn checks(plan: &Plan, results: &mut Results) -> Result<(), Vec<Diagnostic>> {
    for step in &plan.checks {
        let check = &step.definition;
        let frame = &results.frames[step.from.0];
        // What tells of change cannot hold where there is nothing to compare with.
        if frame.leaves_unknown(&check.expression, check.filter.as_ref()) {
            continue;
        }
        let found = second::over_rows(frame, &check.expression, check.filter.as_ref());
        let (value, rows) = found.map_err(|d| vec![d])?;
        let place = Location::value(&check.expression.pointer);
        let (rows_of_check, filter) = ((frame, [].as_slice()), check.filter.as_ref());
        let told = letter_order::over_rows(rows_of_check, &check.expression, filter, &place);
        results.problems.extend(told);
        if value == Value::Boolean(true) {
            continue;
        }
        let message = format!("the check «{}» does not hold", check.name);
        let diagnostic = match check.severity {
            CheckSeverity::Error => Diagnostic::error(Code::CHECK_FAILED, message),
            CheckSeverity::Warning => Diagnostic::warning(Code::CHECK_FAILED, message),
        };
        let all = frame.rows.len() as i128;
        let over = if rows == all {
            format!("the {}", counted(all, "row", "rows"))
        } else {
            format!("{rows} of the {}", counted(all, "row", "rows"))
        };
        let sides = second::sides(frame, &check.expression, check.filter.as_ref());
        let sides = sides.map_err(|d| vec![d])?;
        let sides = sides
            .iter()
            .map(|(side, value)| format!("`{side}` is {value}"));
        let sides = sides.collect::<Vec<_>>().join(", ");
        let found = match sides.as_str() {
            "" => String::new(),
            sides => format!(": {sides}"),
        };
        let hint = format!(
            "`{}` is not true over {over} of breakdown `{}`{found}",
            check.expression.text, check.from
        );
        let problem = diagnostic.at(Location::key(&check.pointer)).hint(hint);
        results.problems.push(problem);
    }
    Ok(())
}
