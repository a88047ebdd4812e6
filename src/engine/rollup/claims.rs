//! Claims: whether their conditions hold, and how far they are from turning.

use super::margin::{Ground, MetricCell, claim};
use super::over_rows;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::plan::{ClaimStep, Plan};
use crate::report::{Claim, Denominator, Metric, MetricRole, Numerator};
use crate::results::{MetricResult, Results, Unit};
use std::collections::BTreeMap;

/// Computes all claims, of breakdowns and metrics that are computed.
///
/// # Errors
/// A condition has no value, or a part of it no exact one.
pub(super) fn claims(plan: &Plan, results: &mut Results) -> Result<(), Vec<Diagnostic>> {
    let metrics = plan.metrics.iter().flat_map(|step| {
        let metric = &step.definition;
        let found = results.metrics.get(&metric.name);
        let found = found.filter(|_| !results.unknown.contains(&metric.name));
        found.into_iter().flat_map(|found| cells(metric, found))
    });
    let metrics: BTreeMap<String, MetricCell> = metrics.collect();
    let mut problems = Vec::new();
    for ClaimStep { definition, from } in &plan.claims {
        let Claim {
            name,
            condition,
            pointer,
            ..
        } = definition;
        let (expression, filter) = (&condition.expression, condition.filter.as_ref());
        let is_unknown = match from {
            Some(from) => results.frames[from.0].leaves_unknown(expression, filter),
            None => !expression.names.iter().all(|it| metrics.contains_key(it)),
        };
        // What tells of a change that is not known is neither true nor false.
        if is_unknown {
            continue;
        }
        let ground = match from {
            Some(from) => Ground::Rows(&results.frames[from.0], &plan[*from].definition),
            None => Ground::Metrics(&metrics),
        };
        let told = match &ground {
            Ground::Rows(frame, of) => over_rows::told((frame, of), expression, filter),
            Ground::Metrics(_) => Vec::new(),
        };
        let node = expression.node.filtered(filter);
        match claim(&ground, &node) {
            Ok(Some(mut found)) => {
                results.problems.extend(told);
                let before = results.previous.as_ref();
                let before = before.and_then(|before| before.claims.get(name));
                found.turned = before.map(|held| *held != found.holds);
                results.claims.insert(name.clone(), found);
            }
            Ok(None) => problems.push(without_value(name, pointer)),
            Err(failure) => problems.push(expression.failed(failure)),
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

/// The value of a metric, and how it has changed where that is known.
fn cells<'a>(
    metric: &'a Metric,
    found: &'a MetricResult,
) -> impl Iterator<Item = (String, MetricCell)> + 'a {
    let changes = metric.roles_of_change().filter(|_| found.change.is_some());
    std::iter::once(MetricRole::Value)
        .chain(changes)
        .map(|role| {
            let value = found.in_role(role).clone();
            let unit = match role {
                MetricRole::Growth => Unit::Points,
                MetricRole::Value | MetricRole::Previous | MetricRole::Change => unit(metric),
            };
            (role.name_of(&metric.name), MetricCell { value, unit })
        })
}

/// What the number of a metric counts.
fn unit(metric: &Metric) -> Unit {
    if metric.is_share() || metric.is_written_in_points() {
        return Unit::Points;
    }
    match (&metric.numerator, &metric.denominator) {
        (Numerator::Aggregate { measure, .. }, Denominator::None) => {
            Unit::Measure(measure.name.clone())
        }
        _ => Unit::Number,
    }
}
