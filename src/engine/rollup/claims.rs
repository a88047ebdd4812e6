//! Claims: whether their conditions hold, and how far they are from turning.

use super::margin::{Ground, MetricCell, claim};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::plan::{ClaimStep, Plan};
use crate::report::{Claim, Denominator, Metric, Numerator};
use crate::results::{Results, Unit};
use std::collections::BTreeMap;

/// Computes all claims, of breakdowns and metrics that are computed.
///
/// # Errors
/// A condition has no value, or a part of it no exact one.
pub(super) fn claims(plan: &Plan, results: &mut Results) -> Result<(), Vec<Diagnostic>> {
    let metrics = plan.metrics.iter().filter_map(|step| {
        let metric = &step.definition;
        let value = results.metrics.get(&metric.name)?.value.clone();
        let unit = unit(metric);
        Some((metric.name.as_str(), MetricCell { value, unit }))
    });
    let metrics: BTreeMap<&str, MetricCell> = metrics.collect();
    let mut problems = Vec::new();
    for ClaimStep { definition, from } in &plan.claims {
        let Claim {
            name,
            condition,
            pointer,
            ..
        } = definition;
        let ground = match from {
            Some(from) => Ground::Rows(&results.frames[from.0], &plan[*from].definition),
            None => Ground::Metrics(&metrics),
        };
        let node = condition
            .expression
            .node
            .filtered(condition.filter.as_ref());
        match claim(&ground, &node) {
            Ok(Some(found)) => {
                results.claims.insert(name.clone(), found);
            }
            Ok(None) => problems.push(without_value(name, pointer)),
            Err(failure) => problems.push(condition.expression.failed(failure)),
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn without_value(name: &str, pointer: &str) -> Diagnostic {
    let message = format!(
        "claim `{name}`: its condition has no value, since a number that it reads is missing; neither of its sentences is true"
    );
    Diagnostic::error(Code::CLAIM_WITHOUT_VALUE, message)
        .at(Location::value(format!("{pointer}/sql")))
        .hint("say what a missing number means: `coalesce(…, 0)`, or ask for the rows: `count(*) FILTER (WHERE …) = 1`")
}

/// What the number of a metric counts.
fn unit(metric: &Metric) -> Unit {
    if metric.is_written_in_percent() || metric.is_part_of_a_whole() {
        return Unit::Points;
    }
    match (&metric.numerator, &metric.denominator) {
        (Numerator::Aggregate { measure, .. }, Denominator::None) => {
            Unit::Measure(measure.name.clone())
        }
        _ => Unit::Number,
    }
}
