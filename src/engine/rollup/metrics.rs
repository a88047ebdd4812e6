//! Metrics and checks.

use super::aggregate::aggregate;
use super::groups::GroupTable;
use super::scope::{Scope, selected};
use super::second;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::plan::{Plan, Rollup};
use crate::report::{Denominator, Metric, Numerator};
use crate::results::{MetricResult, Results, Value};
use crate::spec::grammar::CheckSeverity;
use crate::sql::{Expression, quotient_of};
use indexmap::IndexMap;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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
    let from_bases: Vec<_> = plan
        .metrics
        .par_iter()
        .map(|step| {
            (
                step.numerator.as_ref().map(rolled),
                step.denominator.as_ref().map(rolled),
            )
        })
        .collect();
    let mut problems = Vec::new();
    let mut failed: BTreeSet<&String> = BTreeSet::new();
    for (step, (numerator, denominator)) in plan.metrics.iter().zip(from_bases) {
        let metric = &step.definition;
        let name = &metric.name;
        // A metric that divides by a failed one is not a problem of its own.
        if let Denominator::Metric(other) = &metric.denominator
            && failed.contains(other)
        {
            failed.insert(name);
            results.metrics.insert(name.clone(), empty());
            continue;
        }
        let rolled = numerator.transpose().and_then(|numerator| {
            let numerator = numerator.unwrap_or_else(|| second[name].clone());
            Ok((numerator, denominator.transpose()?))
        });
        let ((numerator, numerator_rows), denominator) = match rolled {
            Ok(found) => found,
            Err(problem) => {
                problems.push(problem);
                failed.insert(name);
                results.metrics.insert(name.clone(), empty());
                continue;
            }
        };
        let denominator = match (&metric.denominator, denominator) {
            (_, Some(found)) => Some(found),
            (Denominator::Param(_, value), _) => Some((Value::Integer(i128::from(*value)), 0)),
            (Denominator::Metric(other), _) => results
                .metrics
                .get(other)
                .map(|found| (found.value.clone(), found.numerator_rows)),
            _ => None,
        };
        match finish(metric, numerator, numerator_rows, denominator) {
            Ok(result) => {
                results.metrics.insert(name.clone(), result);
            }
            Err(problem) => {
                problems.push(problem);
                failed.insert(name);
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
    }
}

/// Name, expression and condition of a metric.
type Step<'a> = (&'a String, &'a Expression, Option<&'a Expression>);

/// Second steps of all metrics, one query per breakdown.
fn second_steps(
    plan: &Plan,
    results: &Results,
) -> Result<BTreeMap<String, (Value, i128)>, Vec<Diagnostic>> {
    let mut by_frame: IndexMap<&String, Vec<Step<'_>>> = IndexMap::new();
    for step in &plan.metrics {
        let Metric { name, filter, .. } = &step.definition;
        if let Numerator::Second { from, expression } = &step.definition.numerator {
            by_frame
                .entry(from)
                .or_default()
                .push((name, expression, filter.as_ref()));
        }
    }
    let mut found = BTreeMap::new();
    for (from, steps) in by_frame {
        let expressions: Vec<_> = steps.iter().map(|step| (step.1, step.2)).collect();
        let values = second::over_rows(&results.frames[from], &expressions).map_err(|d| vec![d])?;
        for (step, value) in steps.iter().zip(values) {
            found.insert(step.0.clone(), value);
        }
    }
    Ok(found)
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
    for check in &plan.checks {
        let frame = &results.frames[&check.from];
        let expressions = [(&check.expression, check.filter.as_ref())];
        let values = second::over_rows(frame, &expressions).map_err(|d| vec![d])?;
        if values.first().map(|(value, _)| value) == Some(&Value::Boolean(true)) {
            continue;
        }
        let message = format!("the check «{}» does not hold", check.name);
        let diagnostic = match check.severity {
            CheckSeverity::Error => Diagnostic::error(Code::CHECK_FAILED, message),
            CheckSeverity::Warning => Diagnostic::warning(Code::CHECK_FAILED, message),
        };
        results
            .problems
            .push(diagnostic.at(Location::key(&check.pointer)).hint(format!(
                "`{}` is not true over the {} rows of breakdown `{}`",
                check.expression.text,
                frame.rows.len(),
                check.from
            )));
    }
    Ok(())
}
