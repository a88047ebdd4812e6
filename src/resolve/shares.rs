//! Metrics in percent whose denominator is no whole: what is divided by a mean, a least or a greatest value, is a ratio.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Denominator, Metric, Numerator};
use crate::spec::escape;
use crate::sql::{Aggregate, Expression};

impl Context<'_> {
    pub(super) fn shares_are_of_a_whole(&mut self) {
        let mut problems = Vec::new();
        for metric in self.report.metrics.values() {
            if metric.is_written_in_percent()
                && let Some((name, what, place)) = self.no_whole(metric)
            {
                let message = format!(
                    "`{name}` is {what} and does not add up: metric `{}` is a ratio, not a share",
                    metric.name
                );
                let mut diagnostic = Diagnostic::error(Code::DEFINITION, message)
                    .at(Location::value(place))
                    .hint("write `format: {decimals: 1}`, or divide by a sum or a count");
                if self.spec.measures.contains_key(&name) {
                    let declared = Location::key(format!("/measures/{}", escape(&name)));
                    diagnostic = diagnostic.related(declared, "the measure");
                }
                problems.push(diagnostic);
            }
        }
        for problem in problems {
            self.problems.push(problem);
        }
    }

    /// The measure or metric that a metric is divided by, if its parts do not add up: its name, what it is, and where it is named.
    fn no_whole(&self, metric: &Metric) -> Option<(String, &'static str, String)> {
        let written = self.spec.metrics.get(&metric.name)?;
        let of = written.of.as_ref()?;
        let pointer = &metric.pointer;
        match &metric.denominator {
            Denominator::Aggregate { measure, .. } => {
                let what = does_not_add_up(&measure.expression)?;
                let named = of.measure.as_ref().or(written.measure.as_ref());
                let is_same = of.measure.is_none() || of.measure == written.measure;
                // One mean in percent of another one is a ratio that is asked for.
                if is_same && written.format.is_some() {
                    return None;
                }
                let place = match (&of.measure, &written.measure) {
                    (Some(_), _) => format!("{pointer}/of/measure"),
                    (None, Some(_)) => format!("{pointer}/measure"),
                    (None, None) => format!("{pointer}/sql"),
                };
                let name = named
                    .cloned()
                    .or_else(|| written.sql.as_ref().map(ToString::to_string));
                Some((name?, what, place))
            }
            Denominator::Metric(name) => {
                let whole = self.report.metrics.get(name)?;
                let is_amount = matches!(whole.denominator, Denominator::None);
                let Numerator::Aggregate { measure, .. } = &whole.numerator else {
                    return None;
                };
                let what = does_not_add_up(&measure.expression).filter(|_| is_amount)?;
                Some((name.clone(), what, format!("{pointer}/of/metric")))
            }
            Denominator::None | Denominator::Param(..) => None,
        }
    }
}

/// What an expression is whose parts do not add up to its whole.
fn does_not_add_up(expression: &Expression) -> Option<&'static str> {
    expression
        .node
        .aggregates()
        .into_iter()
        .find_map(|it| match it.aggregate {
            Aggregate::Mean(_) => Some("a mean"),
            Aggregate::Quantile(..) => Some("a quantile"),
            Aggregate::Least(_) => Some("a least value"),
            Aggregate::Greatest(_) => Some("a greatest value"),
            Aggregate::Count
            | Aggregate::CountValues(_)
            | Aggregate::CountDistinct(_)
            | Aggregate::Sum(_) => None,
        })
}
