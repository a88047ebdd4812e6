//! Means of what cannot be averaged. In: expressions over the rows of breakdowns. Out: warnings where one takes the mean of
//! shares, of growths, of ratios or of means, in which each row counts alike.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Breakdown, Numerator, Role, Rows};
use crate::sql::{Aggregate, Node};
use std::collections::BTreeSet;

impl Context<'_> {
    pub(super) fn means_of_parts(&mut self) {
        let report = &self.report;
        let metrics = report.metrics.values();
        let metrics = metrics.filter_map(|metric| match &metric.numerator {
            Numerator::Second { from, expression } => Some((from, expression)),
            Numerator::Aggregate { .. } => None,
        });
        let claims = report.claims.values();
        let claims = claims.filter_map(|claim| {
            let from = claim.condition.from.as_ref()?;
            Some((from, &claim.condition.expression))
        });
        let checks = report.checks.iter();
        let checks = checks.map(|check| (&check.from, &check.expression));
        let breakdowns = report
            .breakdowns
            .values()
            .filter_map(|breakdown| match &breakdown.rows {
                // Of several periods each counts alike on purpose.
                Rows::Breakdown(from) if breakdown.periods.is_none() => Some((from, breakdown)),
                Rows::Breakdown(_) | Rows::Source(_) => None,
            });
        let measures = breakdowns.flat_map(|(from, breakdown)| {
            let measures = breakdown.measures.iter();
            measures.map(move |measure| (from, &measure.expression))
        });
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for (from, expression) in metrics.chain(claims).chain(checks).chain(measures) {
            let Some(breakdown) = report.breakdowns.get(from) else {
                continue;
            };
            for aggregate in expression.node.aggregates() {
                if let Aggregate::Mean(value) = &aggregate.aggregate
                    && let Node::Name(name) = &value.node
                    && let Some((message, hint)) = mean_of(name, breakdown)
                    && seen.insert((expression.pointer.clone(), name.clone()))
                {
                    let place = Location::value(&expression.pointer);
                    let warning = Diagnostic::warning(Code::MEAN_OF_PARTS, message);
                    found.push(warning.at(place).hint(hint));
                }
            }
        }
        for problem in found {
            self.problems.push(problem);
        }
    }
}

/// What the mean of a column is, and what to write instead; none if it is the mean of amounts.
fn mean_of(name: &str, breakdown: &Breakdown) -> Option<(String, String)> {
    let column = breakdown.columns.get(name)?;
    let measure = breakdown.measures.get(column.measure()?)?;
    let amount = &measure.name;
    let growth_since = |before: Role| {
        let message = format!(
            "`avg({name})` is a mean of growths, in which the smallest row counts as much as the largest, and not the growth of all"
        );
        let before = before.name_of(amount);
        let hint = format!(
            "the growth of these rows together is `sum({amount}) FILTER (WHERE {before} IS NOT NULL) / sum({before}) - 1`"
        );
        Some((message, hint))
    };
    match column.role()? {
        Role::Share | Role::SharePrevious => {
            let message = format!(
                "`avg({name})` is a mean of shares: over all rows of one whole it is 1 divided by their number, whatever the data"
            );
            let hint = format!(
                "the share of some rows is their sum: `sum({name})` with a condition; the mean of the amounts is `avg({amount})`"
            );
            Some((message, hint))
        }
        Role::Growth => growth_since(Role::Previous),
        Role::YearGrowth => growth_since(Role::YearPrevious),
        Role::Value if measure.is_ratio_or_mean() => {
            let message = format!(
                "`avg({name})` is a mean of ratios or means, in which a row of few counts as much as a row of many"
            );
            let hint = format!(
                "compute it from the rows themselves: a metric with `measure: {amount}` and without `from`"
            );
            Some((message, hint))
        }
        _ => None,
    }
}
